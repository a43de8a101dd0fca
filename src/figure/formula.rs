//! What a figure, or a value that rests on figures, is worked out from: an equation over other figures, in any number.

use std::sync::Arc;

use exmex::prelude::*;
use exmex::{BinOp, MakeOperators, Operator, ops_factory};

use crate::number::Number;

/// An equation over figures, each in its own unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// A number.
    Number(f64),
    /// A figure, by its id.
    Figure(Arc<str>),
    /// The sum of two.
    Sum(Arc<(Formula, Formula)>),
    /// The first less the second.
    Difference(Arc<(Formula, Formula)>),
    /// The product of two.
    Product(Arc<(Formula, Formula)>),
    /// The first over the second.
    Quotient(Arc<(Formula, Formula)>),
    /// The first to the power of the second.
    Power(Arc<(Formula, Formula)>),
    /// The number with the other sign.
    Negative(Arc<Formula>),
}

impl Default for Formula {
    fn default() -> Self {
        Self::Number(0.0)
    }
}

impl std::str::FromStr for Formula {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::Number)
    }
}

impl std::fmt::Display for Formula {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

fn sum(a: Formula, b: Formula) -> Formula {
    Formula::Sum(Arc::new((a, b)))
}

fn difference(a: Formula, b: Formula) -> Formula {
    Formula::Difference(Arc::new((a, b)))
}

ops_factory!(
    Operators,
    Formula,
    Operator::make_bin_unary("+", BinOp { apply: sum, prio: 0, is_commutative: true }, |a| a),
    Operator::make_bin_unary(
        "-",
        BinOp { apply: difference, prio: 1, is_commutative: false },
        |a: Formula| { Formula::Negative(Arc::new(a)) }
    ),
    Operator::make_bin(
        "*",
        BinOp { apply: |a, b| Formula::Product(Arc::new((a, b))), prio: 2, is_commutative: true }
    ),
    Operator::make_bin(
        "/",
        BinOp { apply: |a, b| Formula::Quotient(Arc::new((a, b))), prio: 3, is_commutative: false }
    ),
    Operator::make_bin(
        "^",
        BinOp { apply: |a, b| Formula::Power(Arc::new((a, b))), prio: 4, is_commutative: false }
    )
);

impl Formula {
    /// A figure times what its unit makes of it.
    pub fn figure(id: &str, factor: f64) -> Self {
        Self::Figure(id.into()).times(factor)
    }

    /// That many times the number.
    #[must_use]
    #[allow(clippy::float_cmp)]
    pub fn times(self, factor: f64) -> Self {
        if factor == 1.0 { self } else { Self::Product(Arc::new((self, Self::Number(factor)))) }
    }

    /// On the line from this one to the other, `share` of the way.
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        sum(self.clone(), difference(other, self).times(share))
    }

    /// Grown at a rate for that many years.
    #[must_use]
    pub fn grown(self, rate: Self, years: f64) -> Self {
        let grown = Self::Power(Arc::new((sum(rate, Self::Number(1.0)), Self::Number(years))));
        Self::Product(Arc::new((self, grown)))
    }

    /// An expression over figures as it is written, each of those it names replaced by what `named` holds, in the order of
    /// the names; nothing of a text that is none.
    pub(super) fn parse(text: &str, named: &[Self]) -> Option<Self> {
        FlatEx::<Self, Operators>::parse(text).ok()?.eval(named).ok()
    }

    /// Hands the id of each figure it names to `visit`.
    pub fn figures(&self, visit: &mut impl FnMut(&str)) {
        match self {
            Self::Number(_) => {}
            Self::Figure(id) => visit(id),
            Self::Negative(of) => of.figures(visit),
            Self::Sum(of)
            | Self::Difference(of)
            | Self::Product(of)
            | Self::Quotient(of)
            | Self::Power(of) => {
                of.0.figures(visit);
                of.1.figures(visit);
            }
        }
    }

    /// Its value, where `figure` gives that of each figure in its own unit.
    pub fn evaluate<T: Number>(&self, figure: &mut dyn FnMut(&str) -> T) -> T {
        match self {
            Self::Number(number) => T::from(*number),
            Self::Figure(id) => figure(id),
            Self::Negative(of) => -of.evaluate(figure),
            Self::Sum(of) => of.0.evaluate(figure) + of.1.evaluate(figure),
            Self::Difference(of) => of.0.evaluate(figure) - of.1.evaluate(figure),
            Self::Product(of) => of.0.evaluate(figure) * of.1.evaluate(figure),
            Self::Quotient(of) => of.0.evaluate(figure) / of.1.evaluate(figure),
            Self::Power(of) => of.0.evaluate(figure).powf(of.1.evaluate(figure)),
        }
    }
}
