//! The workbook as it lies there: names, cells, formulas.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use crate::fault::Fault;

/// Largest workbook that is read, unpacked.
const LARGEST: u64 = 200 << 20;

/// A cell by sheet, row and column, the latter two from 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct At {
    /// Name of the sheet.
    pub sheet: String,
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
}

/// What a name leads to.
pub enum NamedCell {
    /// A cell, the first of a range.
    Cell(At),
    /// A cell that was deleted.
    Deleted,
    /// There is no such name.
    Unknown,
    /// Two cells: a sheet was copied.
    Twice(At, At),
}

/// An opened workbook.
pub struct Book {
    /// Name of the file, without its folder.
    pub name: String,
    names: HashMap<String, Vec<String>>,
    sheets: HashMap<String, Sheet>,
}

/// The cells of a sheet that hold something, by row and column.
type Sheet = HashMap<(u32, u32), (Data, String)>;

impl Book {
    /// Opens a workbook.
    ///
    /// # Errors
    /// What is no workbook, a broken one, or one too large to be of ours.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let broken = |error: &dyn std::fmt::Display| unreadable(path, error);
        let mut file = File::open(path).map_err(|error| broken(&error))?;
        if !file.metadata().is_ok_and(|about| about.is_file()) {
            return Err(broken(&"not a file"));
        }
        let mut archive = zip::ZipArchive::new(&mut file).map_err(|error| broken(&error))?;
        let parts = (0..archive.len()).map(|n| archive.by_index_raw(n).map_or(0, |part| part.size()));
        if parts.fold(0, u64::saturating_add) > LARGEST {
            return Err(broken(&"it unpacks to more than a workbook of ours can hold"));
        }
        file.rewind().map_err(|error| broken(&error))?;
        let mut book = Xlsx::new(BufReader::new(file)).map_err(|error| broken(&error))?;
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        for (name, place) in book.defined_names() {
            let places = names.entry(name.clone()).or_default();
            if !places.contains(place) {
                places.push(place.clone());
            }
        }
        // Only sheets that a name leads to matter.
        let mut wanted: Vec<String> =
            names.values().flatten().filter_map(|place| Some(parse(place)?.sheet)).collect();
        wanted.sort();
        wanted.dedup();
        let mut sheets = HashMap::new();
        for sheet in wanted.into_iter().filter(|sheet| book.sheet_names().contains(sheet)).collect::<Vec<_>>()
        {
            let cells =
                cells(&mut book, &sheet).map_err(|error| broken(&format!("sheet {sheet}: {error}")))?;
            sheets.insert(sheet, cells);
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { name, names, sheets })
    }

    /// All defined names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Where a name leads.
    pub fn find(&self, name: &str) -> NamedCell {
        let Some(places) = self.names.get(name) else { return NamedCell::Unknown };
        let there = |place: &String| parse(place).filter(|at| self.sheets.contains_key(&at.sheet));
        let cells: Vec<At> = places.iter().filter_map(there).collect();
        match &cells[..] {
            [] => NamedCell::Deleted,
            [one] => NamedCell::Cell(one.clone()),
            [one, other, ..] => NamedCell::Twice(one.clone(), other.clone()),
        }
    }

    /// The text of a cell that a name leads to.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.find(name) {
            NamedCell::Cell(at) | NamedCell::Twice(at, _) => Some(self.value(&at).to_string()),
            _ => None,
        }
    }

    /// What a cell holds, as it was last worked out.
    pub fn value(&self, at: &At) -> &Data {
        let sheet = self.sheets.get(&at.sheet);
        sheet.and_then(|sheet| sheet.get(&(at.row, at.column))).map_or(&Data::Empty, |(value, _)| value)
    }

    /// The number in a cell, if it holds one.
    pub fn number(&self, at: &At) -> Option<f64> {
        match self.value(at) {
            Data::Float(number) => Some(*number),
            #[allow(clippy::cast_precision_loss)]
            Data::Int(number) => Some(*number as f64),
            _ => None,
        }
    }

    /// Whether a cell holds exactly this text.
    pub fn says(&self, at: &At, text: &str) -> bool {
        matches!(self.value(at), Data::String(found) if found == text)
    }

    /// The formula of a cell without `=`, `$` and spaces; empty if it has none.
    pub fn formula(&self, at: &At) -> String {
        let sheet = self.sheets.get(&at.sheet);
        let formula = sheet.and_then(|sheet| sheet.get(&(at.row, at.column)));
        formula.map(|(_, formula)| formula.replace(['$', ' '], "")).unwrap_or_default()
    }

    /// Whether the row of a cell holds exactly this text somewhere.
    pub fn row_says(&self, at: &At, wanted: &str) -> bool {
        let Some(sheet) = self.sheets.get(&at.sheet) else { return false };
        // Our sheets have their ids within the first two hundred columns, also after some were put in.
        (0..200).any(
            |column| matches!(sheet.get(&(at.row, column)), Some((Data::String(text), _)) if text == wanted),
        )
    }

    /// The nearest number above a cell that is a year.
    pub fn year_above(&self, at: &At) -> Option<i32> {
        let sheet = self.sheets.get(&at.sheet)?;
        let whole = |row: u32| match sheet.get(&(row, at.column)) {
            Some((Data::Float(number), formula)) if formula.is_empty() && number.fract() == 0.0 => {
                Some(*number)
            }
            _ => None,
        };
        let years = (0..at.row).filter_map(whole).find(|number| (1300.0..1600.0).contains(number));
        #[allow(clippy::cast_possible_truncation)]
        years.map(|year| year as i32)
    }

    /// The cell as people name it: `edited.xlsx, Assumptions!F12`.
    pub fn place(&self, at: &At) -> String {
        format!("{}, {}!{}", self.name, at.sheet, address(at))
    }
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Fault {
    let name = path.display();
    Fault::new("workbook", format!("cannot read `{name}`: {error}"), format!("`{name}` خوانده نشد: {error}"))
        .help(
            "give a workbook that `ofogh run` wrote, saved as .xlsx without a password",
            "کارپوشه‌ای بدهید که `ofogh run` نوشته و با قالب ‎.xlsx و بی‌گذرواژه ذخیره شده است",
        )
}

/// The cells of a sheet that hold something: those alone, however far apart they are.
fn cells<R: Read + Seek>(book: &mut Xlsx<R>, sheet: &str) -> Result<Sheet, calamine::XlsxError> {
    let mut reader = book.worksheet_cells_reader(sheet)?;
    let mut cells = Sheet::new();
    while let Some(cell) = reader.next_cell_with_formula()? {
        cells.insert(cell.pos, (Data::from(cell.value), cell.formula.unwrap_or_default()));
    }
    Ok(cells)
}

/// `F12`.
pub(super) fn address(at: &At) -> String {
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
    let sheet = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')).unwrap_or(sheet);
    let cell = cell.split(':').next()?.replace('$', "");
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    let letter = |sum: u32, c: u8| sum.checked_mul(26)?.checked_add(u32::from(c.checked_sub(b'A')?) + 1);
    let column = letters.bytes().try_fold(0, letter)?.checked_sub(1)?;
    Some(At { sheet: sheet.replace("''", "'"), row: row.parse::<u32>().ok()?.checked_sub(1)?, column })
}
