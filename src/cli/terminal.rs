//! The terminal: tables, faults and progress as text.

pub(super) mod faults;
pub(super) mod progress;
pub(super) mod stop;
pub(super) mod table;

use std::io::Write;
use std::path::Path;

use super::Failure;
use crate::language::Language;

/// Says where something was written.
pub(super) fn written_to(path: &Path, language: Language) -> Result<(), Failure> {
    let written = language.choose("written to", "نوشته شد در");
    Ok(writeln!(anstream::stderr().lock(), "{written} {}", path.display())?)
}
