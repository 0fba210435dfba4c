//! The credential scope: what a signed request says of its caller, before anything is verified.

use std::fmt;

use crate::{AccountId, Region};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// `<access key id>/<date>/<region>/<service>/aws4_request`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialScope {
    /// The caller's access key.
    pub access_key_id: String,
    /// `yyyymmdd`, not checked against the request's time: that is verification's.
    pub date: String,
    /// The region the call is for.
    pub region: Region,
    /// The service the call is for: `sqs`.
    pub service: String,
}

/// Credentials that are there, but not whole. Printed, it is AWS's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeError {
    /// The header lacks parts. AWS lists each.
    Incomplete {
        /// `Credential`, `Signature` and `SignedHeaders`, those that are missing, in AWS's order.
        missing: Vec<&'static str>,
        /// Neither `X-Amz-Date` nor `Date` came along.
        no_date: bool,
        /// The whole header, which the message ends with; empty for the form in the URL.
        authorization: String,
    },
    /// The header or `X-Amz-Algorithm` names another algorithm.
    Algorithm,
    /// The credential has not five parts, or does not end in `aws4_request`.
    Credential {
        /// As it came.
        credential: String,
    },
    /// The scope's region is no region's name.
    Region,
    /// The request has credentials both in the header and in the URL.
    Both,
}

impl fmt::Display for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete { missing, no_date, authorization } => {
                let place = if authorization.is_empty() {
                    "AWS query-string parameters"
                } else {
                    "Authorization header"
                };
                for part in missing {
                    match authorization.is_empty() {
                        false => write!(f, "{place} requires '{part}' parameter. ")?,
                        true => write!(f, "{place} must include 'X-Amz-{part}'. ")?,
                    }
                }
                match (no_date, authorization.is_empty()) {
                    (true, false) => {
                        write!(
                            f,
                            "{place} requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                        )?;
                    }
                    (true, true) => write!(f, "{place} must include 'X-Amz-Date'. ")?,
                    (false, _) => {}
                }
                match authorization.is_empty() {
                    false => write!(f, "Authorization={authorization}"),
                    true => f.write_str("Re-examine the query-string parameters."),
                }
            }
            Self::Algorithm => {
                f.write_str("Unsupported AWS 'algorithm': only AWS4-HMAC-SHA256 is understood.")
            }
            Self::Credential { credential } => write!(
                f,
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, \
                 got '{credential}'"
            ),
            Self::Region => f.write_str("Credential should be scoped to a valid region."),
            Self::Both => f.write_str(
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
            ),
        }
    }
}

impl std::error::Error for ScopeError {}

impl CredentialScope {
    /// What the request claims: from the header `Authorization`, or from the URL's query (still
    /// percent-encoded). None if it is not signed. `dated`: it has a header `X-Amz-Date` or `Date`.
    pub fn of(
        authorization: Option<&str>,
        query: Option<&str>,
        dated: bool,
    ) -> Result<Option<Self>, ScopeError> {
        let query = query.filter(|query| {
            parameter(query, "X-Amz-Algorithm").is_some() || parameter(query, "X-Amz-Credential").is_some()
        });
        match (authorization.map(str::trim), query) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) => Err(ScopeError::Both),
            (Some(header), None) => Self::of_header(header, dated).map(Some),
            (None, Some(query)) => Self::of_query(query).map(Some),
        }
    }

    fn of_header(header: &str, dated: bool) -> Result<Self, ScopeError> {
        let (algorithm, rest) = header.split_once(' ').unwrap_or((header, ""));
        if algorithm != ALGORITHM {
            return Err(ScopeError::Algorithm);
        }
        let part = |name: &str| {
            let parts = rest.split(',').filter_map(|part| part.trim().split_once('='));
            parts
                .into_iter()
                .find(|(found, _)| *found == name)
                .map(|(_, value)| value)
                .filter(|v| !v.is_empty())
        };
        let missing = missing(["Credential", "Signature", "SignedHeaders"], |name| part(name).is_some());
        match part("Credential") {
            Some(credential) if missing.is_empty() && dated => Self::parse(credential),
            _ => Err(ScopeError::Incomplete { missing, no_date: !dated, authorization: header.to_owned() }),
        }
    }

    fn of_query(query: &str) -> Result<Self, ScopeError> {
        let has =
            |name: &str| parameter(query, &format!("X-Amz-{name}")).is_some_and(|value| !value.is_empty());
        if parameter(query, "X-Amz-Algorithm") != Some(ALGORITHM) {
            return Err(ScopeError::Algorithm);
        }
        let missing = missing(["Credential", "Signature", "SignedHeaders"], has);
        match parameter(query, "X-Amz-Credential") {
            Some(credential) if missing.is_empty() && has("Date") => {
                Self::parse(&slashes_decoded(credential))
            }
            _ => Err(ScopeError::Incomplete { missing, no_date: !has("Date"), authorization: String::new() }),
        }
    }

    /// Access key ids hold no slash, so five parts are all there can be.
    fn parse(credential: &str) -> Result<Self, ScopeError> {
        let mut parts = credential.split('/');
        let mut part = || parts.next();
        let (Some(access_key_id), Some(date), Some(region), Some(service), Some("aws4_request"), None) =
            (part(), part(), part(), part(), part(), part())
        else {
            return Err(ScopeError::Credential { credential: credential.to_owned() });
        };
        if access_key_id.is_empty() || service.is_empty() {
            return Err(ScopeError::Credential { credential: credential.to_owned() });
        }
        Ok(Self {
            access_key_id: access_key_id.to_owned(),
            date: date.to_owned(),
            region: Region::parse(region).map_err(|_| ScopeError::Region)?,
            service: service.to_owned(),
        })
    }

    /// The account the caller means while authentication is off: an access key id of 12 digits is one, so that
    /// tests can have several accounts without setting any up; any other key belongs to `default`.
    pub fn account(&self, default: AccountId) -> AccountId {
        AccountId::parse(&self.access_key_id).unwrap_or(default)
    }
}

fn missing(names: [&'static str; 3], has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    names.into_iter().filter(|name| !has(name)).collect()
}

/// A parameter of a URL's query, percent-encoded as it stands. The first, if there are several.
fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query.split('&').find_map(|pair| pair.split_once('=').filter(|(found, _)| *found == name)).map(|(_, v)| v)
}

/// A credential has no other character that URLs encode.
fn slashes_decoded(text: &str) -> String {
    text.replace("%2F", "/").replace("%2f", "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/sqs/aws4_request, \
                          SignedHeaders=host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6";

    #[test]
    fn a_header_is_read_with_spaces_after_its_commas_and_without() {
        let scope = CredentialScope::of(Some(HEADER), None, true).unwrap().unwrap();
        assert_eq!(scope.access_key_id, "AKIDEXAMPLE");
        assert_eq!(
            (scope.date.as_str(), scope.region.as_str(), scope.service.as_str()),
            ("20150830", "us-east-1", "sqs")
        );
        let tight = HEADER.replace(", ", ",");
        assert_eq!(CredentialScope::of(Some(&tight), None, true).unwrap(), Some(scope));
    }

    #[test]
    fn a_presigned_url_is_read() {
        let query = "Action=ListQueues&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20150830%2Feu-west-1%2Fsqs%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Signature=ab";
        let scope = CredentialScope::of(None, Some(query), false).unwrap().unwrap();
        assert_eq!((scope.access_key_id.as_str(), scope.region.as_str()), ("AKID", "eu-west-1"));
        assert_eq!(CredentialScope::of(Some(HEADER), Some(query), true), Err(ScopeError::Both));
        assert_eq!(CredentialScope::of(None, Some("Action=ListQueues"), true), Ok(None));
    }

    #[test]
    fn twelve_digits_are_an_account_and_other_keys_are_the_default_one() {
        let default = AccountId::parse("000000000000").unwrap();
        let mut scope = CredentialScope::of(Some(HEADER), None, true).unwrap().unwrap();
        assert_eq!(scope.account(default), default);
        scope.access_key_id = "111122223333".to_owned();
        assert_eq!(scope.account(default).as_str(), "111122223333");
    }

    #[test]
    fn each_missing_part_is_named() {
        let message =
            |header: &str, dated| CredentialScope::of(Some(header), None, dated).unwrap_err().to_string();
        assert_eq!(
            message("AWS4-HMAC-SHA256 Nothing=here", false),
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' \
             parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires \
             existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 Nothing=here"
        );
        let unsigned = HEADER.split(", Signature").next().unwrap();
        assert!(
            message(unsigned, true)
                .starts_with("Authorization header requires 'Signature' parameter. Authorization=")
        );
    }

    #[test]
    fn garbage_is_an_error_and_never_a_panic() {
        for header in [
            "",
            "Basic abc",
            "AWS4-ECDSA-P256-SHA256 Credential=a/b/c/d/aws4_request",
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 ,,,==",
            "AWS4-HMAC-SHA256 Credential=é/,Signature=,SignedHeaders=",
        ] {
            assert!(CredentialScope::of(Some(header), None, true).is_err(), "{header}");
        }
        for scope in [
            "AKID/20150830/us-east-1/sqs",
            "AKID/20150830/us-east-1/sqs/aws4_request/more",
            "/d/us-east-1/sqs/aws4_request",
            "AKID/d/US/sqs/aws4_request",
            "AKID/d//sqs/aws4_request",
        ] {
            let header = format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00");
            assert!(CredentialScope::of(Some(&header), None, true).is_err(), "{scope}");
        }
    }
}
