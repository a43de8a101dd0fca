//! `ofogh show`: every input by year, and where it comes from.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::terminal::table;
use super::{Failure, Lang};
use crate::fault::Fault;
use crate::language::{Label, Language};
use crate::model::record::RowKind;
use crate::scenario::{Input, Origin, Scenario};

/// Arguments of `show`.
#[derive(Args)]
pub(crate) struct ShowCommand {
    /// Scenario file.
    scenario: PathBuf,
    /// Only what differs from the scenarios it is based on.
    #[arg(long)]
    changed: bool,
    /// A setting over the file, such as `envelope.exchange.flow=200`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// Format.
    #[arg(long, value_enum, default_value = "text")]
    format: ShowFormat,
    /// Language.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// As one scenario without bases.
    Toml,
}

/// An input as programs read it.
#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    label: &'a Label,
    unit: String,
    years: Option<Vec<i32>>,
    values: &'a [f64],
    set_by: String,
    overrode: Option<String>,
    written: &'a str,
    figures: &'a [String],
    sources: Vec<Label>,
    note: Option<&'a str>,
    source: Option<&'a str>,
}

impl ShowCommand {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        if self.format == ShowFormat::Toml && self.changed {
            return Err(Fault::new(
                "changed-toml",
                "what differs alone is no whole scenario",
                "آنچه تفاوت دارد به تنهایی سناریوی کامل نیست",
            )
            .help(
                "the scenario's own file holds just that; leave out --changed",
                "پروندهٔ خود سناریو همین را دارد؛ --changed را بردارید",
            )
            .into());
        }
        if self.format == ShowFormat::Toml {
            let text = Scenario::flatten(&self.scenario, &self.settings)?;
            anstream::stdout().lock().write_all(text.as_bytes())?;
            return Ok(());
        }
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        // The Leontief block follows from the table and `economy.local_content`; a hundred rows of it would hide the rest.
        let inputs = scenario.inputs().filter(|input| input.row.kind != RowKind::Requirement);
        let inputs: Vec<&Input> = inputs.filter(|input| !self.changed || differs(&scenario, input)).collect();
        let mut out = anstream::stdout().lock();
        if self.format == ShowFormat::Json {
            let shown: Vec<Shown<'_>> = inputs.iter().map(|input| shown(&scenario, input)).collect();
            let text = serde_json::to_string_pretty(&shown).map_err(std::io::Error::from)?;
            writeln!(out, "{text}")?;
            return Ok(());
        }
        if inputs.is_empty() {
            writeln!(
                out,
                "{}",
                language.choose("nothing differs from its base", "با پایهٔ خود تفاوتی ندارد")
            )?;
            return Ok(());
        }
        writeln!(out, "{}", listing(&scenario, &inputs, language))?;
        Ok(())
    }
}

/// Whether the scenario's own file, or `--set`, sets the input.
fn differs(scenario: &Scenario, input: &Input) -> bool {
    let own = scenario.files.last().map(|path| path.display().to_string());
    match &input.origin {
        Origin::Set { place, .. } => place.source.name == "--set" || Some(&place.source.name) == own.as_ref(),
        Origin::Computed => input.row.id.ends_with(".active"),
        Origin::Default => false,
    }
}

fn shown<'a>(scenario: &'a Scenario, input: &'a Input) -> Shown<'a> {
    let yearly = input.row.kind != RowKind::Opening;
    let sources = input.figures.iter().filter_map(|id| scenario.figures.figures.get(id));
    Shown {
        id: &input.row.id,
        label: &input.row.label,
        unit: scenario.priced(&input.row.unit),
        years: yearly.then(|| scenario.structure.all_years().collect()),
        values: if yearly { &input.values } else { &input.values[..1] },
        set_by: scenario.set_by(&input.origin),
        overrode: if let Origin::Set { overrode: Some(place), .. } = &input.origin {
            Some(place.short())
        } else {
            None
        },
        written: &input.written,
        figures: &input.figures,
        sources: sources.map(|figure| scenario.figures.source_line(figure)).collect(),
        note: input.note.as_deref(),
        source: input.source.as_deref(),
    }
}

fn listing(scenario: &Scenario, inputs: &[&Input], language: Language) -> comfy_table::Table {
    let header = table::titles(
        language,
        ["input", "unit", "value", "set by", "rests on"],
        ["ورودی", "یکا", "مقدار", "تعیین‌کننده", "تکیه‌گاه"],
    );
    let row = |input: &&Input| {
        let shown = shown(scenario, input);
        let origin = match &shown.overrode {
            Some(overrode) => format!("{}\n{} {overrode}", shown.set_by, language.choose("over", "به جای")),
            None => shown.set_by.clone(),
        };
        let sources: BTreeSet<&str> = shown.sources.iter().map(|source| source.get(language)).collect();
        let mut rests: Vec<&str> = shown.figures.iter().map(String::as_str).collect();
        rests.extend(sources);
        rests.extend(shown.note);
        rests.extend(shown.source);
        let rests: Vec<String> = rests.into_iter().map(|text| shorten(text, 60)).collect();
        vec![
            shown.id.to_owned(),
            language.unit(&shown.unit),
            values(scenario, &shown, language),
            origin,
            rests.join("\n"),
        ]
    };
    table::table(header, 5, inputs.iter().map(row).collect())
}

/// One value if it never changes; else a line for each year from which a new value holds.
fn values(scenario: &Scenario, shown: &Shown<'_>, language: Language) -> String {
    let mut lines = Vec::new();
    let mut last: Option<u64> = None;
    for (year, value) in scenario.structure.all_years().zip(shown.values) {
        if last != Some(value.to_bits()) {
            lines.push((year, *value));
        }
        last = Some(value.to_bits());
    }
    if let [(_, value)] = lines[..] {
        language.number(value)
    } else {
        let line = |(year, value): &(i32, f64)| {
            format!("{}: {}", language.digits(&year.to_string()), language.number(*value))
        };
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// At most `most` characters.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
