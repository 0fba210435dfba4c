//! From an HTTP request to a [`Call`]: which protocol, which service, which operation.

use bytes::Bytes;
use millpond_shapes::{OperationInfo, ServiceInfo, ServiceProtocol};

use crate::call::Input;
use crate::error::shortened;
use crate::query::Parameters;
use crate::{Answering, ApiError, Call, Protocol, Refusal, framework};

/// An HTTP request, as far as a protocol looks at it.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// `POST`, `GET`.
    pub method: &'a str,
    /// The path, percent-encoded as it came.
    pub path: &'a str,
    /// What follows `?`, if anything does.
    pub query: Option<&'a str>,
    /// Header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// Header `X-Amz-Target`.
    pub target: Option<&'a str>,
    /// Header `x-amzn-query-mode`.
    pub query_mode: Option<&'a str>,
    /// The whole body, content encodings undone.
    pub body: &'a Bytes,
    /// The service the credentials are for (`sqs`), if there are any: settles whose `AddPermission` a Query
    /// call without `Version` means, and whose namespace an unknown action is refused in.
    pub signing_name: Option<&'a str>,
}

/// Finds the call in the request, among the operations of `services`.
///
/// `X-Amz-Target`, or a JSON content type, makes it an awsJson call; everything else is read as Query: form
/// parameters in the URL, the body or both.
pub fn recognise(request: &Request<'_>, services: &[&'static ServiceInfo]) -> Result<Call, Refusal> {
    let content_type = ContentType::of(request.content_type.unwrap_or(""));
    let target = request.target.map(str::trim);

    let path_target = (!matches!(request.path, "" | "/")).then(|| request.path.to_owned());
    if target.is_some() || matches!(content_type, ContentType::Json10 | ContentType::Json11) {
        let query_mode = request.query_mode.is_some_and(|value| value.trim().eq_ignore_ascii_case("true"));
        json_call(request, services, target, content_type, query_mode, path_target)
    } else {
        query_call(request, services, content_type, path_target)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ContentType {
    Json10,
    Json11,
    Form,
    Other,
}

impl ContentType {
    /// Parameters, such as a charset, say nothing we use.
    fn of(value: &str) -> Self {
        let essence = value.split(';').next().unwrap_or("").trim();
        let is = |name: &str| essence.eq_ignore_ascii_case(name);
        if is("application/x-amz-json-1.0") {
            Self::Json10
        } else if is("application/x-amz-json-1.1") {
            Self::Json11
        } else if is("application/x-www-form-urlencoded") {
            Self::Form
        } else {
            Self::Other
        }
    }
}

fn signed_for(request: &Request<'_>, services: &[&'static ServiceInfo]) -> Option<&'static ServiceInfo> {
    let name = request.signing_name?;
    services.iter().copied().find(|service| service.signing_name == name)
}

fn json_call(
    request: &Request<'_>,
    services: &[&'static ServiceInfo],
    target: Option<&str>,
    content_type: ContentType,
    query_mode: bool,
    path_target: Option<String>,
) -> Result<Call, Refusal> {
    let (prefix, name) = target.and_then(|target| target.rsplit_once('.')).unwrap_or(("", ""));
    let by_target = services.iter().copied().find(|service| service.target_prefix == Some(prefix));

    let service = by_target.or_else(|| signed_for(request, services));
    // Answered in the version that was asked for: the SDKs of a 1.0 service sometimes send 1.1.
    let protocol = match content_type {
        ContentType::Json10 => Protocol::AwsJson10,
        ContentType::Json11 => Protocol::AwsJson11,
        ContentType::Form | ContentType::Other => {
            let speaks_11 = service.is_some_and(|service| service.speaks(ServiceProtocol::AwsJson11));
            if speaks_11 { Protocol::AwsJson11 } else { Protocol::AwsJson10 }
        }
    };
    let answering = Answering { protocol, service, query_mode };

    let operation = by_target.and_then(|service| service.operation(name));
    match (by_target, operation) {
        (Some(service), Some(operation)) if request.method == "POST" => {
            let input = Input::Json(request.body.clone());
            Ok(Call { answering, service, operation, path_target, input })
        }
        _ => {
            let message = match target {
                Some(target) => format!("The operation {} is not known here.", shortened(target)),
                None => "The request has no X-Amz-Target header.".to_owned(),
            };
            Err(Refusal { answering, error: ApiError::new(&framework::UNKNOWN_OPERATION, message) })
        }
    }
}

fn query_call(
    request: &Request<'_>,
    services: &[&'static ServiceInfo],
    content_type: ContentType,
    path_target: Option<String>,
) -> Result<Call, Refusal> {
    let query_services =
        || services.iter().copied().filter(|service| service.speaks(ServiceProtocol::AwsQuery));
    let signed_for =
        signed_for(request, services).filter(|service| service.speaks(ServiceProtocol::AwsQuery));
    let answering_for = |service: Option<&'static ServiceInfo>| Answering {
        protocol: Protocol::AwsQuery,
        service: service.or(signed_for).or_else(|| query_services().next()),
        query_mode: false,
    };
    let refuse = |service, error| Err(Refusal { answering: answering_for(service), error });

    // A body of another declared type is no form, whatever its bytes; a POST without a type is taken for one.
    let undeclared = request.content_type.is_none();
    let body: &[u8] = match content_type {
        ContentType::Form => request.body,
        _ if undeclared => request.body,
        _ => &[],
    };
    let parameters = match Parameters::parse(request.query.unwrap_or(""), body) {
        Ok(parameters) => parameters,
        Err(error) => return refuse(None, error),
    };

    let version = parameters.get("Version");
    let by_version =
        version.and_then(|version| query_services().find(|service| service.api_version == version));
    let Some(action) = parameters.get("Action").filter(|action| !action.is_empty()) else {
        let message = "The request must contain the parameter Action.";
        return refuse(by_version, ApiError::new(&framework::MISSING_ACTION, message));
    };

    let found = match version {
        Some(_) => by_version.and_then(|service| operation_of(service, action)),
        None => signed_for
            .and_then(|service| operation_of(service, action))
            .or_else(|| query_services().find_map(|service| operation_of(service, action))),
    };
    match (found, version) {
        (Some((service, operation)), _) => Ok(Call {
            answering: answering_for(Some(service)),
            service,
            operation,
            path_target,
            input: Input::Query(parameters),
        }),
        (None, Some(version)) if by_version.is_none() => {
            let message =
                format!("Could not find operation {} for version {}", shortened(action), shortened(version));
            refuse(None, ApiError::new(&framework::INVALID_ACTION, message))
        }
        (None, _) => {
            let message = format!("The action {} is not valid for this endpoint.", shortened(action));
            refuse(by_version, ApiError::new(&framework::INVALID_ACTION, message))
        }
    }
}

fn operation_of(
    service: &'static ServiceInfo,
    action: &str,
) -> Option<(&'static ServiceInfo, &'static OperationInfo)> {
    service.operation(action).map(|operation| (service, operation))
}
