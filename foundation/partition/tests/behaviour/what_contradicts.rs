//! Rule 5 of the log: an engine that loses or changes what it has confirmed is found out, and the partition halts.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, OnceLock};

use bytes::Bytes;
use millpond_log::{
    Completion, Durability, Entry, Epoch, EventRef, Lane, Log, LogError, MemoryLog, NodeId, Partition,
    Position, Record, Room, Sink, Store, Wake,
};
use millpond_partition::Failure;
use millpond_runtime::ManualClock;

use crate::ledger::account;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::world::{Engine, World};

const P: Partition = Partition(0);

/// A log that one day is another one: a copy that lacks something, as after an unclean election of a leader.
struct Fickle {
    current: Mutex<Arc<MemoryLog>>,
    lanes: OnceLock<(usize, Wake)>,
    /// So many replays still end before the newest entry.
    short_replays: AtomicU32,
}

impl Fickle {
    fn current(&self) -> Arc<MemoryLog> {
        self.current.lock().unwrap().clone()
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        self.current()
            .replay(&[(P, Position(0))], &mut |_, _, entry| {
                entries.push(entry);
                Ok(())
            })
            .unwrap();
        entries
    }

    fn become_one_of(&self, entries: Vec<Entry>) {
        let other = MemoryLog::stepped(1);
        let (lanes, wake) = self.lanes.get().unwrap();
        other.attach(*lanes, wake.clone());
        for entry in entries {
            match entry {
                Entry::Claim { epoch, owner } => other.claim(P, epoch, owner),
                Entry::Record(record) => other.submit(P, record, Durability::Now),
            }
        }
        other.step();
        other.completions(Lane(0), &mut Vec::new());
        *self.current.lock().unwrap() = Arc::new(other);
    }
}

impl Log for Fickle {
    fn partitions(&self) -> u32 {
        1
    }
    fn attach(&self, lanes: usize, wake: Wake) {
        self.current().attach(lanes, wake.clone());
        assert!(self.lanes.set((lanes, wake)).is_ok());
    }
    fn claim(&self, partition: Partition, epoch: Epoch, owner: NodeId) {
        self.current().claim(partition, epoch, owner);
    }
    fn submit(&self, partition: Partition, record: Record, durability: Durability) {
        self.current().submit(partition, record, durability);
    }
    fn completions(&self, lane: Lane, into: &mut Vec<Completion>) {
        self.current().completions(lane, into);
    }
    fn replay(&self, of: &[(Partition, Position)], sink: Sink<'_>) -> Result<(), LogError> {
        let short = self.short_replays.try_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok();
        let end = self.current().bounds(P)?.1;
        self.current().replay(of, &mut |partition, position, entry| {
            if short && position.next() == end { Ok(()) } else { sink(partition, position, entry) }
        })
    }
    fn bounds(&self, partition: Partition) -> Result<(Position, Position), LogError> {
        self.current().bounds(partition)
    }
    fn trim(&self, partition: Partition, below: Position) -> Result<(), LogError> {
        self.current().trim(partition, below)
    }
    fn room(&self) -> Room {
        Room::Ample
    }
}

impl Store for Fickle {
    fn read(&self, event: EventRef) -> Result<Bytes, LogError> {
        self.current().read(event)
    }
    fn read_if_cached(&self, event: EventRef) -> Result<Option<Bytes>, LogError> {
        self.current().read_if_cached(event)
    }
}

struct FickleEngine;

impl Engine for FickleEngine {
    type Log = Fickle;

    fn open(&mut self, _clock: &Arc<ManualClock>) -> Result<Arc<Fickle>, LogError> {
        let current = Mutex::new(Arc::new(MemoryLog::stepped(1)));
        Ok(Arc::new(Fickle { current, lanes: OnceLock::new(), short_replays: AtomicU32::new(0) }))
    }

    fn step(log: &Fickle, _clock: &ManualClock) -> usize {
        log.current().step()
    }
}

/// A partition that has confirmed a claim, an account and two coins: four entries.
fn world() -> World<FickleEngine> {
    owned(true)
}

fn owned(reclaim: bool) -> World<FickleEngine> {
    let mut world = World::on(FickleEngine);
    world.start(1, reclaim).unwrap();
    world.settle();
    world.open(account(1));
    world.put(account(1), 1);
    world.put(account(1), 2);
    world.settle();
    assert_eq!(world.processes[0].log.entries().len(), 4);
    world
}

/// Lets the log change, then makes the owner write, so that it meets what has become of it.
fn meet(world: &mut World<FickleEngine>, change: impl FnOnce(&mut Vec<Entry>)) {
    let log = world.processes[0].log.clone();
    let mut entries = log.entries();
    change(&mut entries);
    log.become_one_of(entries);
    world.put(account(1), 3);
    world.settle();
    world.put(account(1), 4);
    world.settle();
}

fn assert_halted(world: &mut World<FickleEngine>, why: &str) {
    let op = world.put(account(1), 5);
    assert_eq!(world.reply(op), Some(Reply::Failed(Failure::Halted)), "{why}");
    assert_eq!(world.alarms.len(), 1, "{why}: {:?}", world.alarms);
    assert!(world.alarms[0].contains("partition 0 halts"), "{:?}", world.alarms);
    assert!(!world.processes[0].is_serving());
}

#[test]
fn rule_5_a_claim_confirmed_below_what_was_confirmed_halts_the_partition() {
    for lost in 2..=4 {
        let mut world = world();
        meet(&mut world, |entries| entries.truncate(4 - lost));
        assert_halted(&mut world, &format!("{lost} confirmed entries are gone"));
    }
}

#[test]
fn rule_5_a_claim_confirmed_at_the_confirmed_position_halts_the_partition() {
    let mut world = world();
    let log = world.processes[0].log.clone();
    // The last confirmed entry is gone, and the next claim stands in its place.
    let mut entries = log.entries();
    entries.pop();
    world.processes[0].log.current().plan(P, &[]);
    world.put(account(1), 3);
    log.current().plan(P, &[]);
    log.become_one_of(entries);
    // What the old log had still to say does not come; the new one tells the owner that it lost its claim.
    log.current().plan(P, &[millpond_log::Fate::Fenced]);
    world.put(account(1), 4);
    world.settle();
    assert_halted(&mut world, "a claim stands at position 3, which was a coin");
}

#[test]
fn rule_5_another_content_at_a_confirmed_position_halts_the_partition() {
    let record = |entry: &mut Entry, change: &dyn Fn(&mut Record)| match entry {
        Entry::Record(record) => change(record),
        Entry::Claim { .. } => panic!("a record stands there"),
    };
    type Change<'a> = (&'a str, Box<dyn Fn(&mut Vec<Entry>) + 'a>);
    let changes: [Change<'_>; 6] = [
        ("another byte", Box::new(|e| record(&mut e[2], &|r| r.body = flip(&r.body, r.body.len() - 1)))),
        ("another time", Box::new(|e| record(&mut e[2], &|r| r.body = flip(&r.body, 0)))),
        ("another event", Box::new(|e| record(&mut e[2], &|r| r.body = flip(&r.body, 7)))),
        ("another writer", Box::new(|e| record(&mut e[2], &|r| r.owner = NodeId(77)))),
        ("another order", Box::new(|e| e.swap(2, 3))),
        ("another claim", Box::new(|e| e[0] = Entry::Claim { epoch: Epoch(1), owner: NodeId(77) })),
    ];
    for (why, change) in changes {
        let mut world = world();
        meet(&mut world, |entries| {
            change(entries);
            // And somebody else's claim, so that the owner reads what stands there.
            entries.push(Entry::Claim { epoch: Epoch(1), owner: NodeId(5) });
        });
        assert_halted(&mut world, why);
    }
}

fn flip(body: &Bytes, at: usize) -> Bytes {
    let mut body = body.to_vec();
    body[at] ^= 1;
    body.into()
}

#[test]
fn rule_5_a_log_that_has_only_grown_is_no_reason_to_halt() {
    let mut world = world();
    meet(&mut world, |entries| entries.push(Entry::Claim { epoch: Epoch(1), owner: NodeId(5) }));
    assert!(world.alarms.is_empty() && world.processes[0].is_serving());
    let op = world.ask(account(1), Ask::Put { coin: 4, due: 0 });
    world.settle();
    assert_eq!(world.reply(op), Some(Reply::Again));
}

#[test]
fn rule_5_an_end_that_is_not_shown_yet_is_no_reason_to_cede() {
    let mut world = owned(false);
    world.processes[0].log.short_replays.store(2, SeqCst);
    // Fenced by nobody in particular, it claims again; the log does not show the claim that it has confirmed.
    world.processes[0].log.current().plan(P, &[millpond_log::Fate::Lost]);
    world.put(account(1), 3);
    world.settle();
    assert!(world.processes[0].is_serving() && world.alarms.is_empty(), "{:?}", world.alarms);
    let op = world.put(account(1), 4);
    world.settle();
    assert_eq!(world.reply(op), Some(Reply::Done));
}

#[test]
fn rule_5_a_halted_partition_answers_nothing_and_sends_nothing() {
    let mut world = world();
    let waits = world.take(account(1), 0);
    world.settle();
    assert_eq!(world.reply(waits), Some(Reply::Coin(1)));
    meet(&mut world, |entries| entries.truncate(1));
    for ask in [Ask::Count, Ask::Put { coin: 9, due: 0 }, Ask::Take { until: 90_000 }] {
        let op = world.ask(account(1), ask);
        assert_eq!(world.reply(op), Some(Reply::Failed(Failure::Halted)));
    }
    let mail = millpond_partition::Mail::Receipt {
        from: P,
        id: millpond_partition::ParcelId { to: P, number: 1 },
        outcome: millpond_partition::Settlement::Accepted,
    };
    world.processes[0].deliver(mail);
    world.pass(100_000);
    world.settle();
    assert!(world.mailed.is_empty() && world.processes[0].next_timer().is_none());
}
