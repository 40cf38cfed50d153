//! The scoring model on a bench: what is only counted anew when the question changes is kept, so that a slider can be followed.
//!
//! [`ScoreBench::quick`] answers while it moves, [`ScoreBench::report`] when it rests. Both count the same: a test holds them to it.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{ModelCounts, Query, ScoreCount, ScoringReport, scene::Scene, score_build};
use crate::{
    agreement::{Agreement, ScoringModel},
    leads::{Bitmap, Dataset},
    metrics::scoring::{Running, Scorer, Spread, View, decided_moments, quick},
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
    now: Running,
    judged: Running,
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
        if self.scorer.is_at(asked.as_of, &asked.decided) {
            self.scorer.prepare_again(dataset, model);
        } else {
            self.scorer.prepare(dataset, model, asked.as_of, asked.decided.clone());
        }
        self.now.follow(&self.scorer, model, View::Now);
        // Without anything dated both views are the same, and one is enough.
        let judged = if self.scorer.is_timeless() {
            None
        } else {
            self.judged.follow(&self.scorer, model, View::Decided);
            Some(&self.judged)
        };
        Some(quick(&self.now, judged, self.scorer.required(), model, &asked.cohort, asked.spread))
    }
}
