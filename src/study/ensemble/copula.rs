//! Things that go together: a Gaussian copula. Shares become normal numbers, these are mixed, and each thing takes its value
//! from the mixed one.

#![allow(clippy::inline_always)]

use super::quantile::Quantile;
use crate::engine::{BLOCK, Block};
use crate::scenario::Distribution;

/// Things drawn together.
#[derive(Debug, Clone)]
pub(super) struct Copula {
    /// Which of the things drawn, in the order of the rows.
    pub places: Vec<usize>,
    /// The lower triangular factor of their correlations.
    rows: Vec<Vec<f64>>,
    normal: Quantile,
}

impl Copula {
    /// A copula of the things at `places`, with the lower triangular factor of their correlations.
    pub(super) fn new(places: Vec<usize>, rows: Vec<Vec<f64>>) -> Self {
        let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        let normal = Quantile::new(&Distribution::Normal { mean: 0.0, deviation: 1.0, low, high });
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
