//! Where values come from: the inputs of a scenario by year, the figures, what contradicts what, what a workbook changed.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::shorten;
use super::table::{Cell, Column, Table};
use crate::fault::Place;
use crate::figure::{Contradiction, Figure, Figures, Units};
use crate::language::{Label, Language};
use crate::model::record::RowKind;
use crate::scenario::{Change, Input, Origin, OwnSetting, Scenario};

/// An input with its values and their origin; or another key, whose value is the text that is written.
#[derive(Debug, Clone, Serialize)]
pub struct ShownInput<'a> {
    id: &'a str,
    label: Option<&'a Label>,
    unit: String,
    years: Option<Vec<i32>>,
    values: &'a [f64],
    set_by: String,
    overrode: Option<String>,
    written: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a str>,
    figures: &'a [String],
    sources: Vec<Label>,
    note: Option<&'a str>,
    source: Option<&'a str>,
}

/// The inputs of a scenario that `wanted` picks.
pub fn inputs<'a>(scenario: &'a Scenario, wanted: &dyn Fn(&Input) -> bool) -> Vec<ShownInput<'a>> {
    // The Leontief block follows from the table and `economy.local_content`; a hundred rows of it would hide the rest.
    let inputs = scenario.inputs().filter(|input| input.row.kind != RowKind::Requirement);
    inputs.filter(|input| wanted(input)).map(|input| shown(scenario, input)).collect()
}

/// What differs from the bases: every key that the scenario's own file or `--set` sets or takes away, be it an input or
/// not. Keys that are no inputs are left out where they only say again what the bases say.
pub fn changed(scenario: &Scenario) -> Vec<ShownInput<'_>> {
    let inputs: HashMap<&str, &Input> =
        scenario.inputs().map(|input| (input.row.id.as_str(), input)).collect();
    let of = |own: &'_ OwnSetting| inputs.get(own.id.as_str()).copied();
    let differs = |own: &&OwnSetting| of(own).is_some() || own.was.as_ref() != Some(&own.now);
    let shown = |own| match of(own) {
        Some(input) => ShownInput { was: own.was.as_deref(), ..shown(scenario, input) },
        None => key(scenario, own),
    };
    scenario.own.iter().filter(differs).map(shown).collect()
}

/// A key that is no input.
fn key<'a>(scenario: &Scenario, own: &'a OwnSetting) -> ShownInput<'a> {
    let set = Origin::Set { place: own.place.clone(), overrode: own.overrode.clone() };
    ShownInput {
        id: &own.id,
        label: None,
        unit: String::new(),
        years: None,
        values: &[],
        set_by: scenario.set_by(&set),
        overrode: own.overrode.as_ref().map(Place::short),
        written: &own.now,
        was: own.was.as_deref(),
        figures: &[],
        sources: Vec::new(),
        note: None,
        source: None,
    }
}

fn shown<'a>(scenario: &'a Scenario, input: &'a Input) -> ShownInput<'a> {
    let yearly = !scenario.opening.iter().any(|opening| opening.row.id == input.row.id);
    let sources = input.figures.iter().filter_map(|id| scenario.figures.figures.get(id));
    ShownInput {
        id: &input.row.id,
        label: Some(&input.row.label),
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
        was: None,
        figures: &input.figures,
        sources: sources.map(|figure| scenario.figures.source_line(figure)).collect(),
        note: input.note.as_deref(),
        source: input.source.as_deref(),
    }
}

/// The inputs as a table.
pub fn inputs_table(scenario: &Scenario, inputs: &[ShownInput<'_>], language: Language) -> Table {
    let titles = [
        ("input", "ورودی"),
        ("unit", "یکا"),
        ("value", "مقدار"),
        ("set by", "تعیین‌کننده"),
        ("rests on", "تکیه‌گاه"),
    ];
    let row = |shown: &ShownInput<'_>| {
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
        let texts = [
            shown.id.to_owned(),
            scenario.figures.units.says(language, &shown.unit),
            values_and_before(scenario, shown, language),
            origin,
            rests.join("\n"),
        ];
        texts.map(Cell::Text).to_vec()
    };
    Table { rows: inputs.iter().map(row).collect(), ..Table::new(Column::texts(language, titles)) }
}

/// The values, or the text of a key that is no input; then what the bases say, as it is written.
fn values_and_before(scenario: &Scenario, shown: &ShownInput<'_>, language: Language) -> String {
    let now =
        if shown.values.is_empty() { shorten(shown.written, 40) } else { values(scenario, shown, language) };
    match shown.was {
        Some(was) => format!("{now}\n{} {}", language.choose("was", "بود:"), shorten(was, 36)),
        None => now,
    }
}

/// One value if it never changes; else a line for each year from which a new value holds.
fn values(scenario: &Scenario, shown: &ShownInput<'_>, language: Language) -> String {
    let mut lines = Vec::new();
    let mut last: Option<u64> = None;
    for (year, value) in scenario.structure.all_years().zip(shown.values) {
        if last != Some(value.to_bits()) {
            lines.push((year, *value));
        }
        last = Some(value.to_bits());
    }
    if let [(_, value)] = lines[..] {
        return language.number(value);
    }
    let line = |(year, value): &(i32, f64)| {
        format!("{}: {}", language.digits(&year.to_string()), language.number(*value))
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Figures as a table.
pub fn figures_table<'a>(
    figures: &Figures,
    picked: impl Iterator<Item = &'a Figure>,
    language: Language,
) -> Table {
    let titles = [
        ("figure", "رقم"),
        ("value", "مقدار"),
        ("unit", "یکا"),
        ("range", "بازه"),
        ("date", "تاریخ"),
        ("kind", "نوع"),
        ("meaning and source", "معنا و منبع"),
    ];
    let row = |figure: &Figure| {
        let ends = |[low, _, high]: [f64; 3]| format!("{}–{}", language.number(low), language.number(high));
        let mut about = shorten(figure.meaning.get(language), 70);
        about.push('\n');
        about.push_str(&shorten(figures.source_line(figure).get(language), 70));
        if let Some(expression) = &figure.expression {
            about.push_str("\n= ");
            about.push_str(&shorten(expression, 68));
        }
        vec![
            Cell::text(&figure.id),
            Cell::reading(figure.value),
            Cell::Text(figures.units.says(language, &figure.unit.text)),
            Cell::Text(figure.range.map(ends).unwrap_or_default()),
            Cell::Text(language.digits(&figure.date)),
            Cell::text(figure.kind.label().get(language)),
            Cell::Text(about),
        ]
    };
    Table { rows: picked.map(row).collect(), ..Table::new(Column::texts(language, titles)) }
}

/// A contradiction: what it is about, which reading is taken, and every figure that it concerns.
pub fn contradiction(
    figures: &Figures,
    id: &str,
    conflict: &Contradiction,
    language: Language,
) -> Vec<String> {
    let says = language.choose("reading:", "برداشت:");
    let mut lines = vec![
        id.to_owned(),
        format!("  {}", conflict.statement.get(language)),
        format!("  {says} {}", conflict.reading.get(language)),
    ];
    for figure in conflict.figures.iter().filter_map(|id| figures.figures.get(id)) {
        let mark = if conflict.taken.as_ref() == Some(&figure.id) { "→" } else { " " };
        let source = figures.source_line(figure);
        lines.push(format!(
            "  {mark} {} = {} {}  [{}]",
            figure.id,
            language.number(figure.value),
            figures.units.says(language, &figure.unit.text),
            source.get(language)
        ));
    }
    lines
}

/// What a workbook changes.
pub fn changes(changes: &[Change], units: &Units, language: Language) -> Table {
    let mut columns = Column::texts(language, [("input", "ورودی"), ("unit", "یکا")]);
    columns.extend(Column::numbers(language, [("was", "بود"), ("now", "هست"), ("where", "کجا")]));
    let row = |change: &Change| {
        let cells = change.place.split_once(", ").map_or(change.place.as_str(), |(_, cells)| cells);
        vec![
            Cell::Text(format!("{}\n{}", change.label.get(language), change.id)),
            Cell::Text(units.says(language, &change.unit)),
            Cell::text(&change.was),
            Cell::text(&change.now),
            Cell::text(cells),
        ]
    };
    Table { rows: changes.iter().map(row).collect(), ..Table::new(columns) }
}
