//! Removes a statement from a queue's policy.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, Key};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{RemovePermissionInput, RemovePermissionOutput};
use millpond_wire::ApiError;

use super::CATALOGUE;
use super::add_permission::check_label;
use super::set_queue_attributes::change_attributes;
use crate::attributes::AttributeName;
use crate::errors;
use crate::names::{queue_arn, queue_key};
use crate::policy::Policy;

/// See the module.
pub struct RemovePermission {
    key: Key,
    label: String,
}

impl Operation for RemovePermission {
    const NAME: &'static str = "RemovePermission";
    const GROWTH: Growth = Growth::Shrinks;
    type State = Catalogue;
    type Input = RemovePermissionInput;
    type Output = RemovePermissionOutput;
    type Reply = ();

    fn prepare(input: RemovePermissionInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let key = queue_key(input.queue_url.as_deref(), call)?;
        Ok(RemovePermission { key, label: check_label(input.label)? })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<()>, ApiError> {
        let entry = turn.state().get(&self.key).ok_or_else(errors::queue_does_not_exist)?;
        let name = AttributeName::Policy.as_str();
        let mut attributes = entry.attributes.pairs();
        let mut policy = Policy::of(attributes.get(name), &queue_arn(&self.key.scope, &self.key.name))?;
        policy.remove(&self.label)?;
        match policy.text() {
            Some(text) => attributes.insert(name.to_owned(), text),
            // The last statement takes the policy with it (recorded on AWS).
            None => attributes.remove(name),
        };
        Ok(Decided::AfterDelivery(change_attributes(turn, &self.key, attributes)?, ()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<RemovePermissionOutput, ReplyError> {
        Ok(RemovePermissionOutput {})
    }
}
