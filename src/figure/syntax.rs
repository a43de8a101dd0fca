//! What a planner meant where a line is no TOML: the parser says what it expected, this says what to write.

use std::sync::Arc;

use crate::fault::{Fault, MOST_SHOWN, Place, Source};

/// A mistake of writing: a code, what is wrong and what to do, in both languages.
type Advice = (&'static str, [&'static str; 2], [&'static str; 2]);

const QUOTES: Advice = (
    "quotes",
    [
        "a text, or a number with its unit, must stand in straight quotes",
        "متن و عدد دارای یکا باید در گیومهٔ ساده باشد",
    ],
    [
        "write \"200 MUSD/year\", with the quotes of the keyboard",
        "بنویسید \"200 MUSD/year\" با گیومهٔ صفحه‌کلید",
    ],
);
const WORD_QUOTES: Advice = (
    "quotes",
    ["these are the quotes of a word processor", "این‌ها گیومهٔ واژه‌پردازند"],
    ["use the straight quotes of the keyboard: \"", "گیومهٔ سادهٔ صفحه‌کلید را به کار برید: \""],
);
const DIGITS: Advice = (
    "digits",
    ["Persian digits stand in quotes, with their unit", "رقم فارسی در گیومه و همراه یکا می‌آید"],
    ["write 45, or \"۴۵ MW\" in quotes", "بنویسید 45 یا \"۴۵ MW\" در گیومه"],
);
const COMMA: Advice = (
    "comma",
    ["a comma stands inside a number", "در میان عدد ویرگول آمده است"],
    [
        "write 1.4 with a point and 2600 without a mark",
        "اعشار را با نقطه (1.4) و هزارگان را بی‌نشانه (2600) بنویسید",
    ],
);
const EQUALS: Advice = (
    "equals",
    ["this line sets nothing", "این سطر چیزی را تعیین نمی‌کند"],
    ["write key = value, or begin a remark with #", "بنویسید کلید = مقدار، یا توضیح را با # آغاز کنید"],
);
const VALUE: Advice = (
    "value-missing",
    ["the value behind `=` is missing", "مقدار پس از `=` نیست"],
    ["write a number, a text in quotes or a table behind it", "پس از آن عدد، متن در گیومه یا جدول بنویسید"],
);
const UNCLOSED: Advice = (
    "unclosed",
    ["something that opens here is never closed", "آنچه اینجا باز شده بسته نشده است"],
    ["close the quotes or brackets on this line", "گیومه یا کروشهٔ این سطر را ببندید"],
);
const NUMBER: Advice = (
    "not-a-number",
    ["this is not how a number is written", "عدد این‌گونه نوشته نمی‌شود"],
    [
        "write 45 without a leading zero, 0.04 with digits on both sides of the point",
        "بنویسید 45 بدون صفر آغازین، و 0.04 با رقم در دو سوی نقطه",
    ],
);
const LATIN: Advice = (
    "latin-keys",
    ["keys are written in Latin letters", "کلیدها با حروف لاتین نوشته می‌شوند"],
    [
        "a Persian year as a key stands in quotes: \"۱۴۰۴\" = 150",
        "سال فارسی در جای کلید در گیومه می‌آید: \"۱۴۰۴\" = 150",
    ],
);
const TWICE: Advice = (
    "set-twice",
    ["this is set twice in the file", "این در پرونده دو بار تعیین شده است"],
    ["keep one of the two; join two tables of one name", "یکی را نگه دارید؛ دو جدول هم‌نام را یکی کنید"],
);
const DATE: Advice = (
    "date",
    ["dates of the Solar Hijri calendar stand in quotes", "تاریخ هجری خورشیدی در گیومه می‌آید"],
    ["write \"1404-06-31\"", "بنویسید \"1404-06-31\""],
);
const SEMICOLON: Advice = (
    "semicolon",
    ["a semicolon ends this line", "این سطر به نقطه‌ویرگول پایان یافته است"],
    ["take it out: a line ends where it ends", "آن را بردارید: سطر نشانهٔ پایان ندارد"],
);
const LIST_COMMA: Advice = (
    "comma-missing",
    ["a comma is missing here, or it is a Persian one", "اینجا ویرگول لاتین کم است"],
    ["separate with the Latin comma: [\"a\", \"b\"]", "با ویرگول لاتین جدا کنید: [\"a\", \"b\"]"],
);
const LINE_ENDS: Advice = (
    "line-ends",
    [
        "the lines of this file end as those of old Macs did",
        "سطرهای این پرونده مانند مک‌های قدیمی پایان می‌یابد",
    ],
    ["save it with the line ends of Unix or Windows", "آن را با پایان سطر یونیکس یا ویندوز ذخیره کنید"],
);
const NO_LINE: Advice = (
    "syntax",
    ["this is not how a line is written", "سطر چنین نوشته نمی‌شود"],
    [
        "a line is key = value, a [heading], or a remark behind #",
        "هر سطر یا کلید = مقدار است، یا [سرعنوان]، یا توضیحی پس از #",
    ],
);
const PATH: Advice = (
    "path",
    ["a backslash begins a special sign in a text", "بک‌اسلش در متن نشانهٔ ویژه می‌سازد"],
    ["write paths with `/`", "مسیرها را با `/` بنویسید"],
);

/// One fault for each line that is no TOML, in the order of the file. What the parser says of a line after one that
/// leaves something open is left out: it would only blame the innocent.
pub(crate) fn explain(source: &Arc<Source>, errors: &[toml::de::Error]) -> Vec<Fault> {
    let mut found: Vec<(Place, &str)> = errors
        .iter()
        .map(|error| {
            (Place { source: Arc::clone(source), span: error.span().unwrap_or(0..0) }, error.message())
        })
        .collect();
    found.sort_by_key(|(place, _)| place.span.start);
    let starts: Vec<usize> =
        std::iter::once(0).chain(source.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut faults: Vec<(usize, Fault)> = Vec::new();
    for (place, message) in found {
        let number = starts.partition_point(|start| *start <= place.span.start);
        let line = source.text[starts[number - 1]..].lines().next().unwrap_or_default();
        let opened = (message.contains("array") || message.contains("inline table"))
            .then(|| open_bracket(source, &place));
        if let Some(bracket) = opened.flatten() {
            let (code, what, help) = UNCLOSED;
            faults.push((
                bracket.line(),
                Fault::new(code, what[0], what[1])
                    .at(&bracket, "never closed", "بسته نشده")
                    .help(help[0], help[1]),
            ));
            break;
        }
        if faults.last().is_some_and(|(last, fault)| *last == number || fault.code == UNCLOSED.0) {
            continue;
        }
        let (code, what, help) = advice(line, message).unwrap_or_else(|| of_message(message));
        let fault = Fault::new(code, what[0], what[1]).at(&place, "here", "اینجا").help(help[0], help[1]);
        // Of the many that are only counted nobody asks where they were first.
        let first = (code == TWICE.0 && faults.len() < MOST_SHOWN).then(|| first_of_two(source, number));
        let fault = match first.flatten() {
            Some(first) => fault.also(&first, "first here", "نخست اینجا"),
            None => fault,
        };
        faults.push((number, fault));
    }
    faults.into_iter().map(|(_, fault)| fault).collect()
}

/// The earlier line that sets the same key as line `number`, or opens the same table.
fn first_of_two(source: &Arc<Source>, number: usize) -> Option<Place> {
    let key = |line: &str| line.split('=').next().unwrap_or_default().trim().to_owned();
    let wanted = key(source.text.lines().nth(number - 1)?);
    let mut start = 0;
    for line in source.text.split_inclusive('\n').take(number - 1) {
        if key(line) == wanted {
            return Some(Place { source: Arc::clone(source), span: start..start + line.trim_end().len() });
        }
        start += line.len();
    }
    None
}

/// The last bracket before `place`, on an earlier line, that nothing closes; texts in quotes are passed over.
fn open_bracket(source: &Arc<Source>, place: &Place) -> Option<Place> {
    let line_start = source.text[..place.span.start.min(source.text.len())].rfind('\n')?;
    let (mut open, mut quoted) = (Vec::new(), false);
    for (at, c) in source.text[..line_start].char_indices() {
        match c {
            '"' => quoted = !quoted,
            '\n' => quoted = false,
            '[' | '{' if !quoted => open.push(at),
            ']' | '}' if !quoted => drop(open.pop()),
            _ => {}
        }
    }
    open.last().map(|at| Place { source: Arc::clone(source), span: *at..at + 1 })
}

/// What to say where only the parser knows what is wrong.
fn of_message(message: &str) -> Advice {
    let known: [(&[&str], Advice); 5] = [
        (&["carriage return"], LINE_ENDS),
        (&["unquoted key"], LATIN),
        (&["must be quoted"], QUOTES),
        (&["missing comma"], LIST_COMMA),
        (&["fraction", "digit", "number", "integer", "float", "exponent"], NUMBER),
    ];
    let fits = |(signs, _): &&(&[&str], Advice)| signs.iter().any(|sign| message.contains(sign));
    known.iter().find(fits).map_or(NO_LINE, |(_, advice)| *advice)
}

fn advice(line: &str, message: &str) -> Option<Advice> {
    let code = line.trim();
    let (key, value) =
        code.split_once('=').map_or((code, None), |(key, value)| (key.trim(), Some(value.trim())));
    let first = value.and_then(|value| value.chars().next());
    let count = |wanted: &[char]| code.chars().filter(|c| wanted.contains(c)).count();
    let persian = |c: char| ('۰'..='۹').contains(&c) || ('٠'..='٩').contains(&c);
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if message.contains("duplicate key") {
        return Some(TWICE);
    }
    if message.contains("date") {
        return Some(DATE);
    }
    if message.contains("escape") {
        return Some(PATH);
    }
    if code.chars().any(|c| "“”„«»‘’".contains(c)) && !code.contains('"') {
        return Some(WORD_QUOTES);
    }
    let opens = count(&['[', '{']) > count(&[']', '}']);
    if count(&['"']) % 2 == 1 || opens {
        return Some(UNCLOSED);
    }
    let Some(value) = value else {
        return (!code.starts_with('[')).then_some(EQUALS);
    };
    if !key.starts_with('"') && !key.is_ascii() {
        return Some(LATIN);
    }
    if value.ends_with(';') {
        return Some(SEMICOLON);
    }
    match first {
        None | Some('#') => Some(VALUE),
        Some(c) if persian(c) => Some(DIGITS),
        Some(_)
            if value.split(',').collect::<Vec<_>>().len() == 2
                && value.split(',').all(|part| is_number(part.trim())) =>
        {
            Some(COMMA)
        }
        Some('.') => Some(NUMBER),
        // `400.`, `1.2.3`, `1e`, `1__0`: digits, signs and points that are no number.
        Some(c)
            if (c.is_ascii_digit() || c == '+' || c == '-')
                && value.chars().all(|c| c.is_ascii_digit() || "+-._eE".contains(c)) =>
        {
            Some(NUMBER)
        }
        Some('0') if is_number(value) => Some(NUMBER),
        Some(c)
            if c.is_alphabetic()
                || value.chars().any(|c| c.is_alphabetic() || c == '%') && c.is_ascii_digit() =>
        {
            Some(QUOTES)
        }
        Some(_) => None,
    }
}
