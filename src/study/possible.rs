//! Results have limits too: what is not possible ends a run, what is hardly ever seen is remarked upon.

use std::sync::Arc;

use super::Projection;
use crate::model::{self, Year, record::RowKind};
use crate::scenario::{Input, Origin, Scenario};
use crate::tape::{Tape, Traced};

/// What rounding may take of a limit, as a share of the largest value of its variable or of 1, whichever is larger.
const ROUNDING: f64 = 1e-9;
/// Inputs that are named as driving a result.
const DRIVERS: usize = 3;
/// An input drives a result if it moves it by this share of what the strongest one does.
const DRIVES: f64 = 0.1;

/// A result outside what is possible: inputs within their ranges that no province could hold together.
#[derive(Debug, Clone)]
pub struct Impossible {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Id of the first such variable.
    pub variable: String,
    /// Its unit.
    pub unit: String,
    /// Its year.
    pub year: i32,
    /// Its value; not finite if it leaves all bounds.
    pub value: f64,
    /// The lowest and the highest possible value.
    pub possible: (f64, f64),
    /// The inputs that drive it, each with its value in that year: those the scenario itself sets first, then by how far
    /// the result moves with each. Empty where they are not known.
    pub drivers: Vec<(Input, f64)>,
}

/// A variable that is outside what is usual in some years.
#[derive(Debug, Clone, PartialEq)]
pub struct Unlikely {
    /// Index of the variable.
    pub variable: usize,
    /// The years.
    pub years: Vec<i32>,
    /// The value furthest from what is usual.
    pub value: f64,
    /// The lowest and the highest usual value.
    pub usual: (f64, f64),
}

impl Impossible {
    /// A number worked out from the results, such as one in other prices, that is not finite.
    pub(super) fn not_finite(scenario: &Arc<Scenario>, variable: String, year: i32) -> Self {
        let possible = (f64::NEG_INFINITY, f64::INFINITY);
        let scenario = Arc::clone(scenario);
        Self { scenario, variable, unit: String::new(), year, value: f64::NAN, possible, drivers: Vec::new() }
    }
}

/// The first result of a projection that is not possible, by year, then in the order of the variables.
pub(super) fn impossible(
    scenario: &Arc<Scenario>,
    years: &[i32],
    opening: &[f64],
    values: &[Vec<f64>],
) -> Option<Impossible> {
    let columns: Vec<&[f64]> = std::iter::once(opening).chain(values.iter().map(Vec::as_slice)).collect();
    let (column, at) = first_beyond(scenario.possible(), &columns)?;
    let variable = &scenario.variables[at];
    Some(Impossible {
        scenario: Arc::clone(scenario),
        variable: variable.id.clone(),
        unit: scenario.priced(&variable.unit),
        year: years[column.saturating_sub(1)],
        value: columns[column][at],
        possible: (variable.low, variable.high),
        drivers: drivers(scenario, at, column),
    })
}

/// The column and the variable of the first value beyond its limits, by more than rounding.
fn first_beyond(possible: &[(f64, f64)], columns: &[&[f64]]) -> Option<(usize, usize)> {
    // A number that is none is not within anything.
    let within = |value: f64, (low, high): (f64, f64), rounding: f64| {
        low - rounding <= value && value <= high + rounding
    };
    let rounding = |at: usize| {
        let sizes = columns.iter().map(|row| row[at].abs()).filter(|size| size.is_finite());
        ROUNDING * sizes.fold(1.0, f64::max)
    };
    columns.iter().enumerate().find_map(|(column, row)| {
        // Looked at as a whole first: that is what takes the time.
        if row.iter().zip(possible).all(|(value, (low, high))| low <= value && value <= high) {
            return None;
        }
        let beyond = |at: &usize| !within(row[*at], possible[*at], rounding(*at));
        (0..row.len()).find(beyond).map(|at| (column, at))
    })
}

/// The inputs that drive a variable in a column: the opening date is column 0, and the periods follow.
fn drivers(scenario: &Scenario, variable: usize, column: usize) -> Vec<(Input, f64)> {
    let (openings, inputs) = (scenario.opening.len(), scenario.yearly.len());
    let periods = column.max(1);
    let mut given: Vec<f64> = scenario.opening.iter().map(|input| input.values[0]).collect();
    given.extend((0..periods).flat_map(|t| scenario.yearly.iter().map(move |input| input.values[t])));
    let tape = Tape::default();
    let traced: Vec<Traced<'_>> = (0..given.len()).map(|n| tape.given(n)).collect();
    let by_period: Vec<_> = traced[openings..].chunks(inputs).map(<[_]>::to_vec).collect();
    let traced = model::inputs(scenario.outline(), &traced[..openings], &by_period);
    let (start, years) = model::project(&scenario.structure, &traced);
    let year: &Year<Traced<'_>> = if column == 0 { &start } else { &years[column - 1] };
    let Traced::Recorded(_, place) = model::values(year)[variable] else {
        return Vec::new();
    };
    let values = tape.values(&given);
    let mut moved = vec![0.0; openings + inputs];
    let input = |n: usize| if n < openings { n } else { openings + (n - openings) % inputs };
    let places = finite_places(&tape, &values, place);
    for &place in &places {
        // Of what is nothing, no share can be said.
        let whole = if values[place] == 0.0 { 1.0 } else { values[place] };
        for (n, (slope, value)) in tape.slopes(&values, place, given.len()).iter().zip(&given).enumerate() {
            moved[input(n)] += (slope * value / whole).abs();
        }
    }
    if moved.iter().all(|moved| *moved == 0.0) {
        // It stands at an end where it moves with nothing: whatever it was made of.
        for &place in &places {
            let within = tape.given_within(place, given.len());
            within.iter().enumerate().filter(|(_, within)| **within).for_each(|(n, _)| moved[input(n)] = 1.0);
        }
    }
    let strongest = moved.iter().copied().filter(|moved| moved.is_finite()).fold(0.0, f64::max);
    let written = |input: &Input| !matches!(input.row.kind, RowKind::Computed | RowKind::Requirement);
    let own_file = scenario.files.last().map(|path| path.display().to_string());
    // What was just set comes first, then what the scenario itself says.
    let rank = |input: &Input| match &input.origin {
        Origin::Set { place, .. } if place.source.name == "--set" => 0,
        Origin::Set { place, .. } if Some(&place.source.name) == own_file.as_ref() => 1,
        Origin::Set { .. } | Origin::Default | Origin::Computed => 2,
    };
    let mut found: Vec<(&Input, f64)> = scenario.inputs().zip(moved).collect();
    // Where two large numbers nearly cancel, what they share moves their difference little beside what only one has; what
    // was just set is named all the same.
    found.retain(|(input, moved)| {
        written(input) && (*moved > DRIVES * strongest || *moved > 0.0 && rank(input) == 0)
    });
    found.sort_by(|a, b| rank(a.0).cmp(&rank(b.0)).then(b.1.total_cmp(&a.1)));
    let in_year = |input: &Input| input.values[(periods - 1).min(input.values.len() - 1)];
    found.into_iter().take(DRIVERS).map(|(input, _)| (input.clone(), in_year(input))).collect()
}

/// The place itself if its value is finite; else those that the first number on the way that is not was made of.
fn finite_places(tape: &Tape, values: &[f64], place: usize) -> Vec<usize> {
    match values[..=place].iter().position(|value| !value.is_finite()) {
        Some(first) if !values[place].is_finite() => tape.made_of(first),
        _ => vec![place],
    }
}

/// What is outside what is usual, in the order of the variables.
pub(super) fn unlikely(projection: &Projection) -> Vec<Unlikely> {
    let rows = projection.scenario.variables.iter().enumerate();
    let one = |(variable, row): (usize, &model::record::Row)| {
        let (low, high) = row.usual;
        let rounding = |value: f64| ROUNDING * value.abs().max(1.0);
        let beyond = |value: f64| (low - value).max(value - high);
        let by_year = projection.years.iter().zip(projection.series(variable));
        let outside: Vec<_> = by_year.filter(|(_, value)| beyond(*value) > rounding(*value)).collect();
        let furthest = outside.iter().map(|(_, value)| *value);
        let furthest = furthest.reduce(|a, b| if beyond(b) > beyond(a) { b } else { a })?;
        let years = outside.iter().map(|(year, _)| **year).collect();
        Some(Unlikely { variable, years, value: furthest, usual: row.usual })
    };
    rows.filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
    const NOT_BELOW_ZERO: (f64, f64) = (0.0, f64::INFINITY);
    const A_SHARE: (f64, f64) = (0.0, 1.0);

    #[test]
    fn each_value_is_held_against_its_own_limits() {
        let limits = [NOT_BELOW_ZERO, FREE, A_SHARE];
        // The first is below zero by rounding only; what follows keeps its own limits.
        assert_eq!(first_beyond(&limits, &[&[-1e-12, -700.0, 0.5]]), None);
        assert_eq!(first_beyond(&limits, &[&[-1e-12, -700.0, 1.5]]), Some((0, 2)));
        assert_eq!(first_beyond(&limits, &[&[1.0, -700.0, 0.5], &[-1e-12, 5.0, -0.5]]), Some((1, 2)));
    }

    #[test]
    fn rounding_is_a_share_of_the_largest_value_of_the_variable() {
        assert_eq!(first_beyond(&[NOT_BELOW_ZERO], &[&[1e6], &[-1e-4]]), None);
        assert_eq!(first_beyond(&[NOT_BELOW_ZERO], &[&[1.0], &[-1e-4]]), Some((1, 0)));
    }

    #[test]
    fn a_number_that_is_none_is_beyond_every_limit() {
        assert_eq!(first_beyond(&[FREE, A_SHARE], &[&[0.0, f64::NAN]]), Some((0, 1)));
        assert_eq!(first_beyond(&[A_SHARE], &[&[0.5], &[f64::INFINITY]]), Some((1, 0)));
    }
}
