//! When a commit may start: once no runtime thread has anything left to do.
//!
//! A runtime thread says when it parks and when it goes on. The last one to park lets the commits begin; so
//! a commit takes all that can be had without waiting, and no more commits are made than that. A log's own
//! deadline (0.5 ms, 4 MiB) bounds the wait when threads never park together.

use std::sync::Arc;

use super::inbox::Inbox;
use crate::sync::{AtomicUsize, Ordering, RwLock};

/// The runtime threads of a process, and the logs that they feed. Without any thread, every moment is right.
#[derive(Default)]
pub struct Pace {
    running: AtomicUsize,
    inboxes: RwLock<Vec<Arc<Inbox>>>,
}

impl Pace {
    /// No threads yet.
    pub fn new() -> Arc<Pace> {
        Arc::default()
    }

    /// A runtime thread starts. It counts as running.
    pub fn attach(&self) {
        self.running.fetch_add(1, Ordering::SeqCst);
    }

    /// A runtime thread ends. It must be running.
    pub fn detach(&self) {
        self.parking();
    }

    /// A runtime thread has nothing left to do, and is about to wait.
    pub fn parking(&self) {
        let before = self.running.fetch_sub(1, Ordering::SeqCst);
        debug_assert!(before > 0, "a thread parks once");
        for inbox in self.inboxes.read().expect("no holder of the list's lock panics").iter() {
            inbox.thread_parks(before == 1);
        }
    }

    /// It goes on.
    pub fn unparked(&self) {
        self.running.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether nothing more will come without an event from outside.
    pub(super) fn all_parked(&self) -> bool {
        self.running.load(Ordering::SeqCst) == 0
    }

    pub(super) fn feed(&self, inbox: Arc<Inbox>) {
        self.inboxes.write().expect("no holder of the list's lock panics").push(inbox);
    }
}
