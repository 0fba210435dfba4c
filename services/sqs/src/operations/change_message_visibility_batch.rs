//! Changes when up to ten received messages come back, each on its own.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::{
    ChangeMessageVisibilityBatchInput, ChangeMessageVisibilityBatchOutput,
    ChangeMessageVisibilityBatchResultEntry,
};
use millpond_wire::ApiError;

use super::change_message_visibility::Change;
use crate::batch;
use crate::resolve::find_queue;
use crate::state::SqsState;

/// See the module.
pub struct ChangeMessageVisibilityBatch {
    queue: ResourceId,
    entries: Vec<batch::Entry<Change>>,
}

impl Operation for ChangeMessageVisibilityBatch {
    const NAME: &'static str = "ChangeMessageVisibilityBatch";
    const GROWTH: Growth = Growth::Shrinks;
    type State = SqsState;
    type Input = ChangeMessageVisibilityBatchInput;
    type Output = ChangeMessageVisibilityBatchOutput;
    type Reply = Vec<Result<(), ApiError>>;

    fn prepare(input: ChangeMessageVisibilityBatchInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (_, entry) = find_queue(input.queue_url.as_deref(), call)?;
        let queue = entry.id;
        let kind = "ChangeMessageVisibilityBatchRequestEntry";
        let entries = batch::check(input.entries, kind, |entry| entry.id.as_deref())?
            .into_iter()
            .map(|(id, entry)| {
                (id, Change::parse(entry.receipt_handle, entry.visibility_timeout, queue, call.keys))
            })
            .collect();
        Ok(ChangeMessageVisibilityBatch { queue, entries })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.queue.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<Self::Reply>, ApiError> {
        turn.state().queue(self.queue)?;
        // None is changed before all can be.
        let changes = self.entries.iter().filter_map(|(_, change)| change.as_ref().ok());
        if changes.filter(|change| change.lacks_page(turn)).count() > 0 {
            return Ok(Decided::Fetch(self.queue));
        }
        let decided =
            self.entries.iter().map(|(_, change)| change.as_ref().map_err(Clone::clone)?.decide(turn));
        Ok(Decided::Reply(decided.collect()))
    }

    fn reply(
        &self,
        results: &Self::Reply,
        _: &ReplyContext<'_>,
    ) -> Result<ChangeMessageVisibilityBatchOutput, ReplyError> {
        let (mut successful, mut failed) = (Vec::new(), Vec::new());
        for ((id, _), result) in self.entries.iter().zip(results) {
            match result {
                Ok(()) => successful.push(ChangeMessageVisibilityBatchResultEntry { id: Some(id.clone()) }),
                Err(error) => failed.push(batch::failed(id, error)),
            }
        }
        Ok(ChangeMessageVisibilityBatchOutput {
            successful: batch::unless_empty(successful),
            failed: batch::unless_empty(failed),
        })
    }
}
