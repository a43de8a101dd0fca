//! Registers for instructions: which register each number lives in, and for how long.

use std::collections::HashMap;

use super::fused::Instruction;
use super::schedule::Argument;
use super::select::Group;

/// Instructions in their order, and for all of them one after the other the registers and literals they take.
#[derive(Debug, Clone, Default)]
pub(super) struct Instructions {
    pub(super) list: Vec<Instruction>,
    /// Of each the register of its result, then those of its parts.
    pub(super) registers: Vec<u32>,
    pub(super) literals: Vec<f64>,
}

/// Registers: given numbers first, then literals that need one, then results, then what is free again after its last use.
pub(super) struct Allocation {
    pub(super) instructions: Instructions,
    /// Literals that need a register.
    pub(super) literals: Vec<f64>,
    /// How many registers there are.
    pub(super) registers: usize,
    /// The register of each step that has one.
    pub(super) register_of: HashMap<usize, usize>,
    givens: usize,
    free: Vec<usize>,
}

impl Allocation {
    /// The instructions for `groups` of steps, of which `results` are kept to the end.
    pub(super) fn new(groups: &[Group], givens: usize, results: &[usize]) -> Self {
        let literals = literals(groups);
        let first_result = givens + literals.len();
        let mut allocation = Self {
            instructions: Instructions::default(),
            literals,
            registers: first_result + results.len(),
            register_of: results.iter().copied().zip(first_result..).collect(),
            givens,
            free: Vec::new(),
        };
        let ends = ends(groups, results);
        for (group, ends) in groups.iter().zip(&ends) {
            // A result never has the register of a part: it is given out before theirs are free.
            let to = match allocation.register_of.get(&group.root) {
                Some(result) => *result,
                None => allocation.free_register(),
            };
            allocation.register_of.insert(group.root, to);
            allocation.group(to, group);
            allocation.free.extend(ends.iter().map(|step| allocation.register_of[step]));
        }
        allocation
    }

    fn group(&mut self, to: usize, group: &Group) {
        let mut places: Vec<usize> = group.registers.iter().map(|part| self.place(*part)).collect();
        let mut copies = Vec::new();
        for n in 1..places.len() {
            if places[..n].contains(&places[n]) {
                let copy = self.free_register();
                self.instruction(Instruction::Same, copy, &[places[n]], &[]);
                places[n] = copy;
                copies.push(copy);
            }
        }
        self.instruction(group.instruction, to, &places, &group.literals);
        self.free.extend(copies);
    }

    fn instruction(&mut self, instruction: Instruction, to: usize, places: &[usize], literals: &[f64]) {
        self.instructions.list.push(instruction);
        // There are far fewer registers than that.
        #[allow(clippy::cast_possible_truncation)]
        let places = places.iter().map(|place| *place as u32);
        #[allow(clippy::cast_possible_truncation)]
        self.instructions.registers.push(to as u32);
        self.instructions.registers.extend(places);
        self.instructions.literals.extend(literals);
    }

    fn free_register(&mut self) -> usize {
        self.free.pop().unwrap_or_else(|| {
            self.registers += 1;
            self.registers - 1
        })
    }

    fn place(&self, part: Argument) -> usize {
        match part {
            Argument::Given(given) => given,
            Argument::Step(step) => self.register_of[&step],
            Argument::Literal(value) => {
                let same = |other: &f64| other.to_bits() == value.to_bits();
                // Every literal that takes a register was given one before the first instruction.
                self.givens + self.literals.iter().position(same).expect("a literal with a register")
            }
        }
    }
}

/// Literals that stand where instructions take registers.
fn literals(groups: &[Group]) -> Vec<f64> {
    let mut literals: Vec<f64> = Vec::new();
    for part in groups.iter().flat_map(|group| &group.registers) {
        if let Argument::Literal(value) = part
            && !literals.iter().any(|other| other.to_bits() == value.to_bits())
        {
            literals.push(*value);
        }
    }
    literals
}

/// For each group the steps that it is the last to need; results are needed to the end.
fn ends(groups: &[Group], results: &[usize]) -> Vec<Vec<usize>> {
    let mut last: HashMap<usize, usize> = HashMap::new();
    for (place, group) in groups.iter().enumerate() {
        for part in &group.registers {
            if let Argument::Step(step) = part {
                last.insert(*step, place);
            }
        }
    }
    let mut ends = vec![Vec::new(); groups.len()];
    for group in groups {
        if let Some(end) = last.get(&group.root)
            && !results.contains(&group.root)
        {
            ends[*end].push(group.root);
        }
    }
    ends
}
