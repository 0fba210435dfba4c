//! A partition in a checkpoint: what belongs to the house (its time, outbox and inbox), then the state of the services.
//!
//! | bytes | |
//! |---|---|
//! | 1 | version |
//! | varint | the latest time seen |
//! | | outbox: parcels (to, number, position, length, payload), last numbers, numbers settled |
//! | | inbox: senders (from, number, settled below, refused numbers) |
//! | rest | the state, as [`Machine::write`] writes it |

use std::collections::BTreeMap;

use bytes::Bytes;
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{Draft, InForce, LogError, NodeId, Partition, Position, Snapshot};

use crate::Machine;
use crate::outbox::{Inbox, Outbox};
use crate::slot::{Phase, Slot, damaged};

const VERSION: u8 = 1;

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
        Snapshot { state: self.state.finish().into(), ..self.snapshot }
    }
}

impl<M: Machine, C> Slot<M, C> {
    /// The partition as it is now. It is good for a checkpoint once everything below its position is durable.
    pub(crate) fn snapshot(&self, owner: NodeId) -> Option<Begun> {
        let Phase::Serving { claim } = self.phase else { return None };
        let mut state = Draft::default();
        let house = state.now();
        house.push(VERSION);
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
            data_version: self.state.data_version(),
            state: Bytes::new(),
        };
        Some(Begun { snapshot, state })
    }

    /// Makes an empty partition what a checkpoint kept of it.
    pub(crate) fn restore(&mut self, snapshot: &Snapshot) -> Result<(), LogError> {
        let at = |what: Malformed| {
            damaged(self.core.partition, snapshot.position, format!("its checkpoint: {what}"))
        };
        let (version, mut rest) = snapshot.state.split_first().ok_or_else(|| at(Malformed("it is empty")))?;
        if *version != VERSION {
            let what = "a checkpoint has a partition of a version that this program does not know";
            return Err(LogError::Unsupported(what.to_owned()));
        }
        let now = take_varint(&mut rest).map_err(at)?;
        let (outbox, inbox) = (Outbox::read(&mut rest).map_err(at)?, Inbox::read(&mut rest).map_err(at)?);
        self.state.restore(rest).map_err(at)?;
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
