//! Puts one message on a queue.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::{SendMessageInput, SendMessageOutput};
use millpond_wire::ApiError;

use crate::errors;
use crate::message::{OutgoingMessage, Rejected, hex, message_id, sequence_number};
use crate::resolve::find_queue;
use crate::sending::{Sent, send};
use crate::state::{Action, SqsState, charge};

/// See the module.
pub struct SendMessage {
    queue: ResourceId,
    sender_account: u64,
    message: OutgoingMessage,
}

impl Operation for SendMessage {
    const NAME: &'static str = "SendMessage";
    const GROWTH: Growth = Growth::Grows;
    type State = SqsState;
    type Input = SendMessageInput;
    type Output = SendMessageOutput;
    type Reply = Sent;

    fn prepare(input: SendMessageInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (key, entry) = find_queue(input.queue_url.as_deref(), call)?;
        let message = OutgoingMessage::parse(input, key.name.ends_with(".fifo"), call)?;
        Ok(SendMessage { queue: entry.id, sender_account: call.caller.account_number(), message })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.queue.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<Sent>, ApiError> {
        let group = self.message.group.as_ref().map(|(_, key)| *key);
        charge(turn, self.queue, Action::Send, 1, |_, _| group)?;
        let sent = send(turn, self.queue, &self.message, self.sender_account);
        sent.map(Decided::Reply).map_err(|rejected| match rejected {
            Rejected::TooLarge { bytes_max } => errors::invalid_value(format!(
                "One or more parameters are invalid. Reason: Message must be shorter than {bytes_max} bytes."
            )),
            Rejected::NoGroup => errors::missing_parameter("MessageGroupId"),
            Rejected::NoDeduplicationId => no_deduplication_id(),
            Rejected::Error(error) => error,
        })
    }

    fn reply(&self, sent: &Sent, context: &ReplyContext<'_>) -> Result<SendMessageOutput, ReplyError> {
        let digest = |digest: [u8; 16]| hex(&digest);
        Ok(SendMessageOutput {
            message_id: Some(message_id(&context.keys.message_ids, sent.queue, sent.sequence)),
            md5_of_message_body: Some(hex(&self.message.body_md5)),
            md5_of_message_attributes: self.message.attributes_md5.map(digest),
            md5_of_message_system_attributes: self.message.system_attributes_md5.map(digest),
            sequence_number: sent.fifo.then(|| sequence_number(sent.sequence)),
        })
    }
}

/// A FIFO queue with nothing to deduplicate by.
pub(super) fn no_deduplication_id() -> ApiError {
    errors::invalid_value(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    )
}
