//! A projection: the model run once over a scenario.

use std::sync::Arc;

use super::possible::{Impossible, impossible};
use crate::model::{self, Inputs, Year};
use crate::scenario::Scenario;

/// The results of one run, laid out as the variables of its scenario.
#[derive(Debug, Clone)]
pub struct Projection {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Solar Hijri years, in order.
    pub years: Vec<i32>,
    /// Values at the opening date, by variable.
    pub opening: Vec<f64>,
    /// Values by year, then by variable.
    pub values: Vec<Vec<f64>>,
    /// The opening date, field by field.
    pub start: Year<f64>,
    /// The same by year, field by field.
    pub records: Vec<Year<f64>>,
    /// What it was run with.
    pub inputs: Inputs<f64>,
}

/// Runs the model over a scenario.
///
/// # Errors
/// A result outside what is possible, by [`Row::possible`](model::record::Row::possible); none is ever shown or written.
pub fn project(scenario: impl Into<Arc<Scenario>>) -> Result<Projection, Box<Impossible>> {
    let scenario = scenario.into();
    let inputs = scenario.numbers();
    let (start, records) = model::project(&scenario.structure, &inputs);
    let values: Vec<Vec<f64>> = records.iter().map(model::values).collect();
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let opening = model::values(&start);
    if let Some(found) = impossible(&scenario, &years, &opening, &values) {
        return Err(Box::new(found));
    }
    Ok(Projection { scenario, years, opening, values, start, records, inputs })
}

impl Projection {
    /// The values of one variable by year.
    pub fn series(&self, variable: usize) -> impl Iterator<Item = f64> + '_ {
        self.values.iter().map(move |row| row[variable])
    }

    /// The index of the variable of that id.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.scenario.variables.iter().position(|row| row.id == id)
    }

    /// The value of a variable in a year of the run.
    pub fn value(&self, id: &str, year: i32) -> Option<f64> {
        let at = self.years.iter().position(|other| *other == year)?;
        Some(self.values[at][self.index(id)?])
    }
}
