//! Sums of points that follow a model while somebody moves its points, caps and thresholds: what has changed of one rule is added to
//! the leads it applies to, instead of adding all rules up again. A plain twin, [`Scorer::scores`], holds them to it in a test.
//!
//! `benches/scoring.rs` measures both.

use super::{Points, Scorer, View, hits::Hits, points::Worth, scorer::worth};
use crate::{
    agreement::{Effect, ScoringModel, Signal},
    leads::Bitmap,
};

/// The sums of one view of a scorer's leads.
#[derive(Debug, Clone, Default)]
pub struct Running {
    /// Of the scorer, when this was summed; 0 before.
    generation: u64,
    worths: Vec<Option<Worth>>,
    /// Hundredths of a point, before the caps of the groups.
    fit: Vec<i32>,
    engagement: Vec<i32>,
    never: Bitmap,
    fast: Bitmap,
    caps: [i32; 2],
}

impl Running {
    /// Brings the sums to a model that the scorer is prepared for.
    pub fn follow(&mut self, scorer: &Scorer, model: &ScoringModel, view: View) {
        let worths: Vec<Option<Worth>> = model.rules.iter().map(|rule| worth(model, rule)).collect();
        if self.generation != scorer.generation() || self.worths.len() != worths.len() {
            let len = scorer.len();
            self.generation = scorer.generation();
            self.worths = vec![None; worths.len()];
            self.fit = vec![0; len];
            self.engagement = vec![0; len];
        }
        for (index, (rule, new)) in model.rules.iter().zip(&worths).enumerate() {
            let old = self.worths[index];
            if old != *new {
                let sums = if matches!(rule.signal, Signal::Fit(_)) { &mut self.fit } else { &mut self.engagement };
                change(sums, scorer.hits(index, view), old, *new);
            }
        }
        self.worths = worths;
        let rows = |effect: Effect| {
            let mut rows = Bitmap::empty(scorer.len());
            for (index, _) in model.rules.iter().enumerate().filter(|(_, rule)| !rule.is_off && rule.effect == effect) {
                rows.unite(&scorer.hit(index, view));
            }
            rows
        };
        (self.never, self.fast) = (rows(Effect::Disqualify), rows(Effect::FastTrack));
        self.caps = [model.fit_cap, model.engagement_cap].map(|cap| cap.map_or(i32::MAX, |cap| Points::of(cap).0));
    }

    #[inline(always)]
    pub fn score(&self, row: usize) -> Points {
        Points((self.fit[row].min(self.caps[0]) + self.engagement[row].min(self.caps[1])).max(0))
    }

    /// Of 64 leads, those that a rule disqualifies, and those on a fast track, which a disqualification outweighs.
    #[inline(always)]
    pub fn words(&self, index: usize) -> (u64, u64) {
        (self.never.words()[index], self.fast.words()[index])
    }
}

/// Adds what a rule gives now and did not give before. The sum of all rules stays within an `i32`, so no step of it leaves that.
fn change(sums: &mut [i32], hits: &Hits, old: Option<Worth>, new: Option<Worth>) {
    let of = |worth: Option<Worth>, times: f32| worth.map_or(0, |worth| worth.of(times));
    let more = |times: f32| of(new, times) - of(old, times);
    match hits {
        Hits::Rows(rows) => {
            let once = more(1.0);
            for (sums, word) in sums.chunks_mut(64).zip(rows.words()) {
                let mut rest = *word;
                while rest != 0 {
                    sums[rest.trailing_zeros() as usize] += once;
                    rest &= rest - 1;
                }
            }
        }
        Hits::Counts(counts) => {
            for (sum, count) in sums.iter_mut().zip(counts).filter(|(_, count)| **count > 0) {
                *sum += more(f32::from(*count));
            }
        }
        Hits::Dense(times) => {
            for (sum, times) in sums.iter_mut().zip(times).filter(|(_, times)| **times > 0.0) {
                *sum += more(*times);
            }
        }
        Hits::Sparse { rows, times } => {
            for (row, times) in rows.iter().zip(times) {
                sums[*row as usize] += more(*times);
            }
        }
    }
}
