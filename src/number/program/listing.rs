//! A program as text, one assignment a line, in the notation that `Python` and `NumPy` share.

use super::loops::Outer;
use super::{Instruction, Output, Program};
use crate::number::Operation;

impl Program {
    /// The instructions as assignments to `r[n]`, the registers; given numbers are the first of them. `min`, `max`, `exp`,
    /// `log`, `power` and `where` are functions by these names.
    pub fn listing(&self) -> Vec<String> {
        let literals = self.literals.iter().enumerate();
        let literals = literals.map(|(n, value)| format!("r[{}] = {value:?}", self.givens + n));
        literals.chain(self.instructions.iter().map(line)).collect()
    }

    /// The outputs as expressions over the registers.
    pub fn listed_outputs(&self) -> Vec<String> {
        let output = |output: &Output| match output {
            Output::Constant(value) => format!("{value:?}"),
            Output::Varies(register) => format!("r[{register}]"),
        };
        self.outputs.iter().map(output).collect()
    }
}

fn line(instruction: &Instruction) -> String {
    let register = |n: usize| format!("r[{n}]");
    match *instruction {
        Instruction::One(operation, to, a) => {
            let a = register(a);
            let value = match operation {
                Operation::Negate => format!("-{a}"),
                Operation::Exponential => format!("exp({a})"),
                _ => format!("log({a})"),
            };
            format!("r[{to}] = {value}")
        }
        Instruction::Two(operation, to, a, b) => of_two(operation, to, &register(a), &register(b)),
        Instruction::TwoWithRight(operation, to, a, b) => {
            of_two(operation, to, &register(a), &format!("{b:?}"))
        }
        Instruction::TwoWithLeft(operation, to, a, b) => {
            of_two(operation, to, &format!("{a:?}"), &register(b))
        }
        Instruction::Three(inner, outer, to, [a, b, c]) => {
            let first = format!("({} {} {})", register(a), sign(inner), register(b));
            format!("r[{to}] = {}", joined(&first, outer, &register(c)))
        }
        Instruction::ThreeWithFirst(outer, to, a, [b, c]) => {
            let first = format!("({a:?} * {})", register(b));
            format!("r[{to}] = {}", joined(&first, outer, &register(c)))
        }
        Instruction::Choose(to, [left, right, yes, no]) => {
            format!("r[{to}] = where(r[{left}] >= r[{right}], r[{yes}], r[{no}])")
        }
    }
}

fn of_two(operation: Operation, to: usize, a: &str, b: &str) -> String {
    match operation {
        Operation::Minimum => format!("r[{to}] = min({a}, {b})"),
        Operation::Maximum => format!("r[{to}] = max({a}, {b})"),
        Operation::Power => format!("r[{to}] = power({a}, {b})"),
        operation => format!("r[{to}] = {a} {} {b}", sign(operation)),
    }
}

fn sign(operation: Operation) -> &'static str {
    match operation {
        Operation::Add => "+",
        Operation::Subtract => "-",
        Operation::Multiply => "*",
        _ => "/",
    }
}

fn joined(first: &str, outer: Outer, third: &str) -> String {
    match outer {
        Outer::Plus => format!("{first} + {third}"),
        Outer::Minus => format!("{first} - {third}"),
        Outer::From => format!("{third} - {first}"),
        Outer::Times => format!("{first} * {third}"),
        Outer::Over => format!("{first} / {third}"),
        Outer::Under => format!("{third} / {first}"),
    }
}
