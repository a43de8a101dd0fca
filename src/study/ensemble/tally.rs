//! Counts of what came out: whole numbers alone, so that it makes no difference who counted what, or in which order.

use super::bins::COARSE;
use super::plan::{BINS, Plan};

/// Counts so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Members counted.
    pub members: u64,
    /// By series, then by bin.
    pub(super) bins: Vec<u32>,
    /// Sums of steps, by series.
    pub(super) sums: Vec<u64>,
    /// Sums of coarse steps, by series.
    pub(super) coarse: Vec<u64>,
    /// Sums of their squares, by series.
    pub(super) squares: Vec<u64>,
    /// Members with the very value of either end of the scale, by series.
    pub(super) at_ends: Vec<[u64; 2]>,
    pub(super) lowest: Vec<f64>,
    pub(super) highest: Vec<f64>,
    /// Members that meet each goal in each year, by goal, then by year.
    pub met: Vec<u64>,
    /// Members with a result that is not possible, and the first of them with the series it is in.
    pub outside: (u64, Option<(u64, usize)>),
    /// The first member with a result that is no finite number, and the series it is in.
    pub not_finite: Option<(u64, usize)>,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        let series = plan.series.len();
        Self {
            members: 0,
            bins: vec![0; series * BINS as usize],
            sums: vec![0; series],
            coarse: vec![0; series],
            squares: vec![0; series],
            at_ends: vec![[0; 2]; series],
            lowest: vec![f64::INFINITY; series],
            highest: vec![f64::NEG_INFINITY; series],
            met: vec![0; plan.targets.len() * plan.years],
            outside: (0, None),
            not_finite: None,
        }
    }

    pub(super) fn failed(&mut self, member: u64, series: usize) {
        if self.not_finite.is_none_or(|known| (member, series) < known) {
            self.not_finite = Some((member, series));
        }
    }

    pub(super) fn outside(&mut self, members: u64, first: Option<(u64, usize)>) {
        let known = self.outside.1;
        self.outside = (self.outside.0 + members, known.into_iter().chain(first).min());
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: &Self) {
        self.members += other.members;
        self.bins.iter_mut().zip(&other.bins).for_each(|(own, more)| *own += more);
        self.sums.iter_mut().zip(&other.sums).for_each(|(own, more)| *own += more);
        self.coarse.iter_mut().zip(&other.coarse).for_each(|(own, more)| *own += more);
        self.squares.iter_mut().zip(&other.squares).for_each(|(own, more)| *own += more);
        for (own, more) in self.at_ends.iter_mut().zip(&other.at_ends) {
            *own = [own[0] + more[0], own[1] + more[1]];
        }
        self.lowest.iter_mut().zip(&other.lowest).for_each(|(own, more)| *own = own.min(*more));
        self.highest.iter_mut().zip(&other.highest).for_each(|(own, more)| *own = own.max(*more));
        self.met.iter_mut().zip(&other.met).for_each(|(own, more)| *own += more);
        self.outside(other.outside.0, other.outside.1);
        if let Some((member, series)) = other.not_finite {
            self.failed(member, series);
        }
    }

    /// The value below which `share` of the members lie: within a bin on a straight line.
    pub fn percentile(&self, plan: &Plan, series: usize, share: f64) -> f64 {
        let scale = plan.series[series].1;
        let bins = &self.bins[series * BINS as usize..(series + 1) * BINS as usize];
        if self.lowest[series] >= self.highest[series] {
            return self.lowest[series];
        }
        // Counts are far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let wanted = share * self.members as f64;
        let [floor, ceiling] = [scale.ends.0, scale.ends.1].map(|end| u32::from(scale.bin(scale.step(end))));
        // Counts are far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let at_ends = self.at_ends[series].map(|count| count as f64);
        let mut below = 0.0;
        for (bin, count) in (0_u32..).zip(bins) {
            // Of one bin those at the floor come first and those at the ceiling last.
            let first = if bin == floor { at_ends[0] } else { 0.0 };
            let last = if bin == ceiling { at_ends[1] } else { 0.0 };
            let between = f64::from(*count) - first - last;
            if first > 0.0 && below + first >= wanted {
                return scale.ends.0;
            }
            below += first;
            if between > 0.0 && below + between >= wanted {
                // The first bin holds all below the second, and the last all above the one before.
                let low = if bin == 0 { self.lowest[series] } else { scale.edge(bin) };
                let high = if bin == BINS - 1 { self.highest[series] } else { scale.edge(bin + 1) };
                let value = low + (wanted - below) / between * (high - low);
                return value.clamp(self.lowest[series], self.highest[series]);
            }
            below += between;
            if last > 0.0 && below + last >= wanted {
                return scale.ends.1;
            }
            below += last;
        }
        self.highest[series]
    }

    /// Mean and standard deviation.
    #[allow(clippy::cast_precision_loss)]
    pub fn mean_and_spread(&self, plan: &Plan, series: usize) -> (f64, f64) {
        let scale = plan.series[series].1;
        if self.lowest[series] >= self.highest[series] {
            return (self.lowest[series], 0.0);
        }
        let members = self.members as f64;
        let mean = self.sums[series] as f64 / members;
        // About the mean of the coarse steps, not of the steps: both are then rounded down alike.
        let (coarse, square) = (self.coarse[series] as f64 / members, self.squares[series] as f64 / members);
        let spread = (square - coarse * coarse).max(0.0).sqrt() * f64::from(COARSE);
        (scale.low + mean / scale.steps_per_unit, spread / scale.steps_per_unit)
    }
}
