//! A tape as straight-line instructions over blocks of numbers: the model once more, for many members at a time.
//!
//! Nothing the outputs do not need is kept, nothing is worked out twice, registers are used again as soon as they are
//! free, and every instruction is one plain loop over a block. What is done to each number is what the tape recorded,
//! operation by operation, so a member has the same bits as when it is run alone.

mod allocate;
mod fused;
pub mod instruction_set;
mod numpy;
mod schedule;
mod select;

use std::collections::HashSet;

use crate::tape::{Tape, Traced};
use allocate::{Allocation, Instructions};
use fused::Operands;
use schedule::{Argument, Schedule};

/// Members in a block: a register is eight cache lines, and a few hundred of them stay near the processor.
pub const BLOCK: usize = 64;

/// The numbers of one quantity for the members of a block.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub struct Block(pub [f64; BLOCK]);

impl Block {
    /// The same number for every member.
    pub fn of(value: f64) -> Self {
        Self([value; BLOCK])
    }
}

/// What an output of a program is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Output {
    /// The same for every member.
    Constant(f64),
    /// What is in that register after a run.
    Varies(usize),
}

/// Instructions with the registers they need.
#[derive(Debug, Clone)]
pub struct Program {
    instructions: Instructions,
    /// Registers at the start: given numbers first, then literals that need one.
    givens: usize,
    literals: Vec<f64>,
    registers: usize,
    outputs: Vec<Output>,
}

/// The registers that a program works in.
#[derive(Debug, Clone)]
pub struct Registers(Vec<Block>);

impl Program {
    /// The program for `outputs` of a tape on which the numbers from 0 to `givens - 1` were given.
    pub fn new(tape: &Tape, givens: usize, outputs: &[Traced<'_>]) -> Self {
        let place = |output: &Traced<'_>| match output {
            Traced::Recorded(_, place) => Some(*place),
            Traced::Constant(_) => None,
        };
        let roots: Vec<usize> = outputs.iter().filter_map(place).collect();
        let Schedule { list: steps, part_of, .. } = Schedule::new(&tape.nodes(), &roots);
        let mut kept = HashSet::new();
        let mut results = Vec::new();
        for root in &roots {
            if let Argument::Step(step) = part_of[root]
                && kept.insert(step)
            {
                results.push(step);
            }
        }
        let allocation = Allocation::new(&select::select(&steps, &results), givens, &results);
        let output = |output: &Traced<'_>| match output {
            Traced::Constant(value) => Output::Constant(*value),
            Traced::Recorded(_, place) => match part_of[place] {
                Argument::Given(given) => Output::Varies(given),
                Argument::Step(step) => Output::Varies(allocation.register_of[&step]),
                Argument::Literal(value) => Output::Constant(value),
            },
        };
        Self {
            outputs: outputs.iter().map(output).collect(),
            givens,
            literals: allocation.literals,
            registers: allocation.registers,
            instructions: allocation.instructions,
        }
    }

    /// What each output is, in the order asked for.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// How many instructions a block takes.
    pub fn len(&self) -> usize {
        self.instructions.list.len()
    }

    /// Whether nothing varies.
    pub fn is_empty(&self) -> bool {
        self.instructions.list.is_empty()
    }

    /// Registers for this program.
    pub fn registers(&self) -> Registers {
        let mut registers = vec![Block::of(0.0); self.registers];
        for (register, literal) in registers[self.givens..].iter_mut().zip(&self.literals) {
            *register = Block::of(*literal);
        }
        Registers(registers)
    }

    /// Runs one block: the given numbers are those in `registers`, and so are the outputs afterwards.
    // Vector instructions of the widest kind come only where this is inlined into a function that has them.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub fn execute(&self, registers: &mut Registers) {
        let mut operands = Operands::of(&self.instructions.registers, &self.instructions.literals);
        for instruction in &self.instructions.list {
            instruction.run(&mut registers.0, &mut operands);
        }
    }

    /// The given numbers, to be filled in.
    pub fn givens<'a>(&self, registers: &'a mut Registers) -> &'a mut [Block] {
        &mut registers.0[..self.givens]
    }
}

impl Registers {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers of an output that varies, where they are.
    ///
    /// # Panics
    /// For an output that is the same for every member: it has no register.
    pub fn block_ref(&self, output: Output) -> &Block {
        match output {
            Output::Varies(register) => &self.0[register],
            Output::Constant(value) => unreachable!("{value} has no register"),
        }
    }

    /// The numbers of an output for the members of the block that was run.
    pub fn block(&self, output: Output) -> Block {
        match output {
            Output::Constant(value) => Block::of(value),
            Output::Varies(register) => self.0[register],
        }
    }
}
