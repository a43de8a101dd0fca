//! Golden results: every variable of every shipped scenario at full precision, beside the scenario.
//!
//! `RENEW=1 cargo test golden` writes them anew; look at the difference before you commit it.

use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::language::Language;
use ofogh::study::{PriceBasis, Report, project};

use crate::support::{load, shipped};

#[test]
fn results_are_those_recorded() {
    let mut differ = Vec::new();
    for path in shipped() {
        let projection = project(load(&path, &[])).expect("finite results");
        let report = Report::new(projection, PriceBasis::Constant).expect("a headline");
        let found = bytes(
            FileFormat::Csv,
            &[report],
            Language::English,
            FileOptions { wide: true, ..FileOptions::default() },
        )
        .expect("a table");
        let golden = path.with_extension("expected.csv");
        if std::env::var_os("RENEW").is_some() {
            std::fs::write(&golden, &found).expect("a golden file");
            continue;
        }
        let expected = std::fs::read(&golden)
            .unwrap_or_else(|_| panic!("{} is missing: RENEW=1 cargo test golden", golden.display()));
        if found != expected {
            let (found, expected) = (String::from_utf8_lossy(&found), String::from_utf8_lossy(&expected));
            let first = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
            differ.push(format!("{}: {first:?}", golden.display()));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
