//! Workbooks at the limits of spreadsheets, and of several plans that are unlike.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::language::Language;
use ofogh::study::{PriceBasis, Report, project};

use crate::desk::Desk;
use crate::support::{load, program, root};

const HEADER: &str =
    "title = { en = \"T\", fa = \"ت\" }\nsummary = { en = \"S\", fa = \"س\" }\nbased_on = [\"reference\"]\n";

/// A scenario over the reference, in the folder of the desk.
fn plan(desk: &Desk, name: &str, text: &str) {
    let path = desk.folder.path().join(format!("scenarios/{name}.toml"));
    std::fs::write(path, format!("{HEADER}{text}")).expect("a scenario");
}

/// A programme of the shape of those of value-chains, under an id and a label.
fn programme(id: &str, label: &str) -> String {
    let text = std::fs::read_to_string(root().join("scenarios/value-chains.toml")).expect("a scenario");
    let start = text.find("[programme.egg_processing]").expect("a programme");
    let end = start + text[start..].find("\n# ").expect("the next");
    text[start..end].replace("egg_processing", id).replace("Egg-processing plants", label) + "\n"
}

fn report(path: &Path) -> Report {
    Report::new(project(load(path, &[])).expect("finite results"), PriceBasis::Constant).expect("a report")
}

fn book(desk: &Desk, names: &[&str]) -> Vec<u8> {
    let path = |name: &&str| desk.folder.path().join(format!("scenarios/{name}.toml"));
    let reports: Vec<Report> = names.iter().map(|name| report(&path(name))).collect();
    bytes(FileFormat::Workbook, &reports, Language::English, FileOptions::default()).expect("a workbook")
}

fn adopted(desk: &Desk, file: &str, base: &str) -> String {
    let mut command = program();
    command.current_dir(desk.folder.path()).args(["adopt", file, "--base", base]);
    let output = command.output().expect("the program");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).expect("a sheet").rows().map(<[Data]>::to_vec).collect()
}

/// More variables than a cell has room for fingerprints, sums longer than a formula, more inputs than names.
#[test]
fn three_hundred_programmes() {
    let desk = Desk::new(FileOptions::default());
    let mut text = String::new();
    for n in 0..300 {
        text += &programme(&format!("p{n:03}"), &format!("Plant {n}"));
    }
    plan(&desk, "many", &text);
    let book = book(&desk, &["many"]);
    desk.save("many.xlsx", &book);
    let mut read = Xlsx::new(Cursor::new(book)).expect("a workbook");
    assert!(read.defined_names().len() < 65_535, "{} names", read.defined_names().len());
    let formulas = read.worksheet_formula("Model").expect("formulas");
    let longest = formulas.used_cells().map(|(.., formula)| formula.len()).max().unwrap_or(0);
    assert!((4_000..8_192).contains(&longest), "{longest} characters");
    let parts = rows(&mut read, "Model").into_iter().filter(|row| row[0].to_string().contains(": part "));
    assert!(parts.count() > 0, "long sums are worked out in parts");
    let said = adopted(&desk, "many.xlsx", "scenarios/many.toml");
    assert!(said.starts_with("no assumption differs"), "{said}");
}

/// What a spreadsheet has less room for than a scenario is shortened, and still read back.
#[test]
fn long_names_and_texts() {
    let desk = Desk::new(FileOptions::default());
    let long = |letter: &str, count: usize| letter.repeat(count);
    let goal = format!(
        "[goal.{}]\nlabel = {{ en = \"{}\", fa = \"هدف\" }}\nvariable = \"province.gdp_share\"\nat_least = \"1 %\"\nby = 1410\n",
        long("g", 250),
        long("G", 300)
    );
    for (name, text) in [
        ("id", programme(&long("x", 230), "Plants")),
        ("emoji", programme("sun", &long("🌻", 240))),
        ("label", programme("sun", &long("L", 40_000))),
        ("goal", goal),
        ("note", programme("sun", "Plants").replace("estimate: judgement", &long("n", 40_000))),
        ("summary", String::new()),
    ] {
        plan(&desk, name, &text);
        if name == "summary" {
            let path = desk.folder.path().join("scenarios/summary.toml");
            let wide = HEADER.replace("\"T\"", &format!("\"{}\"", long("T", 40_000)));
            std::fs::write(path, wide.replace("\"S\"", &format!("\"{}\"", long("S", 40_000))))
                .expect("a file");
        }
        let book = book(&desk, &[name]);
        desk.save("long.xlsx", &book);
        let said = adopted(&desk, "long.xlsx", &format!("scenarios/{name}.toml"));
        assert!(said.starts_with("no assumption differs"), "{name}: {said}");
        // The range of an input is checked by the spreadsheet, whatever the input is called.
        let text = crate::desk::part(&book, "xl/worksheets/sheet2.xml");
        let plain = crate::desk::part(&desk.book, "xl/worksheets/sheet2.xml");
        let (found, least) =
            (text.matches("<dataValidation ").count(), plain.matches("<dataValidation ").count());
        let inputs = load(&desk.folder.path().join(format!("scenarios/{name}.toml")), &[]).inputs().count()
            - load(&root().join("scenarios/reference.toml"), &[]).inputs().count();
        assert!(found >= least + inputs.saturating_sub(3), "{name}: {found} of {least} and {inputs}");
    }
}

/// Everything that any plan asks for is compared; what a plan lacks is a dash, and what is called otherwise is another row.
#[test]
fn plans_that_are_unlike_are_compared_in_full() {
    let desk = Desk::new(FileOptions::default());
    let goal = "[goal.own]\nlabel = { en = \"Own goal\", fa = \"هدف خود\" }\nvariable = \"work.unemployment\"\nat_most = \"5 %\"\nby = 1410\n";
    let mine = programme("mine", "My mine");
    plan(
        &desk,
        "first-of-two-long-names-a",
        &format!("headline = [\"province.gdp_share\", \"programme.solar.operating\"]\n{goal}"),
    );
    plan(
        &desk,
        "first-of-two-long-names-b",
        &format!(
            "headline = [\"programme.mine.operating\", \"programme.solar.operating\"]\nprogramme.solar.label = {{ en = \"Solar anew\", fa = \"خورشیدی تازه\" }}\n{mine}"
        ),
    );
    let names = ["first-of-two-long-names-a", "first-of-two-long-names-b"];
    let mut book = Xlsx::new(Cursor::new(book(&desk, &names))).expect("a workbook");
    let rows: HashMap<String, Vec<String>> = rows(&mut book, "Comparison")
        .into_iter()
        .map(|row| (row[0].to_string(), row[2..].iter().map(ToString::to_string).collect()))
        .collect();
    for (label, first, second) in [
        ("Province: share of national output", true, true),
        ("Solar, other plants: operating", true, false),
        ("Solar anew: operating", false, true),
        ("My mine: operating", false, true),
        ("Own goal", true, false),
    ] {
        let row = rows.get(label).unwrap_or_else(|| panic!("{label} is not in {:?}", rows.keys()));
        assert_eq!([row[0] != "–", row[1] != "–"], [first, second], "{label}: {row:?}");
    }
    let sheets = book.sheet_names();
    for sheet in ["first-of-two-lo… Model", "first-of-two-…~2 Model", "first-of-two-…~2 Assumptions"] {
        assert!(sheets.iter().any(|name| name == sheet), "{sheet} is not in {sheets:?}");
    }
    assert!(sheets.iter().all(|name| name.chars().count() <= 31), "{sheets:?}");
}

/// Two projects may call different figures by one id; each cell leads to its own.
#[test]
fn figures_of_two_projects_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    for (project, name) in [("a", "kavir"), ("b", "other")] {
        let target = folder.path().join(project);
        copy(&root().join("examples/second-province"), &target);
        std::fs::rename(target.join("kavir.toml"), target.join(format!("{name}.toml"))).unwrap_or_default();
    }
    let wind = folder.path().join("b/seeds/wind.toml");
    let text = std::fs::read_to_string(&wind).expect("figures");
    let start = text.find("[operating]").expect("a figure");
    let value = start + text[start..].find("value = ").expect("a value") + 8;
    let end = value + text[value..].find('\n').expect("an end");
    let other = format!("{}77{}", &text[..value], &text[end..]);
    std::fs::write(&wind, other).expect("figures");
    let reports = [report(&folder.path().join("a/kavir.toml")), report(&folder.path().join("b/other.toml"))];
    let book =
        bytes(FileFormat::Workbook, &reports, Language::English, FileOptions::default()).expect("a workbook");
    let mut read = Xlsx::new(Cursor::new(book.clone())).expect("a workbook");
    let rows = rows(&mut read, "Sources");
    let mut found = String::new();
    for (n, row) in rows.iter().enumerate().filter(|(_, row)| row[0] == "wind.operating") {
        let _ = writeln!(found, "{} {} {}", n + 1, row[2], row[11]);
    }
    let lines: Vec<Vec<&str>> = found.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(lines.len(), 2, "{found}");
    assert_eq!([lines[0][1], lines[0][2], lines[1][1], lines[1][2]], ["30", "kavir", "77", "other"]);
    // A figure on which both agree stands there once, with both.
    let shared = rows.iter().filter(|row| row[11] == "kavir, other").count();
    assert!(shared > 20, "{shared}");
    let sheets = read.sheet_names();
    for (plan, line) in [("kavir", &lines[0]), ("other", &lines[1])] {
        let sheet =
            sheets.iter().position(|name| *name == format!("{plan} Assumptions")).expect("a sheet") + 1;
        let text = crate::desk::part(&book, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(
            text.contains(&format!("location=\"'Sources'!A{}\"", line[0]))
                || text.contains(&format!("location=\"Sources!A{}\"", line[0])),
            "{plan}"
        );
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a copy");
        }
    }
}
