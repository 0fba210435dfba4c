//! A queue's attributes: which there are, what they may be, and what AWS says of the others.

mod names;
mod rules;

use std::collections::BTreeMap;

use millpond_catalogue::{Pairs, read_pairs};
use millpond_log::event::Malformed;

use crate::redrive::{RedriveAllowPolicy, RedrivePolicy};

pub use names::{AttributeName, Attributes as AttributeNames};
pub use rules::{changed, created, same_as};

/// What a queue does, from the attributes that were set and AWS's defaults for the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueAttributes {
    /// Keeps order within groups.
    pub fifo: bool,
    /// Milliseconds that a message is kept back.
    pub delay_ms: u64,
    /// Bytes of the largest message.
    pub message_size_bytes_max: usize,
    /// Milliseconds that a message is kept.
    pub retention_ms: u64,
    /// Seconds that a receive waits if it doesn't say.
    pub wait_seconds: u64,
    /// Milliseconds that a received message stays invisible if the receive doesn't say.
    pub visibility_timeout_ms: u64,
    /// A FIFO message without a deduplication id gets the hash of its body.
    pub content_based_deduplication: bool,
    /// Deduplication ids count within their group only.
    pub deduplicates_by_group: bool,
    /// Throughput is limited for each group, not for the whole queue.
    pub high_throughput: bool,
    /// A message is received this often; then it is moved to the dead-letter queue.
    pub max_receives: Option<u32>,
    /// Who may move messages here.
    pub redrive_allow: RedriveAllowPolicy,
}

/// Those that are numbers.
const NUMBERS: [AttributeName; 5] = [
    AttributeName::DelaySeconds,
    AttributeName::MaximumMessageSize,
    AttributeName::MessageRetentionPeriod,
    AttributeName::ReceiveMessageWaitTimeSeconds,
    AttributeName::VisibilityTimeout,
];

impl QueueAttributes {
    /// From the attributes that were set, which have been checked.
    pub fn of(set: &Pairs) -> Self {
        let number = |name: AttributeName| {
            let text = set.get(name.as_str()).map_or(name.default_value(), String::as_str);
            text.parse::<u64>().expect("attributes are checked before they are stored")
        };
        let is = |name: AttributeName, value: &str| set.get(name.as_str()).is_some_and(|v| v == value);
        let by_group = is(AttributeName::DeduplicationScope, "messageGroup");
        QueueAttributes {
            fifo: is(AttributeName::FifoQueue, "true"),
            delay_ms: number(AttributeName::DelaySeconds) * 1000,
            message_size_bytes_max: number(AttributeName::MaximumMessageSize) as usize,
            retention_ms: number(AttributeName::MessageRetentionPeriod) * 1000,
            wait_seconds: number(AttributeName::ReceiveMessageWaitTimeSeconds),
            visibility_timeout_ms: number(AttributeName::VisibilityTimeout) * 1000,
            content_based_deduplication: is(AttributeName::ContentBasedDeduplication, "true"),
            deduplicates_by_group: by_group,
            high_throughput: by_group && is(AttributeName::FifoThroughputLimit, "perMessageGroupId"),
            max_receives: redrive_policy(set).map(|policy| policy.max_receives),
            redrive_allow: set
                .get(AttributeName::RedriveAllowPolicy.as_str())
                .map(|text| {
                    RedriveAllowPolicy::parse(text).expect("attributes are checked before they are stored")
                })
                .unwrap_or_default(),
        }
    }
}

/// Attributes from the log or a checkpoint, if a queue can be made of them.
pub fn read(bytes: &[u8]) -> Result<Pairs, Malformed> {
    let set = read_pairs(bytes)?;
    let number = |name: &AttributeName| {
        let text = set.get(name.as_str()).map_or(name.default_value(), String::as_str);
        text.parse::<u32>().is_ok()
    };
    let policy = |name: AttributeName, is_fine: fn(&str) -> bool| {
        set.get(name.as_str()).is_none_or(|text| is_fine(text))
    };
    let are_fine = NUMBERS.iter().all(number)
        && policy(AttributeName::RedrivePolicy, |text| RedrivePolicy::parse(text).is_ok())
        && policy(AttributeName::RedriveAllowPolicy, |text| RedriveAllowPolicy::parse(text).is_ok());
    if are_fine { Ok(set) } else { Err(Malformed("a queue's attributes are none that it can have")) }
}

/// The redrive policy among attributes that were set. The catalogue may read it before a partition refuses it.
pub fn redrive_policy(set: &Pairs) -> Option<RedrivePolicy> {
    RedrivePolicy::parse(set.get(AttributeName::RedrivePolicy.as_str())?).ok()
}

/// Every settable attribute of a queue with its value, defaults included, as GetQueueAttributes shows it.
pub fn effective(set: &Pairs) -> BTreeMap<AttributeName, String> {
    let fifo = set.contains_key(AttributeName::FifoQueue.as_str());
    let kms = set.contains_key(AttributeName::KmsMasterKeyId.as_str());
    AttributeName::SETTABLE
        .iter()
        .filter_map(|name| {
            let default = match name {
                // Means something only together with a key.
                AttributeName::KmsDataKeyReusePeriodSeconds if kms => Some(name.default_value()),
                AttributeName::KmsDataKeyReusePeriodSeconds => return None,
                _ => name.shown_default(fifo),
            };
            let value = set.get(name.as_str()).cloned().or_else(|| default.map(str::to_owned))?;
            Some((*name, value))
        })
        .collect()
}
