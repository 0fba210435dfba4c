//! Which attributes may be set to what, alone and together; in AWS's words where AWS was recorded.

use std::collections::BTreeMap;

use millpond_catalogue::Pairs;
use millpond_shapes::sqs::errors as shape;
use millpond_wire::ApiError;

use super::AttributeName::{self, *};
use crate::errors;
use crate::names::QueueName;
use crate::redrive;

/// The attributes of a new queue.
pub fn created(name: &QueueName, given: &BTreeMap<String, String>) -> Result<Pairs, ApiError> {
    let fifo = given.get(FifoQueue.as_str());
    match (name.is_fifo(), fifo.map(String::as_str)) {
        (true, Some("true")) | (false, None) => {}
        // The trap of Terraform and the CDK: false is not the default, it is an error.
        (_, Some("false")) => return Err(errors::unknown_attribute(FifoQueue.as_str())),
        (true, None) => {
            return Err(errors::invalid_value(
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
            ));
        }
        (false, Some("true")) => {
            return Err(errors::invalid_value(
                "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end \
                 with .fifo suffix and be 1 to 80 in length.",
            ));
        }
        (_, Some(_)) => return Err(errors::invalid_attribute_value(FifoQueue.as_str())),
    }
    let mut set = Pairs::new();
    if name.is_fifo() {
        set.insert(FifoQueue.as_str().to_owned(), "true".to_owned());
    }
    apply(&mut set, given)?;
    Ok(set)
}

/// The attributes of a queue after a change.
pub fn changed(before: &Pairs, given: &BTreeMap<String, String>) -> Result<Pairs, ApiError> {
    if let Some(value) = given.get(FifoQueue.as_str()) {
        if !before.contains_key(FifoQueue.as_str()) {
            return Err(errors::unknown_attribute(FifoQueue.as_str()));
        }
        if value != "true" {
            return Err(ApiError::new(
                &shape::INVALID_ATTRIBUTE_VALUE,
                "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
            ));
        }
    }
    let mut set = before.clone();
    apply(&mut set, given)?;
    Ok(set)
}

/// The first attribute given that a queue has with another value.
pub fn same_as(set: &Pairs, given: &Pairs) -> Result<(), AttributeName> {
    // Not what is shown: a key's reuse period is set without a key, too, and is not shown then.
    let has = |name: &AttributeName| set.get(name.as_str()).map_or(name.default_value(), String::as_str);
    let differs = |name: &AttributeName| {
        given.get(name.as_str()).is_some_and(|value| !says_the_same(*name, has(name), value))
    };
    AttributeName::SETTABLE.iter().find(|name| differs(name)).map_or(Ok(()), |name| Err(*name))
}

/// Whether two values of an attribute mean the same. Two programs that make one queue at their start need not write a
/// policy's spaces, or the order of its members, alike. How AWS compares them was not recorded.
fn says_the_same(name: AttributeName, value: &str, other: &str) -> bool {
    fn alike<T: PartialEq>(value: Option<T>, other: Option<T>) -> bool {
        value.is_some() && value == other
    }
    value == other
        || match name {
            RedrivePolicy => {
                alike(redrive::RedrivePolicy::parse(value).ok(), redrive::RedrivePolicy::parse(other).ok())
            }
            RedriveAllowPolicy => alike(
                redrive::RedriveAllowPolicy::parse(value).ok(),
                redrive::RedriveAllowPolicy::parse(other).ok(),
            ),
            Policy => {
                let read = |text| serde_json::from_str::<serde_json::Value>(text).ok();
                alike(read(value), read(other))
            }
            _ => false,
        }
}

/// Attributes that an empty value takes away.
const REMOVABLE: [AttributeName; 4] = [KmsMasterKeyId, Policy, RedriveAllowPolicy, RedrivePolicy];

fn apply(set: &mut Pairs, given: &BTreeMap<String, String>) -> Result<(), ApiError> {
    let gives = |name: AttributeName| given.get(name.as_str()).map(String::as_str);
    let kms = gives(KmsMasterKeyId).filter(|key| !key.is_empty());
    if kms.is_some() && gives(SqsManagedSseEnabled) == Some("true") {
        return Err(errors::invalid_attribute_name(
            "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
                .to_owned(),
        ));
    }
    for (name, value) in given {
        let Some(attribute) = AttributeName::parse(name) else { return Err(errors::unknown_attribute(name)) };
        // An empty value takes the attribute away.
        if value.is_empty() && REMOVABLE.contains(&attribute) {
            set.remove(name);
            continue;
        }
        if !AttributeName::SETTABLE.contains(&attribute) {
            return Err(errors::unknown_attribute(name));
        }
        let fifo = set.contains_key(FifoQueue.as_str());
        check(attribute, value, fifo)?;
        set.insert(name.clone(), normal(attribute, value));
    }
    // The two kinds of encryption exclude each other: the one that was asked for last holds.
    if kms.is_some() {
        set.insert(SqsManagedSseEnabled.as_str().to_owned(), "false".to_owned());
    } else if gives(SqsManagedSseEnabled) == Some("true") {
        set.remove(KmsMasterKeyId.as_str());
    }
    let by_group = set.get(FifoThroughputLimit.as_str()).is_some_and(|limit| limit == "perMessageGroupId");
    if by_group && set.get(DeduplicationScope.as_str()).is_none_or(|scope| scope != "messageGroup") {
        return Err(ApiError::new(
            &shape::INVALID_ATTRIBUTE_VALUE,
            "Invalid value for the parameter FifoThroughputLimit. Reason: The perMessageGroupId value is allowed only \
             when the value for DeduplicationScope is messageGroup.",
        ));
    }
    Ok(())
}

fn check(attribute: AttributeName, value: &str, fifo: bool) -> Result<(), ApiError> {
    let name = attribute.as_str();
    let number = |range: std::ops::RangeInclusive<i64>| {
        let in_range = value.parse::<i64>().is_ok_and(|number| range.contains(&number));
        if in_range { Ok(()) } else { Err(errors::invalid_attribute_value(name)) }
    };
    let one_of = |values: &[&str]| {
        if values.contains(&value) { Ok(()) } else { Err(errors::invalid_attribute_value(name)) }
    };
    match attribute {
        DelaySeconds => number(0..=900),
        MaximumMessageSize => number(1024..=1_048_576),
        MessageRetentionPeriod => number(60..=1_209_600),
        ReceiveMessageWaitTimeSeconds => number(0..=20),
        VisibilityTimeout => number(0..=43_200),
        SqsManagedSseEnabled => one_of(&["true", "false"]),
        Policy => crate::policy::Policy::parse(value).map(|_| ()),
        RedrivePolicy => redrive::RedrivePolicy::parse(value).map(|_| ()),
        RedriveAllowPolicy => redrive::RedriveAllowPolicy::parse(value).map(|_| ()),
        KmsDataKeyReusePeriodSeconds => number(60..=86_400),
        ContentBasedDeduplication if !fifo => Err(errors::unknown_attribute(name)),
        DeduplicationScope | FifoThroughputLimit if !fifo => Err(errors::invalid_attribute_name(format!(
            "You can specify the {name} only when FifoQueue is set to true."
        ))),
        ContentBasedDeduplication => one_of(&["true", "false"]),
        DeduplicationScope => one_of(&["queue", "messageGroup"]),
        FifoThroughputLimit => one_of(&["perQueue", "perMessageGroupId"]),
        _ => Ok(()),
    }
}

/// One spelling for equal numbers.
fn normal(attribute: AttributeName, value: &str) -> String {
    match attribute {
        DelaySeconds
        | KmsDataKeyReusePeriodSeconds
        | MaximumMessageSize
        | MessageRetentionPeriod
        | ReceiveMessageWaitTimeSeconds
        | VisibilityTimeout => {
            value.parse::<i64>().map_or_else(|_| value.to_owned(), |number| number.to_string())
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn name(name: &str) -> QueueName {
        QueueName::parse(Some(name.to_owned())).unwrap()
    }

    #[test]
    fn a_standard_queue_refuses_what_only_fifo_queues_have() {
        let say = |attribute: &str, value: &str| {
            created(&name("q"), &given(&[(attribute, value)])).unwrap_err().message.into_owned()
        };
        assert_eq!(say("ContentBasedDeduplication", "true"), "Unknown Attribute ContentBasedDeduplication.");
        assert_eq!(say("FifoQueue", "false"), "Unknown Attribute FifoQueue.");
        assert_eq!(
            say("DeduplicationScope", "queue"),
            "You can specify the DeduplicationScope only when FifoQueue is set to true."
        );
    }

    #[test]
    fn attributes_given_again_are_the_same_by_value_and_by_default() {
        let set = created(&name("q"), &given(&[("DelaySeconds", "05")])).unwrap();
        assert_eq!(same_as(&set, &given(&[("DelaySeconds", "5"), ("VisibilityTimeout", "30")])), Ok(()));
        assert_eq!(same_as(&set, &given(&[("VisibilityTimeout", "31")])), Err(VisibilityTimeout));
    }

    #[test]
    fn a_policy_given_again_in_another_spelling_is_the_same() {
        let target = "arn:aws:sqs:us-east-1:000000000000:dlq";
        let written = format!(r#"{{"deadLetterTargetArn":"{target}","maxReceiveCount":3}}"#);
        let allow = r#"{"redrivePermission":"denyAll"}"#;
        let policy = r#"{"Version":"2012-10-17","Statement":[]}"#;
        let set = given(&[("RedrivePolicy", &written), ("RedriveAllowPolicy", allow), ("Policy", policy)]);
        let again = [
            ("RedrivePolicy", format!(r#"{{"maxReceiveCount": "3", "deadLetterTargetArn": "{target}"}}"#)),
            ("RedriveAllowPolicy", r#"{ "redrivePermission": "denyAll" }"#.to_owned()),
            ("Policy", r#"{"Statement": [], "Version": "2012-10-17"}"#.to_owned()),
        ];
        for (name, value) in &again {
            assert_eq!(same_as(&set, &given(&[(name, value)])), Ok(()), "{name}");
        }
        let more = written.replace('3', "4");
        assert_eq!(same_as(&set, &given(&[("RedrivePolicy", &more)])), Err(RedrivePolicy));
        assert_eq!(same_as(&Pairs::new(), &given(&[("Policy", policy)])), Err(Policy));
    }

    #[test]
    fn the_throughput_limit_by_group_needs_deduplication_by_group() {
        let fifo = &[("FifoQueue", "true"), ("FifoThroughputLimit", "perMessageGroupId")];
        assert!(created(&name("q.fifo"), &given(fifo)).is_err());
        let both = [fifo.as_slice(), &[("DeduplicationScope", "messageGroup")]].concat();
        assert!(created(&name("q.fifo"), &given(&both)).is_ok());
    }
}
