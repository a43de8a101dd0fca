//! Ctrl-C, and the signal with which a system asks a program to end: they end it at once, but for two kinds of work.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Set while a signal ends the program at once.
static AT_ONCE: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));
/// Set from the first signal on.
static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// Set while something is on the disk that must not stay there.
static WRITING: AtomicBool = AtomicBool::new(false);

/// From now on signals are heard.
pub(in crate::cli) fn listen() {
    for signal in [SIGINT, SIGTERM] {
        // Where there is nothing to listen to, signals end the program as they always did.
        let _ = flag::register_conditional_default(signal, Arc::clone(&AT_ONCE));
        let _ = flag::register(signal, Arc::clone(&ASKED));
    }
}

/// Does what looks whether it was [`asked`] to end: the first signal tells it, and the second ends the program.
pub(in crate::cli) fn gently<T>(work: impl FnOnce() -> T) -> T {
    AT_ONCE.store(false, Ordering::SeqCst);
    let done = work();
    AT_ONCE.store(true, Ordering::SeqCst);
    done
}

/// Does what leaves half a file if it is ended in the middle: signals wait for it.
pub(in crate::cli) fn whole<T>(work: impl FnOnce() -> T) -> T {
    WRITING.store(true, Ordering::SeqCst);
    let done = gently(work);
    WRITING.store(false, Ordering::SeqCst);
    done
}

/// Whether a signal came.
pub(in crate::cli) fn asked() -> bool {
    let asked = ASKED.load(Ordering::SeqCst);
    if asked && !WRITING.load(Ordering::SeqCst) {
        AT_ONCE.store(true, Ordering::SeqCst);
    }
    asked
}
