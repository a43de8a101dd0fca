//! Any text as a `--set`: it is taken or refused, and never breaks the program.
#![no_main]

use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use ofogh::cli::draw_plain;
use ofogh::language::Language;
use ofogh::scenario::Scenario;
use ofogh::study::project;

fuzz_target!(|text: &str| {
    let base = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/small/programme.toml");
    match Scenario::load(&base, &[text.to_owned()]) {
        Ok(scenario) => drop(project(scenario)),
        Err(faults) => {
            let _ = draw_plain(&faults, Language::Persian);
        }
    }
});
