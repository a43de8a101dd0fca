//! `ofogh equations`: what each variable is worked out from, as recorded from the model itself.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failure, terminal};
use crate::fault::{Fault, did_you_mean};
use crate::language::Language;
use crate::scenario::{Scenario, matches};
use crate::tape::Recording;
use crate::wording::equation_page::{page, plain};

/// Arguments of `equations`.
#[derive(Args)]
pub(crate) struct EquationsCommand {
    /// Variables that fit a pattern, such as `programme.solar.*`; all if there is none.
    pattern: Option<String>,
    /// The scenario whose model it is.
    #[arg(long, default_value = "scenarios/reference.toml")]
    scenario: PathBuf,
    /// Format.
    #[arg(long, value_enum, default_value = "text")]
    format: EquationsFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EquationsFormat {
    /// Every variable that fits.
    Text,
    /// A page with each kind of equation once.
    Markdown,
}

impl EquationsCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let scenario = Scenario::load(&self.scenario, &[])?;
        let equations = Recording::of(&scenario.structure);
        let fits = |index: &usize| {
            self.pattern.as_ref().is_none_or(|pattern| matches(pattern, &equations.variables[*index].id))
        };
        let picked: Vec<usize> = (0..equations.variables.len()).filter(fits).collect();
        if picked.is_empty() {
            return Err(self.nothing(&equations).into());
        }
        let text = match self.format {
            EquationsFormat::Text => {
                picked.iter().map(|index| plain(&scenario, &equations, *index, language)).collect()
            }
            EquationsFormat::Markdown => page(&scenario, &equations, &picked),
        };
        write!(terminal::out(), "{text}")?;
        Ok(())
    }

    fn nothing(&self, equations: &Recording) -> Fault {
        let pattern = self.pattern.as_deref().unwrap_or_default();
        Fault::new(
            "unknown-variable",
            format!("no variable fits `{pattern}`"),
            format!("هیچ متغیری با `{pattern}` جور نیست"),
        )
        .help(
            "`ofogh inputs --variables` lists them; `*` stands for any text",
            "`ofogh inputs --variables` همه را فهرست می‌کند؛ `*` به جای هر متنی است",
        )
        .maybe_help(did_you_mean(pattern, equations.variables.iter().map(|row| row.id.as_str())))
    }
}
