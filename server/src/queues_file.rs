//! `--queues FILE`: queues that are there from the start.
//!
//! ```toml
//! [orders]
//! VisibilityTimeout = 60
//! RedrivePolicy = { deadLetterTargetName = "orders-dlq", maxReceiveCount = 3 }
//! tags = { team = "shop" }
//!
//! [orders-dlq]
//!
//! ["events.fifo"]
//! FifoQueue = true
//! ContentBasedDeduplication = true
//! ```
//!
//! A table is a queue's name; its members are AWS's attributes. A redrive policy may name its target instead of its ARN.
//! A queue that is there already gets the attributes and tags of the file.

use std::collections::BTreeMap;
use std::path::Path;

use millpond_sqs::queue_arn;
use toml::{Table, Value};

/// A queue of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// Its attributes, as AWS has them.
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// Reads the file. Dead-letter queues come before those that name them.
pub fn read(path: &Path, scope: &str) -> Result<Vec<Wanted>, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{shown}: {e}"))?;
    parse(&text, scope).map_err(|why| format!("{shown}: {why}"))
}

/// Reads what a file says.
pub fn parse(text: &str, scope: &str) -> Result<Vec<Wanted>, String> {
    let table: Table = text.parse().map_err(|e| format!("{e}"))?;
    let mut queues = Vec::new();
    for (name, value) in table {
        let Value::Table(members) = value else {
            return Err(format!("{name} is not a table: [{name}] is wanted"));
        };
        queues.push(queue(name, members, scope)?);
    }
    // A target that has a target of its own is made first all the same: each round makes what the next one needs.
    let is_target = |name: &str, of: &[Wanted]| {
        let arn = queue_arn(scope, name);
        of.iter()
            .any(|q| q.attributes.get("RedrivePolicy").is_some_and(|p| p.contains(&format!("\"{arn}\""))))
    };
    let mut ordered: Vec<Wanted> = Vec::new();
    while !queues.is_empty() {
        let (now, later): (Vec<_>, Vec<_>) =
            queues.iter().cloned().partition(|q| !is_target(&q.name, &queues));
        if now.is_empty() {
            return Err("the redrive policies go round in a circle".to_owned());
        }
        ordered.extend(now);
        queues = later;
    }
    ordered.reverse();
    Ok(ordered)
}

fn queue(name: String, members: Table, scope: &str) -> Result<Wanted, String> {
    let (mut attributes, mut tags) = (BTreeMap::new(), BTreeMap::new());
    for (member, value) in members {
        let wrong = || format!("{name}: {member} has a value of the wrong kind");
        match (member.as_str(), value) {
            ("tags", Value::Table(given)) => {
                for (key, value) in given {
                    let value = value.as_str().ok_or_else(wrong)?.to_owned();
                    tags.insert(key, value);
                }
            }
            ("RedrivePolicy", Value::Table(policy)) => {
                attributes.insert(member.clone(), redrive_policy(policy, scope).ok_or_else(wrong)?);
            }
            (_, value @ (Value::Table(_) | Value::Array(_))) => {
                let json = serde_json::to_string(&json(value).ok_or_else(wrong)?).map_err(|_| wrong())?;
                attributes.insert(member, json);
            }
            (_, value) => {
                let text = match value {
                    Value::String(text) => text,
                    Value::Integer(number) => number.to_string(),
                    Value::Boolean(flag) => flag.to_string(),
                    _ => return Err(wrong()),
                };
                attributes.insert(member, text);
            }
        }
    }
    Ok(Wanted { name, attributes, tags })
}

fn redrive_policy(policy: Table, scope: &str) -> Option<String> {
    let mut read = json(Value::Table(policy))?;
    let policy = read.as_object_mut()?;
    if let Some(name) = policy.remove("deadLetterTargetName") {
        policy.insert("deadLetterTargetArn".to_owned(), queue_arn(scope, name.as_str()?).into());
    }
    Some(read.to_string())
}

fn json(value: Value) -> Option<serde_json::Value> {
    Some(match value {
        Value::String(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Boolean(flag) => flag.into(),
        Value::Array(values) => values.into_iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        Value::Table(table) => {
            let members = table.into_iter().map(|(key, value)| Some((key, json(value)?)));
            serde_json::Value::Object(members.collect::<Option<_>>()?)
        }
        Value::Float(_) | Value::Datetime(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPE: &str = "000000000000/us-east-1";

    #[test]
    fn dead_letter_queues_are_made_before_those_that_name_them() {
        let text = "[a]\nRedrivePolicy = { deadLetterTargetName = \"b\", maxReceiveCount = 3 }\nDelaySeconds = 5\n\
                    tags = { x = \"y\" }\n[b]\nRedrivePolicy = { deadLetterTargetName = \"c\", maxReceiveCount = 1 }\n[c]\n";
        let queues = parse(text, SCOPE).unwrap();
        assert_eq!(queues.iter().map(|q| q.name.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
        let policy: serde_json::Value = serde_json::from_str(&queues[2].attributes["RedrivePolicy"]).unwrap();
        assert_eq!(policy["deadLetterTargetArn"], "arn:aws:sqs:us-east-1:000000000000:b");
        assert_eq!((queues[2].attributes["DelaySeconds"].as_str(), queues[2].tags["x"].as_str()), ("5", "y"));
    }

    #[test]
    fn what_is_no_queue_is_refused_by_name() {
        for (text, named) in [
            ("a = 1", "a is not a table"),
            ("[a]\nDelaySeconds = 1.5", "a: DelaySeconds"),
            ("[a]\ntags = { x = 1 }", "a: tags"),
            ("[a", "TOML"),
            ("[a]\nRedrivePolicy = { deadLetterTargetName = \"a\", maxReceiveCount = 3 }", "circle"),
        ] {
            let why = parse(text, SCOPE).unwrap_err();
            assert!(why.contains(named), "{why}");
        }
    }
}
