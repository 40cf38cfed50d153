//! Open deals and what they will bring: stories, hand-made forecasts, and what must hold of any data.

mod common;
mod report_support;

use std::fs;

use handoff::{
    agreement::Agreement,
    leads::{DealState, Dimension},
    report::{
        Compare, Figure, Forecast, ForecastWeight, Need, PeriodChoice, Pipeline, Query, RecordTable, RecordsOf, ValueChoice, records,
        report,
    },
    time::Zone,
};
use proptest::{collection::vec, prelude::*};
use report_support::{
    Deal,
    anything::{self, agreement, data, query},
    custom, dataset, deal, moment, report_of,
};

fn at(as_of: &str) -> Query {
    Query { as_of: Some(moment(as_of).0), compare: Compare::Nothing, ..Query::default() }
}

fn pipeline(deals: &[Deal], query: &Query) -> Pipeline {
    report_of(&[], deals, query).pipeline.unwrap()
}

fn open(created: &str) -> Deal {
    deal(DealState::Open).created(created)
}

fn closed(state: DealState, created: &str, closed: &str) -> Deal {
    deal(state).created(created).closed(closed)
}

#[test]
fn deals_open_at_the_as_of_whatever_the_period() {
    let check = |deals: &[Deal], expected: u64| {
        for query in [at("2024-05-31"), Query { as_of: at("2024-05-31").as_of, ..custom("2023-01-01", "2023-02-01") }] {
            assert_eq!(pipeline(deals, &query).open, expected, "{deals:?}");
        }
    };
    check(&[open("2024-05-31"), open("2024-06-01"), open("2019-01-01"), deal(DealState::Open)], 3);
    check(&[closed(DealState::Won, "2024-05-01", "2024-06-01"), closed(DealState::Lost, "2024-05-01", "2024-05-31")], 1);
    check(&[closed(DealState::Won, "2024-06-01", "2024-06-01"), deal(DealState::Lost).created("2024-01-01")], 0);
}

#[test]
fn stages_ages_and_idle_deals() {
    let in_stage = |deal: Deal, stage: &str| deal.with(Dimension::DealStage, stage);
    let mut deals = vec![
        in_stage(open("2024-05-31"), "Offer").worth(100),
        in_stage(open("2024-05-01"), "Offer").worth(20),
        in_stage(open("2024-04-30T12:00"), "Offer"),
        in_stage(open("2024-04-30"), "Trial").worth(3),
        in_stage(deal(DealState::Open), "").worth(5_000),
    ];
    // Nine are won in 10 days and one in 30: nine in ten take 12 days or less (type 7).
    deals.extend((0..9).map(|_| in_stage(closed(DealState::Won, "2024-01-01", "2024-01-11"), "Trial")));
    let few = pipeline(&deals, &at("2024-05-31"));
    assert_eq!((few.idle_over_days, few.idle, few.idle_value.minor), (None, 0, 0));
    deals.push(in_stage(closed(DealState::Won, "2024-01-01", "2024-01-31"), "Trial"));
    deals.push(in_stage(closed(DealState::Lost, "2024-01-01", "2024-01-31"), "Trial"));
    let found = pipeline(&deals, &at("2024-05-31"));
    assert_eq!((found.open, found.value.minor, found.without_amount), (5, 5_123, 1));
    assert_eq!((found.idle_over_days, found.idle, found.idle_value.minor), (Some(12.0), 3, 23));
    let stages: Vec<_> =
        found.stages.iter().map(|of| (of.stage.as_deref(), of.open, of.value.minor, of.idle, of.median_age_days)).collect();
    // 30.5 days from noon: between 0 and 30 days the middle is 30.
    let expected = [(Some("Offer"), 3, 120, 2, Some(30.0)), (Some("Trial"), 1, 3, 1, Some(31.0)), (None, 1, 5_000, 0, None)];
    assert_eq!(stages, expected);
    let rates: Vec<_> = found.stages.iter().map(|of| (of.win_rate.numerator, of.win_rate.denominator)).collect();
    assert_eq!(rates, [(0, 0), (10, 11), (0, 0)]);
    let ages: Vec<_> = found.ages.iter().map(|age| (age.up_to_days, age.open, age.value.minor)).collect();
    let up_to = [Some(30), Some(60), Some(90), Some(180), Some(365), None];
    assert_eq!(
        ages,
        up_to
            .into_iter()
            .zip([(3, 120), (1, 3), (0, 0), (0, 0), (0, 0), (0, 0)])
            .map(|(up_to, (open, minor))| (up_to, open, minor))
            .collect::<Vec<_>>()
    );
}

#[test]
fn what_is_missing_is_said() {
    let check = |deals: &[Deal], figure: Figure, expected: &[Need]| {
        let missing = report_of(&[], deals, &Query::default()).missing.into_iter();
        let needs: Vec<Need> = missing.filter(|missing| missing.figure == figure).map(|missing| missing.need).collect();
        assert_eq!(needs, expected, "{figure:?}");
    };
    check(&[], Figure::Pipeline, &[Need::Deals]);
    check(&[], Figure::Forecast, &[Need::Deals]);
    check(&[open("2024-05-31")], Figure::Pipeline, &[]);
    check(&[open("2024-05-31")], Figure::Forecast, &[Need::DealDates, Need::Amounts]);
    check(&[closed(DealState::Won, "2024-01-01", "2024-01-31").worth(1)], Figure::Forecast, &[Need::MoreWins]);
}

/// 15 won after 10 days, 15 lost after 60, all of the first days of 2023.
fn history() -> Vec<Deal> {
    let won = closed(DealState::Won, "2023-01-01", "2023-01-11");
    let lost = closed(DealState::Lost, "2023-01-01", "2023-03-02").worth(77);
    (0..15).flat_map(|_| [won.clone(), lost.clone()]).collect()
}

fn forecast(more: &[Deal], query: &Query) -> Forecast {
    let deals: Vec<Deal> = history().into_iter().chain(more.iter().cloned()).collect();
    pipeline(&deals, query).forecast.unwrap()
}

/// Expected, low and high, in minor units.
fn figures(forecast: &Forecast) -> [i64; 3] {
    [forecast.expected.minor, forecast.low.minor, forecast.high.minor]
}

#[test]
fn a_forecast_by_age_made_by_hand() {
    // 16 May: 45 days are left of the quarter. Of 30 deals, half are won by day 10 and half are still open then: a new one is won with
    // probability 1/2. The standard deviation is half the amount, 1.2816 of it are 64 078.
    let may = at("2024-05-16");
    let new = open("2024-05-16").worth(100_000);
    let found = forecast(std::slice::from_ref(&new), &may);
    assert_eq!((found.from.as_str(), found.to.as_str()), ("2024-04-01", "2024-07-01"));
    assert_eq!((found.weighted_by, found.learned_from, found.won.minor), (ForecastWeight::Age, 30, 0));
    // Neither less than nothing, nor more than the deal.
    assert_eq!(figures(&found), [50_000, 0, 100_000]);
    // Four of them: 200 000 ± 1.2816 · 100 000.
    assert_eq!(figures(&forecast(&vec![new.clone(); 4], &may)), [200_000, 71_845, 328_155]);
    // Past the last win there is none to come; without an amount or a date of creation nothing is.
    assert_eq!(figures(&forecast(&[open("2024-04-16").worth(100_000)], &may)), [0, 0, 0]);
    assert_eq!(figures(&forecast(&[open("2024-05-16"), deal(DealState::Open).worth(100_000)], &may)), [0, 0, 0]);
    // What is won in the quarter is certain; what was won before it is not in it.
    let won = [deal(DealState::Won).closed("2024-04-01").worth(7_000), deal(DealState::Won).closed("2024-03-31").worth(900), new.clone()];
    let found = forecast(&won, &may);
    assert_eq!((found.won.minor, figures(&found)), (7_000, [57_000, 7_000, 107_000]));
    // On 22 June nine days are left: too few for a win after ten.
    assert_eq!(figures(&forecast(&[open("2024-06-21").worth(100_000)], &at("2024-06-21"))), [0, 0, 0]);
    assert_eq!(figures(&forecast(&[open("2024-06-20").worth(100_000)], &at("2024-06-20"))), [50_000, 0, 100_000]);
}

/// An export that begins with what closed on 1 January shows of the deals of December only those that were slow. They say nothing of the
/// first days of a deal: counted from its first day each, half of what is won by day 10 would be 15 in 70.
#[test]
fn deals_count_from_the_first_closing_on() {
    let slow = closed(DealState::Lost, "2022-12-01", "2023-01-01");
    let deals: Vec<Deal> = (0..40).map(|_| slow.clone()).chain([open("2024-05-16").worth(100_000)]).collect();
    let found = forecast(&deals, &at("2024-05-16"));
    assert_eq!((found.learned_from, found.expected.minor), (70, 50_000));
}

#[test]
fn the_period_of_a_forecast() {
    let check = |query: &Query, expected: (&str, &str)| {
        let found = forecast(&[open("2024-05-16").worth(100_000)], query);
        assert_eq!((found.from.as_str(), found.to.as_str()), expected);
    };
    let may = at("2024-05-16");
    check(&Query { period: PeriodChoice::ThisMonth, ..may.clone() }, ("2024-05-01", "2024-06-01"));
    check(&Query { period: PeriodChoice::LastMonth, ..may.clone() }, ("2024-04-01", "2024-07-01"));
    let ending = |to| Query { as_of: may.as_of, ..custom("2024-05-01", to) };
    check(&ending("2024-05-18"), ("2024-05-01", "2024-05-18"));
    // Nothing of it is left.
    check(&ending("2024-05-17"), ("2024-04-01", "2024-07-01"));
}

#[test]
fn past_periods_are_forecast_with_what_was_known_then() {
    // The same 46 days before its end, the quarter before was forecast on 15 February. This deal was then 14 days old: nothing was
    // expected of it, and it brought 700.00.
    let late = closed(DealState::Won, "2024-02-01", "2024-03-01").worth(70_000);
    // Created after that day: in neither.
    let unforeseen = closed(DealState::Won, "2024-02-20", "2024-03-01").worth(1_000);
    // Won before that day: in both.
    let early = closed(DealState::Won, "2024-01-05", "2024-01-06").worth(30_000);
    let found = forecast(&[late, unforeseen, early, open("2024-05-16").worth(100_000)], &at("2024-05-16"));
    let tests: Vec<_> =
        found.back_test.iter().map(|test| (test.from.as_str(), test.to.as_str(), test.expected.minor, test.actual.minor)).collect();
    // Four: in the first quarter of 2023 only 15 deals had been closed by the day of the forecast.
    let expected = [
        ("2023-04-01", "2023-07-01", 0, 0),
        ("2023-07-01", "2023-10-01", 0, 0),
        ("2023-10-01", "2024-01-01", 0, 0),
        ("2024-01-01", "2024-04-01", 30_000, 100_000),
    ];
    assert_eq!(tests, expected);
    assert_eq!(found.error, Some(0.7));
    assert_eq!(forecast(&[], &at("2024-05-16")).error, None, "nothing came");
}

#[test]
fn stages_weigh_where_closed_deals_keep_theirs() {
    let offer = |deal: Deal| deal.with(Dimension::DealStage, "Offer");
    let mut deals: Vec<Deal> = (0..20).map(|_| offer(closed(DealState::Won, "2023-01-01", "2023-01-11"))).collect();
    deals.extend((0..10).map(|_| offer(closed(DealState::Lost, "2023-01-01", "2023-01-11"))));
    deals.push(offer(open("2024-05-16").worth(90_000)));
    let found = pipeline(&deals, &at("2024-05-16")).forecast.unwrap();
    assert_eq!((found.weighted_by, found.expected.minor, found.back_test.len(), found.error), (ForecastWeight::Stage, 60_000, 0, None));
    // Too soon for any deal to close.
    let found = pipeline(&deals, &at("2024-05-20")).forecast.unwrap();
    assert_eq!(found.expected.minor, 60_000);
    let last_day = Query { as_of: at("2024-05-20").as_of, ..custom("2024-05-01", "2024-05-24") };
    assert_eq!(pipeline(&deals, &last_day).forecast.unwrap().expected.minor, 0);
    // A deal in a stage that no closed one shows, or one that has been closed since: by age.
    let other = open("2024-05-16").worth(1).with(Dimension::DealStage, "Trial");
    let since = offer(closed(DealState::Won, "2024-05-16", "2024-05-30").worth(1));
    for more in [other, since] {
        let deals: Vec<Deal> = deals.iter().cloned().chain([more]).collect();
        assert_eq!(pipeline(&deals, &at("2024-05-16")).forecast.unwrap().weighted_by, ForecastWeight::Age);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_pipeline_sums_to_its_deals(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let report = report(&data, &[], &agreement, &zone, &query);
        let Some(found) = &report.pipeline else {
            prop_assert_eq!(data.deals.len, 0);
            return Ok(());
        };
        let check = |stage: ValueChoice, idle: bool, count: u64| {
            let set = records(&data, &agreement, &zone, &query, &RecordsOf::Pipeline { stage, idle });
            prop_assert_eq!((set.table, set.rows.len() as u64), (RecordTable::Deals, count));
            prop_assert!(set.rows.is_sorted_by(|a, b| a < b));
            Ok(())
        };
        check(ValueChoice::Any, false, found.open)?;
        check(ValueChoice::Any, true, found.idle)?;
        for of in &found.stages {
            check(ValueChoice::Is(of.stage.clone()), false, of.open)?;
            check(ValueChoice::Is(of.stage.clone()), true, of.idle)?;
        }
        prop_assert_eq!(found.stages.iter().map(|of| of.open).sum::<u64>(), found.open);
        prop_assert_eq!(found.stages.iter().map(|of| of.value.minor).sum::<i64>(), found.value.minor);
        prop_assert!(found.ages.iter().map(|age| age.open).sum::<u64>() <= found.open);
        prop_assert!(found.stages.is_sorted_by(|a, b| a.open >= b.open));
        if query.period == PeriodChoice::All {
            prop_assert_eq!(found.open, report.deals.as_ref().map_or(0, |deals| deals.open));
        }
    }

    #[test]
    fn a_forecast_holds_what_is_won(deals in vec(anything::deal(0), 50..160), query in query()) {
        let data = dataset(&[], &deals);
        let report = report(&data, &[], &Agreement::default(), &Zone::utc(), &query);
        let Some(found) = report.pipeline.and_then(|pipeline| pipeline.forecast) else { return Ok(()) };
        prop_assert!(found.learned_from >= 30);
        prop_assert!([&found.won, &found.low, &found.expected, &found.high].is_sorted_by_key(|money| money.minor));
        prop_assert!(found.back_test.len() <= 8 && found.back_test.is_sorted_by(|a, b| a.to <= b.from));
        prop_assert!(found.back_test.last().is_none_or(|last| last.to == found.from));
        prop_assert!(found.back_test.iter().all(|test| test.low.minor <= test.expected.minor && test.expected.minor <= test.high.minor));
    }
}

#[test]
fn maven_deals_without_amounts_are_open_and_bring_nothing() {
    let Some(folder) = common::data() else { return };
    let bytes = fs::read(folder.join("maven_crm/sales_pipeline.csv")).unwrap();
    let imported = common::import(&[("sales_pipeline.csv", &bytes)]);
    let found = report(&imported.dataset, &[], &Agreement::default(), &Zone::utc(), &Query::default()).pipeline.unwrap();
    let stages: Vec<_> = found.stages.iter().map(|of| (of.stage.as_deref(), of.open)).collect();
    assert_eq!(stages, [(Some("Engaging"), 1_589), (Some("Prospecting"), 500)]);
    assert_eq!((found.open, found.without_amount, found.ages.iter().map(|age| age.open).sum::<u64>()), (2_089, 2_089, 1_589));
    // Closed on the last day of the data, and the quarter: all of it is won already.
    let forecast = found.forecast.unwrap();
    assert_eq!((forecast.learned_from, forecast.expected.minor, forecast.won.minor), (6_711, 280_249_600, 280_249_600));
}
