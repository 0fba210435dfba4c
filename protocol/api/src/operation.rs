//! One operation of a service, as its file in the service writes it.

use millpond_log::Partition;
use millpond_partition::{Growth, ParcelId, ResourceId, Turn};
use millpond_runtime::Millis;
use millpond_shapes::Structure;
use millpond_wire::ApiError;

use crate::{CallContext, ReplyContext, ReplyError};

/// An operation that asks or changes the state of a partition. `Self` is the prepared call.
pub trait Operation: Sized + Send + 'static {
    /// AWS's name.
    const NAME: &'static str;
    /// Whether it makes the log grow.
    const GROWTH: Growth;
    /// The part of a partition's state that it works on.
    type State: 'static;
    /// What it takes.
    type Input: Structure + Default;
    /// What it answers.
    type Output: Structure + Default;
    /// What [`Operation::decide`] finds out and [`Operation::reply`] words.
    type Reply: Send;

    /// Parses and checks the input, and does all work that needs no state: measuring, hashing, finding the resource.
    /// Runs on the connection's thread.
    fn prepare(input: Self::Input, call: &CallContext<'_>) -> Result<Self, ApiError>;

    /// Which partition decides.
    fn partition(&self, partitions: u32) -> Partition;

    /// Decides on the partition's owner. Hashes nothing, reads no file, awaits nothing.
    fn decide(&mut self, turn: &mut Turn<'_, Self::State>) -> Result<Decided<Self::Reply>, ApiError>;

    /// Words the answer, reading bodies from the store. Runs on the connection's thread, once everything that the
    /// decision has seen is durable.
    fn reply(&self, reply: &Self::Reply, context: &ReplyContext<'_>) -> Result<Self::Output, ReplyError>;

    /// Whether the effect must be taken back where not one byte of the answer could be written.
    fn must_be_sent(_reply: &Self::Reply) -> bool {
        false
    }

    /// Takes the effect back.
    fn take_back(_reply: &Self::Reply, _turn: &mut Turn<'_, Self::State>) {}
}

/// What an operation decided.
#[derive(Debug, PartialEq, Eq)]
pub enum Decided<R> {
    /// Answer when everything this has seen is durable, its own events included.
    Reply(R),
    /// Answer without waiting for this call's own events.
    Lazily(R),
    /// Answer when the parcel has been delivered.
    AfterDelivery(ParcelId, R),
    /// Ask again when the rows have come that the state wants for this resource.
    Fetch(ResourceId),
    /// Ask again when the resource has something, or at `until`.
    Wait {
        /// The resource.
        on: ResourceId,
        /// When to give up.
        until: Millis,
    },
}

/// An operation that needs no state at all.
pub trait Local: 'static {
    /// AWS's name.
    const NAME: &'static str;
    /// What it takes.
    type Input: Structure + Default;
    /// What it answers.
    type Output: Structure + Default;

    /// Answers.
    fn answer(input: Self::Input, call: &CallContext<'_>) -> Result<Self::Output, ApiError>;
}

/// A partition's state that has a part `S`.
pub trait Holds<S> {
    /// The part.
    fn part(&mut self) -> &mut S;
}
