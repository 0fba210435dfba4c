//! SQS's errors in AWS's words.

use std::fmt::Display;

use millpond_shapes::sqs::errors as shape;
use millpond_wire::ApiError;

/// The queue is not there.
pub fn queue_does_not_exist() -> ApiError {
    ApiError::new(&shape::QUEUE_DOES_NOT_EXIST, "The specified queue does not exist.")
}

/// A parameter that AWS calls invalid, with its reason.
pub fn invalid_parameter(parameter: &str, value: impl Display, reason: &str) -> ApiError {
    invalid_value(format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}"))
}

/// `InvalidParameterValue`, in other words.
pub fn invalid_value(message: impl Into<std::borrow::Cow<'static, str>>) -> ApiError {
    ApiError::new(&shape::INVALID_PARAMETER_VALUE_EXCEPTION, message)
}

/// A parameter that is not there.
pub fn missing_parameter(parameter: &str) -> ApiError {
    ApiError::new(
        &shape::MISSING_REQUIRED_PARAMETER_EXCEPTION,
        format!("The request must contain the parameter {parameter}."),
    )
}

/// A parameter that this kind of queue does not take.
pub fn not_for_this_queue_type(parameter: &str, value: impl Display) -> ApiError {
    invalid_parameter(
        parameter,
        value,
        "The request include parameter that is not valid for this queue type.",
    )
}

/// An attribute that there is not.
pub fn unknown_attribute(name: &str) -> ApiError {
    invalid_attribute_name(format!("Unknown Attribute {name}."))
}

/// `InvalidAttributeName`, in other words.
pub fn invalid_attribute_name(message: String) -> ApiError {
    ApiError::new(&shape::INVALID_ATTRIBUTE_NAME, message)
}

/// An attribute's value that is out of range.
pub fn invalid_attribute_value(name: &str) -> ApiError {
    ApiError::new(&shape::INVALID_ATTRIBUTE_VALUE, format!("Invalid value for the parameter {name}."))
}

/// More calls than the quota lets through. Not in the documentation: the code and the words are those in clients' logs
/// (aws-sdk-js-v3 issue 5702), the status is that of Particular's (docs.particular.net pull request 3438).
pub fn request_throttled() -> ApiError {
    ApiError::new(&shape::REQUEST_THROTTLED, "Request is throttled.")
}

/// A handle that was never given out.
pub fn receipt_handle_is_invalid() -> ApiError {
    ApiError::new(&shape::RECEIPT_HANDLE_IS_INVALID, "The input receipt handle is invalid.")
}

/// A handle of another queue.
pub fn receipt_handle_of_another_queue(handle: &str) -> ApiError {
    let message = format!("The receipt handle \"{handle}\" is not valid for this queue.");
    ApiError::new(&shape::RECEIPT_HANDLE_IS_INVALID, message)
}

/// What is kept on disk of the queue contradicts itself: a fault of ours.
pub fn unreadable() -> ApiError {
    let message = "The data of this queue is damaged; see the server's log.";
    ApiError::new(&millpond_wire::framework::SERVICE_UNAVAILABLE, message)
}
