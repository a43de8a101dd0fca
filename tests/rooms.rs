//! The rooms of the house: who may know whom. `number ← model ← study ← export ← cli`; `figure ← scenario ← study`.

use std::path::{Path, PathBuf};

use crate::support::root;

/// Each room with the rooms it may import.
const MAY: &[(&str, &[&str])] = &[
    ("language", &[]),
    ("fault", &["language"]),
    ("number", &[]),
    ("figure", &["language", "fault"]),
    ("model", &["language", "number"]),
    ("scenario", &["language", "fault", "figure", "model"]),
    ("study", &["language", "fault", "figure", "number", "model", "scenario"]),
    ("export", &["language", "fault", "figure", "number", "model", "scenario", "study"]),
    ("adopt", &["language", "fault", "model", "scenario", "export"]),
    ("cli", &["language", "fault", "figure", "model", "scenario", "study", "export", "adopt"]),
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

#[test]
fn the_model_and_the_studies_touch_nothing_outside() {
    for path in sources(&root().join("src")) {
        if ["model", "number", "study"].contains(&room(&path).as_str()) {
            let text = std::fs::read_to_string(&path).expect("a text");
            for word in ["std::fs", "std::env", "std::time", "std::io", "println!", "static mut", "thread"] {
                assert!(!text.contains(word), "{} uses {word}", path.display());
            }
        }
    }
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
