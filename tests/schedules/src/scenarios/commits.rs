//! Before a commit: what a worker submits is committed once all have parked, though no deadline comes to help.

use std::sync::Arc;

use bytes::Bytes;
use millpond_log::{Epoch, NodeId, Record};

use super::{join, spawn};
use crate::completions::Lanes;
use crate::inbox::{Due, Inbox, Pending};
use crate::mailbox::Mailbox;
use crate::pace::Pace;
use crate::runtime::run;
use crate::sync::Clock;
use crate::{Completion, Durability, Entry, Lane, Outcome, Partition, Position};

/// What of a commit is tried.
#[derive(Clone, Copy)]
pub struct Commits {
    /// Threads that submit.
    pub workers: usize,
    /// Records that each submits, one after the other.
    pub records: u64,
    /// Whether the first commit finds no room, and is tried again.
    pub first_fails: bool,
}

/// Workers submit records and wait for each before the next one. All are committed, although time stands still.
pub fn commits(of: Commits) {
    let log = TheLog::new(of.workers);
    let committing = log.start(of.first_fails);
    let working: Vec<_> = (0..of.workers)
        .map(|worker| {
            let log = log.clone();
            spawn(move || log.work(worker, of.records, Durability::Now))
        })
        .collect();
    working.into_iter().for_each(join);
    log.inbox.stop();
    assert_eq!(join(committing), of.workers as u64 * of.records, "each is committed once");
}

/// Nobody waits for a lazy record, and no thread is awake when its time has come: the log thread knows when that is.
pub fn lazy_records_are_committed_in_time(workers: usize) {
    let time = Clock::start();
    let log = TheLog::new(workers);
    let committing = log.start(false);
    let working: Vec<_> = (0..workers)
        .map(|worker| {
            let log = log.clone();
            spawn(move || log.work(worker, 1, Durability::Lazy))
        })
        .collect();
    working.into_iter().for_each(join);
    log.inbox.stop();
    assert_eq!(join(committing), workers as u64);
    drop(time);
}

#[derive(Clone)]
struct TheLog {
    inbox: Arc<Inbox>,
    pace: Arc<Pace>,
    lanes: Arc<Lanes>,
    mailboxes: Arc<Vec<Mailbox>>,
}

impl TheLog {
    fn new(workers: usize) -> Self {
        let mailboxes: Arc<Vec<Mailbox>> = Arc::new((0..workers).map(|_| Mailbox::default()).collect());
        let (inbox, pace) = (Arc::<Inbox>::default(), Pace::new());
        pace.feed(inbox.clone());
        let waking = mailboxes.clone();
        let lanes = Lanes::new(workers, Arc::new(move |lane: Lane| waking[lane.0].wake()));
        TheLog { inbox, pace, lanes: Arc::new(lanes), mailboxes }
    }

    /// The log thread, as `segment/run.rs` has it; ends with the number of records committed.
    fn start(&self, mut fails: bool) -> shuttle::thread::JoinHandle<u64> {
        let log = self.clone();
        spawn(move || {
            let mut committed = 0;
            loop {
                match log.inbox.wait(&log.pace, None) {
                    Due::Commit => {}
                    Due::Stop => return committed,
                    Due::Alarm => unreachable!("no alarm was set"),
                }
                let taken = log.inbox.take();
                if std::mem::take(&mut fails) {
                    log.inbox.give_back(taken);
                    continue;
                }
                committed += taken.len() as u64;
                log.lanes.push(taken.iter().map(confirmed));
            }
        })
    }

    fn work(&self, worker: usize, records: u64, durability: Durability) {
        let mailbox = &self.mailboxes[worker];
        run(mailbox, Some(&self.pace), async {
            let mut got = Vec::new();
            for number in 0..records {
                self.inbox.put(pending(worker, number, durability), &self.pace);
                while count(&got) <= number {
                    mailbox.woken().await;
                    mailbox.take();
                    self.lanes.drain(Lane(worker), &mut got);
                }
            }
            assert_eq!(count(&got), records, "nobody is told twice");
        });
    }
}

/// Two lanes, one thread that brings completions, in two portions: each lane gets its own, in their order, and is woken.
pub fn completions_of_two_lanes() {
    let mailboxes = Arc::new([Mailbox::default(), Mailbox::default()]);
    let waking = mailboxes.clone();
    let lanes = Arc::new(Lanes::new(2, Arc::new(move |lane: Lane| waking[lane.0].wake())));
    let owners: Vec<_> = (0..2)
        .map(|lane| {
            let (lanes, mailboxes) = (lanes.clone(), mailboxes.clone());
            spawn(move || {
                let mailbox = &mailboxes[lane];
                let mut got = Vec::new();
                run(mailbox, None, async {
                    while count(&got) < 2 {
                        mailbox.take();
                        lanes.drain(Lane(lane), &mut got);
                        if count(&got) < 2 {
                            mailbox.woken().await;
                        }
                    }
                });
                let firsts: Vec<u64> = got.iter().map(first).collect();
                assert!(firsts == [0] || firsts == [0, 1], "merged or in order: {firsts:?}");
            })
        })
        .collect();
    for number in 0..2 {
        lanes.push((0..2).map(|lane| confirmed(&pending(lane, number, Durability::Now))));
    }
    owners.into_iter().for_each(join);
}

fn pending(worker: usize, number: u64, durability: Durability) -> Pending {
    let record =
        Record { epoch: Epoch(1), owner: NodeId(1), owner_seq: number, body: Bytes::from_static(b"x") };
    Pending { partition: Partition(worker as u32), entry: Entry::Record(record), durability }
}

fn confirmed(pending: &Pending) -> Completion {
    let Entry::Record(record) = &pending.entry else { unreachable!("records are all that is submitted") };
    let (epoch, first_owner_seq) = (record.epoch, record.owner_seq);
    let outcome = Outcome::Confirmed { epoch, first_owner_seq, count: 1, first: Position(first_owner_seq) };
    Completion { partition: pending.partition, outcome }
}

fn count(completions: &[Completion]) -> u64 {
    let each = completions.iter().map(|completion| match completion.outcome {
        Outcome::Confirmed { count, .. } => count,
        _ => unreachable!("everything is confirmed"),
    });
    each.sum()
}

fn first(completion: &Completion) -> u64 {
    match completion.outcome {
        Outcome::Confirmed { first_owner_seq, .. } => first_owner_seq,
        _ => unreachable!("everything is confirmed"),
    }
}
