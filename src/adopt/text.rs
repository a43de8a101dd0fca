//! The scenario that an edited workbook comes to.

use std::fmt::Write as _;
use std::path::Path;

use super::Adopted;
use crate::scenario::quoted;

/// The text of a scenario with exactly the changes of a workbook.
pub fn write(adopted: &Adopted, name: &str, workbook: &Path) -> String {
    let base = &adopted.base.name;
    // A comment ends where its line does.
    let file = workbook.file_name().unwrap_or_default().to_string_lossy().replace(char::is_control, " ");
    let mut text = format!(
        "# What {file} says otherwise than `{base}`; everything else stays as it is there.\n\
         title = {{ en = {0}, fa = {0} }}\n\
         summary = {{ en = {1}, fa = {2} }}\n\
         based_on = [{3}]\n",
        quoted(name),
        quoted(&format!("{base}, changed by hand in {file}.")),
        quoted(&format!("{base} با تغییرهای دستی در {file}.")),
        quoted(base),
    );
    for line in &adopted.settings {
        // Writing to a text cannot fail.
        let _ = write!(text, "\n# set when the workbook was made\n{line}\n");
    }
    for change in &adopted.changes {
        let _ = write!(text, "\n# {} – {}; was {}\n", change.label.en, change.label.fa, change.was);
        let note = format!("from the workbook: {}", change.place);
        // A goal's value takes no note.
        let note = (!change.id.starts_with("goal.")).then_some(note.as_str());
        let _ = writeln!(text, "{}", change.line(note));
    }
    text
}
