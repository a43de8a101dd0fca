//! Every input by year, each in a cell of its own that can be changed: named, checked, with unit, range and source.
//!
//! A year that repeats the one before says so with a formula, so that one change carries on until the next.

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Format, Note, Url, Workbook, Worksheet, XlsxError,
};

use super::fixed::Fixed;
use super::layout::{FIRST_YEAR, HEADER, LABEL, Layout, OPENING, UNIT, cell, fixed_cell_of};
use super::put::{Put, shortened};
use super::sources::SourceIndex;
use super::style::Style;
use crate::figure::{Figure, SourceKind};
use crate::language::Language;
use crate::model::record::{Row, RowKind};
use crate::scenario::{Input, Origin, Scenario};

/// Writes the sheet of assumptions of a report.
pub(super) fn write(
    workbook: &mut Workbook,
    style: &Style,
    layout: &Layout<'_>,
    source_index: &SourceIndex<'_>,
) -> Result<(), XlsxError> {
    let projection = &layout.report.projection;
    let scenario = &projection.scenario;
    let sheet = style.sheet(workbook, &layout.assumptions)?;
    let title = format!("{} – {}", style.say("Assumptions", "مفروضات"), scenario.title.get(style.language));
    sheet.put(0, 0, title, &style.title)?;
    let note = if style.live {
        style.say(
            "Blue numbers can be changed; a grey one repeats the year before until you write over it. Yellow rows are estimates. `ofogh adopt` turns a changed workbook into a scenario.",
            "عددهای آبی را می‌توان تغییر داد؛ عدد خاکستری تا وقتی روی آن ننویسید سال پیش را تکرار می‌کند. سطرهای زرد برآوردند. `ofogh adopt` کارپوشهٔ تغییریافته را به سناریو تبدیل می‌کند.",
        )
    } else {
        style.say(
            "Numbers without formulas: nothing here follows a change. Yellow rows are estimates.",
            "عددهای بی‌فرمول: هیچ چیز اینجا با تغییر جابه‌جا نمی‌شود. سطرهای زرد برآوردند.",
        )
    };
    sheet.put(1, 0, note, &style.faint)?;
    style.headers(sheet, HEADER, 0, &[("input", "ورودی"), ("unit", "یکا"), ("opening", "آغاز")])?;
    style.years(sheet, HEADER, FIRST_YEAR, &projection.years)?;
    let after = layout.after();
    let header = [
        ("range", "بازه"),
        ("kind", "نوع"),
        ("figures", "ارقام"),
        ("source and note", "منبع و یادداشت"),
        ("set in", "تعیین‌شده در"),
        ("id", "شناسه"),
    ];
    style.headers(sheet, HEADER, after, &header)?;
    let inputs: Vec<&Input> = scenario.inputs().collect();
    let mut named = Vec::new();
    for module in &layout.inputs {
        style.heading(sheet, module.heading, after + 5, module.title.get(style.language))?;
        for &(index, row) in &module.rows {
            let opens = index < scenario.opening.len();
            line(sheet, style, layout, row, (inputs[index], opens), source_index)?;
            let place = |column| format!("={}", fixed_cell_of(&layout.assumptions, row, column));
            style.fix(sheet, row, FIRST_YEAR, Fixed::Free);
            let id = &inputs[index].row.id;
            if opens {
                named.push((layout.name(id, None), place(OPENING)));
            } else {
                let last = if layout.named { after } else { FIRST_YEAR + 1 };
                named.extend(
                    (FIRST_YEAR..last).map(|column| (layout.name(id, layout.year(column)), place(column))),
                );
            }
        }
    }
    sheet.set_column_width(LABEL, 52)?.set_column_width(UNIT, 26)?;
    sheet.set_column_range_width(OPENING, after - 1, 11)?;
    for (column, width) in [(0, 18), (1, 11), (2, 30), (3, 60), (4, 26), (5, 44)] {
        sheet.set_column_width(after + column, width)?;
    }
    sheet.set_freeze_panes(HEADER + 1, FIRST_YEAR)?.set_repeat_rows(HEADER, HEADER)?;
    Style::protect(sheet);
    style.define(workbook, named)
}

fn line(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
    (input, opens): (&Input, bool),
    index: &SourceIndex<'_>,
) -> Result<(), XlsxError> {
    let scenario = &layout.report.projection.scenario;
    let after = layout.after();
    let figures: Vec<&Figure> =
        input.figures.iter().filter_map(|id| scenario.figures.figures.get(id)).collect();
    let planned = input.figures.is_empty() && matches!(input.origin, Origin::Set { .. });
    let estimate = planned || figures.iter().any(|figure| figure.kind == SourceKind::Estimate);
    let tint = |format: &Format| Style::tinted(format, estimate);
    let kinds = kinds(style, input, &figures);
    let sources = sources(style, scenario, input, &figures);
    sheet.put(row, LABEL, input.row.label.get(style.language), &tint(&style.text))?;
    let unit = scenario.unit(style.language, &input.row.unit);
    sheet.put(row, UNIT, unit, &tint(&style.faint))?;
    values(sheet, style, row, (input, opens), &tint(&style.suited(&input.values)))?;
    let fixed = input.row.kind == RowKind::Computed;
    let first = if opens { OPENING } else { FIRST_YEAR };
    if !fixed {
        let last = if opens { OPENING } else { after - 1 };
        if let Some(check) = validation(style, &input.row) {
            sheet.add_data_validation(row, first, row, last, &check)?;
        }
        sheet.put(row, after, range(&input.row, style.language), &tint(&style.beside))?;
    }
    if !sources.is_empty() {
        let note = Note::new(shortened(&sources, 1000)).add_author_prefix(false);
        sheet.insert_note(row, first, &note.set_author("ofogh").set_width(320).set_height(90))?;
    }
    sheet.put(row, after + 1, kinds, &tint(&style.text))?;
    let names = style.language.list(&input.figures);
    match input.figures.first().and_then(|id| index.row(scenario, id)) {
        Some(place) => {
            let link = format!("internal:'{}'!A{}", index.sheet, place + 1);
            let link = Url::new(link).set_text(names);
            sheet.write_url_with_format(
                row,
                after + 2,
                link,
                &tint(&style.faint).set_underline(rust_xlsxwriter::FormatUnderline::Single),
            )?
        }
        None => sheet.put(row, after + 2, names, &tint(&style.faint))?,
    };
    sheet.put(row, after + 3, sources, &tint(&style.text))?;
    sheet.put(row, after + 4, scenario.set_by(&input.origin), &tint(&style.faint))?;
    sheet.put(row, after + 5, input.row.id.as_str(), &tint(&style.faint))?;
    Ok(())
}

/// The values: what is worked out cannot be changed here, what repeats the year before follows it.
fn values(
    sheet: &mut Worksheet,
    style: &Style,
    row: u32,
    (input, opens): (&Input, bool),
    format: &Format,
) -> Result<(), XlsxError> {
    if opens {
        let computed = input.row.kind == RowKind::Computed;
        let format = if computed { format } else { &Style::own(format) };
        sheet.put(row, OPENING, input.values[0], format)?;
        return Ok(());
    }
    let mut last: Option<f64> = None;
    for (column, value) in (FIRST_YEAR..).zip(&input.values) {
        let repeats = last.is_some_and(|last| last.to_bits() == value.to_bits());
        if input.row.kind == RowKind::Computed {
            sheet.put(row, column, *value, format)?;
        } else if repeats {
            style.open_formula(
                sheet,
                row,
                column,
                &format!("={}", cell(row, column - 1)),
                *value,
                &Style::repeated(format),
            )?;
        } else {
            sheet.put(row, column, *value, &Style::own(format))?;
        }
        last = Some(*value);
    }
    Ok(())
}

fn kinds(style: &Style, input: &Input, figures: &[&Figure]) -> String {
    let mut kinds: Vec<String> =
        figures.iter().map(|figure| figure.kind.label().get(style.language).to_owned()).collect();
    kinds.dedup();
    if kinds.is_empty() {
        kinds.push(
            match input.origin {
                Origin::Set { .. } => style.say("scenario", "سناریو"),
                Origin::Default => style.say("default", "پیش‌فرض"),
                Origin::Computed => style.say("worked out", "محاسبه‌شده"),
            }
            .to_owned(),
        );
    }
    style.language.list(&kinds)
}

fn sources(style: &Style, scenario: &Scenario, input: &Input, figures: &[&Figure]) -> String {
    let mut sources: Vec<String> = figures
        .iter()
        .map(|figure| scenario.figures.source_line(figure).get(style.language).to_owned())
        .collect();
    sources.dedup();
    sources.extend(input.source.clone());
    sources.extend(input.note.clone());
    sources.join(style.say("; ", "؛ "))
}

/// `0 – 1`, `≥ 0`.
fn range(row: &Row, language: Language) -> String {
    let bound = |value: f64| language.digits(&value.to_string());
    match (row.low.is_finite(), row.high.is_finite()) {
        (true, true) => format!("{} – {}", bound(row.low), bound(row.high)),
        (true, false) => format!("≥ {}", bound(row.low)),
        (false, true) => format!("≤ {}", bound(row.high)),
        (false, false) => String::new(),
    }
}

/// What the spreadsheet accepts in the cells of an input.
fn validation(style: &Style, row: &Row) -> Option<DataValidation> {
    let rule = match (row.low.is_finite(), row.high.is_finite()) {
        (true, true) => DataValidationRule::Between(row.low, row.high),
        (true, false) => DataValidationRule::GreaterThanOrEqualTo(row.low),
        (false, true) => DataValidationRule::LessThanOrEqualTo(row.high),
        (false, false) => return None,
    };
    let title = style.say("outside its range", "بیرون از بازه");
    let text = format!("{}: {}", row.label.get(style.language), range(row, style.language));
    let check =
        DataValidation::new().allow_decimal_number(rule).set_error_title(shortened(title, 32)).ok()?;
    check.set_error_message(shortened(&text, 255)).ok()
}
