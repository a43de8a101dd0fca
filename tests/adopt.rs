//! Workbooks edited by hand, read back: what changed becomes a scenario, what cannot be read is explained.

use std::path::Path;

use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::language::Language;
use ofogh::study::{PriceBasis, Report};

use crate::desk::{Desk, address, changed};
use crate::support::{load, run};

#[test]
fn what_was_changed_becomes_a_scenario() {
    let desk = Desk::new(FileOptions::default());
    let untouched = desk.save("untouched.xlsx", &desk.book);
    let output = desk.adopt(&untouched, &[]);
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "no assumption differs from the scenario; nothing was written\n"
    );
    let cell = |name: &str| address(&desk.book, name);
    let (growth, credit) = (cell("in_nation.growth_1406"), cell("in_envelope.credit.flow_1404"));
    let (goal, opening) = (cell("goal_output_share"), cell("in_programme.solar.opening"));
    let edited =
        desk.edit(&[(2, &growth, "0.05"), (2, &credit, "40000"), (4, &goal, "1.2"), (2, &opening, "50")]);
    let output = desk.adopt(&edited, &["--as", "new-plan"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text =
        std::fs::read_to_string(desk.folder.path().join("scenarios/new-plan.toml")).expect("a scenario");
    for line in [
        "based_on = [\"reference\"]",
        "programme.solar.opening = { value = 50.0, note = \"from the workbook: edited.xlsx, Assumptions!",
        "envelope.credit.flow = { value = 40000.0, note = ",
        "goal.output_share.at_least = \"1.2 %\"",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    // The same by --set gives the same bits.
    let adopted = load(&desk.folder.path().join("scenarios/new-plan.toml"), &[]);
    let base = load(&desk.folder.path().join("scenarios/reference.toml"), &[]);
    let growth = base.yearly.iter().find(|input| input.row.id == "nation.growth").expect("an input");
    let [first, second, rest] = [growth.values[0], growth.values[1], growth.values[3]];
    // What followed 1406 repeated it in the workbook.
    assert_eq!(rest.to_bits(), growth.values[2].to_bits());
    let growth =
        format!("nation.growth={{ 1404 = {first:?}, 1405 = {second:?}, 1406 = 0.05, between = \"step\" }}");
    let settings = [
        growth.as_str(),
        "envelope.credit.flow=40000",
        "goal.output_share.at_least=1.2 %",
        "programme.solar.opening=50",
    ];
    let direct = load(&desk.folder.path().join("scenarios/reference.toml"), &settings);
    assert_eq!(adopted.digest(), direct.digest());
    let values = |scenario| ofogh::study::project(scenario).expect("finite results").values;
    assert_eq!(values(adopted), values(direct));
    // Nothing that is there is written over.
    let again = desk.adopt(&edited, &["--as", "new-plan"]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn settings_of_the_run_are_part_of_what_is_adopted() {
    let desk = Desk::new(FileOptions::default());
    let scenario = load(&desk.folder.path().join("scenarios/reference.toml"), &["envelope.grid.flow=500"]);
    let report = Report::new(ofogh::study::project(scenario).expect("finite"), PriceBasis::Constant)
        .expect("a report");
    let book = bytes(
        FileFormat::Workbook,
        &[report],
        Language::Persian,
        FileOptions { live: false, ..FileOptions::default() },
    )
    .expect("a workbook");
    let output = desk.adopt(&desk.save("set.xlsx", &book), &["--lang", "fa"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let adopted = load(&desk.folder.path().join("scenarios/set.toml"), &[]);
    let grid = adopted.yearly.iter().find(|input| input.row.id == "envelope.grid.flow").expect("an input");
    assert!(grid.values.iter().all(|value| *value == 500.0));
}

#[test]
fn what_cannot_be_read_is_explained() {
    let desk = Desk::new(FileOptions::default());
    let growth = address(&desk.book, "in_nation.growth_1405");
    let length = address(&desk.book, "in_period.length_1405");
    let id = desk.book_row_id("in_nation.growth_1405");
    let gdp = address(&desk.book, "row_2_");
    for (cell, content, expected) in [
        (
            (2, &growth),
            "",
            format!(
                "error[empty-cell]: the cell of `nation.growth` is empty\n  ╭▸ edited.xlsx, Assumptions!{growth}\n  │\n  ⸬  \n1 │  \n  │ ━ a number in `1/year` is wanted\n  │\n  ╰ help: write a number; 0 if that is what is meant\n"
            ),
        ),
        (
            (2, &growth),
            "۴٫۵",
            format!(
                "error[not-a-number]: the cell of `nation.growth` holds a text: ۴٫۵\n  ╭▸ edited.xlsx, Assumptions!{growth}\n  │\n  ⸬  \n1 │ ۴٫۵\n  │ ━━━ a number in `1/year` is wanted\n  │\n  ╰ help: if 4.5 is meant, write it without quotes and marks, and set the cell's format to a number\n"
            ),
        ),
        (
            (2, &growth),
            "#DIV/0!",
            format!(
                "error[not-a-number]: the cell of `nation.growth` holds an error: #DIV/0!\n  ╭▸ edited.xlsx, Assumptions!{growth}\n  │\n  ⸬  \n1 │ #DIV/0!\n  │ ━━━━━━━ a number in `1/year` is wanted\n  │\n  ╰ help: write the number alone; its unit is `1/year`\n"
            ),
        ),
        (
            (2, &growth),
            "=3+4",
            format!(
                "error[formula]: the cell of `nation.growth` holds a formula that is not ours\n  ╭▸ edited.xlsx, Assumptions!{growth}\n  │\n  ⸬  \n1 │ =3+4\n  │ ━━━━ a scenario holds numbers\n  │\n  ╰ help: copy the cell and paste its value (7) over it\n"
            ),
        ),
        (
            (2, &growth),
            "4.5",
            format!(
                "error[out-of-range]: `nation.growth` is 4.5 in 1405, outside its range\n  ╭▸ edited.xlsx, Assumptions!{growth}\n"
            ),
        ),
        (
            (2, &length),
            "0.75",
            format!(
                "error[fixed-cell]: `period.length` cannot be changed here\n  ╭▸ edited.xlsx, Assumptions!{length}\n"
            ),
        ),
        (
            (2, &id),
            "nation.other",
            "error[moved-row]: the cell of `nation.growth` in 1404 is no longer where it was: its row is another's\n"
                .to_owned(),
        ),
        (
            (3, &gdp),
            "45000000",
            format!(
                "error[overwritten]: the formula of `nation.gdp` was changed or written over\n  ╭▸ edited.xlsx, Model!{gdp}\n"
            ),
        ),
    ] {
        let found = desk.refused(&desk.edit(&[(cell.0, cell.1, content)]));
        assert!(found.starts_with(&expected), "{content}:\n{found}\nis not\n{expected}");
    }
}

/// What a planner may do to the rest of a workbook, and what no scenario can say.
#[test]
fn what_no_scenario_can_say_is_refused() {
    let desk = Desk::new(FileOptions::default());
    let at = |name: &str| address(&desk.book, name);
    let beside = |name: &str, by: i32| {
        let cell = at(name);
        let (letter, row) = cell.split_at(1);
        format!("{}{row}", char::from(u8::try_from(i32::from(letter.as_bytes()[0]) + by).expect("a column")))
    };
    let gdp = at("row_2_");
    let whole_row: Vec<String> = (0..11).map(|by| beside("row_2_", by)).collect();
    let mut row: Vec<(usize, &str, &str)> = whole_row.iter().map(|cell| (3, cell.as_str(), "5")).collect();
    let (opening, doubled) = (beside("row_2_", -1), format!("={}*2", beside("row_2_", -1)));
    row.push((3, opening.as_str(), "5"));
    let (year, purchase, header) = (
        beside("goal_greenhouses", 1),
        at("purchases_").split(':').next().expect("a first cell").to_owned(),
        "E3".to_owned(),
    );
    for (cells, expected) in [
        (
            row,
            format!(
                "error[overwritten]: the formula of `nation.gdp` was changed or written over\n  ╭▸ edited.xlsx, Model!{}\n",
                beside("row_2_", -1)
            ),
        ),
        (
            vec![(3, gdp.as_str(), doubled.as_str())],
            format!(
                "error[overwritten]: the formula of `nation.gdp` was changed or written over\n  ╭▸ edited.xlsx, Model!{gdp}\n"
            ),
        ),
        (
            vec![(3, opening.as_str(), "5")],
            "error[overwritten]: the formula of `nation.gdp` was changed or written over\n".to_owned(),
        ),
        (
            vec![(4, year.as_str(), "1410")],
            format!(
                "error[fixed-cell]: `goal.greenhouses` cannot be changed here\n  ╭▸ edited.xlsx, Goals!{year}\n"
            ),
        ),
        (
            vec![(6, purchase.as_str(), "0.5")],
            format!(
                "error[fixed-cell]: `input-output.csv` cannot be changed here\n  ╭▸ edited.xlsx, Leontief!{purchase}\n"
            ),
        ),
        (
            vec![(2, header.as_str(), "1406")],
            "error[header]: the header above the column of 1405 says another year\n".to_owned(),
        ),
        (
            vec![(4, &at("goal_output_share"), "0.015")],
            "error[percent]: `goal.output_share` is in percent, and 0.015 % of it is hardly meant\n"
                .to_owned(),
        ),
        (
            vec![(4, &at("goal_greenhouses"), "")],
            "error[empty-cell]: the cell of `goal.greenhouses` is empty\n".to_owned(),
        ),
    ] {
        let found = desk.refused(&desk.edit(&cells));
        assert!(found.starts_with(&expected), "{cells:?}:\n{found}\nis not\n{expected}");
    }
}

/// A copied sheet brings its names along; which of the two counts is not for us to guess. Far cells cost nothing.
#[test]
fn copies_of_sheets_and_cells_far_away() {
    let desk = Desk::new(FileOptions::default());
    let copied = changed(&desk.book, |name, text| {
        if name == "xl/workbook.xml" {
            let local = "<definedNames><definedName name=\"in_nation.growth_1405\" localSheetId=\"2\">'Model'!$E$14</definedName>";
            *text = text.replace("<definedNames>", local);
        }
    });
    let found = desk.refused(&desk.save("edited.xlsx", &copied));
    assert!(found.starts_with("error[two-cells]: `nation.growth` in 1405 has two cells: "), "{found}");
    let far = changed(&desk.book, |name, text| {
        if name == "xl/worksheets/sheet2.xml" {
            let cell = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
            *text = text.replace("</sheetData>", cell);
        }
    });
    let output = desk.adopt(&desk.save("far.xlsx", &far), &[]);
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("no assumption differs"));
}

/// Settings that say what there is are no cells, and yet part of what the workbook was made from.
#[test]
fn structure_set_in_the_run_goes_on() {
    let desk = Desk::new(FileOptions::default());
    let settings = [
        "until=1416",
        "programme.greenhouses.sector=manufacturing",
        "envelope.grid.flow=500",
        "uncertainty.envelope.grid.flow={ uniform = [300, 600] }",
        "programme.hotels={ priority = 9 }",
    ];
    let scenario = load(&desk.folder.path().join("scenarios/reference.toml"), &settings);
    let digest = scenario.digest();
    let report = Report::new(ofogh::study::project(scenario).expect("finite"), PriceBasis::Constant)
        .expect("a report");
    let book = bytes(FileFormat::Workbook, &[report], Language::English, FileOptions::default())
        .expect("a workbook");
    // The name holds a half-space, which TOML takes as it is.
    let path = desk.save("برنامه\u{200c}ها.xlsx", &book);
    let output = desk.adopt(&path, &["--as", "longer"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(load(&desk.folder.path().join("scenarios/longer.toml"), &[]).digest(), digest);
}

#[test]
fn names_that_are_gone_and_files_that_are_no_workbook() {
    let desk = Desk::new(FileOptions::default());
    let without = |from: &str, to: &str| {
        let book = changed(&desk.book, |name, text| {
            if name == "xl/workbook.xml" {
                assert!(text.contains(from), "{from}");
                *text = text.replace(from, to);
            }
        });
        desk.refused(&desk.save("edited.xlsx", &book))
    };
    let cell = address(&desk.book, "in_nation.growth_1405");
    let (letters, digits) = cell.split_at(cell.find(|c: char| c.is_ascii_digit()).expect("a row"));
    let deleted = without(
        &format!("in_nation.growth_1405\">'Assumptions'!${letters}${digits}<"),
        "in_nation.growth_1405\">Assumptions!#REF!<",
    );
    assert!(
        deleted.starts_with("error[deleted-cell]: the cell of `nation.growth` in 1405 was deleted\n"),
        "{deleted}"
    );
    let unknown = without("name=\"in_nation.growth_1405\"", "name=\"in_nation.growth_old\"");
    assert!(
        unknown.starts_with("error[missing-cell]: this workbook has no cell for `nation.growth` in 1405\n"),
        "{unknown}"
    );
    let stranger = without("name=\"about_", "name=\"other_");
    assert!(stranger.starts_with("error[not-ours]: `edited.xlsx` does not say what it was made from: the sheet `Structure` is gone or empty"), "{stranger}");
    for (name, content) in [("text.xlsx", "not a workbook"), ("empty.xlsx", "")] {
        let found = desk.refused(&desk.save(name, content.as_bytes()));
        assert!(found.starts_with(&format!("error[workbook]: cannot read `{name}`: ")), "{found}");
    }
    let found = desk.refused(Path::new("nowhere.xlsx"));
    assert!(found.starts_with("error[workbook]: cannot read `nowhere.xlsx`: "), "{found}");
}

#[test]
fn one_of_several_scenarios() {
    let desk = Desk::new(FileOptions::default());
    let report = |path: &str| Report::new(run(path, &[]), PriceBasis::Constant).expect("a report");
    let reports = [report("scenarios/reference.toml"), report("scenarios/announced.toml")];
    let book =
        bytes(FileFormat::Workbook, &reports, Language::English, FileOptions::default()).expect("a workbook");
    let path = desk.save("both.xlsx", &book);
    let output = desk.adopt(&path, &[]);
    let found = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        found.starts_with("error[which-scenario]: `both.xlsx` was made from: reference, announced\n"),
        "{found}"
    );
    let output = desk.adopt(&path, &["--scenario", "reference"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("no assumption differs"));
}
