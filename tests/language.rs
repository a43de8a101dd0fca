//! Both languages in what people see.

use ofogh::language::Language;

use crate::support::{load, root};

#[test]
fn units_have_persian_names() {
    let scenario = load(&root().join("scenarios/four-year-plan.toml"), &[]);
    for row in scenario.inputs().map(|input| &input.row).chain(&scenario.variables) {
        let unit = Language::Persian.unit(&scenario.priced(&row.unit));
        assert!(!unit.chars().any(|c| c.is_ascii_alphanumeric()), "{}: {unit}", row.id);
    }
}

/// Half-spaces where Persian wants them: no plural or verb prefix stands apart by a whole space.
#[test]
fn persian_uses_half_spaces() {
    let scenario = load(&root().join("scenarios/four-year-plan.toml"), &[]);
    let labels =
        scenario.inputs().map(|input| &input.row).chain(&scenario.variables).map(|row| row.label.fa.clone());
    let figures = scenario
        .figures
        .figures
        .values()
        .flat_map(|figure| [figure.meaning.fa.clone(), figure.note.clone().unwrap_or_default().fa]);
    for text in labels.chain(figures) {
        for wrong in [" ها ", " های ", " می ", " نمی ", "ي", "ك"] {
            assert!(!format!("{text} ").contains(wrong), "{wrong:?} in {text}");
        }
    }
}
