//! Files that a command writes.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::terminal::{self, stop};
use crate::export::{self, FileFormat};
use crate::fault::Fault;
use crate::language::Language;

/// Which files to write, and whether over what is there.
#[derive(Args)]
pub(super) struct OutputFiles {
    /// File to write, by its ending: .xlsx, .csv or .json; .part for a part of an ensemble. May be repeated.
    #[arg(long, value_name = "FILE")]
    pub(super) out: Vec<PathBuf>,
    /// Replace files that this program did not write, or that were changed since.
    #[arg(long)]
    pub(super) force: bool,
}

impl OutputFiles {
    /// The format of each file.
    pub(super) fn formats(&self) -> Result<Vec<FileFormat>, Fault> {
        self.out.iter().map(|path| FileFormat::of(path)).collect()
    }

    /// Looks at the places before anything is run that takes long.
    pub(super) fn check(&self) -> Result<(), Fault> {
        self.out.iter().try_for_each(|path| export::check_place(path, self.force))
    }

    /// The same for what is not whole: where something is there, beside it, as `fan.partial.csv`.
    pub(super) fn partial(&self) -> Self {
        let beside = |path: &PathBuf| match path.extension() {
            Some(ending) if path.exists() => {
                path.with_extension(format!("partial.{}", ending.to_string_lossy()))
            }
            _ => path.clone(),
        };
        Self { out: self.out.iter().map(beside).collect(), force: self.force }
    }

    /// Writes the files, all or none, whose bytes `make` gives for each format.
    pub(super) fn write(
        &self,
        formats: &[FileFormat],
        make: impl Fn(FileFormat) -> Result<Vec<u8>, Fault>,
    ) -> Result<(), Failure> {
        let file = |(path, format): (&PathBuf, &FileFormat)| Ok((path.clone(), make(*format)?));
        let files = self.out.iter().zip(formats).map(file).collect::<Result<Vec<_>, Fault>>()?;
        Ok(stop::whole(|| export::write_all(&files, self.force))?)
    }

    /// Says where the files are.
    pub(super) fn say(&self, language: Language) -> Result<(), Failure> {
        self.out.iter().try_for_each(|path| terminal::written_to(path, language))
    }
}
