//! Results by theme: a row a variable, a column a year, headers that stay in sight.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::layout::{FIRST_ROW, FIRST_YEAR, Layout, Theme};
use super::pen::{Pen, numbers};
use crate::scenario::gregorian;
use crate::study::sentences::opening_note;

/// Writes the results sheets of a report.
pub fn write(workbook: &mut Workbook, pen: &Pen, layout: &Layout<'_>) -> Result<(), XlsxError> {
    layout.themes.iter().try_for_each(|theme| sheet(workbook, pen, layout, theme))
}

fn sheet(workbook: &mut Workbook, pen: &Pen, layout: &Layout<'_>, theme: &Theme) -> Result<(), XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    let years = &report.projection.years;
    let sheet = pen.sheet(workbook, &theme.sheet)?;
    let title = format!("{} – {}", theme.title.get(pen.language), scenario.title.get(pen.language));
    sheet.write_with_format(0, 0, title, &pen.title)?;
    if let Some(note) = opening_note(report, pen.language) {
        let year = pen.language.digits(&years[0].to_string());
        sheet.write_with_format(1, 0, format!("{year}: {note}"), &pen.faint)?;
    }
    let header = [("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")];
    pen.headers(sheet, FIRST_ROW - 2, 0, &header)?;
    pen.years(sheet, FIRST_ROW - 2, FIRST_YEAR, years)?;
    for column in 0..FIRST_YEAR {
        sheet.write_blank(FIRST_ROW - 1, column, &pen.header)?;
    }
    for (column, year) in (FIRST_YEAR..).zip(years) {
        let begin = gregorian(*year);
        let text = pen.language.digits(&format!("{begin}/{:02}", (begin + 1) % 100));
        sheet.write_with_format(FIRST_ROW - 1, column, text, &pen.header)?;
    }
    let ids = FIRST_YEAR + layout.years();
    sheet.write_with_format(FIRST_ROW - 2, ids, pen.say("id", "شناسه"), &pen.header)?;
    for (row, index) in (FIRST_ROW..).zip(&theme.variables) {
        let (variable, priced) = (&scenario.variables[*index], &report.variables[*index]);
        let format = pen.suited(&priced.values);
        sheet.write_with_format(row, 0, variable.label.get(pen.language), &pen.text)?;
        sheet.write_with_format(row, 1, pen.language.unit(&priced.unit), &pen.faint)?;
        match priced.opening {
            Some(opening) => sheet.write_with_format(row, 2, opening, &format)?,
            None => sheet.write_blank(row, 2, &format)?,
        };
        numbers(sheet, row, FIRST_YEAR, &priced.values, &format)?;
        sheet.write_with_format(row, ids, variable.id.as_str(), &pen.faint)?;
    }
    sheet.set_column_width(0, 58)?.set_column_width(1, 26)?;
    sheet.set_column_range_width(2, ids - 1, 11)?.set_column_width(ids, 44)?;
    sheet.set_freeze_panes(FIRST_ROW, FIRST_YEAR)?.set_repeat_rows(FIRST_ROW - 2, FIRST_ROW - 1)?;
    Ok(())
}
