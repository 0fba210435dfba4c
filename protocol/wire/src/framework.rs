//! The errors that belong to no service's model: the protocol's own, authentication's and ours.
//!
//! Codes and statuses as AWS's services have in common; JSON spells them `…Exception`, Query does not.

use millpond_shapes::ErrorShape;

const fn error(
    name: &'static str,
    json_type: &'static str,
    query_code: &'static str,
    status: u16,
) -> ErrorShape {
    ErrorShape {
        name,
        json_type,
        query_code,
        // JSON services answer every fault of the sender with 400; a body too long is found before the protocol is.
        json_status: if status < 500 && status != 413 { 400 } else { status },
        query_status: status,
        sender_fault: status < 500,
        query_detail: false,
        query_message: None,
    }
}

macro_rules! errors {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $query_code:literal, $status:literal;)*) => { $(
        $(#[$doc])*
        pub static $constant: ErrorShape =
            error($name, concat!("com.amazon.coral.service#", $name), $query_code, $status);
    )* };
}

errors! {
    /// JSON: the target is unknown or missing.
    UNKNOWN_OPERATION = "UnknownOperationException", "UnknownOperation", 400;
    /// JSON: the body is no JSON, or a value is of the wrong kind.
    SERIALIZATION = "SerializationException", "SerializationException", 400;
    /// Query: no `Action`.
    MISSING_ACTION = "MissingActionException", "MissingAction", 400;
    /// Query: an `Action` that nobody has, or not in this `Version`.
    INVALID_ACTION = "InvalidActionException", "InvalidAction", 400;
    /// Query: parameters that cannot be read.
    MALFORMED_INPUT = "MalformedInputException", "MalformedInput", 400;
    /// Query: parameters that contradict each other.
    INVALID_PARAMETER_VALUE = "InvalidParameterValueException", "InvalidParameterValue", 400;
    /// An operation of AWS's that this server does not have yet.
    UNSUPPORTED_OPERATION = "UnsupportedOperationException", "UnsupportedOperation", 400;
    /// The body is longer than the server takes.
    REQUEST_TOO_LARGE = "RequestEntityTooLargeException", "RequestEntityTooLarge", 413;
    /// No credentials at all.
    MISSING_AUTHENTICATION_TOKEN = "MissingAuthenticationTokenException", "MissingAuthenticationToken", 403;
    /// Credentials that are not whole.
    INCOMPLETE_SIGNATURE = "IncompleteSignatureException", "IncompleteSignature", 400;
    /// An access key nobody has.
    UNRECOGNIZED_CLIENT = "UnrecognizedClientException", "InvalidClientTokenId", 403;
    /// The signature is not the one of this request.
    INVALID_SIGNATURE = "InvalidSignatureException", "SignatureDoesNotMatch", 403;
    /// A session token past its time.
    EXPIRED_TOKEN = "ExpiredTokenException", "ExpiredToken", 403;
    /// Not permitted.
    ACCESS_DENIED = "AccessDeniedException", "AccessDenied", 403;
    /// More calls than the server takes.
    THROTTLING = "ThrottlingException", "Throttling", 400;
    /// Our fault; the reason is in the log, under the request id.
    INTERNAL_FAILURE = "InternalFailure", "InternalFailure", 500;
    /// We cannot now: starting, stopping, or the disk refuses.
    SERVICE_UNAVAILABLE = "ServiceUnavailable", "ServiceUnavailable", 503;
}
