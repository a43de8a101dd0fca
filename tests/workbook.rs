//! The workbook as another program reads it.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use ofogh::export::{Kind, Shape, bytes};
use ofogh::language::Language;
use ofogh::study::{PriceBasis, Report};

use crate::support::run;

fn book(paths: &[&str], language: Language) -> (Vec<Report>, Xlsx<Cursor<Vec<u8>>>) {
    let report = |path: &&str| Report::new(run(path, &[]), PriceBasis::Constant).expect("a headline");
    let reports: Vec<Report> = paths.iter().map(report).collect();
    let bytes = bytes(Kind::Workbook, &reports, language, Shape::default()).expect("a workbook");
    (reports, Xlsx::new(Cursor::new(bytes)).expect("a readable workbook"))
}

#[test]
fn every_variable_is_in_the_workbook_with_its_values() {
    let (reports, mut book) = book(&["scenarios/reference.toml"], Language::English);
    let projection = &reports[0].projection;
    let mut seen = 0;
    for sheet in ["Economy", "Work", "Programmes", "Envelopes", "Enterprises", "Power and visitors"] {
        let range = book.worksheet_range(sheet).expect(sheet);
        for row in range.rows().skip(4) {
            let id = row[3 + projection.years.len()].to_string();
            let index = projection.index(&id).unwrap_or_else(|| panic!("{sheet}: {id}"));
            let values: Vec<f64> = row[3..3 + projection.years.len()]
                .iter()
                .map(|cell| match cell {
                    Data::Float(value) => *value,
                    other => panic!("{id}: {other:?}"),
                })
                .collect();
            assert_eq!(values, projection.series(index).collect::<Vec<_>>(), "{id}");
            seen += 1;
        }
    }
    assert_eq!(seen, projection.scenario.variables.len());
}

#[test]
fn assumptions_carry_their_sources() {
    let (reports, mut book) = book(&["scenarios/reference.toml"], Language::English);
    let scenario = &reports[0].projection.scenario;
    let range = book.worksheet_range("Assumptions").expect("a sheet");
    let after = 4 + reports[0].projection.years.len();
    let rows: Vec<Vec<String>> =
        range.rows().skip(3).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let expected =
        scenario.inputs().filter(|input| input.row.kind != ofogh::model::record::Kind::Block).count();
    assert_eq!(rows.len(), expected);
    let licensed = rows
        .iter()
        .find(|row| row[after + 3] == "programme.solar.stages.licensed.opening")
        .expect("the input");
    assert_eq!(licensed[3], "1200");
    assert_eq!(licensed[after], "solar.licensed_only");
    assert!(licensed[after + 2].starts_with("qom/solar.toml:"), "{}", licensed[after + 2]);
    for row in &rows {
        assert!(!row[2].is_empty(), "no kind of source: {row:?}");
    }
}

#[test]
fn persian_and_several_scenarios() {
    let paths = ["scenarios/reference.toml", "scenarios/announced.toml"];
    let (_, book) = book(&paths, Language::Persian);
    let names = book.sheet_names();
    assert_eq!(names[0], "مقایسه");
    assert!(names.contains(&"1 خلاصه".to_owned()) && names.contains(&"2 خلاصه".to_owned()), "{names:?}");
    assert!(names.contains(&"تناقض‌ها".to_owned()));
}
