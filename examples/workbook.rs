//! The living workbook of a scenario, in Persian, as bytes: whoever wants a file writes them.

use std::path::Path;

use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::language::Language;
use ofogh::scenario::Scenario;
use ofogh::study::{PriceBasis, Report, project};

fn main() {
    let scenario = Scenario::load(Path::new("scenarios/reference.toml"), &[]).expect("a valid scenario");
    let projection = project(scenario).expect("finite results");
    let report = Report::new(projection, PriceBasis::Constant).expect("finite results");
    let workbook = bytes(FileFormat::Workbook, &[report], Language::Persian, FileOptions::default());
    println!("a workbook of {} bytes", workbook.expect("a workbook").len());
}
