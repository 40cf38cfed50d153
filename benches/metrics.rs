//! What each question costs on its own over a million leads; the report that asks them all is in `report.rs`, scores are in `scoring.rs`.

#[path = "dashboard/made.rs"]
mod made;

use std::{collections::BTreeMap, hint::black_box};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use handoff::{
    leads::Dimension,
    metrics::{
        BreakdownConfig, CohortConfig, Marks, ReasonNames, RevenueConfig, Selection, Span, States, breakdown, cohort, cohorts, curves,
        deals_of_period, disqualified_in_period, filtered_costs, filtered_deals, filtered_leads, forecast, funnel, outcomes, pipeline,
        reasons, revenue, seen_stages,
    },
    report::FilterTerm,
    time::{CalendarSystem, Day, Period, Zone},
};

const ROWS: usize = 1_000_000;

fn benches(criterion: &mut Criterion) {
    let data = made::dataset(ROWS, 42);
    let zone = Zone::named("Europe/Berlin").expect("a name of the bundled database");
    let calendar = CalendarSystem::Gregorian;
    let (classes, names) = (BTreeMap::new(), BTreeMap::new());
    let as_of = data.latest.expect("a date");
    // 2024, of the three years there are.
    let period = Period { from: Day(19_723), to: Day(20_089) };
    let all = |filter: &[FilterTerm]| filtered_leads(&data, filter, ReasonNames(&names));
    let selection = Selection {
        as_of,
        period,
        span: Span::new(period, as_of, &zone),
        undated: false,
        leads: all(&[]),
        deals: filtered_deals(&data, &[], ReasonNames(&names)),
        costs: filtered_costs(&data, &[], ReasonNames(&names)),
    };
    let tracked = seen_stages(&data.leads);
    let states = States::at(&data.leads, as_of, &zone);
    let leads = cohort(&data.leads, &selection, tracked);
    let funnelled = funnel(&data.leads, &states, &selection, &leads, tracked, &zone);
    let disqualified = disqualified_in_period(&data, &states, &selection);
    let deals = deals_of_period(&data.deals, &selection);

    let mut group = criterion.benchmark_group("questions of 1 000 000 leads");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    let mut bench = |name: &str, run: &dyn Fn()| {
        group.bench_function(name, |bench| bench.iter(run));
    };
    let filter = [(Dimension::Source, "value 3"), (Dimension::Country, "value 4")]
        .map(|(dimension, value)| FilterTerm { dimension, value: Some(value.into()) });
    bench("filter by two columns", &|| drop(black_box(all(&filter))));
    bench("states", &|| drop(black_box(States::at(&data.leads, as_of, &zone))));
    bench("cohort", &|| drop(black_box(cohort(&data.leads, &selection, tracked))));
    bench("funnel", &|| drop(black_box(funnel(&data.leads, &states, &selection, &leads, tracked, &zone))));
    bench("outcomes", &|| {
        black_box(outcomes(&states, &leads));
    });
    bench("reasons", &|| drop(black_box(reasons(&data, &disqualified, ReasonNames(&names), calendar, &zone))));
    let marks = Marks::new(&states, &leads, tracked);
    let parts = BreakdownConfig { tracked, source_classes: &classes, velocity: &funnelled.velocity };
    bench("breakdown", &|| drop(black_box(breakdown(&data, &marks, &deals, Dimension::Campaign, &parts))));
    bench("deals", &|| drop(black_box(deals_of_period(&data.deals, &selection))));
    let money = RevenueConfig { source_classes: &classes, calendar, zone: &zone };
    bench("revenue", &|| drop(black_box(revenue(&data, &deals, &money))));
    bench("pipeline", &|| drop(black_box(pipeline(&data, &selection, &zone))));
    bench("forecast", &|| drop(black_box(forecast(&data, &selection, calendar, &zone))));
    let months = CohortConfig { tracked, calendar, zone: &zone };
    bench("cohorts", &|| drop(black_box(cohorts(&data, &states, &selection, &months))));
    bench("time to convert", &|| drop(black_box(curves(&data.leads, &states, &selection, tracked, &zone))));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
