//! Tables for the terminal.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};

use crate::language::Language;
use crate::scenario::gregorian;

/// A table whose first `texts` columns are texts and the others numbers.
pub(in crate::cli) fn table(header: Vec<String>, texts: usize, rows: Vec<Vec<String>>) -> Table {
    let mut table = Table::new();
    // A line below the header and nothing else: boxes break where Persian and Latin text mix.
    table.load_style(TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─')));
    let cell = |(column, text): (usize, String)| {
        let side = if column < texts { CellAlignment::Left } else { CellAlignment::Right };
        Cell::new(text).set_alignment(side)
    };
    table.set_header(header.into_iter().enumerate().map(cell));
    for row in rows {
        table.add_row(row.into_iter().enumerate().map(cell));
    }
    table
}

/// The titles of a table's columns in the language; both lists have the same length.
pub(in crate::cli) fn titles<const N: usize>(
    language: Language,
    english: [&str; N],
    persian: [&str; N],
) -> Vec<String> {
    let titles = if language == Language::English { english } else { persian };
    titles.map(str::to_owned).to_vec()
}

/// The header of a year: Solar Hijri, and below it the Gregorian years it spans. The opening year is marked if it is
/// not run whole.
pub(in crate::cli) fn year(language: Language, year: i32, part: bool) -> String {
    let (begin, mark) = (gregorian(year), if part { "*" } else { "" });
    language.digits(&format!("{year}{mark}\n{begin}/{:02}", (begin + 1) % 100))
}
