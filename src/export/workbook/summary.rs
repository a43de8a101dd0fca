//! The first page: what was asked, which goals are met, what matters by year, and what ran out.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::charts;
use super::layout::Layout;
use super::pen::{HEADER, MET, MISSED, Pen, numbers};
use crate::study::sentences::{binding_sentences, evidence_sentence, goal_target, opening_note};
use crate::study::{Comparison, GoalResult};

/// Columns of the summary before the first year: label, unit, opening.
const FIRST_YEAR: u16 = 3;
/// The variable that is charted against its goal.
const SHARE: &str = "province.gdp_share";

/// Writes the summary sheet of a report.
pub fn write(workbook: &mut Workbook, pen: &Pen, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let report = layout.report;
    let scenario = &report.projection.scenario;
    let last = FIRST_YEAR + layout.years() - 1;
    let sheet = pen.sheet(workbook, &layout.summary)?;
    // One upright page to hand over.
    sheet.set_portrait().set_print_fit_to_pages(1, 1);
    sheet.set_column_width(0, 58)?.set_column_width(1, 26)?.set_column_range_width(2, last, 10)?;
    sheet.write_with_format(0, 0, scenario.title.get(pen.language), &pen.title)?;
    let summary = scenario.summary.get(pen.language);
    // About 140 characters fit on a line of the merged cells.
    let lines = u16::try_from(summary.chars().count() / 140 + 1).unwrap_or(1);
    sheet.set_row_height(1, 17 * u32::from(lines))?;
    sheet.merge_range(1, 0, 1, last, summary, &pen.wrapped)?;
    sheet.write_with_format(2, 0, evidence_sentence(report, pen.language), &pen.faint)?;
    let mut row = 4;
    if !report.goals.is_empty() {
        row = goals(sheet, pen, layout, row)? + 1;
    }
    let (below, goal_row) = headline(sheet, pen, layout, row, last)?;
    row = charts::write(sheet, pen, layout, below + 1, goal_row)? + 1;
    if !report.compared.is_empty() {
        row = compared(sheet, pen, layout, row)? + 1;
    }
    section(sheet, pen, row, last, pen.say("What ran out", "آنچه کم آمد"))?;
    let mut sentences = binding_sentences(report, pen.language);
    if sentences.is_empty() {
        sentences.push(pen.say("No envelope ran out.", "هیچ محدودیتی کم نیامد.").to_owned());
    }
    for (row, sentence) in (row + 1..).zip(sentences) {
        sheet.write_with_format(row, 0, sentence, &pen.text)?;
    }
    Ok(())
}

fn section(sheet: &mut Worksheet, pen: &Pen, row: u32, last: u16, text: &str) -> Result<(), XlsxError> {
    for column in 0..=last {
        sheet.write_blank(row, column, &pen.section)?;
    }
    sheet.write_with_format(row, 0, text, &pen.section)?;
    Ok(())
}

fn goals(sheet: &mut Worksheet, pen: &Pen, layout: &Layout<'_>, row: u32) -> Result<u32, XlsxError> {
    let last = FIRST_YEAR + layout.years() - 1;
    section(sheet, pen, row, last, pen.say("Goals", "هدف‌ها"))?;
    let header = [
        ("goal", "هدف"),
        ("target", "مقدار"),
        ("by", "تا سال"),
        ("reached", "مقدار همان سال"),
        ("result", "نتیجه"),
        ("first met", "نخستین تحقق"),
        ("short by", "کمبود"),
    ];
    pen.headers(sheet, row + 1, 0, &header)?;
    let mut at = row + 2;
    for result in &layout.report.goals {
        goal(sheet, pen, layout, at, result)?;
        at += 1;
    }
    Ok(at)
}

fn goal(
    sheet: &mut Worksheet,
    pen: &Pen,
    layout: &Layout<'_>,
    row: u32,
    result: &GoalResult,
) -> Result<(), XlsxError> {
    let goal = &result.goal;
    let year = pen.text.clone().set_num_format(pen.locale("0")).set_reading_direction(0);
    let number = pen.suited(&[goal.value, result.value]);
    let (text, color) = if result.met {
        (pen.say("met", "محقق"), MET)
    } else {
        (pen.say("missed", "محقق‌نشده"), MISSED)
    };
    sheet.write_with_format(row, 0, pen.lead(goal.label.get(pen.language)), &pen.text)?;
    sheet.write_with_format(row, 1, pen.lead(&goal_target(layout.report, goal, pen.language)), &pen.text)?;
    sheet.write_with_format(row, 2, goal.by, &year)?;
    sheet.write_with_format(row, 3, result.value, &number)?;
    sheet.write_with_format(
        row,
        4,
        text,
        &pen.text.clone().set_bold().set_background_color(color).set_align(FormatAlign::Center),
    )?;
    match result.first_met {
        Some(first) => sheet.write_with_format(row, 5, first, &year)?,
        None => sheet.write_with_format(row, 5, pen.say("never", "هرگز"), &pen.text)?,
    };
    if !result.met {
        sheet.write_with_format(row, 6, result.gap, &number)?;
    }
    Ok(())
}

fn headline(
    sheet: &mut Worksheet,
    pen: &Pen,
    layout: &Layout<'_>,
    row: u32,
    last: u16,
) -> Result<(u32, Option<u32>), XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    section(sheet, pen, row, last, pen.say("What matters, by year", "آنچه مهم است، سال به سال"))?;
    pen.headers(sheet, row + 1, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")])?;
    pen.years(sheet, row + 1, FIRST_YEAR, &report.projection.years)?;
    let (mut at, mut goal_row) = (row + 2, None);
    for index in &report.headline {
        let priced = &report.variables[*index];
        let format = shaded(pen.suited(&priced.values), at);
        sheet.write_with_format(
            at,
            0,
            scenario.variables[*index].label.get(pen.language),
            &shaded(pen.text.clone(), at),
        )?;
        sheet.write_with_format(at, 1, pen.language.unit(&priced.unit), &shaded(pen.faint.clone(), at))?;
        match priced.opening {
            Some(opening) => sheet.write_with_format(at, 2, opening, &format)?,
            None => sheet.write_blank(at, 2, &format)?,
        };
        numbers(sheet, at, FIRST_YEAR, &priced.values, &format)?;
        at += 1;
        let of_share =
            |result: &&GoalResult| result.goal.variable == *index && scenario.variables[*index].id == SHARE;
        if let Some(result) = report.goals.iter().find(of_share) {
            let values = vec![result.goal.value; report.projection.years.len()];
            sheet.write_with_format(
                at,
                0,
                result.goal.label.get(pen.language),
                &shaded(pen.faint.clone(), at),
            )?;
            sheet.write_with_format(
                at,
                1,
                pen.language.unit(&priced.unit),
                &shaded(pen.faint.clone(), at),
            )?;
            sheet.write_blank(at, 2, &shaded(pen.text.clone(), at))?;
            numbers(sheet, at, FIRST_YEAR, &values, &shaded(pen.suited(&values), at))?;
            goal_row = Some(at);
            at += 1;
        }
    }
    if let Some(note) = opening_note(report, pen.language) {
        let year = pen.language.digits(&report.projection.years[0].to_string());
        sheet.write_with_format(at, 0, format!("{year}: {note}"), &pen.faint)?;
        at += 1;
    }
    Ok((at, goal_row))
}

/// Every other row is shaded, so that the eye keeps to its line.
fn shaded(format: Format, row: u32) -> Format {
    if row.is_multiple_of(2) { format } else { format.set_background_color(HEADER) }
}

fn compared(sheet: &mut Worksheet, pen: &Pen, layout: &Layout<'_>, row: u32) -> Result<u32, XlsxError> {
    let scenario = &layout.report.projection.scenario;
    let last = FIRST_YEAR + layout.years() - 1;
    section(sheet, pen, row, last, pen.say("Projected against observed", "پیش‌بینی در برابر مشاهده"))?;
    let header = [
        ("variable", "متغیر"),
        ("unit", "یکا"),
        ("year", "سال"),
        ("projected", "پیش‌بینی"),
        ("observed", "مشاهده"),
        ("error", "خطا"),
        ("error, share", "خطا، سهم"),
    ];
    pen.headers(sheet, row + 1, 0, &header)?;
    let line = |sheet: &mut Worksheet, at: u32, compared: &Comparison| -> Result<(), XlsxError> {
        let seen = &compared.observed;
        let variable = &scenario.variables[seen.variable];
        let number = pen.suited(&[seen.value, compared.projected]);
        sheet.write_with_format(at, 0, variable.label.get(pen.language), &pen.text)?;
        sheet.write_with_format(at, 1, pen.language.unit(&scenario.priced(&variable.unit)), &pen.faint)?;
        sheet.write_with_format(at, 2, seen.year, &pen.text.clone().set_num_format(pen.locale("0")))?;
        numbers(sheet, at, 3, &[compared.projected, seen.value, compared.error], &number)?;
        if let Some(relative) = compared.relative {
            sheet.write_with_format(at, 6, relative, &pen.text.clone().set_num_format(pen.locale("0%")))?;
        }
        Ok(())
    };
    let mut at = row + 2;
    for compared in &layout.report.compared {
        line(sheet, at, compared)?;
        at += 1;
    }
    Ok(at)
}
