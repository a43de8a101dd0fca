//! How reading, checking, running and writing grow: twice as much is to take twice as long.

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::fault::Source;
use ofogh::figure;
use ofogh::files::{Disk, Files, ReadError};
use ofogh::language::Language;
use ofogh::scenario::Scenario;
use ofogh::study::{self, PriceBasis, Report};

/// The disk with one more file beside the reference.
struct Beside(String);

const NAME: &str = "growth.toml";

impl Files for Beside {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        if path.ends_with(NAME) { Ok(self.0.clone()) } else { Disk.read(path) }
    }

    fn list(&self, folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
        Disk.list(folder)
    }

    fn real(&self, path: &Path) -> std::path::PathBuf {
        if path.ends_with(NAME) { path.to_owned() } else { Disk.real(path) }
    }
}

/// A scenario over the reference with a text for each number below `count`.
fn over_the_reference(count: usize, one: impl Fn(&mut String, usize)) -> Beside {
    let mut text = "based_on = \"reference\"\n".to_owned();
    (0..count).for_each(|n| one(&mut text, n));
    Beside(text)
}

fn programme(text: &mut String, n: usize) {
    // Writing to a text cannot fail.
    let _ = writeln!(
        text,
        r#"
[programme.p{n}]
label = {{ en = "Works {n}", fa = "کارگاه {n}" }}
unit = "unit"
sector = "manufacturing"
priority = {priority}
stage_order = ["building"]
finance_at = "operating"
opening = 0
entries = 1
capital = "1 billion toman@1404/unit"
local_share = 0.5
build_job_years = 1
run_jobs = 1
jobs_realised = 1
value_added_per_unit = "1 billion toman@1404/unit/year"
stages.building = {{ label = {{ en = "Built", fa = "ساخت" }}, opening = 1, months = 12, success = 0.5 }}
needs.credit = "1 billion toman@1404/unit""#,
        priority = 1 + n % 1000,
    );
}

fn goal(text: &mut String, n: usize) {
    // Writing to a text cannot fail.
    let _ = writeln!(
        text,
        "goal.g{n} = {{ label = {{ en = \"G\", fa = \"ه\" }}, variable = \"power.deficit\", at_most = 0, by = 1410 }}"
    );
}

fn scenarios(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(NAME);
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10);
    for count in [125, 250, 500, 1000] {
        let files = over_the_reference(count, programme);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::new("check programmes", count), |bench| {
            bench.iter(|| Scenario::load_from(black_box(&files), &path, &[]).expect("valid"));
        });
        group.bench_function(BenchmarkId::new("check and run programmes", count), |bench| {
            let load = || Scenario::load_from(black_box(&files), &path, &[]).expect("valid");
            bench.iter(|| study::project(load()).expect("finite"));
        });
        let scenario = Scenario::load_from(&files, &path, &[]).expect("valid");
        let run = study::project(scenario).expect("a run");
        let reports = [Report::new(run, PriceBasis::Constant).expect("a report")];
        group.bench_function(BenchmarkId::new("write the workbook of programmes", count), |bench| {
            let options = FileOptions::default();
            bench.iter(|| bytes(FileFormat::Workbook, black_box(&reports), Language::English, options));
        });
    }
    for count in [1250, 2500, 5000] {
        // Four keys a goal.
        let files = over_the_reference(count, goal);
        group.throughput(Throughput::Elements(4 * count as u64));
        group.bench_function(BenchmarkId::new("check keys", 4 * count), |bench| {
            bench.iter(|| Scenario::load_from(black_box(&files), &path, &[]).expect("valid"));
        });
        let files = over_the_reference(4 * count, |text, n| {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "key{n} = 1");
        });
        group.bench_function(BenchmarkId::new("explain unknown keys", 4 * count), |bench| {
            bench.iter(|| Scenario::load_from(black_box(&files), &path, &[]).expect_err("unknown keys"));
        });
    }
    group.finish();
}

/// Figures of which each rests on the next.
fn figures(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10);
    for count in [1250_u32, 2500, 5000] {
        let mut text = String::new();
        for n in 0..count {
            let value =
                if n + 1 < count { format!("expression = \"{{t.f{}}}\"", n + 1) } else { "value = 1".into() };
            // Writing to a text cannot fail.
            let _ = writeln!(
                text,
                "[f{n}]\n{value}\nunit = \"MW\"\ndate = \"1404\"\nkind = \"estimate\"\nsource = \"x\"\nmeaning = {{ en = \"x\", fa = \"ایکس\" }}"
            );
        }
        let sources = [Source::new("seeds/t.toml", text)];
        group.throughput(Throughput::Elements(count.into()));
        group.bench_function(BenchmarkId::new("read figures", count), |bench| {
            bench.iter(|| figure::read(black_box(&sources)).expect("figures"));
        });
    }
    group.finish();
}

criterion_group!(benches, scenarios, figures);
criterion_main!(benches);
