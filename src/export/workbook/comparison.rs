//! Several scenarios side by side: the headline variables in the last year, the goals, the share by year.

use std::collections::HashSet;

use rust_xlsxwriter::{Chart, ChartRange, ChartType, Workbook, Worksheet, XlsxError};

use super::goals::{self, RESULT};
use super::layout::{FIRST_YEAR, HEADER, Layout, cell_of};
use super::prices;
use super::put::{Put, shortened};
use super::style::Style;
use crate::study::{GoalResult, Report};

/// Writes the sheet that compares all reports.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layouts: &[Layout<'_>]) -> Result<(), XlsxError> {
    let sheet = style.sheet(workbook, style.say("Comparison", "مقایسه"))?;
    sheet.put(0, 0, style.say("Scenarios side by side", "سناریوها در کنار هم"), &style.title)?;
    style.headers(sheet, 2, 0, &[("variable, in its last year", "متغیر، در سال پایانی"), ("unit", "یکا")])?;
    for (column, layout) in (2..).zip(layouts) {
        let projection = &layout.report.projection;
        let year =
            projection.years.last().map(|year| style.language.digits(&year.to_string())).unwrap_or_default();
        let text = format!("{}\n{year}", projection.scenario.title.get(style.language));
        sheet.put(2, column, text, &style.header)?;
    }
    sheet.set_row_height(2, 62)?;
    let row = headline(sheet, style, layouts, 3)?;
    let row = goals(sheet, style, layouts, row + 1)?;
    sheet.insert_chart(row + 1, 0, &chart(style, layouts))?;
    sheet.set_column_width(0, 58)?.set_column_width(1, 26)?;
    sheet.set_column_range_width(2, 1 + u16::try_from(layouts.len()).unwrap_or(1), 20)?;
    sheet.set_freeze_panes(3, 2)?;
    Style::protect(sheet);
    Ok(())
}

fn headline(
    sheet: &mut Worksheet,
    style: &Style,
    layouts: &[Layout<'_>],
    mut row: u32,
) -> Result<u32, XlsxError> {
    let mut done = HashSet::new();
    for report in layouts.iter().map(|layout| layout.report) {
        for index in &report.headline {
            let variable = &report.projection.scenario.variables[*index];
            let unit = &report.variables[*index].unit;
            if !done.insert((&variable.id, &variable.label.en, &variable.label.fa, unit)) {
                continue;
            }
            let last = |layout: &Layout<'_>| {
                // What is called otherwise is another thing; money at the prices of another year is not comparable.
                let other = layout.report.projection.index(&variable.id)?;
                let (row, priced) =
                    (&layout.report.projection.scenario.variables[other], &layout.report.variables[other]);
                let same = row.label == variable.label && priced.unit == *unit;
                let value = priced.values.last().copied().filter(|_| same)?;
                Some((value, prices::formula(layout, other, layout.after() - 1)))
            };
            let values: Vec<Option<(f64, String)>> = layouts.iter().map(last).collect();
            let format = style.suited(&values.iter().flatten().map(|(value, _)| *value).collect::<Vec<_>>());
            sheet.put(row, 0, variable.label.get(style.language), &style.text)?;
            let own = &report.projection.scenario.figures.units;
            sheet.put(row, 1, own.says(style.language, unit), &style.faint)?;
            for (column, value) in (2..).zip(values) {
                match value {
                    Some((value, formula)) => style.formula(sheet, row, column, &formula, value, &format)?,
                    None => sheet.put(row, column, "–", &style.faint).map(|_| ())?,
                }
            }
            row += 1;
        }
    }
    Ok(row)
}

fn goals(
    sheet: &mut Worksheet,
    style: &Style,
    layouts: &[Layout<'_>],
    mut row: u32,
) -> Result<u32, XlsxError> {
    sheet.put(row, 0, style.say("Goals", "هدف‌ها"), &style.section)?;
    row += 1;
    let first = row;
    let mut done: Vec<(&Report, &GoalResult)> = Vec::new();
    for (report, result) in
        layouts.iter().flat_map(|layout| layout.report.goals.iter().map(|result| (layout.report, result)))
    {
        if done.iter().any(|(other_report, other)| same_goal(other_report, other, report, result)) {
            continue;
        }
        done.push((report, result));
        sheet.put(row, 0, result.goal.label.get(style.language), &style.text)?;
        for (column, layout) in (2..).zip(layouts) {
            let same = |other: &&GoalResult| same_goal(report, result, layout.report, other);
            let Some(n) = layout.report.goals.iter().position(|other| same(&other)) else {
                sheet.put(row, column, "–", &style.faint)?;
                continue;
            };
            let formula = format!("={}", cell_of(&layout.goals, goals::row(n), RESULT));
            let verdict = if layout.report.goals[n].met { style.met() } else { style.missed() };
            style.formula_text(sheet, row, column, &formula, verdict, &style.verdict())?;
        }
        row += 1;
    }
    let last = 1 + u16::try_from(layouts.len()).unwrap_or(1);
    style.verdicts(sheet, first, 2, row, last)?;
    Ok(row)
}

/// Whether two scenarios want the same of the same variable by the same year, and call it the same.
fn same_goal(report: &Report, result: &GoalResult, other_report: &Report, other: &GoalResult) -> bool {
    let id = |report: &Report, result: &GoalResult| {
        report.projection.scenario.variables[result.goal.variable].id.clone()
    };
    let (goal, also) = (&result.goal, &other.goal);
    id(report, result) == id(other_report, other)
        && goal.label == also.label
        && goal.side == also.side
        && goal.by == also.by
        && goal.value.to_bits() == also.value.to_bits()
}

fn chart(style: &Style, layouts: &[Layout<'_>]) -> Chart {
    let mut chart = Chart::new(ChartType::Line);
    for layout in layouts {
        let projection = &layout.report.projection;
        let index = layout.indexes.province.gdp_share;
        let (sheet, last) = (layout.model.as_str(), layout.after() - 1);
        let range = |row: u32| ChartRange::new_from_range(sheet, row, FIRST_YEAR, row, last);
        let series = chart.add_series();
        series.set_categories(&range(HEADER)).set_values(&range(layout.variable(index)));
        series.set_name(shortened(projection.scenario.title.get(style.language), 255).as_ref());
    }
    let title = style.say("Share of national output, %", "سهم از تولید ملی، درصد");
    chart.title().set_name(title);
    chart.set_alt_text(title).set_width(1000).set_height(420);
    chart.x_axis().set_num_format(style.locale("0"));
    chart.y_axis().set_num_format(style.locale("0.00"));
    if style.language == crate::language::Language::Persian {
        chart.x_axis().set_reverse();
    }
    chart
}
