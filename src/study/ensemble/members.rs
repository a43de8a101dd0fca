//! The members of an ensemble: one recorded model, run for blocks of them.

#![allow(clippy::inline_always)]

use super::apply::inputs;
use std::sync::Arc;

use super::blocks::{MemberBlock, blocks};
use super::copula::Copula;
use super::draw::{Sampling, Stream};
use super::normal::OfNormal;
use super::quantile::Quantile;
use crate::engine::instruction_set::{InstructionSet, Work};
use crate::engine::{BLOCK, Block, Output, Program, Registers};
use crate::model;
use crate::scenario::{Input, Scenario};
use crate::tape::{Tape, Traced};

/// What an ensemble is made of; the same of all these is the same ensemble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Design {
    /// Number of members.
    pub members: u64,
    /// Seed of all draws.
    pub seed: u64,
    /// How the members are spread.
    pub sampling: Sampling,
}

/// An input that a distribution takes beyond its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeldInput {
    /// Its index among all inputs.
    pub input: usize,
    /// Share of its values that are held at a limit.
    pub share: f64,
}

impl HeldInput {
    /// The largest share that is borne: beyond it the distribution is not what was drawn.
    pub const BORNE: f64 = 0.1;
}

/// An ensemble, ready to run.
#[derive(Debug, Clone)]
pub struct Members {
    scenario: Arc<Scenario>,
    count: u64,
    /// For each number drawn: where its shares come from, and which value a share means.
    draws: Vec<(Stream, Quantile)>,
    copulas: Vec<Copula>,
    program: Program,
    set: InstructionSet,
}

impl Members {
    /// The members of a scenario, of which `variables` are wanted in every year.
    pub fn new(scenario: impl Into<Arc<Scenario>>, variables: &[usize], design: Design) -> Self {
        let scenario = scenario.into();
        let years = scenario.structure.all_years().count();
        let correlated =
            |index: usize| scenario.correlations.iter().any(|group| group.uncertainties.contains(&index));
        let mut draws: Vec<(Stream, Quantile)> = Vec::new();
        for (index, uncertainty) in scenario.uncertainties.iter().enumerate() {
            let quantile = if correlated(index) {
                Quantile::OfNormal(OfNormal::new(&uncertainty.distribution))
            } else {
                Quantile::new(&uncertainty.distribution)
            };
            for name in names(uncertainty, years) {
                let stream = Stream::new(design.seed, &name, design.members, design.sampling, draws.len());
                draws.push((stream, quantile.clone()));
            }
        }
        let own = scenario.draws();
        let copulas = scenario.correlations.iter().map(|group| {
            Copula::new(
                group.uncertainties.iter().map(|index| own[*index].start).collect(),
                group.factor.clone(),
            )
        });
        let tape = Tape::default();
        let given: Vec<Traced<'_>> = (0..draws.len()).map(|n| tape.given(n)).collect();
        let (_, by_year) = model::project(&scenario.structure, &inputs(&scenario, &given));
        let mut wanted = Vec::new();
        for year in &by_year {
            let values = model::values(year);
            wanted.extend(variables.iter().map(|variable| values[*variable]));
        }
        Self {
            program: Program::new(&tape, given.len(), &wanted),
            copulas: copulas.collect(),
            draws,
            count: design.members,
            set: InstructionSet::best(),
            scenario,
        }
    }

    /// The same with another instruction set, which changes no result.
    #[must_use]
    pub fn with(mut self, set: InstructionSet) -> Self {
        self.set = set;
        self
    }

    /// The outputs by year, then by variable.
    pub fn outputs(&self) -> &[Output] {
        self.program.outputs()
    }

    /// How many numbers are drawn for a member.
    pub fn draws(&self) -> usize {
        self.draws.len()
    }

    /// Where the shares of a number drawn come from.
    pub fn stream(&self, draw: usize) -> &Stream {
        &self.draws[draw].0
    }

    /// A name for each number drawn: that of its stream.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let years = self.scenario.structure.all_years().count();
        self.scenario.uncertainties.iter().flat_map(move |uncertainty| names(uncertainty, years))
    }

    /// Instructions a block of members takes.
    pub fn instructions(&self) -> usize {
        self.program.len()
    }

    /// The program that runs a block.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// What one worker needs to run blocks.
    pub fn registers(&self) -> Registers {
        self.program.registers()
    }

    /// Does `work` with the widest instructions there are.
    pub(super) fn dispatch(&self, work: impl Work) {
        self.set.run(work);
    }

    /// Fills in the shares of probability that are drawn for the members of a block.
    #[inline(always)]
    pub(super) fn draw(&self, first: u64, shares: &mut [Block]) {
        for (block, (stream, _)) in shares.iter_mut().zip(&self.draws) {
            stream.fill(first, block);
        }
    }

    /// Replaces the shares of a block by the values they mean, and runs it.
    #[inline(always)]
    pub(super) fn run_drawn(&self, registers: &mut Registers) {
        let givens = self.program.givens(registers);
        for copula in &self.copulas {
            copula.mix(givens);
        }
        for (block, (_, quantile)) in givens.iter_mut().zip(&self.draws) {
            quantile.replace(block);
        }
        self.program.execute(registers);
    }

    /// Runs the block of members that begins with `first`, a multiple of the length of a block.
    #[inline(always)]
    pub(super) fn run_inlined(&self, first: u64, registers: &mut Registers) {
        self.draw(first, self.program.givens(registers));
        self.run_drawn(registers);
    }

    /// Runs the block of members that begins with `first`, a multiple of the length of a block.
    pub fn run(&self, first: u64, registers: &mut Registers) {
        self.dispatch(BlockRun { members: self, registers, first: Some(first) });
    }

    /// Runs a block of members whose shares of probability `shares` fills in.
    pub fn run_with(&self, registers: &mut Registers, shares: impl FnOnce(&mut [Block])) {
        shares(self.program.givens(registers));
        self.dispatch(BlockRun { members: self, registers, first: None });
    }

    /// What was drawn for the members of the block that was run, by thing drawn.
    pub fn drawn<'a>(&self, registers: &'a mut Registers) -> &'a [Block] {
        self.program.givens(registers)
    }

    /// A member as a scenario of its own: its projection has the bits it has in the ensemble.
    pub fn member(&self, member: u64) -> Scenario {
        super::apply::scenario(&self.scenario, &self.drawn_for(member))
    }

    /// What is drawn for one member, in the order of what is uncertain.
    pub fn drawn_for(&self, member: u64) -> Vec<f64> {
        let (mut registers, lane) = (self.registers(), member % Self::block());
        self.run(member - lane, &mut registers);
        let lane = usize::try_from(lane).unwrap_or(0);
        self.drawn(&mut registers).iter().map(|block| block.0[lane]).collect()
    }

    /// The inputs that are held at a limit though more was drawn, over the first thousand members or so, with the share of
    /// their values that is; the largest share first.
    pub fn held(&self) -> Vec<HeldInput> {
        const LOOKED_AT: u64 = 1024;
        let mut counts = vec![0_u32; self.scenario.inputs().count()];
        let looked_at = LOOKED_AT.min(self.count);
        let mut registers = self.registers();
        for MemberBlock { first, lanes } in blocks((0, looked_at)) {
            self.run(first, &mut registers);
            for lane in lanes {
                let drawn: Vec<f64> = self.drawn(&mut registers).iter().map(|block| block.0[lane]).collect();
                super::apply::beyond_limits(&self.scenario, &drawn, |input| counts[input] += 1);
            }
        }
        // Far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let share =
            |count: u32, input: &Input| f64::from(count) / (looked_at as f64 * input.values.len() as f64);
        let inputs = self.scenario.inputs().zip(counts).enumerate().filter(|(_, (_, count))| *count > 0);
        let held =
            inputs.map(|(index, (input, count))| HeldInput { input: index, share: share(count, input) });
        let mut held: Vec<HeldInput> = held.collect();
        held.sort_by(|a, b| b.share.total_cmp(&a.share));
        held
    }

    /// Number of members of a block.
    pub const fn block() -> u64 {
        BLOCK as u64
    }
}

struct BlockRun<'a> {
    members: &'a Members,
    registers: &'a mut Registers,
    first: Option<u64>,
}

impl Work for BlockRun<'_> {
    #[inline(always)]
    fn run(self) {
        match self.first {
            Some(first) => self.members.run_inlined(first, self.registers),
            None => self.members.run_drawn(self.registers),
        }
    }
}

/// A name for each number drawn for something uncertain.
fn names(uncertainty: &crate::scenario::Uncertainty, years: usize) -> Vec<String> {
    match uncertainty.draws(years) {
        1 => vec![uncertainty.name.clone()],
        many => (0..many).map(|n| format!("{}@{n}", uncertainty.name)).collect(),
    }
}
