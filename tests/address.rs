//! A question as an address says it comes back as it was.

mod report_support;

use handoff::{
    leads::Dimension,
    report::{Compare, FilterTerm, PeriodChoice, Query, address_pairs, read_address_pair},
    time::Day,
};
use proptest::prelude::*;
use report_support::{anything, day, moment};

fn read(pairs: &[(&str, &str)]) -> Query {
    let mut query = Query::default();
    for (key, value) in pairs {
        read_address_pair(&mut query, key, value);
    }
    query
}

#[test]
fn names_that_links_hold() {
    let check = |query: &Query, expected: &[(&str, &str)]| {
        let pairs = address_pairs(query);
        let written: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
        assert_eq!(written, expected);
        assert_eq!(read(expected), *query);
    };
    let of = |period| Query { period, ..Query::default() };
    check(&Query::default(), &[]);
    check(&of(PeriodChoice::LastTwelveMonths), &[("period", "last-12-months")]);
    check(&of(PeriodChoice::Custom { from: day("2024-01-01"), to: day("2024-02-01") }), &[("period", "2024-01-01..2024-02-01")]);
    check(&Query { compare: Compare::Nothing, ..Query::default() }, &[("compare", "nothing")]);
    check(&Query { as_of: Some(moment("2024-01-01").0), ..Query::default() }, &[("as-of", "1704067200")]);
    check(&Query { goal_month: Some("2024-05".into()), ..Query::default() }, &[("goal-month", "2024-05")]);
    check(&Query { since: Some(day("2024-05-01")), ..Query::default() }, &[("since", "2024-05-01")]);
    let term = |dimension, value: Option<&str>| FilterTerm { dimension, value: value.map(str::to_owned) };
    let filter = vec![term(Dimension::Source, Some("a&b=c")), term(Dimension::JobTitle, None)];
    check(&Query { filter, ..Query::default() }, &[("source", "a&b=c"), ("job_title", "")]);
}

#[test]
fn what_is_not_known_leaves_the_default() {
    for pair in [
        ("period", "next-week"),
        ("period", "2024-02-01..2024-01-01"),
        ("period", "2024-02-30..2024-04-01"),
        ("as-of", "soon"),
        ("since", "May"),
        ("colour", "red"),
        ("compare", "mars"),
    ] {
        assert_eq!(read(&[pair]), Query::default(), "{pair:?}");
    }
}

proptest! {
    #[test]
    fn every_question_comes_back(query in anything::query(), since in proptest::option::of(0..40_000_i32), nothing in any::<bool>()) {
        let mut query = query;
        query.since = since.map(Day);
        if nothing {
            query.compare = Compare::Nothing;
        }
        // An empty period is none an address can ask for.
        if let PeriodChoice::Custom { from, to } = query.period && from >= to {
            query.period = PeriodChoice::All;
        }
        let pairs = address_pairs(&query);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
        prop_assert_eq!(read(&pairs), query);
    }
}
