//! What must hold of every report, whatever the data: parts add up to the whole, and every count is as long as its records.

mod report_support;

use handoff::{
    agreement::{Agreement, GoalLine},
    leads::{Dataset, DealState, Dimension, Stage, Status},
    report::{Fate, FilterTerm, Outcome, PeriodChoice, Query, RecordTable, RecordsOf, Report, filter_values, outcomes_of, records, report},
    time::{Day, Moment, Zone},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use report_support::{Deal, Lead, dataset};

/// 2024-01-01.
const FIRST_DAY: i32 = 19_723;
const DAYS: i32 = 150;

fn date() -> impl Strategy<Value = (Moment, bool)> {
    (0..DAYS, 0..86_400_i64, any::<bool>()).prop_map(|(day, second, whole_day)| {
        let second = if whole_day { 0 } else { second };
        (Moment::from_unix(i64::from(FIRST_DAY + day) * 86_400 + second).unwrap(), whole_day)
    })
}

fn categories() -> impl Strategy<Value = Vec<(Dimension, String)>> {
    let values = || select(vec!["", "a", "b", "c"]);
    [values(), values(), values()].prop_map(|[source, owner, reason]| {
        [(Dimension::Source, source), (Dimension::Owner, owner), (Dimension::Reason, reason)]
            .map(|(dimension, value)| (dimension, value.to_owned()))
            .to_vec()
    })
}

fn lead() -> impl Strategy<Value = Lead> {
    let statuses = vec![
        Status::Unknown,
        Status::Unknown,
        Status::Lead,
        Status::Mql,
        Status::Sql,
        Status::Customer,
        Status::Disqualified,
        Status::Recycled,
    ];
    let sometimes = |p: f64| option::weighted(p, date());
    let stages = [sometimes(0.8), sometimes(0.5), sometimes(0.2), sometimes(0.3), sometimes(0.3), sometimes(0.2)];
    let events = [sometimes(0.3), sometimes(0.2), sometimes(0.1), sometimes(0.1)];
    (stages, events, select(statuses), categories()).prop_map(|(stages, events, status, categories)| Lead {
        stages,
        events,
        status,
        categories,
        ..Lead::default()
    })
}

fn deal(leads: usize) -> impl Strategy<Value = Deal> {
    (
        option::of(0..leads.max(1)),
        option::weighted(0.8, date()),
        option::weighted(0.8, date()),
        select(vec![DealState::Open, DealState::Won, DealState::Lost]),
        option::weighted(0.8, -5_000..1_000_000_i64),
        categories(),
        select(vec!["New", "Closed"]),
    )
        .prop_map(move |(lead, created, closed, state, amount_minor, mut categories, stage)| {
            categories.push((Dimension::DealStage, stage.to_owned()));
            // An open deal keeps no close date: an import never leaves one.
            let closed = closed.filter(|_| state != DealState::Open);
            Deal { lead: lead.filter(|_| leads > 0), created, closed, state, amount_minor, categories }
        })
}

fn data() -> impl Strategy<Value = Dataset> {
    vec(lead(), 0..40).prop_flat_map(|leads| {
        (vec(deal(leads.len()), 0..30), any::<bool>()).prop_map(move |(deals, from_deals)| {
            let mut data = dataset(&leads, &deals);
            data.leads.from_deals = from_deals;
            data
        })
    })
}

fn query() -> impl Strategy<Value = Query> {
    let custom =
        (-5..DAYS, 0..DAYS).prop_map(|(from, days)| PeriodChoice::Custom { from: Day(FIRST_DAY + from), to: Day(FIRST_DAY + from + days) });
    let period = prop_oneof![Just(PeriodChoice::All), Just(PeriodChoice::ThisMonth), Just(PeriodChoice::LastQuarter), custom];
    let term = (select(vec![Dimension::Source, Dimension::Owner, Dimension::Reason]), select(vec![None, Some("a"), Some("b")]))
        .prop_map(|(dimension, value)| FilterTerm { dimension, value: value.map(str::to_owned) });
    (period, option::of(date()), vec(term, 0..3)).prop_map(|(period, as_of, filter)| Query {
        period,
        as_of: as_of.map(|(moment, _)| moment),
        filter,
        ..Query::default()
    })
}

fn agreement() -> impl Strategy<Value = Agreement> {
    (vec(select(vec![Stage::Mql, Stage::Sal, Stage::Customer]), 0..2), any::<bool>(), select(vec!["UTC", "America/New_York"])).prop_map(
        |(stages_off, working, zone)| {
            let mut agreement = Agreement { stages_off, ..Agreement::default() };
            agreement.goal.monthly = Some(20.0);
            agreement.goal_line = if working { GoalLine::WorkingDays } else { GoalLine::CalendarDays };
            agreement.workspace.time_zone = zone.into();
            agreement.reasons.insert("a".into(), "b".into());
            agreement
        },
    )
}

/// Every number of the report that has records, by the name of its records.
fn counted(report: &Report) -> Vec<(RecordsOf, u64)> {
    let mut all = Vec::new();
    for count in &report.funnel.stages {
        let stage = count.stage;
        all.push((RecordsOf::Reached { stage }, count.reached));
        all.push((RecordsOf::Entered { stage }, count.entered));
        for (fate, number) in [(Fate::Converted, count.converted), (Fate::InFlight, count.in_flight), (Fate::Dropped, count.dropped)] {
            all.push((RecordsOf::ReachedWith { stage, fate }, number));
        }
    }
    for step in &report.funnel.steps {
        let fates = [(Fate::Converted, step.cohort.rate.numerator), (Fate::InFlight, step.in_flight), (Fate::Dropped, step.dropped)];
        all.extend(fates.map(|(fate, number)| (RecordsOf::Step { from: step.from, fate }, number)));
    }
    let outcomes = &report.outcomes;
    all.push((RecordsOf::Outcome { outcome: Outcome::Open }, outcomes.open));
    all.push((RecordsOf::Outcome { outcome: Outcome::Won }, outcomes.won));
    all.push((RecordsOf::Outcome { outcome: Outcome::Disqualified }, outcomes.disqualified));
    all.push((RecordsOf::Outcome { outcome: Outcome::Recycled }, outcomes.recycled));
    all.push((RecordsOf::Outcome { outcome: Outcome::Unreachable }, outcomes.unreachable));
    let reasons = report.disqualification.reasons.iter();
    all.extend(reasons.map(|reason| (RecordsOf::Reason { reason: reason.reason.clone() }, reason.count)));
    for breakdown in &report.breakdowns {
        let dimension = breakdown.dimension;
        all.extend(breakdown.parts.iter().map(|part| (RecordsOf::Part { dimension, value: part.value.clone() }, part.leads)));
    }
    if let Some(deals) = &report.deals {
        all.push((RecordsOf::Deals { state: None }, deals.total));
        all.push((RecordsOf::Deals { state: Some(DealState::Open) }, deals.open));
        all.push((RecordsOf::Deals { state: Some(DealState::Won) }, deals.won));
        all.push((RecordsOf::Deals { state: Some(DealState::Lost) }, deals.lost));
    }
    for goal in &report.goals {
        let mut before = 0.0;
        for line in goal.days.iter().filter(|line| line.actual.is_some()) {
            let actual = line.actual.unwrap();
            all.push((RecordsOf::GoalDay { day: report_support::day(&line.date) }, (actual - before) as u64));
            before = actual;
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn counts_equal_their_records(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let report = report(&data, &[], &agreement, &zone, &query);
        for (of, count) in counted(&report) {
            let set = records(&data, &agreement, &zone, &query, &of);
            let len = if set.table == RecordTable::Leads { data.leads.len } else { data.deals.len };
            prop_assert_eq!(set.rows.len() as u64, count, "{:?}", &of);
            prop_assert!(set.rows.is_sorted_by(|a, b| a < b) && set.rows.iter().all(|row| (*row as usize) < len));
            if let RecordsOf::Outcome { outcome } = of {
                prop_assert!(outcomes_of(&data, &agreement, &zone, &query, &set.rows).iter().all(|shown| *shown == outcome));
            }
        }
    }

    #[test]
    fn parts_add_up_to_the_whole(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let report = report(&data, &[], &agreement, &zone, &query);
        let outcomes = &report.outcomes;
        prop_assert_eq!(outcomes.open + outcomes.won + outcomes.disqualified + outcomes.recycled + outcomes.unreachable, report.leads);
        let tracked: Vec<_> = report.funnel.stages.iter().filter(|stage| stage.tracked).collect();
        for stage in &tracked {
            prop_assert_eq!(stage.converted + stage.in_flight + stage.dropped, stage.reached);
            prop_assert!(stage.implied <= stage.reached && stage.reached <= report.leads);
        }
        prop_assert!(tracked.is_sorted_by(|earlier, later| earlier.reached >= later.reached));
        prop_assert!(tracked.windows(2).all(|pair| pair[0].converted == pair[1].reached));
        for step in &report.funnel.steps {
            prop_assert_eq!(step.cohort.rate.numerator + step.in_flight + step.dropped, step.cohort.rate.denominator);
            if query.period == PeriodChoice::All {
                let from = &report.funnel.stages[step.from.index()];
                prop_assert_eq!((step.cohort.rate.denominator, step.in_flight, step.dropped), (from.reached, from.in_flight, from.dropped));
            }
        }
        let reached = |stage: Stage| report.funnel.stages[stage.index()].reached;
        let won = report.deals.as_ref().map_or(0, |deals| deals.won);
        let lost = report.deals.as_ref().map_or(0, |deals| deals.lost);
        let revenue = report.revenue.as_ref().map_or(0, |revenue| revenue.total.minor);
        for breakdown in &report.breakdowns {
            let sum = |of: fn(&handoff::report::Part) -> u64| breakdown.parts.iter().map(of).sum::<u64>();
            prop_assert_eq!(sum(|part| part.leads), report.leads);
            prop_assert_eq!(sum(|part| part.mql), reached(Stage::Mql));
            prop_assert_eq!(sum(|part| part.sql), reached(Stage::Sql));
            prop_assert_eq!(sum(|part| part.won), reached(Stage::Customer));
            prop_assert_eq!((sum(|part| part.won_deals), sum(|part| part.lost_deals)), (won, lost));
            prop_assert_eq!(breakdown.parts.iter().map(|part| part.revenue.minor).sum::<i64>(), revenue);
        }
        if let Some(revenue) = &report.revenue {
            for groups in [&revenue.by_month, &revenue.by_quarter] {
                prop_assert_eq!(groups.iter().map(|group| group.revenue.minor).sum::<i64>() + revenue.undated.minor, revenue.total.minor);
            }
        }
        if let Some(deals) = &report.deals {
            prop_assert_eq!(deals.stages.iter().map(|stage| stage.count).sum::<u64>(), deals.total);
        }
        let part = &report.disqualification;
        prop_assert_eq!(part.reasons.iter().map(|reason| reason.count).sum::<u64>(), part.total);
        for group in [&part.by_source, &part.by_owner] {
            let whole = if report.breakdowns.is_empty() { 0 } else { part.total };
            prop_assert!(group.is_empty() || group.iter().map(|one| one.total).sum::<u64>() == whole);
            prop_assert!(group.iter().all(|one| one.reasons.iter().map(|reason| reason.count).sum::<u64>() == one.total));
        }
        for goal in &report.goals {
            let last = goal.days.iter().rev().find_map(|day| day.actual).unwrap_or(0.0);
            prop_assert_eq!(last as u64, goal.actual as u64);
            prop_assert!(goal.landing.is_none_or(|landing| goal.actual <= landing.low && landing.low <= landing.high));
        }
    }

    #[test]
    fn the_json_of_a_report_opens_again(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let report = report(&data, &[], &agreement, &zone, &query);
        let json = serde_json::to_string(&report).unwrap();
        let back: Report = serde_json::from_str(&json).unwrap();
        // Durations and goals are left out: serde_json reads a fraction back to within one unit in the last place.
        prop_assert_eq!((back.as_of, back.period, back.filter, back.leads), (report.as_of, report.period, report.filter, report.leads));
        prop_assert_eq!((back.funnel.stages, back.outcomes), (report.funnel.stages, report.outcomes));
        prop_assert_eq!((back.disqualification, back.revenue), (report.disqualification, report.revenue));
    }

    #[test]
    fn filtering_by_each_value_partitions_the_leads(data in data(), agreement in agreement()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let whole = report(&data, &[], &agreement, &zone, &Query::default());
        for values in filter_values(&data).into_iter().filter(|values| values.dimension == Dimension::Source) {
            let part = |value: Option<String>| {
                let filter = vec![FilterTerm { dimension: Dimension::Source, value }];
                report(&data, &[], &agreement, &zone, &Query { filter, ..Query::default() })
            };
            let names = values.values.into_iter().map(|(value, _)| value).chain([None]);
            let names: std::collections::BTreeSet<Option<String>> = names.chain(["a", "b", "c"].map(|v| Some(v.to_owned()))).collect();
            let parts: Vec<Report> = names.into_iter().map(part).collect();
            prop_assert_eq!(parts.iter().map(|part| part.leads).sum::<u64>(), whole.leads);
            prop_assert_eq!(parts.iter().map(|part| part.outcomes.won).sum::<u64>(), whole.outcomes.won);
            let totals = |report: &Report| report.deals.as_ref().map_or(0, |deals| deals.total);
            prop_assert_eq!(parts.iter().map(totals).sum::<u64>(), totals(&whole));
        }
    }
}
