//! Equations as spreadsheet formulas.

use rust_xlsxwriter::utility::column_number_to_name;

use super::layout::{HEADER, Layout, OPENING, cell, cell_of};
use crate::model::record::Kind;
use crate::number::{Expression, Operation};
use crate::study::equations::{Equation, Reference};

/// How tightly an operation binds what it joins; a sign binds tighter than a power in spreadsheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Power,
    Atom,
}

/// The formula of `equation` in a column of the model's sheet, with its `=`.
pub fn formula(layout: &Layout<'_>, equation: &Equation, column: u16) -> String {
    format!("={}", Writer { layout, column }.write(equation).0)
}

struct Writer<'a, 'b> {
    layout: &'a Layout<'b>,
    column: u16,
}

impl Writer<'_, '_> {
    fn write(&self, equation: &Equation) -> (String, Binding) {
        match equation {
            Expression::Constant(value) if *value < 0.0 => (format!("({value})"), Binding::Atom),
            // Nought has no sign in a formula.
            Expression::Constant(value) => ((value + 0.0).to_string(), Binding::Atom),
            Expression::Reference(reference) => (self.reference(*reference), Binding::Atom),
            Expression::Apply(operation, parts) => self.apply(*operation, parts),
        }
    }

    fn apply(&self, operation: Operation, parts: &[Equation]) -> (String, Binding) {
        let part = |n: usize, least: Binding| {
            let (text, binding) = self.write(&parts[n]);
            if binding < least { format!("({text})") } else { text }
        };
        let joined =
            |sign: char, left: Binding, right: Binding| format!("{}{sign}{}", part(0, left), part(1, right));
        let call = |name: &str| {
            let all = parts.iter().flat_map(|part| part.joined(operation));
            let all: Vec<String> = all.map(|part| self.write(part).0).collect();
            (format!("{name}({})", all.join(",")), Binding::Atom)
        };
        match operation {
            Operation::Add => (joined('+', Binding::Sum, Binding::Product), Binding::Sum),
            Operation::Subtract => (joined('-', Binding::Sum, Binding::Product), Binding::Sum),
            Operation::Multiply => (joined('*', Binding::Product, Binding::Power), Binding::Product),
            Operation::Divide => (joined('/', Binding::Product, Binding::Power), Binding::Product),
            Operation::Power => (joined('^', Binding::Atom, Binding::Atom), Binding::Power),
            // `-a^b` is `(-a)^b` in spreadsheets.
            Operation::Negate => (format!("(-{})", part(0, Binding::Atom)), Binding::Atom),
            Operation::Minimum => call("MIN"),
            Operation::Maximum => call("MAX"),
            Operation::Exponential => call("EXP"),
            Operation::Logarithm => call("LN"),
            Operation::Choose => {
                let part = |n| part(n, Binding::Sum);
                (format!("IF({}>={},{},{})", part(0), part(1), part(2), part(3)), Binding::Atom)
            }
        }
    }

    fn reference(&self, reference: Reference) -> String {
        let layout = self.layout;
        let scenario = &layout.report.projection.scenario;
        match reference {
            Reference::Opening(index) => layout.name(&scenario.opening[index].row.id, None),
            Reference::Yearly(index) => {
                let row = &scenario.yearly[index].row;
                if row.kind == Kind::Block {
                    return cell_of(&layout.leontief, requirement_row(layout, index), self.column);
                }
                layout.name(&row.id, layout.year(self.column))
            }
            Reference::Now(index) => cell(layout.variable(index), self.column),
            // The column before the first year is the opening.
            Reference::Last(index) => cell(layout.variable(index), self.column - 1),
            Reference::Start(index) => {
                format!("${}{}", column_number_to_name(OPENING), layout.variable(index) + 1)
            }
        }
    }
}

/// Row of an element of the Leontief block on its sheet: the elements follow each other in the order of the inputs.
pub fn requirement_row(layout: &Layout<'_>, yearly: usize) -> u32 {
    let inputs = &layout.report.projection.scenario.yearly;
    let before = inputs[..yearly].iter().filter(|input| input.row.kind == Kind::Block).count();
    HEADER + 1 + u32::try_from(before).unwrap_or(0)
}
