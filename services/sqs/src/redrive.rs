//! Dead-letter queues: the policies that say where a message goes that is received too often, and who may send it there.

use millpond_wire::ApiError;
use serde_json::Value;

use crate::{errors, limits};

/// The attribute `RedrivePolicy` of a source queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedrivePolicy {
    /// The dead-letter queue's ARN.
    pub target_arn: String,
    /// A message is received this often; then it is moved.
    pub max_receives: u32,
}

impl RedrivePolicy {
    /// Reads the attribute. Whether the target exists, the catalogue knows.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let invalid = |reason: &str| errors::invalid_parameter("RedrivePolicy", text, reason);
        let Ok(Value::Object(policy)) = serde_json::from_str(text) else {
            return Err(invalid("Redrive policy is not a valid JSON map."));
        };
        let lacks =
            |name: &str| invalid(&format!("Redrive policy does not contain mandatory attribute: {name}."));
        let target = policy.get("deadLetterTargetArn").ok_or_else(|| lacks("deadLetterTargetArn"))?;
        let count = policy.get("maxReceiveCount").ok_or_else(|| lacks("maxReceiveCount"))?;
        let target_arn = target.as_str().filter(|arn| queue_of(arn).is_some());
        let target_arn =
            target_arn.ok_or_else(|| invalid("Invalid value for deadLetterTargetArn."))?.to_owned();
        // A number, or the same in quotes: the console and CloudFormation write it so.
        let number = count.as_u64().or_else(|| count.as_str()?.parse().ok());
        let most = limits::MAX_RECEIVE_COUNT_MAX;
        let max_receives = number.and_then(|n| u32::try_from(n).ok()).filter(|n| (1..=most).contains(n));
        let max_receives = max_receives.ok_or_else(|| {
            let count = count.as_str().map_or_else(|| count.to_string(), str::to_owned);
            invalid(&format!(
                "Invalid value for maxReceiveCount: {count}, valid values are from 1 to {most} both inclusive."
            ))
        })?;
        Ok(RedrivePolicy { target_arn, max_receives })
    }
}

/// The attribute `RedriveAllowPolicy` of a dead-letter queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RedriveAllowPolicy {
    /// Any queue may use it.
    #[default]
    All,
    /// None may.
    Nobody,
    /// Those of these ARNs may.
    Queues(Vec<String>),
}

impl RedriveAllowPolicy {
    /// Reads the attribute.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let invalid = |reason: &str| errors::invalid_parameter("RedriveAllowPolicy", text, reason);
        let Ok(Value::Object(policy)) = serde_json::from_str(text) else {
            return Err(invalid(
                "Amazon SQS can't create the redrive allow policy, as it's in an unsupported format.",
            ));
        };
        if policy.keys().any(|key| key != "redrivePermission" && key != "sourceQueueArns") {
            return Err(invalid(
                "Amazon SQS can't create the redrive allow policy, as it has an unknown member.",
            ));
        }
        let sources = match policy.get("sourceQueueArns") {
            None => None,
            Some(Value::Array(arns)) => {
                let arns = arns
                    .iter()
                    .map(|arn| arn.as_str().filter(|arn| queue_of(arn).is_some()).map(str::to_owned));
                let arns: Option<Vec<String>> = arns.collect();
                Some(arns.ok_or_else(|| invalid("Invalid value for sourceQueueArns."))?)
            }
            Some(_) => return Err(invalid("Invalid value for sourceQueueArns.")),
        };
        let most = limits::REDRIVE_SOURCES_MAX;
        match (policy.get("redrivePermission").and_then(Value::as_str), sources) {
            (Some("allowAll"), None) => Ok(RedriveAllowPolicy::All),
            (Some("denyAll"), None) => Ok(RedriveAllowPolicy::Nobody),
            (Some("byQueue"), Some(arns)) if (1..=most).contains(&arns.len()) => {
                Ok(RedriveAllowPolicy::Queues(arns))
            }
            (Some("byQueue"), _) => Err(invalid(&format!("byQueue needs 1 to {most} sourceQueueArns."))),
            (Some("allowAll" | "denyAll"), _) => {
                Err(invalid("sourceQueueArns can be given only when redrivePermission is byQueue."))
            }
            _ => {
                Err(invalid("Invalid value for redrivePermission: allowAll, denyAll and byQueue are valid."))
            }
        }
    }

    /// Whether a queue may send its messages here.
    pub fn permits(&self, source_arn: &str) -> bool {
        match self {
            RedriveAllowPolicy::All => true,
            RedriveAllowPolicy::Nobody => false,
            RedriveAllowPolicy::Queues(arns) => arns.iter().any(|arn| same_queue(arn, source_arn)),
        }
    }
}

/// The scope (account and region) and name in a queue's ARN.
pub fn queue_of(arn: &str) -> Option<(String, &str)> {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "sqs", region, account, name] = fields[..] else { return None };
    let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    let is_name = !name.is_empty() && !name.contains([':', '/']);
    (is_account && is_name && !region.is_empty()).then(|| (format!("{account}/{region}"), name))
}

/// Whether two ARNs name one queue. Who writes them need not agree on the partition: a region is in one only.
pub fn same_queue(arn: &str, other: &str) -> bool {
    arn == other || queue_of(arn).is_some_and(|queue| Some(queue) == queue_of(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:sqs:us-east-1:000000000000:dlq";

    #[test]
    fn a_redrive_policy_takes_a_number_or_one_in_quotes() {
        for count in ["3", "\"3\""] {
            let text = format!(r#"{{"deadLetterTargetArn":"{ARN}","maxReceiveCount":{count}}}"#);
            let expected = RedrivePolicy { target_arn: ARN.to_owned(), max_receives: 3 };
            assert_eq!(RedrivePolicy::parse(&text), Ok(expected));
        }
        for (count, shown) in [("0", "0"), ("1001", "1001"), ("\"x\"", "x"), ("1.5", "1.5")] {
            let text = format!(r#"{{"deadLetterTargetArn":"{ARN}","maxReceiveCount":{count}}}"#);
            let error = RedrivePolicy::parse(&text).unwrap_err().message.into_owned();
            assert!(error.contains(&format!("Invalid value for maxReceiveCount: {shown}, valid")), "{error}");
        }
        for wrong in
            ["", "[]", r#"{"maxReceiveCount":1}"#, r#"{"deadLetterTargetArn":"x","maxReceiveCount":1}"#]
        {
            assert!(RedrivePolicy::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_allow_policy_names_queues_only_where_it_goes_by_queue() {
        let by_queue = format!(r#"{{"redrivePermission":"byQueue","sourceQueueArns":["{ARN}"]}}"#);
        assert!(RedriveAllowPolicy::parse(&by_queue).unwrap().permits(ARN));
        assert!(
            !RedriveAllowPolicy::parse(&by_queue).unwrap().permits("arn:aws:sqs:us-east-1:000000000000:x")
        );
        for wrong in [
            "x",
            "{}",
            r#"{"redrivePermission":"byQueue"}"#,
            r#"{"redrivePermission":"byQueue","sourceQueueArns":[]}"#,
            r#"{"redrivePermission":"some"}"#,
            &by_queue.replace("byQueue", "denyAll"),
        ] {
            assert!(RedriveAllowPolicy::parse(wrong).is_err(), "{wrong}");
        }
    }
}
