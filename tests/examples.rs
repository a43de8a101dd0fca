//! The examples of the library: each is short and runs.

use std::process::Command;

use crate::support::root;

#[test]
fn every_example_is_short_and_runs() {
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("examples")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a text");
        assert!(text.lines().count() <= 40, "{} is too long to be an example", path.display());
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let run = ["run", "--quiet", "--locked", "--example", &name];
        let output = Command::new(env!("CARGO")).current_dir(root()).args(run).output().expect("cargo");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!said.trim().is_empty() && !said.contains("NaN"), "{name} says {said}");
        seen += 1;
    }
    assert_eq!(seen, 5);
}
