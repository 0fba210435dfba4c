//! Tells the URL of the queue of a name.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html>

use millpond_api::{CallContext, Decided, Operation, Origin, ReplyContext, ReplyError};
use millpond_catalogue::{Catalogue, Key};
use millpond_log::Partition;
use millpond_partition::{Growth, Turn};
use millpond_shapes::sqs::{GetQueueUrlInput, GetQueueUrlOutput};
use millpond_wire::ApiError;

use super::CATALOGUE;
use crate::names::{check_account, queue_url};
use crate::{SERVICE, errors};

/// See the module.
pub struct GetQueueUrl {
    key: Key,
    origin: Origin,
}

impl Operation for GetQueueUrl {
    const NAME: &'static str = "GetQueueUrl";
    const GROWTH: Growth = Growth::Reads;
    type State = Catalogue;
    type Input = GetQueueUrlInput;
    type Output = GetQueueUrlOutput;
    type Reply = ();

    fn prepare(input: GetQueueUrlInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let name = input.queue_name.ok_or_else(|| errors::missing_parameter("QueueName"))?;
        let account = input.queue_owner_aws_account_id.as_deref().unwrap_or(&call.caller.account);
        let key = call.key(SERVICE, account, &name);
        check_account(&key, call)?;
        Ok(GetQueueUrl { key, origin: call.origin.clone() })
    }

    fn partition(&self, _: u32) -> Partition {
        CATALOGUE
    }

    fn decide(&mut self, turn: &mut Turn<'_, Catalogue>) -> Result<Decided<()>, ApiError> {
        let entry = turn.state().get(&self.key).ok_or_else(errors::queue_does_not_exist)?;
        Ok(Decided::AfterDelivery(entry.delivery, ()))
    }

    fn reply(&self, (): &(), _: &ReplyContext<'_>) -> Result<GetQueueUrlOutput, ReplyError> {
        Ok(GetQueueUrlOutput { queue_url: Some(queue_url(&self.origin, &self.key)) })
    }
}
