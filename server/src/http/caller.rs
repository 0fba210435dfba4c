//! Who is calling, from the credential that the request claims. Nobody checks the signature yet: this is
//! where it will be verified, before anything below is believed.

use hyper::HeaderMap;
use millpond_api::Caller;
use millpond_auth::{CredentialScope, ScopeError};

use crate::shared::Shared;

/// The caller, and the service that the credential is for.
pub fn identify(
    headers: &HeaderMap,
    query: Option<&str>,
    shared: &Shared,
) -> Result<(Caller, Option<CredentialScope>), ScopeError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let dated = headers.contains_key("x-amz-date") || headers.contains_key("date");
    let scope = CredentialScope::of(text("authorization"), query, dated)?;
    let caller = match &scope {
        None => Caller {
            account: shared.default_account.as_str().into(),
            region: shared.default_region.clone(),
            access_key: None,
        },
        Some(scope) => Caller {
            account: scope.account(shared.default_account).as_str().into(),
            region: scope.region.as_str().into(),
            access_key: Some(scope.access_key_id.as_str().into()),
        },
    };
    Ok((caller, scope))
}
