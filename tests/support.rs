//! What several tests need.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ofogh::scenario::Scenario;
use ofogh::study::{Projection, project};

/// The program, ready to be given arguments, in the folder of the project.
pub(crate) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ofogh"));
    program.current_dir(root());
    program
}

/// What the program says to these arguments, in the folder of the project.
pub(crate) fn ofogh(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("the program runs")
}

/// The folder of the project.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The scenarios that are shipped.
pub(crate) fn shipped() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("scenarios")).expect("the folder of scenarios");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    assert!(paths.len() >= 10, "all scenarios are here");
    paths
}

/// A scenario, or all its faults.
pub(crate) fn load(path: &Path, settings: &[&str]) -> Scenario {
    let settings: Vec<String> = settings.iter().map(|setting| (*setting).to_owned()).collect();
    Scenario::load(path, &settings).unwrap_or_else(|faults| {
        let list: Vec<&str> = faults.iter().map(|fault| fault.message.en.as_str()).collect();
        panic!("{}: {}", path.display(), list.join("\n"))
    })
}

/// A projection of a scenario.
pub(crate) fn run(path: &str, settings: &[&str]) -> Projection {
    project(load(&root().join(path), settings)).expect("finite results")
}

/// The value of a variable in a year.
pub(crate) fn value(projection: &Projection, id: &str, year: i32) -> f64 {
    projection.value(id, year).unwrap_or_else(|| panic!("{id} in {year}"))
}

/// Whether two numbers agree to a relative difference.
pub(crate) fn assert_near(found: f64, expected: f64, relative: f64, what: &str) {
    let size = expected.abs().max(1e-9);
    assert!((found - expected).abs() <= relative * size, "{what}: found {found}, expected {expected}");
}
