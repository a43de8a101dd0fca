//! The terminal: tables and faults as text.

pub(super) mod faults;
pub(super) mod table;
