//! The way into a worker from other threads: a queue that wakes it when it stops being empty.

use std::sync::Mutex;

use millpond_api::Task;
use millpond_log::Partition;
use millpond_partition::Mail;
use millpond_runtime::Millis;
use tokio::sync::{Notify, oneshot};

use super::InFlight;
use crate::state::State;

/// What arrives.
pub enum Item {
    /// A command for one of the worker's partitions.
    Command(Partition, InFlight),
    /// A command of the worker's own, decided elsewhere.
    Reply(InFlight),
    /// Mail between partitions.
    Mail(Mail),
    /// An answer that reached nobody.
    TurnBack(Box<dyn Task<State>>),
    /// When does the owner next want to be ticked?
    NextTimer(oneshot::Sender<Option<Millis>>),
    /// The clock was moved: do what is due.
    Tick(oneshot::Sender<()>),
}

/// See the module.
#[derive(Default)]
pub struct Mailbox {
    items: Mutex<Vec<Item>>,
    notify: Notify,
}

impl Mailbox {
    /// Puts something in.
    pub fn push(&self, item: Item) {
        let mut items = self.items.lock().expect("no holder of a mailbox's lock panics");
        items.push(item);
        let first = items.len() == 1;
        drop(items);
        if first {
            self.notify.notify_one();
        }
    }

    /// Wakes the worker.
    pub fn wake(&self) {
        self.notify.notify_one();
    }

    pub(super) fn take(&self) -> Vec<Item> {
        std::mem::take(&mut *self.items.lock().expect("no holder of a mailbox's lock panics"))
    }

    pub(super) async fn woken(&self) {
        self.notify.notified().await;
    }
}
