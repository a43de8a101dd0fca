//! `ofogh inputs`: everything that can be set, searchable.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use super::terminal::{self, table};
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::wording::catalogue;

/// Arguments of `inputs`.
#[derive(Args)]
pub(crate) struct InputsCommand {
    /// Part of an id, a name or a meaning in either language; `*` stands for any text.
    pattern: Option<String>,
    /// The scenario whose inputs are listed.
    #[arg(long, default_value = "scenarios/reference.toml")]
    scenario: PathBuf,
    /// A setting over the scenario, such as `envelope.exchange.flow=200`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// List the variables that a run computes instead.
    #[arg(long)]
    variables: bool,
    /// Format.
    #[arg(long, value_enum, default_value = "text")]
    format: InputsFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputsFormat {
    Text,
    Json,
    Markdown,
}

impl InputsCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        let entries =
            if self.variables { catalogue::variables(&scenario) } else { catalogue::inputs(&scenario) };
        let entries = match &self.pattern {
            Some(pattern) => catalogue::fitting(entries, pattern),
            None => entries,
        };
        let mut out = terminal::out();
        match self.format {
            InputsFormat::Json => {
                terminal::json(&entries)?;
            }
            InputsFormat::Markdown => write!(out, "{}", catalogue::page(&entries, self.variables))?,
            InputsFormat::Text if entries.is_empty() => return Err(self.nothing().into()),
            InputsFormat::Text => {
                writeln!(
                    out,
                    "{}",
                    table::draw(&catalogue::table(&entries, &scenario.figures.units, language), language)
                )?;
            }
        }
        Ok(())
    }

    fn nothing(&self) -> Fault {
        let pattern = self.pattern.as_deref().unwrap_or_default();
        Fault::new(
            "nothing-found",
            format!("nothing fits `{pattern}`"),
            format!("چیزی با `{pattern}` جور نیست"),
        )
        .help(
            "`ofogh inputs` without a pattern lists everything",
            "`ofogh inputs` بدون الگو همه را فهرست می‌کند",
        )
    }
}
