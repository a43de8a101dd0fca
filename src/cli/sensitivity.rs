//! `ofogh sensitivity`: which uncertain things a result's spread comes from.

mod lines;

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::{Failure, Lang, side_by_side};
use crate::export;
use crate::fault::{Fault, did_you_mean};
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::sensitivity::{Line, Method, Sensitivity, SensitivityResult, VariableYear};

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
    /// A setting over the file, such as `uncertainty.figures=true`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// File to write, by its ending: .xlsx, .csv or .json. May be repeated.
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
    /// Replace files that this program did not write, or that were changed since.
    #[arg(long)]
    force: bool,
    /// Language.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
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

/// Most rows of a design.
const MOST: u64 = 1 << 20;

impl SensitivityCommand {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        let kinds: Vec<export::FileFormat> =
            self.out.iter().map(|path| export::FileFormat::of(path)).collect::<Result<_, _>>()?;
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        if scenario.uncertainties.is_empty() {
            return Err(super::ensemble::certain(&self.scenario).into());
        }
        let (method, usual) = match self.method {
            How::Sobol => (Method::Sobol, 4096),
            How::Morris => (Method::Morris, 50),
            How::Regression => (Method::Regression, 4000),
        };
        let rows = self.rows.unwrap_or(usual);
        if !(2..=MOST).contains(&rows) {
            return Err(few_rows(rows).into());
        }
        let (variables, outputs) = self.outputs(&scenario)?;
        let by_source = matches!(self.by, By::Sources);
        if by_source && method == Method::Regression {
            return Err(unreadable().into());
        }
        let study = Sensitivity::new(scenario, variables, method, by_source, rows, self.seed);
        let begun = Instant::now();
        let found = run(&study, language)?;
        let took = begun.elapsed();
        let mut shown = Vec::new();
        for output in &outputs {
            lines::print(&mut shown, &study, &found, *output, self.top, language)?;
        }
        let file = |(path, kind): (&PathBuf, export::FileFormat)| {
            Ok((path.clone(), export::sensitivity(kind, &study, &found, language)?))
        };
        let files = self.out.iter().zip(kinds).map(file).collect::<Result<Vec<_>, Fault>>()?;
        export::write_all(&files, self.force)?;
        anstream::stdout().lock().write_all(&shown)?;
        let mut notices = anstream::stderr().lock();
        for path in &self.out {
            writeln!(notices, "{} {}", language.choose("written to", "نوشته شد در"), path.display())?;
        }
        let time = language.decimal(took.as_secs_f64(), 2);
        writeln!(notices, "{time} {}", language.choose("s", "ثانیه"))?;
        Ok(())
    }

    /// The variables that are looked at, each once, and the outputs asked for.
    fn outputs(&self, scenario: &Scenario) -> Result<(Vec<usize>, Vec<VariableYear>), Fault> {
        let (mut variables, mut outputs): (Vec<usize>, Vec<VariableYear>) = (Vec::new(), Vec::new());
        let years: Vec<i32> = scenario.structure.all_years().collect();
        for asked in &self.of {
            let (id, year) = match asked.split_once('@') {
                Some((id, year)) => (id, Some(crate::language::plain_digits(year))),
                None => (asked.as_str(), None),
            };
            let Some(variable) = scenario.variables.iter().position(|row| row.id == id) else {
                let ids = scenario.variables.iter().map(|row| row.id.as_str());
                return Err(unknown(id).maybe_help(did_you_mean(id, ids)));
            };
            let year = match year {
                None => years.len() - 1,
                Some(year) => {
                    let found = years.iter().position(|known| known.to_string() == year);
                    found.ok_or_else(|| no_year(&year, &years))?
                }
            };
            let known = variables.iter().position(|known| *known == variable);
            let variable = known.unwrap_or_else(|| {
                variables.push(variable);
                variables.len() - 1
            });
            outputs.push(VariableYear { variable, year });
        }
        Ok((variables, outputs))
    }
}

fn run(study: &Sensitivity, language: Language) -> Result<SensitivityResult, Fault> {
    let swings = study.swings();
    let line = |output: usize, factor: usize| Line { swing: swings[factor][output], ..Line::default() };
    let outputs = study.variables.len() * study.scenario.structure.all_years().count();
    let blank = |output: usize| (0..study.factors.len()).map(|factor| line(output, factor)).collect();
    let mut lines: Vec<Vec<Line>> = (0..outputs).map(blank).collect();
    let mut explained = None;
    match study.method {
        Method::Sobol => {
            let (a, b) = (study.design(false), study.design(true));
            let found = side_by_side::each(study.factors.len(), language, |factor| {
                study.indices(&a, &b, &study.replaced(factor))
            });
            for (factor, found) in found.into_iter().enumerate() {
                for (line, indices) in lines.iter_mut().zip(found) {
                    line[factor].indices = Some(indices);
                }
            }
        }
        Method::Morris => {
            for (lines, effects) in lines.iter_mut().zip(study.effects()) {
                for (line, effects) in lines.iter_mut().zip(effects) {
                    line.effects = Some(effects);
                }
            }
        }
        Method::Regression => {
            let mut shares = Vec::new();
            for (lines, both) in lines.iter_mut().zip(study.regressions()) {
                let (plain, ranked) = both.ok_or_else(inseparable)?;
                shares.push((plain.explained, ranked.explained));
                for (line, pair) in
                    lines.iter_mut().zip(plain.coefficients.into_iter().zip(ranked.coefficients))
                {
                    line.coefficients = Some(pair);
                }
            }
            explained = Some(shares);
        }
    }
    Ok(SensitivityResult { lines, explained })
}

fn few_rows(rows: u64) -> Fault {
    Fault::new(
        "rows",
        format!("a study of {rows} rows cannot be run"),
        format!("بررسی با {rows} ردیف اجراشدنی نیست"),
    )
    .help(format!("ask for 2 to {MOST} rows"), format!("از 2 تا {MOST} ردیف بخواهید"))
}

fn unreadable() -> Fault {
    Fault::new(
        "regression-of-groups",
        "a regression tells things apart, not kinds of sources: their numbers have different units",
        "رگرسیون چیزها را از هم جدا می‌کند، نه نوع منبع را: یکای عددهایشان یکی نیست",
    )
    .help("use --method sobol with --by sources", "با --by sources روش --method sobol را به کار برید")
}

fn unknown(id: &str) -> Fault {
    Fault::new(
        "unknown-variable",
        format!("no variable is called `{id}`"),
        format!("متغیری به نام `{id}` نیست"),
    )
    .help(
        "`ofogh run … --all` shows all; write VARIABLE@YEAR",
        "`ofogh run … --all` همه را نشان می‌دهد؛ بنویسید VARIABLE@YEAR",
    )
}

fn no_year(year: &str, years: &[i32]) -> Fault {
    let (first, last) = (years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
    Fault::new("year", format!("`{year}` is no year of the run"), format!("`{year}` سالی از اجرا نیست"))
        .help(format!("it goes from {first} to {last}"), format!("از {first} تا {last} است"))
}

fn inseparable() -> Fault {
    Fault::new(
        "inseparable",
        "these rows do not tell the factors apart: there are too few of them, or two factors always go together",
        "این ردیف‌ها عامل‌ها را از هم جدا نمی‌کنند: شمارشان کم است یا دو عامل همیشه با هم‌اند",
    )
    .help("ask for more --rows, or use --method sobol", "‎--rows بیشتری بخواهید یا --method sobol را به کار برید")
}
