//! Small datasets written as stories, for the tests of the report. Reads no files.
#![allow(dead_code, reason = "each test binary uses its own part of the support")]

pub mod anything;

use handoff::{
    agreement::Agreement,
    leads::{
        Activities, ActivityKind, Bitmap, CategoryBuilder, Dataset, DealState, Deals, Dimension, Event, Instants, Leads, NO_AMOUNT,
        NO_LEAD, Place, Stage, Status,
    },
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
    pub attempts: Option<u16>,
    pub contacted: Option<bool>,
}

/// What was done for a lead, or what it did: kind, date, and the words of type, outcome, direction and subject.
#[derive(Debug, Clone)]
pub struct Activity {
    pub lead: usize,
    pub kind: ActivityKind,
    pub at: Option<(Moment, bool)>,
    pub words: [String; 4],
    pub planned: bool,
}

pub fn activity(lead: usize, kind: ActivityKind, at: &str) -> Activity {
    Activity { lead, kind, at: Some(moment(at)), words: Default::default(), planned: false }
}

impl Activity {
    fn word(mut self, place: usize, word: &str) -> Self {
        word.clone_into(&mut self.words[place]);
        self
    }

    pub fn named(self, word: &str) -> Self {
        self.word(0, word)
    }

    pub fn ended(self, word: &str) -> Self {
        self.word(1, word)
    }

    pub fn direction(self, word: &str) -> Self {
        self.word(2, word)
    }

    pub fn about(self, word: &str) -> Self {
        self.word(3, word)
    }

    pub fn planned(mut self) -> Self {
        self.planned = true;
        self
    }
}

/// The activities of a dataset, as an import would leave them: a column only where one of them has a word.
pub fn with_activities(mut data: Dataset, rows: &[Activity]) -> Dataset {
    let column = |place: usize| {
        rows.iter().any(|row| !row.words[place].is_empty()).then(|| {
            let mut builder = CategoryBuilder::default();
            for row in rows {
                builder.push(&row.words[place]);
            }
            builder.finish()
        })
    };
    data.activities = Activities {
        len: rows.len(),
        lead: rows.iter().map(|row| row.lead as u32).collect(),
        at: always(rows.iter().map(|row| row.at)),
        kind: rows.iter().map(|row| row.kind).collect(),
        types: column(0),
        outcome: column(1),
        direction: column(2),
        asset: column(3),
        planned: Bitmap::from_fn(rows.len(), |row| rows[row].planned),
        places: vec![Place::new(0, 0); rows.len()],
        ..Activities::default()
    };
    data.latest = data.latest.max(rows.iter().filter_map(|row| row.at).map(|(at, _)| at).max());
    data
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

    pub fn tried(mut self, attempts: u16) -> Self {
        self.attempts = Some(attempts);
        self
    }

    pub fn contacted(mut self, contacted: bool) -> Self {
        self.contacted = Some(contacted);
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

/// A column that is only there when some lead has a value.
fn present<T, U>(leads: &[Lead], value: impl Fn(&Lead) -> Option<T>, shown: impl Fn(Option<T>) -> U) -> Vec<U> {
    if leads.iter().any(|lead| value(lead).is_some()) { leads.iter().map(|lead| shown(value(lead))).collect() } else { Vec::new() }
}

pub fn dataset(leads: &[Lead], deals: &[Deal]) -> Dataset {
    let place = Place::new(0, 0);
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
            attempts: present(leads, |lead| lead.attempts, |attempts| attempts.unwrap_or(0)),
            contacted: present(leads, |lead| lead.contacted, |contacted| contacted.map_or(0, |yes| 1 + u8::from(yes))),
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
