//! What a handler needs beside the request itself: work that goes on when the caller is gone, that blocks, or that may take only so long.
//!
//! Here, and not in the rooms: their core is synchronous, and only the edge knows of tasks.

use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};

/// Work that goes on also when nobody waits for it any more. Gives what it came to; `None` when it panicked.
pub fn aside<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Option<T>> + Send {
    let task = tokio::spawn(work);
    async move { task.await.ok() }
}

/// Work that waits for the system, on a thread where it may. `None` when it panicked.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// What comes of `work`, when that takes no longer than this.
pub async fn within<T>(longest: Duration, work: impl Future<Output = T> + Send) -> Option<T> {
    tokio::time::timeout(longest, work).await.ok()
}

/// A turn that one task has at a time; others wait for it.
#[derive(Debug, Default)]
pub struct Turn(Mutex<()>);

impl Turn {
    /// Waits for the turn. It ends when what is given is dropped.
    pub async fn take(&self) -> MutexGuard<'_, ()> {
        self.0.lock().await
    }
}
