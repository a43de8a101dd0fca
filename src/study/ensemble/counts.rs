//! The counts of a tally as a part keeps them; read back, they are held against what can be counted at all.

use serde::{Deserialize, Serialize};

use super::bins::COARSE;
use super::plan::{BINS, Plan, STEPS};
use super::tally::Tally;

/// Counts of a tally. Numbers that are not whole are given by their bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    members: u64,
    /// For each series, the first bin that holds something, and the counts from there on.
    bins: Vec<(usize, Vec<u32>)>,
    sums: Vec<u64>,
    coarse: Vec<u64>,
    squares: Vec<u64>,
    at_ends: Vec<[u64; 2]>,
    lowest: Vec<u64>,
    highest: Vec<u64>,
    met: Vec<u64>,
    outside: (u64, Option<(u64, usize)>),
    not_finite: Option<(u64, usize)>,
}

impl Counts {
    /// The counts of a tally of so many series.
    pub(super) fn of(tally: &Tally, series: usize) -> Self {
        let bins = |series: usize| {
            let bins = &tally.bins[series * BINS as usize..(series + 1) * BINS as usize];
            let first = bins.iter().position(|count| *count > 0).unwrap_or(0);
            let last = bins.iter().rposition(|count| *count > 0).map_or(first, |last| last + 1);
            (first, bins[first..last].to_vec())
        };
        let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect();
        Self {
            members: tally.members,
            bins: (0..series).map(bins).collect(),
            sums: tally.sums.clone(),
            coarse: tally.coarse.clone(),
            squares: tally.squares.clone(),
            at_ends: tally.at_ends.clone(),
            lowest: bits(&tally.lowest),
            highest: bits(&tally.highest),
            met: tally.met.clone(),
            outside: tally.outside,
            not_finite: tally.not_finite,
        }
    }

    /// How many members were counted.
    pub(super) fn members(&self) -> u64 {
        self.members
    }

    /// The tally that these are the counts of, for the members of `range`; `None` if nothing counted by `plan` could have
    /// them. What is given can be added up and read without a number that leaves its type.
    pub(super) fn tally(&self, plan: &Plan, range: (u64, u64)) -> Option<Tally> {
        let series = plan.series.len();
        let lengths =
            [self.sums.len(), self.coarse.len(), self.squares.len(), self.at_ends.len(), self.bins.len()];
        let ends = [self.lowest.len(), self.highest.len()];
        let fits = lengths.iter().chain(&ends).all(|length| *length == series)
            && self.met.len() == plan.targets.len() * plan.years
            && self.met.iter().all(|met| *met <= self.members)
            && self.outside.0 <= self.members
            && (self.outside.0 > 0) == self.outside.1.is_some();
        let named = |(member, found): (u64, usize)| (range.0..range.1).contains(&member) && found < series;
        if !(fits && self.outside.1.is_none_or(named) && self.not_finite.is_none_or(named)) {
            return None;
        }
        let mut tally = Tally::new(plan);
        for (series, (start, counts)) in self.bins.iter().enumerate() {
            let own = &mut tally.bins[series * BINS as usize..(series + 1) * BINS as usize];
            own.get_mut(*start..start.checked_add(counts.len())?)?.copy_from_slice(counts);
            if !self.is_possible(plan, series, own) {
                return None;
            }
        }
        let numbers = |bits: &[u64]| bits.iter().map(|bits| f64::from_bits(*bits)).collect();
        tally.members = self.members;
        tally.sums.clone_from(&self.sums);
        tally.coarse.clone_from(&self.coarse);
        tally.squares.clone_from(&self.squares);
        tally.at_ends.clone_from(&self.at_ends);
        (tally.lowest, tally.highest) = (numbers(&self.lowest), numbers(&self.highest));
        tally.met.clone_from(&self.met);
        (tally.outside, tally.not_finite) = (self.outside, self.not_finite);
        Some(tally)
    }

    /// Whether the counts of a series can be those of so many members, whose bins are `bins`.
    fn is_possible(&self, plan: &Plan, series: usize, bins: &[u32]) -> bool {
        let (step, coarse) = (u64::from((1_u32 << STEPS) - 1), u64::from(((1 << STEPS) - 1) / COARSE));
        // Members are at most 2^31, so no product leaves its type.
        let sums = self.sums[series] <= self.members * step
            && self.coarse[series] <= self.members * coarse
            && self.squares[series] <= self.members * coarse * coarse;
        let (low, high) = (f64::from_bits(self.lowest[series]), f64::from_bits(self.highest[series]));
        let seen = match self.members {
            0 => low == f64::INFINITY && high == f64::NEG_INFINITY,
            _ => low <= high && (self.not_finite.is_some() || low.is_finite() && high.is_finite()),
        };
        // Those with the very value of an end are counted in the bin of that end too.
        let scale = plan.series[series].1;
        let [floor, ceiling] =
            [scale.ends.0, scale.ends.1].map(|end| usize::from(scale.bin(scale.step(end))));
        let [at_floor, at_ceiling] = self.at_ends[series];
        let ends = if floor == ceiling {
            at_floor.saturating_add(at_ceiling) <= u64::from(bins[floor])
        } else {
            at_floor <= u64::from(bins[floor]) && at_ceiling <= u64::from(bins[ceiling])
        };
        let members: u64 = bins.iter().map(|count| u64::from(*count)).sum();
        sums && seen && ends && members == self.members
    }
}
