//! Fused instructions: the shapes that equations often have, from one operation to a long sum, each run as one loop over a block.
//!
//! Every instruction is written once, over any [`Number`]. Over plain numbers it is the loop; over [`Traced`] ones it is the
//! shape that [`select`](super::select) looks for. It does the operations of its shape in their order, each rounded by
//! itself, so it makes no difference to any number which instructions the steps of a program become.

// They become vector instructions of the widest kind only where they are inlined into a function that has them.
#![allow(clippy::inline_always)]

use std::array;

use super::Block;
use crate::tape::{Expression, Tape, Traced};

/// What stands at the end of a shape: a register or a literal, each by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    Register(usize),
    Literal(usize),
}

/// The registers and literals of instructions that are still to come, in their order.
pub(super) struct Operands<'a> {
    registers: std::slice::Iter<'a, u32>,
    literals: std::slice::Iter<'a, f64>,
}

impl<'a> Operands<'a> {
    /// Those of all instructions.
    pub(super) fn of(registers: &'a [u32], literals: &'a [f64]) -> Self {
        Self { registers: registers.iter(), literals: literals.iter() }
    }

    /// The next register.
    #[inline(always)]
    pub(super) fn register(&mut self) -> usize {
        // Each instruction was written with all it takes, and no machine counts in fewer than 32 bits.
        *self.registers.next().expect("a register") as usize
    }

    /// The next literal.
    #[inline(always)]
    pub(super) fn literal(&mut self) -> f64 {
        // As above.
        *self.literals.next().expect("a literal")
    }
}

/// Defines instructions: a name, the registers and the literals of each, and what is done with them.
macro_rules! instruction {
    ($($name:ident: [$($register:ident)*] [$($literal:ident)*] => $value:expr;)*) => {
        /// An instruction.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Instruction { $($name),* }

        /// What each of them does with one member.
        #[allow(non_snake_case)]
        mod of_one {
            use crate::number::Number;
            $(
                #[inline(always)]
                pub(super) fn $name<T: Number>(
                    [$($register),*]: [T; <[&str]>::len(&[$(stringify!($register)),*])],
                    [$($literal),*]: [T; <[&str]>::len(&[$(stringify!($literal)),*])],
                ) -> T {
                    $value
                }
            )*
        }

        /// What each of them does with a block.
        #[allow(non_snake_case)]
        mod of_block {
            use super::{Block, of_one};
            $(
                #[inline(always)]
                pub(super) fn $name(
                    to: &mut Block,
                    [$($register),*]: [&Block; <[&str]>::len(&[$(stringify!($register)),*])],
                    literals: [f64; <[&str]>::len(&[$(stringify!($literal)),*])],
                ) {
                    for (lane, to) in to.0.iter_mut().enumerate() {
                        *to = of_one::$name([$($register.0[lane]),*], literals);
                    }
                }
            )*
        }

        impl Instruction {
            /// All instructions.
            pub(super) const ALL: &[Self] = &[$(Self::$name),*];

            /// What it looks like.
            pub(super) fn shape(self) -> FusedShape {
                let tape = Tape::default();
                match self { $(Self::$name => shape(&tape, of_one::$name)),* }
            }

            /// Does it for a block. The register of the result comes first among the operands.
            #[inline(always)]
            pub(super) fn run(self, file: &mut [Block], operands: &mut Operands<'_>) {
                match self {
                    $(Self::$name => {
                        let places = [operands.register(), $({ let $register = operands.register(); $register }),*];
                        let literals = [$({ let $literal = operands.literal(); $literal }),*];
                        // The allocation gives a result and its parts registers of their own.
                        let [to, $($register),*] = file.get_disjoint_mut(places).expect("registers of their own");
                        of_block::$name(to, [$(&*$register),*], literals);
                    })*
                }
            }
        }
    };
}

instruction! {
    // One operation, on registers alone or with a literal.
    Same: [a] [] => a;
    Negative: [a] [] => -a;
    Exponential: [a] [] => a.exp();
    Logarithm: [a] [] => a.ln();
    Sum: [a b] [] => a + b;
    SumWith: [a] [p] => a + p;
    Twice: [a] [] => a + a;
    Difference: [a b] [] => a - b;
    Less: [a] [p] => a - p;
    Rest: [a] [p] => p - a;
    Product: [a b] [] => a * b;
    Multiple: [a] [p] => a * p;
    Square: [a] [] => a * a;
    Ratio: [a b] [] => a / b;
    Over: [a] [p] => a / p;
    Per: [a] [p] => p / a;
    Smaller: [a b] [] => a.min(b);
    AtMost: [a] [p] => a.min(p);
    MostOf: [a] [p] => p.min(a);
    Larger: [a b] [] => a.max(b);
    AtLeast: [a] [p] => a.max(p);
    LeastOf: [a] [p] => p.max(a);
    Power: [a b] [] => a.powf(b);
    PowerOf: [a] [p] => a.powf(p);
    Choice: [a b c d] [] => T::pick(a.at_least(b), c, d);
    // Sums.
    SumOfThree: [a b c] [] => a + b + c;
    LessAndMore: [a b c] [] => a - b + c;
    LessBoth: [a b c] [] => a - b - c;
    // Sums of products, and of multiples.
    AndProduct: [a b c] [] => a + b * c;
    AndProducts: [a b c d e] [] => a + b * c + d * e;
    AndMoreProducts: [a b c d e f g] [] => a + b * c + d * e + f * g;
    AndScaledSum: [a b c d] [] => a + (b + c) * d;
    AndScaledLongSum: [a b c d e] [] => a + (b + c + d) * e;
    TwoProducts: [a b c d] [] => a * b + c * d;
    AndMultiple: [a b] [p] => a + b * p;
    TwoMultiples: [a b] [p q] => a * p + b * q;
    FiveMultiples: [a b c d e] [p q r s t] => a * p + b * q + c * r + d * s + e * t;
    FiveMultiplesScaled: [a b c d e f] [p q r s t u] => (a * p + b * q + c * r + d * s + e * t) * f * u;
    // What is left of a stock, and what comes to it.
    WithoutProduct: [a b c] [] => a - b * c;
    WithoutMultiple: [a b] [p] => a - b * p;
    AfterProduct: [a b c d e] [] => a + b - c * d - e;
    AfterProductOf: [a b c d] [p] => a + p - b * c - d;
    AfterMultiple: [a b] [p] => a - a * p + b;
    LeftOver: [a b c] [p] => (a - b * c).max(p);
    Beyond: [a b] [p] => (a - b).max(p);
    // Means over a period, and what is beyond a number.
    Mean: [a b] [p] => (a + b) * p;
    MeanFromNothing: [a] [p] => (a + a) * p;
    MeanBeyond: [a b c] [p] => (a + b) * p - c;
    TimesMeanBeyond: [a b c] [p q] => ((a + b) * p - c) * q;
    // Quotients.
    Share: [a b] [p] => T::pick(a.at_least(b), p, a / b);
    ShareWithin: [a b] [p q] => q.min(T::pick(a.at_least(b), p, a / b));
    LeastShare: [a b c] [p] => a.min(T::pick(b.at_least(c), p, b / c));
    TimesRatio: [a b c] [] => a * (b / c);
    RatioOfRatio: [a b c] [] => a / b / c;
    // Limits.
    Within: [a] [p q r] => (a * p).max(q).min(r);
    MultipleAbove: [a] [p q] => (a * p).max(q);
}

/// What an instruction looks like: an expression over its registers and literals, and how many of them it takes.
pub(super) struct FusedShape {
    pub(super) expression: Expression<Leaf>,
    pub(super) registers: usize,
    pub(super) literals: usize,
}

/// Records an instruction.
fn shape<'t, const REGISTERS: usize, const LITERALS: usize>(
    tape: &'t Tape,
    value: impl Fn([Traced<'t>; REGISTERS], [Traced<'t>; LITERALS]) -> Traced<'t>,
) -> FusedShape {
    let given = |n: usize| tape.given(n);
    let recorded = value(array::from_fn(given), array::from_fn(|n| given(REGISTERS + n)));
    let leaf = |place: usize| {
        let given = tape.given_at(place)?;
        Some(given.checked_sub(REGISTERS).map_or(Leaf::Register(given), Leaf::Literal))
    };
    let expression = match recorded {
        Traced::Constant(value) => Expression::Constant(value),
        Traced::Recorded(_, place) => match leaf(place) {
            Some(leaf) => Expression::Reference(leaf),
            None => tape.expression(place, &leaf),
        },
    };
    FusedShape { expression, registers: REGISTERS, literals: LITERALS }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::instruction_set::{InstructionSet, Work};
    use crate::engine::{Program, Registers};

    struct Execute<'a>(&'a Program, &'a mut Registers);

    impl Work for Execute<'_> {
        #[inline(always)]
        fn run(self) {
            self.0.execute(self.1);
        }
    }

    const AWKWARD: [f64; 12] =
        [0.0, -0.0, 1.0, -2.5, 0.3, 1e-300, -1e300, 1e300, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 7.0];

    /// Every instruction is found where its shape was recorded, and gives what its operations give one after the other.
    #[test]
    fn every_instruction_is_found_and_does_what_it_says() {
        for instruction in Instruction::ALL.iter().filter(|instruction| **instruction != Instruction::Same) {
            let FusedShape { expression, registers, literals } = instruction.shape();
            let literal = |n: usize| [0.3, -1.7, 2.5, 0.7, 11.0, -0.9][n];
            let tape = Tape::default();
            let given: Vec<Traced<'_>> = (0..registers).map(|n| tape.given(n)).collect();
            let output = expression.evaluate(&|leaf: &Leaf| match *leaf {
                Leaf::Register(n) => given[n],
                Leaf::Literal(n) => Traced::from(literal(n)),
            });
            let program = Program::new(&tape, registers, &[output]);
            assert_eq!(program.instructions.list, [*instruction], "with {registers} and {literals}");
            let mut file = program.registers();
            for set in InstructionSet::available() {
                for turn in 0..AWKWARD.len() {
                    let part = |n: usize, lane: usize| AWKWARD[(lane + n * (turn + 1)) % AWKWARD.len()];
                    for (n, block) in program.givens(&mut file).iter_mut().enumerate() {
                        block.0 = array::from_fn(|lane| part(n, lane));
                    }
                    set.run(Execute(&program, &mut file));
                    let found = file.block(program.outputs()[0]);
                    for (lane, found) in found.0.iter().enumerate() {
                        let plain: f64 = expression.evaluate(&|leaf: &Leaf| match *leaf {
                            Leaf::Register(n) => part(n, lane),
                            Leaf::Literal(n) => literal(n),
                        });
                        let same = found.to_bits() == plain.to_bits() || (found.is_nan() && plain.is_nan());
                        assert!(same, "{instruction:?} in lane {lane}, turn {turn}: {found}, {plain}");
                    }
                }
            }
        }
    }
}
