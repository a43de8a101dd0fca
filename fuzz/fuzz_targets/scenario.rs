//! Any text as a scenario over the reference: it is read or refused, drawn in both languages, and never breaks the program.
#![no_main]

use std::cell::RefCell;
use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use ofogh::cli::draw_plain;
use ofogh::language::Language;
use ofogh::scenario::Scenario;
use ofogh::study::{PriceBasis, Report, project};

thread_local! {
    static FOLDER: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) };
}

fuzz_target!(|text: &[u8]| {
    FOLDER.with_borrow_mut(|folder| {
        let folder = folder.get_or_insert_with(|| tempfile::tempdir().expect("a folder"));
        let path = folder.path().join("mine.toml");
        let reference = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scenarios/reference.toml");
        let mut whole = format!("based_on = \"{}\"\n", reference.display()).into_bytes();
        whole.extend_from_slice(text);
        std::fs::write(&path, whole).expect("a file");
        match Scenario::load(&path, &[]) {
            Ok(scenario) => {
                if let Ok(projection) = project(scenario) {
                    let _ = Report::new(projection, PriceBasis::Current);
                }
            }
            Err(faults) => {
                assert!(!faults.is_empty());
                let _ = (draw_plain(&faults, Language::English), draw_plain(&faults, Language::Persian));
            }
        }
    });
});
