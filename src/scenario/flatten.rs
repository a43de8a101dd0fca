//! A scenario with all its bases as one file: every key that any of them sets, the last word on each.

use std::fmt::Write;
use std::path::Path;

use super::document::{Node, Value};
use super::layers::Layer;
use super::rules::Settings;
use crate::fault::Source;

/// The merged settings as the text of one scenario that gives the same results wherever it stands.
pub fn text(layers: &[Layer], settings: &Settings) -> String {
    let mut text = String::from(
        "# Every key of the scenario and its bases; the last word on each.\n# The figures stay in their folder: send it along, and mend `figures` where it stands elsewhere.\n",
    );
    for (id, setting) in settings {
        let value = match id.as_str() {
            "based_on" => continue,
            "figures" => {
                quoted(&folder(layers, &setting.key.source, setting.node.text().unwrap_or_default()))
            }
            _ => toml(&setting.node),
        };
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{id} = {value}");
    }
    text
}

/// The folder of figures by its full path, so that it is found from anywhere.
fn folder(layers: &[Layer], source: &Source, folder: &str) -> String {
    let layer = layers.iter().find(|layer| *layer.source == *source);
    let beside = layer.and_then(|layer| layer.path.parent()).unwrap_or(Path::new(""));
    let path = beside.join(folder);
    path.canonicalize().unwrap_or(path).display().to_string()
}

/// A value as TOML, on one line.
fn toml(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Number(number, whole) if *whole => format!("{number}"),
        Value::Number(number, _) => format!("{number:?}"),
        Value::Truth(truth) => truth.to_string(),
        Value::List(list) => format!("[{}]", list.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let pairs = entries.iter().map(|entry| format!("{} = {}", quoted(&entry.key), toml(&entry.node)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Date => node.written().to_owned(),
    }
}

/// A text in quotes, as TOML wants it.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a text cannot fail.
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
