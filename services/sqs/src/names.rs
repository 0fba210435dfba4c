//! What a queue is called: its name, its URL, its ARN.

use millpond_api::{CallContext, Origin};
use millpond_auth::partition_of;
use millpond_catalogue::Key;
use millpond_shapes::sqs::errors as shape;
use millpond_wire::ApiError;

use crate::{SERVICE, errors, limits};

const FIFO_SUFFIX: &str = ".fifo";

/// A name that a queue can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueName(String);

impl QueueName {
    /// Checks a name.
    pub fn parse(name: Option<String>) -> Result<Self, ApiError> {
        let name = name.ok_or_else(|| errors::missing_parameter("QueueName"))?;
        let stem = name.strip_suffix(FIFO_SUFFIX).unwrap_or(&name);
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if stem.is_empty() || name.len() > limits::QUEUE_NAME_CHARS_MAX || !stem.chars().all(legal) {
            return Err(errors::invalid_value(
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
            ));
        }
        Ok(QueueName(name))
    }

    /// Whether a queue of this name keeps order.
    pub fn is_fifo(&self) -> bool {
        self.0.ends_with(FIFO_SUFFIX)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The account and name in a queue's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuePath<'a> {
    /// Twelve digits.
    pub account: &'a str,
    /// The name.
    pub name: &'a str,
}

impl<'a> QueuePath<'a> {
    /// Reads a queue URL. Only its path counts: behind whatever host, `/<account>/<name>` or
    /// `/queue/<region>/<account>/<name>`; the region is that of the call.
    pub fn parse(url: &'a str) -> Option<Self> {
        let path = match url.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?.1,
            None => url.strip_prefix('/')?,
        };
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let segments: Vec<&str> = path.split('/').collect();
        let (account, name) = match segments[..] {
            [account, name] | ["queue", _, account, name] => (account, name),
            _ => return None,
        };
        let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        (is_account && !name.is_empty()).then_some(QueuePath { account, name })
    }
}

/// The key of the queue that a call names by URL, or by the path that it was posted to.
pub fn queue_key(url: Option<&str>, call: &CallContext<'_>) -> Result<Key, ApiError> {
    let url = match (url, call.path) {
        (Some(url), _) if !url.is_empty() => url,
        (_, Some(path)) if QueuePath::parse(path).is_some() => path,
        _ => return Err(errors::missing_parameter("QueueUrl")),
    };
    let Some(path) = QueuePath::parse(url) else {
        let message = format!("The address {url} is not valid for this endpoint.");
        return Err(ApiError::new(&shape::INVALID_ADDRESS, message));
    };
    let key = call.key(SERVICE, path.account, path.name);
    check_account(&key, call)?;
    Ok(key)
}

/// Refuses a queue of another account, whether it is there or not. NOT_YET: its policy might permit the call, once
/// there are policies; until then nothing does.
pub fn check_account(key: &Key, call: &CallContext<'_>) -> Result<(), ApiError> {
    let caller = &call.caller.account;
    if account_of(key) == &**caller {
        return Ok(());
    }
    let (action, resource) = (call.operation.to_ascii_lowercase(), queue_arn(&key.scope, &key.name));
    let partition = partition_of(&call.caller.region);
    let message = format!(
        "User: arn:{partition}:iam::{caller}:root is not authorized to perform: sqs:{action} on resource: {resource} because no \
         resource-based policy allows the sqs:{action} action"
    );
    Err(ApiError::new(&shape::ACCESS_DENIED_EXCEPTION, message))
}

/// The account of a queue's key.
pub fn account_of(key: &Key) -> &str {
    key.scope.split_once('/').map_or(&key.scope, |(account, _)| account)
}

/// The account in a queue's ARN.
pub fn account_of_arn(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

/// The URL of a queue, with the scheme and authority that the caller used.
pub fn queue_url(origin: &Origin, key: &Key) -> String {
    format!("{}/{}/{}", origin.0, account_of(key), key.name)
}

/// A queue's ARN.
pub fn queue_arn(scope: &str, name: &str) -> String {
    let (account, region) = scope.split_once('/').unwrap_or((scope, ""));
    format!("arn:{}:sqs:{region}:{account}:{name}", partition_of(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_url_is_known_by_its_path_whatever_its_host() {
        let expected = Some(QueuePath { account: "000000000000", name: "q" });
        for url in [
            "http://localhost:4566/000000000000/q",
            "https://sqs.us-east-1.amazonaws.com/000000000000/q",
            "https://queue.amazonaws.com/000000000000/q/",
            "http://localhost:4566/queue/eu-west-1/000000000000/q",
            "/000000000000/q",
        ] {
            assert_eq!(QueuePath::parse(url), expected, "{url}");
        }
        for url in [
            "q",
            "http://localhost:4566/q",
            "http://localhost:4566",
            "http://h/12/q",
            "http://h/000000000000/",
        ] {
            assert_eq!(QueuePath::parse(url), None, "{url}");
        }
    }

    #[test]
    fn a_name_has_1_to_80_legal_characters() {
        for name in ["a", "A-b_9", "x.fifo", &"n".repeat(80)] {
            assert!(QueueName::parse(Some(name.to_owned())).is_ok(), "{name}");
        }
        for name in ["", ".fifo", "a.b", "a b", "é", "a.fifo.fifo", &"n".repeat(81)] {
            assert!(QueueName::parse(Some(name.to_owned())).is_err(), "{name}");
        }
    }
}
