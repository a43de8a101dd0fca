//! Independent pieces of work, side by side.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::language::Language;

/// The results of `work` for every number below `count`, in order.
pub(super) fn each<T: Send>(count: usize, language: Language, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, count.max(1));
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(count)));
    let progress = std::io::stderr().is_terminal();
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        break;
                    }
                    let result = work(n);
                    let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    done.push((n, result));
                    if progress {
                        let percent = language.digits(&(done.len() * 100 / count).to_string());
                        // A terminal that went away needs no progress.
                        let _ = write!(anstream::stderr(), "\r{percent} % ");
                    }
                }
            });
        }
    });
    if progress {
        let _ = write!(anstream::stderr(), "\r      \r");
    }
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, result)| result).collect()
}
