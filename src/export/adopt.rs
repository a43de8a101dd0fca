//! A workbook that was edited by hand, read back as a scenario: what changed, checked like any scenario.
//!
//! Cells are found by their defined names, so that it does not matter where rows and columns were moved to. What cannot be
//! read for certain is a fault with its sheet and cell; nothing is guessed.

mod archive;
mod book;
mod changes;
mod fixed;
mod guard;
mod identity;
mod origin;
mod text;

use std::path::{Path, PathBuf};

use crate::fault::{Fault, Source};
use crate::scenario::{self, Change, Scenario, setting_line};

use book::Book;
pub use origin::WorkbookOrigin;

/// What was found in a workbook.
#[derive(Debug)]
pub struct Adopted {
    /// The scenario it was made from, as its files are now.
    pub base: Scenario,
    /// What the workbook says otherwise, in the order of the inputs, then of the goals.
    pub changes: Vec<Change>,
    /// Settings of the run for which there are no cells, as lines of a scenario.
    pub settings: Vec<String>,
    /// Digest of the scenario that the workbook comes to.
    pub digest: String,
    /// Whether the files of the scenario changed since the workbook was made.
    pub outdated: bool,
}

/// Reads an edited workbook. `base` overrides where its scenario is; `scenario` says which, if it holds several.
///
/// # Errors
/// Everything that is no workbook of ours, cannot be read for certain, or makes no scenario.
pub fn read(path: &Path, base: Option<&Path>, scenario: Option<&str>) -> Result<Adopted, Vec<Fault>> {
    let book = Book::open(path).map_err(|fault| vec![fault])?;
    let origin = WorkbookOrigin::of(&book, scenario).map_err(|fault| vec![fault])?;
    let file = origin.file(path, base).map_err(|fault| vec![fault])?;
    // What a setting says of a cell, the cell says; everything else goes on as it was given.
    let kept: Vec<String> = origin.settings.iter().filter(|text| !is_in_a_cell(text)).cloned().collect();
    let base = Scenario::load(&file, &kept)?;
    if file.extension().is_none_or(|ending| ending != "toml") {
        return Err(vec![ending(&file)]);
    }
    let outdated =
        Scenario::load(&file, &origin.settings).map(|now| now.digest()).ok() != Some(origin.digest.clone());
    if outdated && base.name != origin.scenario {
        return Err(vec![another(&origin, &base.name)]);
    }
    let changes = changes::find(&book, &origin, &base)?;
    let lines: Vec<String> = kept.iter().map(|text| setting_line(text)).collect::<Result<_, _>>()?;
    let mut sources: Vec<_> = lines.iter().map(|line| Source::new("--set", line.as_str())).collect();
    sources.extend(changes.iter().map(|change| Source::cells(&change.place, change.line(None))));
    // What a workbook says is checked like what a file says.
    let whole = Scenario::load_over(&file, &sources)?;
    Ok(Adopted { digest: whole.digest(), base, settings: lines, changes, outdated })
}

/// Whether the workbook has a cell for what a setting sets, or the new scenario a word of its own.
fn is_in_a_cell(setting: &str) -> bool {
    let id = setting.split('=').next().unwrap_or_default().trim();
    let our_own = matches!(id.split('.').next(), Some("title" | "summary"));
    our_own || (scenario::takes_a_number(id) && !id.starts_with("observed."))
}

fn ending(file: &Path) -> Fault {
    let name = file.display();
    Fault::new(
        "base-ending",
        format!("no scenario can rest on `{name}`: its name does not end in .toml"),
        format!("سناریو نمی‌تواند بر `{name}` تکیه کند: نامش به ‎.toml پایان نمی‌یابد"),
    )
    .help(
        "rename it, run it again, and edit that workbook",
        "نامش را عوض کنید، دوباره اجرا و آن کارپوشه را ویرایش کنید",
    )
}

fn another(origin: &WorkbookOrigin, name: &str) -> Fault {
    let made = &origin.scenario;
    Fault::new(
        "another-scenario",
        format!("the workbook was made from `{made}`, not from `{name}`"),
        format!("کارپوشه از `{made}` ساخته شده است، نه از `{name}`"),
    )
    .help(
        format!("give the file of `{made}` with --base, or make a workbook of `{name}` with `ofogh run`"),
        format!("پروندهٔ `{made}` را با --base بدهید یا با `ofogh run` کارپوشهٔ `{name}` را بسازید"),
    )
}

impl Adopted {
    /// The scenario's file: beside that of its base.
    pub fn path(&self, name: &str) -> PathBuf {
        let base = self.base.files.last().and_then(|path| path.parent()).unwrap_or(Path::new(""));
        base.join(format!("{name}.toml"))
    }

    /// The text of the scenario that says exactly what the workbook says.
    pub fn text(&self, name: &str, workbook: &Path) -> String {
        text::write(self, name, workbook)
    }
}
