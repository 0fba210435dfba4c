//! Takes tags away from a queue.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, CatalogueEvent, Key};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{UntagQueueInput, UntagQueueOutput};
use millpond_wire::ApiError;

use super::CATALOGUE;
use super::tag_queue::no_key;
use crate::errors;
use crate::names::queue_key;

/// See the module.
pub struct UntagQueue {
    key: Key,
    tag_keys: Vec<String>,
}

impl Operation for UntagQueue {
    const NAME: &'static str = "UntagQueue";
    const GROWTH: Growth = Growth::Shrinks;
    type State = Catalogue;
    type Input = UntagQueueInput;
    type Output = UntagQueueOutput;
    type Reply = ();

    fn prepare(input: UntagQueueInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let key = queue_key(input.queue_url.as_deref(), call)?;
        let tag_keys = input.tag_keys.ok_or_else(|| errors::missing_parameter("TagKeys"))?;
        if tag_keys.is_empty() {
            return Err(no_key());
        }
        Ok(UntagQueue { key, tag_keys })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<()>, ApiError> {
        let entry = turn.state().get(&self.key).ok_or_else(errors::queue_does_not_exist)?;
        let id = entry.id;
        let before = entry.tags.pairs();
        let mut tags = before.clone();
        tags.retain(|key, _| !self.tag_keys.contains(key));
        if tags != before {
            turn.commit(CatalogueEvent::Tagged { id, tags });
        }
        Ok(Decided::Reply(()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<UntagQueueOutput, ReplyError> {
        Ok(UntagQueueOutput {})
    }
}
