//! What waits for its first follow-up at the as-of, and what has waited too long. Only open leads: nobody calls a closed one.

use super::{Ledger, Timing, timing::limit_seconds};
use crate::{
    agreement::Clock,
    leads::Dimension,
    metrics::leads_by,
    order::sort_few,
    report::{DueLead, DueOfOwner, DueTotals, Outcome, Verdict},
    time::Moment,
};

/// Listed of either kind; the rest is in the records.
const MAX_DUE: usize = 100;

/// The promise made for a lead that waits, while it is open and a speed is agreed.
pub(super) fn due(ledger: &Ledger, row: usize, timing: Timing) -> Option<Verdict> {
    let target = ledger.sales.speed?;
    let waits = matches!(timing, Timing::Waiting { .. }) && ledger.states.outcome(row) == Outcome::Open;
    waits.then(|| timing.verdict(&target))?
}

/// `None` without a speed that is agreed, or where the data tells no deliveries or follow-ups.
#[inline(never)]
pub fn due_totals(ledger: &Ledger) -> Option<DueTotals> {
    let told = ledger.facts.told;
    if ledger.sales.speed.is_none() || !told.deliveries || !told.follow_ups {
        return None;
    }
    let today = Today::new(ledger);
    let (mut due_today, mut breached_today) = (0, 0);
    let owners = leads_by(ledger.dataset, Dimension::Owner);
    let mut by_code = vec![[0_u64; 2]; owners.as_ref().map_or(0, |owners| owners.values().len()) + 1];
    for (row, timing) in ledger.deliveries.rows.iter().zip(&ledger.deliveries.speed) {
        if let Some(verdict) = due(ledger, *row as usize, *timing) {
            let code = owners.as_ref().map_or(0, |owners| owners.code(*row as usize));
            by_code[code as usize][usize::from(verdict == Verdict::Breached)] += 1;
            match verdict {
                Verdict::Pending => due_today += u64::from(today.as_ref().is_some_and(|today| today.is_due(*timing))),
                Verdict::Breached => breached_today += u64::from(today.as_ref().is_some_and(|today| today.is_since(*timing))),
                Verdict::Met => {}
            }
        }
    }
    let name = |code: usize| owners.as_ref().and_then(|owners| owners.value(code as u32)).map(str::to_owned);
    let listed = by_code.iter().enumerate().filter(|(_, counts)| **counts != [0, 0]);
    let mut by_owner: Vec<DueOfOwner> =
        listed.map(|(code, [pending, breached])| DueOfOwner { owner: name(code), pending: *pending, breached: *breached }).collect();
    sort_few(&mut by_owner, |a, b| (b.breached, b.pending, &a.owner).cmp(&(a.breached, a.pending, &b.owner)));
    Some(DueTotals {
        pending: by_code.iter().map(|counts| counts[0]).sum(),
        breached: by_code.iter().map(|counts| counts[1]).sum(),
        due_today,
        breached_today,
        by_owner,
    })
}

/// The day of the as-of on the promise's clock: what was over when it began, and what is when it ends, is told by the time waited alone.
struct Today {
    clock: Clock,
    limit: u32,
    /// Seconds the clock has run today, and will run.
    gone: u32,
    left: u32,
}

impl Today {
    fn new(ledger: &Ledger) -> Option<Self> {
        let target = ledger.sales.speed?;
        let as_of = ledger.selection.as_of;
        let day = ledger.zone.day(as_of);
        let (begin, end) = (ledger.zone.midnight(day), ledger.zone.midnight(day.plus(1)));
        let run = |from: Moment, to: Moment| match target.clock {
            Clock::Business => ledger.hours().business_seconds(from, to),
            Clock::Elapsed => (to.unix() - from.unix()).max(0) as u32,
        };
        Some(Self { clock: target.clock, limit: limit_seconds(target.hours), gone: run(begin, as_of), left: run(as_of, end) })
    }

    /// A pending wait is over before the day is.
    fn is_due(&self, timing: Timing) -> bool {
        timing.waiting(self.clock).is_some_and(|waited| waited.saturating_add(self.left) >= self.limit)
    }

    /// A breached wait was not over when the day began.
    fn is_since(&self, timing: Timing) -> bool {
        timing.waiting(self.clock).is_some_and(|waited| waited.saturating_sub(self.gone) <= self.limit)
    }
}

/// The pending leads with the least time left first, then the breached ones, the latest breach first: it is the likeliest to be
/// mended. `name` writes a moment.
#[inline(never)]
pub fn due_list(ledger: &Ledger, name: impl Fn(Moment) -> String) -> Vec<DueLead> {
    let Some(target) = ledger.sales.speed.filter(|_| ledger.facts.told.follow_ups) else { return Vec::new() };
    // By the time waited on the promise's clock, and the row, so that the order is always the same.
    let mut pending: Vec<(u32, u32)> = Vec::new();
    let mut breached: Vec<(u32, u32)> = Vec::new();
    for (row, timing) in ledger.deliveries.rows.iter().zip(&ledger.deliveries.speed) {
        let Some(waited) = timing.waiting(target.clock) else { continue };
        match due(ledger, *row as usize, *timing) {
            Some(Verdict::Pending) => pending.push((waited, *row)),
            Some(Verdict::Breached) => breached.push((waited, *row)),
            Some(Verdict::Met) | None => {}
        }
    }
    let longest_first = |a: &(u32, u32), b: &(u32, u32)| (b.0, a.1).cmp(&(a.0, b.1));
    first(&mut pending, longest_first);
    first(&mut breached, Ord::cmp);
    let owners = leads_by(ledger.dataset, Dimension::Owner);
    let listed =
        pending.into_iter().map(|(_, row)| (row, Verdict::Pending)).chain(breached.into_iter().map(|(_, row)| (row, Verdict::Breached)));
    let as_of = ledger.selection.as_of;
    listed
        .map(|(row, verdict)| {
            let delivered = Moment::from_unix(i64::from(ledger.facts.delivered(row as usize))).unwrap_or(as_of);
            let due = due_at(ledger, delivered, target.clock, limit_seconds(target.hours));
            let until = due.unwrap_or(Moment::MAX);
            let business =
                i64::from(ledger.hours().business_seconds(as_of, until)) - i64::from(ledger.hours().business_seconds(until, as_of));
            DueLead {
                lead: row,
                owner: owners.as_ref().and_then(|owners| owners.value(owners.code(row as usize))).map(str::to_owned),
                due: due.map(&name),
                business_minutes_left: business as f64 / 60.0,
                minutes_left: (until.unix() - as_of.unix()) as f64 / 60.0,
                verdict,
            }
        })
        .collect()
}

/// The first [`MAX_DUE`] in this order: all are looked at, few are sorted.
fn first(waits: &mut Vec<(u32, u32)>, order: impl Fn(&(u32, u32), &(u32, u32)) -> std::cmp::Ordering) {
    if waits.len() > MAX_DUE {
        waits.select_nth_unstable_by(MAX_DUE, &order);
        waits.truncate(MAX_DUE);
    }
    waits.sort_unstable_by(order);
}

/// When the promise falls due; `None` past the end of time, or when no working hour comes.
pub(super) fn due_at(ledger: &Ledger, delivered: Moment, clock: Clock, seconds: u32) -> Option<Moment> {
    match clock {
        Clock::Business => ledger.hours().due(delivered, seconds),
        Clock::Elapsed => Moment::from_unix(delivered.unix() + i64::from(seconds)),
    }
}
