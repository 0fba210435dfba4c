//! The way into a worker from other threads: a queue, and a bell that rings only where it is heard.
//!
//! Waking a thread that is awake costs a system call and brings nothing: it looks before it waits.

use tokio::sync::Notify;

use super::Item;
use crate::sync::{AtomicBool, Mutex, SeqCst};

/// See the module.
#[derive(Default)]
pub struct Mailbox {
    items: Mutex<Vec<Item>>,
    /// Something has come, here or from the log, since the worker last looked.
    news: AtomicBool,
    /// The worker's thread waits, or is about to.
    parked: AtomicBool,
    notify: Notify,
}

impl Mailbox {
    /// Puts something in.
    pub fn push(&self, item: Item) {
        self.items.lock().expect("no holder of a mailbox's lock panics").push(item);
        self.wake();
    }

    /// Makes the worker look at its mail and at what the log has confirmed. Whoever brings the first news rings,
    /// unless the worker is awake.
    pub fn wake(&self) {
        if !self.news.swap(true, SeqCst) && self.parked.load(SeqCst) {
            self.notify.notify_one();
        }
    }

    /// The worker's thread has nothing left to do and is about to wait. False if there is news after all: then it
    /// goes on.
    pub fn park(&self) -> bool {
        // In this order: news that comes before the look is seen by it; who brings it later sees the thread parked.
        self.parked.store(true, SeqCst);
        if self.news.load(SeqCst) {
            self.parked.store(false, SeqCst);
            self.notify.notify_one();
            return false;
        }
        true
    }

    /// The thread goes on. False if it did not park.
    pub fn unpark(&self) -> bool {
        self.parked.swap(false, SeqCst)
    }

    /// For the worker's own thread while it is busy, which may be long before it parks.
    pub(super) fn look(&self) {
        if self.news.load(SeqCst) {
            self.notify.notify_one();
        }
    }

    pub(super) fn take(&self) -> Vec<Item> {
        // Before the items are taken: what comes in between is looked at twice rather than never.
        self.news.store(false, SeqCst);
        std::mem::take(&mut *self.items.lock().expect("no holder of a mailbox's lock panics"))
    }

    pub(super) async fn woken(&self) {
        self.notify.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    fn is_woken(mailbox: &Mailbox) -> bool {
        pin!(mailbox.woken()).poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn news_rings_where_the_worker_waits_and_keeps_it_from_waiting_where_not() {
        let mailbox = Mailbox::default();
        mailbox.wake();
        assert!(!is_woken(&mailbox), "an awake worker is not rung for");
        assert!(!mailbox.park() && is_woken(&mailbox) && !mailbox.unpark(), "it does not park over news");
        mailbox.take();
        assert!(mailbox.park() && !is_woken(&mailbox));
        mailbox.wake();
        assert!(is_woken(&mailbox));
        mailbox.wake();
        assert!(!is_woken(&mailbox), "rung for once");
        assert!(mailbox.unpark());
    }

    #[test]
    fn a_busy_worker_is_told_of_news() {
        let mailbox = Mailbox::default();
        mailbox.look();
        assert!(!is_woken(&mailbox));
        mailbox.wake();
        mailbox.look();
        assert!(is_woken(&mailbox));
    }
}
