//! placeholder
use rust_xlsxwriter::XlsxError;
use crate::language::Language;
use crate::study::Report;
pub fn bytes(_: &[Report], _: Language) -> Result<Vec<u8>, XlsxError> { Ok(Vec::new()) }
