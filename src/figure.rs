//! Figures: every number with its unit, date, source, range and meaning.
//!
//! A folder of figures holds one TOML file a theme (`solar.toml` → `solar.licensed`), `articles.toml` with the sources,
//! `contradictions.toml` with what conflicts, `units.toml` with units of the province's own, and `input-output.csv` with the table of purchases between sectors.

mod calendar;
mod check;
mod derive;
mod expression;
mod formula;
mod load;
mod mistake;
mod money;
mod number;
mod purchases;
mod raw;
mod syntax;
mod unit;
mod units;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fmt::Write as _;
use std::io;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::language::Label;

pub(crate) use calendar::Date;
pub use calendar::gregorian;
pub use formula::Formula;
pub use load::{load, read};
pub use money::{Converted, Money};
pub use number::{number, too_large};
pub use raw::schema;
pub(crate) use syntax::explain;
pub use unit::{Dimension, Unit};
pub use units::Units;

/// How a number came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Stated in one of the articles.
    Article,
    /// Published by an office or reported from one.
    Statistic,
    /// From the literature of the field.
    Literature,
    /// A judgement, or worked out from other figures.
    Estimate,
}

impl SourceKind {
    /// The word for it.
    pub fn label(self) -> Label {
        match self {
            Self::Article => Label::new("article", "خبر"),
            Self::Statistic => Label::new("statistic", "آمار"),
            Self::Literature => Label::new("literature", "پژوهش"),
            Self::Estimate => Label::new("estimate", "برآورد"),
        }
    }
}

/// A sourced figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Id: theme, dot, name.
    pub id: String,
    /// Value in `unit`.
    pub value: f64,
    /// Unit.
    pub unit: Unit,
    /// Low, most likely and high, in `unit`.
    pub range: Option<[f64; 3]>,
    /// Solar Hijri date: year, year-month or year-month-day.
    pub date: String,
    /// How it is known.
    pub kind: SourceKind,
    /// Keys of the articles that state it.
    pub articles: Vec<String>,
    /// Key of the speaker.
    pub said_by: Option<String>,
    /// Reference, for what no article states.
    pub source: Option<String>,
    /// What it means, in our own words.
    pub meaning: Label,
    /// What else must be said.
    pub note: Option<Label>,
    /// Why it drives nothing, for figures that are only recorded.
    pub recorded_only: Option<Label>,
    /// The expression it is worked out from.
    pub expression: Option<String>,
    /// What the expression makes of other figures, each in its own unit.
    pub formula: Option<Formula>,
    /// The figures the expression names.
    pub rests_on: Vec<String>,
}

impl Figure {
    /// Its range, if it spans anything.
    pub fn spread(&self) -> Option<[f64; 3]> {
        self.range.filter(|[low, _, high]| low < high)
    }

    /// The theme: the name of its file.
    pub fn theme(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }
}

/// An article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Agency.
    pub agency: Label,
    /// What it is, in our own words.
    pub title: Label,
    /// Solar Hijri date.
    pub date: String,
    /// Gregorian date.
    pub gregorian: String,
    /// The agency's number or the file's name.
    pub reference: String,
    /// Where the words were said.
    pub occasion: Label,
    /// What else must be said.
    #[serde(default)]
    pub note: Option<Label>,
}

/// Someone who states figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Name.
    pub name: Label,
    /// Office.
    pub role: Label,
}

/// Statements that cannot all be true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// The figures that conflict.
    pub figures: Vec<String>,
    /// What conflicts.
    pub statement: Label,
    /// Which reading the reference takes, and why.
    pub reading: Label,
    /// The figure taken.
    #[serde(default)]
    pub taken: Option<String>,
}

/// A table of purchases between sectors.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InputOutput {
    /// Sector ids, in order.
    pub sectors: Vec<String>,
    /// Purchases per unit of output, supplying sector by row.
    pub purchases: Vec<f64>,
}

/// All figures of a folder, with their sources and contradictions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Figures by id.
    pub figures: BTreeMap<String, Figure>,
    /// Articles by key.
    pub articles: BTreeMap<String, Article>,
    /// Speakers by key.
    pub speakers: BTreeMap<String, Speaker>,
    /// Contradictions by id.
    pub contradictions: BTreeMap<String, Contradiction>,
    /// Units of the province's own.
    pub units: Units,
    /// Prices and dollar rates, from `prices.cpi_YEAR` and `prices.dollar_YEAR`.
    pub money: Money,
    /// Purchases between sectors.
    pub input_output: InputOutput,
}

/// SHA-256 of some bytes, as 64 hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The [`digest`] of what is written to it, however much that is.
#[derive(Debug, Clone, Default)]
pub struct Digester(Sha256);

impl Digester {
    /// The digest of all that was written.
    pub fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

impl io::Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Figures {
    /// Digest of every figure: its value, unit, range and where it comes from.
    pub fn digest(&self) -> String {
        let text =
            format!("{:?} {:?} {:?} {:?}", self.figures, self.contradictions, self.input_output, self.units);
        digest(text.as_bytes())
    }

    /// The figures that equations rest on and that rest on no other, in the order in which they are met.
    pub fn leaves(&self, formulas: &[Formula]) -> Vec<String> {
        let (mut leaves, mut seen, mut open) = (Vec::new(), HashSet::new(), VecDeque::new());
        let mut meet = |formula: &Formula, open: &mut VecDeque<String>| {
            formula.figures(&mut |id| {
                if seen.insert(id.to_owned()) {
                    open.push_back(id.to_owned());
                }
            });
        };
        for formula in formulas {
            meet(formula, &mut open);
        }
        while let Some(id) = open.pop_front() {
            match self.figures.get(&id).map(|figure| &figure.formula) {
                Some(Some(formula)) => meet(formula, &mut open),
                Some(None) => leaves.push(id),
                None => {}
            }
        }
        leaves
    }

    /// Who says it and where, in one line.
    pub fn source_line(&self, figure: &Figure) -> Label {
        let article = |key: &String| match self.articles.get(key) {
            Some(article) => (
                format!("{} {}", article.agency.en, article.date),
                format!("{} {}", article.agency.fa, article.date),
            ),
            None => (key.clone(), key.clone()),
        };
        let (mut en, mut fa): (Vec<_>, Vec<_>) = figure.articles.iter().map(article).unzip();
        if let Some(speaker) = figure.said_by.as_ref().and_then(|key| self.speakers.get(key)) {
            en.push(speaker.name.en.clone());
            fa.push(speaker.name.fa.clone());
        }
        if let Some(source) = &figure.source {
            en.push(source.clone());
            fa.push(source.clone());
        }
        Label::new(en.join("; "), fa.join("؛ "))
    }

    /// The contradictions a figure is part of.
    pub fn contradictions_of<'a>(
        &'a self,
        id: &'a str,
    ) -> impl Iterator<Item = (&'a String, &'a Contradiction)> {
        self.contradictions
            .iter()
            .filter(move |(_, contradiction)| contradiction.figures.iter().any(|figure| figure == id))
    }
}
