//! Which bin of its series each result falls into, and what a block of them adds to means and spreads.

#![allow(clippy::inline_always)]

use super::plan::Scale;
use crate::engine::{BLOCK, Block};

/// Steps in a coarse step, small enough a number for its square.
pub(super) const COARSE: u32 = 1 << 12;

/// What was seen of a series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// Of steps.
    pub(super) sum: u64,
    /// Of coarse steps.
    pub(super) coarse: u64,
    /// Of the squares of coarse steps.
    pub(super) squares: u64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Of members with the very value of either end of the scale.
    pub(super) at_ends: [u64; 2],
}

impl Seen {
    /// Nothing yet.
    pub(super) const NOTHING: Self =
        Self { sum: 0, coarse: 0, squares: 0, low: f64::INFINITY, high: f64::NEG_INFINITY, at_ends: [0; 2] };

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
        let (mut sum, mut coarse_sum, mut squares, mut any_nan) = (0_u64, 0_u64, 0_u64, false);
        for (to, value) in to.iter_mut().zip(&values.0) {
            let step = scale.step(*value);
            let coarse = u64::from(step / COARSE);
            *to = scale.bin(step);
            sum += u64::from(step);
            coarse_sum += coarse;
            squares += coarse * coarse;
            any_nan |= value.is_nan();
        }
        self.sum += sum;
        self.coarse += coarse_sum;
        self.squares += squares;
        let low = low.into_iter().fold(f64::INFINITY, f64::min);
        let high = high.into_iter().fold(f64::NEG_INFINITY, f64::max);
        if low <= scale.ends.0 || high >= scale.ends.1 {
            self.count_ends(scale, &values.0);
        }
        self.low = self.low.min(low);
        self.high = if any_nan { f64::INFINITY } else { self.high.max(high) };
    }

    fn count_ends(&mut self, scale: Scale, values: &[f64]) {
        let (low, high) = scale.ends;
        let with = |end: f64| values.iter().map(|value| u64::from(*value == end)).sum::<u64>();
        self.at_ends[0] += with(low);
        // Where all agreed there is one end.
        self.at_ends[1] += if high > low { with(high) } else { 0 };
    }

    /// The bins of some members.
    pub(super) fn one_by_one(&mut self, scale: Scale, values: &[f64], to: &mut [u16]) {
        self.count_ends(scale, values);
        for (to, value) in to.iter_mut().zip(values) {
            let step = scale.step(*value);
            *to = scale.bin(step);
            let coarse = u64::from(step / COARSE);
            self.sum += u64::from(step);
            self.coarse += coarse;
            self.squares += coarse * coarse;
            self.low = self.low.min(*value);
            self.high = if value.is_nan() { f64::INFINITY } else { self.high.max(*value) };
        }
    }
}
