//! Small datasets written as stories, for the tests of the report. Reads no files.
#![allow(dead_code, reason = "each test binary uses its own part of the support")]

use handoff::{
    agreement::Agreement,
    leads::{CategoryBuilder, Dataset, DealState, Deals, Dimension, Event, Instants, Leads, NO_AMOUNT, NO_LEAD, Place, Stage, Status},
    report::{Compare, PeriodChoice, Query, Report, report},
    time::{CalendarSystem, Date, Day, Moment, Zone},
};

/// A lead under construction: dates are written `2024-05-01` (a day) or `2024-05-01T10:00` (UTC).
#[derive(Debug, Clone, Default)]
pub struct Lead {
    pub stages: [Option<(Moment, bool)>; 6],
    pub events: [Option<(Moment, bool)>; 4],
    pub status: Status,
    pub categories: Vec<(Dimension, String)>,
}

#[derive(Debug, Clone)]
pub struct Deal {
    pub lead: Option<usize>,
    pub created: Option<(Moment, bool)>,
    pub closed: Option<(Moment, bool)>,
    pub state: DealState,
    pub amount_minor: Option<i64>,
    pub categories: Vec<(Dimension, String)>,
}

pub fn lead() -> Lead {
    Lead::default()
}

pub fn deal(state: DealState) -> Deal {
    Deal { lead: None, created: None, closed: None, state, amount_minor: None, categories: Vec::new() }
}

impl Lead {
    pub fn at(mut self, stage: Stage, date: &str) -> Self {
        self.stages[stage.index()] = Some(moment(date));
        self
    }

    pub fn event(mut self, event: Event, date: &str) -> Self {
        self.events[event.index()] = Some(moment(date));
        self
    }

    pub fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    pub fn with(mut self, dimension: Dimension, value: &str) -> Self {
        self.categories.push((dimension, value.to_owned()));
        self
    }
}

impl Deal {
    pub fn created(mut self, date: &str) -> Self {
        self.created = Some(moment(date));
        self
    }

    pub fn closed(mut self, date: &str) -> Self {
        self.closed = Some(moment(date));
        self
    }

    pub fn worth(mut self, amount_minor: i64) -> Self {
        self.amount_minor = Some(amount_minor);
        self
    }

    pub fn of(mut self, lead: usize) -> Self {
        self.lead = Some(lead);
        self
    }

    pub fn with(mut self, dimension: Dimension, value: &str) -> Self {
        self.categories.push((dimension, value.to_owned()));
        self
    }
}

pub fn day(date: &str) -> Day {
    let mut parts = date.split('-').map(|part| part.parse::<i32>().unwrap());
    let mut next = || parts.next().unwrap();
    let date = Date { year: next(), month: next() as u8, day: next() as u8 };
    CalendarSystem::Gregorian.day(date).unwrap()
}

pub fn moment(text: &str) -> (Moment, bool) {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let seconds =
        time.split_once(':').map_or(0, |(hour, minute)| hour.parse::<i64>().unwrap() * 3600 + minute.parse::<i64>().unwrap() * 60);
    (Moment::from_unix(i64::from(day(date).0) * 86_400 + seconds).unwrap(), time.is_empty())
}

fn column(values: impl Iterator<Item = Option<(Moment, bool)>> + Clone) -> Option<Instants> {
    values.clone().any(|value| value.is_some()).then(|| always(values))
}

fn always(values: impl Iterator<Item = Option<(Moment, bool)>>) -> Instants {
    let mut column = Instants::default();
    for value in values {
        column.push(value.map(|(moment, _)| moment), value.is_some_and(|(_, day)| day));
    }
    column
}

fn categories<'a>(rows: impl Iterator<Item = &'a Vec<(Dimension, String)>> + Clone) -> handoff::leads::Categories {
    Dimension::ALL.map(|dimension| {
        let value = |row: &'a Vec<(Dimension, String)>| row.iter().find(|(d, _)| *d == dimension).map(|(_, value)| value.as_str());
        rows.clone().any(|row| value(row).is_some()).then(|| {
            let mut builder = CategoryBuilder::default();
            rows.clone().for_each(|row| builder.push(value(row).unwrap_or("")));
            builder.finish()
        })
    })
}

pub fn dataset(leads: &[Lead], deals: &[Deal]) -> Dataset {
    let place = Place { file: 0, offset: 0 };
    let moments = leads
        .iter()
        .flat_map(|lead| lead.stages.iter().chain(&lead.events))
        .chain(deals.iter().flat_map(|deal| [&deal.created, &deal.closed]));
    Dataset {
        latest: moments.flatten().map(|(moment, _)| *moment).max(),
        leads: Leads {
            len: leads.len(),
            stages: Stage::ALL.map(|stage| column(leads.iter().map(move |lead| lead.stages[stage.index()]))),
            events: Event::ALL.map(|event| column(leads.iter().map(move |lead| lead.events[event.index()]))),
            status: leads.iter().map(|lead| lead.status).collect(),
            categories: categories(leads.iter().map(|lead| &lead.categories)),
            places: vec![place; leads.len()],
            ..Leads::default()
        },
        deals: Deals {
            len: deals.len(),
            lead: deals.iter().map(|deal| deal.lead.map_or(NO_LEAD, |lead| lead as u32)).collect(),
            created: always(deals.iter().map(|deal| deal.created)),
            closed: always(deals.iter().map(|deal| deal.closed)),
            state: deals.iter().map(|deal| deal.state).collect(),
            amount_minor: deals.iter().map(|deal| deal.amount_minor.unwrap_or(NO_AMOUNT)).collect(),
            categories: categories(deals.iter().map(|deal| &deal.categories)),
            places: vec![place; deals.len()],
        },
        files: vec!["story.csv".into()],
        currency: Some("EUR".into()),
        ..Dataset::default()
    }
}

pub fn custom(from: &str, to: &str) -> Query {
    Query { period: PeriodChoice::Custom { from: day(from), to: day(to) }, compare: Compare::Nothing, ..Query::default() }
}

pub fn report_of(leads: &[Lead], deals: &[Deal], query: &Query) -> Report {
    report(&dataset(leads, deals), &[], &Agreement::default(), &Zone::utc(), query)
}
