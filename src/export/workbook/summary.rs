//! The first page: what was asked, which goals are met, what matters by year, and what ran out.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::charts;
use super::goals::{self, BY, FIRST_MET, REACHED, RESULT, SHORT, TARGET};
use super::layout::{FIRST_YEAR, Layout, OPENING, cell, cell_of};
use super::prices;
use super::put::{LONGEST, Put, shortened};
use super::style::Style;
use super::table::{self, TablePosition};
use crate::wording::sentences::{self, evidence_sentence, opening_note};
use crate::wording::{binding, results};

/// Writes the summary sheet of a report.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let report = layout.report;
    let scenario = &report.projection.scenario;
    let last = layout.after() - 1;
    let sheet = style.sheet(workbook, &layout.summary)?;
    // One upright page to hand over.
    sheet.set_portrait().set_print_fit_to_pages(1, 1);
    sheet.set_column_width(0, 58)?.set_column_width(1, 26)?.set_column_range_width(2, last, 10)?;
    sheet.put(0, 0, scenario.title.get(style.language), &style.title)?;
    let summary = scenario.summary.get(style.language);
    // About 140 characters fit on a line of the merged cells.
    let lines = u16::try_from(summary.chars().count() / 140 + 1).unwrap_or(1).min(24);
    sheet.set_row_height(1, 17 * u32::from(lines))?;
    sheet.merge_range(1, 0, 1, last, &shortened(summary, LONGEST), &style.wrapped)?;
    sheet.put(2, 0, evidence_sentence(report, style.language), &style.faint)?;
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
    row = sentence_rows(sheet, style, row + 1, &binding::sentences(report, style.language))?;
    let unlikely = sentences::unlikely(report, style.language);
    if !unlikely.is_empty() {
        style.heading(
            sheet,
            row + 1,
            last,
            style.say("Unlikely, when this was run", "نامحتمل هنگام اجرا"),
        )?;
        sentence_rows(sheet, style, row + 2, &unlikely)?;
    }
    Style::protect(sheet);
    Ok(())
}

/// Sentences below each other from `row` on; returns the row below.
fn sentence_rows(
    sheet: &mut Worksheet,
    style: &Style,
    row: u32,
    sentences: &[String],
) -> Result<u32, XlsxError> {
    let mut at = row;
    for sentence in sentences {
        sheet.put(at, 0, sentence.as_str(), &style.text)?;
        at += 1;
    }
    Ok(at)
}

fn goals_table(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
) -> Result<u32, XlsxError> {
    let last = layout.after() - 1;
    style.heading(sheet, row, last, style.say("Goals", "هدف‌ها"))?;
    let goals = results::goals(layout.report, style.language);
    // Each number is that of the sheet of goals.
    let there =
        [None, None, Some(TARGET), Some(BY), Some(REACHED), Some(RESULT), Some(FIRST_MET), Some(SHORT)];
    let live = |n: usize, c: usize| {
        there[c].map(|column| format!("={}", cell_of(&layout.goals, goals::row(n), column)))
    };
    let below =
        table::draw(sheet, style, &goals, TablePosition { row: row + 1, column: 0, shaded: false }, &live)?;
    style.verdicts(sheet, row + 2, 5, below, 5)?;
    Ok(below)
}

/// The share of what was wanted of each envelope that could be had, by claimant: live, red where something is short.
fn limits(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
    last: u16,
) -> Result<u32, XlsxError> {
    let title = style.say("Share of the need that is there", "سهمی از نیاز که موجود است");
    style.heading(sheet, row, last, title)?;
    let (needs, variables) = results::needs(layout.report, style.language);
    let live = |n: usize, c: usize| {
        let column = u16::try_from(c).ok().filter(|column| *column >= FIRST_YEAR)?;
        Some(format!("={}", layout.model_cell(variables[n], column)))
    };
    let place = TablePosition { row: row + 1, column: 0, shaded: false };
    let below = table::draw(sheet, style, &needs, place, &live)?;
    if !needs.is_empty() {
        Style::short(sheet, row + 2, FIRST_YEAR, below - 1, last)?;
    }
    Ok(below)
}

fn headline(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
    last: u16,
) -> Result<u32, XlsxError> {
    let report = layout.report;
    style.heading(sheet, row, last, style.say("What matters, by year", "آنچه مهم است، سال به سال"))?;
    let projection = results::projection(report, &report.headline, true, style.language);
    let live = |n: usize, c: usize| {
        let column = u16::try_from(c).ok().filter(|column| *column >= OPENING)?;
        Some(prices::formula(layout, report.headline[n], column))
    };
    let place = TablePosition { row: row + 1, column: 0, shaded: true };
    let mut at = table::draw(sheet, style, &projection, place, &live)?;
    if let Some(note) = opening_note(report, style.language) {
        let year = style.language.digits(&report.projection.years[0].to_string());
        sheet.put(at, 0, format!("{year}: {note}"), &style.faint)?;
        at += 1;
    }
    Ok(at)
}

fn compared(sheet: &mut Worksheet, style: &Style, layout: &Layout<'_>, row: u32) -> Result<u32, XlsxError> {
    let report = layout.report;
    let title = style.say("Projected against observed", "پیش‌بینی در برابر مشاهده");
    style.heading(sheet, row, layout.after() - 1, title)?;
    let hindcast = results::hindcast(report, style.language);
    let live = |n: usize, c: usize| {
        let (error, at) = (&report.compared[n], row + 2 + u32::try_from(n).ok()?);
        let column = report.projection.years.iter().position(|year| *year == error.observed.year)?;
        let column = FIRST_YEAR + u16::try_from(column).ok()?;
        match c {
            3 => Some(format!("={}", layout.model_cell(error.observed.variable, column))),
            5 => Some(format!("={}-{}", cell(at, 3), cell(at, 4))),
            6 => Some(format!("={}/{}", cell(at, 5), cell(at, 4))),
            _ => None,
        }
    };
    table::draw(sheet, style, &hindcast, TablePosition { row: row + 1, column: 0, shaded: false }, &live)
}
