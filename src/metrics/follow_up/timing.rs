//! The leads delivered in the period, and how long each waited on both clocks. What is promised about it is asked of a
//! [`Timing`], not of a lead.

use super::facts::{Facts, FollowUp};
use crate::{
    agreement::{Clock, TimeTarget},
    leads::{Dataset, Dimension, Event, Instants, Leads, NONE_CODE, Stage, Status},
    metrics::{Coded, Selection, States, leads_by},
    report::Verdict,
    time::{Moment, WorkingHours},
    turns::of_each,
};

/// Seconds a wait took, or has taken by the as-of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    Done {
        elapsed: u32,
        business: u32,
    },
    Waiting {
        elapsed: u32,
        business: u32,
    },
    /// It was done, or is awaited since, on a date without a time of day. `done`: it was done.
    Untimed {
        done: bool,
    },
}

impl Timing {
    /// Of a wait that ended, on this clock.
    pub const fn done(self, clock: Clock) -> Option<u32> {
        match self {
            Self::Done { elapsed, business } => Some(on(clock, elapsed, business)),
            _ => None,
        }
    }

    /// Of a wait that has not ended by the as-of.
    pub const fn waiting(self, clock: Clock) -> Option<u32> {
        match self {
            Self::Waiting { elapsed, business } => Some(on(clock, elapsed, business)),
            _ => None,
        }
    }

    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done { .. } | Self::Untimed { done: true })
    }

    pub const fn is_timed(self) -> bool {
        !matches!(self, Self::Untimed { .. })
    }

    /// `None` where no minutes can be told. The last second of the target is still in time, and so is a wait that began before a
    /// closing time and stands at its target until the next opening.
    pub fn verdict(self, target: &TimeTarget) -> Option<Verdict> {
        let limit = limit_seconds(target.hours);
        if let Some(took) = self.done(target.clock) {
            return Some(if took <= limit { Verdict::Met } else { Verdict::Breached });
        }
        self.waiting(target.clock).map(|so_far| if so_far <= limit { Verdict::Pending } else { Verdict::Breached })
    }
}

const fn on(clock: Clock, elapsed: u32, business: u32) -> u32 {
    match clock {
        Clock::Elapsed => elapsed,
        Clock::Business => business,
    }
}

/// Whole seconds of a target; more than there are become the most there are.
pub fn limit_seconds(hours: f64) -> u32 {
    (hours * 3_600.0).round() as u32
}

/// The end of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    At(u32),
    Untimed,
}

/// Leads delivered in the period, ascending, with their waits.
#[derive(Debug, Clone)]
pub struct Deliveries {
    pub rows: Vec<u32>,
    /// From delivery to the first follow-up.
    pub speed: Vec<Timing>,
    /// From delivery to a recorded outcome.
    pub disposition: Vec<Timing>,
}

impl Deliveries {
    #[inline(never)]
    pub fn new(dataset: &Dataset, facts: &Facts, states: &States, selection: &Selection, hours: &WorkingHours) -> Self {
        let mut rows = Vec::new();
        selection.leads.for_each(|row| {
            if selection.span.contains(facts.delivered(row)) {
                rows.push(row as u32);
            }
        });
        let timer = Timer { facts, hours, as_of: selection.as_of };
        let outcomes = Outcomes::new(dataset, states, selection.as_of);
        let speed = of_each(rows.len(), |place| {
            let row = rows[place] as usize;
            let end = match facts.follow_up(row) {
                FollowUp::Never => End::Open,
                FollowUp::At(at) => End::At(at),
                FollowUp::Undated | FollowUp::OnDay(_) => End::Untimed,
            };
            timer.timing(row, end)
        });
        let disposition = of_each(rows.len(), |place| timer.timing(rows[place] as usize, outcomes.end(rows[place] as usize)));
        Self { rows, speed, disposition }
    }
}

struct Timer<'a> {
    facts: &'a Facts,
    hours: &'a WorkingHours,
    as_of: Moment,
}

impl Timer<'_> {
    #[inline]
    fn timing(&self, row: usize, end: End) -> Timing {
        let done = end != End::Open;
        let Some(delivered) = Moment::from_unix(i64::from(self.facts.delivered(row))) else {
            return Timing::Untimed { done };
        };
        if self.facts.is_delivered_on_day(row) || end == End::Untimed {
            return Timing::Untimed { done };
        }
        let until = match end {
            End::At(at) => Moment::from_unix(i64::from(at)).unwrap_or(self.as_of),
            End::Open | End::Untimed => self.as_of,
        };
        let elapsed = until.unix().saturating_sub(delivered.unix()).max(0) as u32;
        let business = self.hours.business_seconds(delivered, until);
        if done { Timing::Done { elapsed, business } } else { Timing::Waiting { elapsed, business } }
    }
}

/// When sales said what became of a lead: accepted it, or closed it or sent it back with a reason.
struct Outcomes<'a> {
    leads: &'a Leads,
    states: &'a States,
    as_of: u32,
    /// Dates of acceptance and of what follows it.
    accepted: Vec<&'a Instants>,
    /// Dates that count where there is a reason.
    left: Vec<&'a Instants>,
    reasons: Option<Coded<'a>>,
}

impl<'a> Outcomes<'a> {
    fn new(dataset: &'a Dataset, states: &'a States, as_of: Moment) -> Self {
        let leads = &dataset.leads;
        Self {
            leads,
            states,
            as_of: as_of.unix() as u32,
            accepted: [Stage::Sal, Stage::Sql, Stage::Opportunity, Stage::Customer]
                .iter()
                .filter_map(|stage| leads.stages[stage.index()].as_ref())
                .collect(),
            left: [Event::Disqualified, Event::Recycled].iter().filter_map(|event| leads.events[event.index()].as_ref()).collect(),
            reasons: leads_by(dataset, Dimension::Reason),
        }
    }

    fn end(&self, row: usize) -> End {
        let has_reason = self.reasons.as_ref().is_some_and(|reasons| reasons.code(row) != NONE_CODE);
        let left: &[_] = if has_reason { &self.left } else { &[] };
        let mut first: Option<(u32, &Instants)> = None;
        for column in self.accepted.iter().chain(left) {
            let at = column.raw()[row];
            if at != Instants::MISSING && at <= self.as_of && first.is_none_or(|(first, _)| at < first) {
                first = Some((at, column));
            }
        }
        match first {
            Some((_, column)) if column.is_day(row) => End::Untimed,
            Some((at, _)) => End::At(at),
            // Without a date only the status can say it.
            None if self.states.has_reached(row, Stage::Sal) => End::Untimed,
            None if has_reason && self.states.is_described(row) => match self.leads.status.get(row) {
                Some(Status::Disqualified | Status::Recycled) => End::Untimed,
                _ => End::Open,
            },
            None => End::Open,
        }
    }
}
