//! How long one projection takes, and how long it takes to read and run a scenario.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::language::Language;
use ofogh::model;
use ofogh::scenario::Scenario;
use ofogh::study::{self, PriceBasis, Report};
use ofogh::tape::Recording;

fn projection(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
    let scenario = Scenario::load(&path, &[]).expect("the reference is valid");
    let numbers = scenario.numbers();
    criterion.bench_function("project the reference, 1404–1414", |bench| {
        bench.iter(|| model::project(black_box(&scenario.structure), black_box(&numbers)));
    });
    let mut inputs = scenario.numbers();
    criterion.bench_function("set all inputs of the reference anew", |bench| {
        bench.iter(|| scenario.refill(black_box(&mut inputs)));
    });
    criterion.bench_function("read and check the reference with its figures", |bench| {
        bench.iter(|| Scenario::load(black_box(&path), &[]).expect("valid"));
    });
    criterion.bench_function("read, check, project and lay out the reference", |bench| {
        bench.iter(|| study::project(Scenario::load(black_box(&path), &[]).expect("valid")).expect("finite"));
    });
}

/// The equations as recorded, and the workbook they become.
fn workbook(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
    let scenario = Scenario::load(&path, &[]).expect("the reference is valid");
    criterion.bench_function("record the equations of the reference", |bench| {
        bench.iter(|| Recording::of(black_box(&scenario.structure)));
    });
    let report =
        Report::new(study::project(scenario).expect("finite"), PriceBasis::Constant).expect("a report");
    let reports = [report];
    criterion.bench_function("write the living workbook of the reference", |bench| {
        let write =
            || bytes(FileFormat::Workbook, black_box(&reports), Language::English, FileOptions::default());
        bench.iter(|| write().expect("a workbook"));
    });
}

/// A scenario of two thousand lines over the reference.
fn long(criterion: &mut Criterion) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
    let reference = Scenario::load(&base, &[]).expect("the reference is valid");
    let mut text = format!("based_on = \"{}\"\n", base.display());
    for input in reference.yearly.iter().filter(|input| input.row.kind == model::record::RowKind::Yearly) {
        let years = reference.structure.all_years().zip(&input.values);
        let lines: Vec<String> = years.map(|(year, value)| format!("{year} = {value:?}")).collect();
        text.extend(["[", &input.row.id, "]\n", &lines.join("\n"), "\n"]);
    }
    let lines: Vec<&str> = text.lines().take(2000).collect();
    assert_eq!(lines.len(), 2000);
    let path = std::env::temp_dir().join("ofogh-two-thousand-lines.toml");
    std::fs::write(&path, lines.join("\n")).expect("a file");
    criterion.bench_function("check a scenario of 2,000 lines", |bench| {
        bench.iter(|| Scenario::load(black_box(&path), &[]).expect("valid"));
    });
    let _ = std::fs::remove_file(path);
}

criterion_group!(benches, projection, workbook, long);
criterion_main!(benches);
