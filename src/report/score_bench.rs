//! The scoring model on a bench: what is only counted anew when the question changes is kept, so that a slider can be followed.
//!
//! [`ScoreBench::quick`] answers while it moves, [`ScoreBench::report`] when it rests. Both count the same: a test holds them to it.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{ModelCounts, Parts, Query, ScoreCount, ScoringReport, scene::Scene, score_build};
use crate::{
    agreement::{Agreement, ScoringModel},
    leads::{Bitmap, Dataset},
    metrics::scoring::{BAND, MOST_BANDS, Points, Running, Scorer, Spread, View, decided_moments},
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
        Some(count(&self.now, judged, self.scorer.required(), model, asked))
    }
}

/// One pass over the leads of the question, a word of the bitmaps at a time: what only depends on bits is counted by them.
fn count(now: &Running, judged: Option<&Running>, required: &Bitmap, model: &ScoringModel, asked: &Asked) -> QuickScore {
    let [mql_score, sal_score] = [model.mql_score, model.sal_score].map(|score| score.map_or(i32::MAX, |score| Points::of(score).0));
    let ones = |word: u64| u64::from(word.count_ones());
    let mut counts = ModelCounts::default();
    let mut bands = [0_u64; MOST_BANDS as usize];
    let mut mqls = 0;
    for (index, (leads, required)) in asked.cohort.words().iter().zip(required.words()).enumerate() {
        let (never, fast) = now.words(index);
        let (mut reach_mql, mut reach_sal) = (0, 0);
        each_of(*leads, |bit| {
            let score = now.score(index * 64 + bit).0;
            reach_mql |= u64::from(score >= mql_score) << bit;
            reach_sal |= u64::from(score >= sal_score) << bit;
            bands[(score as u32 / (BAND * 100)).min(MOST_BANDS - 1) as usize] += 1;
        });
        let sal = leads & !never & (fast | (required & reach_sal));
        let mql = sal | (leads & !never & required & reach_mql);
        counts.leads += ones(*leads);
        counts.mql += ones(mql);
        counts.sal += ones(sal);
        counts.disqualified += ones(leads & never);
        counts.fast_tracked += ones(leads & fast);
        counts.lacking += ones(leads & !required);
        mqls += match judged {
            None => ones(leads & !never & (fast | (required & reach_mql))),
            Some(judged) => {
                let ((never, fast), mut reach) = (judged.words(index), 0);
                each_of(*leads, |bit| reach |= u64::from(judged.score(index * 64 + bit).0 >= mql_score) << bit);
                ones(leads & !never & (fast | (required & reach)))
            }
        };
    }
    let last = bands.iter().rposition(|leads| *leads > 0).unwrap_or(0) as u32;
    let histogram = (0..=last).map(|band| ScoreCount {
        from: band * BAND,
        to: (band < last).then_some((band + 1) * BAND),
        leads: bands[band as usize],
    });
    let histogram = histogram.collect();
    let mqls = model.mql_score.map(|_| mqls);
    let (mqls_per_month, per_rep_per_day) =
        mqls.map_or((None, None), |mqls| (asked.spread.per_month(mqls), asked.spread.per_rep_day(mqls)));
    QuickScore { model: counts, histogram, mqls, mqls_per_month, per_rep_per_day }
}

/// Calls for the place of every bit that is set.
#[inline(always)]
fn each_of(word: u64, mut of: impl FnMut(usize)) {
    if word == u64::MAX {
        (0..64).for_each(of);
        return;
    }
    let mut rest = word;
    while rest != 0 {
        of(rest.trailing_zeros() as usize);
        rest &= rest - 1;
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
