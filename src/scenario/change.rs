//! A setting that differs from what a scenario says.

use super::write::with_note;
use crate::language::Label;

/// An input or a goal that is changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// Id of the setting.
    pub id: String,
    /// Name in both languages.
    pub label: Label,
    /// Unit.
    pub unit: String,
    /// What the scenario says.
    pub was: String,
    /// What is said now, as a scenario writes it.
    pub now: String,
    /// Where: `edited.xlsx, Assumptions!F12`.
    pub place: String,
}

impl Change {
    /// The setting as a line of a scenario, with a note if there is one.
    pub fn line(&self, note: Option<&str>) -> String {
        match note {
            None => format!("{} = {}", self.id, self.now),
            Some(note) => format!("{} = {}", self.id, with_note(&self.now, note)),
        }
    }
}
