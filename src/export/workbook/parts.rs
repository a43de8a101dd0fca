//! Formulas too long for a spreadsheet, worked out in parts: each part in a row of its own, which the next refers to.

use crate::tape::{Equation, Expression, Reference};

/// Longest formula that is written; spreadsheets take 8,192 characters.
const LONGEST: usize = 8_000;
/// More than the sign, the brackets and the name of any operation take.
const AROUND: usize = 12;

/// What a formula refers to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum FormulaReference {
    /// An input or a variable.
    Known(Reference),
    /// A part, by its number among all.
    Part(usize),
}

/// A part of the formula of a variable.
pub(super) struct FormulaPart {
    /// The variable.
    pub variable: usize,
    /// Its number among the parts of that formula, from 1.
    pub number: usize,
    /// Whether it is of the opening date.
    pub opening: bool,
    /// What it says.
    pub expression: Expression<FormulaReference>,
}

/// The formulas of all variables, and the parts of those that are too long.
pub(super) struct Formulas {
    /// At the opening date.
    pub opening: Vec<Expression<FormulaReference>>,
    /// In every period.
    pub yearly: Vec<Expression<FormulaReference>>,
    /// The parts, each after those it refers to.
    pub parts: Vec<FormulaPart>,
}

impl Formulas {
    /// From equations; `length` is that of the longest text of a reference.
    pub(super) fn new(
        opening: &[Equation],
        yearly: &[Equation],
        length: &dyn Fn(&Reference) -> usize,
    ) -> Self {
        let mut parts = Vec::new();
        let mut all = |equations: &[Equation], opening: bool| {
            let one = |(variable, equation): (usize, &Equation)| {
                let mut whole = placed(equation);
                let mut number = 0;
                while let Some(expression) = taken_out(&mut whole, parts.len(), length) {
                    number += 1;
                    parts.push(FormulaPart { variable, number, opening, expression });
                }
                whole
            };
            equations.iter().enumerate().map(one).collect::<Vec<_>>()
        };
        let (opening, yearly) = (all(opening, true), all(yearly, false));
        Self { opening, yearly, parts }
    }
}

fn placed(equation: &Equation) -> Expression<FormulaReference> {
    match equation {
        Expression::Constant(value) => Expression::Constant(*value),
        Expression::Reference(reference) => Expression::Reference(FormulaReference::Known(*reference)),
        Expression::Apply(operation, parts) => {
            Expression::Apply(*operation, parts.iter().map(placed).collect())
        }
    }
}

/// The largest expression within one that is too long that is not too long itself; part number `part` takes its place.
fn taken_out(
    whole: &mut Expression<FormulaReference>,
    part: usize,
    length: &dyn Fn(&Reference) -> usize,
) -> Option<Expression<FormulaReference>> {
    if size(whole, length) <= LONGEST {
        return None;
    }
    let mut at = whole;
    loop {
        let Expression::Apply(_, parts) = at else { return None };
        at = parts.iter_mut().max_by_key(|part| size(part, length))?;
        if size(at, length) <= LONGEST {
            // A literal or a reference is as short as a part would be.
            let is_worth_it = matches!(at, Expression::Apply(..));
            return is_worth_it
                .then(|| std::mem::replace(at, Expression::Reference(FormulaReference::Part(part))));
        }
    }
}

/// At most so many characters an expression takes.
fn size(expression: &Expression<FormulaReference>, length: &dyn Fn(&Reference) -> usize) -> usize {
    match expression {
        Expression::Constant(_) => 24,
        Expression::Reference(FormulaReference::Known(reference)) => length(reference),
        Expression::Reference(FormulaReference::Part(_)) => AROUND,
        Expression::Apply(_, parts) => AROUND + parts.iter().map(|part| size(part, length)).sum::<usize>(),
    }
}
