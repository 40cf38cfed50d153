//! Which promise is broken for the most leads, and whose move it is. A comparison of counts made elsewhere; the same lead may stand
//! behind several of them.

use crate::{
    agreement::{GoalUnit, Team},
    order::sort_few_by_key,
    report::{Compliance, Depth, Disposition, Disqualification, GoalReport, Leak, LeakKind, MarketingKept, Speed},
};

/// The parts of a report that can show a leak.
#[derive(Debug, Clone, Copy)]
pub struct LeakInputs<'a> {
    pub goal: Option<&'a GoalReport>,
    pub kept: Option<&'a MarketingKept>,
    pub speed: Option<&'a Speed>,
    pub disposition: Option<&'a Disposition>,
    pub depth: Option<&'a Depth>,
    pub disqualification: &'a Disqualification,
}

/// Those with leads, most leads first. A promise of time that is kept often enough is none, although some leads breach it.
#[inline(never)]
pub fn leaks(inputs: &LeakInputs) -> Vec<Leak> {
    use Team::{Marketing, Sales};
    let mut leaks: Vec<Leak> = Vec::new();
    let mut add = |kind, team, leads, of| {
        if leads > 0 {
            leaks.push(Leak { kind, team, leads, of });
        }
    };
    // Behind the line of today, in whole leads; value is not leads and cannot be compared with them.
    if let Some(goal) = inputs.goal.filter(|goal| goal.unit == GoalUnit::Count)
        && let Some(gap) = goal.gap
    {
        add(LeakKind::GoalShort, Marketing, (-gap).max(0.0).ceil() as u64, (goal.actual - gap).ceil() as u64);
    }
    if let Some(kept) = inputs.kept {
        add(LeakKind::Quality, Marketing, kept.fails + kept.unknown, kept.delivered);
    }
    let breach = |compliance: Option<Compliance>, share: Option<f64>| {
        let (compliance, share) = compliance.zip(share)?;
        compliance.rate().value().filter(|kept| *kept < share).map(|_| compliance)
    };
    if let Some(compliance) = inputs.speed.and_then(|speed| breach(speed.compliance, speed.target.map(|target| target.share))) {
        add(LeakKind::Speed, Sales, compliance.breached, compliance.rate().denominator);
    }
    let disposition = inputs.disposition.and_then(|part| breach(part.compliance, part.target.map(|target| target.share)));
    if let Some(compliance) = disposition {
        add(LeakKind::Disposition, Sales, compliance.breached, compliance.rate().denominator);
    }
    if let Some(depth) = inputs.depth {
        add(LeakKind::Depth, Sales, depth.given_up_early, depth.uncontacted);
    }
    let without = inputs.disqualification.without_reason;
    add(LeakKind::NoReason, Sales, without.numerator, without.denominator);
    sort_few_by_key(&mut leaks, |leak| std::cmp::Reverse(leak.leads));
    leaks
}
