//! Prices of results: constant toman of the opening year, current toman, or dollars. The unit always says which.

use super::Projection;
use crate::model::record::RowKind;
use crate::model::{Assumptions, Year};
use crate::scenario::Scenario;

/// How money is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PriceBasis {
    /// Toman at the prices of the opening year.
    #[default]
    Constant,
    /// Toman of each year's own prices.
    Current,
    /// Dollars at the real exchange rate of each year.
    Dollar,
}

/// A variable in a price basis.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// Unit with its price year or currency.
    pub unit: String,
    /// Value at the opening date, for what has one then.
    pub opening: Option<f64>,
    /// Values by year.
    pub values: Vec<f64>,
}

impl PriceBasis {
    /// A variable of `projection` in this basis; what holds no money is left as it is.
    pub fn apply(self, projection: &Projection, variable: usize) -> Priced {
        let scenario = &projection.scenario;
        let row = &scenario.variables[variable];
        let mut factors = self.factors(projection, &row.unit);
        let mut unit = self.unit(scenario, &row.unit);
        if row.kind == RowKind::PresentValue {
            // Discounted to the opening date: at its prices and its rate, in whichever year it is stated.
            factors = vec![factors[0]; factors.len()];
            if self == Self::Current {
                unit = scenario.priced(&row.unit);
            }
        }
        let values =
            projection.series(variable).zip(&factors).map(|(value, factor)| value * factor).collect();
        // The opening date has the prices of the opening year.
        let factor = if self == Self::Dollar { factors[0] } else { 1.0 };
        let has_level = matches!(row.kind, RowKind::Stock | RowKind::PresentValue | RowKind::Rate);
        let opening = has_level.then(|| projection.opening[variable] * factor);
        Priced { unit, opening, values }
    }

    /// A unit in this basis.
    pub fn unit(self, scenario: &Scenario, unit: &str) -> String {
        match self {
            _ if !is_money(unit) => unit.to_owned(),
            Self::Constant => scenario.priced(unit),
            Self::Current => unit.replace("toman", "toman@current"),
            Self::Dollar => unit.replace("billion toman", "million USD"),
        }
    }

    /// Factor by year from constant toman.
    fn factors(self, projection: &Projection, unit: &str) -> Vec<f64> {
        let records = projection.records.iter().zip(&projection.inputs.periods);
        let factor = |(year, inputs): (&Year<f64>, &Assumptions<f64>)| match self {
            Self::Current if is_money(unit) => year.prices.index,
            // A billion toman is 1e9 / rate dollars, shown in millions.
            Self::Dollar if is_money(unit) => 1000.0 / inputs.prices.exchange_rate,
            _ => 1.0,
        };
        records.map(factor).collect()
    }
}

/// Whether a unit is one of money, and so has a price basis; a rate of exchange has none.
pub fn is_money(unit: &str) -> bool {
    unit.contains("toman") && !unit.contains("toman/USD")
}
