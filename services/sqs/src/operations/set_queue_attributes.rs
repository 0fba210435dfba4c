//! Changes a queue's attributes.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, CatalogueEvent, Key, Pairs};
use millpond_log::Partition;
use millpond_partition::{Growth, ParcelId, Turn};
use millpond_shapes::sqs::{SetQueueAttributesInput, SetQueueAttributesOutput};
use millpond_wire::ApiError;

use super::{CATALOGUE, parcel};
use crate::attributes::{changed, redrive_policy};
use crate::dead_letters::{dead_letter_queue, named_queue};
use crate::errors;
use crate::events::SqsEvent;
use crate::resolve::find_queue;

/// See the module.
pub struct SetQueueAttributes {
    key: Key,
    given: Pairs,
}

impl Operation for SetQueueAttributes {
    const NAME: &'static str = "SetQueueAttributes";
    const GROWTH: Growth = Growth::Grows;
    type State = Catalogue;
    type Input = SetQueueAttributesInput;
    type Output = SetQueueAttributesOutput;
    type Reply = ();

    fn prepare(input: SetQueueAttributesInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (key, _) = find_queue(input.queue_url.as_deref(), call)?;
        let given = input.attributes.ok_or_else(|| errors::missing_parameter("Attributes"))?;
        Ok(SetQueueAttributes { key, given })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<()>, ApiError> {
        let entry = turn.state().get(&self.key).ok_or_else(errors::queue_does_not_exist)?;
        let before = entry.attributes.pairs();
        let attributes = changed(&before, &self.given)?;
        if attributes == before {
            return Ok(Decided::AfterDelivery(entry.delivery, ()));
        }
        Ok(Decided::AfterDelivery(change_attributes(turn, &self.key, attributes)?, ()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<SetQueueAttributesOutput, ReplyError> {
        Ok(SetQueueAttributesOutput {})
    }
}

/// Gives a queue these attributes, here and in its own partition.
pub(super) fn change_attributes(
    turn: &mut Turn<'_, Catalogue>,
    key: &Key,
    attributes: Pairs,
) -> Result<ParcelId, ApiError> {
    let entry = turn.state().get(key).ok_or_else(errors::queue_does_not_exist)?;
    let id = entry.id;
    // A redrive policy that was there before may have lost its target since, or its target's permission; that is no reason
    // to refuse another change, nor to forget the target.
    let unchanged = redrive_policy(&entry.attributes.pairs()) == redrive_policy(&attributes);
    let dead_letter = if unchanged {
        named_queue(turn.state(), &attributes)
    } else {
        dead_letter_queue(turn.state(), key, &attributes)?
    };
    let event = SqsEvent::QueueChanged {
        queue: id,
        attributes: attributes.clone(),
        modified: turn.now(),
        dead_letter,
    };
    let delivery = turn.post(id.partition(turn.partitions()), parcel(&event));
    turn.commit(CatalogueEvent::Changed { id, attributes, delivery });
    Ok(delivery)
}
