//! TOML as it is written: values so that reading them gives the same bits, and scenarios line by line.

use std::fmt::{Display, Write};

use super::distribution::Distribution;
use super::document::{Node, Value};
use crate::language::{Label, is_obeyed};

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            // What turns the order of the letters after it is written as what it is.
            c if is_obeyed(c) => {
                // Writing to a text cannot fail.
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Values by year from `first` on: one number, or a table of the years from which each holds.
pub fn values_by_year(values: &[f64], first: i32) -> String {
    let mut points: Vec<(i32, f64)> = Vec::new();
    for (year, value) in (first..).zip(values) {
        if points.last().is_none_or(|(_, last)| last.to_bits() != value.to_bits()) {
            points.push((year, *value));
        }
    }
    if let [(_, value)] = points[..] {
        return format!("{value:?}");
    }
    let points: Vec<String> = points.iter().map(|(year, value)| format!("{year} = {value:?}")).collect();
    format!("{{ {}, between = \"step\" }}", points.join(", "))
}

/// A value that was written already, with a note.
pub fn with_note(value: &str, note: &str) -> String {
    match value.strip_suffix(" }") {
        Some(table) => format!("{table}, note = {} }}", quoted(note)),
        None => format!("{{ value = {value}, note = {} }}", quoted(note)),
    }
}

/// A distribution, as the key and value of a table.
pub fn distribution(distribution: &Distribution) -> String {
    match distribution {
        Distribution::Uniform { low, high } => format!("uniform = [{low}, {high}]"),
        Distribution::Triangular { low, mode, high } => format!("triangular = [{low}, {mode}, {high}]"),
        Distribution::Pert { low, mode, high } => format!("pert = [{low}, {mode}, {high}]"),
        Distribution::Normal { mean, deviation, .. } => format!("normal = [{mean}, {deviation}]"),
        Distribution::Lognormal { low, high } => format!("lognormal = [{low}, {high}]"),
        Distribution::Points(points) => {
            let points: Vec<String> =
                points.iter().map(|(value, weight)| format!("[{value}, {weight}]")).collect();
            format!("points = [{}]", points.join(", "))
        }
    }
}

/// A value that was read, on one line.
pub(super) fn node(read: &Node) -> String {
    match &read.value {
        Value::Text(text) => quoted(text),
        Value::Number(number, whole) if *whole => format!("{number}"),
        Value::Number(number, _) => format!("{number:?}"),
        Value::Truth(truth) => truth.to_string(),
        Value::List(list) => format!("[{}]", list.iter().map(node).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let pairs = entries.iter().map(|entry| format!("{} = {}", quoted(&entry.key), node(&entry.node)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Date => read.written().to_owned(),
    }
}

/// A scenario as it grows, line by line.
#[derive(Debug, Clone, Default)]
pub struct ScenarioText(String);

impl ScenarioText {
    /// The text so far.
    pub fn finish(self) -> String {
        self.0
    }

    /// A line as it is.
    pub fn line(&mut self, text: impl Display) -> &mut Self {
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "{text}");
        self
    }

    /// A remark. It ends where its line does, so that a break in it becomes a space.
    pub fn comment(&mut self, text: impl Display) -> &mut Self {
        self.line(format!("# {}", text.to_string().replace(char::is_control, " ")))
    }

    /// A value that is written already.
    pub fn set(&mut self, id: &str, value: impl Display) -> &mut Self {
        self.line(format_args!("{id} = {value}"))
    }

    /// A text in both languages.
    pub fn label(&mut self, id: &str, label: &Label) -> &mut Self {
        self.set(id, format_args!("{{ en = {}, fa = {} }}", quoted(&label.en), quoted(&label.fa)))
    }

    /// The scenario it rests on.
    pub fn based_on(&mut self, name: &str) -> &mut Self {
        self.set("based_on", format_args!("[{}]", quoted(name)))
    }
}
