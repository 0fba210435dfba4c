//! The numbers of SQS's events and of their fields. Never reused.

pub(crate) const QUEUE_OPENED: u8 = 1;
pub(crate) const QUEUE_CHANGED: u8 = 2;
pub(crate) const QUEUE_CLOSED: u8 = 3;
pub(crate) const MESSAGE_SENT: u8 = 4;
pub(crate) const MESSAGES_RECEIVED: u8 = 5;
pub(crate) const MESSAGES_DELETED: u8 = 6;
pub(crate) const VISIBILITY_CHANGED: u8 = 7;
pub(crate) const QUEUE_PURGED: u8 = 8;
pub(crate) const RECEIVE_UNDONE: u8 = 9;
pub(crate) const MOVE_STARTED: u8 = 10;
pub(crate) const MOVE_SETTLED: u8 = 11;
/// Only ever in a parcel, in front of the message's own event.
pub(crate) const MOVE_REQUESTED: u8 = 12;
pub(crate) const MOVE_TASK_STARTED: u8 = 13;
pub(crate) const MOVE_TASK_CANCELLED: u8 = 14;
pub(crate) const MOVE_TASK_ENDED: u8 = 15;
pub(crate) const RECEIVE_REPEATED: u8 = 16;
pub(crate) const MESSAGE_FORWARDED: u8 = 17;

/// Field numbers.
pub(crate) mod fields {
    pub(crate) const QUEUE: u8 = 1;
    pub(crate) const SEQUENCE: u8 = 2;
    pub(crate) const BODY_MD5: u8 = 3;
    pub(crate) const SENDER_ACCOUNT: u8 = 4;
    pub(crate) const DUE: u8 = 5;
    pub(crate) const ATTRIBUTES: u8 = 6;
    pub(crate) const TRACE: u8 = 7;
    pub(crate) const GROUP: u8 = 8;
    pub(crate) const DEDUPLICATION_ID: u8 = 9;
    pub(crate) const DEDUPLICATES_BY_GROUP: u8 = 10;
    pub(crate) const BODY: u8 = 11;
    pub(crate) const NONCE: u8 = 12;
    pub(crate) const UNTIL: u8 = 13;
    pub(crate) const SEQUENCES: u8 = 14;
    pub(crate) const SCOPE: u8 = 15;
    pub(crate) const NAME: u8 = 16;
    pub(crate) const QUEUE_ATTRIBUTES: u8 = 17;
    pub(crate) const CREATED: u8 = 18;
    pub(crate) const MODIFIED: u8 = 19;
    pub(crate) const DEAD_LETTER: u8 = 20;
    pub(crate) const TARGET: u8 = 21;
    pub(crate) const FROM: u8 = 22;
    pub(crate) const SOURCE_ARN: u8 = 23;
    pub(crate) const ORIGIN_QUEUE: u8 = 24;
    pub(crate) const ORIGIN_SEQUENCE: u8 = 25;
    pub(crate) const SENT: u8 = 26;
    pub(crate) const RECEIVES: u8 = 27;
    pub(crate) const FIRST_RECEIVED: u8 = 28;
    pub(crate) const OUTCOME: u8 = 29;
    pub(crate) const TASK: u8 = 30;
    pub(crate) const TARGET_ARN: u8 = 31;
    pub(crate) const RATE: u8 = 32;
    pub(crate) const COUNT: u8 = 33;
    pub(crate) const ATTEMPT: u8 = 34;
    pub(crate) const FORWARDED_SENT: u8 = 35;
    /// One above the highest.
    pub(crate) const END: usize = 36;
}
