//! The cells of a workbook that must not be changed, held against the fingerprints that were written with them.

use super::book::{At, Book, NamedCell};
use crate::export::workbook::fingerprint::{Anchors, FREE, LENGTH, digest};
use crate::export::workbook::meaning::{Target, meaning};
use crate::export::workbook::names;
use crate::fault::Fault;

/// The first changed cell of each row that was changed.
///
/// # Errors
/// Fingerprints that are gone or were changed themselves.
pub(super) fn changed(book: &Book) -> Result<Vec<At>, Fault> {
    let NamedCell::Cell(first) = book.find(names::FINGERPRINTS) else { return Err(gone()) };
    let (mut anchors, mut rows) = (Anchors::default(), Vec::new());
    for row in first.row + 1.. {
        let cell = |column| At { row, column: first.column + column, ..first.clone() };
        let (Some(anchor), prints) = (book.formula(&cell(0)), book.value(&cell(1)).to_string()) else {
            break;
        };
        let at = anchored(anchor);
        if let Some(at) = &at {
            anchors.add(&at.sheet, at.row, at.column);
        } else {
            // A row that was deleted has a number all the same, so that those after it keep theirs.
            anchors.add("", row, 0);
        }
        rows.push((at, prints));
    }
    if !book.says(&first, &digest(rows.iter().map(|(_, prints)| prints.as_str()))) {
        return Err(gone());
    }
    for name in book.names().filter(|name| names::is_table(&name.to_uppercase())) {
        if let Some(place) = book.place_of(name) {
            anchors.add_table(name, place);
        }
    }
    let mut changed = Vec::new();
    for (at, prints) in rows {
        let Some(at) = at else { return Err(deleted()) };
        let other = |n: &usize| {
            let expected = prints.get(LENGTH * n..LENGTH * (n + 1)).unwrap_or(FREE);
            let cell = At { column: at.column + u32::try_from(*n).unwrap_or(0), ..at.clone() };
            expected != FREE && anchors.print(&at.sheet, book.formula(&cell), book.number(&cell)) != expected
        };
        let first = (0..prints.len() / LENGTH).find(other);
        changed.extend(first.map(|n| At { column: at.column + u32::try_from(n).unwrap_or(0), ..at.clone() }));
    }
    Ok(changed)
}

/// The cell that `ROW('Model'!$D$12)` is about.
fn anchored(formula: &str) -> Option<At> {
    let found = std::cell::RefCell::new(None);
    meaning(formula, &|target| {
        if let Target::Cell(Some(sheet), row, column) = target {
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

fn deleted() -> Fault {
    Fault::new(
        "deleted-cell",
        "a row of formulas was deleted from the workbook",
        "سطری از فرمول‌ها از کارپوشه حذف شده است",
    )
    .help(super::changes::MAKE_ANEW.0, super::changes::MAKE_ANEW.1)
}
