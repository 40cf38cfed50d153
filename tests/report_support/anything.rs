//! Any small dataset, question and agreement, for tests of what must hold whatever the data.

use handoff::{
    agreement::{Agreement, GoalLine},
    leads::{Dataset, DealState, Dimension, Stage, Status},
    report::{FilterTerm, PeriodChoice, Query},
    time::{Day, Moment},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{Deal, Lead, dataset};

/// 2024-01-01.
const FIRST_DAY: i32 = 19_723;
const DAYS: i32 = 150;

pub fn date() -> impl Strategy<Value = (Moment, bool)> {
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

pub fn deal(leads: usize) -> impl Strategy<Value = Deal> {
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

pub fn data() -> impl Strategy<Value = Dataset> {
    vec(lead(), 0..40).prop_flat_map(|leads| {
        (vec(deal(leads.len()), 0..30), any::<bool>()).prop_map(move |(deals, from_deals)| {
            let mut data = dataset(&leads, &deals);
            data.leads.from_deals = from_deals;
            data
        })
    })
}

pub fn query() -> impl Strategy<Value = Query> {
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

pub fn agreement() -> impl Strategy<Value = Agreement> {
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
