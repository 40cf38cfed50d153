//! What was done for each lead by the as-of: when it was handed over, first followed up and first spoken to, and how often it was
//! tried. Knows no period, no target and no clock.

use super::touches::{Attempt, Touches};
use crate::{
    agreement::SalesPromise,
    leads::{Dataset, Event, Instants, Stage},
    metrics::{States, stats::local_day},
    time::{Moment, Zone},
    turns::in_turns,
};

const MISSING: u32 = Instants::MISSING;

/// What the data can tell at all. Where it cannot, a figure is absent instead of 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "five answers that do not depend on each other")]
pub struct Told {
    /// Some lead has a date of its handover, or of becoming an MQL.
    pub deliveries: bool,
    /// Some lead has a date of a first follow-up, or a dated activity that counts as one.
    pub follow_ups: bool,
    /// There is a column of attempts, or an activity that counts as one.
    pub attempts: bool,
    /// There is an activity that counts as an attempt: the channels are known.
    pub channels: bool,
    /// There is a column that says who was contacted, or an activity by which it can be told.
    pub contacts: bool,
}

/// When a lead was first followed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUp {
    Never,
    /// It was tried or spoken to, but nobody knows when.
    Undated,
    /// Unix seconds, with a time of day.
    At(u32),
    /// Some time on the local day that begins at these unix seconds.
    OnDay(u32),
}

const DELIVERED_ON_DAY: u8 = 1;
const FOLLOWED_ON_DAY: u8 = 1 << 1;
const CONTACTED: u8 = 1 << 2;
const ATTEMPTS_KNOWN: u8 = 1 << 3;
const HANDED_OVER: u8 = 1 << 4;

/// Columns by lead.
#[derive(Debug, Clone)]
pub struct Facts {
    pub told: Told,
    delivered: Vec<u32>,
    followed_up: Vec<u32>,
    attempts: Vec<u16>,
    /// Attempts up to the first dated contact; empty where no contact has a date.
    attempts_to_contact: Vec<u16>,
    /// By [`Attempt::index`]; empty where no activity is an attempt.
    channels: Vec<[u16; Attempt::ALL.len()]>,
    marks: Vec<u8>,
}

impl Facts {
    #[inline(never)]
    pub fn new(dataset: &Dataset, sales: &SalesPromise, states: &States, as_of: Moment, zone: &Zone) -> Self {
        let leads = &dataset.leads;
        let as_of = as_of.unix() as u32;
        let touches = Touches::new(dataset, sales);
        let mut facts = Self {
            told: Told::default(),
            delivered: vec![MISSING; leads.len],
            followed_up: vec![MISSING; leads.len],
            attempts: vec![0; leads.len],
            attempts_to_contact: Vec::new(),
            channels: if touches.has_attempts() { vec![[0; Attempt::ALL.len()]; leads.len] } else { Vec::new() },
            marks: vec![0; leads.len],
        };
        facts.take_deliveries(dataset, as_of);
        facts.take_activities(dataset, &touches, as_of, zone);
        facts.take_columns(dataset, states, as_of, zone);
        facts.told = Told {
            deliveries: facts.delivered.iter().any(|at| *at != MISSING),
            follow_ups: facts.followed_up.iter().any(|at| *at != MISSING),
            attempts: touches.has_attempts() || !leads.attempts.is_empty(),
            channels: touches.has_attempts(),
            contacts: touches.can_tell_contacts() || !leads.contacted.is_empty(),
        };
        facts
    }

    /// The own date of the handover, else the own date of becoming an MQL: an implied one says nothing about a handover.
    fn take_deliveries(&mut self, dataset: &Dataset, as_of: u32) {
        let leads = &dataset.leads;
        let handed_over = leads.events[Event::Delivered.index()].as_ref().map(|column| (column, HANDED_OVER));
        let qualified = leads.stages[Stage::Mql.index()].as_ref().map(|column| (column, 0));
        for (column, mark) in [qualified, handed_over].into_iter().flatten() {
            in_turns(column.len(), |rows| {
                for (row, at) in rows.clone().zip(&column.raw()[rows]).filter(|(_, at)| **at <= as_of) {
                    self.delivered[row] = *at;
                    let on_day = if column.is_day(row) { DELIVERED_ON_DAY } else { 0 };
                    self.marks[row] = self.marks[row] & !DELIVERED_ON_DAY | on_day | mark;
                }
            });
        }
    }

    fn take_activities(&mut self, dataset: &Dataset, touches: &Touches, as_of: u32, zone: &Zone) {
        let activities = &dataset.activities;
        let created = dataset.leads.stages[Stage::Lead.index()].as_ref().map_or(&[][..], Instants::raw);
        let mut contacts: Vec<u32> = Vec::new();
        // What happened before there was a lead, a day's grace for dates without a time, was no follow-up of it.
        let belongs = |lead: usize, at: u32| {
            at <= as_of && created.get(lead).is_none_or(|created| *created == MISSING || at >= created.saturating_sub(86_400))
        };
        for (row, lead, touch) in touches.iter(activities) {
            let at = activities.at.raw()[row];
            if !belongs(lead, at) {
                continue;
            }
            if touch.is_contact() {
                self.marks[lead] |= CONTACTED;
                if contacts.is_empty() {
                    contacts = vec![MISSING; dataset.leads.len];
                }
                contacts[lead] = contacts[lead].min(at);
            }
            if touch.is_follow_up() {
                self.follow(lead, at, activities.at.is_day(row), zone);
            }
            if let Some(attempt) = touch.attempt() {
                self.attempts[lead] = self.attempts[lead].saturating_add(1);
                let channel = &mut self.channels[lead][attempt.index()];
                *channel = channel.saturating_add(1);
                self.marks[lead] |= ATTEMPTS_KNOWN;
            }
        }
        if contacts.is_empty() || self.channels.is_empty() {
            return;
        }
        self.attempts_to_contact = vec![0; dataset.leads.len];
        for (row, lead, touch) in touches.iter(activities) {
            let at = activities.at.raw()[row];
            if touch.attempt().is_some() && at <= contacts[lead] && belongs(lead, at) {
                let attempts = &mut self.attempts_to_contact[lead];
                *attempts = attempts.saturating_add(1);
            }
        }
    }

    /// The columns of leads: a date of the first follow-up always counts; attempts only where no activity tells them; and what has no
    /// date only while nothing about the lead is dated after the as-of.
    fn take_columns(&mut self, dataset: &Dataset, states: &States, as_of: u32, zone: &Zone) {
        let leads = &dataset.leads;
        if let Some(column) = &leads.events[Event::FirstFollowUp.index()] {
            in_turns(column.len(), |rows| {
                for (row, at) in rows.clone().zip(&column.raw()[rows]).filter(|(_, at)| **at <= as_of) {
                    self.follow(row, *at, column.is_day(row), zone);
                }
            });
        }
        in_turns(leads.len, |rows| {
            for row in rows {
                if states.is_described(row) {
                    if leads.contacted.get(row) == Some(&2) {
                        self.marks[row] |= CONTACTED;
                    }
                    if let Some(attempts) = leads.attempts.get(row)
                        && self.marks[row] & ATTEMPTS_KNOWN == 0
                    {
                        self.attempts[row] = *attempts;
                        self.marks[row] |= ATTEMPTS_KNOWN;
                    }
                }
                // An export of activities has all of them: a lead without one was not tried.
                if !self.channels.is_empty() {
                    self.marks[row] |= ATTEMPTS_KNOWN;
                }
            }
        });
    }

    /// The earlier of what is known and `at`. Within one day, a time of day is better than none.
    fn follow(&mut self, row: usize, at: u32, on_day: bool, zone: &Zone) {
        let known = self.followed_up[row];
        let known_on_day = self.marks[row] & FOLLOWED_ON_DAY != 0;
        let is_better = if known == MISSING || on_day == known_on_day {
            at < known
        } else {
            let (day, known_day) = (local_day(at, zone), local_day(known, zone));
            day < known_day || (day == known_day && known_on_day)
        };
        if is_better {
            self.followed_up[row] = at;
            self.marks[row] = self.marks[row] & !FOLLOWED_ON_DAY | if on_day { FOLLOWED_ON_DAY } else { 0 };
        }
    }

    /// Unix seconds; [`Instants::MISSING`] of a lead that was never handed over.
    pub fn delivered(&self, row: usize) -> u32 {
        self.delivered[row]
    }

    pub fn first_delivery(&self) -> Option<Moment> {
        self.delivered.iter().min().and_then(|first| Moment::from_unix(i64::from(*first)))
    }

    pub fn is_delivered_on_day(&self, row: usize) -> bool {
        self.marks[row] & DELIVERED_ON_DAY != 0
    }

    /// The handover has a date of its own; else it is the date of the MQL.
    pub fn is_handed_over(&self, row: usize) -> bool {
        self.marks[row] & HANDED_OVER != 0
    }

    pub fn follow_up(&self, row: usize) -> FollowUp {
        match self.followed_up[row] {
            MISSING if self.is_contacted(row) || self.attempts[row] > 0 => FollowUp::Undated,
            MISSING => FollowUp::Never,
            at if self.marks[row] & FOLLOWED_ON_DAY != 0 => FollowUp::OnDay(at),
            at => FollowUp::At(at),
        }
    }

    /// Somebody of both sides spoke: the column says so, or a meeting, an answer or a connected call.
    pub fn is_contacted(&self, row: usize) -> bool {
        self.marks[row] & CONTACTED != 0
    }

    /// `None`: nobody knows.
    pub fn attempts(&self, row: usize) -> Option<u32> {
        (self.marks[row] & ATTEMPTS_KNOWN != 0).then(|| u32::from(self.attempts[row]))
    }

    /// Attempts by channel, in the order of [`Attempt::ALL`].
    pub fn channels(&self, row: usize) -> Option<[u16; Attempt::ALL.len()]> {
        self.channels.get(row).copied()
    }

    /// Attempts until somebody answered; all of them where nobody did, or nobody knows when.
    pub fn attempts_to_contact(&self, row: usize) -> Option<u32> {
        let all = self.attempts(row)?;
        let dated = self.attempts_to_contact.get(row).copied().map_or(0, u32::from);
        Some(if self.is_contacted(row) && dated > 0 { dated } else { all })
    }

    /// The touch plan is used up, and nobody was reached. Nothing can be said where contacts are not told.
    pub fn is_exhausted(&self, row: usize, plan_attempts: u32) -> bool {
        self.told.contacts && plan_attempts > 0 && !self.is_contacted(row) && self.attempts(row).is_some_and(|tried| tried >= plan_attempts)
    }
}
