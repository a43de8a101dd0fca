//! The value of a distribution as a function of a normal number: what correlated draws are made of.

#![allow(clippy::inline_always)]

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

use super::cubic::{Cubic, cubic, on_cubic};
use super::exact::{Exact, rounded};
use crate::scenario::Distribution;

/// Normal numbers are tabulated from minus to plus this.
const WIDEST: f64 = 6.25;
/// Pieces in a unit.
const PIECES: f64 = 16.0;
/// Pieces altogether.
const ALL: usize = 200;

/// The value of a distribution as a function of a normal number.
#[derive(Debug, Clone)]
pub enum OfNormal {
    /// Cubics, from the lowest normal number on.
    Smooth(Vec<Cubic>),
    /// The normal number up to which each value holds.
    Points(Vec<(f64, f64)>),
}

impl OfNormal {
    /// For a distribution.
    pub fn new(distribution: &Distribution) -> Self {
        let normal = Normal::standard();
        if let Distribution::Points(points) = distribution {
            let mut below = 0.0;
            let upto = |(value, weight): &(f64, f64)| {
                below += weight;
                (rounded(normal.inverse_cdf(f64::min(below, 1.0))), *value)
            };
            return Self::Points(points.iter().map(upto).collect());
        }
        let exact = Exact::new(distribution);
        let knot = |n: usize| {
            // Below 2^53.
            #[allow(clippy::cast_precision_loss)]
            let z = n as f64 / PIECES - WIDEST;
            let (value, slope) = exact.at(normal.cdf(z));
            (rounded(value), rounded(slope * normal.pdf(z)))
        };
        let knots: Vec<(f64, f64)> = (0..=ALL).map(knot).collect();
        Self::Smooth(knots.windows(2).map(|pair| cubic(pair[0], pair[1], 1.0 / PIECES)).collect())
    }

    /// The value at a normal number.
    #[inline(always)]
    pub fn at(&self, z: f64) -> f64 {
        match self {
            Self::Smooth(pieces) => {
                let place = (z + WIDEST) * PIECES;
                let place = if place > 0.0 { place } else { 0.0 };
                // Kept between the first and the last piece.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let piece = (place as usize).min(ALL - 1);
                #[allow(clippy::cast_precision_loss)]
                let t = (place - piece as f64).min(1.0);
                on_cubic(&pieces[piece], t)
            }
            Self::Points(points) => {
                let found = points.iter().find(|(upto, _)| z < *upto).or(points.last());
                found.map_or(f64::NAN, |(_, value)| *value)
            }
        }
    }
}
