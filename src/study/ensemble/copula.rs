//! Things that go together: a Gaussian copula. Shares become normal numbers, these are mixed, and each thing takes its value
//! from the mixed one.

#![allow(clippy::inline_always)]

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

use super::quantile::{Exact, Quantile, cubic, on_cubic, rounded};
use crate::number::program::{BLOCK, Block};
use crate::scenario::Law;

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
    Smooth(Vec<[f64; 4]>),
    /// The normal number up to which each value holds.
    Points(Vec<(f64, f64)>),
}

impl OfNormal {
    /// For the distribution of `law`.
    pub fn new(law: &Law) -> Self {
        let normal = Normal::standard();
        if let Law::Points(points) = law {
            let mut below = 0.0;
            let upto = |(value, weight): &(f64, f64)| {
                below += weight;
                (rounded(normal.inverse_cdf(f64::min(below, 1.0))), *value)
            };
            return Self::Points(points.iter().map(upto).collect());
        }
        let exact = Exact::new(law);
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

/// Things drawn together.
#[derive(Debug, Clone)]
pub struct Copula {
    /// Which of the things drawn, in the order of the rows.
    pub places: Vec<usize>,
    /// The lower triangular factor of their correlations.
    rows: Vec<Vec<f64>>,
    normal: Quantile,
}

impl Copula {
    /// A copula of the things at `places`, with the lower triangular factor of their correlations.
    pub fn new(places: Vec<usize>, rows: Vec<Vec<f64>>) -> Self {
        let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        let normal = Quantile::new(&Law::Normal { mean: 0.0, deviation: 1.0, low, high });
        Self { places, rows, normal }
    }

    /// Replaces the shares of its things by normal numbers that go together.
    #[inline(always)]
    pub(super) fn mix(&self, givens: &mut [Block]) {
        for place in &self.places {
            self.normal.replace(&mut givens[*place]);
        }
        // From the last on: each row needs those before it as they were.
        for (row, place) in self.rows.iter().zip(&self.places).rev() {
            let mut mixed = [0.0; BLOCK];
            for (weight, from) in row.iter().zip(&self.places) {
                for (to, from) in mixed.iter_mut().zip(&givens[*from].0) {
                    *to += weight * from;
                }
            }
            givens[*place].0 = mixed;
        }
    }
}
