//! `ofogh ensemble`: the range of every result and the probability of every goal.

mod difference;
mod keep;
mod part;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::Failure;
use super::output::OutputFiles;
use super::terminal::progress::Progress;
use super::terminal::{self, stop, table};
use crate::export;
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::ensemble::{DIMENSIONS, Design, Ensemble, Sampling, Tally};
use crate::study::{limits, workers};
use crate::wording::member::member_text;
use crate::wording::{self, faults};
use part::PartArgument;

/// Arguments of `ensemble`.
#[derive(Args)]
pub(crate) struct EnsembleCommand {
    /// Scenario file.
    scenario: PathBuf,
    /// A second scenario: both are run on the same draws, and the differences of their results told.
    #[arg(conflicts_with_all = ["part", "member", "keep", "workers"])]
    other: Option<PathBuf>,
    /// Number of members; 10,000 of two scenarios.
    #[arg(
        long,
        default_value_t = 100_000,
        default_value_if("other", clap::builder::ArgPredicate::IsPresent, "10000")
    )]
    members: u64,
    /// Seed of all draws: the same seed gives the same members, on any machine.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How the members are spread.
    #[arg(long, value_enum, default_value = "latin")]
    sampling: Spreading,
    /// Every variable instead of those that matter most.
    #[arg(long)]
    all: bool,
    /// A setting over the file, such as `envelope.credit.flow=9000`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    #[command(flatten)]
    output: OutputFiles,
    /// Count one part alone, such as 3/64, and write it with --out NAME.part; `ofogh merge` puts parts together.
    #[arg(long, value_name = "K/N", requires = "out", conflicts_with = "member")]
    part: Option<PartArgument>,
    /// Print one member, counted from 0, as a scenario of its own.
    #[arg(long, value_name = "NUMBER", conflicts_with = "out")]
    member: Option<u64>,
    /// Keep what was drawn for each member and what came out of it, as a .parquet file. Needs a program built with
    /// `--features parquet`.
    #[arg(long, value_name = "FILE", conflicts_with = "member")]
    keep: Option<PathBuf>,
    /// Workers; one for each processor if it is not said. They change no result.
    #[arg(long, value_name = "NUMBER")]
    workers: Option<usize>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Spreading {
    /// Each member by itself.
    Random,
    /// A Latin hypercube: each uncertain thing evenly.
    Latin,
    /// Sobol's sequence, scrambled: all uncertain things evenly together.
    Sobol,
}

impl From<Spreading> for Sampling {
    fn from(spreading: Spreading) -> Self {
        match spreading {
            Spreading::Random => Self::Random,
            Spreading::Latin => Self::Latin,
            Spreading::Sobol => Self::Sobol,
        }
    }
}

impl EnsembleCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        if !(1..=limits::MEMBERS).contains(&self.members) {
            return Err(faults::member_count(self.members).into());
        }
        if let Some(other) = &self.other {
            return self.differences(other, language);
        }
        let range = self.part.map_or((0, self.members), |part| part.range(self.members));
        let formats = match self.part {
            Some(_) => part::check_paths(&self.output.out).map(|()| Vec::new())?,
            None => self.output.formats()?,
        };
        let keep = self.keep.as_deref().map(|path| keep::Keep::new(path, self.output.force)).transpose()?;
        self.output.check()?;
        let ensemble = self.ensemble(language)?;
        if let Some(member) = self.member {
            if member >= self.members {
                return Err(faults::no_member(member, self.members).into());
            }
            terminal::out().write_all(member_text(&ensemble, member).as_bytes())?;
            return Ok(());
        }
        let begun = Instant::now();
        let count = || workers::count(&ensemble, range, self.workers, &Progress::new(language));
        let tally = stop::gently(count);
        let seconds = begun.elapsed().as_secs_f64();
        let of = range.1 - range.0;
        let is_whole = tally.members == of;
        if !is_whole {
            let stopped = wording::ensemble::stopped(tally.members, of, language);
            writeln!(terminal::err(), "{stopped}")?;
        }
        if self.part.is_some() {
            // What was stopped is no part: the next try writes it whole.
            if is_whole {
                self.write_part(&ensemble, range, &tally)?;
            }
        } else if tally.members > 0 {
            let output = if is_whole { &self.output } else { &self.output.partial() };
            show(&ensemble, &tally, output, &formats, language)?;
        }
        if let Some(keep) = &keep {
            if is_whole {
                keep.write(&ensemble, range, language)?;
            } else {
                keep.stopped(language)?;
            }
        }
        if !is_whole {
            return Err(Failure::Stopped);
        }
        writeln!(terminal::err(), "{}", wording::ensemble::pace(tally.members, seconds, language))?;
        Ok(())
    }

    fn ensemble(&self, language: Language) -> Result<Ensemble, Failure> {
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        super::terminal::faults::remarks(&scenario.remarks, false, language);
        let design = Design { members: self.members, seed: self.seed, sampling: self.sampling.into() };
        planned(scenario, &self.scenario, self.all, design)
    }

    fn write_part(&self, ensemble: &Ensemble, range: (u64, u64), tally: &Tally) -> Result<(), Failure> {
        all_finite(ensemble, tally)?;
        let part = ensemble.part(self.scenario.display().to_string(), range, tally);
        let bytes = part.bytes().map_err(|error| export::refused(&error))?;
        if bytes.len() as u64 > limits::PART {
            return Err(faults::part_too_large(bytes.len() as u64).into());
        }
        let files: Vec<(PathBuf, Vec<u8>)> =
            self.output.out.iter().map(|path| (path.clone(), bytes.clone())).collect();
        Ok(stop::whole(|| export::write_all(&files, self.output.force))?)
    }
}

/// The ensemble of a scenario, whose file is `path`, if it can be run.
pub(super) fn planned(
    scenario: Scenario,
    path: &Path,
    all: bool,
    design: Design,
) -> Result<Ensemble, Failure> {
    if scenario.uncertainties.is_empty() {
        return Err(faults::certain(path).into());
    }
    let draws = scenario.draws().last().map_or(0, |last| last.end);
    if design.sampling == Sampling::Sobol && draws > DIMENSIONS {
        return Err(faults::too_many_dimensions(draws).into());
    }
    let ensemble = Ensemble::new(scenario, all, design);
    faults::held_at_limit(&ensemble.scenario, &ensemble.held).map_or(Ok(ensemble), |fault| Err(fault.into()))
}

/// That every result was a finite number.
fn all_finite(ensemble: &Ensemble, tally: &Tally) -> Result<(), Fault> {
    faults::member_not_finite(ensemble, tally).map_or(Ok(()), Err)
}

/// Prints what was counted and writes it to files.
pub(super) fn show(
    ensemble: &Ensemble,
    tally: &Tally,
    output: &OutputFiles,
    formats: &[export::FileFormat],
    language: Language,
) -> Result<(), Failure> {
    all_finite(ensemble, tally)?;
    let outcome = ensemble.outcome(tally);
    output.write(formats, |format| export::ensemble(format, ensemble, &outcome, language))?;
    let mut out = Vec::new();
    writeln!(out, "{}", ensemble.scenario.title.get(language))?;
    writeln!(out, "{}\n", wording::ensemble::heading(ensemble, &outcome, language))?;
    let ranges = wording::ensemble::ranges(ensemble, &outcome, false, language);
    writeln!(out, "{}", table::draw(&ranges, language))?;
    for (n, sentence) in wording::ensemble::precision(ensemble, &outcome, language).iter().enumerate() {
        writeln!(out, "{}{sentence}", if n == 0 && outcome.settled.is_some() { "\n" } else { "" })?;
    }
    let probabilities = wording::ensemble::probabilities(ensemble, &outcome, language);
    if !probabilities.is_empty() {
        writeln!(out, "\n{}", table::draw(&probabilities, language))?;
        writeln!(out, "{}", wording::ensemble::about_intervals(ensemble, language))?;
    }
    terminal::out().write_all(&out)?;
    output.say(language)
}
