//! What is wrong with a file of figures, in the words of planners: the library that reads it speaks of fields and types.

use super::number;
use crate::fault::{Fault, did_you_mean, quotable};

/// What begins the message of a number that is no number; the text follows.
pub(super) const NO_NUMBER: &str = "not a number: ";

/// What the library expects, with how a planner writes it.
const KINDS: &[(&str, &str, &str)] = &[
    ("a number", "a number", "عدد"),
    ("a text or a list", "a text or a list of texts", "متن یا فهرست متن‌ها"),
    ("a string", "a text in quotes", "متن در گیومه"),
    ("string", "a text in quotes", "متن در گیومه"),
    ("struct Label", "{ en = \"…\", fa = \"…\" }", "{ en = \"…\", fa = \"…\" }"),
    ("an array of length 3", "three numbers: low, most likely, high", "سه عدد: کمینه، محتمل و بیشینه"),
    ("a sequence", "a list", "فهرست"),
    ("a map", "a table with its keys", "جدولی با کلیدهایش"),
    ("struct", "a table with its keys", "جدولی با کلیدهایش"),
];

/// A mistake from what the library says of it.
pub(super) fn mistake(message: &str) -> Fault {
    let fault = |en: String, fa: String| Fault::new("figure-file", en, fa);
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (first, others) = quoted.split_first().map_or(("", &[][..]), |(first, others)| (*first, others));
    let name = quotable(first);
    let list = others.join(", ");
    if let Some(text) = message.strip_prefix(NO_NUMBER) {
        let known = number(text).err();
        return known.unwrap_or_else(|| {
            let text = quotable(text);
            fault(format!("`{text}` is not a number alone"), format!("`{text}` تنها یک عدد نیست"))
                .help("the unit of a figure stands in `unit`", "یکای رقم در `unit` می‌آید")
        });
    }
    if message.starts_with("unknown field") {
        return fault(format!("unknown key `{name}`"), format!("کلید ناشناختهٔ `{name}`"))
            .help(format!("keys allowed here: {list}"), format!("کلیدهای مجاز: {list}"))
            .maybe_help(did_you_mean(first, others.iter().copied()));
    }
    if message.starts_with("unknown variant") {
        return fault(format!("`{name}` is none of the choices"), format!("`{name}` هیچ‌یک از گزینه‌ها نیست"))
            .help(format!("choose among: {list}"), format!("یکی را برگزینید: {list}"))
            .maybe_help(did_you_mean(first, others.iter().copied()));
    }
    if message.starts_with("missing field") {
        return fault(format!("`{name}` is missing"), format!("`{name}` کم است"))
            .help(format!("add `{name}`"), format!("`{name}` را بیفزایید"));
    }
    let wanted = message.split("expected ").nth(1).unwrap_or_default();
    match KINDS.iter().find(|(kind, ..)| wanted.starts_with(kind)) {
        Some((_, en, fa)) => {
            fault("something else is wanted here".to_owned(), "اینجا چیز دیگری لازم است".to_owned())
                .help(format!("write {en}"), format!("بنویسید: {fa}"))
        }
        None => {
            fault("this is not how figures are written".to_owned(), "ارقام چنین نوشته نمی‌شوند".to_owned())
                .help(
                    "a figure is a [heading] with value, unit, date, kind, source and meaning",
                    "رقم یک [سرعنوان] است با value، unit، date، kind، source و meaning",
                )
        }
    }
}
