//! Counting: which bins the results of many members fall into.
//!
//! Members are run a batch at a time and the bins of their results kept, small enough for the nearest memory; then each
//! series is counted in one go, while its bins are near.

#![allow(clippy::inline_always)]

use super::bins::Seen;
use super::blocks::{MemberBlock, blocks};
use super::members::Members;
use super::plan::{BINS, Counted, Plan};
use super::tally::Tally;
use crate::engine::instruction_set::Work;
use crate::engine::{BLOCK, Block, Registers};

/// Blocks counted in one go.
const BATCH: usize = 16;

/// Runs and counts members, for one worker.
#[derive(Debug, Clone)]
pub(crate) struct Counter<'a> {
    plan: &'a Plan,
    members: &'a Members,
    registers: Registers,
    /// By block of the batch, then by series: the bins of the members' results.
    bins: Vec<[u16; BLOCK]>,
    /// What a batch adds to each series.
    seen: Vec<Seen>,
    met: Vec<[bool; BLOCK]>,
    /// By series: counts that are not in the tally yet. Half as wide as there, they take half the time to be brought near.
    near: Vec<[u16; BINS as usize]>,
    /// How many members they are of.
    waiting: usize,
    tally: Tally,
}

impl<'a> Counter<'a> {
    /// Nothing counted yet.
    pub(crate) fn new(plan: &'a Plan, members: &'a Members) -> Self {
        let series = plan.series.len();
        Self {
            plan,
            members,
            registers: members.registers(),
            bins: vec![[0; BLOCK]; BATCH * series],
            seen: vec![Seen::NOTHING; series],
            met: vec![[false; BLOCK]; plan.targets.len()],
            near: vec![[0; BINS as usize]; series],
            waiting: 0,
            tally: Tally::new(plan),
        }
    }

    /// Counts the members from `first` to before `last`.
    pub(crate) fn count(&mut self, first: u64, last: u64) {
        let mut at = first;
        while at < last {
            // Blocks begin at multiples of their length, wherever a part of an ensemble begins.
            let block = at - at % Members::block();
            let until = last.min(block + (BATCH * BLOCK) as u64);
            if self.waiting + BATCH * BLOCK > usize::from(u16::MAX) {
                self.gather();
            }
            let members = self.members;
            members.dispatch(Batch { counter: self, range: (at, until) });
            self.tally.members += until - at;
            at = until;
        }
    }

    /// Everything counted.
    pub(crate) fn finish(mut self) -> Tally {
        self.gather();
        self.tally
    }

    /// Adds what waits to the tally.
    fn gather(&mut self) {
        for (bin, near) in self.tally.bins.iter_mut().zip(self.near.as_flattened_mut()) {
            *bin += u32::from(*near);
            *near = 0;
        }
        self.waiting = 0;
    }
}

struct Batch<'a, 'c> {
    counter: &'a mut Counter<'c>,
    /// The first member that counts, and the one after the last.
    range: (u64, u64),
}

impl Work for Batch<'_, '_> {
    #[inline(always)]
    fn run(self) {
        let Counter { plan, members, registers, bins, seen, met, near, waiting, tally } = self.counter;
        seen.fill(Seen::NOTHING);
        let all = plan.series.len();
        // How many members of each block count.
        let (mut done, mut counted) = (0, [0; BATCH]);
        for MemberBlock { first, lanes } in blocks(self.range) {
            members.run_inlined(first, registers);
            let to = &mut bins[done * all..(done + 1) * all];
            for (((output, scale), to), seen) in plan.series.iter().zip(to).zip(seen.iter_mut()) {
                let values = registers.block_ref(*output);
                if lanes.len() == BLOCK {
                    seen.whole(*scale, values, to);
                } else {
                    seen.one_by_one(*scale, &values.0[lanes.clone()], to);
                }
            }
            tally.goals(plan, registers, met, lanes.clone());
            let inside = |(seen, (low, high)): (&Seen, &(f64, f64))| seen.low >= *low && seen.high <= *high;
            if !seen.iter().zip(&plan.limits).all(inside) {
                tally.look_outside(plan, registers, lanes.clone(), first);
            }
            counted[done] = lanes.len();
            done += 1;
        }
        for (series, (near, seen)) in near.iter_mut().zip(seen).enumerate() {
            let bins = bins[series..].iter().step_by(all);
            for bin in bins.zip(&counted[..done]).flat_map(|(bins, counted)| &bins[..*counted]) {
                // It is below the number of bins as it is.
                near[usize::from(*bin) % BINS as usize] += 1;
            }
            tally.add(series, seen);
        }
        *waiting += counted.iter().sum::<usize>();
    }
}

impl Tally {
    fn add(&mut self, series: usize, seen: &Seen) {
        self.sums[series] += seen.sum;
        self.coarse[series] += seen.coarse;
        self.squares[series] += seen.squares;
        let at_ends = &mut self.at_ends[series];
        *at_ends = [at_ends[0] + seen.at_ends[0], at_ends[1] + seen.at_ends[1]];
        // Of 0 and -0 either may be the lowest; it is always written as 0.
        self.lowest[series] = self.lowest[series].min(seen.low + 0.0);
        self.highest[series] = self.highest[series].max(seen.high + 0.0);
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
            for year in 0..plan.years {
                let values = match plan.counted[year * plan.variables + target.variable] {
                    Counted::Always(value) => Block::of(value),
                    Counted::Series(series) => *registers.block_ref(plan.series[series].0),
                };
                for (met, value) in met.iter_mut().zip(&values.0) {
                    *met = target.side.holds(*value, target.value);
                }
                let now: u64 = met[lanes.clone()].iter().map(|met| u64::from(*met)).sum();
                self.met[goal * plan.years + year] += now;
            }
        }
    }

    /// Counts the members of a block with a result that is not possible.
    #[cold]
    #[inline(never)]
    fn look_outside(
        &mut self,
        plan: &Plan,
        registers: &Registers,
        lanes: std::ops::Range<usize>,
        first: u64,
    ) {
        for lane in lanes {
            let value = |series: usize| registers.block_ref(plan.series[series].0).0[lane];
            let outside = |series: &usize| {
                let (low, high) = plan.limits[*series];
                !(low <= value(*series) && value(*series) <= high)
            };
            let member = first + lane as u64;
            let all = 0..plan.series.len();
            if let Some(series) = all.clone().find(outside) {
                self.outside(1, Some((member, series)));
            }
            if let Some(series) = all.into_iter().find(|series| !value(*series).is_finite()) {
                self.failed(member, series);
            }
        }
    }
}
