//! Equations as people read them: by ids or by names, in either language.

use crate::language::Language;
use crate::model::record::Row;
use crate::tape::Tightness::{Atom, Power, Product, Sign, Sum};
use crate::tape::{Equation, Form, Notation, Operation, Recording, Reference};

/// How an equation names what it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// By id: `stages.building.moved`, without what it shares with the place of the variable.
    Ids,
    /// By name in a language.
    Labels(Language),
}

/// The right side of the equation of `variable`.
pub fn in_words(recording: &Recording, variable: usize, equation: &Equation, names: Names) -> String {
    Words { recording, of: &recording.variables[variable], names }.write(equation)
}

struct Words<'a> {
    recording: &'a Recording,
    of: &'a Row,
    names: Names,
}

impl Notation<Reference> for Words<'_> {
    fn constant(&self, value: f64) -> String {
        // Nought has no sign in an equation.
        self.digits(&(value + 0.0).to_string())
    }

    fn reference(&self, reference: &Reference) -> String {
        self.name(*reference)
    }

    fn form(&self, operation: Operation) -> Form {
        match operation {
            Operation::Add => Form::Infix(" + ", Sum, Sum, Sum),
            Operation::Subtract => Form::Infix(" − ", Sum, Sum, Product),
            Operation::Multiply => Form::Infix(" × ", Product, Product, Product),
            Operation::Divide => Form::Infix(" ÷ ", Product, Product, Sign),
            Operation::Negate => Form::Around("−", "", Sign, Power),
            Operation::Power => Form::Infix("^", Power, Atom, Atom),
            Operation::Minimum => Form::CallOfAll(self.say("min", "کمینه")),
            Operation::Maximum => Form::CallOfAll(self.say("max", "بیشینه")),
            Operation::Exponential => Form::Call("exp"),
            Operation::Logarithm => Form::Call("ln"),
            Operation::Choose => Form::Pattern(
                self.say("({2} where {0} ≥ {1}, otherwise {3})", "({2} اگر {0} ≥ {1}, وگرنه {3})"),
            ),
        }
    }

    fn list(&self, parts: &[String]) -> String {
        match self.names {
            Names::Ids => parts.join(", "),
            Names::Labels(language) => language.list(parts),
        }
    }
}

impl Words<'_> {
    fn name(&self, reference: Reference) -> String {
        let row = self.recording.row(reference);
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

    fn say(&self, en: &'static str, fa: &'static str) -> &'static str {
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
}
