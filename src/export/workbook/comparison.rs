//! Several scenarios side by side: the headline variables in the last year, the goals, the share by year.

use rust_xlsxwriter::{Chart, ChartRange, ChartType, Workbook, Worksheet, XlsxError};

use super::layout::{FIRST_ROW, FIRST_YEAR, Layout};
use super::pen::{MET, MISSED, Pen};
use crate::study::{GoalResult, Report};

/// Writes the sheet that compares all reports.
pub fn write(workbook: &mut Workbook, pen: &Pen, layouts: &[Layout<'_>]) -> Result<(), XlsxError> {
    let sheet = pen.sheet(workbook, pen.say("Comparison", "مقایسه"))?;
    sheet.write_with_format(0, 0, pen.say("Scenarios side by side", "سناریوها در کنار هم"), &pen.title)?;
    pen.headers(sheet, 2, 0, &[("variable, in its last year", "متغیر، در سال پایانی"), ("unit", "یکا")])?;
    for (column, layout) in (2..).zip(layouts) {
        let projection = &layout.report.projection;
        let year =
            projection.years.last().map(|year| pen.language.digits(&year.to_string())).unwrap_or_default();
        let text = format!("{}\n{year}", projection.scenario.title.get(pen.language));
        sheet.write_with_format(2, column, text, &pen.header)?;
    }
    sheet.set_row_height(2, 62)?;
    let row = headline(sheet, pen, layouts, 3)?;
    let row = goals(sheet, pen, layouts, row + 1)?;
    sheet.insert_chart(row + 1, 0, &chart(pen, layouts))?;
    sheet.set_column_width(0, 58)?.set_column_width(1, 26)?;
    sheet.set_column_range_width(2, 1 + u16::try_from(layouts.len()).unwrap_or(1), 20)?;
    sheet.set_freeze_panes(3, 2)?;
    Ok(())
}

fn headline(
    sheet: &mut Worksheet,
    pen: &Pen,
    layouts: &[Layout<'_>],
    mut row: u32,
) -> Result<u32, XlsxError> {
    let first = layouts[0].report;
    for index_first in &first.headline {
        let variable = &first.projection.scenario.variables[*index_first];
        let last = |layout: &Layout<'_>| {
            // Money at the prices of another year, or in another unit, is not comparable.
            let index = layout.report.projection.index(&variable.id)?;
            let priced = &layout.report.variables[index];
            priced.values.last().copied().filter(|_| priced.unit == first.variables[*index_first].unit)
        };
        let values: Vec<Option<f64>> = layouts.iter().map(last).collect();
        let format = pen.suited(&values.iter().flatten().copied().collect::<Vec<_>>());
        sheet.write_with_format(row, 0, variable.label.get(pen.language), &pen.text)?;
        sheet.write_with_format(
            row,
            1,
            pen.language.unit(&first.variables[*index_first].unit),
            &pen.faint,
        )?;
        for (column, value) in (2..).zip(values) {
            match value {
                Some(value) => sheet.write_with_format(row, column, value, &format)?,
                None => sheet.write_with_format(row, column, "–", &pen.faint)?,
            };
        }
        row += 1;
    }
    Ok(row)
}

fn goals(sheet: &mut Worksheet, pen: &Pen, layouts: &[Layout<'_>], mut row: u32) -> Result<u32, XlsxError> {
    sheet.write_with_format(row, 0, pen.say("Goals", "هدف‌ها"), &pen.section)?;
    row += 1;
    for result in &layouts[0].report.goals {
        sheet.write_with_format(row, 0, result.goal.label.get(pen.language), &pen.text)?;
        for (column, layout) in (2..).zip(layouts) {
            let same = layout
                .report
                .goals
                .iter()
                .find(|other| same_goal(layouts[0].report, result, layout.report, other));
            let (text, color) = match same {
                Some(same) if same.met => (pen.say("met", "محقق"), MET),
                Some(_) => (pen.say("missed", "محقق‌نشده"), MISSED),
                None => continue,
            };
            sheet.write_with_format(row, column, text, &pen.text.clone().set_background_color(color))?;
        }
        row += 1;
    }
    Ok(row)
}

/// Whether two scenarios want the same of the same variable by the same year.
fn same_goal(report: &Report, result: &GoalResult, other_report: &Report, other: &GoalResult) -> bool {
    let id = |report: &Report, result: &GoalResult| {
        report.projection.scenario.variables[result.goal.variable].id.clone()
    };
    let (goal, also) = (&result.goal, &other.goal);
    id(report, result) == id(other_report, other)
        && goal.side == also.side
        && goal.by == also.by
        && goal.value.to_bits() == also.value.to_bits()
}

fn chart(pen: &Pen, layouts: &[Layout<'_>]) -> Chart {
    let mut chart = Chart::new(ChartType::Line);
    for layout in layouts {
        let projection = &layout.report.projection;
        let Some((sheet, row)) = projection.index("province.gdp_share").and_then(|index| layout.place(index))
        else {
            continue;
        };
        let last = FIRST_YEAR + layout.years() - 1;
        let years = ChartRange::new_from_range(sheet, FIRST_ROW - 2, FIRST_YEAR, FIRST_ROW - 2, last);
        let series = chart.add_series();
        series.set_categories(&years).set_values((sheet, row, FIRST_YEAR, row, last));
        series.set_name(projection.scenario.title.get(pen.language));
    }
    let title = pen.say("Share of national output, %", "سهم از تولید ملی، درصد");
    chart.title().set_name(title);
    chart.set_alt_text(title).set_width(1000).set_height(420);
    chart.x_axis().set_num_format(pen.locale("0"));
    chart.y_axis().set_num_format(pen.locale("0.00"));
    if pen.language == crate::language::Language::Persian {
        chart.x_axis().set_reverse();
    }
    chart
}
