//! What drawn numbers make of a scenario's inputs, over any number.

use std::collections::HashMap;

use crate::figure::Figures;
use crate::model;
use crate::number::Number;
use crate::scenario::{Effect, Input, OF_A_FIGURE, Scenario};

/// What acts on one input.
#[derive(Clone)]
enum AppliedEffect<T> {
    Value(T),
    Factor(T),
    Shift(T),
    /// One a year.
    Shifts(Vec<T>),
    /// One a year.
    Values(Vec<T>),
}

/// Figures of which some are drawn, and what follows for the others.
struct DrawnFigures<'a, T> {
    figures: &'a Figures,
    values: HashMap<String, T>,
}

impl<T: Number> DrawnFigures<'_, T> {
    /// The value of a figure, in its own unit: drawn, worked out from others, or its own.
    fn value(&mut self, id: &str) -> T {
        if let Some(value) = self.values.get(id) {
            return *value;
        }
        let figure = &self.figures.figures[id];
        let value = match &figure.formula {
            Some(formula) => formula.evaluate(&mut |id| self.value(id)),
            None => T::from(figure.value),
        };
        self.values.insert(id.to_owned(), value);
        value
    }
}

/// The inputs of a member, from the numbers drawn for it.
pub(super) fn inputs<T: Number>(scenario: &Scenario, drawn: &[T]) -> model::Inputs<T> {
    let (opening, periods) = values(scenario, drawn);
    model::inputs(scenario.outline(), &opening, &periods)
}

/// A member as a scenario, from the numbers drawn for it.
pub(super) fn scenario(base: &Scenario, drawn: &[f64]) -> Scenario {
    let (opening, periods) = values(base, drawn);
    let mut scenario = base.clone();
    for (input, value) in scenario.opening.iter_mut().zip(opening) {
        input.values.fill(value);
    }
    for (index, input) in scenario.yearly.iter_mut().enumerate() {
        input.values = periods.iter().map(|period| period[index]).collect();
    }
    scenario
}

/// Every input of a member: at the opening date, then by period.
fn values<T: Number>(scenario: &Scenario, drawn: &[T]) -> (Vec<T>, Vec<Vec<T>>) {
    let years = scenario.structure.all_years().count();
    let changes = changes(scenario, drawn, years);
    let value = |index: usize, input: &Input, t: usize| {
        if changes[index].is_empty() {
            return T::from(input.values[t]);
        }
        let changed = changed(&changes[index], input, t);
        let (low, high) = (input.row.low, input.row.high);
        let kept = if low.is_finite() { changed.max(T::from(low)) } else { changed };
        if high.is_finite() { kept.min(T::from(high)) } else { kept }
    };
    let opening = scenario.opening.iter().enumerate();
    let opening: Vec<T> = opening.map(|(index, input)| value(index, input, 0)).collect();
    let opening = whole(scenario, |index| !changes[index].is_empty(), opening);
    let period = |t: usize| {
        let inputs = scenario.yearly.iter().enumerate();
        inputs.map(|(index, input)| value(scenario.opening.len() + index, input, t)).collect()
    };
    (opening, (0..years).map(period).collect())
}

/// An input in a period as what acts on it makes it, before it is held within its limits.
fn changed<T: Number>(changes: &[AppliedEffect<T>], input: &Input, t: usize) -> T {
    changes.iter().fold(T::from(input.values[t]), |value, change| match change {
        AppliedEffect::Value(drawn) => *drawn,
        AppliedEffect::Factor(drawn) => value * *drawn,
        AppliedEffect::Shift(drawn) => value + *drawn,
        AppliedEffect::Shifts(drawn) => value + drawn[t],
        AppliedEffect::Values(drawn) => drawn[t],
    })
}

/// Hands the index of each input that a member would take beyond its limits, once for each of its values, to `visit`.
pub(super) fn beyond_limits(scenario: &Scenario, drawn: &[f64], mut visit: impl FnMut(usize)) {
    let changes = changes(scenario, drawn, scenario.structure.all_years().count());
    for (index, (input, changes)) in scenario.inputs().zip(&changes).enumerate() {
        if changes.is_empty() {
            continue;
        }
        for t in 0..input.values.len() {
            if !(input.row.low..=input.row.high).contains(&changed(changes, input, t)) {
                visit(index);
            }
        }
    }
}

/// What acts on each input, in the order in which it does.
fn changes<T: Number>(scenario: &Scenario, drawn: &[T], years: usize) -> Vec<Vec<AppliedEffect<T>>> {
    let mut changes = vec![Vec::new(); scenario.opening.len() + scenario.yearly.len()];
    of_figures(scenario, drawn, &mut changes);
    for (uncertainty, own) in scenario.uncertainties.iter().zip(scenario.draws()) {
        let own = &drawn[own];
        let change = match &uncertainty.effect {
            Effect::Figure => continue,
            Effect::Value => AppliedEffect::Value(own[0]),
            Effect::Factor => AppliedEffect::Factor(own[0]),
            Effect::Shift => AppliedEffect::Shift(own[0]),
            Effect::Noise { persistence } => AppliedEffect::Shifts(noise(own, *persistence)),
            Effect::Begins(active) => AppliedEffect::Values(begun(own, active, years)),
        };
        for input in &uncertainty.inputs {
            changes[*input].push(change.clone());
        }
    }
    changes
}

/// What drawn figures make of the inputs that rest on them.
fn of_figures<T: Number>(scenario: &Scenario, drawn: &[T], changes: &mut [Vec<AppliedEffect<T>>]) {
    let both = || scenario.uncertainties.iter().zip(scenario.draws());
    let figures = || both().filter(|(uncertainty, _)| uncertainty.effect == Effect::Figure);
    let values = figures().filter_map(|(uncertainty, own)| {
        let id = uncertainty.name.strip_prefix(OF_A_FIGURE)?;
        Some((id.to_owned(), drawn[own.start]))
    });
    let mut known = DrawnFigures { figures: &scenario.figures, values: values.collect() };
    let mut acted_on = vec![false; changes.len()];
    figures().flat_map(|(uncertainty, _)| &uncertainty.inputs).for_each(|input| acted_on[*input] = true);
    for (index, input) in scenario.inputs().enumerate().filter(|(index, _)| acted_on[*index]) {
        let by_year = input.formulas.iter().map(|formula| formula.evaluate(&mut |id| known.value(id)));
        changes[index].push(AppliedEffect::Values(by_year.collect()));
    }
}

/// Shifts of which a share goes on, all of one width.
fn noise<T: Number>(drawn: &[T], persistence: f64) -> Vec<T> {
    let fresh = (1.0 - persistence * persistence).sqrt();
    let mut path: Vec<T> = Vec::with_capacity(drawn.len());
    for new in drawn {
        let next = path.last().map_or(*new, |last| *last * persistence + *new * fresh);
        path.push(next);
    }
    path
}

/// The share of each year during which a shock is on that begins in some years and not in others.
fn begun<T: Number>(begins: &[T], active: &[Vec<f64>], years: usize) -> Vec<T> {
    let in_year = |t: usize| {
        let parts = begins.iter().zip(active).filter(|(_, active)| active[t] > 0.0);
        let sum: T = parts.map(|(begins, active)| *begins * active[t]).sum();
        sum.min(T::one())
    };
    (0..years).map(in_year).collect()
}

/// Shares of a whole go on summing to one: where any of them is uncertain, all are divided by their sum.
fn whole<T: Number>(scenario: &Scenario, changed: impl Fn(usize) -> bool, mut opening: Vec<T>) -> Vec<T> {
    let sectors = model::opening_indexes(&scenario.structure).sectors;
    let of_output: Vec<usize> = sectors.iter().map(|sector| sector.output_share).collect();
    let of_jobs: Vec<usize> = sectors.iter().map(|sector| sector.jobs_share).collect();
    for shares in [of_output, of_jobs] {
        if shares.iter().any(|index| changed(*index)) {
            let sum: T = shares.iter().map(|index| opening[*index]).sum();
            for index in shares {
                opening[index] = opening[index] / sum;
            }
        }
    }
    opening
}
