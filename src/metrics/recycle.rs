//! Leads that were sent back to marketing: did they come again, did they buy, and how long did it take?

use super::{Durations, Selection, States, stats::local_day};
use crate::{
    leads::{Event, Instants, Leads, Stage},
    report::{DayStats, Outcome, Recycle, RecycleOf},
    time::{SECONDS_PER_DAY, Zone},
};

/// A lead that was sent back in the period.
struct Returned {
    row: usize,
    /// `None`: only its status says it.
    back: Option<u32>,
    /// Its first stage date after that.
    again: Option<(Stage, u32)>,
    won: Option<u32>,
}

/// `None` where no lead of the data was ever sent back.
#[inline(never)]
pub fn recycle(leads: &Leads, states: &States, selection: &Selection, zone: &Zone) -> Option<Recycle> {
    let has_dates = leads.events[Event::Recycled.index()].as_ref().is_some_and(|column| column.count() > 0);
    let has_status = leads.status.contains(&crate::leads::Status::Recycled);
    if !has_dates && !has_status {
        return None;
    }
    let all = returned(leads, states, selection, zone);
    Some(Recycle {
        sent_back: all.len() as u64,
        requalified: all.iter().filter(|lead| lead.again.is_some()).count() as u64,
        won: all.iter().filter(|lead| lead.won.is_some()).count() as u64,
        days_to_requalify: days(leads, &all, zone, |lead| lead.again),
        days_to_win: days(leads, &all, zone, |lead| Some((Stage::Customer, lead.won?))),
    })
}

/// Rows in ascending order.
pub fn recycle_rows(leads: &Leads, states: &States, selection: &Selection, zone: &Zone, of: RecycleOf) -> Vec<u32> {
    let holds = |lead: &Returned| match of {
        RecycleOf::SentBack => true,
        RecycleOf::Requalified => lead.again.is_some(),
        RecycleOf::Won => lead.won.is_some(),
    };
    returned(leads, states, selection, zone).into_iter().filter(holds).map(|lead| lead.row as u32).collect()
}

/// By the day they were sent back; undated ones belong to the period that is all.
fn returned(leads: &Leads, states: &States, selection: &Selection, zone: &Zone) -> Vec<Returned> {
    let column = leads.events[Event::Recycled.index()].as_ref();
    let as_of = selection.as_of.unix() as u32;
    let lead = |row: usize| match column.map(|column| column.raw()[row]).filter(|at| *at <= as_of) {
        Some(at) if selection.span.contains(at) => Some(after(leads, row, at, as_of, zone)),
        None if selection.undated && states.outcome(row) == Outcome::Recycled => Some(Returned { row, back: None, again: None, won: None }),
        _ => None,
    };
    selection.leads.iter().filter_map(lead).collect()
}

fn after(leads: &Leads, row: usize, back: u32, as_of: u32, zone: &Zone) -> Returned {
    let is_day = leads.events[Event::Recycled.index()].as_ref().is_some_and(|column| column.is_day(row));
    // The same rule as for a lead that is open again: of two dates of one day without a time nobody knows the order.
    let later = |stage: Stage| {
        let column = leads.stages[stage.index()].as_ref()?;
        let at = column.raw()[row];
        let is_later = at != Instants::MISSING
            && at <= as_of
            && at > back
            && (!(is_day || column.is_day(row)) || local_day(at, zone) > local_day(back, zone));
        is_later.then_some((stage, at))
    };
    let again = Stage::ALL.into_iter().filter_map(later).min_by_key(|(_, at)| *at);
    Returned { row, back: Some(back), again, won: later(Stage::Customer).map(|(_, at)| at) }
}

fn days(leads: &Leads, all: &[Returned], zone: &Zone, end: impl Fn(&Returned) -> Option<(Stage, u32)>) -> DayStats {
    let mut durations = Durations::default();
    let column = leads.events[Event::Recycled.index()].as_ref();
    for lead in all {
        let (Some(back), Some((stage, at))) = (lead.back, end(lead)) else { continue };
        let is_day = column.is_some_and(|column| column.is_day(lead.row))
            || leads.stages[stage.index()].as_ref().is_some_and(|column| column.is_day(lead.row));
        durations.seconds.push(if is_day {
            (local_day(at, zone) - local_day(back, zone)) as u32 * SECONDS_PER_DAY as u32
        } else {
            at - back
        });
    }
    durations.day_stats()
}
