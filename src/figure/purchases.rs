//! The table of purchases between sectors, as spreadsheets save it: separated by commas, semicolons or tabs.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::{InputOutput, Unit, number};
use crate::fault::{Fault, Place, Source, quotable};
use crate::language::folded;

/// What separates columns, with its name in both languages.
const SEPARATORS: &[(u8, &str, &str)] =
    &[(b',', "commas", "ویرگول"), (b';', "semicolons", "نقطه‌ویرگول"), (b'\t', "tabs", "تب")];

/// What rows and columns of sums are called; they are no sectors.
const SUMS: &[&str] = &["total", "sum", "subtotal", "grandtotal", "جمع", "مجموع", "جمعکل"];

/// Reads the table: a header of sectors, then one row a sector in the same order. Blank rows and blank columns at the end
/// are passed over.
///
/// # Errors
/// A table that is not square, with rows and columns of the same sectors; a share that is none; sums among the sectors.
pub(super) fn purchases(source: &Arc<Source>) -> Result<InputOutput, Fault> {
    let text = source.text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    // The separator is the one the header has most of; of none of them it is a comma.
    let separator =
        SEPARATORS.iter().rev().max_by_key(|(separator, ..)| count(*separator)).unwrap_or(&SEPARATORS[0]);
    let reader = PurchasesReader { source, separator: *separator };
    let mut rows = Vec::new();
    let csv = ReaderBuilder::new()
        .delimiter(separator.0)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for record in csv.into_records() {
        // Bytes of a text are always text, and rows may be of any length.
        let Ok(record) = record else { return Err(reader.not_square(rows.last())) };
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(record);
        }
    }
    let Some((header, rows)) = rows.split_first() else { return Err(reader.not_square(None)) };
    let width = filled(header);
    let sectors: Vec<String> = header.iter().take(width).skip(1).map(|cell| cell.trim().to_owned()).collect();
    let mut table = InputOutput { sectors, purchases: Vec::new() };
    if let Some(sum) = table.sectors.iter().find(|sector| is_sum(sector)) {
        return Err(reader.sums(header, sum));
    }
    for (n, row) in rows.iter().enumerate() {
        let name = row.get(0).unwrap_or_default().trim();
        if is_sum(name) {
            return Err(reader.sums(row, name));
        }
        if table.sectors.get(n).map(String::as_str) != Some(name) || filled(row) > width {
            return Err(reader.not_square(Some(row)));
        }
        for (sector, cell) in
            table.sectors.iter().zip((1..width).map(|column| row.get(column).unwrap_or_default()))
        {
            table.purchases.push(reader.share(row, sector, cell)?);
        }
    }
    let n = table.sectors.len();
    if n > 0 && table.purchases.len() == n * n { Ok(table) } else { Err(reader.not_square(rows.last())) }
}

/// How many cells a row has up to its last one that is not blank.
fn filled(row: &StringRecord) -> usize {
    row.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last().map_or(0, |(last, _)| last + 1)
}

fn is_sum(name: &str) -> bool {
    SUMS.contains(&folded(name).as_str())
}

struct PurchasesReader<'a> {
    source: &'a Arc<Source>,
    separator: (u8, &'a str, &'a str),
}

impl PurchasesReader<'_> {
    fn at(&self, row: Option<&StringRecord>, fault: Fault) -> Fault {
        let start = row.and_then(StringRecord::position).map_or(0, |place| {
            // A text that fits into memory is measured in words of the machine.
            usize::try_from(place.byte()).unwrap_or(0) + self.source.text.len()
                - self.source.text.trim_start_matches('\u{feff}').len()
        });
        let line = self.source.text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
        let place = Place { source: Arc::clone(self.source), span: start..start + line };
        fault.at(&place, "this row", "این سطر")
    }

    fn not_square(&self, row: Option<&StringRecord>) -> Fault {
        let (_, en, fa) = self.separator;
        let fault = Fault::new(
            "input-output",
            "the table must be square: a header of sectors, then one row a sector in the same order",
            "جدول باید مربع باشد: سرستون بخش‌ها و سپس برای هر بخش یک سطر به همان ترتیب",
        );
        self.at(row, fault).help(
            format!("its columns are read as separated by {en}; commas, semicolons and tabs are understood"),
            format!("ستون‌ها با {fa} جدا شده خوانده می‌شوند؛ ویرگول، نقطه‌ویرگول و تب فهمیده می‌شود"),
        )
    }

    fn sums(&self, row: &StringRecord, name: &str) -> Fault {
        let name = quotable(name);
        let fault = Fault::new(
            "input-output",
            format!("`{name}` is a sum and no sector"),
            format!("`{name}` جمع است و بخش نیست"),
        );
        self.at(Some(row), fault)
            .help("take rows and columns of sums out of the table", "سطر و ستون جمع را از جدول بردارید")
    }

    /// A share of output: a number below 1, or a percentage.
    fn share(&self, row: &StringRecord, sector: &str, cell: &str) -> Result<f64, Fault> {
        let shown = quotable(cell.trim());
        if shown.is_empty() {
            let fault = Fault::new(
                "input-output",
                format!("the column `{sector}` is empty here"),
                format!("ستون `{sector}` اینجا خالی است"),
            );
            let help = ("write 0 where nothing is bought", "جایی که چیزی خریده نمی‌شود 0 بنویسید");
            return Err(self.at(Some(row), fault).help(help.0, help.1));
        }
        let (number, unit) = number(cell).map_err(|fault| self.at(Some(row), fault))?;
        let scale = match unit.as_str() {
            "" => Some(1.0),
            unit => Unit::parse(unit)
                .ok()
                .filter(|unit| unit.dimension == super::Dimension::PURE)
                .map(|unit| unit.scale),
        };
        scale.map(|scale| number * scale).filter(|share| (0.0..1.0).contains(share)).ok_or_else(|| {
            let fault = Fault::new(
                "input-output",
                format!("`{shown}` in the column `{sector}` is no share between 0 and 1"),
                format!("`{shown}` در ستون `{sector}` سهمی میان 0 و 1 نیست"),
            );
            self.at(Some(row), fault).help(
                "write what is bought for one toman of output, such as 0.05 or 5 %",
                "آنچه را برای یک تومان ستانده خریده می‌شود بنویسید، مانند 0.05 یا 5 %",
            )
        })
    }
}
