//! A partition in a checkpoint: what belongs to the house (its time, outbox and inbox), then the state of the services.
//!
//! | bytes | |
//! |---|---|
//! | 1 | version: 2, in columns ([`millpond_log::Columns`]); 1, before there were columns, in one stream |
//! | rest | the columns, of which the main one begins with what is the house's |
//!
//! | main column | |
//! |---|---|
//! | varint | the latest time seen |
//! | | outbox: parcels (to, number, position, length, payload), last numbers, numbers settled |
//! | | inbox: senders (from, number, settled below, refused numbers) |
//! | rest | the state, as [`Machine::write`] writes it |

use std::collections::BTreeMap;

use bytes::Bytes;
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{
    ColumnReader, Draft, InForce, LogError, NodeId, Partition, Position, Snapshot, VERSION_OF_COLUMNS,
    VERSION_OF_STATE_PAGES,
};

use crate::Machine;
use crate::outbox::{Inbox, Outbox};
use crate::slot::{Phase, Slot, damaged};

const VERSION: u8 = 2;
const IN_ONE_STREAM: u8 = 1;

/// A snapshot whose state is still to be written, which need not be done by the owner.
#[derive(Debug)]
pub struct Begun {
    snapshot: Snapshot,
    state: Draft,
}

impl Begun {
    /// Whose it is.
    pub fn partition(&self) -> Partition {
        self.snapshot.partition
    }

    pub(crate) fn position(&self) -> Position {
        self.snapshot.position
    }

    /// Writes the state.
    pub fn finish(self) -> Snapshot {
        let mut state = vec![VERSION];
        let mut columns = self.state.finish();
        let pages = std::mem::take(&mut columns.pages);
        columns.write(&mut state);
        let data_version = if pages.is_empty() { VERSION_OF_COLUMNS } else { VERSION_OF_STATE_PAGES };
        Snapshot { state: state.into(), pages, data_version, ..self.snapshot }
    }
}

impl<M: Machine, C> Slot<M, C> {
    /// The partition as it is now. It is good for a checkpoint once everything below its position is durable.
    pub(crate) fn snapshot(&mut self, owner: NodeId) -> Option<Begun> {
        let Phase::Serving { claim } = self.phase else { return None };
        self.drafts += 1;
        let mut state = Draft::new(self.drafts);
        let house = &mut state.now().main;
        put_varint(house, self.core.now);
        self.core.outbox.write(house);
        self.inbox.write(house);
        self.state.write(&mut state);
        let mut live_bytes = BTreeMap::new();
        self.state.live_bytes(&mut live_bytes);
        let position = self.core.position;
        let snapshot = Snapshot {
            partition: self.partition(),
            position,
            epoch: self.core.epoch,
            owner,
            claimed_at: claim,
            next_owner_seq: self.next_owner_seq,
            digest: self.digests_ahead.back().copied().unwrap_or(self.digest),
            hot_from: self.state.hot_from().unwrap_or(position).min(position),
            live_bytes,
            data_version: VERSION_OF_COLUMNS,
            state: Bytes::new(),
            pages: Vec::new(),
            draft: self.drafts,
        };
        Some(Begun { snapshot, state })
    }

    /// Makes an empty partition what a checkpoint kept of it.
    pub(crate) fn restore(&mut self, snapshot: &Snapshot) -> Result<(), LogError> {
        let at = |what: Malformed| {
            damaged(self.core.partition, snapshot.position, format!("its checkpoint: {what}"))
        };
        let (version, rest) = snapshot.state.split_first().ok_or_else(|| at(Malformed("it is empty")))?;
        let mut from = match *version {
            VERSION => ColumnReader::parse(rest).map_err(at)?,
            IN_ONE_STREAM => ColumnReader::of_one_stream(rest),
            _ => {
                let what = "a checkpoint has a partition of a version that this program does not know";
                return Err(LogError::Unsupported(what.to_owned()));
            }
        };
        let house = from.main();
        let now = take_varint(house).map_err(at)?;
        let (outbox, inbox) = (Outbox::read(house).map_err(at)?, Inbox::read(house).map_err(at)?);
        self.state.restore(&mut from).map_err(at)?;
        from.finish().map_err(at)?;
        self.core.now = self.core.now.max(now);
        (self.core.outbox, self.inbox) = (outbox, inbox);
        let Snapshot { position, epoch, owner, claimed_at, next_owner_seq, digest, .. } = *snapshot;
        self.in_force = InForce::resume(epoch, owner, claimed_at, next_owner_seq);
        (self.replayed, self.digest) = (position, digest);
        if self.confirmed_before.is_some_and(|before| before.0 == position && before.1 != digest) {
            let what = "what was confirmed below has changed".to_owned();
            return Err(damaged(self.core.partition, position, what));
        }
        Ok(())
    }

    /// Everything below this position is in the state.
    pub(crate) fn seen(&self) -> Position {
        if self.is_serving() { self.core.position } else { self.replayed }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use millpond_log::event::Event;
    use millpond_log::{Columns, Epoch};
    use millpond_runtime::{Millis, SeededRandom};

    use super::*;
    use crate::{At, ParcelId, ResourceId, Settlement, Turn};

    /// A number that is a setting, and one that is not.
    #[derive(Default)]
    struct Two(u64, u64);

    impl Machine for Two {
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
        fn write(&self, into: &mut Draft) {
            let Columns { settings, main, .. } = into.now();
            put_varint(settings, self.0);
            put_varint(main, self.1);
        }
        fn restore(&mut self, from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
            *self = Two(take_varint(from.settings())?, take_varint(from.main())?);
            Ok(())
        }
    }

    fn restored(state: &[u8]) -> Result<Slot<Two, ()>, LogError> {
        let random = Arc::new(SeededRandom::new(1));
        let mut slot = Slot::new(Partition(3), 4, random, Two::default());
        let snapshot = Snapshot {
            partition: Partition(3),
            position: Position(9),
            epoch: Epoch(1),
            owner: NodeId(1),
            claimed_at: Position(0),
            next_owner_seq: 1,
            digest: 1,
            hot_from: Position(9),
            live_bytes: BTreeMap::new(),
            data_version: 1,
            state: state.to_vec().into(),
            pages: Vec::new(),
            draft: 0,
        };
        slot.restore(&snapshot)?;
        Ok(slot)
    }

    #[test]
    fn a_state_is_read_in_columns_and_as_one_stream() {
        let mut house = vec![77];
        Outbox::default().write(&mut house);
        Inbox::default().write(&mut house);
        let in_one_stream = [&[1][..], &house, &[5, 6]].concat();
        let in_columns = [&[2, 1, 5, 0][..], &house, &[6]].concat();
        for state in [&in_one_stream, &in_columns] {
            let slot = restored(state).unwrap();
            assert_eq!((slot.state.0, slot.state.1, slot.core.now), (5, 6, 77));
            for wrong in [&state[..state.len() - 1], &[&state[..], &[0]].concat(), &[]] {
                assert!(matches!(restored(wrong), Err(LogError::Damaged { .. })));
            }
        }
        assert!(matches!(restored(&[3]), Err(LogError::Unsupported(_))));
        // Each column is to be read to its end.
        let settings_left = [&[2, 2, 5, 5, 0][..], &house, &[6]].concat();
        let segment_left = [&[2, 1, 5, 9, 1, 8, 0][..], &house, &[6]].concat();
        assert!(restored(&settings_left).is_err() && restored(&segment_left).is_err());
    }
}
