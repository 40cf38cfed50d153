//! Leads by the month they came in, against the months since: when did they become customers, and what did those bring? Nothing is foreseen
//! for months that have not begun.

use super::{Begins, Selection, Span, States, Timelines, first_tracked, money::money, stats::local_day};
use crate::{
    leads::{Dataset, DealState, Instants, Leads, NO_AMOUNT, NO_LEAD, Stage},
    report::{CohortMonth, Cohorts},
    time::{CalendarSystem, Day, Zone},
};

/// Three years: what a screen holds, and longer than leads take to buy.
const MAX_MONTHS: usize = 36;
/// Of a lead that is in no month.
const NO_MONTH: u16 = u16::MAX;

#[derive(Debug, Clone, Copy)]
pub struct CohortConfig<'a> {
    pub tracked: [bool; Stage::ALL.len()],
    pub calendar: CalendarSystem,
    pub zone: &'a Zone,
}

/// The calendar months from that of the first lead to that of the as-of: fewer than 2^16 in the range of time.
struct Months {
    starts: Vec<Day>,
    begins: Begins,
}

impl Months {
    fn new(first: u32, as_of: u32, config: &CohortConfig) -> Self {
        let last = Day(local_day(as_of, config.zone));
        let mut start = config.calendar.month_start(Day(local_day(first, config.zone)), 0);
        let mut starts = Vec::new();
        while start <= last {
            starts.push(start);
            start = config.calendar.month_start(start, 1);
        }
        let begins = Begins::new(starts.iter().map(|start| config.zone.midnight(*start).unix() as u32).collect());
        Self { starts, begins }
    }

    /// The month of a moment up to the as-of; the first one of what lies before it.
    fn of(&self, seconds: u32) -> u16 {
        self.begins.last_by(seconds).unwrap_or(0) as u16
    }

    fn name(&self, month: usize, calendar: CalendarSystem) -> String {
        let date = calendar.date(self.starts[month]);
        format!("{:04}-{:02}", date.year, date.month)
    }
}

/// When each lead entered its first tracked stage, and its own date of becoming a customer; [`Instants::MISSING`] without.
struct Dates<'a> {
    timelines: Timelines<'a>,
    first: Stage,
}

impl<'a> Dates<'a> {
    fn new(leads: &'a Leads, selection: &Selection, tracked: [bool; Stage::ALL.len()]) -> Option<Self> {
        Some(Self { timelines: Timelines::new(leads, selection.as_of), first: first_tracked(tracked)? })
    }

    fn created(&self, row: usize) -> u32 {
        Timelines::dated(self.timelines.own(row))[self.first.index()]
    }

    fn won(&self, row: usize) -> u32 {
        self.timelines.own(row)[Stage::Customer.index()]
    }
}

/// The leads of the period, each in its month.
struct Entrants<'a> {
    dates: Dates<'a>,
    months: Months,
    /// By row; [`NO_MONTH`] outside the period.
    month: Vec<u16>,
}

impl<'a> Entrants<'a> {
    /// `None` when nobody came in.
    fn new(leads: &'a Leads, selection: &Selection, config: &CohortConfig) -> Option<Self> {
        let dates = Dates::new(leads, selection, config.tracked)?;
        let created = |row: usize| Some(dates.created(row)).filter(|created| selection.span.contains(*created));
        let first = selection.leads.iter().filter_map(created).min()?;
        let months = Months::new(first, selection.as_of.unix() as u32, config);
        let mut month = vec![NO_MONTH; leads.len];
        selection.leads.for_each(|row| {
            if let Some(created) = created(row) {
                month[row] = months.of(created);
            }
        });
        Some(Self { dates, months, month })
    }

    /// Place of a lead's month in a list that begins with the month `first`; past every list for a lead outside the period.
    fn place(&self, row: usize, first: usize) -> Option<usize> {
        usize::from(self.month[row]).checked_sub(first)
    }

    /// Months from that of creation to that of a later moment, 0 where it lies before; `None` of no moment.
    fn since(&self, row: usize, later: u32) -> Option<usize> {
        (later != Instants::MISSING).then(|| usize::from(self.months.of(later).saturating_sub(self.month[row])))
    }
}

/// What came of the leads of one month, by months since.
struct Tally {
    leads: u64,
    customers: Vec<u64>,
    minor: Vec<i128>,
}

/// `None` where nobody can tell who came in when, or who became a customer when ([`tells_cohorts`]).
pub fn cohorts(dataset: &Dataset, states: &States, selection: &Selection, config: &CohortConfig) -> Option<Cohorts> {
    let leads = &dataset.leads;
    if tells_cohorts(leads, config.tracked) != (true, true) {
        return None;
    }
    let Some(entrants) = Entrants::new(leads, selection, config) else { return Some(Cohorts { months: Vec::new(), undated: 0 }) };
    let months = &entrants.months;
    let last = entrants.month.iter().filter(|month| **month != NO_MONTH).max().map_or(0, |month| usize::from(*month));
    let shown = (last + 1).saturating_sub(MAX_MONTHS)..last + 1;
    let tally = |cells| Tally { leads: 0, customers: vec![0; cells], minor: vec![0; cells] };
    let mut tallies: Vec<Tally> = shown.clone().map(|month| tally(months.begins.len() - month)).collect();
    let mut undated = 0;
    selection.leads.for_each(|row| {
        let Some(tally) = entrants.place(row, shown.start).and_then(|place| tallies.get_mut(place)) else { return };
        tally.leads += 1;
        match entrants.since(row, entrants.dates.won(row)) {
            Some(since) => tally.customers[since] += 1,
            None => undated += u64::from(states.has_reached(row, Stage::Customer)),
        }
    });
    let deals = &dataset.deals;
    let as_of = selection.as_of.unix() as u32;
    for deal in 0..deals.len {
        let (lead, amount, closed) = (deals.lead[deal], deals.amount_minor[deal], deals.closed.raw()[deal]);
        if deals.state[deal] == DealState::Won && closed <= as_of && amount != NO_AMOUNT && lead != NO_LEAD {
            let lead = lead as usize;
            let tally = entrants.place(lead, shown.start).and_then(|place| tallies.get_mut(place));
            if let (Some(tally), Some(since)) = (tally, entrants.since(lead, closed)) {
                tally.minor[since] += i128::from(amount);
            }
        }
    }
    let has_amounts = deals.amount_minor.iter().any(|amount| *amount != NO_AMOUNT);
    let currency = dataset.currency.as_deref();
    let months = tallies.into_iter().zip(shown).map(|(tally, month)| CohortMonth {
        month: months.name(month, config.calendar),
        leads: tally.leads,
        customers: tally.customers,
        revenue: has_amounts.then(|| tally.minor.into_iter().map(|minor| money(minor, currency)).collect()),
    });
    Some(Cohorts { months: months.collect(), undated })
}

/// Whether the data dates the first tracked stage, and the Customer after it, of any lead.
pub fn tells_cohorts(leads: &Leads, tracked: [bool; Stage::ALL.len()]) -> (bool, bool) {
    let first = first_tracked(tracked).filter(|first| *first != Stage::Customer);
    (first.is_some_and(|first| is_dated(leads, first)), tracked[Stage::Customer.index()] && is_dated(leads, Stage::Customer))
}

/// The data has a date of the stage of any lead.
pub(super) fn is_dated(leads: &Leads, stage: Stage) -> bool {
    leads.stages[stage.index()].as_ref().is_some_and(|column| column.raw().iter().any(|seconds| *seconds != Instants::MISSING))
}

/// Leads of a month `YYYY-MM`, ascending; with `since`, the customers of that cell.
pub fn cohort_rows(dataset: &Dataset, selection: &Selection, config: &CohortConfig, month: &str, since: Option<u32>) -> Vec<u32> {
    let Some(entrants) = Entrants::new(&dataset.leads, selection, config) else { return Vec::new() };
    let Some(wanted) = (0..entrants.months.starts.len()).find(|index| entrants.months.name(*index, config.calendar) == month) else {
        return Vec::new();
    };
    let is_in = |row: &usize| usize::from(entrants.month[*row]) == wanted;
    let is_since = |row: &usize| since.is_none_or(|since| entrants.since(*row, entrants.dates.won(*row)) == Some(since as usize));
    selection.leads.iter().filter(is_in).filter(is_since).map(|row| row as u32).collect()
}

/// Leads that entered their first tracked stage in the span, ascending, the selection's own period aside.
pub fn created_rows(leads: &Leads, selection: &Selection, tracked: [bool; Stage::ALL.len()], span: Span) -> Vec<u32> {
    let Some(dates) = Dates::new(leads, selection, tracked) else { return Vec::new() };
    selection.leads.iter().filter(|row| span.contains(dates.created(*row))).map(|row| row as u32).collect()
}
