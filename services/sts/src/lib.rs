//! AWS STS: who is calling. Roles and temporary credentials come with IAM.

mod get_caller_identity;

use millpond_api::{Registered, local};

pub use get_caller_identity::GetCallerIdentity;

/// Every operation that Millpond has.
pub fn operations<M: 'static>() -> Vec<Registered<M>> {
    vec![local::<M, GetCallerIdentity>()]
}

/// Every operation of AWS's that Millpond does not have yet, and why.
pub const NOT_YET: &[(&str, &str)] = &[
    ("AssumeRole", "there are no roles yet"),
    ("AssumeRoleWithSAML", "there are no roles yet"),
    ("AssumeRoleWithWebIdentity", "there are no roles yet"),
    ("AssumeRoot", "there are no roles yet"),
    ("DecodeAuthorizationMessage", "nobody enforces policies yet"),
    ("GetAccessKeyInfo", "there are no access keys yet"),
    ("GetDelegatedAccessToken", "there are no temporary credentials yet"),
    ("GetFederationToken", "there are no temporary credentials yet"),
    ("GetSessionToken", "there are no temporary credentials yet"),
    ("GetWebIdentityToken", "there are no temporary credentials yet"),
];
