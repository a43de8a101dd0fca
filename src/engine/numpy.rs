//! A program as text, one assignment a line, in the notation that `Python` and `NumPy` share.

use super::fused::{Leaf, Operands};
use super::{Output, Program};
use crate::tape::Tightness::{Product, Sign, Sum};
use crate::tape::{Form, Notation, Operation};

impl Program {
    /// The instructions as assignments to `r[n]`, the registers; given numbers are the first of them. `min`, `max`, `exp`,
    /// `log`, `power` and `where` are functions by these names.
    pub fn listing(&self) -> Vec<String> {
        let literals = self.literals.iter().enumerate();
        let mut lines: Vec<String> =
            literals.map(|(n, value)| format!("r[{}] = {value:?}", self.givens + n)).collect();
        let mut operands = Operands::of(&self.instructions.registers, &self.instructions.literals);
        for instruction in &self.instructions.list {
            let shape = instruction.shape();
            let to = operands.register();
            let registers = (0..shape.registers).map(|_| format!("r[{}]", operands.register())).collect();
            let literals = (0..shape.literals).map(|_| format!("{:?}", operands.literal())).collect();
            lines.push(format!("r[{to}] = {}", NumPy { registers, literals }.write(&shape.expression)));
        }
        lines
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

/// The operands of one instruction as text.
struct NumPy {
    registers: Vec<String>,
    literals: Vec<String>,
}

impl Notation<Leaf> for NumPy {
    fn constant(&self, value: f64) -> String {
        format!("{value:?}")
    }

    fn reference(&self, leaf: &Leaf) -> String {
        match *leaf {
            Leaf::Register(n) => self.registers[n].clone(),
            Leaf::Literal(n) => format!("({})", self.literals[n]),
        }
    }

    fn form(&self, operation: Operation) -> Form {
        match operation {
            Operation::Add => Form::Infix(" + ", Sum, Sum, Product),
            Operation::Subtract => Form::Infix(" - ", Sum, Sum, Product),
            Operation::Multiply => Form::Infix(" * ", Product, Product, Sign),
            Operation::Divide => Form::Infix(" / ", Product, Product, Sign),
            Operation::Negate => Form::Around("-", "", Sign, Sign),
            Operation::Minimum => Form::Call("min"),
            Operation::Maximum => Form::Call("max"),
            Operation::Exponential => Form::Call("exp"),
            Operation::Logarithm => Form::Call("log"),
            Operation::Power => Form::Call("power"),
            Operation::Choose => Form::Pattern("where({0} >= {1}, {2}, {3})"),
        }
    }
}
