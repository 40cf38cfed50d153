//! The scoring part of a report and the checklist: every question asked of one laboratory; and the leads behind each number.

use super::{
    CannotSuggest, ChecklistAnswer, ChecklistReport, Query, Rate, RecordsOf, ScoreThresholds, ScoringReport, Suggestion, scene::Scene,
};
use crate::{
    agreement::Agreement,
    leads::{Bitmap, Dataset, Instants, Stage},
    metrics::scoring::{
        Answers, Laboratory, Scorer, Spread, View, Why, agreement_matrix, auc, bands, checklist, checklist_answers, decided_moments,
        histogram, lacking, matrix, mature, model_counts, rule_evidence, suggest, what_ifs, why,
    },
    time::{Period, Zone},
};

/// Brings the scorer to what the scene asks for.
fn prepare(scene: &Scene, scorer: &mut Scorer) {
    let decided = decided_moments(&scene.dataset.leads, &scene.states, scene.tracked, scene.selection.as_of);
    scorer.prepare(scene.dataset, &scene.agreement.scoring, scene.selection.as_of, decided);
}

fn laboratory<'a>(scene: &'a Scene<'a>, scorer: &'a Scorer) -> Laboratory<'a> {
    let model = &scene.agreement.scoring;
    Laboratory::new(scene.dataset, model, scorer, &scene.cohort, &scene.states, scene.tracked, scene.selection.as_of)
}

/// `None` when the model has no rules.
pub(super) fn scoring(scene: &Scene, query: &Query, scorer: &mut Scorer) -> Option<ScoringReport> {
    let model = &scene.agreement.scoring;
    if model.is_empty() {
        return None;
    }
    prepare(scene, scorer);
    let laboratory = laboratory(scene, scorer);
    let rows = mature(&laboratory, scene.selection.as_of, query.score_least_days);
    let of = |outcome: &Bitmap| Rate { numerator: rows.count_shared(outcome) as u64, denominator: rows.count() as u64 };
    Some(ScoringReport {
        thresholds: ScoreThresholds { mql: model.mql_score, sal: model.sal_score },
        model: model_counts(&laboratory),
        outcome: laboratory.outcome,
        dated: Rate { numerator: laboratory.dated.0, denominator: laboratory.dated.1 },
        bands: bands(&laboratory),
        histogram: histogram(&laboratory),
        auc: laboratory.outcome.and_then(|_| auc(&rows, &laboratory.with_outcome, |row| laboratory.decided.score(row))),
        auc_least_days: query.score_least_days,
        auc_of: laboratory.outcome.map(|_| of(&laboratory.with_outcome)).unwrap_or_default(),
        matrix: matrix(&laboratory),
        agreement_matrix: agreement_matrix(&laboratory),
        rules: rule_evidence(&laboratory),
        what_if: what_ifs(&laboratory, spread(scene)),
        mql_dated: scene.cohort.iter().filter(|row| laboratory.dates.mql[*row] != Instants::MISSING).count() as u64,
    })
}

/// The time and the people the MQLs of a scene are spread over.
pub(super) fn spread(scene: &Scene) -> Spread {
    let elapsed = scene.as_of.map(|as_of| {
        let period = scene.selection.period;
        Period { from: period.from, to: period.to.min(scene.zone.day(as_of).plus(1)) }
    });
    Spread::new(scene.dataset, &scene.cohort, elapsed, &scene.agreement.workspace.working_days)
}

/// The leads of the cohort that reached SQL, and every lead's answers to the items; `None` without an item or where SQL is not tracked.
fn checked(scene: &Scene) -> Option<(Bitmap, Vec<Answers>)> {
    let items = &scene.agreement.checklist;
    if items.is_empty() || !scene.tracked[Stage::Sql.index()] {
        return None;
    }
    Some((reached(scene, Stage::Sql), items.iter().map(|item| checklist_answers(scene.dataset, item)).collect()))
}

fn reached(scene: &Scene, stage: Stage) -> Bitmap {
    let mut rows = Bitmap::empty(scene.cohort.len());
    if scene.tracked[stage.index()] {
        scene.cohort.iter().filter(|row| scene.states.has_reached(*row, stage)).for_each(|row| rows.set(row));
    }
    rows
}

#[inline(never)]
pub(super) fn checklist_of(scene: &Scene) -> Option<ChecklistReport> {
    let (sqls, answers) = checked(scene)?;
    Some(checklist(&scene.agreement.checklist, &answers, &sqls, &reached(scene, Stage::Customer)))
}

/// The leads behind a number of the scoring part or of the checklist; none for a number of another part.
pub(super) fn rows(scene: &Scene, of: &RecordsOf) -> Vec<usize> {
    match of {
        RecordsOf::Checklist { item, answer } => {
            let Some((sqls, answers)) = checked(scene) else { return Vec::new() };
            let Some(answers) = answers.get(*item as usize) else { return Vec::new() };
            let wanted = match answer {
                ChecklistAnswer::Yes => Some(true),
                ChecklistAnswer::No => Some(false),
                ChecklistAnswer::Unknown => None,
            };
            sqls.iter().filter(|row| answers.of(*row) == wanted).collect()
        }
        RecordsOf::ChecklistLacking => checked(scene).map_or_else(Vec::new, |(sqls, answers)| lacking(&sqls, &answers).iter().collect()),
        _ => scored_rows(scene, of),
    }
}

fn scored_rows(scene: &Scene, of: &RecordsOf) -> Vec<usize> {
    if scene.agreement.scoring.is_empty() {
        return Vec::new();
    }
    let mut scorer = Scorer::default();
    prepare(scene, &mut scorer);
    let laboratory = laboratory(scene, &scorer);
    let of_cohort = |holds: &dyn Fn(usize) -> bool| scene.cohort.iter().filter(|row| holds(*row)).collect();
    match of {
        RecordsOf::ScoreBand { from } => of_cohort(&|row| laboratory.band(laboratory.band_of(laboratory.decided.score(row))).0 == *from),
        RecordsOf::Scored { from } => of_cohort(&|row| laboratory.band(laboratory.band_of(laboratory.now.score(row))).0 == *from),
        RecordsOf::ScoreCell { fit, engagement } => of_cohort(&|row| laboratory.cell_of(row) == (*fit, *engagement)),
        RecordsOf::ModelMql => of_cohort(&|row| laboratory.now.stage(row).is_some()),
        RecordsOf::MqlAgreement { cell } => of_cohort(&|row| laboratory.agreement_of(row) == Some(*cell)),
        RecordsOf::RuleHit { rule } if (*rule as usize) < laboratory.model.rules.len() => {
            let hit = scorer.hit(*rule as usize, View::Decided);
            of_cohort(&|row| hit.get(row))
        }
        _ => Vec::new(),
    }
}

/// Points for the rules of the agreement's model, learned from the leads of the query that are at least [`Query::score_least_days`] old.
///
/// # Errors
/// Why nothing can be learned.
pub fn suggested_points(
    dataset: &Dataset,
    agreement: &Agreement,
    zone: &Zone,
    query: &Query,
    scorer: &mut Scorer,
) -> Result<Suggestion, CannotSuggest> {
    let scene = Scene::new(dataset, agreement, zone, query);
    prepare(&scene, scorer);
    let laboratory = laboratory(&scene, scorer);
    suggest(&laboratory, &mature(&laboratory, scene.selection.as_of, query.score_least_days))
}

/// Why a lead has the score it has at the query's as-of; `None` when there is no such lead or the model has no rules.
pub fn why_of(dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query, scorer: &mut Scorer, row: u32) -> Option<Why> {
    let row = row as usize;
    (row < dataset.leads.len).then(|| why_in(&Scene::new(dataset, agreement, zone, query), scorer, row)).flatten()
}

/// `None` when the model has no rules.
pub(super) fn why_in(scene: &Scene, scorer: &mut Scorer, row: usize) -> Option<Why> {
    let model = &scene.agreement.scoring;
    if model.is_empty() {
        return None;
    }
    prepare(scene, scorer);
    Some(why(scene.dataset, scorer, model, &scorer.scores(model, View::Now), row))
}
