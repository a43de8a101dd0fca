//! Members a second: the reference scenario with the ranges of its figures, percentiles of its headline in every year.
//!
//! `cargo bench --bench ensemble` prints a table: instruction sets and workers in turn, the plain run of one member after
//! the other, and the same model in `NumPy` where `python3` has it.

use std::path::Path;
use std::time::Instant;

use ofogh::engine::instruction_set::InstructionSet;
use ofogh::scenario::{Distribution, Scenario};
use ofogh::study::ensemble::{Design, Ensemble, Sampling};
use ofogh::study::project;
use ofogh::study::workers::count;

/// Rounds of which the median and the best are shown.
const ROUNDS: usize = 5;

fn main() {
    // `cargo test --benches` only asks whether it runs.
    let trial = std::env::args().any(|argument| argument == "--test");
    let (members, rounds) = if trial { (640, 1) } else { (400_000, ROUNDS) };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.toml");
    let scenario = Scenario::load(&path, &["uncertainty.figures=true".to_owned()]).expect("the reference");
    let design = Design { members, seed: 1, sampling: Sampling::Latin };
    let begun = Instant::now();
    let headline = Ensemble::new(scenario.clone(), false, design);
    let prepared = begun.elapsed();
    println!(
        "{} things drawn, {} variables, {} series that vary, {} instructions; prepared in {:.1} ms",
        headline.members.draws(),
        headline.shown.len(),
        headline.plan.series.len(),
        headline.members.instructions(),
        prepared.as_secs_f64() * 1e3,
    );
    for set in InstructionSet::available() {
        let mut ensemble = headline.clone();
        ensemble.members = ensemble.members.with(set);
        for workers in [1, 2] {
            let rate = rates(rounds, || counted(&ensemble, workers));
            println!("headline, {set:?}, {workers} worker(s): {rate}");
        }
    }
    let all = Ensemble::new(scenario.clone(), true, Design { members: members / 10, ..design });
    for workers in [1, 2] {
        let rate = rates(rounds, || counted(&all, workers));
        println!("every variable ({} series), {workers} worker(s): {rate}", all.plan.series.len());
    }
    let few = members / 200;
    let rate = rates(rounds, || {
        let begun = Instant::now();
        for member in 0..few {
            std::hint::black_box(project(headline.members.member(member)).expect("finite results"));
        }
        per_second(few, begun)
    });
    println!("one plain run after the other: {rate}");
    match in_numpy(&headline, members / 8) {
        Some((rate, middle)) => {
            let own = headline.outcome(&count(&headline, (0, members / 8), Some(1), &()));
            let last = own.spreads[0].last().expect("a year").percentiles[2];
            println!("NumPy, one worker: {rate:>9.0} members a second");
            println!(
                "the middle of the first variable in the last year is {middle:.5} there, {last:.5} here"
            );
        }
        None => println!("NumPy: not run (python3 with numpy is not here; PYTHON names another)"),
    }
}

/// The same model over whole arrays in `NumPy`: members a second, and the middle of the first variable in the last year.
fn in_numpy(ensemble: &Ensemble, members: u64) -> Option<(f64, f64)> {
    let distribution = |uncertainty: &ofogh::scenario::Uncertainty| match uncertainty.distribution {
        Distribution::Pert { low, mode, high } => Some(serde_json::json!(["pert", [low, mode, high]])),
        _ => None,
    };
    let distributions: Option<Vec<serde_json::Value>> =
        ensemble.scenario.uncertainties.iter().map(distribution).collect();
    let program = ensemble.members.program();
    let model = serde_json::json!({
        "lines": program.listing(),
        "outputs": program.listed_outputs(),
        "registers": program.registers().len(),
        "distributions": distributions?,
    });
    let file = tempfile::NamedTempFile::new().ok()?;
    std::fs::write(file.path(), model.to_string()).ok()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/members.py");
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let output = std::process::Command::new(python)
        .args([script.as_os_str(), file.path().as_os_str()])
        .arg(members.to_string())
        .arg(((ensemble.plan.years - 1) * ensemble.plan.variables).to_string())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (rate, middle) = text.trim().split_once(' ')?;
    Some((rate.parse().ok()?, middle.parse().ok()?))
}

/// Members a second of one run of the whole ensemble.
fn counted(ensemble: &Ensemble, workers: usize) -> f64 {
    let members = ensemble.design.members;
    let begun = Instant::now();
    std::hint::black_box(count(ensemble, (0, members), Some(workers), &()));
    per_second(members, begun)
}

#[allow(clippy::cast_precision_loss)]
fn per_second(members: u64, begun: Instant) -> f64 {
    members as f64 / begun.elapsed().as_secs_f64()
}

/// The rate in the middle of some rounds, and the best: what else the machine does only ever takes from it.
fn rates(rounds: usize, run: impl Fn() -> f64) -> String {
    let mut rates: Vec<f64> = (0..rounds).map(|_| run()).collect();
    rates.sort_by(f64::total_cmp);
    format!("{:>9.0} members a second, at best {:>9.0}", rates[rounds / 2], rates[rounds - 1])
}
