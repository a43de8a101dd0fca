//! Numbers and texts as files of data hold them: a nought has no sign, and no text is taken for a formula.

use std::borrow::Cow;
use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

/// A number with all its digits.
pub(super) fn number(value: f64) -> String {
    (value + 0.0).to_string()
}

/// A text that a spreadsheet opening the file does not take for a formula.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A document as JSON on many lines.
pub(super) fn json(document: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Vec::new();
    let layout = SignlessNoughts(PrettyFormatter::new());
    document.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, layout))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The usual layout; numbers alone are written in another way.
struct SignlessNoughts(PrettyFormatter<'static>);

/// Hands what it is asked to the usual layout.
macro_rules! as_usual {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, writer: &mut W, $($argument: $type),*) -> io::Result<()> {
            self.0.$name(writer, $($argument),*)
        })*
    };
}

impl Formatter for SignlessNoughts {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        self.0.write_f64(writer, value + 0.0)
    }

    as_usual! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noughts_have_no_sign_and_texts_are_no_formulas() {
        assert_eq!([number(-0.0), number(-0.5)], ["0", "-0.5"]);
        assert_eq!(
            ["=1+1", "-a", "@a", "a=1"].map(|plain| text(plain).into_owned()),
            ["'=1+1", "'-a", "'@a", "a=1"]
        );
        let found = json(&serde_json::json!({ "a": [-0.0, 1.5], "b": {} })).expect("a document");
        assert_eq!(
            String::from_utf8_lossy(&found),
            "{\n  \"a\": [\n    0.0,\n    1.5\n  ],\n  \"b\": {}\n}\n"
        );
    }
}
