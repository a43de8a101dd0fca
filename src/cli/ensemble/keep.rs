//! `--keep`: every member in a file, if the program was built with it.

#[cfg(feature = "parquet")]
pub(super) use with::Keep;
#[cfg(not(feature = "parquet"))]
pub(super) use without::Keep;

#[cfg(feature = "parquet")]
mod with {
    use std::io::Write;
    use std::path::Path;

    use crate::cli::Failure;
    use crate::cli::terminal::progress::Progress;
    use crate::cli::terminal::{self, stop};
    use crate::export;
    use crate::fault::Fault;
    use crate::language::Language;
    use crate::study::ensemble::Ensemble;
    use crate::study::workers::Watch;

    /// A file that members are kept in.
    pub(in super::super) struct Keep<'a> {
        path: &'a Path,
        force: bool,
    }

    impl<'a> Keep<'a> {
        /// Looks at the place before anything is run.
        ///
        /// # Errors
        /// An ending that is not `.parquet`, a file that is not ours.
        pub(in super::super) fn new(path: &'a Path, force: bool) -> Result<Self, Fault> {
            if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
                let name = path.display();
                let fault = Fault::new(
                    "file-kind",
                    format!("members cannot be kept in `{name}`"),
                    format!("عضوها را نمی‌توان در `{name}` نگه داشت"),
                );
                return Err(fault.help("end its name in .parquet", "نام را با ‎.parquet پایان دهید"));
            }
            export::check_place(path, force)?;
            Ok(Self { path, force })
        }

        /// Runs the members from `range.0` to before `range.1` once more and writes them.
        ///
        /// # Errors
        /// A full disk; Ctrl-C, after which there is no file.
        pub(in super::super) fn write(
            &self,
            ensemble: &Ensemble,
            range: (u64, u64),
            language: Language,
        ) -> Result<(), Failure> {
            let progress = Progress::new(language);
            let mut go_on = |done: u64, of: u64| {
                progress.done(done, of);
                !progress.is_enough()
            };
            let write = || export::members(self.path, ensemble, range, self.force, &mut go_on);
            let written = stop::whole(write);
            drop(progress);
            if !written? {
                self.stopped(language)?;
                return Err(Failure::Stopped);
            }
            let path = self.path.display();
            let says = language.choose("members kept in", "عضوها نگه داشته شد در");
            Ok(writeln!(terminal::err(), "{says} {path}")?)
        }

        /// Says that a run which was stopped keeps no members.
        ///
        /// # Errors
        /// A terminal that went away.
        pub(in super::super) fn stopped(&self, language: Language) -> Result<(), Failure> {
            let path = self.path.display();
            match language {
                Language::English => writeln!(terminal::err(), "stopped: `{path}` was not written")?,
                Language::Persian => writeln!(terminal::err(), "متوقف شد: `{path}` نوشته نشد")?,
            }
            Ok(())
        }
    }
}

#[cfg(not(feature = "parquet"))]
mod without {
    use std::path::Path;

    use crate::cli::Failure;
    use crate::fault::Fault;
    use crate::language::Language;
    use crate::study::ensemble::Ensemble;

    /// There is none in this build.
    pub(in super::super) enum Keep {}

    impl Keep {
        /// Says how to build the program that keeps members.
        ///
        /// # Errors
        /// Always.
        pub(in super::super) fn new(path: &Path, _: bool) -> Result<Self, Fault> {
            let name = path.display();
            let fault = Fault::new(
                "no-parquet",
                format!("members cannot be kept in `{name}`: this program was built without Parquet"),
                format!("عضوها را نمی‌توان در `{name}` نگه داشت: این برنامه بدون پارکت ساخته شده است"),
            );
            Err(fault.help(
                "build it with `cargo build --release --features parquet`",
                "آن را با `cargo build --release --features parquet` بسازید",
            ))
        }

        pub(in super::super) fn write(
            &self,
            _: &Ensemble,
            _: (u64, u64),
            _: Language,
        ) -> Result<(), Failure> {
            match *self {}
        }

        pub(in super::super) fn stopped(&self, _: Language) -> Result<(), Failure> {
            match *self {}
        }
    }
}
