//! Tables for the terminal.

use comfy_table::{Cell as Drawn, CellAlignment, LineStyle, Table as Drawing, TableStyle};

use crate::language::Language;
use crate::wording::table::{Cell, Column, Table};

/// Draws a table.
pub(in crate::cli) fn draw(table: &Table, language: Language) -> Drawing {
    let mut drawing = Drawing::new();
    // A line below the header and nothing else: boxes break where Persian and Latin text mix.
    drawing.load_style(TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─')));
    let shown: Vec<usize> = (0..table.columns.len()).filter(|column| is_shown(table, *column)).collect();
    let aligned = |column: usize, text: String| {
        let left = table.columns[column].is_text();
        Drawn::new(text).set_alignment(if left { CellAlignment::Left } else { CellAlignment::Right })
    };
    drawing.set_header(shown.iter().map(|&column| aligned(column, table.columns[column].title(language))));
    for row in 0..table.rows.len() {
        drawing.add_row(shown.iter().map(|&column| aligned(column, text(table, row, column, language))));
    }
    drawing
}

/// Whether a column stands by itself here: units that belong to the next one or to a stack do not.
fn is_shown(table: &Table, column: usize) -> bool {
    match table.columns[column] {
        Column::UnitOfNext(_) => false,
        Column::Unit(_) => table.stack == 0,
        _ => true,
    }
}

fn text(table: &Table, row: usize, column: usize, language: Language) -> String {
    let cells = &table.rows[row];
    let own = cells[column].says(language);
    if table.stack > 0 && column == 0 {
        return stacked(table, row).unwrap_or(&Cell::Blank).says(language);
    }
    match column.checked_sub(1).filter(|before| matches!(table.columns[*before], Column::UnitOfNext(_))) {
        Some(unit) => format!("{own} {}", cells[unit].says(language)),
        None => own,
    }
}

/// Of rows of one thing the first has its name, the second its unit.
fn stacked(table: &Table, row: usize) -> Option<&Cell> {
    let unit = table.columns.iter().position(|column| matches!(column, Column::Unit(_)));
    match row % table.stack {
        0 => Some(&table.rows[row][0]),
        1 => unit.map(|unit| &table.rows[row][unit]),
        _ => None,
    }
}
