//! A part of an ensemble as it is asked for: `3/64`.

use super::MOST;

/// A part of so many.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartArgument(u64, u64);

impl std::str::FromStr for PartArgument {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((k, n)) if (1..=n).contains(&k) && n <= MOST => Ok(Self(k, n)),
            _ => Err("a part is written K/N, such as 3/64, counted from 1"),
        }
    }
}

impl PartArgument {
    /// Its members of so many: the first, and the one after the last.
    pub(super) fn range(self, members: u64) -> (u64, u64) {
        // Neither is above 2^31, so no product is above 2^62.
        let upto = |k: u64| members * k / self.1;
        (upto(self.0 - 1), upto(self.0))
    }
}
