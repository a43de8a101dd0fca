//! `ofogh ensemble`: the range of every result and the probability of every goal.

mod crew;
mod faults;
mod keep;
mod part;

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::{Failure, Lang, fan};
pub(super) use faults::certain;
use faults::{count_fault, not_finite, too_many_dimensions, unwritten};
use part::PartArgument;

use crate::export;
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::wording::member::member_text;
use crate::study::ensemble::{DIMENSIONS, Design, Ensemble, Sampling, Tally};

/// Arguments of `ensemble`.
#[derive(Args)]
pub(crate) struct EnsembleCommand {
    /// Scenario file.
    scenario: PathBuf,
    /// Number of members.
    #[arg(long, default_value_t = 100_000)]
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
    /// A setting over the file, such as `uncertainty.figures=true`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// File to write, by its ending: .xlsx, .csv or .json; .part for a part. May be repeated.
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
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
    /// Replace files that this program did not write, or that were changed since.
    #[arg(long)]
    force: bool,
    /// Language.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
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

/// Most members that are run in one go: counts of a bin fit into their place.
const MOST: u64 = 1 << 31;

impl EnsembleCommand {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        if self.members == 0 || self.members > MOST {
            return Err(count_fault(self.members).into());
        }
        let range = self.part.map_or((0, self.members), |part| part.range(self.members));
        let kinds = kinds(&self.out, self.part.is_some())?;
        let keep = self.keep.as_deref().map(|path| keep::Keep::new(path, self.force)).transpose()?;
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        if scenario.uncertainties.is_empty() {
            return Err(certain(&self.scenario).into());
        }
        let sampling = match self.sampling {
            Spreading::Random => Sampling::Random,
            Spreading::Latin => Sampling::Latin,
            Spreading::Sobol => Sampling::Sobol,
        };
        let years = scenario.structure.all_years().count();
        let draws: usize = scenario.uncertainties.iter().map(|uncertainty| uncertainty.draws(years)).sum();
        if sampling == Sampling::Sobol && draws > DIMENSIONS {
            return Err(too_many_dimensions(draws).into());
        }
        let design = Design { members: self.members, seed: self.seed, sampling };
        let ensemble = Ensemble::new(scenario, self.all, design);
        if let Some(member) = self.member {
            return self.alone(&ensemble, member);
        }
        crew::listen();
        let begun = Instant::now();
        let tally = crew::count(&ensemble, range, self.workers, language);
        let took = begun.elapsed();
        let enough = tally.members < range.1 - range.0;
        let mut notices = anstream::stderr().lock();
        if enough {
            let (done, of) = (language.count(tally.members), language.count(range.1 - range.0));
            match language {
                Language::English => writeln!(notices, "stopped after {done} of {of} members")?,
                Language::Persian => writeln!(notices, "پس از {done} عضو از {of} متوقف شد")?,
            }
        }
        if self.part.is_some() {
            // What was stopped is no part: the next try writes it whole.
            if !enough {
                all_finite(&ensemble, &tally)?;
                let part = ensemble.part(self.scenario.display().to_string(), range, &tally);
                let bytes = part.bytes().map_err(|error| unwritten(&error))?;
                let files: Vec<(PathBuf, Vec<u8>)> =
                    self.out.iter().map(|path| (path.clone(), bytes.clone())).collect();
                export::write_all(&files, self.force)?;
            }
        } else if tally.members > 0 {
            show(&ensemble, &tally, &self.out, &kinds, self.force, language)?;
        }
        if let Some(keep) = &keep {
            if enough {
                keep.stopped(language)?;
            } else {
                keep.write(&ensemble, range, language)?;
            }
        }
        if enough {
            return Err(Failure::Stopped);
        }
        let (count, time) =
            (language.number(rate(tally.members, took)), language.decimal(took.as_secs_f64(), 2));
        match language {
            Language::English => writeln!(notices, "{time} s, {count} members a second")?,
            Language::Persian => writeln!(notices, "{time} ثانیه، {count} عضو در ثانیه")?,
        }
        Ok(())
    }

    /// One member by itself, as a scenario that gives the same bits.
    fn alone(&self, ensemble: &Ensemble, member: u64) -> Result<(), Failure> {
        if member >= self.members {
            let last = self.members - 1;
            let fault = Fault::new(
                "member",
                format!("there is no member {member}: the last is {last}"),
                format!("عضو {member} وجود ندارد: آخرین {last} است"),
            );
            return Err(fault.help("members are counted from 0", "شمارش عضوها از 0 است").into());
        }
        anstream::stdout().lock().write_all(member_text(ensemble, member).as_bytes())?;
        Ok(())
    }
}

/// Kinds of the files that are asked for; a part has one of its own.
fn kinds(out: &[PathBuf], part: bool) -> Result<Vec<export::FileFormat>, Fault> {
    let is_part = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "part");
    match (part, out.iter().find(|path| is_part(path) != part)) {
        (true, Some(path)) => {
            let name = path.display();
            let fault = Fault::new(
                "file-kind",
                format!("a part cannot be written to `{name}`"),
                format!("پاره را نمی‌توان در `{name}` نوشت"),
            );
            Err(fault.help(
                "end its name in .part; `ofogh merge` makes the other kinds of files",
                "نام را با ‎.part پایان دهید؛ `ofogh merge` پرونده‌های دیگر را می‌سازد",
            ))
        }
        (true, None) => Ok(Vec::new()),
        (false, _) => out.iter().map(|path| export::FileFormat::of(path)).collect(),
    }
}

/// That every result was a finite number.
fn all_finite(ensemble: &Ensemble, tally: &Tally) -> Result<(), Failure> {
    match tally.not_finite {
        Some((member, series)) => Err(not_finite(ensemble, member, series).into()),
        None => Ok(()),
    }
}

/// Prints what was counted and writes it to files.
pub(super) fn show(
    ensemble: &Ensemble,
    tally: &Tally,
    out: &[PathBuf],
    kinds: &[export::FileFormat],
    force: bool,
    language: Language,
) -> Result<(), Failure> {
    all_finite(ensemble, tally)?;
    let outcome = ensemble.outcome(tally);
    let mut shown = Vec::new();
    fan::print(&mut shown, ensemble, &outcome, language)?;
    let file = |(path, kind): (&PathBuf, &export::FileFormat)| {
        Ok((path.clone(), export::ensemble(*kind, ensemble, &outcome, language)?))
    };
    let files = out.iter().zip(kinds).map(file).collect::<Result<Vec<_>, Fault>>()?;
    export::write_all(&files, force)?;
    anstream::stdout().lock().write_all(&shown)?;
    let mut notices = anstream::stderr().lock();
    for path in out {
        writeln!(notices, "{} {}", language.choose("written to", "نوشته شد در"), path.display())?;
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss)]
fn rate(members: u64, took: Duration) -> f64 {
    members as f64 / took.as_secs_f64().max(1e-9)
}
