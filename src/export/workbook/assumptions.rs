//! Every input by year with its source; estimates are marked as such.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::layout::Layout;
use super::pen::{Pen, numbers};
use crate::figure::{Figure, SourceKind};
use crate::model::record::Kind;
use crate::scenario::{Input, Origin, Scenario};

/// Columns before the first value: label, unit, kind of source.
const FIRST_VALUE: u16 = 3;

/// Writes the sheet of assumptions of a report.
pub fn write(workbook: &mut Workbook, pen: &Pen, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let projection = &layout.report.projection;
    let scenario = &projection.scenario;
    let sheet = pen.sheet(workbook, &layout.assumptions)?;
    let title = format!("{} – {}", pen.say("Assumptions", "مفروضات"), scenario.title.get(pen.language));
    sheet.write_with_format(0, 0, title, &pen.title)?;
    let note = pen.say(
        "Yellow rows are estimates. The table of purchases between sectors (Leontief block) follows from input-output.csv and is left out here.",
        "سطرهای زرد برآوردند. جدول خرید میان بخش‌ها (لئونتیف) از input-output.csv به دست می‌آید و اینجا نیامده است.",
    );
    sheet.write_with_format(1, 0, note, &pen.faint)?;
    let header = [("input", "ورودی"), ("unit", "یکا"), ("kind", "نوع"), ("opening", "آغاز")];
    pen.headers(sheet, 2, 0, &header)?;
    pen.years(sheet, 2, FIRST_VALUE + 1, &projection.years)?;
    let after = FIRST_VALUE + 1 + layout.years();
    let header = [
        ("figures", "ارقام"),
        ("source and note", "منبع و یادداشت"),
        ("set in", "تعیین‌شده در"),
        ("id", "شناسه"),
    ];
    pen.headers(sheet, 2, after, &header)?;
    let shown = scenario.inputs().filter(|input| input.row.kind != Kind::Block);
    for (row, input) in (3..).zip(shown) {
        line(sheet, pen, scenario, row, after, input)?;
    }
    sheet.set_column_width(0, 52)?.set_column_width(1, 26)?.set_column_width(2, 11)?;
    sheet.set_column_range_width(3, after - 1, 10)?;
    sheet.set_column_width(after, 30)?.set_column_width(after + 1, 60)?.set_column_width(after + 2, 26)?;
    sheet.set_column_width(after + 3, 44)?.set_freeze_panes(3, 1)?.set_repeat_rows(2, 2)?;
    Ok(())
}

fn line(
    sheet: &mut Worksheet,
    pen: &Pen,
    scenario: &Scenario,
    row: u32,
    after: u16,
    input: &Input,
) -> Result<(), XlsxError> {
    let figures: Vec<&Figure> =
        input.figures.iter().filter_map(|id| scenario.figures.figures.get(id)).collect();
    let planned = input.figures.is_empty() && matches!(input.origin, Origin::Set { .. });
    let estimate = planned || figures.iter().any(|figure| figure.kind == SourceKind::Estimate);
    let tint = |format: &Format| Pen::tinted(format, estimate);
    let mut kinds: Vec<String> =
        figures.iter().map(|figure| figure.kind.label().get(pen.language).to_owned()).collect();
    kinds.dedup();
    if kinds.is_empty() {
        kinds.push(
            match input.origin {
                Origin::Set { .. } => pen.say("scenario", "سناریو"),
                Origin::Default => pen.say("default", "پیش‌فرض"),
                Origin::Computed => pen.say("worked out", "محاسبه‌شده"),
            }
            .to_owned(),
        );
    }
    let mut sources: Vec<String> = figures
        .iter()
        .map(|figure| scenario.figures.source_line(figure).get(pen.language).to_owned())
        .collect();
    sources.dedup();
    sources.extend(input.source.clone());
    sources.extend(input.note.clone());
    let number = tint(&pen.suited(&input.values));
    sheet.write_with_format(row, 0, input.row.label.get(pen.language), &tint(&pen.text))?;
    sheet.write_with_format(
        row,
        1,
        pen.language.unit(&scenario.priced(&input.row.unit)),
        &tint(&pen.faint),
    )?;
    sheet.write_with_format(row, 2, pen.language.list(&kinds), &tint(&pen.text))?;
    if input.row.kind == Kind::Opening {
        sheet.write_with_format(row, FIRST_VALUE, input.values[0], &number)?;
    } else {
        numbers(sheet, row, FIRST_VALUE + 1, &input.values, &number)?;
    }
    sheet.write_with_format(row, after, pen.language.list(&input.figures), &tint(&pen.faint))?;
    sheet.write_with_format(row, after + 1, sources.join(pen.say("; ", "؛ ")), &tint(&pen.text))?;
    sheet.write_with_format(row, after + 2, scenario.set_by(&input.origin), &tint(&pen.faint))?;
    sheet.write_with_format(row, after + 3, input.row.id.as_str(), &tint(&pen.faint))?;
    Ok(())
}
