//! A mistake a file: `tests/faults/NAME.toml` and the whole message it must give, `tests/faults/NAME.txt`.
//!
//! `RENEW=1 cargo test faults` writes the messages anew; read each as a planner before you commit it.

use ofogh::cli::draw_plain;
use ofogh::language::Language;
use ofogh::scenario::Scenario;

use crate::support::root;

#[test]
fn every_mistake_is_explained_as_recorded() {
    let folder = root().join("tests/faults");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    assert!(paths.len() >= 60, "at least sixty mistakes, not {}", paths.len());
    let mut differ = Vec::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        // Names ending in .fa.toml are explained in Persian.
        let language = if name.ends_with(".fa.toml") { Language::Persian } else { Language::English };
        let faults = Scenario::load(&path, &[]).err().unwrap_or_else(|| panic!("{name} holds no mistake"));
        let drawn = draw_plain(&faults, language).replace(&format!("{}/", folder.display()), "") + "\n";
        let recorded = path.with_extension("txt");
        if std::env::var_os("RENEW").is_some() {
            std::fs::write(&recorded, &drawn).expect("a message");
        } else if std::fs::read_to_string(&recorded).unwrap_or_default() != drawn {
            differ.push(format!("{name} says now:\n{drawn}"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
