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

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Runs until it is stopped. A file with mistakes shows them and keeps the last good run.
pub(super) fn watch(run: &RunCommand) -> Result<(), Failure> {
    let language = Language::from(run.lang);
    let mut last: Vec<Report> = Vec::new();
    let mut files: Vec<PathBuf> = run.scenarios.clone();
    loop {
        let before = stamps(&files);
        match run.once(last.is_empty()) {
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

/// What moved between two runs: the headline variables, each in the year in which it moved most, and the goals.
fn moved(before: &[Report], after: &[Report], language: Language) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for (before, after) in before.iter().zip(after) {
        let scenario = &after.projection.scenario;
        for &index in &after.headline {
            let now = &after.variables[index];
            let Some(old) =
                before.projection.index(&scenario.variables[index].id).map(|index| &before.variables[index])
            else {
                continue;
            };
            let changes = now.values.iter().zip(&old.values).map(|(now, old)| (now - old).abs()).enumerate();
            let Some((at, change)) = changes.max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
            if change > 0.0 {
                let (was, is) = (old.values[at], now.values[at]);
                let decimals = Language::decimals(&[was, is]).max(1);
                let label = scenario.variables[index].label.get(language).to_owned();
                let year = language.digits(&after.projection.years[at].to_string());
                let [was_text, is_text, change] =
                    [was, is, is - was].map(|value| language.decimal(value, decimals));
                rows.push(vec![label, language.unit(&now.unit), year, was_text, is_text, change]);
            }
        }
        for goal in &after.goals {
            let same = before.goals.iter().find(|other| other.goal.id == goal.goal.id);
            if same.is_some_and(|same| same.met != goal.met) {
                let says = |met: bool| {
                    if met {
                        language.choose("met", "محقق")
                    } else {
                        language.choose("missed", "محقق‌نشده")
                    }
                };
                let label = goal.goal.label.get(language).to_owned();
                rows.push(vec![
                    label,
                    String::new(),
                    language.digits(&goal.goal.by.to_string()),
                    says(!goal.met).to_owned(),
                    says(goal.met).to_owned(),
                    String::new(),
                ]);
            }
        }
    }
    let mut out = anstream::stdout().lock();
    if rows.is_empty() {
        writeln!(
            out,
            "{}",
            language.choose("nothing that matters most moved", "چیزی از مهم‌ترین‌ها تغییر نکرد")
        )?;
        return Ok(());
    }
    let header = table::titles(
        language,
        ["moved, where it moved most", "unit", "year", "before", "now", "change"],
        ["تغییرکرده، در سال بیشترین تغییر", "یکا", "سال", "پیش", "اکنون", "تفاوت"],
    );
    writeln!(out, "{}", table::table(header, 2, rows))?;
    Ok(())
}
