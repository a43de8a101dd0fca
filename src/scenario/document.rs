//! A TOML text as a tree that remembers where everything stands.

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::fault::{Fault, Place, Source};
use crate::figure::explain;
use crate::language::visible;

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// What is written.
    pub value: Value,
    /// Where.
    pub place: Place,
}

/// What can be written.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A text in quotes.
    Text(String),
    /// A number; whole if it was written so.
    Number(f64, bool),
    /// `true` or `false`.
    Truth(bool),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order written.
    Table(Vec<Entry>),
    /// A date or time, which no key takes.
    Date,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The text as an id or a keyword: without marks that are not seen and spaces around it.
    pub(super) fn word(&self) -> Option<String> {
        self.text().map(visible)
    }

    /// The entries, if it is a table.
    pub(super) fn entries(&self) -> Option<&[Entry]> {
        if let Value::Table(entries) = &self.value { Some(entries) } else { None }
    }

    /// As it stands in the file.
    pub(super) fn written(&self) -> &str {
        self.place.source.text.get(self.place.span.clone()).unwrap_or_default()
    }

    /// What kind of thing it is, in both languages.
    pub(super) fn kind(&self) -> (&'static str, &'static str) {
        match &self.value {
            Value::Text(_) => ("a text", "متن"),
            Value::Number(..) => ("a number", "عدد"),
            Value::Truth(_) => ("true or false", "درست یا نادرست"),
            Value::List(_) => ("a list", "فهرست"),
            Value::Table(_) => ("a table", "جدول"),
            Value::Date => ("a date", "تاریخ"),
        }
    }
}

/// Reads a text. Syntax faults are collected; what could be read is returned beside them.
pub(super) fn parse(source: &Arc<Source>) -> (Node, Vec<Fault>) {
    let mut faults = Vec::new();
    if let Some(at) = source.text.find('\0') {
        let place = Place { source: Arc::clone(source), span: at..at + 1 };
        faults.push(
            Fault::new(
                "not-text",
                "this file holds a NUL byte: it is not a text file",
                "این پرونده بایت صفر دارد و متن نیست",
            )
            .at(&place, "here", "اینجا")
            .help("save the scenario as plain UTF-8 text", "سناریو را به صورت متن سادهٔ UTF-8 ذخیره کنید"),
        );
        return (Node { value: Value::Table(Vec::new()), place: Place::whole(source) }, faults);
    }
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    faults.extend(explain(source, &errors));
    let span = table.span();
    let node = table_node(source, table.get_ref(), span);
    (node, faults)
}

fn table_node(source: &Arc<Source>, table: &DeTable<'_>, span: Range<usize>) -> Node {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            place: Place { source: Arc::clone(source), span: key.span() },
            node: value_node(source, value.get_ref(), value.span()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.place.span.start);
    Node { value: Value::Table(entries), place: Place { source: Arc::clone(source), span } }
}

fn value_node(source: &Arc<Source>, value: &DeValue<'_>, span: Range<usize>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Number(whole(number), true),
        DeValue::Float(number) => {
            Value::Number(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN), false)
        }
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(list) => {
            Value::List(list.iter().map(|item| value_node(source, item.get_ref(), item.span())).collect())
        }
        DeValue::Table(table) => return table_node(source, table, span),
    };
    Node { value, place: Place { source: Arc::clone(source), span } }
}

/// A whole number, however long: the nearest there is. One with more than about 308 digits becomes infinite, and is refused
/// as too large.
fn whole(number: &toml::de::DeInteger<'_>) -> f64 {
    let text = number.as_str().replace('_', "");
    match number.radix() {
        10 => text.parse().unwrap_or(f64::NAN),
        radix => {
            let digits = text.chars().filter_map(|digit| digit.to_digit(radix));
            digits.fold(0.0, |value, digit| value * f64::from(radix) + f64::from(digit))
        }
    }
}
