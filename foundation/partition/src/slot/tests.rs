//! What a partition costs that nobody uses, and one that was used.

use millpond_log::event::{Event, Fields, Kind, Malformed};
use millpond_log::{ColumnReader, Draft, Lane, Log, MemoryLog, NodeId};
use millpond_runtime::{ManualClock, SeededRandom};

use super::*;
use crate::{Decision, EventOf, Failure, Growth, Owner, OwnerConfig, Settlement, Turn, open};

const IDLE_BYTES_MAX: usize = 1024;

/// The partition's own part is measured: the state is empty, a command is a pointer.
struct Nothing;

impl Machine for Nothing {
    fn replay(&mut self, _event: Event<'_>, _at: At) -> Result<(), Malformed> {
        Ok(())
    }
    fn advance(&mut self, _resource: ResourceId, _now: Millis) {}
    fn next_due(&self, _resource: ResourceId) -> Option<Millis> {
        None
    }
    fn take_changed(&mut self) -> Option<ResourceId> {
        None
    }
    fn receive(_turn: &mut Turn<'_, Self>, _from: Partition, _payload: &[u8]) -> Settlement {
        Settlement::Accepted
    }
    fn settled(_turn: &mut Turn<'_, Self>, _parcel: ParcelId, _payload: &[u8], _outcome: Settlement) {}
    fn write(&self, _into: &mut Draft) {
        unreachable!("nobody takes a checkpoint of this state");
    }
    fn restore(&mut self, _from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
        unreachable!("nobody takes a checkpoint of this state");
    }
}

struct Happened;

impl EventOf<Nothing> for Happened {
    fn kind(&self) -> Kind {
        Kind { service: 1, tag: 1, version: 1 }
    }
    fn write(&self, _fields: &mut Fields<'_>) {}
    fn apply(self, _state: &mut Nothing, _at: At) {}
}

/// Writes, and sends a parcel to its own partition.
struct Write;

impl crate::Command<Nothing> for Box<Write> {
    fn decide(&mut self, turn: &mut Turn<'_, Nothing>) -> Decision {
        turn.commit(Happened);
        turn.post(Partition(0), bytes::Bytes::from_static(b"x"));
        Decision::Answer
    }
    fn fail(&mut self, _failure: Failure) {}
    fn growth(&self) -> Growth {
        Growth::Grows
    }
}

impl<M: Machine, C> Slot<M, C> {
    fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.digests_ahead.capacity() * size_of::<u64>()
            + self.early.capacity() * size_of::<Early<C>>()
            + self.gate.bytes()
            + self.core.outbox.queues_bytes()
    }
}

#[test]
fn an_idle_partition_costs_at_most_a_kilobyte() {
    let random = Arc::new(SeededRandom::new(1));
    let slot: Slot<Nothing, Box<Write>> = Slot::new(Partition(0), 256, random, Nothing);
    // A map without entries has no memory of its own.
    assert_eq!(slot.bytes(), size_of_val(&slot));
    assert!(slot.bytes() <= IDLE_BYTES_MAX, "{} B", slot.bytes());
}

#[test]
fn a_partition_that_was_busy_costs_no_more_once_it_rests() {
    let (log, clock) = (Arc::new(MemoryLog::stepped(1)), Arc::new(ManualClock::at(1)));
    log.attach(1, Arc::new(|_| {}));
    let config = OwnerConfig {
        lane: Lane(0),
        lanes: 1,
        node: NodeId(1),
        log: log.clone(),
        clock,
        random: Arc::new(SeededRandom::new(1)),
        reclaim: true,
    };
    let mut owners = [Owner::new(config, Arc::new(|_| Nothing))];
    open(&mut owners).unwrap();
    let [owner] = &mut owners;
    // Half of it comes before the claim is confirmed.
    for _ in 0..1000 {
        owner.execute(Partition(0), Box::new(Write));
    }
    log.step();
    owner.poll();
    for _ in 0..1000 {
        owner.execute(Partition(0), Box::new(Write));
    }
    let busy = owner.slots[0].bytes();
    assert!(busy > 2000 * 8, "{busy} B");
    while log.step() > 0 {
        owner.poll();
        let mail: Vec<Mail> = owner.take_outgoing().collect();
        mail.into_iter().for_each(|mail| owner.deliver(mail));
    }
    let slot = &owner.slots[0];
    assert!(slot.core.outbox.is_empty() && slot.digests_ahead.is_empty());
    assert!(slot.bytes() <= IDLE_BYTES_MAX, "{} B", slot.bytes());
}
