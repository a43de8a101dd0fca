//! The equations of a scenario's model: one for each variable, recorded by running the step once, with the order in which
//! they are worked out.

use std::collections::HashMap;

use super::{Expression, Tape, Traced};
use crate::model::record::Row;
use crate::model::structure::Structure;
use crate::model::{self, opening_rows, variable_rows, yearly_rows};
use crate::number::Number;

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
pub struct Recording {
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
    /// In which order they are worked out.
    pub order: Order,
}

/// The variables in an order in which each comes after those its equation refers to.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// At the opening date.
    pub opening: Vec<usize>,
    /// In every period.
    pub yearly: Vec<usize>,
}

impl Recording {
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
        let inputs = model::inputs(&structure.outline(), &opening, &[yearly]);
        let opened = model::values(&model::open(structure, &inputs.opening));
        let start = model::year(structure, &start);
        let last = model::year(structure, &last);
        let stepped =
            model::values(&model::step(structure, &inputs.opening, &inputs.periods[0], &start, &last));
        let order = Order::default();
        let rows =
            Self { opening_rows, yearly_rows, variables, opening: Vec::new(), yearly: Vec::new(), order };
        let opening = named(&tape, &given, &opened, &rows);
        let yearly = named(&tape, &given, &stepped, &rows);
        let order = Order { opening: order_of(&opening), yearly: order_of(&yearly) };
        Self { opening, yearly, order, ..rows }
    }

    /// Works the equations out, from the inputs at the opening date and of each period, in the order of their rows: the
    /// variables at the opening date, and by period. The results have the bits of the step itself.
    pub fn evaluate<T: Number>(&self, opening: &[T], periods: &[Vec<T>]) -> (Vec<T>, Vec<Vec<T>>) {
        let start = column(&self.opening, &self.order.opening, &|reference| match *reference {
            Reference::Opening(index) => opening[index],
            _ => T::from(f64::NAN),
        });
        let mut years: Vec<Vec<T>> = Vec::with_capacity(periods.len());
        for inputs in periods {
            let last = years.last().unwrap_or(&start);
            years.push(column(&self.yearly, &self.order.yearly, &|reference| match *reference {
                Reference::Opening(index) => opening[index],
                Reference::Yearly(index) => inputs[index],
                Reference::Start(index) => start[index],
                Reference::Last(index) => last[index],
                Reference::Now(_) => T::from(f64::NAN),
            }));
        }
        (start, years)
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

/// The variables of one column, worked out in `order`; `known` says what comes from outside the column.
fn column<T: Number>(equations: &[Equation], order: &[usize], known: &dyn Fn(&Reference) -> T) -> Vec<T> {
    let mut values = vec![T::from(f64::NAN); equations.len()];
    for &variable in order {
        values[variable] = equations[variable].evaluate(&|reference: &Reference| match reference {
            Reference::Now(other) => values[*other],
            other => known(other),
        });
    }
    values
}

/// An order in which each variable comes after those that its equation refers to within the same column.
fn order_of(equations: &[Equation]) -> Vec<usize> {
    fn visit(variable: usize, equations: &[Equation], done: &mut [bool], order: &mut Vec<usize>) {
        if std::mem::replace(&mut done[variable], true) {
            return;
        }
        equations[variable].references(&mut |reference| {
            if let Reference::Now(other) = reference {
                visit(*other, equations, done, order);
            }
        });
        order.push(variable);
    }
    let (mut done, mut order) = (vec![false; equations.len()], Vec::with_capacity(equations.len()));
    for variable in 0..equations.len() {
        visit(variable, equations, &mut done, &mut order);
    }
    order
}

/// The equation of each result. What is a variable itself is referred to, never written out twice.
fn named(tape: &Tape, given: &[Reference], results: &[Traced<'_>], rows: &Recording) -> Vec<Equation> {
    let naming = Naming { tape, given, variables: &rows.variables, same: same(results) };
    let chains: HashMap<usize, Vec<usize>> =
        naming.same.keys().map(|place| (*place, naming.chain(rows, *place))).collect();
    let equation = |(variable, result): (usize, &Traced<'_>)| match *result {
        Traced::Constant(value) => Expression::Constant(value),
        Traced::Recorded(_, place) => match tape.given_at(place) {
            Some(outside) => Expression::Reference(given[outside]),
            // Of several variables that are one number, the first has the equation and each next one names the one before.
            None => match chains[&place].iter().position(|other| *other == variable) {
                Some(n) if n > 0 => Expression::Reference(Reference::Now(chains[&place][n - 1])),
                _ => naming.equation(variable, place),
            },
        },
    };
    results.iter().enumerate().map(equation).collect()
}

/// The variables at each place of the tape.
fn same(results: &[Traced<'_>]) -> HashMap<usize, Vec<usize>> {
    let mut same: HashMap<usize, Vec<usize>> = HashMap::new();
    for (variable, result) in results.iter().enumerate() {
        if let Traced::Recorded(_, place) = result {
            same.entry(*place).or_default().push(variable);
        }
    }
    same
}

/// Which variable a place of the tape is called by.
struct Naming<'a> {
    tape: &'a Tape,
    given: &'a [Reference],
    variables: &'a [Row],
    same: HashMap<usize, Vec<usize>>,
}

impl Naming<'_> {
    fn equation(&self, variable: usize, place: usize) -> Equation {
        self.tape.expression(place, &|inner| self.reference(variable, inner))
    }

    /// What an equation calls a place: of several variables that are that number, the one nearest to its own.
    fn reference(&self, of: usize, place: usize) -> Option<Reference> {
        if let Some(outside) = self.tape.given_at(place) {
            return Some(self.given[outside]);
        }
        let near = |other: &usize| {
            let (own, other) = (&self.variables[of], &self.variables[*other]);
            let pairs = own.id.split('.').zip(other.id.split('.'));
            (own.place == other.place, pairs.take_while(|(a, b)| a == b).count())
        };
        let nearest = self.same.get(&place)?.iter().max_by_key(|other| near(other))?;
        Some(Reference::Now(*nearest))
    }

    /// The variables that are the number at `place`: those at home in what it is made of first, and inner places before
    /// outer ones.
    fn chain(&self, recording: &Recording, place: usize) -> Vec<usize> {
        let mut chain = self.same[&place].clone();
        if chain.len() > 1 && self.tape.given_at(place).is_none() {
            let at_home = |variable: usize| {
                let own = format!("{}.", self.variables[variable].place);
                let mut found = false;
                self.equation(variable, place).references(&mut |reference| {
                    found |= recording.row(*reference).id.starts_with(&own);
                });
                found
            };
            let depth = |variable: usize| self.variables[variable].id.split('.').count();
            chain.sort_by_key(|variable| {
                (!at_home(*variable), std::cmp::Reverse(depth(*variable)), *variable)
            });
        }
        chain
    }
}
