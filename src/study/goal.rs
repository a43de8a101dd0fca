//! Goals: met or missed, when first, and by how much.

use super::Projection;
use crate::scenario::Goal;

/// What became of a goal.
#[derive(Debug, Clone)]
pub struct GoalResult {
    /// The goal.
    pub goal: Goal,
    /// Value in the year by which it was to be met.
    pub value: f64,
    /// Whether it is met in that year.
    pub met: bool,
    /// Whether it is met in each year of the run.
    pub met_by_year: Vec<bool>,
    /// The first year in which it is met, if any.
    pub first_met: Option<i32>,
    /// By how much the value misses the goal in that year; negative if it is beyond it.
    pub gap: f64,
}

/// The goals of a projection, in the order of the scenario.
pub fn goal_results(projection: &Projection) -> Vec<GoalResult> {
    projection.scenario.goals.iter().map(|goal| result(projection, goal)).collect()
}

fn result(projection: &Projection, goal: &Goal) -> GoalResult {
    let by_year = || projection.years.iter().copied().zip(projection.series(goal.variable));
    // A goal's year was checked to lie within the run.
    let value = by_year().find(|(year, _)| *year == goal.by).map(|(_, value)| value).expect("its year");
    GoalResult {
        value,
        met: goal.is_met(value),
        met_by_year: projection.series(goal.variable).map(|value| goal.is_met(value)).collect(),
        first_met: by_year().find(|(_, value)| goal.is_met(*value)).map(|(year, _)| year),
        gap: goal.gap(value),
        goal: goal.clone(),
    }
}
