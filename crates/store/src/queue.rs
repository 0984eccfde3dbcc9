use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::Error;

/// Work waiting for a thread: first in, first out, never more than its capacity.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    capacity: usize,
}

struct State<T> {
    waiting: VecDeque<T>,
    open: bool,
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        let state = State { waiting: VecDeque::new(), open: true };
        Self { state: Mutex::new(state), arrived: Condvar::new(), capacity }
    }

    /// Adds an item, or refuses at once when full or closed.
    pub(crate) fn push(&self, item: T) -> Result<(), Error> {
        let mut state = self.lock();
        if !state.open {
            return Err(Error::Closed);
        }
        if state.waiting.len() >= self.capacity {
            return Err(Error::Full);
        }
        state.waiting.push_back(item);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for work and takes up to `most` items. Empty only when the queue is closed and nothing is left.
    pub(crate) fn take(&self, most: usize) -> Vec<T> {
        let mut state = self
            .arrived
            .wait_while(self.lock(), |state| state.waiting.is_empty() && state.open)
            .unwrap_or_else(PoisonError::into_inner);
        let count = most.min(state.waiting.len());
        state.waiting.drain(..count).collect()
    }

    /// How many wait now.
    pub(crate) fn len(&self) -> usize {
        self.lock().waiting.len()
    }

    /// Takes no more; what waits is still handed out.
    pub(crate) fn close(&self) {
        self.lock().open = false;
        self.arrived.notify_all();
    }

    /// Takes no more, and gives back what waits.
    pub(crate) fn abandon(&self) -> Vec<T> {
        self.close();
        self.lock().waiting.drain(..).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State<T>> {
        // No user code runs under the lock, so its data is sound even if a thread died holding it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_or_closed_queue_refuses_and_loses_nothing() {
        let queue = Queue::new(2);
        queue.push('a').unwrap();
        queue.push('b').unwrap();
        assert!(matches!(queue.push('c'), Err(Error::Full)));
        assert_eq!(queue.take(1), ['a']);
        queue.push('d').unwrap();
        queue.close();
        assert!(matches!(queue.push('e'), Err(Error::Closed)));
        assert_eq!(queue.take(9), ['b', 'd']);
        assert!(queue.take(9).is_empty(), "closed and empty");
    }
}
