//! Fingerprints of formulas: what a row of the model says, wherever it was moved to.

use sha2::{Digest, Sha256};

/// What stands in the place of fingerprints where there are no formulas.
pub const NONE: &str = "none";

/// What one cell says: a formula without its places and years, or a number, or nothing.
pub fn cell(formula: &str, number: Option<f64>) -> String {
    match (formula, number) {
        ("", None) => String::new(),
        // Office suites keep 15 digits, and no sign of nought.
        ("", Some(number)) => format!("{:.14e}", number + 0.0),
        (formula, _) => plain(formula),
    }
}

/// The fingerprint of a row from what its opening and each of its years say; years must say the same.
pub fn row(opening: &str, year: &str) -> String {
    let digest = Sha256::digest(format!("{opening}|{year}").as_bytes());
    let [a, b, c, d] = [digest[0], digest[1], digest[2], digest[3]];
    format!("{a:02x}{b:02x}{c:02x}{d:02x}")
}

/// A formula with `@` for each cell, names without their year and numbers as they are read. Programs that save a workbook
/// put brackets as they like, so a change of brackets alone is not seen.
fn plain(formula: &str) -> String {
    let text: Vec<char> = formula.chars().filter(|c| !c.is_whitespace() && *c != '$' && *c != '=').collect();
    let mut plain = String::new();
    let mut at = 0;
    while at < text.len() {
        let c = text[at];
        if c == '\'' {
            // The name of a sheet in quotes; what follows its `!` is a cell.
            let end = text[at + 1..].iter().position(|c| *c == '\'').map_or(text.len(), |n| at + n + 2);
            at = end;
        } else if c == '!' {
            at += 1;
        } else if c.is_ascii_digit() {
            let end = run(&text, at, |c| c.is_ascii_digit() || c == '.');
            let number: String = text[at..end].iter().collect();
            plain.push_str(&number.parse::<f64>().map_or(number, |number| number.to_string()));
            at = end;
        } else if c.is_alphabetic() || c == '_' {
            let end = run(&text, at, |c| c.is_alphanumeric() || c == '_' || c == '.');
            let word: String = text[at..end].iter().collect();
            if text.get(end) != Some(&'!') {
                plain.push_str(&without_place(&word));
            }
            at = end;
        } else {
            if c != '(' && c != ')' {
                plain.push(c);
            }
            at += 1;
        }
    }
    plain
}

fn run(text: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    text[from..].iter().position(|c| !is(*c)).map_or(text.len(), |n| from + n)
}

/// `@` for `F12`; a name without its year.
fn without_place(word: &str) -> String {
    let digits = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    let (letters, row) = word.split_at(digits);
    let is_cell = !row.is_empty()
        && letters.len() <= 3
        && letters.bytes().all(|c| c.is_ascii_uppercase())
        && row.bytes().all(|c| c.is_ascii_digit());
    if is_cell {
        return "@".to_owned();
    }
    match word.rsplit_once('_') {
        Some((name, year)) if year.len() == 4 && year.bytes().all(|c| c.is_ascii_digit()) => name.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_years_do_not_matter_and_everything_else_does() {
        let same = [
            "=E12*(in_nation.growth_1405+1)^in_period.length_1405",
            "F99 * ( in_nation.growth_1406 + 1 ) ^ in_period.length_1406",
            "$E$12*(in_nation.growth_1405+1.0)^in_period.length_1405",
            "'1 Model'!E12*(in_nation.growth_1405+1)^in_period.length_1405",
            "Model!E12*(in_nation.growth_1405+1)^in_period.length_1405",
        ];
        for formula in same {
            assert_eq!(cell(formula, Some(1.0)), cell(same[0], None), "{formula}");
        }
        for other in [
            "=E12*(in_nation.growth_1405+2)^in_period.length_1405",
            "=E12*2",
            "=E12*(in_nation.growth_1405+1)",
        ] {
            assert_ne!(cell(other, None), cell(same[0], None), "{other}");
        }
        assert_ne!(row("", &cell("", Some(1.0))), row("", &cell("", Some(1.5))));
    }
}
