//! Pages that are generated: `RENEW=1 cargo test generated` writes them anew.

use crate::support::{program, root};

/// Writes a page anew if asked to, and holds it against what it should be.
fn is_current(page: &str, text: &str) {
    let path = root().join("docs").join(page);
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&path, text).expect("a page");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "docs/{page} is out of date: RENEW=1 cargo test generated");
}

/// docs/commands.md, from the declarations that read the command line.
#[test]
fn generated_reference_of_commands_is_current() {
    let page = ofogh::cli::reference();
    for command in ["run", "adopt", "show", "ensemble", "merge", "sensitivity", "discover", "schema"] {
        assert!(page.contains(&format!("## `ofogh {command}`")), "{command}");
    }
    is_current("commands.md", &page);
}

/// docs/inputs.md, docs/variables.md and docs/equations.md; `RENEW=1 cargo test generated` writes them anew.
#[test]
fn generated_references_are_current() {
    for (page, arguments) in [
        ("inputs", vec!["inputs"]),
        ("variables", vec!["inputs", "--variables"]),
        ("equations", vec!["equations"]),
    ] {
        let said =
            program().args(arguments).args(["--format", "markdown"]).output().expect("the program runs");
        let text = String::from_utf8(said.stdout).expect("text");
        is_current(&format!("{page}.md"), &text);
    }
}

/// Every test that docs/guarantees.md names is there.
#[test]
fn guarantees_name_tests_that_are_there() {
    let page = std::fs::read_to_string(root().join("docs/guarantees.md")).expect("the page");
    let mut named = 0;
    for line in page.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        let held_by = line.rsplit(" | ").next().expect("a last column");
        for (at, name) in held_by.split('`').enumerate().skip(1).step_by(2) {
            let folder = if held_by.split('`').nth(at + 1).is_some_and(|after| after.starts_with(" †")) {
                "recalculation/tests"
            } else {
                "tests"
            };
            let (module, test) = name.split_once("::").expect("a module and a test");
            let file = format!("{folder}/{module}.rs");
            let source = std::fs::read_to_string(root().join(&file)).unwrap_or_else(|_| panic!("{file}"));
            let at = source.find(&format!("fn {test}(")).unwrap_or_else(|| panic!("no `{test}` in {file}"));
            // Between the mark of a test and its name stand at most a few allowances.
            let mark = source[..at].rfind("#[test]").unwrap_or_else(|| panic!("`{test}` is no test"));
            assert!(!source[mark..at].contains("\n}"), "`{test}` in {file} is no test");
            named += 1;
        }
    }
    assert!(named > 40, "{named}");
}
