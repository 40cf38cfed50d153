//! What must hold of every report, whatever the data: parts add up to the whole, and every count is as long as its records.

mod report_support;

use handoff::{
    leads::{DealState, Dimension, Stage},
    metrics::scoring::Scorer,
    report::{
        Before, Fate, FilterTerm, KnownLeads, Outcome, Parts, PeriodChoice, Query, RecordTable, RecordsOf, Report, filter_values,
        outcomes_of, records, records_with, report, report_with,
    },
    time::Zone,
};
use proptest::prelude::*;
use report_support::anything::{agreement, data, query};

fn to_json(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
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
        let known = KnownLeads::new();
        for (of, count) in counted(&report) {
            let set = records(&data, &agreement, &zone, &query, &of);
            prop_assert_eq!(&records_with(&data, &agreement, &zone, &query, &of, &known), &set, "{:?}", &of);
            let len = if set.table == RecordTable::Leads { data.leads.len } else { data.deals.len };
            prop_assert_eq!(set.rows.len() as u64, count, "{:?}", &of);
            prop_assert!(set.rows.is_sorted_by(|a, b| a < b) && set.rows.iter().all(|row| (*row as usize) < len));
            if let RecordsOf::Outcome { outcome } = of {
                prop_assert!(outcomes_of(&data, &agreement, &zone, &query, &set.rows, &known).iter().all(|shown| *shown == outcome));
            }
        }
    }

    #[test]
    fn what_reports_before_it_left_changes_nothing(
        data in data(),
        asked in prop::collection::vec((agreement(), query()), 2..6),
        order in prop::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        let (mut scorer, known) = (Scorer::default(), KnownLeads::new());
        for index in order {
            let (agreement, query) = index.get(&asked);
            let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
            let before = Before { scorer: &mut scorer, known: &known };
            let kept = report_with(&data, &[], agreement, &zone, query, Parts::ALL, before);
            prop_assert_eq!(to_json(&kept), to_json(&report(&data, &[], agreement, &zone, query)));
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
