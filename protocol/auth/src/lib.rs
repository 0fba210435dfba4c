//! Who calls, and what is called: accounts, regions, ARNs, and the credential scope a request claims.
//!
//! **A scope is a claim, not a proof.** Nothing here verifies a signature. [`CredentialScope`] is what the
//! server needs before it can: the account, the region and the service that the caller says he has. Where
//! authentication is on, verification (SigV4, by the secret of the scope's access key) comes between
//! [`CredentialScope::of`] and any use of [`CredentialScope::account`]; it will stand in `signature.rs`, and until
//! it does, a server that demands authentication has to refuse to start.

mod arn;
mod identity;
mod scope;

pub use arn::{Arn, ArnError};
pub use identity::{AccountId, IdentityError, Region, partition_of};
pub use scope::{CredentialScope, ScopeError};
