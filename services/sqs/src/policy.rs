//! A queue's policy document: what may stand in it, and what AddPermission and RemovePermission do to it. Stored and
//! checked; nobody enforces it yet.

use millpond_shapes::sqs::errors::OVER_LIMIT;
use millpond_wire::ApiError;
use serde_json::{Map, Value, json};

use crate::{errors, limits};

/// A policy, as a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy(Map<String, Value>);

impl Policy {
    /// Reads the attribute `Policy`.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let invalid = || errors::invalid_attribute_value("Policy");
        if text.len() > limits::POLICY_BYTES_MAX {
            return Err(invalid());
        }
        let Ok(Value::Object(document)) = serde_json::from_str(text) else { return Err(invalid()) };
        let policy = Policy(document);
        policy.check().then_some(policy).ok_or_else(invalid)
    }

    /// The policy that the first AddPermission makes.
    fn new(queue_arn: &str) -> Self {
        let document = json!({
            "Version": "2008-10-17",
            "Id": format!("{queue_arn}/SQSDefaultPolicy"),
            "Statement": [],
        });
        Policy(document.as_object().cloned().expect("an object was written"))
    }

    /// Reads the policy of a queue, or begins one.
    pub fn of(stored: Option<&String>, queue_arn: &str) -> Result<Self, ApiError> {
        let Some(text) = stored else { return Ok(Policy::new(queue_arn)) };
        // What is stored has been checked; it must be readable even where the limits were others then.
        match serde_json::from_str(text) {
            Ok(Value::Object(document)) => Ok(Policy(document)),
            _ => Err(errors::invalid_attribute_value("Policy")),
        }
    }

    /// As the attribute has it; none where no statement is left.
    pub fn text(&self) -> Option<String> {
        (!self.statements().is_empty()).then(|| Value::Object(self.0.clone()).to_string())
    }

    fn statements(&self) -> Vec<&Map<String, Value>> {
        match self.0.get("Statement") {
            Some(Value::Array(statements)) => statements.iter().filter_map(Value::as_object).collect(),
            Some(Value::Object(statement)) => vec![statement],
            _ => Vec::new(),
        }
    }

    fn check(&self) -> bool {
        let known = ["Version", "Id", "Statement"];
        let version =
            self.0.get("Version").is_none_or(|v| matches!(v.as_str(), Some("2012-10-17" | "2008-10-17")));
        let statements = match self.0.get("Statement") {
            Some(Value::Array(statements)) => statements.iter().all(Value::is_object),
            Some(Value::Object(_)) => true,
            _ => false,
        };
        version
            && statements
            && self.0.keys().all(|key| known.contains(&key.as_str()))
            && self.statements().len() <= limits::POLICY_STATEMENTS_MAX
            && self.statements().into_iter().all(is_statement)
            && self.statements().into_iter().map(count_principals).sum::<usize>()
                <= limits::POLICY_PRINCIPALS_MAX
            && self.statements().into_iter().map(count_conditions).sum::<usize>()
                <= limits::POLICY_CONDITIONS_MAX
    }

    /// Adds a statement, as AddPermission does.
    pub fn add(
        &mut self,
        label: &str,
        accounts: &[String],
        actions: &[String],
        queue_arn: &str,
    ) -> Result<(), ApiError> {
        if self.statements().iter().any(|statement| sid(statement) == Some(label)) {
            return Err(errors::invalid_parameter("Label", label, "Already exists."));
        }
        let one_or_list = |mut texts: Vec<String>| match texts.len() {
            1 => Value::String(texts.remove(0)),
            _ => Value::from(texts),
        };
        let partition = queue_arn.split(':').nth(1).unwrap_or("aws");
        let principals =
            accounts.iter().map(|account| format!("arn:{partition}:iam::{account}:root")).collect();
        let actions = actions.iter().map(|action| format!("SQS:{action}")).collect();
        let statement = json!({
            "Sid": label,
            "Effect": "Allow",
            "Principal": { "AWS": one_or_list(principals) },
            "Action": one_or_list(actions),
            "Resource": queue_arn,
        });
        let mut statements: Vec<Value> = self.statements().into_iter().cloned().map(Value::Object).collect();
        statements.push(statement);
        self.0.insert("Statement".to_owned(), Value::Array(statements));
        let fits = self.text().is_none_or(|text| text.len() <= limits::POLICY_BYTES_MAX);
        if fits && self.check() {
            return Ok(());
        }
        Err(ApiError::new(&OVER_LIMIT, "The policy would have too many statements, principals or bytes."))
    }

    /// Removes a statement, as RemovePermission does.
    pub fn remove(&mut self, label: &str) -> Result<(), ApiError> {
        let statements = self.statements();
        let left: Vec<Value> = statements
            .iter()
            .filter(|s| sid(s) != Some(label))
            .map(|s| Value::Object((*s).clone()))
            .collect();
        if left.len() == statements.len() {
            return Err(errors::invalid_parameter("Label", label, "can't find label."));
        }
        self.0.insert("Statement".to_owned(), Value::Array(left));
        Ok(())
    }
}

fn sid(statement: &Map<String, Value>) -> Option<&str> {
    statement.get("Sid").and_then(Value::as_str)
}

fn is_statement(statement: &Map<String, Value>) -> bool {
    const KNOWN: [&str; 9] = [
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ];
    let one_of = |a: &str, b: &str| statement.contains_key(a) != statement.contains_key(b);
    let actions = ["Action", "NotAction"].iter().filter_map(|key| statement.get(*key));
    let is_principal = |principal: &&Value| match principal {
        Value::String(all) => all == "*",
        Value::Object(kinds) => kinds.values().all(|kind| texts(kind).is_some()),
        _ => false,
    };
    let is_condition = |condition: &Value| {
        condition.as_object().is_some_and(|operators| operators.values().all(Value::is_object))
    };
    statement.keys().all(|key| KNOWN.contains(&key.as_str()))
        && matches!(statement.get("Effect").and_then(Value::as_str), Some("Allow" | "Deny"))
        && one_of("Action", "NotAction")
        && one_of("Principal", "NotPrincipal")
        && principals(statement).all(|principal| is_principal(&principal))
        && statement.get("Resource").or(statement.get("NotResource")).is_none_or(|r| texts(r).is_some())
        && actions
            .map(texts)
            .all(|count| count.is_some_and(|n| (1..=limits::POLICY_ACTIONS_MAX).contains(&n)))
        && statement.get("Condition").is_none_or(is_condition)
}

/// How many strings there are: one, or a list of them.
fn texts(value: &Value) -> Option<usize> {
    match value {
        Value::String(_) => Some(1),
        Value::Array(list) => list.iter().all(Value::is_string).then_some(list.len()),
        _ => None,
    }
}

fn principals(statement: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    ["Principal", "NotPrincipal"].into_iter().filter_map(|key| statement.get(key))
}

fn count_principals(statement: &Map<String, Value>) -> usize {
    let of_kinds = |kinds: &Map<String, Value>| kinds.values().filter_map(texts).sum();
    principals(statement).map(|principal| principal.as_object().map_or(1, of_kinds)).sum()
}

/// Keys that are tested, under whatever operators.
fn count_conditions(statement: &Map<String, Value>) -> usize {
    let operators = statement.get("Condition").and_then(Value::as_object);
    operators.map_or(0, |operators| operators.values().filter_map(Value::as_object).map(Map::len).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:sqs:us-east-1:000000000000:q";

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn statements_come_and_go_by_their_label() {
        let mut policy = Policy::of(None, ARN).unwrap();
        policy.add("a", &names(&["111111111111", "222222222222"]), &names(&["ReceiveMessage"]), ARN).unwrap();
        let again = policy.add("a", &names(&["111111111111"]), &names(&["*"]), ARN).unwrap_err();
        assert_eq!(again.message, "Value a for parameter Label is invalid. Reason: Already exists.");
        let text = policy.text().unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["Statement"][0]["Action"], "SQS:ReceiveMessage");
        assert_eq!(read["Statement"][0]["Principal"]["AWS"][1], "arn:aws:iam::222222222222:root");
        let mut policy = Policy::parse(&text).unwrap();
        assert_eq!(
            policy.remove("b").unwrap_err().message,
            "Value b for parameter Label is invalid. Reason: can't find label."
        );
        policy.remove("a").unwrap();
        assert_eq!(policy.text(), None);
    }

    #[test]
    fn a_policy_that_is_full_takes_no_more_and_still_gives() {
        let mut policy = Policy::of(None, ARN).unwrap();
        for label in 0..20 {
            policy.add(&label.to_string(), &names(&["111111111111"]), &names(&["*"]), ARN).unwrap();
        }
        let full = policy.clone();
        assert_eq!(
            policy.add("x", &names(&["111111111111"]), &names(&["*"]), ARN).unwrap_err().shape,
            &OVER_LIMIT
        );
        let mut stored = Policy::of(full.text().as_ref(), ARN).unwrap();
        stored.remove("7").unwrap();
        let many = vec!["111111111111".to_owned(); 51];
        assert_eq!(stored.add("y", &many, &names(&["*"]), ARN).unwrap_err().shape, &OVER_LIMIT);
    }

    #[test]
    fn what_is_no_policy_is_refused() {
        let statement = r#"{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}"#;
        assert!(Policy::parse(&format!(r#"{{"Statement":[{statement}]}}"#)).is_ok());
        assert!(Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#)).is_ok());
        let eight = format!(r#"["{}"]"#, ["sqs:SendMessage"; 8].join("\",\""));
        for wrong in [
            "".to_owned(),
            "[]".to_owned(),
            "{}".to_owned(),
            r#"{"Statement":[7]}"#.to_owned(),
            format!(r#"{{"Version":"2020-01-01","Statement":[{statement}]}}"#),
            format!(r#"{{"Statement":[{}]}}"#, statement.replace("Allow", "Maybe")),
            format!(r#"{{"Statement":[{}]}}"#, statement.replace("\"sqs:*\"", &eight)),
            format!(r#"{{"Statement":[{}]}}"#, [statement; 21].join(",")),
            format!(r#"{{"Id":"{}","Statement":[{statement}]}}"#, "x".repeat(8192)),
        ] {
            assert!(Policy::parse(&wrong).is_err(), "{wrong}");
        }
    }
}
