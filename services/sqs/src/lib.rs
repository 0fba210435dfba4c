//! Amazon SQS: queues of messages, standard and FIFO.
//!
//! A queue is a name in the catalogue and a state machine in one partition. An operation is a file in `operations/`;
//! [`operations`] lists them all, and [`NOT_YET`] those that Millpond does not have.

pub mod attributes;
mod batch;
mod dead_letters;
mod errors;
mod events;
mod forward;
mod index;
pub mod inspect;
pub mod limits;
mod message;
mod move_task;
mod moving;
mod names;
mod operations;
mod policy;
mod receipt;
mod redrive;
mod resolve;
mod sending;
mod state;

use millpond_api::{Holds, Registered, operation};
use millpond_catalogue::Catalogue;

pub use dead_letters::dead_letter_of;
pub use forward::{ToForward, away_in, bring_back, forward, to_forward};
pub use index::SqsIndex;
pub use names::{QueuePath, queue_arn};
pub use operations::clear::clear;
pub use operations::{CreateQueue, SetQueueAttributes, TagQueue};
pub use state::{ActiveTasks, FifoQuotas, Queue, SqsState};

/// SQS's number among the services: in events, and in the catalogue's keys.
pub const SERVICE: u8 = 2;

/// Every operation that Millpond has.
pub fn operations<M>() -> Vec<Registered<M>>
where
    M: Holds<Catalogue> + Holds<SqsState> + 'static,
{
    use operations::*;
    vec![
        operation::<M, AddPermission>(),
        operation::<M, CancelMessageMoveTask>(),
        operation::<M, ChangeMessageVisibility>(),
        operation::<M, ChangeMessageVisibilityBatch>(),
        operation::<M, CreateQueue>(),
        operation::<M, DeleteMessage>(),
        operation::<M, DeleteMessageBatch>(),
        operation::<M, DeleteQueue>(),
        operation::<M, GetQueueAttributes>(),
        operation::<M, GetQueueUrl>(),
        operation::<M, ListDeadLetterSourceQueues>(),
        operation::<M, ListMessageMoveTasks>(),
        operation::<M, ListQueueTags>(),
        operation::<M, ListQueues>(),
        operation::<M, PurgeQueue>(),
        operation::<M, ReceiveMessage>(),
        operation::<M, RemovePermission>(),
        operation::<M, SendMessage>(),
        operation::<M, SendMessageBatch>(),
        operation::<M, SetQueueAttributes>(),
        operation::<M, StartMessageMoveTask>(),
        operation::<M, TagQueue>(),
        operation::<M, UntagQueue>(),
    ]
}

/// Every operation of AWS's that Millpond does not have yet, and why.
pub const NOT_YET: &[(&str, &str)] = &[];
