//! Files: spreadsheets, CSV and JSON from reports. Nothing is computed here; what is written was worked out before.

pub mod adopt;
mod csv;
mod difference;
mod ensemble;
mod file;
mod json;
#[cfg(feature = "parquet")]
mod members;
mod plain;
mod sensitivity;
pub mod workbook;

use std::path::Path;

use crate::fault::Fault;
use crate::language::Language;
use crate::study::Report;

pub use difference::bytes as difference;
pub use ensemble::bytes as ensemble;
pub use file::{Sink, check, check_place, create, write, write_all, write_with};
#[cfg(feature = "parquet")]
pub use members::{GoOn, write as members};
pub use sensitivity::bytes as sensitivity;

/// Kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// A spreadsheet, `.xlsx`.
    Workbook,
    /// Comma-separated values, `.csv`.
    Csv,
    /// JSON, `.json`.
    Json,
}

impl FileFormat {
    /// The kind that a path's ending asks for.
    ///
    /// # Errors
    /// An ending that is none of them.
    pub fn of(path: &Path) -> Result<Self, Fault> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("xlsx") => Ok(Self::Workbook),
            Some("csv") => Ok(Self::Csv),
            Some("json") => Ok(Self::Json),
            _ => {
                let name = path.display();
                let fault = Fault::new(
                    "file-kind",
                    format!("`{name}` does not say which kind of file to write"),
                    format!("از نام `{name}` نوع پرونده پیدا نیست"),
                );
                Err(fault.help(
                    "end its name in .xlsx, .csv or .json",
                    "نام را با ‎.xlsx، ‎.csv یا ‎.json پایان دهید",
                ))
            }
        }
    }
}

/// How a file is shaped, where its kind leaves a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileOptions {
    /// CSV: a column a year instead of a row a value.
    pub wide: bool,
    /// CSV: the values at the opening date too.
    pub openings: bool,
    /// CSV: what each scenario was run with, beside its values.
    pub origin: bool,
    /// Workbooks: formulas, so that a change of an assumption moves the results; else values alone.
    pub live: bool,
}

impl Default for FileOptions {
    fn default() -> Self {
        Self { wide: false, openings: false, origin: false, live: true }
    }
}

/// The bytes of a file of that kind; equal reports give equal bytes.
///
/// # Errors
/// What the spreadsheet library refuses.
pub fn bytes(
    kind: FileFormat,
    reports: &[Report],
    language: Language,
    shape: FileOptions,
) -> Result<Vec<u8>, Fault> {
    match kind {
        FileFormat::Workbook => {
            workbook::bytes(reports, language, shape.live).map_err(|error| refused(&error))
        }
        FileFormat::Csv => csv::bytes(reports, shape).map_err(|error| refused(&error)),
        FileFormat::Json => json::bytes(reports).map_err(|error| refused(&error)),
    }
}

/// What a library that writes files refuses.
pub fn refused(error: &dyn std::fmt::Display) -> Fault {
    Fault::new("export", format!("the file cannot be made: {error}"), format!("پرونده ساخته نشد: {error}"))
}
