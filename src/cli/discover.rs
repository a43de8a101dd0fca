//! `ofogh discover`: which ranges of what is uncertain make a goal succeed, or fail.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Failure;
use super::terminal::{self, table};
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::discover::{Question, discover};
use crate::study::limits;
use crate::wording::{self, discovery, faults};

/// Arguments of `discover`.
#[derive(Args)]
pub(crate) struct DiscoverCommand {
    /// Scenario file.
    scenario: PathBuf,
    /// The goal, by its name.
    #[arg(long, value_name = "NAME")]
    goal: String,
    /// Look for what makes it fail.
    #[arg(long)]
    missed: bool,
    /// Share of the members in the box that are to be such; 0.8 if it is not said, or half way from all members to 1.
    #[arg(long)]
    density: Option<f64>,
    /// Number of members.
    #[arg(long, default_value_t = 10_000)]
    members: u64,
    /// Seed of all draws.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A setting over the file, such as `envelope.credit.flow=9000`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
}

impl DiscoverCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let scenario = Arc::new(Scenario::load(&self.scenario, &self.settings)?);
        if scenario.uncertainties.is_empty() {
            return Err(faults::certain(&self.scenario).into());
        }
        let is_sound = limits::DISCOVERY.contains(&self.members)
            && self.density.is_none_or(|density| density > 0.0 && density <= 1.0);
        if !is_sound {
            return Err(faults::discovery_out_of_range().into());
        }
        let Some(goal) = scenario.goals.iter().position(|goal| goal.id == self.goal) else {
            return Err(faults::unknown_goal(&self.goal, &scenario).into());
        };
        let Self { missed, density, members, seed, .. } = *self;
        let Some(found) = discover(&scenario, Question { goal, missed, density, members, seed }) else {
            return Err(faults::discovery_out_of_range().into());
        };
        faults::held_at_limit(&scenario, &found.held).map_or(Ok(()), Err)?;
        let mut out = terminal::out();
        let [title, share] = discovery::heading(&scenario, &found, language);
        writeln!(out, "{title}\n{share}\n")?;
        if let Some(nothing) = discovery::nothing(&found, language) {
            writeln!(out, "{nothing}")?;
            return Ok(());
        }
        writeln!(out, "{}\n", table::draw(&discovery::boxes(&found, language), language))?;
        for note in discovery::about_boxes(&found, language) {
            writeln!(out, "{note}")?;
        }
        writeln!(out, "\n{}", table::draw(&discovery::limits(&scenario, &found, language), language))?;
        writeln!(out, "{}", discovery::about_limits(language))?;
        if let Some(held) = wording::ensemble::held(&scenario, &found.held, language) {
            writeln!(out, "{held}")?;
        }
        Ok(())
    }
}
