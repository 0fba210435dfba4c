//! Where a sealed run's rows are: packed, for every queue has a run in every segment.

use millpond_log::{RowKind, Stretch};

use crate::Sequence;

/// How rows are written, in three bits.
pub(super) fn bits_of(kind: RowKind) -> u8 {
    let RowKind { grouped, moved, listed } = kind;
    u8::from(grouped) | u8::from(moved) << 1 | u8::from(listed) << 2
}

/// What [`bits_of`] was asked for; higher bits mean something else.
pub(super) fn kind_of(bits: u8) -> RowKind {
    RowKind { grouped: bits & 1 != 0, moved: bits & 2 != 0, listed: bits & 4 != 0 }
}

/// A stretch of rows in a sidecar, and how much of it is live.
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

/// The same for a run of a resource that is known, which begins at a number that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packed {
    pub(super) segment: u32,
    pub(super) at: u32,
    /// How many rows of the stretch are before the run.
    pub(super) before: u32,
    pub(super) count: u32,
    pub(super) bytes: u32,
    pub(super) of: u32,
    pub(super) kind: RowKind,
}

impl Packed {
    /// None, for numbers that no log comes to.
    pub(crate) fn new(cold: &Cold, run_first: Sequence) -> Option<Packed> {
        let Cold { stretch: Stretch { segment, first, count, kind, at, .. }, bytes, of } = *cold;
        let small = |number: u64| u32::try_from(number).ok();
        let before = small(run_first.checked_sub(first)?)?;
        Some(Packed {
            segment: small(segment)?,
            at: small(at)?,
            before,
            count,
            bytes: small(bytes)?,
            of,
            kind,
        })
    }

    pub(crate) fn unpack(&self, resource: u64, run_first: Sequence) -> Cold {
        let Packed { segment, at, before, count, bytes, of, kind } = *self;
        let first = run_first - u64::from(before);
        let stretch =
            Stretch { segment: u64::from(segment), resource, first, count, kind, at: u64::from(at) };
        Cold { stretch, bytes: u64::from(bytes), of }
    }

    pub(crate) fn segment(&self) -> u64 {
        u64::from(self.segment)
    }

    /// Which row of the stretch the run's message `at` has.
    pub(crate) fn row(&self, at: u32) -> u32 {
        self.before + at
    }

    /// The run begins so many messages later.
    pub(crate) fn behind(self, messages: u32) -> Packed {
        Packed { before: self.before + messages, ..self }
    }
}
