//! What a program works out, in order: each thing once, just before it is first needed.

use std::collections::HashMap;

use crate::tape::{Operand, Operation, TapeNode};

/// What an operation is done with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Argument {
    Literal(f64),
    Given(usize),
    Step(usize),
}

/// An operation on what came before.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) operation: Operation,
    pub(super) parts: Vec<Argument>,
}

/// The steps that places of a tape need, and what each of these places became.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    pub(super) list: Vec<Step>,
    pub(super) part_of: HashMap<usize, Argument>,
    /// The same operation on the same parts is the same number.
    known: HashMap<(Operation, Vec<Key>), usize>,
}

#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    Literal(u64),
    Given(usize),
    Step(usize),
}

impl Schedule {
    /// The steps for `roots`, one root after the other, so that what only a later one needs is not kept waiting.
    pub(super) fn new(nodes: &[TapeNode], roots: &[usize]) -> Self {
        let heights = heights(nodes);
        let mut steps = Self::default();
        for root in roots {
            steps.visit(nodes, &heights, *root);
        }
        steps
    }

    fn visit(&mut self, nodes: &[TapeNode], heights: &[u32], root: usize) {
        // A list instead of recursion: chains are longer than calls can be deep.
        let mut waiting = vec![(root, false)];
        while let Some((place, ready)) = waiting.pop() {
            if self.part_of.contains_key(&place) {
                continue;
            }
            let (operation, parts) = match &nodes[place] {
                TapeNode::Given(given) => {
                    self.part_of.insert(place, Argument::Given(*given));
                    continue;
                }
                TapeNode::Apply(operation, parts) => (*operation, parts),
            };
            if ready {
                let part = self.step(operation, parts);
                self.part_of.insert(place, part);
                continue;
            }
            waiting.push((place, true));
            let mut inner: Vec<usize> = parts
                .iter()
                .filter_map(|part| match part {
                    Operand::Node(inner) => Some(*inner),
                    Operand::Constant(_) => None,
                })
                .collect();
            // What takes longest comes first: the others then wait for less.
            inner.sort_by_key(|inner| heights[*inner]);
            waiting.extend(inner.into_iter().map(|inner| (inner, false)));
        }
    }

    fn step(&mut self, operation: Operation, parts: &[Operand]) -> Argument {
        let part = |operand: &Operand| match operand {
            Operand::Constant(value) => Argument::Literal(*value),
            Operand::Node(inner) => self.part_of[inner],
        };
        let (operation, parts) = cheaper(operation, parts.iter().map(part).collect());
        if let (Operation::Power, &[number, Argument::Literal(1.0)]) = (operation, &parts[..]) {
            return number;
        }
        let mut keys: Vec<Key> = parts.iter().map(|part| part.key()).collect();
        if matches!(operation, Operation::Add | Operation::Multiply) {
            keys.sort();
        }
        let next = self.list.len();
        let place = *self.known.entry((operation, keys)).or_insert(next);
        if place == next {
            self.list.push(Step { operation, parts });
        }
        Argument::Step(place)
    }
}

impl Argument {
    pub(super) fn is_literal(self) -> bool {
        matches!(self, Self::Literal(_))
    }

    /// Whether it is the same; a literal that is not a number is the same as itself.
    pub(super) fn is(self, other: Self) -> bool {
        self.key() == other.key()
    }

    fn key(self) -> Key {
        match self {
            Self::Literal(value) => Key::Literal(value.to_bits()),
            Self::Given(given) => Key::Given(given),
            Self::Step(step) => Key::Step(step),
        }
    }
}

/// The same operation done faster, bit for bit: half of a number is the number times one half.
fn cheaper(operation: Operation, parts: Vec<Argument>) -> (Operation, Vec<Argument>) {
    if let (Operation::Divide, &[number, Argument::Literal(divisor)]) = (operation, &parts[..]) {
        let reciprocal = 1.0 / divisor;
        let is_power_of_two = |value: f64| value.is_normal() && value.to_bits() << 12 == 0;
        if is_power_of_two(divisor) && is_power_of_two(reciprocal) {
            return (Operation::Multiply, vec![number, Argument::Literal(reciprocal)]);
        }
    }
    (operation, parts)
}

/// How many operations lie under each place, along the longest way.
fn heights(nodes: &[TapeNode]) -> Vec<u32> {
    let mut heights: Vec<u32> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let under = match node {
            TapeNode::Given(_) => 0,
            TapeNode::Apply(_, parts) => {
                let inner = parts.iter().map(|part| match part {
                    Operand::Node(inner) => heights[*inner] + 1,
                    Operand::Constant(_) => 1,
                });
                inner.max().unwrap_or(0)
            }
        };
        heights.push(under);
    }
    heights
}
