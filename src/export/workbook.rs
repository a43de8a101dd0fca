//! The spreadsheet: the model itself. Change an assumption in it and the projection follows.
//!
//! Each scenario has a summary, its assumptions, the model as formulas over them, goals, charts, the Leontief inverse and
//! what is fixed; figures, contradictions and articles follow once for all.

mod assumptions;
mod charts;
mod comparison;
mod difference;
mod ensemble;
pub mod fingerprint;
mod fixed;
mod formula;
mod goals;
mod layout;
mod leontief;
pub mod meaning;
mod model;
pub mod names;
mod parts;
mod prices;
pub(in crate::export) mod put;
mod sensitivity;
mod sources;
mod structure;
mod style;
mod summary;
mod table;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::language::Language;
use crate::study::Report;
use crate::study::ensemble::{Difference, Ensemble, Outcome};
use crate::study::sensitivity::{Sensitivity, SensitivityResult};
use layout::Layout;
use put::shortened;
use sources::SourceIndex;
use style::Style;

/// The bytes of a workbook with what came out of an ensemble.
pub(super) fn ensemble(
    ensemble: &Ensemble,
    outcome: &Outcome,
    language: Language,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(ensemble.scenario.title.get(language))?);
    ensemble::write(&mut workbook, &Style::new(language, false), ensemble, outcome)?;
    workbook.save_to_buffer()
}

/// The bytes of a workbook with how far apart two scenarios are.
pub(super) fn difference(difference: &Difference, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let [title, _] = crate::wording::difference::heading(difference, language);
    workbook.set_properties(&properties(&title)?);
    difference::write(&mut workbook, &Style::new(language, false), difference)?;
    workbook.save_to_buffer()
}

/// The bytes of a workbook with what a study of sensitivity found.
pub(super) fn sensitivity(
    study: &Sensitivity,
    found: &SensitivityResult,
    language: Language,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(study.scenario.title.get(language))?);
    sensitivity::write(&mut workbook, &Style::new(language, false), study, found)?;
    workbook.save_to_buffer()
}

/// Properties of a workbook; the creation date is fixed, so that equal results give equal bytes.
fn properties(title: &str) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title(shortened(title, 255))
        .set_author("ofogh")
        .set_comment(format!("ofogh {}", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 9, 22)?))
}

/// The bytes of a workbook with all reports, as formulas if `live`, else as their values. Equal reports give equal bytes: the creation date is fixed.
pub(super) fn bytes(reports: &[Report], language: Language, live: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let titles: Vec<&str> =
        reports.iter().map(|report| report.projection.scenario.title.get(language)).collect();
    workbook.set_properties(&properties(&titles.join(" | "))?);
    let style = Style::new(language, live);
    let plans = layout::plans(reports);
    let layouts: Vec<Layout<'_>> =
        reports.iter().enumerate().map(|(n, report)| Layout::new(report, n, &plans, language)).collect();
    if reports.len() > 1 {
        comparison::write(&mut workbook, &style, &layouts)?;
    }
    let sources = SourceIndex::new(&style, reports);
    for layout in &layouts {
        summary::write(&mut workbook, &style, layout)?;
        assumptions::write(&mut workbook, &style, layout, &sources)?;
        model::write(&mut workbook, &style, layout)?;
        goals::write(&mut workbook, &style, layout)?;
        charts::write(&mut workbook, &style, layout)?;
        prices::write(&mut workbook, &style, layout)?;
        leontief::write(&mut workbook, &style, layout)?;
        structure::write(&mut workbook, &style, layout)?;
    }
    sources::write(&mut workbook, &style, reports, &sources)?;
    if live {
        fixed::write(&mut workbook, &style)?;
    }
    workbook.save_to_buffer()
}
