//! Adds tags to a queue, or gives those that it has another value.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, CatalogueEvent, Key, Pairs};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{TagQueueInput, TagQueueOutput};
use millpond_wire::ApiError;

use super::CATALOGUE;
use crate::names::queue_key;
use crate::{errors, limits};

/// Keys that start with it are AWS's own.
const RESERVED_PREFIX: &str = "aws:";

/// See the module.
pub struct TagQueue {
    key: Key,
    tags: Pairs,
}

impl Operation for TagQueue {
    const NAME: &'static str = "TagQueue";
    const GROWTH: Growth = Growth::Grows;
    type State = Catalogue;
    type Input = TagQueueInput;
    type Output = TagQueueOutput;
    type Reply = ();

    fn prepare(input: TagQueueInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let key = queue_key(input.queue_url.as_deref(), call)?;
        let tags = input.tags.filter(|tags| !tags.is_empty());
        let tags = tags.ok_or_else(|| errors::missing_parameter("Tags"))?;
        check_tags(&key.name, &tags)?;
        Ok(TagQueue { key, tags })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<()>, ApiError> {
        let entry = turn.state().get(&self.key).ok_or_else(errors::queue_does_not_exist)?;
        let id = entry.id;
        let before = entry.tags.pairs();
        let mut tags = before.clone();
        tags.extend(self.tags.clone());
        if tags.len() > limits::TAGS_MAX {
            return Err(too_many(&self.key.name));
        }
        if tags != before {
            turn.commit(CatalogueEvent::Tagged { id, tags });
        }
        Ok(Decided::Reply(()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<TagQueueOutput, ReplyError> {
        Ok(TagQueueOutput {})
    }
}

/// Checks tags by themselves.
pub(super) fn check_tags(queue: &str, tags: &Pairs) -> Result<(), ApiError> {
    if tags.len() > limits::TAGS_MAX {
        return Err(too_many(queue));
    }
    for (key, value) in tags {
        if !(1..=limits::TAG_KEY_CHARS_MAX).contains(&key.chars().count()) {
            return Err(no_key());
        }
        if value.chars().count() > limits::TAG_VALUE_CHARS_MAX {
            return Err(errors::invalid_value("Tag values must be between 0 and 256 characters in length."));
        }
        // The words for values are AWS's, as its users quote them; those for keys are made after them (?).
        for (what, text) in [("keys", key), ("values", value)] {
            if !text.chars().all(may_be_in_a_tag) {
                return Err(errors::invalid_value(format!(
                    "Tag {what} may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @"
                )));
            }
        }
        // In any case of letters, as tags of AWS's other services (?).
        if key.get(..RESERVED_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(RESERVED_PREFIX)) {
            return Err(errors::invalid_value(format!(
                "Tag keys can't start with {RESERVED_PREFIX}, which is reserved for AWS."
            )));
        }
    }
    Ok(())
}

/// Letters, numbers and separators of any script, and some punctuation; no line ends, which are control characters.
fn may_be_in_a_tag(c: char) -> bool {
    c.is_alphanumeric() || c.is_whitespace() && !c.is_control() || "_.:/=+-@".contains(c)
}

/// A key of no length, too long a one, or none at all where some are to go: AWS's words, as moto's tests have them.
pub(super) fn no_key() -> ApiError {
    errors::invalid_value("Tag keys must be between 1 and 128 characters in length.")
}

/// AWS's words, as moto's tests have them.
fn too_many(queue: &str) -> ApiError {
    errors::invalid_value(format!("Too many tags added for queue {queue}."))
}
