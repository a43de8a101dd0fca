//! `ofogh schema`: the JSON Schemas that editors use for completion and checks.

use clap::{Args, ValueEnum};

use super::{Failure, terminal};
use crate::figure;
use crate::scenario;

/// Arguments of `schema`.
#[derive(Args)]
pub(crate) struct SchemaCommand {
    /// The kind of file.
    #[arg(value_enum, default_value = "scenario")]
    file: File,
}

#[derive(Clone, Copy, ValueEnum)]
enum File {
    Scenario,
    Figures,
    Articles,
    Contradictions,
    Units,
}

impl SchemaCommand {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let schema = match self.file {
            File::Scenario => Some(scenario::schema()),
            File::Figures => figure::schema("figures"),
            File::Articles => figure::schema("articles"),
            File::Contradictions => figure::schema("contradictions"),
            File::Units => figure::schema("units"),
        };
        // Every name of the list above has a schema.
        let schema = schema.unwrap_or_default();
        Ok(terminal::json(&schema)?)
    }
}
