//! Picking results: variables by pattern, `programme.*.operating`; a variable in a year, `province.gdp_share@1408`.

use crate::fault::did_you_mean;
use crate::language::{Label, plain_digits};
use crate::model::record::Row;
use crate::scenario::{Scenario, matches};

/// A pattern that picks nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPattern {
    /// The pattern.
    pub pattern: String,
    /// The nearest variable, if one is near.
    pub nearest: Option<Label>,
}

/// What is no variable in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownResult {
    /// No variable has that id.
    Variable {
        /// The id.
        id: String,
        /// The nearest variable, if one is near.
        nearest: Option<Label>,
    },
    /// The run has no such year.
    Year {
        /// The year as it was written.
        year: String,
        /// First and last year of the run.
        run: (i32, i32),
    },
}

/// The indexes of the rows that any of the patterns picks: by pattern, then in the order of the rows, each once.
///
/// # Errors
/// The first pattern that picks nothing.
pub fn select(patterns: &[String], rows: &[Row]) -> Result<Vec<usize>, UnknownPattern> {
    let mut picked = Vec::new();
    for pattern in patterns {
        let fits: Vec<usize> = (0..rows.len()).filter(|index| matches(pattern, &rows[*index].id)).collect();
        if fits.is_empty() {
            let nearest = did_you_mean(pattern, rows.iter().map(|row| row.id.as_str()));
            return Err(UnknownPattern { pattern: pattern.clone(), nearest });
        }
        picked.extend(fits.into_iter().filter(|index| !picked.contains(index)).collect::<Vec<_>>());
    }
    Ok(picked)
}

/// The index of the variable and the place of the year that `VARIABLE@YEAR` names; without a year, the last one.
///
/// # Errors
/// An id that no variable has, a year that is not run.
pub fn result_at(scenario: &Scenario, asked: &str) -> Result<(usize, usize), UnknownResult> {
    let (id, year) = match asked.split_once('@') {
        Some((id, year)) => (id, Some(plain_digits(year))),
        None => (asked, None),
    };
    let Some(variable) = scenario.variables.iter().position(|row| row.id == id) else {
        let nearest = did_you_mean(id, scenario.variables.iter().map(|row| row.id.as_str()));
        return Err(UnknownResult::Variable { id: id.to_owned(), nearest });
    };
    let mut years = scenario.structure.all_years();
    let at = match year {
        None => Some(years.count() - 1),
        Some(ref year) => years.position(|known| known.to_string() == *year),
    };
    let run = scenario.structure.years;
    at.map(|at| (variable, at)).ok_or_else(|| UnknownResult::Year { year: year.unwrap_or_default(), run })
}
