//! One plain loop over a block for each kind of instruction, so that each becomes vector instructions of its own.

// They become vector instructions of the widest kind only where they are inlined into a function that has them.
#![allow(clippy::inline_always)]

use super::{BLOCK, Block, Instruction};
use crate::number::{Operation, elementary};

/// Runs one instruction.
#[inline(always)]
pub(super) fn run(file: &mut [Block], instruction: Instruction) {
    match instruction {
        Instruction::One(operation, to, a) => one(file, operation, to, a),
        Instruction::Two(operation, to, a, b) => two(file, operation, to, a, b),
        Instruction::TwoWithRight(operation, to, a, b) => with_right(file, operation, to, a, b),
        Instruction::TwoWithLeft(operation, to, a, b) => with_left(file, operation, to, a, b),
        Instruction::Choose(to, parts) => choose(file, to, parts),
    }
}

/// The registers of a result and of its parts, all at once.
#[inline(always)]
fn apart<const N: usize>(file: &mut [Block], places: [usize; N]) -> [&mut Block; N] {
    // A result never has the register of a part: it is given out before theirs are free.
    file.get_disjoint_mut(places).expect("registers of their own")
}

#[inline(always)]
fn one(file: &mut [Block], operation: Operation, to: usize, a: usize) {
    let [to, a] = apart(file, [to, a]);
    macro_rules! each {
        ($f:expr) => {
            for (to, a) in to.0.iter_mut().zip(&a.0) {
                *to = $f(*a);
            }
        };
    }
    match operation {
        Operation::Negate => each!(|a: f64| -a),
        Operation::Exponential => each!(elementary::exp),
        Operation::Logarithm => each!(elementary::ln),
        operation => unreachable!("{operation:?} is not of one number"),
    }
}

/// One loop for each operation on two numbers, so that each becomes vector instructions of its own.
macro_rules! each_of_two {
    ($operation:expr, $each:ident) => {
        match $operation {
            Operation::Add => $each!(|a: f64, b: f64| a + b),
            Operation::Subtract => $each!(|a: f64, b: f64| a - b),
            Operation::Multiply => $each!(|a: f64, b: f64| a * b),
            Operation::Divide => $each!(|a: f64, b: f64| a / b),
            Operation::Minimum => $each!(|a: f64, b: f64| if b < a { b } else { a }),
            Operation::Maximum => $each!(|a: f64, b: f64| if b > a { b } else { a }),
            Operation::Power => $each!(elementary::pow),
            operation => unreachable!("{operation:?} is not of two numbers"),
        }
    };
}

#[inline(always)]
fn two(file: &mut [Block], operation: Operation, to: usize, a: usize, b: usize) {
    if a == b {
        let [to, a] = apart(file, [to, a]);
        macro_rules! each {
            ($f:expr) => {
                for (to, a) in to.0.iter_mut().zip(&a.0) {
                    *to = $f(*a, *a);
                }
            };
        }
        each_of_two!(operation, each);
        return;
    }
    let [to, a, b] = apart(file, [to, a, b]);
    macro_rules! each {
        ($f:expr) => {
            for ((to, a), b) in to.0.iter_mut().zip(&a.0).zip(&b.0) {
                *to = $f(*a, *b);
            }
        };
    }
    each_of_two!(operation, each);
}

#[inline(always)]
fn with_right(file: &mut [Block], operation: Operation, to: usize, a: usize, b: f64) {
    let [to, a] = apart(file, [to, a]);
    macro_rules! each {
        ($f:expr) => {
            for (to, a) in to.0.iter_mut().zip(&a.0) {
                *to = $f(*a, b);
            }
        };
    }
    each_of_two!(operation, each);
}

#[inline(always)]
fn with_left(file: &mut [Block], operation: Operation, to: usize, a: f64, b: usize) {
    let [to, b] = apart(file, [to, b]);
    macro_rules! each {
        ($f:expr) => {
            for (to, b) in to.0.iter_mut().zip(&b.0) {
                *to = $f(a, *b);
            }
        };
    }
    each_of_two!(operation, each);
}

#[inline(always)]
fn choose(file: &mut [Block], to: usize, [left, right, yes, no]: [usize; 4]) {
    // Parts may be one another, so they are read by index.
    for n in 0..BLOCK {
        let picked = if file[left].0[n] >= file[right].0[n] { file[yes].0[n] } else { file[no].0[n] };
        file[to].0[n] = picked;
    }
}
