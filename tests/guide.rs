//! What the planner's guides show of a command is what the command says.

use ofogh::language::plain_digits;

use crate::support::{ofogh, root};

/// The numbers of a line, in order; names are cut to the width of a terminal, numbers are not.
fn numbers(line: &str) -> Vec<String> {
    let plain = plain_digits(line).replace(',', "");
    let parts = plain.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')));
    let numbers =
        parts.map(|part| part.trim_matches('.')).filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    numbers.map(str::to_owned).collect()
}

/// Whether these are among those, in this order.
fn are_among(shown: &[String], said: &[String]) -> bool {
    let mut said = said.iter();
    shown.iter().all(|number| said.any(|other| other == number))
}

/// The lines of the block of a guide that begins so, up to its end.
fn block<'a>(guide: &'a str, beginning: &str) -> Vec<&'a str> {
    let lines = guide.lines().skip_while(|line| !line.starts_with(beginning));
    lines
        .take_while(|line| !(line.starts_with("```") || line.is_empty() && beginning.starts_with('|')))
        .collect()
}

/// That every line of these blocks of a guide with numbers has the numbers of some line that the command prints.
fn holds(page: &str, beginnings: &[&str], arguments: &[&str]) {
    let guide = std::fs::read_to_string(root().join("docs").join(page)).expect("a guide");
    let done = ofogh(arguments);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8(done.stdout).expect("a text");
    let said: Vec<_> = said.lines().map(numbers).collect();
    for beginning in beginnings {
        let block = block(&guide, beginning);
        let mut held = 0;
        for line in block {
            let shown = numbers(line);
            assert!(
                said.iter().any(|said| are_among(&shown, said)),
                "{page}: {arguments:?} does not say: {line}"
            );
            held += usize::from(!shown.is_empty());
        }
        assert!(held >= 2, "{page} shows numbers after {beginning}");
    }
}

/// The blocks of both guides, each language with what the program says in it.
fn both(english: &[&str], persian: &[&str], arguments: &[&str]) {
    holds("guide.en.md", english, &[arguments, &["--lang", "en"]].concat());
    holds("guide.fa.md", persian, &[arguments, &["--lang", "fa"]].concat());
}

const REFERENCE: &str = "scenarios/reference.toml";

#[test]
fn a_run_says_what_the_guides_show() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("reference.csv").display().to_string();
    both(
        &["  variable                           unit"],
        &["| متغیر | یکا | آغاز |"],
        &["run", REFERENCE, "--out", &out],
    );
}

#[test]
fn an_ensemble_says_what_the_guides_show() {
    both(
        &["  variable                                     share"],
        &["| متغیر | سهم |", "| هدف: احتمال تحقق"],
        &["ensemble", REFERENCE],
    );
    both(&["# Member 7"], &["# Member 7"], &["ensemble", REFERENCE, "--member", "7"]);
}

#[test]
fn sensitivity_and_discovery_say_what_the_guides_show() {
    both(
        &[
            "  factor  ",
            "Reference: where the evidence points: Province: share",
            "Reference: where the evidence points: Province: gain",
        ],
        &["| عامل | منبع |", "| عامل سهم |", "| عامل افزایش سهم |"],
        &[
            "sensitivity",
            REFERENCE,
            "--of",
            "power.deficit@1405,province.gdp_share@1408,province.gdp_share_gain@1408",
        ],
    );
    both(
        &["12.9 % of 10,000 members"],
        &["| جعبه | شمار عامل |", "| چه | اثر |"],
        &["discover", REFERENCE, "--goal", "greenhouses"],
    );
}
