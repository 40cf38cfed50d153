//! The triangle of cohorts: stories of single cells, what must hold of any data, and the real export of Olist against its answers.

mod common;
mod report_support;

use std::{collections::BTreeSet, fs};

use handoff::{
    agreement::Agreement,
    leads::{Dataset, DealState, Dimension, Event, Instants, NO_AMOUNT, Stage, Status},
    report::{Cohorts, Compare, Figure, FilterTerm, Need, Query, RecordsOf, records, report},
    time::{CalendarSystem, Zone},
};
use proptest::prelude::*;
use report_support::{
    Deal, Lead,
    anything::{agreement, data, query},
    custom, dataset, day, deal, lead, moment,
};

fn at(as_of: &str) -> Query {
    Query { as_of: Some(moment(as_of).0), compare: Compare::Nothing, ..Query::default() }
}

fn cohorts(leads: &[Lead], deals: &[Deal], query: &Query) -> Option<Cohorts> {
    report(&dataset(leads, deals), &[], &Agreement::default(), &Zone::utc(), query).cohorts
}

/// Each month as `YYYY-MM leads: customers`.
fn triangle(cohorts: &Cohorts) -> Vec<String> {
    let line = |month: &handoff::report::CohortMonth| format!("{} {}: {:?}", month.month, month.leads, month.customers);
    cohorts.months.iter().map(line).collect()
}

fn won(created: &str, won: &str) -> Lead {
    lead().at(Stage::Lead, created).at(Stage::Customer, won)
}

fn check(leads: &[Lead], query: &Query, expected: &[&str]) {
    assert_eq!(triangle(&cohorts(leads, &[], query).unwrap()), expected);
}

#[test]
fn customers_stand_in_the_month_they_were_won() {
    let may = at("2024-05-15");
    let open = |created| lead().at(Stage::Lead, created);
    check(&[won("2024-05-02", "2024-05-03"), open("2024-05-04")], &may, &["2024-05 2: [1]"]);
    check(&[won("2024-03-31", "2024-04-01"), won("2024-03-01", "2024-05-15")], &may, &["2024-03 2: [0, 1, 1]"]);
    // Months in which nobody came in are between; those that have not begun are not there.
    check(
        &[won("2024-02-10", "2024-02-11"), open("2024-04-01")],
        &may,
        &["2024-02 1: [1, 0, 0, 0]", "2024-03 0: [0, 0, 0]", "2024-04 1: [0, 0]"],
    );
    // Won before the month it came in, and after the as-of.
    check(&[won("2024-04-10", "2024-02-11"), won("2024-04-10", "2024-05-16")], &may, &["2024-04 2: [1, 0]"]);
    // Without a date of creation, the first later date is the month.
    check(&[lead().at(Stage::Customer, "2024-04-05"), open("2024-04-01")], &may, &["2024-04 2: [1, 0]"]);
    // The period picks the leads, not the wins.
    let april = Query { as_of: may.as_of, ..custom("2024-04-05", "2024-05-01") };
    check(&[won("2024-04-04", "2024-04-20"), won("2024-04-05", "2024-05-02")], &april, &["2024-04 1: [0, 1]"]);
    check(&[won("2024-01-04", "2024-01-20")], &april, &[]);
}

#[test]
fn customers_without_a_date_are_in_no_cell() {
    let leads = [won("2024-04-04", "2024-04-20"), lead().at(Stage::Lead, "2024-04-04").status(Status::Customer)];
    let found = cohorts(&leads, &[], &at("2024-05-15")).unwrap();
    assert_eq!((triangle(&found), found.undated), (vec!["2024-04 2: [1, 0]".to_owned()], 1));
}

#[test]
fn the_latest_three_years_are_shown() {
    let months = (2020..2024).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}-10")));
    let leads: Vec<Lead> = months.map(|date| won(&date, &date)).collect();
    let found = cohorts(&leads, &[], &at("2024-02-01")).unwrap();
    assert_eq!((found.months.len(), found.months[0].month.as_str()), (36, "2021-01"));
    assert_eq!((found.months[0].customers.len(), found.months[35].customers.len()), (38, 3));
}

#[test]
fn months_are_those_of_the_workspace() {
    let mut agreement = Agreement::default();
    agreement.workspace.calendar = CalendarSystem::Persian;
    // 1 Farvardin 1403 is 20 March 2024, 1 Ordibehesht 20 April.
    let leads = [won("2024-03-19", "2024-03-20"), won("2024-03-20", "2024-04-19")];
    let found = report(&dataset(&leads, &[]), &[], &agreement, &Zone::utc(), &at("2024-04-20")).cohorts.unwrap();
    assert_eq!(triangle(&found), ["1402-12 1: [0, 1, 0]", "1403-01 1: [1, 0]"]);
    // 22:30 UTC on 30 April is May in Berlin.
    let leads = [lead().at(Stage::Lead, "2024-04-30T22:30").at(Stage::Customer, "2024-06-01T00:00")];
    let berlin = Zone::named("Europe/Berlin").unwrap();
    let found = report(&dataset(&leads, &[]), &[], &Agreement::default(), &berlin, &at("2024-06-02")).cohorts.unwrap();
    assert_eq!(triangle(&found), ["2024-05 1: [0, 1]"]);
}

#[test]
fn revenue_stands_in_the_month_it_was_won() {
    let leads = [won("2024-03-04", "2024-04-20").with(Dimension::Source, "web"), won("2024-03-05", "2024-03-20")];
    let paid = |lead, closed: &str, amount| deal(DealState::Won).of(lead).closed(closed).worth(amount);
    let deals = [
        paid(0, "2024-04-20", 100),
        paid(0, "2024-05-02", 20),
        paid(0, "2024-06-02", 7),
        paid(1, "2024-02-28", 3),
        deal(DealState::Lost).of(1).closed("2024-03-01").worth(1_000),
        deal(DealState::Won).of(1).worth(5_000),
        deal(DealState::Won).closed("2024-03-01").worth(9_000),
    ];
    let revenue = |query: &Query, deals: &[Deal]| {
        let month = cohorts(&leads, deals, query).unwrap().months.remove(0);
        month.revenue.map(|cells| cells.iter().map(|money| money.minor).collect::<Vec<_>>())
    };
    let may = at("2024-05-15");
    assert_eq!(revenue(&may, &deals), Some(vec![3, 100, 20]));
    let web = vec![FilterTerm { dimension: Dimension::Source, value: Some("web".into()) }];
    assert_eq!(revenue(&Query { filter: web, ..may.clone() }, &deals), Some(vec![0, 100, 20]));
    assert_eq!(revenue(&may, &[deal(DealState::Won).of(0).closed("2024-04-20")]), None);
}

#[test]
fn what_is_missing_is_said() {
    let check = |leads: &[Lead], agreement: &Agreement, expected: &[Need]| {
        let report = report(&dataset(leads, &[]), &[], agreement, &Zone::utc(), &Query::default());
        let needs: Vec<Need> =
            report.missing.iter().filter(|missing| missing.figure == Figure::Cohorts).map(|missing| missing.need).collect();
        assert_eq!((needs.as_slice(), report.cohorts.is_some()), (expected, expected.is_empty()));
    };
    let default = Agreement::default();
    check(&[won("2024-03-04", "2024-04-20")], &default, &[]);
    check(&[lead().at(Stage::Lead, "2024-03-04")], &default, &[Need::StageDates]);
    check(&[lead().at(Stage::Lead, "2024-03-04").status(Status::Customer)], &default, &[Need::StageDates]);
    check(&[lead().status(Status::Lead), lead().at(Stage::Customer, "2024-03-04")], &default, &[Need::LeadDates]);
    check(&[lead().at(Stage::Customer, "2024-03-04")], &default, &[Need::LeadDates]);
    check(&[lead().event(Event::Delivered, "2024-03-04")], &default, &[Need::LeadDates, Need::StageDates]);
    let without_customers = Agreement { stages_off: vec![Stage::Customer], ..Agreement::default() };
    check(&[won("2024-03-04", "2024-04-20")], &without_customers, &[Need::StageDates]);
}

#[test]
fn a_span_lists_the_leads_created_in_it_whatever_the_period() {
    let leads = [lead().at(Stage::Lead, "2024-03-31"), lead().at(Stage::Mql, "2024-04-01"), lead().at(Stage::Lead, "2024-04-30T23:59")];
    let data = dataset(&leads, &[]);
    let created = |from, to, query: &Query| {
        let of = RecordsOf::CreatedIn { from: day(from), to: day(to) };
        records(&data, &Agreement::default(), &Zone::utc(), query, &of).rows
    };
    assert_eq!(created("2024-04-01", "2024-05-01", &Query::default()), [1, 2]);
    assert_eq!(created("2024-04-01", "2024-05-01", &custom("2024-01-01", "2024-02-01")), [1, 2]);
    assert_eq!(created("2024-01-01", "2025-01-01", &at("2024-04-01")), [0, 1]);
    assert_eq!(created("2024-05-01", "2024-04-01", &Query::default()), [0_u32; 0]);
}

/// What the won deals of these leads brought by the as-of, where they have a date.
fn paid(data: &Dataset, leads: &BTreeSet<u32>, query: &Query) -> i64 {
    let deals = &data.deals;
    let as_of = query.as_of.or(data.latest).map_or(u32::MAX - 1, |moment| moment.unix() as u32);
    let is_paid = |deal: &usize| {
        let closed = deals.closed.raw()[*deal];
        let is_won = deals.state[*deal] == DealState::Won && closed != Instants::MISSING && closed <= as_of;
        is_won && leads.contains(&deals.lead[*deal]) && deals.amount_minor[*deal] != NO_AMOUNT
    };
    (0..deals.len).filter(is_paid).map(|deal| deals.amount_minor[deal]).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_triangle_sums_to_its_leads(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let report = report(&data, &[], &agreement, &zone, &query);
        let Some(cohorts) = &report.cohorts else { return Ok(()) };
        let rows = |of: &RecordsOf| records(&data, &agreement, &zone, &query, of).rows;
        let mut all = BTreeSet::new();
        for month in &cohorts.months {
            let cell = |since| RecordsOf::CohortCell { month: month.month.clone(), since };
            let of_month = rows(&cell(None));
            prop_assert_eq!(of_month.len() as u64, month.leads);
            for (since, customers) in (0..).zip(&month.customers) {
                let of_cell = rows(&cell(Some(since)));
                prop_assert_eq!(of_cell.len() as u64, *customers);
                prop_assert!(of_cell.iter().all(|row| of_month.contains(row)));
            }
            prop_assert!(rows(&cell(Some(month.customers.len() as u32))).is_empty());
            all.extend(of_month);
        }
        // The data spans five months: all of them are shown.
        let leads: u64 = cohorts.months.iter().map(|month| month.leads).sum();
        prop_assert_eq!(all.len() as u64, leads);
        prop_assert!(leads <= report.leads);
        let customers: u64 = cohorts.months.iter().flat_map(|month| &month.customers).sum();
        let reached = rows(&RecordsOf::Reached { stage: Stage::Customer }).into_iter().filter(|row| all.contains(row)).count() as u64;
        prop_assert_eq!(customers + cohorts.undated, reached);
        let revenue = cohorts.months.iter().filter_map(|month| month.revenue.as_ref()).flatten().map(|money| money.minor).sum::<i64>();
        prop_assert_eq!(revenue, paid(&data, &all, &query));
        let months: Vec<usize> = cohorts.months.iter().map(|month| month.customers.len()).collect();
        prop_assert!(months.windows(2).all(|pair| pair[0] == pair[1] + 1));
    }
}

#[test]
fn olist_cohorts_by_month_of_first_contact() {
    let Some(folder) = common::data() else { return };
    let names = ["olist_marketing_qualified_leads_dataset.csv", "olist_closed_deals_dataset.csv"];
    let bytes = names.map(|name| fs::read(folder.join("olist").join(name)).unwrap());
    let imported = common::import(&[(names[0], &bytes[0]), (names[1], &bytes[1])]);
    let expected: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("olist/expected.json")).unwrap()).unwrap();
    let cohorts = report(&imported.dataset, &[], &Agreement::default(), &Zone::utc(), &Query::default()).cohorts.unwrap();
    let answers = expected["cohort_month"].as_object().unwrap();
    assert_eq!(cohorts.months.len(), answers.len());
    for month in &cohorts.months {
        let answer = &answers[&month.month];
        let customers: u64 = month.customers.iter().sum();
        assert_eq!((answer["leads"].as_u64(), answer["won"].as_u64()), (Some(month.leads), Some(customers)), "{}", month.month);
    }
    // The one win dated before its lead is within the same month.
    assert_eq!(cohorts.undated, 0);
}
