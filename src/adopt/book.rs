//! The workbook as it lies there: names, cells, formulas.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx};

use crate::fault::Fault;

/// A cell by sheet, row and column, the latter two from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// Name of the sheet.
    pub sheet: String,
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
}

/// What a name leads to.
pub enum Named {
    /// A cell, the first of a range.
    Cell(At),
    /// A cell that was deleted.
    Deleted,
    /// There is no such name.
    Unknown,
}

/// An opened workbook.
pub struct Book {
    /// Name of the file, without its folder.
    pub name: String,
    names: HashMap<String, String>,
    sheets: HashMap<String, Sheet>,
}

struct Sheet {
    values: Range<Data>,
    formulas: Range<String>,
}

impl Book {
    /// Opens a workbook.
    ///
    /// # Errors
    /// What is no workbook, or a broken one.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let broken = |error: &dyn std::fmt::Display| {
            let name = path.display();
            Fault::new(
                "workbook",
                format!("cannot read `{name}`: {error}"),
                format!("`{name}` خوانده نشد: {error}"),
            )
            .help(
                "give a workbook that `ofogh run` wrote, saved as .xlsx",
                "کارپوشه‌ای بدهید که `ofogh run` نوشته و با قالب ‎.xlsx ذخیره شده است",
            )
        };
        let file = File::open(path).map_err(|error| broken(&error))?;
        if !file.metadata().is_ok_and(|about| about.is_file()) {
            return Err(broken(&"not a file"));
        }
        let mut book = Xlsx::new(BufReader::new(file)).map_err(|error| broken(&error))?;
        let names = book.defined_names().iter().cloned().collect();
        let mut sheets = HashMap::new();
        for sheet in book.sheet_names() {
            // Sheets that hold charts alone have no cells.
            let Ok(values) = book.worksheet_range(&sheet) else { continue };
            let formulas = book.worksheet_formula(&sheet).map_err(|error| broken(&error))?;
            sheets.insert(sheet, Sheet { values, formulas });
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { name, names, sheets })
    }

    /// All defined names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Where a name leads.
    pub fn find(&self, name: &str) -> Named {
        let Some(place) = self.names.get(name) else { return Named::Unknown };
        match parse(place).filter(|at| self.sheets.contains_key(&at.sheet)) {
            Some(at) => Named::Cell(at),
            None => Named::Deleted,
        }
    }

    /// The text of a cell that a name leads to.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.find(name) {
            Named::Cell(at) => Some(self.value(&at).to_string()),
            _ => None,
        }
    }

    /// What a cell holds, as it was last worked out.
    pub fn value(&self, at: &At) -> &Data {
        let sheet = self.sheets.get(&at.sheet);
        sheet.and_then(|sheet| sheet.values.get_value((at.row, at.column))).unwrap_or(&Data::Empty)
    }

    /// The formula of a cell without `=`, `$` and spaces; empty if it has none.
    pub fn formula(&self, at: &At) -> String {
        let sheet = self.sheets.get(&at.sheet);
        let formula = sheet.and_then(|sheet| sheet.formulas.get_value((at.row, at.column)));
        formula.map(|formula| formula.replace(['$', ' '], "")).unwrap_or_default()
    }

    /// The cells of a row of a sheet that hold something, by column.
    pub fn row(&self, at: &At) -> Vec<(u32, &Data)> {
        let Some(sheet) = self.sheets.get(&at.sheet) else { return Vec::new() };
        let (Some((_, left)), Some((_, right))) = (sheet.values.start(), sheet.values.end()) else {
            return Vec::new();
        };
        (left..=right)
            .filter_map(|column| Some((column, sheet.values.get_value((at.row, column))?)))
            .collect()
    }

    /// The cell as people name it: `Assumptions!F12`.
    pub fn place(&self, at: &At) -> String {
        format!("{}, {}!{}", self.name, at.sheet, address(at))
    }
}

/// `F12`.
pub fn address(at: &At) -> String {
    let mut letters = String::new();
    let mut column = at.column + 1;
    while column > 0 {
        let letter = u8::try_from((column - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + letter));
        column = (column - 1) / 26;
    }
    format!("{letters}{}", at.row + 1)
}

/// `'1 Assumptions'!$F$12`, or the first cell of a range; nothing for what is broken.
fn parse(place: &str) -> Option<At> {
    let (sheet, cell) = place.trim_start_matches('=').rsplit_once('!')?;
    let sheet = sheet.trim_matches('\'').replace("''", "'");
    let cell = cell.split(':').next()?.replace('$', "");
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    let letter = |sum: u32, c: u8| Some(sum.checked_mul(26)? + u32::from(c.checked_sub(b'A')?) + 1);
    let column = letters.bytes().try_fold(0, letter)?.checked_sub(1)?;
    Some(At { sheet, row: row.parse::<u32>().ok()?.checked_sub(1)?, column })
}
