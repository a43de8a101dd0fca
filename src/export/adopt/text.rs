//! The scenario that an edited workbook comes to.

use std::path::Path;

use super::Adopted;
use crate::language::Label;
use crate::scenario::write::ScenarioText;

/// The text of a scenario with exactly the changes of a workbook.
pub(super) fn write(adopted: &Adopted, name: &str, workbook: &Path) -> String {
    let base = &adopted.base.name;
    let file = workbook.file_name().unwrap_or_default().to_string_lossy().replace(char::is_control, " ");
    let mut text = ScenarioText::default();
    text.comment(format_args!(
        "What {file} says otherwise than `{base}`; everything else stays as it is there."
    ));
    text.label("title", &Label::same(name));
    text.label(
        "summary",
        &Label::new(
            format!("{base}, changed by hand in {file}."),
            format!("{base} با تغییرهای دستی در {file}."),
        ),
    );
    text.based_on(base);
    for line in &adopted.settings {
        text.line("").comment("set when the workbook was made").line(line);
    }
    for change in &adopted.changes {
        text.line("").comment(format_args!("{} – {}; was {}", change.label.en, change.label.fa, change.was));
        let note = format!("from the workbook: {}", change.place);
        // A goal's value takes no note.
        let note = (!change.id.starts_with("goal.")).then_some(note.as_str());
        text.line(change.line(note));
    }
    text.finish()
}
