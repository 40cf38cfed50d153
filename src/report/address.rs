//! A question as the pairs of an address, and back. The names are in links that people keep: they are added to, never changed. How a
//! value is escaped, and what else an address says, is the page's business.

use super::{Compare, FilterTerm, PeriodChoice, Query};
use crate::{agreement::iso_day, leads::Dimension, metrics::iso_date, time::Moment};

const PERIODS: [(PeriodChoice, &str); 8] = [
    (PeriodChoice::All, "all"),
    (PeriodChoice::ThisMonth, "this-month"),
    (PeriodChoice::LastMonth, "last-month"),
    (PeriodChoice::ThisQuarter, "this-quarter"),
    (PeriodChoice::LastQuarter, "last-quarter"),
    (PeriodChoice::ThisYear, "this-year"),
    (PeriodChoice::LastYear, "last-year"),
    (PeriodChoice::LastTwelveMonths, "last-12-months"),
];

/// What differs from the question nobody has changed.
pub fn address_pairs(query: &Query) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    match query.period {
        PeriodChoice::All => {}
        PeriodChoice::Custom { from, to } => pairs.push(("period", format!("{}..{}", iso_date(from), iso_date(to)))),
        preset => {
            let name = PERIODS.iter().find(|(choice, _)| *choice == preset).map_or("all", |(_, name)| name);
            pairs.push(("period", name.to_owned()));
        }
    }
    if query.compare == Compare::Nothing {
        pairs.push(("compare", "nothing".to_owned()));
    }
    if let Some(moment) = query.as_of {
        pairs.push(("as-of", moment.unix().to_string()));
    }
    if let Some(month) = &query.goal_month {
        pairs.push(("goal-month", month.clone()));
    }
    if let Some(day) = query.since {
        pairs.push(("since", iso_date(day)));
    }
    pairs.extend(query.filter.iter().map(|term| (term.dimension.name(), term.value.clone().unwrap_or_default())));
    pairs
}

/// Takes a pair into the question; what this version does not know leaves it as it was.
pub fn read_address_pair(query: &mut Query, key: &str, value: &str) {
    match key {
        "period" => query.period = period(value).unwrap_or_default(),
        "compare" if value == "nothing" => query.compare = Compare::Nothing,
        "as-of" => query.as_of = value.parse().ok().and_then(Moment::from_unix),
        "since" => query.since = iso_day(value),
        "goal-month" => query.goal_month = Some(value.to_owned()),
        key => {
            if let Some(dimension) = Dimension::ALL.into_iter().find(|dimension| dimension.name() == key) {
                query.filter.push(FilterTerm { dimension, value: Some(value.to_owned()).filter(|value| !value.is_empty()) });
            }
        }
    }
}

fn period(value: &str) -> Option<PeriodChoice> {
    if let Some((from, to)) = value.split_once("..") {
        let (from, to) = (iso_day(from)?, iso_day(to)?);
        return (from < to).then_some(PeriodChoice::Custom { from, to });
    }
    PERIODS.iter().find(|(_, name)| *name == value).map(|(choice, _)| *choice)
}
