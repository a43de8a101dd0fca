//! The terminal: tables, faults and progress as text. Whatever a file says, it steers no terminal.

pub(super) mod faults;
pub(super) mod progress;
pub(super) mod stop;
pub(super) mod table;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::Failure;
use crate::language::{Language, is_obeyed};

/// The standard output, for texts.
pub(super) fn out() -> impl Write {
    Shown(anstream::stdout().lock())
}

/// The standard error stream, for texts.
pub(super) fn err() -> impl Write {
    Shown(anstream::stderr().lock())
}

/// Prints a document as JSON, in which what would steer a terminal is escaped as JSON escapes it.
pub(super) fn json(document: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(document).map_err(io::Error::from)?;
    // Only texts hold such characters, and none of them is beyond four digits.
    let text = replaced(&text, |c| format!("\\u{:04x}", u32::from(c)));
    writeln!(anstream::stdout().lock(), "{text}")
}

/// Says where something was written.
pub(super) fn written_to(path: &Path, language: Language) -> Result<(), Failure> {
    let written = language.choose("written to", "نوشته شد در");
    Ok(writeln!(err(), "{written} {}", path.display())?)
}

/// Shows what is written to it.
struct Shown<W>(W);

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(shown(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A text in which what would steer a terminal is shown by its number, such as `\u{1b}`.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    replaced(text, |c| c.escape_unicode().to_string())
}

fn replaced(text: &str, by: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if steers(c) { by(c) } else { c.to_string() }).collect::<Vec<_>>().concat().into()
}

/// Whether a character steers a terminal, or turns the order of those after it.
fn steers(c: char) -> bool {
    is_obeyed(c) && c != '\n' && c != '\t'
}
