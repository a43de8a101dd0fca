//! `ofogh` (افق): investment scenarios of a province.
#![warn(missing_docs)]

pub mod cli;
pub mod export;
pub mod fault;
pub mod figure;
pub mod language;
pub mod model;
pub mod number;
pub mod scenario;
pub mod study;
