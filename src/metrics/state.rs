//! What is known of each lead at the as-of: its own stage dates, the furthest stage it reached, its outcome. Knows no period.

use super::stats::local_day;
use crate::{
    leads::{Event, Instants, Leads, Stage, Status},
    report::Outcome,
    time::{Moment, Zone},
    turns::of_each,
};

const STAGES: usize = Stage::ALL.len();
const MISSING: u32 = Instants::MISSING;

/// The stage dates of leads as they were known at the as-of.
#[derive(Debug, Clone, Copy)]
pub struct Timelines<'a> {
    /// Empty where the data has no such date anywhere.
    columns: [&'a [u32]; STAGES],
    as_of: u32,
}

impl<'a> Timelines<'a> {
    #[inline(never)]
    pub fn new(leads: &'a Leads, as_of: Moment) -> Self {
        Self { columns: Stage::ALL.map(|stage| raw(leads.stages[stage.index()].as_ref())), as_of: as_of.unix() as u32 }
    }

    /// The lead's own date of each stage in unix seconds; [`Instants::MISSING`] where it has none by the as-of.
    #[inline]
    pub fn own(&self, row: usize) -> [u32; STAGES] {
        self.own_and_later(row).0
    }

    /// Also whether the lead has a stage date after the as-of. A plain loop: `array::map` was not inlined here, which
    /// was a fifth of a report's time.
    #[inline]
    fn own_and_later(&self, row: usize) -> ([u32; STAGES], bool) {
        let mut own = [MISSING; STAGES];
        let mut later = false;
        for (stage, own) in own.iter_mut().enumerate() {
            let seconds = at(self.columns[stage], row);
            *own = if seconds <= self.as_of { seconds } else { MISSING };
            later |= seconds > self.as_of && seconds != MISSING;
        }
        (own, later)
    }

    /// The date each stage counts with: its own, else that of the nearest later stage that has one (the stage is then implied).
    #[inline]
    pub fn dated(own: [u32; STAGES]) -> [u32; STAGES] {
        let mut dated = own;
        for stage in (0..STAGES - 1).rev() {
            if dated[stage] == MISSING {
                dated[stage] = dated[stage + 1];
            }
        }
        dated
    }
}

#[inline]
fn at(column: &[u32], row: usize) -> u32 {
    if row < column.len() { column[row] } else { MISSING }
}

fn raw(column: Option<&Instants>) -> &[u32] {
    column.map_or(&[], Instants::raw)
}

/// One byte a lead: furthest stage, outcome, and whether the lead is there at all at the as-of.
#[derive(Debug, Clone)]
pub struct States {
    bytes: Vec<u8>,
}

const PRESENT: u8 = 1 << 7;
/// Nothing about the lead is dated after the as-of: what the export says of it without a date describes it then.
const DESCRIBED: u8 = 1 << 6;

impl States {
    pub fn at(leads: &Leads, as_of: Moment, zone: &Zone) -> Self {
        let reader = Reader {
            leads,
            timelines: Timelines::new(leads, as_of),
            events: Event::ALL.map(|event| raw(leads.events[event.index()].as_ref())),
            as_of: as_of.unix() as u32,
            zone,
        };
        Self { bytes: of_each(leads.len, |row| reader.state(row)) }
    }

    /// The lead existed at the as-of: something about it is dated by then, or nothing about it is dated at all.
    pub fn is_present(&self, row: usize) -> bool {
        self.bytes[row] & PRESENT != 0
    }

    /// What the export says of the lead without a date (its status, its number of attempts) was so at the as-of.
    pub fn is_described(&self, row: usize) -> bool {
        self.bytes[row] & DESCRIBED != 0
    }

    /// The touch plan of an open lead is used up.
    pub fn give_up(&mut self, row: usize) {
        self.bytes[row] = self.bytes[row] & !(0b111 << 3) | (Outcome::Unreachable as u8) << 3;
    }

    pub fn of(&self, row: usize) -> State {
        State(self.bytes[row])
    }

    /// As [`State::depth`].
    pub fn depth(&self, row: usize) -> usize {
        self.of(row).depth()
    }

    pub fn has_reached(&self, row: usize, stage: Stage) -> bool {
        self.of(row).has_reached(stage)
    }

    pub fn outcome(&self, row: usize) -> Outcome {
        self.of(row).outcome()
    }
}

/// What [`States`] knows of one lead.
#[derive(Debug, Clone, Copy)]
pub struct State(u8);

impl State {
    /// All there can be.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self).filter(|state| state.depth() <= STAGES)
    }

    /// Of each another, below 256.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Number of stages reached, counting skipped and unknown ones below the furthest: 1 is Lead, 6 is Customer.
    pub fn depth(self) -> usize {
        usize::from(self.0 & 0b111)
    }

    pub fn has_reached(self, stage: Stage) -> bool {
        self.depth() > stage.index()
    }

    pub fn outcome(self) -> Outcome {
        match self.0 >> 3 & 0b111 {
            0 => Outcome::Open,
            1 => Outcome::Won,
            2 => Outcome::Disqualified,
            3 => Outcome::Recycled,
            _ => Outcome::Unreachable,
        }
    }
}

struct Reader<'a> {
    leads: &'a Leads,
    timelines: Timelines<'a>,
    /// Empty where the data has no such date anywhere.
    events: [&'a [u32]; Event::ALL.len()],
    as_of: u32,
    zone: &'a Zone,
}

impl Reader<'_> {
    #[inline]
    fn state(&self, row: usize) -> u8 {
        let (own, mut after) = self.timelines.own_and_later(row);
        let mut dated = 0;
        for (stage, seconds) in own.iter().enumerate() {
            dated = if *seconds == MISSING { dated } else { stage + 1 };
        }
        let mut events = [MISSING; Event::ALL.len()];
        for (column, known) in self.events.iter().zip(&mut events) {
            let seconds = at(column, row);
            *known = if seconds <= self.as_of { seconds } else { MISSING };
            after |= seconds > self.as_of && seconds != MISSING;
        }
        let before = dated > 0 || events != [MISSING; Event::ALL.len()];
        let left = [events[Event::Disqualified.index()], events[Event::Recycled.index()]];
        // A status is the CRM's word at the export. Of a lead with dates after the as-of it describes a later moment.
        let status = if after { Status::Unknown } else { self.leads.status.get(row).copied().unwrap_or_default() };
        let base = if self.leads.from_deals { Stage::Opportunity } else { Stage::Lead };
        let claimed = status.stage().map_or(0, |stage| stage.index() + 1);
        let depth = dated.max(claimed).max(base.index() + 1);
        let may_have_left = left != [MISSING; 2] || matches!(status, Status::Disqualified | Status::Recycled);
        let outcome = match may_have_left {
            _ if depth == STAGES => Outcome::Won,
            true => self.outcome(row, &own, left, status),
            false => Outcome::Open,
        };
        let present = if before || !after { PRESENT } else { 0 };
        let described = if after { 0 } else { DESCRIBED };
        present | described | (outcome as u8) << 3 | depth as u8
    }

    /// Of a lead that is no customer. `left` holds its dates of disqualification and recycling.
    fn outcome(&self, row: usize, own: &[u32; STAGES], left: [u32; 2], status: Status) -> Outcome {
        let standing = |event, at, claimed| self.standing(row, event, at, own, claimed);
        let disqualified = standing(Event::Disqualified, left[0], status == Status::Disqualified);
        let recycled = standing(Event::Recycled, left[1], status == Status::Recycled);
        match (disqualified, recycled) {
            (None, None) => Outcome::Open,
            (Some(at), Some(back)) if at > back => Outcome::Disqualified,
            (Some(_), None) => Outcome::Disqualified,
            (_, Some(_)) => Outcome::Recycled,
        }
    }

    /// When the lead left the way, if it did and has not moved forward since; 0 when only the status says so.
    fn standing(&self, row: usize, event: Event, at: u32, own: &[u32; STAGES], claimed: bool) -> Option<u32> {
        if at == MISSING {
            return claimed.then_some(0);
        }
        let is_day = |column: &Option<Instants>| column.as_ref().is_some_and(|column| column.is_day(row));
        let moved_on = own.iter().zip(&self.leads.stages).any(|(seconds, stage)| {
            *seconds != MISSING
                && *seconds > at
                // Within one day nobody can say which came first.
                && (!(is_day(stage) || is_day(&self.leads.events[event.index()]))
                    || local_day(*seconds, self.zone) > local_day(at, self.zone))
        });
        (!moved_on).then_some(at)
    }
}
