//! The worker that owns the queue: the real owner, driven as `server/src/worker/mod.rs` drives it.

use std::sync::Arc;

use millpond_log::{Lane, Log, MemoryLog, NodeId, Partition};
use millpond_partition::{Owner, OwnerConfig, open};
use millpond_runtime::{ManualClock, SeededRandom};
use shuttle::sync::mpsc::{Sender, channel};

use super::call::{Call, Queue};
use crate::mailbox::Mailbox;
use crate::runtime::run;
use crate::scenarios::{Item, join, spawn};

/// The one partition.
const PARTITION: Partition = Partition(0);

/// A running worker, and the thread of its log.
pub(super) struct Worker {
    thread: shuttle::thread::JoinHandle<Vec<u64>>,
    log_thread: shuttle::thread::JoinHandle<()>,
}

impl Worker {
    pub(super) fn start(mailbox: Arc<Mailbox>, clock: Arc<ManualClock>, late_log: bool) -> Worker {
        let log = Arc::new(if late_log { MemoryLog::stepped(1) } else { MemoryLog::new(1) });
        let waking = mailbox.clone();
        log.attach(1, Arc::new(move |_: Lane| waking.wake()));
        let (submitted, to_confirm) = channel::<()>();
        let confirming = log.clone();
        let log_thread = spawn(move || {
            while to_confirm.recv().is_ok() {
                confirming.step();
            }
        });
        let thread = spawn(move || {
            let config = OwnerConfig {
                lane: Lane(0),
                lanes: 1,
                node: NodeId(1),
                log: log.clone(),
                clock,
                random: Arc::new(SeededRandom::new(1)),
                reclaim: false,
            };
            let mut owners = [Owner::new(config, Arc::new(|_| Queue::default()))];
            open(&mut owners).expect("an empty log opens");
            let [mut owner] = owners;
            log.step();
            owner.poll();
            assert!(owner.is_serving());
            run(&mailbox, None, serve(&mailbox, &mut owner, &log, submitted))
        });
        Worker { thread, log_thread }
    }

    /// The messages that are left.
    pub(super) fn end(self) -> Vec<u64> {
        let left = join(self.thread);
        join(self.log_thread);
        left
    }
}

async fn serve(
    mailbox: &Mailbox,
    owner: &mut Owner<Queue, Call>,
    log: &MemoryLog,
    submitted: Sender<()>,
) -> Vec<u64> {
    while !step(mailbox, owner) {
        if log.pending() > 0 {
            submitted.send(()).expect("the log's thread ends after the worker");
        }
        mailbox.woken().await;
    }
    drop(submitted);
    // What a client left behind may still be on its way back.
    loop {
        let confirmed = log.step();
        step(mailbox, owner);
        if confirmed == 0 && log.pending() == 0 {
            return owner.state(PARTITION).messages.iter().copied().collect();
        }
    }
}

/// Everything that can be done now. True once the worker is told to end.
fn step(mailbox: &Mailbox, owner: &mut Owner<Queue, Call>) -> bool {
    let mut ends = false;
    for item in mailbox.take() {
        match item {
            Item::Command(call) => owner.execute(PARTITION, call),
            Item::End => ends = true,
            Item::Number(_) => unreachable!("nobody sends numbers here"),
        }
    }
    owner.poll();
    owner.tick();
    for call in owner.take_released() {
        if let Some(back) = call.go_home() {
            mailbox.push(Item::Command(back));
        }
    }
    ends
}
