//! How long the ten outputs of the dashboard workload take over a million leads: as they lie at first, laid out with the second answer, then filter by filter.
//! The same code in a browser, against other engines, is measured by `cargo xtask bench --browser`.

#[path = "dashboard/mod.rs"]
mod dashboard;
#[path = "dashboard/made.rs"]
mod made;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dashboard::{Dashboard, Filter, Params};

const ROWS: usize = 1_000_000;

fn benches(criterion: &mut Criterion) {
    let data = made::dataset(ROWS, 42);
    let params: Params = serde_json::from_str(include_str!("dashboard/params.json")).expect("the workload's parameters");
    let all = Filter::default();
    let between = |from: &str, to: &str| Filter { from: Some(from.into()), to: Some(to.into()), ..Filter::default() };
    let year = Filter { source: Some("value 3".into()), ..between("2024-01-01", "2025-01-01") };
    let mut group = criterion.benchmark_group("ten outputs of 1 000 000 leads");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("first", |bench| bench.iter(|| black_box(Dashboard::default().answer(&data, &all, &params))));
    let mut dashboard = Dashboard::default();
    group.bench_function("first and second", |bench| {
        bench.iter(|| {
            let mut dashboard = Dashboard::default();
            [(); 2].map(|()| black_box(dashboard.answer(&data, &all, &params)).is_ok())
        });
    });
    for (name, filter) in [("all", all.clone()), ("a source of a year", year), ("three months", between("2024-03-01", "2024-06-01"))] {
        group.bench_function(name, |bench| bench.iter(|| black_box(dashboard.answer(&data, &filter, &params))));
    }
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
