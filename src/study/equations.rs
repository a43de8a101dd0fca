//! The equations of a scenario's model: one for each variable, recorded by running the step once.

mod units;
mod words;

use std::collections::HashMap;

use crate::model::record::Row;
use crate::model::structure::Structure;
use crate::model::{self, opening_rows, variable_rows, yearly_rows};
use crate::number::{Expression, Tape, Traced};

pub use units::{UnitFault, check_units};
pub use words::{Names, in_words};

/// What an equation refers to; each holds an index into the inputs or variables of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reference {
    /// An input at the opening date.
    Opening(usize),
    /// An input of the period.
    Yearly(usize),
    /// A variable at the opening date.
    Start(usize),
    /// A variable of the period before.
    Last(usize),
    /// A variable of the same period.
    Now(usize),
}

/// An equation.
pub type Equation = Expression<Reference>;

/// One equation for each variable, in the order of the model's variables.
#[derive(Debug, Clone)]
pub struct Equations {
    /// Inputs at the opening date.
    pub opening_rows: Vec<Row>,
    /// Inputs of each period.
    pub yearly_rows: Vec<Row>,
    /// Variables.
    pub variables: Vec<Row>,
    /// At the opening date.
    pub opening: Vec<Equation>,
    /// In every period.
    pub yearly: Vec<Equation>,
}

impl Equations {
    /// Records the equations of the model for a structure.
    pub fn of(structure: &Structure) -> Self {
        let (opening_rows, yearly_rows, variables) =
            (opening_rows(structure), yearly_rows(structure), variable_rows(structure));
        let tape = Tape::default();
        let mut given = Vec::new();
        let mut give = |reference: fn(usize) -> Reference, count: usize| {
            let one = |index| {
                given.push(reference(index));
                tape.given(given.len() - 1)
            };
            (0..count).map(one).collect::<Vec<Traced<'_>>>()
        };
        let opening = give(Reference::Opening, opening_rows.len());
        let yearly = give(Reference::Yearly, yearly_rows.len());
        let start = give(Reference::Start, variables.len());
        let last = give(Reference::Last, variables.len());
        let inputs = model::inputs(structure, &opening, &[yearly]);
        let opened = model::values(&model::open(structure, &inputs.opening));
        let start = model::year(structure, &start);
        let last = model::year(structure, &last);
        let stepped = model::values(&model::step(structure, &inputs.periods[0], &start, &last));
        Self {
            opening: named(&tape, &given, &opened, &variables),
            yearly: named(&tape, &given, &stepped, &variables),
            opening_rows,
            yearly_rows,
            variables,
        }
    }

    /// The row that a reference is about.
    pub fn row(&self, reference: Reference) -> &Row {
        match reference {
            Reference::Opening(index) => &self.opening_rows[index],
            Reference::Yearly(index) => &self.yearly_rows[index],
            Reference::Start(index) | Reference::Last(index) | Reference::Now(index) => {
                &self.variables[index]
            }
        }
    }
}

/// The equation of each result. What is a variable itself is referred to, never written out twice; of several variables
/// that are one number, the innermost place has the equation and each next one names the one before it.
fn named(tape: &Tape, given: &[Reference], results: &[Traced<'_>], variables: &[Row]) -> Vec<Equation> {
    let mut same: HashMap<usize, Vec<usize>> = HashMap::new();
    for (variable, result) in results.iter().enumerate() {
        if let Traced::Recorded(_, place) = result {
            same.entry(*place).or_default().push(variable);
        }
    }
    let depth = |variable: &usize| variables[*variable].id.split('.').count();
    for variables in same.values_mut() {
        variables.sort_by_key(|variable| (std::cmp::Reverse(depth(variable)), *variable));
    }
    // Of several names for a number, an equation uses the one nearest to its own place.
    let reference = |of: usize, place: usize| {
        let near = |other: &usize| {
            let (own, other) = (&variables[of], &variables[*other]);
            let pairs = own.id.split('.').zip(other.id.split('.'));
            (own.place != other.place, std::cmp::Reverse(pairs.take_while(|(a, b)| a == b).count()))
        };
        let nearest = || same.get(&place).and_then(|all| all.iter().min_by_key(|other| near(other)));
        tape.given_at(place).map(|outside| given[outside]).or_else(|| nearest().map(|at| Reference::Now(*at)))
    };
    let equation = |(variable, result): (usize, &Traced<'_>)| match *result {
        Traced::Constant(value) => Expression::Constant(value),
        Traced::Recorded(_, place) => {
            if let Some(outside) = tape.given_at(place) {
                return Expression::Reference(given[outside]);
            }
            let chain = &same[&place];
            match chain.iter().position(|other| *other == variable) {
                Some(n) if n > 0 => Expression::Reference(Reference::Now(chain[n - 1])),
                _ => tape.expression(place, &|inner| reference(variable, inner)),
            }
        }
    };
    results.iter().enumerate().map(equation).collect()
}
