//! The workbook as it lies there: names, cells, formulas.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read, Seek};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use super::archive;
use crate::fault::Fault;
use crate::language::Label;

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
type Sheet = HashMap<(u32, u32), Held>;

/// What a cell holds.
struct Held {
    /// The value, as it was last worked out.
    value: Data,
    /// The formula, if it has one.
    formula: Option<String>,
    /// Whether it is shown as a percentage.
    percent: bool,
}

impl Book {
    /// Opens a workbook.
    ///
    /// # Errors
    /// What is no workbook, a broken one, or one too large to be of ours.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let bytes = archive::verified(path).map_err(|why| unreadable(path, &why))?;
        let broken = |part: &Label| {
            let (en, fa) = (&part.en, &part.fa);
            let why = Label::new(
                format!("{en} cannot be understood: this is not how a workbook is saved"),
                format!("{fa} فهمیدنی نیست: کارپوشه چنین ذخیره نمی‌شود"),
            );
            unreadable(path, &why)
        };
        let mut book = Xlsx::new(Cursor::new(bytes))
            .map_err(|_| broken(&Label::new("its list of sheets", "فهرست برگه‌های آن")))?;
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        for (name, place) in book.defined_names() {
            let places = names.entry(name.clone()).or_default();
            if !places.contains(place) {
                places.push(place.clone());
            }
        }
        // Sheets that a name leads to are ours; what another sheet holds is of no concern, a chart for example.
        let wanted: HashSet<String> =
            names.values().flatten().filter_map(|place| Some(parse(place)?.sheet)).collect();
        let mut sheets = HashMap::new();
        for sheet in book.sheet_names() {
            match cells(&mut book, &sheet) {
                Ok(cells) => drop(sheets.insert(sheet, cells)),
                Err(_) if wanted.contains(&sheet) => {
                    return Err(broken(&Label::new(format!("the sheet {sheet}"), format!("برگهٔ {sheet}"))));
                }
                Err(_) => {}
            }
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

    /// What a name stands for, as it is written; nothing if it stands for two things.
    pub fn place_of(&self, name: &str) -> Option<&str> {
        match &self.names.get(name)?[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The text of a cell that a name leads to.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.find(name) {
            NamedCell::Cell(at) | NamedCell::Twice(at, _) => Some(self.value(&at).to_string()),
            _ => None,
        }
    }

    fn held(&self, at: &At) -> Option<&Held> {
        self.sheets.get(&at.sheet)?.get(&(at.row, at.column))
    }

    /// What a cell holds, as it was last worked out.
    pub fn value(&self, at: &At) -> &Data {
        self.held(at).map_or(&Data::Empty, |held| &held.value)
    }

    /// Whether a cell is shown as a percentage.
    pub fn is_percent(&self, at: &At) -> bool {
        self.held(at).is_some_and(|held| held.percent)
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

    /// The formula of a cell as it stands there, if it has one.
    pub fn formula(&self, at: &At) -> Option<&str> {
        self.held(at)?.formula.as_deref()
    }

    /// Whether the row of a cell holds one of these texts somewhere.
    pub fn row_says(&self, at: &At, wanted: &[&str]) -> bool {
        let Some(sheet) = self.sheets.get(&at.sheet) else { return false };
        let is_wanted = |held: &Held| matches!(&held.value, Data::String(text) if wanted.contains(&text.trim_start_matches('\u{200f}')));
        // Our sheets have their ids within the first two hundred columns, also after some were put in.
        (0..200).any(|column| sheet.get(&(at.row, column)).is_some_and(is_wanted))
    }

    /// The uppermost year above a cell, and where it stands.
    pub fn header_above(&self, at: &At) -> Option<(At, i32)> {
        let sheet = self.sheets.get(&at.sheet)?;
        let year = |row: u32| match sheet.get(&(row, at.column)) {
            Some(Held { value: Data::Float(number), formula: None, .. })
                if number.fract() == 0.0 && (1300.0..1600.0).contains(number) =>
            {
                #[allow(clippy::cast_possible_truncation)]
                Some((At { row, ..at.clone() }, *number as i32))
            }
            _ => None,
        };
        (0..at.row).find_map(year)
    }

    /// The cell as people name it: `edited.xlsx, Assumptions!F12`.
    pub fn place(&self, at: &At) -> String {
        format!("{}, {}!{}", self.name, at.sheet, address(at))
    }
}

fn unreadable(path: &Path, why: &Label) -> Fault {
    let name = path.display();
    let (en, fa) = (&why.en, &why.fa);
    Fault::new("workbook", format!("cannot read `{name}`: {en}"), format!("`{name}` خوانده نشد: {fa}")).help(
        "give a workbook that `ofogh run` wrote, saved as .xlsx without a password",
        "کارپوشه‌ای بدهید که `ofogh run` نوشته و با قالب ‎.xlsx و بی‌گذرواژه ذخیره شده است",
    )
}

/// The cells of a sheet that hold something: those alone, however far apart they are.
fn cells<R: Read + Seek>(book: &mut Xlsx<R>, sheet: &str) -> Result<Sheet, calamine::XlsxError> {
    let percents = percents(book, sheet)?;
    let mut reader = book.worksheet_cells_reader(sheet)?;
    let mut cells = Sheet::new();
    while let Some(cell) = reader.next_cell_with_formula()? {
        let (value, percent) = (Data::from(cell.value), percents.contains(&cell.pos));
        if value != Data::Empty || cell.formula.is_some() {
            cells.insert(cell.pos, Held { value, formula: cell.formula, percent });
        }
    }
    Ok(cells)
}

/// The cells of a sheet that are shown as percentages.
fn percents<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
) -> Result<HashSet<(u32, u32)>, calamine::XlsxError> {
    let mut percents = HashSet::new();
    let mut reader = book.worksheet_cells_reader(sheet)?;
    while let Some((row, column, style)) = reader.next_style_id()? {
        let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        // A mark in quotes is a text behind the number.
        let says = |code: &str| code.split('"').step_by(2).any(|part| part.replace("\\%", "").contains('%'));
        if format.is_some_and(|format| says(&format.format_code)) {
            percents.insert((row, column));
        }
    }
    Ok(percents)
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
