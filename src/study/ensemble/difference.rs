//! Two scenarios on the same draws: how far apart their results are, member by member.

use std::sync::Arc;

use super::blocks::{MemberBlock, blocks};
use super::{Design, HeldInput, Members, Probability, SHARES, Spread};
use crate::engine::BLOCK;
use crate::model::record::Row;
use crate::scenario::{Correlation, Scenario, Uncertainty};
use crate::study::select;

/// Results of two scenarios, the second taken from the first.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The scenarios, both with everything that is uncertain in either.
    pub scenarios: [Arc<Scenario>; 2],
    /// What they are made of.
    pub design: Design,
    /// Indexes of the variables that are shown, in each of the two.
    pub variables: Vec<[usize; 2]>,
    /// The years that both have.
    pub years: Vec<i32>,
    /// By variable, then by year.
    pub apart: Vec<Vec<Apart>>,
    /// Members in which a variable shown is not possible in either scenario; they are counted all the same.
    pub outside: u64,
    /// Inputs that are held at a limit though more was drawn, of each scenario.
    pub held: [Vec<HeldInput>; 2],
}

/// How far apart two scenarios are in a variable and a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Apart {
    /// The first less the second.
    pub spread: Spread,
    /// Share of the members in which it is larger in the first.
    pub larger: Probability,
}

/// Why two scenarios cannot be drawn alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlike {
    /// Nothing is uncertain in either.
    Certain,
    /// They have no year or no variable of the headline in common.
    NothingShared,
    /// These two go together in another way in the second scenario.
    Correlated(String, String),
    /// So many numbers would have to be kept.
    TooMany(u64),
}

/// Most numbers that are kept: a fifth of a gigabyte.
const MOST: u64 = 25_000_000;
/// What rounding may tell apart or take of a limit, as a share of the number.
const ROUNDING: f64 = 1e-9;

impl Difference {
    /// Runs both scenarios on the same draws: the headline of the first, or every variable that both have.
    ///
    /// # Errors
    /// Why they cannot be drawn alike.
    pub fn new(one: Scenario, other: Scenario, all: bool, design: Design) -> Result<Self, Unlike> {
        let scenarios = alike(one, other)?.map(Arc::new);
        let [one, other] = &scenarios;
        let wanted: Vec<usize> = if all {
            (0..one.variables.len()).collect()
        } else {
            // The patterns were checked when the scenario was read; each picks something.
            select(&one.headline, &one.variables).expect("patterns that pick something")
        };
        let same = |row: &Row| {
            other
                .variables
                .iter()
                .position(|known| known.id == row.id && other.priced(&known.unit) == one.priced(&row.unit))
        };
        let shared = wanted.iter().filter_map(|index| Some([*index, same(&one.variables[*index])?]));
        let variables: Vec<[usize; 2]> = shared.collect();
        let both: Vec<Vec<i32>> =
            scenarios.iter().map(|scenario| scenario.structure.all_years().collect()).collect();
        let years: Vec<i32> = both[0].iter().copied().filter(|year| both[1].contains(year)).collect();
        if years.is_empty() || variables.is_empty() {
            return Err(Unlike::NothingShared);
        }
        let numbers = (variables.len() * years.len()) as u64 * design.members;
        if numbers > MOST {
            return Err(Unlike::TooMany(numbers));
        }
        let members = [0, 1].map(|n: usize| {
            let own: Vec<usize> = variables.iter().map(|pair| pair[n]).collect();
            Members::new(Arc::clone(&scenarios[n]), &own, design)
        });
        let held = [members[0].held(), members[1].held()];
        // Where the outputs of the shared years begin in each: they come by year, then by variable.
        let begins = [0, 1].map(|n: usize| {
            let year = both[n].iter().position(|year| *year == years[0]);
            year.unwrap_or(0) * variables.len()
        });
        let possible = [0, 1].map(|n: usize| {
            let limits = |pair: &[usize; 2]| scenarios[n].possible()[pair[n]];
            variables.iter().map(limits).cycle().take(variables.len() * years.len()).collect::<Vec<_>>()
        });
        let counted = Counting::of(&members, begins, &possible, design.members);
        let one = |(values, larger): (Vec<f64>, u64)| Apart {
            spread: spread(values),
            larger: Probability::of(larger, design.members),
        };
        let apart: Vec<Apart> = counted.values.into_iter().zip(counted.larger).map(one).collect();
        let by_variable = |n: usize| (0..years.len()).map(|t| apart[t * variables.len() + n]).collect();
        let apart = (0..variables.len()).map(by_variable).collect();
        Ok(Self { scenarios, design, variables, years, apart, outside: counted.outside, held })
    }
}

/// What was found member by member, for each output that both scenarios have.
struct Counting {
    /// The differences.
    values: Vec<Vec<f64>>,
    /// How many of them are above nought, by more than rounding.
    larger: Vec<u64>,
    /// Members in which an output of either scenario is not possible.
    outside: u64,
}

impl Counting {
    /// Runs `count` members of both; `begins` is the first output of each that counts, `possible` the limits of all.
    fn of(members: &[Members; 2], begins: [usize; 2], possible: &[Vec<(f64, f64)>; 2], count: u64) -> Self {
        let series = possible[0].len();
        let mut counted = Self { values: vec![Vec::new(); series], larger: vec![0; series], outside: 0 };
        let mut registers = members.each_ref().map(Members::registers);
        for MemberBlock { first: begin, lanes } in blocks((0, count)) {
            for (members, registers) in members.iter().zip(&mut registers) {
                members.run(begin, registers);
            }
            let mut outside = [false; BLOCK];
            for (place, (first, second)) in possible[0].iter().zip(&possible[1]).enumerate() {
                let of = |n: usize| registers[n].block(members[n].outputs()[begins[n] + place]).0;
                let (one, other) = (of(0), of(1));
                for lane in lanes.clone() {
                    let (a, b) = (one[lane], other[lane]);
                    counted.larger[place] += u64::from(a - b > ROUNDING * a.abs().max(b.abs()));
                    counted.values[place].push(a - b);
                    outside[lane] |= !within(a, *first) || !within(b, *second);
                }
            }
            counted.outside += outside.iter().filter(|outside| **outside).count() as u64;
        }
        counted
    }
}

/// Whether a value is possible, but for rounding.
fn within(value: f64, (low, high): (f64, f64)) -> bool {
    let rounding = ROUNDING * value.abs().max(1.0);
    low - rounding <= value && value <= high + rounding
}

/// Mean, deviation and percentiles of some numbers, on the line between the two nearest.
fn spread(mut values: Vec<f64>) -> Spread {
    values.sort_by(f64::total_cmp);
    // Counts are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let deviation = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    let percentile = |share: f64| {
        let place = share * (count - 1.0);
        // A place lies among the numbers.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let below = place.floor() as usize;
        let above = (below + 1).min(values.len() - 1);
        values[below] + (values[above] - values[below]) * place.fract()
    };
    Spread { mean, deviation, percentiles: SHARES.map(percentile) }
}

/// Both scenarios with everything that is uncertain in either, in the same order and correlated alike, so that what has
/// the same name is drawn the same. What one of them lacks acts on nothing there.
fn alike(mut one: Scenario, mut other: Scenario) -> Result<[Scenario; 2], Unlike> {
    let mut all: Vec<Uncertainty> = one.uncertainties.clone();
    for uncertainty in &other.uncertainties {
        if !all.iter().any(|known| known.name == uncertainty.name) {
            all.push(Uncertainty { inputs: Vec::new(), ..uncertainty.clone() });
        }
    }
    if all.is_empty() {
        return Err(Unlike::Certain);
    }
    let groups = [correlated(&one), correlated(&other)];
    let correlations = together(&all, &groups)?;
    let own = |scenario: &Scenario| -> Vec<Uncertainty> {
        let known = |wanted: &Uncertainty| {
            scenario.uncertainties.iter().find(|known| known.name == wanted.name).cloned()
        };
        all.iter()
            .map(|wanted| {
                known(wanted).unwrap_or_else(|| Uncertainty { inputs: Vec::new(), ..wanted.clone() })
            })
            .collect()
    };
    (one.uncertainties, other.uncertainties) = (own(&one), own(&other));
    (one.correlations, other.correlations) = (correlations.clone(), correlations);
    Ok([one, other])
}

/// A group of things that go together: their names, and the correlation of each two of the normal numbers behind them.
type CorrelatedGroup = (Vec<String>, Vec<Vec<f64>>);

fn correlated(scenario: &Scenario) -> Vec<CorrelatedGroup> {
    let group = |group: &Correlation| {
        let names = group.uncertainties.iter().map(|index| scenario.uncertainties[*index].name.clone());
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum();
        let row = |a: &Vec<f64>| group.factor.iter().map(|b| product(a, b)).collect();
        (names.collect(), group.factor.iter().map(row).collect())
    };
    scenario.correlations.iter().map(group).collect()
}

/// The groups of both scenarios: of two that have things in common the larger one, if they say the same of these.
fn together(all: &[Uncertainty], groups: &[Vec<CorrelatedGroup>; 2]) -> Result<Vec<Correlation>, Unlike> {
    let mut kept: Vec<&CorrelatedGroup> = Vec::new();
    let mut sorted: Vec<&CorrelatedGroup> = groups.iter().flatten().collect();
    sorted.sort_by_key(|(names, _)| std::cmp::Reverse(names.len()));
    for group in sorted {
        let meets = |known: &&&CorrelatedGroup| group.0.iter().any(|name| known.0.contains(name));
        match kept.iter().find(meets) {
            None => kept.push(group),
            Some(known) => same(known, group)?,
        }
    }
    let place = |name: &String| all.iter().position(|known| known.name == *name);
    let correlation = |(names, normal): &&CorrelatedGroup| {
        let mut members: Vec<(usize, usize)> =
            names.iter().enumerate().filter_map(|(n, name)| Some((place(name)?, n))).collect();
        members.sort_unstable();
        let size = members.len();
        let matrix = nalgebra::DMatrix::from_fn(size, size, |a, b| normal[members[a].1][members[b].1]);
        let factor = matrix.cholesky()?.l();
        Some(Correlation {
            uncertainties: members.iter().map(|(uncertainty, _)| *uncertainty).collect(),
            factor: (0..size).map(|a| (0..=a).map(|b| factor[(a, b)]).collect()).collect(),
        })
    };
    Ok(kept.iter().filter_map(correlation).collect())
}

/// That the larger group says of the things of the smaller what that says itself.
fn same((names, normal): &CorrelatedGroup, (fewer, other): &CorrelatedGroup) -> Result<(), Unlike> {
    for (a, one) in fewer.iter().enumerate() {
        for (b, two) in fewer.iter().enumerate().take(a) {
            let at = |name: &String| names.iter().position(|known| known == name);
            let agrees = match (at(one), at(two)) {
                (Some(n), Some(m)) => (normal[n][m] - other[a][b]).abs() < 1e-9,
                _ => false,
            };
            if !agrees {
                return Err(Unlike::Correlated(one.clone(), two.clone()));
            }
        }
    }
    Ok(())
}
