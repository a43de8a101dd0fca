//! A workbook that was edited by hand, read back as a scenario: what changed, checked like any scenario.
//!
//! Cells are found by their defined names, so that it does not matter where rows and columns were moved to. What cannot be
//! read for certain is a fault with its sheet and cell; nothing is guessed.

mod book;
mod changes;
mod origin;
mod text;

use std::path::{Path, PathBuf};

use crate::fault::{Fault, Source};
use crate::scenario::Scenario;

use book::Book;
pub use changes::Change;
pub use origin::Origin;

/// What was found in a workbook.
#[derive(Debug)]
pub struct Adopted {
    /// The scenario it was made from, as its files are now.
    pub base: Scenario,
    /// What the workbook says otherwise, in the order of the inputs, then of the goals.
    pub changes: Vec<Change>,
    /// Whether the files of the scenario changed since the workbook was made.
    pub outdated: bool,
}

/// Reads an edited workbook. `base` overrides where its scenario is; `scenario` says which, if it holds several.
///
/// # Errors
/// Everything that is no workbook of ours, cannot be read for certain, or makes no scenario.
pub fn read(path: &Path, base: Option<&Path>, scenario: Option<&str>) -> Result<Adopted, Vec<Fault>> {
    let book = Book::open(path).map_err(|fault| vec![fault])?;
    let origin = Origin::of(&book, scenario).map_err(|fault| vec![fault])?;
    let file = origin.file(path, base).map_err(|fault| vec![fault])?;
    let base = Scenario::load(&file, &[])?;
    let outdated =
        Scenario::load(&file, &origin.settings).map(|now| now.digest()).ok() != Some(origin.digest.clone());
    let changes = changes::find(&book, &origin, &base)?;
    let sources: Vec<_> =
        changes.iter().map(|change| Source::cells(&change.place, change.line(None))).collect();
    // What a workbook says is checked like what a file says.
    Scenario::load_over(&file, &sources)?;
    Ok(Adopted { base, changes, outdated })
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
