//! Who is calling, from the credential that the request claims. Nobody checks the signature yet: this is
//! where it will be verified, before anything below is believed.

use std::cell::RefCell;
use std::rc::Rc;

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, DATE, HeaderName};
use millpond_api::{Caller, Origin};
use millpond_auth::{CredentialScope, ScopeError};

use crate::shared::Shared;

const X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");

/// The caller, and the service that the credential is for.
pub struct Identity {
    pub caller: Caller,
    pub service: Option<String>,
}

/// What a connection knows from its last request. A client that keeps it open sends the same again, so that most
/// requests need no more than a comparison.
#[derive(Default)]
pub struct Remembered {
    /// The header `Authorization` up to the signature, and what it said.
    identity: RefCell<Option<(String, Rc<Identity>)>>,
    /// A host that was let in, and the origin of URLs for it.
    host: RefCell<Option<(String, Origin)>>,
}

impl Remembered {
    /// The caller, and the service that the credential is for.
    pub fn identify(
        &self,
        headers: &HeaderMap,
        query: Option<&str>,
        shared: &Shared,
    ) -> Result<Rc<Identity>, ScopeError> {
        let authorization = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let dated = headers.contains_key(X_AMZ_DATE) || headers.contains_key(DATE);
        let claim = authorization.and_then(without_signature).filter(|_| dated && query.is_none());
        if let (Some(claim), Some((known, identity))) = (claim, &*self.identity.borrow())
            && claim == known
        {
            return Ok(identity.clone());
        }
        let scope = CredentialScope::of(authorization, query, dated)?;
        let identity = Rc::new(identity(scope, shared));
        if let Some(claim) = claim {
            *self.identity.borrow_mut() = Some((claim.to_owned(), identity.clone()));
        }
        Ok(identity)
    }

    /// The origin of URLs for a host that was let in.
    pub fn origin(&self, host: &str) -> Option<Origin> {
        let remembered = self.host.borrow();
        remembered.as_ref().filter(|(known, _)| known == host).map(|(_, origin)| origin.clone())
    }

    /// A host was let in.
    pub fn remember_host(&self, host: &str, origin: &Origin) {
        *self.host.borrow_mut() = Some((host.to_owned(), origin.clone()));
    }
}

/// A header that ends in a signature, without it. Headers that have the same before any signature say the same.
fn without_signature(authorization: &str) -> Option<&str> {
    let (before, signature) = authorization.split_at(authorization.rfind('=')? + 1);
    let is_one = !signature.is_empty() && signature.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_one && before.ends_with("Signature=")).then_some(before)
}

fn identity(scope: Option<CredentialScope>, shared: &Shared) -> Identity {
    let Some(scope) = scope else {
        let caller = Caller {
            account: shared.default_account.as_str().into(),
            region: shared.default_region.clone(),
            access_key: None,
        };
        return Identity { caller, service: None };
    };
    let caller = Caller {
        account: scope.account(shared.default_account).as_str().into(),
        region: scope.region.as_str().into(),
        access_key: Some(scope.access_key_id.as_str().into()),
    };
    Identity { caller, service: Some(scope.service) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_signature_at_the_end_is_left_out() {
        let claim =
            "AWS4-HMAC-SHA256 Credential=A/20150830/eu/sqs/aws4_request, SignedHeaders=host, Signature=";
        assert_eq!(without_signature(&format!("{claim}5d67")), Some(claim));
        for other in ["", "5d67,X=1", "5d67, Credential=B/1/eu/sns/aws4_request", "5d=67", "5d67 "] {
            assert_eq!(without_signature(&format!("{claim}{other}")), None, "{other}");
        }
        assert_eq!(without_signature("AWS4-HMAC-SHA256 Signature=ab, Credential=cd"), None);
    }
}
