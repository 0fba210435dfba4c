//! Tells who is calling. Without users, everyone is the root of the account.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>

use millpond_api::{CallContext, Local};
use millpond_auth::partition_of;
use millpond_shapes::sts::{GetCallerIdentityInput, GetCallerIdentityOutput};
use millpond_wire::ApiError;

/// See the module.
pub struct GetCallerIdentity;

impl Local for GetCallerIdentity {
    const NAME: &'static str = "GetCallerIdentity";
    type Input = GetCallerIdentityInput;
    type Output = GetCallerIdentityOutput;

    fn answer(
        _: GetCallerIdentityInput,
        call: &CallContext<'_>,
    ) -> Result<GetCallerIdentityOutput, ApiError> {
        let account = &*call.caller.account;
        let partition = partition_of(&call.caller.region);
        Ok(GetCallerIdentityOutput {
            user_id: Some(account.to_owned()),
            account: Some(account.to_owned()),
            arn: Some(format!("arn:{partition}:iam::{account}:root")),
        })
    }
}
