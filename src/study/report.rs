//! Everything a run has to say, worked out once for the terminal and for every kind of file.

use super::{
    Binding, Comparison, Evidence, GoalResult, PriceBasis, Priced, Projection, UnknownPattern, bindings,
    compare_with_observed, goal_results, select,
};

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
    /// Projected against observed.
    pub compared: Vec<Comparison>,
    /// What it rests on.
    pub evidence: Evidence,
}

impl Report {
    /// Works out the report of a projection.
    ///
    /// # Errors
    /// A headline pattern of the scenario that picks no variable.
    pub fn new(projection: Projection, basis: PriceBasis) -> Result<Self, UnknownPattern> {
        let scenario = &projection.scenario;
        let variables = (0..scenario.variables.len()).map(|index| basis.apply(&projection, index)).collect();
        Ok(Self {
            headline: select(&scenario.headline, &scenario.variables)?,
            goals: goal_results(&projection),
            bindings: bindings(&projection),
            compared: compare_with_observed(&projection),
            evidence: Evidence::of(scenario),
            variables,
            basis,
            projection,
        })
    }
}
