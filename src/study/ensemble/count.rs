//! Counting: which bins the results of many members fall into.
//!
//! Members are run a batch at a time and their results kept as steps, small enough for the nearest memory; then each
//! series is counted in one go, while its bins are near.

#![allow(clippy::inline_always)]

use super::members::Members;
use super::plan::{BINS, Counted, Plan, Scale};
use super::tally::Tally;
use crate::number::dispatch::Work;
use crate::number::program::{BLOCK, Block, Registers};
use crate::scenario::Side;

/// Steps within a bin, for means and spreads.
pub(super) const STEPS: u32 = 1 << 16;
/// Steps are squared in units of this many.
pub(super) const COARSE: u32 = 1 << 12;
/// Blocks counted in one go.
const BATCH: usize = 16;

/// What one worker needs to run and count members.
#[derive(Debug, Clone)]
pub struct Workspace {
    registers: Registers,
    /// By series, then by member of the batch: the bin of its result.
    bins: Vec<[u16; BATCH * BLOCK]>,
    /// What a block adds to each series.
    sums: Vec<Seen>,
    met: Vec<[bool; BLOCK]>,
}

/// What was seen of a series.
#[derive(Debug, Clone, Copy)]
struct Seen {
    sum: u64,
    squares: u64,
    low: f64,
    high: f64,
}

const NOTHING: Seen = Seen { sum: 0, squares: 0, low: f64::INFINITY, high: f64::NEG_INFINITY };

impl Workspace {
    /// A workspace for `plan`.
    pub fn new(plan: &Plan, members: &Members) -> Self {
        Self {
            registers: members.registers(),
            bins: vec![[0; BATCH * BLOCK]; plan.series.len()],
            sums: vec![NOTHING; plan.series.len()],
            met: vec![[false; BLOCK]; plan.targets.len()],
        }
    }
}

impl Tally {
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
            // Blocks begin at multiples of their length, wherever a part of an ensemble begins.
            let block = at - at % Members::block();
            let until = last.min(block + (BATCH * BLOCK) as u64);
            members.dispatch(Batch { tally: self, plan, members, workspace, block, from: at, until });
            self.members += until - at;
            at = until;
        }
    }
}

struct Batch<'a> {
    tally: &'a mut Tally,
    plan: &'a Plan,
    members: &'a Members,
    workspace: &'a mut Workspace,
    /// The first member of the first block, the first and the one after the last that count.
    block: u64,
    from: u64,
    until: u64,
}

impl Work for Batch<'_> {
    #[inline(always)]
    fn run(self) {
        let Workspace { registers, bins, sums, met } = self.workspace;
        sums.fill(NOTHING);
        let mut counted = 0;
        let mut first = self.block;
        while first < self.until {
            self.members.run_inlined(first, registers);
            // Both are at most the length of a block.
            let lanes =
                |member: u64| usize::try_from(member.saturating_sub(first)).unwrap_or(BLOCK).min(BLOCK);
            let lanes = lanes(self.from)..lanes(self.until);
            for (series, (output, scale)) in self.plan.series.iter().enumerate() {
                let values = registers.block_ref(*output);
                let to = &mut bins[series][counted..counted + lanes.len()];
                if lanes.len() == BLOCK {
                    whole(*scale, values, to, &mut sums[series]);
                } else {
                    one_by_one(*scale, &values.0[lanes.clone()], to, &mut sums[series]);
                }
            }
            self.tally.goals(self.plan, registers, met, lanes.clone());
            if sums.iter().any(|sum| !(sum.low.is_finite() && sum.high.is_finite())) {
                self.tally.look_for_failures(self.plan, registers, lanes.clone(), first);
            }
            counted += lanes.len();
            first += BLOCK as u64;
        }
        for (series, sum) in sums.iter().enumerate() {
            self.tally.add(series, &bins[series][..counted], (sum.sum, sum.squares), (sum.low, sum.high));
        }
    }
}

/// The step of a value, from 0 to the last one of the last bin.
#[inline(always)]
fn step(scale: Scale, value: f64) -> u32 {
    const MOST: f64 = BINS as f64 * STEPS as f64 - 1.0;
    /// Added to a number from 0 to 2^52, its whole part is in the lower bits.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let place = (value - scale.low) * (scale.bins_per_unit * f64::from(STEPS));
    let place = if place > 0.0 { place } else { 0.0 };
    let place = if place < MOST { place } else { MOST };
    // The lower bits are what is wanted.
    #[allow(clippy::cast_possible_truncation)]
    let step = (place + WHOLE).to_bits() as u32;
    step
}

/// The bin of a step.
#[inline(always)]
fn bin(step: u32) -> u16 {
    // There are fewer bins than that.
    #[allow(clippy::cast_possible_truncation)]
    let bin = (step / STEPS) as u16;
    bin
}

/// The bins of a whole block.
#[inline(always)]
fn whole(scale: Scale, values: &Block, to: &mut [u16], sum: &mut Seen) {
    let Ok(to) = <&mut [u16; BLOCK]>::try_from(to) else { return };
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
        let step = step(scale, *value);
        let coarse = u64::from(step / COARSE);
        *to = bin(step);
        total += u64::from(step);
        squares += coarse * coarse;
        odd |= value.is_nan();
    }
    sum.sum += total;
    sum.squares += squares;
    sum.low = low.into_iter().fold(sum.low, f64::min);
    sum.high = if odd { f64::INFINITY } else { high.into_iter().fold(sum.high, f64::max) };
}

fn one_by_one(scale: Scale, values: &[f64], to: &mut [u16], sum: &mut Seen) {
    for (to, value) in to.iter_mut().zip(values) {
        let step = step(scale, *value);
        *to = bin(step);
        let coarse = u64::from(step / COARSE);
        sum.sum += u64::from(step);
        sum.squares += coarse * coarse;
        sum.low = sum.low.min(*value);
        sum.high = if value.is_nan() { f64::INFINITY } else { sum.high.max(*value) };
    }
}

impl Tally {
    fn add(&mut self, series: usize, found: &[u16], (sum, squares): (u64, u64), (low, high): (f64, f64)) {
        let bins = &mut self.bins[series * BINS as usize..(series + 1) * BINS as usize];
        for bin in found {
            bins[usize::from(*bin)] += 1;
        }
        self.sums[series] += sum;
        self.squares[series] += squares;
        self.lowest[series] = self.lowest[series].min(low);
        self.highest[series] = self.highest[series].max(high);
    }

    #[inline(always)]
    fn goals(
        &mut self,
        plan: &Plan,
        registers: &Registers,
        met: &mut [[bool; BLOCK]],
        lanes: std::ops::Range<usize>,
    ) {
        for (goal, (target, met)) in plan.targets.iter().zip(met).enumerate() {
            *met = [false; BLOCK];
            for year in 0..plan.years {
                let values = match plan.counted[year * plan.variables + target.variable] {
                    Counted::Always(value) => Block::of(value),
                    Counted::Series(series) => *registers.block_ref(plan.series[series].0),
                };
                for (met, value) in met.iter_mut().zip(&values.0) {
                    *met |= match target.side {
                        Side::AtLeast => *value >= target.value,
                        Side::AtMost => *value <= target.value,
                    };
                }
                let by_now: u64 = met[lanes.clone()].iter().map(|met| u64::from(*met)).sum();
                self.met[goal * plan.years + year] += by_now;
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn look_for_failures(
        &mut self,
        plan: &Plan,
        registers: &Registers,
        lanes: std::ops::Range<usize>,
        first: u64,
    ) {
        for (series, (output, _)) in plan.series.iter().enumerate() {
            let values = &registers.block_ref(*output).0[lanes.clone()];
            if let Some(n) = values.iter().position(|value| !value.is_finite()) {
                self.failed(first + (lanes.start + n) as u64, series);
            }
        }
    }
}
