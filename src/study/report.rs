//! Everything a run has to say, worked out once for the terminal and for every kind of file.

use super::possible::unlikely;
use super::{
    Binding, Evidence, GoalResult, HindcastError, Impossible, PriceBasis, Priced, Projection, Unlikely,
    bindings, compare_with_observed, goal_results, select,
};
use crate::tape::Recording;

/// A projection with what follows from it.
#[derive(Debug, Clone)]
pub struct Report {
    /// The projection.
    pub projection: Projection,
    /// How money is shown.
    pub basis: PriceBasis,
    /// Every variable in that basis, in the order of the scenario.
    pub variables: Vec<Priced>,
    /// Indexes of the variables that matter most.
    pub headline: Vec<usize>,
    /// Goals.
    pub goals: Vec<GoalResult>,
    /// Which envelopes bound whom and when.
    pub bindings: Vec<Binding>,
    /// What is outside what is usual.
    pub unlikely: Vec<Unlikely>,
    /// Projected against observed.
    pub compared: Vec<HindcastError>,
    /// What it rests on.
    pub evidence: Evidence,
}

impl Report {
    /// Works out the report of a projection.
    ///
    /// # Errors
    /// A number that is not finite in that price basis.
    pub fn new(projection: Projection, basis: PriceBasis) -> Result<Self, Box<Impossible>> {
        let scenario = &projection.scenario;
        let variables: Vec<Priced> =
            (0..scenario.variables.len()).map(|index| basis.apply(&projection, index)).collect();
        let report = Self {
            // The patterns were checked when the scenario was read; each picks something.
            headline: select(&scenario.headline, &scenario.variables).expect("patterns that pick something"),
            goals: goal_results(&projection),
            bindings: bindings(&projection),
            unlikely: unlikely(&projection),
            compared: compare_with_observed(&projection),
            evidence: Evidence::of(scenario),
            variables,
            basis,
            projection,
        };
        match report.not_finite() {
            None => Ok(report),
            Some(wrong) => Err(Box::new(wrong)),
        }
    }

    /// The equations of the model it was projected with.
    pub fn equations(&self) -> Recording {
        Recording::of(&self.projection.scenario.structure)
    }

    /// The first number of the report that is not finite.
    fn not_finite(&self) -> Option<Impossible> {
        let scenario = &self.projection.scenario;
        let years = &self.projection.years;
        for (row, priced) in scenario.variables.iter().zip(&self.variables) {
            if let Some(at) = priced.values.iter().position(|value| !value.is_finite()) {
                return Some(Impossible::not_finite(scenario, row.id.clone(), years[at]));
            }
        }
        let goal = self.goals.iter().find(|result| !result.gap.is_finite());
        goal.map(|result| {
            Impossible::not_finite(scenario, format!("goal.{}", result.goal.id), result.goal.by)
        })
    }
}
