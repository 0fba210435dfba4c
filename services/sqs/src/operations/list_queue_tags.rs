//! Lists a queue's tags.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, Key, Pairs};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{ListQueueTagsInput, ListQueueTagsOutput};
use millpond_wire::ApiError;

use super::CATALOGUE;
use crate::errors;
use crate::names::queue_key;

/// See the module.
pub struct ListQueueTags {
    key: Key,
}

impl Operation for ListQueueTags {
    const NAME: &'static str = "ListQueueTags";
    const GROWTH: Growth = Growth::Reads;
    type State = Catalogue;
    type Input = ListQueueTagsInput;
    type Output = ListQueueTagsOutput;
    type Reply = Pairs;

    fn prepare(input: ListQueueTagsInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        Ok(ListQueueTags { key: queue_key(input.queue_url.as_deref(), call)? })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<Pairs>, ApiError> {
        let entry = turn.state().get(&self.key).ok_or_else(errors::queue_does_not_exist)?;
        Ok(Decided::Reply(entry.tags.pairs()))
    }

    fn reply(&self, tags: &Pairs, _: &ReplyContext<'_>) -> Result<ListQueueTagsOutput, ReplyError> {
        Ok(ListQueueTagsOutput { tags: (!tags.is_empty()).then(|| tags.clone()) })
    }
}
