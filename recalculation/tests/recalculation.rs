//! The live workbook in another spreadsheet engine: every formula gives what our engine gives, also after changes.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use ofogh::export::workbook::names;
use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::fault::Fault;
use ofogh::language::Language;
use ofogh::model::leontief::indirect_requirements;
use ofogh::model::record;
use ofogh::scenario::Scenario;
use ofogh::scenario::write::values_by_year;
use ofogh::study::{PriceBasis, Report, project};
use recalculation::{Book, Stored, Value, differences, stored};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn shipped() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("scenarios")).expect("the folder of scenarios");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.extend([root().join("examples/second-province/kavir.toml")]);
    paths.sort();
    assert!(paths.len() > 10, "all scenarios are here");
    paths
}

fn load(path: &Path) -> Scenario {
    Scenario::load(path, &[]).unwrap_or_else(|faults| panic!("{}: {}", path.display(), faults[0].message.en))
}

fn report(scenario: Scenario, basis: PriceBasis) -> Report {
    Report::new(project(scenario).expect("finite results"), basis).expect("a report")
}

fn workbook(reports: &[Report], language: Language) -> Vec<u8> {
    bytes(FileFormat::Workbook, reports, language, FileOptions::default()).expect("a workbook")
}

fn assert_alike(book: &Book, expected: &[Stored], what: &str) {
    let wrong = differences(book, expected);
    let first =
        wrong.iter().take(5).map(|(cell, found)| format!("{cell:?}\n  found {found:?}")).collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{what}: {} cells differ\n{}", wrong.len(), first.join("\n"));
}

#[test]
fn every_formula_of_every_shipped_scenario() {
    for path in shipped() {
        let file = workbook(&[report(load(&path), PriceBasis::Constant)], Language::English);
        let cells = stored(&file);
        let formulas = cells.iter().filter(|cell| !cell.formula.is_empty()).count();
        assert!(formulas > 2000, "{}: {formulas} formulas", path.display());
        assert_alike(&Book::open(&file), &cells, &path.display().to_string());
    }
}

#[test]
fn in_other_prices_in_persian_and_side_by_side() {
    let reference = || load(&root().join("scenarios/reference.toml"));
    for basis in [PriceBasis::Current, PriceBasis::Dollar] {
        let file = workbook(&[report(reference(), basis)], Language::Persian);
        assert_alike(&Book::open(&file), &stored(&file), &format!("{basis:?}"));
    }
    let announced = load(&root().join("scenarios/announced.toml"));
    let both = [report(reference(), PriceBasis::Constant), report(announced, PriceBasis::Constant)];
    let file = workbook(&both, Language::English);
    assert_alike(&Book::open(&file), &stored(&file), "side by side");
}

/// Numbers in an order that is the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a small number") % count
    }
}

/// Where a name points: the cell of the workbook of which `cells` are all.
fn cell_of<'a>(file: &[u8], cells: &'a [Stored], name: &str) -> &'a Stored {
    use calamine::Reader;
    let book = calamine::Xlsx::new(std::io::Cursor::new(file)).expect("a workbook");
    let (_, place) = book.defined_names().iter().find(|(other, _)| other == name).expect(name);
    let (sheet, cell) = place.rsplit_once('!').expect("a cell of a sheet");
    let sheet =
        book.sheet_names().iter().position(|other| *other == sheet.trim_matches('\'')).expect("a sheet");
    let mut parts = cell.split('$').skip(1);
    let (letters, row) = (parts.next().expect("a column"), parts.next().expect("a row"));
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + i32::from(letter - b'A') + 1);
    let row: i32 = row.parse().expect("a row");
    let is_there = |cell: &&Stored| {
        usize::try_from(cell.sheet).expect("a sheet") == sheet && cell.row == row && cell.column == column
    };
    cells.iter().find(is_there).expect("a cell with something in it")
}

/// A change as our engine understands it: the value holds from its year until the next that stood there on its own.
fn changed(scenario: &Scenario, input: usize, t: usize, value: f64) -> Scenario {
    let mut scenario = scenario.clone();
    let openings = scenario.opening.len();
    if input < openings {
        scenario.opening[input].values.fill(value);
        return scenario;
    }
    let values = &mut scenario.yearly[input - openings].values;
    let before = values.clone();
    for at in t..values.len() {
        if at > t && before[at].to_bits() != before[at - 1].to_bits() {
            break;
        }
        values[at] = value;
    }
    let local =
        scenario.yearly.iter().find(|input| input.row.id == "economy.local_content").expect("an input");
    let (n, purchases) = (scenario.structure.sectors.len(), &scenario.figures.input_output.purchases);
    let blocks: Vec<Vec<f64>> = local
        .values
        .iter()
        .map(|content| indirect_requirements(purchases, n, *content).expect("a viable economy"))
        .collect();
    let elements = scenario.yearly.iter_mut().filter(|input| input.row.kind == record::RowKind::Requirement);
    for (element, input) in elements.enumerate() {
        input.values = blocks.iter().map(|block| block[element]).collect();
    }
    scenario
}

/// A value near the one there, within the range of the input.
fn moved(scenario: &Scenario, input: usize, t: usize, dice: &mut Dice) -> f64 {
    let input = scenario.inputs().nth(input).expect("an input");
    let (row, value) = (&input.row, input.values[t]);
    #[allow(clippy::cast_precision_loss)]
    let factor = 0.8 + 0.01 * dice.below(41) as f64;
    let moved = if value == 0.0 { 0.01 * factor } else { value * factor };
    moved.clamp(row.low.max(f64::MIN), row.high.min(f64::MAX))
}

/// The inputs that a planner may change.
fn free(scenario: &Scenario) -> Vec<usize> {
    let inputs = scenario.inputs().enumerate();
    let free = inputs.filter(|(_, input)| {
        !matches!(input.row.kind, record::RowKind::Computed | record::RowKind::Requirement)
    });
    free.map(|(index, _)| index).collect()
}

/// Changes made in the other engine, saved by it and adopted give the scenario that the same values by `--set` give.
#[test]
fn what_is_adopted_is_what_was_set() {
    let path = root().join("scenarios/reference.toml");
    let scenario = load(&path);
    let file = workbook(&[report(scenario.clone(), PriceBasis::Constant)], Language::English);
    let cells = stored(&file);
    let folder = tempfile::tempdir().expect("a folder");
    let (free, first) = (free(&scenario), scenario.structure.years.0);
    let (mut dice, mut adopted) = (Dice(1414), 0);
    for n in 0..24 {
        let mut book = Book::open(&file);
        let (mut settings, mut wanted) = (Vec::new(), scenario.clone());
        for _ in 0..=n % 3 {
            let input = free[dice.below(free.len())];
            let row = scenario.inputs().nth(input).expect("an input").row.clone();
            if settings.iter().any(|setting: &String| setting.starts_with(&format!("{}=", row.id))) {
                continue;
            }
            let opening = input < scenario.opening.len();
            let t = if opening { 0 } else { dice.below(scenario.structure.all_years().count()) };
            let value = moved(&scenario, input, t, &mut dice);
            let year = scenario.structure.all_years().nth(t).filter(|_| !opening);
            book.write(cell_of(&file, &cells, &names::input("", &row.id, year)), &format!("{value:?}"));
            wanted = changed(&wanted, input, t, value);
            let values = &wanted.inputs().nth(input).expect("an input").values;
            settings.push(format!("{}={}", row.id, values_by_year(values, first)));
        }
        book.recalculate();
        let edited = folder.path().join("edited.xlsx");
        std::fs::write(&edited, book.save()).expect("a workbook");
        let found = ofogh::export::adopt::read(&edited, Some(&path), None);
        match Scenario::load(&path, &settings) {
            Ok(direct) => {
                let found = found.unwrap_or_else(|faults| panic!("{settings:?}: {}", faults[0].message.en));
                let text = found.text("edited", &edited);
                let written = root().join("scenarios").join(format!(".adopted-{n}.toml"));
                std::fs::write(&written, text).expect("a scenario");
                let read = Scenario::load(&written, &[]);
                std::fs::remove_file(&written).expect("the scenario just written");
                let read = read.unwrap_or_else(|faults| panic!("{settings:?}: {}", faults[0].message.en));
                assert_eq!(read.digest(), direct.digest(), "{settings:?}");
                let values = |scenario| project(scenario).expect("finite results").values;
                assert_eq!(values(read), values(direct), "{settings:?}");
                adopted += 1;
            }
            // What may not be set may not be adopted, for the same reason.
            Err(faults) => {
                let codes = |faults: &[Fault]| faults.iter().map(|fault| fault.code).collect::<BTreeSet<_>>();
                assert_eq!(codes(&found.expect_err("a fault")), codes(&faults), "{settings:?}");
            }
        }
    }
    assert!(adopted > 14, "{adopted} scenarios");
}

#[test]
fn two_hundred_changes_made_in_the_workbook() {
    let scenario = load(&root().join("scenarios/reference.toml"));
    let file = workbook(&[report(scenario.clone(), PriceBasis::Constant)], Language::English);
    let cells = stored(&file);
    let mut book = Book::open(&file);
    let free = free(&scenario);
    let formulas = cells.iter().filter(|cell| !cell.formula.is_empty());
    let live: HashSet<(u32, i32, i32)> = formulas.map(place).collect();
    let mut dice = Dice(1404);
    for n in 0..200 {
        // The first change is the one that moves the Leontief inverse.
        let local =
            || scenario.inputs().position(|input| input.row.id == "economy.local_content").expect("an input");
        let input = if n == 0 { local() } else { free[dice.below(free.len())] };
        let opening = input < scenario.opening.len();
        let t = if opening { 0 } else { dice.below(scenario.structure.all_years().count()) };
        let value = moved(&scenario, input, t, &mut dice);
        let id = &scenario.inputs().nth(input).expect("an input").row.id;
        let year = scenario.structure.all_years().nth(t).filter(|_| !opening);
        let what = format!("change {n}: {id} = {value:?} from {year:?}");
        let expected = stored(&workbook(
            &[report(changed(&scenario, input, t, value), PriceBasis::Constant)],
            Language::English,
        ));
        let at = cell_of(&file, &cells, &names::input("", id, year));
        book.write(at, &format!("{value:?}"));
        book.recalculate();
        // Sentences of the run and its digest do not follow.
        let follow: Vec<Stored> = expected.into_iter().filter(|cell| live.contains(&place(cell))).collect();
        assert!(follow.len() > 3000, "{what}: {} cells", follow.len());
        assert_alike(&book, &follow, &what);
        let back = match (&at.value, at.formula.is_empty()) {
            (_, false) => format!("={}", at.formula),
            (Value::Number(number), true) => format!("{number:?}"),
            (other, true) => panic!("{other:?}"),
        };
        book.write(at, &back);
    }
    book.recalculate();
    assert_alike(&book, &cells, "everything put back");
}

fn place(cell: &Stored) -> (u32, i32, i32) {
    (cell.sheet, cell.row, cell.column)
}
