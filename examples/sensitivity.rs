//! Which uncertainties the spread of a result comes from.

use std::path::Path;

use ofogh::scenario::Scenario;
use ofogh::study::result_at;
use ofogh::study::sensitivity::{Method, Sensitivity, order};

fn main() {
    let settings = ["uncertainty.figures=true".to_owned()];
    let scenario =
        Scenario::load(Path::new("scenarios/reference.toml"), &settings).expect("a valid scenario");
    let (variable, year) = result_at(&scenario, "province.gdp_share@1408").expect("a variable and a year");
    let study = Sensitivity::new(scenario, vec![variable], Method::Sobol, false, 512, 1);
    let found = study.run(&()).expect("factors that can be told apart");
    let lines = &found.lines[study.output(0, year)];
    for factor in order(lines).into_iter().take(5) {
        let (alone, total) = lines[factor].indices.expect("Sobol's indices");
        println!(
            "{:5.1} % alone, {:5.1} % in all: {}",
            alone.value * 100.0,
            total.value * 100.0,
            study.name_of(&study.factors[factor]).en
        );
    }
}
