//! Finishes a message: it will not be received again.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_delivery::{GroupKey, Handle, Phase};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{DeleteMessageInput, DeleteMessageOutput};
use millpond_wire::ApiError;

use crate::events::SqsEvent;
use crate::resolve::find_queue;
use crate::state::{Action, Queue, SqsState, charge};
use crate::{errors, receipt};

/// See the module.
pub struct DeleteMessage {
    handle: Handle,
    text: String,
}

impl Operation for DeleteMessage {
    const NAME: &'static str = "DeleteMessage";
    const GROWTH: Growth = Growth::Shrinks;
    type State = SqsState;
    type Input = DeleteMessageInput;
    type Output = DeleteMessageOutput;
    type Reply = ();

    fn prepare(input: DeleteMessageInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (_, entry) = find_queue(input.queue_url.as_deref(), call)?;
        let handle = receipt::read(input.receipt_handle.as_deref(), entry.id, call.keys)?;
        Ok(DeleteMessage { handle, text: input.receipt_handle.unwrap_or_default() })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.handle.resource.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<()>, ApiError> {
        charge(turn, self.handle.resource, Action::Delete, 1, |queue, _| group_of(queue, &self.handle))?;
        turn.advance(|state, now| state.advance(self.handle.resource, now));
        let queue = turn.state().queue(self.handle.resource)?;
        if check(queue, &self.handle, &self.text)? {
            let sequences = vec![self.handle.sequence];
            turn.commit(SqsEvent::MessagesDeleted { queue: self.handle.resource, sequences });
        }
        Ok(Decided::Reply(()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<DeleteMessageOutput, ReplyError> {
        Ok(DeleteMessageOutput {})
    }
}

/// The group of a handle's message, while it is there.
pub(super) fn group_of(queue: &Queue, handle: &Handle) -> Option<GroupKey> {
    queue.delivery.group_of(handle.sequence)
}

/// Whether there is something to delete. Deleting twice is no error; on a FIFO queue a handle whose time is up is.
pub(super) fn check(queue: &Queue, handle: &Handle, text: &str) -> Result<bool, ApiError> {
    let Some(phase) = queue.delivery.phase(handle.sequence) else { return Ok(false) };
    let current = matches!(phase, Phase::InFlight { nonce, .. } if nonce == handle.nonce);
    if queue.attributes.fifo && !current {
        return Err(errors::invalid_parameter("ReceiptHandle", text, "The receipt handle has expired."));
    }
    Ok(true)
}
