//! From steps to instructions: which register each number lives in, and for how long.

use std::collections::HashMap;

use super::Instruction;
use super::loops::Outer;
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
        let joined = joined(steps, results);
        for (place, step) in steps.iter().enumerate() {
            if joined.get(place + 1).is_some_and(Option::is_some) {
                // It is done together with the next.
                continue;
            }
            // A result never has the register of a part: it is given out before theirs are free.
            let to = result_of.get(&place).copied().unwrap_or_else(|| writer.one());
            writer.register_of[place] = to;
            let instruction = match joined[place] {
                Some((outer, third)) => writer.joined(to, &steps[place - 1], outer, third),
                None => writer.instruction(to, step),
            };
            writer.instructions.push(instruction);
            let first = place - usize::from(joined[place].is_some());
            let done = ends[first..=place].iter().flatten();
            // What was joined never had a register.
            let done = done.map(|done| writer.register_of[*done]).filter(|register| *register != usize::MAX);
            writer.free.extend(done.collect::<Vec<usize>>());
        }
        writer
    }

    /// The instruction for a step and what comes after it.
    fn joined(&self, to: usize, inner: &Step, outer: Outer, third: Part) -> Instruction {
        let place = |part: Part| self.place(part).expect("only numbers are joined");
        match inner.parts[..] {
            [Part::Literal(a), b] => Instruction::ThreeWithFirst(outer, to, a, [place(b), place(third)]),
            [a, b] => Instruction::Three(inner.operation, outer, to, [place(a), place(b), place(third)]),
            _ => unreachable!("{:?} is not joined with what follows", inner.operation),
        }
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

/// For each step, whether it is done in one loop with the step before it: how it goes on from that, and with what. The one
/// before must be needed by nothing else.
fn joined(steps: &[Step], results: &[usize]) -> Vec<Option<(Outer, Part)>> {
    let mut uses = vec![0; steps.len()];
    for part in steps.iter().flat_map(|step| &step.parts) {
        if let Part::Step(inner) = part {
            uses[*inner] += 1;
        }
    }
    for result in results {
        uses[*result] += 1;
    }
    let mut joined: Vec<Option<(Outer, Part)>> = vec![None; steps.len()];
    for place in 1..steps.len() {
        let before = Part::Step(place - 1);
        let is_number = |part: &Part| !matches!(part, Part::Literal(_));
        let inner = &steps[place - 1];
        let may_begin = match inner.operation {
            Operation::Multiply => is_number(&inner.parts[1]),
            Operation::Add | Operation::Subtract | Operation::Divide => inner.parts.iter().all(is_number),
            _ => false,
        };
        let step = &steps[place];
        let found = match (step.operation, &step.parts[..]) {
            (Operation::Add, [first, third]) if *first == before => Some((Outer::Plus, *third)),
            // The sum of two numbers is the same from either side.
            (Operation::Add, [third, last]) if *last == before => Some((Outer::Plus, *third)),
            (Operation::Subtract, [first, third]) if *first == before => Some((Outer::Minus, *third)),
            (Operation::Subtract, [third, last]) if *last == before => Some((Outer::From, *third)),
            (Operation::Multiply, [first, third]) if *first == before => Some((Outer::Times, *third)),
            (Operation::Multiply, [third, last]) if *last == before => Some((Outer::Times, *third)),
            (Operation::Divide, [first, third]) if *first == before => Some((Outer::Over, *third)),
            (Operation::Divide, [third, last]) if *last == before => Some((Outer::Under, *third)),
            _ => None,
        };
        let alone = uses[place - 1] == 1 && joined[place - 1].is_none();
        // Registers are borrowed all at once, so each part must have one of its own.
        let apart = |third: &Part| {
            !inner.parts.contains(third) && inner.parts[0] != inner.parts[inner.parts.len() - 1]
        };
        joined[place] = found.filter(|(_, third)| may_begin && alone && is_number(third) && apart(third));
    }
    joined
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
