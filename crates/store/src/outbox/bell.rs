use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Tells the workers of this process that a job may be due. A ring while nobody listens is kept.
#[derive(Default)]
pub(crate) struct Bell {
    rings: Mutex<u64>,
    rung: Condvar,
}

impl Bell {
    /// Wakes every worker.
    pub(crate) fn ring(&self) {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.rung.notify_all();
    }

    /// How often it has rung. Taken before looking for work, so that no ring is missed.
    pub(crate) fn rings(&self) -> u64 {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it has rung more often than `heard`, or for so long.
    pub(crate) fn wait(&self, heard: u64, longest: Option<Duration>) {
        let rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        let silent = |rings: &mut u64| *rings == heard;
        match longest {
            Some(longest) => drop(self.rung.wait_timeout_while(rings, longest, silent)),
            None => drop(self.rung.wait_while(rings, silent)),
        }
    }
}
