//! A projection: the model run once over a scenario.

use crate::language::Label;
use crate::model;
use crate::scenario::Scenario;

/// The results of one run, laid out as the variables of its scenario.
#[derive(Debug, Clone)]
pub struct Projection {
    /// The scenario.
    pub scenario: Scenario,
    /// Solar Hijri years, in order.
    pub years: Vec<i32>,
    /// Values at the opening date, by variable.
    pub opening: Vec<f64>,
    /// Values by year, then by variable.
    pub values: Vec<Vec<f64>>,
}

/// A result that is no finite number: inputs within their ranges that no economy could hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFinite {
    /// Id of the first such variable.
    pub variable: String,
    /// Its year.
    pub year: i32,
}

impl NotFinite {
    /// What to tell the planner.
    pub fn message(&self) -> Label {
        let Self { variable, year } = self;
        Label::new(
            format!("`{variable}` leaves all bounds in {year}: some inputs contradict each other"),
            format!("`{variable}` در {year} از هر حدی می‌گذرد: برخی ورودی‌ها با هم ناسازگارند"),
        )
    }
}

/// Runs the model over a scenario.
///
/// # Errors
/// A result that is not finite; none is ever shown or written.
pub fn project(scenario: Scenario) -> Result<Projection, NotFinite> {
    let (start, years) = model::project(&scenario.structure, &scenario.numbers());
    let values: Vec<Vec<f64>> = years.iter().map(model::values).collect();
    let names: Vec<i32> = scenario.structure.all_years().collect();
    let opening = model::values(&start);
    for (year, row) in names.iter().take(1).zip([&opening]).chain(names.iter().zip(&values)) {
        if let Some(at) = row.iter().position(|value| !value.is_finite()) {
            return Err(NotFinite { variable: scenario.variables[at].id.clone(), year: *year });
        }
    }
    Ok(Projection { opening, years: names, values, scenario })
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
