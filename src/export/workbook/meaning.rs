//! What a formula says, apart from how it is written: spreadsheets put brackets, spaces, `$` and the case of letters as
//! they like when they save, and nothing else.

/// What a formula refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormulaTarget {
    /// A cell: its sheet, if the formula names one, then its row and column from 0.
    Cell(Option<String>, u32, u32),
    /// A defined name, in capitals.
    Name(String),
}

/// Deepest nesting of a formula that is read; spreadsheets take 64.
const DEEPEST: usize = 100;

/// The formula with every operation in brackets of its own, and for each reference what `place` calls it; nothing for a
/// text that is no formula.
pub fn meaning(formula: &str, place: &dyn Fn(&FormulaTarget) -> String) -> Option<String> {
    let text: Vec<char> = formula.trim_start_matches('=').chars().collect();
    let mut reader = FormulaReader { text, at: 0, depth: 0, place };
    let term = reader.chain(0)?;
    reader.peek().is_none().then(|| term.whole())
}

/// The operations that are worked out from left to right, the loosest first.
const LEVELS: [&[&str]; 5] = [&["<>", "<=", ">=", "=", "<", ">"], &["&"], &["+", "-"], &["*", "/"], &["^"]];
/// The level of what holds together by itself.
const ATOM: usize = LEVELS.len();

/// The levels of sums and of products.
const SUM: usize = 2;
const PRODUCT: usize = 3;

/// A part of a formula: its text without sign and without brackets around it, and the level of the operations that join it.
/// A sign goes before the whole product it stands in: `(-a)*b` is `-(a*b)`.
struct Term {
    negative: bool,
    text: String,
    level: usize,
}

impl Term {
    fn atom(text: String) -> Self {
        Self { negative: false, text, level: ATOM }
    }

    /// The text but for its sign, as a part of something joined at `level`.
    fn unsigned(&self, level: usize) -> String {
        if self.level == ATOM || self.level == level { self.text.clone() } else { format!("({})", self.text) }
    }

    /// The text as a part of something joined at `level`.
    fn within(self, level: usize) -> String {
        if self.negative { format!("(-{})", self.unsigned(ATOM)) } else { self.unsigned(level) }
    }

    /// The text by itself.
    fn whole(self) -> String {
        if self.negative { format!("-{}", self.unsigned(ATOM)) } else { self.text }
    }
}

struct FormulaReader<'a> {
    text: Vec<char>,
    at: usize,
    depth: usize,
    place: &'a dyn Fn(&FormulaTarget) -> String,
}

impl FormulaReader<'_> {
    /// Terms joined by the operations of a level and of tighter ones.
    fn chain(&mut self, level: usize) -> Option<Term> {
        let Some(signs) = LEVELS.get(level) else { return self.signed() };
        let first = self.chain(level + 1)?;
        let Some(mut sign) = self.sign(signs) else { return Some(first) };
        let mut negative = level == PRODUCT && first.negative;
        let mut text = match level {
            PRODUCT => first.unsigned(level),
            // A sum within a sum has its own signs.
            SUM if first.level == SUM => first.whole(),
            SUM if first.negative => format!("-{}", first.unsigned(ATOM)),
            _ => first.within(level),
        };
        loop {
            let next = self.chain(level + 1)?;
            // In `a+(b-c)` and in `a*(b/c)` the brackets say nothing; in `a-(b+c)` they do.
            let open = if sign == "*" || (sign == "+" && !next.negative) { level } else { ATOM };
            match level {
                PRODUCT => {
                    negative ^= next.negative;
                    text = text + sign + &next.unsigned(open);
                }
                SUM => {
                    let sign = if next.negative { if sign == "+" { "-" } else { "+" } } else { sign };
                    let part = next.unsigned(open);
                    text.push_str(if part.starts_with('-') { "" } else { sign });
                    text.push_str(&part);
                }
                _ => text = text + sign + &next.within(open),
            }
            match self.sign(signs) {
                Some(another) => sign = another,
                None => return Some(Term { negative, text, level }),
            }
        }
    }

    /// A term behind its sign, which binds tighter than a power in a spreadsheet.
    fn signed(&mut self) -> Option<Term> {
        let negative = match self.peek()? {
            '-' => true,
            '+' => false,
            _ => return self.percent(),
        };
        self.at += 1;
        let term = self.deeper(Self::signed)?;
        Some(Term { negative: term.negative ^ negative, ..term })
    }

    fn percent(&mut self) -> Option<Term> {
        let mut term = self.operand()?;
        while self.peek() == Some('%') {
            self.at += 1;
            term = Term::atom(format!("({}%)", term.within(ATOM)));
        }
        Some(term)
    }

    fn operand(&mut self) -> Option<Term> {
        match self.peek()? {
            '(' => {
                self.at += 1;
                let term = self.deeper(|reader| reader.chain(0))?;
                self.take(')')?;
                Some(term)
            }
            '"' => Some(Term::atom(format!("\"{}\"", self.quoted('"')?.escape_default()))),
            '\'' => {
                let sheet = self.quoted('\'')?;
                self.take('!')?;
                let word = self.word()?;
                self.area(Some(sheet), &word)
            }
            c if c.is_ascii_digit() || c == '.' => self.number(),
            _ => {
                let word = self.word()?;
                match self.text.get(self.at) {
                    Some('(') => self.call(&word),
                    Some('!') => {
                        self.at += 1;
                        let cell = self.word()?;
                        self.area(Some(word), &cell)
                    }
                    _ => self.area(None, &word),
                }
            }
        }
    }

    /// A function of a list.
    fn call(&mut self, word: &str) -> Option<Term> {
        let name = word.to_uppercase();
        let mut text = name.trim_start_matches("_XLFN.").to_owned();
        text.push('(');
        self.take('(')?;
        while self.peek()? != ')' {
            if !text.ends_with('(') {
                self.take(',')?;
                text.push(',');
            }
            text.push_str(&self.deeper(|reader| reader.chain(0))?.whole());
        }
        self.take(')')?;
        Some(Term::atom(text + ")"))
    }

    /// A cell, the corners of a range, or a name.
    fn area(&mut self, sheet: Option<String>, word: &str) -> Option<Term> {
        let cell =
            |sheet, word: &str| cell(word).map(|(row, column)| FormulaTarget::Cell(sheet, row, column));
        let Some(first) = cell(sheet.clone(), word) else {
            let text = word.to_uppercase();
            // A name of one sheet alone is none of ours.
            return sheet.is_none().then(|| Term::atom((self.place)(&FormulaTarget::Name(text))));
        };
        let mut text = (self.place)(&first);
        if self.peek() == Some(':') {
            self.at += 1;
            let word = self.word()?;
            text = format!("{text}:{}", (self.place)(&cell(sheet, &word)?));
        }
        Some(Term::atom(text))
    }

    fn number(&mut self) -> Option<Term> {
        let start = self.at;
        self.run(|c| c.is_ascii_digit() || c == '.');
        if matches!(self.text.get(self.at), Some('e' | 'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.text.get(self.at), Some('+' | '-')));
            self.run(|c| c.is_ascii_digit());
        }
        let number: f64 = self.text[start..self.at].iter().collect::<String>().parse().ok()?;
        Some(Term::atom(digits(number)))
    }

    /// A text between two marks; a doubled mark within is the mark itself.
    fn quoted(&mut self, mark: char) -> Option<String> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let c = *self.text.get(self.at)?;
            self.at += 1;
            if c == mark {
                if self.text.get(self.at) != Some(&mark) {
                    return Some(text);
                }
                self.at += 1;
            }
            text.push(c);
        }
    }

    fn word(&mut self) -> Option<String> {
        self.peek()?;
        let start = self.at;
        self.run(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '\\' | '?'));
        (self.at > start).then(|| self.text[start..self.at].iter().collect())
    }

    fn sign(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        self.peek()?;
        let rest = &self.text[self.at..];
        let starts =
            |sign: &&&'static str| sign.chars().zip(rest).filter(|(a, b)| a == *b).count() == sign.len();
        let sign = signs.iter().find(starts)?;
        self.at += sign.len();
        Some(sign)
    }

    fn run(&mut self, is: impl Fn(char) -> bool) {
        while self.text.get(self.at).is_some_and(|c| is(*c)) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: char) -> Option<()> {
        let is_there = self.peek()? == wanted;
        self.at += usize::from(is_there);
        is_there.then_some(())
    }

    /// The next character that is no space.
    fn peek(&mut self) -> Option<char> {
        self.run(char::is_whitespace);
        self.text.get(self.at).copied()
    }

    /// One level of nesting further down, if there may be one.
    fn deeper(&mut self, read: impl Fn(&mut Self) -> Option<Term>) -> Option<Term> {
        self.depth += 1;
        let term = if self.depth > DEEPEST { None } else { read(self) };
        self.depth -= 1;
        term
    }
}

/// A number to as many digits as every office suite keeps, and without the sign of nought.
pub fn digits(number: f64) -> String {
    format!("{:.13e}", number + 0.0)
}

/// Row and column, from 0, of `$F$12`.
pub fn cell(word: &str) -> Option<(u32, u32)> {
    let plain = word.replace('$', "").to_uppercase();
    let (letters, row) = plain.split_at(plain.find(|c: char| c.is_ascii_digit())?);
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = if row.bytes().all(|c| c.is_ascii_digit()) { row.parse().ok()? } else { return None };
    Some((row.checked_sub(1)?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(formula: &str) -> Option<String> {
        meaning(formula, &|target| match target {
            FormulaTarget::Cell(sheet, row, column) => {
                format!("[{} {row} {column}]", sheet.as_deref().unwrap_or(""))
            }
            FormulaTarget::Name(name) => name.clone(),
        })
    }

    /// What spreadsheets change when they save, and what changes a result.
    #[test]
    fn writing_does_not_matter_and_meaning_does() {
        for (a, b) in [
            ("=E12*(in_a_1405+1)^in_b_1405", "$E$12 * ( IN_A_1405 + 1.0 ) ^ in_b_1405"),
            ("=a+(b-c)", "a+b-c"),
            ("=(a*b)*c/d", "a*(b*c)/d"),
            ("='1 Model'!E12+Model!E$3", "('1 Model'!$E$12)+(Model!E3)"),
            ("=0.000000001*(-2)", "1E-9*-2"),
            ("=1-EXP((-(a*12))/b)", "1-EXP(-a*12/b)"),
            ("=a+(-b)", "a-b"),
            ("=IF(a>=b,\"met\",MAX(0,c))", "if(a >= b, \"met\", max(0,(c)))"),
        ] {
            assert_eq!(says(a).expect(a), says(b).expect(b));
        }
        for (a, b) in [
            ("=a*(b+c)", "=a*b+c"),
            ("=a-(b+c)", "=a-b+c"),
            ("=a/(b*c)", "=a/b*c"),
            ("=a^(b^c)", "=a^b^c"),
            ("=-(a^b)", "=-a^b"),
            ("=-(a+b)", "=-a+b"),
            ("=c+(-(a+b))", "=c-a+b"),
            ("=a-(-b+c)", "=a-b+c"),
            ("=(-a)^b", "=-(a^b)"),
            ("=a*-b", "=a*b"),
            ("=E12", "=E13"),
            ("=E12", "=F12"),
            ("=Model!E12", "=Goals!E12"),
            ("=in_a_1405", "=in_a_1406"),
            ("=a>=b", "=a>b"),
            ("=\"met\"", "=\"MET\""),
            ("=1.5", "=15%"),
        ] {
            assert_ne!(says(a).expect(a), says(b).expect(b));
        }
        for broken in
            ["=", "=a+", "=a b", "=(a", "=#REF!", "=\"a", "='a", &("=".to_owned() + &"(".repeat(100_000))]
        {
            assert_eq!(says(broken), None, "{broken:.20}");
        }
    }
}
