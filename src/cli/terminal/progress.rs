//! How far a long run is, on the terminal.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::stop;
use crate::language::Language;
use crate::study::workers::Watch;

/// Time between two looks.
const LOOK: Duration = Duration::from_millis(50);

/// A line that shows how much is done, where there is a terminal; it is cleared at the end.
pub(in crate::cli) struct Progress {
    language: Language,
    /// When the line was last written; nothing where there is no terminal.
    last: Option<Mutex<Instant>>,
}

impl Progress {
    pub(in crate::cli) fn new(language: Language) -> Self {
        let last = std::io::stderr().is_terminal().then(|| Mutex::new(Instant::now()));
        Self { language, last }
    }
}

impl Watch for Progress {
    fn done(&self, done: u64, of: u64) {
        // Whoever finds another one writing leaves it to that one.
        let Some(Ok(mut last)) = self.last.as_ref().map(Mutex::try_lock) else { return };
        if last.elapsed() >= LOOK {
            *last = Instant::now();
            let percent = done * 100 / of.max(1);
            let bar = "━".repeat(usize::try_from(percent / 4).unwrap_or(0));
            let percent = self.language.digits(&percent.to_string());
            // A terminal that went away needs no progress.
            let _ = write!(anstream::stderr(), "\r{bar:25} {percent} %  ");
        }
    }

    fn is_enough(&self) -> bool {
        stop::asked()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.last.is_some() {
            let _ = write!(anstream::stderr(), "\r{:40}\r", "");
        }
    }
}
