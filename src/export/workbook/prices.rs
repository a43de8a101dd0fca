//! Money in the price basis of the report, as formulas over the model's constant toman.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::layout::{FIRST_YEAR, Layout, OPENING};
use super::put::Put;
use super::style::Style;
use super::table::{self, TablePosition};
use crate::model::record::RowKind;
use crate::study::{PriceBasis, is_money};
use crate::wording::results;

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
            let rate = layout.input(layout.yearly.prices.exchange_rate, column.max(FIRST_YEAR));
            Some(format!("(1000/{rate})"))
        }
    }
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
    let sheet = style.sheet(workbook, &format!("{}{}", layout.plan, style.say(en, fa)))?;
    sheet.put(0, 0, style.say(en, fa), &style.title)?;
    let money: Vec<usize> =
        (0..scenario.variables.len()).filter(|index| is_money(&scenario.variables[*index].unit)).collect();
    let table = results::projection(report, &money, true, style.language);
    let live = |n: usize, c: usize| {
        let column = u16::try_from(c).ok().filter(|column| *column >= OPENING)?;
        Some(formula(layout, money[n], column))
    };
    table::draw(sheet, style, &table, TablePosition { row: 2, column: 0, shaded: false }, &live)?;
    sheet.set_column_width(0, 58)?.set_column_width(1, 30)?;
    sheet.set_column_range_width(OPENING, layout.after() - 1, 11)?.set_freeze_panes(3, FIRST_YEAR)?;
    Style::protect(sheet);
    Ok(())
}
