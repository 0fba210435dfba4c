//! Removes every message of a queue, received or not.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::errors as shape;
use millpond_shapes::sqs::{PurgeQueueInput, PurgeQueueOutput};
use millpond_wire::ApiError;

use crate::events::SqsEvent;
use crate::limits;
use crate::resolve::find_queue;
use crate::state::SqsState;

/// See the module.
pub struct PurgeQueue {
    queue: ResourceId,
}

impl Operation for PurgeQueue {
    const NAME: &'static str = "PurgeQueue";
    const GROWTH: Growth = Growth::Shrinks;
    type State = SqsState;
    type Input = PurgeQueueInput;
    type Output = PurgeQueueOutput;
    type Reply = ();

    fn prepare(input: PurgeQueueInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (_, entry) = find_queue(input.queue_url.as_deref(), call)?;
        Ok(PurgeQueue { queue: entry.id })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.queue.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<()>, ApiError> {
        let queue = turn.state().queue(self.queue)?;
        if queue.purged.is_some_and(|purged| turn.now() < purged + limits::PURGE_INTERVAL_MS) {
            let name = queue.name();
            let message = format!("Only one PurgeQueue operation on {name} is allowed every 60 seconds.");
            return Err(ApiError::new(&shape::PURGE_QUEUE_IN_PROGRESS, message));
        }
        let last = queue.last_sequence();
        turn.commit(SqsEvent::QueuePurged { queue: self.queue, last });
        Ok(Decided::Reply(()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<PurgeQueueOutput, ReplyError> {
        Ok(PurgeQueueOutput {})
    }
}
