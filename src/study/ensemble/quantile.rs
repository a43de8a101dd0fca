//! From a share of probability to a value: the inverse of each distribution.
//!
//! Uniform, triangular and single points are worked out as they are asked for. Normal, logarithmic normal and PERT come
//! from statrs, once, into a table of three zones; between its knots a value is on a straight line.

use statrs::distribution::{Beta, ContinuousCDF, Normal};

use crate::scenario::Law;

/// Knots of each of the three zones.
const KNOTS: usize = 2048;
/// Share of probability in each of the two outer zones, whose knots stand closer.
const TAIL: f64 = 1.0 / 64.0;
/// What is nearer to 0 or 1 than this is taken to be that near: no inverse is asked for beyond.
const NEAREST: f64 = 1e-12;

/// The inverse of a distribution.
#[derive(Debug, Clone)]
pub enum Quantile {
    /// Low and width.
    Uniform(f64, f64),
    /// Low, high, the share below the mode, and the squares that each side is the root of.
    Triangular(f64, f64, f64, [f64; 2]),
    /// The share up to and with each value.
    Points(Vec<(f64, f64)>),
    /// Values at the knots of the three zones.
    Table(Vec<f64>),
}

impl Quantile {
    /// The inverse of `law`.
    pub fn new(law: &Law) -> Self {
        match law {
            Law::Uniform { low, high } => Self::Uniform(*low, high - low),
            Law::Triangular { low, mode, high } => {
                let (width, left, right) = (high - low, mode - low, high - mode);
                Self::Triangular(*low, *high, left / width, [width * left, width * right])
            }
            Law::Points(points) => {
                let mut below = 0.0;
                let upto = |(value, weight): &(f64, f64)| {
                    below += weight;
                    (below, *value)
                };
                Self::Points(points.iter().map(upto).collect())
            }
            smooth => Self::Table(knots().map(|share| rounded(exact(smooth, share))).collect()),
        }
    }

    /// The value below which the share `u` of probability lies, for `u` between 0 and 1.
    #[inline]
    pub fn at(&self, u: f64) -> f64 {
        match self {
            Self::Uniform(low, width) => low + width * u,
            Self::Triangular(low, high, turn, [left, right]) => {
                if u < *turn {
                    low + (u * left).sqrt()
                } else {
                    high - ((1.0 - u) * right).sqrt()
                }
            }
            Self::Points(points) => {
                // The last holds whatever rounding left over.
                let found = points.iter().find(|(upto, _)| u < *upto).or(points.last());
                found.map_or(f64::NAN, |(_, value)| *value)
            }
            Self::Table(values) => between(values, u),
        }
    }
}

/// The knots as shares: a zone below `TAIL`, one in the middle, one above.
fn knots() -> impl Iterator<Item = f64> {
    let share =
        |n: usize| f64::from(u32::try_from(n).unwrap_or(0)) / f64::from(u32::try_from(KNOTS).unwrap_or(1));
    let low = (0..KNOTS).map(move |n| share(n) * TAIL);
    let middle = (0..KNOTS).map(move |n| TAIL + share(n) * (1.0 - 2.0 * TAIL));
    let high = (0..=KNOTS).map(move |n| 1.0 - TAIL + share(n) * TAIL);
    low.chain(middle).chain(high)
}

fn between(values: &[f64], u: f64) -> f64 {
    const COUNT: f64 = KNOTS as f64;
    let (first, place) = if u < TAIL {
        (0.0, u * (COUNT / TAIL))
    } else if u < 1.0 - TAIL {
        (COUNT, (u - TAIL) * (COUNT / (1.0 - 2.0 * TAIL)))
    } else {
        (2.0 * COUNT, (u - (1.0 - TAIL)) * (COUNT / TAIL))
    };
    let whole = place.floor().min(COUNT - 1.0);
    // Never negative and never beyond the last knot.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let at = (first + whole) as usize;
    let (before, after) = (values[at], values[at + 1]);
    before + (after - before) * (place - whole)
}

/// The inverse of a smooth distribution as statrs gives it.
pub fn exact(law: &Law, share: f64) -> f64 {
    let share = share.clamp(NEAREST, 1.0 - NEAREST);
    match law {
        Law::Normal { mean, deviation, low, high } => {
            // What is cut off is no longer there; the rest is spread over the whole.
            let Ok(normal) = Normal::new(*mean, *deviation) else { return *mean };
            let (from, to) = (normal.cdf(*low), normal.cdf(*high));
            normal.inverse_cdf((from + share * (to - from)).clamp(NEAREST, 1.0 - NEAREST)).clamp(*low, *high)
        }
        Law::Lognormal { low, high } => {
            let Ok(normal) = Normal::new(0.0, 1.0) else { return *low };
            let spread = (high.ln() - low.ln()) / (2.0 * normal.inverse_cdf(0.9));
            (f64::midpoint(low.ln(), high.ln()) + spread * normal.inverse_cdf(share)).exp()
        }
        Law::Pert { low, mode, high } => {
            let width = high - low;
            let (left, right) = (1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width);
            Beta::new(left, right).map_or(*mode, |beta| low + width * beta.inverse_cdf(share))
        }
        other => Quantile::new(other).at(share),
    }
}

/// To about 12 digits: what machines differ in is in the last ones.
fn rounded(value: f64) -> f64 {
    f64::from_bits((value.to_bits() + 0x800) & !0xfff)
}
