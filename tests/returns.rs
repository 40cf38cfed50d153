//! Investment and what it brought: small stories, the company in `tests/known/returns` against answers made by other means
//! (`answers.py`), and real exports.

mod common;
mod money_support;
mod report_support;

use std::{collections::BTreeMap, fs, path::Path};

use common::Stories;
use handoff::{
    agreement::{Agreement, ReturnBasis, SourceClass, Team},
    leads::{Dataset, DealState, Dimension, SpendCategory, Stage},
    report::{AttributionModel, CampaignTable, Compare, Figure, FilterTerm, Money, Need, PeriodChoice, Query, Report, ReturnOf, report},
    time::{CalendarSystem, Moment, Zone},
};
use money_support::{Booking, booking, typed, with_spend};
use report_support::{Deal, custom, dataset, day, deal, lead, moment};
use serde_json::Value;

fn report_by(data: &Dataset, agreement: &Agreement, query: &Query) -> Report {
    report(data, &[], agreement, &Zone::utc(), query)
}

fn minor(money: &Money) -> i64 {
    money.minor
}

fn source(value: Option<&str>) -> FilterTerm {
    FilterTerm { dimension: Dimension::Source, value: value.map(str::to_owned) }
}

/// A deal won on a day, for 100.00.
fn won(closed: &str) -> Deal {
    deal(DealState::Won).created("2024-01-01").closed(closed).worth(10_000)
}

/// The needs of one figure.
fn needs(report: &Report, figure: Figure) -> Vec<Need> {
    report.missing.iter().filter(|missing| missing.figure == figure).map(|missing| missing.need).collect()
}

#[test]
fn investment_is_what_was_booked_and_typed_in() {
    let mut stories = Stories::default();
    let leads = [lead().at(Stage::Lead, "2024-01-10"), lead().at(Stage::Lead, "2024-04-30T12:00")];
    let mut check = |story: &str, rows: &[Booking], costs: &[(&str, f64)], query: &Query, expected: Option<i64>| {
        let data = with_spend(dataset(&leads, &[]), rows);
        let found = report_by(&data, &typed(costs), query).investment.map(|investment| investment.total.minor);
        stories.same(story, &found, &expected);
    };
    let all = Query::default();
    let february = custom("2024-02-01", "2024-03-01");
    let rows = [booking("2024-01-01", 100), booking("2024-02-01", 20), booking("2024-02-29T23:59", 3)];
    check("all of it, before the first lead too", &rows, &[], &all, Some(123));
    check("of a month", &rows, &[], &february, Some(23));
    check("not what is booked after the as-of", &[booking("2024-05-01", 100)], &[], &all, Some(0));
    check("undated belongs to all", &[booking("2024-01-01", 100).undated()], &[], &all, Some(100));
    check("and to no period", &[booking("2024-01-01", 100).undated()], &[], &february, Some(0));
    check("no spend is unknown, not nothing", &[], &[], &all, None);
    check("no amount either", &[booking("2024-01-01", 100).unreadable()], &[], &all, None);
    check("a whole month typed in", &[], &[("2024-02", 29.0)], &february, Some(2_900));
    check("ten days of it", &[], &[("2024-02", 29.0)], &custom("2024-02-11", "2024-02-21"), Some(1_000));
    check("typed in before the first lead", &[], &[("2023-11", 5.0)], &all, Some(500));
    check(
        "of the as-of's month the days up to it",
        &[],
        &[("2024-04", 30.0)],
        &Query { as_of: Some(moment("2024-04-12").0), ..all.clone() },
        Some(1_200),
    );
    check("a month nobody can read", &[], &[("April", 30.0)], &all, None);
    let sourced = [booking("2024-01-01", 100).source("web"), booking("2024-01-01", 10), booking("2024-01-01", 5).source("fair")];
    let filtered = |terms: &[FilterTerm]| Query { filter: terms.to_vec(), ..Query::default() };
    check("of one source", &sourced, &[("2024-02", 7.0)], &filtered(&[source(Some("web"))]), Some(100));
    check("of none: typed ones too", &sourced, &[("2024-02", 7.0)], &filtered(&[source(None)]), Some(710));
    check("of either", &sourced, &[], &filtered(&[source(Some("web")), source(Some("fair"))]), Some(105));
    check("no booking names a source", &rows, &[], &filtered(&[source(Some("web"))]), None);
    let owner = FilterTerm { dimension: Dimension::Owner, value: Some("Ann".into()) };
    check("nobody knows whose lead a booking was for", &sourced, &[], &filtered(&[owner]), None);
}

#[test]
fn costs_are_told_by_category_and_team() {
    use SpendCategory::{Advertising, Content, Other, Salaries};
    let rows = [
        booking("2024-01-01", 500).on(SpendCategory::Advertising).team("Marketing"),
        booking("2024-01-02", 300).on(SpendCategory::Salaries).team("تیم فروش"),
        booking("2024-01-03", 200).on(SpendCategory::Advertising).team("PERFORMANCE MARKETING"),
        booking("2024-01-04", 50).team("Finance"),
        booking("2024-01-05", 10),
        booking("2024-01-06", 1).unreadable(),
    ];
    let data = with_spend(dataset(&[lead().at(Stage::Lead, "2024-02-01")], &[]), &rows);
    let part = report_by(&data, &typed(&[("2024-01", 1.0)]), &Query::default()).investment.unwrap();
    assert_eq!((part.total.minor, part.typed_in.minor, part.without_amount), (1_160, 100, 1));
    let by_category: Vec<_> = part.by_category.iter().map(|cost| (cost.category, cost.amount.minor)).collect();
    assert_eq!(by_category, [(Advertising, 700), (Salaries, 300), (Content, 100), (Other, 60)]);
    let by_team: Vec<_> = part.by_team.iter().map(|cost| (cost.team, cost.name.as_deref(), cost.amount.minor)).collect();
    let expected = [(Some(Team::Marketing), None, 800), (Some(Team::Sales), None, 300), (None, Some("Finance"), 50), (None, None, 10)];
    assert_eq!(by_team, expected);
}

#[test]
fn a_customer_is_new_once() {
    let leads = [lead().at(Stage::Lead, "2023-12-01"), lead().at(Stage::Lead, "2024-01-01")];
    let deals = [
        won("2024-02-10").of(0),
        won("2024-01-10").of(0),
        won("2024-02-11").of(1),
        won("2024-02-11").of(1),
        won("2024-02-12"),
        won("2024-02-13"),
    ];
    let data = with_spend(dataset(&leads, &deals), &[booking("2024-02-01", 300)]);
    let report = report_by(&data, &Agreement::default(), &custom("2024-02-01", "2024-03-01"));
    let cac = report.cac.unwrap();
    assert_eq!((cac.customers, cac.blended.minor, cac.paid, cac.lag_days), (3, 100, None, None));
    assert_eq!((report.returns.months[0].won_deals, report.returns.months[0].customers), (5, 3));
}

#[test]
fn without_deals_the_leads_that_became_customers_count() {
    let leads = [
        lead().at(Stage::Lead, "2024-01-01").at(Stage::Customer, "2024-02-05").with(Dimension::Source, "web"),
        lead().at(Stage::Lead, "2024-01-01").at(Stage::Customer, "2024-03-05").with(Dimension::Source, "fair"),
    ];
    let rows = [booking("2024-02-01", 500).on(SpendCategory::Advertising).source("web"), booking("2024-02-01", 200)];
    let data = with_spend(dataset(&leads, &[]), &rows);
    let report = report_by(&data, &Agreement::default(), &custom("2024-02-01", "2024-04-01"));
    let cac = report.cac.as_ref().unwrap();
    let paid = cac.paid.as_ref().unwrap();
    assert_eq!((cac.customers, cac.blended.minor, paid.customers, paid.value.minor), (2, 350, 1, 500));
    assert_eq!(report.returns.months.iter().map(|month| month.customers).collect::<Vec<_>>(), [1, 1]);
    assert_eq!((report.returns.months[0].revenue.clone(), report.roi.clone()), (None, None));
    assert_eq!(needs(&report, Figure::Roi), [Need::Deals]);
    assert_eq!(needs(&report, Figure::PaidCac), []);
}

#[test]
fn costs_are_taken_a_sales_cycle_earlier_where_that_is_agreed() {
    let deals = [won("2024-03-11"), won("2024-03-12")];
    let rows = [booking("2024-01-01", 1_000), booking("2024-02-01", 50), booking("2024-03-01", 7)];
    let data = with_spend(dataset(&[], &deals), &rows);
    let mut agreement = Agreement::default();
    agreement.economics.lag_cac = true;
    let march = custom("2024-03-01", "2024-04-01");
    // 70 and 71 days: half a day more is a day. The as-of is 12 March, so the costs are those of 20 December to 1 January.
    let cac = report_by(&data, &agreement, &march).cac.unwrap();
    assert_eq!((cac.lag_days, cac.invested.minor, cac.blended.minor), (Some(71), 1_000, 500));
    let undated = [Deal { created: None, ..won("2024-03-11") }];
    let report = report_by(&with_spend(dataset(&[], &undated), &rows), &agreement, &march);
    assert_eq!((report.cac.clone(), needs(&report, Figure::Cac)), (None, vec![Need::DealDates]));
    assert!(report.returns.months[0].cac.is_none() && report.returns.months[0].investment.is_some());
}

#[test]
fn figures_say_what_they_lack() {
    let mut stories = Stories::default();
    let mut check = |story: &str, data: &Dataset, agreement: &Agreement, figure: Figure, expected: &[Need]| {
        stories.same(story, &needs(&report_by(data, agreement, &Query::default()), figure), &expected.to_vec());
    };
    let default = Agreement::default();
    let nothing = dataset(&[lead().at(Stage::Lead, "2024-01-01")], &[]);
    check("no spend", &nothing, &default, Figure::Investment, &[Need::Spend]);
    check("neither spend nor deals", &nothing, &default, Figure::Roi, &[Need::Spend, Need::Deals]);
    check("no customers either", &nothing, &default, Figure::Cac, &[Need::Spend, Need::Deals]);
    check("no deals to be fast with", &nothing, &default, Figure::SalesVelocity, &[Need::Deals]);
    check("nothing to attribute", &nothing, &default, Figure::Attribution, &[Need::Campaigns, Need::Deals]);
    let spent = |deals: &[Deal]| with_spend(dataset(&[lead().at(Stage::Lead, "2024-01-01")], deals), &[booking("2024-01-05", 100)]);
    check("no terms", &spent(&[won("2024-02-01")]), &default, Figure::Ltv, &[Need::GrossMargin, Need::ContractMonths, Need::Lifetime]);
    check("no advertising", &spent(&[won("2024-02-01")]), &default, Figure::PaidCac, &[Need::PaidSpend]);
    check("enough", &spent(&[won("2024-02-01")]), &default, Figure::Cac, &[]);
    let unpaid = [Deal { amount_minor: None, ..won("2024-02-01") }];
    check("no amounts", &spent(&unpaid), &default, Figure::Roi, &[Need::Amounts]);
    let lost = [deal(DealState::Lost).created("2024-01-01").closed("2024-02-01").worth(1)];
    check("no win", &spent(&lost), &default, Figure::Cac, &[Need::MoreWins]);
    check("no win to be fast with", &spent(&lost), &default, Figure::SalesVelocity, &[Need::MoreWins]);
    let mut on_margin = Agreement::default();
    on_margin.economics.return_on = ReturnBasis::GrossMargin;
    check("the margin", &spent(&[won("2024-02-01")]), &on_margin, Figure::Roi, &[Need::GrossMargin]);
}

#[test]
fn months_are_those_of_the_workspace() {
    let deals = [won("2024-03-19"), won("2024-03-20"), won("2024-05-01")];
    let data = with_spend(dataset(&[], &deals), &[booking("2024-03-20", 40)]);
    let mut agreement = typed(&[("1403-02", 31.0)]);
    agreement.workspace.calendar = CalendarSystem::Persian;
    agreement.source_classes.insert("web".into(), SourceClass::Marketing);
    let returns = report_by(&data, &agreement, &custom("2024-03-19", "2024-05-01")).returns;
    let told = |of: &ReturnOf| (of.period.clone(), of.from.clone(), of.won_deals, of.investment.as_ref().map(minor));
    let of = |period: &str, from: &str, won: u64, invested: i64| (period.to_owned(), from.to_owned(), won, Some(invested));
    let months: Vec<_> = returns.months.iter().map(told).collect();
    // 1 Farvardin 1403 is 20 March 2024; of Ordibehesht's 31 days the first eleven are in the period.
    assert_eq!(months, [of("1402-12", "2024-03-19", 1, 0), of("1403-01", "2024-03-20", 1, 40), of("1403-02", "2024-04-20", 0, 1_100)]);
    let years: Vec<_> = returns.years.iter().map(told).collect();
    assert_eq!(years, [of("1402", "2024-03-19", 1, 0), of("1403", "2024-03-20", 1, 1_140)]);
}

/// The company of `tests/known/returns`, by its agreement.
fn company() -> (Dataset, Agreement, Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/known/returns");
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    let files = ["leads.csv", "deals.csv", "activities.csv", "spend.csv"].map(|name| (name, read(name)));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let agreement = serde_json::from_slice(&read("agreement.json")).unwrap();
    (common::import(&files).dataset, agreement, serde_json::from_slice(&read("expected.json")).unwrap())
}

fn instant(text: &str) -> Moment {
    let (date, time) = text.trim_end_matches('Z').split_once('T').unwrap();
    let parts: Vec<i64> = time.split(':').map(|part| part.parse().unwrap()).collect();
    Moment::from_unix(i64::from(day(date).0) * 86_400 + parts[0] * 3_600 + parts[1] * 60 + parts[2]).unwrap()
}

fn same_number(found: Option<f64>, expected: &Value, what: &str) {
    match (found, expected.as_f64()) {
        (None, None) => {}
        (Some(found), Some(expected)) if (found - expected).abs() <= 1e-9 * expected.abs().max(1.0) => {}
        (found, expected) => panic!("{what}: {found:?} is not {expected:?}"),
    }
}

fn same_span(found: &ReturnOf, expected: &Value, what: &str) {
    assert_eq!(
        (&found.from, &found.to),
        (&expected["from"].as_str().unwrap().to_owned(), &expected["to"].as_str().unwrap().to_owned()),
        "{what}"
    );
    let counts = (found.won_deals, found.customers, found.win_rate.denominator - found.win_rate.numerator);
    let count = |name: &str| expected[name].as_u64().unwrap();
    assert_eq!(counts, (count("won_deals"), count("customers"), count("lost")), "{what}");
    let amounts = [&found.revenue, &found.investment, &found.average_deal, &found.cac].map(|money| money.as_ref().map(minor));
    assert_eq!(amounts, ["revenue", "investment", "average_deal", "cac"].map(|name| expected[name].as_i64()), "{what}");
    same_number(found.roi, &expected["roi"], what);
}

#[test]
fn a_company_of_a_year_has_the_known_returns() {
    let (data, agreement, expected) = company();
    for case in expected.as_array().unwrap() {
        let (agreement, query, what) = asked(case, &agreement);
        let answers = &case["answers"];
        let report = report_by(&data, &agreement, &query);
        let investment = report.investment.as_ref().unwrap();
        assert_eq!(Some(investment.total.minor), answers["investment"].as_i64(), "{what}");
        assert_eq!(Some(investment.typed_in.minor), answers["typed_in"].as_i64(), "{what}");
        let name = |category: SpendCategory| serde_json::to_value(category).unwrap().as_str().unwrap().to_owned();
        let by_category: BTreeMap<String, i64> =
            investment.by_category.iter().map(|cost| (name(cost.category), cost.amount.minor)).collect();
        assert_eq!(serde_json::to_value(by_category).unwrap(), answers["by_category"], "{what}");
        let team = |team: Option<Team>| team.map(|team| format!("{team:?}").to_lowercase());
        let by_team = investment.by_team.iter().map(|cost| (team(cost.team).or(cost.name.clone()).unwrap_or_default(), cost.amount.minor));
        assert_eq!(serde_json::to_value(by_team.collect::<BTreeMap<_, _>>()).unwrap(), answers["by_team"], "{what}");

        same_number(report.roi.as_ref().map(|roi| roi.value), &answers["roi"], &what);
        let cac = report.cac.as_ref().unwrap();
        let found = [cac.blended.minor, cac.invested.minor, cac.customers as i64].map(Some);
        assert_eq!(found, ["cac", "cac_invested", "customers"].map(|name| answers[name].as_i64()), "{what}");
        assert_eq!(cac.lag_days.map(i64::from), answers["lag_days"].as_i64(), "{what}");
        let paid = cac.paid.as_ref().unwrap();
        let of_paid = &answers["paid_cac"];
        assert_eq!(
            (Some(paid.invested.minor), Some(paid.customers)),
            (of_paid["invested"].as_i64(), of_paid["customers"].as_u64()),
            "{what}"
        );
        let ltv = report.ltv.as_ref().unwrap();
        assert_eq!(Some(ltv.value.minor), answers["ltv"].as_i64(), "{what}");
        same_number(report.payback_months, &answers["payback_months"], &what);
        let velocity = report.sales_velocity.as_ref().unwrap();
        assert_eq!(
            (Some(velocity.per_day.minor), Some(velocity.opportunities)),
            (answers["velocity"].as_i64(), answers["opportunities"].as_u64()),
            "{what}"
        );
        same_number(Some(velocity.cycle_days), &answers["cycle_mean"], &what);

        let returns = &report.returns;
        for (name, spans) in [("months", &returns.months), ("quarters", &returns.quarters), ("years", &returns.years)] {
            let expected = answers[name].as_array().unwrap();
            assert_eq!(spans.len(), expected.len(), "{what}: {name}");
            spans.iter().zip(expected).for_each(|(found, expected)| same_span(found, expected, &format!("{what}: {}", found.period)));
        }
        let campaigns = report.campaigns.as_ref().unwrap();
        same_credits(campaigns.by_campaign.as_ref().unwrap(), &answers["by_campaign"], &what);
        same_credits(campaigns.by_source.as_ref().unwrap(), &answers["by_source"], &what);
        for part in &campaigns.by_campaign.as_ref().unwrap().parts {
            let cost = part.value.as_ref().and_then(|value| answers["campaign_cost"][value].as_i64());
            assert_eq!(part.cost.as_ref().map(minor), cost, "{what}: {:?}", part.value);
        }
    }
}

/// The agreement and the query of a known case.
fn asked(case: &Value, agreement: &Agreement) -> (Agreement, Query, String) {
    let mut economics = serde_json::to_value(&agreement.economics).unwrap();
    for (name, value) in case["economics"].as_object().unwrap() {
        economics[name] = value.clone();
    }
    let agreement = Agreement { economics: serde_json::from_value(economics).unwrap(), ..agreement.clone() };
    let period = match (case["from"].as_str(), case["to"].as_str()) {
        (Some(from), Some(to)) => PeriodChoice::Custom { from: day(from), to: day(to) },
        _ => PeriodChoice::All,
    };
    let as_of = Some(instant(case["as_of"].as_str().unwrap()));
    let what = format!("from {} to {}, {}", case["from"], case["to"], case["economics"]);
    (agreement, Query { period, as_of, compare: Compare::Nothing, ..Query::default() }, what)
}

/// Every model's customers and revenue of every value.
fn same_credits(table: &CampaignTable, expected: &Value, what: &str) {
    assert_eq!(Some(table.several_touches), expected["several"].as_u64(), "{what}");
    for (place, model) in AttributionModel::ALL.into_iter().enumerate() {
        let answers = expected["models"][serde_json::to_value(model).unwrap().as_str().unwrap()].as_object().unwrap();
        for part in &table.parts {
            let value = part.value.clone().unwrap_or_default();
            let credit = &part.credits[place];
            let answer = answers.get(&value);
            let revenue = answer.map_or(Some(0), |answer| answer["revenue"].as_i64());
            assert_eq!(Some(credit.revenue.minor), revenue, "{what}: {model:?} of {value:?}");
            let customers = answer.map_or(Value::from(0.0), |answer| answer["customers"].clone());
            same_number(Some(credit.customers), &customers, &format!("{what}: {model:?} of {value:?}"));
        }
    }
}

#[test]
fn maven_returns_are_the_known_quarters() {
    let Some(folder) = common::data() else { return };
    let bytes = fs::read(folder.join("maven_crm/sales_pipeline.csv")).unwrap();
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("maven_crm/expected.json")).unwrap()).unwrap();
    let data = common::import(&[("sales_pipeline.csv", &bytes)]).dataset;
    let report = report_by(&data, &Agreement::default(), &Query::default());
    let answers = expected["revenue_by_close_quarter"].as_object().unwrap();
    let closed: Vec<&ReturnOf> = report.returns.quarters.iter().filter(|quarter| quarter.won_deals > 0).collect();
    assert_eq!(closed.len(), answers.len());
    for quarter in closed {
        let name = quarter.period.replace('-', "");
        assert_eq!(quarter.revenue.as_ref().map(minor), answers[&name].as_f64().map(|amount| (amount * 100.0).round() as i64), "{name}");
        assert_eq!(Some(quarter.won_deals), expected["won_by_close_quarter"][&name].as_u64(), "{name}");
        // Every deal stands for a lead of its own.
        assert_eq!(quarter.customers, quarter.won_deals);
    }
    let velocity = report.sales_velocity.unwrap();
    assert_eq!((velocity.opportunities, velocity.win_rate.numerator, velocity.average_deal.minor), (8_800, 4_238, 236_091));
}

#[test]
fn ringostat_wins_a_third() {
    let Some(folder) = common::data() else { return };
    let bytes = fs::read(folder.join("ringostat_deals/deals.csv")).unwrap();
    let report = report_by(&common::import(&[("deals.csv", &bytes)]).dataset, &Agreement::default(), &Query::default());
    let rate = report.deals.as_ref().unwrap().win_rate.value().unwrap();
    assert!((rate * 100.0 - 33.385).abs() < 0.000_5, "{rate}");
    let by_source = report.campaigns.unwrap().by_source.unwrap();
    assert_eq!((by_source.won_deals, by_source.is_same_for_all), (216, true));
    assert_eq!(report.returns.years.iter().map(|year| year.won_deals).sum::<u64>(), 216);
}
