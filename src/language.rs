//! Persian and English: labels, digits and numbers as people read them.

mod numbers;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language of labels, messages and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English, left to right, 0–9.
    #[default]
    English,
    /// Persian, right to left, ۰–۹.
    Persian,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// English.
    pub en: String,
    /// Persian.
    pub fa: String,
}

impl Label {
    /// A label from its two texts.
    pub fn new(en: impl Into<String>, fa: impl Into<String>) -> Self {
        Self { en: en.into(), fa: fa.into() }
    }

    /// The same text in both languages: identifiers, paths, codes.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { fa: text.clone(), en: text }
    }

    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Persian => &self.fa,
        }
    }

    /// This label, then `other`, joined by a colon; either may be empty.
    pub fn then(&self, other: &Self) -> Self {
        let join = |a: &str, b: &str| match (a, b) {
            ("", text) | (text, "") => text.to_owned(),
            _ => format!("{a}: {b}"),
        };
        Self { en: join(&self.en, &other.en), fa: join(&self.fa, &other.fa) }
    }
}

impl Language {
    /// The code used on the command line: `en` or `fa`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Persian => "fa",
        }
    }

    /// One of two texts.
    pub fn choose<'a>(self, en: &'a str, fa: &'a str) -> &'a str {
        match self {
            Self::English => en,
            Self::Persian => fa,
        }
    }

    /// The texts as a list, with the language's comma.
    pub fn list(self, texts: &[String]) -> String {
        texts.join(self.choose(", ", "، "))
    }

    /// Years in order, those that follow one another as a span: `1404, 1406–1409`.
    pub fn years(self, years: &[i32]) -> String {
        let mut spans: Vec<(i32, i32)> = Vec::new();
        for &year in years {
            match spans.last_mut() {
                Some((_, last)) if *last + 1 == year => *last = year,
                _ => spans.push((year, year)),
            }
        }
        let span = |(first, last): &(i32, i32)| {
            if first == last { first.to_string() } else { format!("{first}–{last}") }
        };
        self.digits(&self.list(&spans.iter().map(span).collect::<Vec<_>>()))
    }

    /// `text` with its digits and decimal marks as the language writes them, but for what stands in backticks or quotes:
    /// that is code.
    pub fn prose(self, text: &str) -> String {
        let (mut prose, mut inside) = (String::new(), None);
        let mut rest = text.chars().peekable();
        let mut in_number = false;
        while let Some(c) = rest.next() {
            match inside {
                Some(end) if c == end => inside = None,
                None if c == '`' || c == '"' => inside = Some(c),
                _ => {}
            }
            let is_mark = c == '.' && in_number && rest.peek().is_some_and(char::is_ascii_digit);
            prose.push(match (self, inside) {
                (Self::Persian, None) if is_mark => '٫',
                (Self::Persian, None) => persian_digit(c),
                _ => c,
            });
            in_number = c.is_ascii_digit();
        }
        prose
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Whether a character is obeyed and not shown: it controls a terminal, ends a line, or turns the order of those after it.
pub fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is not seen: marks of direction, half-spaces, a byte order mark.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text without what is not seen: marks, and spaces around it.
pub fn visible(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_mark(*c)).collect();
    seen.trim().to_owned()
}

/// The text as it is compared: in small letters, Arabic ones as Persian ones, digits as Latin ones, without vowel signs,
/// marks of direction, spaces and half-spaces.
pub fn folded(text: &str) -> String {
    let seen = plain_digits(text).to_lowercase();
    let letter = |c: char| match c {
        'ي' | 'ى' | 'ئ' => Some('ی'),
        'ك' => Some('ک'),
        'ة' | 'ۀ' => Some('ه'),
        'أ' | 'إ' => Some('ا'),
        'ـ' | '\u{64b}'..='\u{655}' | '\u{670}' => None,
        c => (!c.is_whitespace()).then_some(c),
    };
    seen.chars().filter_map(letter).collect()
}

/// Persian and Arabic digits and marks made plain: `۱۴۰۴` is `1404`, `۱٫۴` is `1.4`, `٪` is `%`. What is not seen is left
/// out, and every space is a plain one. The mark of thousands is taken out where it groups by three (`۲٬۶۰۰`); anywhere
/// else it stays, as a comma, for the reader to refuse.
pub fn plain_digits(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !is_mark(*c))
        .map(|c| match c {
            '۰'..='۹' => latin_digit(c, '۰'),
            '٠'..='٩' => latin_digit(c, '٠'),
            '٫' => '.',
            '٪' => '%',
            '−' => '-',
            '،' => ',',
            c if c.is_whitespace() => ' ',
            other => other,
        })
        .collect();
    let mut parts = plain.split('٬');
    let mut joined = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let before = joined.chars().rev().take_while(char::is_ascii_digit).count();
        let after = part.chars().take_while(char::is_ascii_digit).count();
        if before == 0 || after != 3 {
            joined.push(',');
        }
        joined.push_str(part);
    }
    joined
}

/// The Latin digit as far from `0` as `c` is from `zero`.
fn latin_digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}

fn persian_digit(c: char) -> char {
    match c {
        // The ten digits stand in one row in Unicode, so the offset is always a character.
        '0'..='9' => char::from_u32('۰' as u32 + (c as u32 - '0' as u32)).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_each_language_writes_them() {
        assert_eq!(Language::English.decimal(1_234_567.891, 1), "1,234,567.9");
        assert_eq!(Language::Persian.decimal(1_234_567.891, 1), "۱٬۲۳۴٬۵۶۷٫۹");
        assert_eq!(Language::English.number(-0.5), "−0.5000");
        assert_eq!(Language::English.decimal(-0.001, 1), "0.0");
        assert_eq!(Language::English.number(999.96), "1,000.0");
    }

    #[test]
    fn persian_digits_are_understood() {
        assert_eq!(plain_digits("۱٫۴ ٪ @۱۴۰۴"), "1.4 % @1404");
        assert_eq!(plain_digits("٢٬٦٠٠"), "2600");
        assert_eq!(plain_digits("۱٬۲۳۴٬۵۶۷"), "1234567");
        assert_eq!(plain_digits("۱٬۴"), "1,4", "a mark of thousands is no decimal point");
    }

    #[test]
    fn units_are_translated() {
        assert_eq!(Language::Persian.unit("1/year"), "در سال");
        assert_eq!(Language::Persian.unit("billion toman@current"), "میلیارد تومان به قیمت جاری");
        assert_eq!(Language::Persian.unit("billion toman@1404/year"), "میلیارد تومان به قیمت ۱۴۰۴ در سال");
    }
}
