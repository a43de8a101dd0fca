//! `ofogh show`: every input by year, and where it comes from.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use super::terminal::table;
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
        if self.format == ShowFormat::Toml && self.changed {
            return Err(Fault::new(
                "changed-toml",
                "what differs alone is no whole scenario",
                "آنچه تفاوت دارد به تنهایی سناریوی کامل نیست",
            )
            .help(
                "the scenario's own file holds just that; leave out --changed",
                "پروندهٔ خود سناریو همین را دارد؛ --changed را بردارید",
            )
            .into());
        }
        if self.format == ShowFormat::Toml {
            let text = Scenario::flatten(&self.scenario, &self.settings)?;
            anstream::stdout().lock().write_all(text.as_bytes())?;
            return Ok(());
        }
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        let inputs = provenance::inputs(&scenario, self.changed);
        let mut out = anstream::stdout().lock();
        if self.format == ShowFormat::Json {
            writeln!(out, "{}", serde_json::to_string_pretty(&inputs).map_err(std::io::Error::from)?)?;
        } else if inputs.is_empty() {
            let nothing = language.choose("nothing differs from its base", "با پایهٔ خود تفاوتی ندارد");
            writeln!(out, "{nothing}")?;
        } else {
            let listing = provenance::inputs_table(&scenario, &inputs, language);
            writeln!(out, "{}", table::draw(&listing, language))?;
        }
        Ok(())
    }
}
