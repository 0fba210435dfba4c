//! Adds a statement to a queue's policy. Stored and shown; nobody enforces policies yet.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_auth::AccountId;
use millpond_catalogue::{Catalogue, Key};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::errors as shape;
use millpond_shapes::sqs::{AddPermissionInput, AddPermissionOutput};
use millpond_wire::ApiError;

use super::CATALOGUE;
use super::set_queue_attributes::change_attributes;
use crate::attributes::AttributeName;
use crate::names::{queue_arn, queue_key};
use crate::policy::Policy;
use crate::{errors, limits};

/// What may be permitted to another account. Send, delete and visibility change imply their batches.
const ACTIONS: [&str; 9] = [
    "*",
    "ChangeMessageVisibility",
    "DeleteMessage",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ListDeadLetterSourceQueues",
    "PurgeQueue",
    "ReceiveMessage",
    "SendMessage",
];

/// See the module.
pub struct AddPermission {
    key: Key,
    label: String,
    accounts: Vec<String>,
    actions: Vec<String>,
}

impl Operation for AddPermission {
    const NAME: &'static str = "AddPermission";
    const GROWTH: Growth = Growth::Grows;
    type State = Catalogue;
    type Input = AddPermissionInput;
    type Output = AddPermissionOutput;
    type Reply = ();

    fn prepare(input: AddPermissionInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let key = queue_key(input.queue_url.as_deref(), call)?;
        let label = check_label(input.label)?;
        let actions = input.actions.unwrap_or_default();
        if actions.is_empty() {
            return Err(errors::missing_parameter("Actions"));
        }
        // None at all is worded as a wrong one is; moto's tests have both.
        let accounts = input.aws_account_ids.unwrap_or_default();
        let wrong = accounts.iter().find(|account| AccountId::parse(account).is_err());
        if accounts.is_empty() || wrong.is_some() {
            let shown = format!("[{}]", wrong.map_or("", String::as_str));
            return Err(errors::invalid_parameter("PrincipalId", shown, "Unable to verify."));
        }
        if actions.len() > limits::POLICY_ACTIONS_MAX {
            let (count, most) = (actions.len(), limits::POLICY_ACTIONS_MAX);
            let message = format!("{count} Actions were found, maximum allowed is {most}.");
            return Err(ApiError::new(&shape::OVER_LIMIT, message));
        }
        if let Some(wrong) = actions.iter().find(|action| !ACTIONS.contains(&action.as_str())) {
            let reason = "Only the queue owner is allowed to invoke this action.";
            return Err(errors::invalid_parameter("ActionName", format!("SQS:{wrong}"), reason));
        }
        Ok(AddPermission { key, label, accounts, actions })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<()>, ApiError> {
        let entry = turn.state().get(&self.key).ok_or_else(errors::queue_does_not_exist)?;
        let arn = queue_arn(&self.key.scope, &self.key.name);
        let name = AttributeName::Policy.as_str();
        let mut attributes = entry.attributes.pairs();
        let mut policy = Policy::of(attributes.get(name), &arn)?;
        policy.add(&self.label, &self.accounts, &self.actions, &arn)?;
        attributes.extend(policy.text().map(|text| (name.to_owned(), text)));
        Ok(Decided::AfterDelivery(change_attributes(turn, &self.key, attributes)?, ()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<AddPermissionOutput, ReplyError> {
        Ok(AddPermissionOutput {})
    }
}

/// A statement's label: 1 to 80 letters, digits, hyphens and underscores.
pub(super) fn check_label(label: Option<String>) -> Result<String, ApiError> {
    let label = label.ok_or_else(|| errors::missing_parameter("Label"))?;
    let legal = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (1..=limits::LABEL_CHARS_MAX).contains(&label.len()) && label.bytes().all(legal) {
        return Ok(label);
    }
    let reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.";
    Err(errors::invalid_parameter("Label", label, reason))
}
