//! Removes a queue with all its messages. Its name is blocked for 60 seconds.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, CatalogueEvent, Key};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{DeleteQueueInput, DeleteQueueOutput};
use millpond_wire::ApiError;

use super::{CATALOGUE, parcel};
use crate::events::SqsEvent;
use crate::names::queue_key;
use crate::{errors, limits};

/// See the module.
pub struct DeleteQueue {
    key: Key,
}

impl Operation for DeleteQueue {
    const NAME: &'static str = "DeleteQueue";
    const GROWTH: Growth = Growth::Shrinks;
    type State = Catalogue;
    type Input = DeleteQueueInput;
    type Output = DeleteQueueOutput;
    type Reply = ();

    fn prepare(input: DeleteQueueInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        Ok(DeleteQueue { key: queue_key(input.queue_url.as_deref(), call)? })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<()>, ApiError> {
        let id = turn.state().get(&self.key).ok_or_else(errors::queue_does_not_exist)?.id;
        let delivery =
            turn.post(id.partition(turn.partitions()), parcel(&SqsEvent::QueueClosed { queue: id }));
        let name_free_at = turn.now() + limits::NAME_BLOCKED_MS;
        turn.commit(CatalogueEvent::Removed { id, name_free_at });
        Ok(Decided::AfterDelivery(delivery, ()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<DeleteQueueOutput, ReplyError> {
        Ok(DeleteQueueOutput {})
    }
}
