//! Parts of an ensemble put together: what none of them has, what two of them have, and their sum.

use super::{Ensemble, Identity, Part, PartError, Tally};

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
fn gaps(ranges: &[(u64, u64)], members: u64) -> Vec<Gap> {
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

/// Parts that were found to be of one ensemble and to have each of its members once.
#[derive(Debug, Clone)]
pub struct WholeParts {
    parts: Vec<Part>,
    /// For each part its place in the list that was given.
    places: Vec<usize>,
}

/// What is wrong with a list of parts. Parts are given by their places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeError {
    /// A part is of another ensemble than the first, or than the scenario it is merged under.
    Part(usize, PartError),
    /// Members are missing or there twice.
    Gap(Gap),
}

impl WholeParts {
    /// Checks that parts are of one ensemble and have each of its members once.
    ///
    /// # Errors
    /// Everything that is wrong with them: parts of other ensembles or, if there is none, members missing or there twice.
    pub fn new(parts: Vec<Part>) -> Result<Self, Vec<MergeError>> {
        let Some(first) = parts.first().map(|part| part.of.clone()) else { return Err(Vec::new()) };
        let other = |(n, part): (usize, &Part)| Some(MergeError::Part(n, first.same(&part.of).err()?));
        let others: Vec<MergeError> = parts.iter().enumerate().filter_map(other).collect();
        if !others.is_empty() {
            return Err(others);
        }
        let mut places: Vec<usize> = (0..parts.len()).collect();
        places.sort_by_key(|place| parts[*place].range);
        let ranges: Vec<(u64, u64)> = places.iter().map(|place| parts[*place].range).collect();
        let named = |gap: Gap| match gap {
            Gap::Twice(from, to, both) => Gap::Twice(from, to, both.map(|n| places[n])),
            missing @ Gap::Missing(..) => missing,
        };
        let gaps: Vec<MergeError> =
            gaps(&ranges, first.members).into_iter().map(|gap| MergeError::Gap(named(gap))).collect();
        if gaps.is_empty() { Ok(Self { parts, places }) } else { Err(gaps) }
    }

    /// What they are parts of.
    pub fn identity(&self) -> &Identity {
        &self.parts[0].of
    }

    /// Their sum, as if the ensemble had been counted in one go.
    ///
    /// # Errors
    /// A part that is not of `ensemble` or was changed.
    pub fn merge(&self, ensemble: &Ensemble) -> Result<Tally, MergeError> {
        let mut whole = Tally::new(&ensemble.plan);
        for &place in &self.places {
            let counted = ensemble.counted(&self.parts[place]);
            whole.merge(&counted.map_err(|wrong| MergeError::Part(place, wrong))?);
        }
        Ok(whole)
    }
}
