//! Two scenarios on the same draws as a workbook: one sheet with their differences.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::put::Put;
use super::style::Style;
use super::table::{self, TablePosition};
use crate::study::ensemble::Difference;
use crate::wording::difference as wording;

/// Row of the years.
const HEADER: u32 = 3;
/// Column of the first year.
const FIRST_YEAR: u16 = 3;

/// Writes the sheet of the differences.
pub(super) fn write(
    workbook: &mut Workbook,
    style: &Style,
    difference: &Difference,
) -> Result<(), XlsxError> {
    let sheet = style.sheet(workbook, style.say("Differences", "تفاوت‌ها"))?;
    let [title, about] = wording::heading(difference, style.language);
    sheet.put(0, 0, title, &style.title)?;
    sheet.put(1, 0, about, &style.faint)?;
    if let Some(outside) = wording::outside(difference, style.language) {
        sheet.put(2, 0, outside, &style.faint)?;
    }
    let drawn = wording::table(difference, style.language);
    table::draw(sheet, style, &drawn, TablePosition { row: HEADER, column: 0, shaded: true }, &|_, _| None)?;
    sheet.set_column_width(0, 44)?.set_column_width(1, 26)?.set_column_width(2, 10)?;
    let last = FIRST_YEAR + u16::try_from(difference.years.len()).unwrap_or(1) - 1;
    sheet.set_column_range_width(FIRST_YEAR, last, 11)?.set_freeze_panes(HEADER + 1, FIRST_YEAR)?;
    Ok(())
}
