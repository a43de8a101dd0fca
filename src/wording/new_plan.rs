//! A commented scenario to begin with, listing the levers most worth changing.

use std::fmt::Write;

use crate::language::Label;
use crate::scenario::write::{ScenarioText, quoted};
use crate::scenario::{Input, Scenario, matches};

/// The levers most worth changing, in the order they are listed; `*` stands for any name.
const LEVERS: &[&str] = &[
    "envelope.*.flow",
    "envelope.*.cap",
    "programme.*.stages.*.months",
    "programme.*.stages.*.success",
    "programme.*.entries",
    "programme.*.deferral",
    "class.*.target_units",
    "class.*.target_rate",
    "nation.growth",
    "power.demand_growth",
    "economy.local_content",
    "sector.*.growth_differential",
];

/// How many of them are asked for.
const ASKED: usize = 2;

/// What a planner says of a new plan before it is written.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// Title in both languages; what is empty is the name of the plan.
    pub title: Label,
    /// Ids of inputs with the values they take, as they were typed.
    pub values: Vec<(String, String)>,
}

/// The inputs most worth changing.
fn levers(base: &Scenario) -> Vec<&Input> {
    of(base, LEVERS)
}

/// Those of them that are asked for.
pub fn asked(base: &Scenario) -> Vec<&Input> {
    of(base, &LEVERS[..ASKED])
}

fn of<'a>(base: &'a Scenario, levers: &[&str]) -> Vec<&'a Input> {
    let of = |lever: &&str| base.inputs().filter(|input| matches(lever, &input.row.id)).collect::<Vec<_>>();
    levers.iter().flat_map(of).collect()
}

/// The text of a new scenario over `base`.
pub fn new_plan(base: &Scenario, name: &str, answers: &Answers) -> String {
    let or = |text: &str| if text.is_empty() { name } else { text }.to_owned();
    let mut text = ScenarioText::default();
    text.comment(format_args!("What differs from `{}`; everything else stays as it is there.", base.name));
    text.comment("`ofogh check` explains mistakes, `ofogh inputs` lists everything that can be set.");
    text.label("title", &Label::new(or(&answers.title.en), or(&answers.title.fa)));
    let summary = Label::new(format!("Rests on {}.", base.name), format!("بر پایهٔ {}.", base.name));
    text.label("summary", &summary).based_on(&base.name);
    for (id, value) in &answers.values {
        text.set(id, if value.parse::<f64>().is_ok() { value.clone() } else { quoted(value) });
    }
    text.line("").comment("The levers most worth changing. Take away the # of a line and write your value.");
    let mut group = String::new();
    let is_open = |input: &&Input| answers.values.iter().all(|(id, _)| *id != input.row.id);
    for input in levers(base).into_iter().filter(is_open) {
        let own: String = input.row.id.split('.').take(2).collect::<Vec<_>>().join(".");
        if own != group {
            text.line("");
            group = own;
        }
        text.comment(remark(base, input));
        let value = input.written_value(base.structure.years.0);
        text.comment(format_args!("{} = {value}", input.row.id));
    }
    text.finish()
}

/// Name, unit, range and source of a lever, in one line.
fn remark(base: &Scenario, input: &Input) -> String {
    let row = &input.row;
    let range = if row.high.is_finite() {
        format!("from {} to {}", row.low, row.high)
    } else {
        format!("at least {}", row.low)
    };
    let mut remark = format!("{} – {}; in {}, {range}", row.label.en, row.label.fa, base.priced(&row.unit));
    for figure in input.figures.iter().filter_map(|id| base.figures.figures.get(id)) {
        // Writing to a text cannot fail.
        let _ = write!(
            remark,
            "; {} = {} {} ({})",
            figure.id,
            figure.value,
            figure.unit.text,
            figure.kind.label().en
        );
    }
    remark
}
