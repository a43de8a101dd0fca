//! A workbook opened by a spreadsheet engine that is not ours: its cells can be changed and its formulas worked out anew.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use ironcalc::base::Model;
use ironcalc::base::cell::CellValue;
use ironcalc::export::save_xlsx_to_writer;
use ironcalc::import::load_from_xlsx_bytes;

/// What a cell holds or should hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A text, a truth or an error, as it is shown.
    Text(String),
    /// Nothing.
    Nothing,
}

/// A cell with its formula, or nothing in its place, and the value stored in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Index of the sheet.
    pub sheet: u32,
    /// Row, from 1.
    pub row: i32,
    /// Column, from 1.
    pub column: i32,
    /// Formula without its `=`; empty for what is no formula.
    pub formula: String,
    /// Value in the file.
    pub value: Value,
}

/// Every cell of a workbook as the file stores it.
///
/// # Panics
/// On bytes that are no workbook.
pub fn stored(bytes: &[u8]) -> Vec<Stored> {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut cells = Vec::new();
    for (sheet, name) in (0..).zip(book.sheet_names()) {
        let formulas = book.worksheet_formula(&name).expect("formulas");
        let values = book.worksheet_range(&name).expect("values");
        let (top, left) = values.start().unwrap_or_default();
        for (row, column, value) in values.used_cells() {
            let at =
                (top + u32::try_from(row).expect("a row"), left + u32::try_from(column).expect("a column"));
            let value = match value {
                Data::Float(number) => Value::Number(*number),
                #[allow(clippy::cast_precision_loss)]
                Data::Int(number) => Value::Number(*number as f64),
                Data::Empty => Value::Nothing,
                other => Value::Text(other.to_string()),
            };
            cells.push(Stored {
                sheet,
                row: i32::try_from(at.0).expect("a row") + 1,
                column: i32::try_from(at.1).expect("a column") + 1,
                formula: formulas.get_value(at).cloned().unwrap_or_default(),
                value,
            });
        }
    }
    cells
}

/// A workbook in the other engine.
pub struct Book(Model<'static>);

impl Book {
    /// Opens a workbook and works out all its formulas.
    ///
    /// # Panics
    /// On what the engine cannot read.
    pub fn open(bytes: &[u8]) -> Self {
        let workbook =
            load_from_xlsx_bytes(bytes, "workbook", "en", "UTC").expect("a workbook the engine reads");
        let mut model = Model::from_workbook(workbook, "en").expect("a workbook the engine holds");
        model.evaluate();
        Self(model)
    }

    /// The value of a cell now.
    pub fn value(&self, at: &Stored) -> Value {
        match self.0.get_cell_value_by_index(at.sheet, at.row, at.column) {
            Ok(CellValue::Number(number)) => Value::Number(number),
            Ok(CellValue::String(text)) => Value::Text(text),
            Ok(CellValue::Boolean(truth)) => Value::Text(truth.to_string()),
            Ok(CellValue::None) => Value::Nothing,
            Err(error) => Value::Text(error),
        }
    }

    /// Writes into a cell as a planner would type it.
    ///
    /// # Panics
    /// On what the engine refuses.
    pub fn write(&mut self, at: &Stored, text: &str) {
        self.0.set_user_input(at.sheet, at.row, at.column, text.to_owned()).expect("a cell that takes it");
    }

    /// The workbook as this engine saves it.
    ///
    /// # Panics
    /// On what the engine cannot save.
    pub fn save(&self) -> Vec<u8> {
        save_xlsx_to_writer(&self.0, Cursor::new(Vec::new()))
            .expect("a workbook the engine saves")
            .into_inner()
    }

    /// Works out all formulas anew.
    pub fn recalculate(&mut self) {
        self.0.evaluate();
    }
}

/// A tenth of a toman, where money is in billions: what a programme at its usual pace adds to building is rounding alone.
const NOTHING: f64 = 1e-10;

/// The cells whose value is not the one expected, each with the value found: numbers agree to 1e-12 of their size or, where
/// a difference of nearly equal numbers is all that is left, to 1e-14 of the largest number of their row; what is below
/// [`NOTHING`] in both is the same.
pub fn differences(book: &Book, expected: &[Stored]) -> Vec<(Stored, Value)> {
    let mut largest: HashMap<(u32, i32), f64> = HashMap::new();
    for cell in expected {
        if let Value::Number(number) = cell.value {
            let size = largest.entry((cell.sheet, cell.row)).or_default();
            *size = size.max(number.abs());
        }
    }
    let differs = |cell: &&Stored| match (book.value(cell), &cell.value) {
        (Value::Number(found), Value::Number(expected)) => {
            let row = largest[&(cell.sheet, cell.row)];
            (found - expected).abs() > (1e-12 * expected.abs()).max(1e-14 * row).max(NOTHING)
        }
        (found, expected) => found != *expected,
    };
    expected.iter().filter(differs).map(|cell| (cell.clone(), book.value(cell))).collect()
}
