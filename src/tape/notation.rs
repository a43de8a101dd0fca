//! How an expression is written as text: one writer for every notation. A notation is a table of forms.

use super::{Expression, Operation};

/// How tightly a text holds together; what binds less than it must is put in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tightness {
    /// Terms of a sum.
    Sum,
    /// Factors of a product.
    Product,
    /// A number behind its sign.
    Sign,
    /// A power.
    Power,
    /// What needs no brackets anywhere.
    Atom,
}

/// How an operation is written.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// A sign between two: how tight the whole is, and how tight its left and its right side must be.
    Infix(&'static str, Tightness, Tightness, Tightness),
    /// What stands before and behind one: how tight the whole is, and how tight the part must be.
    Around(&'static str, &'static str, Tightness, Tightness),
    /// A function of its parts, one after the other.
    Call(&'static str),
    /// A function of any number of parts: parts that are the same operation are listed among them.
    CallOfAll(&'static str),
    /// A text with `{0}`, `{1}` … for its parts, which stand in it as they are; it stands by itself.
    Pattern(&'static str),
}

/// A way to write expressions as text. `R` is what they refer to.
pub trait Notation<R> {
    /// A literal; it stands by itself.
    fn constant(&self, value: f64) -> String;
    /// What a reference is called; it stands by itself.
    fn reference(&self, reference: &R) -> String;
    /// How an operation is written.
    fn form(&self, operation: Operation) -> Form;
    /// The parts of a call, one after the other.
    fn list(&self, parts: &[String]) -> String {
        parts.join(", ")
    }
    /// An expression in this notation, the operations in the order in which they were recorded.
    fn write(&self, expression: &Expression<R>) -> String
    where
        Self: Sized,
    {
        written(self, expression).0
    }
}

fn written<R>(notation: &impl Notation<R>, expression: &Expression<R>) -> (String, Tightness) {
    let (operation, parts) = match expression {
        Expression::Constant(value) => return (notation.constant(*value), Tightness::Atom),
        Expression::Reference(reference) => return (notation.reference(reference), Tightness::Atom),
        Expression::Apply(operation, parts) => (*operation, parts),
    };
    let part = |n: usize, least: Tightness| {
        let (text, tightness) = written(notation, &parts[n]);
        if tightness < least { format!("({text})") } else { text }
    };
    let call = |name: &str, parts: &[&Expression<R>]| {
        let parts: Vec<String> = parts.iter().map(|part| written(notation, part).0).collect();
        format!("{name}({})", notation.list(&parts))
    };
    match notation.form(operation) {
        Form::Infix(sign, whole, left, right) => {
            (format!("{}{sign}{}", part(0, left), part(1, right)), whole)
        }
        Form::Around(before, behind, whole, least) => (format!("{before}{}{behind}", part(0, least)), whole),
        Form::Call(name) => (call(name, &parts.iter().collect::<Vec<_>>()), Tightness::Atom),
        Form::CallOfAll(name) => (call(name, &expression.joined(operation)), Tightness::Atom),
        Form::Pattern(pattern) => {
            // Between the braces stands the number of a part.
            let mut filled = String::new();
            for (n, text) in pattern.split(['{', '}']).enumerate() {
                match text.parse::<usize>() {
                    Ok(number) if n % 2 == 1 => filled.push_str(&part(number, Tightness::Sum)),
                    _ => filled.push_str(text),
                }
            }
            (filled, Tightness::Atom)
        }
    }
}
