//! Equations as spreadsheet formulas.

use rust_xlsxwriter::utility::column_number_to_name;

use super::layout::{HEADER, Layout, OPENING, cell, cell_of};
use super::parts::FormulaReference;
use crate::model::record::RowKind;
use crate::tape::Tightness::{Atom, Power, Product, Sum};
use crate::tape::{Expression, Form, Notation, Operation, Reference};

/// The formula of an expression in a column of the model's sheet, with its `=`; its parts stand from row `parts` on.
pub(super) fn formula(
    layout: &Layout<'_>,
    parts: u32,
    expression: &Expression<FormulaReference>,
    column: u16,
) -> String {
    format!("={}", Spreadsheet { layout, parts, column }.write(expression))
}

/// Length of what a formula calls an input or a variable, where it is longest.
pub(super) fn length(layout: &Layout<'_>, reference: &Reference) -> usize {
    let column = layout.after() - 1;
    Spreadsheet { layout, parts: 0, column }.reference(&FormulaReference::Known(*reference)).len()
}

struct Spreadsheet<'a, 'b> {
    layout: &'a Layout<'b>,
    parts: u32,
    column: u16,
}

impl Notation<FormulaReference> for Spreadsheet<'_, '_> {
    fn constant(&self, value: f64) -> String {
        // Nought has no sign in a formula.
        if value < 0.0 { format!("({value})") } else { (value + 0.0).to_string() }
    }

    fn form(&self, operation: Operation) -> Form {
        match operation {
            Operation::Add => Form::Infix("+", Sum, Sum, Product),
            Operation::Subtract => Form::Infix("-", Sum, Sum, Product),
            Operation::Multiply => Form::Infix("*", Product, Product, Power),
            Operation::Divide => Form::Infix("/", Product, Product, Power),
            Operation::Power => Form::Infix("^", Power, Atom, Atom),
            // `-a^b` is `(-a)^b` in spreadsheets: a sign binds tighter than a power there.
            Operation::Negate => Form::Around("(-", ")", Atom, Atom),
            Operation::Minimum => Form::CallOfAll("MIN"),
            Operation::Maximum => Form::CallOfAll("MAX"),
            Operation::Exponential => Form::Call("EXP"),
            Operation::Logarithm => Form::Call("LN"),
            Operation::Choose => Form::Pattern("IF({0}>={1},{2},{3})"),
        }
    }

    fn list(&self, parts: &[String]) -> String {
        parts.join(",")
    }

    fn reference(&self, place: &FormulaReference) -> String {
        let layout = self.layout;
        let reference = match place {
            FormulaReference::Known(reference) => reference,
            FormulaReference::Part(part) => {
                return cell(self.parts + u32::try_from(*part).unwrap_or(0), self.column);
            }
        };
        let scenario = &layout.report.projection.scenario;
        match *reference {
            Reference::Opening(index) => layout.name(&scenario.opening[index].row.id, None),
            Reference::Yearly(index) => {
                let row = &scenario.yearly[index].row;
                if row.kind == RowKind::Requirement {
                    return cell_of(&layout.leontief, requirement_row(layout, index), self.column);
                }
                layout.input(index, self.column)
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
pub(super) fn requirement_row(layout: &Layout<'_>, yearly: usize) -> u32 {
    let inputs = &layout.report.projection.scenario.yearly;
    let before = inputs[..yearly].iter().filter(|input| input.row.kind == RowKind::Requirement).count();
    HEADER + 1 + u32::try_from(before).unwrap_or(0)
}
