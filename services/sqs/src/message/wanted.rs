//! Which attributes of its messages a receive asks for.

use millpond_shapes::sqs::ReceiveMessageInput;
use millpond_wire::ApiError;

use super::Attribute;
use crate::errors;

const SYSTEM: [&str; 9] = [
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    "AWSTraceHeader",
    "DeadLetterQueueSourceArn",
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
];

/// See the module.
#[derive(Debug, Default)]
pub struct Wanted {
    system: Vec<String>,
    all_system: bool,
    names: Vec<String>,
    prefixes: Vec<String>,
    all: bool,
}

impl Wanted {
    /// From both lists of system attributes, the old one and the new one, and the list of the messages' own.
    pub fn parse(input: &ReceiveMessageInput) -> Result<Self, ApiError> {
        let mut wanted = Wanted::default();
        let lists = [&input.attribute_names, &input.message_system_attribute_names];
        for name in lists.into_iter().flatten().flatten() {
            if name == "All" {
                wanted.all_system = true;
            } else if SYSTEM.contains(&name.as_str()) {
                wanted.system.push(name.clone());
            } else {
                return Err(errors::unknown_attribute(name));
            }
        }
        for name in input.message_attribute_names.iter().flatten() {
            match name
                .strip_suffix(".*")
                .or_else(|| name.strip_suffix('*').filter(|prefix| prefix.is_empty()))
            {
                _ if name == "All" => wanted.all = true,
                Some("") => wanted.all = true,
                Some(prefix) => wanted.prefixes.push(format!("{prefix}.")),
                None => wanted.names.push(name.clone()),
            }
        }
        Ok(wanted)
    }

    /// Whether a system attribute is asked for.
    pub fn system(&self, name: &str) -> bool {
        self.all_system || self.system.iter().any(|wanted| wanted == name)
    }

    /// Whether any system attribute is.
    pub fn any_system(&self) -> bool {
        self.all_system || !self.system.is_empty()
    }

    /// Whether one of the message's own attributes is asked for.
    pub fn attribute(&self, attribute: &Attribute) -> bool {
        self.all
            || self.names.contains(&attribute.name)
            || self.prefixes.iter().any(|prefix| attribute.name.starts_with(prefix.as_str()))
    }
}
