//! A run: messages of consecutive numbers whose events stand in one segment, or in those that are not sealed yet. In
//! memory it is two bits a message; where they stand is in the segment's sidecar once that is there.

use millpond_log::{Past, Position, Row, Stretch};
use millpond_runtime::Millis;

use super::bits::Bits;
use crate::{GroupKey, Sequence};

/// Where a message's event stands, in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HotRow {
    pub(crate) position: Position,
    pub(crate) offset: u32,
    pub(crate) len: u32,
    pub(crate) sent: Millis,
    pub(crate) group: Option<GroupKey>,
}

impl HotRow {
    /// The row as a sidecar would have it.
    pub(crate) fn row(&self, sequence: Sequence, past: Option<Past>) -> Row {
        let HotRow { position, offset, len, sent, group } = *self;
        Row { sequence, position, offset, len, sent, group: group.map(GroupKey::get), past }
    }
}

/// Where the rows of a run are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// In memory.
    Hot(Vec<HotRow>),
    /// In a sidecar.
    Cold(Cold),
}

/// See [`Rows::Cold`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cold {
    pub(crate) stretch: Stretch,
    /// Bytes of the events that were live when the run became cold, and how many those were.
    pub(crate) bytes: u64,
    pub(crate) of: u32,
}

impl Cold {
    /// Bytes of the events that are live: by their mean, since nobody knows which ones are.
    pub(crate) fn live_bytes(&self, live: u32) -> u64 {
        self.bytes * u64::from(live) / u64::from(self.of.max(1))
    }
}

/// Whose messages a run has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tenancy {
    /// All are of this group, or all without one.
    Sole(Option<GroupKey>),
    Mixed,
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: Sequence,
    pub(crate) count: u32,
    pub(crate) live: Bits,
    pub(crate) waiting: Bits,
    pub(crate) rows: Rows,
    pub(crate) tenancy: Tenancy,
}

/// Messages at the front of a run in memory that are gone are forgotten once there are so many.
const GONE_KEPT: u32 = 1024;
/// An empty run keeps room for so many rows.
const ROWS_KEPT: usize = 16;

impl Run {
    pub(crate) fn new(first: Sequence) -> Run {
        Run {
            first,
            count: 0,
            live: Bits::default(),
            waiting: Bits::default(),
            rows: Rows::Hot(Vec::new()),
            tenancy: Tenancy::Sole(None),
        }
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.live.ones() == 0
    }

    /// The number behind the last one.
    pub(crate) fn end(&self) -> Sequence {
        self.first + u64::from(self.count)
    }

    pub(crate) fn hot(&self) -> Option<&[HotRow]> {
        if let Rows::Hot(rows) = &self.rows { Some(rows) } else { None }
    }

    /// Begins anew with another number, in the room of messages that are all gone.
    pub(crate) fn restart(&mut self, first: Sequence) {
        self.first = first;
        self.count = 0;
        self.live.clear();
        self.waiting.clear();
        if let Rows::Hot(rows) = &mut self.rows {
            rows.clear();
            rows.shrink_to(ROWS_KEPT);
        }
    }

    pub(crate) fn push(&mut self, row: HotRow, waiting: bool) {
        let Rows::Hot(rows) = &mut self.rows else { return };
        self.tenancy = match self.tenancy {
            _ if self.count == 0 => Tenancy::Sole(row.group),
            Tenancy::Sole(group) if group == row.group => self.tenancy,
            _ => Tenancy::Mixed,
        };
        rows.push(row);
        self.live.push(true);
        self.waiting.push(waiting);
        self.count += 1;
    }

    /// Forgets messages at the front that are gone, once that is worth it.
    pub(crate) fn trim(&mut self) {
        let Rows::Hot(rows) = &mut self.rows else { return };
        let gone = self.live.next(0).unwrap_or(self.count) / 64 * 64;
        if gone >= GONE_KEPT && gone >= self.count / 2 {
            rows.drain(..gone as usize);
            self.live.drop_front(gone);
            self.waiting.drop_front(gone);
            self.first += u64::from(gone);
            self.count -= gone;
        }
    }

    /// The part of the run from `from` to before `to`.
    pub(crate) fn slice(&self, from: u32, to: u32) -> Run {
        let rows = match &self.rows {
            Rows::Hot(rows) => Rows::Hot(rows[from as usize..to as usize].to_vec()),
            Rows::Cold(cold) => Rows::Cold(*cold),
        };
        Run {
            first: self.first + u64::from(from),
            count: to - from,
            live: self.live.slice(from, to),
            waiting: self.waiting.slice(from, to),
            rows,
            tenancy: self.tenancy,
        }
    }

    /// The rows are in a sidecar now.
    pub(crate) fn chill(&mut self, stretch: Stretch) {
        let Rows::Hot(rows) = &self.rows else { return };
        let live = || rows.iter().enumerate().filter(|(at, _)| self.live.get(*at as u32)).map(|(_, row)| row);
        let bytes = live().map(|row| u64::from(row.len)).sum();
        if let Some(first) = live().next() {
            let sole = live().all(|row| row.group == first.group);
            self.tenancy = if sole { Tenancy::Sole(first.group) } else { Tenancy::Mixed };
        }
        self.rows = Rows::Cold(Cold { stretch, bytes, of: self.live.ones() });
        self.live.shrink();
        self.waiting.shrink();
    }
}
