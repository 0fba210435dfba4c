//! An independent reader of the log: what counts, by the rules of the log as they are written down, in no code of theirs.

use std::collections::BTreeMap;

use millpond_log::event::Body;
use millpond_log::{Entry, EventRef, Log, Partition, Position};
use millpond_partition::{At, Machine, ParcelId};

use super::events::LedgerEvent;
use super::state::Ledger;

/// What counts in a log.
pub struct Truth {
    pub partitions: Vec<PartitionTruth>,
}

/// What counts in one partition.
pub struct PartitionTruth {
    /// The records that count: under which epoch, and their events.
    pub counts: BTreeMap<Position, Counted>,
    /// The epoch in force at the end.
    pub epoch: u64,
    /// The state that the records give.
    pub state: Ledger,
    pub end: Position,
}

pub struct Counted {
    pub epoch: u64,
    pub time: u64,
    pub events: Vec<LedgerEvent>,
    pub house: Vec<House>,
}

/// The partition's own events, read by hand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum House {
    Posted { id: ParcelId, payload: Vec<u8> },
    Received { from: Partition, number: u64, refused: bool },
    Settled { id: ParcelId },
}

impl Truth {
    pub fn read(log: &dyn Log) -> Truth {
        let all: Vec<(Partition, Position)> =
            (0..log.partitions()).map(|p| (Partition(p), Position(0))).collect();
        let mut entries: Vec<Vec<Entry>> = vec![Vec::new(); all.len()];
        let read = log.replay(&all, &mut |partition, position, entry| {
            let entries = &mut entries[partition.0 as usize];
            assert_eq!(position.0, entries.len() as u64, "positions have no gaps");
            entries.push(entry);
            Ok(())
        });
        read.expect("the log is read");
        Truth::of_entries(&entries)
    }

    /// The same, from all entries of each partition.
    pub fn of_entries(entries: &[Vec<Entry>]) -> Truth {
        let partitions = (0..).map(Partition).zip(entries);
        Truth {
            partitions: partitions.map(|(partition, entries)| read_partition(partition, entries)).collect(),
        }
    }

    pub fn of(&self, partition: Partition) -> &PartitionTruth {
        &self.partitions[partition.0 as usize]
    }
}

fn read_partition(partition: Partition, entries: &[Entry]) -> PartitionTruth {
    // Rule 1, told backwards: for each record, who holds the claim in force, and do all its predecessors stand
    // between that claim and itself, in order?
    let mut counts = BTreeMap::new();
    let mut state = Ledger::new(partition);
    let (mut greatest, mut holder, mut next, mut gap) = (0, None, 0, false);
    for (at, entry) in entries.iter().enumerate() {
        let position = Position(at as u64);
        match entry {
            Entry::Claim { epoch, owner } if epoch.0 > greatest => {
                (greatest, holder, next, gap) = (epoch.0, Some(*owner), 0, false);
            }
            Entry::Claim { .. } => {}
            Entry::Record(record) => {
                if Some(record.owner) != holder || record.epoch.0 != greatest || record.owner_seq < next {
                    continue;
                }
                gap |= record.owner_seq > next;
                if !gap {
                    next += 1;
                    counts.insert(position, read_record(&mut state, position, record.epoch.0, &record.body));
                }
            }
        }
    }
    PartitionTruth { counts, epoch: greatest, state, end: Position(entries.len() as u64) }
}

fn read_record(state: &mut Ledger, position: Position, epoch: u64, bytes: &[u8]) -> Counted {
    let body = Body::parse(bytes).expect("a record that counts can be read");
    let mut counted = Counted { epoch, time: body.time, events: Vec::new(), house: Vec::new() };
    for event in body {
        let event = event.expect("an event can be read");
        if event.kind.service == 0 {
            counted.house.push(read_house(&event));
            continue;
        }
        counted.events.push(LedgerEvent::read(event).expect("an event of the ledger"));
        let place = EventRef {
            partition: state.partition,
            position,
            offset: event.offset,
            len: event.bytes.len() as u32,
        };
        state.replay(event, At { place, time: counted.time }).expect("an event of the ledger");
    }
    counted
}

fn read_house(event: &millpond_log::event::Event<'_>) -> House {
    let (mut numbers, mut payload) = ([0; 5], Vec::new());
    for field in event.fields() {
        match field.expect("a field can be read") {
            (3, millpond_log::event::Value::Bytes(bytes)) => payload = bytes.to_vec(),
            (number, value) => numbers[usize::from(number)] = value.number().expect("a number"),
        }
    }
    let peer = Partition(numbers[1] as u32);
    let id = ParcelId { to: peer, number: numbers[2] };
    match event.kind.tag {
        1 => House::Posted { id, payload },
        2 => House::Received { from: peer, number: numbers[2], refused: numbers[3] != 0 },
        3 => House::Settled { id },
        other => panic!("an event of the partition with the tag {other}"),
    }
}
