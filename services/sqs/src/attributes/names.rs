//! The names of a queue's attributes, and what each is by default.

use std::collections::BTreeSet;

use millpond_wire::ApiError;

use crate::errors;

macro_rules! attribute_names {
    ($($name:ident),* $(,)?) => {
        /// An attribute of a queue, in AWS's spelling.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the names are AWS's")]
        pub enum AttributeName { $($name),* }

        impl AttributeName {
            /// All of them.
            pub const ALL: &[AttributeName] = &[$(AttributeName::$name),*];

            /// AWS's spelling.
            pub fn as_str(self) -> &'static str {
                match self { $(AttributeName::$name => stringify!($name)),* }
            }

            /// The attribute of that name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(AttributeName::$name),)* _ => None }
            }
        }
    };
}

attribute_names! {
    ApproximateNumberOfMessages,
    ApproximateNumberOfMessagesDelayed,
    ApproximateNumberOfMessagesNotVisible,
    ContentBasedDeduplication,
    CreatedTimestamp,
    DeduplicationScope,
    DelaySeconds,
    FifoQueue,
    FifoThroughputLimit,
    KmsDataKeyReusePeriodSeconds,
    KmsMasterKeyId,
    LastModifiedTimestamp,
    MaximumMessageSize,
    MessageRetentionPeriod,
    Policy,
    QueueArn,
    ReceiveMessageWaitTimeSeconds,
    RedriveAllowPolicy,
    RedrivePolicy,
    SqsManagedSseEnabled,
    VisibilityTimeout,
}

use AttributeName::*;

impl AttributeName {
    /// Those that a client may set, and Millpond stores.
    pub const SETTABLE: &[AttributeName] = &[
        ContentBasedDeduplication,
        DeduplicationScope,
        DelaySeconds,
        FifoQueue,
        FifoThroughputLimit,
        KmsDataKeyReusePeriodSeconds,
        KmsMasterKeyId,
        MaximumMessageSize,
        MessageRetentionPeriod,
        Policy,
        ReceiveMessageWaitTimeSeconds,
        RedriveAllowPolicy,
        RedrivePolicy,
        SqsManagedSseEnabled,
        VisibilityTimeout,
    ];

    /// What a queue of either kind has if it was not set.
    pub fn default_value(self) -> &'static str {
        match self {
            DelaySeconds | ReceiveMessageWaitTimeSeconds => "0",
            KmsDataKeyReusePeriodSeconds => "300",
            MaximumMessageSize => "1048576",
            MessageRetentionPeriod => "345600",
            VisibilityTimeout => "30",
            SqsManagedSseEnabled => "true",
            ContentBasedDeduplication => "false",
            DeduplicationScope => "queue",
            FifoThroughputLimit => "perQueue",
            _ => "",
        }
    }

    /// What GetQueueAttributes shows of an attribute that was not set, if anything.
    pub fn shown_default(self, fifo: bool) -> Option<&'static str> {
        match self {
            FifoQueue
            | Policy
            | RedrivePolicy
            | RedriveAllowPolicy
            | KmsMasterKeyId
            | KmsDataKeyReusePeriodSeconds => None,
            ContentBasedDeduplication | DeduplicationScope | FifoThroughputLimit => {
                fifo.then(|| self.default_value())
            }
            _ => Some(self.default_value()),
        }
    }
}

/// Which attributes a client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes(BTreeSet<AttributeName>);

impl Attributes {
    /// Parses the names of a request; `All` means all.
    pub fn parse(names: &[String]) -> Result<Self, ApiError> {
        let mut wanted = BTreeSet::new();
        for name in names {
            match AttributeName::parse(name) {
                Some(name) => {
                    wanted.insert(name);
                }
                None if name == "All" => wanted.extend(AttributeName::ALL),
                None => return Err(errors::unknown_attribute(name)),
            }
        }
        Ok(Attributes(wanted))
    }

    /// Whether this one is asked for.
    pub fn has(&self, name: AttributeName) -> bool {
        self.0.contains(&name)
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
