//! What the model asks of a number, and no more.
//!
//! The yearly step is written once over [`Number`]. Plain `f64` gives a projection; a recorded one gives the equations
//! themselves. There is deliberately **no ordering**: a step chooses
//! between two numbers with [`Number::pick`], so every choice is visible to whatever runs the step.

pub mod elementary;

use std::iter::Sum;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number the model can be run with.
pub trait Number:
    Copy
    + From<f64>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
    + Neg<Output = Self>
    + Sum
{
    /// The answer to a comparison; `bool` for plain numbers.
    type Truth: Copy;

    /// The smaller of the two.
    fn min(self, other: Self) -> Self;
    /// The larger of the two.
    fn max(self, other: Self) -> Self;
    /// e to the power of the number.
    fn exp(self) -> Self;
    /// Natural logarithm.
    fn ln(self) -> Self;
    /// The number to the power of `exponent`.
    fn powf(self, exponent: Self) -> Self;
    /// Whether the number is at least `other`.
    fn at_least(self, other: Self) -> Self::Truth;
    /// `yes` where `truth` holds, else `no`. Both are computed; the one not picked may be infinite or NaN.
    fn pick(truth: Self::Truth, yes: Self, no: Self) -> Self;

    /// Nothing.
    fn zero() -> Self {
        Self::from(0.0)
    }

    /// One.
    fn one() -> Self {
        Self::from(1.0)
    }
}

/// Plain numbers. `exp`, `ln` and `powf` are our own, so results have the same bits on every machine.
// A loop over them becomes vector instructions only where they are inlined.
#[allow(clippy::inline_always)]
impl Number for f64 {
    type Truth = bool;

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if other > self { other } else { self }
    }

    #[inline(always)]
    fn exp(self) -> Self {
        elementary::exp(self)
    }

    #[inline(always)]
    fn ln(self) -> Self {
        elementary::ln(self)
    }

    #[inline(always)]
    fn powf(self, exponent: Self) -> Self {
        // Most powers of a yearly step are of whole years: the same bits, without the work.
        if exponent == 1.0 { self } else { elementary::pow(self, exponent) }
    }

    #[inline(always)]
    fn at_least(self, other: Self) -> bool {
        self >= other
    }

    #[inline(always)]
    fn pick(truth: bool, yes: Self, no: Self) -> Self {
        if truth { yes } else { no }
    }
}
