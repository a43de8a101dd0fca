//! A province from memory: its scenario and figures are texts of the program, and no file is read.

use std::path::Path;

use ofogh::files::Memory;
use ofogh::scenario::Scenario;
use ofogh::study::project;

fn main() {
    let files = Memory::default()
        .with("plans/kavir.toml", include_str!("second-province/kavir.toml"))
        .with("plans/seeds/articles.toml", include_str!("second-province/seeds/articles.toml"))
        .with("plans/seeds/economy.toml", include_str!("second-province/seeds/economy.toml"))
        .with("plans/seeds/prices.toml", include_str!("second-province/seeds/prices.toml"))
        .with("plans/seeds/wind.toml", include_str!("second-province/seeds/wind.toml"))
        .with("plans/seeds/input-output.csv", include_str!("second-province/seeds/input-output.csv"));
    let wind = ["programme.wind.entries=40".to_owned()];
    let path = Path::new("plans/kavir.toml");
    let both = [&[][..], &wind[..]].map(|settings| {
        let scenario = Scenario::load_from(&files, path, settings).expect("a valid scenario");
        project(scenario).expect("finite results")
    });
    for year in &both[0].years {
        let [base, more] =
            both.each_ref().map(|run| run.value("province.gdp_share", *year).unwrap_or(f64::NAN));
        println!("{year}: {base:.3} %, with more wind {more:.3} %");
    }
}
