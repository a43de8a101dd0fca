//! `ofogh` (افق, "horizon"): investment scenarios of a province, projected year by year from sourced figures.
//!
//! The house, room by room; an arrow means "knows":
//!
//! ```text
//! number <- model <- tape <- engine        figure <- scenario <- study <- wording <- export <- cli
//! ```
//!
//! | room | what it holds |
//! |---|---|
//! | [`number`] | what the model asks of a number |
//! | [`model`] | one yearly step, written once over any number |
//! | [`tape`] | the step recorded: equations, their order, their units, their notations |
//! | [`engine`] | recordings as instructions, run for many members at once |
//! | [`figure`] | figures with value, unit, date, source, range; units, money, contradictions |
//! | [`scenario`] | what planners write: TOML read without guessing, every mistake explained |
//! | [`study`] | projection, goals, what ran out, ensembles, sensitivity, discovery, hindcast, what the results rest on |
//! | [`wording`] | sentences in two languages; each result laid out once, as a table |
//! | `export` | the living workbook, written and read back, CSV, JSON; written whole or not at all (feature `workbook`) |
//! | `cli` | the command line (feature `cli`) |
//! | [`fault`], [`files`], [`language`] | messages with their place; disk or memory; Persian and English |
//!
//! ```
//! use std::path::Path;
//!
//! let scenario = ofogh::scenario::Scenario::load(Path::new("scenarios/reference.toml"), &[]).expect("a valid scenario");
//! let projection = ofogh::study::project(scenario).expect("finite results");
//! let share = projection.value("province.gdp_share", 1414).expect("a variable and a year of the run");
//! assert!(share > 1.0 && share < 1.4);
//! ```

#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
#[cfg(feature = "workbook")]
pub mod export;
pub mod fault;
pub mod figure;
pub mod files;
pub mod language;
pub mod model;
pub mod number;
pub mod scenario;
pub mod study;
pub mod tape;
pub mod wording;
