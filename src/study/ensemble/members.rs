//! The members of an ensemble: one recorded model, run for blocks of them.

use super::draw::{Sampling, Stream};
use super::quantile::Quantile;
use crate::model;
use crate::number::dispatch::{InstructionSet, run};
use crate::number::program::{BLOCK, Block, Output, Program, Registers};
use crate::number::{Number, Tape, Traced};
use crate::scenario::{Act, Scenario, Uncertain};

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

/// An ensemble, ready to run.
#[derive(Debug, Clone)]
pub struct Members {
    scenario: Scenario,
    draws: Vec<(Stream, Quantile)>,
    program: Program,
    set: InstructionSet,
}

/// What one worker needs to run blocks: registers and results.
#[derive(Debug, Clone)]
pub struct Workspace {
    registers: Registers,
    results: Vec<Block>,
}

impl Members {
    /// The members of a scenario, of which `variables` are wanted in every year.
    pub fn new(scenario: &Scenario, variables: &[usize], design: Design) -> Self {
        let tape = Tape::default();
        let given: Vec<Traced<'_>> = (0..scenario.uncertain.len()).map(|n| tape.given(n)).collect();
        let (_, years) = model::project(&scenario.structure, &inputs(scenario, &given));
        let mut wanted = Vec::new();
        for year in &years {
            let values = model::values(year);
            wanted.extend(variables.iter().map(|variable| values[*variable]));
        }
        let draw = |uncertain: &Uncertain| {
            let stream = Stream::new(design.seed, &uncertain.name, design.members, design.sampling);
            (stream, Quantile::new(&uncertain.law))
        };
        Self {
            draws: scenario.uncertain.iter().map(draw).collect(),
            program: Program::new(&tape, given.len(), &wanted),
            set: InstructionSet::best(),
            scenario: scenario.clone(),
        }
    }

    /// The same with another instruction set, which changes no result.
    #[must_use]
    pub fn with(mut self, set: InstructionSet) -> Self {
        self.set = set;
        self
    }

    /// The outputs by year, then by variable: worked out, given or the same for all.
    pub fn outputs(&self) -> &[Output] {
        self.program.outputs()
    }

    /// How many outputs differ from member to member and are worked out.
    pub fn results(&self) -> usize {
        self.program.results()
    }

    /// Instructions a block of members takes.
    pub fn instructions(&self) -> usize {
        self.program.len()
    }

    /// What one worker needs.
    pub fn workspace(&self) -> Workspace {
        Workspace {
            registers: self.program.registers(),
            results: vec![Block::of(0.0); self.program.results()],
        }
    }

    /// Runs the block of members that begins with `first`; returns what was worked out, then what was given.
    pub fn run<'a>(&self, first: u64, workspace: &'a mut Workspace) -> (&'a [Block], &'a [Block]) {
        let givens = workspace.registers.givens(&self.program);
        for (block, (stream, quantile)) in givens.iter_mut().zip(&self.draws) {
            for (n, value) in (first..).zip(&mut block.0) {
                *value = quantile.at(stream.at(n));
            }
        }
        run(self.set, &self.program, &mut workspace.registers, &mut workspace.results);
        (&workspace.results, workspace.registers.givens(&self.program))
    }

    /// What is drawn for a member, in the order of what is uncertain.
    pub fn drawn(&self, member: u64) -> Vec<f64> {
        self.draws.iter().map(|(stream, quantile)| quantile.at(stream.at(member))).collect()
    }

    /// A member as a scenario of its own: its projection has the bits it has in the ensemble.
    pub fn member(&self, member: u64) -> Scenario {
        let drawn = self.drawn(member);
        let (opening, periods) = values(&self.scenario, &drawn);
        let mut scenario = self.scenario.clone();
        for (input, value) in scenario.opening.iter_mut().zip(opening) {
            input.values.fill(value);
        }
        for (index, input) in scenario.yearly.iter_mut().enumerate() {
            input.values = periods.iter().map(|period| period[index]).collect();
        }
        scenario
    }

    /// Number of members of a block.
    pub const fn block() -> u64 {
        BLOCK as u64
    }
}

fn inputs<T: Number>(scenario: &Scenario, drawn: &[T]) -> model::Inputs<T> {
    let (opening, periods) = values(scenario, drawn);
    model::inputs(&scenario.structure, &opening, &periods)
}

/// Every input of a member, over any number: at the opening date, then by period.
fn values<T: Number>(scenario: &Scenario, drawn: &[T]) -> (Vec<T>, Vec<Vec<T>>) {
    let acts: Vec<Option<(Act, T)>> = {
        let mut acts = vec![None; scenario.opening.len() + scenario.yearly.len()];
        for (uncertain, drawn) in scenario.uncertain.iter().zip(drawn) {
            for input in &uncertain.inputs {
                acts[*input] = Some((uncertain.act, *drawn));
            }
        }
        acts
    };
    let value = |index: usize, input: &crate::scenario::Input, t: usize| {
        let known = T::from(input.values[t]);
        let Some((act, drawn)) = acts[index] else { return known };
        let value = match act {
            Act::Value => drawn,
            Act::Factor => known * drawn,
            Act::Shift => known + drawn,
        };
        let value = if input.row.low.is_finite() { value.max(T::from(input.row.low)) } else { value };
        if input.row.high.is_finite() { value.min(T::from(input.row.high)) } else { value }
    };
    let opening: Vec<T> =
        scenario.opening.iter().enumerate().map(|(index, input)| value(index, input, 0)).collect();
    let opening = whole(scenario, &acts, opening);
    let years = scenario.structure.all_years().count();
    let period = |t: usize| {
        let inputs = scenario.yearly.iter().enumerate();
        inputs.map(|(index, input)| value(scenario.opening.len() + index, input, t)).collect()
    };
    (opening, (0..years).map(period).collect())
}

/// Shares of a whole go on summing to one: where any of them is uncertain, all are divided by their sum.
fn whole<T: Number>(scenario: &Scenario, acts: &[Option<(Act, T)>], mut opening: Vec<T>) -> Vec<T> {
    for share in [".output_share", ".jobs_share"] {
        let is_share = |index: &usize| {
            let id = &scenario.opening[*index].row.id;
            id.starts_with("sector.") && id.ends_with(share)
        };
        let shares: Vec<usize> = (0..opening.len()).filter(is_share).collect();
        if shares.iter().any(|index| acts[*index].is_some()) {
            let sum: T = shares.iter().map(|index| opening[*index]).sum();
            for index in shares {
                opening[index] = opening[index] / sum;
            }
        }
    }
    opening
}
