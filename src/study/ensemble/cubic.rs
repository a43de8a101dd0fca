//! Cubics over pieces, by their values and slopes at both ends.

#![allow(clippy::inline_always)]

/// Coefficients of a cubic over a piece, from the constant on.
pub(super) type Cubic = [f64; 4];

/// The cubic that has given values and slopes at both ends of a piece of that width.
pub(super) fn cubic(left: (f64, f64), right: (f64, f64), width: f64) -> Cubic {
    let (rise, begin, end) = (right.0 - left.0, left.1 * width, right.1 * width);
    [left.0, begin, 3.0 * rise - 2.0 * begin - end, begin + end - 2.0 * rise]
}

/// The value of a cubic at `t` between 0 and 1.
#[inline(always)]
pub(super) fn on_cubic(cubic: &Cubic, t: f64) -> f64 {
    cubic[0] + t * (cubic[1] + t * (cubic[2] + t * cubic[3]))
}
