//! Counts of what came out: whole numbers alone, so that it makes no difference who counted what, or in which order.

use super::members::{Members, Workspace};
use crate::number::program::{BLOCK, Block, Output};
use crate::scenario::Side;

/// Bins of each series.
const BINS: u32 = 4096;
/// Steps within a bin, for means and spreads.
const STEPS: u32 = 1 << 16;

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

/// What to count: `years` times `variables` series, and goals.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Number of years.
    pub years: usize,
    /// Number of variables.
    pub variables: usize,
    /// Scale of each series, by year, then by variable.
    pub scales: Vec<Scale>,
    /// Goals.
    pub targets: Vec<Target>,
}

/// Counts so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Members counted.
    pub members: u64,
    bins: Vec<u32>,
    sums: Vec<u128>,
    squares: Vec<u128>,
    lowest: Vec<f64>,
    highest: Vec<f64>,
    /// Members that met each goal by each year, by goal, then by year.
    pub met: Vec<u64>,
    /// The first member with a result that is no finite number, and the series it is in.
    pub not_finite: Option<(u64, usize)>,
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
        let (mut low, mut high) =
            (vec![f64::INFINITY; years * variables], vec![f64::NEG_INFINITY; years * variables]);
        let mut workspace = members.workspace();
        let mut first = 0;
        while first < looked_at {
            let count = usize::try_from(looked_at - first).unwrap_or(BLOCK).min(BLOCK);
            let (results, givens) = members.run(first, &mut workspace);
            for (series, output) in members.outputs().iter().enumerate() {
                for value in &block(*output, results, givens).0[..count] {
                    low[series] = low[series].min(*value);
                    high[series] = high[series].max(*value);
                }
            }
            first += Members::block();
        }
        let scale = |(low, high): (f64, f64)| {
            // What all members of the first look agree on may still differ in a rare one.
            let seen = high - low;
            let width = if seen > 0.0 { seen } else { 2.0 * low.abs().max(1.0) };
            let margin = if seen > 0.0 { 0.25 * seen } else { 0.5 * width };
            // A quarter of what was seen is left free on each side.
            let bins_per_unit = f64::from(BINS) / (seen + 2.0 * margin);
            Scale { low: low - margin, bins_per_unit }
        };
        let scales = low.into_iter().zip(high).map(scale).collect();
        Self { years, variables, scales, targets }
    }
}

/// The numbers of an output for the members of a block.
fn block(output: Output, results: &[Block], givens: &[Block]) -> Block {
    match output {
        Output::Constant(value) => Block::of(value),
        Output::Given(given) => givens[given],
        Output::Varies(result) => results[result],
    }
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        let series = plan.scales.len();
        Self {
            members: 0,
            bins: vec![0; series * BINS as usize],
            sums: vec![0; series],
            squares: vec![0; series],
            lowest: vec![f64::INFINITY; series],
            highest: vec![f64::NEG_INFINITY; series],
            met: vec![0; plan.targets.len() * plan.years],
            not_finite: None,
        }
    }

    /// Counts the members from `first` to before `last`.
    pub fn count(
        &mut self,
        plan: &Plan,
        members: &Members,
        workspace: &mut Workspace,
        first: u64,
        last: u64,
    ) {
        let mut at = first;
        while at < last {
            let count = usize::try_from(last - at).unwrap_or(BLOCK).min(BLOCK);
            let (results, givens) = members.run(at, workspace);
            for (series, output) in members.outputs().iter().enumerate() {
                let block = block(*output, results, givens);
                self.series(plan.scales[series], series, &block.0[..count], at);
            }
            self.goals(plan, members, results, givens, count);
            self.members += count as u64;
            at += Members::block();
        }
    }

    fn series(&mut self, scale: Scale, series: usize, values: &[f64], first: u64) {
        let bins = &mut self.bins[series * BINS as usize..(series + 1) * BINS as usize];
        let steps_per_unit = scale.bins_per_unit * f64::from(STEPS);
        let most = f64::from(BINS) * f64::from(STEPS) - 1.0;
        let (mut low, mut high, mut finite) = (self.lowest[series], self.highest[series], true);
        let mut steps = [0_u32; BLOCK];
        for (step, value) in steps.iter_mut().zip(values) {
            finite &= value.is_finite();
            low = if *value < low { *value } else { low };
            high = if *value > high { *value } else { high };
            // Kept between the first and the last step, so it is one.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let kept = ((value - scale.low) * steps_per_unit).max(0.0).min(most) as u32;
            *step = kept;
        }
        let (mut sum, mut squares) = (0_u64, 0_u64);
        for step in &steps[..values.len()] {
            bins[(step / STEPS) as usize] += 1;
            sum += u64::from(*step);
            let coarse = u64::from(step >> 8);
            squares += coarse * coarse;
        }
        self.sums[series] += u128::from(sum);
        self.squares[series] += u128::from(squares);
        (self.lowest[series], self.highest[series]) = (low, high);
        if !finite {
            let n = values.iter().position(|value| !value.is_finite()).unwrap_or(0) as u64;
            self.failed(first + n, series);
        }
    }

    fn failed(&mut self, member: u64, series: usize) {
        if self.not_finite.is_none_or(|known| (member, series) < known) {
            self.not_finite = Some((member, series));
        }
    }

    fn goals(&mut self, plan: &Plan, members: &Members, results: &[Block], givens: &[Block], count: usize) {
        let outputs = members.outputs();
        for (goal, target) in plan.targets.iter().enumerate() {
            let mut met = [false; BLOCK];
            for year in 0..plan.years {
                let block = block(outputs[year * plan.variables + target.variable], results, givens);
                for (met, value) in met.iter_mut().zip(&block.0[..count]) {
                    *met |= match target.side {
                        Side::AtLeast => *value >= target.value,
                        Side::AtMost => *value <= target.value,
                    };
                }
                let by_now = met[..count].iter().filter(|met| **met).count();
                self.met[goal * plan.years + year] += by_now as u64;
            }
        }
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: &Self) {
        self.members += other.members;
        self.bins.iter_mut().zip(&other.bins).for_each(|(own, more)| *own += more);
        self.sums.iter_mut().zip(&other.sums).for_each(|(own, more)| *own += more);
        self.squares.iter_mut().zip(&other.squares).for_each(|(own, more)| *own += more);
        self.lowest.iter_mut().zip(&other.lowest).for_each(|(own, more)| *own = own.min(*more));
        self.highest.iter_mut().zip(&other.highest).for_each(|(own, more)| *own = own.max(*more));
        self.met.iter_mut().zip(&other.met).for_each(|(own, more)| *own += more);
        if let Some((member, series)) = other.not_finite {
            self.failed(member, series);
        }
    }

    /// The value below which `share` of the members lie: within a bin on a straight line.
    pub fn percentile(&self, plan: &Plan, series: usize, share: f64) -> f64 {
        let scale = plan.scales[series];
        let bins = &self.bins[series * BINS as usize..(series + 1) * BINS as usize];
        if self.lowest[series] >= self.highest[series] {
            return self.lowest[series];
        }
        // Counts are far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let wanted = share * self.members as f64;
        let mut below = 0.0;
        for (bin, count) in (0_u32..).zip(bins) {
            let count = f64::from(*count);
            if below + count >= wanted && count > 0.0 {
                let within = (wanted - below) / count;
                let value = scale.low + (f64::from(bin) + within) / scale.bins_per_unit;
                return value.clamp(self.lowest[series], self.highest[series]);
            }
            below += count;
        }
        self.highest[series]
    }

    /// Mean and standard deviation.
    #[allow(clippy::cast_precision_loss)]
    pub fn mean_and_spread(&self, plan: &Plan, series: usize) -> (f64, f64) {
        let scale = plan.scales[series];
        if self.lowest[series] >= self.highest[series] {
            return (self.lowest[series], 0.0);
        }
        let (members, steps) = (self.members as f64, f64::from(STEPS));
        let mean = self.sums[series] as f64 / members / steps;
        let square = self.squares[series] as f64 / members / (steps / 256.0) / (steps / 256.0);
        let spread = (square - mean * mean).max(0.0).sqrt();
        (scale.low + mean / scale.bins_per_unit, spread / scale.bins_per_unit)
    }
}
