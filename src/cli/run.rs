//! `ofogh run`: project scenarios, print what matters, write a file.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use super::terminal::{self, stop, table};
use crate::export;
use crate::fault::{self, Fault};
use crate::files::{Disk, Files};
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::{self, PriceBasis, Report, select};
use crate::wording::{binding, faults, results, sentences};

/// Arguments of `run`.
#[derive(Args)]
pub(crate) struct RunCommand {
    /// Scenario files; several give one file to compare them.
    #[arg(required = true)]
    pub(super) scenarios: Vec<PathBuf>,
    /// File to write, by its ending: .xlsx, .csv, .json. May be repeated. [default: results/NAME.xlsx]
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
    /// Print every variable.
    #[arg(long, conflicts_with = "variables")]
    all: bool,
    /// Print the variables that fit a pattern, such as `programme.*.operating`. May be repeated.
    #[arg(long, value_name = "PATTERN")]
    variables: Vec<String>,
    /// A setting over the files, such as `envelope.exchange.flow=200`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// Prices of money: constant toman of the opening year, current toman, or dollars.
    #[arg(long, value_enum, default_value = "constant")]
    prices: Prices,
    /// A column a year instead of a row a value, in CSV.
    #[arg(long)]
    wide: bool,
    /// The values at the opening date too, in CSV.
    #[arg(long)]
    openings: bool,
    /// Workbooks with formulas, so that a changed assumption moves the results. This is the default.
    #[arg(long, overrides_with = "numbers")]
    live: bool,
    /// Workbooks with numbers in the place of formulas.
    #[arg(long, overrides_with = "live")]
    numbers: bool,
    /// Exit with code 1 if a goal is missed.
    #[arg(long)]
    strict: bool,
    /// Run again whenever one of the files is saved, and show what moved.
    #[arg(long)]
    pub(super) watch: bool,
    /// Replace files that this program did not write, or that were changed since.
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Prices {
    Constant,
    Current,
    Usd,
}

impl From<Prices> for PriceBasis {
    fn from(prices: Prices) -> Self {
        match prices {
            Prices::Constant => Self::Constant,
            Prices::Current => Self::Current,
            Prices::Usd => Self::Dollar,
        }
    }
}

impl RunCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let reports = self.once(&Disk, true, language)?;
        let missed = reports.iter().any(|report| report.goals.iter().any(|goal| !goal.met));
        if self.strict && missed { Err(Failure::GoalMissed) } else { Ok(()) }
    }

    /// Runs what is read from `from` and writes; prints the whole report if asked to. Returns what it ran.
    pub(super) fn once(
        &self,
        from: &dyn Files,
        show: bool,
        language: Language,
    ) -> Result<Vec<Report>, Failure> {
        let targets = self.targets(language)?;
        let reports = self.reports(from)?;
        // Everything that can be refused is, before anything is written; everything is written before anything is shown.
        for report in &reports {
            terminal::faults::remarks(&report.projection.scenario.remarks, false, language);
        }
        let mut shown = Vec::new();
        for report in reports.iter().filter(|_| show) {
            let picked = self.picked(report)?;
            print(&mut shown, report, picked.as_deref(), language)?;
        }
        let mut files = Vec::new();
        let shape = export::FileOptions {
            wide: self.wide,
            openings: self.openings,
            origin: true,
            live: !self.numbers,
        };
        // A kind of file that cannot be made keeps no other from being written.
        let mut refused = Vec::new();
        for (path, kind) in targets {
            match export::bytes(kind, &reports, language, shape) {
                Ok(bytes) => files.push((path, bytes)),
                Err(fault) => refused.push(fault),
            }
        }
        stop::whole(|| export::write_all(&files, self.force))?;
        terminal::out().write_all(&shown)?;
        files.iter().try_for_each(|(path, _)| terminal::written_to(path, language))?;
        if refused.is_empty() { Ok(reports) } else { Err(refused.into()) }
    }

    /// The variables asked for; `None` for those that matter most.
    fn picked(&self, report: &Report) -> Result<Option<Vec<usize>>, Fault> {
        let variables = &report.projection.scenario.variables;
        if self.all {
            return Ok(Some((0..variables.len()).collect()));
        }
        if self.variables.is_empty() {
            return Ok(None);
        }
        select(&self.variables, variables).map(Some).map_err(|wrong| faults::unknown_pattern(&wrong))
    }

    fn reports(&self, from: &dyn Files) -> Result<Vec<Report>, Failure> {
        let (mut reports, mut faults) = (Vec::<Report>::new(), Vec::<Fault>::new());
        for path in &self.scenarios {
            match Scenario::load_from(from, path, &self.settings) {
                Err(more) => fault::add_new(&mut faults, more),
                Ok(scenario)
                    if reports.iter().any(|report| report.projection.scenario.name == scenario.name) =>
                {
                    faults.push(same_name(&scenario.name));
                }
                Ok(scenario) => {
                    let report = study::project(scenario)
                        .and_then(|projection| Report::new(projection, self.prices.into()));
                    match report {
                        Err(wrong) => faults.push(faults::impossible(path, &wrong)),
                        Ok(report) => reports.push(report),
                    }
                }
            }
        }
        if faults.is_empty() { Ok(reports) } else { Err(faults.into()) }
    }

    /// The files to write, each with its kind.
    fn targets(&self, language: Language) -> Result<Vec<(PathBuf, export::FileFormat)>, Fault> {
        let mut targets: Vec<(PathBuf, export::FileFormat)> = Vec::new();
        for path in &self.out {
            if targets.iter().any(|(other, _)| other == path) {
                let name = path.display();
                return Err(Fault::new(
                    "out-twice",
                    format!("`{name}` is asked for twice"),
                    format!("`{name}` دو بار خواسته شده است"),
                )
                .help("name each --out once", "هر --out را یک بار بنویسید"));
            }
            targets.push((path.clone(), export::FileFormat::of(path)?));
        }
        let shaped = [("--wide", self.wide), ("--openings", self.openings)];
        let asked = shaped.into_iter().find(|(_, asked)| *asked);
        if let Some((option, _)) =
            asked.filter(|_| targets.iter().all(|(_, kind)| *kind != export::FileFormat::Csv))
        {
            return Err(Fault::new(
                "wide",
                format!("`{option}` shapes CSV files, and none is asked for"),
                format!("`{option}` برای پروندهٔ CSV است و چنین پرونده‌ای خواسته نشده"),
            )
            .help("add --out FILE.csv", "‎--out FILE.csv را بیفزایید"));
        }
        if targets.is_empty() {
            targets.push((self.default_path(language), export::FileFormat::Workbook));
        }
        Ok(targets)
    }

    /// `results/NAME.xlsx`; behind the name stands what makes it another result: settings, prices, language.
    fn default_path(&self, language: Language) -> PathBuf {
        let mut name = match &self.scenarios[..] {
            [one] => one.file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy().into_owned()),
            _ => "comparison".to_owned(),
        };
        if !self.settings.is_empty() {
            name.push_str(".set");
        }
        name.push_str(match self.prices {
            Prices::Constant => "",
            Prices::Current => ".current",
            Prices::Usd => ".usd",
        });
        name.push_str(if self.numbers { ".numbers" } else { "" });
        name.push_str(if language == Language::English { "" } else { ".fa" });
        PathBuf::from("results").join(name + ".xlsx")
    }
}

fn same_name(name: &str) -> Fault {
    Fault::new(
        "same-name",
        format!("two scenarios are called `{name}`"),
        format!("دو سناریو `{name}` نام دارند"),
    )
    .help(
        "rename one of the files: results are told apart by the name",
        "نام یکی از پرونده‌ها را عوض کنید: نتایج با نام از هم شناخته می‌شوند",
    )
}

/// Prints a report: the variables picked, or those that matter most with all that follows from them.
fn print(
    out: &mut impl Write,
    report: &Report,
    picked: Option<&[usize]>,
    language: Language,
) -> io::Result<()> {
    let scenario = &report.projection.scenario;
    writeln!(out, "{}\n{}\n", scenario.title.get(language), scenario.summary.get(language))?;
    let rows = picked.unwrap_or(&report.headline);
    let projection = results::projection(report, rows, picked.is_none(), language);
    writeln!(out, "{}", table::draw(&projection, language))?;
    if let Some(note) = sentences::opening_note(report, language) {
        writeln!(out, "* {note}")?;
    }
    if picked.is_none() {
        let goals = results::goals(report, language);
        if !goals.is_empty() {
            writeln!(out, "\n{}", table::draw(&goals, language))?;
        }
        writeln!(out)?;
        for sentence in binding::sentences(report, language) {
            writeln!(out, "{sentence}")?;
        }
        for sentence in sentences::unlikely(report, language) {
            writeln!(out, "{sentence}")?;
        }
        let hindcast = results::hindcast(report, language);
        if !hindcast.is_empty() {
            writeln!(out, "\n{}", table::draw(&hindcast, language))?;
        }
        writeln!(out, "\n{}", sentences::evidence_sentence(report, language))?;
    }
    writeln!(out)
}
