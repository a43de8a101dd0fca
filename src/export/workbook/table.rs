//! A table on a sheet: its titles, its cells as numbers and texts, with formulas where the caller has them.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::put::Put;
use super::style::{HEADER, Style};
use crate::wording::table::{Cell, Column, Table};

/// Where a table stands, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct TablePosition {
    /// Row of the titles.
    pub row: u32,
    /// Column of the first column.
    pub column: u16,
    /// Whether every other row is shaded, so that the eye keeps to its line.
    pub shaded: bool,
}

/// The formula of a cell, by its row and column in the table; `None` for a cell that is not worked out on the sheet.
pub(super) type Live<'a> = &'a dyn Fn(usize, usize) -> Option<String>;

/// Draws a table with its titles; returns the row below it.
pub(super) fn draw(
    sheet: &mut Worksheet,
    style: &Style,
    table: &Table,
    place: TablePosition,
    live: Live<'_>,
) -> Result<u32, XlsxError> {
    titles(sheet, style, &table.columns, place.row, place.column)?;
    let first = place.row + 1;
    // In a stack the name of a thing stands out once.
    let repeats = |n: usize| table.stack > 0 && !n.is_multiple_of(table.stack);
    for (n, (at, cells)) in (first..).zip(&table.rows).enumerate() {
        let shade = |format: Format| {
            let shaded = place.shaded && !at.is_multiple_of(2);
            if shaded { format.set_background_color(HEADER) } else { format }
        };
        // What is missing is empty, in the format of its neighbours.
        let number = cells.iter().find(|cell| matches!(cell, Cell::Number(..)));
        for (c, (column, value)) in (place.column..).zip(cells).enumerate() {
            let format = shade(match (&table.columns[c], value) {
                (Column::Unit(_) | Column::UnitOfNext(_) | Column::Remark(_), _) => style.faint.clone(),
                (Column::Text(_), _) if c == 0 && repeats(n) => style.faint.clone(),
                (Column::Number(_), Cell::Text(_)) => style.year_number(),
                (_, Cell::Missing) => format_of(style, number.unwrap_or(value)),
                _ => format_of(style, value),
            });
            cell(sheet, style, (at, column), value, live(n, c).as_deref(), &format)?;
        }
    }
    Ok(first + u32::try_from(table.rows.len()).unwrap_or(0))
}

/// The titles of columns as header cells.
pub(super) fn titles(
    sheet: &mut Worksheet,
    style: &Style,
    columns: &[Column],
    row: u32,
    column: u16,
) -> Result<(), XlsxError> {
    style.tall(sheet, row)?;
    for (at, title) in (column..).zip(columns) {
        match title {
            Column::Year { year, .. } => sheet.put(row, at, f64::from(*year), &style.year())?,
            other => sheet.put(row, at, other.title(style.language), &style.header)?,
        };
    }
    Ok(())
}

/// The format of a cell.
pub(super) fn format_of(style: &Style, cell: &Cell) -> Format {
    let percent = |decimals: usize| {
        let code = if decimals == 0 { "0%".to_owned() } else { format!("0.{}%", "0".repeat(decimals)) };
        style.text.clone().set_num_format(style.locale(&code)).set_reading_direction(0)
    };
    match cell {
        Cell::Number(_, decimals) | Cell::Short(_, decimals) => style.number(*decimals),
        Cell::Share(_, decimals) | Cell::Percent(_, decimals) => percent(*decimals),
        Cell::Target(side, _, decimals) => {
            style.number(*decimals).set_num_format(style.sided(*side, *decimals))
        }
        Cell::Year(_) => style.year_number(),
        Cell::Verdict(_) => style.verdict(),
        Cell::Blank | Cell::Missing | Cell::Text(_) | Cell::Bar(_) => style.text.clone(),
    }
}

/// Writes a cell as what it is: a number, a text or nothing; with its formula if it has one.
pub(super) fn cell(
    sheet: &mut Worksheet,
    style: &Style,
    (row, column): (u32, u16),
    cell: &Cell,
    live: Option<&str>,
    format: &Format,
) -> Result<(), XlsxError> {
    let number = match cell {
        Cell::Number(value, _)
        | Cell::Share(value, _)
        | Cell::Percent(value, _)
        | Cell::Target(_, value, _)
        | Cell::Short(value, _)
        | Cell::Bar(value) => Some(*value),
        Cell::Year(year) => Some(f64::from(*year)),
        Cell::Blank | Cell::Missing | Cell::Text(_) | Cell::Verdict(_) => None,
    };
    let text = match cell {
        Cell::Verdict(true) => style.met().to_owned(),
        Cell::Verdict(false) => style.missed().to_owned(),
        other => style.directed(other.says(style.language)),
    };
    match (number, live) {
        (Some(value), Some(formula)) => style.formula(sheet, row, column, formula, value, format),
        (Some(value), None) => sheet.put(row, column, value, format).map(|_| ()),
        (None, _) if matches!(cell, Cell::Blank | Cell::Missing) => {
            sheet.write_blank(row, column, format).map(|_| ())
        }
        (None, Some(formula)) => style.formula_text(sheet, row, column, formula, &text, format),
        (None, None) => sheet.put(row, column, text, format).map(|_| ()),
    }
}
