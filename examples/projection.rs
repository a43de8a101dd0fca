//! The library alone: read a scenario, run it, look at a variable and at the goals.

use std::path::Path;

use ofogh::scenario::Scenario;
use ofogh::study::{goal_results, project};

fn main() {
    let path = Path::new("scenarios/reference.toml");
    let scenario =
        Scenario::load(path, &["envelope.exchange.flow=200 MUSD/year".to_owned()]).expect("a valid scenario");
    let projection = project(scenario).expect("finite results");
    for year in &projection.years {
        println!("{year}: {:.3} %", projection.value("province.gdp_share", *year).unwrap_or_default());
    }
    for result in goal_results(&projection) {
        println!("{}: {}", result.goal.label.en, if result.met { "met" } else { "missed" });
    }
}
