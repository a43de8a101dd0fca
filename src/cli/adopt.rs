//! `ofogh adopt`: what was changed by hand in a workbook, as a scenario.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::new::{scenario_name, schema_line};
use super::terminal::{self, stop, table};
use crate::export;
use crate::export::adopt;
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::wording::provenance;

/// Arguments of `adopt`.
#[derive(Args)]
pub(crate) struct AdoptCommand {
    /// A workbook that `ofogh run` wrote and that was edited since.
    workbook: PathBuf,
    /// Name of the new scenario. [default: that of the workbook]
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// Which scenario, if the workbook holds several.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// The scenario that the workbook was made from, if it is not found by itself.
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
}

impl AdoptCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let stem =
            self.workbook.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = self.name.clone().unwrap_or(stem);
        let adopted = adopt::read(&self.workbook, self.base.as_deref(), self.scenario.as_deref())?;
        let mut out = terminal::out();
        let mut notices = terminal::err();
        if adopted.outdated {
            let notice = language.choose(
                "the scenario has changed since this workbook was made; what follows is the difference to what it says now",
                "سناریو پس از ساخت این کارپوشه تغییر کرده است؛ آنچه می‌آید تفاوت با وضع کنونی آن است",
            );
            writeln!(notices, "{notice}")?;
        }
        if adopted.changes.is_empty() {
            let nothing = language.choose(
                "no assumption differs from the scenario; nothing was written",
                "هیچ فرضی با سناریو تفاوت ندارد؛ چیزی نوشته نشد",
            );
            writeln!(out, "{nothing}")?;
            return Ok(());
        }
        scenario_name(&name).map_err(|fault| {
            if self.name.is_some() {
                return fault;
            }
            let proposed = proposed_name(&name, &adopted.base.name);
            fault.help(
                format!("give the scenario a name of its own, such as --as {proposed}"),
                format!("نامی برای سناریو بدهید، مانند ‎--as {proposed}"),
            )
        })?;
        let path = adopted.path(&name);
        let text = schema_line(&path) + &adopted.text(&name, &self.workbook);
        stop::whole(|| export::create(&path, text.as_bytes()))?;
        // What is written is read once more, as every later run will read it.
        let read = Scenario::load(&path, &[]);
        if read.as_ref().map(Scenario::digest).ok() != Some(adopted.digest) {
            let _ = std::fs::remove_file(&path);
            let other = vec![unlike(&path)];
            return Err(read.err().unwrap_or(other).into());
        }
        let changes = provenance::changes(&adopted.changes, &adopted.base.figures.units, language);
        writeln!(out, "{}", table::draw(&changes, language))?;
        let file = adopted.base.files.last().map(|file| file.display().to_string()).unwrap_or_default();
        writeln!(notices, "{} {file}", language.choose("rests on", "بر پایهٔ"))?;
        drop(notices);
        terminal::written_to(&path, language)
    }
}

/// A name for a scenario that is near that of the workbook, or of its base if nothing of the former can be kept.
fn proposed_name(workbook: &str, base: &str) -> String {
    let kept = workbook.to_ascii_lowercase().replace(|c: char| !(c.is_ascii_alphanumeric() || c == '_'), "-");
    let parts: Vec<&str> = kept.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { format!("{base}-edited") } else { parts.join("-") }
}

/// The fault of a file that says something else than the workbook: another file of the name it rests on is in the way.
fn unlike(path: &std::path::Path) -> Fault {
    let name = path.display();
    Fault::new(
        "unlike",
        format!("`{name}` would not say what the workbook says; it was not kept"),
        format!("`{name}` همان گفتهٔ کارپوشه نمی‌شد؛ نگه داشته نشد"),
    )
    .help(
        "give the file that the workbook was made from with --base",
        "پرونده‌ای را که کارپوشه از آن ساخته شده با --base بدهید",
    )
}
