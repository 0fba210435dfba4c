//! An operation with its types erased: what travels to a partition, waits there and comes back.

use millpond_log::Partition;
use millpond_partition::{Decision, Failure, Growth, Turn};
use millpond_shapes::Structure;
use millpond_wire::{ApiError, Call, framework};

use crate::{CallContext, Decided, Holds, Local, Operation, ReplyContext, ReplyError};

/// A prepared call on its way. `M` is the whole state of a partition.
pub trait Task<M>: Send {
    /// Which partition decides.
    fn partition(&self, partitions: u32) -> Partition;
    /// See [`millpond_partition::Command::decide`].
    fn decide(&mut self, turn: &mut Turn<'_, M>) -> Decision;
    /// See [`millpond_partition::Command::fail`].
    fn fail(&mut self, failure: Failure);
    /// See [`millpond_partition::Command::growth`].
    fn growth(&self) -> Growth;
    /// The answer. Only after the partition has released the task; may be called again after [`ReplyError::WouldBlock`].
    fn answer(&self, context: &ReplyContext<'_>) -> Result<Box<dyn Structure>, Answered>;
    /// Whether the task must go back to its partition if not one byte of its answer could be written.
    fn must_be_sent(&self) -> bool;
    /// Makes the next [`Task::decide`] take the effect back.
    fn turn_back(&mut self);
}

/// Not an output.
#[derive(Debug)]
pub enum Answered {
    /// The caller's error, or a modelled one of ours.
    Error(ApiError),
    /// A fault on the way.
    Fault(ReplyError),
}

/// A call, started.
pub enum Started<M> {
    /// It goes to a partition.
    Task(Box<dyn Task<M>>),
    /// It is answered.
    Output(Box<dyn Structure>),
}

/// One line of a service's list of operations.
pub struct Registered<M> {
    /// AWS's name.
    pub name: &'static str,
    /// Decodes and prepares a call.
    pub start: fn(&Call, &CallContext<'_>) -> Result<Started<M>, ApiError>,
}

/// Registers an operation on a partition's state.
pub fn operation<M, O>() -> Registered<M>
where
    M: Holds<O::State> + 'static,
    O: Operation,
{
    Registered {
        name: O::NAME,
        start: |call, context| Ok(Started::Task(task::<M, O>(call.decode()?, context)?)),
    }
}

/// Prepares a call of the server's own.
pub fn task<M, O>(input: O::Input, context: &CallContext<'_>) -> Result<Box<dyn Task<M>>, ApiError>
where
    M: Holds<O::State> + 'static,
    O: Operation,
{
    let prepared = O::prepare(input, context)?;
    Ok(Box::new(Running { prepared, state: Progress::Waiting }))
}

/// Registers an operation that needs no state.
pub fn local<M, O: Local>() -> Registered<M> {
    Registered {
        name: O::NAME,
        start: |call, context| Ok(Started::Output(Box::new(O::answer(call.decode()?, context)?))),
    }
}

struct Running<O: Operation> {
    prepared: O,
    state: Progress<O::Reply>,
}

enum Progress<R> {
    Waiting,
    Replied(R),
    Refused(ApiError),
    TurnedBack(R),
    Done,
}

impl<M: Holds<O::State>, O: Operation> Task<M> for Running<O> {
    fn partition(&self, partitions: u32) -> Partition {
        self.prepared.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, M>) -> Decision {
        let mut turn = turn.part(M::part);
        if let Progress::TurnedBack(reply) = std::mem::replace(&mut self.state, Progress::Done) {
            O::take_back(&reply, &mut turn);
            return Decision::AnswerLazily;
        }
        let (reply, decision) = match self.prepared.decide(&mut turn) {
            Ok(Decided::Reply(reply)) => (reply, Decision::Answer),
            Ok(Decided::Lazily(reply)) => (reply, Decision::AnswerLazily),
            Ok(Decided::AfterDelivery(parcel, reply)) => (reply, Decision::AfterDelivery(parcel)),
            Ok(Decided::Fetch(on)) => {
                self.state = Progress::Waiting;
                return Decision::Fetch(on);
            }
            Ok(Decided::Wait { on, until }) => {
                self.state = Progress::Waiting;
                return Decision::Wait { on, until };
            }
            Err(error) => {
                self.state = Progress::Refused(error);
                return Decision::Answer;
            }
        };
        self.state = Progress::Replied(reply);
        decision
    }

    fn fail(&mut self, failure: Failure) {
        let message = match failure {
            Failure::Unavailable => "The service is unavailable. Try again.",
            Failure::NoRoom => {
                "The disk is full: nothing can be added until there is room again. Deletes are taken."
            }
            Failure::Halted | Failure::Unreadable => {
                "The data of this resource is damaged; see the server's log."
            }
        };
        self.state = Progress::Refused(ApiError::new(&framework::SERVICE_UNAVAILABLE, message));
    }

    fn growth(&self) -> Growth {
        O::GROWTH
    }

    fn answer(&self, context: &ReplyContext<'_>) -> Result<Box<dyn Structure>, Answered> {
        match &self.state {
            Progress::Replied(reply) => match self.prepared.reply(reply, context) {
                Ok(output) => Ok(Box::new(output)),
                Err(error) => Err(Answered::Fault(error)),
            },
            Progress::Refused(error) => Err(Answered::Error(error.clone())),
            Progress::Waiting | Progress::TurnedBack(_) | Progress::Done => {
                unreachable!("a partition releases a task only when it is decided or failed")
            }
        }
    }

    fn must_be_sent(&self) -> bool {
        matches!(&self.state, Progress::Replied(reply) if O::must_be_sent(reply))
    }

    fn turn_back(&mut self) {
        if let Progress::Replied(reply) = std::mem::replace(&mut self.state, Progress::Done) {
            self.state = Progress::TurnedBack(reply);
        }
    }
}
