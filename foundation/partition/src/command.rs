//! A command: a request that travels to its partition, is decided there, and travels back with its answer inside.

use millpond_runtime::Millis;

use crate::{Machine, ParcelId, ResourceId, Settlement, Turn};

/// One request for one partition.
pub trait Command<M: Machine> {
    /// Looks at the state, commits events, keeps the answer. Hashes nothing, reads no file, awaits nothing.
    /// A waiting command is asked again when its resource has changed and when its time is up, one that must
    /// fetch when the block has come.
    fn decide(&mut self, turn: &mut Turn<'_, M>) -> Decision;

    /// The partition can't answer: a fault of ours. What the command wanted may or may not happen.
    fn fail(&mut self, failure: Failure);

    /// What became of the parcel that the answer waited for.
    fn delivered(&mut self, outcome: Settlement) {
        let _ = outcome;
    }

    /// Whether it makes the log grow.
    fn growth(&self) -> Growth;

    /// Whether nobody waits for the answer any more. A command that has not been decided yet, or that waits for a
    /// resource or a delivery, is dropped then.
    fn abandoned(&self) -> bool {
        false
    }
}

/// When a decided command's answer may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// When everything it has seen is durable, its own events included.
    Answer,
    /// When everything it has seen is durable but for its own events, which may follow later.
    AnswerLazily,
    /// When this parcel has been settled, or at once if it has been already.
    AfterDelivery(ParcelId),
    /// Not yet: when a block of rows has come that the state wants for this resource.
    Fetch(ResourceId),
    /// Not yet: when `on` has something for it, or at `until`.
    Wait {
        /// The resource waited for.
        on: ResourceId,
        /// When to give up.
        until: Millis,
    },
}

/// Why a partition can't answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The partition lost its claim, or the log doesn't know what became of its records. Retry.
    Unavailable,
    /// No room on disk for a command that makes the log grow.
    NoRoom,
    /// The partition has stopped for good: the log contradicts itself.
    Halted,
    /// What is kept on disk of this resource can't be read.
    Unreadable,
}

/// What a command does to the log, when it succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// It writes nothing.
    Reads,
    /// It writes little, and makes room in the end: a receive, a delete, a visibility change.
    Shrinks,
    /// It stores something.
    Grows,
}
