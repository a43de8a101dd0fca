//! `ofogh ensemble`: the range of every result and the probability of every goal.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::{Failure, Lang, fan};
use crate::export;
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::ensemble::{Design, Ensemble, Sampling, Tally, Workspace};

/// Arguments of `ensemble`.
#[derive(Args)]
pub(crate) struct EnsembleOf {
    /// Scenario file.
    scenario: PathBuf,
    /// Number of members.
    #[arg(long, default_value_t = 100_000)]
    members: u64,
    /// Seed of all draws: the same seed gives the same members, on any machine.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How the members are spread.
    #[arg(long, value_enum, default_value = "sobol")]
    sampling: Spreading,
    /// Every variable instead of those that matter most.
    #[arg(long)]
    all: bool,
    /// A setting over the file, such as `uncertainty.figures=true`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// File to write, by its ending: .csv or .json. May be repeated.
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
    /// Show one member alone, counted from 0, as the settings that make it.
    #[arg(long, value_name = "NUMBER")]
    member: Option<u64>,
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
/// Most workers.
const MOST_WORKERS: usize = 256;
/// Members a worker takes at a time.
const BATCH: u64 = 4096;

impl EnsembleOf {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        if self.members == 0 || self.members > MOST {
            return Err(count_fault(self.members).into());
        }
        let kinds: Vec<export::EnsembleKind> =
            self.out.iter().map(|path| export::EnsembleKind::of(path)).collect::<Result<_, _>>()?;
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        if scenario.uncertain.is_empty() {
            return Err(certain(&self.scenario).into());
        }
        let sampling = match self.sampling {
            Spreading::Random => Sampling::Random,
            Spreading::Latin => Sampling::Latin,
            Spreading::Sobol => Sampling::Sobol,
        };
        let design = Design { members: self.members, seed: self.seed, sampling };
        let ensemble = Ensemble::new(scenario, self.all, design);
        if let Some(member) = self.member {
            return self.alone(&ensemble, member, language);
        }
        let begun = Instant::now();
        let tally = self.run(&ensemble, language);
        if let Some((member, series)) = tally.not_finite {
            return Err(not_finite(&ensemble, member, series).into());
        }
        let outcome = ensemble.outcome(&tally);
        let took = begun.elapsed();
        let mut shown = Vec::new();
        fan::print(&mut shown, &ensemble, &outcome, language)?;
        let file = |(path, kind): (&PathBuf, export::EnsembleKind)| {
            Ok((path.clone(), export::ensemble(kind, &ensemble, &outcome)?))
        };
        let files = self.out.iter().zip(kinds).map(file).collect::<Result<Vec<_>, Fault>>()?;
        export::write_all(&files, self.force)?;
        anstream::stdout().lock().write_all(&shown)?;
        let mut notices = anstream::stderr().lock();
        for path in &self.out {
            writeln!(notices, "{} {}", language.choose("written to", "نوشته شد در"), path.display())?;
        }
        let (count, time) =
            (language.number(rate(self.members, took)), language.decimal(took.as_secs_f64(), 2));
        match language {
            Language::English => writeln!(notices, "{time} s, {count} members a second")?,
            Language::Persian => writeln!(notices, "{time} ثانیه، {count} عضو در ثانیه")?,
        }
        Ok(())
    }

    /// Workers take batches until none is left; counts add up to the same whoever took which.
    fn run(&self, ensemble: &Ensemble, language: Language) -> Tally {
        let workers = self.workers.or_else(|| std::thread::available_parallelism().map(usize::from).ok());
        // More than there are batches would have nothing to do, and each holds counts of its own.
        let batches = usize::try_from(self.members.div_ceil(BATCH)).unwrap_or(usize::MAX);
        let workers = workers.unwrap_or(1).clamp(1, MOST_WORKERS.min(batches));
        let (next, total) = (AtomicU64::new(0), Mutex::new(Tally::new(&ensemble.plan)));
        let work = || {
            let (mut tally, mut workspace) =
                (Tally::new(&ensemble.plan), Workspace::new(&ensemble.plan, &ensemble.members));
            loop {
                let first = next.fetch_add(BATCH, Ordering::Relaxed);
                if first >= self.members {
                    break;
                }
                let last = (first + BATCH).min(self.members);
                tally.count(&ensemble.plan, &ensemble.members, &mut workspace, first, last);
            }
            // A worker that failed has said so; the others still add what they counted.
            total.lock().unwrap_or_else(std::sync::PoisonError::into_inner).merge(&tally);
        };
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            let progress = std::io::stderr().is_terminal();
            while progress && !all.iter().all(std::thread::ScopedJoinHandle::is_finished) {
                let done = next.load(Ordering::Relaxed).min(self.members) * 100 / self.members;
                let done = language.digits(&done.to_string());
                // A terminal that went away needs no progress.
                let _ = write!(anstream::stderr(), "\r{done} %");
                std::thread::sleep(Duration::from_millis(50));
            }
            if progress {
                let _ = write!(anstream::stderr(), "\r      \r");
            }
        });
        total.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// One member by itself: what was drawn, as settings that give the same bits.
    fn alone(&self, ensemble: &Ensemble, member: u64, language: Language) -> Result<(), Failure> {
        if member >= self.members {
            let last = self.members - 1;
            let fault = Fault::new(
                "member",
                format!("there is no member {member}: the last is {last}"),
                format!("عضو {member} وجود ندارد: آخرین {last} است"),
            );
            return Err(fault.help("members are counted from 0", "شمارش عضوها از 0 است").into());
        }
        let (alone, base) = (ensemble.members.member(member), &ensemble.scenario);
        let mut out = anstream::stdout().lock();
        let title = language.choose("the settings of member", "تنظیم‌های عضو");
        writeln!(out, "# {title} {member}; --seed {}, --members {}", self.seed, self.members)?;
        let first = base.structure.years.0;
        for (input, before) in alone.inputs().zip(base.inputs()) {
            if input.values != before.values {
                writeln!(out, "{} = {}", input.row.id, input.written_value(first))?;
            }
        }
        Ok(())
    }
}

#[allow(clippy::cast_precision_loss)]
fn rate(members: u64, took: Duration) -> f64 {
    members as f64 / took.as_secs_f64().max(1e-9)
}

fn count_fault(members: u64) -> Fault {
    Fault::new(
        "members",
        format!("an ensemble of {members} members cannot be run"),
        format!("گروهی با {members} عضو اجراشدنی نیست"),
    )
    .help(
        format!("ask for 1 to {MOST} members; 100,000 are enough for most questions"),
        format!("از 1 تا {MOST} عضو بخواهید؛ 100,000 برای بیشتر پرسش‌ها بس است"),
    )
}

fn certain(path: &Path) -> Fault {
    let name = path.display();
    Fault::new(
        "nothing-uncertain",
        format!("`{name}` says of nothing that it is uncertain"),
        format!("`{name}` هیچ چیزی را نامطمئن نمی‌داند"),
    )
    .help(
        "add --set uncertainty.figures=true to draw from the ranges of its figures, or write [uncertainty] into it",
        "‎--set uncertainty.figures=true را بیفزایید تا از بازهٔ ارقام قرعه کشیده شود، یا [uncertainty] را در آن بنویسید",
    )
}

fn not_finite(ensemble: &Ensemble, member: u64, series: usize) -> Fault {
    let (variable, year) = ensemble.series(series);
    Fault::new(
        "not-finite",
        format!("`{variable}` leaves all bounds in {year} in member {member}"),
        format!("`{variable}` در سال {year} در عضو {member} از هر حدی می‌گذرد"),
    )
    .help(
        format!("`--member {member}` shows what was drawn for it; narrow the widest ranges"),
        format!("`--member {member}` قرعه‌های آن را نشان می‌دهد؛ پهن‌ترین بازه‌ها را تنگ‌تر کنید"),
    )
}
