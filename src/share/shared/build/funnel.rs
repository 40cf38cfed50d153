//! The funnel, its steps, what became of the leads, and where they came from.

use std::fmt::Display;

use super::{
    Names,
    book::{Book, Draft, DraftBlock, Key, Place, key},
};
use crate::{
    leads::{Dimension, Stage},
    report::{Breakdown, DayStats, Outcome, Part, Rate, Report},
    share::{BlockKind, Cell, Column, Label},
};

pub fn blocks(book: &mut Book, report: &Report) -> Vec<DraftBlock> {
    vec![funnel(book, report), steps(book, report), outcomes(book, report)]
}

pub fn breakdowns(book: &mut Book, report: &Report, names: &Names) -> Vec<DraftBlock> {
    report.breakdowns.iter().filter_map(|breakdown| by(book, report, breakdown, names)).collect()
}

/// The slice the book is turned to is a part of the whole that a table names.
pub fn same_as_part(book: &mut Book, dimension: Dimension, value: Option<&str>) {
    let at = format!("{}:{}", dimension.name(), name_of(value));
    for ((of, _), own) in COUNTS.iter().zip(wholes()) {
        if let (Some(part), Some(own)) = (book.find_in_whole(&key(of, &at)), book.find(&own)) {
            book.same(part, own);
        }
    }
}

/// What the [`COUNTS`] of all parts sum up to.
fn wholes() -> [Key; COUNTS.len()] {
    let reached = |stage: Stage| key("reached", stage.index());
    [key("leads", ""), reached(Stage::Mql), reached(Stage::Sql), reached(Stage::Customer), key("won-deals", "")]
}

fn funnel(book: &mut Book, report: &Report) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::Funnel, &[Column::Reached, Column::WentOn, Column::InFlight, Column::Dropped]);
    let tracked: Vec<_> = report.funnel.stages.iter().filter(|stage| stage.tracked).collect();
    let mut above: Option<Place> = None;
    for (index, stage) in tracked.iter().enumerate() {
        let at = stage.stage.index();
        let reached = book.place(key("reached", at), stage.reached);
        if let Some(above) = above {
            book.parts(above, &[reached]);
        }
        above = Some(reached);
        let went_on = match tracked.get(index + 1) {
            Some(next) if next.reached == stage.converted => book.place(key("reached", next.stage.index()), next.reached),
            _ => book.place(key("went-on", at), stage.converted),
        };
        let (in_flight, dropped) = (book.place(key("in-flight", at), stage.in_flight), book.place(key("dropped", at), stage.dropped));
        book.parts(reached, &[went_on, in_flight, dropped]);
        block.row(
            Label::Stage(stage.stage),
            vec![Draft::Count(reached), Draft::Count(went_on), Draft::Count(in_flight), Draft::Count(dropped)],
        );
    }
    block
}

fn steps(book: &mut Book, report: &Report) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::Steps, &[Column::Rate, Column::Previous, Column::MedianDays]);
    for step in &report.funnel.steps {
        let at = step.to.index();
        let rate = book.share("step", at, step.cohort.rate);
        if let Draft::Share(part, whole) = rate {
            for (place, stage) in [(part, step.to), (whole, step.from)] {
                if let Some(reached) = book.find(&key("reached", stage.index())) {
                    book.same(place, reached);
                }
            }
        }
        let previous = step.previous.map_or(Draft::NOTHING, |rate| book.share("step-before", at, rate));
        let days = days(book, "step-days", at, &step.days);
        block.row(Label::Step(step.from, step.to), vec![rate, previous, days]);
    }
    block
}

/// The median of so many durations.
pub fn days(book: &mut Book, of: &'static str, at: impl Display, days: &DayStats) -> Draft {
    let place = book.place(key(of, at), days.count);
    Draft::Of(vec![place], days.median.map_or(Cell::Nothing, Cell::Days))
}

fn outcomes(book: &mut Book, report: &Report) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::Outcomes, &[Column::Leads]);
    let found = report.outcomes;
    let leads = book.place(key("leads", ""), report.leads);
    let mut places = Vec::new();
    for (outcome, at, count) in [
        (Outcome::Open, "open", found.open),
        (Outcome::Won, "won", found.won),
        (Outcome::Disqualified, "disqualified", found.disqualified),
        (Outcome::Recycled, "recycled", found.recycled),
        (Outcome::Unreachable, "unreachable", found.unreachable),
    ] {
        let place = book.place(key("outcome", at), count);
        places.push(place);
        block.row(Label::Outcome(outcome), vec![Draft::Count(place)]);
    }
    book.parts(leads, &places);
    let ends = (report.funnel.stages.iter().find(|stage| stage.tracked), report.funnel.stages.iter().rfind(|stage| stage.tracked));
    if let (Some(first), Some(last)) = ends {
        for (place, stage) in [(leads, first.stage), (places[1], last.stage)] {
            if let Some(reached) = book.find(&key("reached", stage.index())) {
                book.same(place, reached);
            }
        }
    }
    block
}

type CountOf = fn(&Part) -> u64;

/// The counts of a part that a table shows, and what they are called.
const COUNTS: [(&str, CountOf); 5] = [
    ("leads", |part| part.leads),
    ("mql", |part| part.mql),
    ("sql", |part| part.sql),
    ("won", |part| part.won),
    ("deals", |part| part.won_deals),
];

/// The values that may be named, and the others as one row.
fn by(book: &mut Book, report: &Report, breakdown: &Breakdown, names: &Names) -> Option<DraftBlock> {
    let dimension = breakdown.dimension;
    let known = names.values(dimension);
    if known.is_empty() {
        return None;
    }
    let columns = [Column::Leads, Column::Mql, Column::Sql, Column::Won, Column::Rate, Column::Revenue];
    let mut block = DraftBlock::new(BlockKind::Breakdown { dimension }, &columns);
    let mut every: [Vec<Place>; COUNTS.len()] = Default::default();
    let mut row = |label, at: &str, group: &Group| {
        let places = group.places(book, dimension, at);
        for (index, place) in places.into_iter().enumerate() {
            every[index].push(place);
        }
        block.row(label, group.row(book, &places));
    };
    for part in breakdown.parts.iter().filter(|part| known.contains(&part.value)) {
        let mut group = Group::default();
        group.add(part);
        row(Label::Value(part.value.clone()), &name_of(part.value.as_deref()), &group);
    }
    let mut rest = Group::default();
    breakdown.parts.iter().filter(|part| !known.contains(&part.value)).chain(&breakdown.rest).for_each(|part| rest.add(part));
    if rest.counts.iter().any(|count| *count > 0) {
        row(Label::Rest, "rest", &rest);
    }
    if let Some(revenue) = &report.revenue {
        book.place(key("won-deals", ""), revenue.won_deals);
    }
    for (whole, parts) in wholes().iter().zip(&every) {
        if let Some(place) = book.find(whole) {
            book.parts(place, parts);
        }
    }
    Some(block)
}

/// Told apart from any value by what no value begins with.
fn name_of(value: Option<&str>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("={value}"))
}

/// One or several parts together.
#[derive(Default)]
struct Group {
    counts: [u64; COUNTS.len()],
    minor: i64,
    currency: Option<String>,
}

impl Group {
    fn add(&mut self, part: &Part) {
        for (sum, (_, count)) in self.counts.iter_mut().zip(COUNTS) {
            *sum += count(part);
        }
        self.minor = self.minor.saturating_add(part.revenue.minor);
        self.currency.clone_from(&part.revenue.currency);
    }

    /// Its counts, each a part of the one before but for the deals, which are a matter of their own.
    fn places(&self, book: &mut Book, dimension: Dimension, at: &str) -> [Place; COUNTS.len()] {
        let mut index = 0;
        let places = self.counts.map(|count| {
            let key = key(COUNTS[index].0, format_args!("{}:{at}", dimension.name()));
            index += 1;
            book.place(key, count)
        });
        for pair in places[..4].windows(2) {
            book.parts(pair[0], &pair[1..]);
        }
        places
    }

    fn row(&self, book: &mut Book, places: &[Place; COUNTS.len()]) -> Vec<Draft> {
        let [leads, mql, sql, won, deals] = *places;
        book.parts(leads, &[won]);
        let rate = Rate { numerator: self.counts[3], denominator: self.counts[0] };
        let rate = if rate.denominator == 0 { Draft::NOTHING } else { Draft::Share(won, leads) };
        let money = Cell::Money(crate::report::Money { minor: self.minor, currency: self.currency.clone() });
        vec![Draft::Count(leads), Draft::Count(mql), Draft::Count(sql), Draft::Count(won), rate, Draft::Of(vec![deals], money)]
    }
}
