//! A message as it stands in the log, read back for a receive.

use millpond_log::event::{Event, Malformed};

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
    /// Who sent it.
    pub sender: String,
    /// The trace header.
    pub trace: Option<&'a str>,
    /// The group.
    pub group: Option<&'a str>,
    /// The deduplication id.
    pub deduplication_id: Option<&'a str>,
}

impl<'a> StoredMessage<'a> {
    /// Reads a MessageSent event.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let event = Event::parse(bytes, 0)?;
        let mut message = StoredMessage::default();
        for field in event.fields() {
            match field? {
                (fields::BODY, value) => message.body = value.text()?,
                (fields::BODY_MD5, value) => message.body_md5 = *value.fixed16()?,
                (fields::ATTRIBUTES, value) => message.attributes = Attribute::read_all(value.bytes()?)?,
                (fields::SENDER_ACCOUNT, value) => message.sender = format!("{:012}", value.number()?),
                (fields::TRACE, value) => message.trace = Some(value.text()?),
                (fields::GROUP, value) => message.group = Some(value.text()?),
                (fields::DEDUPLICATION_ID, value) => message.deduplication_id = Some(value.text()?),
                _ => {}
            }
        }
        Ok(message)
    }
}
