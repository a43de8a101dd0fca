//! JSON: everything a run has to say, for programs.

use serde::Serialize;

use super::plain;
use crate::language::Label;
use crate::model::structure::Claimant;
use crate::scenario::Side;
use crate::study::{PriceBasis, Report};

/// Changes whenever the layout changes.
const SCHEMA_VERSION: u32 = 2;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    generator: String,
    scenarios: Vec<ScenarioResult<'a>>,
}

#[derive(Serialize)]
struct ScenarioResult<'a> {
    name: &'a str,
    title: &'a Label,
    summary: &'a Label,
    digest: String,
    settings: &'a [String],
    price_basis: &'static str,
    years: &'a [i32],
    variables: Vec<VariableRecord<'a>>,
    goals: Vec<GoalRecord<'a>>,
    bindings: Vec<BindingRecord<'a>>,
    unlikely: Vec<UnlikelyRecord<'a>>,
    observed: Vec<ObservationRecord<'a>>,
    figures: Vec<&'a str>,
    contradictions: &'a [String],
    plain_numbers: &'a [String],
    unsourced_numbers: &'a [String],
}

#[derive(Serialize)]
struct VariableRecord<'a> {
    id: &'a str,
    label: &'a Label,
    unit: &'a str,
    opening: Option<f64>,
    values: &'a [f64],
}

#[derive(Serialize)]
struct GoalRecord<'a> {
    id: &'a str,
    label: &'a Label,
    variable: &'a str,
    unit: String,
    side: &'static str,
    target: f64,
    by: i32,
    value: f64,
    met: bool,
    first_met: Option<i32>,
    gap: f64,
}

#[derive(Serialize)]
struct BindingRecord<'a> {
    year: i32,
    envelope: &'a str,
    envelope_unit: String,
    claimant_kind: &'static str,
    claimant: &'a str,
    claimant_unit: &'a str,
    throttle: f64,
    held_back: f64,
    eased: f64,
    also_short: Vec<&'a str>,
    goes_to: Vec<&'a str>,
}

#[derive(Serialize)]
struct UnlikelyRecord<'a> {
    variable: &'a str,
    years: &'a [i32],
    value: f64,
    usual: [Option<f64>; 2],
}

#[derive(Serialize)]
struct ObservationRecord<'a> {
    variable: &'a str,
    unit: String,
    year: i32,
    observed: f64,
    projected: f64,
    error: f64,
    relative_error: Option<f64>,
}

/// One document with all reports.
pub(super) fn bytes(reports: &[Report]) -> Result<Vec<u8>, serde_json::Error> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        generator: format!("ofogh {}", env!("CARGO_PKG_VERSION")),
        scenarios: reports.iter().map(result).collect(),
    };
    plain::json(&document)
}

fn result(report: &Report) -> ScenarioResult<'_> {
    let scenario = &report.projection.scenario;
    let structure = &scenario.structure;
    let variable = |index: usize| scenario.variables[index].id.as_str();
    // Goals, observations and what ran out are always at the prices of the opening year.
    let constant = |index: usize| scenario.priced(&scenario.variables[index].unit);
    let variables = scenario.variables.iter().zip(&report.variables).map(|(row, priced)| VariableRecord {
        id: &row.id,
        label: &row.label,
        unit: &priced.unit,
        opening: priced.opening,
        values: &priced.values,
    });
    let goals = report.goals.iter().map(|result| GoalRecord {
        id: &result.goal.id,
        label: &result.goal.label,
        variable: variable(result.goal.variable),
        unit: constant(result.goal.variable),
        side: if result.goal.side == Side::AtLeast { "at_least" } else { "at_most" },
        target: result.goal.value,
        by: result.goal.by,
        value: result.value,
        met: result.met,
        first_met: result.first_met,
        gap: result.gap,
    });
    let bindings = report.bindings.iter().map(|binding| BindingRecord {
        year: binding.year,
        envelope: &structure.envelopes[binding.envelope].named.id,
        envelope_unit: scenario.priced(&structure.envelopes[binding.envelope].unit),
        claimant_kind: match binding.claimant {
            Claimant::Programme(_) => "programme",
            Claimant::Class(_) => "class",
        },
        claimant: &structure.claimant(binding.claimant).id,
        claimant_unit: structure.claimant_unit(binding.claimant),
        throttle: binding.throttle,
        held_back: binding.held_back,
        eased: binding.eased,
        also_short: binding.others.iter().map(|e| structure.envelopes[*e].named.id.as_str()).collect(),
        goes_to: binding.instead.iter().map(|other| structure.claimant(*other).id.as_str()).collect(),
    });
    let unlikely = report.unlikely.iter().map(|unlikely| UnlikelyRecord {
        variable: variable(unlikely.variable),
        years: &unlikely.years,
        value: unlikely.value,
        usual: [unlikely.usual.0, unlikely.usual.1]
            .map(|bound| Some(bound).filter(|bound| bound.is_finite())),
    });
    let observed = report.compared.iter().map(|compared| ObservationRecord {
        variable: variable(compared.observed.variable),
        unit: constant(compared.observed.variable),
        year: compared.observed.year,
        observed: compared.observed.value,
        projected: compared.projected,
        error: compared.error,
        relative_error: compared.relative,
    });
    ScenarioResult {
        name: &scenario.name,
        title: &scenario.title,
        summary: &scenario.summary,
        digest: scenario.digest(),
        settings: &scenario.settings,
        price_basis: match report.basis {
            PriceBasis::Constant => "constant",
            PriceBasis::Current => "current",
            PriceBasis::Dollar => "usd",
        },
        years: &report.projection.years,
        variables: variables.collect(),
        goals: goals.collect(),
        bindings: bindings.collect(),
        unlikely: unlikely.collect(),
        observed: observed.collect(),
        figures: report.evidence.figures.iter().map(String::as_str).collect(),
        contradictions: &report.evidence.contradictions,
        plain_numbers: &report.evidence.plain,
        unsourced_numbers: &report.evidence.unsourced,
    }
}
