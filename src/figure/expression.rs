//! Derived figures: expressions over other figures, with their units.
//!
//! The `exmex` crate parses; the operators here carry dimensions, so `MW + year` is a fault and not a number.

use std::fmt;
use std::str::FromStr;

use exmex::prelude::*;
use exmex::{BinOp, MakeOperators, Operator, ops_factory};

use super::unit::Dimension;
use crate::language::Label;

/// Why an expression has no value, as what follows "the figure".
pub(super) type Why = Label;

/// Longest expression that is read.
const LONGEST: usize = 10_000;

fn why<T>(en: &str, fa: &str) -> Result<T, Why> {
    Err(Label::new(en, fa))
}

/// A number in base units with its dimension, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured(pub Result<(f64, Dimension), Why>);

impl Default for Measured {
    fn default() -> Self {
        Self(Ok((0.0, Dimension::default())))
    }
}

impl FromStr for Measured {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: f64 = text.parse()?;
        Ok(Self(if number.is_finite() { Ok((number, Dimension::default())) } else { too_large() }))
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

fn both(
    a: Measured,
    b: Measured,
    join: impl Fn((f64, Dimension), (f64, Dimension)) -> Result<(f64, Dimension), Why>,
) -> Measured {
    Measured(match (a.0, b.0) {
        (Ok(a), Ok(b)) => join(a, b),
        (Err(why), _) | (_, Err(why)) => Err(why),
    })
}

fn sum(a: Measured, b: Measured, sign: f64) -> Measured {
    both(a, b, |(a, of_a), (b, of_b)| {
        if of_a == of_b {
            Ok((a + sign * b, of_a))
        } else {
            why("adds quantities of different units", "کمیت‌هایی با یکاهای ناهمجنس را جمع می‌زند")
        }
    })
}

fn too_high() -> Why {
    Label::new("raises a unit to an unreasonable power", "یکایی را به توانی نامعقول می‌رساند")
}

fn too_large<T>() -> Result<T, Why> {
    why("holds or makes a number too large to reckon with", "عددی بزرگ‌تر از اندازهٔ محاسبه دارد یا می‌سازد")
}

fn power(a: Measured, b: Measured) -> Measured {
    both(a, b, |(a, of_a), (b, of_b)| {
        let pure = Dimension::default();
        if of_b != pure {
            return why("has a power with a unit", "توانی دارای یکا دارد");
        }
        if of_a == pure {
            return Ok((a.powf(b), pure));
        }
        if b.fract() != 0.0 || b.abs() > 7.0 {
            return why(
                "raises a quantity to a power that is not a small whole number",
                "کمیتی را به توانی می‌رساند که عدد صحیح کوچکی نیست",
            );
        }
        // A whole number of at most 7 fits.
        #[allow(clippy::cast_possible_truncation)]
        Ok((a.powf(b), of_a.to_the(b as i8).ok_or_else(too_high)?))
    })
}

ops_factory!(
    Operators,
    Measured,
    Operator::make_bin_unary(
        "+",
        BinOp { apply: |a, b| sum(a, b, 1.0), prio: 0, is_commutative: true },
        |a| a
    ),
    Operator::make_bin_unary(
        "-",
        BinOp { apply: |a, b| sum(a, b, -1.0), prio: 1, is_commutative: false },
        |a: Measured| Measured(a.0.map(|(value, of)| (-value, of)))
    ),
    Operator::make_bin(
        "*",
        BinOp {
            apply: |a, b| both(a, b, |(a, of_a), (b, of_b)| Ok((
                a * b,
                of_a.times(of_b).ok_or_else(too_high)?
            ))),
            prio: 2,
            is_commutative: true,
        }
    ),
    Operator::make_bin(
        "/",
        BinOp {
            apply: |a, b| both(a, b, |(a, of_a), (b, of_b)| {
                if b == 0.0 {
                    return why("divides by zero", "بر صفر تقسیم می‌کند");
                }
                Ok((a / b, of_a.over(of_b).ok_or_else(too_high)?))
            }),
            prio: 3,
            is_commutative: false,
        }
    ),
    Operator::make_bin("^", BinOp { apply: power, prio: 4, is_commutative: false })
);

/// A parsed expression.
#[derive(Debug, Clone)]
pub(super) struct FigureExpression {
    parsed: FlatEx<Measured, Operators>,
}

impl FigureExpression {
    /// Parses `text`; figures are named in braces: `{solar.licensed} / 2`. A sign binds closer than a power, as in
    /// spreadsheets: `-2^2` is 4.
    ///
    /// # Errors
    /// A text that is no expression, or too long a one.
    pub(super) fn parse(text: &str) -> Result<Self, Why> {
        if text.len() > LONGEST {
            return Err(Label::new(
                format!("has an expression of {} characters; at most {LONGEST} are read", text.len()),
                format!("عبارتی با {} نویسه دارد؛ بیش از {LONGEST} نویسه خوانده نمی‌شود", text.len()),
            ));
        }
        let unreadable =
            |_| Label::new("has an expression that cannot be read", "عبارتی دارد که خوانده نمی‌شود");
        FlatEx::parse(text).map(|parsed| Self { parsed }).map_err(unreadable)
    }

    /// The ids of the figures it names.
    pub(super) fn figures(&self) -> Vec<String> {
        self.parsed.var_names().to_vec()
    }

    /// Its value, given each figure's value in base units.
    ///
    /// # Errors
    /// What is wrong with the units or the numbers.
    pub(super) fn value(&self, figures: &[Measured]) -> Result<(f64, Dimension), Why> {
        let unreadable =
            |_| Label::new("has an expression that cannot be worked out", "عبارتی دارد که حساب نمی‌شود");
        self.parsed.eval(figures).map_err(unreadable)?.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::unit::Unit;

    fn value(text: &str, figures: &[(f64, &str)]) -> Result<(f64, Dimension), String> {
        let measured = |(value, unit): &(f64, &str)| {
            Measured(Ok((*value, Unit::parse(unit).expect("a unit").dimension)))
        };
        let parsed = FigureExpression::parse(text).map_err(|why| why.en)?;
        parsed.value(&figures.iter().map(measured).collect::<Vec<_>>()).map_err(|why| why.en)
    }

    #[test]
    fn precedence_and_units() {
        let pure = Dimension::default();
        assert_eq!(value("1 + 2 * 3 ^ 2 - 8 / 4", &[]), Ok((17.0, pure)));
        assert_eq!(value("-2 ^ 2", &[]), Ok((4.0, pure)));
        assert_eq!(value("10 - 3 - 2", &[]), Ok((5.0, pure)));
        assert_eq!(value("8 / 4 / 2", &[]), Ok((1.0, pure)));
        assert_eq!(value("2 * 6 / 3 * 2", &[]), Ok((8.0, pure)));
        assert_eq!(value("10 - 3 + 2", &[]), Ok((9.0, pure)));
        assert_eq!(
            value("({a.b} + {c.d}) / {e.f}", &[(65.0, "unit"), (63.0, "unit"), (2.0, "unit")]),
            Ok((64.0, pure))
        );
        assert_eq!(value("{a.x} * {b.x}", &[(2.0, "MW"), (3.0, "year")]).expect("a product").0, 6.0);
        assert_eq!(
            value("{a} + {b}", &[(2.0, "MW"), (3.0, "year")]),
            Err("adds quantities of different units".into())
        );
        assert_eq!(value("1 / {a}", &[(0.0, "1")]), Err("divides by zero".into()));
    }
}
