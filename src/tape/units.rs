//! Units of equations: every sum adds like to like, and every equation comes to the unit its variable declares.
//!
//! A growth rate is a number a year, and `1 + rate` is what a year multiplies by. Such an *annual factor* may be raised
//! to a number of years, and taken from 1 it is a rate again; everywhere else it is a number like any other.

use super::{Equation, Recording};
use crate::figure::{Dimension, Units};
use crate::model::conversion::CONVERSIONS;
use crate::tape::{Expression, Operation};

/// An equation whose units do not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFault {
    /// Id of the variable.
    pub variable: String,
    /// What does not fit.
    pub message: String,
}

/// Checks every equation against the units of its inputs and variables, those of the province's own among them. Nothing
/// found means that all fit.
pub fn check_units(equations: &Recording, units: &Units) -> Vec<UnitFault> {
    let mut faults = Vec::new();
    let both = [&equations.opening, &equations.yearly];
    for (row, equation) in both.iter().flat_map(|all| equations.variables.iter().zip(all.iter())) {
        let fits = measure_of(&row.unit, units).and_then(|declared| {
            let found = measure(equations, equation, units)?;
            found
                .same(declared)
                .map(|_| ())
                .ok_or_else(|| format!("comes to {}, declared as `{}`", found.words(), row.unit))
        });
        if let Err(message) = fits {
            faults.push(UnitFault { variable: row.id.clone(), message });
        }
    }
    faults
}

/// What an expression is measured in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Measure {
    /// Zero is zero of anything.
    Anything,
    /// A size in base units and their powers; `annual` marks the factor of one year.
    Of { dimension: Dimension, scale: f64, annual: bool },
}

const PURE: Measure = Measure::Of { dimension: Dimension::PURE, scale: 1.0, annual: false };

fn measure_of(unit: &str, units: &Units) -> Result<Measure, String> {
    let unit = units.parse(unit).map_err(|fault| fault.message.en)?;
    Ok(Measure::Of { dimension: unit.dimension, scale: unit.scale, annual: false })
}

fn measure(equations: &Recording, equation: &Equation, units: &Units) -> Result<Measure, String> {
    match equation {
        Expression::Constant(0.0) => Ok(Measure::Anything),
        Expression::Constant(value) => match CONVERSIONS.iter().find(|(other, _)| other == value) {
            Some((_, unit)) => measure_of(unit, units),
            None => Ok(PURE),
        },
        Expression::Reference(reference) => measure_of(&equations.row(*reference).unit, units),
        Expression::Apply(operation, parts) => {
            let measures: Result<Vec<Measure>, String> =
                parts.iter().map(|part| measure(equations, part, units)).collect();
            let is_one = |n: usize| parts[n] == Expression::Constant(1.0);
            applied(*operation, &measures?, is_one)
        }
    }
}

fn applied(
    operation: Operation,
    parts: &[Measure],
    is_one: impl Fn(usize) -> bool,
) -> Result<Measure, String> {
    let like = |a: Measure, b: Measure| {
        a.same(b).ok_or_else(|| format!("{operation:?} of {} and {}", a.words(), b.words()))
    };
    match operation {
        Operation::Add | Operation::Subtract => {
            let one_and = match (is_one(0), is_one(1)) {
                (true, false) => Some(parts[1]),
                (false, true) => Some(parts[0]),
                _ => None,
            };
            match one_and {
                Some(other) if other.is_rate() => Ok(Measure::annual_factor()),
                Some(other) if other.is_annual() && operation == Operation::Subtract => Ok(Measure::rate()),
                _ => like(parts[0], parts[1]),
            }
        }
        Operation::Minimum | Operation::Maximum => like(parts[0], parts[1]),
        Operation::Choose => {
            like(parts[0], parts[1])?;
            like(parts[2], parts[3])
        }
        Operation::Negate => Ok(parts[0]),
        Operation::Multiply => parts[0].joined(parts[1], Dimension::times, |a, b| a * b),
        Operation::Divide => parts[0].joined(parts[1], Dimension::over, |a, b| a / b),
        Operation::Exponential | Operation::Logarithm => {
            like(parts[0], PURE).map_err(|_| format!("{operation:?} of {}", parts[0].words()))
        }
        Operation::Power => {
            let years = Measure::years();
            let fits = (parts[0].is_annual() && parts[1].same(years).is_some())
                || (parts[0].same(PURE).is_some() && parts[1].same(PURE).is_some());
            let wrong = || format!("{} to the power of {}", parts[0].words(), parts[1].words());
            if fits { Ok(PURE) } else { Err(wrong()) }
        }
    }
}

impl Measure {
    fn annual_factor() -> Self {
        Self::Of { dimension: Dimension::PURE, scale: 1.0, annual: true }
    }

    fn years() -> Self {
        Self::Of { dimension: Dimension::TIME, scale: 1.0, annual: false }
    }

    fn rate() -> Self {
        Self::Of { dimension: Dimension::RATE, scale: 1.0, annual: false }
    }

    fn is_rate(self) -> bool {
        self != Self::Anything && self.same(Self::rate()).is_some()
    }

    fn is_annual(self) -> bool {
        matches!(self, Self::Of { annual: true, .. })
    }

    /// The measure that both have, or nothing.
    fn same(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Anything, measure) | (measure, Self::Anything) => Some(measure),
            (
                Self::Of { dimension, scale, annual },
                Self::Of { dimension: other_dimension, scale: other_scale, annual: other_annual },
            ) => {
                let alike = dimension == other_dimension
                    && annual == other_annual
                    && (scale / other_scale - 1.0).abs() < 1e-9;
                alike.then_some(self)
            }
        }
    }

    fn joined(
        self,
        other: Self,
        dimensions: impl Fn(Dimension, Dimension) -> Option<Dimension>,
        scales: impl Fn(f64, f64) -> f64,
    ) -> Result<Self, String> {
        match (self, other) {
            (Self::Anything, _) | (_, Self::Anything) => Ok(Self::Anything),
            (
                Self::Of { dimension, scale, annual },
                Self::Of { dimension: other_dimension, scale: other_scale, annual: other_annual },
            ) => {
                let joined = dimensions(dimension, other_dimension)
                    .ok_or_else(|| format!("the powers of {} and {}", self.words(), other.words()))?;
                let annual = (annual || other_annual) && joined == Dimension::PURE;
                Ok(Self::Of { dimension: joined, scale: scales(scale, other_scale), annual })
            }
        }
    }

    fn words(self) -> String {
        match self {
            Self::Anything => "zero".to_owned(),
            Self::Of { annual: true, .. } => "the factor of one year".to_owned(),
            Self::Of { dimension, scale, .. } => match (dimension, scale) {
                (Dimension::PURE, 1.0) => "a pure number".to_owned(),
                _ => format!("{scale} {dimension}"),
            },
        }
    }
}
