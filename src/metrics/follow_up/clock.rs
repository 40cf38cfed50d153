//! One lead's wait, taken apart: which of its minutes counted, day by day. It shows what [`super::Timing`] only sums.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{FollowUp, Ledger, due::due_at, timing::limit_seconds};
use crate::{
    report::Verdict,
    time::{Day, Moment},
};

/// A stretch within one local day, during which the business clock ran or stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ClockSpan {
    pub day: Day,
    pub from: Moment,
    pub to: Moment,
    pub counted: bool,
}

/// From delivery to the first follow-up, or to the as-of.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct LeadClock {
    pub delivered: Moment,
    /// `None` while it waits.
    pub followed_up: Option<Moment>,
    /// The promise's own, on its clock; `None` without one.
    pub due: Option<Moment>,
    pub verdict: Option<Verdict>,
    pub elapsed_seconds: u32,
    pub business_seconds: u32,
    /// Without gaps from delivery to the end of the wait; those counted sum to `business_seconds`. Empty when the follow-up came first.
    pub spans: Vec<ClockSpan>,
}

/// `None` of a lead that is not of the ledger, or of whose wait no minutes can be told.
pub fn clock(ledger: &Ledger, row: u32) -> Option<LeadClock> {
    let place = ledger.deliveries.rows.binary_search(&row).ok()?;
    let timing = ledger.deliveries.speed[place];
    let [elapsed, business] = [crate::agreement::Clock::Elapsed, crate::agreement::Clock::Business]
        .map(|clock| timing.done(clock).or_else(|| timing.waiting(clock)));
    let delivered = Moment::from_unix(i64::from(ledger.facts.delivered(row as usize)))?;
    let followed_up = match ledger.facts.follow_up(row as usize) {
        FollowUp::At(at) => Moment::from_unix(i64::from(at)),
        FollowUp::Never | FollowUp::Undated | FollowUp::OnDay(_) => None,
    };
    let until = followed_up.unwrap_or(ledger.selection.as_of);
    Some(LeadClock {
        delivered,
        followed_up,
        due: ledger.sales.speed.and_then(|target| due_at(ledger, delivered, target.clock, limit_seconds(target.hours))),
        verdict: ledger.sales.speed.and_then(|target| timing.verdict(&target)),
        elapsed_seconds: elapsed?,
        business_seconds: business?,
        spans: spans(ledger, delivered, until),
    })
}

fn spans(ledger: &Ledger, from: Moment, until: Moment) -> Vec<ClockSpan> {
    let mut spans = Vec::new();
    let mut at = from;
    for (open, close) in ledger.hours().open_between(from, until) {
        by_day(ledger, at, open, false, &mut spans);
        by_day(ledger, open, close, true, &mut spans);
        at = close;
    }
    by_day(ledger, at, until, false, &mut spans);
    spans
}

/// Cut at every local midnight.
fn by_day(ledger: &Ledger, from: Moment, to: Moment, counted: bool, spans: &mut Vec<ClockSpan>) {
    let mut at = from;
    while at < to {
        let day = ledger.zone.day(at);
        let midnight = ledger.zone.midnight(day.plus(1));
        // A clock change can put a midnight back into the day before; the stretch then goes on.
        let end = if midnight > at { midnight.min(to) } else { to };
        spans.push(ClockSpan { day, from: at, to: end, counted });
        at = end;
    }
}
