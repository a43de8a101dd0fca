//! The rooms of the house: who may know whom, and what each may do.
//!
//! `number <- model <- tape <- engine`, `figure <- scenario <- study <- wording <- export <- cli`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::root;

/// Each room with the rooms it may import.
const MAY: &[(&str, &[&str])] = &[
    ("language", &[]),
    ("files", &["language"]),
    ("fault", &["language"]),
    ("number", &[]),
    ("figure", &["language", "fault", "files", "number"]),
    ("model", &["language", "number"]),
    ("tape", &["figure", "number", "model"]),
    ("engine", &["number", "tape"]),
    ("scenario", &["language", "fault", "files", "figure", "model"]),
    ("study", &["language", "fault", "figure", "number", "model", "tape", "engine", "scenario"]),
    ("wording", &["language", "fault", "figure", "model", "tape", "scenario", "study"]),
    ("export", &["language", "fault", "files", "figure", "model", "tape", "scenario", "study", "wording"]),
    ("cli", &["language", "fault", "files", "figure", "tape", "scenario", "study", "wording", "export"]),
];

fn sources(at: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(at).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn room(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).expect("a source");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn every_import_goes_the_right_way() {
    for path in sources(&root().join("src")) {
        let room = room(&path);
        if room == "lib" || room == "main" {
            continue;
        }
        let (_, may) =
            MAY.iter().find(|(name, _)| *name == room).unwrap_or_else(|| panic!("{room} has no rule"));
        let text = std::fs::read_to_string(&path).expect("a text");
        for after in text.split("crate::").skip(1) {
            let other: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(
                other == room || may.contains(&other.as_str()),
                "{} must not know `{other}`",
                path.display()
            );
        }
    }
}

/// No source of these rooms has any of these words, but for the file that is named.
fn never(rooms: &[&str], words: &[&str], but: &str) {
    for path in sources(&root().join("src")) {
        if rooms.contains(&room(&path).as_str()) && !path.ends_with(but) {
            let text = std::fs::read_to_string(&path).expect("a text");
            for word in words {
                assert!(!text.contains(word), "{} has `{word}`", path.display());
            }
        }
    }
}

#[test]
fn what_computes_touches_nothing_outside() {
    let rooms = ["number", "model", "tape", "engine", "study", "wording"];
    let outside = ["std::fs", "std::env", "std::time", "std::io", "println!", "static mut"];
    never(&rooms, &outside, "none");
}

#[test]
fn threads_are_in_one_file() {
    let all: Vec<&str> = MAY.iter().map(|(room, _)| *room).filter(|room| *room != "cli").collect();
    never(&all, &["thread::"], "study/workers.rs");
    // The command line sleeps while it waits for a file to be saved.
    never(&["cli"], &["thread::scope", "thread::spawn", "thread::Builder"], "none");
}

#[test]
fn the_command_line_and_the_files_compute_nothing() {
    let algorithms =
        ["Counter", "prim::", "estimate::", "Members::", "Quantile", "Stream", "nalgebra", "statrs"];
    never(&["cli", "export"], &algorithms, "none");
    let mathematics = [".powf(", ".powi(", ".sqrt(", ".exp(", ".ln(", ".log10(", ".sum::<f64>"];
    never(&["cli", "export", "wording"], &mathematics, "wording/ensemble.rs");
}

/// A name means one thing wherever it is read.
#[test]
fn no_type_has_two_meanings() {
    let mut known: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in sources(&root().join("src")) {
        for line in std::fs::read_to_string(&path).expect("a text").lines() {
            let words: Vec<&str> =
                line.split_whitespace().skip_while(|word| word.starts_with("pub")).take(2).collect();
            let [kind, name] = words[..] else { continue };
            // What an implementation calls its own is no type of the house.
            if !["struct", "enum", "trait", "type"].contains(&kind)
                || line.contains(" = ") && line.starts_with(' ')
            {
                continue;
            }
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            if kind == "type" && line.starts_with(' ') || name.is_empty() {
                continue;
            }
            // Two of one file stand for each other: with a feature and without it.
            if let Some(other) = known.insert(name.clone(), path.clone()).filter(|other| *other != path) {
                panic!("`{name}` is defined in {} and in {}", other.display(), path.display());
            }
        }
    }
    assert!(known.len() > 150, "{} types", known.len());
}

#[test]
fn no_file_is_too_long_to_read() {
    for path in sources(&root().join("src")) {
        let lines = std::fs::read_to_string(&path).expect("a text").lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

/// A step chooses with `pick`, never with an ordering.
#[test]
fn numbers_have_no_ordering() {
    let text = std::fs::read_to_string(root().join("src/number.rs")).expect("a text");
    assert!(!text.contains("PartialOrd") && !text.contains("PartialEq"));
}
