//! Puts up to ten messages on a queue, each taken or refused on its own.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_digests::md5;
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::errors as shape;
use millpond_shapes::sqs::{
    SendMessageBatchInput, SendMessageBatchOutput, SendMessageBatchRequestEntry, SendMessageBatchResultEntry,
};
use millpond_wire::ApiError;

use super::send_message::no_deduplication_id;
use crate::message::{OutgoingMessage, Rejected, hex, message_id, sequence_number};
use crate::resolve::find_queue;
use crate::sending::{Sent, send};
use crate::state::{Action, SqsState, charge};
use crate::{batch, errors, limits};

/// See the module.
pub struct SendMessageBatch {
    queue: ResourceId,
    sender_account: u64,
    entries: Vec<batch::Entry<OutgoingMessage>>,
}

impl Operation for SendMessageBatch {
    const NAME: &'static str = "SendMessageBatch";
    const GROWTH: Growth = Growth::Grows;
    type State = SqsState;
    type Input = SendMessageBatchInput;
    type Output = SendMessageBatchOutput;
    type Reply = Vec<Result<Sent, ApiError>>;

    fn prepare(input: SendMessageBatchInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (key, entry) = find_queue(input.queue_url.as_deref(), call)?;
        let fifo = key.name.ends_with(".fifo");
        let entries =
            batch::check(input.entries, "SendMessageBatchRequestEntry", |entry| entry.id.as_deref())?;
        let size_bytes: usize = entries.iter().map(|(_, entry)| size_bytes(entry)).sum();
        if size_bytes > limits::BATCH_SIZE_BYTES_MAX {
            let most = limits::BATCH_SIZE_BYTES_MAX;
            return Err(ApiError::new(
                &shape::BATCH_REQUEST_TOO_LONG,
                format!(
                    "Batch requests cannot be longer than {most} bytes. You have sent {size_bytes} bytes."
                ),
            ));
        }
        let digests = md5(&entries.iter().map(|(_, entry)| body(entry)).collect::<Vec<_>>());
        let entries = entries.into_iter().zip(digests);
        let entries = entries.map(|((id, entry), digest)| {
            let message = OutgoingMessage::parse_entry(entry, digest, fifo, call);
            (id, message)
        });
        let entries = entries.collect();
        Ok(SendMessageBatch { queue: entry.id, sender_account: call.caller.account_number(), entries })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.queue.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<Self::Reply>, ApiError> {
        let group_of = |entry: usize| Some(self.entries[entry].1.as_ref().ok()?.group.as_ref()?.1);
        let over = charge(turn, self.queue, Action::Send, self.entries.len(), |_, entry| group_of(entry))?;
        let attributes = &turn.state().queue(self.queue)?.attributes;
        // What a FIFO queue can't do without fails the whole call, before any entry is taken (recorded on AWS).
        for message in self.entries.iter().filter_map(|(_, message)| message.as_ref().ok()) {
            match message.check(attributes) {
                Err(Rejected::NoGroup) => {
                    return Err(errors::invalid_value(
                        "The request must contain the parameter MessageGroupId.",
                    ));
                }
                Err(Rejected::NoDeduplicationId) => return Err(no_deduplication_id()),
                _ => {}
            }
        }
        let mut results = Vec::with_capacity(self.entries.len());
        for (at, (_, message)) in self.entries.iter().enumerate() {
            results.push(match (message, over.check(at)) {
                (Ok(message), Ok(())) => {
                    send(turn, self.queue, message, self.sender_account).map_err(entry_error)
                }
                (Err(error), _) => Err(error.clone()),
                (_, Err(error)) => Err(error),
            });
        }
        Ok(Decided::Reply(results))
    }

    fn reply(
        &self,
        results: &Self::Reply,
        context: &ReplyContext<'_>,
    ) -> Result<SendMessageBatchOutput, ReplyError> {
        let (mut successful, mut failed) = (Vec::with_capacity(results.len()), Vec::new());
        for ((id, message), result) in self.entries.iter().zip(results) {
            match (message, result) {
                (Ok(message), Ok(sent)) => successful.push(SendMessageBatchResultEntry {
                    id: Some(id.clone()),
                    message_id: Some(message_id(&context.keys.message_ids, sent.queue, sent.sequence)),
                    md5_of_message_body: Some(hex(&message.body_md5)),
                    md5_of_message_attributes: message.attributes_md5.map(|digest| hex(&digest)),
                    md5_of_message_system_attributes: message
                        .system_attributes_md5
                        .map(|digest| hex(&digest)),
                    sequence_number: sent.fifo.then(|| sequence_number(sent.sequence)),
                }),
                (_, Err(error)) | (Err(error), _) => failed.push(batch::failed(id, error)),
            }
        }
        Ok(SendMessageBatchOutput {
            successful: batch::unless_empty(successful),
            failed: batch::unless_empty(failed),
        })
    }
}

fn entry_error(rejected: Rejected) -> ApiError {
    match rejected {
        // "Cannot be validated" here, "are invalid" in a single send: recorded on AWS.
        Rejected::TooLarge { bytes_max } => errors::invalid_value(format!(
            "One or more parameters cannot be validated. Reason: Message must be shorter than {bytes_max} bytes."
        )),
        Rejected::NoGroup => errors::missing_parameter("MessageGroupId"),
        Rejected::NoDeduplicationId => no_deduplication_id(),
        Rejected::Error(error) => error,
    }
}

fn body(entry: &SendMessageBatchRequestEntry) -> &[u8] {
    entry.message_body.as_deref().unwrap_or_default().as_bytes()
}

/// Body and attributes as they came, checked or not.
fn size_bytes(entry: &SendMessageBatchRequestEntry) -> usize {
    let attributes = entry.message_attributes.iter().flatten().map(|(name, value)| {
        name.len()
            + value.data_type.as_ref().map_or(0, String::len)
            + value.string_value.as_ref().map_or(0, String::len)
            + value.binary_value.as_ref().map_or(0, |bytes| bytes.len())
    });
    body(entry).len() + attributes.sum::<usize>()
}
