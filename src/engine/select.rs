//! Which instructions the steps of a program become: for each result the largest one that ends with it and whose
//! registers are all different numbers; where there is none, any that can be made to fit.

use super::fused::{Instruction, Leaf};
use super::schedule::{Argument, Step};
use crate::tape::{Expression, Operation};

/// Some steps in one instruction.
pub(super) struct Group {
    pub(super) instruction: Instruction,
    /// The step whose number comes out; the others are needed by nothing else.
    pub(super) root: usize,
    pub(super) registers: Vec<Argument>,
    pub(super) literals: Vec<f64>,
}

/// Puts `steps`, of which `results` are wanted, into instructions.
pub(super) fn select(steps: &[Step], results: &[usize]) -> Vec<Group> {
    let mut uses = vec![0_u32; steps.len()];
    for part in steps.iter().flat_map(|step| &step.parts) {
        if let Argument::Step(inner) = part {
            uses[*inner] += 1;
        }
    }
    // A result is wanted whatever else needs it, so it is never inside an instruction.
    for result in results {
        uses[*result] += 2;
    }
    let selection = Selection { steps, uses, shapes: shapes() };
    let mut inside = vec![false; steps.len()];
    let mut groups = Vec::new();
    for root in (0..steps.len()).rev() {
        if inside[root] {
            continue;
        }
        let (instruction, bound) = selection.ending(root);
        bound.inner.iter().for_each(|inner| inside[*inner] = true);
        // A shape refers to each of its leaves, so each was bound.
        let registers = bound.registers.into_iter().flatten().collect();
        let literals = bound.literals.into_iter().flatten().collect();
        groups.push(Group { instruction, root, registers, literals });
    }
    groups.reverse();
    groups
}

/// Instructions to look for, with their shapes: those of most operations first, among these those of most literals.
type Shapes = Vec<(Instruction, Expression<Leaf>, Bound)>;

fn shapes() -> Shapes {
    let of = |instruction: &Instruction| {
        let shape = instruction.shape();
        let bound = Bound {
            registers: vec![None; shape.registers],
            literals: vec![None; shape.literals],
            inner: Vec::new(),
        };
        (*instruction, shape.expression, bound)
    };
    let mut shapes: Shapes = Instruction::ALL.iter().map(of).collect();
    shapes.sort_by_key(|(_, shape, bound)| std::cmp::Reverse((operations(shape), bound.literals.len())));
    shapes
}

fn operations(shape: &Expression<Leaf>) -> usize {
    match shape {
        Expression::Apply(_, parts) => 1 + parts.iter().map(operations).sum::<usize>(),
        _ => 0,
    }
}

/// What the leaves of a shape stand for, and the steps within it.
#[derive(Clone)]
struct Bound {
    registers: Vec<Option<Argument>>,
    literals: Vec<Option<f64>>,
    inner: Vec<usize>,
}

struct Selection<'a> {
    steps: &'a [Step],
    uses: Vec<u32>,
    shapes: Shapes,
}

impl Selection<'_> {
    /// The largest instruction that ends with a step. Loosely, a literal or a number that was named already may stand for one of
    /// its registers.
    fn ending(&self, root: usize) -> (Instruction, Bound) {
        let operation = self.steps[root].operation;
        let ends_so =
            |shape: &Expression<Leaf>| matches!(shape, Expression::Apply(last, _) if *last == operation);
        let fitting = |loosely: bool| {
            self.shapes.iter().filter(|(_, shape, _)| ends_so(shape)).find_map(
                |(instruction, shape, bound)| {
                    let mut bound = bound.clone();
                    let fits =
                        self.step_fits(shape, root, &mut bound, loosely) && (loosely || bound.is_plain());
                    fits.then_some((*instruction, bound))
                },
            )
        };
        // Every operation is an instruction that takes registers alone, and so it fits loosely.
        fitting(false).or_else(|| fitting(true)).expect("an instruction for each operation")
    }

    fn step_fits(&self, shape: &Expression<Leaf>, step: usize, bound: &mut Bound, loosely: bool) -> bool {
        let Expression::Apply(operation, shapes) = shape else { return false };
        let step = &self.steps[step];
        if step.operation != *operation {
            return false;
        }
        // Sums and products of two are the same from either side.
        let orders: &[&[usize]] = match operation {
            Operation::Add | Operation::Multiply => &[&[0, 1], &[1, 0]],
            _ => &[&[0, 1, 2, 3]],
        };
        let before = bound.clone();
        orders.iter().any(|order| {
            bound.clone_from(&before);
            let mut pairs = shapes.iter().zip(*order);
            pairs.all(|(shape, part)| self.part_fits(shape, step.parts[*part], bound, loosely))
        })
    }

    fn part_fits(&self, shape: &Expression<Leaf>, part: Argument, bound: &mut Bound, loosely: bool) -> bool {
        match (shape, part) {
            (Expression::Reference(Leaf::Literal(leaf)), Argument::Literal(value)) => {
                bound.literals[*leaf].get_or_insert(value).to_bits() == value.to_bits()
            }
            (Expression::Reference(Leaf::Register(leaf)), part) if loosely || !part.is_literal() => {
                bound.registers[*leaf].get_or_insert(part).is(part)
            }
            (Expression::Apply(..), Argument::Step(step)) if self.uses[step] == 1 => {
                bound.inner.push(step);
                self.step_fits(shape, step, bound, loosely)
            }
            _ => false,
        }
    }
}

impl Bound {
    /// Whether every register is of its own.
    fn is_plain(&self) -> bool {
        let registers = &self.registers;
        (1..registers.len()).all(|n| !registers[..n].contains(&registers[n]))
    }
}
