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

    /// Which of the `given` numbers the number at `place` was made of, whether it moves with them or not.
    pub fn given_within(&self, place: usize, given: usize) -> Vec<bool> {
        let nodes = self.nodes();
        let mut found = vec![false; given];
        let mut within = vec![false; place + 1];
        within[place] = true;
        for (at, node) in nodes[..=place].iter().enumerate().rev() {
            match node {
                _ if !within[at] => {}
                TapeNode::Given(index) => found[*index] = true,
                TapeNode::Apply(_, parts) => {
                    for part in parts {
                        if let Operand::Node(inner) = part {
                            within[*inner] = true;
                        }
                    }
                }
            }
        }
        found
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;
    use crate::tape::Traced;

    /// The slopes of a formula of two numbers.
    fn slopes(formula: impl for<'t> Fn(Traced<'t>, Traced<'t>) -> Traced<'t>, given: [f64; 2]) -> Vec<f64> {
        let tape = Tape::default();
        let Traced::Recorded(_, place) = formula(tape.given(0), tape.given(1)) else {
            panic!("a formula of numbers given is recorded");
        };
        tape.slopes(&tape.values(&given), place, 2)
    }

    #[test]
    fn every_operation_has_the_slope_worked_out_by_hand() {
        let e = std::f64::consts::E;
        for (name, found, by_hand) in [
            ("sum", slopes(|x, y| x + y, [3.0, 4.0]), [1.0, 1.0]),
            ("difference", slopes(|x, y| x - y, [3.0, 4.0]), [1.0, -1.0]),
            ("product", slopes(|x, y| x * y, [3.0, 4.0]), [4.0, 3.0]),
            ("quotient", slopes(|x, y| x / y, [3.0, 4.0]), [0.25, -0.1875]),
            ("negative", slopes(|x, _| -x, [3.0, 4.0]), [-1.0, 0.0]),
            ("smaller", slopes(|x, y| x.min(y), [3.0, 4.0]), [1.0, 0.0]),
            ("smaller of equals", slopes(|x, y| x.min(y), [4.0, 4.0]), [1.0, 0.0]),
            ("larger", slopes(|x, y| x.max(y), [3.0, 4.0]), [0.0, 1.0]),
            ("exponential", slopes(|x, _| x.exp(), [1.0, 4.0]), [e, 0.0]),
            ("logarithm", slopes(|x, _| x.ln(), [4.0, 4.0]), [0.25, 0.0]),
            ("power", slopes(|x, y| x.powf(y), [2.0, 3.0]), [12.0, 8.0 * 2.0_f64.ln()]),
            ("power of nothing", slopes(|x, y| x.powf(y), [0.0, 3.0]), [0.0, 0.0]),
            ("choice", slopes(|x, y| Traced::pick(x.at_least(y), x * 2.0, y * 5.0), [4.0, 3.0]), [2.0, 0.0]),
            (
                "other choice",
                slopes(|x, y| Traced::pick(x.at_least(y), x * 2.0, y * 5.0), [3.0, 4.0]),
                [0.0, 5.0],
            ),
            // x stands in both factors, and y in the second: the slopes add up along every way.
            ("chain", slopes(|x, y| (x + 1.0) * (x * y), [3.0, 4.0]), [28.0, 12.0]),
        ] {
            for (found, by_hand) in found.iter().zip(by_hand) {
                assert!((found - by_hand).abs() < 1e-14, "{name}: {found} is not {by_hand}");
            }
        }
    }

    #[test]
    fn a_branch_that_is_not_taken_has_no_slope_even_if_it_is_infinite() {
        let either = |x: f64, y: f64| {
            slopes(|x, y| Traced::pick(x.at_least(y), x, Traced::from(1.0) / (x - y)), [x, y])
        };
        assert_eq!(either(3.0, 3.0), [1.0, 0.0]);
        assert_eq!(either(3.0, 5.0), [-0.25, 0.25]);
    }
}
