//! The spreadsheet: summary with goals and charts, results by theme, assumptions, sources, contradictions.

mod assumptions;
mod charts;
mod comparison;
mod layout;
mod pen;
mod results;
mod sources;
mod summary;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::language::Language;
use crate::study::Report;
use layout::Layout;
use pen::Pen;

/// The bytes of a workbook with all reports. Equal reports give equal bytes: the creation date is fixed.
pub fn bytes(reports: &[Report], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let titles: Vec<&str> =
        reports.iter().map(|report| report.projection.scenario.title.get(language)).collect();
    let properties = DocProperties::new()
        .set_title(titles.join(" | "))
        .set_author("ofogh")
        .set_comment(format!("ofogh {}", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 9, 22)?);
    workbook.set_properties(&properties);
    let pen = Pen::new(language);
    let layouts: Vec<Layout<'_>> = reports
        .iter()
        .enumerate()
        .map(|(n, report)| Layout::new(report, n, reports.len(), language))
        .collect();
    if reports.len() > 1 {
        comparison::write(&mut workbook, &pen, &layouts)?;
    }
    for layout in &layouts {
        summary::write(&mut workbook, &pen, layout)?;
        results::write(&mut workbook, &pen, layout)?;
        assumptions::write(&mut workbook, &pen, layout)?;
    }
    sources::write(&mut workbook, &pen, reports)?;
    workbook.save_to_buffer()
}
