//! The first page: what was asked, which goals are met, what matters by year, and what ran out.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::charts;
use super::goals::{self, BY, FIRST_MET, REACHED, RESULT, SHORT, TARGET};
use super::layout::{FIRST_YEAR, Layout, cell, cell_of};
use super::pen::{HEADER, Pen, numbers};
use super::prices;
use crate::scenario::Side;
use crate::study::sentences::{binding_sentences, evidence_sentence, opening_note};
use crate::study::{Comparison, GoalResult};

/// Writes the summary sheet of a report.
pub fn write(workbook: &mut Workbook, pen: &Pen, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let report = layout.report;
    let scenario = &report.projection.scenario;
    let last = layout.after() - 1;
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
        row = goals_table(sheet, pen, layout, row)? + 1;
    }
    let below = headline(sheet, pen, layout, row, last)?;
    row = charts::on_summary(sheet, pen, layout, below + 1)? + 1;
    if !report.compared.is_empty() {
        row = compared(sheet, pen, layout, row)? + 1;
    }
    row = limits(sheet, pen, layout, row, last)? + 1;
    let title = pen.say("What ran out, when this was run", "آنچه هنگام اجرا کم آمد");
    pen.heading(sheet, row, last, title)?;
    let mut sentences = binding_sentences(report, pen.language);
    if sentences.is_empty() {
        sentences.push(pen.say("No envelope ran out.", "هیچ محدودیتی کم نیامد.").to_owned());
    }
    for (row, sentence) in (row + 1..).zip(sentences) {
        sheet.write_with_format(row, 0, sentence, &pen.text)?;
    }
    Pen::protect(sheet);
    Ok(())
}

fn goals_table(sheet: &mut Worksheet, pen: &Pen, layout: &Layout<'_>, row: u32) -> Result<u32, XlsxError> {
    let last = layout.after() - 1;
    pen.heading(sheet, row, last, pen.say("Goals", "هدف‌ها"))?;
    pen.headers(sheet, row + 1, 0, &goals::TITLES)?;
    let first = row + 2;
    let mut at = first;
    for (n, result) in layout.report.goals.iter().enumerate() {
        goal(sheet, pen, layout, at, n, result)?;
        at += 1;
    }
    pen.verdicts(sheet, first, 5, at, 5)?;
    Ok(at)
}

/// A goal as the sheet of goals has it.
fn goal(
    sheet: &mut Worksheet,
    pen: &Pen,
    layout: &Layout<'_>,
    row: u32,
    n: usize,
    result: &GoalResult,
) -> Result<(), XlsxError> {
    let scenario = &layout.report.projection.scenario;
    let goal = &result.goal;
    let there = |column: u16| format!("={}", cell_of(&layout.goals, goals::row(n), column));
    let year = pen.year_number();
    let number = pen.suited(&[goal.value, result.value]);
    let side = if goal.side == Side::AtLeast { "≥" } else { "≤" };
    let target = number.clone().set_num_format(pen.sided(side, &[goal.value, result.value]));
    let unit = pen.language.unit(&scenario.priced(&scenario.variables[goal.variable].unit));
    sheet.write_with_format(row, 0, pen.lead(goal.label.get(pen.language)), &pen.text)?;
    sheet.write_with_format(row, 1, unit, &pen.faint)?;
    pen.formula(sheet, row, 2, &there(TARGET), goal.value, &target)?;
    pen.formula(sheet, row, 3, &there(BY), f64::from(goal.by), &year)?;
    pen.formula(sheet, row, 4, &there(REACHED), result.value, &number)?;
    let verdict = if result.met { pen.met() } else { pen.missed() };
    pen.formula_text(sheet, row, 5, &there(RESULT), verdict, &pen.verdict())?;
    match result.first_met {
        Some(first) => pen.formula(sheet, row, 6, &there(FIRST_MET), f64::from(first), &year)?,
        None => pen.formula_text(sheet, row, 6, &there(FIRST_MET), pen.say("never", "هرگز"), &year)?,
    }
    pen.formula(sheet, row, 7, &there(SHORT), result.gap.max(0.0), &number)
}

/// The share of what was wanted of each envelope that could be had, by claimant: live, red where something is short.
fn limits(
    sheet: &mut Worksheet,
    pen: &Pen,
    layout: &Layout<'_>,
    row: u32,
    last: u16,
) -> Result<u32, XlsxError> {
    let projection = &layout.report.projection;
    let title = pen.say("Share of the need that is there", "سهمی از نیاز که موجود است");
    pen.heading(sheet, row, last, title)?;
    pen.headers(
        sheet,
        row + 1,
        0,
        &[("who needs what", "چه کسی چه چیزی می‌خواهد"), ("unit", "یکا"), ("", "")],
    )?;
    pen.years(sheet, row + 1, FIRST_YEAR, &projection.years)?;
    let variables = projection.scenario.variables.iter().enumerate();
    let fits = variables.filter(|(_, row)| row.id.contains(".needs.") && row.id.ends_with(".fits"));
    let percent = pen.text.clone().set_num_format(pen.locale("0%")).set_reading_direction(0);
    let mut at = row + 2;
    for (index, variable) in fits {
        let whole = variable.label.get(pen.language);
        let who = whole.rsplit_once(": ").map_or(whole, |(who, _)| who);
        sheet.write_with_format(at, 0, who, &pen.text)?.write_with_format(
            at,
            1,
            pen.language.unit("%"),
            &pen.faint,
        )?;
        for (column, value) in (FIRST_YEAR..).zip(projection.series(index)) {
            let formula = format!("={}", layout.model_cell(index, column));
            pen.formula(sheet, at, column, &formula, value, &percent)?;
        }
        at += 1;
    }
    if at > row + 2 {
        Pen::short(sheet, row + 2, FIRST_YEAR, at - 1, last)?;
    }
    Ok(at)
}

fn headline(
    sheet: &mut Worksheet,
    pen: &Pen,
    layout: &Layout<'_>,
    row: u32,
    last: u16,
) -> Result<u32, XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    pen.heading(sheet, row, last, pen.say("What matters, by year", "آنچه مهم است، سال به سال"))?;
    pen.headers(sheet, row + 1, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")])?;
    pen.years(sheet, row + 1, FIRST_YEAR, &report.projection.years)?;
    let mut at = row + 2;
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
        prices::series(sheet, pen, layout, *index, at, &format)?;
        at += 1;
    }
    if let Some(note) = opening_note(report, pen.language) {
        let year = pen.language.digits(&report.projection.years[0].to_string());
        sheet.write_with_format(at, 0, format!("{year}: {note}"), &pen.faint)?;
        at += 1;
    }
    Ok(at)
}

/// Every other row is shaded, so that the eye keeps to its line.
fn shaded(format: Format, row: u32) -> Format {
    if row.is_multiple_of(2) { format } else { format.set_background_color(HEADER) }
}

fn compared(sheet: &mut Worksheet, pen: &Pen, layout: &Layout<'_>, row: u32) -> Result<u32, XlsxError> {
    let scenario = &layout.report.projection.scenario;
    let last = layout.after() - 1;
    pen.heading(sheet, row, last, pen.say("Projected against observed", "پیش‌بینی در برابر مشاهده"))?;
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
        let column = layout.report.projection.years.iter().position(|year| *year == seen.year).unwrap_or(0);
        let column = FIRST_YEAR + u16::try_from(column).unwrap_or(0);
        let projected = format!("={}", layout.model_cell(seen.variable, column));
        pen.formula(sheet, at, 3, &projected, compared.projected, &number)?;
        numbers(sheet, at, 4, &[seen.value], &number)?;
        pen.formula(sheet, at, 5, &format!("={}-{}", cell(at, 3), cell(at, 4)), compared.error, &number)?;
        if let Some(relative) = compared.relative {
            let percent = pen.text.clone().set_num_format(pen.locale("0%"));
            pen.formula(sheet, at, 6, &format!("={}/{}", cell(at, 5), cell(at, 4)), relative, &percent)?;
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
