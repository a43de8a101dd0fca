//! From steps to instructions: which register each number lives in, and for how long.

use std::collections::HashMap;

use super::Instruction;
use super::steps::{Part, Step};
use crate::number::Operation;

/// Registers: given numbers first, then literals that need one, then results, then what is free again after its last use.
pub(super) struct Writer {
    pub(super) instructions: Vec<Instruction>,
    pub(super) literals: Vec<f64>,
    pub(super) registers: usize,
    /// The register of each step.
    pub(super) register_of: Vec<usize>,
    givens: usize,
    free: Vec<usize>,
}

impl Writer {
    /// The instructions for `steps`, of which `results` are kept to the end.
    pub(super) fn new(steps: &[Step], givens: usize, results: &[usize]) -> Self {
        let literals = literals_of_choices(steps);
        let first_result = givens + literals.len();
        let result_of: HashMap<usize, usize> = results.iter().copied().zip(first_result..).collect();
        let mut writer = Self {
            instructions: Vec::with_capacity(steps.len()),
            literals,
            registers: first_result + results.len(),
            register_of: vec![usize::MAX; steps.len()],
            givens,
            free: Vec::new(),
        };
        let mut ends = vec![Vec::new(); steps.len()];
        for (inner, end) in last_uses(steps).into_iter().enumerate() {
            if !result_of.contains_key(&inner) {
                ends[end].push(inner);
            }
        }
        for (place, step) in steps.iter().enumerate() {
            // A result never has the register of a part: it is given out before theirs are free.
            let to = result_of.get(&place).copied().unwrap_or_else(|| writer.one());
            writer.register_of[place] = to;
            let instruction = writer.instruction(to, step);
            writer.instructions.push(instruction);
            writer.free.extend(ends[place].iter().map(|done| writer.register_of[*done]));
        }
        writer
    }

    fn one(&mut self) -> usize {
        self.free.pop().unwrap_or_else(|| {
            self.registers += 1;
            self.registers - 1
        })
    }

    /// Where a part is, or the literal that it is.
    fn place(&self, part: Part) -> Result<usize, f64> {
        match part {
            Part::Given(given) => Ok(given),
            Part::Step(step) => Ok(self.register_of[step]),
            Part::Literal(value) => Err(value),
        }
    }

    fn instruction(&self, to: usize, step: &Step) -> Instruction {
        let operation = step.operation;
        let places: Vec<_> = step.parts.iter().map(|part| self.place(*part)).collect();
        match (operation, &places[..]) {
            (Operation::Choose, _) => {
                let register = |n: usize| places[n].unwrap_or_else(|value| self.literal(value));
                Instruction::Choose(to, [0, 1, 2, 3].map(register))
            }
            (_, [Ok(a)]) => Instruction::One(operation, to, *a),
            (_, [Ok(a), Ok(b)]) => Instruction::Two(operation, to, *a, *b),
            (_, [Ok(a), Err(b)]) => Instruction::TwoWithRight(operation, to, *a, *b),
            (_, [Err(a), Ok(b)]) => Instruction::TwoWithLeft(operation, to, *a, *b),
            // Operations on literals alone are worked out when they are recorded.
            (_, places) => unreachable!("{operation:?} of {} literals was recorded", places.len()),
        }
    }

    fn literal(&self, value: f64) -> usize {
        let same = |other: &f64| other.to_bits() == value.to_bits();
        // Every literal of a choice was given its register before the first instruction.
        self.givens + self.literals.iter().position(same).expect("a literal with a register")
    }
}

fn literals_of_choices(steps: &[Step]) -> Vec<f64> {
    let mut literals: Vec<f64> = Vec::new();
    for step in steps.iter().filter(|step| step.operation == Operation::Choose) {
        for part in &step.parts {
            if let Part::Literal(value) = part
                && !literals.iter().any(|other| other.to_bits() == value.to_bits())
            {
                literals.push(*value);
            }
        }
    }
    literals
}

/// For each step the last one that needs it; itself where none does.
fn last_uses(steps: &[Step]) -> Vec<usize> {
    let mut last: Vec<usize> = (0..steps.len()).collect();
    for (place, step) in steps.iter().enumerate() {
        for part in &step.parts {
            if let Part::Step(inner) = part {
                last[*inner] = place;
            }
        }
    }
    last
}
