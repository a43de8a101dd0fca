//! What an ensemble counts: which series, in which bins, and which goals.

#![allow(clippy::inline_always)]

use std::collections::HashMap;

use super::blocks::{MemberBlock, blocks};
use super::members::Members;
use crate::engine::Output;
use crate::scenario::Side;

/// Bins of each series.
pub(super) const BINS: u32 = 2048;
/// Steps of each series, as a power of two: what means and spreads are made of.
pub(super) const STEPS: u32 = 28;
/// Members of the first look that tell where the bins lie.
const WINDOW: usize = 1024;
/// One in so many of them lies below the bins, and one above.
const OUTSIDE: usize = 50;

/// Where the steps and bins of a series lie: found by a first look at the first members, the same for every part of an
/// ensemble.
///
/// Steps go from one end of all that was seen to the other, and beyond. Bins are for percentiles: they lie where the middle
/// 96 of 100 members were seen, and a sixteenth of that beyond; what falls outside is in the first or the last of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Lower end of the first step.
    pub low: f64,
    /// Steps in a unit of the variable.
    pub steps_per_unit: f64,
    /// The first step of the first bin.
    pub first: u32,
    /// Steps in a bin, as a power of two.
    pub shift: u32,
    /// The lowest and the highest value of the first look. Where the model sets a floor or a ceiling many members have this
    /// very value, and are counted apart.
    pub ends: (f64, f64),
}

/// A goal as it is counted.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Index of its variable among those wanted.
    pub variable: usize,
    /// Side.
    pub side: Side,
    /// Value, with what rounding may take of it.
    pub value: f64,
}

/// An output as it is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Counted {
    /// The same number in every member.
    Always(f64),
    /// The series of that index.
    Series(usize),
}

/// What to count: `years` times `variables` outputs, and goals.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Number of years.
    pub years: usize,
    /// Number of variables.
    pub variables: usize,
    /// How each output is counted, by year, then by variable.
    pub counted: Vec<Counted>,
    /// The series that differ from member to member, each once, with its scale.
    pub series: Vec<(Output, Scale)>,
    /// The lowest and the highest possible value of each series.
    pub limits: Vec<(f64, f64)>,
    /// The first output that is not possible and the same in every member.
    pub always_outside: Option<usize>,
    /// Goals.
    pub targets: Vec<Target>,
}

impl Plan {
    /// A plan whose scales are those of the first members of an ensemble; `possible` holds the lowest and the highest
    /// possible value of each variable.
    pub fn new(
        members: &Members,
        years: usize,
        possible: &[(f64, f64)],
        targets: Vec<Target>,
        looked_at: u64,
    ) -> Self {
        let variables = possible.len();
        let (mut series, mut known) = (Vec::new(), HashMap::new());
        let counted = members.outputs().iter().map(|output| match *output {
            Output::Constant(value) => Counted::Always(value),
            Output::Varies(register) => Counted::Series(*known.entry(register).or_insert_with(|| {
                series.push(*output);
                series.len() - 1
            })),
        });
        let counted: Vec<Counted> = counted.collect();
        let mut looks = vec![Look::default(); series.len()];
        let mut registers = members.registers();
        for MemberBlock { first, lanes } in blocks((0, looked_at)) {
            members.run(first, &mut registers);
            for (look, output) in looks.iter_mut().zip(&series) {
                look.take(&registers.block_ref(*output).0[lanes.clone()]);
            }
        }
        let mut limits = vec![(f64::MIN, f64::MAX); series.len()];
        let mut always_outside = None;
        for (output, counted) in counted.iter().enumerate() {
            let (low, high) = possible[output % variables];
            match *counted {
                Counted::Series(series) => {
                    let (rounding, limits) = (looks[series].rounding(), &mut limits[series]);
                    *limits = (limits.0.max(low - rounding), limits.1.min(high + rounding));
                }
                Counted::Always(value) if !(low <= value && value <= high) => {
                    always_outside = always_outside.or(Some(output));
                }
                Counted::Always(_) => {}
            }
        }
        let scales = looks.into_iter().map(Look::scale);
        let series = series.into_iter().zip(scales).collect();
        Self { years, variables, counted, series, limits, always_outside, targets }
    }
}

/// What was seen of a series in the first look.
#[derive(Clone)]
struct Look {
    low: f64,
    high: f64,
    first: Vec<f64>,
}

impl Default for Look {
    fn default() -> Self {
        Self { low: f64::INFINITY, high: f64::NEG_INFINITY, first: Vec::with_capacity(WINDOW) }
    }
}

impl Look {
    fn take(&mut self, values: &[f64]) {
        for value in values {
            (self.low, self.high) = (self.low.min(*value), self.high.max(*value));
        }
        // What is not finite is a fault, and is found when it is counted.
        let finite = values.iter().copied().filter(|value| value.is_finite());
        self.first.extend(finite.take(WINDOW - self.first.len()));
    }

    /// What rounding may take of a limit.
    fn rounding(&self) -> f64 {
        let largest = [self.low, self.high].into_iter().map(f64::abs).filter(|size| size.is_finite());
        1e-9 * largest.fold(1.0, f64::max)
    }

    /// Steps over all that was seen, with a quarter of it left free on each side; bins over the middle of it.
    fn scale(mut self) -> Scale {
        let seen = self.high - self.low;
        // What all members of the first look agree on may still differ in a rare one.
        let margin = if seen > 0.0 { 0.25 * seen } else { self.low.abs().max(1.0) };
        let (low, steps_per_unit) = (self.low - margin, f64::from(1_u32 << STEPS) / (seen + 2.0 * margin));
        let ends = (self.low, self.high);
        let whole = Scale { low, steps_per_unit, first: 0, shift: STEPS - BINS.ilog2(), ends };
        if self.first.is_empty() {
            return whole;
        }
        let outside = self.first.len() / OUTSIDE;
        let last = self.first.len() - 1 - outside;
        let mut at = |place: usize| whole.step(*self.first.select_nth_unstable_by(place, f64::total_cmp).1);
        let (from, to) = (at(outside), at(last));
        // The first and the last bin are for what is outside.
        let first = |shift: u32| from.saturating_sub(((to - from) / 16).max(1 << shift));
        let last = to + (to - from) / 16;
        let shift = (0..whole.shift).find(|shift| (last - first(*shift)) >> shift < BINS - 1);
        shift.map_or(whole, |shift| Scale { first: first(shift), shift, ..whole })
    }
}

impl Scale {
    /// The step nearest to a value, from 0 to the last one.
    #[inline(always)]
    pub(super) fn step(self, value: f64) -> u32 {
        const MOST: f64 = (1_u32 << STEPS) as f64 - 1.0;
        /// Added to a number from 0 to 2^52, the whole number nearest to it is in the lower bits.
        const WHOLE: f64 = 4_503_599_627_370_496.0;
        let place = (value - self.low) * self.steps_per_unit;
        let place = if place > 0.0 { place } else { 0.0 };
        let place = if place < MOST { place } else { MOST };
        // The lower bits are what is wanted.
        #[allow(clippy::cast_possible_truncation)]
        let step = (place + WHOLE).to_bits() as u32;
        step
    }

    /// The bin of a step.
    #[inline(always)]
    pub(super) fn bin(self, step: u32) -> u16 {
        let bin = (step.max(self.first) - self.first) >> self.shift;
        // There are fewer bins than that.
        #[allow(clippy::cast_possible_truncation)]
        let bin = bin.min(BINS - 1) as u16;
        bin
    }

    /// The value where a bin begins.
    pub(super) fn edge(self, bin: u32) -> f64 {
        // Both are below 2^52.
        #[allow(clippy::cast_precision_loss)]
        let steps = (u64::from(self.first) + (u64::from(bin) << self.shift)) as f64;
        self.low + (steps - 0.5) / self.steps_per_unit
    }
}
