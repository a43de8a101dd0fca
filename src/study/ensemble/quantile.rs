//! From a share of probability to a value: the inverse of each distribution.
//!
//! Uniform, triangular and single points are worked out as they are asked for. Normal, logarithmic normal and PERT come
//! from statrs, once, into a table of five zones; between its knots a value is on a straight line.

use statrs::distribution::{Beta, ContinuousCDF, Normal};

use crate::scenario::Law;

/// Knots of each zone.
const KNOTS: u32 = 400;
/// Where the zones end as shares of probability: towards both tails they are narrower, and their knots closer.
const EDGES: [f64; 6] = [0.0, 1.0 / 512.0, 1.0 / 16.0, 15.0 / 16.0, 511.0 / 512.0, 1.0];
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
    /// Values at the knots of all zones.
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

/// The knots as shares, zone by zone, and the end of the last.
fn knots() -> impl Iterator<Item = f64> {
    let zone = |edges: &[f64]| {
        let (from, width) = (edges[0], edges[1] - edges[0]);
        (0..KNOTS).map(move |n| from + width * (f64::from(n) / f64::from(KNOTS)))
    };
    EDGES.windows(2).flat_map(zone).chain([1.0])
}

#[inline]
fn between(values: &[f64], u: f64) -> f64 {
    // Most shares fall into the middle.
    let zone = match u {
        u if (EDGES[2]..EDGES[3]).contains(&u) => 2,
        u if u < EDGES[1] => 0,
        u if u < EDGES[2] => 1,
        u if u < EDGES[4] => 3,
        _ => 4,
    };
    let place = (u - EDGES[zone]) * (f64::from(KNOTS) / (EDGES[zone + 1] - EDGES[zone]));
    // Shares lie between the edges of their zone, so places do between 0 and the number of knots.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = (place as u32).min(KNOTS - 1);
    let at = zone * KNOTS as usize + whole as usize;
    let (before, after) = (values[at], values[at + 1]);
    before + (after - before) * (place - f64::from(whole))
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
