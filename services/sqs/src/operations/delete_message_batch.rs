//! Finishes up to ten messages, each on its own.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_delivery::Handle;
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::{
    DeleteMessageBatchInput, DeleteMessageBatchOutput, DeleteMessageBatchResultEntry,
};
use millpond_wire::ApiError;

use super::delete_message::{check, group_of};
use crate::events::SqsEvent;
use crate::resolve::find_queue;
use crate::state::{Action, SqsState, charge};
use crate::{batch, receipt};

/// See the module.
pub struct DeleteMessageBatch {
    queue: ResourceId,
    entries: Vec<batch::Entry<(Handle, String)>>,
}

impl Operation for DeleteMessageBatch {
    const NAME: &'static str = "DeleteMessageBatch";
    const GROWTH: Growth = Growth::Shrinks;
    type State = SqsState;
    type Input = DeleteMessageBatchInput;
    type Output = DeleteMessageBatchOutput;
    type Reply = Vec<Result<(), ApiError>>;

    fn prepare(input: DeleteMessageBatchInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (_, entry) = find_queue(input.queue_url.as_deref(), call)?;
        let queue = entry.id;
        let entries =
            batch::check(input.entries, "DeleteMessageBatchRequestEntry", |entry| entry.id.as_deref())?
                .into_iter()
                .map(|(id, entry)| {
                    let handle = receipt::read(entry.receipt_handle.as_deref(), queue, call.keys);
                    (id, handle.map(|handle| (handle, entry.receipt_handle.unwrap_or_default())))
                })
                .collect();
        Ok(DeleteMessageBatch { queue, entries })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.queue.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<Self::Reply>, ApiError> {
        let over = charge(turn, self.queue, Action::Delete, self.entries.len(), |queue, entry| {
            group_of(queue, &self.entries[entry].1.as_ref().ok()?.0)
        })?;
        turn.advance(|state, now| state.advance(self.queue, now));
        let queue = turn.state().queue(self.queue)?;
        // One event for all of them. An entry can't change what another one meets: deleting twice is no error.
        let mut sequences = Vec::with_capacity(self.entries.len());
        let mut results = Vec::with_capacity(self.entries.len());
        for (at, (_, entry)) in self.entries.iter().enumerate() {
            let checked = entry.as_ref().map_err(Clone::clone).and_then(|(handle, text)| {
                over.check(at)?;
                if check(queue, handle, text)? {
                    sequences.push(handle.sequence);
                }
                Ok(())
            });
            results.push(checked);
        }
        if !sequences.is_empty() {
            turn.commit(SqsEvent::MessagesDeleted { queue: self.queue, sequences });
        }
        Ok(Decided::Reply(results))
    }

    fn reply(
        &self,
        results: &Self::Reply,
        _: &ReplyContext<'_>,
    ) -> Result<DeleteMessageBatchOutput, ReplyError> {
        let (mut successful, mut failed) = (Vec::new(), Vec::new());
        for ((id, _), result) in self.entries.iter().zip(results) {
            match result {
                Ok(()) => successful.push(DeleteMessageBatchResultEntry { id: Some(id.clone()) }),
                Err(error) => failed.push(batch::failed(id, error)),
            }
        }
        Ok(DeleteMessageBatchOutput {
            successful: batch::unless_empty(successful),
            failed: batch::unless_empty(failed),
        })
    }
}
