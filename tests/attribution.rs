//! Whose won deals were: six models over small stories, and over the company in `tests/known/returns`; what must hold whatever the data.

mod common;
mod money_support;
mod report_support;

use std::collections::BTreeMap;

use common::Stories;
use handoff::{
    agreement::Agreement,
    leads::{Dataset, DealState, Dimension, SpendCategory, Stage},
    report::{AttributionModel, CampaignTable, FilterTerm, PeriodChoice, Query, RecordTable, RecordsOf, Report, records, report},
    time::{Day, Moment, Zone},
};
use money_support::{Booking, Touch, booking, touch, with_spend, with_touches};
use proptest::{collection::vec, option, prelude::*, sample::select};
use report_support::{Deal, Lead, custom, dataset, deal, lead};

use AttributionModel::{FirstTouch, LastTouch, Linear, PositionBased, TimeDecay, WShaped};

fn report_of(data: &Dataset, query: &Query) -> Report {
    report(data, &[], &Agreement::default(), &Zone::utc(), query)
}

/// What each campaign is credited with by one model, in minor units.
fn credited(report: &Report, model: AttributionModel) -> BTreeMap<Option<&str>, i64> {
    let by = report.attribution.iter().find(|by| by.model == model);
    by.map(|by| by.campaigns.iter().map(|credit| (credit.campaign.as_deref(), credit.revenue.minor)).collect()).unwrap_or_default()
}

fn won(created: &str, closed: &str) -> Deal {
    deal(DealState::Won).of(0).created(created).closed(closed).worth(10_000)
}

/// The lead's own campaign is `own`, if any.
fn came(at: &str, own: &str) -> Lead {
    let lead = lead().at(Stage::Lead, at);
    if own.is_empty() { lead } else { lead.with(Dimension::Campaign, own) }
}

type Shares<'a> = &'a [(&'a str, i64)];

#[test]
fn a_deal_is_shared_among_the_touches_before_it() {
    let mut stories = Stories::default();
    let mut check = |story: &str, (lead, deal): (Lead, Deal), touches: &[(&str, &str)], model: AttributionModel, expected: Shares| {
        let touches: Vec<Touch> = touches.iter().map(|(at, campaign)| touch(0, at, campaign)).collect();
        let data = with_touches(dataset(&[lead], &[deal]), &touches);
        let report = report_of(&data, &Query::default());
        let expected = expected.iter().map(|(campaign, minor)| (Some(*campaign).filter(|name| *name != "(none)"), *minor)).collect();
        stories.same(story, &credited(&report, model), &expected);
    };
    let plain = || (came("2024-01-01", ""), won("2024-02-01", "2024-03-01"));
    let three = [("2024-01-01", "a"), ("2024-01-11", "b"), ("2024-01-21", "c")];
    check("first", plain(), &three, FirstTouch, &[("a", 10_000)]);
    check("last", plain(), &three, LastTouch, &[("c", 10_000)]);
    check("100.00 in three: reference example 8", plain(), &three, Linear, &[("a", 3_334), ("b", 3_333), ("c", 3_333)]);
    check("40, 20, 40", plain(), &three, PositionBased, &[("a", 4_000), ("b", 2_000), ("c", 4_000)]);
    let four = [three[0], three[1], ("2024-01-13", "d"), three[2]];
    check("20 % over two between", plain(), &four, PositionBased, &[("a", 4_000), ("b", 1_000), ("d", 1_000), ("c", 4_000)]);
    check("two have no middle", plain(), &three[..2], PositionBased, &[("a", 5_000), ("b", 5_000)]);
    let weeks = [("2024-01-01", "a"), ("2024-01-08", "b"), ("2024-01-15", "c")];
    check("half the weight a week: 1, 2 and 4 sevenths", plain(), &weeks, TimeDecay, &[("a", 1_429), ("b", 2_857), ("c", 5_714)]);
    let years = [("2020-01-01", "a"), ("2024-01-15", "c")];
    check("nothing is left of four years", plain(), &years, TimeDecay, &[("c", 10_000)]);

    let own = || (came("2024-01-10T12:00", "own"), won("2024-02-01T12:00", "2024-03-01"));
    let w = [("2024-01-01", "a"), ("2024-01-20", "b"), ("2024-01-30", "d"), ("2024-02-10", "e")];
    let shares: Shares = &[("a", 3_000), ("own", 3_000), ("b", 500), ("d", 3_000), ("e", 500)];
    check("30 first, 30 the lead, 30 the deal, 10 the rest", own(), &w, WShaped, shares);
    check("first and lead at once", own(), &[("2024-01-20", "b")], WShaped, &[("own", 6_667), ("b", 3_333)]);
    check("no rest: its 10 % go to the others", own(), &[w[0], w[2]], WShaped, &[("a", 3_334), ("own", 3_333), ("d", 3_333)]);
    check("no touch when the lead came in", plain(), &[("2024-01-05", "a"), ("2024-02-05", "b")], WShaped, &[("a", 8_571), ("b", 1_429)]);
    check(
        "of the day the lead came in",
        plain(),
        &[("2024-01-01T10:00", "a"), ("2024-02-05", "b")],
        WShaped,
        &[("a", 9_000), ("b", 1_000)],
    );

    check("its own campaign is a touch", own(), &[("2024-01-20", "b")], Linear, &[("own", 5_000), ("b", 5_000)]);
    check("none after the win", plain(), &[("2024-01-05", "a"), ("2024-03-02", "b")], Linear, &[("a", 10_000)]);
    check("the day of the win counts whole", plain(), &[("2024-01-05", "a"), ("2024-03-01T18:00", "b")], LastTouch, &[("b", 10_000)]);
    let timed = || (came("2024-01-01", ""), won("2024-02-01", "2024-03-01T12:00"));
    check("to the minute", timed(), &[("2024-01-05", "a"), ("2024-03-01T12:01", "b")], LastTouch, &[("a", 10_000)]);
    let visit = [("2024-01-05T10:00", "a"), ("2024-01-05T10:05", "a"), ("2024-01-09", "b")];
    check("one visit is one touch", plain(), &visit, Linear, &[("a", 5_000), ("b", 5_000)]);
    let days = [("2024-01-05T23:00", "a"), ("2024-01-06T01:00", "a"), ("2024-01-09", "b")];
    check("two days are two", plain(), &days, Linear, &[("a", 6_667), ("b", 3_333)]);
    let between = [("2024-01-05T10:00", "a"), ("2024-01-05T11:00", "b"), ("2024-01-05T12:00", "a")];
    check("something between makes two", plain(), &between, Linear, &[("a", 6_667), ("b", 3_333)]);
    check("in whatever order the file has them", plain(), &[three[2], three[0], three[1]], FirstTouch, &[("a", 10_000)]);
    let late = || (came("2024-04-01", "own"), won("2024-02-01", "2024-03-01"));
    check("a lead that came in after the win", late(), &[], Linear, &[("(none)", 10_000)]);
    let of_deal = || (came("2024-01-10", ""), won("2024-02-01", "2024-03-01").with(Dimension::Campaign, "deal's"));
    check("the deal's column where the lead has none", of_deal(), &[], Linear, &[("deal's", 10_000)]);
    let lost = || (came("2024-01-10", "own"), Deal { state: DealState::Lost, ..won("2024-02-01", "2024-03-01") });
    check("a lost deal is nobody's", lost(), &[], Linear, &[]);
    let refund = || (came("2024-01-01", ""), Deal { amount_minor: Some(-10_000), ..won("2024-02-01", "2024-03-01") });
    check("a negative amount", refund(), &three, Linear, &[("a", -3_334), ("b", -3_333), ("c", -3_333)]);
    let undated = || (lead().with(Dimension::Campaign, "own"), Deal { created: None, ..won("2024-02-01", "2024-03-01") });
    check("an undated lead came in first", undated(), &[("2024-01-05", "a")], FirstTouch, &[("own", 10_000)]);
}

#[test]
fn what_nothing_touched_and_what_is_only_planned_is_nobodys() {
    let leads = [came("2024-01-01", "a"), came("2024-01-01", "")];
    let deals =
        [won("2024-02-01", "2024-03-01"), won("2024-02-01", "2024-03-02").of(1), Deal { lead: None, ..won("2024-02-01", "2024-03-03") }];
    let planned = Touch { planned: true, ..touch(1, "2024-01-05", "b") };
    let data = with_touches(dataset(&leads, &deals), &[planned]);
    let report = report_of(&data, &Query::default());
    for model in AttributionModel::ALL {
        assert_eq!(credited(&report, model), BTreeMap::from([(Some("a"), 10_000), (None, 20_000)]), "{model:?}");
    }
    let table = report.campaigns.unwrap().by_campaign.unwrap();
    assert_eq!((table.won_deals, table.several_touches, table.is_same_for_all, table.rank_agreement), (3, 0, true, None));
    let touched = |value: Option<&str>| {
        let of = RecordsOf::TouchedBy { dimension: Dimension::Campaign, value: value.map(str::to_owned) };
        records(&data, &Agreement::default(), &Zone::utc(), &Query::default(), &of).rows
    };
    assert_eq!((touched(Some("a")), touched(None), touched(Some("b"))), (vec![0], vec![1, 2], vec![]));
}

#[test]
fn campaigns_have_their_costs_leads_and_ranks() {
    let leads = [came("2024-01-01", "a").at(Stage::Mql, "2024-01-02"), came("2024-01-05", "b"), came("2024-01-06", "b")];
    let deals = [won("2024-02-01", "2024-03-01").worth(30_000), won("2024-02-01", "2024-03-01").of(1)];
    let advertising = |at, minor, campaign| booking(at, minor).on(SpendCategory::Advertising).campaign(campaign);
    let costs = [
        advertising("2024-01-01", 5_000, "a"),
        advertising("2024-01-20", 20_000, "b"),
        advertising("2024-01-20", 700, "in vain"),
        booking("2024-01-20", 90_000),
    ];
    let data = with_spend(with_touches(dataset(&leads, &deals), &[touch(0, "2024-01-20", "b")]), &costs);
    let report = report_of(&data, &Query::default());
    let table = report.campaigns.as_ref().unwrap().by_campaign.as_ref().unwrap();
    let told = |part: &handoff::report::CampaignPart| {
        let linear = part.credits.iter().find(|credit| credit.model == Linear).unwrap();
        let cost = part.cost.as_ref().map(|cost| cost.minor);
        let revenue = (part.revenue_low.minor, linear.revenue.minor, part.revenue_high.minor);
        (part.value.clone().unwrap(), (cost, (part.leads, part.mql, part.won), revenue, linear.roi, linear.rank))
    };
    let expected = [
        ("a".to_owned(), (Some(5_000), (1, 1, 0), (0, 15_000, 30_000), Some(2.0), 2)),
        ("b".to_owned(), (Some(20_000), (2, 0, 0), (10_000, 25_000, 40_000), Some(0.25), 1)),
        ("in vain".to_owned(), (Some(700), (0, 0, 0), (0, 0, 0), Some(-1.0), 3)),
    ];
    assert_eq!(table.parts.iter().map(told).collect::<BTreeMap<_, _>>(), BTreeMap::from(expected));
    assert_eq!(table.parts[2].value.as_deref(), Some("in vain"), "least revenue last");
    assert_eq!((table.won_deals, table.several_touches, table.is_same_for_all), (2, 1, false));
    assert!(report.campaigns.unwrap().by_source.is_none(), "nobody knows a source");
}

#[test]
fn of_very_many_campaigns_the_rest_is_summed_up() {
    let leads: Vec<Lead> = (0..230).map(|number| came("2024-01-01", &format!("c{number}"))).collect();
    let deals: Vec<Deal> = (0..230).map(|number| won("2024-02-01", "2024-03-01").of(number).worth(1_000 + number as i64)).collect();
    let report = report_of(&dataset(&leads, &deals), &Query::default());
    let table = report.campaigns.unwrap().by_campaign.unwrap();
    let rest = table.rest.unwrap();
    assert_eq!((table.parts.len(), table.parts[0].value.as_deref(), table.parts[0].credits[0].rank), (200, Some("c229"), 1));
    assert_eq!((rest.leads, rest.revenue_low.minor, rest.credits[0].customers), (30, 30 * 1_000 + 435, 30.0));
    assert_eq!(report.attribution[0].campaigns.len(), 230);
}

/// 2024-01-01.
const FIRST_DAY: i32 = 19_723;

fn date() -> impl Strategy<Value = (Moment, bool)> {
    (0..120_i32, 0..86_400_i64, any::<bool>()).prop_map(|(day, second, whole_day)| {
        let second = if whole_day { 0 } else { second };
        (Moment::from_unix(i64::from(FIRST_DAY + day) * 86_400 + second).unwrap(), whole_day)
    })
}

fn name() -> impl Strategy<Value = String> {
    select(vec!["", "a", "b", "c", "d"]).prop_map(str::to_owned)
}

fn data() -> impl Strategy<Value = Dataset> {
    let leads = vec((option::weighted(0.9, date()), name(), name()), 1..20);
    leads.prop_flat_map(|leads| {
        let count = leads.len();
        let deal = (
            option::weighted(0.9, 0..count),
            option::weighted(0.9, date()),
            option::weighted(0.9, date()),
            0_usize..4,
            option::weighted(0.9, -500..90_000_i64),
            name(),
        );
        let came_by = (0..count, option::weighted(0.9, date()), name(), name(), prop::bool::weighted(0.1));
        let booked = (option::weighted(0.9, date()), option::weighted(0.9, -50..9_000_i64), name(), name());
        (vec(deal, 0..20), vec(came_by, 0..40), vec(booked, 0..12)).prop_map(move |(deals, touches, bookings)| {
            let lead = |(created, source, campaign): &(Option<(Moment, bool)>, String, String)| {
                let mut lead = lead().with(Dimension::Source, source).with(Dimension::Campaign, campaign);
                lead.stages[Stage::Lead.index()] = *created;
                lead
            };
            let leads: Vec<Lead> = leads.iter().map(lead).collect();
            let deals: Vec<Deal> = deals
                .into_iter()
                .map(|(lead, created, closed, kind, amount_minor, campaign)| {
                    let state = [DealState::Open, DealState::Lost, DealState::Won, DealState::Won][kind];
                    let closed = closed.filter(|_| state != DealState::Open);
                    Deal { lead, created, closed, state, amount_minor, categories: vec![(Dimension::Campaign, campaign)] }
                })
                .collect();
            let touches: Vec<Touch> =
                touches.into_iter().map(|(lead, at, campaign, source, planned)| Touch { lead, at, campaign, source, planned }).collect();
            let bookings: Vec<Booking> = bookings
                .into_iter()
                .map(|(at, minor, source, campaign)| Booking {
                    at,
                    minor,
                    category: SpendCategory::Advertising,
                    words: [String::new(), source, campaign],
                })
                .collect();
            with_spend(with_touches(dataset(&leads, &deals), &touches), &bookings)
        })
    })
}

fn query() -> impl Strategy<Value = Query> {
    let period =
        (0..120, 0..120).prop_map(|(from, days)| PeriodChoice::Custom { from: Day(FIRST_DAY + from), to: Day(FIRST_DAY + from + days) });
    let filter = option::weighted(0.3, select(vec![None, Some("a")]));
    (prop_oneof![Just(PeriodChoice::All), period], option::weighted(0.4, date()), filter).prop_map(|(period, as_of, source)| Query {
        period,
        as_of: as_of.map(|(moment, _)| moment),
        filter: source.map(|value| FilterTerm { dimension: Dimension::Source, value: value.map(str::to_owned) }).into_iter().collect(),
        ..Query::default()
    })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_model_shares_all_that_was_won(data in data(), query in query()) {
        let report = report_of(&data, &query);
        let won = report.deals.as_ref().map_or(0, |deals| deals.won);
        let revenue = report.revenue.as_ref().map_or(0, |revenue| revenue.total.minor);
        prop_assert_eq!(report.attribution.len(), if won > 0 && report.campaigns.as_ref().is_some_and(|both| both.by_campaign.is_some()) { 6 } else { 0 });
        for by in &report.attribution {
            prop_assert_eq!(by.campaigns.iter().map(|credit| credit.revenue.minor).sum::<i64>(), revenue);
            prop_assert!(close(by.campaigns.iter().map(|credit| credit.customers).sum::<f64>(), won as f64));
            prop_assert!(by.campaigns.is_sorted_by_key(|credit| std::cmp::Reverse(credit.revenue.minor)));
        }
        let both = report.campaigns.as_ref().map(|both| [&both.by_campaign, &both.by_source]);
        for table in both.into_iter().flatten().flatten() {
            prop_assert_eq!(table.won_deals, won);
            prop_assert_eq!(table.is_same_for_all, table.several_touches == 0);
            prop_assert!(table.rank_agreement.is_none_or(|agreement| (-1e-9..=1.0 + 1e-9).contains(&agreement)));
            prop_assert_eq!(table.parts.iter().map(|part| part.leads).sum::<u64>(), report.leads);
            for model in 0..6 {
                let credits = || table.parts.iter().map(|part| &part.credits[model]);
                prop_assert_eq!(credits().map(|credit| credit.revenue.minor).sum::<i64>(), revenue);
                prop_assert!(close(credits().map(|credit| credit.customers).sum::<f64>(), won as f64));
                for (part, credit) in table.parts.iter().zip(credits()) {
                    prop_assert!((part.revenue_low.minor..=part.revenue_high.minor).contains(&credit.revenue.minor));
                    prop_assert!(!table.is_same_for_all || part.revenue_low == part.revenue_high);
                    let better = table.parts.iter().filter(|other| other.value.is_some() && other.credits[model].revenue.minor > credit.revenue.minor);
                    let credited = better.filter(|other| other.credits.iter().any(|credit| credit.customers > 0.0));
                    prop_assert_eq!(credit.rank as usize, credited.count() + 1);
                }
            }
        }
    }

    #[test]
    fn who_is_credited_has_touched_the_deal(data in data(), query in query()) {
        let report = report_of(&data, &query);
        let rows = |dimension: Dimension, value: &Option<String>| {
            let of = RecordsOf::TouchedBy { dimension, value: value.clone() };
            records(&data, &Agreement::default(), &Zone::utc(), &query, &of)
        };
        let Some(both) = &report.campaigns else { return Ok(()) };
        let check = |dimension: Dimension, table: &CampaignTable| {
            let (mut touches, mut deals) = (0, std::collections::BTreeSet::new());
            for part in &table.parts {
                let set = rows(dimension, &part.value);
                assert_eq!(set.table, RecordTable::Deals);
                assert!(set.rows.is_sorted_by(|a, b| a < b));
                let most = part.credits.iter().map(|credit| credit.customers).fold(0.0, f64::max);
                assert!(most <= set.rows.len() as f64 + 1e-9 && (most > 0.0) != set.rows.is_empty());
                if table.is_same_for_all || part.value.is_none() {
                    assert!(close(most, set.rows.len() as f64));
                }
                touches += set.rows.len() as u64;
                deals.extend(set.rows);
            }
            assert_eq!(deals.len() as u64, table.won_deals);
            assert!(touches >= table.won_deals + table.several_touches);
        };
        both.by_campaign.iter().for_each(|table| check(Dimension::Campaign, table));
        both.by_source.iter().for_each(|table| check(Dimension::Source, table));
    }
}

#[test]
fn the_period_decides_which_wins_are_shared() {
    let leads = [came("2024-01-01", "a"), came("2024-01-01", "b")];
    let deals = [won("2024-02-01", "2024-03-01"), won("2024-02-01", "2024-04-01").of(1)];
    let report = report_of(&dataset(&leads, &deals), &custom("2024-03-01", "2024-04-01"));
    assert_eq!(credited(&report, Linear), BTreeMap::from([(Some("a"), 10_000)]));
}
