//! Picking variables by pattern: `programme.*.operating`.

use crate::fault::did_you_mean;
use crate::language::Label;
use crate::model::record::Row;
use crate::scenario::matches;

/// A pattern that picks nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPattern {
    /// The pattern.
    pub pattern: String,
    /// The nearest variable, if one is near.
    pub nearest: Option<Label>,
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
