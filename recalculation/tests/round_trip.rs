//! Workbooks edited at random: either they are refused, or the adopted scenario gives what they show when another engine
//! has worked them out.
//!
//! `CASES=500 cargo test -p recalculation round_trip` tries more of them.

use std::collections::HashSet;
use std::path::Path;

use ofogh::export::adopt::Adopted;
use ofogh::export::{FileFormat, FileOptions, adopt, bytes};
use ofogh::fault::Fault;
use ofogh::language::Language;
use ofogh::scenario::Scenario;
use ofogh::study::{PriceBasis, Report, project};
use recalculation::{Book, Stored, Value, differences, stored};

/// Numbers in an order that is the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a small number") % count
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

fn workbook(path: &Path) -> Vec<u8> {
    let scenario = Scenario::load(path, &[]).unwrap_or_else(|faults| panic!("{}", faults[0].message.en));
    let report =
        Report::new(project(scenario).expect("finite results"), PriceBasis::Constant).expect("a report");
    bytes(FileFormat::Workbook, &[report], Language::English, FileOptions::default()).expect("a workbook")
}

/// A folder with the shipped scenarios and figures.
fn project_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for part in ["scenarios", "scenarios/qom", "seeds"] {
        std::fs::create_dir_all(folder.path().join(part)).expect("a folder");
        for path in
            std::fs::read_dir(root.join(part)).expect("a folder").map(|entry| entry.expect("one").path())
        {
            if path.is_file() {
                std::fs::copy(&path, folder.path().join(part).join(path.file_name().expect("a name")))
                    .expect("a copy");
            }
        }
    }
    folder
}

/// What is done to a workbook, and what it was done to.
fn edit(book: &mut Book, cells: &[Stored], dice: &mut Dice) -> String {
    // Sheets: 0 summary, 1 assumptions, 2 model, 3 goals, 5 Leontief.
    let on = |sheet: u32| cells.iter().filter(move |cell| cell.sheet == sheet);
    let numbers: Vec<&Stored> = on(1)
        .chain(on(3))
        .filter(|cell| matches!(cell.value, Value::Number(_)) && cell.row > 3 && cell.formula.is_empty())
        .collect();
    let formulas: Vec<&Stored> = [0, 2, 2, 2, 3, 5]
        .iter()
        .flat_map(|sheet| on(*sheet))
        .filter(|cell| !cell.formula.is_empty())
        .collect();
    let texts: Vec<&Stored> = on(1).chain(on(2)).filter(|cell| cell.column <= 2 && cell.row > 3).collect();
    let any = |dice: &mut Dice| (*dice.one(&numbers)).clone();
    let value = |cell: &Stored| match cell.value {
        Value::Number(number) => number,
        _ => 0.0,
    };
    match dice.below(10) {
        0..=2 => {
            let cell = any(dice);
            #[allow(clippy::cast_precision_loss)]
            let number = value(&cell) * (0.9 + 0.01 * dice.below(21) as f64);
            book.write(&cell, &format!("{number:?}"));
            format!("{number} into {cell:?}")
        }
        3 => {
            let cell = any(dice);
            let percent = dice.one(&["3%", "0.5%", "90%", "12.5%"]);
            book.write(&cell, percent);
            format!("{percent} into {cell:?}")
        }
        4 => {
            // The formula of a neighbour, as it stands there.
            let at = dice.below(formulas.len());
            let (cell, other) = (formulas[at], formulas[(at + 1 + dice.below(12)) % formulas.len()]);
            book.write(cell, &format!("={}", other.formula));
            format!("{} into {cell:?}", other.formula)
        }
        5 => {
            let cell = *dice.one(&formulas);
            let number = value(cell);
            let text = dice
                .one(&[
                    format!("{number:?}"),
                    format!("={}+0", cell.formula),
                    format!("=2*({})", cell.formula),
                ])
                .clone();
            book.write(cell, &text);
            format!("{text} into {cell:?}")
        }
        6 => {
            let (cell, other) = (*dice.one(&texts), *dice.one(&texts));
            let Value::Text(text) = &other.value else { return "nothing".to_owned() };
            book.write(cell, text);
            format!("{text} into {cell:?}")
        }
        7 => {
            // Two rows of assumptions change places in some of their columns.
            let (one, other) = (any(dice), any(dice));
            let last = 4 + i32::try_from(dice.below(17)).expect("a column");
            let of = |row: i32| on(1).filter(move |cell| cell.row == row && cell.column <= last);
            for (from, to) in [(one.row, other.row), (other.row, one.row)] {
                for cell in of(from).filter(|cell| cell.formula.is_empty()) {
                    let text = match &cell.value {
                        Value::Number(number) => format!("{number:?}"),
                        Value::Text(text) => text.clone(),
                        Value::Nothing => String::new(),
                    };
                    book.write(&Stored { row: to, ..cell.clone() }, &text);
                }
            }
            format!("rows {} and {} up to column {last}", one.row, other.row)
        }
        8 => {
            let cell = any(dice);
            let text = dice.one(&["=1/0", "#SPILL!", "=NA()", "", "۴٫۵", "12 MW", "=A1"]);
            book.write(&cell, text);
            format!("{text:?} into {cell:?}")
        }
        _ => {
            // What does not matter: a remark beside the tables, and a formula in other words.
            let cell = *dice.one(&formulas);
            book.write(cell, &format!("=({})", cell.formula));
            book.write(&Stored { sheet: 2, row: 2, column: 30, ..cell.clone() }, "=1/0");
            format!("brackets around {cell:?}")
        }
    }
}

/// The scenario that a workbook was adopted as, or what was refused.
fn adopted(folder: &Path, book: &[u8]) -> Result<(Adopted, Vec<u8>), Vec<Fault>> {
    let (edited, base) = (folder.join("edited.xlsx"), folder.join("scenarios/reference.toml"));
    std::fs::write(&edited, book).expect("a workbook");
    let found = adopt::read(&edited, Some(&base), None)?;
    let path = folder.join("scenarios/adopted.toml");
    std::fs::write(&path, found.text("adopted", &edited)).expect("a scenario");
    let scenario = Scenario::load(&path, &[])?;
    assert_eq!(scenario.digest(), found.digest, "what is written is what was read");
    // Results that no number holds are refused by every command.
    match project(scenario) {
        Ok(_) => Ok((found, workbook(&path))),
        Err(_) => Err(Vec::new()),
    }
}

#[test]
fn a_workbook_edited_at_random_is_refused_or_right() {
    let folder = project_folder();
    let file = workbook(&folder.path().join("scenarios/reference.toml"));
    let cells = stored(&file);
    let live: HashSet<(u32, i32, i32)> = cells
        .iter()
        .filter(|cell| !cell.formula.is_empty() && cell.sheet != 1)
        .map(|cell| (cell.sheet, cell.row, cell.column))
        .collect();
    let cases = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40);
    let mut dice = Dice(std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1404));
    let (mut refused, mut right, mut changed) = (0, 0, 0);
    for n in 0..cases {
        let mut book = Book::open(&file);
        let done: Vec<String> = (0..=dice.below(2)).map(|_| edit(&mut book, &cells, &mut dice)).collect();
        book.recalculate();
        match adopted(folder.path(), &book.save()) {
            Err(_) => refused += 1,
            Ok((found, expected)) => {
                let expected: Vec<Stored> = stored(&expected)
                    .into_iter()
                    .filter(|cell| live.contains(&(cell.sheet, cell.row, cell.column)))
                    .collect();
                assert!(expected.len() > 3_000, "case {n}: {} cells", expected.len());
                let wrong = differences(&book, &expected);
                let first = wrong.first().map(|(cell, found)| format!("{cell:?} is {found:?}"));
                assert!(wrong.is_empty(), "case {n}: {done:?}: {} cells differ, {first:?}", wrong.len());
                right += 1;
                changed += usize::from(!found.changes.is_empty());
            }
        }
    }
    assert!(
        refused * 4 > cases && right * 8 > cases && changed > 0,
        "{refused} refused, {right} right, {changed} changed"
    );
}
