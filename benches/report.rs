//! How long a report over a million leads takes. The data is made here, with an importer's column order and a CRM's irregularity.

mod random;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use handoff::{
    agreement::Agreement,
    leads::{
        Activities, ActivityKind, CategoryBuilder, Dataset, DealState, Deals, Dimension, Event, Instants, Leads, NO_AMOUNT, Place, Stage,
    },
    report::{Fate, FilterTerm, FollowUpOf, LeadsOf, PeriodChoice, Query, RecordsOf, records, report},
    time::{Moment, Zone},
};

use random::Random;

const ROWS: usize = 1_000_000;
/// 2023-01-01.
const START: i64 = 1_672_531_200;
const YEAR: u64 = 365 * 86_400;

/// Two years of leads, a third of the remaining ones lost at every stage, a deal for each opportunity.
fn million(day_precision: bool) -> Dataset {
    let mut random = Random(42);
    let mut stages: [Instants; 6] = std::array::from_fn(|_| Instants::default());
    let mut disqualified = Instants::default();
    let widths =
        [(Dimension::Source, 9), (Dimension::Campaign, 120), (Dimension::Owner, 40), (Dimension::Country, 60), (Dimension::Industry, 25)];
    let mut columns: Vec<CategoryBuilder> = widths.iter().map(|_| CategoryBuilder::default()).collect();
    let mut reasons = CategoryBuilder::default();
    let mut deals = Deals::default();
    for row in 0..ROWS {
        let created = START + (row as u64 * 2 * YEAR / ROWS as u64) as i64;
        let mut at = created;
        let mut alive = true;
        for (index, stage) in stages.iter_mut().enumerate() {
            alive &= index == 0 || random.below(3) > 0;
            let known = alive && (index == 0 || random.below(10) > 0);
            let shown = if day_precision { at / 86_400 * 86_400 } else { at };
            stage.push(known.then(|| Moment::from_unix(shown)).flatten(), day_precision);
            at += random.below(20 * 86_400) as i64;
        }
        let lost = !alive && random.below(2) == 0;
        disqualified.push(lost.then(|| Moment::from_unix(at)).flatten(), false);
        reasons.push(&if lost { format!("reason {}", random.below(12)) } else { String::new() });
        for (builder, (_, width)) in columns.iter_mut().zip(widths) {
            let value = random.below(width);
            builder.push(&if value == 0 { String::new() } else { format!("value {value}") });
        }
        if let Some(opened) = stages[Stage::Opportunity.index()].get(row) {
            let won = stages[Stage::Customer.index()].get(row);
            deals.len += 1;
            deals.lead.push(row as u32);
            deals.created.push(Some(opened), false);
            deals.closed.push(won, false);
            deals.state.push(if won.is_some() { DealState::Won } else { DealState::Open });
            deals.amount_minor.push(if random.below(20) == 0 { NO_AMOUNT } else { random.below(2_000_000) as i64 });
        }
    }
    let place = Place::new(0, 0);
    deals.places = vec![place; deals.len];
    let mut leads = Leads { len: ROWS, places: vec![place; ROWS], ..Leads::default() };
    let latest = stages.iter().flat_map(Instants::raw).filter(|seconds| **seconds != Instants::MISSING).max();
    let latest = latest.and_then(|seconds| Moment::from_unix(i64::from(*seconds)));
    leads.stages = stages.map(Some);
    leads.events[Event::Disqualified.index()] = Some(disqualified);
    leads.categories[Dimension::Reason.index()] = Some(reasons.finish());
    for (builder, (dimension, _)) in columns.into_iter().zip(widths) {
        leads.categories[dimension.index()] = Some(builder.finish());
    }
    Dataset { leads, deals, files: vec!["made.csv".into()], currency: Some("EUR".into()), latest, ..Dataset::default() }
}

/// Both promises over the same leads: four of five MQLs are followed up, a third is reached, and each has three activities.
fn with_follow_ups(mut data: Dataset) -> Dataset {
    let mut random = Random(7);
    let mut followed = Instants::default();
    let mut activities = Activities::default();
    for row in 0..ROWS {
        let mql = data.leads.stages[Stage::Mql.index()].as_ref().and_then(|column| column.get(row));
        let first = mql.filter(|_| random.below(5) > 0).and_then(|at| Moment::from_unix(at.unix() + random.below(3 * 86_400) as i64));
        followed.push(first, false);
        data.leads.attempts.push(random.below(9) as u16);
        data.leads.contacted.push(1 + u8::from(random.below(3) == 0));
        for kind in [ActivityKind::PageView, ActivityKind::Call, ActivityKind::Email] {
            activities.lead.push(row as u32);
            activities.at.push(first.and_then(|at| Moment::from_unix(at.unix() + random.below(86_400) as i64)), false);
            activities.kind.push(kind);
        }
    }
    activities.len = activities.kind.len();
    activities.places = vec![Place::new(0, 0); activities.len];
    data.leads.events[Event::FirstFollowUp.index()] = Some(followed);
    data.activities = activities;
    data
}

/// Two moments of two years, again and again: nothing of the answer is at hand in a cache.
fn business_time(criterion: &mut Criterion, agreement: &Agreement, zone: &Zone) {
    let mut random = Random(42);
    let mut group = criterion.benchmark_group("business time");
    group.bench_function("working hours made", |bench| bench.iter(|| black_box(agreement.workspace.working_hours(zone))));
    let hours = agreement.workspace.working_hours(zone);
    let mut moment = || Moment::from_unix(START + random.below(2 * YEAR) as i64).expect("within range");
    group.bench_function("seconds between", |bench| bench.iter(|| black_box(hours.business_seconds(moment(), moment()))));
    group.bench_function("due after 24 hours", |bench| bench.iter(|| black_box(hours.due(moment(), 24 * 3_600))));
    group.bench_function("due after 200 hours", |bench| bench.iter(|| black_box(hours.due(moment(), 200 * 3_600))));
    group.finish();
}

fn benches(criterion: &mut Criterion) {
    let mut agreement = Agreement::default();
    agreement.workspace.time_zone = "Europe/Berlin".into();
    let zone = Zone::named(&agreement.workspace.time_zone).expect("a name of the bundled database");
    let whole = Query::default();
    let quarter = Query { period: PeriodChoice::LastQuarter, ..Query::default() };
    let filter = vec![FilterTerm { dimension: Dimension::Source, value: Some("value 3".into()) }];
    let filtered = Query { filter, ..quarter.clone() };
    let mut group = criterion.benchmark_group("report of 1 000 000 leads");
    group.sample_size(10);
    for (kind, data) in [("timed", million(false)), ("dated", million(true))] {
        for (name, query) in [("all", &whole), ("last quarter and the one before", &quarter), ("one source of a quarter", &filtered)] {
            group.bench_function(format!("{kind}, {name}"), |bench| bench.iter(|| black_box(report(&data, &[], &agreement, &zone, query))));
        }
        let of = RecordsOf::Step { from: Stage::Mql, fate: Fate::Dropped };
        group.bench_function(format!("{kind}, records of a step"), |bench| {
            bench.iter(|| black_box(records(&data, &agreement, &zone, &whole, &of)));
        });
    }
    let mut promised = handoff::sample::agreement();
    promised.workspace.time_zone.clone_from(&agreement.workspace.time_zone);
    let data = with_follow_ups(million(false));
    for (name, query) in [("all", &whole), ("last quarter and the one before", &quarter)] {
        group.bench_function(format!("both sides, {name}"), |bench| {
            bench.iter(|| black_box(report(&data, &[], &promised, &zone, query)));
        });
    }
    let of = RecordsOf::FollowUp { of: FollowUpOf::Never, part: LeadsOf::All };
    group.bench_function("both sides, records of the untouched", |bench| {
        bench.iter(|| black_box(records(&data, &promised, &zone, &whole, &of)));
    });
    group.finish();
    business_time(criterion, &agreement, &zone);
}

criterion_group!(all, benches);
criterion_main!(all);
