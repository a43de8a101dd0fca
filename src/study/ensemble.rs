//! Ensembles: every result with its range, every goal with its probability.
//!
//! The model is recorded once with what is uncertain left open, and the recording is run for blocks of members. Nothing is
//! kept of a member but counts, so memory does not grow with their number; who wants the members themselves runs them again.

mod apply;
mod bins;
mod blocks;
mod column;
mod copula;
mod count;
mod counts;
mod cubic;
mod difference;
mod draw;
mod exact;
mod latin;
mod members;
mod merge;
mod normal;
mod part;
mod plan;
mod quantile;
mod random;
mod sobol;
mod tally;

use std::sync::Arc;

use super::select;
use crate::scenario::{Goal, Scenario};

pub use blocks::{MemberBlock, blocks};
pub use column::MemberColumn;
pub(crate) use count::Counter;
pub use difference::{Apart, Difference, Unlike};
pub use draw::{Sampling, Stream};
pub use exact::Exact;
pub use members::{Design, HeldInput, Members};
pub use merge::{Gap, MergeError, WholeParts};
pub use part::{Identity, Part, PartError};
pub use plan::{Counted, Plan};
pub use quantile::Quantile;
pub use random::scatter;
pub use sobol::{DIMENSIONS, Net};
pub use tally::Tally;

/// Shares at which values are shown.
pub const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Members that are looked at first, to find where the bins of each series lie.
const FIRST_LOOK: u64 = 8192;

/// An ensemble, planned: what is run and what is counted.
#[derive(Debug, Clone)]
pub struct Ensemble {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Its members.
    pub members: Members,
    /// What is counted.
    pub plan: Plan,
    /// What it is made of.
    pub design: Design,
    /// Whether every variable is shown.
    pub all: bool,
    /// Indexes of the variables shown; goals may have others counted with them.
    pub shown: Vec<usize>,
    /// Inputs that are held at a limit though more was drawn.
    pub held: Vec<HeldInput>,
    wanted: Vec<usize>,
}

/// A variable in a year, over all members.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub deviation: f64,
    /// Values at [`SHARES`].
    pub percentiles: [f64; 5],
}

/// The probability that a goal is met in a year, as [`Goal::is_met`] says of a single run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Probability {
    /// Share of the members that meet it in that year, whatever they do before and after.
    pub share: f64,
    /// What the probability lies between in 95 of 100 such ensembles, if members are drawn at random (E. B. Wilson, 1927).
    pub interval: (f64, f64),
}

impl Probability {
    /// The probability that `met` of `members` members tell of; of no members nothing is known.
    pub fn of(met: u64, members: u64) -> Self {
        // Counts are far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let (met, members) = (met as f64, members as f64);
        if members == 0.0 {
            return Self { share: f64::NAN, interval: (0.0, 1.0) };
        }
        let share = met / members;
        let square = STANDARD_ERRORS_95 * STANDARD_ERRORS_95 / members;
        let centre = (share + square / 2.0) / (1.0 + square);
        let half = (square * (share * (1.0 - share) + square / 4.0)).sqrt() / (1.0 + square);
        // Rounding may reach a hair beyond what a probability can be.
        Self { share, interval: ((centre - half).clamp(0.0, share), (centre + half).clamp(share, 1.0)) }
    }
}

/// Standard errors on either side of a mean that 95 of 100 normal numbers lie within.
pub const STANDARD_ERRORS_95: f64 = 1.96;

/// What came out of an ensemble.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Members counted.
    pub members: u64,
    /// By variable shown, then by year.
    pub spreads: Vec<Vec<Spread>>,
    /// By goal, then by year.
    pub probabilities: Vec<Vec<Probability>>,
    /// How far the least settled median may be off.
    pub settled: Option<MedianPrecision>,
    /// Members with a result that is not possible; they are counted all the same.
    pub outside: Option<Outside>,
}

/// Members with a result, of a variable shown or of a goal, that is not possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// How many.
    pub members: u64,
    /// The first of them.
    pub first: u64,
    /// Id of the variable that is outside in it.
    pub variable: String,
    /// Its year.
    pub year: i32,
}

/// How far a median may be off: of a hundred ensembles drawn at random 95 come within it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedianPrecision {
    /// Index of the variable among those shown.
    pub variable: usize,
    /// The year, counted from the first of the run.
    pub year: usize,
    /// Half the width of the interval, as a share of the width between the fifth and the ninety-fifth percentile.
    pub share: f64,
}

impl Ensemble {
    /// Plans the ensemble of a scenario: its headline, or every variable.
    pub fn new(scenario: impl Into<Arc<Scenario>>, all: bool, design: Design) -> Self {
        let scenario = scenario.into();
        let shown: Vec<usize> = if all {
            (0..scenario.variables.len()).collect()
        } else {
            // The patterns were checked when the scenario was read; each picks something.
            select(&scenario.headline, &scenario.variables).expect("patterns that pick something")
        };
        let mut wanted = shown.clone();
        for goal in &scenario.goals {
            if !wanted.contains(&goal.variable) {
                wanted.push(goal.variable);
            }
        }
        let target = |goal: &Goal| {
            // It was added just above.
            let variable = wanted.iter().position(|index| *index == goal.variable).expect("a variable");
            plan::Target { variable, side: goal.side, value: goal.threshold() }
        };
        let targets = scenario.goals.iter().map(target).collect();
        let members = Members::new(Arc::clone(&scenario), &wanted, design);
        let years = scenario.structure.all_years().count();
        let possible: Vec<(f64, f64)> = wanted.iter().map(|index| scenario.possible()[*index]).collect();
        let plan = Plan::new(&members, years, &possible, targets, FIRST_LOOK.min(design.members));
        Self { held: members.held(), scenario, members, plan, design, all, shown, wanted }
    }

    /// What a tally says.
    pub fn outcome(&self, tally: &Tally) -> Outcome {
        let spread =
            |variable: usize, year: usize| match self.plan.counted[year * self.wanted.len() + variable] {
                Counted::Always(value) => Spread { mean: value, deviation: 0.0, percentiles: [value; 5] },
                Counted::Series(series) => {
                    let (mean, deviation) = tally.mean_and_spread(&self.plan, series);
                    let percentiles = SHARES.map(|share| tally.percentile(&self.plan, series, share));
                    Spread { mean, deviation, percentiles }
                }
            };
        let years = 0..self.plan.years;
        // What is shown comes first among what is wanted.
        let spreads =
            (0..self.shown.len()).map(|variable| years.clone().map(|year| spread(variable, year)).collect());
        let probability = |goal: usize, year: usize| {
            Probability::of(tally.met[goal * self.plan.years + year], tally.members)
        };
        let goals = 0..self.scenario.goals.len();
        Outcome {
            settled: self.settled(tally),
            outside: self.outside(tally),
            members: tally.members,
            spreads: spreads.collect(),
            probabilities: goals
                .map(|goal| years.clone().map(|year| probability(goal, year)).collect())
                .collect(),
        }
    }

    /// The members with a result that is not possible.
    fn outside(&self, tally: &Tally) -> Option<Outside> {
        let (members, first, output) = match (self.plan.always_outside, tally.outside) {
            (Some(output), _) => (tally.members, 0, output),
            (None, (members, Some((first, series)))) => (members, first, self.output(series)),
            (None, (_, None)) => return None,
        };
        let (variable, year) = self.variable_and_year(output);
        Some(Outside { members, first, variable: variable.to_owned(), year })
    }

    /// The median that may be furthest off, by the order statistics around it.
    fn settled(&self, tally: &Tally) -> Option<MedianPrecision> {
        // Counts are far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let aside = 0.98 / (tally.members as f64).sqrt();
        let one = |variable: usize, year: usize| {
            let Counted::Series(series) = self.plan.counted[year * self.wanted.len() + variable] else {
                return None;
            };
            let at = |share: f64| tally.percentile(&self.plan, series, share.clamp(0.0, 1.0));
            let (width, off) = (at(0.95) - at(0.05), at(0.5 + aside) - at(0.5 - aside));
            (width > 0.0).then(|| MedianPrecision { variable, year, share: off / 2.0 / width })
        };
        let all =
            (0..self.shown.len()).flat_map(|variable| (0..self.plan.years).map(move |year| (variable, year)));
        let all = all.filter_map(|(variable, year)| one(variable, year));
        all.reduce(|widest, next| if next.share > widest.share { next } else { widest })
    }

    /// Variable and year of the first output that is counted as a series.
    pub fn series(&self, series: usize) -> (&str, i32) {
        self.variable_and_year(self.output(series))
    }

    fn output(&self, series: usize) -> usize {
        let output = self.plan.counted.iter().position(|counted| *counted == Counted::Series(series));
        // Each series was made for an output.
        output.expect("an output")
    }

    fn variable_and_year(&self, output: usize) -> (&str, i32) {
        let (year, variable) = (output / self.wanted.len(), output % self.wanted.len());
        let id = self.scenario.variables[self.wanted[variable]].id.as_str();
        (id, self.scenario.structure.years.0 + i32::try_from(year).unwrap_or(0))
    }
}
