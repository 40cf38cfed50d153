//! The scoring model on a bench: what is only counted anew when the question changes is kept, so that a slider can be followed.
//!
//! [`ScoreBench::quick`] answers while it moves, [`ScoreBench::report`] when it rests. Both count the same: a test holds them to it.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{ModelCounts, Parts, Query, ScoreCount, ScoringReport, scene::Scene, score_build};
use crate::{
    agreement::{Agreement, ScoringModel},
    leads::{Bitmap, Dataset, Stage},
    metrics::scoring::{BAND, MOST_BANDS, Points, Scorer, Spread, View, decided_moments},
    time::{Moment, Zone},
};

/// What a model makes of the leads of a report, as far as it must be known at once.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct QuickScore {
    pub model: ModelCounts,
    /// As [`ScoringReport::histogram`].
    pub histogram: Vec<ScoreCount>,
    /// As the [`super::WhatIf`] of the model's own threshold; all `None` where it names none.
    pub mqls: Option<u64>,
    pub mqls_per_month: Option<f64>,
    pub per_rep_per_day: Option<f64>,
}

/// Belongs to one dataset: another needs a new one.
#[derive(Default)]
pub struct ScoreBench {
    scorer: Scorer,
    asked: Option<Asked>,
}

/// A question without its model, made ready.
struct Asked {
    query: Query,
    rest: Agreement,
    as_of: Moment,
    cohort: Bitmap,
    decided: Vec<u32>,
    spread: Spread,
}

impl ScoreBench {
    /// The scorer, for reports of the same dataset.
    pub fn scorer(&mut self) -> &mut Scorer {
        &mut self.scorer
    }

    /// `None` when the model has no rules.
    pub fn report(&mut self, dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query) -> Option<ScoringReport> {
        score_build::scoring(&Scene::new(dataset, agreement, zone, query), query, &mut self.scorer)
    }

    /// The figures that follow a slider; `None` when the model has no rules.
    pub fn quick(&mut self, dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query) -> Option<QuickScore> {
        let model = &agreement.scoring;
        if model.is_empty() {
            return None;
        }
        let rest = Agreement { scoring: ScoringModel::default(), ..agreement.clone() };
        if !self.asked.as_ref().is_some_and(|asked| asked.query == *query && asked.rest == rest) {
            let scene = Scene::new(dataset, agreement, zone, query);
            self.asked = Some(Asked {
                query: query.clone(),
                as_of: scene.selection.as_of,
                decided: decided_moments(&dataset.leads, &scene.states, scene.tracked, scene.selection.as_of),
                spread: score_build::spread(&scene),
                cohort: scene.cohort,
                rest,
            });
        }
        let Some(asked) = &self.asked else { return None };
        self.scorer.prepare(dataset, model, asked.as_of, asked.decided.clone());
        let now = self.scorer.scores(model, View::Now);
        let mut counts = ModelCounts::default();
        let mut bands = [0_u64; MOST_BANDS as usize];
        let mut last = 0;
        for row in asked.cohort.iter() {
            let stage = now.stage(row);
            counts.leads += 1;
            counts.mql += u64::from(stage.is_some());
            counts.sal += u64::from(stage == Some(Stage::Sal));
            counts.disqualified += u64::from(now.is_disqualified(row));
            counts.fast_tracked += u64::from(now.is_fast_tracked(row));
            counts.lacking += u64::from(!now.has_required(row));
            let band = (now.score(row).0 as u32 / (BAND * 100)).min(MOST_BANDS - 1);
            bands[band as usize] += 1;
            last = last.max(band);
        }
        let histogram = (0..=last).map(|band| ScoreCount {
            from: band * BAND,
            to: (band < last).then_some((band + 1) * BAND),
            leads: bands[band as usize],
        });
        let histogram = histogram.collect();
        let mqls = model.mql_score.map(|score| {
            let threshold = Points::of(score);
            let decided;
            let scores = if self.scorer.is_timeless() {
                &now
            } else {
                decided = self.scorer.scores(model, View::Decided);
                &decided
            };
            asked.cohort.iter().filter(|row| scores.is_mql_at(*row, threshold)).count() as u64
        });
        let (mqls_per_month, per_rep_per_day) =
            mqls.map_or((None, None), |mqls| (asked.spread.per_month(mqls), asked.spread.per_rep_day(mqls)));
        Some(QuickScore { model: counts, histogram, mqls, mqls_per_month, per_rep_per_day })
    }
}

impl Parts {
    /// A whole report, as the command line gives it.
    pub const ALL: Self = Self { promises: true, scoring: true };

    /// Every one of the others is among these.
    pub const fn include(self, others: Self) -> bool {
        (self.promises || !others.promises) && (self.scoring || !others.scoring)
    }
}
