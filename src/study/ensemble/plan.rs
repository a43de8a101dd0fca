//! What an ensemble counts: which series, in which bins, and which goals.

use std::collections::HashMap;

use super::members::Members;
use crate::number::program::{BLOCK, Output};
use crate::scenario::Side;

/// Bins of each series.
pub(super) const BINS: u32 = 4096;

/// Where the bins of a series lie: found by a first look at the first members, the same for every part of an ensemble.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Lower end of the first bin.
    pub low: f64,
    /// Bins in a unit of the variable.
    pub bins_per_unit: f64,
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
    /// Goals.
    pub targets: Vec<Target>,
}

impl Plan {
    /// A plan whose scales are those of the first members of an ensemble.
    pub fn new(
        members: &Members,
        years: usize,
        variables: usize,
        targets: Vec<Target>,
        looked_at: u64,
    ) -> Self {
        let (mut series, mut known) = (Vec::new(), HashMap::new());
        let counted = members.outputs().iter().map(|output| match *output {
            Output::Constant(value) => Counted::Always(value),
            Output::Varies(register) => Counted::Series(*known.entry(register).or_insert_with(|| {
                series.push(*output);
                series.len() - 1
            })),
        });
        let counted = counted.collect();
        let mut spans = vec![(f64::INFINITY, f64::NEG_INFINITY); series.len()];
        let (mut registers, mut first) = (members.registers(), 0);
        while first < looked_at {
            let count = usize::try_from(looked_at - first).unwrap_or(BLOCK).min(BLOCK);
            members.run(first, &mut registers);
            for (span, output) in spans.iter_mut().zip(&series) {
                for value in &registers.block(*output).0[..count] {
                    *span = (span.0.min(*value), span.1.max(*value));
                }
            }
            first += Members::block();
        }
        let scales = spans.into_iter().map(Scale::over);
        Self { years, variables, counted, series: series.into_iter().zip(scales).collect(), targets }
    }
}

impl Scale {
    /// A scale for what was seen between two values: a quarter of it is left free on each side.
    fn over((low, high): (f64, f64)) -> Self {
        let seen = high - low;
        // What all members of the first look agree on may still differ in a rare one.
        let margin = if seen > 0.0 { 0.25 * seen } else { low.abs().max(1.0) };
        Self { low: low - margin, bins_per_unit: f64::from(BINS) / (seen + 2.0 * margin) }
    }
}
