//! The model as formulas: a row a variable, a column a year, the equation in words beside it.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, Url, Workbook, Worksheet, XlsxError};

use super::fingerprint;
use super::formula::formula;
use super::layout::{FIRST_YEAR, HEADER, LABEL, Layout, OPENING, UNIT, fixed_cell_of};
use super::names;
use super::pen::Pen;
use crate::model::record::{Kind, Row};
use crate::scenario::gregorian;
use crate::study::equations::{Equation, Names, Reference, in_words};
use crate::study::sentences::opening_note;

/// Writes the sheet of formulas of a report.
pub fn write(workbook: &mut Workbook, pen: &Pen, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    let years = &report.projection.years;
    let sheet = pen.sheet(workbook, &layout.model)?;
    let title = format!("{} – {}", pen.say("Model", "مدل"), scenario.title.get(pen.language));
    sheet.write_with_format(0, 0, title, &pen.title)?;
    for (column, module) in (FIRST_YEAR..).step_by(2).zip(&layout.variables) {
        let link = format!("internal:'{}'!A{}", layout.model, module.heading + 1);
        sheet.write_url(0, column, Url::new(link).set_text(module.title.get(pen.language)))?;
    }
    if let Some(note) = opening_note(report, pen.language) {
        let year = pen.language.digits(&years[0].to_string());
        sheet.write_with_format(1, 0, pen.lead(&format!("{year}: {note}")), &pen.faint)?;
    }
    pen.headers(sheet, HEADER, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")])?;
    pen.years(sheet, HEADER, FIRST_YEAR, years)?;
    for column in LABEL..FIRST_YEAR {
        sheet.write_blank(HEADER + 1, column, &pen.header)?;
    }
    for (column, year) in (FIRST_YEAR..).zip(years) {
        let begin = gregorian(*year);
        let text = pen.language.digits(&format!("{begin}/{:02}", (begin + 1) % 100));
        sheet.write_with_format(HEADER + 1, column, text, &pen.header)?;
    }
    let after = layout.after();
    pen.headers(sheet, HEADER, after, &[("id", "شناسه"), ("equation", "معادله")])?;
    let looked_back = looked_back(layout);
    let mut named = Vec::new();
    for module in &layout.variables {
        pen.heading(sheet, module.heading, after + 1, module.title.get(pen.language))?;
        for &(index, row) in &module.rows {
            let variable = &scenario.variables[index];
            let values: Vec<f64> = report.projection.series(index).collect();
            let format = pen.suited(&values);
            sheet.write_with_format(row, LABEL, variable.label.get(pen.language), &pen.text)?;
            let unit = pen.language.unit(&scenario.priced(&variable.unit));
            sheet.write_with_format(row, UNIT, unit, &pen.faint)?;
            if has_opening(variable.kind) || looked_back.contains(&index) {
                let (equation, value) = (&layout.equations.opening[index], report.projection.opening[index]);
                put(sheet, pen, layout, (row, OPENING), equation, value, &format)?;
            }
            let equation = &layout.equations.yearly[index];
            for (column, value) in (FIRST_YEAR..).zip(values) {
                put(sheet, pen, layout, (row, column), equation, value, &format)?;
            }
            let first = fixed_cell_of(&layout.model, row, FIRST_YEAR);
            named.push((names::row(&layout.prefix, index), format!("={first}")));
            sheet.write_with_format(row, after, variable.id.as_str(), &pen.beside)?;
            let words = in_words(&layout.equations, index, equation, Names::Labels(pen.language));
            sheet.write_with_format(row, after + 1, pen.lead(&words), &pen.faint)?;
        }
    }
    sheet.set_column_width(LABEL, 58)?.set_column_width(UNIT, 26)?;
    sheet.set_column_range_width(OPENING, after - 1, 11)?;
    sheet.set_column_width(after, 44)?.set_column_width(after + 1, 110)?;
    sheet.set_freeze_panes(HEADER + 2, FIRST_YEAR)?.set_repeat_rows(HEADER, HEADER + 1)?;
    Pen::protect(sheet);
    named.into_iter().try_for_each(|(name, place)| workbook.define_name(name, &place).map(|_| ()))
}

/// The fingerprints of all rows, in the order of the variables, as they stand in the workbook; a word if it has none.
pub fn fingerprints(pen: &Pen, layout: &Layout<'_>) -> String {
    if !pen.live {
        return fingerprint::NONE.to_owned();
    }
    let (projection, equations) = (&layout.report.projection, &layout.equations);
    let looked_back = looked_back(layout);
    let says = |equation: &Equation, column: u16, value: f64| {
        let formula = if equation.is_constant() { String::new() } else { formula(layout, equation, column) };
        fingerprint::cell(&formula, Some(value))
    };
    let one = |(index, variable): (usize, &Row)| {
        let opening = if has_opening(variable.kind) || looked_back.contains(&index) {
            says(&equations.opening[index], OPENING, projection.opening[index])
        } else {
            String::new()
        };
        fingerprint::row(&opening, &says(&equations.yearly[index], FIRST_YEAR, projection.values[0][index]))
    };
    projection.scenario.variables.iter().enumerate().map(one).collect()
}

/// Whether a variable of that kind has a value at the opening date.
fn has_opening(kind: Kind) -> bool {
    matches!(kind, Kind::Stock | Kind::Worth | Kind::Rate)
}

/// Writes an equation as a formula, or the literal it comes to.
fn put(
    sheet: &mut Worksheet,
    pen: &Pen,
    layout: &Layout<'_>,
    (row, column): (u32, u16),
    equation: &Equation,
    value: f64,
    format: &Format,
) -> Result<(), XlsxError> {
    if equation.is_constant() {
        sheet.write_with_format(row, column, value, format)?;
        return Ok(());
    }
    pen.formula(sheet, row, column, &formula(layout, equation, column), value, format)
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
