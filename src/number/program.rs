//! A tape as straight-line instructions over blocks of numbers: the model once more, for many members at a time.
//!
//! Nothing the outputs do not need is kept, registers are used again as soon as they are free, and every instruction is
//! one plain loop over a block. What is done to each number is what the tape recorded, operation by operation, so a
//! member has the same bits as when it is run alone.

// The loops become vector instructions of the widest kind only where they are inlined into a function that has them.
#![allow(clippy::inline_always)]

use super::traced::{Node, Operand, Tape, Traced};
use super::{Operation, elementary};

/// Members in a block: a register is eight cache lines, and a few hundred of them stay near the processor.
pub const BLOCK: usize = 64;

/// The numbers of one quantity for the members of a block.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub struct Block(pub [f64; BLOCK]);

impl Block {
    /// The same number for every member.
    pub fn of(value: f64) -> Self {
        Self([value; BLOCK])
    }
}

/// What an output of a program is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Output {
    /// The same for every member.
    Constant(f64),
    /// The given number of that index.
    Given(usize),
    /// Worked out: its place among the results of a run.
    Varies(usize),
}

#[derive(Debug, Clone, Copy)]
enum Instruction {
    One(Operation, usize, usize),
    Two(Operation, usize, usize, usize),
    TwoWithRight(Operation, usize, usize, f64),
    TwoWithLeft(Operation, usize, f64, usize),
    Choose(usize, [usize; 4]),
    Result(usize, usize),
}

/// Instructions with the registers they need.
#[derive(Debug, Clone)]
pub struct Program {
    instructions: Vec<Instruction>,
    /// Registers at the start: given numbers first, then literals that need one.
    givens: usize,
    literals: Vec<f64>,
    registers: usize,
    outputs: Vec<Output>,
    results: usize,
}

/// The registers that one run of blocks works in.
#[derive(Debug, Clone)]
pub struct Registers(Vec<Block>);

impl Program {
    /// The program for `outputs` of a tape on which the numbers from 0 to `givens - 1` were given.
    pub fn new(tape: &Tape, givens: usize, outputs: &[Traced<'_>]) -> Self {
        let nodes = tape.nodes();
        let roots = outputs.iter().filter_map(|output| match output {
            Traced::Recorded(_, place) => Some(*place),
            Traced::Constant(_) => None,
        });
        let roots: Vec<usize> = roots.collect();
        let last_use = last_uses(&nodes, &roots);
        let mut writer = Writer::new(&nodes, givens, last_use);
        let mut results = std::collections::HashMap::new();
        for (place, node) in nodes.iter().enumerate() {
            if let Node::Apply(operation, parts) = node
                && writer.last_use[place].is_some()
            {
                writer.instruction(place, *operation, parts);
                if roots.contains(&place) {
                    let result = results.len();
                    results.insert(place, result);
                    writer.instructions.push(Instruction::Result(result, writer.register_of[place]));
                }
                writer.free(place);
            }
        }
        let output = |output: &Traced<'_>| match *output {
            Traced::Constant(value) => Output::Constant(value),
            Traced::Recorded(_, place) => match &nodes[place] {
                Node::Given(given) => Output::Given(*given),
                Node::Apply(..) => Output::Varies(results[&place]),
            },
        };
        Self {
            outputs: outputs.iter().map(output).collect(),
            results: results.len(),
            givens,
            literals: writer.literals,
            registers: writer.registers,
            instructions: writer.instructions,
        }
    }

    /// What each output is, in the order asked for.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// How many outputs are worked out.
    pub fn results(&self) -> usize {
        self.results
    }

    /// How many instructions a block takes.
    pub fn len(&self) -> usize {
        self.instructions.len()
    }

    /// Whether nothing varies.
    pub fn is_empty(&self) -> bool {
        self.instructions.is_empty()
    }

    /// Registers for this program.
    pub fn registers(&self) -> Registers {
        let mut registers = vec![Block::of(0.0); self.registers];
        for (register, literal) in registers[self.givens..].iter_mut().zip(&self.literals) {
            *register = Block::of(*literal);
        }
        Registers(registers)
    }

    /// Runs one block. The given numbers are those in `registers`; each result goes to its place in `results`.
    #[inline(always)]
    pub(super) fn execute(&self, registers: &mut Registers, results: &mut [Block]) {
        let file = registers.0.as_mut_slice();
        for instruction in &self.instructions {
            match *instruction {
                Instruction::One(operation, to, a) => one(file, operation, to, a),
                Instruction::Two(operation, to, a, b) => two(file, operation, to, a, b),
                Instruction::TwoWithRight(operation, to, a, b) => with_right(file, operation, to, a, b),
                Instruction::TwoWithLeft(operation, to, a, b) => with_left(file, operation, to, a, b),
                Instruction::Choose(to, parts) => choose(file, to, parts),
                Instruction::Result(result, from) => results[result] = file[from],
            }
        }
    }
}

impl Registers {
    /// The given numbers, to be filled in.
    pub fn givens(&mut self, program: &Program) -> &mut [Block] {
        &mut self.0[..program.givens]
    }
}

/// For each place, the last place that needs it; `None` for what nothing needs. Results are needed by themselves.
fn last_uses(nodes: &[Node], roots: &[usize]) -> Vec<Option<usize>> {
    let mut last_use: Vec<Option<usize>> = vec![None; nodes.len()];
    for root in roots {
        last_use[*root] = Some(*root);
    }
    for (place, node) in nodes.iter().enumerate().rev() {
        if let Node::Apply(_, parts) = node
            && last_use[place].is_some()
        {
            for part in parts {
                if let Operand::Node(inner) = part {
                    last_use[*inner] = last_use[*inner].max(Some(place));
                }
            }
        }
    }
    last_use
}

struct Writer {
    last_use: Vec<Option<usize>>,
    register_of: Vec<usize>,
    free: Vec<usize>,
    literals: Vec<f64>,
    givens: usize,
    registers: usize,
    instructions: Vec<Instruction>,
    ends: Vec<Vec<usize>>,
}

impl Writer {
    fn new(nodes: &[Node], givens: usize, last_use: Vec<Option<usize>>) -> Self {
        let mut register_of = vec![usize::MAX; nodes.len()];
        let mut ends = vec![Vec::new(); nodes.len()];
        for (place, node) in nodes.iter().enumerate() {
            match node {
                Node::Given(given) => register_of[place] = *given,
                Node::Apply(..) => {
                    if let Some(end) = last_use[place] {
                        ends[end].push(place);
                    }
                }
            }
        }
        // Literals of choices have registers of their own, known before any other is given out.
        let mut literals: Vec<f64> = Vec::new();
        for (place, node) in nodes.iter().enumerate() {
            if let Node::Apply(Operation::Choose, parts) = node
                && last_use[place].is_some()
            {
                for part in parts {
                    if let Operand::Constant(value) = part
                        && !literals.iter().any(|other| other.to_bits() == value.to_bits())
                    {
                        literals.push(*value);
                    }
                }
            }
        }
        let registers = givens + literals.len();
        Self {
            last_use,
            register_of,
            free: Vec::new(),
            literals,
            givens,
            registers,
            instructions: Vec::new(),
            ends,
        }
    }

    fn instruction(&mut self, place: usize, operation: Operation, parts: &[Operand]) {
        let to = self.free.pop().unwrap_or_else(|| {
            self.registers += 1;
            self.registers - 1
        });
        self.register_of[place] = to;
        let register = |part: &Operand| match *part {
            Operand::Node(inner) => self.register_of[inner],
            Operand::Constant(value) => {
                let same = |other: &f64| other.to_bits() == value.to_bits();
                self.givens + self.literals.iter().position(same).unwrap_or(0)
            }
        };
        let instruction = match (operation, parts) {
            (Operation::Choose, parts) => Instruction::Choose(to, [0, 1, 2, 3].map(|n| register(&parts[n]))),
            (_, [Operand::Node(a)]) => Instruction::One(operation, to, self.register_of[*a]),
            (_, [Operand::Node(a), Operand::Node(b)]) => {
                Instruction::Two(operation, to, self.register_of[*a], self.register_of[*b])
            }
            (_, [Operand::Node(a), Operand::Constant(b)]) => {
                Instruction::TwoWithRight(operation, to, self.register_of[*a], *b)
            }
            (_, [Operand::Constant(a), Operand::Node(b)]) => {
                Instruction::TwoWithLeft(operation, to, *a, self.register_of[*b])
            }
            // Operations on literals alone are worked out when they are recorded.
            (_, parts) => unreachable!("{operation:?} of {} literals was recorded", parts.len()),
        };
        self.instructions.push(instruction);
    }

    /// Gives back the registers of what was last needed at `place`.
    fn free(&mut self, place: usize) {
        for done in std::mem::take(&mut self.ends[place]) {
            self.free.push(self.register_of[done]);
        }
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
