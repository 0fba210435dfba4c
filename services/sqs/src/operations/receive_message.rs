//! Hands out up to ten messages, waiting for the first if the call says so.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html>

use std::collections::BTreeMap;

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_delivery::{Filled, Handle, Phase, RowAt, Sequence};
use millpond_log::{EventRef, Partition, Row};
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_runtime::Millis;
use millpond_shapes::sqs::errors as shape;
use millpond_shapes::sqs::{Message, ReceiveMessageInput, ReceiveMessageOutput};
use millpond_wire::ApiError;

use crate::batch::unless_empty;
use crate::events::SqsEvent;
use crate::message::{StoredMessage, Wanted, digest, hex, message_id, parse_id, sequence_number};
use crate::moving::divert_dead_letters;
use crate::resolve::find_queue;
use crate::state::{Action, Queue, SqsState, charge};
use crate::{errors, limits, receipt};

/// See the module.
pub struct ReceiveMessage {
    queue: ResourceId,
    most: usize,
    visibility_timeout_ms: Option<Millis>,
    wait_seconds: Option<u64>,
    wanted: Wanted,
    /// The hash of the client's name for this receive.
    attempt: Option<u128>,
    /// When an empty answer is given; known once the queue has been seen.
    deadline: Option<Millis>,
}

/// What was handed out.
pub struct HandedOut {
    queue: ResourceId,
    partition: Partition,
    fifo: bool,
    nonce: u64,
    /// When they come back.
    until: Millis,
    messages: Vec<One>,
    /// An earlier receive handed them out, and this is its answer again.
    again: bool,
}

/// One message of it.
struct One {
    sequence: Sequence,
    row: RowAt,
    /// How often it was handed out here, this time included.
    receives_here: u32,
    /// When it first was.
    first_here: Millis,
}

impl Operation for ReceiveMessage {
    const NAME: &'static str = "ReceiveMessage";
    const GROWTH: Growth = Growth::Shrinks;
    type State = SqsState;
    type Input = ReceiveMessageInput;
    type Output = ReceiveMessageOutput;
    type Reply = HandedOut;

    fn prepare(input: ReceiveMessageInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (key, entry) = find_queue(input.queue_url.as_deref(), call)?;
        let fifo = key.name.ends_with(".fifo");
        let attempt = match input.receive_request_attempt_id.clone() {
            Some(id) if !fifo => return Err(errors::not_for_this_queue_type("ReceiveRequestAttemptId", id)),
            Some(id) => Some(parse_id("ReceiveRequestAttemptId", id)?),
            None => None,
        };
        let most = input.max_number_of_messages.unwrap_or(1);
        if !(1..=limits::RECEIVE_MESSAGES_MAX).contains(&most) {
            let reason = "Must be between 1 and 10, if provided.";
            return Err(errors::invalid_parameter("MaxNumberOfMessages", most, reason));
        }
        if let Some(wait) =
            input.wait_time_seconds.filter(|wait| !(0..=limits::WAIT_SECONDS_MAX).contains(wait))
        {
            let reason = "Must be >= 0 and <= 20, if provided.";
            return Err(errors::invalid_parameter("WaitTimeSeconds", wait, reason));
        }
        let legal = 0..=limits::VISIBILITY_TIMEOUT_SECONDS_MAX;
        if let Some(timeout) = input.visibility_timeout.filter(|timeout| !legal.contains(timeout)) {
            let reason = "Must be >= 0 and <= 43200, if provided.";
            return Err(errors::invalid_parameter("VisibilityTimeout", timeout, reason));
        }
        Ok(ReceiveMessage {
            queue: entry.id,
            most: most as usize,
            visibility_timeout_ms: input.visibility_timeout.map(|seconds| seconds as u64 * 1000),
            wait_seconds: input.wait_time_seconds.map(|seconds| seconds as u64),
            wanted: Wanted::parse(&input)?,
            attempt: attempt.map(|id| call.keys.deduplication.of(&[b"receive attempt", id.as_bytes()])),
            deadline: None,
        })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.queue.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<HandedOut>, ApiError> {
        // A long poll that is asked again is one call.
        if self.deadline.is_none() {
            charge(turn, self.queue, Action::Receive, 0, |_, _| None)?;
        }
        turn.advance(|state, now| state.advance(self.queue, now));
        let now = turn.now();
        let partition = self.queue.partition(turn.partitions());
        let queue = turn.state().queue(self.queue)?;
        let fifo = queue.attributes.fifo;
        let wait_ms = self.wait_seconds.unwrap_or(queue.attributes.wait_seconds) * 1000;
        let deadline = *self.deadline.get_or_insert(now + wait_ms);

        if let Some(attempt) = self.attempt
            && let Some(same) = queue.same_attempt(attempt)
        {
            let again = |sequence: &Sequence| {
                one(queue, *sequence, now).map(|one| One { receives_here: one.receives_here - 1, ..one })
            };
            let messages = same.sequences.iter().filter_map(again).collect();
            let nonce = same.nonce;
            let until = now + self.visibility_timeout_ms.unwrap_or(queue.attributes.visibility_timeout_ms);
            // Never the same as before: the first receive knows by it that it can't be taken back any more.
            let until = if until == same.until { until + 1 } else { until };
            let queue = self.queue;
            let handed_out = HandedOut { queue, partition, fifo, nonce, until, messages, again: true };
            turn.commit(SqsEvent::ReceiveRepeated { queue: self.queue, attempt, until });
            return Ok(Decided::Reply(handed_out));
        }

        let room = limits::IN_FLIGHT_MAX.saturating_sub(queue.delivery.counts().in_flight);
        if room == 0 && wait_ms == 0 && !fifo {
            // Only a short poll on a standard queue is told; the others come back empty.
            return Err(ApiError::new(&shape::OVER_LIMIT, "Too many messages in flight; delete some first."));
        }
        let sequences = match divert_dead_letters(turn, self.queue, self.most.min(room as usize)) {
            Ok(sequences) => sequences,
            Err(Filled::Broken) => return Err(errors::unreadable()),
            Err(_) => return Ok(Decided::Fetch(self.queue)),
        };
        if sequences.is_empty() {
            if now < deadline {
                return Ok(Decided::Wait { on: self.queue, until: deadline });
            }
            return Ok(Decided::Reply(HandedOut {
                queue: self.queue,
                partition,
                fifo,
                nonce: 0,
                until: 0,
                messages: Vec::new(),
                again: false,
            }));
        }

        let queue = turn.state().queue(self.queue)?;
        let until = now + self.visibility_timeout_ms.unwrap_or(queue.attributes.visibility_timeout_ms);
        let messages = sequences.iter().filter_map(|sequence| one(queue, *sequence, now)).collect();
        let nonce = turn.nonce();
        turn.commit(SqsEvent::MessagesReceived {
            queue: self.queue,
            nonce,
            until,
            sequences,
            attempt: self.attempt,
        });
        let queue = self.queue;
        let handed_out = HandedOut { queue, partition, fifo, nonce, until, messages, again: false };
        // A lost receive on a standard queue is a message that comes again; on a FIFO queue it would be an order
        // broken, so there the answer waits for it.
        Ok(if fifo { Decided::Reply(handed_out) } else { Decided::Lazily(handed_out) })
    }

    fn reply(
        &self,
        handed_out: &HandedOut,
        context: &ReplyContext<'_>,
    ) -> Result<ReceiveMessageOutput, ReplyError> {
        let rows = handed_out.messages.iter().map(|one| context.row(&one.row));
        let rows = rows.collect::<Result<Vec<Row>, _>>()?;
        let places: Vec<EventRef> = rows.iter().map(|row| row.event(handed_out.partition)).collect();
        let events = context.read(&places)?;
        let mut messages = Vec::with_capacity(events.len());
        for ((one, row), event) in handed_out.messages.iter().zip(&rows).zip(&events) {
            messages.push(self.word(handed_out, (one, row), &StoredMessage::read(event)?, context));
        }
        Ok(ReceiveMessageOutput { messages: unless_empty(messages) })
    }

    fn must_be_sent(handed_out: &HandedOut) -> bool {
        // The first answer has reached its caller, for all anybody knows: its messages stay with it.
        !handed_out.messages.is_empty() && !handed_out.again
    }

    fn take_back(handed_out: &HandedOut, turn: &mut Turn<'_, SqsState>) {
        turn.advance(|state, now| state.advance(handed_out.queue, now));
        let Ok(queue) = turn.state().queue(handed_out.queue) else { return };
        // A client that has given up waiting may have asked again before this, under the same name: then it has the
        // messages, until another time.
        let untouched = |sequence: &Sequence| {
            let phase = queue.delivery.phase(*sequence);
            matches!(phase, Some(Phase::InFlight { nonce, until, .. }) if (nonce, until) == (handed_out.nonce, handed_out.until))
        };
        let sequences: Vec<Sequence> =
            handed_out.messages.iter().map(|one| one.sequence).filter(untouched).collect();
        if !sequences.is_empty() {
            let HandedOut { queue, nonce, .. } = *handed_out;
            turn.commit(SqsEvent::ReceiveUndone { queue, nonce, sequences });
        }
    }
}

/// A message as it will be once it is handed out at `now`.
fn one(queue: &Queue, sequence: Sequence, now: Millis) -> Option<One> {
    let row = queue.delivery.row_of(sequence)?;
    let (receives, first) = queue.delivery.received(sequence);
    Some(One { sequence, row, receives_here: receives + 1, first_here: first.unwrap_or(now) })
}

impl ReceiveMessage {
    fn word(
        &self,
        handed_out: &HandedOut,
        (one, row): (&One, &Row),
        stored: &StoredMessage<'_>,
        context: &ReplyContext<'_>,
    ) -> Message {
        let shown: Vec<_> =
            stored.attributes.iter().filter(|attribute| self.wanted.attribute(attribute)).collect();
        let handle = Handle { resource: handed_out.queue, sequence: one.sequence, nonce: handed_out.nonce };
        let system = self.system_attributes(handed_out, (one, row), stored);
        let (queue, number) = stored.origin.unwrap_or((handed_out.queue, one.sequence));
        Message {
            message_id: Some(message_id(&context.keys.message_ids, queue, number)),
            receipt_handle: Some(receipt::write(&handle, context.keys)),
            md5_of_body: Some(hex(&stored.body_md5)),
            body: Some(stored.body.to_owned()),
            attributes: (!system.is_empty()).then_some(system),
            // The digest covers what is shown, and SDKs check it.
            md5_of_message_attributes: digest(shown.iter().copied()).map(|digest| hex(&digest)),
            message_attributes: (!shown.is_empty())
                .then(|| shown.iter().map(|attribute| (attribute.name.clone(), attribute.shown())).collect()),
        }
    }

    fn system_attributes(
        &self,
        handed_out: &HandedOut,
        (one, row): (&One, &Row),
        stored: &StoredMessage<'_>,
    ) -> BTreeMap<String, String> {
        let mut shown = BTreeMap::new();
        if !self.wanted.any_system() {
            return shown;
        }
        let mut show = |name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|_| self.wanted.system(name)) {
                shown.insert(name.to_owned(), value);
            }
        };
        let first_received = row.past.and_then(|past| past.first_received).unwrap_or(one.first_here);
        let receives = one.receives_here + row.past.map_or(0, |past| past.receives);
        show("ApproximateFirstReceiveTimestamp", Some(first_received.to_string()));
        show("ApproximateReceiveCount", Some(receives.to_string()));
        show("AWSTraceHeader", stored.trace.map(str::to_owned));
        show("DeadLetterQueueSourceArn", stored.source_arn.map(str::to_owned));
        show("MessageDeduplicationId", stored.deduplication_id.map(str::to_owned));
        show("MessageGroupId", stored.group.map(str::to_owned));
        show("SenderId", Some(format!("{:012}", stored.sender_account)));
        show("SentTimestamp", Some(row.sent.to_string()));
        show("SequenceNumber", handed_out.fifo.then(|| sequence_number(one.sequence)));
        shown
    }
}
