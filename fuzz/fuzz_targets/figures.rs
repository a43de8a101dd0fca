//! Any text as one of the files of figures: read or refused, drawn in both languages, and never breaks the program.
//!
//! The first byte says which file; the rest is its text.
#![no_main]

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use libfuzzer_sys::fuzz_target;
use ofogh::cli::draw_plain;
use ofogh::fault::Source;
use ofogh::figure;
use ofogh::language::Language;

static FIGURES: OnceLock<Vec<Arc<Source>>> = OnceLock::new();

fn figures() -> Vec<Arc<Source>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../seeds");
    let entries = std::fs::read_dir(folder).expect("the figures");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let source = |path: &PathBuf| {
        Source::new(path.display().to_string(), std::fs::read_to_string(path).expect("a text"))
    };
    paths.iter().map(source).collect()
}

fuzz_target!(|input: (u8, &str)| {
    let (which, text) = input;
    let mut sources = FIGURES.get_or_init(figures).clone();
    let file = usize::from(which) % sources.len();
    sources[file] = Source::new(sources[file].name.clone(), text);
    match figure::read(&sources) {
        Ok(figures) => assert!(figures.figures.values().all(|figure| figure.value.is_finite())),
        Err(faults) => {
            assert!(!faults.is_empty());
            let _ = (draw_plain(&faults, Language::English), draw_plain(&faults, Language::Persian));
        }
    }
});
