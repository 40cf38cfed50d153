//! What is known of each lead at the as-of: its own stage dates, the furthest stage it reached, its outcome. Knows no period.

use super::stats::local_day;
use crate::{
    leads::{Event, Instants, Leads, Stage, Status},
    report::Outcome,
    time::{Moment, Zone},
};

const STAGES: usize = Stage::ALL.len();
const MISSING: u32 = Instants::MISSING;

/// The stage dates of leads as they were known at the as-of.
#[derive(Debug, Clone, Copy)]
pub struct Timelines<'a> {
    columns: [Option<&'a [u32]>; STAGES],
    as_of: u32,
}

impl<'a> Timelines<'a> {
    pub fn new(leads: &'a Leads, as_of: Moment) -> Self {
        let columns = Stage::ALL.map(|stage| leads.stages[stage.index()].as_ref().map(Instants::raw));
        Self { columns, as_of: as_of.unix() as u32 }
    }

    /// The lead's own date of each stage in unix seconds; [`Instants::MISSING`] where it has none by the as-of.
    pub fn own(&self, row: usize) -> [u32; STAGES] {
        self.columns.map(|column| match column {
            Some(column) if column[row] <= self.as_of => column[row],
            _ => MISSING,
        })
    }

    /// The date each stage counts with: its own, else that of the nearest later stage that has one (the stage is then implied).
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

/// One byte a lead: furthest stage, outcome, and whether the lead is there at all at the as-of.
#[derive(Debug, Clone)]
pub struct States {
    bytes: Vec<u8>,
}

const PRESENT: u8 = 1 << 7;

impl States {
    pub fn at(leads: &Leads, as_of: Moment, zone: &Zone) -> Self {
        let reader = Reader { leads, timelines: Timelines::new(leads, as_of), as_of: as_of.unix() as u32, zone };
        Self { bytes: (0..leads.len).map(|row| reader.state(row)).collect() }
    }

    /// The lead existed at the as-of: something about it is dated by then, or nothing about it is dated at all.
    pub fn is_present(&self, row: usize) -> bool {
        self.bytes[row] & PRESENT != 0
    }

    /// Number of stages reached, counting skipped and unknown ones below the furthest: 1 is Lead, 6 is Customer.
    pub fn depth(&self, row: usize) -> usize {
        usize::from(self.bytes[row] & 0b111)
    }

    pub fn has_reached(&self, row: usize, stage: Stage) -> bool {
        self.depth(row) > stage.index()
    }

    pub fn outcome(&self, row: usize) -> Outcome {
        match self.bytes[row] >> 3 & 0b111 {
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
    as_of: u32,
    zone: &'a Zone,
}

impl Reader<'_> {
    fn state(&self, row: usize) -> u8 {
        let own = self.timelines.own(row);
        let (before, after) = self.dates_around(row, &own);
        // A status is the CRM's word at the export. Of a lead with dates after the as-of it describes a later moment.
        let status = if after { Status::Unknown } else { self.leads.status.get(row).copied().unwrap_or_default() };
        let base = if self.leads.from_deals { Stage::Opportunity } else { Stage::Lead };
        let dated = own.iter().rposition(|seconds| *seconds != MISSING).map_or(0, |stage| stage + 1);
        let claimed = status.stage().map_or(0, |stage| stage.index() + 1);
        let depth = dated.max(claimed).max(base.index() + 1);
        let outcome = if depth == STAGES { Outcome::Won } else { self.outcome(row, &own, status) };
        let present = if before || !after { PRESENT } else { 0 };
        present | (outcome as u8) << 3 | depth as u8
    }

    /// Whether anything about the lead is dated by the as-of, and whether anything is dated after it.
    fn dates_around(&self, row: usize, own: &[u32; STAGES]) -> (bool, bool) {
        let mut before = own.iter().any(|seconds| *seconds != MISSING);
        let mut after = false;
        for column in self.leads.stages.iter().chain(&self.leads.events).flatten() {
            let seconds = column.raw()[row];
            before |= seconds <= self.as_of;
            after |= seconds > self.as_of && seconds != MISSING;
        }
        (before, after)
    }

    fn outcome(&self, row: usize, own: &[u32; STAGES], status: Status) -> Outcome {
        let disqualified = self.standing(row, Event::Disqualified, own, status == Status::Disqualified);
        let recycled = self.standing(row, Event::Recycled, own, status == Status::Recycled);
        match (disqualified, recycled) {
            (None, None) => Outcome::Open,
            (Some(at), Some(back)) if at > back => Outcome::Disqualified,
            (Some(_), None) => Outcome::Disqualified,
            (_, Some(_)) => Outcome::Recycled,
        }
    }

    /// When the lead left the way, if it did and has not moved forward since; 0 when only the status says so.
    fn standing(&self, row: usize, event: Event, own: &[u32; STAGES], claimed: bool) -> Option<u32> {
        let column = self.leads.events[event.index()].as_ref();
        let Some((column, at)) = column.map(|column| (column, column.raw()[row])).filter(|(_, at)| *at <= self.as_of) else {
            return claimed.then_some(0);
        };
        let moved_on = own.iter().enumerate().any(|(stage, seconds)| {
            let day = column.is_day(row) || self.leads.stages[stage].as_ref().is_some_and(|column| column.is_day(row));
            *seconds != MISSING
                && *seconds > at
                // Within one day nobody can say which came first.
                && (!day || local_day(*seconds, self.zone) > local_day(at, self.zone))
        });
        (!moved_on).then_some(at)
    }
}
