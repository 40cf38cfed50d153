//! The funnel, its steps, what became of the leads, and where they came from.

use std::fmt::Display;

use super::{
    Names,
    book::{Book, Draft, DraftBlock, Place, key},
};
use crate::{
    leads::{Dimension, Stage},
    report::{Breakdown, DayStats, Outcome, Part, Rate, Report},
    share::{BlockKind, Cell, Column, Label},
};

pub fn blocks(book: &mut Book, report: &Report, names: &Names) -> Vec<DraftBlock> {
    let mut blocks = vec![funnel(book, report), steps(book, report), outcomes(book, report)];
    blocks.extend(report.breakdowns.iter().filter_map(|breakdown| by(book, report, breakdown, names)));
    blocks
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

/// The counts of a part that a table shows, and what they are called.
const COUNTS: [(&str, fn(&Part) -> u64); 5] = [
    ("leads", |part| part.leads),
    ("mql", |part| part.mql),
    ("sql", |part| part.sql),
    ("won", |part| part.won),
    ("deals", |part| part.won_deals),
];

/// A table names the values of the whole board that are large enough in its own slice; the others are one row.
fn by(book: &mut Book, report: &Report, breakdown: &Breakdown, names: &Names) -> Option<DraftBlock> {
    let dimension = breakdown.dimension;
    let known = names.values(dimension);
    if known.is_empty() {
        return None;
    }
    let columns = [Column::Leads, Column::Mql, Column::Sql, Column::Won, Column::Rate, Column::Revenue];
    let mut block = DraftBlock::new(BlockKind::Breakdown { dimension }, &columns);
    let mut rest = Group::default();
    let others = breakdown.parts.iter().filter(|part| !known.contains(&part.value)).chain(&breakdown.rest);
    let mut other = Group::default();
    others.for_each(|part| other.add(part));
    let mut every: [Vec<Place>; COUNTS.len()] = Default::default();
    let mut in_rest: [Vec<Place>; COUNTS.len()] = Default::default();
    if !other.is_empty() {
        let places = other.places(book, dimension, "rest-of-all", false);
        for (index, place) in places.into_iter().enumerate() {
            in_rest[index].push(place);
        }
        rest.merge(&other);
    }
    for value in known {
        let part = breakdown.parts.iter().find(|part| part.value == *value);
        let mut group = Group::default();
        part.into_iter().for_each(|part| group.add(part));
        let is_named = group.counts[0] >= names.least.max(1);
        let places = group.places(book, dimension, &name_of(value.as_deref()), is_named);
        if is_named {
            for (index, place) in places.into_iter().enumerate() {
                every[index].push(place);
            }
            block.row(Label::Value(value.clone()), group.row(book, &places));
        } else if !group.is_empty() {
            for (index, place) in places.into_iter().enumerate() {
                in_rest[index].push(place);
            }
            rest.merge(&group);
        }
    }
    if !rest.is_empty() {
        let places = rest.places(book, dimension, "rest", true);
        for (index, place) in places.into_iter().enumerate() {
            book.parts(place, &in_rest[index]);
            every[index].push(place);
        }
        block.row(Label::Rest, rest.row(book, &places));
    }
    let wholes = [
        Some(key("leads", "")),
        Some(key("reached", Stage::Mql.index())),
        Some(key("reached", Stage::Sql.index())),
        Some(key("reached", Stage::Customer.index())),
        None,
    ];
    for (whole, parts) in wholes.into_iter().zip(&every) {
        if let Some(place) = whole.and_then(|whole| book.find(&whole)) {
            book.parts(place, parts);
        }
    }
    if let Some(revenue) = &report.revenue {
        let place = book.place(key("won-deals", ""), revenue.won_deals);
        book.parts(place, &every[COUNTS.len() - 1]);
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

    fn merge(&mut self, other: &Self) {
        for (sum, count) in self.counts.iter_mut().zip(other.counts) {
            *sum += count;
        }
        self.minor = self.minor.saturating_add(other.minor);
        self.currency.clone_from(&other.currency);
    }

    fn is_empty(&self) -> bool {
        self.counts.iter().all(|count| *count == 0)
    }

    /// Its counts, each a part of the one before but for the deals, which are a matter of their own.
    fn places(&self, book: &mut Book, dimension: Dimension, at: &str, is_offered: bool) -> [Place; COUNTS.len()] {
        let mut index = 0;
        let places = self.counts.map(|count| {
            let key = key(COUNTS[index].0, format_args!("{}:{at}", dimension.name()));
            index += 1;
            if is_offered { book.place(key, count) } else { book.aside(key, count) }
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
