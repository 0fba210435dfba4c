//! What the operations on move tasks share: queues found by ARN, and task handles.
//!
//! A task handle is AWS's own: base64 of JSON, without a MAC. It is good for nothing but the tasks of the caller's queues.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use millpond_api::CallContext;
use millpond_auth::Arn;
use millpond_catalogue::{Entry, Key};
use millpond_shapes::sqs::errors as shape;
use millpond_wire::ApiError;
use serde_json::{Value, json};

use crate::message::uuid;
use crate::redrive::queue_of;
use crate::{SERVICE, errors};

/// The queue of an ARN that a parameter gives, among the caller's in the call's region.
pub fn find_by_arn(
    arn: Option<String>,
    parameter: &str,
    call: &CallContext<'_>,
) -> Result<(Key, Arc<Entry>, String), ApiError> {
    let arn = arn.ok_or_else(|| errors::missing_parameter(parameter))?;
    // As others have found it on AWS (LocalStack's ListMessageMoveTasks); what is an ARN, but no queue's, is not there (?).
    if Arn::parse(&arn).is_err() {
        return Err(errors::invalid_value(format!(
            "You must use this format to specify the {parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
        )));
    }
    find(arn, parameter, call)
}

/// The same, whatever the text looks like.
pub fn find(
    arn: String,
    parameter: &str,
    call: &CallContext<'_>,
) -> Result<(Key, Arc<Entry>, String), ApiError> {
    let missing = || {
        let message = format!("The resource that you specified for the {parameter} parameter doesn't exist.");
        ApiError::new(&shape::RESOURCE_NOT_FOUND_EXCEPTION, message)
    };
    let (scope, name) = queue_of(&arn).ok_or_else(missing)?;
    let key = Key::new(SERVICE, &scope, name);
    // Another account's queue is told from one that is not there by nothing.
    if scope != call.scope(&call.caller.account) {
        return Err(missing());
    }
    let entry = call.directory.snapshot().get(&key).cloned().ok_or_else(missing)?;
    Ok((key, entry, arn))
}

/// What a task handle says.
pub struct TaskHandle {
    /// The task; none if it is no id that this server gives.
    pub task: Option<[u8; 16]>,
    /// The queue's ARN.
    pub source_arn: String,
}

impl TaskHandle {
    /// Reads a handle: base64 of a JSON object with taskId and sourceArn.
    pub fn read(text: &str) -> Option<Self> {
        let read: Value = serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?;
        let task = read.get("taskId")?.as_str()?;
        let source_arn = read.get("sourceArn")?.as_str()?.to_owned();
        let digits: String = task.chars().filter(|c| *c != '-').collect();
        let number = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32);
        Some(TaskHandle { task: number.map(u128::to_be_bytes), source_arn })
    }
}

/// The handle of a task.
pub fn task_handle(task: &[u8; 16], source_arn: &str) -> String {
    STANDARD.encode(json!({ "taskId": uuid(task), "sourceArn": source_arn }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_handle_is_base64_of_json() {
        let handle = TaskHandle::read(&task_handle(&[0xAB; 16], "arn")).unwrap();
        assert_eq!((handle.task, handle.source_arn.as_str()), (Some([0xAB; 16]), "arn"));
        assert!(TaskHandle::read("not base64!").is_none());
        assert!(TaskHandle::read(&STANDARD.encode("[]")).is_none());
        let other = STANDARD.encode(r#"{"taskId":"x","sourceArn":"arn"}"#);
        assert_eq!(TaskHandle::read(&other).unwrap().task, None);
    }
}
