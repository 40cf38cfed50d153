//! What each number means at its edges, as tables of stories. Import is not in here: leads are written down directly.

mod report_support;

use handoff::{
    agreement::{Agreement, SourceClass},
    leads::{DealState, Dimension, Event, Stage, Status},
    report::{Compare, Fate, FilterTerm, KnownLeads, Outcome, PeriodChoice, Query, Rate, RecordsOf, outcomes_of, records, report},
    time::{CalendarSystem, Day, Zone},
};
use report_support::{Lead, custom, dataset, day, deal, lead, moment, report_of};

use DealState::{Lost, Open, Won};
use Event::{Disqualified, Recycled};
use Stage::{Customer, Lead as New, Mql, Opportunity, Sal, Sql};

fn as_of(date: &str) -> Query {
    Query { as_of: Some(moment(date).0), compare: Compare::Nothing, ..Query::default() }
}

#[test]
fn reached_and_implied() {
    // Two helpers make every stage but SAL tracked.
    let helpers =
        [lead().at(New, "2024-01-01").at(Mql, "2024-01-02").at(Sql, "2024-01-03").at(Opportunity, "2024-01-04").at(Customer, "2024-01-05")];
    let check = |story: Lead, reached: [u64; 6], implied: [u64; 6]| {
        let name = format!("{story:?}");
        let mut leads = helpers.to_vec();
        let before = report_of(&leads, &[], &as_of("2024-06-30")).funnel;
        leads.push(story);
        let after = report_of(&leads, &[], &as_of("2024-06-30")).funnel;
        let added = |count: fn(&handoff::report::StageCount) -> u64| {
            let by_stage = after.stages.iter().zip(&before.stages).map(|(after, before)| count(after) - count(before));
            by_stage.collect::<Vec<_>>()
        };
        assert_eq!(added(|stage| stage.reached), reached, "{name}");
        assert_eq!(added(|stage| stage.implied), implied, "{name}");
    };
    check(lead(), [1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]);
    check(lead().at(New, "2024-02-01"), [1, 0, 0, 0, 0, 0], [0; 6]);
    check(lead().at(Sql, "2024-02-01"), [1, 1, 0, 1, 0, 0], [1, 1, 0, 0, 0, 0]);
    check(lead().at(New, "2024-02-01").status(Status::Opportunity), [1, 1, 0, 1, 1, 0], [0, 1, 0, 1, 1, 0]);
    check(lead().at(New, "2024-02-01").at(Mql, "2024-07-01"), [1, 0, 0, 0, 0, 0], [0; 6]); // after the as-of
    check(lead().at(New, "2024-02-01").at(Mql, "2024-07-01").status(Status::Mql), [1, 0, 0, 0, 0, 0], [0; 6]); // so is its status
    check(lead().at(New, "2024-07-01").status(Status::Customer), [0; 6], [0; 6]); // not there yet
    check(lead().status(Status::Disqualified), [1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]);
}

#[test]
fn an_implied_stage_is_dated_by_the_nearest_later_one_and_gives_no_duration() {
    let leads = [
        lead().at(New, "2024-01-01").at(Mql, "2024-01-11"),
        // Its MQL is implied by the SQL of May, not by the opportunity of March that comes later in order.
        lead().at(New, "2024-01-01").at(Sql, "2024-05-01").at(Opportunity, "2024-03-01"),
    ];
    let entered = |from, to| report_of(&leads, &[], &custom(from, to)).funnel.stages.map_entered();
    assert_eq!(entered("2024-05-01", "2024-06-01"), [0, 1, 0, 1, 0, 0]);
    assert_eq!(entered("2024-03-01", "2024-04-01"), [0, 0, 0, 0, 1, 0]);
    let funnel = report_of(&leads, &[], &Query::default()).funnel;
    let step = &funnel.steps[0];
    assert_eq!((step.from, step.to, step.days.count, step.days.median), (New, Mql, 1, Some(10.0)));
    assert_eq!(step.cohort.rate, Rate { numerator: 2, denominator: 2 });
    // SQL in May before its opportunity in March: out of order.
    assert_eq!((funnel.steps[2].days.count, funnel.steps[2].days.negative, funnel.steps[2].days.median), (0, 1, None));
}

trait MapEntered {
    fn map_entered(&self) -> Vec<u64>;
}

impl MapEntered for Vec<handoff::report::StageCount> {
    fn map_entered(&self) -> Vec<u64> {
        self.iter().map(|stage| stage.entered).collect()
    }
}

#[test]
fn outcomes_by_story() {
    let check = |story: Lead, date: &str, expected: Outcome| {
        let data = dataset(std::slice::from_ref(&story), &[]);
        assert_eq!(
            outcomes_of(&data, &Agreement::default(), &Zone::utc(), &as_of(date), &[0], &KnownLeads::new()),
            [expected],
            "{story:?} at {date}"
        );
    };
    let disqualified = || lead().at(New, "2024-01-01").event(Disqualified, "2024-02-01T10:00");
    check(lead(), "2024-06-01", Outcome::Open);
    check(lead().at(Customer, "2024-05-01"), "2024-06-01", Outcome::Won);
    check(lead().at(Customer, "2024-05-01").at(New, "2024-01-01"), "2024-04-01", Outcome::Open);
    check(lead().status(Status::Customer), "2024-06-01", Outcome::Won);
    check(disqualified(), "2024-06-01", Outcome::Disqualified);
    check(disqualified(), "2024-01-20", Outcome::Open);
    check(disqualified().at(Sql, "2024-03-01"), "2024-06-01", Outcome::Open);
    check(disqualified().at(Sql, "2024-03-01"), "2024-02-20", Outcome::Disqualified);
    check(disqualified().at(Sql, "2024-02-01T10:30"), "2024-06-01", Outcome::Open);
    check(disqualified().at(Sql, "2024-02-01"), "2024-06-01", Outcome::Disqualified); // the same day: nobody knows
    check(lead().at(New, "2024-02-01T18:00").event(Disqualified, "2024-02-01"), "2024-06-01", Outcome::Disqualified);
    check(disqualified().at(Customer, "2024-03-01"), "2024-06-01", Outcome::Won);
    check(disqualified().event(Recycled, "2024-03-01"), "2024-06-01", Outcome::Recycled);
    check(disqualified().event(Recycled, "2024-03-01"), "2024-02-20", Outcome::Disqualified);
    check(disqualified().event(Recycled, "2024-01-20"), "2024-06-01", Outcome::Disqualified);
    check(disqualified().event(Recycled, "2024-03-01").at(Mql, "2024-04-01"), "2024-06-01", Outcome::Open);
    check(lead().at(Mql, "2024-01-01").status(Status::Disqualified), "2024-06-01", Outcome::Disqualified);
    check(lead().at(Mql, "2024-01-01").status(Status::Recycled), "2024-06-01", Outcome::Recycled);
}

#[test]
fn the_step_splits_into_converted_in_flight_and_dropped() {
    let leads = [
        lead().at(New, "2024-03-01").at(Mql, "2024-03-05").at(Customer, "2024-04-05"),
        lead().at(New, "2024-03-02"),
        lead().at(New, "2024-03-03").event(Disqualified, "2024-03-09"),
        lead().at(New, "2024-03-04").event(Recycled, "2024-03-09"),
        lead().at(New, "2024-02-04").at(Mql, "2024-03-09"), // entered MQL in March, but is of February's cohort
    ];
    let report = report_of(&leads, &[], &custom("2024-03-01", "2024-04-01"));
    assert_eq!(report.leads, 4);
    let first = &report.funnel.stages[New.index()];
    assert_eq!((first.reached, first.converted, first.in_flight, first.dropped), (4, 1, 2, 1));
    let step = &report.funnel.steps[0];
    assert_eq!((step.cohort.rate, step.in_flight, step.dropped), (Rate { numerator: 1, denominator: 4 }, 2, 1));
    assert_eq!(step.period_ratio, Rate { numerator: 2, denominator: 4 });
    let second = &report.funnel.steps[1];
    assert_eq!((second.from, second.to), (Mql, Customer));
    assert_eq!((second.cohort.rate, second.in_flight), (Rate { numerator: 1, denominator: 2 }, 1));
    // Converted, though after the period's end: by the as-of is what counts. But it entered Customer in no March.
    assert_eq!(second.period_ratio, Rate { numerator: 0, denominator: 2 });
    let mql = &report.funnel.stages[Mql.index()];
    assert_eq!((mql.reached, mql.entered, mql.converted), (1, 2, 1));
    assert_eq!(report.funnel.overall.rate, Rate { numerator: 1, denominator: 4 });
    let last = &report.funnel.stages[Customer.index()];
    assert_eq!((last.reached, last.converted), (1, 1));
}

#[test]
fn untracked_stages_join_their_neighbours_and_leave_rates_undefined() {
    let leads = [lead().at(New, "2024-03-01").at(Sql, "2024-03-05"), lead().at(New, "2024-03-02").status(Status::Sal)];
    let all = report_of(&leads, &[], &Query::default());
    let tracked: Vec<Stage> = all.funnel.stages.iter().filter(|stage| stage.tracked).map(|stage| stage.stage).collect();
    assert_eq!(tracked, [New, Sal, Sql]);
    assert_eq!(all.funnel.steps.iter().map(|step| (step.from, step.to)).collect::<Vec<_>>(), [(New, Sal), (Sal, Sql)]);
    assert_eq!(all.funnel.stages[Mql.index()].reached, 0);
    assert_eq!(all.funnel.overall.rate, Rate::default());
    let off = Agreement { stages_off: vec![Sal], ..Agreement::default() };
    let report = report(&dataset(&leads, &[]), &[], &off, &Zone::utc(), &Query::default());
    assert_eq!(report.funnel.steps.iter().map(|step| (step.from, step.to)).collect::<Vec<_>>(), [(New, Sql)]);
    assert!(report.deals.is_none() && report.revenue.is_none());
    // What is tracked is so in the whole data, whatever the filter leaves.
    let none = Query { filter: vec![FilterTerm { dimension: Dimension::Source, value: Some("x".into()) }], ..Query::default() };
    let empty = report_of(&leads, &[], &none);
    assert_eq!((empty.leads, empty.funnel.steps.len()), (0, 2));
    assert_eq!(empty.funnel.steps[0].cohort.rate.value(), None);
}

#[test]
fn periods_hang_on_the_as_of_and_exclude_their_end() {
    let leads = [
        lead().at(New, "2023-02-10"),
        lead().at(New, "2024-04-30T23:59"),
        lead().at(New, "2024-05-01"),
        lead().at(New, "2024-05-15T12:00"),
    ];
    let check = |period: PeriodChoice, from: &str, to: &str, count: u64| {
        let report = report_of(&leads, &[], &Query { period, ..Query::default() });
        assert_eq!((report.period.from.as_str(), report.period.to.as_str(), report.leads), (from, to, count), "{period:?}");
    };
    check(PeriodChoice::All, "2023-02-10", "2024-05-16", 4);
    check(PeriodChoice::ThisMonth, "2024-05-01", "2024-06-01", 2);
    check(PeriodChoice::LastMonth, "2024-04-01", "2024-05-01", 1);
    check(PeriodChoice::ThisQuarter, "2024-04-01", "2024-07-01", 3);
    check(PeriodChoice::LastQuarter, "2024-01-01", "2024-04-01", 0);
    check(PeriodChoice::ThisYear, "2024-01-01", "2025-01-01", 3);
    check(PeriodChoice::LastYear, "2023-01-01", "2024-01-01", 1);
    check(PeriodChoice::LastTwelveMonths, "2023-06-01", "2024-06-01", 3);
    check(PeriodChoice::Custom { from: day("2024-05-01"), to: day("2024-05-15") }, "2024-05-01", "2024-05-15", 1);
    check(PeriodChoice::Custom { from: day("2024-05-15"), to: day("2024-05-01") }, "2024-05-15", "2024-05-01", 0);
    let extreme = PeriodChoice::Custom { from: Day(i32::MIN), to: Day(i32::MAX) };
    assert_eq!(report_of(&leads, &[], &Query { period: extreme, ..Query::default() }).leads, 4);
}

#[test]
fn days_are_those_of_the_workspace_zone_and_calendar() {
    let leads = [lead().at(New, "2024-03-19T20:29"), lead().at(New, "2024-03-19T20:31")];
    let mut agreement = Agreement::default();
    agreement.workspace.time_zone = "Asia/Tehran".into();
    agreement.workspace.calendar = CalendarSystem::Persian;
    // 20:30 UTC is midnight in Tehran, and 20 March 2024 is the first day of 1403.
    let query = Query { period: PeriodChoice::ThisYear, ..Query::default() };
    let tehran = Zone::named("Asia/Tehran").unwrap();
    let report = report(&dataset(&leads, &[]), &[], &agreement, &tehran, &query);
    assert_eq!((report.leads, report.period.from.as_str()), (1, "2024-03-20"));
    assert_eq!(report.as_of.as_deref(), Some("2024-03-20T00:01:00+03:30"));
    assert_eq!((report.goals[0].month.as_str(), report.goals[0].days.len()), ("1403-01", 31));
}

#[test]
fn the_previous_period_is_seen_from_the_same_distance() {
    let leads = [
        lead().at(New, "2024-04-05").at(Mql, "2024-04-08"),
        lead().at(New, "2024-04-06").at(Mql, "2024-04-20"), // not yet an MQL on the 11th of its month
        lead().at(New, "2024-04-25"),                       // nor was this one there
        lead().at(New, "2024-05-03"),
        lead().at(New, "2024-05-10T12:00"),
    ];
    let report = report_of(&leads, &[], &Query { period: PeriodChoice::ThisMonth, ..Query::default() });
    let previous = report.previous.unwrap();
    assert_eq!((previous.period.from.as_str(), previous.as_of.as_str()), ("2024-04-01", "2024-04-10T12:00:00Z"));
    assert_eq!(previous.funnel.stages[New.index()].reached, 2);
    assert_eq!(report.funnel.steps[0].previous, Some(Rate { numerator: 1, denominator: 2 }));
    let closed = report_of(&leads, &[], &Query { period: PeriodChoice::LastMonth, compare: Compare::Nothing, ..Query::default() });
    assert_eq!((closed.leads, closed.previous), (3, None));
    assert_eq!(report_of(&leads, &[], &Query::default()).previous, None);
}

#[test]
fn the_goal_counts_entries_of_its_month() {
    let mut agreement = Agreement::default();
    agreement.goal.monthly = Some(62.0);
    agreement.goal.months.insert("2024-04".into(), 30.0);
    let leads = [
        lead().at(New, "2024-04-30").at(Mql, "2024-05-01"),
        lead().at(Sql, "2024-05-02T23:59"),
        lead().at(Mql, "2024-04-10"),
        lead().at(New, "2024-05-10T12:00"),
    ];
    let data = dataset(&leads, &[]);
    let goal = |query: &Query| report(&data, &[], &agreement, &Zone::utc(), query).goals.remove(0);
    let may = goal(&Query::default());
    assert_eq!((may.month.as_str(), may.metric, may.goal, may.actual), ("2024-05", Mql, Some(62.0), 2.0));
    assert_eq!((may.days[0].actual, may.days[1].actual, may.days[9].actual, may.days[10].actual), (Some(1.0), Some(2.0), Some(2.0), None));
    assert_eq!((may.gap, may.remaining_days), (Some(2.0 - 20.0), 21));
    let april = goal(&Query { goal_month: Some("2024-04".into()), ..Query::default() });
    assert_eq!((april.goal, april.actual, april.remaining_days, april.needed_per_day), (Some(30.0), 1.0, 0, None));
    assert_eq!(goal(&Query { period: PeriodChoice::LastMonth, ..Query::default() }).month, "2024-04");
    assert_eq!(goal(&Query { goal_month: Some("not a month".into()), ..Query::default() }).month, "2024-05");
    // Where the agreed stage is not in the data, its neighbour is counted, and says so.
    assert_eq!(report_of(&[lead().at(New, "2024-05-01")], &[], &Query::default()).goals[0].metric, New);
}

#[test]
fn deals_belong_to_the_period_of_their_close() {
    let deals = [
        deal(Won).created("2024-01-01").closed("2024-02-10").worth(10_000),
        deal(Won).created("2024-01-05").closed("2024-04-10").worth(5_001),
        deal(Won).worth(700),                                 // undated
        deal(Won).created("2024-02-01").closed("2024-02-03"), // no amount
        deal(Lost).created("2024-02-20T08:00").closed("2024-02-21T20:00").worth(900),
        deal(Lost).created("2024-02-20").closed("2024-02-10"), // out of order
        deal(Open).created("2024-02-25"),
        deal(Open),                                                      // undated
        deal(Won).created("2024-03-01").closed("2024-06-01").worth(100), // still open at the as-of
        deal(Lost).created("2024-05-20").closed("2024-06-01"),           // not there at the as-of
    ];
    let check = |query: &Query, counts: [u64; 3], total: i64| {
        let report = report_of(&[], &deals, query);
        let part = report.deals.unwrap();
        assert_eq!([part.open, part.won, part.lost], counts, "{query:?}");
        assert_eq!(part.total, counts.iter().sum::<u64>());
        assert_eq!(report.revenue.unwrap().total.minor, total);
    };
    let at = |mut query: Query| {
        query.as_of = Some(moment("2024-05-01").0);
        query
    };
    check(&at(Query::default()), [3, 4, 2], 15_701);
    check(&at(custom("2024-02-01", "2024-03-01")), [1, 2, 2], 10_000);
    check(&at(custom("2024-04-01", "2024-05-01")), [2, 1, 0], 5_001);
    let report = report_of(&[], &deals, &at(Query::default()));
    let revenue = report.revenue.unwrap();
    assert_eq!((revenue.won_deals, revenue.won_without_amount, revenue.undated.minor), (4, 1, 700));
    assert_eq!(revenue.average_deal.unwrap().minor, 5_234); // 157.01 / 3 = 52.336…
    let months: Vec<_> = revenue.by_month.iter().map(|m| (m.period.as_str(), m.won_deals, m.revenue.minor)).collect();
    assert_eq!(months, [("2024-02", 2, 10_000), ("2024-03", 0, 0), ("2024-04", 1, 5_001)]);
    let quarters: Vec<_> = revenue.by_quarter.iter().map(|q| (q.period.as_str(), q.won_deals)).collect();
    assert_eq!(quarters, [("2024-Q1", 2), ("2024-Q2", 1)]);
    let deals = report.deals.unwrap();
    assert_eq!(deals.win_rate, Rate { numerator: 4, denominator: 6 });
    assert_eq!((deals.days_to_loss.count, deals.days_to_loss.negative, deals.days_to_loss.median), (1, 1, Some(1.5)));
    assert_eq!(deals.days_to_win.median, Some(40.0)); // of 40, 96 and 2
}

#[test]
fn revenue_is_credited_by_the_class_of_the_source() {
    let source = |value: &str| deal(Won).closed("2024-02-10").worth(1_000).with(Dimension::Source, value);
    let deals = [source("web"), source("web"), source("partner"), source("fair"), source("")];
    let mut agreement = Agreement::default();
    agreement.source_classes.insert("web".into(), SourceClass::Marketing);
    agreement.source_classes.insert("partner".into(), SourceClass::Partner);
    let report = report(&dataset(&[], &deals), &[], &agreement, &Zone::utc(), &Query::default());
    let revenue = report.revenue.unwrap();
    assert_eq!((revenue.total.minor, revenue.marketing_sourced.minor, revenue.unclassified.minor), (5_000, 2_000, 2_000));
    let parts = &report.breakdowns[0].parts;
    assert_eq!((parts[0].value.as_deref(), parts[0].class, parts[0].revenue.minor), (Some("web"), Some(SourceClass::Marketing), 2_000));
    assert_eq!(parts.iter().find(|part| part.value.is_none()).unwrap().won_deals, 1);
    assert_eq!(report_of(&[], &[deal(Won).closed("2024-02-10")], &Query::default()).revenue, None);
}

#[test]
fn reasons_go_by_the_agreements_names() {
    let gone = |reason: &str, date: &str, source: &str| {
        lead().at(New, "2024-01-01").event(Disqualified, date).with(Dimension::Reason, reason).with(Dimension::Source, source)
    };
    let leads = [
        gone("Too expensive", "2024-02-01", "web"),
        gone("no money", "2024-03-01", "web"),
        gone("", "2024-03-02", "fair"),
        gone("spam", "2024-03-02", "web"),
        lead().at(New, "2024-01-01").with(Dimension::Reason, "spam"), // a reason, but open
        lead().status(Status::Disqualified),
    ];
    let mut agreement = Agreement::default();
    for raw in ["Too expensive", "no money"] {
        agreement.reasons.insert(raw.into(), "no budget".into());
    }
    let data = dataset(&leads, &[]);
    let counts = |query: &Query| {
        let part = report(&data, &[], &agreement, &Zone::utc(), query).disqualification;
        (part.total, part.reasons.into_iter().map(|reason| (reason.reason, reason.count)).collect::<Vec<_>>())
    };
    let (budget, spam) = (|count| (Some("no budget".to_owned()), count), |count| (Some("spam".to_owned()), count));
    assert_eq!(counts(&Query::default()), (5, vec![budget(2), (None, 2), spam(1)]));
    assert_eq!(counts(&custom("2024-03-01", "2024-04-01")), (3, vec![budget(1), spam(1), (None, 1)]));
    let by_source = report(&data, &[], &agreement, &Zone::utc(), &Query::default()).disqualification.by_source;
    let totals: Vec<_> = by_source.iter().map(|part| (part.value.as_deref(), part.total)).collect();
    assert_eq!(totals, [(Some("web"), 3), (Some("fair"), 1), (None, 1)]);
    assert_eq!((by_source[0].reasons[0].reason.as_deref(), by_source[0].reasons[0].count), (Some("no budget"), 2));
    // The filter takes the agreed name, and the raw one too.
    let only =
        |value: &str| Query { filter: vec![FilterTerm { dimension: Dimension::Reason, value: Some(value.into()) }], ..Query::default() };
    assert_eq!(counts(&only("no budget")).0, 2);
    assert_eq!(counts(&only("no money")).0, 1);
}

#[test]
fn a_dimension_only_deals_have_is_lent_to_their_leads() {
    let leads = [lead().at(New, "2024-01-01").with(Dimension::Source, "web"), lead().at(New, "2024-01-02").with(Dimension::Source, "fair")];
    let deals = [
        deal(Won).of(1).closed("2024-02-10").worth(500).with(Dimension::Owner, "Ann"),
        deal(Lost).of(1).closed("2024-02-10").with(Dimension::Owner, "Bob"),
    ];
    let data = dataset(&leads, &deals);
    let agreement = Agreement::default();
    let part = |dimension, value: &str, query: &Query| {
        let breakdowns = report(&data, &[], &agreement, &Zone::utc(), query).breakdowns;
        let parts = breakdowns.into_iter().find(|b| b.dimension == dimension).unwrap().parts;
        let part = parts.into_iter().find(|part| part.value.as_deref() == Some(value)).unwrap();
        (part.leads, part.revenue.minor, part.won_deals, part.lost_deals)
    };
    assert_eq!(part(Dimension::Owner, "Ann", &Query::default()), (1, 500, 1, 0));
    assert_eq!(part(Dimension::Owner, "Bob", &Query::default()), (0, 0, 0, 1));
    assert_eq!(part(Dimension::Source, "fair", &Query::default()), (1, 500, 1, 1));
    let ann = Query { filter: vec![FilterTerm { dimension: Dimension::Owner, value: Some("Ann".into()) }], ..Query::default() };
    assert_eq!(report(&data, &[], &agreement, &Zone::utc(), &ann).leads, 1);
    assert_eq!(records(&data, &agreement, &Zone::utc(), &ann, &RecordsOf::Deals { state: None }).rows, [0]);
}

#[test]
fn a_filter_means_either_within_a_dimension_and_all_across() {
    use Dimension::{Country, Owner, Source};
    let leads =
        ["web", "web", "fair", ""].map(|source| lead().at(New, "2024-01-01").with(Dimension::Source, source).with(Dimension::Owner, "Ann"));
    let term = |dimension, value: Option<&str>| FilterTerm { dimension, value: value.map(str::to_owned) };
    let check = |filter: Vec<FilterTerm>, expected: u64| {
        assert_eq!(report_of(&leads, &[], &Query { filter: filter.clone(), ..Query::default() }).leads, expected, "{filter:?}");
    };
    check(vec![term(Source, Some("web"))], 2);
    check(vec![term(Source, Some("web")), term(Source, None)], 3);
    check(vec![term(Source, Some("web")), term(Owner, Some("Ann"))], 2);
    check(vec![term(Source, Some("web")), term(Owner, None)], 0);
    check(vec![term(Country, None)], 4);
    check(vec![term(Country, Some("NL"))], 0);
}

#[test]
fn the_tail_of_a_wide_dimension_is_one_part() {
    let mut leads: Vec<Lead> = (0..2_100).map(|i| lead().at(New, "2024-01-01").with(Dimension::Campaign, &format!("c{i}"))).collect();
    leads.push(lead().at(New, "2024-01-01").at(Customer, "2024-01-09").with(Dimension::Campaign, "c7"));
    let breakdown = report_of(&leads, &[], &Query::default()).breakdowns.remove(0);
    assert_eq!((breakdown.parts.len(), breakdown.parts[0].leads, breakdown.parts[0].median_days), (2_000, 2, Some(8.0)));
    assert_eq!(breakdown.rest.unwrap().leads, 100);
}

#[test]
fn data_without_any_date_still_counts() {
    let leads = [lead().status(Status::Mql), lead().status(Status::Customer), lead()];
    let report = report_of(&leads, &[], &Query { period: PeriodChoice::ThisMonth, ..Query::default() });
    assert_eq!((report.as_of, report.leads, report.goals.len()), (None, 3, 0));
    assert_eq!((report.period.from.as_str(), report.funnel.stages[Mql.index()].reached, report.outcomes.won), ("", 2, 1));
    let step = RecordsOf::Step { from: Mql, fate: Fate::InFlight };
    assert_eq!(records(&dataset(&leads, &[]), &Agreement::default(), &Zone::utc(), &Query::default(), &step).rows, [0]);
    assert_eq!(report_of(&[], &[], &Query::default()).leads, 0);
}
