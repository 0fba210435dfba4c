//! Amazon Simple Notification Service: types and tables.
//! Generated from `models/sns.json` by `cargo xtask shapes`; do not edit.

#![allow(missing_docs, reason = "AWS's documentation tells what each member means")]

use crate::structure::{slot, value};
use crate::*;
use bytes::Bytes;
use std::collections::BTreeMap;

/// Amazon Simple Notification Service.
pub static SERVICE: ServiceInfo = ServiceInfo {
    id: "sns",
    sdk_id: "SNS",
    signing_name: "sns",
    api_version: "2010-03-31",
    target_prefix: None,
    xml_namespace: Some("http://sns.amazonaws.com/doc/2010-03-31/"),
    protocols: &[ServiceProtocol::AwsQuery],
    query_compatible: false,
    operations: &[
        &operations::ADD_PERMISSION,
        &operations::CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
        &operations::CONFIRM_SUBSCRIPTION,
        &operations::CREATE_PLATFORM_APPLICATION,
        &operations::CREATE_PLATFORM_ENDPOINT,
        &operations::CREATE_SMS_SANDBOX_PHONE_NUMBER,
        &operations::CREATE_TOPIC,
        &operations::DELETE_ENDPOINT,
        &operations::DELETE_PLATFORM_APPLICATION,
        &operations::DELETE_SMS_SANDBOX_PHONE_NUMBER,
        &operations::DELETE_TOPIC,
        &operations::GET_DATA_PROTECTION_POLICY,
        &operations::GET_ENDPOINT_ATTRIBUTES,
        &operations::GET_PLATFORM_APPLICATION_ATTRIBUTES,
        &operations::GET_SMS_ATTRIBUTES,
        &operations::GET_SMS_SANDBOX_ACCOUNT_STATUS,
        &operations::GET_SUBSCRIPTION_ATTRIBUTES,
        &operations::GET_TOPIC_ATTRIBUTES,
        &operations::LIST_ENDPOINTS_BY_PLATFORM_APPLICATION,
        &operations::LIST_ORIGINATION_NUMBERS,
        &operations::LIST_PHONE_NUMBERS_OPTED_OUT,
        &operations::LIST_PLATFORM_APPLICATIONS,
        &operations::LIST_SMS_SANDBOX_PHONE_NUMBERS,
        &operations::LIST_SUBSCRIPTIONS,
        &operations::LIST_SUBSCRIPTIONS_BY_TOPIC,
        &operations::LIST_TAGS_FOR_RESOURCE,
        &operations::LIST_TOPICS,
        &operations::OPT_IN_PHONE_NUMBER,
        &operations::PUBLISH,
        &operations::PUBLISH_BATCH,
        &operations::PUT_DATA_PROTECTION_POLICY,
        &operations::REMOVE_PERMISSION,
        &operations::SET_ENDPOINT_ATTRIBUTES,
        &operations::SET_PLATFORM_APPLICATION_ATTRIBUTES,
        &operations::SET_SMS_ATTRIBUTES,
        &operations::SET_SUBSCRIPTION_ATTRIBUTES,
        &operations::SET_TOPIC_ATTRIBUTES,
        &operations::SUBSCRIBE,
        &operations::TAG_RESOURCE,
        &operations::UNSUBSCRIBE,
        &operations::UNTAG_RESOURCE,
        &operations::VERIFY_SMS_SANDBOX_PHONE_NUMBER,
    ],
    errors: &[
        &errors::AUTHORIZATION_ERROR_EXCEPTION,
        &errors::BATCH_ENTRY_IDS_NOT_DISTINCT_EXCEPTION,
        &errors::BATCH_REQUEST_TOO_LONG_EXCEPTION,
        &errors::CONCURRENT_ACCESS_EXCEPTION,
        &errors::EMPTY_BATCH_REQUEST_EXCEPTION,
        &errors::ENDPOINT_DISABLED_EXCEPTION,
        &errors::FILTER_POLICY_LIMIT_EXCEEDED_EXCEPTION,
        &errors::INTERNAL_ERROR_EXCEPTION,
        &errors::INVALID_BATCH_ENTRY_ID_EXCEPTION,
        &errors::INVALID_PARAMETER_EXCEPTION,
        &errors::INVALID_PARAMETER_VALUE_EXCEPTION,
        &errors::INVALID_SECURITY_EXCEPTION,
        &errors::INVALID_STATE_EXCEPTION,
        &errors::KMS_ACCESS_DENIED_EXCEPTION,
        &errors::KMS_DISABLED_EXCEPTION,
        &errors::KMS_INVALID_STATE_EXCEPTION,
        &errors::KMS_NOT_FOUND_EXCEPTION,
        &errors::KMS_OPT_IN_REQUIRED,
        &errors::KMS_THROTTLING_EXCEPTION,
        &errors::NOT_FOUND_EXCEPTION,
        &errors::OPTED_OUT_EXCEPTION,
        &errors::PLATFORM_APPLICATION_DISABLED_EXCEPTION,
        &errors::REPLAY_LIMIT_EXCEEDED_EXCEPTION,
        &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        &errors::STALE_TAG_EXCEPTION,
        &errors::SUBSCRIPTION_LIMIT_EXCEEDED_EXCEPTION,
        &errors::TAG_LIMIT_EXCEEDED_EXCEPTION,
        &errors::TAG_POLICY_EXCEPTION,
        &errors::THROTTLED_EXCEPTION,
        &errors::TOO_MANY_ENTRIES_IN_BATCH_REQUEST_EXCEPTION,
        &errors::TOPIC_LIMIT_EXCEEDED_EXCEPTION,
        &errors::USER_ERROR_EXCEPTION,
        &errors::VALIDATION_EXCEPTION,
        &errors::VERIFICATION_EXCEPTION,
    ],
};

/// The model's errors.
pub mod errors {
    use crate::ErrorShape;
    pub static AUTHORIZATION_ERROR_EXCEPTION: ErrorShape = ErrorShape {
        name: "AuthorizationErrorException",
        json_type: "AuthorizationErrorException",
        query_code: "AuthorizationError",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static BATCH_ENTRY_IDS_NOT_DISTINCT_EXCEPTION: ErrorShape = ErrorShape {
        name: "BatchEntryIdsNotDistinctException",
        json_type: "BatchEntryIdsNotDistinctException",
        query_code: "BatchEntryIdsNotDistinct",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static BATCH_REQUEST_TOO_LONG_EXCEPTION: ErrorShape = ErrorShape {
        name: "BatchRequestTooLongException",
        json_type: "BatchRequestTooLongException",
        query_code: "BatchRequestTooLong",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static CONCURRENT_ACCESS_EXCEPTION: ErrorShape = ErrorShape {
        name: "ConcurrentAccessException",
        json_type: "ConcurrentAccessException",
        query_code: "ConcurrentAccess",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static EMPTY_BATCH_REQUEST_EXCEPTION: ErrorShape = ErrorShape {
        name: "EmptyBatchRequestException",
        json_type: "EmptyBatchRequestException",
        query_code: "EmptyBatchRequest",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static ENDPOINT_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "EndpointDisabledException",
        json_type: "EndpointDisabledException",
        query_code: "EndpointDisabled",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static FILTER_POLICY_LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "FilterPolicyLimitExceededException",
        json_type: "FilterPolicyLimitExceededException",
        query_code: "FilterPolicyLimitExceeded",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INTERNAL_ERROR_EXCEPTION: ErrorShape = ErrorShape {
        name: "InternalErrorException",
        json_type: "InternalErrorException",
        query_code: "InternalError",
        json_status: 500,
        query_status: 500,
        sender_fault: false,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_BATCH_ENTRY_ID_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidBatchEntryIdException",
        json_type: "InvalidBatchEntryIdException",
        query_code: "InvalidBatchEntryId",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_PARAMETER_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidParameterException",
        json_type: "InvalidParameterException",
        query_code: "InvalidParameter",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_PARAMETER_VALUE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidParameterValueException",
        json_type: "InvalidParameterValueException",
        query_code: "ParameterValueInvalid",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_SECURITY_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidSecurityException",
        json_type: "InvalidSecurityException",
        query_code: "InvalidSecurity",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_STATE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidStateException",
        json_type: "InvalidStateException",
        query_code: "InvalidState",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_ACCESS_DENIED_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSAccessDeniedException",
        json_type: "KMSAccessDeniedException",
        query_code: "KMSAccessDenied",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSDisabledException",
        json_type: "KMSDisabledException",
        query_code: "KMSDisabled",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_INVALID_STATE_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSInvalidStateException",
        json_type: "KMSInvalidStateException",
        query_code: "KMSInvalidState",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSNotFoundException",
        json_type: "KMSNotFoundException",
        query_code: "KMSNotFound",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_OPT_IN_REQUIRED: ErrorShape = ErrorShape {
        name: "KMSOptInRequired",
        json_type: "KMSOptInRequired",
        query_code: "KMSOptInRequired",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_THROTTLING_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSThrottlingException",
        json_type: "KMSThrottlingException",
        query_code: "KMSThrottling",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "NotFoundException",
        json_type: "NotFoundException",
        query_code: "NotFound",
        json_status: 400,
        query_status: 404,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static OPTED_OUT_EXCEPTION: ErrorShape = ErrorShape {
        name: "OptedOutException",
        json_type: "OptedOutException",
        query_code: "OptedOut",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static PLATFORM_APPLICATION_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "PlatformApplicationDisabledException",
        json_type: "PlatformApplicationDisabledException",
        query_code: "PlatformApplicationDisabled",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static REPLAY_LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "ReplayLimitExceededException",
        json_type: "ReplayLimitExceededException",
        query_code: "ReplayLimitExceeded",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static RESOURCE_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "ResourceNotFoundException",
        json_type: "ResourceNotFoundException",
        query_code: "ResourceNotFound",
        json_status: 400,
        query_status: 404,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static STALE_TAG_EXCEPTION: ErrorShape = ErrorShape {
        name: "StaleTagException",
        json_type: "StaleTagException",
        query_code: "StaleTag",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static SUBSCRIPTION_LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "SubscriptionLimitExceededException",
        json_type: "SubscriptionLimitExceededException",
        query_code: "SubscriptionLimitExceeded",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static TAG_LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "TagLimitExceededException",
        json_type: "TagLimitExceededException",
        query_code: "TagLimitExceeded",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static TAG_POLICY_EXCEPTION: ErrorShape = ErrorShape {
        name: "TagPolicyException",
        json_type: "TagPolicyException",
        query_code: "TagPolicy",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static THROTTLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "ThrottledException",
        json_type: "ThrottledException",
        query_code: "Throttled",
        json_status: 400,
        query_status: 429,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static TOO_MANY_ENTRIES_IN_BATCH_REQUEST_EXCEPTION: ErrorShape = ErrorShape {
        name: "TooManyEntriesInBatchRequestException",
        json_type: "TooManyEntriesInBatchRequestException",
        query_code: "TooManyEntriesInBatchRequest",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static TOPIC_LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "TopicLimitExceededException",
        json_type: "TopicLimitExceededException",
        query_code: "TopicLimitExceeded",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static USER_ERROR_EXCEPTION: ErrorShape = ErrorShape {
        name: "UserErrorException",
        json_type: "UserErrorException",
        query_code: "UserError",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static VALIDATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "ValidationException",
        json_type: "ValidationException",
        query_code: "ValidationException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static VERIFICATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "VerificationException",
        json_type: "VerificationException",
        query_code: "VerificationException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
}

/// What AddPermission takes: AWS's `AddPermissionInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddPermissionInput {
    pub topic_arn: Option<String>,
    pub label: Option<String>,
    pub aws_account_id: Option<Vec<String>>,
    pub action_name: Option<Vec<String>>,
}

impl Structure for AddPermissionInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ADD_PERMISSION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            1 => value(&self.label),
            2 => value(&self.aws_account_id),
            3 => value(&self.action_name),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            1 => slot(&mut self.label),
            2 => slot(&mut self.aws_account_id),
            3 => slot(&mut self.action_name),
            _ => Slot::Unknown,
        }
    }
}

/// What AddPermission answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddPermissionOutput {}

impl Structure for AddPermissionOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ADD_PERMISSION_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `BatchResultErrorEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchResultErrorEntry {
    pub id: Option<String>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub sender_fault: Option<bool>,
}

impl Structure for BatchResultErrorEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::BATCH_RESULT_ERROR_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            1 => value(&self.code),
            2 => value(&self.message),
            3 => value(&self.sender_fault),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            1 => slot(&mut self.code),
            2 => slot(&mut self.message),
            3 => slot(&mut self.sender_fault),
            _ => Slot::Unknown,
        }
    }
}

/// What CheckIfPhoneNumberIsOptedOut takes: AWS's `CheckIfPhoneNumberIsOptedOutInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckIfPhoneNumberIsOptedOutInput {
    pub phone_number: Option<String>,
}

impl Structure for CheckIfPhoneNumberIsOptedOutInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.phone_number),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.phone_number),
            _ => Slot::Unknown,
        }
    }
}

/// What CheckIfPhoneNumberIsOptedOut answers: AWS's `CheckIfPhoneNumberIsOptedOutResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckIfPhoneNumberIsOptedOutOutput {
    pub is_opted_out: Option<bool>,
}

impl Structure for CheckIfPhoneNumberIsOptedOutOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.is_opted_out),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.is_opted_out),
            _ => Slot::Unknown,
        }
    }
}

/// What ConfirmSubscription takes: AWS's `ConfirmSubscriptionInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfirmSubscriptionInput {
    pub topic_arn: Option<String>,
    pub token: Option<String>,
    pub authenticate_on_unsubscribe: Option<String>,
}

impl Structure for ConfirmSubscriptionInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CONFIRM_SUBSCRIPTION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            1 => value(&self.token),
            2 => value(&self.authenticate_on_unsubscribe),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            1 => slot(&mut self.token),
            2 => slot(&mut self.authenticate_on_unsubscribe),
            _ => Slot::Unknown,
        }
    }
}

/// What ConfirmSubscription answers: AWS's `ConfirmSubscriptionResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfirmSubscriptionOutput {
    pub subscription_arn: Option<String>,
}

impl Structure for ConfirmSubscriptionOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CONFIRM_SUBSCRIPTION_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscription_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscription_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What CreatePlatformApplication takes: AWS's `CreatePlatformApplicationInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreatePlatformApplicationInput {
    pub name: Option<String>,
    pub platform: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for CreatePlatformApplicationInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_PLATFORM_APPLICATION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.name),
            1 => value(&self.platform),
            2 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.name),
            1 => slot(&mut self.platform),
            2 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What CreatePlatformApplication answers: AWS's `CreatePlatformApplicationResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreatePlatformApplicationOutput {
    pub platform_application_arn: Option<String>,
}

impl Structure for CreatePlatformApplicationOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_PLATFORM_APPLICATION_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.platform_application_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.platform_application_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What CreatePlatformEndpoint takes: AWS's `CreatePlatformEndpointInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreatePlatformEndpointInput {
    pub platform_application_arn: Option<String>,
    pub token: Option<String>,
    pub custom_user_data: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for CreatePlatformEndpointInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_PLATFORM_ENDPOINT_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.platform_application_arn),
            1 => value(&self.token),
            2 => value(&self.custom_user_data),
            3 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.platform_application_arn),
            1 => slot(&mut self.token),
            2 => slot(&mut self.custom_user_data),
            3 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What CreatePlatformEndpoint answers: AWS's `CreateEndpointResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreatePlatformEndpointOutput {
    pub endpoint_arn: Option<String>,
}

impl Structure for CreatePlatformEndpointOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_PLATFORM_ENDPOINT_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.endpoint_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.endpoint_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateSMSSandboxPhoneNumber takes: AWS's `CreateSMSSandboxPhoneNumberInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateSMSSandboxPhoneNumberInput {
    pub phone_number: Option<String>,
    pub language_code: Option<String>,
}

impl Structure for CreateSMSSandboxPhoneNumberInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_SMS_SANDBOX_PHONE_NUMBER_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.phone_number),
            1 => value(&self.language_code),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.phone_number),
            1 => slot(&mut self.language_code),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateSMSSandboxPhoneNumber answers: AWS's `CreateSMSSandboxPhoneNumberResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateSMSSandboxPhoneNumberOutput {}

impl Structure for CreateSMSSandboxPhoneNumberOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_SMS_SANDBOX_PHONE_NUMBER_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What CreateTopic takes: AWS's `CreateTopicInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateTopicInput {
    pub name: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
    pub tags: Option<Vec<Tag>>,
    pub data_protection_policy: Option<String>,
}

impl Structure for CreateTopicInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_TOPIC_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.name),
            1 => value(&self.attributes),
            2 => value(&self.tags),
            3 => value(&self.data_protection_policy),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.name),
            1 => slot(&mut self.attributes),
            2 => slot(&mut self.tags),
            3 => slot(&mut self.data_protection_policy),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateTopic answers: AWS's `CreateTopicResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateTopicOutput {
    pub topic_arn: Option<String>,
}

impl Structure for CreateTopicOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_TOPIC_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteEndpoint takes: AWS's `DeleteEndpointInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteEndpointInput {
    pub endpoint_arn: Option<String>,
}

impl Structure for DeleteEndpointInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_ENDPOINT_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.endpoint_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.endpoint_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteEndpoint answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteEndpointOutput {}

impl Structure for DeleteEndpointOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_ENDPOINT_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DeletePlatformApplication takes: AWS's `DeletePlatformApplicationInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeletePlatformApplicationInput {
    pub platform_application_arn: Option<String>,
}

impl Structure for DeletePlatformApplicationInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_PLATFORM_APPLICATION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.platform_application_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.platform_application_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What DeletePlatformApplication answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeletePlatformApplicationOutput {}

impl Structure for DeletePlatformApplicationOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_PLATFORM_APPLICATION_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DeleteSMSSandboxPhoneNumber takes: AWS's `DeleteSMSSandboxPhoneNumberInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteSMSSandboxPhoneNumberInput {
    pub phone_number: Option<String>,
}

impl Structure for DeleteSMSSandboxPhoneNumberInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_SMS_SANDBOX_PHONE_NUMBER_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.phone_number),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.phone_number),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteSMSSandboxPhoneNumber answers: AWS's `DeleteSMSSandboxPhoneNumberResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteSMSSandboxPhoneNumberOutput {}

impl Structure for DeleteSMSSandboxPhoneNumberOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_SMS_SANDBOX_PHONE_NUMBER_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DeleteTopic takes: AWS's `DeleteTopicInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteTopicInput {
    pub topic_arn: Option<String>,
}

impl Structure for DeleteTopicInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_TOPIC_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteTopic answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteTopicOutput {}

impl Structure for DeleteTopicOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_TOPIC_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `Endpoint`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoint {
    pub endpoint_arn: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for Endpoint {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ENDPOINT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.endpoint_arn),
            1 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.endpoint_arn),
            1 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What GetDataProtectionPolicy takes: AWS's `GetDataProtectionPolicyInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetDataProtectionPolicyInput {
    pub resource_arn: Option<String>,
}

impl Structure for GetDataProtectionPolicyInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_DATA_PROTECTION_POLICY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What GetDataProtectionPolicy answers: AWS's `GetDataProtectionPolicyResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetDataProtectionPolicyOutput {
    pub data_protection_policy: Option<String>,
}

impl Structure for GetDataProtectionPolicyOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_DATA_PROTECTION_POLICY_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data_protection_policy),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data_protection_policy),
            _ => Slot::Unknown,
        }
    }
}

/// What GetEndpointAttributes takes: AWS's `GetEndpointAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetEndpointAttributesInput {
    pub endpoint_arn: Option<String>,
}

impl Structure for GetEndpointAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_ENDPOINT_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.endpoint_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.endpoint_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What GetEndpointAttributes answers: AWS's `GetEndpointAttributesResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetEndpointAttributesOutput {
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for GetEndpointAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_ENDPOINT_ATTRIBUTES_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What GetPlatformApplicationAttributes takes: AWS's `GetPlatformApplicationAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetPlatformApplicationAttributesInput {
    pub platform_application_arn: Option<String>,
}

impl Structure for GetPlatformApplicationAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_PLATFORM_APPLICATION_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.platform_application_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.platform_application_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What GetPlatformApplicationAttributes answers: AWS's `GetPlatformApplicationAttributesResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetPlatformApplicationAttributesOutput {
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for GetPlatformApplicationAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_PLATFORM_APPLICATION_ATTRIBUTES_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What GetSMSAttributes takes: AWS's `GetSMSAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetSMSAttributesInput {
    pub attributes: Option<Vec<String>>,
}

impl Structure for GetSMSAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SMS_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What GetSMSAttributes answers: AWS's `GetSMSAttributesResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetSMSAttributesOutput {
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for GetSMSAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SMS_ATTRIBUTES_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What GetSMSSandboxAccountStatus takes: AWS's `GetSMSSandboxAccountStatusInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetSMSSandboxAccountStatusInput {}

impl Structure for GetSMSSandboxAccountStatusInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SMS_SANDBOX_ACCOUNT_STATUS_INPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What GetSMSSandboxAccountStatus answers: AWS's `GetSMSSandboxAccountStatusResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetSMSSandboxAccountStatusOutput {
    pub is_in_sandbox: Option<bool>,
}

impl Structure for GetSMSSandboxAccountStatusOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SMS_SANDBOX_ACCOUNT_STATUS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.is_in_sandbox),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.is_in_sandbox),
            _ => Slot::Unknown,
        }
    }
}

/// What GetSubscriptionAttributes takes: AWS's `GetSubscriptionAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetSubscriptionAttributesInput {
    pub subscription_arn: Option<String>,
}

impl Structure for GetSubscriptionAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SUBSCRIPTION_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscription_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscription_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What GetSubscriptionAttributes answers: AWS's `GetSubscriptionAttributesResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetSubscriptionAttributesOutput {
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for GetSubscriptionAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SUBSCRIPTION_ATTRIBUTES_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What GetTopicAttributes takes: AWS's `GetTopicAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetTopicAttributesInput {
    pub topic_arn: Option<String>,
}

impl Structure for GetTopicAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_TOPIC_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What GetTopicAttributes answers: AWS's `GetTopicAttributesResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetTopicAttributesOutput {
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for GetTopicAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_TOPIC_ATTRIBUTES_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What ListEndpointsByPlatformApplication takes: AWS's `ListEndpointsByPlatformApplicationInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListEndpointsByPlatformApplicationInput {
    pub platform_application_arn: Option<String>,
    pub next_token: Option<String>,
}

impl Structure for ListEndpointsByPlatformApplicationInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_ENDPOINTS_BY_PLATFORM_APPLICATION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.platform_application_arn),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.platform_application_arn),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListEndpointsByPlatformApplication answers: AWS's `ListEndpointsByPlatformApplicationResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListEndpointsByPlatformApplicationOutput {
    pub endpoints: Option<Vec<Endpoint>>,
    pub next_token: Option<String>,
}

impl Structure for ListEndpointsByPlatformApplicationOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_ENDPOINTS_BY_PLATFORM_APPLICATION_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.endpoints),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.endpoints),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListOriginationNumbers takes: AWS's `ListOriginationNumbersRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListOriginationNumbersInput {
    pub next_token: Option<String>,
    pub max_results: Option<i32>,
}

impl Structure for ListOriginationNumbersInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_ORIGINATION_NUMBERS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.next_token),
            1 => value(&self.max_results),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.next_token),
            1 => slot(&mut self.max_results),
            _ => Slot::Unknown,
        }
    }
}

/// What ListOriginationNumbers answers: AWS's `ListOriginationNumbersResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListOriginationNumbersOutput {
    pub next_token: Option<String>,
    pub phone_numbers: Option<Vec<PhoneNumberInformation>>,
}

impl Structure for ListOriginationNumbersOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_ORIGINATION_NUMBERS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.next_token),
            1 => value(&self.phone_numbers),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.next_token),
            1 => slot(&mut self.phone_numbers),
            _ => Slot::Unknown,
        }
    }
}

/// What ListPhoneNumbersOptedOut takes: AWS's `ListPhoneNumbersOptedOutInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPhoneNumbersOptedOutInput {
    pub next_token: Option<String>,
}

impl Structure for ListPhoneNumbersOptedOutInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_PHONE_NUMBERS_OPTED_OUT_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListPhoneNumbersOptedOut answers: AWS's `ListPhoneNumbersOptedOutResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPhoneNumbersOptedOutOutput {
    pub phone_numbers: Option<Vec<String>>,
    pub next_token: Option<String>,
}

impl Structure for ListPhoneNumbersOptedOutOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_PHONE_NUMBERS_OPTED_OUT_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.phone_numbers),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.phone_numbers),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListPlatformApplications takes: AWS's `ListPlatformApplicationsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPlatformApplicationsInput {
    pub next_token: Option<String>,
}

impl Structure for ListPlatformApplicationsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_PLATFORM_APPLICATIONS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListPlatformApplications answers: AWS's `ListPlatformApplicationsResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPlatformApplicationsOutput {
    pub platform_applications: Option<Vec<PlatformApplication>>,
    pub next_token: Option<String>,
}

impl Structure for ListPlatformApplicationsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_PLATFORM_APPLICATIONS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.platform_applications),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.platform_applications),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListSMSSandboxPhoneNumbers takes: AWS's `ListSMSSandboxPhoneNumbersInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListSMSSandboxPhoneNumbersInput {
    pub next_token: Option<String>,
    pub max_results: Option<i32>,
}

impl Structure for ListSMSSandboxPhoneNumbersInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_SMS_SANDBOX_PHONE_NUMBERS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.next_token),
            1 => value(&self.max_results),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.next_token),
            1 => slot(&mut self.max_results),
            _ => Slot::Unknown,
        }
    }
}

/// What ListSMSSandboxPhoneNumbers answers: AWS's `ListSMSSandboxPhoneNumbersResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListSMSSandboxPhoneNumbersOutput {
    pub phone_numbers: Option<Vec<SMSSandboxPhoneNumber>>,
    pub next_token: Option<String>,
}

impl Structure for ListSMSSandboxPhoneNumbersOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_SMS_SANDBOX_PHONE_NUMBERS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.phone_numbers),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.phone_numbers),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListSubscriptionsByTopic takes: AWS's `ListSubscriptionsByTopicInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListSubscriptionsByTopicInput {
    pub topic_arn: Option<String>,
    pub next_token: Option<String>,
}

impl Structure for ListSubscriptionsByTopicInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_SUBSCRIPTIONS_BY_TOPIC_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListSubscriptionsByTopic answers: AWS's `ListSubscriptionsByTopicResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListSubscriptionsByTopicOutput {
    pub subscriptions: Option<Vec<Subscription>>,
    pub next_token: Option<String>,
}

impl Structure for ListSubscriptionsByTopicOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_SUBSCRIPTIONS_BY_TOPIC_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscriptions),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscriptions),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListSubscriptions takes: AWS's `ListSubscriptionsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListSubscriptionsInput {
    pub next_token: Option<String>,
}

impl Structure for ListSubscriptionsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_SUBSCRIPTIONS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListSubscriptions answers: AWS's `ListSubscriptionsResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListSubscriptionsOutput {
    pub subscriptions: Option<Vec<Subscription>>,
    pub next_token: Option<String>,
}

impl Structure for ListSubscriptionsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_SUBSCRIPTIONS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscriptions),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscriptions),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListTagsForResource takes: AWS's `ListTagsForResourceRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListTagsForResourceInput {
    pub resource_arn: Option<String>,
}

impl Structure for ListTagsForResourceInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_TAGS_FOR_RESOURCE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What ListTagsForResource answers: AWS's `ListTagsForResourceResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListTagsForResourceOutput {
    pub tags: Option<Vec<Tag>>,
}

impl Structure for ListTagsForResourceOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_TAGS_FOR_RESOURCE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.tags),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.tags),
            _ => Slot::Unknown,
        }
    }
}

/// What ListTopics takes: AWS's `ListTopicsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListTopicsInput {
    pub next_token: Option<String>,
}

impl Structure for ListTopicsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_TOPICS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListTopics answers: AWS's `ListTopicsResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListTopicsOutput {
    pub topics: Option<Vec<Topic>>,
    pub next_token: Option<String>,
}

impl Structure for ListTopicsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_TOPICS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topics),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topics),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `MessageAttributeValue`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MessageAttributeValue {
    pub data_type: Option<String>,
    pub string_value: Option<String>,
    pub binary_value: Option<Bytes>,
}

impl Structure for MessageAttributeValue {
    fn schema(&self) -> &'static StructureSchema {
        &schema::MESSAGE_ATTRIBUTE_VALUE
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data_type),
            1 => value(&self.string_value),
            2 => value(&self.binary_value),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data_type),
            1 => slot(&mut self.string_value),
            2 => slot(&mut self.binary_value),
            _ => Slot::Unknown,
        }
    }
}

/// What OptInPhoneNumber takes: AWS's `OptInPhoneNumberInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptInPhoneNumberInput {
    pub phone_number: Option<String>,
}

impl Structure for OptInPhoneNumberInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::OPT_IN_PHONE_NUMBER_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.phone_number),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.phone_number),
            _ => Slot::Unknown,
        }
    }
}

/// What OptInPhoneNumber answers: AWS's `OptInPhoneNumberResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptInPhoneNumberOutput {}

impl Structure for OptInPhoneNumberOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::OPT_IN_PHONE_NUMBER_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `PhoneNumberInformation`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhoneNumberInformation {
    pub created_at: Option<Timestamp>,
    pub phone_number: Option<String>,
    pub status: Option<String>,
    pub iso2_country_code: Option<String>,
    pub route_type: Option<String>,
    pub number_capabilities: Option<Vec<String>>,
}

impl Structure for PhoneNumberInformation {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PHONE_NUMBER_INFORMATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.created_at),
            1 => value(&self.phone_number),
            2 => value(&self.status),
            3 => value(&self.iso2_country_code),
            4 => value(&self.route_type),
            5 => value(&self.number_capabilities),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.created_at),
            1 => slot(&mut self.phone_number),
            2 => slot(&mut self.status),
            3 => slot(&mut self.iso2_country_code),
            4 => slot(&mut self.route_type),
            5 => slot(&mut self.number_capabilities),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `PlatformApplication`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlatformApplication {
    pub platform_application_arn: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for PlatformApplication {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PLATFORM_APPLICATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.platform_application_arn),
            1 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.platform_application_arn),
            1 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What PublishBatch takes: AWS's `PublishBatchInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishBatchInput {
    pub topic_arn: Option<String>,
    pub publish_batch_request_entries: Option<Vec<PublishBatchRequestEntry>>,
}

impl Structure for PublishBatchInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUBLISH_BATCH_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            1 => value(&self.publish_batch_request_entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            1 => slot(&mut self.publish_batch_request_entries),
            _ => Slot::Unknown,
        }
    }
}

/// What PublishBatch answers: AWS's `PublishBatchResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishBatchOutput {
    pub successful: Option<Vec<PublishBatchResultEntry>>,
    pub failed: Option<Vec<BatchResultErrorEntry>>,
}

impl Structure for PublishBatchOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUBLISH_BATCH_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.successful),
            1 => value(&self.failed),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.successful),
            1 => slot(&mut self.failed),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `PublishBatchRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishBatchRequestEntry {
    pub id: Option<String>,
    pub message: Option<String>,
    pub subject: Option<String>,
    pub message_structure: Option<String>,
    pub message_attributes: Option<BTreeMap<String, MessageAttributeValue>>,
    pub message_deduplication_id: Option<String>,
    pub message_group_id: Option<String>,
}

impl Structure for PublishBatchRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUBLISH_BATCH_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            1 => value(&self.message),
            2 => value(&self.subject),
            3 => value(&self.message_structure),
            4 => value(&self.message_attributes),
            5 => value(&self.message_deduplication_id),
            6 => value(&self.message_group_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            1 => slot(&mut self.message),
            2 => slot(&mut self.subject),
            3 => slot(&mut self.message_structure),
            4 => slot(&mut self.message_attributes),
            5 => slot(&mut self.message_deduplication_id),
            6 => slot(&mut self.message_group_id),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `PublishBatchResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishBatchResultEntry {
    pub id: Option<String>,
    pub message_id: Option<String>,
    pub sequence_number: Option<String>,
}

impl Structure for PublishBatchResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUBLISH_BATCH_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            1 => value(&self.message_id),
            2 => value(&self.sequence_number),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            1 => slot(&mut self.message_id),
            2 => slot(&mut self.sequence_number),
            _ => Slot::Unknown,
        }
    }
}

/// What Publish takes: AWS's `PublishInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishInput {
    pub topic_arn: Option<String>,
    pub target_arn: Option<String>,
    pub phone_number: Option<String>,
    pub message: Option<String>,
    pub subject: Option<String>,
    pub message_structure: Option<String>,
    pub message_attributes: Option<BTreeMap<String, MessageAttributeValue>>,
    pub message_deduplication_id: Option<String>,
    pub message_group_id: Option<String>,
}

impl Structure for PublishInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUBLISH_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            1 => value(&self.target_arn),
            2 => value(&self.phone_number),
            3 => value(&self.message),
            4 => value(&self.subject),
            5 => value(&self.message_structure),
            6 => value(&self.message_attributes),
            7 => value(&self.message_deduplication_id),
            8 => value(&self.message_group_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            1 => slot(&mut self.target_arn),
            2 => slot(&mut self.phone_number),
            3 => slot(&mut self.message),
            4 => slot(&mut self.subject),
            5 => slot(&mut self.message_structure),
            6 => slot(&mut self.message_attributes),
            7 => slot(&mut self.message_deduplication_id),
            8 => slot(&mut self.message_group_id),
            _ => Slot::Unknown,
        }
    }
}

/// What Publish answers: AWS's `PublishResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishOutput {
    pub message_id: Option<String>,
    pub sequence_number: Option<String>,
}

impl Structure for PublishOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUBLISH_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message_id),
            1 => value(&self.sequence_number),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message_id),
            1 => slot(&mut self.sequence_number),
            _ => Slot::Unknown,
        }
    }
}

/// What PutDataProtectionPolicy takes: AWS's `PutDataProtectionPolicyInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutDataProtectionPolicyInput {
    pub resource_arn: Option<String>,
    pub data_protection_policy: Option<String>,
}

impl Structure for PutDataProtectionPolicyInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_DATA_PROTECTION_POLICY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            1 => value(&self.data_protection_policy),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            1 => slot(&mut self.data_protection_policy),
            _ => Slot::Unknown,
        }
    }
}

/// What PutDataProtectionPolicy answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutDataProtectionPolicyOutput {}

impl Structure for PutDataProtectionPolicyOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_DATA_PROTECTION_POLICY_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What RemovePermission takes: AWS's `RemovePermissionInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RemovePermissionInput {
    pub topic_arn: Option<String>,
    pub label: Option<String>,
}

impl Structure for RemovePermissionInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::REMOVE_PERMISSION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            1 => value(&self.label),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            1 => slot(&mut self.label),
            _ => Slot::Unknown,
        }
    }
}

/// What RemovePermission answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RemovePermissionOutput {}

impl Structure for RemovePermissionOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::REMOVE_PERMISSION_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `SMSSandboxPhoneNumber`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SMSSandboxPhoneNumber {
    pub phone_number: Option<String>,
    pub status: Option<String>,
}

impl Structure for SMSSandboxPhoneNumber {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SMS_SANDBOX_PHONE_NUMBER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.phone_number),
            1 => value(&self.status),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.phone_number),
            1 => slot(&mut self.status),
            _ => Slot::Unknown,
        }
    }
}

/// What SetEndpointAttributes takes: AWS's `SetEndpointAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetEndpointAttributesInput {
    pub endpoint_arn: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for SetEndpointAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_ENDPOINT_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.endpoint_arn),
            1 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.endpoint_arn),
            1 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What SetEndpointAttributes answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetEndpointAttributesOutput {}

impl Structure for SetEndpointAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_ENDPOINT_ATTRIBUTES_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What SetPlatformApplicationAttributes takes: AWS's `SetPlatformApplicationAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetPlatformApplicationAttributesInput {
    pub platform_application_arn: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for SetPlatformApplicationAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_PLATFORM_APPLICATION_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.platform_application_arn),
            1 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.platform_application_arn),
            1 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What SetPlatformApplicationAttributes answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetPlatformApplicationAttributesOutput {}

impl Structure for SetPlatformApplicationAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_PLATFORM_APPLICATION_ATTRIBUTES_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What SetSMSAttributes takes: AWS's `SetSMSAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetSMSAttributesInput {
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for SetSMSAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_SMS_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What SetSMSAttributes answers: AWS's `SetSMSAttributesResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetSMSAttributesOutput {}

impl Structure for SetSMSAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_SMS_ATTRIBUTES_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What SetSubscriptionAttributes takes: AWS's `SetSubscriptionAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetSubscriptionAttributesInput {
    pub subscription_arn: Option<String>,
    pub attribute_name: Option<String>,
    pub attribute_value: Option<String>,
}

impl Structure for SetSubscriptionAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_SUBSCRIPTION_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscription_arn),
            1 => value(&self.attribute_name),
            2 => value(&self.attribute_value),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscription_arn),
            1 => slot(&mut self.attribute_name),
            2 => slot(&mut self.attribute_value),
            _ => Slot::Unknown,
        }
    }
}

/// What SetSubscriptionAttributes answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetSubscriptionAttributesOutput {}

impl Structure for SetSubscriptionAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_SUBSCRIPTION_ATTRIBUTES_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What SetTopicAttributes takes: AWS's `SetTopicAttributesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetTopicAttributesInput {
    pub topic_arn: Option<String>,
    pub attribute_name: Option<String>,
    pub attribute_value: Option<String>,
}

impl Structure for SetTopicAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_TOPIC_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            1 => value(&self.attribute_name),
            2 => value(&self.attribute_value),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            1 => slot(&mut self.attribute_name),
            2 => slot(&mut self.attribute_value),
            _ => Slot::Unknown,
        }
    }
}

/// What SetTopicAttributes answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetTopicAttributesOutput {}

impl Structure for SetTopicAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_TOPIC_ATTRIBUTES_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What Subscribe takes: AWS's `SubscribeInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubscribeInput {
    pub topic_arn: Option<String>,
    pub protocol: Option<String>,
    pub endpoint: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
    pub return_subscription_arn: Option<bool>,
}

impl Structure for SubscribeInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SUBSCRIBE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            1 => value(&self.protocol),
            2 => value(&self.endpoint),
            3 => value(&self.attributes),
            4 => value(&self.return_subscription_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            1 => slot(&mut self.protocol),
            2 => slot(&mut self.endpoint),
            3 => slot(&mut self.attributes),
            4 => slot(&mut self.return_subscription_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What Subscribe answers: AWS's `SubscribeResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubscribeOutput {
    pub subscription_arn: Option<String>,
}

impl Structure for SubscribeOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SUBSCRIBE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscription_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscription_arn),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `Subscription`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subscription {
    pub subscription_arn: Option<String>,
    pub owner: Option<String>,
    pub protocol: Option<String>,
    pub endpoint: Option<String>,
    pub topic_arn: Option<String>,
}

impl Structure for Subscription {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SUBSCRIPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscription_arn),
            1 => value(&self.owner),
            2 => value(&self.protocol),
            3 => value(&self.endpoint),
            4 => value(&self.topic_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscription_arn),
            1 => slot(&mut self.owner),
            2 => slot(&mut self.protocol),
            3 => slot(&mut self.endpoint),
            4 => slot(&mut self.topic_arn),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `Tag`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tag {
    pub key: Option<String>,
    pub value: Option<String>,
}

impl Structure for Tag {
    fn schema(&self) -> &'static StructureSchema {
        &schema::TAG
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.key),
            1 => value(&self.value),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.key),
            1 => slot(&mut self.value),
            _ => Slot::Unknown,
        }
    }
}

/// What TagResource takes: AWS's `TagResourceRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagResourceInput {
    pub resource_arn: Option<String>,
    pub tags: Option<Vec<Tag>>,
}

impl Structure for TagResourceInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::TAG_RESOURCE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            1 => value(&self.tags),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            1 => slot(&mut self.tags),
            _ => Slot::Unknown,
        }
    }
}

/// What TagResource answers: AWS's `TagResourceResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagResourceOutput {}

impl Structure for TagResourceOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::TAG_RESOURCE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `Topic`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic {
    pub topic_arn: Option<String>,
}

impl Structure for Topic {
    fn schema(&self) -> &'static StructureSchema {
        &schema::TOPIC
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.topic_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.topic_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What Unsubscribe takes: AWS's `UnsubscribeInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnsubscribeInput {
    pub subscription_arn: Option<String>,
}

impl Structure for UnsubscribeInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UNSUBSCRIBE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscription_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscription_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What Unsubscribe answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnsubscribeOutput {}

impl Structure for UnsubscribeOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UNSUBSCRIBE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What UntagResource takes: AWS's `UntagResourceRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UntagResourceInput {
    pub resource_arn: Option<String>,
    pub tag_keys: Option<Vec<String>>,
}

impl Structure for UntagResourceInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UNTAG_RESOURCE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            1 => value(&self.tag_keys),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            1 => slot(&mut self.tag_keys),
            _ => Slot::Unknown,
        }
    }
}

/// What UntagResource answers: AWS's `UntagResourceResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UntagResourceOutput {}

impl Structure for UntagResourceOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UNTAG_RESOURCE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What VerifySMSSandboxPhoneNumber takes: AWS's `VerifySMSSandboxPhoneNumberInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VerifySMSSandboxPhoneNumberInput {
    pub phone_number: Option<String>,
    pub one_time_password: Option<String>,
}

impl Structure for VerifySMSSandboxPhoneNumberInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::VERIFY_SMS_SANDBOX_PHONE_NUMBER_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.phone_number),
            1 => value(&self.one_time_password),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.phone_number),
            1 => slot(&mut self.one_time_password),
            _ => Slot::Unknown,
        }
    }
}

/// What VerifySMSSandboxPhoneNumber answers: AWS's `VerifySMSSandboxPhoneNumberResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VerifySMSSandboxPhoneNumberOutput {}

impl Structure for VerifySMSSandboxPhoneNumberOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::VERIFY_SMS_SANDBOX_PHONE_NUMBER_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// The operations.
pub mod operations {
    use super::{errors, schema};
    use crate::OperationInfo;
    pub static ADD_PERMISSION: OperationInfo = OperationInfo {
        name: "AddPermission",
        input: &schema::ADD_PERMISSION_INPUT,
        output: &schema::ADD_PERMISSION_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::AddPermissionInput::default()),
        new_output: || Box::new(super::AddPermissionOutput::default()),
    };
    pub static CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: OperationInfo = OperationInfo {
        name: "CheckIfPhoneNumberIsOptedOut",
        input: &schema::CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT_INPUT,
        output: &schema::CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT_OUTPUT,
        result_wrapper: Some("CheckIfPhoneNumberIsOptedOutResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
        ],
        new_input: || Box::new(super::CheckIfPhoneNumberIsOptedOutInput::default()),
        new_output: || Box::new(super::CheckIfPhoneNumberIsOptedOutOutput::default()),
    };
    pub static CONFIRM_SUBSCRIPTION: OperationInfo = OperationInfo {
        name: "ConfirmSubscription",
        input: &schema::CONFIRM_SUBSCRIPTION_INPUT,
        output: &schema::CONFIRM_SUBSCRIPTION_OUTPUT,
        result_wrapper: Some("ConfirmSubscriptionResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::FILTER_POLICY_LIMIT_EXCEEDED_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
            &errors::REPLAY_LIMIT_EXCEEDED_EXCEPTION,
            &errors::SUBSCRIPTION_LIMIT_EXCEEDED_EXCEPTION,
        ],
        new_input: || Box::new(super::ConfirmSubscriptionInput::default()),
        new_output: || Box::new(super::ConfirmSubscriptionOutput::default()),
    };
    pub static CREATE_PLATFORM_APPLICATION: OperationInfo = OperationInfo {
        name: "CreatePlatformApplication",
        input: &schema::CREATE_PLATFORM_APPLICATION_INPUT,
        output: &schema::CREATE_PLATFORM_APPLICATION_OUTPUT,
        result_wrapper: Some("CreatePlatformApplicationResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
        ],
        new_input: || Box::new(super::CreatePlatformApplicationInput::default()),
        new_output: || Box::new(super::CreatePlatformApplicationOutput::default()),
    };
    pub static CREATE_PLATFORM_ENDPOINT: OperationInfo = OperationInfo {
        name: "CreatePlatformEndpoint",
        input: &schema::CREATE_PLATFORM_ENDPOINT_INPUT,
        output: &schema::CREATE_PLATFORM_ENDPOINT_OUTPUT,
        result_wrapper: Some("CreatePlatformEndpointResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::CreatePlatformEndpointInput::default()),
        new_output: || Box::new(super::CreatePlatformEndpointOutput::default()),
    };
    pub static CREATE_SMS_SANDBOX_PHONE_NUMBER: OperationInfo = OperationInfo {
        name: "CreateSMSSandboxPhoneNumber",
        input: &schema::CREATE_SMS_SANDBOX_PHONE_NUMBER_INPUT,
        output: &schema::CREATE_SMS_SANDBOX_PHONE_NUMBER_OUTPUT,
        result_wrapper: Some("CreateSMSSandboxPhoneNumberResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::OPTED_OUT_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
            &errors::USER_ERROR_EXCEPTION,
        ],
        new_input: || Box::new(super::CreateSMSSandboxPhoneNumberInput::default()),
        new_output: || Box::new(super::CreateSMSSandboxPhoneNumberOutput::default()),
    };
    pub static CREATE_TOPIC: OperationInfo = OperationInfo {
        name: "CreateTopic",
        input: &schema::CREATE_TOPIC_INPUT,
        output: &schema::CREATE_TOPIC_OUTPUT,
        result_wrapper: Some("CreateTopicResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::CONCURRENT_ACCESS_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::STALE_TAG_EXCEPTION,
            &errors::TAG_LIMIT_EXCEEDED_EXCEPTION,
            &errors::TAG_POLICY_EXCEPTION,
            &errors::TOPIC_LIMIT_EXCEEDED_EXCEPTION,
        ],
        new_input: || Box::new(super::CreateTopicInput::default()),
        new_output: || Box::new(super::CreateTopicOutput::default()),
    };
    pub static DELETE_ENDPOINT: OperationInfo = OperationInfo {
        name: "DeleteEndpoint",
        input: &schema::DELETE_ENDPOINT_INPUT,
        output: &schema::DELETE_ENDPOINT_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
        ],
        new_input: || Box::new(super::DeleteEndpointInput::default()),
        new_output: || Box::new(super::DeleteEndpointOutput::default()),
    };
    pub static DELETE_PLATFORM_APPLICATION: OperationInfo = OperationInfo {
        name: "DeletePlatformApplication",
        input: &schema::DELETE_PLATFORM_APPLICATION_INPUT,
        output: &schema::DELETE_PLATFORM_APPLICATION_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
        ],
        new_input: || Box::new(super::DeletePlatformApplicationInput::default()),
        new_output: || Box::new(super::DeletePlatformApplicationOutput::default()),
    };
    pub static DELETE_SMS_SANDBOX_PHONE_NUMBER: OperationInfo = OperationInfo {
        name: "DeleteSMSSandboxPhoneNumber",
        input: &schema::DELETE_SMS_SANDBOX_PHONE_NUMBER_INPUT,
        output: &schema::DELETE_SMS_SANDBOX_PHONE_NUMBER_OUTPUT,
        result_wrapper: Some("DeleteSMSSandboxPhoneNumberResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
            &errors::USER_ERROR_EXCEPTION,
        ],
        new_input: || Box::new(super::DeleteSMSSandboxPhoneNumberInput::default()),
        new_output: || Box::new(super::DeleteSMSSandboxPhoneNumberOutput::default()),
    };
    pub static DELETE_TOPIC: OperationInfo = OperationInfo {
        name: "DeleteTopic",
        input: &schema::DELETE_TOPIC_INPUT,
        output: &schema::DELETE_TOPIC_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::CONCURRENT_ACCESS_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_STATE_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
            &errors::STALE_TAG_EXCEPTION,
            &errors::TAG_POLICY_EXCEPTION,
        ],
        new_input: || Box::new(super::DeleteTopicInput::default()),
        new_output: || Box::new(super::DeleteTopicOutput::default()),
    };
    pub static GET_DATA_PROTECTION_POLICY: OperationInfo = OperationInfo {
        name: "GetDataProtectionPolicy",
        input: &schema::GET_DATA_PROTECTION_POLICY_INPUT,
        output: &schema::GET_DATA_PROTECTION_POLICY_OUTPUT,
        result_wrapper: Some("GetDataProtectionPolicyResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::GetDataProtectionPolicyInput::default()),
        new_output: || Box::new(super::GetDataProtectionPolicyOutput::default()),
    };
    pub static GET_ENDPOINT_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "GetEndpointAttributes",
        input: &schema::GET_ENDPOINT_ATTRIBUTES_INPUT,
        output: &schema::GET_ENDPOINT_ATTRIBUTES_OUTPUT,
        result_wrapper: Some("GetEndpointAttributesResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::GetEndpointAttributesInput::default()),
        new_output: || Box::new(super::GetEndpointAttributesOutput::default()),
    };
    pub static GET_PLATFORM_APPLICATION_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "GetPlatformApplicationAttributes",
        input: &schema::GET_PLATFORM_APPLICATION_ATTRIBUTES_INPUT,
        output: &schema::GET_PLATFORM_APPLICATION_ATTRIBUTES_OUTPUT,
        result_wrapper: Some("GetPlatformApplicationAttributesResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::GetPlatformApplicationAttributesInput::default()),
        new_output: || Box::new(super::GetPlatformApplicationAttributesOutput::default()),
    };
    pub static GET_SMS_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "GetSMSAttributes",
        input: &schema::GET_SMS_ATTRIBUTES_INPUT,
        output: &schema::GET_SMS_ATTRIBUTES_OUTPUT,
        result_wrapper: Some("GetSMSAttributesResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
        ],
        new_input: || Box::new(super::GetSMSAttributesInput::default()),
        new_output: || Box::new(super::GetSMSAttributesOutput::default()),
    };
    pub static GET_SMS_SANDBOX_ACCOUNT_STATUS: OperationInfo = OperationInfo {
        name: "GetSMSSandboxAccountStatus",
        input: &schema::GET_SMS_SANDBOX_ACCOUNT_STATUS_INPUT,
        output: &schema::GET_SMS_SANDBOX_ACCOUNT_STATUS_OUTPUT,
        result_wrapper: Some("GetSMSSandboxAccountStatusResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
        ],
        new_input: || Box::new(super::GetSMSSandboxAccountStatusInput::default()),
        new_output: || Box::new(super::GetSMSSandboxAccountStatusOutput::default()),
    };
    pub static GET_SUBSCRIPTION_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "GetSubscriptionAttributes",
        input: &schema::GET_SUBSCRIPTION_ATTRIBUTES_INPUT,
        output: &schema::GET_SUBSCRIPTION_ATTRIBUTES_OUTPUT,
        result_wrapper: Some("GetSubscriptionAttributesResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::GetSubscriptionAttributesInput::default()),
        new_output: || Box::new(super::GetSubscriptionAttributesOutput::default()),
    };
    pub static GET_TOPIC_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "GetTopicAttributes",
        input: &schema::GET_TOPIC_ATTRIBUTES_INPUT,
        output: &schema::GET_TOPIC_ATTRIBUTES_OUTPUT,
        result_wrapper: Some("GetTopicAttributesResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::GetTopicAttributesInput::default()),
        new_output: || Box::new(super::GetTopicAttributesOutput::default()),
    };
    pub static LIST_ENDPOINTS_BY_PLATFORM_APPLICATION: OperationInfo = OperationInfo {
        name: "ListEndpointsByPlatformApplication",
        input: &schema::LIST_ENDPOINTS_BY_PLATFORM_APPLICATION_INPUT,
        output: &schema::LIST_ENDPOINTS_BY_PLATFORM_APPLICATION_OUTPUT,
        result_wrapper: Some("ListEndpointsByPlatformApplicationResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::ListEndpointsByPlatformApplicationInput::default()),
        new_output: || Box::new(super::ListEndpointsByPlatformApplicationOutput::default()),
    };
    pub static LIST_ORIGINATION_NUMBERS: OperationInfo = OperationInfo {
        name: "ListOriginationNumbers",
        input: &schema::LIST_ORIGINATION_NUMBERS_INPUT,
        output: &schema::LIST_ORIGINATION_NUMBERS_OUTPUT,
        result_wrapper: Some("ListOriginationNumbersResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::ListOriginationNumbersInput::default()),
        new_output: || Box::new(super::ListOriginationNumbersOutput::default()),
    };
    pub static LIST_PHONE_NUMBERS_OPTED_OUT: OperationInfo = OperationInfo {
        name: "ListPhoneNumbersOptedOut",
        input: &schema::LIST_PHONE_NUMBERS_OPTED_OUT_INPUT,
        output: &schema::LIST_PHONE_NUMBERS_OPTED_OUT_OUTPUT,
        result_wrapper: Some("ListPhoneNumbersOptedOutResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
        ],
        new_input: || Box::new(super::ListPhoneNumbersOptedOutInput::default()),
        new_output: || Box::new(super::ListPhoneNumbersOptedOutOutput::default()),
    };
    pub static LIST_PLATFORM_APPLICATIONS: OperationInfo = OperationInfo {
        name: "ListPlatformApplications",
        input: &schema::LIST_PLATFORM_APPLICATIONS_INPUT,
        output: &schema::LIST_PLATFORM_APPLICATIONS_OUTPUT,
        result_wrapper: Some("ListPlatformApplicationsResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
        ],
        new_input: || Box::new(super::ListPlatformApplicationsInput::default()),
        new_output: || Box::new(super::ListPlatformApplicationsOutput::default()),
    };
    pub static LIST_SMS_SANDBOX_PHONE_NUMBERS: OperationInfo = OperationInfo {
        name: "ListSMSSandboxPhoneNumbers",
        input: &schema::LIST_SMS_SANDBOX_PHONE_NUMBERS_INPUT,
        output: &schema::LIST_SMS_SANDBOX_PHONE_NUMBERS_OUTPUT,
        result_wrapper: Some("ListSMSSandboxPhoneNumbersResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
        ],
        new_input: || Box::new(super::ListSMSSandboxPhoneNumbersInput::default()),
        new_output: || Box::new(super::ListSMSSandboxPhoneNumbersOutput::default()),
    };
    pub static LIST_SUBSCRIPTIONS: OperationInfo = OperationInfo {
        name: "ListSubscriptions",
        input: &schema::LIST_SUBSCRIPTIONS_INPUT,
        output: &schema::LIST_SUBSCRIPTIONS_OUTPUT,
        result_wrapper: Some("ListSubscriptionsResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
        ],
        new_input: || Box::new(super::ListSubscriptionsInput::default()),
        new_output: || Box::new(super::ListSubscriptionsOutput::default()),
    };
    pub static LIST_SUBSCRIPTIONS_BY_TOPIC: OperationInfo = OperationInfo {
        name: "ListSubscriptionsByTopic",
        input: &schema::LIST_SUBSCRIPTIONS_BY_TOPIC_INPUT,
        output: &schema::LIST_SUBSCRIPTIONS_BY_TOPIC_OUTPUT,
        result_wrapper: Some("ListSubscriptionsByTopicResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::ListSubscriptionsByTopicInput::default()),
        new_output: || Box::new(super::ListSubscriptionsByTopicOutput::default()),
    };
    pub static LIST_TAGS_FOR_RESOURCE: OperationInfo = OperationInfo {
        name: "ListTagsForResource",
        input: &schema::LIST_TAGS_FOR_RESOURCE_INPUT,
        output: &schema::LIST_TAGS_FOR_RESOURCE_OUTPUT,
        result_wrapper: Some("ListTagsForResourceResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::CONCURRENT_ACCESS_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::TAG_POLICY_EXCEPTION,
        ],
        new_input: || Box::new(super::ListTagsForResourceInput::default()),
        new_output: || Box::new(super::ListTagsForResourceOutput::default()),
    };
    pub static LIST_TOPICS: OperationInfo = OperationInfo {
        name: "ListTopics",
        input: &schema::LIST_TOPICS_INPUT,
        output: &schema::LIST_TOPICS_OUTPUT,
        result_wrapper: Some("ListTopicsResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
        ],
        new_input: || Box::new(super::ListTopicsInput::default()),
        new_output: || Box::new(super::ListTopicsOutput::default()),
    };
    pub static OPT_IN_PHONE_NUMBER: OperationInfo = OperationInfo {
        name: "OptInPhoneNumber",
        input: &schema::OPT_IN_PHONE_NUMBER_INPUT,
        output: &schema::OPT_IN_PHONE_NUMBER_OUTPUT,
        result_wrapper: Some("OptInPhoneNumberResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
        ],
        new_input: || Box::new(super::OptInPhoneNumberInput::default()),
        new_output: || Box::new(super::OptInPhoneNumberOutput::default()),
    };
    pub static PUBLISH: OperationInfo = OperationInfo {
        name: "Publish",
        input: &schema::PUBLISH_INPUT,
        output: &schema::PUBLISH_OUTPUT,
        result_wrapper: Some("PublishResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::ENDPOINT_DISABLED_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_PARAMETER_VALUE_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
            &errors::PLATFORM_APPLICATION_DISABLED_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::PublishInput::default()),
        new_output: || Box::new(super::PublishOutput::default()),
    };
    pub static PUBLISH_BATCH: OperationInfo = OperationInfo {
        name: "PublishBatch",
        input: &schema::PUBLISH_BATCH_INPUT,
        output: &schema::PUBLISH_BATCH_OUTPUT,
        result_wrapper: Some("PublishBatchResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::BATCH_ENTRY_IDS_NOT_DISTINCT_EXCEPTION,
            &errors::BATCH_REQUEST_TOO_LONG_EXCEPTION,
            &errors::EMPTY_BATCH_REQUEST_EXCEPTION,
            &errors::ENDPOINT_DISABLED_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_BATCH_ENTRY_ID_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_PARAMETER_VALUE_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
            &errors::PLATFORM_APPLICATION_DISABLED_EXCEPTION,
            &errors::TOO_MANY_ENTRIES_IN_BATCH_REQUEST_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::PublishBatchInput::default()),
        new_output: || Box::new(super::PublishBatchOutput::default()),
    };
    pub static PUT_DATA_PROTECTION_POLICY: OperationInfo = OperationInfo {
        name: "PutDataProtectionPolicy",
        input: &schema::PUT_DATA_PROTECTION_POLICY_INPUT,
        output: &schema::PUT_DATA_PROTECTION_POLICY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::PutDataProtectionPolicyInput::default()),
        new_output: || Box::new(super::PutDataProtectionPolicyOutput::default()),
    };
    pub static REMOVE_PERMISSION: OperationInfo = OperationInfo {
        name: "RemovePermission",
        input: &schema::REMOVE_PERMISSION_INPUT,
        output: &schema::REMOVE_PERMISSION_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::RemovePermissionInput::default()),
        new_output: || Box::new(super::RemovePermissionOutput::default()),
    };
    pub static SET_ENDPOINT_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "SetEndpointAttributes",
        input: &schema::SET_ENDPOINT_ATTRIBUTES_INPUT,
        output: &schema::SET_ENDPOINT_ATTRIBUTES_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::SetEndpointAttributesInput::default()),
        new_output: || Box::new(super::SetEndpointAttributesOutput::default()),
    };
    pub static SET_PLATFORM_APPLICATION_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "SetPlatformApplicationAttributes",
        input: &schema::SET_PLATFORM_APPLICATION_ATTRIBUTES_INPUT,
        output: &schema::SET_PLATFORM_APPLICATION_ATTRIBUTES_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::SetPlatformApplicationAttributesInput::default()),
        new_output: || Box::new(super::SetPlatformApplicationAttributesOutput::default()),
    };
    pub static SET_SMS_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "SetSMSAttributes",
        input: &schema::SET_SMS_ATTRIBUTES_INPUT,
        output: &schema::SET_SMS_ATTRIBUTES_OUTPUT,
        result_wrapper: Some("SetSMSAttributesResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
        ],
        new_input: || Box::new(super::SetSMSAttributesInput::default()),
        new_output: || Box::new(super::SetSMSAttributesOutput::default()),
    };
    pub static SET_SUBSCRIPTION_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "SetSubscriptionAttributes",
        input: &schema::SET_SUBSCRIPTION_ATTRIBUTES_INPUT,
        output: &schema::SET_SUBSCRIPTION_ATTRIBUTES_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::FILTER_POLICY_LIMIT_EXCEEDED_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
            &errors::REPLAY_LIMIT_EXCEEDED_EXCEPTION,
        ],
        new_input: || Box::new(super::SetSubscriptionAttributesInput::default()),
        new_output: || Box::new(super::SetSubscriptionAttributesOutput::default()),
    };
    pub static SET_TOPIC_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "SetTopicAttributes",
        input: &schema::SET_TOPIC_ATTRIBUTES_INPUT,
        output: &schema::SET_TOPIC_ATTRIBUTES_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::SetTopicAttributesInput::default()),
        new_output: || Box::new(super::SetTopicAttributesOutput::default()),
    };
    pub static SUBSCRIBE: OperationInfo = OperationInfo {
        name: "Subscribe",
        input: &schema::SUBSCRIBE_INPUT,
        output: &schema::SUBSCRIBE_OUTPUT,
        result_wrapper: Some("SubscribeResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::FILTER_POLICY_LIMIT_EXCEEDED_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
            &errors::REPLAY_LIMIT_EXCEEDED_EXCEPTION,
            &errors::SUBSCRIPTION_LIMIT_EXCEEDED_EXCEPTION,
        ],
        new_input: || Box::new(super::SubscribeInput::default()),
        new_output: || Box::new(super::SubscribeOutput::default()),
    };
    pub static TAG_RESOURCE: OperationInfo = OperationInfo {
        name: "TagResource",
        input: &schema::TAG_RESOURCE_INPUT,
        output: &schema::TAG_RESOURCE_OUTPUT,
        result_wrapper: Some("TagResourceResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::CONCURRENT_ACCESS_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::STALE_TAG_EXCEPTION,
            &errors::TAG_LIMIT_EXCEEDED_EXCEPTION,
            &errors::TAG_POLICY_EXCEPTION,
        ],
        new_input: || Box::new(super::TagResourceInput::default()),
        new_output: || Box::new(super::TagResourceOutput::default()),
    };
    pub static UNSUBSCRIBE: OperationInfo = OperationInfo {
        name: "Unsubscribe",
        input: &schema::UNSUBSCRIBE_INPUT,
        output: &schema::UNSUBSCRIBE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::INVALID_SECURITY_EXCEPTION,
            &errors::NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::UnsubscribeInput::default()),
        new_output: || Box::new(super::UnsubscribeOutput::default()),
    };
    pub static UNTAG_RESOURCE: OperationInfo = OperationInfo {
        name: "UntagResource",
        input: &schema::UNTAG_RESOURCE_INPUT,
        output: &schema::UNTAG_RESOURCE_OUTPUT,
        result_wrapper: Some("UntagResourceResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::CONCURRENT_ACCESS_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::STALE_TAG_EXCEPTION,
            &errors::TAG_LIMIT_EXCEEDED_EXCEPTION,
            &errors::TAG_POLICY_EXCEPTION,
        ],
        new_input: || Box::new(super::UntagResourceInput::default()),
        new_output: || Box::new(super::UntagResourceOutput::default()),
    };
    pub static VERIFY_SMS_SANDBOX_PHONE_NUMBER: OperationInfo = OperationInfo {
        name: "VerifySMSSandboxPhoneNumber",
        input: &schema::VERIFY_SMS_SANDBOX_PHONE_NUMBER_INPUT,
        output: &schema::VERIFY_SMS_SANDBOX_PHONE_NUMBER_OUTPUT,
        result_wrapper: Some("VerifySMSSandboxPhoneNumberResult"),
        unsigned: false,
        errors: &[
            &errors::AUTHORIZATION_ERROR_EXCEPTION,
            &errors::INTERNAL_ERROR_EXCEPTION,
            &errors::INVALID_PARAMETER_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLED_EXCEPTION,
            &errors::VERIFICATION_EXCEPTION,
        ],
        new_input: || Box::new(super::VerifySMSSandboxPhoneNumberInput::default()),
        new_output: || Box::new(super::VerifySMSSandboxPhoneNumberOutput::default()),
    };
}

mod schema {
    use crate::schema::member;
    use crate::*;
    pub static ADD_PERMISSION_INPUT: StructureSchema = StructureSchema {
        name: "AddPermissionInput",
        members: &[
            member("TopicArn", "TopicArn", Shape::String).required(),
            member("Label", "Label", Shape::String).required(),
            member(
                "AWSAccountId",
                "AWSAccountId",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
            member(
                "ActionName",
                "ActionName",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
        ],
    };
    pub static ADD_PERMISSION_OUTPUT: StructureSchema =
        StructureSchema { name: "AddPermissionOutput", members: &[] };
    pub static BATCH_RESULT_ERROR_ENTRY: StructureSchema = StructureSchema {
        name: "BatchResultErrorEntry",
        members: &[
            member("Id", "Id", Shape::String).required(),
            member("Code", "Code", Shape::String).required(),
            member("Message", "Message", Shape::String),
            member("SenderFault", "SenderFault", Shape::Boolean).required(),
        ],
    };
    pub static CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT_INPUT: StructureSchema = StructureSchema {
        name: "CheckIfPhoneNumberIsOptedOutInput",
        members: &[member("phoneNumber", "phoneNumber", Shape::String).required()],
    };
    pub static CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT_OUTPUT: StructureSchema = StructureSchema {
        name: "CheckIfPhoneNumberIsOptedOutOutput",
        members: &[member("isOptedOut", "isOptedOut", Shape::Boolean)],
    };
    pub static CONFIRM_SUBSCRIPTION_INPUT: StructureSchema = StructureSchema {
        name: "ConfirmSubscriptionInput",
        members: &[
            member("TopicArn", "TopicArn", Shape::String).required(),
            member("Token", "Token", Shape::String).required(),
            member("AuthenticateOnUnsubscribe", "AuthenticateOnUnsubscribe", Shape::String),
        ],
    };
    pub static CONFIRM_SUBSCRIPTION_OUTPUT: StructureSchema = StructureSchema {
        name: "ConfirmSubscriptionOutput",
        members: &[member("SubscriptionArn", "SubscriptionArn", Shape::String)],
    };
    pub static CREATE_PLATFORM_APPLICATION_INPUT: StructureSchema = StructureSchema {
        name: "CreatePlatformApplicationInput",
        members: &[
            member("Name", "Name", Shape::String).required(),
            member("Platform", "Platform", Shape::String).required(),
            member(
                "Attributes",
                "Attributes",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            )
            .required(),
        ],
    };
    pub static CREATE_PLATFORM_APPLICATION_OUTPUT: StructureSchema = StructureSchema {
        name: "CreatePlatformApplicationOutput",
        members: &[member("PlatformApplicationArn", "PlatformApplicationArn", Shape::String)],
    };
    pub static CREATE_PLATFORM_ENDPOINT_INPUT: StructureSchema = StructureSchema {
        name: "CreatePlatformEndpointInput",
        members: &[
            member("PlatformApplicationArn", "PlatformApplicationArn", Shape::String).required(),
            member("Token", "Token", Shape::String).required(),
            member("CustomUserData", "CustomUserData", Shape::String),
            member(
                "Attributes",
                "Attributes",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
        ],
    };
    pub static CREATE_PLATFORM_ENDPOINT_OUTPUT: StructureSchema = StructureSchema {
        name: "CreatePlatformEndpointOutput",
        members: &[member("EndpointArn", "EndpointArn", Shape::String)],
    };
    pub static CREATE_SMS_SANDBOX_PHONE_NUMBER_INPUT: StructureSchema = StructureSchema {
        name: "CreateSMSSandboxPhoneNumberInput",
        members: &[
            member("PhoneNumber", "PhoneNumber", Shape::String).required(),
            member("LanguageCode", "LanguageCode", Shape::String),
        ],
    };
    pub static CREATE_SMS_SANDBOX_PHONE_NUMBER_OUTPUT: StructureSchema =
        StructureSchema { name: "CreateSMSSandboxPhoneNumberOutput", members: &[] };
    pub static CREATE_TOPIC_INPUT: StructureSchema = StructureSchema {
        name: "CreateTopicInput",
        members: &[
            member("Name", "Name", Shape::String).required(),
            member(
                "Attributes",
                "Attributes",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
            member(
                "Tags",
                "Tags",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TAG) }),
            ),
            member("DataProtectionPolicy", "DataProtectionPolicy", Shape::String),
        ],
    };
    pub static CREATE_TOPIC_OUTPUT: StructureSchema = StructureSchema {
        name: "CreateTopicOutput",
        members: &[member("TopicArn", "TopicArn", Shape::String)],
    };
    pub static DELETE_ENDPOINT_INPUT: StructureSchema = StructureSchema {
        name: "DeleteEndpointInput",
        members: &[member("EndpointArn", "EndpointArn", Shape::String).required()],
    };
    pub static DELETE_ENDPOINT_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteEndpointOutput", members: &[] };
    pub static DELETE_PLATFORM_APPLICATION_INPUT: StructureSchema = StructureSchema {
        name: "DeletePlatformApplicationInput",
        members: &[member("PlatformApplicationArn", "PlatformApplicationArn", Shape::String).required()],
    };
    pub static DELETE_PLATFORM_APPLICATION_OUTPUT: StructureSchema =
        StructureSchema { name: "DeletePlatformApplicationOutput", members: &[] };
    pub static DELETE_SMS_SANDBOX_PHONE_NUMBER_INPUT: StructureSchema = StructureSchema {
        name: "DeleteSMSSandboxPhoneNumberInput",
        members: &[member("PhoneNumber", "PhoneNumber", Shape::String).required()],
    };
    pub static DELETE_SMS_SANDBOX_PHONE_NUMBER_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteSMSSandboxPhoneNumberOutput", members: &[] };
    pub static DELETE_TOPIC_INPUT: StructureSchema = StructureSchema {
        name: "DeleteTopicInput",
        members: &[member("TopicArn", "TopicArn", Shape::String).required()],
    };
    pub static DELETE_TOPIC_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteTopicOutput", members: &[] };
    pub static ENDPOINT: StructureSchema = StructureSchema {
        name: "Endpoint",
        members: &[
            member("EndpointArn", "EndpointArn", Shape::String),
            member(
                "Attributes",
                "Attributes",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
        ],
    };
    pub static GET_DATA_PROTECTION_POLICY_INPUT: StructureSchema = StructureSchema {
        name: "GetDataProtectionPolicyInput",
        members: &[member("ResourceArn", "ResourceArn", Shape::String).required()],
    };
    pub static GET_DATA_PROTECTION_POLICY_OUTPUT: StructureSchema = StructureSchema {
        name: "GetDataProtectionPolicyOutput",
        members: &[member("DataProtectionPolicy", "DataProtectionPolicy", Shape::String)],
    };
    pub static GET_ENDPOINT_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "GetEndpointAttributesInput",
        members: &[member("EndpointArn", "EndpointArn", Shape::String).required()],
    };
    pub static GET_ENDPOINT_ATTRIBUTES_OUTPUT: StructureSchema = StructureSchema {
        name: "GetEndpointAttributesOutput",
        members: &[member(
            "Attributes",
            "Attributes",
            Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
        )],
    };
    pub static GET_PLATFORM_APPLICATION_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "GetPlatformApplicationAttributesInput",
        members: &[member("PlatformApplicationArn", "PlatformApplicationArn", Shape::String).required()],
    };
    pub static GET_PLATFORM_APPLICATION_ATTRIBUTES_OUTPUT: StructureSchema = StructureSchema {
        name: "GetPlatformApplicationAttributesOutput",
        members: &[member(
            "Attributes",
            "Attributes",
            Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
        )],
    };
    pub static GET_SMS_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "GetSMSAttributesInput",
        members: &[member(
            "attributes",
            "attributes",
            Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
        )],
    };
    pub static GET_SMS_ATTRIBUTES_OUTPUT: StructureSchema = StructureSchema {
        name: "GetSMSAttributesOutput",
        members: &[member(
            "attributes",
            "attributes",
            Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
        )],
    };
    pub static GET_SMS_SANDBOX_ACCOUNT_STATUS_INPUT: StructureSchema =
        StructureSchema { name: "GetSMSSandboxAccountStatusInput", members: &[] };
    pub static GET_SMS_SANDBOX_ACCOUNT_STATUS_OUTPUT: StructureSchema = StructureSchema {
        name: "GetSMSSandboxAccountStatusOutput",
        members: &[member("IsInSandbox", "IsInSandbox", Shape::Boolean).required()],
    };
    pub static GET_SUBSCRIPTION_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "GetSubscriptionAttributesInput",
        members: &[member("SubscriptionArn", "SubscriptionArn", Shape::String).required()],
    };
    pub static GET_SUBSCRIPTION_ATTRIBUTES_OUTPUT: StructureSchema = StructureSchema {
        name: "GetSubscriptionAttributesOutput",
        members: &[member(
            "Attributes",
            "Attributes",
            Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
        )],
    };
    pub static GET_TOPIC_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "GetTopicAttributesInput",
        members: &[member("TopicArn", "TopicArn", Shape::String).required()],
    };
    pub static GET_TOPIC_ATTRIBUTES_OUTPUT: StructureSchema = StructureSchema {
        name: "GetTopicAttributesOutput",
        members: &[member(
            "Attributes",
            "Attributes",
            Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
        )],
    };
    pub static LIST_ENDPOINTS_BY_PLATFORM_APPLICATION_INPUT: StructureSchema = StructureSchema {
        name: "ListEndpointsByPlatformApplicationInput",
        members: &[
            member("PlatformApplicationArn", "PlatformApplicationArn", Shape::String).required(),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_ENDPOINTS_BY_PLATFORM_APPLICATION_OUTPUT: StructureSchema = StructureSchema {
        name: "ListEndpointsByPlatformApplicationOutput",
        members: &[
            member(
                "Endpoints",
                "Endpoints",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&ENDPOINT) }),
            ),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_ORIGINATION_NUMBERS_INPUT: StructureSchema = StructureSchema {
        name: "ListOriginationNumbersInput",
        members: &[
            member("NextToken", "NextToken", Shape::String),
            member("MaxResults", "MaxResults", Shape::Integer),
        ],
    };
    pub static LIST_ORIGINATION_NUMBERS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListOriginationNumbersOutput",
        members: &[
            member("NextToken", "NextToken", Shape::String),
            member(
                "PhoneNumbers",
                "PhoneNumbers",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&PHONE_NUMBER_INFORMATION),
                }),
            ),
        ],
    };
    pub static LIST_PHONE_NUMBERS_OPTED_OUT_INPUT: StructureSchema = StructureSchema {
        name: "ListPhoneNumbersOptedOutInput",
        members: &[member("nextToken", "nextToken", Shape::String)],
    };
    pub static LIST_PHONE_NUMBERS_OPTED_OUT_OUTPUT: StructureSchema = StructureSchema {
        name: "ListPhoneNumbersOptedOutOutput",
        members: &[
            member(
                "phoneNumbers",
                "phoneNumbers",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            ),
            member("nextToken", "nextToken", Shape::String),
        ],
    };
    pub static LIST_PLATFORM_APPLICATIONS_INPUT: StructureSchema = StructureSchema {
        name: "ListPlatformApplicationsInput",
        members: &[member("NextToken", "NextToken", Shape::String)],
    };
    pub static LIST_PLATFORM_APPLICATIONS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListPlatformApplicationsOutput",
        members: &[
            member(
                "PlatformApplications",
                "PlatformApplications",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&PLATFORM_APPLICATION),
                }),
            ),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_SMS_SANDBOX_PHONE_NUMBERS_INPUT: StructureSchema = StructureSchema {
        name: "ListSMSSandboxPhoneNumbersInput",
        members: &[
            member("NextToken", "NextToken", Shape::String),
            member("MaxResults", "MaxResults", Shape::Integer),
        ],
    };
    pub static LIST_SMS_SANDBOX_PHONE_NUMBERS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListSMSSandboxPhoneNumbersOutput",
        members: &[
            member(
                "PhoneNumbers",
                "PhoneNumbers",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&SMS_SANDBOX_PHONE_NUMBER),
                }),
            )
            .required(),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_SUBSCRIPTIONS_BY_TOPIC_INPUT: StructureSchema = StructureSchema {
        name: "ListSubscriptionsByTopicInput",
        members: &[
            member("TopicArn", "TopicArn", Shape::String).required(),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_SUBSCRIPTIONS_BY_TOPIC_OUTPUT: StructureSchema = StructureSchema {
        name: "ListSubscriptionsByTopicOutput",
        members: &[
            member(
                "Subscriptions",
                "Subscriptions",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&SUBSCRIPTION) }),
            ),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_SUBSCRIPTIONS_INPUT: StructureSchema = StructureSchema {
        name: "ListSubscriptionsInput",
        members: &[member("NextToken", "NextToken", Shape::String)],
    };
    pub static LIST_SUBSCRIPTIONS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListSubscriptionsOutput",
        members: &[
            member(
                "Subscriptions",
                "Subscriptions",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&SUBSCRIPTION) }),
            ),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_TAGS_FOR_RESOURCE_INPUT: StructureSchema = StructureSchema {
        name: "ListTagsForResourceInput",
        members: &[member("ResourceArn", "ResourceArn", Shape::String).required()],
    };
    pub static LIST_TAGS_FOR_RESOURCE_OUTPUT: StructureSchema = StructureSchema {
        name: "ListTagsForResourceOutput",
        members: &[member(
            "Tags",
            "Tags",
            Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TAG) }),
        )],
    };
    pub static LIST_TOPICS_INPUT: StructureSchema = StructureSchema {
        name: "ListTopicsInput",
        members: &[member("NextToken", "NextToken", Shape::String)],
    };
    pub static LIST_TOPICS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListTopicsOutput",
        members: &[
            member(
                "Topics",
                "Topics",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TOPIC) }),
            ),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static MESSAGE_ATTRIBUTE_VALUE: StructureSchema = StructureSchema {
        name: "MessageAttributeValue",
        members: &[
            member("DataType", "DataType", Shape::String).required(),
            member("StringValue", "StringValue", Shape::String),
            member("BinaryValue", "BinaryValue", Shape::Blob),
        ],
    };
    pub static OPT_IN_PHONE_NUMBER_INPUT: StructureSchema = StructureSchema {
        name: "OptInPhoneNumberInput",
        members: &[member("phoneNumber", "phoneNumber", Shape::String).required()],
    };
    pub static OPT_IN_PHONE_NUMBER_OUTPUT: StructureSchema =
        StructureSchema { name: "OptInPhoneNumberOutput", members: &[] };
    pub static PHONE_NUMBER_INFORMATION: StructureSchema = StructureSchema {
        name: "PhoneNumberInformation",
        members: &[
            member("CreatedAt", "CreatedAt", Shape::Timestamp(None)),
            member("PhoneNumber", "PhoneNumber", Shape::String),
            member("Status", "Status", Shape::String),
            member("Iso2CountryCode", "Iso2CountryCode", Shape::String),
            member("RouteType", "RouteType", Shape::String),
            member(
                "NumberCapabilities",
                "NumberCapabilities",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            ),
        ],
    };
    pub static PLATFORM_APPLICATION: StructureSchema = StructureSchema {
        name: "PlatformApplication",
        members: &[
            member("PlatformApplicationArn", "PlatformApplicationArn", Shape::String),
            member(
                "Attributes",
                "Attributes",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
        ],
    };
    pub static PUBLISH_BATCH_INPUT: StructureSchema = StructureSchema {
        name: "PublishBatchInput",
        members: &[
            member("TopicArn", "TopicArn", Shape::String).required(),
            member(
                "PublishBatchRequestEntries",
                "PublishBatchRequestEntries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&PUBLISH_BATCH_REQUEST_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static PUBLISH_BATCH_OUTPUT: StructureSchema = StructureSchema {
        name: "PublishBatchOutput",
        members: &[
            member(
                "Successful",
                "Successful",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&PUBLISH_BATCH_RESULT_ENTRY),
                }),
            ),
            member(
                "Failed",
                "Failed",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&BATCH_RESULT_ERROR_ENTRY),
                }),
            ),
        ],
    };
    pub static PUBLISH_BATCH_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "PublishBatchRequestEntry",
        members: &[
            member("Id", "Id", Shape::String).required(),
            member("Message", "Message", Shape::String).required(),
            member("Subject", "Subject", Shape::String),
            member("MessageStructure", "MessageStructure", Shape::String),
            member(
                "MessageAttributes",
                "MessageAttributes",
                Shape::Map(&MapSchema {
                    key_name: "Name",
                    value_name: "Value",
                    value: Shape::Structure(&MESSAGE_ATTRIBUTE_VALUE),
                }),
            ),
            member("MessageDeduplicationId", "MessageDeduplicationId", Shape::String),
            member("MessageGroupId", "MessageGroupId", Shape::String),
        ],
    };
    pub static PUBLISH_BATCH_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "PublishBatchResultEntry",
        members: &[
            member("Id", "Id", Shape::String),
            member("MessageId", "MessageId", Shape::String),
            member("SequenceNumber", "SequenceNumber", Shape::String),
        ],
    };
    pub static PUBLISH_INPUT: StructureSchema = StructureSchema {
        name: "PublishInput",
        members: &[
            member("TopicArn", "TopicArn", Shape::String),
            member("TargetArn", "TargetArn", Shape::String),
            member("PhoneNumber", "PhoneNumber", Shape::String),
            member("Message", "Message", Shape::String).required(),
            member("Subject", "Subject", Shape::String),
            member("MessageStructure", "MessageStructure", Shape::String),
            member(
                "MessageAttributes",
                "MessageAttributes",
                Shape::Map(&MapSchema {
                    key_name: "Name",
                    value_name: "Value",
                    value: Shape::Structure(&MESSAGE_ATTRIBUTE_VALUE),
                }),
            ),
            member("MessageDeduplicationId", "MessageDeduplicationId", Shape::String),
            member("MessageGroupId", "MessageGroupId", Shape::String),
        ],
    };
    pub static PUBLISH_OUTPUT: StructureSchema = StructureSchema {
        name: "PublishOutput",
        members: &[
            member("MessageId", "MessageId", Shape::String),
            member("SequenceNumber", "SequenceNumber", Shape::String),
        ],
    };
    pub static PUT_DATA_PROTECTION_POLICY_INPUT: StructureSchema = StructureSchema {
        name: "PutDataProtectionPolicyInput",
        members: &[
            member("ResourceArn", "ResourceArn", Shape::String).required(),
            member("DataProtectionPolicy", "DataProtectionPolicy", Shape::String).required(),
        ],
    };
    pub static PUT_DATA_PROTECTION_POLICY_OUTPUT: StructureSchema =
        StructureSchema { name: "PutDataProtectionPolicyOutput", members: &[] };
    pub static REMOVE_PERMISSION_INPUT: StructureSchema = StructureSchema {
        name: "RemovePermissionInput",
        members: &[
            member("TopicArn", "TopicArn", Shape::String).required(),
            member("Label", "Label", Shape::String).required(),
        ],
    };
    pub static REMOVE_PERMISSION_OUTPUT: StructureSchema =
        StructureSchema { name: "RemovePermissionOutput", members: &[] };
    pub static SMS_SANDBOX_PHONE_NUMBER: StructureSchema = StructureSchema {
        name: "SMSSandboxPhoneNumber",
        members: &[
            member("PhoneNumber", "PhoneNumber", Shape::String),
            member("Status", "Status", Shape::String),
        ],
    };
    pub static SET_ENDPOINT_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "SetEndpointAttributesInput",
        members: &[
            member("EndpointArn", "EndpointArn", Shape::String).required(),
            member(
                "Attributes",
                "Attributes",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            )
            .required(),
        ],
    };
    pub static SET_ENDPOINT_ATTRIBUTES_OUTPUT: StructureSchema =
        StructureSchema { name: "SetEndpointAttributesOutput", members: &[] };
    pub static SET_PLATFORM_APPLICATION_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "SetPlatformApplicationAttributesInput",
        members: &[
            member("PlatformApplicationArn", "PlatformApplicationArn", Shape::String).required(),
            member(
                "Attributes",
                "Attributes",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            )
            .required(),
        ],
    };
    pub static SET_PLATFORM_APPLICATION_ATTRIBUTES_OUTPUT: StructureSchema =
        StructureSchema { name: "SetPlatformApplicationAttributesOutput", members: &[] };
    pub static SET_SMS_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "SetSMSAttributesInput",
        members: &[member(
            "attributes",
            "attributes",
            Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
        )
        .required()],
    };
    pub static SET_SMS_ATTRIBUTES_OUTPUT: StructureSchema =
        StructureSchema { name: "SetSMSAttributesOutput", members: &[] };
    pub static SET_SUBSCRIPTION_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "SetSubscriptionAttributesInput",
        members: &[
            member("SubscriptionArn", "SubscriptionArn", Shape::String).required(),
            member("AttributeName", "AttributeName", Shape::String).required(),
            member("AttributeValue", "AttributeValue", Shape::String),
        ],
    };
    pub static SET_SUBSCRIPTION_ATTRIBUTES_OUTPUT: StructureSchema =
        StructureSchema { name: "SetSubscriptionAttributesOutput", members: &[] };
    pub static SET_TOPIC_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "SetTopicAttributesInput",
        members: &[
            member("TopicArn", "TopicArn", Shape::String).required(),
            member("AttributeName", "AttributeName", Shape::String).required(),
            member("AttributeValue", "AttributeValue", Shape::String),
        ],
    };
    pub static SET_TOPIC_ATTRIBUTES_OUTPUT: StructureSchema =
        StructureSchema { name: "SetTopicAttributesOutput", members: &[] };
    pub static SUBSCRIBE_INPUT: StructureSchema = StructureSchema {
        name: "SubscribeInput",
        members: &[
            member("TopicArn", "TopicArn", Shape::String).required(),
            member("Protocol", "Protocol", Shape::String).required(),
            member("Endpoint", "Endpoint", Shape::String),
            member(
                "Attributes",
                "Attributes",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
            member("ReturnSubscriptionArn", "ReturnSubscriptionArn", Shape::Boolean),
        ],
    };
    pub static SUBSCRIBE_OUTPUT: StructureSchema = StructureSchema {
        name: "SubscribeOutput",
        members: &[member("SubscriptionArn", "SubscriptionArn", Shape::String)],
    };
    pub static SUBSCRIPTION: StructureSchema = StructureSchema {
        name: "Subscription",
        members: &[
            member("SubscriptionArn", "SubscriptionArn", Shape::String),
            member("Owner", "Owner", Shape::String),
            member("Protocol", "Protocol", Shape::String),
            member("Endpoint", "Endpoint", Shape::String),
            member("TopicArn", "TopicArn", Shape::String),
        ],
    };
    pub static TAG: StructureSchema = StructureSchema {
        name: "Tag",
        members: &[
            member("Key", "Key", Shape::String).required(),
            member("Value", "Value", Shape::String).required(),
        ],
    };
    pub static TAG_RESOURCE_INPUT: StructureSchema = StructureSchema {
        name: "TagResourceInput",
        members: &[
            member("ResourceArn", "ResourceArn", Shape::String).required(),
            member(
                "Tags",
                "Tags",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TAG) }),
            )
            .required(),
        ],
    };
    pub static TAG_RESOURCE_OUTPUT: StructureSchema =
        StructureSchema { name: "TagResourceOutput", members: &[] };
    pub static TOPIC: StructureSchema =
        StructureSchema { name: "Topic", members: &[member("TopicArn", "TopicArn", Shape::String)] };
    pub static UNSUBSCRIBE_INPUT: StructureSchema = StructureSchema {
        name: "UnsubscribeInput",
        members: &[member("SubscriptionArn", "SubscriptionArn", Shape::String).required()],
    };
    pub static UNSUBSCRIBE_OUTPUT: StructureSchema =
        StructureSchema { name: "UnsubscribeOutput", members: &[] };
    pub static UNTAG_RESOURCE_INPUT: StructureSchema = StructureSchema {
        name: "UntagResourceInput",
        members: &[
            member("ResourceArn", "ResourceArn", Shape::String).required(),
            member(
                "TagKeys",
                "TagKeys",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
        ],
    };
    pub static UNTAG_RESOURCE_OUTPUT: StructureSchema =
        StructureSchema { name: "UntagResourceOutput", members: &[] };
    pub static VERIFY_SMS_SANDBOX_PHONE_NUMBER_INPUT: StructureSchema = StructureSchema {
        name: "VerifySMSSandboxPhoneNumberInput",
        members: &[
            member("PhoneNumber", "PhoneNumber", Shape::String).required(),
            member("OneTimePassword", "OneTimePassword", Shape::String).required(),
        ],
    };
    pub static VERIFY_SMS_SANDBOX_PHONE_NUMBER_OUTPUT: StructureSchema =
        StructureSchema { name: "VerifySMSSandboxPhoneNumberOutput", members: &[] };
}
