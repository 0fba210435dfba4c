//! A reference model of SQS, as AWS documents it: it is told of each call with its answer, and says whether AWS could
//! have answered so.

mod handles;
mod manage;
mod message;
mod queue;
mod receive;
mod send;
mod tasks;

use std::collections::BTreeMap;

use millpond_runtime::Millis;
use serde_json::Value;

use crate::world::{ACCOUNT, Answer, ORIGIN, REGION};

pub use message::{Message, Phase};
pub use queue::{Pairs, Queue};
pub use receive::{Ended, Receive};
pub use send::Send;
pub use tasks::{MOMENT_MS, Status, Task};

/// After a deletion the name can't be used for so long.
const NAME_BLOCKED_MS: Millis = 60_000;

/// AWS's names of errors.
pub mod errors {
    /// There is no such queue.
    pub const NO_QUEUE: &str = "QueueDoesNotExist";
    /// There is one of other attributes.
    pub const EXISTS: &str = "QueueNameExists";
    /// The name is blocked.
    pub const DELETED_RECENTLY: &str = "QueueDeletedRecently";
    /// The last purge was a moment ago.
    pub const PURGE_IN_PROGRESS: &str = "PurgeQueueInProgress";
    /// A parameter is wrong.
    pub const INVALID_VALUE: &str = "InvalidParameterValueException";
    /// A parameter is missing.
    pub const MISSING: &str = "MissingRequiredParameterException";
    /// It is no handle of this queue's.
    pub const INVALID_HANDLE: &str = "ReceiptHandleIsInvalid";
    /// There is no queue of this ARN.
    pub const NO_RESOURCE: &str = "ResourceNotFoundException";
}

/// See the module.
#[derive(Default)]
pub struct Model {
    /// Engine time.
    pub now: Millis,
    /// By name.
    pub queues: BTreeMap<String, Queue>,
    /// Names that are blocked, and until when.
    blocked: BTreeMap<String, Millis>,
    /// Handles of queues that are gone.
    pub strangers: Vec<String>,
    /// When a task last did something.
    moved_at: Option<Millis>,
    last_place: u64,
}

impl Model {
    /// Without queues.
    pub fn new(now: Millis) -> Self {
        Model { now, ..Model::default() }
    }

    /// Time passes.
    pub fn advance_to(&mut self, until: Millis) {
        while let Some(next) = self.next_change().filter(|next| *next <= until) {
            self.now = next;
            self.advance();
        }
        self.now = until;
        self.advance();
    }

    /// When time next does something to a message.
    fn next_change(&self) -> Option<Millis> {
        self.queues.values().filter_map(|queue| queue.next_change(self.now)).min()
    }

    fn advance(&mut self) {
        let late = |queue: &Queue| queue.messages.iter().filter(|message| message.late).count();
        for queue in self.queues.values_mut() {
            let before = late(queue);
            queue.advance(self.now);
            if late(queue) < before {
                // Its last one goes a moment later.
                self.moved_at = Some(self.now);
            }
        }
        self.run_tasks();
    }

    /// The queue, or none after having seen that the call was refused for that reason.
    fn queue_of(&mut self, name: &str, answer: &Answer) -> Option<&mut Queue> {
        let queue = self.queues.get_mut(name);
        if queue.is_none() {
            refused(answer, errors::NO_QUEUE);
        }
        queue
    }

    /// A message comes to a queue.
    fn arrive(&mut self, name: &str, message: Message) {
        self.last_place += 1;
        let place = self.last_place;
        let queue = self.queues.get_mut(name).expect("it is there");
        queue.messages.push(Message { place, ..message });
        queue.advance(self.now);
    }
}

/// The URL of a queue.
pub fn url(name: &str) -> String {
    format!("{ORIGIN}/{ACCOUNT}/{name}")
}

/// The ARN of a queue.
pub fn arn(name: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")
}

/// A redrive policy.
pub fn redrive_policy(target: &str, max_receives: u64) -> String {
    serde_json::json!({ "deadLetterTargetArn": arn(target), "maxReceiveCount": max_receives }).to_string()
}

#[track_caller]
fn refused(answer: &Answer, error: &str) {
    assert_eq!(answer.as_ref().map_err(String::as_str), Err(error), "the call is refused");
}

#[track_caller]
fn taken(answer: &Answer) -> &Value {
    answer.as_ref().unwrap_or_else(|error| panic!("the call is taken, and not refused: {error}"))
}

#[track_caller]
fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_else(|| panic!("{member} is a text: {value}"))
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value.get(member).map_or(&[], |list| list.as_array().expect("it is a list"))
}
