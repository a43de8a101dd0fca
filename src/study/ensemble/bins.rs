//! Which bin of its series each result falls into, and what a block of them adds to means and spreads.

#![allow(clippy::inline_always)]

use super::plan::Scale;
use crate::number::program::{BLOCK, Block};

/// Steps are squared in units of this many.
pub(super) const COARSE: u32 = 1 << 12;
/// What was seen of a series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) sum: u64,
    pub(super) squares: u64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Seen {
    /// Nothing yet.
    pub(super) const NOTHING: Self = Self { sum: 0, squares: 0, low: f64::INFINITY, high: f64::NEG_INFINITY };

    /// The bins of a whole block.
    #[inline(always)]
    pub(super) fn whole(&mut self, scale: Scale, values: &Block, to: &mut [u16; BLOCK]) {
        let (mut low, mut high) = ([f64::INFINITY; 8], [f64::NEG_INFINITY; 8]);
        for values in values.0.chunks_exact(8) {
            for ((low, high), value) in low.iter_mut().zip(&mut high).zip(values) {
                // What is not a number passes neither, and is then missing from both.
                *low = if *value < *low { *value } else { *low };
                *high = if *value > *high { *value } else { *high };
            }
        }
        let (mut total, mut squares, mut odd) = (0_u64, 0_u64, false);
        for (to, value) in to.iter_mut().zip(&values.0) {
            let step = scale.step(*value);
            let coarse = u64::from(step / COARSE);
            *to = scale.bin(step);
            total += u64::from(step);
            squares += coarse * coarse;
            odd |= value.is_nan();
        }
        self.sum += total;
        self.squares += squares;
        self.low = low.into_iter().fold(self.low, f64::min);
        self.high = if odd { f64::INFINITY } else { high.into_iter().fold(self.high, f64::max) };
    }

    /// The bins of some members.
    pub(super) fn one_by_one(&mut self, scale: Scale, values: &[f64], to: &mut [u16]) {
        for (to, value) in to.iter_mut().zip(values) {
            let step = scale.step(*value);
            *to = scale.bin(step);
            let coarse = u64::from(step / COARSE);
            self.sum += u64::from(step);
            self.squares += coarse * coarse;
            self.low = self.low.min(*value);
            self.high = if value.is_nan() { f64::INFINITY } else { self.high.max(*value) };
        }
    }
}
