//! What a value comes to: numbers by year, and the equations over figures that they are.

use crate::figure::Formula;

/// What a value of a scenario comes to.
#[derive(Debug, Clone, Default)]
pub(in crate::scenario) struct Series {
    /// One value a year of the run.
    pub values: Vec<f64>,
    /// The same as equations over figures.
    pub formulas: Vec<Formula>,
    /// Ids of the figures it rests on.
    pub figures: Vec<String>,
    /// Ids of the figures of prices that its money was converted with.
    pub prices: Vec<String>,
    /// The planner's note.
    pub note: Option<String>,
    /// The planner's source.
    pub source: Option<String>,
}

/// A value with the equation over figures that it is.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// The value.
    pub value: f64,
    /// The equation.
    pub formula: Formula,
}

impl From<f64> for Known {
    fn from(value: f64) -> Self {
        Self { value, formula: Formula::Number(value) }
    }
}

impl Series {
    /// With the value of one more year.
    pub(super) fn push(&mut self, known: Known) {
        self.values.push(known.value);
        self.formulas.push(known.formula);
    }

    /// With the same value for so many years.
    pub(super) fn fill(&mut self, known: &Known, years: usize) {
        (0..years).for_each(|_| self.push(known.clone()));
    }
}
