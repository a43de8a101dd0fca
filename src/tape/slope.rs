//! Exact slopes: how one recorded number moves with each number given, by a sweep back over the tape.

use super::{Operand, Operation, Tape, TapeNode};

impl Tape {
    /// The value of everything recorded, in order, from the values of what was given.
    pub fn values(&self, given: &[f64]) -> Vec<f64> {
        let nodes = self.nodes();
        let mut values: Vec<f64> = Vec::with_capacity(nodes.len());
        for node in nodes.iter() {
            values.push(match node {
                TapeNode::Given(index) => given[*index],
                TapeNode::Apply(operation, parts) => operation.apply(|n| at(parts[n], &values)),
            });
        }
        values
    }

    /// The slope of the number at `place` with respect to each of the `given` numbers given. `values` are those of
    /// [`Tape::values`]. At a minimum, a maximum and a choice it is that of the branch taken.
    pub fn slopes(&self, values: &[f64], place: usize, given: usize) -> Vec<f64> {
        let nodes = self.nodes();
        let mut slopes = vec![0.0; given];
        let mut of_nodes = vec![0.0; place + 1];
        of_nodes[place] = 1.0;
        for (at, node) in nodes[..=place].iter().enumerate().rev() {
            let own = of_nodes[at];
            match node {
                // Where nothing depends on it, an infinite slope within it says nothing either.
                _ if own == 0.0 => {}
                TapeNode::Given(index) => slopes[*index] += own,
                TapeNode::Apply(operation, parts) => {
                    for (part, slope) in parts.iter().zip(within(*operation, parts, values, values[at])) {
                        if let Operand::Node(inner) = part
                            && slope != 0.0
                        {
                            of_nodes[*inner] += own * slope;
                        }
                    }
                }
            }
        }
        slopes
    }

    /// The places that the number at `place` was made of directly.
    pub fn made_of(&self, place: usize) -> Vec<usize> {
        match &self.nodes()[place] {
            TapeNode::Given(_) => Vec::new(),
            TapeNode::Apply(_, parts) => {
                let inner = |part: &Operand| match part {
                    Operand::Node(inner) => Some(*inner),
                    Operand::Constant(_) => None,
                };
                parts.iter().filter_map(inner).collect()
            }
        }
    }
}

fn at(operand: Operand, values: &[f64]) -> f64 {
    match operand {
        Operand::Constant(value) => value,
        Operand::Node(place) => values[place],
    }
}

/// The slope of an operation with respect to each of its parts; `result` is its value.
fn within(operation: Operation, parts: &[Operand], values: &[f64], result: f64) -> [f64; 4] {
    let part = |n: usize| at(parts[n], values);
    let first = |taken: bool| if taken { [1.0, 0.0, 0.0, 0.0] } else { [0.0, 1.0, 0.0, 0.0] };
    match operation {
        Operation::Add => [1.0, 1.0, 0.0, 0.0],
        Operation::Subtract => [1.0, -1.0, 0.0, 0.0],
        Operation::Multiply => [part(1), part(0), 0.0, 0.0],
        Operation::Divide => [1.0 / part(1), -result / part(1), 0.0, 0.0],
        Operation::Negate => [-1.0, 0.0, 0.0, 0.0],
        // The same branches as plain numbers take.
        Operation::Minimum => first(part(1) >= part(0)),
        Operation::Maximum => first(part(1) <= part(0)),
        Operation::Exponential => [result, 0.0, 0.0, 0.0],
        Operation::Logarithm => [1.0 / part(0), 0.0, 0.0, 0.0],
        Operation::Power => {
            let by_exponent = if part(0) > 0.0 { result * part(0).ln() } else { 0.0 };
            let by_base = if part(0) == 0.0 { 0.0 } else { part(1) * result / part(0) };
            [by_base, by_exponent, 0.0, 0.0]
        }
        Operation::Choose if part(0) >= part(1) => [0.0, 0.0, 1.0, 0.0],
        Operation::Choose => [0.0, 0.0, 0.0, 1.0],
    }
}
