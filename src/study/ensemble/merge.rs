//! Parts of an ensemble put together: what none of them has, what two of them have, and their sum.

use super::{Ensemble, Part, PartError, Tally};

/// What keeps parts from being a whole. Parts are given by their places in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// The members from the first to before the second are in no part.
    Missing(u64, u64),
    /// The members from the first to before the second are in both of these parts.
    Twice(u64, u64, [usize; 2]),
}

/// Members that no part has, and members that two parts have, in order. `ranges` holds the first member of each part and
/// the one after its last, in ascending order.
pub fn gaps(ranges: &[(u64, u64)], members: u64) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let (mut done, mut last): (u64, Option<usize>) = (0, None);
    for (n, &(from, to)) in ranges.iter().enumerate() {
        if from > done {
            gaps.push(Gap::Missing(done, from));
        }
        if let Some(last) = last.filter(|_| from < done && from < to) {
            gaps.push(Gap::Twice(from, to.min(done), [last, n]));
        }
        if to > done {
            (done, last) = (to, Some(n));
        }
    }
    if done < members {
        gaps.push(Gap::Missing(done, members));
    }
    gaps
}

/// The sum of parts of `ensemble`.
///
/// # Errors
/// The first part that is not of this ensemble or was changed, by its place, with what is wrong with it.
pub fn merge<'a>(
    ensemble: &Ensemble,
    parts: impl IntoIterator<Item = &'a Part>,
) -> Result<Tally, (usize, PartError)> {
    let mut whole = Tally::new(&ensemble.plan);
    for (n, part) in parts.into_iter().enumerate() {
        whole.merge(&ensemble.counted(part).map_err(|wrong| (n, wrong))?);
    }
    Ok(whole)
}
