//! A part of an ensemble as it is asked for: `3/64`.

use std::path::PathBuf;

use crate::fault::Fault;
use crate::study::limits;

/// A part of so many.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartArgument(u64, u64);

impl std::str::FromStr for PartArgument {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((k, n)) if (1..=n).contains(&k) && n <= limits::MEMBERS => Ok(Self(k, n)),
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

/// That the files of a part are called so.
pub(super) fn check_paths(paths: &[PathBuf]) -> Result<(), Fault> {
    let is_part = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "part");
    let Some(other) = paths.iter().find(|path| !is_part(path)) else { return Ok(()) };
    let name = other.display();
    let fault = Fault::new(
        "file-kind",
        format!("a part cannot be written to `{name}`"),
        format!("پاره را نمی‌توان در `{name}` نوشت"),
    );
    Err(fault.help(
        "end its name in .part; `ofogh merge` makes the other kinds of files",
        "نام را با ‎.part پایان دهید؛ `ofogh merge` پرونده‌های دیگر را می‌سازد",
    ))
}
