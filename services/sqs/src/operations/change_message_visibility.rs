//! Changes when a received message comes back.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_delivery::{Handle, Keys, Phase};
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_runtime::Millis;
use millpond_shapes::sqs::{ChangeMessageVisibilityInput, ChangeMessageVisibilityOutput};
use millpond_wire::ApiError;

use crate::events::SqsEvent;
use crate::resolve::find_queue;
use crate::state::SqsState;
use crate::{errors, limits, receipt};

/// See the module.
pub struct ChangeMessageVisibility {
    change: Change,
}

/// One message's change, checked.
pub(super) struct Change {
    handle: Handle,
    text: String,
    timeout_seconds: i32,
}

impl Operation for ChangeMessageVisibility {
    const NAME: &'static str = "ChangeMessageVisibility";
    const GROWTH: Growth = Growth::Shrinks;
    type State = SqsState;
    type Input = ChangeMessageVisibilityInput;
    type Output = ChangeMessageVisibilityOutput;
    type Reply = ();

    fn prepare(input: ChangeMessageVisibilityInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (_, entry) = find_queue(input.queue_url.as_deref(), call)?;
        let change = Change::parse(input.receipt_handle, input.visibility_timeout, entry.id, call.keys)?;
        Ok(ChangeMessageVisibility { change })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.change.handle.resource.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<()>, ApiError> {
        if self.change.lacks_page(turn) {
            return Ok(Decided::Fetch(self.change.handle.resource));
        }
        self.change.decide(turn)?;
        Ok(Decided::Reply(()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<ChangeMessageVisibilityOutput, ReplyError> {
        Ok(ChangeMessageVisibilityOutput {})
    }
}

impl Change {
    pub(super) fn parse(
        handle: Option<String>,
        timeout: Option<i32>,
        queue: ResourceId,
        keys: &Keys,
    ) -> Result<Self, ApiError> {
        let read = receipt::read(handle.as_deref(), queue, keys)?;
        let timeout_seconds = timeout.ok_or_else(|| errors::missing_parameter("VisibilityTimeout"))?;
        if !(0..=limits::VISIBILITY_TIMEOUT_SECONDS_MAX).contains(&timeout_seconds) {
            let reason = "Must be >= 0 and <= 43200, if provided.";
            return Err(errors::invalid_parameter("VisibilityTimeout", timeout_seconds, reason));
        }
        Ok(Change { handle: read, text: handle.unwrap_or_default(), timeout_seconds })
    }

    /// Whether what was done with the message must be read first: it waits, and is to be taken in flight again.
    pub(super) fn lacks_page(&self, turn: &mut Turn<'_, SqsState>) -> bool {
        let Handle { resource, sequence, .. } = self.handle;
        turn.advance(|state, now| state.advance(resource, now));
        let page = turn.state().queue(resource).ok().and_then(|queue| queue.delivery.page_of(sequence));
        if let Some(page) = page {
            turn.unlogged(|state, _| state.want_page(resource, page));
        }
        page.is_some()
    }

    pub(super) fn decide(&self, turn: &mut Turn<'_, SqsState>) -> Result<(), ApiError> {
        let Handle { resource, sequence, nonce } = self.handle;
        turn.advance(|state, now| state.advance(resource, now));
        let now = turn.now();
        let queue = turn.state().queue(resource)?;
        let phase = queue.delivery.phase(sequence);
        let since = match phase {
            Some(Phase::InFlight { nonce: latest, since, .. })
                if latest == nonce || !queue.attributes.fifo =>
            {
                since
            }
            // On a standard queue its time may be up, or a crash may have forgotten that it was received: as long as
            // nobody else has it, it is taken in flight again.
            Some(Phase::Waiting) if !queue.attributes.fifo => now,
            _ => {
                let reason = "Message does not exist or is not available for visibility timeout change.";
                return Err(errors::invalid_parameter("ReceiptHandle", &self.text, reason));
            }
        };
        let until = now + self.timeout_seconds as Millis * 1000;
        if until > since + limits::VISIBILITY_TIMEOUT_SECONDS_MAX as Millis * 1000 {
            let reason = "Total VisibilityTimeout for the message is beyond the limit [43200 seconds].";
            return Err(errors::invalid_parameter("VisibilityTimeout", self.timeout_seconds, reason));
        }
        turn.commit(SqsEvent::VisibilityChanged { queue: resource, sequence, nonce, until });
        Ok(())
    }
}
