//! The model as formulas: a row a variable, a column a year, the equation in words beside it.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, Url, Workbook, Worksheet, XlsxError};

use super::formula::{formula, length};
use super::layout::{FIRST_YEAR, HEADER, LABEL, Layout, OPENING, UNIT, fixed_cell_of};
use super::names;
use super::parts::{FormulaReference, Formulas};
use super::put::Put;
use super::style::Style;
use crate::model::record::RowKind;
use crate::scenario::gregorian;
use crate::tape::{Expression, Reference};
use crate::wording::equations::{Names, in_words};
use crate::wording::sentences::opening_note;

/// Writes the sheet of formulas of a report.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    let years = &report.projection.years;
    let sheet = style.sheet(workbook, &layout.model)?;
    let title = format!("{} – {}", style.say("Model", "مدل"), scenario.title.get(style.language));
    sheet.put(0, 0, title, &style.title)?;
    for (column, module) in (FIRST_YEAR..).step_by(2).zip(&layout.variables) {
        let link = format!("internal:'{}'!A{}", layout.model, module.heading + 1);
        sheet.write_url(0, column, Url::new(link).set_text(module.title.get(style.language)))?;
    }
    if let Some(note) = opening_note(report, style.language) {
        let year = style.language.digits(&years[0].to_string());
        sheet.put(1, 0, style.lead(&format!("{year}: {note}")), &style.faint)?;
    }
    style.headers(sheet, HEADER, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")])?;
    style.years(sheet, HEADER, FIRST_YEAR, years)?;
    for column in LABEL..FIRST_YEAR {
        sheet.write_blank(HEADER + 1, column, &style.header)?;
    }
    for (column, year) in (FIRST_YEAR..).zip(years) {
        let begin = gregorian(*year);
        let text = style.language.digits(&format!("{begin}/{:02}", (begin + 1) % 100));
        sheet.put(HEADER + 1, column, text, &style.header)?;
    }
    let after = layout.after();
    style.headers(sheet, HEADER, after, &[("id", "شناسه"), ("equation", "معادله")])?;
    let looked_back = looked_back(layout);
    let equations = &layout.equations;
    let formulas =
        Formulas::new(&equations.opening, &equations.yearly, &|reference| length(layout, reference));
    let mut lines = Lines { style, layout, formulas: &formulas, computed: Vec::new() };
    let mut named = Vec::new();
    for module in &layout.variables {
        style.heading(sheet, module.heading, after + 1, module.title.get(style.language))?;
        for &(index, row) in &module.rows {
            let variable = &scenario.variables[index];
            let values: Vec<f64> = report.projection.series(index).collect();
            let format = style.suited(&values);
            sheet.put(row, LABEL, variable.label.get(style.language), &style.text)?;
            let unit = scenario.unit(style.language, &variable.unit);
            sheet.put(row, UNIT, unit, &style.faint)?;
            if has_opening(variable.kind) || looked_back.contains(&index) {
                let value = report.projection.opening[index];
                lines.put(sheet, (row, OPENING), &formulas.opening[index], value, &format)?;
            }
            for (column, value) in (FIRST_YEAR..).zip(values) {
                lines.put(sheet, (row, column), &formulas.yearly[index], value, &format)?;
            }
            let first = fixed_cell_of(&layout.model, row, FIRST_YEAR);
            style.identify(sheet, row, &names::of_plan(&layout.prefix, &variable.id));
            if layout.named {
                named.push((names::row(&layout.prefix, index), format!("={first}")));
            }
            sheet.put(row, after, variable.id.as_str(), &style.beside)?;
            let words = in_words(equations, index, &equations.yearly[index], Names::Labels(style.language));
            sheet.put(row, after + 1, style.lead(&words), &style.faint)?;
        }
    }
    lines.parts(sheet)?;
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

/// What the formulas of the sheet are written with.
struct Lines<'a> {
    style: &'a Style,
    layout: &'a Layout<'a>,
    formulas: &'a Formulas,
    /// Values of the parts written so far: at the opening date, then by year.
    computed: Vec<Vec<f64>>,
}

impl Lines<'_> {
    /// Row of the first part.
    fn first_part(&self) -> u32 {
        let last = self.layout.variables.last().and_then(|module| module.rows.last());
        last.map_or(HEADER, |(_, row)| row + 3)
    }

    /// Writes an expression as a formula, or the literal it comes to.
    fn put(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        expression: &Expression<FormulaReference>,
        value: f64,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if expression.is_constant() {
            return self.style.constant(sheet, row, column, value, format);
        }
        let formula = formula(self.layout, self.first_part(), expression, column);
        self.style.formula(sheet, row, column, &formula, value, format)
    }

    /// Writes the parts of formulas that would be too long, under a heading of their own.
    fn parts(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (style, layout, first) = (self.style, self.layout, self.first_part());
        if self.formulas.parts.is_empty() {
            return Ok(());
        }
        let title = style.say("Parts of long formulas", "پاره‌های فرمول‌های بلند");
        style.heading(sheet, first - 1, layout.after() + 1, title)?;
        for (row, part) in (first..).zip(&self.formulas.parts) {
            let label = layout.report.projection.scenario.variables[part.variable].label.get(style.language);
            let number = style.language.digits(&part.number.to_string());
            let text = format!("{label}: {} {number}", style.say("part", "پارهٔ"));
            sheet.put(row, LABEL, style.lead(&text), &style.faint)?;
            let columns = if part.opening { OPENING..FIRST_YEAR } else { FIRST_YEAR..layout.after() };
            let mut values = vec![f64::NAN; usize::from(layout.years()) + 1];
            let wanted: Vec<f64> =
                columns.clone().map(|column| self.value(&part.expression, column)).collect();
            let format = style.suited(&wanted);
            for (column, value) in columns.zip(wanted) {
                values[usize::from(column - OPENING)] = value;
                self.put(sheet, (row, column), &part.expression, value, &format)?;
            }
            self.computed.push(values);
        }
        Ok(())
    }

    /// What an expression comes to in a column.
    fn value(&self, expression: &Expression<FormulaReference>, column: u16) -> f64 {
        let projection = &self.layout.report.projection;
        let (scenario, at) = (&projection.scenario, usize::from(column - OPENING));
        let of_column = |at: usize, index: usize| match at.checked_sub(1) {
            None => projection.opening[index],
            Some(year) => projection.values[year][index],
        };
        expression.evaluate(&|place: &FormulaReference| match *place {
            FormulaReference::Part(part) => self.computed[part][at],
            FormulaReference::Known(Reference::Opening(index)) => scenario.opening[index].values[0],
            FormulaReference::Known(Reference::Yearly(index)) => {
                scenario.yearly[index].values[at.saturating_sub(1)]
            }
            FormulaReference::Known(Reference::Start(index)) => projection.opening[index],
            FormulaReference::Known(Reference::Last(index)) => of_column(at.saturating_sub(1), index),
            FormulaReference::Known(Reference::Now(index)) => of_column(at, index),
        })
    }
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
