//! The figures behind the results, the articles they come from, and where they contradict each other.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::put::Put;
use super::style::Style;
use crate::figure::{Figure, SourceKind};
use crate::scenario::Scenario;
use crate::study::Report;

/// Row of the first figure.
const FIRST: u32 = 3;

/// Where each figure stands, for whatever refers to it. Projects may call different figures by one id.
pub(super) struct SourceIndex<'a> {
    /// Name of the sheet.
    pub sheet: &'static str,
    figures: Vec<Listed<'a, (&'a Figure, &'a Scenario)>>,
    rows: HashMap<&'a str, Vec<usize>>,
}

/// Something of which each kind is listed once, with the scenarios that have it.
struct Listed<'a, T> {
    what: T,
    of: Vec<&'a str>,
}

impl<'a> SourceIndex<'a> {
    /// The figures of all reports, each once.
    pub(super) fn new(style: &Style, reports: &'a [Report]) -> Self {
        let sheet = style.language.choose("Sources", "منابع");
        let mut index = Self { sheet, figures: Vec::new(), rows: HashMap::new() };
        for report in reports {
            let scenario: &Scenario = &report.projection.scenario;
            for figure in report.evidence.each(scenario) {
                if let Some(at) = index.place(scenario, figure) {
                    index.figures[at].of.push(&scenario.name);
                } else {
                    index.rows.entry(&figure.id).or_default().push(index.figures.len());
                    index.figures.push(Listed { what: (figure, scenario), of: vec![&scenario.name] });
                }
            }
        }
        index
    }

    /// The place of a figure that says the same of the same source.
    fn place(&self, scenario: &Scenario, figure: &Figure) -> Option<usize> {
        let same = |at: &&usize| {
            let (other, of) = self.figures[**at].what;
            other == figure && of.figures.source_line(other) == scenario.figures.source_line(figure)
        };
        self.rows.get(figure.id.as_str())?.iter().find(same).copied()
    }

    /// The row of a figure of a scenario.
    pub(super) fn row(&self, scenario: &Scenario, id: &str) -> Option<u32> {
        let at = self.place(scenario, scenario.figures.figures.get(id)?)?;
        Some(FIRST + u32::try_from(at).ok()?)
    }
}

/// Writes the sheets of sources, once for all reports that share their figures.
pub(super) fn write(
    workbook: &mut Workbook,
    style: &Style,
    reports: &[Report],
    sources: &SourceIndex<'_>,
) -> Result<(), XlsxError> {
    figures(workbook, style, sources)?;
    contradictions(workbook, style, reports)?;
    articles(workbook, style, reports)
}

fn figures(workbook: &mut Workbook, style: &Style, sources: &SourceIndex<'_>) -> Result<(), XlsxError> {
    let sheet = style.sheet(workbook, sources.sheet)?;
    sheet.put(0, 0, style.say("The figures behind the results", "ارقام پشت نتایج"), &style.title)?;
    let header = [
        ("figure", "رقم"),
        ("meaning", "معنا"),
        ("value", "مقدار"),
        ("low", "کمینه"),
        ("high", "بیشینه"),
        ("unit", "یکا"),
        ("date", "تاریخ"),
        ("kind", "نوع"),
        ("source", "منبع"),
        ("note", "یادداشت"),
        ("worked out as", "محاسبه از"),
    ];
    style.headers(sheet, 2, 0, &header)?;
    style.headers(sheet, 2, 11, &[SCENARIOS])?;
    for (row, listed) in (FIRST..).zip(&sources.figures) {
        let (figure, scenario) = listed.what;
        sheet.put(row, 11, listed.of.join(", "), &style.faint)?;
        let estimate = figure.kind == SourceKind::Estimate;
        let tint = |format: &Format| Style::tinted(format, estimate);
        let number = tint(&style.suited(&[figure.value]));
        sheet.put(row, 0, figure.id.as_str(), &tint(&style.faint))?;
        sheet.put(row, 1, figure.meaning.get(style.language), &tint(&style.wrapped))?;
        sheet.put(row, 2, figure.value, &number)?;
        if let Some([low, _, high]) = figure.range {
            sheet.put(row, 3, low, &number)?.put(row, 4, high, &number)?;
        }
        sheet.put(
            row,
            5,
            scenario.figures.units.says(style.language, &figure.unit.text),
            &tint(&style.text),
        )?;
        sheet.put(row, 6, style.language.digits(&figure.date), &tint(&style.text))?;
        sheet.put(row, 7, figure.kind.label().get(style.language), &tint(&style.text))?;
        sheet.put(row, 8, scenario.figures.source_line(figure).get(style.language), &tint(&style.wrapped))?;
        let note = figure.note.as_ref().map_or("", |note| note.get(style.language));
        sheet.put(row, 9, note, &tint(&style.wrapped))?;
        sheet.put(row, 10, figure.expression.as_deref().unwrap_or_default(), &tint(&style.faint))?;
    }
    for (column, width) in [
        (0, 34),
        (1, 60),
        (2, 11),
        (3, 11),
        (4, 11),
        (5, 28),
        (6, 12),
        (7, 11),
        (8, 52),
        (9, 60),
        (10, 60),
        (11, 40),
    ] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(3, 1)?.set_repeat_rows(2, 2)?;
    Ok(())
}

fn contradictions(workbook: &mut Workbook, style: &Style, reports: &[Report]) -> Result<(), XlsxError> {
    let sheet = style.sheet(workbook, style.say("Contradictions", "تناقض‌ها"))?;
    let title = style.say(
        "Where the sources contradict each other, and which reading is taken",
        "جایی که منابع با هم ناسازگارند و برداشتی که پذیرفته شده است",
    );
    sheet.put(0, 0, title, &style.title)?;
    let header = [
        ("what conflicts", "ناسازگاری"),
        ("reading", "برداشت"),
        ("figures", "ارقام"),
        ("taken", "رقم پذیرفته"),
    ];
    style.headers(sheet, 2, 0, &header)?;
    style.headers(sheet, 2, 4, &[SCENARIOS])?;
    let mut listed: Vec<Listed<'_, [String; 4]>> = Vec::new();
    for report in reports {
        let (all, name) = (&report.projection.scenario.figures, &report.projection.scenario.name);
        for conflict in report.evidence.contradictions.iter().filter_map(|id| all.contradictions.get(id)) {
            let value = |id: &String| {
                all.figures.get(id).map(|figure| {
                    format!(
                        "{id} = {} {}",
                        style.language.number(figure.value),
                        all.units.says(style.language, &figure.unit.text)
                    )
                })
            };
            let values: Vec<String> = conflict.figures.iter().filter_map(value).collect();
            let says = [
                conflict.statement.get(style.language).to_owned(),
                conflict.reading.get(style.language).to_owned(),
                values.join("\n"),
                conflict.taken.clone().unwrap_or_default(),
            ];
            list(&mut listed, says, name);
        }
    }
    write_list(sheet, style, 3, &listed)?;
    for (column, width) in [(0, 70), (1, 70), (2, 56), (3, 34), (4, 40)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(3, 0)?;
    Ok(())
}

fn articles(workbook: &mut Workbook, style: &Style, reports: &[Report]) -> Result<(), XlsxError> {
    let sheet = style.sheet(workbook, style.say("Articles", "خبرها"))?;
    sheet.put(0, 0, style.say("The articles", "خبرها"), &style.title)?;
    let header = [
        ("key", "کلید"),
        ("agency", "خبرگزاری"),
        ("date", "تاریخ"),
        ("Gregorian", "میلادی"),
        ("what it is", "موضوع"),
        ("occasion", "مناسبت"),
        ("reference", "نشانی"),
        ("note", "یادداشت"),
    ];
    style.headers(sheet, 2, 0, &header)?;
    style.headers(sheet, 2, 8, &[SCENARIOS])?;
    let mut listed: Vec<Listed<'_, [String; 8]>> = Vec::new();
    for scenario in reports.iter().map(|report| &report.projection.scenario) {
        for (key, article) in &scenario.figures.articles {
            let note = article.note.as_ref().map_or("", |note| note.get(style.language));
            let says = [
                key.as_str(),
                article.agency.get(style.language),
                &style.language.digits(&article.date),
                &article.gregorian,
                article.title.get(style.language),
                article.occasion.get(style.language),
                &article.reference,
                note,
            ];
            list(&mut listed, says.map(str::to_owned), &scenario.name);
        }
    }
    write_list(sheet, style, 3, &listed)?;
    for (column, width) in [(0, 18), (1, 22), (2, 12), (3, 12), (4, 60), (5, 40), (6, 28), (7, 60), (8, 40)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

/// The title of the column that names the scenarios.
const SCENARIOS: (&str, &str) = ("scenarios", "سناریوها");

/// Adds a line of a scenario, or the scenario to the line that says the same.
fn list<'a, const N: usize>(listed: &mut Vec<Listed<'a, [String; N]>>, says: [String; N], scenario: &'a str) {
    match listed.iter_mut().find(|other| other.what == says) {
        Some(other) => other.of.push(scenario),
        None => listed.push(Listed { what: says, of: vec![scenario] }),
    }
}

/// Writes such lines from `row` on, the scenarios behind them.
fn write_list<const N: usize>(
    sheet: &mut Worksheet,
    style: &Style,
    row: u32,
    listed: &[Listed<'_, [String; N]>],
) -> Result<(), XlsxError> {
    for (row, line) in (row..).zip(listed) {
        let texts = line.what.iter().map(String::as_str);
        for (column, text) in (0..).zip(texts.chain([line.of.join(", ").as_str()])) {
            sheet.put(row, column, text, &style.wrapped)?;
        }
    }
    Ok(())
}
