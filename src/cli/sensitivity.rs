//! `ofogh sensitivity`: which uncertain things a result's spread comes from.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::Failure;
use super::output::OutputFiles;
use super::terminal::progress::Progress;
use super::terminal::{self, table};
use crate::export;
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::result_at;
use crate::study::sensitivity::{Method, Sensitivity, SensitivityResult, VariableYear, order};
use crate::wording::{self, faults, sensitivity};

/// Factors followed over the years.
const FOLLOWED: usize = 6;

/// Arguments of `sensitivity`.
#[derive(Args)]
pub(crate) struct SensitivityCommand {
    /// Scenario file.
    scenario: PathBuf,
    /// What is looked at, such as `province.gdp_share@1408`; without a year, the last one. Several with commas.
    #[arg(long, value_name = "VARIABLE@YEAR", value_delimiter = ',', required = true)]
    of: Vec<String>,
    /// How it is told.
    #[arg(long, value_enum, default_value = "sobol")]
    method: How,
    /// Factors: each uncertain thing, or all that came to be known in the same way.
    #[arg(long, value_enum, default_value = "things")]
    by: By,
    /// Rows of a design: 4,096 for sobol, 4,000 for regression; trajectories for morris: 50.
    #[arg(long)]
    rows: Option<u64>,
    /// Seed of all draws.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Factors shown of each result.
    #[arg(long, default_value_t = 12)]
    top: usize,
    /// A setting over the file, such as `envelope.credit.flow=9000`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    #[command(flatten)]
    output: OutputFiles,
}

#[derive(Clone, Copy, ValueEnum)]
enum How {
    /// Shares of the variance, alone and together with others.
    Sobol,
    /// Elementary effects: few runs, to see what does not matter.
    Morris,
    /// Standardised regression coefficients, of values and of ranks.
    Regression,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    /// Each thing by itself.
    Things,
    /// Articles, statistics, literature, estimates.
    Sources,
}

impl SensitivityCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let formats = self.output.formats()?;
        self.output.check()?;
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        if scenario.uncertainties.is_empty() {
            return Err(faults::certain(&self.scenario).into());
        }
        let (method, usual) = match self.method {
            How::Sobol => (Method::Sobol, 4096),
            How::Morris => (Method::Morris, 50),
            How::Regression => (Method::Regression, 4000),
        };
        let rows = self.rows.unwrap_or(usual);
        if !method.rows().contains(&rows) {
            return Err(faults::row_count(rows, method).into());
        }
        let (variables, asked) = self.asked(&scenario)?;
        let by_source = matches!(self.by, By::Sources);
        if by_source && method == Method::Regression {
            return Err(faults::regression_of_groups().into());
        }
        let study = Sensitivity::new(scenario, variables, method, by_source, rows, self.seed);
        let held = study.held();
        faults::held_at_limit(&study.scenario, &held).map_or(Ok(()), Err)?;
        let begun = Instant::now();
        let found = study.run(&Progress::new(language)).map_err(|_| faults::inseparable())?;
        let took = begun.elapsed();
        self.output.write(&formats, |format| export::sensitivity(format, &study, &found, language))?;
        let mut out = Vec::new();
        asked.iter().try_for_each(|asked| print(&mut out, &study, &found, *asked, self.top, language))?;
        if let Some(held) = wording::ensemble::held(&study.scenario, &held, language) {
            writeln!(out, "{held}")?;
        }
        terminal::out().write_all(&out)?;
        self.output.say(language)?;
        let time = language.decimal(took.as_secs_f64(), 2);
        Ok(writeln!(terminal::err(), "{time} {}", language.choose("s", "ثانیه"))?)
    }

    /// The variables that are looked at, each once, and the results asked for.
    fn asked(&self, scenario: &Scenario) -> Result<(Vec<usize>, Vec<VariableYear>), Fault> {
        let (mut variables, mut asked): (Vec<usize>, Vec<VariableYear>) = (Vec::new(), Vec::new());
        for text in &self.of {
            let (index, year) = result_at(scenario, text).map_err(|wrong| faults::unknown_result(&wrong))?;
            let variable = variables.iter().position(|known| *known == index).unwrap_or_else(|| {
                variables.push(index);
                variables.len() - 1
            });
            asked.push(VariableYear { variable, year });
        }
        Ok((variables, asked))
    }
}

/// Prints what matters for one result.
fn print(
    out: &mut impl Write,
    study: &Sensitivity,
    found: &SensitivityResult,
    asked: VariableYear,
    top: usize,
    language: Language,
) -> std::io::Result<()> {
    let place = study.output(asked.variable, asked.year);
    let lines = &found.lines[place];
    writeln!(out, "{}", sensitivity::heading(study, asked, language))?;
    let order = order(lines);
    if order.first().is_none_or(|first| lines[*first].weight() <= 0.0) {
        return writeln!(out, "{}\n", sensitivity::nothing(language));
    }
    if let Some(sentence) = sensitivity::sentence(study, lines, language) {
        writeln!(out, "{sentence}")?;
    }
    writeln!(out, "\n{}", table::draw(&sensitivity::factors(study, lines, top, language), language))?;
    if let Some(explained) = sensitivity::explained(study, found, place, language) {
        writeln!(out, "{explained}")?;
    }
    let followed = &order[..order.len().min(FOLLOWED)];
    let by_year = sensitivity::by_year(study, found, asked.variable, followed, false, language);
    writeln!(out, "\n{}\n", table::draw(&by_year, language))
}
