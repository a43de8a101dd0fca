//! Money in the price basis of the report, as formulas over the model's constant toman.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::layout::{FIRST_YEAR, Layout, OPENING};
use super::pen::Pen;
use crate::model::record::Kind;
use crate::study::{PriceBasis, is_money};

/// The formula of a variable in a column, in the basis of the report, with its `=`.
pub fn formula(layout: &Layout<'_>, variable: usize, column: u16) -> String {
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
    let column = if row.kind == Kind::Worth { FIRST_YEAR } else { column };
    match layout.report.basis {
        PriceBasis::Constant => None,
        PriceBasis::Current if column == OPENING => None,
        PriceBasis::Current => {
            Some(layout.model_cell(layout.report.projection.index("prices.index")?, column))
        }
        PriceBasis::Dollar => {
            let rate = layout.name("prices.exchange_rate", layout.year(column.max(FIRST_YEAR)));
            Some(format!("(1000/{rate})"))
        }
    }
}

/// Writes the values of a variable in the basis of the report: at the opening date and by year.
pub fn series(
    sheet: &mut Worksheet,
    pen: &Pen,
    layout: &Layout<'_>,
    variable: usize,
    row: u32,
    format: &Format,
) -> Result<(), XlsxError> {
    let priced = &layout.report.variables[variable];
    match priced.opening {
        Some(opening) => {
            pen.formula(sheet, row, OPENING, &formula(layout, variable, OPENING), opening, format)?;
        }
        None => sheet.write_blank(row, OPENING, format).map(|_| ())?,
    }
    for (column, value) in (FIRST_YEAR..).zip(&priced.values) {
        pen.formula(sheet, row, column, &formula(layout, variable, column), *value, format)?;
    }
    Ok(())
}

/// Writes the sheet of everything that is money, if the report shows it in another basis than the model's.
pub fn write(workbook: &mut Workbook, pen: &Pen, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let report = layout.report;
    let (en, fa) = match report.basis {
        PriceBasis::Constant => return Ok(()),
        PriceBasis::Current => ("Current prices", "قیمت جاری"),
        PriceBasis::Dollar => ("Dollars", "دلار"),
    };
    let scenario = &report.projection.scenario;
    let name = if layout.prefix.is_empty() { String::new() } else { format!("{} ", layout.prefix) };
    let sheet = pen.sheet(workbook, &format!("{name}{}", pen.say(en, fa)))?;
    sheet.write_with_format(0, 0, pen.say(en, fa), &pen.title)?;
    pen.headers(sheet, 2, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")])?;
    pen.years(sheet, 2, FIRST_YEAR, &report.projection.years)?;
    let money = (0..scenario.variables.len()).filter(|index| is_money(&scenario.variables[*index].unit));
    for (row, index) in (3..).zip(money) {
        let priced = &report.variables[index];
        sheet.write_with_format(row, 0, scenario.variables[index].label.get(pen.language), &pen.text)?;
        sheet.write_with_format(row, 1, pen.language.unit(&priced.unit), &pen.faint)?;
        series(sheet, pen, layout, index, row, &pen.suited(&priced.values))?;
    }
    sheet.set_column_width(0, 58)?.set_column_width(1, 30)?;
    sheet.set_column_range_width(OPENING, layout.after() - 1, 11)?.set_freeze_panes(3, FIRST_YEAR)?;
    Pen::protect(sheet);
    Ok(())
}
