//! The records behind a number: the same scene, the same conditions, rows instead of a count.

use super::{
    Agreed, FilterValues, FollowUpOf, KnownLeads, LeadsOf, LeakKind, Outcome, Query, RecordsOf, ValueChoice, Verdict, money_build,
    scene::{Scene, within_time},
    score_build,
    sides::GoalPersonas,
    time_build,
};
use crate::{
    agreement::Agreement,
    leads::{Dataset, Dimension, Event, Stage},
    metrics::{
        Judge, Span, Timelines, agreed_rows, deals_by, disqualified_in_period, enters, fate, leads_by, next_tracked, record_rows,
        recycle_rows,
    },
    order::sort_few_by_key,
    time::{Period, Zone},
};

/// The table the rows of a [`RecordSet`] number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordTable {
    Leads,
    Deals,
    Spend,
}

/// Rows in ascending order: as many as the number they stand behind is large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSet {
    pub table: RecordTable,
    pub rows: Vec<u32>,
}

/// Most values a filter offers of one dimension.
const MAX_FILTER_VALUES: usize = 500;

/// The rows behind the number of [`report`](super::report) that `of` names, for the same arguments.
pub fn records(dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query, of: &RecordsOf) -> RecordSet {
    of_scene(&Scene::new(dataset, agreement, zone, query), query, of)
}

/// [`records`] with what reports of the same dataset left.
pub fn records_with(dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query, of: &RecordsOf, known: &KnownLeads) -> RecordSet {
    of_scene(&Scene::of(dataset, agreement, zone, query, Some(known)), query, of)
}

fn of_scene(scene: &Scene, query: &Query, of: &RecordsOf) -> RecordSet {
    if let RecordsOf::Deals { state } = of {
        let rows = scene.deals.iter().filter(|(_, of_row)| state.is_none_or(|state| state == *of_row)).map(|(row, _)| *row).collect();
        return RecordSet { table: RecordTable::Deals, rows };
    }
    match of {
        RecordsOf::WonIn { .. } | RecordsOf::TouchedBy { .. } => {
            return RecordSet { table: RecordTable::Deals, rows: money_build::deal_rows(scene, of) };
        }
        RecordsOf::SpendIn { .. } => return RecordSet { table: RecordTable::Spend, rows: money_build::spend_rows(scene, of) },
        RecordsOf::Pipeline { .. } => return RecordSet { table: RecordTable::Deals, rows: time_build::deal_rows(scene, of) },
        _ => {}
    }
    let rows = lead_rows(scene, query, of).into_iter().map(|row| row as u32).collect();
    RecordSet { table: RecordTable::Leads, rows }
}

fn lead_rows(scene: &Scene, query: &Query, of: &RecordsOf) -> Vec<usize> {
    let Scene { dataset, states, selection, cohort, tracked, .. } = scene;
    let timelines = Timelines::new(&dataset.leads, selection.as_of);
    let dated = |row, stage: Stage| Timelines::dated(timelines.own(row))[stage.index()];
    let is_tracked = |stage: &Stage| tracked[stage.index()];
    let of_cohort = |holds: &dyn Fn(usize) -> bool| cohort.iter().filter(|row| holds(*row)).collect();
    let of_selection = |holds: &dyn Fn(usize) -> bool| selection.leads.iter().filter(|row| holds(*row)).collect();
    match of {
        RecordsOf::Reached { stage } if is_tracked(stage) => of_cohort(&|row| states.has_reached(row, *stage)),
        RecordsOf::ReachedWith { stage, fate: wanted } if is_tracked(stage) => {
            let next = next_tracked(*tracked, *stage);
            of_cohort(&|row| states.has_reached(row, *stage) && fate(states.of(row), next) == *wanted)
        }
        RecordsOf::Entered { stage } if is_tracked(stage) => of_selection(&|row| selection.span.contains(dated(row, *stage))),
        RecordsOf::Step { from, fate: wanted } if is_tracked(from) => match next_tracked(*tracked, *from) {
            None => Vec::new(),
            next => of_selection(&|row| enters(selection, states, row, *from, dated(row, *from)) && fate(states.of(row), next) == *wanted),
        },
        RecordsOf::Outcome { outcome } => of_cohort(&|row| states.outcome(row) == *outcome),
        RecordsOf::Reason { reason } => disqualified_of(scene, &ValueChoice::Is(reason.clone()), &LeadsOf::All),
        RecordsOf::Part { dimension, value } => {
            let column = leads_by(dataset, *dimension);
            let of_row = |row| column.as_ref().and_then(|column| column.value(column.code(row)));
            of_cohort(&|row| of_row(row) == value.as_deref())
        }
        RecordsOf::GoalDay { day } => {
            let Some(metric) = scene.goal_metric() else { return Vec::new() };
            let day = within_time(*day);
            let span = Span::new(Period { from: day, to: day.plus(1) }, selection.as_of, &scene.zone);
            of_selection(&|row| span.contains(dated(row, metric)))
        }
        RecordsOf::FollowUp { of, part } => indices(scene.ledger().rows(*of, part)),
        RecordsOf::Agreed { agreed, criterion, part } => match scene.criteria() {
            Some(criteria) => indices(agreed_rows(&scene.ledger(), &criteria, *criterion, *agreed, part)),
            None => Vec::new(),
        },
        RecordsOf::Responsibility { cell, part } => {
            let (ledger, criteria) = (scene.ledger(), scene.criteria());
            let judge = criteria.as_ref().and_then(|criteria| Judge::new(&ledger, criteria, *tracked));
            judge.map_or_else(Vec::new, |judge| indices(judge.rows(*cell, part)))
        }
        RecordsOf::Recycle { of } => indices(recycle_rows(&dataset.leads, states, selection, &scene.zone, *of)),
        RecordsOf::ReasonIn { reason, part } => disqualified_of(scene, reason, part),
        RecordsOf::RecordMonth { month, customers } => {
            indices(record_rows(dataset, states, selection, &scene.record_config(), month, *customers))
        }
        RecordsOf::GoalMonth { persona } => {
            let (Some(metric), Some(month)) = (scene.goal_metric(), scene.goal_month(query.goal_month.as_deref())) else {
                return Vec::new();
            };
            let span = Span::new(month, selection.as_of, &scene.zone);
            let personas = GoalPersonas::new(dataset, scene.agreement);
            of_selection(&|row| span.contains(dated(row, metric)) && persona.as_ref().is_none_or(|name| personas.is(row, name)))
        }
        RecordsOf::Leak { kind } => leaking(scene, *kind),
        RecordsOf::ScoreBand { .. }
        | RecordsOf::Scored { .. }
        | RecordsOf::ScoreCell { .. }
        | RecordsOf::ModelMql
        | RecordsOf::MqlAgreement { .. }
        | RecordsOf::RuleHit { .. }
        | RecordsOf::Checklist { .. }
        | RecordsOf::ChecklistLacking => score_build::rows(scene, of),
        RecordsOf::CreatedIn { .. } | RecordsOf::CohortCell { .. } => indices(time_build::lead_rows(scene, of)),
        // Stages nobody tracks, deals and spend (listed above).
        _ => Vec::new(),
    }
}

fn indices(rows: Vec<u32>) -> Vec<usize> {
    rows.into_iter().map(|row| row as usize).collect()
}

/// Leads that stand disqualified since a moment of the period, by reason and part.
fn disqualified_of(scene: &Scene, reason: &ValueChoice, part: &LeadsOf) -> Vec<usize> {
    let dataset = scene.dataset;
    let column = leads_by(dataset, Dimension::Reason);
    let names = scene.reason_names();
    let name = |row| column.as_ref().and_then(|column| column.value(column.code(row))).map(|raw| names.name(raw));
    let has_reason = |row: &usize| match reason {
        ValueChoice::Any => true,
        ValueChoice::Is(reason) => name(*row) == reason.as_deref(),
    };
    let values = match part {
        LeadsOf::Value { dimension, .. } => leads_by(dataset, *dimension),
        LeadsOf::All | LeadsOf::Days { .. } => None,
    };
    let dates = dataset.leads.events[Event::Disqualified.index()].as_ref();
    let is_of = |row: &usize| match part {
        LeadsOf::All => true,
        LeadsOf::Value { value, .. } => values.as_ref().and_then(|values| values.value(values.code(*row))) == value.as_deref(),
        LeadsOf::Days { from, to } => {
            let days = Period { from: *from, to: *to };
            dates.and_then(|dates| dates.get(*row)).is_some_and(|moment| days.contains(scene.zone.day(moment)))
        }
    };
    let disqualified = disqualified_in_period(dataset, &scene.states, &scene.selection);
    disqualified.iter().filter(has_reason).filter(is_of).collect()
}

/// The leads behind a leak.
fn leaking(scene: &Scene, kind: LeakKind) -> Vec<usize> {
    let followed = |of| indices(scene.ledger().rows(of, &LeadsOf::All));
    match kind {
        LeakKind::GoalShort => Vec::new(),
        LeakKind::Quality => scene.criteria().map_or_else(Vec::new, |criteria| {
            let ledger = scene.ledger();
            ledger.delivered_of(&LeadsOf::All).filter(|row| criteria.agreed(*row) != Agreed::Meets).collect()
        }),
        LeakKind::Speed => followed(FollowUpOf::Speed { verdict: Verdict::Breached }),
        LeakKind::Disposition => followed(FollowUpOf::Disposition { verdict: Verdict::Breached }),
        LeakKind::Depth => followed(FollowUpOf::GivenUpEarly),
        LeakKind::NoReason => disqualified_of(scene, &ValueChoice::Is(None), &LeadsOf::All),
    }
}

/// The outcome of each given lead at the query's as-of, for the table of records.
pub fn outcomes_of(dataset: &Dataset, agreement: &Agreement, zone: &Zone, query: &Query, rows: &[u32], known: &KnownLeads) -> Vec<Outcome> {
    let states = &known.at(query.as_of.or(dataset.latest), dataset, &agreement.sales, zone).states;
    rows.iter().map(|row| states.outcome(*row as usize)).collect()
}

/// The dimensions that have a column, with their values, most frequent first: over leads, or over deals where only they have it.
pub fn filter_values(dataset: &Dataset) -> Vec<FilterValues> {
    let of = |dimension| {
        let in_leads = dataset.leads.categories[dimension as usize].is_some();
        let column = if in_leads { leads_by(dataset, dimension) } else { deals_by(dataset, dimension) }?;
        let mut counts = vec![0_u64; column.values().len() + 1];
        column.for_each(|_, code| counts[code as usize] += 1);
        let mut values: Vec<(Option<&str>, u64)> = counts
            .into_iter()
            .enumerate()
            .filter(|(_, count)| *count > 0)
            .map(|(code, count)| (column.value(code as u32), count))
            .collect();
        sort_few_by_key(&mut values, |(value, count)| (std::cmp::Reverse(*count), value.is_none(), *value));
        let distinct = values.len() as u64;
        values.truncate(MAX_FILTER_VALUES);
        Some(FilterValues {
            dimension,
            values: values.into_iter().map(|(value, count)| (value.map(str::to_owned), count)).collect(),
            distinct,
        })
    };
    Dimension::ALL.into_iter().filter_map(of).collect()
}
