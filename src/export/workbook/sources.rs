//! The figures behind the results, the articles they come from, and where they contradict each other.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::put::Put;
use super::style::Style;
use crate::figure::{Figure, SourceKind};
use crate::scenario::Scenario;
use crate::study::Report;

/// Row of the first figure.
const FIRST: u32 = 3;

/// Where each figure stands, for whatever refers to it.
pub(super) struct SourceIndex<'a> {
    /// Name of the sheet.
    pub sheet: &'static str,
    figures: Vec<(&'a Figure, &'a Scenario)>,
}

impl<'a> SourceIndex<'a> {
    /// The figures of all reports, each once.
    pub(super) fn new(style: &Style, reports: &'a [Report]) -> Self {
        let mut figures: Vec<(&Figure, &Scenario)> = Vec::new();
        let mut done = BTreeSet::new();
        for report in reports {
            let scenario: &Scenario = &report.projection.scenario;
            let new = report.evidence.each(scenario).filter(|figure| done.insert(figure.id.as_str()));
            figures.extend(new.map(|figure| (figure, scenario)));
        }
        Self { sheet: style.language.choose("Sources", "منابع"), figures }
    }

    /// The row of a figure.
    pub(super) fn row(&self, id: &str) -> Option<u32> {
        let at = self.figures.iter().position(|(figure, _)| figure.id == id)?;
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
    for (row, &(figure, scenario)) in (FIRST..).zip(&sources.figures) {
        let estimate = figure.kind == SourceKind::Estimate;
        let tint = |format: &Format| Style::tinted(format, estimate);
        let number = tint(&style.suited(&[figure.value]));
        sheet.put(row, 0, figure.id.as_str(), &tint(&style.faint))?;
        sheet.put(row, 1, figure.meaning.get(style.language), &tint(&style.wrapped))?;
        sheet.put(row, 2, figure.value, &number)?;
        if let Some([low, _, high]) = figure.range {
            sheet.put(row, 3, low, &number)?.put(row, 4, high, &number)?;
        }
        sheet.put(row, 5, style.language.unit(&figure.unit.text), &tint(&style.text))?;
        sheet.put(row, 6, style.language.digits(&figure.date), &tint(&style.text))?;
        sheet.put(row, 7, figure.kind.label().get(style.language), &tint(&style.text))?;
        sheet.put(row, 8, scenario.figures.source_line(figure).get(style.language), &tint(&style.wrapped))?;
        let note = figure.note.as_ref().map_or("", |note| note.get(style.language));
        sheet.put(row, 9, note, &tint(&style.wrapped))?;
        sheet.put(row, 10, figure.expression.as_deref().unwrap_or_default(), &tint(&style.faint))?;
    }
    for (column, width) in
        [(0, 34), (1, 60), (2, 11), (3, 11), (4, 11), (5, 28), (6, 12), (7, 11), (8, 52), (9, 60), (10, 60)]
    {
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
    let mut done = BTreeSet::new();
    let mut row = 3;
    for report in reports {
        let all = &report.projection.scenario.figures;
        for id in &report.evidence.contradictions {
            let Some(conflict) = all.contradictions.get(id).filter(|_| done.insert(id.clone())) else {
                continue;
            };
            let value = |id: &String| {
                all.figures.get(id).map(|figure| {
                    format!(
                        "{id} = {} {}",
                        style.language.number(figure.value),
                        style.language.unit(&figure.unit.text)
                    )
                })
            };
            let values: Vec<String> = conflict.figures.iter().filter_map(value).collect();
            sheet.put(row, 0, conflict.statement.get(style.language), &style.wrapped)?;
            sheet.put(row, 1, conflict.reading.get(style.language), &style.wrapped)?;
            sheet.put(row, 2, values.join("\n"), &style.wrapped)?;
            sheet.put(row, 3, conflict.taken.as_deref().unwrap_or_default(), &style.faint)?;
            row += 1;
        }
    }
    for (column, width) in [(0, 70), (1, 70), (2, 56), (3, 34)] {
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
    let mut done = BTreeSet::new();
    let mut row = 3;
    for (key, article) in reports.iter().flat_map(|report| &report.projection.scenario.figures.articles) {
        if !done.insert(key) {
            continue;
        }
        let note = article.note.as_ref().map_or("", |note| note.get(style.language));
        let date = style.language.digits(&article.date);
        let cells = [
            key.as_str(),
            article.agency.get(style.language),
            &date,
            &article.gregorian,
            article.title.get(style.language),
            article.occasion.get(style.language),
            &article.reference,
            note,
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.put(row, column, cell, &style.wrapped)?;
        }
        row += 1;
    }
    for (column, width) in [(0, 18), (1, 22), (2, 12), (3, 12), (4, 60), (5, 40), (6, 28), (7, 60)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}
