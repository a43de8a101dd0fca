//! `ofogh` (افق, "horizon"): investment scenarios of a province, projected year by year from sourced figures.
//!
//! The house, room by room; an arrow means "knows":
//!
//! ```text
//! number <- model <- study <- export <- adopt <- cli        figure <- scenario <- study
//! ```
//!
//! | room | what it holds |
//! |---|---|
//! | [`number`] | what the model asks of a number; plain numbers, recorded ones that give the equations, recordings run for many members at once |
//! | [`model`] | one yearly step, written once over any number |
//! | [`figure`] | figures with value, unit, date, source, range; units, money, contradictions |
//! | [`scenario`] | what planners write: TOML read without guessing, every mistake explained |
//! | [`study`] | projection, ensembles, equations and their units, goals, what ran out, hindcast, what the results rest on |
//! | [`export`] | the living workbook, CSV, JSON; written whole or not at all |
//! | [`adopt`] | a workbook edited by hand, read back as a scenario |
//! | [`cli`] | the command line |
//! | [`fault`], [`language`] | messages with their place; Persian and English |
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
