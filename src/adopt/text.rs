//! The scenario that an edited workbook comes to.

use std::fmt::Write as _;
use std::path::Path;

use super::Adopted;

/// The text of a scenario with exactly the changes of a workbook.
pub fn write(adopted: &Adopted, name: &str, workbook: &Path) -> String {
    let (base, file) =
        (&adopted.base.name, workbook.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let mut text = format!(
        "# What was changed by hand in {file}; everything else stays as it is in `{base}`.\n\
         title = {{ en = {name:?}, fa = {name:?} }}\n\
         summary = {{ en = {:?}, fa = {:?} }}\n\
         based_on = [{base:?}]\n",
        format!("{base}, changed by hand in {file}."),
        format!("{base} با تغییرهای دستی در {file}."),
    );
    for change in &adopted.changes {
        // Writing to a text cannot fail.
        let _ = write!(text, "\n# {} – {}; was {}\n", change.label.en, change.label.fa, change.was);
        let note = format!("changed by hand: {}", change.place);
        // A goal's value takes no note.
        let note = (!change.id.starts_with("goal.")).then_some(note.as_str());
        let _ = writeln!(text, "{}", change.line(note));
    }
    text
}
