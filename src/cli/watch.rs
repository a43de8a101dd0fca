//! `ofogh run --watch`: run again on each save, and show what moved.

use std::io::Write;
use std::thread::sleep;
use std::time::Duration;

use super::run::RunCommand;
use super::terminal::{self, faults, stop, table};
use super::{Failure, Format};
use crate::files::{Disk, Remembered};
use crate::language::Language;
use crate::study::Report;
use crate::wording::results;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Runs until it is stopped. A file with mistakes shows them and keeps the last good run.
pub(super) fn watch(run: &RunCommand, language: Language) -> Result<(), Failure> {
    let mut last: Vec<Report> = Vec::new();
    while !stop::asked() {
        let files = Remembered::new(&Disk);
        match run.once(&files, last.is_empty(), language) {
            Ok(reports) => {
                if !last.is_empty() {
                    moved(&last, &reports, language)?;
                }
                last = reports;
            }
            Err(Failure::Faults(faults)) => faults::print(&faults, language, Format::Text),
            Err(other) => return Err(other),
        }
        let waiting = language.choose(
            "waiting for a file to be saved; Ctrl-C ends",
            "در انتظار ذخیرهٔ پرونده؛ Ctrl-C پایان می‌دهد",
        );
        writeln!(terminal::err(), "{waiting}")?;
        // What was saved while we ran counts as a change.
        while !files.changed() {
            sleep(LOOK);
        }
        // Whoever saves may not have finished.
        sleep(LOOK);
    }
    Err(Failure::Stopped)
}

/// What moved between two runs.
fn moved(before: &[Report], after: &[Report], language: Language) -> Result<(), Failure> {
    let moved = results::moved(before, after, language);
    let mut out = terminal::out();
    if moved.is_empty() {
        let nothing = language.choose("nothing that matters most moved", "چیزی از مهم‌ترین‌ها تغییر نکرد");
        writeln!(out, "{nothing}")?;
    } else {
        writeln!(out, "{}", table::draw(&moved, language))?;
    }
    Ok(())
}
