//! Defined names of the live workbook: what a formula calls a cell, and by which a cell is found again after it moved.

use std::borrow::Cow;

use crate::figure::digest;

/// Longest id that is part of a name as it is; a name takes 255 letters.
const LONGEST: usize = 200;

/// An id as part of a name: of one that is too long its beginning and its digest.
fn part(id: &str) -> Cow<'_, str> {
    if id.len() <= LONGEST {
        return Cow::Borrowed(id);
    }
    let kept: String = id.chars().take(LONGEST / 2).collect();
    Cow::Owned(format!("{kept}.{}", &digest(id.as_bytes())[..16]))
}

/// The name of an input, in a year or at the opening date: `in_nation.growth_1405`. No cell can be called that.
pub fn input(prefix: &str, id: &str, year: Option<i32>) -> String {
    let id = part(id);
    match year {
        Some(year) => format!("in{prefix}_{id}_{year}"),
        None => format!("in{prefix}_{id}"),
    }
}

/// The name of the first year of a variable on the model's sheet, by its number.
pub fn row(prefix: &str, variable: usize) -> String {
    format!("row{prefix}_{variable}_")
}

/// The name of the target of a goal: `goal_gdp_share`.
pub fn goal(prefix: &str, id: &str) -> String {
    format!("goal{prefix}_{}", part(id))
}

/// The name of the Leontief block of a year: `leontief_1405`.
pub fn leontief(prefix: &str, year: i32) -> String {
    format!("leontief{prefix}_{year}")
}

/// The name of the table of purchases.
pub fn purchases(prefix: &str) -> String {
    format!("purchases{prefix}_")
}

/// The name of the matrix with ones on its diagonal.
pub fn identity(prefix: &str) -> String {
    format!("identity{prefix}_")
}

/// The id of a variable among those of all plans of a workbook.
pub fn of_plan(prefix: &str, id: &str) -> String {
    if prefix.is_empty() { id.to_owned() } else { format!("{prefix} {id}") }
}

/// Whether a name in capitals is that of a table of numbers.
pub fn is_table(name: &str) -> bool {
    ["LEONTIEF", "PURCHASES", "IDENTITY"].iter().any(|stem| name.starts_with(stem))
}

/// What a workbook says of itself whose inputs have names in their first year alone.
pub const FIRST_YEARS: &str = "first years";

/// What stands in the place of `live` in a workbook of numbers alone.
pub const NO_FORMULAS: &str = "none";

/// The name of the digest of all fingerprints.
pub const FINGERPRINTS: &str = "fingerprints_";

/// The name of a cell that says what the workbook was made from: `about_file`.
pub fn about(prefix: &str, what: &str) -> String {
    format!("about{prefix}_{what}")
}
