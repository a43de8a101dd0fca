//! Workers: members counted side by side, with progress, until all are done or the planner has seen enough.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::language::Language;
use crate::study::ensemble::{Counter, Ensemble, Tally};

/// Most workers.
const MOST_WORKERS: usize = 256;
/// Members a worker takes at a time.
const BATCH: u64 = 4096;

/// Set when the planner presses Ctrl-C.
static ENOUGH: AtomicBool = AtomicBool::new(false);

/// From now on the first Ctrl-C ends the counting, and the second the program.
pub(super) fn listen() {
    let stop = || {
        if ENOUGH.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    // Where there is nothing to listen to, Ctrl-C ends the program as it always did.
    let _ = ctrlc::set_handler(stop);
}

/// Whether the planner has seen enough.
pub(super) fn enough() -> bool {
    ENOUGH.load(Ordering::Relaxed)
}

/// Shows how much is done.
pub(super) fn show_progress(done: u64, of: u64, language: Language) {
    let done = done * 100 / of.max(1);
    let bar = "━".repeat(usize::try_from(done / 4).unwrap_or(0));
    let done = language.digits(&done.to_string());
    // A terminal that went away needs no progress.
    let _ = write!(anstream::stderr(), "\r{bar:25} {done} %");
}

/// Clears the line of the progress.
pub(super) fn clear_progress() {
    let _ = write!(anstream::stderr(), "\r{:40}\r", "");
}

/// Counts the members from `range.0` to before `range.1`, or those of them that came first. Batches are taken in order and
/// each one taken is finished, so what was counted is one piece; counts add up to the same whoever took which.
pub(super) fn count(
    ensemble: &Ensemble,
    range: (u64, u64),
    workers: Option<usize>,
    language: Language,
) -> Tally {
    let (begin, end) = range;
    let workers = workers.or_else(|| std::thread::available_parallelism().map(usize::from).ok());
    // More than there are batches would have nothing to do, and each holds counts of its own.
    let batches = usize::try_from((end - begin).div_ceil(BATCH)).unwrap_or(usize::MAX).max(1);
    let workers = workers.unwrap_or(1).clamp(1, MOST_WORKERS.min(batches));
    let (next, total) = (AtomicU64::new(begin), Mutex::new(Tally::new(&ensemble.plan)));
    let work = || {
        let mut counter = Counter::new(&ensemble.plan, &ensemble.members);
        while !enough() {
            let first = next.fetch_add(BATCH, Ordering::Relaxed);
            if first >= end {
                break;
            }
            let last = (first + BATCH).min(end);
            counter.count(first, last);
        }
        // A worker that failed has said so; the others still add what they counted.
        total.lock().unwrap_or_else(std::sync::PoisonError::into_inner).merge(&counter.finish());
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let progress = std::io::stderr().is_terminal();
        while progress && !all.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            show_progress(next.load(Ordering::Relaxed).min(end) - begin, end - begin, language);
            std::thread::sleep(Duration::from_millis(50));
        }
        if progress {
            clear_progress();
        }
    });
    total.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}
