//! What SQS writes to the log. Tags and field numbers are never reused.

mod read;
mod tags;
#[cfg(test)]
mod tests;
mod write;

use millpond_catalogue::Pairs;
use millpond_delivery::{GroupKey, Sequence};
use millpond_partition::ResourceId;
use millpond_runtime::Millis;

use crate::state::DeduplicationKey;

pub(crate) use tags::{
    MESSAGE_FORWARDED, MESSAGE_SENT, MESSAGES_RECEIVED, MOVE_REQUESTED, MOVE_STARTED, VISIBILITY_CHANGED,
    fields,
};

/// One fact of SQS. Borrows what it only carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqsEvent<'a> {
    /// A queue begins, in its own partition.
    QueueOpened {
        /// Its number.
        queue: ResourceId,
        /// Account and region.
        scope: String,
        /// Its name.
        name: String,
        /// Its attributes, as far as they were set.
        attributes: Pairs,
        /// When it was created.
        created: Millis,
        /// The queue that its redrive policy names.
        dead_letter: Option<ResourceId>,
    },
    /// Its attributes are these now.
    QueueChanged {
        /// Its number.
        queue: ResourceId,
        /// All attributes that are set.
        attributes: Pairs,
        /// When they were.
        modified: Millis,
        /// The queue that its redrive policy names.
        dead_letter: Option<ResourceId>,
    },
    /// It ends, with all its messages.
    QueueClosed {
        /// Its number.
        queue: ResourceId,
    },
    /// A message was taken.
    MessageSent(MessageSent<'a>),
    /// A message was written again, so that the segment where it stood can go.
    MessageForwarded {
        /// As it was sent. Its deduplication id is what clients see; it is not remembered anew.
        message: MessageSent<'a>,
        /// When it was sent.
        sent: Millis,
    },
    /// Messages were handed out.
    MessagesReceived {
        /// The queue.
        queue: ResourceId,
        /// Which hand-out this is.
        nonce: u64,
        /// When they come back.
        until: Millis,
        /// Which.
        sequences: Vec<Sequence>,
        /// The hash of the client's name for the attempt, so that it can ask again.
        attempt: Option<u128>,
    },
    /// A client that lost the answer was given the same messages once more.
    ReceiveRepeated {
        /// The queue.
        queue: ResourceId,
        /// The hash of the client's name for the attempt.
        attempt: u128,
        /// When they come back now.
        until: Millis,
    },
    /// Messages are done with.
    MessagesDeleted {
        /// The queue.
        queue: ResourceId,
        /// Which.
        sequences: Vec<Sequence>,
    },
    /// A message comes back at another time.
    VisibilityChanged {
        /// The queue.
        queue: ResourceId,
        /// Which message.
        sequence: Sequence,
        /// The hand-out to count it to, where it was in none.
        nonce: u64,
        /// When.
        until: Millis,
    },
    /// All messages up to one are gone.
    QueuePurged {
        /// The queue.
        queue: ResourceId,
        /// The last one that is gone.
        last: Sequence,
    },
    /// A hand-out reached nobody.
    ReceiveUndone {
        /// The queue.
        queue: ResourceId,
        /// Which hand-out.
        nonce: u64,
        /// What it handed out.
        sequences: Vec<Sequence>,
    },
    /// A message is on its way to another queue.
    MoveStarted {
        /// The queue.
        queue: ResourceId,
        /// Which message.
        sequence: Sequence,
        /// By the running move task, else because it was received too often.
        by_task: bool,
    },
    /// The other queue has taken it, and it is gone from here; or has not, and it waits again.
    MoveSettled {
        /// The queue.
        queue: ResourceId,
        /// Which message.
        sequence: Sequence,
        /// Whether the other queue has it.
        taken: bool,
        /// The move task that sent it: see [`task_tag`].
        task: Option<u64>,
    },
    /// A parcel: take over the message whose event follows.
    MoveRequested(MoveRequested<'a>),
    /// A task begins that moves messages out of a dead-letter queue.
    MoveTaskStarted(MoveTaskStarted),
    /// Somebody wants the running task to end.
    MoveTaskCancelled {
        /// The queue.
        queue: ResourceId,
    },
    /// The running task has ended.
    MoveTaskEnded {
        /// The queue.
        queue: ResourceId,
        /// How.
        end: TaskEnd,
    },
}

/// See [`SqsEvent::MoveRequested`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRequested<'a> {
    /// The queue that shall take it.
    pub target: ResourceId,
    /// The queue that has it.
    pub from: ResourceId,
    /// Its number there.
    pub sequence: Sequence,
    /// The ARN of the queue that has it, where that may be asked about: not after a move task.
    pub source_arn: Option<&'a str>,
    /// What its MessageId comes from: where it was first sent. None if it gets a new one.
    pub origin: Option<(ResourceId, Sequence)>,
    /// When it was sent, if it keeps its age.
    pub sent: Option<Millis>,
    /// How often it was received, if that goes on.
    pub receives: u32,
    /// When it first was.
    pub first_received: Option<Millis>,
    /// The move task that sends it: see [`task_tag`].
    pub task: Option<u64>,
}

/// What a message on its way remembers of the task that sent it, so that no other task counts it.
pub fn task_tag(task: &[u8; 16]) -> u64 {
    let (half, _) = task.split_first_chunk().expect("eight bytes are half of sixteen");
    u64::from_le_bytes(*half)
}

/// See [`SqsEvent::MoveTaskStarted`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveTaskStarted {
    /// The queue.
    pub queue: ResourceId,
    /// The task's id: a UUID.
    pub task: [u8; 16],
    /// Where to, unless each message goes back to its own source.
    pub target: Option<(ResourceId, String)>,
    /// Messages a second, at most.
    pub rate: Option<u32>,
    /// The last message that was there at the start.
    pub last: Sequence,
    /// How many were.
    pub count: u64,
}

/// How a move task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskEnd {
    /// Everything was moved.
    Completed,
    /// It was cancelled.
    Cancelled,
    /// A queue to move to is not there.
    NoTarget,
    /// A message does not know where it came from.
    NoSource,
    /// It has run for as long as a task may. A program that does not know this end refuses it.
    TimedOut,
}

impl TaskEnd {
    /// By its number in the log.
    pub fn of(number: u64) -> Option<TaskEnd> {
        TaskEnd::ALL.get(usize::try_from(number).ok()?).copied()
    }

    const ALL: [TaskEnd; 5] =
        [TaskEnd::Completed, TaskEnd::Cancelled, TaskEnd::NoTarget, TaskEnd::NoSource, TaskEnd::TimedOut];
}

/// See [`SqsEvent::MessageSent`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageSent<'a> {
    /// The queue.
    pub queue: ResourceId,
    /// The message's number there.
    pub sequence: Sequence,
    /// MD5 of the body.
    pub body_md5: [u8; 16],
    /// The sender's account, as a number of twelve digits.
    pub sender_account: u64,
    /// When it may be received, if not at once.
    pub due: Option<Millis>,
    /// The attributes' bytes; empty if there are none.
    pub attributes: &'a [u8],
    /// The trace header.
    pub trace: Option<&'a str>,
    /// The group, with its key.
    pub group: Option<(&'a str, GroupKey)>,
    /// What it is deduplicated by.
    pub deduplication: Option<Deduplication<'a>>,
    /// Its past in another queue, if it was moved here.
    pub moved: Option<Moved<'a>>,
    /// The body.
    pub body: &'a str,
}

/// A message's past in another queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved<'a> {
    /// The queue that it was moved from.
    pub from: ResourceId,
    /// That queue's ARN, where it may be asked about.
    pub source_arn: Option<&'a str>,
    /// What its MessageId comes from, if not its place here.
    pub origin: Option<(ResourceId, Sequence)>,
    /// When it was sent, if it keeps its age.
    pub sent: Option<Millis>,
    /// How often it had been received.
    pub receives: u32,
    /// When it first was.
    pub first_received: Option<Millis>,
}

/// How a message is deduplicated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deduplication<'a> {
    /// The client's id, or the hash of the body.
    pub id: &'a str,
    /// The keys of that id.
    pub key: DeduplicationKey,
    /// Within the group only.
    pub by_group: bool,
}

impl<'a> SqsEvent<'a> {
    /// The message that an event stores, if it stores one.
    pub fn into_message(self) -> Option<MessageSent<'a>> {
        match self {
            SqsEvent::MessageSent(message) | SqsEvent::MessageForwarded { message, .. } => Some(message),
            _ => None,
        }
    }
}

impl<'a> MoveRequested<'a> {
    /// The message's past, as the queue that takes it will have it.
    pub fn past(&self) -> Moved<'a> {
        Moved {
            from: self.from,
            source_arn: self.source_arn,
            origin: self.origin,
            sent: self.sent,
            receives: self.receives,
            first_received: self.first_received,
        }
    }
}
