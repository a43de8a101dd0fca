//! Everything that can be set and everything that is computed: as programs, people and pages read it.

use std::fmt::Write;

use serde::Serialize;

use super::shorten;
use super::table::{Cell, Column, Table};
use crate::figure::Units;
use crate::language::{Label, Language, folded};
use crate::model::record::{Row, RowKind};
use crate::scenario::{Input, Scenario, matches};

/// An input or a variable.
#[derive(Debug, Clone, Serialize)]
pub struct CatalogueEntry {
    /// Id.
    pub id: String,
    unit: String,
    kind: &'static str,
    label: Label,
    meaning: &'static str,
    low: Option<f64>,
    high: Option<f64>,
    usual: [Option<f64>; 2],
    value: Option<f64>,
    rests_on: Vec<String>,
}

/// Everything that can be set, with its first value.
pub fn inputs(scenario: &Scenario) -> Vec<CatalogueEntry> {
    let settable = |input: &&Input| matches!(input.row.kind, RowKind::Opening | RowKind::Yearly);
    scenario.inputs().filter(settable).map(|input| entry(scenario, &input.row, Some(input))).collect()
}

/// Everything that is computed.
pub fn variables(scenario: &Scenario) -> Vec<CatalogueEntry> {
    scenario.variables.iter().map(|row| entry(scenario, row, None)).collect()
}

fn entry(scenario: &Scenario, row: &Row, input: Option<&Input>) -> CatalogueEntry {
    CatalogueEntry {
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
        low: finite(row.low),
        high: finite(row.high),
        usual: [row.usual.0, row.usual.1].map(finite),
        value: input.and_then(|input| input.values.first().copied()),
        rests_on: input.map(|input| input.figures.clone()).unwrap_or_default(),
    }
}

fn finite(bound: f64) -> Option<f64> {
    Some(bound).filter(|bound| bound.is_finite())
}

/// What lies within bounds: "0–100", "≥ 0", or nothing.
pub(super) fn bounds(low: Option<f64>, high: Option<f64>, language: Language) -> String {
    let number = |bound: f64| language.shortest(bound);
    match (low, high) {
        (Some(low), Some(high)) if low == high => number(low),
        (Some(low), Some(high)) => format!("{}–{}", number(low), number(high)),
        (Some(low), None) => format!("≥ {}", number(low)),
        (None, Some(high)) => format!("≤ {}", number(high)),
        (None, None) => String::new(),
    }
}

impl CatalogueEntry {
    /// How well a pattern fits the id, a name or the meaning: it is whole words of one of them, or a part of one, or it does
    /// not fit at all. Letters of either alphabet, spaces and half-spaces make no difference; `*` stands for any text of
    /// the id.
    fn fit(&self, pattern: &str) -> Option<Fit> {
        let wanted = folded(pattern);
        let texts = [&self.id, &self.label.en, &self.label.fa, self.meaning];
        if texts.iter().any(|text| has_words(text, &wanted)) || matches(&wanted, &self.id) {
            return Some(Fit::Words);
        }
        texts.iter().any(|text| folded(text).contains(&wanted)).then_some(Fit::Part)
    }

    /// What is possible, and what is usual of it.
    fn range(&self, language: Language) -> String {
        let possible = bounds(self.low, self.high, language);
        let usual = bounds(self.usual[0], self.usual[1], language);
        match language {
            _ if usual.is_empty() => possible,
            Language::English => format!("{possible}, usually {usual}"),
            Language::Persian => format!("{possible}، معمولاً {usual}"),
        }
    }
}

/// How well a pattern fits, the best first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is whole words.
    Words,
    /// It is part of a text.
    Part,
}

/// Whether words of `text` that follow one another make up `wanted`, which is folded.
fn has_words(text: &str, wanted: &str) -> bool {
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(folded).collect();
    (0..words.len()).any(|first| {
        let mut left = wanted;
        for word in &words[first..] {
            match left.strip_prefix(word.as_str()) {
                Some("") => return true,
                Some(rest) => left = rest,
                None => return false,
            }
        }
        false
    })
}

/// The entries that a pattern fits: whole words before parts of words, and each in their order.
pub fn fitting(entries: Vec<CatalogueEntry>, pattern: &str) -> Vec<CatalogueEntry> {
    let fit = |entry: CatalogueEntry| entry.fit(pattern).map(|fit| (fit, entry));
    let mut found: Vec<(Fit, CatalogueEntry)> = entries.into_iter().filter_map(fit).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// The entries as a table.
pub fn table(entries: &[CatalogueEntry], units: &Units, language: Language) -> Table {
    let titles = [
        ("id", "شناسه"),
        ("value", "مقدار"),
        ("unit", "یکا"),
        ("range", "بازه"),
        ("meaning and figure", "معنا و رقم"),
    ];
    let row = |entry: &CatalogueEntry| {
        let mut about = shorten(language.choose(entry.meaning, &entry.label.fa), 70);
        for figure in &entry.rests_on {
            about.push_str("\n→ ");
            about.push_str(figure);
        }
        vec![
            Cell::text(&entry.id),
            entry.value.map_or(Cell::Blank, Cell::reading),
            Cell::Text(units.says(language, &entry.unit)),
            Cell::Text(entry.range(language)),
            Cell::Text(about),
        ]
    };
    Table { rows: entries.iter().map(row).collect(), ..Table::new(Column::texts(language, titles)) }
}

/// The entries as a page: one line for each.
pub fn page(entries: &[CatalogueEntry], variables: bool) -> String {
    let what = if variables { "variable" } else { "input" };
    let command = if variables {
        "ofogh inputs --variables --format markdown"
    } else {
        "ofogh inputs --format markdown"
    };
    let (time, line) = if variables { ("in time | ", "---|") } else { ("", "") };
    let mut page = format!(
        "# Every {what} of the reference scenario\n\nGenerated by `{command}`; a test holds it current.\n\n| id | unit | {time}range | meaning | نام |\n|---|---|{line}---|---|---|\n",
    );
    for entry in entries {
        let time = if variables { format!("{} | ", entry.kind) } else { String::new() };
        let (id, range, meaning) = (&entry.id, entry.range(Language::English), entry.meaning);
        // Writing to a text cannot fail.
        let _ =
            writeln!(page, "| `{id}` | {} | {time}{range} | {meaning} | {} |", entry.unit, entry.label.fa);
    }
    page
}
