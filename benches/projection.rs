//! How long one projection takes, and how long it takes to read and run a scenario.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use ofogh::model;
use ofogh::scenario::Scenario;
use ofogh::study;

fn projection(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
    let scenario = Scenario::load(&path, &[]).expect("the reference is valid");
    let numbers = scenario.numbers();
    criterion.bench_function("project the reference, 1404–1414", |bench| {
        bench.iter(|| model::project(black_box(&scenario.structure), black_box(&numbers)));
    });
    criterion.bench_function("read and check the reference with its figures", |bench| {
        bench.iter(|| Scenario::load(black_box(&path), &[]).expect("valid"));
    });
    criterion.bench_function("read, check, project and lay out the reference", |bench| {
        bench.iter(|| study::project(Scenario::load(black_box(&path), &[]).expect("valid")).expect("finite"));
    });
}

criterion_group!(benches, projection);
criterion_main!(benches);
