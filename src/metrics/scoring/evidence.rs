//! Does the score come true? Bands, the matrix, AUC, the evidence of each rule, and the model against the CRM. Learns nothing.

use super::{Laboratory, Points, View};
use crate::{
    agreement::Signal,
    leads::{Bitmap, Instants, Stage},
    report::{AgreementCell, AgreementMatrix, MatrixCell, ModelCounts, Rate, RuleEvidence, ScoreBand, ScoreCount, ScoreMatrix},
    time::{Moment, SECONDS_PER_DAY},
};

pub fn model_counts(laboratory: &Laboratory) -> ModelCounts {
    let scores = &laboratory.now;
    let mut counts = ModelCounts::default();
    for row in laboratory.leads.iter() {
        let stage = scores.stage(row);
        counts.leads += 1;
        counts.mql += u64::from(stage.is_some());
        counts.sal += u64::from(stage == Some(Stage::Sal));
        counts.disqualified += u64::from(scores.is_disqualified(row));
        counts.fast_tracked += u64::from(scores.is_fast_tracked(row));
        counts.lacking += u64::from(!scores.has_required(row));
    }
    counts
}

pub fn bands(laboratory: &Laboratory) -> Vec<ScoreBand> {
    let mut counts = vec![[0_u64; 4]; laboratory.bands()];
    for row in laboratory.leads.iter() {
        let counts = &mut counts[laboratory.band_of(laboratory.decided.score(row))];
        counts[0] += 1;
        counts[1] += u64::from(laboratory.sql.get(row));
        counts[2] += u64::from(laboratory.won.get(row));
        counts[3] += u64::from(laboratory.with_outcome.get(row));
    }
    let rate = |numerator, denominator| laboratory.outcome.map_or(Rate::default(), |_| Rate { numerator, denominator });
    let base = rate(laboratory.with_outcome.count() as u64, laboratory.leads.count() as u64).value();
    let band = |(index, [leads, sql, won, outcome]): (usize, [u64; 4])| {
        let (from, to) = laboratory.band(index);
        let rate = rate(outcome, leads);
        let lift = rate.value().zip(base.filter(|base| *base > 0.0)).map(|(rate, base)| rate / base);
        ScoreBand { from, to, leads, sql, won, rate, lift }
    };
    counts.into_iter().enumerate().map(band).collect()
}

pub fn histogram(laboratory: &Laboratory) -> Vec<ScoreCount> {
    let mut counts = vec![0_u64; laboratory.bands()];
    laboratory.leads.iter().for_each(|row| counts[laboratory.band_of(laboratory.now.score(row))] += 1);
    let count = |(index, leads)| {
        let (from, to) = laboratory.band(index);
        ScoreCount { from, to, leads }
    };
    counts.into_iter().enumerate().map(count).collect()
}

pub fn matrix(laboratory: &Laboratory) -> ScoreMatrix {
    let width = laboratory.engagement_from.len() + 1;
    let cell = |index: usize| MatrixCell { fit: (index / width) as u8, engagement: (index % width) as u8, leads: 0, sql: 0, won: 0 };
    let mut cells: Vec<MatrixCell> = (0..(laboratory.fit_from.len() + 1) * width).map(cell).collect();
    for row in laboratory.leads.iter() {
        let (fit, engagement) = laboratory.cell_of(row);
        let cell = &mut cells[usize::from(fit) * width + usize::from(engagement)];
        cell.leads += 1;
        cell.sql += u64::from(laboratory.sql.get(row));
        cell.won += u64::from(laboratory.won.get(row));
    }
    let points = |from: &[i32]| from.iter().copied().map(f64::from).collect();
    ScoreMatrix { fit_from: points(&laboratory.fit_from), engagement_from: points(&laboratory.engagement_from), cells }
}

pub fn agreement_matrix(laboratory: &Laboratory) -> Option<AgreementMatrix> {
    laboratory.crm_mql.as_ref()?;
    let mut counts = AgreementMatrix::default();
    for row in laboratory.leads.iter() {
        match laboratory.agreement_of(row)? {
            AgreementCell::Both => counts.both += 1,
            AgreementCell::CrmOnly => counts.crm_only += 1,
            AgreementCell::ModelOnly => counts.model_only += 1,
            AgreementCell::Neither => counts.neither += 1,
        }
    }
    Some(counts)
}

pub fn rule_evidence(laboratory: &Laboratory) -> Vec<RuleEvidence> {
    let of_all = &laboratory.with_outcome;
    let (leads, with_outcome) = (laboratory.leads.count() as u64, of_all.count() as u64);
    let evidence = |(index, rule): (usize, &crate::agreement::Rule)| {
        let mut hit = laboratory.scorer.hit(index, View::Decided);
        hit.intersect(laboratory.leads);
        let with = Rate { numerator: hit.count_shared(of_all) as u64, denominator: hit.count() as u64 };
        let without = Rate { numerator: with_outcome - with.numerator, denominator: leads - with.denominator };
        let (with, without) = if laboratory.outcome.is_some() { (with, without) } else { Default::default() };
        RuleEvidence {
            name: rule.name.clone(),
            is_off: rule.is_off,
            with,
            without,
            difference: with.minus(without),
            may_leak: may_leak(laboratory, index),
        }
    };
    laboratory.model.rules.iter().enumerate().map(evidence).collect()
}

/// What a rule looks at may have come after the outcome: a counter never has a date, and of an activity it takes two.
pub fn may_leak(laboratory: &Laboratory, rule: usize) -> bool {
    let (dated, all) = laboratory.dated;
    match laboratory.model.rules[rule].signal {
        _ if laboratory.model.rules[rule].is_off => false,
        Signal::Fit(_) => false,
        Signal::Counter(_) => true,
        Signal::Activity { .. } => dated < all || laboratory.scorer.events.has_undated(rule),
    }
}

/// Leads at least so many days old at the as-of; with 0 days, undated ones too.
pub fn mature(laboratory: &Laboratory, as_of: Moment, days: u32) -> Bitmap {
    let created = laboratory.dataset.leads.stages[Stage::Lead.index()].as_ref();
    let latest = as_of.unix() - i64::from(days) * SECONDS_PER_DAY;
    let mut rows = laboratory.leads.clone();
    if days > 0 {
        let is_old =
            |row: usize| created.is_some_and(|created| created.raw()[row] != Instants::MISSING && i64::from(created.raw()[row]) <= latest);
        laboratory.leads.iter().filter(|row| !is_old(*row)).for_each(|row| rows.clear(row));
    }
    rows
}

/// The chance that a lead with the outcome scores above one without, ties for a half; `None` when either kind is missing.
pub fn auc(rows: &Bitmap, with_outcome: &Bitmap, score: impl Fn(usize) -> Points) -> Option<f64> {
    /// Counters by score up to here are a few megabytes.
    const MOST: usize = 1 << 18;
    let mut counts: Vec<[u32; 2]> = Vec::new();
    let mut beyond: Vec<(i32, bool)> = Vec::new();
    for row in rows.iter() {
        let score = score(row).0.max(0);
        let place = score as usize;
        if place >= MOST {
            beyond.push((score, with_outcome.get(row)));
            continue;
        }
        if place >= counts.len() {
            counts.resize(place + 1, [0; 2]);
        }
        counts[place][usize::from(with_outcome.get(row))] += 1;
    }
    beyond.sort_unstable();
    let runs = beyond.chunk_by(|a, b| a.0 == b.0).map(|run| {
        let with = run.iter().filter(|(_, with)| *with).count() as u32;
        [run.len() as u32 - with, with]
    });
    // Twice the pairs won, so that a tie is a whole number.
    let (mut without, mut with, mut pairs) = (0_u64, 0_u64, 0_u64);
    for [others, these] in counts.into_iter().chain(runs) {
        pairs += u64::from(these) * (2 * without + u64::from(others));
        without += u64::from(others);
        with += u64::from(these);
    }
    (with > 0 && without > 0).then(|| pairs as f64 / 2.0 / (with as f64 * without as f64))
}
