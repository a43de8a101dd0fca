//! The first page: what was asked, which goals are met, what matters by year, and what ran out.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::charts;
use super::goals::{self, BY, FIRST_MET, REACHED, RESULT, SHORT, TARGET};
use super::layout::{FIRST_YEAR, Layout, cell, cell_of};
use super::prices;
use super::style::{HEADER, Style, numbers};
use crate::scenario::Side;
use crate::study::{GoalResult, HindcastError};
use crate::wording::sentences::{binding_sentences, evidence_sentence, opening_note};

/// Writes the summary sheet of a report.
pub fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let report = layout.report;
    let scenario = &report.projection.scenario;
    let last = layout.after() - 1;
    let sheet = style.sheet(workbook, &layout.summary)?;
    // One upright page to hand over.
    sheet.set_portrait().set_print_fit_to_pages(1, 1);
    sheet.set_column_width(0, 58)?.set_column_width(1, 26)?.set_column_range_width(2, last, 10)?;
    sheet.write_with_format(0, 0, scenario.title.get(style.language), &style.title)?;
    let summary = scenario.summary.get(style.language);
    // About 140 characters fit on a line of the merged cells.
    let lines = u16::try_from(summary.chars().count() / 140 + 1).unwrap_or(1);
    sheet.set_row_height(1, 17 * u32::from(lines))?;
    sheet.merge_range(1, 0, 1, last, summary, &style.wrapped)?;
    sheet.write_with_format(2, 0, evidence_sentence(report, style.language), &style.faint)?;
    let mut row = 4;
    if !report.goals.is_empty() {
        row = goals_table(sheet, style, layout, row)? + 1;
    }
    let below = headline(sheet, style, layout, row, last)?;
    row = charts::on_summary(sheet, style, layout, below + 1)? + 1;
    if !report.compared.is_empty() {
        row = compared(sheet, style, layout, row)? + 1;
    }
    row = limits(sheet, style, layout, row, last)? + 1;
    let title = style.say("What ran out, when this was run", "آنچه هنگام اجرا کم آمد");
    style.heading(sheet, row, last, title)?;
    let mut sentences = binding_sentences(report, style.language);
    if sentences.is_empty() {
        sentences.push(style.say("No envelope ran out.", "هیچ محدودیتی کم نیامد.").to_owned());
    }
    for (row, sentence) in (row + 1..).zip(sentences) {
        sheet.write_with_format(row, 0, sentence, &style.text)?;
    }
    Style::protect(sheet);
    Ok(())
}

fn goals_table(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
) -> Result<u32, XlsxError> {
    let last = layout.after() - 1;
    style.heading(sheet, row, last, style.say("Goals", "هدف‌ها"))?;
    style.headers(sheet, row + 1, 0, &goals::TITLES)?;
    let first = row + 2;
    let mut at = first;
    for (n, result) in layout.report.goals.iter().enumerate() {
        goal(sheet, style, layout, at, n, result)?;
        at += 1;
    }
    style.verdicts(sheet, first, 5, at, 5)?;
    Ok(at)
}

/// A goal as the sheet of goals has it.
fn goal(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
    n: usize,
    result: &GoalResult,
) -> Result<(), XlsxError> {
    let scenario = &layout.report.projection.scenario;
    let goal = &result.goal;
    let there = |column: u16| format!("={}", cell_of(&layout.goals, goals::row(n), column));
    let year = style.year_number();
    let number = style.suited(&[goal.value, result.value]);
    let side = if goal.side == Side::AtLeast { "≥" } else { "≤" };
    let target = number.clone().set_num_format(style.sided(side, &[goal.value, result.value]));
    let unit = style.language.unit(&scenario.priced(&scenario.variables[goal.variable].unit));
    sheet.write_with_format(row, 0, style.lead(goal.label.get(style.language)), &style.text)?;
    sheet.write_with_format(row, 1, unit, &style.faint)?;
    style.formula(sheet, row, 2, &there(TARGET), goal.value, &target)?;
    style.formula(sheet, row, 3, &there(BY), f64::from(goal.by), &year)?;
    style.formula(sheet, row, 4, &there(REACHED), result.value, &number)?;
    let verdict = if result.met { style.met() } else { style.missed() };
    style.formula_text(sheet, row, 5, &there(RESULT), verdict, &style.verdict())?;
    match result.first_met {
        Some(first) => style.formula(sheet, row, 6, &there(FIRST_MET), f64::from(first), &year)?,
        None => style.formula_text(sheet, row, 6, &there(FIRST_MET), style.say("never", "هرگز"), &year)?,
    }
    style.formula(sheet, row, 7, &there(SHORT), result.gap.max(0.0), &number)
}

/// The share of what was wanted of each envelope that could be had, by claimant: live, red where something is short.
fn limits(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
    last: u16,
) -> Result<u32, XlsxError> {
    let projection = &layout.report.projection;
    let title = style.say("Share of the need that is there", "سهمی از نیاز که موجود است");
    style.heading(sheet, row, last, title)?;
    style.headers(
        sheet,
        row + 1,
        0,
        &[("who needs what", "چه کسی چه چیزی می‌خواهد"), ("unit", "یکا"), ("", "")],
    )?;
    style.years(sheet, row + 1, FIRST_YEAR, &projection.years)?;
    let variables = projection.scenario.variables.iter().enumerate();
    let fits = variables.filter(|(_, row)| row.id.contains(".needs.") && row.id.ends_with(".fits"));
    let percent = style.text.clone().set_num_format(style.locale("0%")).set_reading_direction(0);
    let mut at = row + 2;
    for (index, variable) in fits {
        let whole = variable.label.get(style.language);
        let who = whole.rsplit_once(": ").map_or(whole, |(who, _)| who);
        sheet.write_with_format(at, 0, who, &style.text)?.write_with_format(
            at,
            1,
            style.language.unit("%"),
            &style.faint,
        )?;
        for (column, value) in (FIRST_YEAR..).zip(projection.series(index)) {
            let formula = format!("={}", layout.model_cell(index, column));
            style.formula(sheet, at, column, &formula, value, &percent)?;
        }
        at += 1;
    }
    if at > row + 2 {
        Style::short(sheet, row + 2, FIRST_YEAR, at - 1, last)?;
    }
    Ok(at)
}

fn headline(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
    last: u16,
) -> Result<u32, XlsxError> {
    let (report, scenario) = (layout.report, &layout.report.projection.scenario);
    style.heading(sheet, row, last, style.say("What matters, by year", "آنچه مهم است، سال به سال"))?;
    style.headers(sheet, row + 1, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("opening", "آغاز")])?;
    style.years(sheet, row + 1, FIRST_YEAR, &report.projection.years)?;
    let mut at = row + 2;
    for index in &report.headline {
        let priced = &report.variables[*index];
        let format = shaded(style.suited(&priced.values), at);
        sheet.write_with_format(
            at,
            0,
            scenario.variables[*index].label.get(style.language),
            &shaded(style.text.clone(), at),
        )?;
        sheet.write_with_format(
            at,
            1,
            style.language.unit(&priced.unit),
            &shaded(style.faint.clone(), at),
        )?;
        prices::series(sheet, style, layout, *index, at, &format)?;
        at += 1;
    }
    if let Some(note) = opening_note(report, style.language) {
        let year = style.language.digits(&report.projection.years[0].to_string());
        sheet.write_with_format(at, 0, format!("{year}: {note}"), &style.faint)?;
        at += 1;
    }
    Ok(at)
}

/// Every other row is shaded, so that the eye keeps to its line.
fn shaded(format: Format, row: u32) -> Format {
    if row.is_multiple_of(2) { format } else { format.set_background_color(HEADER) }
}

fn compared(sheet: &mut Worksheet, style: &Style, layout: &Layout<'_>, row: u32) -> Result<u32, XlsxError> {
    let scenario = &layout.report.projection.scenario;
    let last = layout.after() - 1;
    style.heading(sheet, row, last, style.say("Projected against observed", "پیش‌بینی در برابر مشاهده"))?;
    let header = [
        ("variable", "متغیر"),
        ("unit", "یکا"),
        ("year", "سال"),
        ("projected", "پیش‌بینی"),
        ("observed", "مشاهده"),
        ("error", "خطا"),
        ("error, share", "خطا، سهم"),
    ];
    style.headers(sheet, row + 1, 0, &header)?;
    let line = |sheet: &mut Worksheet, at: u32, compared: &HindcastError| -> Result<(), XlsxError> {
        let seen = &compared.observed;
        let variable = &scenario.variables[seen.variable];
        let number = style.suited(&[seen.value, compared.projected]);
        sheet.write_with_format(at, 0, variable.label.get(style.language), &style.text)?;
        sheet.write_with_format(
            at,
            1,
            style.language.unit(&scenario.priced(&variable.unit)),
            &style.faint,
        )?;
        sheet.write_with_format(at, 2, seen.year, &style.text.clone().set_num_format(style.locale("0")))?;
        let column = layout.report.projection.years.iter().position(|year| *year == seen.year).unwrap_or(0);
        let column = FIRST_YEAR + u16::try_from(column).unwrap_or(0);
        let projected = format!("={}", layout.model_cell(seen.variable, column));
        style.formula(sheet, at, 3, &projected, compared.projected, &number)?;
        numbers(sheet, at, 4, &[seen.value], &number)?;
        style.formula(sheet, at, 5, &format!("={}-{}", cell(at, 3), cell(at, 4)), compared.error, &number)?;
        if let Some(relative) = compared.relative {
            let percent = style.text.clone().set_num_format(style.locale("0%"));
            style.formula(sheet, at, 6, &format!("={}/{}", cell(at, 5), cell(at, 4)), relative, &percent)?;
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
