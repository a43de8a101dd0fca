//! What matters: how much of a result's spread comes from which uncertain thing, and what it would be without.
//!
//! A study plans runs of the model in rows and runs them side by side; the estimators of [`estimate`] turn their outputs into
//! figures.

pub mod estimate;
mod plan;

use std::sync::Arc;

use crate::figure::SourceKind;
use crate::language::{Label, Language};
use crate::scenario::{Scenario, Uncertainty};
use crate::study::ensemble::{Design, HeldInput, Members, Sampling, Stream};
use crate::study::workers::{self, Watch};
use estimate::{Effects, Index, Regression, effects, first_and_total, ranks, regression};
pub use plan::{Method, VariableYear};

/// Rows of outputs: by output, then by row.
pub type Rows = Vec<Vec<f64>>;

/// Something whose share of a spread is asked for: one uncertain thing, or several that are drawn together.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name: that of the thing, or of the group.
    pub name: String,
    /// How its numbers came to be known; `None` for what the planner set without a figure.
    pub kind: Option<SourceKind>,
    /// Indexes of its things.
    pub uncertainties: Vec<usize>,
    /// Indexes of the numbers drawn for it.
    draws: Vec<usize>,
}

/// What is said of a factor about one output.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Line {
    /// Share of the variance that comes from the factor alone, and from it together with others.
    pub indices: Option<(Index, Index)>,
    /// Elementary effects, in units of the output for the whole range of shares.
    pub effects: Option<Effects>,
    /// Standardised regression coefficients: of values and of ranks.
    pub coefficients: Option<(f64, f64)>,
    /// The output with the factor at its tenth and at its ninetieth percentile, everything else in the middle.
    pub swing: (f64, f64),
}

/// A sensitivity study, planned.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// The factors.
    pub factors: Vec<Factor>,
    /// Indexes of the variables that are looked at.
    pub variables: Vec<usize>,
    /// The method.
    pub method: Method,
    /// Rows, or trajectories for Morris's method.
    pub rows: u64,
    /// Seed.
    pub seed: u64,
    /// Whether factors are kinds of sources.
    pub by_source: bool,
    members: Members,
    /// A second design beside that of the members.
    other: Vec<Stream>,
}

/// What came out: by output, then by factor; with the share that a regression explains, of values and of ranks.
#[derive(Debug, Clone, PartialEq)]
pub struct SensitivityResult {
    /// By output (by year, then by variable), then by factor.
    pub lines: Vec<Vec<Line>>,
    /// By output, what a regression explains of the variance of values and of ranks.
    pub explained: Option<Vec<(f64, f64)>>,
}

/// The rows of a design do not tell its factors apart: there are too few of them, or two factors always go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inseparable;

impl Line {
    /// How much the factor matters, as the method tells it: what factors are sorted by and how long their bars are.
    pub fn weight(&self) -> f64 {
        let of_indices = self.indices.map(|(_, total)| total.value);
        let of_effects = self.effects.map(|effects| effects.mean_absolute);
        let of_ranks = self.coefficients.map(|(_, ranked)| ranked.abs());
        of_indices.or(of_effects).or(of_ranks).unwrap_or(0.0).max(0.0)
    }
}

/// The factors of an output in the order in which they matter.
pub fn order(lines: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| lines[*b].weight().total_cmp(&lines[*a].weight()));
    order
}

/// What all factors explain by themselves: the sum of their first-order indices.
pub fn first_orders(lines: &[Line]) -> Index {
    let indices = || lines.iter().filter_map(|line| line.indices).map(|(alone, _)| alone);
    // The errors of different factors are nearly independent.
    let error = indices().map(|alone| alone.error * alone.error).sum::<f64>().sqrt();
    Index { value: indices().map(|alone| alone.value).sum(), error }
}

impl Sensitivity {
    /// Runs the study: what its method tells of every factor, for every output.
    ///
    /// # Errors
    /// A regression whose rows do not tell the factors apart.
    pub fn run(&self, watch: &dyn Watch) -> Result<SensitivityResult, Inseparable> {
        let swings = self.swings();
        let line = |output: usize, factor: usize| Line { swing: swings[factor][output], ..Line::default() };
        let outputs = self.variables.len() * self.scenario.structure.all_years().count();
        let blank = |output: usize| (0..self.factors.len()).map(|factor| line(output, factor)).collect();
        let mut lines: Vec<Vec<Line>> = (0..outputs).map(blank).collect();
        let mut explained = None;
        match self.method {
            Method::Sobol => {
                let (a, b) = (self.design(false), self.design(true));
                let found = workers::each(self.factors.len(), watch, |factor| {
                    self.indices(&a, &b, &self.replaced(factor))
                });
                for (factor, found) in found.into_iter().enumerate() {
                    for (line, indices) in lines.iter_mut().zip(found) {
                        line[factor].indices = Some(indices);
                    }
                }
            }
            Method::Morris => {
                for (lines, effects) in lines.iter_mut().zip(self.effects()) {
                    for (line, effects) in lines.iter_mut().zip(effects) {
                        line.effects = Some(effects);
                    }
                }
            }
            Method::Regression => {
                let mut shares = Vec::new();
                for (lines, both) in lines.iter_mut().zip(self.regressions()) {
                    let (plain, ranked) = both.ok_or(Inseparable)?;
                    shares.push((plain.explained, ranked.explained));
                    let pairs = plain.coefficients.into_iter().zip(ranked.coefficients);
                    lines.iter_mut().zip(pairs).for_each(|(line, pair)| line.coefficients = Some(pair));
                }
                explained = Some(shares);
            }
        }
        Ok(SensitivityResult { lines, explained })
    }

    /// A study of `variables` in every year. Things that are correlated are one factor; with `by_source` all things whose
    /// numbers came to be known in the same way are.
    pub fn new(
        scenario: impl Into<Arc<Scenario>>,
        variables: Vec<usize>,
        method: Method,
        by_source: bool,
        rows: u64,
        seed: u64,
    ) -> Self {
        let scenario = scenario.into();
        // Sobol's points are uneven over pairs of far dimensions, and nobody knows beforehand which things matter.
        let sampling = Sampling::Latin;
        let members =
            Members::new(Arc::clone(&scenario), &variables, Design { members: rows, seed, sampling });
        let draws = members.draws();
        let other = (0..draws)
            .map(|draw| Stream::new(seed, &format!("other design, {draw}"), rows, sampling, draws + draw));
        let other = other.collect();
        // A regression tells columns apart that go together; a sum of different things it could not read.
        let together = method != Method::Regression;
        let factors = factors(&scenario, by_source, together);
        Self { scenario, factors, variables, method, rows, seed, by_source, members, other }
    }

    /// Inputs that are held at a limit though more was drawn.
    pub fn held(&self) -> Vec<HeldInput> {
        self.members.held()
    }

    /// The outputs of the first design, or of the second.
    pub fn design(&self, second: bool) -> Rows {
        self.mixed(&|_| second)
    }

    /// The outputs of the first design with a factor from the second.
    pub fn replaced(&self, factor: usize) -> Rows {
        let draws = &self.factors[factor].draws;
        self.mixed(&|draw| draws.contains(&draw))
    }

    fn mixed(&self, from_second: &dyn Fn(usize) -> bool) -> Rows {
        let first: Vec<bool> = (0..self.members.draws()).map(|draw| !from_second(draw)).collect();
        plan::outputs(&self.members, self.rows, &|row, draw, block| {
            if first[draw] {
                self.members.stream(draw).fill(row, block);
            } else {
                self.other[draw].fill(row, block);
            }
        })
    }

    /// Lines of a factor by output, by Sobol's indices: from the outputs of both designs and of the one with the factor
    /// replaced.
    pub fn indices(&self, a: &Rows, b: &Rows, ab: &Rows) -> Vec<(Index, Index)> {
        let one = |((a, b), ab): ((&Vec<f64>, &Vec<f64>), &Vec<f64>)| {
            // Below 2^53 rows.
            #[allow(clippy::cast_precision_loss)]
            let centre = (a.iter().sum::<f64>() + b.iter().sum::<f64>()) / (a.len() + b.len()) as f64;
            first_and_total(a, b, ab, centre)
        };
        a.iter().zip(b).zip(ab).map(one).collect()
    }

    /// Elementary effects by output, then by factor: Morris's method over four levels of each share. Of a factor of several
    /// numbers only sizes are told.
    pub fn effects(&self) -> Vec<Vec<Effects>> {
        let steps = plan::trajectories(self.factors.len(), self.rows, self.seed);
        let groups: Vec<&[usize]> = self.factors.iter().map(|factor| &factor.draws[..]).collect();
        let (points, moves) = plan::walk(&steps, &groups, self.members.draws(), self.seed);
        let outputs = plan::at_points(&self.members, &points);
        let of_output = |values: &Vec<f64>| {
            let mut found = vec![Vec::new(); self.factors.len()];
            for step in &moves {
                let effect = (values[step.to] - values[step.from]) / step.length;
                // Several numbers move up and down together: only the size says something.
                let several = groups[step.factor].len() > 1;
                found[step.factor].push(if several { effect.abs() } else { effect });
            }
            found.iter().map(|found| effects(found)).collect()
        };
        outputs.iter().map(of_output).collect()
    }

    /// Regressions by output: of values and of ranks, over factors. `None` where factors go together too closely to be told
    /// apart, or where there are too few rows.
    pub fn regressions(&self) -> Vec<Option<(Regression, Regression)>> {
        let (drawn, outputs) = plan::drawn_and_outputs(&self.members, self.rows);
        // What is drawn year by year counts by its mean.
        let column = |factor: &Factor| {
            let mean = |row: usize| factor.draws.iter().map(|draw| drawn[*draw][row]).sum::<f64>();
            #[allow(clippy::cast_precision_loss)]
            let count = factor.draws.len() as f64;
            (0..outputs.first().map_or(0, Vec::len)).map(|row| mean(row) / count).collect::<Vec<f64>>()
        };
        let columns: Vec<Vec<f64>> = self.factors.iter().map(column).collect();
        let ranked: Vec<Vec<f64>> = columns.iter().map(|column| ranks(column)).collect();
        let both =
            |output: &Vec<f64>| Some((regression(&columns, output)?, regression(&ranked, &ranks(output))?));
        outputs.iter().map(both).collect()
    }

    /// By factor, the outputs with it at its tenth and at its ninetieth percentile, everything else in the middle.
    pub fn swings(&self) -> Vec<Vec<(f64, f64)>> {
        let point = |factor: &Factor, share: f64| {
            let mut point = vec![0.5; self.members.draws()];
            factor.draws.iter().for_each(|draw| point[*draw] = share);
            point
        };
        let points: Vec<Vec<f64>> =
            self.factors.iter().flat_map(|factor| [point(factor, 0.1), point(factor, 0.9)]).collect();
        let outputs = plan::at_points(&self.members, &points);
        let of =
            |factor: usize| outputs.iter().map(move |values| (values[2 * factor], values[2 * factor + 1]));
        (0..self.factors.len()).map(|factor| of(factor).collect()).collect()
    }

    /// A factor as a planner knows it.
    pub fn name_of(&self, factor: &Factor) -> Label {
        match factor.uncertainties[..] {
            _ if self.by_source => {
                factor.kind.map_or_else(|| Label::new("scenario", "سناریو"), SourceKind::label)
            }
            [index] => self.scenario.name_of(&self.scenario.uncertainties[index]),
            [first, ref others @ ..] => {
                let name = self.scenario.name_of(&self.scenario.uncertainties[first]);
                let others = others.len().to_string();
                Label::new(
                    format!("{} (and {others} that go with it)", name.en),
                    format!("{} (و {} چیز همبسته با آن)", name.fa, Language::Persian.digits(&others)),
                )
            }
            [] => Label::new(factor.name.clone(), factor.name.clone()),
        }
    }

    /// The output of a variable, by its place among those looked at, in a year, by its place in the run.
    pub fn output(&self, variable: usize, year: usize) -> usize {
        year * self.variables.len() + variable
    }
}

/// Things as factors: each by itself, together where they are correlated, or by the kind of their sources.
fn factors(scenario: &Scenario, by_source: bool, together: bool) -> Vec<Factor> {
    let mut factors: Vec<Factor> = Vec::new();
    for (index, (uncertainty, draws)) in scenario.uncertainties.iter().zip(scenario.draws()).enumerate() {
        let kind = kind(scenario, uncertainty);
        let correlated = scenario.correlations.iter().filter(|_| together);
        let group = correlated.into_iter().find(|group| group.uncertainties.contains(&index));
        let known = factors.iter_mut().find(|factor| {
            (by_source && factor.kind == kind)
                || group.is_some_and(|group| {
                    factor.uncertainties.iter().any(|other| group.uncertainties.contains(other))
                })
        });
        match known {
            Some(factor) => {
                if !by_source {
                    factor.name = format!("{} + {}", factor.name, uncertainty.name);
                }
                factor.uncertainties.push(index);
                factor.draws.extend(draws);
            }
            None => factors.push(Factor {
                name: if by_source { group_name(kind) } else { uncertainty.name.clone() },
                kind,
                uncertainties: vec![index],
                draws: draws.collect(),
            }),
        }
    }
    factors
}

fn group_name(kind: Option<SourceKind>) -> String {
    kind.map_or_else(|| "scenario".to_owned(), |kind| kind.label().en)
}

/// How the numbers of a thing came to be known: the kind of its figure, or of the only kind its inputs rest on.
fn kind(scenario: &Scenario, uncertainty: &Uncertainty) -> Option<SourceKind> {
    let figures = &scenario.figures.figures;
    if let Some(id) = uncertainty.name.strip_prefix("figure:") {
        return figures.get(id).map(|figure| figure.kind);
    }
    let inputs: Vec<_> = scenario.inputs().collect();
    let ids = uncertainty.inputs.iter().flat_map(|index| &inputs[*index].figures);
    let mut kinds = ids.filter_map(|id| figures.get(id)).map(|figure| figure.kind);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}
