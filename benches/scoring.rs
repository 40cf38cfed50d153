//! What a slider of the scoring page costs over a million leads: combining the columns a scorer keeps, and what is counted of it.

mod random;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use handoff::{
    agreement::{Agreement, Attribute, Condition, Effect, Rule, ScoringModel, Signal, Test},
    leads::{Activities, ActivityKind, CategoryBuilder, Dataset, Dimension, Instants, Leads, Named, Place},
    metrics::scoring::{Scorer, View, model_dates},
    report::{Before, KnownLeads, Parts, Query, ScoreBench, report, report_with, suggested_points},
    time::{Moment, Zone},
};

use random::Random;

const ROWS: usize = 1_000_000;
const ACTIVITIES: usize = 3_000_000;
/// 2023-01-01, and the seconds of two years.
const START: i64 = 1_672_531_200;
const SPAN: u64 = 2 * 365 * 86_400;

const TYPES: [&str; 6] = ["page_view", "pricing_visit", "ebook_download", "webinar", "careers page", "demo_request"];

fn million() -> Dataset {
    let mut random = Random(42);
    let mut stages: [Instants; 6] = std::array::from_fn(|_| Instants::default());
    let mut columns: Vec<CategoryBuilder> = (0..4).map(|_| CategoryBuilder::default()).collect();
    let mut visits = Vec::with_capacity(ROWS);
    for row in 0..ROWS {
        let mut at = START + (row as u64 * SPAN / ROWS as u64) as i64;
        let mut alive = true;
        for (index, stage) in stages.iter_mut().enumerate() {
            alive &= index == 0 || random.below(2) > 0;
            stage.push(alive.then(|| Moment::from_unix(at)).flatten(), false);
            at += random.below(20 * 86_400) as i64;
        }
        for builder in &mut columns {
            builder.push(&format!("value {}", random.below(25)));
        }
        visits.push(random.below(30) as u16);
    }
    let place = Place::new(0, 0);
    let mut leads = Leads { len: ROWS, places: vec![place; ROWS], stages: stages.map(Some), ..Leads::default() };
    leads.counters = vec![Named { name: "Visits".into(), column: visits }];
    let dimensions = [Dimension::Industry, Dimension::Country, Dimension::JobTitle, Dimension::Owner];
    for (builder, dimension) in columns.into_iter().zip(dimensions) {
        leads.categories[dimension.index()] = Some(builder.finish());
    }
    let (mut at, mut types, mut lead) = (Instants::default(), CategoryBuilder::default(), Vec::with_capacity(ACTIVITIES));
    for row in 0..ACTIVITIES {
        at.push(Moment::from_unix(START + (row as u64 * SPAN / ACTIVITIES as u64) as i64), false);
        types.push(TYPES[(random.below(36) as f64).sqrt() as usize]);
        lead.push((row / 3) as u32 / 2 + random.below(ROWS as u64 / 2) as u32);
    }
    let activities = Activities {
        len: ACTIVITIES,
        lead,
        at,
        kind: vec![ActivityKind::PageView; ACTIVITIES],
        types: Some(types.finish()),
        places: vec![place; ACTIVITIES],
        ..Activities::default()
    };
    Dataset { leads, activities, files: vec!["made.csv".into()], latest: Moment::from_unix(START + SPAN as i64), ..Dataset::default() }
}

fn rule(name: &str, signal: Signal, points: f64) -> Rule {
    Rule { name: name.into(), signal, effect: Effect::Points(points), cap: None, half_life_days: None, is_off: false }
}

/// Fifteen rules: eight of fit, six of activities (two fading), a counter.
fn model() -> ScoringModel {
    let values = |from: usize, to: usize| Test::OneOf((from..to).map(|value| format!("value {value}")).collect());
    let of = |dimension, test| Signal::Fit(Condition { of: Attribute::Dimension(dimension), test });
    let mut rules: Vec<Rule> = Vec::new();
    for (index, dimension) in [Dimension::Industry, Dimension::Country, Dimension::JobTitle, Dimension::Owner].into_iter().enumerate() {
        rules.push(rule("some", of(dimension, values(0, 6)), 12.0 - index as f64));
        rules.push(rule("others", of(dimension, values(6, 10)), -4.5));
    }
    for (index, kind) in TYPES.into_iter().enumerate() {
        let mut of_kind = rule(kind, Signal::Activity { kind: None, words: vec![kind.into()] }, 4.0 * index as f64 - 3.0);
        of_kind.half_life_days = (index < 2).then_some(60.0);
        of_kind.cap = (index == 2).then_some(20.0);
        rules.push(of_kind);
    }
    rules.push(rule("visits", Signal::Counter("Visits".into()), 0.5));
    ScoringModel { rules, engagement_cap: Some(60.0), mql_score: Some(40.0), ..ScoringModel::default() }
}

fn benches(criterion: &mut Criterion) {
    let data = million();
    let model = model();
    let as_of = data.latest.expect("a date");
    let decided = vec![as_of.unix() as u32 - 86_400; ROWS];
    let scorer = Scorer::new(&data, &model, as_of, decided.clone());
    let now = scorer.scores(&model, View::Now);
    let agreement = Agreement { scoring: model.clone(), ..Agreement::default() };
    let (zone, query) = (Zone::utc(), Query::default());
    let mut group = criterion.benchmark_group("scoring of 1 000 000 leads, 3 000 000 activities, 15 rules");
    group.sample_size(10);
    group.bench_function("evaluate all rules", |bench| bench.iter(|| black_box(Scorer::new(&data, &model, as_of, decided.clone()))));
    group.bench_function("combine after a change of points", |bench| bench.iter(|| black_box(scorer.scores(&model, View::Now))));
    group.bench_function("date the MQLs", |bench| bench.iter(|| black_box(model_dates(&data.leads, &scorer, &model, &now))));
    group.bench_function("report without a model", |bench| {
        bench.iter(|| black_box(report(&data, &[], &Agreement::default(), &zone, &query)));
    });
    group.bench_function("report, nothing kept", |bench| bench.iter(|| black_box(report(&data, &[], &agreement, &zone, &query))));
    let mut kept = Scorer::default();
    group.bench_function("report, rules kept", |bench| {
        bench.iter(|| {
            black_box(report_with(
                &data,
                &[],
                &agreement,
                &zone,
                &query,
                Parts::ALL,
                Before { scorer: &mut kept, known: &KnownLeads::new() },
            ))
        });
    });
    let mut bench_kept = ScoreBench::default();
    let mut moved = agreement.clone();
    group.bench_function("follow a slider", |bench| {
        bench.iter(|| {
            // The first rule of fit and the first of activities, in turn.
            for rule in [0, 8] {
                if let Effect::Points(points) = &mut moved.scoring.rules[rule].effect {
                    *points = if *points > 20.0 { 1.0 } else { *points + 1.0 };
                }
            }
            black_box(bench_kept.quick(&data, &moved, &zone, &query))
        });
    });
    group.bench_function("learn points", |bench| bench.iter(|| black_box(suggested_points(&data, &agreement, &zone, &query, &mut kept))));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
