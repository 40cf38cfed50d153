//! The step that would bring most customers, through the public report, as stories.

mod report_support;

use handoff::{
    agreement::{Agreement, StageTerms},
    leads::{DealState, Stage},
    report::{BottleneckStep, Fate, Figure, Need, Query, RecordsOf, Report, records, report},
    time::{CalendarSystem, Zone},
};
use report_support::{Deal, Lead, custom, dataset, deal, lead, moment};

use Stage::{Customer, Lead as New, Mql};

/// So many leads that came on a day, of whom so many became MQLs and customers, after 10 days each.
fn wave(created: &str, mql_at: &str, won_at: &str, [leads, mqls, customers]: [usize; 3]) -> Vec<Lead> {
    let one = |row| match row {
        row if row < customers => lead().at(New, created).at(Mql, mql_at).at(Customer, won_at),
        row if row < mqls => lead().at(New, created).at(Mql, mql_at),
        _ => lead().at(New, created),
    };
    (0..leads).map(one).collect()
}

/// A good autumn of 2023, a middling winter, and the second quarter of 2024, in which half as many leads become MQLs.
fn story() -> Vec<Lead> {
    let mut leads = wave("2023-10-20", "2023-10-30", "2023-11-09", [60, 36, 9]);
    leads.extend(wave("2024-01-20", "2024-01-30", "2024-02-09", [50, 20, 5]));
    leads.extend(wave("2024-04-20", "2024-04-30", "2024-05-10", [100, 30, 6]));
    leads
}

fn spring() -> Query {
    Query { as_of: Some(moment("2024-06-20T12:00").0), ..custom("2024-04-01", "2024-07-01") }
}

fn counted(leads: &[Lead], deals: &[Deal], agreement: &Agreement, query: &Query) -> Report {
    report(&dataset(leads, deals), &[], agreement, &Zone::utc(), query)
}

fn steps(leads: &[Lead], agreement: &Agreement, query: &Query) -> Vec<BottleneckStep> {
    counted(leads, &[], agreement, query).funnel.bottleneck.map_or(Vec::new(), |found| found.steps)
}

fn seen(steps: &[BottleneckStep]) -> Vec<(Stage, f64, Option<&str>, f64)> {
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    steps.iter().map(|step| (step.from, rounded(step.benchmark), step.best_quarter.as_deref(), rounded(step.customers_added))).collect()
}

fn agreed(stage: Stage, rate: f64) -> Agreement {
    let terms = StageTerms { target_rate: Some(rate), ..StageTerms::default() };
    Agreement { stage_terms: [(stage, terms)].into(), ..Agreement::default() }
}

#[test]
fn against_the_best_quarter() {
    let found = counted(&story(), &[], &Agreement::default(), &spring()).funnel.bottleneck.unwrap();
    assert_eq!((found.from, found.to), (New, Mql));
    // 100 leads · (60 % − 30 %) · 20 % = 6; and 30 MQLs · (25 % − 20 %) = 1.5. Autumn and winter won 25 % of their MQLs, but 20 are few.
    assert_eq!(seen(&found.steps), [(New, 0.6, Some("2023-Q4"), 6.0), (Mql, 0.25, Some("2023-Q4"), 1.5)]);
    assert!(found.steps.iter().all(|step| step.revenue_added.is_none()));
    // The rate is that of the funnel, so its records are listed.
    let step = &found.steps[0];
    let of = RecordsOf::Step { from: New, fate: Fate::Converted };
    let listed = records(&dataset(&story(), &[]), &Agreement::default(), &Zone::utc(), &spring(), &of).rows;
    assert_eq!((listed.len() as u64, step.rate.denominator), (step.rate.numerator, 100));
}

#[test]
fn against_the_agreement() {
    // The agreed rate is the benchmark, whatever the quarters were: 30 · (60 % − 20 %) = 12.
    let steps_of = |agreement: &Agreement| steps(&story(), agreement, &spring());
    assert_eq!(seen(&steps_of(&agreed(Customer, 0.6))), [(Mql, 0.6, None, 12.0), (New, 0.6, Some("2023-Q4"), 6.0)]);
    // A step that is as good as agreed would add nothing, and stays in the list.
    assert_eq!(seen(&steps_of(&agreed(Mql, 0.3))), [(Mql, 0.25, Some("2023-Q4"), 1.5), (New, 0.3, None, 0.0)]);
    let mut kept = agreed(Mql, 0.1);
    kept.stage_terms.extend(agreed(Customer, 0.2).stage_terms);
    let report = counted(&story(), &[], &kept, &spring());
    assert_eq!(report.funnel.bottleneck, None);
    assert!(report.missing.iter().all(|missing| missing.figure != Figure::Bottleneck));
}

#[test]
fn customers_are_worth_the_average_deal() {
    let won = |row: usize, worth| deal(DealState::Won).of(row).closed("2024-05-10").worth(worth);
    let report = counted(&story(), &[won(110, 100_000), won(111, 200_003)], &Agreement::default(), &spring());
    let added: Vec<_> = report.funnel.bottleneck.unwrap().steps.into_iter().map(|step| step.revenue_added.unwrap()).collect();
    // 6 and 1.5 times 1 500.02, the average to a whole cent.
    assert_eq!(added.iter().map(|money| money.minor).collect::<Vec<_>>(), [900_012, 225_003]);
    assert_eq!(added[0].currency.as_deref(), Some("EUR"));
}

#[test]
fn a_quarter_counts_once_it_is_full_over_and_ripe() {
    let autumn = |sizes| wave("2023-10-20", "2023-10-30", "2023-11-09", sizes);
    let now = || wave("2024-04-20", "2024-04-30", "2024-05-10", [100, 30, 6]);
    let of = |leads: Vec<Lead>, as_of: &str| {
        let query = Query { as_of: Some(moment(as_of).0), ..custom("2024-04-01", "2024-07-01") };
        let found = steps(&[leads, now()].concat(), &Agreement::default(), &query);
        found.iter().find(|step| step.from == New).and_then(|step| step.best_quarter.clone())
    };
    assert_eq!(of(autumn([30, 20, 5]), "2024-06-20").as_deref(), Some("2023-Q4"));
    // One lead fewer is thin.
    assert_eq!(of(autumn([29, 20, 5]), "2024-06-20"), None);
    // The running quarter is no benchmark for itself. Once it is over, and the ten days of the step and the begun one have passed, it is one.
    let ripens = |leads: Vec<Lead>, as_of: &str| {
        let query = Query { as_of: Some(moment(as_of).0), ..Query::default() };
        let found = steps(&[leads, now()].concat(), &agreed(Customer, 0.9), &query);
        found.iter().find(|step| step.from == New).and_then(|step| step.best_quarter.clone())
    };
    assert_eq!(ripens(autumn([50, 10, 5]), "2024-06-30T23:00").as_deref(), Some("2023-Q4"));
    assert_eq!(ripens(autumn([50, 10, 5]), "2024-07-11T12:00").as_deref(), Some("2023-Q4"));
    assert_eq!(ripens(autumn([50, 10, 5]), "2024-07-12T00:00").as_deref(), Some("2024-Q2"));
    // Of two equally good ones the later.
    assert_eq!(ripens(autumn([50, 15, 5]), "2024-07-12T00:00").as_deref(), Some("2024-Q2"));
}

#[test]
fn quarters_are_those_of_the_workspace_and_of_the_filter() {
    let mut agreement = Agreement::default();
    agreement.workspace.calendar = CalendarSystem::Persian;
    let found = steps(&story(), &agreement, &spring());
    // 20 October 2023 is 28 Mehr 1402.
    assert_eq!(found[0].best_quarter.as_deref(), Some("1402-Q3"));
    let dimension = handoff::leads::Dimension::Source;
    let mut leads = story();
    for lead in &mut leads[..60] {
        *lead = lead.clone().with(dimension, "fair");
    }
    for lead in &mut leads[60..] {
        *lead = lead.clone().with(dimension, "web");
    }
    let filter = vec![handoff::report::FilterTerm { dimension, value: Some("web".into()) }];
    let of_web = steps(&leads, &Agreement::default(), &Query { filter, ..spring() });
    assert_eq!(seen(&of_web), [(New, 0.4, Some("2024-Q1"), 2.0)]);
}

#[test]
fn without_a_benchmark_it_is_missing() {
    let check = |leads: &[Lead], agreement: &Agreement| {
        let report = counted(leads, &[], agreement, &spring());
        assert_eq!(report.funnel.bottleneck, None);
        let needs: Vec<Need> =
            report.missing.iter().filter(|missing| missing.figure == Figure::Bottleneck).map(|missing| missing.need).collect();
        assert_eq!(needs, [Need::StageDates]);
    };
    check(&[], &Agreement::default());
    check(&wave("2024-04-20", "2024-04-30", "2024-05-10", [100, 30, 6]), &Agreement::default());
    // Nobody was an MQL in the period: what more of them would have come to cannot be told, but nothing is missing for it.
    let mut leads = wave("2024-01-20", "2024-01-30", "2024-02-09", [9, 9, 9]);
    leads.extend(vec![lead().at(New, "2024-04-20"); 50]);
    let report = counted(&leads, &[], &agreed(Mql, 0.9), &spring());
    assert_eq!(report.funnel.bottleneck, None);
    assert!(report.missing.iter().all(|missing| missing.figure != Figure::Bottleneck));
    // What no customer can come of adds none.
    check(&wave("2024-04-20", "2024-04-30", "2024-05-10", [100, 30, 0]), &agreed(Mql, 0.9));
}
