//! A run: messages of consecutive numbers whose events stand in one segment, or in those that are not sealed yet. In
//! memory it is two bits a message, and none as long as all of them wait; where they stand is in the segment's sidecar once
//! that is there.

use std::sync::Arc;

use millpond_log::Stretch;

use super::away::Away;
use super::bits::Bits;
use super::packed::{Cold, Packed};
use super::rows::{HotRow, HotRows};
use crate::{GroupKey, Sequence};

/// Where the rows of a run are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// In memory.
    Hot(Box<HotRows>),
    /// In a sidecar.
    Cold(Packed),
    /// In sidecars of which a run table knows more.
    Away(Away),
}

/// Whose messages a run has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tenancy {
    /// All are of this group, or all without one.
    Sole(Option<GroupKey>),
    Mixed,
}

/// What is known of each message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Marks {
    live: Bits,
    waiting: Bits,
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: Sequence,
    pub(crate) count: u32,
    /// None: all messages wait.
    marks: Option<Arc<Marks>>,
    pub(crate) rows: Rows,
    pub(crate) tenancy: Tenancy,
}

/// Messages at the front of a run in memory that are gone are forgotten once there are so many.
const GONE_KEPT: u32 = 1024;

impl Run {
    pub(crate) fn new(first: Sequence) -> Run {
        let (rows, tenancy) = (Rows::Hot(Box::default()), Tenancy::Sole(None));
        Run { first, count: 0, marks: None, rows, tenancy }
    }

    /// Of messages that wait, as far as they are live.
    pub(crate) fn of(first: Sequence, count: u32, live: Option<Bits>, rows: Rows, tenancy: Tenancy) -> Run {
        let marks = live.map(|live| Arc::new(Marks { waiting: live.clone(), live }));
        Run { first, count, marks, rows, tenancy }
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.live() == 0
    }

    /// How many of its messages are there.
    pub(crate) fn live(&self) -> u32 {
        self.marks.as_ref().map_or(self.count, |marks| marks.live.ones())
    }

    /// How many wait.
    pub(crate) fn waiting(&self) -> u32 {
        self.marks.as_ref().map_or(self.count, |marks| marks.waiting.ones())
    }

    /// Which of its messages are there; none, if all are.
    pub(crate) fn live_bits(&self) -> Option<&Bits> {
        self.marks.as_ref().map(|marks| &marks.live).filter(|live| live.ones() < self.count)
    }

    pub(crate) fn lives(&self, at: u32) -> bool {
        self.marks.as_ref().map_or(at < self.count, |marks| marks.live.get(at))
    }

    pub(crate) fn waits(&self, at: u32) -> bool {
        self.marks.as_ref().map_or(at < self.count, |marks| marks.waiting.get(at))
    }

    /// The first that is there, at `from` or behind.
    pub(crate) fn next_live(&self, from: u32) -> Option<u32> {
        self.marks.as_ref().map_or((from < self.count).then_some(from), |marks| marks.live.next(from))
    }

    /// The first that waits, at `from` or behind.
    pub(crate) fn next_waiting(&self, from: u32) -> Option<u32> {
        self.marks.as_ref().map_or((from < self.count).then_some(from), |marks| marks.waiting.next(from))
    }

    /// Whether all of its messages are there and wait, and it does not say so of each.
    pub(crate) fn all_wait(&self) -> bool {
        self.marks.is_none()
    }

    /// Forgets what is known of each message, if all of them wait again.
    pub(crate) fn settle(&mut self) {
        if self.hot().is_none() && self.waiting() == self.count {
            self.marks = None;
        }
    }

    fn marks(&mut self) -> &mut Marks {
        let full = || Arc::new(Marks { live: Bits::full(self.count), waiting: Bits::full(self.count) });
        Arc::make_mut(self.marks.get_or_insert_with(full))
    }

    /// True if that is something new.
    pub(crate) fn set_waiting(&mut self, at: u32, waiting: bool) -> bool {
        self.waits(at) != waiting && self.marks().waiting.set(at, waiting)
    }

    /// A message is gone.
    pub(crate) fn take_out(&mut self, at: u32) {
        let marks = self.marks();
        marks.live.set(at, false);
        marks.waiting.set(at, false);
    }

    /// The number behind the last one.
    pub(crate) fn end(&self) -> Sequence {
        self.first + u64::from(self.count)
    }

    pub(crate) fn hot(&self) -> Option<&HotRows> {
        if let Rows::Hot(rows) = &self.rows { Some(rows) } else { None }
    }

    /// Begins anew with another number, in the room of messages that are all gone.
    pub(crate) fn restart(&mut self, first: Sequence) {
        self.first = first;
        self.count = 0;
        if let Some(marks) = self.marks.as_mut().map(Arc::make_mut) {
            marks.live.clear();
            marks.waiting.clear();
        }
        if let Rows::Hot(rows) = &mut self.rows {
            rows.clear();
        }
    }

    pub(crate) fn push(&mut self, row: HotRow, waiting: bool) {
        if !waiting {
            self.marks();
        }
        let Rows::Hot(rows) = &mut self.rows else { return };
        self.tenancy = match self.tenancy {
            _ if self.count == 0 => Tenancy::Sole(row.group),
            Tenancy::Sole(group) if group == row.group => self.tenancy,
            _ => Tenancy::Mixed,
        };
        rows.push(row);
        self.count += 1;
        if let Some(marks) = self.marks.as_mut().map(Arc::make_mut) {
            marks.live.push(true);
            marks.waiting.push(waiting);
        }
    }

    /// Forgets messages at the front that are gone, once that is worth it.
    pub(crate) fn trim(&mut self) {
        let (Rows::Hot(rows), Some(marks)) = (&mut self.rows, &mut self.marks) else { return };
        let gone = marks.live.next(0).unwrap_or(self.count) / 64 * 64;
        if gone >= GONE_KEPT && gone >= self.count / 2 {
            let marks = Arc::make_mut(marks);
            rows.drop_front(gone);
            marks.live.drop_front(gone);
            marks.waiting.drop_front(gone);
            self.first += u64::from(gone);
            self.count -= gone;
        }
    }

    /// The part of the run from `from` to before `to`.
    pub(crate) fn slice(&self, from: u32, to: u32) -> Run {
        let rows = match &self.rows {
            Rows::Hot(rows) => Rows::Hot(Box::new(rows.slice(from, to))),
            Rows::Cold(packed) => Rows::Cold(packed.behind(from)),
            Rows::Away(away) => Rows::Away(away.part(to - from, self.count)),
        };
        let marks = self.marks.as_ref().map(|marks| {
            Arc::new(Marks { live: marks.live.slice(from, to), waiting: marks.waiting.slice(from, to) })
        });
        Run { first: self.first + u64::from(from), count: to - from, marks, rows, tenancy: self.tenancy }
    }

    /// The rows are in a sidecar now.
    pub(crate) fn chill(&mut self, stretch: Stretch) {
        let Rows::Hot(rows) = &self.rows else { return };
        let live = || (0..).zip(rows.iter()).filter(|(at, _)| self.lives(*at)).map(|(_, row)| row);
        let bytes = live().map(|row| u64::from(row.len)).sum();
        // What can't be packed stays in memory.
        let Some(packed) = Packed::new(&Cold { stretch, bytes, of: self.live() }, self.first) else { return };
        if let Some(first) = live().next() {
            let sole = live().all(|row| row.group == first.group);
            self.tenancy = if sole { Tenancy::Sole(first.group) } else { Tenancy::Mixed };
        }
        self.rows = Rows::Cold(packed);
        self.settle();
        if let Some(marks) = self.marks.as_mut().map(Arc::make_mut) {
            marks.live.shrink();
            marks.waiting.shrink();
        }
    }
}
