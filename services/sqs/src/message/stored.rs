//! A message as it stands in the log, read back for a receive.

use millpond_delivery::Sequence;
use millpond_log::event::{Event, Malformed};
use millpond_partition::ResourceId;

use super::Attribute;
use crate::events::fields;

/// See the module. Borrows from the event's bytes.
#[derive(Debug, Default)]
pub struct StoredMessage<'a> {
    /// The body.
    pub body: &'a str,
    /// Its MD5.
    pub body_md5: [u8; 16],
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// Who sent it: twelve digits.
    pub sender_account: u64,
    /// The trace header.
    pub trace: Option<&'a str>,
    /// The group.
    pub group: Option<&'a str>,
    /// The deduplication id.
    pub deduplication_id: Option<&'a str>,
    /// The queue whose dead-letter queue this is, if that brought it here.
    pub source_arn: Option<&'a str>,
    /// What its MessageId comes from, if not its place here.
    pub origin: Option<(ResourceId, Sequence)>,
}

impl<'a> StoredMessage<'a> {
    /// Reads a MessageSent event.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let event = Event::parse(bytes, 0)?;
        let mut message = StoredMessage::default();
        let (mut origin_queue, mut origin_sequence) = (None, None);
        for field in event.fields() {
            match field? {
                (fields::BODY, value) => message.body = value.text()?,
                (fields::BODY_MD5, value) => message.body_md5 = *value.fixed16()?,
                (fields::ATTRIBUTES, value) => message.attributes = Attribute::read_all(value.bytes()?)?,
                (fields::SENDER_ACCOUNT, value) => message.sender_account = value.number()?,
                (fields::TRACE, value) => message.trace = Some(value.text()?),
                (fields::GROUP, value) => message.group = Some(value.text()?),
                (fields::DEDUPLICATION_ID, value) => message.deduplication_id = Some(value.text()?),
                (fields::SOURCE_ARN, value) => message.source_arn = Some(value.text()?),
                (fields::ORIGIN_QUEUE, value) => origin_queue = Some(ResourceId(value.number()?)),
                (fields::ORIGIN_SEQUENCE, value) => origin_sequence = Some(value.number()?),
                _ => {}
            }
        }
        message.origin = origin_queue.zip(origin_sequence);
        Ok(message)
    }
}
