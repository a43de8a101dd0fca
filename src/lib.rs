//! `ofogh` (افق): investment scenarios of a province.
#![warn(missing_docs)]

pub mod language;
pub mod model;
pub mod number;
