//! Writing: whole or not at all, never over what is not ours, equal bytes for equal inputs.

use std::fs;

use ofogh::export::{FileFormat, FileOptions, bytes, write};
use ofogh::language::Language;
use ofogh::study::{PriceBasis, Report};

use crate::support::run;

#[test]
fn a_file_that_is_not_ours_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep/result.csv");
    write(&path, b"first", false).expect("a new file, in a new folder");
    write(&path, b"second", false).expect("ours, so it may be replaced");
    assert_eq!(fs::read(&path).expect("a file"), b"second");
    fs::write(&path, "the planner's own").expect("an edit");
    let fault = write(&path, b"third", false).expect_err("not ours any more");
    assert_eq!(fault.code, "in-the-way");
    assert_eq!(fs::read(&path).expect("a file"), b"the planner's own");
    write(&path, b"third", true).expect("by force");
    assert_eq!(fs::read(&path).expect("a file"), b"third");
    let left: Vec<_> = fs::read_dir(folder.path().join("deep"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(left.len(), 2, "the file and the record, nothing half-written: {left:?}");
}

#[test]
fn a_folder_in_the_way_is_said_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("result.csv");
    fs::create_dir(&path).expect("a folder");
    assert_eq!(write(&path, b"x", true).expect_err("a folder").code, "no-file");
    assert!(path.is_dir());
}

#[test]
#[cfg(unix)]
fn a_link_is_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("result.csv");
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), &path).expect("a link");
    assert_eq!(write(&path, b"x", true).expect_err("a link").code, "no-file");
    assert!(path.is_symlink());
}

/// Discounted money is at the prices of the opening date in every basis, and says so.
#[test]
fn discounted_money_keeps_its_prices() {
    let run = run("scenarios/reference.toml", &[]);
    let index = run.index("programme.solar.present_value").expect("a variable");
    let constant = PriceBasis::Constant.apply(&run, index);
    assert_eq!(PriceBasis::Current.apply(&run, index), constant);
    assert_eq!(constant.unit, "billion toman@1404");
}

#[test]
fn equal_inputs_give_equal_bytes() {
    let report =
        || Report::new(run("scenarios/reference.toml", &[]), PriceBasis::Constant).expect("a headline");
    for (kind, language) in [
        (FileFormat::Workbook, Language::English),
        (FileFormat::Workbook, Language::Persian),
        (FileFormat::Csv, Language::English),
        (FileFormat::Json, Language::English),
    ] {
        let make = || bytes(kind, &[report()], language, FileOptions::default()).expect("bytes");
        assert!(make() == make(), "{kind:?}");
    }
}

#[test]
fn csv_holds_every_value_at_full_precision() {
    let run = run("scenarios/reference.toml", &[]);
    let report = Report::new(run.clone(), PriceBasis::Constant).expect("a headline");
    let text = String::from_utf8(
        bytes(FileFormat::Csv, &[report], Language::English, FileOptions::default()).expect("bytes"),
    )
    .expect("text");
    let mut rows = text.lines();
    assert_eq!(rows.next(), Some("scenario,variable,unit,year,value"));
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let year: i32 = cells[3].parse().expect("a year");
        let value: f64 = cells[4].parse().expect("a number");
        assert_eq!(Some(value), run.value(cells[1], year), "{row}");
        count += 1;
    }
    assert_eq!(count, run.scenario.variables.len() * run.years.len());
}

#[test]
fn prices_are_converted_and_named() {
    let run = run("scenarios/reference.toml", &[]);
    let index = run.index("province.gdp").expect("a variable");
    let priced = |basis: PriceBasis| basis.apply(&run, index);
    let (constant, current, dollar) =
        (priced(PriceBasis::Constant), priced(PriceBasis::Current), priced(PriceBasis::Dollar));
    assert_eq!(constant.unit, "billion toman@1404/year");
    assert_eq!(current.unit, "billion toman@current/year");
    assert_eq!(dollar.unit, "million USD/year");
    assert_eq!(current.values[0], constant.values[0]);
    // 1405 has 50 % inflation, 1406 35 %.
    assert!((current.values[2] / constant.values[2] - 1.5 * 1.35).abs() < 1e-12);
    assert!((dollar.values[3] / constant.values[3] - 1000.0 / 111_458.0).abs() < 1e-12);
    let jobs = run.index("work.employment").expect("a variable");
    assert_eq!(PriceBasis::Dollar.apply(&run, jobs), PriceBasis::Constant.apply(&run, jobs));
}
