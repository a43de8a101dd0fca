//! `ofogh inputs`: everything that can be set, searchable.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::show::shorten;
use super::terminal::table;
use super::{Failure, Lang};
use crate::fault::Fault;
use crate::language::{Label, Language};
use crate::model::record::{Row, RowKind};
use crate::scenario::{Input, Scenario, matches};

/// Arguments of `inputs`.
#[derive(Args)]
pub(crate) struct InputsCommand {
    /// Part of an id, a name or a meaning in either language; `*` stands for any text.
    pattern: Option<String>,
    /// The scenario whose inputs are listed.
    #[arg(long, default_value = "scenarios/reference.toml")]
    scenario: PathBuf,
    /// A setting over the scenario, such as `envelope.exchange.flow=200`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// List the variables that a run computes instead.
    #[arg(long)]
    variables: bool,
    /// Format.
    #[arg(long, value_enum, default_value = "text")]
    format: InputsFormat,
    /// Language.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputsFormat {
    Text,
    Json,
    Markdown,
}

/// An input or variable as programs read it.
#[derive(Serialize)]
struct Listed {
    id: String,
    unit: String,
    kind: &'static str,
    label: Label,
    meaning: &'static str,
    low: Option<f64>,
    high: Option<f64>,
    value: Option<f64>,
    rests_on: Vec<String>,
}

impl InputsCommand {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        let listed: Vec<Listed> = if self.variables {
            scenario.variables.iter().map(|row| listed(&scenario, row, None)).collect()
        } else {
            let settable = scenario
                .inputs()
                .filter(|input| matches!(input.row.kind, RowKind::Opening | RowKind::Yearly));
            settable.map(|input| listed(&scenario, &input.row, Some(input))).collect()
        };
        let listed: Vec<Listed> = listed.into_iter().filter(|listed| self.fits(listed)).collect();
        let mut out = anstream::stdout().lock();
        match self.format {
            InputsFormat::Json => {
                writeln!(out, "{}", serde_json::to_string_pretty(&listed).map_err(std::io::Error::from)?)?;
            }
            InputsFormat::Markdown => write!(out, "{}", markdown(&listed, self.variables))?,
            InputsFormat::Text if listed.is_empty() => return Err(self.nothing().into()),
            InputsFormat::Text => writeln!(out, "{}", text(&listed, language))?,
        }
        Ok(())
    }

    fn fits(&self, listed: &Listed) -> bool {
        let Some(pattern) = &self.pattern else { return true };
        let pattern = pattern.to_lowercase();
        let texts = [&listed.id, &listed.label.en, &listed.label.fa, listed.meaning];
        texts.iter().any(|text| text.to_lowercase().contains(&pattern)) || matches(&pattern, &listed.id)
    }

    fn nothing(&self) -> Fault {
        let pattern = self.pattern.as_deref().unwrap_or_default();
        Fault::new(
            "nothing-found",
            format!("nothing fits `{pattern}`"),
            format!("چیزی با `{pattern}` جور نیست"),
        )
        .help(
            "`ofogh inputs` without a pattern lists everything",
            "`ofogh inputs` بدون الگو همه را فهرست می‌کند",
        )
    }
}

fn listed(scenario: &Scenario, row: &Row, input: Option<&Input>) -> Listed {
    Listed {
        id: row.id.clone(),
        unit: scenario.priced(&row.unit),
        kind: match row.kind {
            RowKind::Opening => "opening",
            RowKind::Yearly => "by year",
            RowKind::Computed | RowKind::Requirement => "worked out",
            RowKind::Stock => "end of period",
            RowKind::PresentValue => "end of period, discounted",
            RowKind::Amount => "within the period",
            RowKind::Rate => "a year",
            RowKind::Ratio => "of the period",
        },
        label: row.label.clone(),
        meaning: row.meaning.trim(),
        low: Some(row.low).filter(|low| low.is_finite()),
        high: Some(row.high).filter(|high| high.is_finite()),
        value: input.and_then(|input| input.values.first().copied()),
        rests_on: input.map(|input| input.figures.clone()).unwrap_or_default(),
    }
}

fn range(listed: &Listed, language: Language) -> String {
    match (listed.low, listed.high) {
        (Some(low), Some(high)) => format!("{}–{}", language.number(low), language.number(high)),
        (Some(low), None) => format!("≥ {}", language.number(low)),
        _ => String::new(),
    }
}

fn text(listed: &[Listed], language: Language) -> comfy_table::Table {
    let header = table::titles(
        language,
        ["id", "value", "unit", "range", "meaning and figure"],
        ["شناسه", "مقدار", "یکا", "بازه", "معنا و رقم"],
    );
    let row = |listed: &Listed| {
        let meaning = language.choose(listed.meaning, &listed.label.fa);
        let mut about = shorten(meaning, 70);
        for figure in &listed.rests_on {
            about.push_str("\n→ ");
            about.push_str(figure);
        }
        let value = listed.value.map_or(String::new(), |value| language.number(value));
        vec![listed.id.clone(), value, language.unit(&listed.unit), range(listed, language), about]
    };
    table::table(header, 5, listed.iter().map(row).collect())
}

/// The reference as a page: one line for each, names of things written as `*` once.
fn markdown(listed: &[Listed], variables: bool) -> String {
    let what = if variables { "variable" } else { "input" };
    let command = if variables {
        "ofogh inputs --variables --format markdown"
    } else {
        "ofogh inputs --format markdown"
    };
    let mut page = format!(
        "# Every {what} of the reference scenario\n\nGenerated by `{command}`; a test holds it current.\n\n| id | unit | {} | meaning | نام |\n|---|---|---|---|---|\n",
        if variables { "in time" } else { "range" }
    );
    for row in listed {
        let third = if variables { row.kind.to_owned() } else { range(row, Language::English) };
        let cells =
            [format!("`{}`", row.id), row.unit.clone(), third, row.meaning.to_owned(), row.label.fa.clone()];
        page.push_str("| ");
        page.push_str(&cells.join(" | "));
        page.push_str(" |\n");
    }
    page
}
