//! A question made ready to be counted: as-of, period and filter resolved against one dataset and one agreement.

use std::rc::Rc;

use super::{
    FilterTerm, KnownLeads, PeriodChoice, Query,
    build::rfc3339,
    known::{Known, first_dated},
};
use crate::{
    agreement::Agreement,
    leads::{Bitmap, Dataset, Instants, Stage},
    metrics::{
        FilteredCosts, PeriodDeals, ReasonNames, Selection, Span, States, cohort, deals_of_period, filtered_costs, filtered_deals,
        filtered_leads,
        follow_up::{Facts, Ledger},
        seen_stages,
    },
    time::{CalendarSystem, Date, Day, Grain, Moment, Period, Zone},
};

/// Everything a figure needs to know about what is asked.
pub struct Scene<'a> {
    pub dataset: &'a Dataset,
    pub agreement: &'a Agreement,
    pub zone: Zone,
    /// `None` when no record has a date and no as-of was asked for: then nothing can be later than it.
    pub as_of: Option<Moment>,
    pub tracked: [bool; Stage::ALL.len()],
    pub selection: Selection,
    pub states: Rc<States>,
    pub cohort: Bitmap,
    pub deals: PeriodDeals,
    filtered_leads: Bitmap,
    known: Rc<Known>,
    /// Where it is kept, if anywhere.
    memory: Option<&'a KnownLeads>,
}

impl<'a> Scene<'a> {
    pub fn new(dataset: &'a Dataset, agreement: &'a Agreement, zone: &Zone, query: &Query) -> Self {
        Self::of(dataset, agreement, zone, query, None)
    }

    /// What scenes of the same dataset before it left in `memory` is not counted again.
    #[inline(never)]
    pub fn of(dataset: &'a Dataset, agreement: &'a Agreement, zone: &Zone, query: &Query, memory: Option<&'a KnownLeads>) -> Self {
        let as_of = query.as_of.or(dataset.latest);
        let today = as_of.map(|moment| zone.day(moment));
        let bounded = bounded(query.period, today, agreement.workspace.calendar);
        let seen = memory.map_or_else(|| seen_stages(&dataset.leads), |memory| memory.seen_stages(&dataset.leads));
        let tracked = Stage::ALL.map(|stage| seen[stage.index()] && !agreement.stages_off.contains(&stage));
        let filtered = Filtered::new(dataset, agreement, &query.filter);
        Self::at(Given { dataset, agreement, memory }, zone.clone(), as_of, bounded, tracked, filtered)
    }

    /// The same question one period earlier; `None` when the period is all or empty, or lies before all that can be dated.
    pub fn earlier(&self) -> Option<Self> {
        let period = self.selection.period;
        if self.selection.undated || period.days() <= 0 {
            return None;
        }
        let previous = period.previous(self.agreement.workspace.calendar);
        // As far into the previous period as the as-of is into this one, so that both had the same time to convert.
        let back = i64::from(period.from.since(previous.from)) * crate::time::SECONDS_PER_DAY;
        let as_of = self.zone.moment(self.zone.local(self.as_of?) - back)?;
        let Selection { deals, costs, .. } = &self.selection;
        let filtered = Filtered { leads: self.filtered_leads.clone(), deals: deals.clone(), costs: costs.clone() };
        let Self { dataset, agreement, memory, .. } = *self;
        Some(Self::at(Given { dataset, agreement, memory }, self.zone.clone(), Some(as_of), Some(previous), self.tracked, filtered))
    }

    fn at(
        given: Given<'a>,
        zone: Zone,
        as_of: Option<Moment>,
        bounded: Option<Period>,
        tracked: [bool; Stage::ALL.len()],
        filtered: Filtered,
    ) -> Self {
        let Given { dataset, agreement, memory } = given;
        let until = as_of.unwrap_or(Moment::MAX);
        let first = || memory.map_or_else(|| first_dated(dataset), |memory| memory.first_dated(dataset));
        let period = bounded.unwrap_or_else(|| everything(first(), &zone, as_of));
        let known = match memory {
            Some(memory) => memory.at(as_of, dataset, &agreement.sales, &zone),
            None => Rc::new(Known::new(until, dataset, &agreement.sales, &zone)),
        };
        let states = Rc::clone(&known.states);
        let mut leads = known.present.clone();
        leads.intersect(&filtered.leads);
        let selection = Selection {
            as_of: until,
            period,
            span: Span::new(period, until, &zone),
            undated: bounded.is_none(),
            leads,
            deals: filtered.deals,
            costs: filtered.costs,
        };
        let cohort = cohort(&dataset.leads, &selection, tracked);
        let deals = deals_of_period(&dataset.deals, &selection);
        let filtered_leads = filtered.leads;
        Self { dataset, agreement, zone, as_of, tracked, selection, states, cohort, deals, filtered_leads, known, memory }
    }

    /// The as-of as a report writes it.
    pub fn as_of_text(&self) -> Option<String> {
        self.as_of.map(|moment| rfc3339(moment, &self.zone))
    }

    /// What was done for each lead.
    pub fn facts(&self) -> &Facts {
        self.known.facts(self.dataset, &self.zone)
    }

    /// What every question about the follow-up is answered from.
    pub fn ledger(&self) -> Ledger<'_> {
        let Agreement { sales, workspace, .. } = self.agreement;
        Ledger::new(self.dataset, sales, workspace, &self.zone, &self.states, &self.selection, self.facts())
    }

    pub fn reason_names(&self) -> ReasonNames<'a> {
        ReasonNames(&self.agreement.reasons)
    }

    /// The month whose goal is shown: the one asked for, else that of the last day of the period that counts.
    pub fn goal_month(&self, asked: Option<&str>) -> Option<Period> {
        let calendar = self.agreement.workspace.calendar;
        let day = asked.and_then(|month| month_named(month, calendar)).or_else(|| {
            let today = self.zone.day(self.as_of?);
            Some(today.min(self.selection.period.to.plus(-1)))
        })?;
        Some(Grain::Month.around(day, calendar, 1))
    }

    /// The stage whose entries the goal counts: the agreed one, or where the data does not track it, its nearest tracked
    /// neighbour, an earlier one first. `None` when no stage is tracked.
    pub fn goal_metric(&self) -> Option<Stage> {
        let agreed = self.agreement.goal.metric.index();
        let nearest = (0..=agreed).rev().chain(agreed..Stage::ALL.len()).find(|stage| self.tracked[*stage])?;
        Some(Stage::ALL[nearest])
    }
}

/// What one scene has in common with the next.
struct Given<'a> {
    dataset: &'a Dataset,
    agreement: &'a Agreement,
    memory: Option<&'a KnownLeads>,
}

struct Filtered {
    leads: Bitmap,
    deals: Bitmap,
    costs: Option<FilteredCosts>,
}

impl Filtered {
    fn new(dataset: &Dataset, agreement: &Agreement, filter: &[FilterTerm]) -> Self {
        let names = ReasonNames(&agreement.reasons);
        Self {
            leads: filtered_leads(dataset, filter, names),
            deals: filtered_deals(dataset, filter, names),
            costs: filtered_costs(dataset, filter, names),
        }
    }
}

/// `None` is everything. A period that hangs on the as-of is everything too while there is no as-of.
fn bounded(choice: PeriodChoice, today: Option<Day>, calendar: CalendarSystem) -> Option<Period> {
    let around = |grain: Grain| today.map(|today| grain.around(today, calendar, 1));
    let before = |grain: Grain| around(grain).map(|period| grain.around(period.from.plus(-1), calendar, 1));
    match choice {
        PeriodChoice::All => None,
        PeriodChoice::ThisMonth => around(Grain::Month),
        PeriodChoice::LastMonth => before(Grain::Month),
        PeriodChoice::ThisQuarter => around(Grain::Quarter),
        PeriodChoice::LastQuarter => before(Grain::Quarter),
        PeriodChoice::ThisYear => around(Grain::Year),
        PeriodChoice::LastYear => before(Grain::Year),
        PeriodChoice::LastTwelveMonths => {
            today.map(|today| Period { from: calendar.month_start(today, -11), to: calendar.month_start(today, 1) })
        }
        PeriodChoice::Custom { from, to } => Some(Period { from: within_time(from), to: within_time(to) }),
    }
}

/// Days a [`Moment`] can lie in, and one more at either end: past them there is nothing to count and no calendar to trust.
pub fn within_time(day: Day) -> Day {
    const LAST: i32 = (Moment::MAX.unix() / crate::time::SECONDS_PER_DAY) as i32;
    Day(day.0.clamp(-1, LAST + 2))
}

/// From the first dated record, in raw seconds, to the as-of; empty when nothing is dated.
fn everything(first: u32, zone: &Zone, as_of: Option<Moment>) -> Period {
    let first = Some(first).filter(|seconds| *seconds != Instants::MISSING);
    let to = as_of.map(|moment| zone.day(moment).plus(1));
    let from = first.and_then(|seconds| Moment::from_unix(i64::from(seconds))).map(|moment| zone.day(moment));
    match (from, to) {
        (Some(from), Some(to)) => Period { from: from.min(to.plus(-1)), to },
        (None, Some(to)) => Period { from: to.plus(-1), to },
        (_, None) => Period { from: Day(0), to: Day(0) },
    }
}

/// The first day of a month written `YYYY-MM`.
pub(super) fn month_named(name: &str, calendar: CalendarSystem) -> Option<Day> {
    let (year, month) = name.split_once('-')?;
    let year = year.parse().ok().filter(|year| (1..=9_999).contains(year))?;
    calendar.day(Date { year, month: month.parse().ok()?, day: 1 })
}
