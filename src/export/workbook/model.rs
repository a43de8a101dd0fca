//! The model as formulas: a row a variable, a column a year, the equation in words beside it.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, Url, Workbook, Worksheet, XlsxError};

use super::formula::formula;
use super::layout::{FIRST_YEAR, HEADER, LABEL, Layout, OPENING, UNIT, fixed_cell_of};
use super::names;
use super::style::Style;
use crate::model::record::RowKind;
use crate::scenario::gregorian;
use crate::tape::{Equation, Reference};
use crate::wording::equations::{Names, in_words};
use crate::wording::sentences::opening_note;

/// Writes the sheet of formulas of a report.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    let years = &report.projection.years;
    let sheet = style.sheet(workbook, &layout.model)?;
    let title = format!("{} – {}", style.say("Model", "مدل"), scenario.title.get(style.language));
    sheet.write_with_format(0, 0, title, &style.title)?;
    for (column, module) in (FIRST_YEAR..).step_by(2).zip(&layout.variables) {
        let link = format!("internal:'{}'!A{}", layout.model, module.heading + 1);
        sheet.write_url(0, column, Url::new(link).set_text(module.title.get(style.language)))?;
    }
    if let Some(note) = opening_note(report, style.language) {
        let year = style.language.digits(&years[0].to_string());
        sheet.write_with_format(1, 0, style.lead(&format!("{year}: {note}")), &style.faint)?;
    }
    style.headers(sheet, HEADER, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")])?;
    style.years(sheet, HEADER, FIRST_YEAR, years)?;
    for column in LABEL..FIRST_YEAR {
        sheet.write_blank(HEADER + 1, column, &style.header)?;
    }
    for (column, year) in (FIRST_YEAR..).zip(years) {
        let begin = gregorian(*year);
        let text = style.language.digits(&format!("{begin}/{:02}", (begin + 1) % 100));
        sheet.write_with_format(HEADER + 1, column, text, &style.header)?;
    }
    let after = layout.after();
    style.headers(sheet, HEADER, after, &[("id", "شناسه"), ("equation", "معادله")])?;
    let looked_back = looked_back(layout);
    let mut named = Vec::new();
    for module in &layout.variables {
        style.heading(sheet, module.heading, after + 1, module.title.get(style.language))?;
        for &(index, row) in &module.rows {
            let variable = &scenario.variables[index];
            let values: Vec<f64> = report.projection.series(index).collect();
            let format = style.suited(&values);
            sheet.write_with_format(row, LABEL, variable.label.get(style.language), &style.text)?;
            let unit = style.language.unit(&scenario.priced(&variable.unit));
            sheet.write_with_format(row, UNIT, unit, &style.faint)?;
            if has_opening(variable.kind) || looked_back.contains(&index) {
                let (equation, value) = (&layout.equations.opening[index], report.projection.opening[index]);
                put(sheet, style, layout, (row, OPENING), equation, value, &format)?;
            }
            let equation = &layout.equations.yearly[index];
            for (column, value) in (FIRST_YEAR..).zip(values) {
                put(sheet, style, layout, (row, column), equation, value, &format)?;
            }
            let first = fixed_cell_of(&layout.model, row, FIRST_YEAR);
            named.push((names::row(&layout.prefix, index), format!("={first}")));
            sheet.write_with_format(row, after, variable.id.as_str(), &style.beside)?;
            let words = in_words(&layout.equations, index, equation, Names::Labels(style.language));
            sheet.write_with_format(row, after + 1, style.lead(&words), &style.faint)?;
        }
    }
    sheet.set_column_width(LABEL, 58)?.set_column_width(UNIT, 26)?;
    sheet.set_column_range_width(OPENING, after - 1, 11)?;
    sheet.set_column_width(after, 44)?.set_column_width(after + 1, 110)?;
    sheet.set_freeze_panes(HEADER + 2, FIRST_YEAR)?.set_repeat_rows(HEADER, HEADER + 1)?;
    Style::protect(sheet);
    style.define(workbook, named)
}

/// Whether a variable of that kind has a value at the opening date.
fn has_opening(kind: RowKind) -> bool {
    matches!(kind, RowKind::Stock | RowKind::PresentValue | RowKind::Rate)
}

/// Writes an equation as a formula, or the literal it comes to.
fn put(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    (row, column): (u32, u16),
    equation: &Equation,
    value: f64,
    format: &Format,
) -> Result<(), XlsxError> {
    if equation.is_constant() {
        return style.constant(sheet, row, column, value, format);
    }
    style.formula(sheet, row, column, &formula(layout, equation, column), value, format)
}

/// Variables whose opening value some equation asks for.
fn looked_back(layout: &Layout<'_>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for equation in &layout.equations.yearly {
        equation.references(&mut |reference| {
            if let Reference::Last(index) | Reference::Start(index) = reference {
                found.insert(*index);
            }
        });
    }
    for equation in &layout.equations.opening {
        equation.references(&mut |reference| {
            if let Reference::Now(index) = reference {
                found.insert(*index);
            }
        });
    }
    found
}
