//! The outbox and the inbox of a partition: the only way from one partition to another, and the part of a
//! partition's state that belongs to the house (service number 0).
//!
//! Parcels of one pair of partitions are numbered without gaps and decided in that order. The receiver keeps a
//! high-water mark for each sender and the refusals that the sender may still ask about, so a parcel that is
//! delivered again gets the same answer and has no second effect.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bytes::Bytes;
use millpond_log::event::{Event, Fields, Kind, Malformed, Value, put_varint, take_varint};
use millpond_log::{Partition, Position};

use crate::slot::KEPT;
use crate::{ParcelId, Settlement};

/// The house's number among the services.
pub(crate) const HOUSE: u8 = 0;
const POSTED: u8 = 1;
const RECEIVED: u8 = 2;
const SETTLED: u8 = 3;
const TIME_NOTED: u8 = 4;

/// An event of the house. Tags and field numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HouseEvent<'a> {
    /// A parcel was put into the outbox.
    Posted { id: ParcelId, payload: &'a [u8] },
    /// A parcel was taken or refused.
    Received { from: Partition, number: u64, refused: bool, settled_below: u64 },
    /// A parcel's receipt has come: it leaves the outbox.
    Settled { id: ParcelId },
    /// Nothing but that it was this late: the clock was moved by hand.
    TimeNoted,
}

impl<'a> HouseEvent<'a> {
    pub(crate) fn kind(&self) -> Kind {
        let tag = match self {
            HouseEvent::Posted { .. } => POSTED,
            HouseEvent::Received { .. } => RECEIVED,
            HouseEvent::Settled { .. } => SETTLED,
            HouseEvent::TimeNoted => TIME_NOTED,
        };
        Kind { service: HOUSE, tag, version: 1 }
    }

    pub(crate) fn write(&self, fields: &mut Fields<'_>) {
        match *self {
            HouseEvent::Posted { id, payload } => {
                fields.number(1, u64::from(id.to.0));
                fields.number(2, id.number);
                fields.rest(3, payload);
            }
            HouseEvent::Received { from, number, refused, settled_below } => {
                fields.number(1, u64::from(from.0));
                fields.number(2, number);
                fields.number(3, u64::from(refused));
                fields.number(4, settled_below);
            }
            HouseEvent::Settled { id } => {
                fields.number(1, u64::from(id.to.0));
                fields.number(2, id.number);
            }
            HouseEvent::TimeNoted => {}
        }
    }

    pub(crate) fn read(event: &Event<'a>) -> Result<HouseEvent<'a>, Malformed> {
        if event.kind.version != 1 {
            return Err(Malformed("an event of the partition has a version that this program does not know"));
        }
        let (mut numbers, mut payload) = ([0u64; 5], &[][..]);
        for field in event.fields() {
            match field? {
                (3, Value::Bytes(bytes)) if event.kind.tag == POSTED => payload = bytes,
                (number @ 1..=4, value) => numbers[number as usize] = value.number()?,
                _ => {
                    return Err(Malformed(
                        "an event of the partition has a field that this program does not know",
                    ));
                }
            }
        }
        let peer =
            u32::try_from(numbers[1]).map_err(|_| Malformed("a partition's number is out of range"))?;
        let peer = Partition(peer);
        let id = ParcelId { to: peer, number: numbers[2] };
        match event.kind.tag {
            POSTED => Ok(HouseEvent::Posted { id, payload }),
            RECEIVED => Ok(HouseEvent::Received {
                from: peer,
                number: numbers[2],
                refused: numbers[3] != 0,
                settled_below: numbers[4],
            }),
            SETTLED => Ok(HouseEvent::Settled { id }),
            TIME_NOTED => Ok(HouseEvent::TimeNoted),
            _ => Err(Malformed("an event of the partition has a type that this program does not know")),
        }
    }
}

/// Parcels that are not settled yet.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    entries: BTreeMap<ParcelId, Parcel>,
    last_number: BTreeMap<Partition, u64>,
    /// Below these numbers everything is settled and the settlement is durable: what a receiver may forget.
    settled_below: BTreeMap<Partition, u64>,
    /// Settlements that are not durable yet, each with the position that it needs.
    settling: VecDeque<(Position, ParcelId)>,
    /// Parcels that have not been sent since the state was built, oldest first.
    unsent: VecDeque<ParcelId>,
}

#[derive(Debug)]
struct Parcel {
    payload: Bytes,
    /// The record that posted it. It leaves once this is durable.
    position: Position,
}

/// A parcel ready to leave.
pub(crate) struct Ready {
    pub(crate) id: ParcelId,
    pub(crate) settled_below: u64,
    pub(crate) payload: Bytes,
}

impl Outbox {
    pub(crate) fn next_number(&self, to: Partition) -> u64 {
        self.last_number.get(&to).copied().unwrap_or(0) + 1
    }

    pub(crate) fn posted(&mut self, id: ParcelId, payload: Bytes, position: Position) {
        self.last_number.insert(id.to, id.number);
        self.entries.insert(id, Parcel { payload, position });
        self.unsent.push_back(id);
    }

    pub(crate) fn settled(&mut self, id: ParcelId, position: Position) {
        if self.entries.remove(&id).is_some() {
            self.settling.push_back((position, id));
        }
    }

    pub(crate) fn contains(&self, id: ParcelId) -> bool {
        self.entries.contains_key(&id)
    }

    /// What is in a parcel, if it is the one to its partition that can be settled next: the lowest, and gone out.
    /// One whose record is not durable has not left; a receipt for it is that of another owner's parcel.
    pub(crate) fn awaits(&self, id: ParcelId, durable: Position) -> Option<Bytes> {
        let (&first, parcel) = self.entries.range(ParcelId { to: id.to, number: 0 }..).next()?;
        (first == id && parcel.position < durable).then(|| parcel.payload.clone())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Gives back what busy times have taken.
    pub(crate) fn rest(&mut self) {
        self.settling.shrink_to(KEPT);
        self.unsent.shrink_to(KEPT);
    }

    /// What its queues take.
    #[cfg(test)]
    pub(crate) fn queues_bytes(&self) -> usize {
        self.settling.capacity() * size_of::<(Position, ParcelId)>()
            + self.unsent.capacity() * size_of::<ParcelId>()
    }

    /// The next parcel that has not been sent and whose record is below `durable`.
    pub(crate) fn next_ready(&mut self, durable: Position) -> Option<Ready> {
        while let Some((_, id)) = self.settling.pop_front_if(|(position, _)| *position < durable) {
            // Settlements come in the order of the numbers, so the latest one tells all.
            let below = self.settled_below.entry(id.to).or_insert(1);
            *below = (*below).max(id.number + 1);
        }
        loop {
            let id = *self.unsent.front()?;
            let Some(parcel) = self.entries.get(&id) else {
                self.unsent.pop_front();
                continue;
            };
            if parcel.position >= durable {
                return None;
            }
            self.unsent.pop_front();
            let settled_below = self.settled_below.get(&id.to).copied().unwrap_or(1);
            return Some(Ready { id, settled_below, payload: parcel.payload.clone() });
        }
    }

    /// A parcel that was ready could not be sent yet: it is the next one again.
    pub(crate) fn hold_back(&mut self, id: ParcelId) {
        self.unsent.push_front(id);
    }

    /// Writes it for a checkpoint of everything below a position that is durable.
    pub(crate) fn write(&self, into: &mut Vec<u8>) {
        put_varint(into, self.entries.len() as u64);
        for (id, parcel) in &self.entries {
            for number in [u64::from(id.to.0), id.number, parcel.position.0, parcel.payload.len() as u64] {
                put_varint(into, number);
            }
            into.extend_from_slice(&parcel.payload);
        }
        // What is settled at that position is settled durably.
        let mut settled_below = self.settled_below.clone();
        for (_, id) in &self.settling {
            let below = settled_below.entry(id.to).or_insert(1);
            *below = (*below).max(id.number + 1);
        }
        for numbers in [&self.last_number, &settled_below] {
            put_varint(into, numbers.len() as u64);
            for (partition, number) in numbers {
                put_varint(into, u64::from(partition.0));
                put_varint(into, *number);
            }
        }
    }

    /// Reads what [`Outbox::write`] wrote.
    pub(crate) fn read(from: &mut &[u8]) -> Result<Self, Malformed> {
        let mut outbox = Outbox::default();
        for _ in 0..take_varint(from)? {
            let id = ParcelId { to: take_partition(from)?, number: take_varint(from)? };
            let (position, len) = (Position(take_varint(from)?), take_varint(from)? as usize);
            let (payload, rest) = from.split_at_checked(len).ok_or(Malformed("a parcel is cut short"))?;
            *from = rest;
            outbox.entries.insert(id, Parcel { payload: Bytes::copy_from_slice(payload), position });
        }
        for numbers in [&mut outbox.last_number, &mut outbox.settled_below] {
            for _ in 0..take_varint(from)? {
                numbers.insert(take_partition(from)?, take_varint(from)?);
            }
        }
        Ok(outbox)
    }

    /// Sends everything again, in order: an answer may have been lost, or was "later".
    pub(crate) fn send_again(&mut self) {
        self.unsent = self.entries.keys().copied().collect();
    }
}

/// What other partitions have sent.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    marks: BTreeMap<Partition, Mark>,
}

#[derive(Debug, Default)]
struct Mark {
    number: u64,
    /// The sender has settled everything below this number, durably.
    settled_below: u64,
    refused: BTreeSet<u64>,
}

/// What a parcel is to its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// The next one: to be decided.
    New,
    /// Decided before, with this outcome.
    Again(Settlement),
    /// The sender has settled it: nobody waits for an answer, and whether it was refused may be forgotten.
    Settled,
    /// One before it has not been decided: the sender will send both again.
    Early,
}

impl Inbox {
    /// Writes it for a checkpoint.
    pub(crate) fn write(&self, into: &mut Vec<u8>) {
        put_varint(into, self.marks.len() as u64);
        for (from, mark) in &self.marks {
            let numbers = [u64::from(from.0), mark.number, mark.settled_below, mark.refused.len() as u64];
            numbers
                .into_iter()
                .chain(mark.refused.iter().copied())
                .for_each(|number| put_varint(into, number));
        }
    }

    /// Reads what [`Inbox::write`] wrote.
    pub(crate) fn read(from: &mut &[u8]) -> Result<Self, Malformed> {
        let mut inbox = Inbox::default();
        for _ in 0..take_varint(from)? {
            let sender = take_partition(from)?;
            let (number, settled_below, count) = (take_varint(from)?, take_varint(from)?, take_varint(from)?);
            let mut refused = BTreeSet::new();
            for _ in 0..count {
                refused.insert(take_varint(from)?);
            }
            inbox.marks.insert(sender, Mark { number, settled_below, refused });
        }
        Ok(inbox)
    }

    pub(crate) fn arrival(&self, from: Partition, number: u64) -> Arrival {
        let empty = Mark::default();
        let mark = self.marks.get(&from).unwrap_or(&empty);
        if number > mark.number + 1 {
            Arrival::Early
        } else if number > mark.number {
            Arrival::New
        } else if number < mark.settled_below {
            Arrival::Settled
        } else if mark.refused.contains(&number) {
            Arrival::Again(Settlement::Refused)
        } else {
            Arrival::Again(Settlement::Accepted)
        }
    }

    pub(crate) fn received(&mut self, from: Partition, number: u64, refused: bool, settled_below: u64) {
        let mark = self.marks.entry(from).or_default();
        mark.number = mark.number.max(number);
        mark.settled_below = mark.settled_below.max(settled_below);
        mark.refused = mark.refused.split_off(&mark.settled_below);
        if refused {
            mark.refused.insert(number);
        }
    }
}

fn take_partition(from: &mut &[u8]) -> Result<Partition, Malformed> {
    let number = u32::try_from(take_varint(from)?);
    number.map(Partition).map_err(|_| Malformed("a partition's number is out of range"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_remembered_until_the_sender_has_settled_it() {
        let (a, mut inbox) = (Partition(1), Inbox::default());
        inbox.received(a, 1, true, 1);
        inbox.received(a, 2, false, 1);
        assert_eq!(inbox.arrival(a, 1), Arrival::Again(Settlement::Refused));
        assert_eq!(inbox.arrival(a, 2), Arrival::Again(Settlement::Accepted));
        assert_eq!(inbox.arrival(a, 3), Arrival::New);
        assert_eq!(inbox.arrival(a, 4), Arrival::Early);
        inbox.received(a, 3, false, 2);
        assert!(inbox.marks[&a].refused.is_empty());
    }

    #[test]
    fn a_parcel_leaves_only_when_its_record_is_durable() {
        let mut outbox = Outbox::default();
        let id = ParcelId { to: Partition(2), number: outbox.next_number(Partition(2)) };
        outbox.posted(id, Bytes::from_static(b"x"), Position(5));
        assert!(outbox.next_ready(Position(5)).is_none());
        assert_eq!(outbox.next_ready(Position(6)).map(|r| r.id), Some(id));
        assert!(outbox.next_ready(Position(6)).is_none());
        outbox.send_again();
        assert_eq!(outbox.next_ready(Position(6)).map(|r| r.id), Some(id));
    }

    #[test]
    fn house_events_read_as_they_were_written() {
        let events = [
            HouseEvent::Posted { id: ParcelId { to: Partition(3), number: 9 }, payload: b"parcel" },
            HouseEvent::Received { from: Partition(4), number: 8, refused: true, settled_below: 7 },
            HouseEvent::Settled { id: ParcelId { to: Partition(3), number: 9 } },
            HouseEvent::TimeNoted,
        ];
        for event in events {
            let mut body = millpond_log::event::BodyWriter::new(1);
            body.event(event.kind(), |fields| event.write(fields));
            let bytes = body.finish();
            let read = millpond_log::event::Body::parse(&bytes).unwrap().next().unwrap().unwrap();
            assert_eq!(HouseEvent::read(&read).unwrap(), event);
        }
    }
}
