//! Equations as people read them: by ids or by names, in either language.

use super::{Equation, Equations, Reference};
use crate::language::Language;
use crate::model::record::Row;
use crate::number::{Expression, Operation};

/// How an equation names what it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// By id: `stages.building.moved`, without what it shares with the place of the variable.
    Ids,
    /// By name in a language.
    Labels(Language),
}

/// How tightly an operation binds what it joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

/// The right side of the equation of `variable`.
pub fn in_words(equations: &Equations, variable: usize, equation: &Equation, names: Names) -> String {
    let writer = Writer { equations, of: &equations.variables[variable], names };
    writer.write(equation).0
}

struct Writer<'a> {
    equations: &'a Equations,
    of: &'a Row,
    names: Names,
}

impl Writer<'_> {
    fn write(&self, equation: &Equation) -> (String, Binding) {
        match equation {
            // Nought has no sign in an equation.
            Expression::Constant(value) => (self.digits(&(value + 0.0).to_string()), Binding::Atom),
            Expression::Reference(reference) => (self.name(*reference), Binding::Atom),
            Expression::Apply(operation, parts) => self.apply(*operation, parts),
        }
    }

    fn apply(&self, operation: Operation, parts: &[Equation]) -> (String, Binding) {
        let part = |n: usize, least: Binding| {
            let (text, binding) = self.write(&parts[n]);
            if binding < least { format!("({text})") } else { text }
        };
        let joined = |sign: &str, left: Binding, right: Binding| {
            format!("{} {sign} {}", part(0, left), part(1, right))
        };
        let call = |name: &str| {
            let all = parts.iter().flat_map(|part| part.joined(operation));
            let all: Vec<String> = all.map(|part| self.write(part).0).collect();
            (format!("{name}({})", self.list(&all)), Binding::Atom)
        };
        match operation {
            Operation::Add => (joined("+", Binding::Sum, Binding::Sum), Binding::Sum),
            Operation::Subtract => (joined("−", Binding::Sum, Binding::Product), Binding::Sum),
            Operation::Multiply => (joined("×", Binding::Product, Binding::Product), Binding::Product),
            Operation::Divide => (joined("÷", Binding::Product, Binding::Sign), Binding::Product),
            Operation::Negate => (format!("−{}", part(0, Binding::Power)), Binding::Sign),
            Operation::Power => {
                (format!("{}^{}", part(0, Binding::Atom), part(1, Binding::Atom)), Binding::Power)
            }
            Operation::Minimum => call(self.say("min", "کمینه")),
            Operation::Maximum => call(self.say("max", "بیشینه")),
            Operation::Exponential => call("exp"),
            Operation::Logarithm => call("ln"),
            Operation::Choose => {
                let test = format!("{} ≥ {}", part(0, Binding::Sum), part(1, Binding::Sum));
                let (yes, no) = (part(2, Binding::Sum), part(3, Binding::Sum));
                let (when, otherwise) = (self.say("where", "اگر"), self.say("otherwise", "وگرنه"));
                (format!("({yes} {when} {test}, {otherwise} {no})"), Binding::Atom)
            }
        }
    }

    fn name(&self, reference: Reference) -> String {
        let row = self.equations.row(reference);
        let inner = row.id.strip_prefix(&self.of.place).and_then(|rest| rest.strip_prefix('.'));
        match self.names {
            Names::Ids => {
                let id = inner.unwrap_or(&row.id);
                match reference {
                    Reference::Last(_) => format!("{id}[−1]"),
                    Reference::Start(_) => format!("{id}[0]"),
                    _ => id.to_owned(),
                }
            }
            Names::Labels(language) => {
                let here = row.place == self.of.place;
                let label = if here { &row.name } else { &row.label }.get(language);
                match reference {
                    Reference::Last(_) => format!("{label} [{}]", self.say("period before", "دورهٔ پیش")),
                    Reference::Start(_) => format!("{label} [{}]", self.say("opening", "آغاز")),
                    _ => label.to_owned(),
                }
            }
        }
    }

    fn say<'a>(&self, en: &'a str, fa: &'a str) -> &'a str {
        match self.names {
            Names::Ids => en,
            Names::Labels(language) => language.choose(en, fa),
        }
    }

    fn digits(&self, text: &str) -> String {
        match self.names {
            Names::Ids => text.to_owned(),
            Names::Labels(language) => language.digits(text),
        }
    }

    fn list(&self, texts: &[String]) -> String {
        match self.names {
            Names::Ids => texts.join(", "),
            Names::Labels(language) => language.list(texts),
        }
    }
}
