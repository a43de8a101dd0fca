//! The workbook as another program reads it.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::language::Language;
use ofogh::study::{PriceBasis, Report};

use crate::support::run;

fn book(paths: &[&str], language: Language) -> (Vec<Report>, Xlsx<Cursor<Vec<u8>>>) {
    let report = |path: &&str| Report::new(run(path, &[]), PriceBasis::Constant).expect("a headline");
    let reports: Vec<Report> = paths.iter().map(report).collect();
    let bytes = bytes(FileFormat::Workbook, &reports, language, FileOptions::default()).expect("a workbook");
    (reports, Xlsx::new(Cursor::new(bytes)).expect("a readable workbook"))
}

/// Column of the first year on Assumptions and Model.
const FIRST_YEAR: usize = 3;

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(value) => *value,
        other => panic!("{other:?} is no number"),
    }
}

#[test]
fn every_variable_is_in_the_workbook_with_its_values() {
    let (reports, mut book) = book(&["scenarios/reference.toml"], Language::English);
    let projection = &reports[0].projection;
    let after = FIRST_YEAR + projection.years.len();
    let mut seen = 0;
    for row in book.worksheet_range("Model").expect("a sheet").rows().skip(4) {
        let id = row[after].to_string();
        // Headings of modules and free rows have none.
        let Some(index) = projection.index(&id) else { continue };
        let values: Vec<f64> = row[FIRST_YEAR..after].iter().map(number).collect();
        assert_eq!(values, projection.series(index).collect::<Vec<_>>(), "{id}");
        assert!(!row[after + 1].to_string().is_empty(), "{id} has its equation in words");
        seen += 1;
    }
    assert_eq!(seen, projection.scenario.variables.len());
}

/// The formula of a row is the same in every year, but for the year itself.
#[test]
fn a_row_has_one_formula() {
    let (reports, mut book) = book(&["scenarios/reference.toml"], Language::English);
    let years = &reports[0].projection.years;
    let formulas = book.worksheet_formula("Model").expect("a sheet");
    let (top, left) = formulas.start().expect("a first cell");
    let mut seen = 0;
    for (row, cells) in (top..).zip(formulas.rows()) {
        let of_column =
            |column: usize| cells.get(column - left as usize).filter(|formula| !formula.is_empty());
        let mut texts = Vec::new();
        for (t, year) in years.iter().enumerate() {
            let column = FIRST_YEAR + t;
            let letter = |column: usize| char::from(b'A' + u8::try_from(column).expect("a letter"));
            let Some(formula) = of_column(column) else { continue };
            let text = formula.replace(&format!("_{year}"), "_YEAR").replace("$C", "$START");
            let mut plain = String::new();
            let mut rest = text.chars().peekable();
            let mut before = ' ';
            while let Some(c) = rest.next() {
                let starts = !before.is_alphanumeric() && before != '_' && before != '$' && before != '.';
                let is_cell = starts && rest.peek().is_some_and(char::is_ascii_digit);
                match c {
                    c if is_cell && c == letter(column) => plain.push_str("NOW"),
                    c if is_cell && c == letter(column - 1) => plain.push_str("LAST"),
                    c => plain.push(c),
                }
                before = c;
            }
            texts.push(plain);
        }
        if let Some(first) = texts.first() {
            assert_eq!(texts.len(), years.len(), "row {}: {first}", row + 1);
            assert!(texts.iter().all(|text| text == first), "row {}: {texts:?}", row + 1);
            seen += 1;
        }
    }
    assert!(seen > 300, "{seen} rows");
}

/// Formulas of 8,192 characters or 64 levels would be refused by a spreadsheet.
#[test]
fn formulas_stay_within_the_limits_of_spreadsheets() {
    let (_, mut book) = book(&["scenarios/reference.toml"], Language::Persian);
    let formulas = book.worksheet_formula("مدل").expect("a sheet");
    for (.., formula) in formulas.used_cells() {
        assert!(formula.len() < 4000, "{formula}");
        let deepest = formula.chars().scan(0, |depth: &mut i32, c| {
            *depth += i32::from(c == '(') - i32::from(c == ')');
            Some(*depth)
        });
        assert!(deepest.max().unwrap_or(0) < 32, "{formula}");
    }
}

#[test]
fn assumptions_carry_their_sources() {
    let (reports, mut book) = book(&["scenarios/reference.toml"], Language::English);
    let scenario = &reports[0].projection.scenario;
    let range = book.worksheet_range("Assumptions").expect("a sheet");
    let after = FIRST_YEAR + reports[0].projection.years.len();
    let rows: Vec<Vec<String>> =
        range.rows().skip(3).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let shown =
        scenario.inputs().filter(|input| input.row.kind != ofogh::model::record::RowKind::Requirement);
    let mut seen = 0;
    for input in shown {
        let row = rows
            .iter()
            .find(|row| row[after + 5] == input.row.id)
            .unwrap_or_else(|| panic!("{}", input.row.id));
        assert!(!row[after + 1].is_empty(), "no kind of source: {row:?}");
        seen += 1;
    }
    assert!(seen > 200, "{seen} inputs");
    let licensed = rows
        .iter()
        .find(|row| row[after + 5] == "programme.solar.stages.licensed.opening")
        .expect("the input");
    assert_eq!(licensed[2], "1200");
    assert_eq!(licensed[after + 2], "solar.licensed_only");
    assert!(licensed[after + 4].starts_with("qom/solar.toml:"), "{}", licensed[after + 4]);
}

/// Every input has a name of its own in every year, which leads to its cell.
#[test]
fn every_assumption_has_its_name() {
    let (reports, mut book) = book(&["scenarios/reference.toml"], Language::English);
    let projection = &reports[0].projection;
    let names: std::collections::HashMap<String, String> = book.defined_names().iter().cloned().collect();
    let sheet = book.worksheet_range("Assumptions").expect("a sheet");
    let cell = |name: &str| {
        let place =
            names.get(name).unwrap_or_else(|| panic!("no name {name}")).rsplit('!').next().expect("a cell");
        let mut parts = place.split('$').skip(1);
        let (letter, row) = (parts.next().expect("a column"), parts.next().expect("a row"));
        let row: u32 = row.parse().expect("a row");
        number(sheet.get_value((row - 1, u32::from(letter.as_bytes()[0] - b'A'))).expect("a cell"))
    };
    for input in &projection.scenario.opening {
        assert_eq!(cell(&format!("in_{}", input.row.id)), input.values[0], "{}", input.row.id);
    }
    for input in projection
        .scenario
        .yearly
        .iter()
        .filter(|input| input.row.kind != ofogh::model::record::RowKind::Requirement)
    {
        for (year, value) in projection.years.iter().zip(&input.values) {
            assert_eq!(cell(&format!("in_{}_{year}", input.row.id)), *value, "{} in {year}", input.row.id);
        }
    }
}

/// A formula that calls a cell by a name that is given to none would show an error as soon as it is worked out again.
#[test]
fn every_name_in_a_formula_is_given_to_a_cell() {
    let paths = ["scenarios/reference.toml", "scenarios/renewed-conflict.toml"];
    let (mut used, mut unknown) = (0, std::collections::BTreeSet::new());
    for paths in [&paths[..1], &paths[..]] {
        let (_, mut book) = book(paths, Language::English);
        let names: std::collections::HashSet<String> =
            book.defined_names().iter().map(|(name, _)| name.clone()).collect();
        for sheet in book.sheet_names() {
            let formulas = book.worksheet_formula(&sheet).expect("a sheet");
            for (.., formula) in formulas.used_cells() {
                let words = formula.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
                let is_input = |word: &&str| {
                    word.strip_prefix("in").is_some_and(|rest| {
                        rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('_')
                    })
                };
                for word in words.filter(is_input) {
                    used += 1;
                    if !names.contains(word) {
                        unknown.insert(word.to_owned());
                    }
                }
            }
        }
    }
    assert!(used > 3000 && unknown.is_empty(), "{used}: {unknown:?}");
}

#[test]
fn persian_and_several_scenarios() {
    let paths = ["scenarios/reference.toml", "scenarios/announced.toml"];
    let (_, book) = book(&paths, Language::Persian);
    let names = book.sheet_names();
    assert_eq!(names[0], "مقایسه");
    assert!(
        names.contains(&"reference خلاصه".to_owned()) && names.contains(&"announced خلاصه".to_owned()),
        "{names:?}"
    );
    assert!(names.contains(&"تناقض‌ها".to_owned()));
}

/// Every unit that programmes are counted in has its chart, whatever province it is of.
#[test]
fn every_unit_of_programmes_has_its_chart() {
    for (path, titles) in [
        ("scenarios/reference.toml", &["MW", "unit", "bed"][..]),
        ("examples/second-province/kavir.toml", &["MW"]),
    ] {
        let report = Report::new(run(path, &[]), PriceBasis::Constant).expect("a report");
        let options = FileOptions::default();
        let book = bytes(FileFormat::Workbook, &[report], Language::English, options).expect("a workbook");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("an archive");
        let mut charts = String::new();
        for n in 0..archive.len() {
            let mut part = archive.by_index(n).expect("a part");
            if part.name().expect("a name").starts_with("xl/charts/") {
                std::io::Read::read_to_string(&mut part, &mut charts).expect("a text");
            }
        }
        let found: Vec<&str> = charts
            .match_indices("Programmes by stage, ")
            .map(|(at, title)| {
                let rest = &charts[at + title.len()..];
                &rest[..rest.find('<').expect("an end")]
            })
            .collect();
        assert_eq!(found, titles, "{path}");
    }
}
