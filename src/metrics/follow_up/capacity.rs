//! Whether the reps have the minutes that the touch plan takes. Who is on leave, and what else they do, is not in here.

use super::{Ledger, parts};
use crate::{
    leads::Dimension,
    order::sort_few,
    report::{Capacity, CapacityPart},
};

/// `None` without deliveries, or until the agreement says how long an attempt takes and how many minutes a rep has.
#[inline(never)]
pub fn capacity(ledger: &Ledger) -> Option<Capacity> {
    let terms = &ledger.sales.capacity;
    let minutes = terms.minutes_per_attempt?;
    if !ledger.facts.told.deliveries || (terms.minutes_per_day.is_none() && terms.by_owner.is_empty()) {
        return None;
    }
    let working_days = working_days(ledger);
    let plan = ledger.plan_attempts().map(f64::from);
    let part = |owner: Option<String>, delivered: u64, available_minutes: f64| {
        let needed = plan.map(|attempts| delivered as f64 * attempts * minutes);
        let per_attempt = delivered as f64 * minutes;
        CapacityPart {
            owner,
            delivered,
            needed_minutes: needed,
            available_minutes,
            utilisation: needed.filter(|_| available_minutes > 0.0).map(|needed| needed / available_minutes),
            sustainable_attempts: (per_attempt > 0.0).then(|| available_minutes / per_attempt),
        }
    };
    let mut by_owner: Vec<CapacityPart> = Vec::new();
    if let Some((owners, parts)) = parts::by_dimension(ledger, Dimension::Owner) {
        for (code, owner) in owners.into_iter().enumerate().filter(|(code, _)| !parts.of(*code).is_empty()) {
            let a_day = owner.as_ref().and_then(|owner| terms.by_owner.get(owner).copied().or(terms.minutes_per_day)).unwrap_or(0.0);
            by_owner.push(part(owner, parts.of(code).len() as u64, a_day * f64::from(working_days)));
        }
    }
    sort_few(&mut by_owner, |a, b| (b.delivered, a.owner.is_none(), &a.owner).cmp(&(a.delivered, b.owner.is_none(), &b.owner)));
    let available = by_owner.iter().map(|part| part.available_minutes).sum();
    Some(Capacity { working_days, whole: part(None, ledger.deliveries.rows.len() as u64, available), by_owner })
}

/// Days of the period on which somebody works, the day of the as-of among them.
fn working_days(ledger: &Ledger) -> u32 {
    let period = ledger.selection.period;
    let to = period.to.min(ledger.zone.day(ledger.selection.as_of).plus(1));
    (period.from.0..to.0).filter(|day| ledger.opening_times.is_worked(crate::time::Day(*day))).count() as u32
}
