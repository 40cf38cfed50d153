//! Fit, engagement and score of every lead, and the stage the model gives it. Dates and reasons have files of their own.

use super::{Points, Scorer, View, hits::Hits, points::Worth, scorer::worth};
use crate::{
    agreement::{Effect, ScoringModel, Signal},
    leads::Stage,
};

const DISQUALIFIED: u8 = 1;
const FAST_TRACKED: u8 = 1 << 1;
const REQUIRED: u8 = 1 << 2;
const MQL: u8 = 1 << 3;
const SAL: u8 = 1 << 4;

/// Nine bytes a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scores {
    /// Hundredths of a point, each group after its cap.
    fit: Vec<i32>,
    engagement: Vec<i32>,
    flags: Vec<u8>,
}

impl Scores {
    pub const fn len(&self) -> usize {
        self.flags.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.flags.is_empty()
    }

    pub fn fit(&self, row: usize) -> Points {
        Points(self.fit[row])
    }

    pub fn engagement(&self, row: usize) -> Points {
        Points(self.engagement[row])
    }

    /// Before it is floored at 0.
    #[inline]
    pub fn raw(&self, row: usize) -> Points {
        Points(self.fit[row] + self.engagement[row])
    }

    #[inline]
    pub fn score(&self, row: usize) -> Points {
        self.raw(row).max(Points(0))
    }

    pub fn is_disqualified(&self, row: usize) -> bool {
        self.flags[row] & DISQUALIFIED != 0
    }

    /// A disqualifier outweighs it.
    pub fn is_fast_tracked(&self, row: usize) -> bool {
        self.flags[row] & FAST_TRACKED != 0
    }

    /// Every required field is known.
    pub fn has_required(&self, row: usize) -> bool {
        self.flags[row] & REQUIRED != 0
    }

    /// [`Stage::Mql`], [`Stage::Sal`], or none of them by this model.
    pub fn stage(&self, row: usize) -> Option<Stage> {
        match self.flags[row] {
            flags if flags & SAL != 0 => Some(Stage::Sal),
            flags if flags & MQL != 0 => Some(Stage::Mql),
            _ => None,
        }
    }

    /// Whether the lead would be an MQL if that took this score.
    #[inline]
    pub fn is_mql_at(&self, row: usize, threshold: Points) -> bool {
        let flags = self.flags[row];
        flags & DISQUALIFIED == 0 && (flags & FAST_TRACKED != 0 || (flags & REQUIRED != 0 && self.score(row) >= threshold))
    }
}

/// Leads scored at a time: their sums stay in the nearest cache while rule after rule is added. A multiple of 64.
const BLOCK: usize = 4096;

/// A rule ready to be added: what it applies to, what it is worth, and how far a list of rows was read.
struct Term<'a> {
    hits: &'a Hits,
    worth: Worth,
    next: usize,
}

pub(super) fn combine(scorer: &Scorer, model: &ScoringModel, view: View) -> Scores {
    let len = scorer.len();
    let mut fit = vec![0_i32; len];
    let mut engagement = vec![0_i32; len];
    let mut flags = vec![0_u8; len];
    let terms = |is_fit: bool| -> Vec<Term> {
        let rules = model.rules.iter().enumerate().filter(|(_, rule)| matches!(rule.signal, Signal::Fit(_)) == is_fit);
        rules.filter_map(|(index, rule)| Some(Term { hits: scorer.hits(index, view), worth: worth(model, rule)?, next: 0 })).collect()
    };
    let (mut of_fit, mut of_engagement) = (terms(true), terms(false));
    for (index, rule) in model.rules.iter().enumerate().filter(|(_, rule)| !rule.is_off) {
        let flag = match rule.effect {
            Effect::Disqualify => DISQUALIFIED,
            Effect::FastTrack => FAST_TRACKED,
            Effect::Points(_) => continue,
        };
        scorer.hit(index, view).iter().for_each(|row| flags[row] |= flag);
    }
    let caps = [model.fit_cap, model.engagement_cap].map(|cap| cap.map_or(i32::MAX, |cap| Points::of(cap).0));
    let thresholds = [model.mql_score, model.sal_score].map(|score| score.map_or(i32::MAX, |score| Points::of(score).0));
    for start in (0..len).step_by(BLOCK) {
        let rows = start..(start + BLOCK).min(len);
        let (fit, engagement) = (&mut fit[rows.clone()], &mut engagement[rows.clone()]);
        for term in &mut of_fit {
            term.add(start, fit);
        }
        for term in &mut of_engagement {
            term.add(start, engagement);
        }
        let words = &scorer.required.words()[start / 64..];
        for (offset, ((fit, engagement), flags)) in fit.iter_mut().zip(engagement).zip(&mut flags[rows]).enumerate() {
            *fit = (*fit).min(caps[0]);
            *engagement = (*engagement).min(caps[1]);
            let score = (*fit + *engagement).max(0);
            let required = (words[offset / 64] >> (offset % 64) & 1) as u8 * REQUIRED;
            *flags |= required;
            let is_scored = required != 0;
            let is_fast = *flags & FAST_TRACKED != 0;
            let is_sal = is_fast || (is_scored && score >= thresholds[1]);
            let is_mql = is_sal || (is_scored && score >= thresholds[0]);
            let stage = (u8::from(is_mql) * MQL) | (u8::from(is_sal) * SAL);
            *flags |= if *flags & DISQUALIFIED == 0 { stage } else { 0 };
        }
    }
    Scores { fit, engagement, flags }
}

impl Term<'_> {
    /// Adds the rule to the sums of the rows from `start`.
    #[inline]
    fn add(&mut self, start: usize, sums: &mut [i32]) {
        let worth = self.worth;
        match self.hits {
            Hits::Rows(rows) => {
                let once = worth.of(1.0);
                let words = &rows.words()[start / 64..];
                for (sums, word) in sums.chunks_mut(64).zip(words) {
                    let mut rest = *word;
                    while rest != 0 {
                        sums[rest.trailing_zeros() as usize] += once;
                        rest &= rest - 1;
                    }
                }
            }
            Hits::Counts(counts) => {
                for (sum, count) in sums.iter_mut().zip(&counts[start..]) {
                    *sum += worth.of(f32::from(*count));
                }
            }
            Hits::Dense(times) => {
                for (sum, times) in sums.iter_mut().zip(&times[start..]) {
                    *sum += worth.of(*times);
                }
            }
            Hits::Sparse { rows, times } => {
                let end = start + sums.len();
                while let Some(row) = rows.get(self.next).map(|row| *row as usize).filter(|row| *row < end) {
                    sums[row - start] += worth.of(times[self.next]);
                    self.next += 1;
                }
            }
        }
    }
}
