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
        let tags = input.tags.ok_or_else(|| errors::missing_parameter("Tags"))?;
        check_tags(&tags)?;
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
            return Err(too_many(tags.len()));
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
pub(super) fn check_tags(tags: &Pairs) -> Result<(), ApiError> {
    if tags.len() > limits::TAGS_MAX {
        return Err(too_many(tags.len()));
    }
    for (key, value) in tags {
        if !(1..=limits::TAG_KEY_CHARS_MAX).contains(&key.chars().count()) {
            return Err(errors::invalid_value("Tag keys must be between 1 and 128 characters in length."));
        }
        if value.chars().count() > limits::TAG_VALUE_CHARS_MAX {
            return Err(errors::invalid_value("Tag values must be between 0 and 256 characters in length."));
        }
    }
    Ok(())
}

fn too_many(count: usize) -> ApiError {
    let most = limits::TAGS_MAX;
    errors::invalid_value(format!("Too many tags added for queue: {count}. Maximum allowed is {most}."))
}
