//! A message that was copied forward out of its run. Where most of a segment was deleted there are many, so each is eight
//! bytes; the rows of those that are not sealed yet stand elsewhere.

use millpond_log::Stretch;

use super::{Cold, Found, Ledger};
use crate::Sequence;

/// Says that the message waits; no segment has so many rows.
const WAITING: u32 = 1 << 31;

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    /// The segment's number, from 1; 0: the row is in memory.
    segment: u32,
    /// The row in that segment's listed stretch, and [`WAITING`].
    row: u32,
}

/// Strays of one sealed segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) cold: Cold,
    pub(super) live: u32,
}

impl Stray {
    /// Its row is in memory.
    pub(super) fn hot(waiting: bool) -> Stray {
        Stray { segment: 0, row: if waiting { WAITING } else { 0 } }
    }

    /// Its row is in a sidecar. None, for a place that no log comes to.
    pub(super) fn cold(segment: u64, row: u32, waiting: bool) -> Option<Stray> {
        let segment = u32::try_from(segment).ok().filter(|segment| *segment > 0)?;
        (row < WAITING).then_some(Stray { segment, row: row | if waiting { WAITING } else { 0 } })
    }

    pub(super) fn waits(self) -> bool {
        self.row & WAITING != 0
    }

    /// True if that is something new.
    pub(super) fn set_waiting(&mut self, waiting: bool) -> bool {
        let changed = self.waits() != waiting;
        self.row ^= if changed { WAITING } else { 0 };
        changed
    }

    /// The segment and the row there, once it is sealed.
    pub(super) fn place(self) -> Option<(u64, u32)> {
        (self.segment > 0).then_some((u64::from(self.segment), self.row & !WAITING))
    }
}

impl Ledger {
    pub(super) fn find_stray(&self, sequence: Sequence) -> Option<Found> {
        match self.apart.strays.get(sequence)?.place() {
            None => {
                let row = *self.apart.stray_rows.get(sequence)?;
                Some(Found::Hot(row, self.apart.pasts.get(sequence).copied()))
            }
            Some((segment, row)) => Some(Found::Cold(self.apart.listed.get(&segment)?.cold.stretch, row)),
        }
    }

    /// A stray is gone, or stands somewhere else.
    pub(super) fn remove_stray(&mut self, sequence: Sequence) {
        let Some(apart) = self.apart.there() else { return };
        let Some(stray) = apart.strays.remove(sequence) else { return };
        let Some((segment, _)) = stray.place() else {
            apart.stray_rows.remove(sequence);
            return;
        };
        if let Some(listed) = apart.listed.get_mut(&segment) {
            listed.live -= 1;
            if listed.live == 0 {
                apart.listed.remove(&segment);
            }
        }
    }

    /// The rows of messages that were copied forward are in a sidecar now: those that stand below `end`.
    pub(crate) fn seal_listed(
        &mut self,
        stretch: Stretch,
        sequences: &[Sequence],
        end: millpond_log::Position,
    ) {
        let Some(apart) = self.apart.there() else { return };
        let (mut live, mut bytes) = (0, 0);
        for (row, sequence) in sequences.iter().enumerate() {
            let Some(hot) = apart.stray_rows.get(*sequence).filter(|hot| hot.position < end) else {
                continue;
            };
            let Some(stray) = apart.strays.get_mut(*sequence) else { continue };
            let Some(cold) = Stray::cold(stretch.segment, row as u32, stray.waits()) else { continue };
            (live, bytes) = (live + 1, bytes + u64::from(hot.len));
            *stray = cold;
            apart.stray_rows.remove(*sequence);
            apart.pasts.remove(*sequence);
        }
        if live > 0 {
            let cold = Cold { stretch, bytes, of: live };
            apart.listed.insert(stretch.segment, Listed { cold, live });
        }
    }
}
