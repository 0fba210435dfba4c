//! Tells a queue's attributes and how many messages it has.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html>

use std::collections::BTreeMap;

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::{GetQueueAttributesInput, GetQueueAttributesOutput};
use millpond_wire::ApiError;

use crate::attributes::{AttributeName, AttributeNames, effective};
use crate::resolve::find_queue;
use crate::state::{Queue, SqsState};

/// See the module.
pub struct GetQueueAttributes {
    queue: ResourceId,
    names: AttributeNames,
}

impl Operation for GetQueueAttributes {
    const NAME: &'static str = "GetQueueAttributes";
    const GROWTH: Growth = Growth::Reads;
    type State = SqsState;
    type Input = GetQueueAttributesInput;
    type Output = GetQueueAttributesOutput;
    type Reply = BTreeMap<String, String>;

    fn prepare(input: GetQueueAttributesInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (_, entry) = find_queue(input.queue_url.as_deref(), call)?;
        let names = AttributeNames::parse(input.attribute_names.as_deref().unwrap_or_default())?;
        Ok(GetQueueAttributes { queue: entry.id, names })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.queue.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<Self::Reply>, ApiError> {
        turn.advance(|state, now| state.advance(self.queue, now));
        let queue = turn.state().queue(self.queue)?;
        let mut all = effective(&queue.set.pairs());
        all.extend(read_only(queue));
        let wanted = all.into_iter().filter(|(name, _)| self.names.has(*name));
        Ok(Decided::Reply(wanted.map(|(name, value)| (name.as_str().to_owned(), value)).collect()))
    }

    fn reply(
        &self,
        attributes: &Self::Reply,
        _: &ReplyContext<'_>,
    ) -> Result<GetQueueAttributesOutput, ReplyError> {
        let attributes = (!attributes.is_empty()).then(|| attributes.clone());
        Ok(GetQueueAttributesOutput { attributes })
    }
}

fn read_only(queue: &Queue) -> [(AttributeName, String); 6] {
    let counts = queue.delivery.counts();
    [
        (AttributeName::ApproximateNumberOfMessages, counts.waiting.to_string()),
        (AttributeName::ApproximateNumberOfMessagesDelayed, counts.delayed.to_string()),
        (AttributeName::ApproximateNumberOfMessagesNotVisible, counts.in_flight.to_string()),
        (AttributeName::CreatedTimestamp, (queue.created / 1000).to_string()),
        (AttributeName::LastModifiedTimestamp, (queue.modified / 1000).to_string()),
        (AttributeName::QueueArn, queue.arn.to_string()),
    ]
}
