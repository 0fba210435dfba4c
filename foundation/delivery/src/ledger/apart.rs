//! What is known of messages that do more than wait in a run: those that are handed out or delayed, those that were, and
//! those that were copied forward. Of most resources at rest there is nothing of that, and then it is a pointer.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Deref;

use millpond_log::Past;
use millpond_runtime::Millis;

use super::delays::Delays;
use super::flight::Flight;
use super::received::{AllReceived, Received};
use super::returns::Returns;
use super::rows::HotRow;
use super::sparse::Sparse;
use super::stray::{Listed, Stray};
use crate::Sequence;

/// See the module.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) strays: Sparse<Stray>,
    /// Of strays that are not sealed yet.
    pub(super) stray_rows: Sparse<HotRow>,
    pub(super) listed: BTreeMap<u64, Listed>,
    /// Of messages whose rows are in memory.
    pub(super) pasts: Sparse<Past>,
    pub(super) in_flight: Sparse<Flight>,
    pub(super) returns: Returns,
    pub(super) delayed: Delays,
    pub(super) moving: BTreeSet<Sequence>,
    /// Of messages that are not in flight.
    pub(super) received: AllReceived,
    /// Of grouped order: when the latest messages were sent, a tenth of a second exactly, for a delay that changes.
    pub(super) sends: VecDeque<(Sequence, Millis)>,
}

static NOTHING: Tables = Tables::NEW;

impl Tables {
    const NEW: Tables = Tables {
        strays: Sparse::new(),
        stray_rows: Sparse::new(),
        listed: BTreeMap::new(),
        pasts: Sparse::new(),
        in_flight: Sparse::new(),
        returns: Returns::new(),
        delayed: Delays::new(),
        moving: BTreeSet::new(),
        received: AllReceived::new(),
        sends: VecDeque::new(),
    };

    pub(super) fn note_received(&mut self, sequence: Sequence, received: Received) {
        // Or a page would tell something older.
        if received.is_nothing() && !self.received.is_away(sequence) {
            self.received.remove(sequence);
        } else {
            self.received.insert(sequence, received);
        }
    }

    /// What a checkpoint has of them.
    fn copy(&self) -> Tables {
        let Tables { strays, stray_rows, listed, pasts, in_flight, delayed, moving, received, sends, .. } =
            self;
        Tables {
            strays: strays.clone(),
            stray_rows: stray_rows.clone(),
            listed: listed.clone(),
            pasts: pasts.clone(),
            in_flight: in_flight.clone(),
            returns: Returns::new(),
            delayed: delayed.copy(),
            moving: moving.clone(),
            received: received.clone(),
            sends: sends.clone(),
        }
    }

    fn is_empty(&self) -> bool {
        let Tables { strays, stray_rows, listed, pasts, in_flight, delayed, moving, received, sends, .. } =
            self;
        let rows = strays.len() + stray_rows.len() + pasts.len() == 0 && listed.is_empty();
        // Then nothing returns either.
        let busy = in_flight.len() + delayed.len() > 0 || !moving.is_empty() || !received.is_empty();
        rows && !busy && sends.is_empty()
    }
}

/// They can be read as if they were always there.
#[derive(Debug, Default)]
pub(super) struct Apart(Option<Box<Tables>>);

impl Deref for Apart {
    type Target = Tables;

    fn deref(&self) -> &Tables {
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

impl Apart {
    /// To put something there.
    pub(super) fn make(&mut self) -> &mut Tables {
        self.0.get_or_insert_with(|| Box::new(Tables::NEW))
    }

    /// To change or take out what is there.
    pub(super) fn there(&mut self) -> Option<&mut Tables> {
        self.0.as_deref_mut()
    }

    /// For a checkpoint.
    pub(super) fn copy(&self) -> Apart {
        Apart(self.0.as_deref().map(|tables| Box::new(tables.copy())))
    }

    #[cfg(test)]
    pub(super) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// Gives them up if there is nothing in them.
    pub(super) fn rest(&mut self) {
        if self.is_empty() {
            self.0 = None;
        }
    }
}
