//! A message: what a client sends, what is stored of it, what a client gets back.

mod attribute;
mod identity;
mod outgoing;
mod stored;
mod wanted;

pub use attribute::{Attribute, digest};
pub use identity::{hex, message_id, sequence_number, uuid};
pub(crate) use outgoing::parse_id;
pub use outgoing::{OutgoingMessage, Rejected};
pub use stored::StoredMessage;
pub use wanted::Wanted;
