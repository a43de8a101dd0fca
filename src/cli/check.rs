//! `ofogh check`: is a scenario valid, and if not, why not.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{Failure, Format, terminal};
use crate::fault::{self, FaultReport};
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study;
use crate::wording::faults::impossible;

/// Arguments of `check`.
#[derive(Args)]
pub(crate) struct CheckCommand {
    /// Scenario files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// A setting over the files, such as `envelope.exchange.flow=200`.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// Format of the report.
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

impl CheckCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let (mut faults, mut remarks) = (Vec::new(), Vec::new());
        let mut out = terminal::out();
        for file in &self.files {
            match Scenario::load(file, &self.settings) {
                Err(more) => fault::add_new(&mut faults, more),
                Ok(scenario) => {
                    let (inputs, variables) = (scenario.inputs().count(), scenario.variables.len());
                    let goals = scenario.goals.len();
                    fault::add_new(&mut remarks, scenario.remarks.clone());
                    match study::project(scenario) {
                        Err(wrong) => faults.push(impossible(file, &wrong)),
                        Ok(_) if self.format == Format::Json => {}
                        Ok(_) => writeln!(
                            out,
                            "{}: {}",
                            file.display(),
                            language.digits(&match language {
                                Language::English =>
                                    format!("valid; {inputs} inputs, {variables} variables, {goals} goals"),
                                Language::Persian =>
                                    format!("درست است؛ {inputs} ورودی، {variables} متغیر، {goals} هدف"),
                            })
                        )?,
                    }
                }
            }
        }
        if faults.is_empty() {
            if self.format == Format::Json {
                let list: Vec<FaultReport<'_>> = remarks.iter().map(FaultReport::remark).collect();
                terminal::json(&list)?;
            } else {
                terminal::faults::remarks(&remarks, true, language);
            }
            return Ok(());
        }
        Err(faults.into())
    }
}
