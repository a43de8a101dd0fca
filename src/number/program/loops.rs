//! One plain loop over a block for each kind of instruction, so that each becomes vector instructions of its own.

// They become vector instructions of the widest kind only where they are inlined into a function that has them.
#![allow(clippy::inline_always)]

use super::{Block, Instruction};
use crate::number::{Operation, elementary};

/// Runs one instruction.
#[inline(always)]
pub(super) fn run(file: &mut [Block], instruction: Instruction) {
    match instruction {
        Instruction::One(operation, to, a) => {
            let [to, a] = apart(file, [to, a]);
            one(operation, to, a);
        }
        Instruction::Two(operation, to, a, b) if a == b => {
            let [to, a] = apart(file, [to, a]);
            two(operation, to, &*a, &*a);
        }
        Instruction::Two(operation, to, a, b) => {
            let [to, a, b] = apart(file, [to, a, b]);
            two(operation, to, &*a, &*b);
        }
        Instruction::TwoWithRight(operation, to, a, b) => {
            let [to, a] = apart(file, [to, a]);
            two(operation, to, &*a, &b);
        }
        Instruction::TwoWithLeft(operation, to, a, b) => {
            let [to, b] = apart(file, [to, b]);
            two(operation, to, &a, &*b);
        }
        Instruction::Three(inner, outer, to, [a, b, c]) => {
            let [to, a, b, c] = apart(file, [to, a, b, c]);
            three(inner, outer, to, a, b, c);
        }
        Instruction::ThreeWithFirst(outer, to, a, [b, c]) => {
            let [to, b, c] = apart(file, [to, b, c]);
            product_and(outer, to, a, b, c);
        }
        Instruction::Choose(to, [left, right, yes, no]) => {
            let [left, right, yes, no] = [left, right, yes, no].map(|place| file[place]);
            choose(&mut file[to], [&left, &right, &yes, &no]);
        }
    }
}

/// The registers of a result and of its parts, all at once.
#[inline(always)]
fn apart<const N: usize>(file: &mut [Block], places: [usize; N]) -> [&mut Block; N] {
    // A result never has the register of a part: it is given out before theirs are free.
    file.get_disjoint_mut(places).expect("registers of their own")
}

/// A number for each member, or one for all.
trait Lanes {
    fn at(&self, lane: usize) -> f64;
}

impl Lanes for Block {
    #[inline(always)]
    fn at(&self, lane: usize) -> f64 {
        self.0[lane]
    }
}

impl Lanes for f64 {
    #[inline(always)]
    fn at(&self, _: usize) -> f64 {
        *self
    }
}

#[inline(always)]
fn each(to: &mut Block, f: impl Fn(usize) -> f64) {
    for (lane, to) in to.0.iter_mut().enumerate() {
        *to = f(lane);
    }
}

#[inline(always)]
fn one(operation: Operation, to: &mut Block, a: &Block) {
    match operation {
        Operation::Negate => each(to, |n| -a.at(n)),
        Operation::Exponential => each(to, |n| elementary::exp(a.at(n))),
        Operation::Logarithm => each(to, |n| elementary::ln(a.at(n))),
        operation => unreachable!("{operation:?} is not of one number"),
    }
}

#[inline(always)]
fn two(operation: Operation, to: &mut Block, a: &impl Lanes, b: &impl Lanes) {
    match operation {
        Operation::Add => each(to, |n| a.at(n) + b.at(n)),
        Operation::Subtract => each(to, |n| a.at(n) - b.at(n)),
        Operation::Multiply => each(to, |n| a.at(n) * b.at(n)),
        Operation::Divide => each(to, |n| a.at(n) / b.at(n)),
        Operation::Minimum => each(to, |n| if b.at(n) < a.at(n) { b.at(n) } else { a.at(n) }),
        Operation::Maximum => each(to, |n| if b.at(n) > a.at(n) { b.at(n) } else { a.at(n) }),
        Operation::Power => each(to, |n| elementary::pow(a.at(n), b.at(n))),
        operation => unreachable!("{operation:?} is not of two numbers"),
    }
}

/// `(a inner b) outer c`, or `c outer (a inner b)`: two roundings, as if one came after the other.
#[inline(always)]
fn three(inner: Operation, outer: Outer, to: &mut Block, a: &Block, b: &Block, c: &Block) {
    match inner {
        Operation::Add => then(outer, to, |n| a.at(n) + b.at(n), c),
        Operation::Subtract => then(outer, to, |n| a.at(n) - b.at(n), c),
        Operation::Multiply => then(outer, to, |n| a.at(n) * b.at(n), c),
        Operation::Divide => then(outer, to, |n| a.at(n) / b.at(n), c),
        inner => unreachable!("{inner:?} is not joined with what follows"),
    }
}

/// The product of a literal and a number, joined with what follows.
#[inline(always)]
fn product_and(outer: Outer, to: &mut Block, a: f64, b: &Block, c: &Block) {
    then(outer, to, |n| a * b.at(n), c);
}

/// What is done with the result of a first operation and a third number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outer {
    Plus,
    Minus,
    From,
    Times,
    Over,
    Under,
}

#[inline(always)]
fn then(outer: Outer, to: &mut Block, inner: impl Fn(usize) -> f64, c: &Block) {
    match outer {
        Outer::Plus => each(to, |n| inner(n) + c.at(n)),
        Outer::Minus => each(to, |n| inner(n) - c.at(n)),
        Outer::From => each(to, |n| c.at(n) - inner(n)),
        Outer::Times => each(to, |n| inner(n) * c.at(n)),
        Outer::Over => each(to, |n| inner(n) / c.at(n)),
        Outer::Under => each(to, |n| c.at(n) / inner(n)),
    }
}

#[inline(always)]
fn choose(to: &mut Block, [left, right, yes, no]: [&Block; 4]) {
    each(to, |n| if left.at(n) >= right.at(n) { yes.at(n) } else { no.at(n) });
}
