//! Picking variables by pattern: `programme.*.operating`.

use crate::fault::did_you_mean;
use crate::language::Label;
use crate::model::record::Row;

/// A pattern that picks nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPattern {
    /// The pattern.
    pub pattern: String,
    /// The nearest variable, if one is near.
    pub nearest: Option<Label>,
}

/// Whether `id` fits `pattern`, in which `*` stands for any run of characters.
pub fn matches(pattern: &str, id: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == id };
    let Some(rest) = id.strip_prefix(before) else { return false };
    (0..=rest.len()).filter(|at| rest.is_char_boundary(*at)).any(|at| matches(after, &rest[at..]))
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

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        assert!(matches("programme.*.operating", "programme.solar.operating"));
        assert!(matches("*", "anything"));
        assert!(matches("programme.solar*", "programme.solar_priority.started"));
        assert!(!matches("programme.*.operating", "programme.solar.operating_cost"));
        assert!(!matches("solar", "programme.solar"));
    }
}
