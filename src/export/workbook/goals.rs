//! Goals: targets that can be changed, whether they are met, when first, and every year against the target.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{FormatAlign, Workbook, Worksheet, XlsxError};

use super::layout::{FIRST_YEAR, LABEL, Layout, OPENING, UNIT, cell, fixed_cell_of};
use super::names;
use super::put::Put;
use super::style::Style;
use super::table;
use crate::scenario::{Goal, Side};
use crate::study::GoalResult;
use crate::wording::results;
use crate::wording::table::Cell;

/// Row of the first goal.
const FIRST: u32 = 3;
/// Columns of the table of goals.
pub(super) const TARGET: u16 = 3;
/// Column of the year by which a goal is to be met.
pub(super) const BY: u16 = 4;
/// Column of what is reached in that year.
pub(super) const REACHED: u16 = 5;
/// Column of met or missed.
pub(super) const RESULT: u16 = 6;
/// Column of the first year in which it is met.
pub(super) const FIRST_MET: u16 = 7;
/// Column of what is missing.
pub(super) const SHORT: u16 = 8;

/// Row of a goal in the table of goals.
pub(super) fn row(goal: usize) -> u32 {
    FIRST + u32::try_from(goal).unwrap_or(0)
}

/// Rows of a goal by year: its variable, its target, whether it is met.
pub(super) fn rows_by_year(layout: &Layout<'_>, goal: usize) -> [u32; 3] {
    let first = years_row(layout) + 1 + 3 * u32::try_from(goal).unwrap_or(0);
    [first, first + 1, first + 2]
}

/// Writes the sheet of goals of a report.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    let sheet = style.sheet(workbook, &layout.goals)?;
    let title = format!("{} – {}", style.say("Goals", "هدف‌ها"), scenario.title.get(style.language));
    sheet.put(0, 0, title, &style.title)?;
    let note = style.say("Blue targets can be changed.", "مقدارهای آبی را می‌توان تغییر داد.");
    sheet.put(1, 0, note, &style.faint)?;
    let goals = results::goals(report, style.language);
    table::titles(sheet, style, &goals.columns[..2], FIRST - 1, LABEL)?;
    style.headers(sheet, FIRST - 1, OPENING, &[("", "")])?;
    table::titles(sheet, style, &goals.columns[2..], FIRST - 1, TARGET)?;
    let mut named = Vec::new();
    for (n, result) in report.goals.iter().enumerate() {
        goal(sheet, style, layout, n, &goals.rows[n])?;
        by_year(sheet, style, layout, n, result)?;
        let place = format!("={}", fixed_cell_of(&layout.goals, row(n), TARGET));
        named.push((names::goal(&layout.prefix, &result.goal.id), place));
        sheet.put(row(n), layout.after(), format!("goal.{}", result.goal.id), &style.faint)?;
    }
    let years = years_row(layout);
    style.headers(sheet, years, 0, &[("by year", "سال به سال"), ("unit", "یکا"), ("", "")])?;
    style.years(sheet, years, FIRST_YEAR, &report.projection.years)?;
    style.verdicts(sheet, FIRST, RESULT, years, RESULT)?;
    sheet.set_column_width(LABEL, 58)?.set_column_width(UNIT, 26)?.set_column_width(OPENING, 4)?;
    sheet.set_column_range_width(FIRST_YEAR, layout.after() - 1, 11)?.set_column_width(layout.after(), 40)?;
    Style::protect(sheet);
    style.define(workbook, named)
}

/// A goal as its table has it, with the side it is wanted on in a column of its own: the number beside it can be changed.
fn goal(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    n: usize,
    cells: &[Cell],
) -> Result<(), XlsxError> {
    let (goal, row) = (&layout.report.goals[n].goal, row(n));
    let [_, _, met] = rows_by_year(layout, n);
    let last = layout.after() - 1;
    let (target, reached) = (cell(row, TARGET), cell(row, REACHED));
    let column = layout.report.projection.years.iter().position(|year| *year == goal.by);
    // A goal's year was checked to lie within the run.
    let column = FIRST_YEAR + u16::try_from(column.unwrap_or(0)).unwrap_or(0);
    let flags = format!("{}:{}", cell(met, FIRST_YEAR), cell(met, last));
    let header = years_row(layout);
    let years = format!("{}:{}", cell(header, FIRST_YEAR), cell(header, last));
    let never = style.say("never", "هرگز");
    let live = |column_of_table: u16| match column_of_table {
        REACHED => Some(format!("={}", layout.model_cell(goal.variable, column))),
        RESULT => Some(format!("=IF({}=1,\"{}\",\"{}\")", cell(met, column), style.met(), style.missed())),
        FIRST_MET => Some(format!("=IF(SUM({flags})=0,\"{never}\",INDEX({years},MATCH(1,{flags},0)))")),
        SHORT => Some(match goal.side {
            Side::AtLeast => format!("=MAX(0,{target}-{reached})"),
            Side::AtMost => format!("=MAX(0,{reached}-{target})"),
        }),
        _ => None,
    };
    sheet.put(row, OPENING, goal.side.sign(), &style.text)?;
    for (column, value) in [LABEL, UNIT].into_iter().chain(TARGET..).zip(cells) {
        let format = match (column, value) {
            (UNIT, _) => style.faint.clone(),
            (TARGET, Cell::Target(_, _, decimals)) => Style::own(&style.number(*decimals)),
            // A year that is no year yet may become one.
            (FIRST_MET, _) => style.year_number(),
            _ => table::format_of(style, value),
        };
        table::cell(sheet, style, (row, column), value, live(column).as_deref(), &format)?;
    }
    Ok(())
}

/// Row of the years above the table by year.
pub(super) fn years_row(layout: &Layout<'_>) -> u32 {
    row(layout.report.goals.len()) + 2
}

fn by_year(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    n: usize,
    result: &GoalResult,
) -> Result<(), XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    let goal = &result.goal;
    let [value, target, met] = rows_by_year(layout, n);
    let variable = &scenario.variables[goal.variable];
    let values: Vec<f64> = report.projection.series(goal.variable).collect();
    let number = style.suited(&values);
    let flag = style.number(0).set_align(FormatAlign::Center);
    let unit = scenario.unit(style.language, &variable.unit);
    let labels = [
        (value, variable.label.get(style.language).to_owned(), &style.text),
        (target, style.lead(goal.label.get(style.language)), &style.text),
        (met, style.say("met: 1", "محقق: ۱").to_owned(), &style.faint),
    ];
    for (row, text, format) in labels {
        sheet.put(row, LABEL, text, format)?;
    }
    sheet.put(value, UNIT, unit.as_str(), &style.faint)?;
    sheet.put(target, UNIT, unit, &style.faint)?;
    let fixed = format!("${}${}", column_number_to_name(TARGET), row(n) + 1);
    for ((column, number_now), met_now) in (FIRST_YEAR..).zip(values).zip(&result.met_by_year) {
        let formula = format!("={}", layout.model_cell(goal.variable, column));
        style.formula(sheet, value, column, &formula, number_now, &number)?;
        style.formula(sheet, target, column, &format!("={fixed}"), goal.value, &number)?;
        let (now, wanted) = (cell(value, column), cell(target, column));
        // Rounding in the last digits decides no goal.
        let slack = format!("{}*MAX(ABS({wanted}),1)", Goal::TOLERANCE);
        let formula = match goal.side {
            Side::AtLeast => format!("=IF({wanted}-{now}<={slack},1,0)"),
            Side::AtMost => format!("=IF({now}-{wanted}<={slack},1,0)"),
        };
        style.formula(sheet, met, column, &formula, f64::from(u8::from(*met_now)), &flag)?;
    }
    Style::flags(sheet, met, FIRST_YEAR, layout.after() - 1)
}
