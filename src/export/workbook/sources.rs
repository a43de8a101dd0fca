//! The figures behind the results, the articles they come from, and where they contradict each other.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::pen::Pen;
use crate::figure::{Figure, SourceKind};
use crate::scenario::Scenario;
use crate::study::Report;

/// Row of the first figure.
const FIRST: u32 = 3;

/// Where each figure stands, for whatever refers to it.
pub struct Shelf<'a> {
    /// Name of the sheet.
    pub sheet: &'static str,
    figures: Vec<(&'a Figure, &'a Scenario)>,
}

impl<'a> Shelf<'a> {
    /// The figures of all reports, each once.
    pub fn new(pen: &Pen, reports: &'a [Report]) -> Self {
        let mut figures: Vec<(&Figure, &Scenario)> = Vec::new();
        let mut done = BTreeSet::new();
        for report in reports {
            let scenario = &report.projection.scenario;
            let new = report.evidence.each(scenario).filter(|figure| done.insert(figure.id.as_str()));
            figures.extend(new.map(|figure| (figure, scenario)));
        }
        Self { sheet: pen.language.choose("Sources", "منابع"), figures }
    }

    /// The row of a figure.
    pub fn row(&self, id: &str) -> Option<u32> {
        let at = self.figures.iter().position(|(figure, _)| figure.id == id)?;
        Some(FIRST + u32::try_from(at).ok()?)
    }
}

/// Writes the sheets of sources, once for all reports that share their figures.
pub fn write(
    workbook: &mut Workbook,
    pen: &Pen,
    reports: &[Report],
    shelf: &Shelf<'_>,
) -> Result<(), XlsxError> {
    figures(workbook, pen, shelf)?;
    contradictions(workbook, pen, reports)?;
    articles(workbook, pen, reports)
}

fn figures(workbook: &mut Workbook, pen: &Pen, shelf: &Shelf<'_>) -> Result<(), XlsxError> {
    let sheet = pen.sheet(workbook, shelf.sheet)?;
    sheet.write_with_format(
        0,
        0,
        pen.say("The figures behind the results", "ارقام پشت نتایج"),
        &pen.title,
    )?;
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
    pen.headers(sheet, 2, 0, &header)?;
    for (row, &(figure, scenario)) in (FIRST..).zip(&shelf.figures) {
        let estimate = figure.kind == SourceKind::Estimate;
        let tint = |format: &Format| Pen::tinted(format, estimate);
        let number = tint(&pen.suited(&[figure.value]));
        sheet.write_with_format(row, 0, figure.id.as_str(), &tint(&pen.faint))?;
        sheet.write_with_format(row, 1, figure.meaning.get(pen.language), &tint(&pen.wrapped))?;
        sheet.write_with_format(row, 2, figure.value, &number)?;
        if let Some([low, _, high]) = figure.range {
            sheet.write_with_format(row, 3, low, &number)?.write_with_format(row, 4, high, &number)?;
        }
        sheet.write_with_format(row, 5, pen.language.unit(&figure.unit.text), &tint(&pen.text))?;
        sheet.write_with_format(row, 6, pen.language.digits(&figure.date), &tint(&pen.text))?;
        sheet.write_with_format(row, 7, figure.kind.label().get(pen.language), &tint(&pen.text))?;
        sheet.write_with_format(
            row,
            8,
            scenario.figures.source_line(figure).get(pen.language),
            &tint(&pen.wrapped),
        )?;
        let note = figure.note.as_ref().map_or("", |note| note.get(pen.language));
        sheet.write_with_format(row, 9, note, &tint(&pen.wrapped))?;
        sheet.write_with_format(
            row,
            10,
            figure.expression.as_deref().unwrap_or_default(),
            &tint(&pen.faint),
        )?;
    }
    for (column, width) in
        [(0, 34), (1, 60), (2, 11), (3, 11), (4, 11), (5, 28), (6, 12), (7, 11), (8, 52), (9, 60), (10, 60)]
    {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(3, 1)?.set_repeat_rows(2, 2)?;
    Ok(())
}

fn contradictions(workbook: &mut Workbook, pen: &Pen, reports: &[Report]) -> Result<(), XlsxError> {
    let sheet = pen.sheet(workbook, pen.say("Contradictions", "تناقض‌ها"))?;
    let title = pen.say(
        "Where the sources contradict each other, and which reading is taken",
        "جایی که منابع با هم ناسازگارند و برداشتی که پذیرفته شده است",
    );
    sheet.write_with_format(0, 0, title, &pen.title)?;
    let header = [
        ("what conflicts", "ناسازگاری"),
        ("reading", "برداشت"),
        ("figures", "ارقام"),
        ("taken", "رقم پذیرفته"),
    ];
    pen.headers(sheet, 2, 0, &header)?;
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
                        pen.language.number(figure.value),
                        pen.language.unit(&figure.unit.text)
                    )
                })
            };
            let values: Vec<String> = conflict.figures.iter().filter_map(value).collect();
            sheet.write_with_format(row, 0, conflict.statement.get(pen.language), &pen.wrapped)?;
            sheet.write_with_format(row, 1, conflict.reading.get(pen.language), &pen.wrapped)?;
            sheet.write_with_format(row, 2, values.join("\n"), &pen.wrapped)?;
            sheet.write_with_format(row, 3, conflict.taken.as_deref().unwrap_or_default(), &pen.faint)?;
            row += 1;
        }
    }
    for (column, width) in [(0, 70), (1, 70), (2, 56), (3, 34)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(3, 0)?;
    Ok(())
}

fn articles(workbook: &mut Workbook, pen: &Pen, reports: &[Report]) -> Result<(), XlsxError> {
    let sheet = pen.sheet(workbook, pen.say("Articles", "خبرها"))?;
    sheet.write_with_format(0, 0, pen.say("The articles", "خبرها"), &pen.title)?;
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
    pen.headers(sheet, 2, 0, &header)?;
    let mut done = BTreeSet::new();
    let mut row = 3;
    for (key, article) in reports.iter().flat_map(|report| &report.projection.scenario.figures.articles) {
        if !done.insert(key) {
            continue;
        }
        let note = article.note.as_ref().map_or("", |note| note.get(pen.language));
        let date = pen.language.digits(&article.date);
        let cells = [
            key.as_str(),
            article.agency.get(pen.language),
            &date,
            &article.gregorian,
            article.title.get(pen.language),
            article.occasion.get(pen.language),
            &article.reference,
            note,
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_with_format(row, column, cell, &pen.wrapped)?;
        }
        row += 1;
    }
    for (column, width) in [(0, 18), (1, 22), (2, 12), (3, 12), (4, 60), (5, 40), (6, 28), (7, 60)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}
