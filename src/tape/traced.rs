//! A number that remembers how it was made: running the step with it records the equations.
//!
//! A [`Traced`] is a literal or a handle into a [`Tape`]. Literals among themselves are worked out at once, and what
//! changes nothing (`x + 0`, `x × 1`) is not recorded; everything else is, in the order in which it happens.

use std::cell::{Ref, RefCell};
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Expression, Operation};
use crate::number::Number;

/// Everything that was recorded, in order.
#[derive(Debug, Default)]
pub struct Tape {
    nodes: RefCell<Vec<TapeNode>>,
}

/// One thing that was recorded.
#[derive(Debug, Clone)]
pub(crate) enum TapeNode {
    /// Something given, by the number its giver knows it by.
    Given(usize),
    /// An operation on what came before.
    Apply(Operation, Vec<Operand>),
}

/// What an operation is done with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Operand {
    Constant(f64),
    Node(usize),
}

/// A literal, or a number on a tape.
#[derive(Debug, Clone, Copy)]
pub enum Traced<'t> {
    /// A literal.
    Constant(f64),
    /// What stands at that place of a tape.
    Recorded(&'t Tape, usize),
}

impl Tape {
    /// A number from outside, to be known as `given`.
    pub fn given(&self, given: usize) -> Traced<'_> {
        self.push(TapeNode::Given(given))
    }

    /// The number at `place` as an expression. `name` says which places are referred to instead of written out.
    pub fn expression<R>(&self, place: usize, name: &impl Fn(usize) -> Option<R>) -> Expression<R> {
        let operand = |operand: &Operand| match *operand {
            Operand::Constant(value) => Expression::Constant(value),
            Operand::Node(inner) => {
                name(inner).map_or_else(|| self.expression(inner, name), Expression::Reference)
            }
        };
        match &self.nodes.borrow()[place] {
            TapeNode::Apply(operation, parts) => {
                Expression::Apply(*operation, parts.iter().map(operand).collect())
            }
            // What was given is all its giver knows of it.
            TapeNode::Given(_) => name(place).map_or(Expression::Constant(f64::NAN), Expression::Reference),
        }
    }

    /// What stands at `place`, if it was given from outside.
    pub fn given_at(&self, place: usize) -> Option<usize> {
        match self.nodes.borrow()[place] {
            TapeNode::Given(given) => Some(given),
            TapeNode::Apply(..) => None,
        }
    }

    /// Everything recorded so far.
    pub(crate) fn nodes(&self) -> Ref<'_, Vec<TapeNode>> {
        self.nodes.borrow()
    }

    fn push(&self, node: TapeNode) -> Traced<'_> {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        Traced::Recorded(self, nodes.len() - 1)
    }
}

impl Traced<'_> {
    fn operand(self) -> Operand {
        match self {
            Self::Constant(value) => Operand::Constant(value),
            Self::Recorded(_, place) => Operand::Node(place),
        }
    }

    fn is(self, value: f64) -> bool {
        matches!(self, Self::Constant(constant) if constant == value)
    }

    /// Records an operation, or works it out if nothing in it is recorded.
    fn apply(operation: Operation, parts: &[Self]) -> Self {
        let tape = parts.iter().find_map(|part| match part {
            Self::Recorded(tape, _) => Some(*tape),
            Self::Constant(_) => None,
        });
        match tape {
            Some(tape) => {
                tape.push(TapeNode::Apply(operation, parts.iter().map(|part| part.operand()).collect()))
            }
            None => Self::Constant(operation.apply(|n| match parts[n] {
                Self::Constant(value) => value,
                // No part is recorded, or there would be a tape.
                Self::Recorded(..) => f64::NAN,
            })),
        }
    }
}

impl From<f64> for Traced<'_> {
    fn from(value: f64) -> Self {
        Self::Constant(value)
    }
}

/// An operator on two recorded numbers, and on one and a literal; `$left` and `$right` change nothing on that side.
macro_rules! operator {
    ($trait:ident, $method:ident, $operation:ident, $left:expr, $right:expr) => {
        impl $trait for Traced<'_> {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                let (left, right): (Option<f64>, Option<f64>) = ($left, $right);
                if left.is_some_and(|nothing| self.is(nothing)) {
                    other
                } else if right.is_some_and(|nothing| other.is(nothing)) {
                    self
                } else {
                    Self::apply(Operation::$operation, &[self, other])
                }
            }
        }

        impl $trait<f64> for Traced<'_> {
            type Output = Self;

            fn $method(self, other: f64) -> Self {
                $trait::$method(self, Self::Constant(other))
            }
        }
    };
}

operator!(Add, add, Add, Some(0.0), Some(0.0));
operator!(Sub, sub, Subtract, None, Some(0.0));
operator!(Mul, mul, Multiply, Some(1.0), Some(1.0));
operator!(Div, div, Divide, None, Some(1.0));

impl Neg for Traced<'_> {
    type Output = Self;

    fn neg(self) -> Self {
        Self::apply(Operation::Negate, &[self])
    }
}

impl Sum for Traced<'_> {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        // The sum of nothing is -0 for plain numbers too.
        numbers.fold(Self::Constant(-0.0), Add::add)
    }
}

/// A comparison, kept until something is picked by it.
#[derive(Debug, Clone, Copy)]
pub struct AtLeast<'t> {
    left: Traced<'t>,
    right: Traced<'t>,
}

impl<'t> Number for Traced<'t> {
    type Truth = AtLeast<'t>;

    fn min(self, other: Self) -> Self {
        Self::apply(Operation::Minimum, &[self, other])
    }

    fn max(self, other: Self) -> Self {
        Self::apply(Operation::Maximum, &[self, other])
    }

    fn exp(self) -> Self {
        Self::apply(Operation::Exponential, &[self])
    }

    fn ln(self) -> Self {
        Self::apply(Operation::Logarithm, &[self])
    }

    fn powf(self, exponent: Self) -> Self {
        Self::apply(Operation::Power, &[self, exponent])
    }

    fn at_least(self, other: Self) -> AtLeast<'t> {
        AtLeast { left: self, right: other }
    }

    fn pick(truth: AtLeast<'t>, yes: Self, no: Self) -> Self {
        Self::apply(Operation::Choose, &[truth.left, truth.right, yes, no])
    }
}
