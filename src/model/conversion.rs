//! The literals that carry a unit. Every other literal of the model is 0, 1 or 2; a test holds that.

/// Months of a year.
pub const MONTHS_PER_YEAR: f64 = 12.0;
/// Per cent of a whole.
pub const PER_CENT: f64 = 100.0;
/// Nights of a year.
pub const NIGHTS_PER_YEAR: f64 = 365.0;
/// Hours that a visitor stays for each night a bed is taken.
pub const HOURS_PER_BED_NIGHT: f64 = 24.0;

/// Each of them with its unit, for whoever checks the equations.
pub const CONVERSIONS: &[(f64, &str)] = &[
    (MONTHS_PER_YEAR, "month/year"),
    (PER_CENT, "%"),
    (NIGHTS_PER_YEAR, "night/year"),
    (HOURS_PER_BED_NIGHT, "hour*visit/bed/night"),
];
