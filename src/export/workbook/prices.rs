//! Money in the price basis of the report, as formulas over the model's constant toman.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::layout::{FIRST_YEAR, Layout, OPENING};
use super::style::Style;
use crate::model::record::RowKind;
use crate::study::{PriceBasis, is_money};

/// The formula of a variable in a column, in the basis of the report, with its `=`.
pub(super) fn formula(layout: &Layout<'_>, variable: usize, column: u16) -> String {
    let cell = layout.model_cell(variable, column);
    factor(layout, variable, column).map_or(format!("={cell}"), |factor| format!("={cell}*{factor}"))
}

fn factor(layout: &Layout<'_>, variable: usize, column: u16) -> Option<String> {
    let scenario = &layout.report.projection.scenario;
    let row = &scenario.variables[variable];
    if !is_money(&row.unit) {
        return None;
    }
    // What is discounted to the opening date has its prices; so has the opening date itself.
    let column = if row.kind == RowKind::PresentValue { FIRST_YEAR } else { column };
    match layout.report.basis {
        PriceBasis::Constant => None,
        PriceBasis::Current if column == OPENING => None,
        PriceBasis::Current => Some(layout.model_cell(layout.indexes.prices.index, column)),
        PriceBasis::Dollar => {
            let rate = layout.name("prices.exchange_rate", layout.year(column.max(FIRST_YEAR)));
            Some(format!("(1000/{rate})"))
        }
    }
}

/// Writes the values of a variable in the basis of the report: at the opening date and by year.
pub(super) fn series(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    variable: usize,
    row: u32,
    format: &Format,
) -> Result<(), XlsxError> {
    let priced = &layout.report.variables[variable];
    match priced.opening {
        Some(opening) => {
            style.formula(sheet, row, OPENING, &formula(layout, variable, OPENING), opening, format)?;
        }
        None => sheet.write_blank(row, OPENING, format).map(|_| ())?,
    }
    for (column, value) in (FIRST_YEAR..).zip(&priced.values) {
        style.formula(sheet, row, column, &formula(layout, variable, column), *value, format)?;
    }
    Ok(())
}

/// Writes the sheet of everything that is money, if the report shows it in another basis than the model's.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let report = layout.report;
    let (en, fa) = match report.basis {
        PriceBasis::Constant => return Ok(()),
        PriceBasis::Current => ("Current prices", "قیمت جاری"),
        PriceBasis::Dollar => ("Dollars", "دلار"),
    };
    let scenario = &report.projection.scenario;
    let name = if layout.prefix.is_empty() { String::new() } else { format!("{} ", layout.prefix) };
    let sheet = style.sheet(workbook, &format!("{name}{}", style.say(en, fa)))?;
    sheet.write_with_format(0, 0, style.say(en, fa), &style.title)?;
    style.headers(sheet, 2, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")])?;
    style.years(sheet, 2, FIRST_YEAR, &report.projection.years)?;
    let money = (0..scenario.variables.len()).filter(|index| is_money(&scenario.variables[*index].unit));
    for (row, index) in (3..).zip(money) {
        let priced = &report.variables[index];
        sheet.write_with_format(row, 0, scenario.variables[index].label.get(style.language), &style.text)?;
        sheet.write_with_format(row, 1, style.language.unit(&priced.unit), &style.faint)?;
        series(sheet, style, layout, index, row, &style.suited(&priced.values))?;
    }
    sheet.set_column_width(0, 58)?.set_column_width(1, 30)?;
    sheet.set_column_range_width(OPENING, layout.after() - 1, 11)?.set_freeze_panes(3, FIRST_YEAR)?;
    Style::protect(sheet);
    Ok(())
}
