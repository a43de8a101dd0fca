//! `ofogh show`: every input by year, and where it comes from.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use super::terminal::{self, table};
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::wording::provenance;

/// Arguments of `show`.
#[derive(Args)]
pub(crate) struct ShowCommand {
    /// Scenario file.
    scenario: PathBuf,
    /// Only what differs from the scenarios it is based on.
    #[arg(long)]
    changed: bool,
    /// Only numbers that are written into scenarios and rest on no figure.
    #[arg(long, conflicts_with = "changed")]
    plain: bool,
    /// A setting over the file, such as `envelope.exchange.flow=200`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// Format.
    #[arg(long, value_enum, default_value = "text")]
    format: ShowFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// As one scenario without bases.
    Toml,
}

impl ShowCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        if self.format == ShowFormat::Toml && (self.changed || self.plain) {
            return Err(Fault::new(
                "changed-toml",
                "a part of the inputs is no whole scenario",
                "بخشی از ورودی‌ها سناریوی کامل نیست",
            )
            .help(
                "the scenario's own file holds what differs; leave out --changed and --plain",
                "آنچه تفاوت دارد در پروندهٔ خود سناریوست؛ --changed و --plain را بردارید",
            )
            .into());
        }
        if self.format == ShowFormat::Toml {
            let text = Scenario::flatten(&self.scenario, &self.settings)?;
            terminal::out().write_all(text.as_bytes())?;
            return Ok(());
        }
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        let inputs = if self.changed {
            provenance::changed(&scenario)
        } else {
            provenance::inputs(&scenario, &|input| !self.plain || input.is_plain())
        };
        let mut out = terminal::out();
        if self.format == ShowFormat::Json {
            terminal::json(&inputs)?;
        } else if inputs.is_empty() {
            let nothing = if self.plain {
                language.choose("every number rests on a figure", "همهٔ عددها بر رقمی استوارند")
            } else {
                language.choose("nothing differs from its base", "با پایهٔ خود تفاوتی ندارد")
            };
            writeln!(out, "{nothing}")?;
        } else {
            let listing = provenance::inputs_table(&scenario, &inputs, language);
            writeln!(out, "{}", table::draw(&listing, language))?;
        }
        Ok(())
    }
}
