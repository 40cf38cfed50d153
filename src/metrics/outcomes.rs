//! What became of the leads of the cohort. Each is in exactly one state.

use super::States;
use crate::{
    leads::Bitmap,
    report::{Outcome, Outcomes},
};

#[inline(never)]
pub fn outcomes(states: &States, cohort: &Bitmap) -> Outcomes {
    let mut counts = [0_u64; 5];
    cohort.for_each(|row| {
        counts[states.outcome(row) as usize] += 1;
    });
    let of = |outcome: Outcome| counts[outcome as usize];
    Outcomes {
        open: of(Outcome::Open),
        won: of(Outcome::Won),
        disqualified: of(Outcome::Disqualified),
        recycled: of(Outcome::Recycled),
        unreachable: of(Outcome::Unreachable),
    }
}
