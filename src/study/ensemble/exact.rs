//! Distributions as statrs gives them: value and slope at a share of probability.

use statrs::distribution::{Beta, Continuous, ContinuousCDF, Normal};

use crate::scenario::Distribution;

/// Shares of a normal distribution are kept so far from 0 and from 1: a sixteenth of the smallest that is tabulated.
#[allow(clippy::cast_precision_loss)]
const TAIL: f64 = 1.0 / (1_u64 << 36) as f64;

/// A smooth distribution as statrs gives it.
pub struct Exact {
    distribution: Distribution,
    normal: Normal,
    beta: Option<Beta>,
}

impl Exact {
    /// A distribution, ready to be asked.
    pub fn new(distribution: &Distribution) -> Self {
        let beta = match distribution {
            Distribution::Pert { low, mode, high } => {
                let width = high - low;
                Beta::new(1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width).ok()
            }
            _ => None,
        };
        Self { distribution: distribution.clone(), normal: Normal::standard(), beta }
    }

    /// The value below which `share` of the probability lies, and how fast it grows with the share.
    pub fn at(&self, share: f64) -> (f64, f64) {
        match &self.distribution {
            Distribution::Normal { mean, deviation, low, high } => {
                // What is cut off is no longer there; the rest is spread over the whole.
                let (from, to) = ((low - mean) / deviation, (high - mean) / deviation);
                let (from, left) = (self.normal.cdf(from), self.normal.cdf(to) - self.normal.cdf(from));
                let z = self.normal.inverse_cdf((from + share * left).clamp(TAIL, 1.0 - TAIL));
                let value = mean + deviation * z;
                if value <= *low || value >= *high {
                    return (value.clamp(*low, *high), 0.0);
                }
                (value, deviation * left / self.normal.pdf(z))
            }
            Distribution::Lognormal { low, high } => {
                let spread = (high.ln() - low.ln()) / (2.0 * self.normal.inverse_cdf(0.9));
                let z = self.normal.inverse_cdf(share);
                let value = (f64::midpoint(low.ln(), high.ln()) + spread * z).exp();
                (value, value * spread / self.normal.pdf(z))
            }
            Distribution::Pert { low, high, mode } => {
                let Some(beta) = self.beta else { return (*mode, 0.0) };
                let x = beta.inverse_cdf(share);
                (low + (high - low) * x, (high - low) / beta.pdf(x))
            }
            Distribution::Uniform { low, high } => (low + (high - low) * share, high - low),
            Distribution::Triangular { low, mode, high } => {
                let (left, right) = ((high - low) * (mode - low), (high - low) * (high - mode));
                if share * (high - low) < mode - low {
                    let root = (share * left).sqrt();
                    (low + root, left / (2.0 * root))
                } else {
                    let root = ((1.0 - share) * right).sqrt();
                    (high - root, right / (2.0 * root))
                }
            }
            Distribution::Points(points) => (point(points, share), 0.0),
        }
    }
}

/// To about 12 digits: what machines differ in is in the last ones.
pub(super) fn rounded(value: f64) -> f64 {
    f64::from_bits((value.to_bits() + 0x800) & !0xfff)
}

/// The value that a share of probability falls on; the last one holds whatever rounding left over.
fn point(points: &[(f64, f64)], share: f64) -> f64 {
    let mut below = 0.0;
    let holds = |(_, weight): &&(f64, f64)| {
        below += weight;
        share < below
    };
    points.iter().find(holds).or(points.last()).map_or(f64::NAN, |(value, _)| *value)
}
