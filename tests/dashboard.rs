//! The benchmark's ten outputs: against answers computed by another engine, where the workload's folder is, and against a plain count of
//! one row after the other on leads made up.

mod common;
#[path = "../benches/dashboard/mod.rs"]
mod dashboard;
#[path = "../benches/dashboard/made.rs"]
mod made;
#[path = "dashboard_support/plain.rs"]
mod plain;

use std::{collections::BTreeMap, path::Path, process::Command};

use dashboard::{Dashboard, Filter, Params, quantile::quantiles};
use handoff::import::{Field, FileMapping};
use proptest::prelude::*;
use serde_json::Value;

/// The first place where two answers differ: numbers by more than a billionth, money by more than a thousandth.
fn difference(expected: &Value, found: &Value, at: &str) -> Option<String> {
    match (expected, found) {
        (Value::Number(one), Value::Number(two)) => {
            let (one, two) = (one.as_f64()?, two.as_f64()?);
            let money = if at.starts_with("/roi") { 1e-3 } else { 0.0 };
            ((one - two).abs() > 1e-9 * one.abs().max(two.abs()) + money).then(|| format!("{at}: expected {one}, found {two}"))
        }
        (Value::Object(one), Value::Object(two)) => {
            let extra = two.keys().find(|key| !one.contains_key(*key)).map(|key| format!("{at}/{key}: unexpected"));
            let missing = one.keys().find(|key| !two.contains_key(*key)).map(|key| format!("{at}/{key}: missing"));
            let inside = || one.iter().find_map(|(key, value)| difference(value, two.get(key)?, &format!("{at}/{key}")));
            extra.or(missing).or_else(inside)
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            one.iter().zip(two).enumerate().find_map(|(index, (one, two))| difference(one, two, &format!("{at}/{index}")))
        }
        (one, two) => (one != two).then(|| format!("{at}: expected {one}, found {two}")),
    }
}

/// Files of the workload; tests are skipped where the folder, or what makes its data, is not there.
fn workload(name: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench").join(name)).ok()
}

/// The rows of the workload, as its script makes them.
fn rows(count: u32) -> Option<Vec<u8>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/gen.py");
    let file = std::env::temp_dir().join(format!("handoff-dashboard-{}.csv", std::process::id()));
    let made = Command::new("python3").arg(script).arg(count.to_string()).arg(&file).status().is_ok_and(|status| status.success());
    let bytes = std::fs::read(&file).ok().filter(|_| made);
    if file.exists() {
        std::fs::remove_file(&file).unwrap();
    }
    bytes
}

#[test]
fn answers_are_those_of_another_engine() {
    let (Some(expected), Some(workload)) = (workload("expected_10k.json"), workload("workload.json")) else {
        eprintln!("skipped: the workload's folder is not here");
        return;
    };
    let Some(bytes) = rows(10_000) else {
        eprintln!("skipped: python3 does not make the workload's rows here");
        return;
    };
    let mut mapping: FileMapping = common::sniffed("leads.csv", &bytes).mapping;
    for column in &mut mapping.columns {
        if matches!(column.header.as_str(), "page_views" | "ebook_downloads" | "pricing_visits") {
            column.field = Some(Field::Counter);
        }
    }
    let data = common::import_mapped(&[("leads.csv", &bytes)], &[mapping], 1 << 16).dataset;
    let params: Params = serde_json::from_str(&workload).unwrap();
    let workload: Value = serde_json::from_str(&workload).unwrap();
    let filters: BTreeMap<String, Filter> = serde_json::from_value(workload["filters"].clone()).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let mut dashboard = Dashboard::default();
    assert!(filters.len() >= 9, "a filter of each kind");
    for (name, filter) in filters {
        let found = serde_json::to_value(dashboard.answer(&data, &filter, &params).unwrap()).unwrap();
        assert_eq!(difference(&expected[&name], &found, ""), None, "{name}");
        let first = serde_json::to_value(Dashboard::default().answer(&data, &filter, &params).unwrap()).unwrap();
        assert_eq!(difference(&expected[&name], &first, ""), None, "{name} at first");
    }
}

fn day() -> impl Strategy<Value = Option<String>> {
    prop::option::of((2022..2027_i32, 1..13_u8, 1..29_u8).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")))
}

fn compare_with_plain(rows: usize, seed: u64, filters: impl IntoIterator<Item = Filter>) {
    let data = made::dataset(rows, seed);
    let params: Params = serde_json::from_str(include_str!("../benches/dashboard/params.json")).expect("the workload's parameters");
    let mut dashboard = Dashboard::default();
    for filter in filters {
        let found = serde_json::to_value(dashboard.answer(&data, &filter, &params).unwrap()).unwrap();
        let expected = plain::answer(&data, &filter, &params);
        assert_eq!(difference(&expected, &found, ""), None, "{filter:?}");
        let first = serde_json::to_value(Dashboard::default().answer(&data, &filter, &params).unwrap()).unwrap();
        assert_eq!(difference(&expected, &first, ""), None, "at first: {filter:?}");
    }
}

#[test]
fn many_leads_without_a_date_are_counted() {
    // Those of a source are of one cell, whose counts of a byte overflow many times.
    compare_with_plain(150_000, 7, [Filter::default()]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn answers_are_those_of_a_plain_count(
        rows in prop_oneof![0..40_usize, 2_000..6_000_usize],
        seed in 1..u64::MAX,
        filters in prop::collection::vec((prop::option::of(1..12_u8), day(), day()), 1..4),
    ) {
        let filters = filters.into_iter().map(|(source, from, to)| {
            Filter { source: source.map(|source| format!("value {source}")), from, to }
        });
        compare_with_plain(rows, seed, filters);
    }

    #[test]
    fn quantiles_are_those_of_sorted_numbers(
        // Few and many; close together, far apart, and across zero.
        mut values in prop_oneof![
            prop::collection::vec(any::<i32>(), 0..50),
            prop::collection::vec(any::<i32>(), 4_097..5_000),
            prop::collection::vec(-3..1_500_000, 4_097..5_000),
            prop::collection::vec(7..9, 4_097..5_000),
        ],
        at in 0.0..=1.0_f64,
    ) {
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let expected = [0.5, at].map(|at| plain::quantile(&sorted, at));
        let found = quantiles(&mut values, [0.5, at]);
        prop_assert_eq!(found.map_or([None; 2], |found| found.map(Some)), expected);
    }
}
