//! Expressions: what a recorded number was made of, as a tree over references.

use crate::number::Number;

/// What is done with one to four numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// The sum of two.
    Add,
    /// The first less the second.
    Subtract,
    /// The product of two.
    Multiply,
    /// The first over the second.
    Divide,
    /// The number with the other sign.
    Negate,
    /// The smaller of two.
    Minimum,
    /// The larger of two.
    Maximum,
    /// e to the power of the number.
    Exponential,
    /// Natural logarithm.
    Logarithm,
    /// The first to the power of the second.
    Power,
    /// The third where the first is at least the second, else the fourth.
    Choose,
}

/// A number as it is worked out. `R` is what it may refer to: an input, a variable, the year before.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression<R> {
    /// A literal.
    Constant(f64),
    /// Something that has its value elsewhere.
    Reference(R),
    /// An operation on others; as many as it takes.
    Apply(Operation, Vec<Expression<R>>),
}

impl<R> Expression<R> {
    /// The value, with `look` for what it refers to: the same operations in the same order as when it was recorded.
    pub fn evaluate<T: Number>(&self, look: &impl Fn(&R) -> T) -> T {
        match self {
            Self::Constant(value) => T::from(*value),
            Self::Reference(reference) => look(reference),
            Self::Apply(operation, parts) => {
                let part = |n: usize| parts[n].evaluate(look);
                operation.apply(part)
            }
        }
    }

    /// Whether it is a literal alone.
    pub fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }

    /// The parts that `operation` joins, those of the same operation among them taken apart: `min(min(a, b), c)` is of
    /// three.
    pub fn joined(&self, operation: Operation) -> Vec<&Self> {
        match self {
            Self::Apply(own, parts) if *own == operation => {
                parts.iter().flat_map(|part| part.joined(operation)).collect()
            }
            other => vec![other],
        }
    }

    /// Hands every reference, from left to right, to `visit`.
    pub fn references(&self, visit: &mut impl FnMut(&R)) {
        match self {
            Self::Constant(_) => {}
            Self::Reference(reference) => visit(reference),
            Self::Apply(_, parts) => parts.iter().for_each(|part| part.references(visit)),
        }
    }

    /// Hands every literal, from left to right, to `visit`.
    pub fn constants(&self, visit: &mut impl FnMut(f64)) {
        match self {
            Self::Constant(value) => visit(*value),
            Self::Reference(_) => {}
            Self::Apply(_, parts) => parts.iter().for_each(|part| part.constants(visit)),
        }
    }
}

impl Operation {
    /// How many numbers it takes.
    pub fn arity(self) -> usize {
        match self {
            Self::Negate | Self::Exponential | Self::Logarithm => 1,
            Self::Choose => 4,
            _ => 2,
        }
    }

    /// The result, with `part` for each of the numbers it takes.
    pub fn apply<T: Number>(self, part: impl Fn(usize) -> T) -> T {
        match self {
            Self::Add => part(0) + part(1),
            Self::Subtract => part(0) - part(1),
            Self::Multiply => part(0) * part(1),
            Self::Divide => part(0) / part(1),
            Self::Negate => -part(0),
            Self::Minimum => part(0).min(part(1)),
            Self::Maximum => part(0).max(part(1)),
            Self::Exponential => part(0).exp(),
            Self::Logarithm => part(0).ln(),
            Self::Power => part(0).powf(part(1)),
            Self::Choose => T::pick(part(0).at_least(part(1)), part(2), part(3)),
        }
    }
}
