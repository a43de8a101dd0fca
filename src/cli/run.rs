//! `ofogh run`: project scenarios, print what matters, write a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Failure, Lang, table};
use crate::export;
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::sentences::{binding_sentences, evidence_sentence, goal_target, opening_note};
use crate::study::{self, NotFinite, PriceBasis, Report, select};

/// Arguments of `run`.
#[derive(Args)]
pub(crate) struct Run {
    /// Scenario files; several give one file to compare them.
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
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
    /// Language of labels, digits and the workbook.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
    /// Prices of money: constant toman of the opening year, current toman, or dollars.
    #[arg(long, value_enum, default_value = "constant")]
    prices: Prices,
    /// A column a year instead of a row a value, in CSV.
    #[arg(long)]
    wide: bool,
    /// Exit with code 1 if a goal is missed.
    #[arg(long)]
    strict: bool,
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

/// The fault of inputs that no economy could hold together.
pub(super) fn not_finite(file: &Path, wrong: &NotFinite) -> Fault {
    let message = wrong.message();
    let name = file.display();
    Fault::new("not-finite", format!("{name}: {}", message.en), format!("{name}: {}", message.fa)).help(
        "undo the last changes one by one: `ofogh show --changed` lists them",
        "آخرین تغییرها را یکی‌یکی برگردانید: `ofogh show --changed` آن‌ها را فهرست می‌کند",
    )
}

impl Run {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        // Everything is read and checked before anything is printed or written.
        let kinds = self.out.iter().map(|path| export::Kind::of(path)).collect::<Result<Vec<_>, _>>()?;
        let reports = self.reports()?;
        let mut out = anstream::stdout().lock();
        for report in &reports {
            self.print(&mut out, report, language)?;
        }
        let mut targets: Vec<(PathBuf, export::Kind)> = self.out.iter().cloned().zip(kinds).collect();
        if targets.is_empty() {
            targets.push((self.default_path(language), export::Kind::Workbook));
        }
        for (path, kind) in targets {
            let bytes = export::bytes(kind, &reports, language, self.wide)?;
            export::write(&path, &bytes, self.force)?;
            let written = language.choose("written to", "نوشته شد در");
            anstream::eprintln!("{written} {}", path.display());
        }
        let missed = reports.iter().any(|report| report.goals.iter().any(|goal| !goal.met));
        if self.strict && missed { Err(Failure::GoalMissed) } else { Ok(()) }
    }

    fn reports(&self) -> Result<Vec<Report>, Failure> {
        let (mut reports, mut faults) = (Vec::new(), Vec::<Fault>::new());
        for path in &self.scenarios {
            match Scenario::load(path, &self.settings) {
                Err(more) => faults
                    .extend(more.into_iter().filter(|fault| !faults.contains(fault)).collect::<Vec<_>>()),
                Ok(scenario) => match study::project(scenario) {
                    Err(wrong) => faults.push(not_finite(path, &wrong)),
                    Ok(projection) => reports.push(
                        Report::new(projection, self.prices.into())
                            .map_err(|wrong| unknown_pattern(&wrong))?,
                    ),
                },
            }
        }
        if faults.is_empty() { Ok(reports) } else { Err(faults.into()) }
    }

    /// `results/NAME.xlsx`, with the language behind the name if it is not English.
    fn default_path(&self, language: Language) -> PathBuf {
        let name = match &self.scenarios[..] {
            [one] => one.file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy().into_owned()),
            _ => "comparison".to_owned(),
        };
        let language = if language == Language::English { "" } else { ".fa" };
        PathBuf::from("results").join(format!("{name}{language}.xlsx"))
    }

    fn print(&self, out: &mut impl Write, report: &Report, language: Language) -> Result<(), Failure> {
        let scenario = &report.projection.scenario;
        let picked = if self.all {
            (0..scenario.variables.len()).collect()
        } else if self.variables.is_empty() {
            report.headline.clone()
        } else {
            select(&self.variables, &scenario.variables).map_err(|wrong| unknown_pattern(&wrong))?
        };
        let own = !self.all && self.variables.is_empty();
        writeln!(out, "{}\n{}\n", scenario.title.get(language), scenario.summary.get(language))?;
        writeln!(out, "{}", projection_table(report, &picked, own, language))?;
        if let Some(note) = opening_note(report, language) {
            writeln!(out, "* {note}")?;
        }
        if own {
            print_goals(out, report, language)?;
            print_bindings(out, report, language)?;
            print_compared(out, report, language)?;
            print_evidence(out, report, language)?;
        }
        Ok(())
    }
}

fn unknown_pattern(wrong: &study::UnknownPattern) -> Fault {
    Fault::new(
        "unknown-variable",
        format!("no variable fits `{}`", wrong.pattern),
        format!("هیچ متغیری با `{}` جور نیست", wrong.pattern),
    )
    .help(
        "`ofogh run … --all` lists the variables; `*` stands for any text",
        "`ofogh run … --all` متغیرها را فهرست می‌کند؛ `*` به جای هر متنی است",
    )
    .maybe_help(wrong.nearest.clone())
}

fn projection_table(
    report: &Report,
    picked: &[usize],
    labels: bool,
    language: Language,
) -> comfy_table::Table {
    let projection = &report.projection;
    let scenario = &projection.scenario;
    let mut header =
        vec![language.choose("variable", "متغیر").to_owned(), language.choose("unit", "یکا").to_owned()];
    header.push(language.choose("opening", "آغاز").to_owned());
    let part = scenario.structure.opening_length < 1.0;
    header.extend(
        projection
            .years
            .iter()
            .map(|year| table::year(language, *year, part && *year == projection.years[0])),
    );
    let row = |index: &usize| {
        let (row, priced) = (&scenario.variables[*index], &report.variables[*index]);
        let decimals = table::decimals(&priced.values);
        let name = if labels { row.label.get(language).to_owned() } else { row.id.clone() };
        let opening = priced.opening.map_or("–".to_owned(), |opening| language.decimal(opening, decimals));
        let values = priced.values.iter().map(|value| language.decimal(*value, decimals));
        [name, language.unit(&priced.unit), opening].into_iter().chain(values).collect()
    };
    table::table(header, 2, picked.iter().map(row).collect())
}

fn print_goals(out: &mut impl Write, report: &Report, language: Language) -> Result<(), Failure> {
    if report.goals.is_empty() {
        return Ok(());
    }
    let header = ["goal", "target", "by", "reached", "result", "first met", "short by"];
    let header_fa = ["هدف", "مقدار", "تا سال", "مقدار همان سال", "نتیجه", "نخستین سال تحقق", "کمبود"];
    let header = if language == Language::English { header } else { header_fa };
    let row = |result: &study::GoalResult| {
        let goal = &result.goal;
        let decimals = table::decimals(&[goal.value, result.value]).max(1);
        vec![
            goal.label.get(language).to_owned(),
            goal_target(report, goal, language),
            language.digits(&goal.by.to_string()),
            language.decimal(result.value, decimals),
            if result.met {
                language.choose("met", "محقق")
            } else {
                language.choose("MISSED", "نامحقق")
            }
            .to_owned(),
            result.first_met.map_or(language.choose("never", "هرگز").to_owned(), |year| {
                language.digits(&year.to_string())
            }),
            if result.met { "–".to_owned() } else { language.decimal(result.gap, decimals) },
        ]
    };
    let rows = report.goals.iter().map(row).collect();
    writeln!(out, "\n{}", table::table(header.map(str::to_owned).to_vec(), 1, rows))?;
    Ok(())
}

fn print_bindings(out: &mut impl Write, report: &Report, language: Language) -> Result<(), Failure> {
    writeln!(out)?;
    let sentences = binding_sentences(report, language);
    if sentences.is_empty() {
        writeln!(out, "{}", language.choose("No envelope ran out.", "هیچ محدودیتی کم نیامد."))?;
    }
    for sentence in sentences {
        writeln!(out, "{sentence}")?;
    }
    Ok(())
}

fn print_compared(out: &mut impl Write, report: &Report, language: Language) -> Result<(), Failure> {
    if report.compared.is_empty() {
        return Ok(());
    }
    let scenario = &report.projection.scenario;
    let header = ["observed later", "unit", "year", "projected", "observed", "error", "error %"];
    let header_fa = ["آنچه بعدتر دیده شد", "یکا", "سال", "پیش‌بینی", "مشاهده", "خطا", "خطا به درصد"];
    let header = if language == Language::English { header } else { header_fa };
    let row = |compared: &study::Comparison| {
        let seen = &compared.observed;
        let variable = &scenario.variables[seen.variable];
        let decimals = table::decimals(&[seen.value, compared.projected]);
        vec![
            variable.label.get(language).to_owned(),
            language.unit(&scenario.priced(&variable.unit)),
            language.digits(&seen.year.to_string()),
            language.decimal(compared.projected, decimals),
            language.decimal(seen.value, decimals),
            language.decimal(compared.error, decimals),
            compared.relative.map_or("–".to_owned(), |relative| language.decimal(relative * 100.0, 0)),
        ]
    };
    writeln!(
        out,
        "\n{}",
        table::table(header.map(str::to_owned).to_vec(), 2, report.compared.iter().map(row).collect())
    )?;
    Ok(())
}

fn print_evidence(out: &mut impl Write, report: &Report, language: Language) -> Result<(), Failure> {
    writeln!(out, "\n{}", evidence_sentence(report, language))?;
    Ok(())
}
