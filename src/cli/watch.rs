//! `ofogh run --watch`: run again on each save, and show what moved.

use std::io::Write;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use super::run::RunCommand;
use super::terminal::faults;
use super::terminal::table;
use super::{Failure, Format};
use crate::language::Language;
use crate::study::Report;
use crate::wording::results;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Runs until it is stopped. A file with mistakes shows them and keeps the last good run.
pub(super) fn watch(run: &RunCommand, language: Language) -> Result<(), Failure> {
    let mut last: Vec<Report> = Vec::new();
    let mut files: Vec<PathBuf> = run.scenarios.clone();
    loop {
        let before = stamps(&files);
        match run.once(last.is_empty(), language) {
            Ok(reports) => {
                if !last.is_empty() {
                    moved(&last, &reports, language)?;
                }
                files = reports.iter().flat_map(|report| report.projection.scenario.files.clone()).collect();
                last = reports;
            }
            Err(Failure::Faults(faults)) => faults::print(&faults, language, Format::Text),
            Err(other) => return Err(other),
        }
        let waiting = language.choose(
            "waiting for a file to be saved; Ctrl-C ends",
            "در انتظار ذخیرهٔ پرونده؛ Ctrl-C پایان می‌دهد",
        );
        writeln!(anstream::stderr().lock(), "{waiting}")?;
        // The list of files may have grown; what was saved while we ran counts as a change.
        let mut known = stamps(&files);
        if before.iter().any(|stamp| files.contains(&stamp.0) && !known.contains(stamp)) {
            continue;
        }
        while stamps(&files) == known {
            sleep(LOOK);
        }
        known.clear();
    }
}

/// When each file was last saved.
fn stamps(files: &[PathBuf]) -> Vec<(PathBuf, Option<SystemTime>)> {
    let saved = |path: &PathBuf| std::fs::metadata(path).and_then(|file| file.modified()).ok();
    files.iter().map(|path| (path.clone(), saved(path))).collect()
}

/// What moved between two runs.
fn moved(before: &[Report], after: &[Report], language: Language) -> Result<(), Failure> {
    let moved = results::moved(before, after, language);
    let mut out = anstream::stdout().lock();
    if moved.is_empty() {
        let nothing = language.choose("nothing that matters most moved", "چیزی از مهم‌ترین‌ها تغییر نکرد");
        writeln!(out, "{nothing}")?;
    } else {
        writeln!(out, "{}", table::draw(&moved, language))?;
    }
    Ok(())
}
