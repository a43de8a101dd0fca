//! The workbook and back: what is read back is what was written and edited by hand, or the cell is named.

use std::io::Cursor;
use std::path::Path;

use ofogh::export::FileOptions;

use crate::desk::{Desk, address, changed, replaced};
use crate::support::{load, program, root, run};

/// The cell `by` columns to the right of another.
fn beside(cell: &str, by: i32) -> String {
    let (letter, row) = cell.split_at(1);
    let column = i32::from(letter.as_bytes()[0]) + by;
    format!("{}{row}", char::from(u8::try_from(column).expect("a column")))
}

fn row_of(cell: &str) -> &str {
    cell.trim_start_matches(|c: char| c.is_ascii_alphabetic())
}

/// The sheet with cells of two rows exchanged, those in the columns `from..=to`.
fn exchanged(sheet: &str, one: &str, other: &str, from: char, to: char) -> String {
    let cells = |row: &str| {
        let start = sheet.find(&format!("<row r=\"{row}\"")).expect("a row");
        let end = start + sheet[start..].find("</row>").expect("an end");
        (start, end)
    };
    let within = |row: &str| {
        let (start, end) = cells(row);
        let first = sheet[start..end].find(&format!("<c r=\"{from}{row}\"")).expect("a first cell") + start;
        let after = char::from_u32(to as u32 + 1).expect("a letter");
        let behind = sheet[first..end].find(&format!("<c r=\"{after}{row}\""));
        (first, behind.map_or(end, |at| first + at))
    };
    let ((a, b), (c, d)) = (within(one), within(other));
    assert!(b <= c, "the rows stand in their order");
    let moved = |text: &str, old: &str, new: &str| text.replace(&format!("{old}\" "), &format!("{new}\" "));
    let (first, second) = (moved(&sheet[a..b], one, other), moved(&sheet[c..d], other, one));
    format!("{}{second}{}{first}{}", &sheet[..a], &sheet[b..c], &sheet[d..])
}

/// A row is known by its name, its unit, its id and its cells' names together.
#[test]
fn rows_that_were_exchanged_in_part_are_refused() {
    let desk = Desk::new(FileOptions::default());
    let rows = ["in_envelope.exchange.flow_1404", "in_envelope.grid.flow_1404"];
    let [mut one, mut other] = rows.map(|name| row_of(&address(&desk.book, name)).to_owned());
    if one.parse::<u32>().expect("a row") > other.parse().expect("a row") {
        std::mem::swap(&mut one, &mut other);
    }
    // All but the ids; the names and the numbers; the ids alone; names and units alone.
    for (from, to) in [('A', 'S'), ('A', 'N'), ('T', 'T'), ('A', 'B'), ('B', 'B'), ('A', 'A')] {
        let edited = changed(&desk.book, |name, text| {
            if name == "xl/worksheets/sheet2.xml" {
                *text = exchanged(text, &one, &other, from, to);
            }
        });
        let found = desk.refused(&desk.save("edited.xlsx", &edited));
        let expected =
            "error[moved-row]: the cell of `envelope.exchange.flow` in 1404 is no longer where it was";
        assert!(found.contains(expected), "{from}–{to}:\n{found}");
        assert!(
            found.contains(&format!("Assumptions!D{one}"))
                || found.contains(&format!("Assumptions!D{other}"))
        );
    }
}

/// A number is in the unit that its row says, also on the sheets of results and goals.
#[test]
fn units_and_names_that_were_rewritten_are_refused() {
    let desk = Desk::new(FileOptions::default());
    let unit = |name: &str, column: char| format!("{column}{}", row_of(&address(&desk.book, name)));
    for (sheet, cell, text, expected) in [
        (
            2,
            unit("in_envelope.grid.flow_1404", 'B'),
            "GW/year",
            "the cell of `envelope.grid.flow` in 1404 is",
        ),
        (2, unit("in_envelope.grid.flow_1404", 'A'), "Credit", "its row does not say `"),
        (3, unit("row_2_", 'B'), "USD", "the cell of `nation.gdp` is no longer where it was"),
        (3, unit("row_2_", 'A'), "GDP of the province", "the cell of `nation.gdp` is no longer where it was"),
        (4, unit("goal_greenhouses", 'B'), "MW", "the cell of `goal.greenhouses` is no longer where it was"),
        (
            4,
            unit("goal_greenhouses", 'A'),
            "Something else",
            "the cell of `goal.greenhouses` is no longer where it was",
        ),
    ] {
        let found = desk.refused(&desk.edit(&[(sheet, &cell, text)]));
        assert!(
            found.starts_with("error[moved-row]: ") && found.contains(expected),
            "{cell} {text}:\n{found}"
        );
    }
    // In the other language it is the same unit.
    let cell = unit("in_envelope.grid.flow_1404", 'B');
    let output = desk.adopt(&desk.edit(&[(2, &cell, "مگاوات در سال")]), &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A formula says what was written, with its own year and its own rows, wherever it stands.
#[test]
fn formulas_of_neighbours_are_refused() {
    let desk = Desk::new(FileOptions::default());
    let formula = |sheet: usize, cell: &str| formula_of(&desk.book, sheet, cell);
    let gdp = address(&desk.book, "row_2_");
    let third = beside(&gdp, 2);
    let deficit = address(&desk.book, &format!("row_{}_", variable("power.deficit")));
    let own = formula(3, &third);
    assert!(own.contains("_1406"), "{own}");
    let numbers = formula(4, "H4");
    for (sheet, cell, written) in [
        // The growth of another year; another row; a bracket that moves; one more term; the cell of a neighbour.
        (3, third.clone(), own.replace("nation.growth_1406", "nation.growth_1405")),
        (3, third.clone(), formula(3, &gdp)),
        (3, third.clone(), own.replace("(in_nation.growth_1406+1)", "in_nation.growth_1406+1")),
        (3, deficit.clone(), format!("={}", beside("D10", 0))),
        (3, third.clone(), format!("{own}+1")),
        (4, "F4".to_owned(), formula(4, "F5")),
        (4, "H4".to_owned(), numbers.replace("MATCH(1,", "MATCH(0,")),
        (4, "I4".to_owned(), "0".to_owned()),
        (1, "D24".to_owned(), formula(1, "E24")),
        (6, "D4".to_owned(), formula(6, "D5")),
    ] {
        assert_ne!(written, formula(sheet, &cell), "{cell} is changed");
        let found =
            desk.refused(&desk.edit(&[(sheet, &cell, &written.replace('<', "&lt;").replace('>', "&gt;"))]));
        assert!(found.starts_with("error[overwritten]: "), "{cell} {written}:\n{found}");
        assert!(found.contains(&format!("!{cell}\n")), "{cell} {written}:\n{found}");
    }
    // What a spreadsheet makes of it when it saves.
    let spaced =
        format!("= ( {} )", own.trim_start_matches('=').replace("in_nation", "Model!$A$1*0+IN_nation"));
    assert!(desk.refused(&desk.edit(&[(3, &third, &spaced)])).starts_with("error[overwritten]"));
    let spaced =
        format!("=({})", own.trim_start_matches('=').replace('*', " * ").replace("in_nation", "IN_nation"));
    let output = desk.adopt(&desk.edit(&[(3, &third, &spaced)]), &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Names of tables and the fingerprints themselves are part of what a formula says.
#[test]
fn names_and_fingerprints_that_were_changed_are_refused() {
    let desk = Desk::new(FileOptions::default());
    let other = |from: &str, to: &str| {
        let book = changed(&desk.book, |name, text| {
            if name == "xl/workbook.xml" {
                assert!(text.contains(from), "{from}");
                *text = text.replace(from, to);
            }
        });
        desk.refused(&desk.save("edited.xlsx", &book))
    };
    let place = |name: &str| {
        use calamine::Reader;
        let book = calamine::Xlsx::new(Cursor::new(&desk.book)).expect("a workbook");
        book.defined_names().iter().find(|(other, _)| other == name).expect(name).1.clone()
    };
    let [first, second] = ["leontief_1404", "leontief_1405"].map(place);
    let found = other(&format!("leontief_1404\">{first}"), &format!("leontief_1404\">{second}"));
    assert!(found.starts_with("error[overwritten]: "), "{found}");
    let found = other("name=\"fingerprints_\"", "name=\"other_\"");
    assert!(found.starts_with("error[no-fingerprints]: "), "{found}");
    let prints = changed(&desk.book, |name, text| {
        if name == "xl/worksheets/sheet11.xml" {
            assert!(text.contains("ROW("), "the sheet of fingerprints");
            let row = text.rfind("<row ").expect("a row");
            text.replace_range(row..text.rfind("</row>").expect("an end") + 6, "");
        }
    });
    let found = desk.refused(&desk.save("edited.xlsx", &prints));
    assert!(found.starts_with("error[no-fingerprints]: "), "{found}");
}

/// An error of whatever program matters where a number is wanted and nowhere else.
#[test]
fn errors_of_other_programs() {
    let desk = Desk::new(FileOptions::default());
    let growth = address(&desk.book, "in_nation.growth_1405");
    for error in ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#PYTHON!", "#VALUE!", "Err:502"]
    {
        let cell = |address: &str| format!("<c r=\"{address}\" t=\"e\"><v>{error}</v></c>");
        for sheet in [1, 2, 3, 4] {
            let free = changed(&desk.book, |name, text| {
                if name == format!("xl/worksheets/sheet{sheet}.xml") {
                    let row = format!("<row r=\"9000\">{}</row></sheetData>", cell("B9000"));
                    *text = text.replace("</sheetData>", &row);
                }
            });
            let output = desk.adopt(&desk.save("free.xlsx", &free), &[]);
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(
                said.starts_with("no assumption differs"),
                "{error}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let ours = changed(&desk.book, |name, text| {
            if name == "xl/worksheets/sheet2.xml" {
                let marked = replaced(text, &growth, "123456789");
                *text = marked.replace(&format!("<c r=\"{growth}\"><v>123456789</v></c>"), &cell(&growth));
            }
        });
        let found = desk.refused(&desk.save("edited.xlsx", &ours));
        let expected = format!(
            "error[not-a-number]: the cell of `nation.growth` holds an error: {error}\n  ╭▸ edited.xlsx, Assumptions!{growth}\n"
        );
        assert!(found.starts_with(&expected), "{found}");
    }
}

/// What a cell shows as a percentage is one, whatever the spreadsheet holds.
#[test]
fn percentages_are_read_as_they_are_shown() {
    let desk = Desk::new(FileOptions::default());
    let goal = address(&desk.book, "goal_output_share");
    let growth = address(&desk.book, "in_nation.growth_1404");
    let grid = address(&desk.book, "in_envelope.grid.flow_1404");
    let styled = |sheet: usize, cell: &str, number: &str| {
        let count = std::cell::Cell::new(0);
        // The first pass counts the formats, the second adds one that shows percentages.
        let book = changed(&desk.book, |name, text| {
            if name == "xl/styles.xml" {
                let start = text.find("<cellXfs count=\"").expect("formats") + 16;
                let end = start + text[start..].find('"').expect("a count");
                count.set(text[start..end].parse::<u32>().expect("a count"));
                let more = "<xf numFmtId=\"10\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>";
                text.replace_range(start..end, &(count.get() + 1).to_string());
                *text = text.replace("</cellXfs>", more);
            }
        });
        let book = changed(&book, |name, text| {
            if name == format!("xl/worksheets/sheet{sheet}.xml") {
                *text = replaced(text, cell, number).replace(
                    &format!("<c r=\"{cell}\">"),
                    &format!("<c r=\"{cell}\" s=\"{}\">", count.get()),
                );
            }
        });
        desk.save("percent.xlsx", &book)
    };
    for (sheet, cell, number, expected) in [
        (4, &goal, "0.03", "goal.output_share.at_least = \"3.0 %\""),
        (4, &goal, "0.0007", "goal.output_share.at_least = \"0.07 %\""),
        (2, &growth, "0.035", "1404 = 0.035"),
    ] {
        let path = styled(sheet, cell, number);
        let written = desk.folder.path().join("scenarios/shown.toml");
        let _ = std::fs::remove_file(&written);
        let output = desk.adopt(&path, &["--as", "shown"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = std::fs::read_to_string(&written).expect("a scenario");
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    let found = desk.refused(&styled(2, &grid, "0.5"));
    let expected = "error[percent]: the cell of `envelope.grid.flow` shows 50 %, and its unit is `MW/year`\n";
    assert!(found.starts_with(expected), "{found}");
}

/// The workbook does not choose where the new scenario is written.
#[test]
fn a_workbook_leads_nowhere_else() {
    let desk = Desk::new(FileOptions::default());
    let growth = address(&desk.book, "in_nation.growth_1404");
    let mine = desk.folder.path().join("mine");
    std::fs::create_dir(&mine).expect("a folder");
    for elsewhere in [
        desk.folder.path().join("scenarios/reference.toml").display().to_string(),
        "../scenarios/reference.toml".to_owned(),
        "scenarios/../../scenarios/reference.toml".to_owned(),
    ] {
        let scenario = load(&root().join("scenarios/reference.toml"), &[]);
        let written = scenario.files.last().expect("a file").display().to_string();
        let book = changed(&desk.book, |name, text| {
            if name == "xl/worksheets/sheet2.xml" {
                *text = replaced(text, &growth, "0.05");
            }
            if name == "xl/sharedStrings.xml" {
                assert!(text.contains(&written), "{written}");
                *text = text.replace(&written, &elsewhere);
            }
        });
        std::fs::write(mine.join("edited.xlsx"), &book).expect("a workbook");
        let output =
            program().current_dir(&mine).args(["adopt", "edited.xlsx"]).output().expect("the program");
        let found = String::from_utf8_lossy(&output.stderr);
        assert!(found.starts_with("error[base-elsewhere]: the scenario of this workbook, `"), "{found}");
        assert_eq!(output.status.code(), Some(2));
        assert!(!desk.folder.path().join("scenarios/edited.toml").exists());
    }
}

/// A name that no scenario can have comes with one that it can.
#[test]
fn a_usable_name_is_proposed() {
    let desk = Desk::new(FileOptions::default());
    let growth = address(&desk.book, "in_nation.growth_1404");
    let edited = std::fs::read(desk.edit(&[(2, &growth, "0.05")])).expect("a workbook");
    for (file, name) in
        [("plan (1).xlsx", "plan-1"), ("طرح.xlsx", "reference-edited"), ("My Plan v2.xlsx", "my-plan-v2")]
    {
        let output = desk.adopt(&desk.save(file, &edited), &[]);
        let found = String::from_utf8_lossy(&output.stderr);
        assert!(found.starts_with("error[name]: ") && found.contains(&format!("--as {name}\n")), "{found}");
        let output = desk.adopt(&desk.save(file, &edited), &["--as", name]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// The place of a variable among all.
fn variable(id: &str) -> usize {
    run("scenarios/reference.toml", &[]).index(id).expect("a variable")
}

/// The formula of a cell as the file has it, with `=`.
fn formula_of(book: &[u8], sheet: usize, cell: &str) -> String {
    use calamine::Reader;
    let mut book = calamine::Xlsx::new(Cursor::new(book)).expect("a workbook");
    let name = book.sheet_names()[sheet - 1].clone();
    let formulas = book.worksheet_formula(&name).expect("formulas");
    let column = u32::from(cell.as_bytes()[0] - b'A');
    let row: u32 = cell[1..].parse().expect("a row");
    format!("={}", formulas.get_value((row - 1, column)).expect("a formula"))
}

/// What is said of a workbook is said in Persian too, with the digits of Persian.
#[test]
fn refusals_in_persian() {
    let desk = Desk::new(FileOptions::default());
    let said = |path: &Path| {
        let output = desk.adopt(path, &["--lang", "fa"]);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).expect("a text")
    };
    let (grid, gdp) = (address(&desk.book, "in_envelope.grid.flow_1404"), address(&desk.book, "row_2_"));
    let mut damaged = desk.book.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let edits: [(&dyn Fn() -> std::path::PathBuf, &str); 4] = [
        (
            &|| desk.edit(&[(4, "I4", "0")]),
            "خانه‌ای که از خانه‌های دیگر به دست می‌آید تغییر کرده یا روی آن نوشته شده است",
        ),
        (&|| desk.edit(&[(3, &gdp, "0")]), "فرمول `nation.gdp` تغییر کرده یا روی آن نوشته شده است"),
        (&|| desk.edit(&[(2, &format!("B{}", row_of(&grid)), "GW")]), "سطرش نمی‌گوید «مگاوات در سال»"),
        (&|| desk.save("edited.xlsx", &damaged), "آسیب دیده است: پرونده پس از ذخیره تغییر کرده است"),
    ];
    for (edit, expected) in edits {
        let found = said(&edit());
        assert!(found.contains(expected), "{expected} is not in\n{found}");
    }
}
