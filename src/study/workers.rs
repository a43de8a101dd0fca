//! Work done side by side. Threads are here and nowhere else.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::ensemble::{Counter, Ensemble, Tally};

/// Most workers.
const MOST_WORKERS: usize = 256;
/// Members a worker takes at a time.
const BATCH: u64 = 4096;

/// Whoever watches a long run: hears how far it is, and may end the counting of members.
pub trait Watch: Sync {
    /// So many pieces of work are done, of so many.
    fn done(&self, done: u64, of: u64) {
        let _ = (done, of);
    }

    /// Whether [`count`] is to end: batches that were begun are finished, and no more are taken.
    fn is_enough(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Watch for () {}

/// As many workers as asked for, or one for each processor; no more than there are pieces of work.
fn workers(asked: Option<usize>, pieces: u64) -> usize {
    let here = || std::thread::available_parallelism().map_or(1, usize::from);
    let pieces = usize::try_from(pieces).unwrap_or(usize::MAX).max(1);
    asked.unwrap_or_else(here).clamp(1, MOST_WORKERS.min(pieces))
}

/// Counts the members from `range.0` to before `range.1`, or those of them that came first if `watch` ends it. Batches are
/// taken in order and each one taken is finished, so what was counted is one piece; counts add up to the same whoever took
/// which.
pub fn count(ensemble: &Ensemble, range: (u64, u64), asked: Option<usize>, watch: &dyn Watch) -> Tally {
    let (begin, end) = range;
    let workers = workers(asked, (end - begin).div_ceil(BATCH));
    let (next, done, total) = (AtomicU64::new(begin), AtomicU64::new(0), Mutex::new(None::<Tally>));
    let work = || {
        let mut counter = Counter::new(&ensemble.plan, &ensemble.members);
        while !watch.is_enough() {
            let first = next.fetch_add(BATCH, Ordering::Relaxed);
            if first >= end {
                break;
            }
            let last = (first + BATCH).min(end);
            counter.count(first, last);
            let own = last - first;
            watch.done(done.fetch_add(own, Ordering::Relaxed) + own, end - begin);
        }
        // A worker that failed has said so; the others still add what they counted.
        let own = counter.finish();
        let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *total {
            Some(total) => total.merge(&own),
            None => *total = Some(own),
        }
    };
    std::thread::scope(|scope| {
        // The caller is a worker too.
        (1..workers).for_each(|_| drop(scope.spawn(work)));
        work();
    });
    let total = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    total.unwrap_or_else(|| Tally::new(&ensemble.plan))
}

/// The results of `work` for every number below `count`, in order.
pub fn each<T: Send>(count: usize, watch: &dyn Watch, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let of = count as u64;
    let (next, done) = (AtomicU64::new(0), Mutex::new(Vec::with_capacity(count)));
    let take = || {
        while let Ok(n) = usize::try_from(next.fetch_add(1, Ordering::Relaxed))
            && n < count
        {
            let result = work(n);
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.push((n, result));
            watch.done(done.len() as u64, of);
        }
    };
    std::thread::scope(|scope| {
        (1..workers(None, of)).for_each(|_| drop(scope.spawn(take)));
        take();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, result)| result).collect()
}
