//! `ofogh ensemble A B`: two scenarios on the same draws.

use std::io::Write;
use std::path::Path;

use super::EnsembleCommand;
use crate::cli::Failure;
use crate::cli::terminal::{self, table};
use crate::export;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::ensemble::{Design, Difference};
use crate::wording::difference as wording;
use crate::wording::faults;

impl EnsembleCommand {
    /// Runs the scenario and the one in `other`, prints how far apart they are and writes it to files.
    pub(super) fn differences(&self, other: &Path, language: Language) -> Result<(), Failure> {
        let formats = self.output.formats()?;
        self.output.check()?;
        let load = |path: &Path| -> Result<Scenario, Failure> {
            let scenario = Scenario::load(path, &self.settings)?;
            terminal::faults::remarks(&scenario.remarks, false, language);
            Ok(scenario)
        };
        let design = Design { members: self.members, seed: self.seed, sampling: self.sampling.into() };
        let found = Difference::new(load(&self.scenario)?, load(other)?, self.all, design);
        let difference = found.map_err(|why| wording::unlike(&why))?;
        for (scenario, held) in difference.scenarios.iter().zip(&difference.held) {
            faults::held_at_limit(scenario, held).map_or(Ok(()), Err)?;
        }
        self.output.write(&formats, |format| export::difference(format, &difference, language))?;
        let mut out = Vec::new();
        for line in wording::heading(&difference, language) {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "\n{}", table::draw(&wording::table(&difference, language), language))?;
        if let Some(outside) = wording::outside(&difference, language) {
            writeln!(out, "{outside}")?;
        }
        terminal::out().write_all(&out)?;
        self.output.say(language)
    }
}
