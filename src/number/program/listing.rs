//! A program as text, one assignment a line, in the notation that `Python` and `NumPy` share.

use super::phrases::{Leaf, Operands};
use super::{Output, Program};
use crate::number::{Expression, Operation};

impl Program {
    /// The instructions as assignments to `r[n]`, the registers; given numbers are the first of them. `min`, `max`, `exp`,
    /// `log`, `power` and `where` are functions by these names.
    pub fn listing(&self) -> Vec<String> {
        let literals = self.literals.iter().enumerate();
        let mut lines: Vec<String> =
            literals.map(|(n, value)| format!("r[{}] = {value:?}", self.givens + n)).collect();
        let mut operands = Operands::of(&self.instructions);
        for phrase in &self.instructions.phrases {
            let shape = phrase.shape();
            let to = operands.register();
            let registers: Vec<String> =
                (0..shape.registers).map(|_| format!("r[{}]", operands.register())).collect();
            let literals: Vec<String> =
                (0..shape.literals).map(|_| format!("{:?}", operands.literal())).collect();
            let leaf = |leaf: &Leaf| match *leaf {
                Leaf::Register(n) => registers[n].clone(),
                Leaf::Literal(n) => literals[n].clone(),
            };
            lines.push(format!("r[{to}] = {}", text(&shape.expression, &leaf)));
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

fn text(expression: &Expression<Leaf>, leaf: &impl Fn(&Leaf) -> String) -> String {
    let (operation, parts) = match expression {
        Expression::Constant(value) => return format!("{value:?}"),
        Expression::Reference(reference) => return leaf(reference),
        Expression::Apply(operation, parts) => (operation, parts),
    };
    let parts: Vec<String> = parts.iter().map(|part| text(part, leaf)).collect();
    match operation {
        Operation::Add => format!("({})", parts.join(" + ")),
        Operation::Subtract => format!("({})", parts.join(" - ")),
        Operation::Multiply => format!("({})", parts.join(" * ")),
        Operation::Divide => format!("({})", parts.join(" / ")),
        Operation::Negate => format!("(-{})", parts[0]),
        Operation::Minimum => format!("min({})", parts.join(", ")),
        Operation::Maximum => format!("max({})", parts.join(", ")),
        Operation::Exponential => format!("exp({})", parts[0]),
        Operation::Logarithm => format!("log({})", parts[0]),
        Operation::Power => format!("power({})", parts.join(", ")),
        Operation::Choose => {
            format!("where({} >= {}, {}, {})", parts[0], parts[1], parts[2], parts[3])
        }
    }
}
