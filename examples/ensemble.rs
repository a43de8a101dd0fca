//! An ensemble: the range of a result and the probability of a goal.

use std::path::Path;

use ofogh::scenario::Scenario;
use ofogh::study::ensemble::{Design, Ensemble, Sampling};
use ofogh::study::workers::count;

fn main() {
    let settings = ["uncertainty.figures=true".to_owned()];
    let scenario =
        Scenario::load(Path::new("scenarios/reference.toml"), &settings).expect("a valid scenario");
    let design = Design { members: 10_000, seed: 1, sampling: Sampling::Latin };
    let ensemble = Ensemble::new(scenario, false, design);
    // One worker for each processor; nobody watches.
    let tally = count(&ensemble, (0, design.members), None, &());
    let outcome = ensemble.outcome(&tally);
    let first = &ensemble.scenario.variables[ensemble.shown[0]];
    for (year, spread) in ensemble.scenario.structure.all_years().zip(&outcome.spreads[0]) {
        let [low, _, middle, _, high] = spread.percentiles;
        println!("{year}: {middle:.3} ({low:.3} to {high:.3})  {}", first.label.en);
    }
    for (goal, probabilities) in ensemble.scenario.goals.iter().zip(&outcome.probabilities) {
        let last = probabilities.last().expect("a year");
        let (low, high) = last.interval;
        println!(
            "{}: {:.1} % ({:.1} to {:.1})",
            goal.label.en,
            last.share * 100.0,
            low * 100.0,
            high * 100.0
        );
    }
}
