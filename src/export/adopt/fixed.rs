//! The cells of a workbook that must not be changed, held against the fingerprints that were written with them.

use super::book::{At, Book, NamedCell};
use crate::export::workbook::fingerprint::{Anchors, FREE, LENGTH, digest};
use crate::export::workbook::meaning::{FormulaTarget, meaning};
use crate::export::workbook::names;
use crate::fault::Fault;

/// What the sheet of fingerprints says of one row.
pub(super) struct FixedRow {
    /// Its first cell that is held against it; nothing if the row was deleted.
    pub at: Option<At>,
    /// The id of the variable it is of; empty for other rows.
    pub id: String,
    prints: String,
}

/// The rows of the workbook that hold cells which must not be changed.
///
/// # Errors
/// Fingerprints that are gone or were changed themselves.
pub(super) fn rows(book: &Book) -> Result<Vec<FixedRow>, Fault> {
    let NamedCell::Cell(first) = book.find(names::FINGERPRINTS) else { return Err(gone()) };
    let mut rows = Vec::new();
    for row in first.row + 1.. {
        let cell = |by| At { row, column: first.column + by, ..first.clone() };
        let Some(anchor) = book.formula(&cell(0)) else { break };
        let text = |by| book.value(&cell(by)).to_string();
        rows.push(FixedRow { at: anchored(anchor), id: text(2), prints: text(1) });
    }
    let all: Vec<String> = rows.iter().map(|row| row.prints.clone() + &row.id).collect();
    if book.says(&first, &digest(&all)) { Ok(rows) } else { Err(gone()) }
}

/// The first changed cell of each row that was changed.
pub(super) fn changed<'a>(book: &Book, rows: &'a [FixedRow]) -> Vec<(At, &'a FixedRow)> {
    let mut anchors = Anchors::default();
    for row in rows {
        // A row that was deleted has a number all the same, so that those after it keep theirs.
        let at = row.at.as_ref();
        anchors.add(at.map_or("", |at| &at.sheet), at.map_or(0, |at| at.row), at.map_or(0, |at| at.column));
    }
    for name in book.names().filter(|name| names::is_table(&name.to_uppercase())) {
        if let Some(place) = book.place_of(name) {
            anchors.add_table(name, place);
        }
    }
    let mut changed = Vec::new();
    for row in rows {
        let Some(at) = &row.at else { continue };
        let cell = |n: usize| At { column: at.column + u32::try_from(n).unwrap_or(0), ..at.clone() };
        let other = |n: &usize| {
            let expected = row.prints.get(LENGTH * n..LENGTH * (n + 1)).unwrap_or(FREE);
            let cell = cell(*n);
            expected != FREE && anchors.print(&at.sheet, book.formula(&cell), book.number(&cell)) != expected
        };
        changed.extend((0..row.prints.len() / LENGTH).find(other).map(|n| (cell(n), row)));
    }
    changed
}

/// The cell that `ROW('Model'!$D$12)` is about.
fn anchored(formula: &str) -> Option<At> {
    let found = std::cell::RefCell::new(None);
    meaning(formula, &|target| {
        if let FormulaTarget::Cell(Some(sheet), row, column) = target {
            found.replace(Some(At { sheet: sheet.clone(), row: *row, column: *column }));
        }
        String::new()
    })?;
    found.into_inner()
}

fn gone() -> Fault {
    Fault::new(
        "no-fingerprints",
        "the sheet of fingerprints is gone or was changed: no formula can be held against it",
        "برگهٔ اثر انگشت‌ها نیست یا تغییر کرده است: هیچ فرمولی را نمی‌توان با آن سنجید",
    )
    .help(
        "undo it, or make the workbook anew with `ofogh run` and write your numbers into that",
        "آن را برگردانید، یا کارپوشه را با `ofogh run` از نو بسازید و عددهای خود را در آن بنویسید",
    )
}
