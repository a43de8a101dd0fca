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
        let mut text = String::new();
        write_within(self, expression, Tightness::Sum, &mut text);
        text
    }
}

/// Writes an expression behind `text`, in brackets if it holds together less than it must.
fn write_within<R>(
    notation: &impl Notation<R>,
    expression: &Expression<R>,
    least: Tightness,
    text: &mut String,
) {
    let (operation, parts) = match expression {
        Expression::Constant(value) => return text.push_str(&notation.constant(*value)),
        Expression::Reference(reference) => return text.push_str(&notation.reference(reference)),
        Expression::Apply(operation, parts) => (*operation, parts),
    };
    let form = notation.form(operation);
    let tightness = match form {
        Form::Infix(_, whole, ..) | Form::Around(_, _, whole, _) => whole,
        Form::Call(_) | Form::CallOfAll(_) | Form::Pattern(_) => Tightness::Atom,
    };
    if tightness < least {
        text.push('(');
    }
    let call = |name: &str, parts: &[&Expression<R>]| {
        let parts: Vec<String> = parts.iter().map(|part| notation.write(part)).collect();
        format!("{name}({})", notation.list(&parts))
    };
    match form {
        Form::Infix(sign, _, left, right) => {
            write_within(notation, &parts[0], left, text);
            text.push_str(sign);
            write_within(notation, &parts[1], right, text);
        }
        Form::Around(before, behind, _, least) => {
            text.push_str(before);
            write_within(notation, &parts[0], least, text);
            text.push_str(behind);
        }
        Form::Call(name) => text.push_str(&call(name, &parts.iter().collect::<Vec<_>>())),
        Form::CallOfAll(name) => text.push_str(&call(name, &expression.joined(operation))),
        Form::Pattern(pattern) => {
            // Between the braces stands the number of a part.
            for (n, between) in pattern.split(['{', '}']).enumerate() {
                match between.parse::<usize>() {
                    Ok(number) if n % 2 == 1 => write_within(notation, &parts[number], Tightness::Sum, text),
                    _ => text.push_str(between),
                }
            }
        }
    }
    if tightness < least {
        text.push(')');
    }
}
