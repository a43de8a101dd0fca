//! The keys a scenario may have, and what each takes.

use crate::language::Label;
use crate::model::record::{Row, RowKind};
use crate::model::structure::{
    Class, Drawn, Envelope, EnvelopeKind, Named, Programme, Shock, Stage, Structure,
};
use crate::model::{opening_rows, yearly_rows};

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// A text in both languages.
    Label,
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// `true` or `false`.
    Truth,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A list of numbers.
    Numbers,
    /// A year, or a date within it.
    Date,
    /// A value of an input at the opening date.
    Opening,
    /// A value of an input that may differ by year.
    Yearly,
    /// A distribution of an input.
    Distribution,
}

/// A key a scenario may have.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// Dotted pattern; `*` stands for a name of the planner's.
    pub pattern: String,
    /// What it takes.
    pub takes: Takes,
    /// What it means, in one line.
    pub meaning: String,
}

/// Keys that say what there is rather than how much.
const STRUCTURE: &[(&str, Takes, &str)] = &[
    ("title", Takes::Label, "Name of the scenario."),
    ("summary", Takes::Label, "What the scenario is about, in a sentence or two."),
    ("based_on", Takes::Texts, "Scenarios this one rests on; later ones win, this file wins over all."),
    ("figures", Takes::Text, "Folder of the figures, relative to the file that names it."),
    ("opens", Takes::Date, "Solar Hijri date at which the run opens, or a year for its beginning."),
    ("until", Takes::Whole, "Last year of the run."),
    ("headline", Takes::Texts, "Patterns of the variables that matter most."),
    ("programme.*.label", Takes::Label, "Name of the programme."),
    ("programme.*.unit", Takes::Text, "Unit its capacity is counted in: MW, unit, bed …"),
    ("programme.*.sector", Takes::Text, "Sector its value added counts in."),
    ("programme.*.priority", Takes::Whole, "Its place in the queue for the envelopes, 1 being first."),
    ("programme.*.finance_at", Takes::Text, "Stage whose entry needs money, or operating."),
    ("programme.*.stage_order", Takes::Texts, "Its stages in order."),
    (
        "programme.*.ages_as",
        Takes::Text,
        "Class of enterprises whose units its own become: they go idle at its rate and can be revived as its units.",
    ),
    (
        "programme.*.drawn_at.*",
        Takes::Text,
        "Stage at whose entry the envelope of that name is drawn on, or operating; finance_at where nothing is said.",
    ),
    ("programme.*.stages.*.label", Takes::Label, "Name of the stage."),
    (
        "programme.*.stages.*.steps",
        Takes::Whole,
        "Equal steps the stage is passed in, 1 to 12; the more, the less the time in it varies. 1 where nothing is said.",
    ),
    (
        "programme.*.stages.*.opening_by_step",
        Takes::Numbers,
        "Share of the opening stock in each step, summing to 1; equal shares where nothing is said.",
    ),
    ("envelope.*.label", Takes::Label, "Name of the envelope."),
    ("envelope.*.unit", Takes::Text, "Unit of what it holds, such as million USD."),
    ("envelope.*.deferrable", Takes::Truth, "Whether deferral reduces the draw on it: credit."),
    ("class.*.label", Takes::Label, "Name of the class of existing enterprises."),
    ("class.*.sector", Takes::Text, "Sector the class belongs to."),
    ("class.*.priority", Takes::Whole, "Its place in the queue for the envelopes, 1 being first."),
    ("sector.*.label", Takes::Label, "Name of the sector; sectors are those of input-output.csv."),
    ("shock.*.label", Takes::Label, "Name of the shock."),
    ("shock.*.year", Takes::Date, "Year in which the shock begins."),
    ("shock.*.months", Takes::Number, "Months the shock lasts, from the beginning of its year."),
    (
        "shock.*.probability",
        Takes::Number,
        "Probability a year that the shock begins, in its year and every later one; in ensembles alone.",
    ),
    (
        "correlation.*.of",
        Takes::Texts,
        "Uncertain things that go together, two or more: ids of inputs, or figure:ID.",
    ),
    ("correlation.*.rank", Takes::Number, "Rank correlation of each two of them, between -1 and 1."),
    ("economy.construction_sector", Takes::Text, "Sector that does the building."),
    (
        "visitors.label",
        Takes::Label,
        "What visitors are called, such as pilgrims; visitors where nothing is said.",
    ),
    (
        "power.summer",
        Takes::Text,
        "Month and day on which demand peaks, such as \"05-01\", which it is where nothing is said.",
    ),
    ("visitors.programme", Takes::Text, "Programme whose units are beds for visitors."),
    ("foreign_investment.envelope", Takes::Text, "Envelope that foreign direct investment adds to."),
    ("goal.*.label", Takes::Label, "Name of the goal."),
    ("goal.*.variable", Takes::Text, "Id of the variable the goal is about."),
    ("goal.*.at_least", Takes::Opening, "The variable is to be at least this."),
    ("goal.*.at_most", Takes::Opening, "The variable is to be at most this."),
    ("goal.*.by", Takes::Date, "Year by which the goal is to be met."),
    (
        "uncertainty.figures",
        Takes::Truth,
        "Whether ensembles draw from the ranges of figures; they do where a scenario names nothing uncertain itself.",
    ),
    ("observed.*.variable", Takes::Text, "Id of the variable that was observed."),
    ("observed.*.year", Takes::Date, "Year of the observation."),
    ("observed.*.value", Takes::Opening, "What was observed."),
];

/// Whether `id` is a key that says what there is.
pub(super) fn is_structural(id: &str) -> bool {
    let parts: Vec<&str> = id.split('.').collect();
    let fits = |pattern: &str| {
        let pattern: Vec<&str> = pattern.split('.').collect();
        pattern.len() == parts.len() && begins(&pattern, &parts)
    };
    STRUCTURE.iter().any(|(pattern, ..)| fits(pattern))
}

/// Whether `id` is a key that takes a number with a unit: an input, the target of a goal, an observation.
pub fn takes_a_number(id: &str) -> bool {
    let parts: Vec<&str> = id.split('.').collect();
    let fits = |rule: &Rule| {
        let pattern: Vec<&str> = rule.pattern.split('.').collect();
        pattern.len() == parts.len() && begins(&pattern, &parts)
    };
    rules().iter().any(|rule| matches!(rule.takes, Takes::Opening | Takes::Yearly) && fits(rule))
}

/// The rules of all keys: `programme.*.stages.*.months` and so on. Those of inputs follow from the model's declarations.
pub(super) fn rules() -> Vec<Rule> {
    let any = || Named { id: "*".to_owned(), label: Label::default() };
    let its = || "its unit".to_owned();
    let envelope = |kind| Envelope { named: any(), unit: its(), kind, deferrable: false };
    let everything = Structure {
        years: (0, 0),
        opening_length: 1.0,
        sectors: vec![any()],
        construction: 0,
        envelopes: vec![envelope(EnvelopeKind::Flow), envelope(EnvelopeKind::Stock)],
        programmes: vec![Programme {
            named: any(),
            unit: its(),
            sector: 0,
            stages: vec![Stage { named: any(), steps: 1, opening_by_step: vec![1.0] }],
            finance_at: 1,
            needs: vec![Drawn { envelope: 0, at: 1 }],
            spent: vec![0],
            ages_as: None,
            own_ratio: true,
            generates: true,
        }],
        classes: vec![Class { named: any(), sector: 0, needs: vec![0] }],
        shocks: vec![Shock { named: any(), cuts: vec![0], shrinks: vec![0] }],
        order: Vec::new(),
        beds: Some(0),
        visitors: Label::default(),
        foreign_investment: Some(0),
        power: true,
        peak_at: 0.0,
    };
    let structure = STRUCTURE.iter().map(|(pattern, takes, meaning)| Rule {
        pattern: (*pattern).to_owned(),
        takes: *takes,
        meaning: (*meaning).to_owned(),
    });
    let rows = opening_rows(&everything).into_iter().chain(yearly_rows(&everything));
    let inputs = rows.filter(|row| matches!(row.kind, RowKind::Opening | RowKind::Yearly));
    let inputs: Vec<Rule> = inputs.map(rule).collect();
    let distributions: Vec<Rule> = inputs.iter().map(distribution).collect();
    structure.chain(inputs).chain(distributions).collect()
}

/// The rule for the distribution of an input.
fn distribution(input: &Rule) -> Rule {
    let pattern = format!("uncertainty.{}", input.pattern);
    let meaning = format!("How {} is distributed over the members of an ensemble.", input.pattern);
    Rule { pattern, takes: Takes::Distribution, meaning }
}

fn rule(row: Row) -> Rule {
    let range = if row.high.is_finite() {
        format!("from {} to {}", row.low, row.high)
    } else {
        format!("at least {}", row.low)
    };
    let unit = &row.unit;
    let default = row.default.map(|default| format!("; {default} where nothing is said")).unwrap_or_default();
    Rule {
        meaning: format!("{} ({}). In {unit}; {range}{default}.", row.meaning.trim(), row.label.fa),
        takes: if row.kind == RowKind::Yearly { Takes::Yearly } else { Takes::Opening },
        pattern: row.id,
    }
}

/// Whether `pattern` begins with `path`; `*` stands for any name.
pub(super) fn begins(pattern: &[&str], path: &[impl AsRef<str>]) -> bool {
    path.len() <= pattern.len()
        && pattern.iter().zip(path).all(|(part, name)| *part == "*" || *part == name.as_ref())
}
