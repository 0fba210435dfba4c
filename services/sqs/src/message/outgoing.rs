//! A message that a client sends, checked and hashed on the connection's thread.

use std::collections::BTreeMap;

use md5::{Digest as _, Md5};
use millpond_api::CallContext;
use millpond_delivery::{GroupKey, group_key};
use millpond_digests::Digest;
use millpond_shapes::sqs::errors as shape;
use millpond_shapes::sqs::{
    MessageAttributeValue, MessageSystemAttributeValue, SendMessageBatchRequestEntry, SendMessageInput,
};
use millpond_wire::ApiError;
use sha2::Sha256;

use super::attribute::{Attribute, digest};
use super::identity::hex;
use crate::attributes::QueueAttributes;
use crate::state::DeduplicationKey;
use crate::{errors, limits};

/// See the module.
#[derive(Debug)]
pub struct OutgoingMessage {
    /// The body, of legal characters.
    pub body: String,
    /// Its MD5.
    pub body_md5: Digest,
    /// The attributes' bytes for the log; empty if there are none.
    pub attributes: Vec<u8>,
    /// The attributes' MD5.
    pub attributes_md5: Option<[u8; 16]>,
    /// The trace header.
    pub trace: Option<String>,
    /// The system attributes' MD5, if the client sent any.
    pub system_attributes_md5: Option<[u8; 16]>,
    /// Body and attributes.
    pub size_bytes: usize,
    /// The delay that the client asks for.
    pub delay_seconds: Option<u32>,
    /// The group.
    pub group: Option<(String, GroupKey)>,
    /// The deduplication id that the client gave.
    pub deduplication_id: Option<(String, DeduplicationKey)>,
    /// The deduplication id made of the body, for queues that have that on.
    pub body_deduplication_id: Option<(String, DeduplicationKey)>,
}

/// Why a queue does not take a message. Single sends and batches word it differently.
#[derive(Debug, PartialEq, Eq)]
pub enum Rejected {
    /// Larger than the queue's limit.
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// A FIFO queue, and no group.
    NoGroup,
    /// A FIFO queue, and nothing to deduplicate by.
    NoDeduplicationId,
    /// Anything else.
    Error(ApiError),
}

/// What single sends and batch entries have in common.
struct Parts {
    body: Option<String>,
    delay_seconds: Option<i32>,
    attributes: Option<BTreeMap<String, MessageAttributeValue>>,
    system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>>,
    deduplication_id: Option<String>,
    group_id: Option<String>,
}

impl OutgoingMessage {
    /// Checks what can be checked without the queue. `fifo`: whether the queue's name says that it is one.
    pub fn parse(input: SendMessageInput, fifo: bool, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let parts = Parts {
            body: input.message_body,
            delay_seconds: input.delay_seconds,
            attributes: input.message_attributes,
            system_attributes: input.message_system_attributes,
            deduplication_id: input.message_deduplication_id,
            group_id: input.message_group_id,
        };
        let body_md5 = Md5::digest(parts.body.as_deref().unwrap_or_default()).into();
        Self::parse_parts(parts, body_md5, fifo, call)
    }

    /// The same for an entry of a batch, whose body has this digest.
    pub fn parse_entry(
        entry: SendMessageBatchRequestEntry,
        body_md5: Digest,
        fifo: bool,
        call: &CallContext<'_>,
    ) -> Result<Self, ApiError> {
        let parts = Parts {
            body: entry.message_body,
            delay_seconds: entry.delay_seconds,
            attributes: entry.message_attributes,
            system_attributes: entry.message_system_attributes,
            deduplication_id: entry.message_deduplication_id,
            group_id: entry.message_group_id,
        };
        Self::parse_parts(parts, body_md5, fifo, call)
    }

    fn parse_parts(
        parts: Parts,
        body_md5: Digest,
        fifo: bool,
        call: &CallContext<'_>,
    ) -> Result<Self, ApiError> {
        let body = parts
            .body
            .filter(|body| !body.is_empty())
            .ok_or_else(|| errors::missing_parameter("MessageBody"))?;
        if let Some(error) = illegal_characters(&body) {
            return Err(error);
        }
        let attributes = Attribute::parse_all(parts.attributes.unwrap_or_default())?;
        let system = Attribute::parse_system(parts.system_attributes.unwrap_or_default())?;
        let delay_seconds = parts.delay_seconds.map(parse_delay).transpose()?;
        let group = parts.group_id.map(|id| parse_id("MessageGroupId", id)).transpose()?;
        let deduplication_id =
            parts.deduplication_id.map(|id| parse_id("MessageDeduplicationId", id)).transpose()?;
        let with_key = |id: String| {
            let key = DeduplicationKey::of(call.keys, group.as_deref().unwrap_or_default(), &id);
            (id, key)
        };
        // Only where it can be wanted: a FIFO queue, and no id of the client's own.
        let body_deduplication_id = (fifo && deduplication_id.is_none())
            .then(|| with_key(hex(&<[u8; 32]>::from(Sha256::digest(body.as_bytes())))));
        let deduplication_id = deduplication_id.map(with_key);
        Ok(OutgoingMessage {
            body_md5,
            size_bytes: body.len() + attributes.iter().map(Attribute::size_bytes).sum::<usize>(),
            attributes: if attributes.is_empty() { Vec::new() } else { Attribute::write_all(&attributes) },
            attributes_md5: digest(&attributes),
            system_attributes_md5: digest(&system),
            trace: system
                .map(|trace| String::from_utf8_lossy(&trace.value).into_owned())
                .or_else(|| call.trace.map(str::to_owned)),
            group: group.map(|id| {
                let key = group_key(call.keys, &id);
                (id, key)
            }),
            body,
            delay_seconds,
            deduplication_id,
            body_deduplication_id,
        })
    }

    /// Checks the rest, against the queue.
    pub fn check(&self, queue: &QueueAttributes) -> Result<(), Rejected> {
        if self.size_bytes > queue.message_size_bytes_max {
            return Err(Rejected::TooLarge { bytes_max: queue.message_size_bytes_max });
        }
        if queue.fifo {
            if let Some(delay @ 1..) = self.delay_seconds {
                return Err(Rejected::Error(errors::not_for_this_queue_type("DelaySeconds", delay)));
            }
            if self.group.is_none() {
                return Err(Rejected::NoGroup);
            }
            if self.deduplication_id.is_none() && !queue.content_based_deduplication {
                return Err(Rejected::NoDeduplicationId);
            }
        } else if let Some((id, _)) = &self.deduplication_id {
            return Err(Rejected::Error(errors::not_for_this_queue_type("MessageDeduplicationId", id)));
        }
        Ok(())
    }

    /// What a FIFO queue deduplicates it by.
    pub fn deduplication(&self) -> Option<&(String, DeduplicationKey)> {
        self.deduplication_id.as_ref().or(self.body_deduplication_id.as_ref())
    }
}

/// The error for a text with characters that no message may have.
pub(super) fn illegal_characters(text: &str) -> Option<ApiError> {
    // Most of ASCII's control characters, and of the rest two code points, whose first byte is 0xEF. Without an early end,
    // so that the compiler looks at many bytes at once.
    let control = |b: u8| (b < b' ') & (b != b'\t') & (b != b'\n') & (b != b'\r');
    let (controls, others) = text.bytes().fold((false, false), |(c, o), b| (c | control(b), o | (b == 0xEF)));
    let illegal = controls || (others && text.contains(['\u{FFFE}', '\u{FFFF}']));
    illegal.then(|| {
        ApiError::new(
            &shape::INVALID_MESSAGE_CONTENTS,
            "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | \
             #x10000 to #x10FFFF",
        )
    })
}

fn parse_delay(seconds: i32) -> Result<u32, ApiError> {
    if (0..=limits::DELAY_SECONDS_MAX).contains(&seconds) {
        return Ok(seconds as u32);
    }
    Err(errors::invalid_parameter("DelaySeconds", seconds, "DelaySeconds must be >= 0 and <= 900."))
}

/// Checks a group or deduplication id: 1 to 128 of ASCII's letters, digits and punctuation.
pub(crate) fn parse_id(parameter: &str, id: String) -> Result<String, ApiError> {
    if (1..=limits::GROUP_ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(id);
    }
    let reason =
        format!("{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    Err(errors::invalid_parameter(parameter, id, &reason))
}
