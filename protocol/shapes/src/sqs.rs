//! Amazon Simple Queue Service: types and tables.
//! Generated from `models/sqs.json` by `cargo xtask shapes`; do not edit.

#![allow(missing_docs, reason = "AWS's documentation tells what each member means")]

use crate::structure::{slot, value};
use crate::*;
use bytes::Bytes;
use std::collections::BTreeMap;

/// Amazon Simple Queue Service.
pub static SERVICE: ServiceInfo = ServiceInfo {
    id: "sqs",
    sdk_id: "SQS",
    signing_name: "sqs",
    api_version: "2012-11-05",
    target_prefix: Some("AmazonSQS"),
    xml_namespace: Some("http://queue.amazonaws.com/doc/2012-11-05/"),
    protocols: &[ServiceProtocol::AwsJson10, ServiceProtocol::AwsQuery],
    query_compatible: true,
    operations: &[
        &operations::ADD_PERMISSION,
        &operations::CANCEL_MESSAGE_MOVE_TASK,
        &operations::CHANGE_MESSAGE_VISIBILITY,
        &operations::CHANGE_MESSAGE_VISIBILITY_BATCH,
        &operations::CREATE_QUEUE,
        &operations::DELETE_MESSAGE,
        &operations::DELETE_MESSAGE_BATCH,
        &operations::DELETE_QUEUE,
        &operations::GET_QUEUE_ATTRIBUTES,
        &operations::GET_QUEUE_URL,
        &operations::LIST_DEAD_LETTER_SOURCE_QUEUES,
        &operations::LIST_MESSAGE_MOVE_TASKS,
        &operations::LIST_QUEUE_TAGS,
        &operations::LIST_QUEUES,
        &operations::PURGE_QUEUE,
        &operations::RECEIVE_MESSAGE,
        &operations::REMOVE_PERMISSION,
        &operations::SEND_MESSAGE,
        &operations::SEND_MESSAGE_BATCH,
        &operations::SET_QUEUE_ATTRIBUTES,
        &operations::START_MESSAGE_MOVE_TASK,
        &operations::TAG_QUEUE,
        &operations::UNTAG_QUEUE,
    ],
    errors: &[
        &errors::ACCESS_DENIED_EXCEPTION,
        &errors::BATCH_ENTRY_IDS_NOT_DISTINCT,
        &errors::BATCH_REQUEST_TOO_LONG,
        &errors::EMPTY_BATCH_REQUEST,
        &errors::INVALID_ADDRESS,
        &errors::INVALID_ATTRIBUTE_NAME,
        &errors::INVALID_ATTRIBUTE_VALUE,
        &errors::INVALID_BATCH_ENTRY_ID,
        &errors::INVALID_ID_FORMAT,
        &errors::INVALID_MESSAGE_CONTENTS,
        &errors::INVALID_PARAMETER_VALUE_EXCEPTION,
        &errors::INVALID_SECURITY,
        &errors::KMS_ACCESS_DENIED,
        &errors::KMS_DISABLED,
        &errors::KMS_INVALID_KEY_USAGE,
        &errors::KMS_INVALID_STATE,
        &errors::KMS_NOT_FOUND,
        &errors::KMS_OPT_IN_REQUIRED,
        &errors::KMS_THROTTLED,
        &errors::MESSAGE_NOT_INFLIGHT,
        &errors::MISSING_REQUIRED_PARAMETER_EXCEPTION,
        &errors::OVER_LIMIT,
        &errors::PURGE_QUEUE_IN_PROGRESS,
        &errors::QUEUE_DELETED_RECENTLY,
        &errors::QUEUE_DOES_NOT_EXIST,
        &errors::QUEUE_NAME_EXISTS,
        &errors::RECEIPT_HANDLE_IS_INVALID,
        &errors::REQUEST_THROTTLED,
        &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        &errors::TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
        &errors::UNSUPPORTED_OPERATION,
    ],
};

/// The model's errors.
pub mod errors {
    use crate::ErrorShape;
    pub static ACCESS_DENIED_EXCEPTION: ErrorShape = ErrorShape {
        name: "AccessDeniedException",
        json_type: "com.amazon.coral.service#AccessDeniedException",
        query_code: "AccessDenied",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static BATCH_ENTRY_IDS_NOT_DISTINCT: ErrorShape = ErrorShape {
        name: "BatchEntryIdsNotDistinct",
        json_type: "com.amazonaws.sqs#BatchEntryIdsNotDistinct",
        query_code: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static BATCH_REQUEST_TOO_LONG: ErrorShape = ErrorShape {
        name: "BatchRequestTooLong",
        json_type: "com.amazonaws.sqs#BatchRequestTooLong",
        query_code: "AWS.SimpleQueueService.BatchRequestTooLong",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static EMPTY_BATCH_REQUEST: ErrorShape = ErrorShape {
        name: "EmptyBatchRequest",
        json_type: "com.amazonaws.sqs#EmptyBatchRequest",
        query_code: "AWS.SimpleQueueService.EmptyBatchRequest",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_ADDRESS: ErrorShape = ErrorShape {
        name: "InvalidAddress",
        json_type: "com.amazonaws.sqs#InvalidAddress",
        query_code: "InvalidAddress",
        json_status: 400,
        query_status: 404,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static INVALID_ATTRIBUTE_NAME: ErrorShape = ErrorShape {
        name: "InvalidAttributeName",
        json_type: "com.amazonaws.sqs#InvalidAttributeName",
        query_code: "InvalidAttributeName",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static INVALID_ATTRIBUTE_VALUE: ErrorShape = ErrorShape {
        name: "InvalidAttributeValue",
        json_type: "com.amazonaws.sqs#InvalidAttributeValue",
        query_code: "InvalidAttributeValue",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static INVALID_BATCH_ENTRY_ID: ErrorShape = ErrorShape {
        name: "InvalidBatchEntryId",
        json_type: "com.amazonaws.sqs#InvalidBatchEntryId",
        query_code: "AWS.SimpleQueueService.InvalidBatchEntryId",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_ID_FORMAT: ErrorShape = ErrorShape {
        name: "InvalidIdFormat",
        json_type: "com.amazonaws.sqs#InvalidIdFormat",
        query_code: "InvalidIdFormat",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static INVALID_MESSAGE_CONTENTS: ErrorShape = ErrorShape {
        name: "InvalidMessageContents",
        json_type: "com.amazonaws.sqs#InvalidMessageContents",
        query_code: "InvalidMessageContents",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static INVALID_PARAMETER_VALUE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidParameterValueException",
        json_type: "com.amazon.coral.service#InvalidParameterValueException",
        query_code: "InvalidParameterValue",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static INVALID_SECURITY: ErrorShape = ErrorShape {
        name: "InvalidSecurity",
        json_type: "com.amazonaws.sqs#InvalidSecurity",
        query_code: "InvalidSecurity",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static KMS_ACCESS_DENIED: ErrorShape = ErrorShape {
        name: "KmsAccessDenied",
        json_type: "com.amazonaws.sqs#KmsAccessDenied",
        query_code: "KMS.AccessDeniedException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static KMS_DISABLED: ErrorShape = ErrorShape {
        name: "KmsDisabled",
        json_type: "com.amazonaws.sqs#KmsDisabled",
        query_code: "KMS.DisabledException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static KMS_INVALID_KEY_USAGE: ErrorShape = ErrorShape {
        name: "KmsInvalidKeyUsage",
        json_type: "com.amazonaws.sqs#KmsInvalidKeyUsage",
        query_code: "KMS.InvalidKeyUsageException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static KMS_INVALID_STATE: ErrorShape = ErrorShape {
        name: "KmsInvalidState",
        json_type: "com.amazonaws.sqs#KmsInvalidState",
        query_code: "KMS.InvalidStateException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static KMS_NOT_FOUND: ErrorShape = ErrorShape {
        name: "KmsNotFound",
        json_type: "com.amazonaws.sqs#KmsNotFound",
        query_code: "KMS.NotFoundException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static KMS_OPT_IN_REQUIRED: ErrorShape = ErrorShape {
        name: "KmsOptInRequired",
        json_type: "com.amazonaws.sqs#KmsOptInRequired",
        query_code: "KMS.OptInRequired",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static KMS_THROTTLED: ErrorShape = ErrorShape {
        name: "KmsThrottled",
        json_type: "com.amazonaws.sqs#KmsThrottled",
        query_code: "KMS.ThrottlingException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static MESSAGE_NOT_INFLIGHT: ErrorShape = ErrorShape {
        name: "MessageNotInflight",
        json_type: "com.amazonaws.sqs#MessageNotInflight",
        query_code: "AWS.SimpleQueueService.MessageNotInflight",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static MISSING_REQUIRED_PARAMETER_EXCEPTION: ErrorShape = ErrorShape {
        name: "MissingRequiredParameterException",
        json_type: "com.amazon.coral.service#MissingRequiredParameterException",
        query_code: "MissingParameter",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static OVER_LIMIT: ErrorShape = ErrorShape {
        name: "OverLimit",
        json_type: "com.amazonaws.sqs#OverLimit",
        query_code: "OverLimit",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static PURGE_QUEUE_IN_PROGRESS: ErrorShape = ErrorShape {
        name: "PurgeQueueInProgress",
        json_type: "com.amazonaws.sqs#PurgeQueueInProgress",
        query_code: "AWS.SimpleQueueService.PurgeQueueInProgress",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static QUEUE_DELETED_RECENTLY: ErrorShape = ErrorShape {
        name: "QueueDeletedRecently",
        json_type: "com.amazonaws.sqs#QueueDeletedRecently",
        query_code: "AWS.SimpleQueueService.QueueDeletedRecently",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static QUEUE_DOES_NOT_EXIST: ErrorShape = ErrorShape {
        name: "QueueDoesNotExist",
        json_type: "com.amazonaws.sqs#QueueDoesNotExist",
        query_code: "AWS.SimpleQueueService.NonExistentQueue",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: Some("The specified queue does not exist for this wsdl version."),
    };
    pub static QUEUE_NAME_EXISTS: ErrorShape = ErrorShape {
        name: "QueueNameExists",
        json_type: "com.amazonaws.sqs#QueueNameExists",
        query_code: "QueueAlreadyExists",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static RECEIPT_HANDLE_IS_INVALID: ErrorShape = ErrorShape {
        name: "ReceiptHandleIsInvalid",
        json_type: "com.amazonaws.sqs#ReceiptHandleIsInvalid",
        query_code: "ReceiptHandleIsInvalid",
        json_status: 400,
        query_status: 404,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static REQUEST_THROTTLED: ErrorShape = ErrorShape {
        name: "RequestThrottled",
        json_type: "com.amazonaws.sqs#RequestThrottled",
        query_code: "RequestThrottled",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static RESOURCE_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "ResourceNotFoundException",
        json_type: "com.amazonaws.sqs#ResourceNotFoundException",
        query_code: "ResourceNotFoundException",
        json_status: 400,
        query_status: 404,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
    pub static TOO_MANY_ENTRIES_IN_BATCH_REQUEST: ErrorShape = ErrorShape {
        name: "TooManyEntriesInBatchRequest",
        json_type: "com.amazonaws.sqs#TooManyEntriesInBatchRequest",
        query_code: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static UNSUPPORTED_OPERATION: ErrorShape = ErrorShape {
        name: "UnsupportedOperation",
        json_type: "com.amazonaws.sqs#UnsupportedOperation",
        query_code: "AWS.SimpleQueueService.UnsupportedOperation",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: true,
        query_message: None,
    };
}

/// What AddPermission takes: AWS's `AddPermissionRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddPermissionInput {
    pub queue_url: Option<String>,
    pub label: Option<String>,
    pub aws_account_ids: Option<Vec<String>>,
    pub actions: Option<Vec<String>>,
}

impl Structure for AddPermissionInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ADD_PERMISSION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.label),
            2 => value(&self.aws_account_ids),
            3 => value(&self.actions),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.label),
            2 => slot(&mut self.aws_account_ids),
            3 => slot(&mut self.actions),
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
    pub sender_fault: Option<bool>,
    pub code: Option<String>,
    pub message: Option<String>,
}

impl Structure for BatchResultErrorEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::BATCH_RESULT_ERROR_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            1 => value(&self.sender_fault),
            2 => value(&self.code),
            3 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            1 => slot(&mut self.sender_fault),
            2 => slot(&mut self.code),
            3 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// What CancelMessageMoveTask takes: AWS's `CancelMessageMoveTaskRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CancelMessageMoveTaskInput {
    pub task_handle: Option<String>,
}

impl Structure for CancelMessageMoveTaskInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CANCEL_MESSAGE_MOVE_TASK_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.task_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.task_handle),
            _ => Slot::Unknown,
        }
    }
}

/// What CancelMessageMoveTask answers: AWS's `CancelMessageMoveTaskResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CancelMessageMoveTaskOutput {
    pub approximate_number_of_messages_moved: Option<i64>,
}

impl Structure for CancelMessageMoveTaskOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CANCEL_MESSAGE_MOVE_TASK_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.approximate_number_of_messages_moved),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.approximate_number_of_messages_moved),
            _ => Slot::Unknown,
        }
    }
}

/// What ChangeMessageVisibilityBatch takes: AWS's `ChangeMessageVisibilityBatchRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeMessageVisibilityBatchInput {
    pub queue_url: Option<String>,
    pub entries: Option<Vec<ChangeMessageVisibilityBatchRequestEntry>>,
}

impl Structure for ChangeMessageVisibilityBatchInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANGE_MESSAGE_VISIBILITY_BATCH_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.entries),
            _ => Slot::Unknown,
        }
    }
}

/// What ChangeMessageVisibilityBatch answers: AWS's `ChangeMessageVisibilityBatchResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeMessageVisibilityBatchOutput {
    pub successful: Option<Vec<ChangeMessageVisibilityBatchResultEntry>>,
    pub failed: Option<Vec<BatchResultErrorEntry>>,
}

impl Structure for ChangeMessageVisibilityBatchOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANGE_MESSAGE_VISIBILITY_BATCH_OUTPUT
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

/// AWS's `ChangeMessageVisibilityBatchRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeMessageVisibilityBatchRequestEntry {
    pub id: Option<String>,
    pub receipt_handle: Option<String>,
    pub visibility_timeout: Option<i32>,
}

impl Structure for ChangeMessageVisibilityBatchRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            1 => value(&self.receipt_handle),
            2 => value(&self.visibility_timeout),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            1 => slot(&mut self.receipt_handle),
            2 => slot(&mut self.visibility_timeout),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChangeMessageVisibilityBatchResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeMessageVisibilityBatchResultEntry {
    pub id: Option<String>,
}

impl Structure for ChangeMessageVisibilityBatchResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            _ => Slot::Unknown,
        }
    }
}

/// What ChangeMessageVisibility takes: AWS's `ChangeMessageVisibilityRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeMessageVisibilityInput {
    pub queue_url: Option<String>,
    pub receipt_handle: Option<String>,
    pub visibility_timeout: Option<i32>,
}

impl Structure for ChangeMessageVisibilityInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANGE_MESSAGE_VISIBILITY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.receipt_handle),
            2 => value(&self.visibility_timeout),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.receipt_handle),
            2 => slot(&mut self.visibility_timeout),
            _ => Slot::Unknown,
        }
    }
}

/// What ChangeMessageVisibility answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeMessageVisibilityOutput {}

impl Structure for ChangeMessageVisibilityOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANGE_MESSAGE_VISIBILITY_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What CreateQueue takes: AWS's `CreateQueueRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateQueueInput {
    pub queue_name: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
    pub tags: Option<BTreeMap<String, String>>,
}

impl Structure for CreateQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_name),
            1 => value(&self.attributes),
            2 => value(&self.tags),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_name),
            1 => slot(&mut self.attributes),
            2 => slot(&mut self.tags),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateQueue answers: AWS's `CreateQueueResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateQueueOutput {
    pub queue_url: Option<String>,
}

impl Structure for CreateQueueOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_QUEUE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteMessageBatch takes: AWS's `DeleteMessageBatchRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteMessageBatchInput {
    pub queue_url: Option<String>,
    pub entries: Option<Vec<DeleteMessageBatchRequestEntry>>,
}

impl Structure for DeleteMessageBatchInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_MESSAGE_BATCH_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.entries),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteMessageBatch answers: AWS's `DeleteMessageBatchResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteMessageBatchOutput {
    pub successful: Option<Vec<DeleteMessageBatchResultEntry>>,
    pub failed: Option<Vec<BatchResultErrorEntry>>,
}

impl Structure for DeleteMessageBatchOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_MESSAGE_BATCH_OUTPUT
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

/// AWS's `DeleteMessageBatchRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteMessageBatchRequestEntry {
    pub id: Option<String>,
    pub receipt_handle: Option<String>,
}

impl Structure for DeleteMessageBatchRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_MESSAGE_BATCH_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            1 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            1 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `DeleteMessageBatchResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteMessageBatchResultEntry {
    pub id: Option<String>,
}

impl Structure for DeleteMessageBatchResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_MESSAGE_BATCH_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteMessage takes: AWS's `DeleteMessageRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteMessageInput {
    pub queue_url: Option<String>,
    pub receipt_handle: Option<String>,
}

impl Structure for DeleteMessageInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_MESSAGE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteMessage answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteMessageOutput {}

impl Structure for DeleteMessageOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_MESSAGE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DeleteQueue takes: AWS's `DeleteQueueRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteQueueInput {
    pub queue_url: Option<String>,
}

impl Structure for DeleteQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteQueue answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteQueueOutput {}

impl Structure for DeleteQueueOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_QUEUE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What GetQueueAttributes takes: AWS's `GetQueueAttributesRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetQueueAttributesInput {
    pub queue_url: Option<String>,
    pub attribute_names: Option<Vec<String>>,
}

impl Structure for GetQueueAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_QUEUE_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.attribute_names),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.attribute_names),
            _ => Slot::Unknown,
        }
    }
}

/// What GetQueueAttributes answers: AWS's `GetQueueAttributesResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetQueueAttributesOutput {
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for GetQueueAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_QUEUE_ATTRIBUTES_OUTPUT
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

/// What GetQueueUrl takes: AWS's `GetQueueUrlRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetQueueUrlInput {
    pub queue_name: Option<String>,
    pub queue_owner_aws_account_id: Option<String>,
}

impl Structure for GetQueueUrlInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_QUEUE_URL_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_name),
            1 => value(&self.queue_owner_aws_account_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_name),
            1 => slot(&mut self.queue_owner_aws_account_id),
            _ => Slot::Unknown,
        }
    }
}

/// What GetQueueUrl answers: AWS's `GetQueueUrlResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetQueueUrlOutput {
    pub queue_url: Option<String>,
}

impl Structure for GetQueueUrlOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_QUEUE_URL_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            _ => Slot::Unknown,
        }
    }
}

/// What ListDeadLetterSourceQueues takes: AWS's `ListDeadLetterSourceQueuesRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListDeadLetterSourceQueuesInput {
    pub queue_url: Option<String>,
    pub next_token: Option<String>,
    pub max_results: Option<i32>,
}

impl Structure for ListDeadLetterSourceQueuesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_DEAD_LETTER_SOURCE_QUEUES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.next_token),
            2 => value(&self.max_results),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.next_token),
            2 => slot(&mut self.max_results),
            _ => Slot::Unknown,
        }
    }
}

/// What ListDeadLetterSourceQueues answers: AWS's `ListDeadLetterSourceQueuesResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListDeadLetterSourceQueuesOutput {
    pub queue_urls: Option<Vec<String>>,
    pub next_token: Option<String>,
}

impl Structure for ListDeadLetterSourceQueuesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_DEAD_LETTER_SOURCE_QUEUES_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_urls),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_urls),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListMessageMoveTasks takes: AWS's `ListMessageMoveTasksRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListMessageMoveTasksInput {
    pub source_arn: Option<String>,
    pub max_results: Option<i32>,
}

impl Structure for ListMessageMoveTasksInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_MESSAGE_MOVE_TASKS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.source_arn),
            1 => value(&self.max_results),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.source_arn),
            1 => slot(&mut self.max_results),
            _ => Slot::Unknown,
        }
    }
}

/// What ListMessageMoveTasks answers: AWS's `ListMessageMoveTasksResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListMessageMoveTasksOutput {
    pub results: Option<Vec<ListMessageMoveTasksResultEntry>>,
}

impl Structure for ListMessageMoveTasksOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_MESSAGE_MOVE_TASKS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.results),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.results),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ListMessageMoveTasksResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListMessageMoveTasksResultEntry {
    pub task_handle: Option<String>,
    pub status: Option<String>,
    pub source_arn: Option<String>,
    pub destination_arn: Option<String>,
    pub max_number_of_messages_per_second: Option<i32>,
    pub approximate_number_of_messages_moved: Option<i64>,
    pub approximate_number_of_messages_to_move: Option<i64>,
    pub failure_reason: Option<String>,
    pub started_timestamp: Option<i64>,
}

impl Structure for ListMessageMoveTasksResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_MESSAGE_MOVE_TASKS_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.task_handle),
            1 => value(&self.status),
            2 => value(&self.source_arn),
            3 => value(&self.destination_arn),
            4 => value(&self.max_number_of_messages_per_second),
            5 => value(&self.approximate_number_of_messages_moved),
            6 => value(&self.approximate_number_of_messages_to_move),
            7 => value(&self.failure_reason),
            8 => value(&self.started_timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.task_handle),
            1 => slot(&mut self.status),
            2 => slot(&mut self.source_arn),
            3 => slot(&mut self.destination_arn),
            4 => slot(&mut self.max_number_of_messages_per_second),
            5 => slot(&mut self.approximate_number_of_messages_moved),
            6 => slot(&mut self.approximate_number_of_messages_to_move),
            7 => slot(&mut self.failure_reason),
            8 => slot(&mut self.started_timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// What ListQueueTags takes: AWS's `ListQueueTagsRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQueueTagsInput {
    pub queue_url: Option<String>,
}

impl Structure for ListQueueTagsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_QUEUE_TAGS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            _ => Slot::Unknown,
        }
    }
}

/// What ListQueueTags answers: AWS's `ListQueueTagsResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQueueTagsOutput {
    pub tags: Option<BTreeMap<String, String>>,
}

impl Structure for ListQueueTagsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_QUEUE_TAGS_OUTPUT
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

/// What ListQueues takes: AWS's `ListQueuesRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQueuesInput {
    pub queue_name_prefix: Option<String>,
    pub next_token: Option<String>,
    pub max_results: Option<i32>,
}

impl Structure for ListQueuesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_QUEUES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_name_prefix),
            1 => value(&self.next_token),
            2 => value(&self.max_results),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_name_prefix),
            1 => slot(&mut self.next_token),
            2 => slot(&mut self.max_results),
            _ => Slot::Unknown,
        }
    }
}

/// What ListQueues answers: AWS's `ListQueuesResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQueuesOutput {
    pub queue_urls: Option<Vec<String>>,
    pub next_token: Option<String>,
}

impl Structure for ListQueuesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_QUEUES_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_urls),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_urls),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `Message`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub message_id: Option<String>,
    pub receipt_handle: Option<String>,
    pub md5_of_body: Option<String>,
    pub body: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
    pub md5_of_message_attributes: Option<String>,
    pub message_attributes: Option<BTreeMap<String, MessageAttributeValue>>,
}

impl Structure for Message {
    fn schema(&self) -> &'static StructureSchema {
        &schema::MESSAGE
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message_id),
            1 => value(&self.receipt_handle),
            2 => value(&self.md5_of_body),
            3 => value(&self.body),
            4 => value(&self.attributes),
            5 => value(&self.md5_of_message_attributes),
            6 => value(&self.message_attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message_id),
            1 => slot(&mut self.receipt_handle),
            2 => slot(&mut self.md5_of_body),
            3 => slot(&mut self.body),
            4 => slot(&mut self.attributes),
            5 => slot(&mut self.md5_of_message_attributes),
            6 => slot(&mut self.message_attributes),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `MessageAttributeValue`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MessageAttributeValue {
    pub string_value: Option<String>,
    pub binary_value: Option<Bytes>,
    pub string_list_values: Option<Vec<String>>,
    pub binary_list_values: Option<Vec<Bytes>>,
    pub data_type: Option<String>,
}

impl Structure for MessageAttributeValue {
    fn schema(&self) -> &'static StructureSchema {
        &schema::MESSAGE_ATTRIBUTE_VALUE
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.string_value),
            1 => value(&self.binary_value),
            2 => value(&self.string_list_values),
            3 => value(&self.binary_list_values),
            4 => value(&self.data_type),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.string_value),
            1 => slot(&mut self.binary_value),
            2 => slot(&mut self.string_list_values),
            3 => slot(&mut self.binary_list_values),
            4 => slot(&mut self.data_type),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `MessageSystemAttributeValue`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MessageSystemAttributeValue {
    pub string_value: Option<String>,
    pub binary_value: Option<Bytes>,
    pub string_list_values: Option<Vec<String>>,
    pub binary_list_values: Option<Vec<Bytes>>,
    pub data_type: Option<String>,
}

impl Structure for MessageSystemAttributeValue {
    fn schema(&self) -> &'static StructureSchema {
        &schema::MESSAGE_SYSTEM_ATTRIBUTE_VALUE
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.string_value),
            1 => value(&self.binary_value),
            2 => value(&self.string_list_values),
            3 => value(&self.binary_list_values),
            4 => value(&self.data_type),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.string_value),
            1 => slot(&mut self.binary_value),
            2 => slot(&mut self.string_list_values),
            3 => slot(&mut self.binary_list_values),
            4 => slot(&mut self.data_type),
            _ => Slot::Unknown,
        }
    }
}

/// What PurgeQueue takes: AWS's `PurgeQueueRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PurgeQueueInput {
    pub queue_url: Option<String>,
}

impl Structure for PurgeQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PURGE_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            _ => Slot::Unknown,
        }
    }
}

/// What PurgeQueue answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PurgeQueueOutput {}

impl Structure for PurgeQueueOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PURGE_QUEUE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What ReceiveMessage takes: AWS's `ReceiveMessageRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceiveMessageInput {
    pub queue_url: Option<String>,
    pub attribute_names: Option<Vec<String>>,
    pub message_system_attribute_names: Option<Vec<String>>,
    pub message_attribute_names: Option<Vec<String>>,
    pub max_number_of_messages: Option<i32>,
    pub visibility_timeout: Option<i32>,
    pub wait_time_seconds: Option<i32>,
    pub receive_request_attempt_id: Option<String>,
}

impl Structure for ReceiveMessageInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RECEIVE_MESSAGE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.attribute_names),
            2 => value(&self.message_system_attribute_names),
            3 => value(&self.message_attribute_names),
            4 => value(&self.max_number_of_messages),
            5 => value(&self.visibility_timeout),
            6 => value(&self.wait_time_seconds),
            7 => value(&self.receive_request_attempt_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.attribute_names),
            2 => slot(&mut self.message_system_attribute_names),
            3 => slot(&mut self.message_attribute_names),
            4 => slot(&mut self.max_number_of_messages),
            5 => slot(&mut self.visibility_timeout),
            6 => slot(&mut self.wait_time_seconds),
            7 => slot(&mut self.receive_request_attempt_id),
            _ => Slot::Unknown,
        }
    }
}

/// What ReceiveMessage answers: AWS's `ReceiveMessageResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceiveMessageOutput {
    pub messages: Option<Vec<Message>>,
}

impl Structure for ReceiveMessageOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RECEIVE_MESSAGE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.messages),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.messages),
            _ => Slot::Unknown,
        }
    }
}

/// What RemovePermission takes: AWS's `RemovePermissionRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RemovePermissionInput {
    pub queue_url: Option<String>,
    pub label: Option<String>,
}

impl Structure for RemovePermissionInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::REMOVE_PERMISSION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.label),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
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

/// What SendMessageBatch takes: AWS's `SendMessageBatchRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SendMessageBatchInput {
    pub queue_url: Option<String>,
    pub entries: Option<Vec<SendMessageBatchRequestEntry>>,
}

impl Structure for SendMessageBatchInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SEND_MESSAGE_BATCH_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.entries),
            _ => Slot::Unknown,
        }
    }
}

/// What SendMessageBatch answers: AWS's `SendMessageBatchResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SendMessageBatchOutput {
    pub successful: Option<Vec<SendMessageBatchResultEntry>>,
    pub failed: Option<Vec<BatchResultErrorEntry>>,
}

impl Structure for SendMessageBatchOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SEND_MESSAGE_BATCH_OUTPUT
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

/// AWS's `SendMessageBatchRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SendMessageBatchRequestEntry {
    pub id: Option<String>,
    pub message_body: Option<String>,
    pub delay_seconds: Option<i32>,
    pub message_attributes: Option<BTreeMap<String, MessageAttributeValue>>,
    pub message_system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>>,
    pub message_deduplication_id: Option<String>,
    pub message_group_id: Option<String>,
}

impl Structure for SendMessageBatchRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SEND_MESSAGE_BATCH_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            1 => value(&self.message_body),
            2 => value(&self.delay_seconds),
            3 => value(&self.message_attributes),
            4 => value(&self.message_system_attributes),
            5 => value(&self.message_deduplication_id),
            6 => value(&self.message_group_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            1 => slot(&mut self.message_body),
            2 => slot(&mut self.delay_seconds),
            3 => slot(&mut self.message_attributes),
            4 => slot(&mut self.message_system_attributes),
            5 => slot(&mut self.message_deduplication_id),
            6 => slot(&mut self.message_group_id),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `SendMessageBatchResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SendMessageBatchResultEntry {
    pub id: Option<String>,
    pub message_id: Option<String>,
    pub md5_of_message_body: Option<String>,
    pub md5_of_message_attributes: Option<String>,
    pub md5_of_message_system_attributes: Option<String>,
    pub sequence_number: Option<String>,
}

impl Structure for SendMessageBatchResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SEND_MESSAGE_BATCH_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.id),
            1 => value(&self.message_id),
            2 => value(&self.md5_of_message_body),
            3 => value(&self.md5_of_message_attributes),
            4 => value(&self.md5_of_message_system_attributes),
            5 => value(&self.sequence_number),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.id),
            1 => slot(&mut self.message_id),
            2 => slot(&mut self.md5_of_message_body),
            3 => slot(&mut self.md5_of_message_attributes),
            4 => slot(&mut self.md5_of_message_system_attributes),
            5 => slot(&mut self.sequence_number),
            _ => Slot::Unknown,
        }
    }
}

/// What SendMessage takes: AWS's `SendMessageRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SendMessageInput {
    pub queue_url: Option<String>,
    pub message_body: Option<String>,
    pub delay_seconds: Option<i32>,
    pub message_attributes: Option<BTreeMap<String, MessageAttributeValue>>,
    pub message_system_attributes: Option<BTreeMap<String, MessageSystemAttributeValue>>,
    pub message_deduplication_id: Option<String>,
    pub message_group_id: Option<String>,
}

impl Structure for SendMessageInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SEND_MESSAGE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.message_body),
            2 => value(&self.delay_seconds),
            3 => value(&self.message_attributes),
            4 => value(&self.message_system_attributes),
            5 => value(&self.message_deduplication_id),
            6 => value(&self.message_group_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.message_body),
            2 => slot(&mut self.delay_seconds),
            3 => slot(&mut self.message_attributes),
            4 => slot(&mut self.message_system_attributes),
            5 => slot(&mut self.message_deduplication_id),
            6 => slot(&mut self.message_group_id),
            _ => Slot::Unknown,
        }
    }
}

/// What SendMessage answers: AWS's `SendMessageResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SendMessageOutput {
    pub md5_of_message_body: Option<String>,
    pub md5_of_message_attributes: Option<String>,
    pub md5_of_message_system_attributes: Option<String>,
    pub message_id: Option<String>,
    pub sequence_number: Option<String>,
}

impl Structure for SendMessageOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SEND_MESSAGE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.md5_of_message_body),
            1 => value(&self.md5_of_message_attributes),
            2 => value(&self.md5_of_message_system_attributes),
            3 => value(&self.message_id),
            4 => value(&self.sequence_number),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.md5_of_message_body),
            1 => slot(&mut self.md5_of_message_attributes),
            2 => slot(&mut self.md5_of_message_system_attributes),
            3 => slot(&mut self.message_id),
            4 => slot(&mut self.sequence_number),
            _ => Slot::Unknown,
        }
    }
}

/// What SetQueueAttributes takes: AWS's `SetQueueAttributesRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetQueueAttributesInput {
    pub queue_url: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Structure for SetQueueAttributesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_QUEUE_ATTRIBUTES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What SetQueueAttributes answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetQueueAttributesOutput {}

impl Structure for SetQueueAttributesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SET_QUEUE_ATTRIBUTES_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What StartMessageMoveTask takes: AWS's `StartMessageMoveTaskRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StartMessageMoveTaskInput {
    pub source_arn: Option<String>,
    pub destination_arn: Option<String>,
    pub max_number_of_messages_per_second: Option<i32>,
}

impl Structure for StartMessageMoveTaskInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::START_MESSAGE_MOVE_TASK_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.source_arn),
            1 => value(&self.destination_arn),
            2 => value(&self.max_number_of_messages_per_second),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.source_arn),
            1 => slot(&mut self.destination_arn),
            2 => slot(&mut self.max_number_of_messages_per_second),
            _ => Slot::Unknown,
        }
    }
}

/// What StartMessageMoveTask answers: AWS's `StartMessageMoveTaskResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StartMessageMoveTaskOutput {
    pub task_handle: Option<String>,
}

impl Structure for StartMessageMoveTaskOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::START_MESSAGE_MOVE_TASK_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.task_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.task_handle),
            _ => Slot::Unknown,
        }
    }
}

/// What TagQueue takes: AWS's `TagQueueRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagQueueInput {
    pub queue_url: Option<String>,
    pub tags: Option<BTreeMap<String, String>>,
}

impl Structure for TagQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::TAG_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.tags),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.tags),
            _ => Slot::Unknown,
        }
    }
}

/// What TagQueue answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagQueueOutput {}

impl Structure for TagQueueOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::TAG_QUEUE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What UntagQueue takes: AWS's `UntagQueueRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UntagQueueInput {
    pub queue_url: Option<String>,
    pub tag_keys: Option<Vec<String>>,
}

impl Structure for UntagQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UNTAG_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_url),
            1 => value(&self.tag_keys),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_url),
            1 => slot(&mut self.tag_keys),
            _ => Slot::Unknown,
        }
    }
}

/// What UntagQueue answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UntagQueueOutput {}

impl Structure for UntagQueueOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UNTAG_QUEUE_OUTPUT
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
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::OVER_LIMIT,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::AddPermissionInput::default()),
        new_output: || Box::new(super::AddPermissionOutput::default()),
    };
    pub static CANCEL_MESSAGE_MOVE_TASK: OperationInfo = OperationInfo {
        name: "CancelMessageMoveTask",
        input: &schema::CANCEL_MESSAGE_MOVE_TASK_INPUT,
        output: &schema::CANCEL_MESSAGE_MOVE_TASK_OUTPUT,
        result_wrapper: Some("CancelMessageMoveTaskResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::REQUEST_THROTTLED,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::CancelMessageMoveTaskInput::default()),
        new_output: || Box::new(super::CancelMessageMoveTaskOutput::default()),
    };
    pub static CHANGE_MESSAGE_VISIBILITY: OperationInfo = OperationInfo {
        name: "ChangeMessageVisibility",
        input: &schema::CHANGE_MESSAGE_VISIBILITY_INPUT,
        output: &schema::CHANGE_MESSAGE_VISIBILITY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::MESSAGE_NOT_INFLIGHT,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::RECEIPT_HANDLE_IS_INVALID,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::ChangeMessageVisibilityInput::default()),
        new_output: || Box::new(super::ChangeMessageVisibilityOutput::default()),
    };
    pub static CHANGE_MESSAGE_VISIBILITY_BATCH: OperationInfo = OperationInfo {
        name: "ChangeMessageVisibilityBatch",
        input: &schema::CHANGE_MESSAGE_VISIBILITY_BATCH_INPUT,
        output: &schema::CHANGE_MESSAGE_VISIBILITY_BATCH_OUTPUT,
        result_wrapper: Some("ChangeMessageVisibilityBatchResult"),
        unsigned: false,
        errors: &[
            &errors::BATCH_ENTRY_IDS_NOT_DISTINCT,
            &errors::EMPTY_BATCH_REQUEST,
            &errors::INVALID_ADDRESS,
            &errors::INVALID_BATCH_ENTRY_ID,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::ChangeMessageVisibilityBatchInput::default()),
        new_output: || Box::new(super::ChangeMessageVisibilityBatchOutput::default()),
    };
    pub static CREATE_QUEUE: OperationInfo = OperationInfo {
        name: "CreateQueue",
        input: &schema::CREATE_QUEUE_INPUT,
        output: &schema::CREATE_QUEUE_OUTPUT,
        result_wrapper: Some("CreateQueueResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_ATTRIBUTE_NAME,
            &errors::INVALID_ATTRIBUTE_VALUE,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DELETED_RECENTLY,
            &errors::QUEUE_NAME_EXISTS,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::CreateQueueInput::default()),
        new_output: || Box::new(super::CreateQueueOutput::default()),
    };
    pub static DELETE_MESSAGE: OperationInfo = OperationInfo {
        name: "DeleteMessage",
        input: &schema::DELETE_MESSAGE_INPUT,
        output: &schema::DELETE_MESSAGE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_ID_FORMAT,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::RECEIPT_HANDLE_IS_INVALID,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::DeleteMessageInput::default()),
        new_output: || Box::new(super::DeleteMessageOutput::default()),
    };
    pub static DELETE_MESSAGE_BATCH: OperationInfo = OperationInfo {
        name: "DeleteMessageBatch",
        input: &schema::DELETE_MESSAGE_BATCH_INPUT,
        output: &schema::DELETE_MESSAGE_BATCH_OUTPUT,
        result_wrapper: Some("DeleteMessageBatchResult"),
        unsigned: false,
        errors: &[
            &errors::BATCH_ENTRY_IDS_NOT_DISTINCT,
            &errors::EMPTY_BATCH_REQUEST,
            &errors::INVALID_ADDRESS,
            &errors::INVALID_BATCH_ENTRY_ID,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::DeleteMessageBatchInput::default()),
        new_output: || Box::new(super::DeleteMessageBatchOutput::default()),
    };
    pub static DELETE_QUEUE: OperationInfo = OperationInfo {
        name: "DeleteQueue",
        input: &schema::DELETE_QUEUE_INPUT,
        output: &schema::DELETE_QUEUE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::DeleteQueueInput::default()),
        new_output: || Box::new(super::DeleteQueueOutput::default()),
    };
    pub static GET_QUEUE_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "GetQueueAttributes",
        input: &schema::GET_QUEUE_ATTRIBUTES_INPUT,
        output: &schema::GET_QUEUE_ATTRIBUTES_OUTPUT,
        result_wrapper: Some("GetQueueAttributesResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_ATTRIBUTE_NAME,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::GetQueueAttributesInput::default()),
        new_output: || Box::new(super::GetQueueAttributesOutput::default()),
    };
    pub static GET_QUEUE_URL: OperationInfo = OperationInfo {
        name: "GetQueueUrl",
        input: &schema::GET_QUEUE_URL_INPUT,
        output: &schema::GET_QUEUE_URL_OUTPUT,
        result_wrapper: Some("GetQueueUrlResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::GetQueueUrlInput::default()),
        new_output: || Box::new(super::GetQueueUrlOutput::default()),
    };
    pub static LIST_DEAD_LETTER_SOURCE_QUEUES: OperationInfo = OperationInfo {
        name: "ListDeadLetterSourceQueues",
        input: &schema::LIST_DEAD_LETTER_SOURCE_QUEUES_INPUT,
        output: &schema::LIST_DEAD_LETTER_SOURCE_QUEUES_OUTPUT,
        result_wrapper: Some("ListDeadLetterSourceQueuesResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::ListDeadLetterSourceQueuesInput::default()),
        new_output: || Box::new(super::ListDeadLetterSourceQueuesOutput::default()),
    };
    pub static LIST_MESSAGE_MOVE_TASKS: OperationInfo = OperationInfo {
        name: "ListMessageMoveTasks",
        input: &schema::LIST_MESSAGE_MOVE_TASKS_INPUT,
        output: &schema::LIST_MESSAGE_MOVE_TASKS_OUTPUT,
        result_wrapper: Some("ListMessageMoveTasksResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::REQUEST_THROTTLED,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::ListMessageMoveTasksInput::default()),
        new_output: || Box::new(super::ListMessageMoveTasksOutput::default()),
    };
    pub static LIST_QUEUE_TAGS: OperationInfo = OperationInfo {
        name: "ListQueueTags",
        input: &schema::LIST_QUEUE_TAGS_INPUT,
        output: &schema::LIST_QUEUE_TAGS_OUTPUT,
        result_wrapper: Some("ListQueueTagsResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::ListQueueTagsInput::default()),
        new_output: || Box::new(super::ListQueueTagsOutput::default()),
    };
    pub static LIST_QUEUES: OperationInfo = OperationInfo {
        name: "ListQueues",
        input: &schema::LIST_QUEUES_INPUT,
        output: &schema::LIST_QUEUES_OUTPUT,
        result_wrapper: Some("ListQueuesResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::ListQueuesInput::default()),
        new_output: || Box::new(super::ListQueuesOutput::default()),
    };
    pub static PURGE_QUEUE: OperationInfo = OperationInfo {
        name: "PurgeQueue",
        input: &schema::PURGE_QUEUE_INPUT,
        output: &schema::PURGE_QUEUE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::PURGE_QUEUE_IN_PROGRESS,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::PurgeQueueInput::default()),
        new_output: || Box::new(super::PurgeQueueOutput::default()),
    };
    pub static RECEIVE_MESSAGE: OperationInfo = OperationInfo {
        name: "ReceiveMessage",
        input: &schema::RECEIVE_MESSAGE_INPUT,
        output: &schema::RECEIVE_MESSAGE_OUTPUT,
        result_wrapper: Some("ReceiveMessageResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::KMS_ACCESS_DENIED,
            &errors::KMS_DISABLED,
            &errors::KMS_INVALID_KEY_USAGE,
            &errors::KMS_INVALID_STATE,
            &errors::KMS_NOT_FOUND,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLED,
            &errors::OVER_LIMIT,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::ReceiveMessageInput::default()),
        new_output: || Box::new(super::ReceiveMessageOutput::default()),
    };
    pub static REMOVE_PERMISSION: OperationInfo = OperationInfo {
        name: "RemovePermission",
        input: &schema::REMOVE_PERMISSION_INPUT,
        output: &schema::REMOVE_PERMISSION_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::RemovePermissionInput::default()),
        new_output: || Box::new(super::RemovePermissionOutput::default()),
    };
    pub static SEND_MESSAGE: OperationInfo = OperationInfo {
        name: "SendMessage",
        input: &schema::SEND_MESSAGE_INPUT,
        output: &schema::SEND_MESSAGE_OUTPUT,
        result_wrapper: Some("SendMessageResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_MESSAGE_CONTENTS,
            &errors::INVALID_SECURITY,
            &errors::KMS_ACCESS_DENIED,
            &errors::KMS_DISABLED,
            &errors::KMS_INVALID_KEY_USAGE,
            &errors::KMS_INVALID_STATE,
            &errors::KMS_NOT_FOUND,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLED,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::SendMessageInput::default()),
        new_output: || Box::new(super::SendMessageOutput::default()),
    };
    pub static SEND_MESSAGE_BATCH: OperationInfo = OperationInfo {
        name: "SendMessageBatch",
        input: &schema::SEND_MESSAGE_BATCH_INPUT,
        output: &schema::SEND_MESSAGE_BATCH_OUTPUT,
        result_wrapper: Some("SendMessageBatchResult"),
        unsigned: false,
        errors: &[
            &errors::BATCH_ENTRY_IDS_NOT_DISTINCT,
            &errors::BATCH_REQUEST_TOO_LONG,
            &errors::EMPTY_BATCH_REQUEST,
            &errors::INVALID_ADDRESS,
            &errors::INVALID_BATCH_ENTRY_ID,
            &errors::INVALID_SECURITY,
            &errors::KMS_ACCESS_DENIED,
            &errors::KMS_DISABLED,
            &errors::KMS_INVALID_KEY_USAGE,
            &errors::KMS_INVALID_STATE,
            &errors::KMS_NOT_FOUND,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLED,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::SendMessageBatchInput::default()),
        new_output: || Box::new(super::SendMessageBatchOutput::default()),
    };
    pub static SET_QUEUE_ATTRIBUTES: OperationInfo = OperationInfo {
        name: "SetQueueAttributes",
        input: &schema::SET_QUEUE_ATTRIBUTES_INPUT,
        output: &schema::SET_QUEUE_ATTRIBUTES_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_ATTRIBUTE_NAME,
            &errors::INVALID_ATTRIBUTE_VALUE,
            &errors::INVALID_SECURITY,
            &errors::OVER_LIMIT,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::SetQueueAttributesInput::default()),
        new_output: || Box::new(super::SetQueueAttributesOutput::default()),
    };
    pub static START_MESSAGE_MOVE_TASK: OperationInfo = OperationInfo {
        name: "StartMessageMoveTask",
        input: &schema::START_MESSAGE_MOVE_TASK_INPUT,
        output: &schema::START_MESSAGE_MOVE_TASK_OUTPUT,
        result_wrapper: Some("StartMessageMoveTaskResult"),
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::REQUEST_THROTTLED,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::StartMessageMoveTaskInput::default()),
        new_output: || Box::new(super::StartMessageMoveTaskOutput::default()),
    };
    pub static TAG_QUEUE: OperationInfo = OperationInfo {
        name: "TagQueue",
        input: &schema::TAG_QUEUE_INPUT,
        output: &schema::TAG_QUEUE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::TagQueueInput::default()),
        new_output: || Box::new(super::TagQueueOutput::default()),
    };
    pub static UNTAG_QUEUE: OperationInfo = OperationInfo {
        name: "UntagQueue",
        input: &schema::UNTAG_QUEUE_INPUT,
        output: &schema::UNTAG_QUEUE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ADDRESS,
            &errors::INVALID_SECURITY,
            &errors::QUEUE_DOES_NOT_EXIST,
            &errors::REQUEST_THROTTLED,
            &errors::UNSUPPORTED_OPERATION,
        ],
        new_input: || Box::new(super::UntagQueueInput::default()),
        new_output: || Box::new(super::UntagQueueOutput::default()),
    };
}

mod schema {
    use crate::schema::member;
    use crate::*;
    pub static ADD_PERMISSION_INPUT: StructureSchema = StructureSchema {
        name: "AddPermissionInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member("Label", "Label", Shape::String).required(),
            member(
                "AWSAccountIds",
                "AWSAccountId",
                Shape::List(&ListSchema { element_name: "AWSAccountId", element: Shape::String }),
            )
            .required()
            .flattened(),
            member(
                "Actions",
                "ActionName",
                Shape::List(&ListSchema { element_name: "ActionName", element: Shape::String }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static ADD_PERMISSION_OUTPUT: StructureSchema =
        StructureSchema { name: "AddPermissionOutput", members: &[] };
    pub static BATCH_RESULT_ERROR_ENTRY: StructureSchema = StructureSchema {
        name: "BatchResultErrorEntry",
        members: &[
            member("Id", "Id", Shape::String).required(),
            member("SenderFault", "SenderFault", Shape::Boolean).required(),
            member("Code", "Code", Shape::String).required(),
            member("Message", "Message", Shape::String),
        ],
    };
    pub static CANCEL_MESSAGE_MOVE_TASK_INPUT: StructureSchema = StructureSchema {
        name: "CancelMessageMoveTaskInput",
        members: &[member("TaskHandle", "TaskHandle", Shape::String).required()],
    };
    pub static CANCEL_MESSAGE_MOVE_TASK_OUTPUT: StructureSchema = StructureSchema {
        name: "CancelMessageMoveTaskOutput",
        members: &[member(
            "ApproximateNumberOfMessagesMoved",
            "ApproximateNumberOfMessagesMoved",
            Shape::Long,
        )],
    };
    pub static CHANGE_MESSAGE_VISIBILITY_BATCH_INPUT: StructureSchema = StructureSchema {
        name: "ChangeMessageVisibilityBatchInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member(
                "Entries",
                "ChangeMessageVisibilityBatchRequestEntry",
                Shape::List(&ListSchema {
                    element_name: "ChangeMessageVisibilityBatchRequestEntry",
                    element: Shape::Structure(&CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST_ENTRY),
                }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static CHANGE_MESSAGE_VISIBILITY_BATCH_OUTPUT: StructureSchema = StructureSchema {
        name: "ChangeMessageVisibilityBatchOutput",
        members: &[
            member(
                "Successful",
                "ChangeMessageVisibilityBatchResultEntry",
                Shape::List(&ListSchema {
                    element_name: "ChangeMessageVisibilityBatchResultEntry",
                    element: Shape::Structure(&CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT_ENTRY),
                }),
            )
            .required()
            .flattened(),
            member(
                "Failed",
                "BatchResultErrorEntry",
                Shape::List(&ListSchema {
                    element_name: "BatchResultErrorEntry",
                    element: Shape::Structure(&BATCH_RESULT_ERROR_ENTRY),
                }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static CHANGE_MESSAGE_VISIBILITY_BATCH_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "ChangeMessageVisibilityBatchRequestEntry",
        members: &[
            member("Id", "Id", Shape::String).required(),
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("VisibilityTimeout", "VisibilityTimeout", Shape::Integer),
        ],
    };
    pub static CHANGE_MESSAGE_VISIBILITY_BATCH_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "ChangeMessageVisibilityBatchResultEntry",
        members: &[member("Id", "Id", Shape::String).required()],
    };
    pub static CHANGE_MESSAGE_VISIBILITY_INPUT: StructureSchema = StructureSchema {
        name: "ChangeMessageVisibilityInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("VisibilityTimeout", "VisibilityTimeout", Shape::Integer).required(),
        ],
    };
    pub static CHANGE_MESSAGE_VISIBILITY_OUTPUT: StructureSchema =
        StructureSchema { name: "ChangeMessageVisibilityOutput", members: &[] };
    pub static CREATE_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "CreateQueueInput",
        members: &[
            member("QueueName", "QueueName", Shape::String).required(),
            member(
                "Attributes",
                "Attribute",
                Shape::Map(&MapSchema { key_name: "Name", value_name: "Value", value: Shape::String }),
            )
            .flattened(),
            member(
                "tags",
                "Tag",
                Shape::Map(&MapSchema { key_name: "Key", value_name: "Value", value: Shape::String }),
            )
            .flattened(),
        ],
    };
    pub static CREATE_QUEUE_OUTPUT: StructureSchema = StructureSchema {
        name: "CreateQueueOutput",
        members: &[member("QueueUrl", "QueueUrl", Shape::String)],
    };
    pub static DELETE_MESSAGE_BATCH_INPUT: StructureSchema = StructureSchema {
        name: "DeleteMessageBatchInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member(
                "Entries",
                "DeleteMessageBatchRequestEntry",
                Shape::List(&ListSchema {
                    element_name: "DeleteMessageBatchRequestEntry",
                    element: Shape::Structure(&DELETE_MESSAGE_BATCH_REQUEST_ENTRY),
                }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static DELETE_MESSAGE_BATCH_OUTPUT: StructureSchema = StructureSchema {
        name: "DeleteMessageBatchOutput",
        members: &[
            member(
                "Successful",
                "DeleteMessageBatchResultEntry",
                Shape::List(&ListSchema {
                    element_name: "DeleteMessageBatchResultEntry",
                    element: Shape::Structure(&DELETE_MESSAGE_BATCH_RESULT_ENTRY),
                }),
            )
            .required()
            .flattened(),
            member(
                "Failed",
                "BatchResultErrorEntry",
                Shape::List(&ListSchema {
                    element_name: "BatchResultErrorEntry",
                    element: Shape::Structure(&BATCH_RESULT_ERROR_ENTRY),
                }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static DELETE_MESSAGE_BATCH_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "DeleteMessageBatchRequestEntry",
        members: &[
            member("Id", "Id", Shape::String).required(),
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
        ],
    };
    pub static DELETE_MESSAGE_BATCH_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "DeleteMessageBatchResultEntry",
        members: &[member("Id", "Id", Shape::String).required()],
    };
    pub static DELETE_MESSAGE_INPUT: StructureSchema = StructureSchema {
        name: "DeleteMessageInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
        ],
    };
    pub static DELETE_MESSAGE_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteMessageOutput", members: &[] };
    pub static DELETE_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "DeleteQueueInput",
        members: &[member("QueueUrl", "QueueUrl", Shape::String).required()],
    };
    pub static DELETE_QUEUE_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteQueueOutput", members: &[] };
    pub static GET_QUEUE_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "GetQueueAttributesInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member(
                "AttributeNames",
                "AttributeName",
                Shape::List(&ListSchema { element_name: "AttributeName", element: Shape::String }),
            )
            .flattened(),
        ],
    };
    pub static GET_QUEUE_ATTRIBUTES_OUTPUT: StructureSchema = StructureSchema {
        name: "GetQueueAttributesOutput",
        members: &[member(
            "Attributes",
            "Attribute",
            Shape::Map(&MapSchema { key_name: "Name", value_name: "Value", value: Shape::String }),
        )
        .flattened()],
    };
    pub static GET_QUEUE_URL_INPUT: StructureSchema = StructureSchema {
        name: "GetQueueUrlInput",
        members: &[
            member("QueueName", "QueueName", Shape::String).required(),
            member("QueueOwnerAWSAccountId", "QueueOwnerAWSAccountId", Shape::String),
        ],
    };
    pub static GET_QUEUE_URL_OUTPUT: StructureSchema = StructureSchema {
        name: "GetQueueUrlOutput",
        members: &[member("QueueUrl", "QueueUrl", Shape::String)],
    };
    pub static LIST_DEAD_LETTER_SOURCE_QUEUES_INPUT: StructureSchema = StructureSchema {
        name: "ListDeadLetterSourceQueuesInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member("NextToken", "NextToken", Shape::String),
            member("MaxResults", "MaxResults", Shape::Integer),
        ],
    };
    pub static LIST_DEAD_LETTER_SOURCE_QUEUES_OUTPUT: StructureSchema = StructureSchema {
        name: "ListDeadLetterSourceQueuesOutput",
        members: &[
            member(
                "queueUrls",
                "QueueUrl",
                Shape::List(&ListSchema { element_name: "QueueUrl", element: Shape::String }),
            )
            .required()
            .flattened(),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_MESSAGE_MOVE_TASKS_INPUT: StructureSchema = StructureSchema {
        name: "ListMessageMoveTasksInput",
        members: &[
            member("SourceArn", "SourceArn", Shape::String).required(),
            member("MaxResults", "MaxResults", Shape::Integer),
        ],
    };
    pub static LIST_MESSAGE_MOVE_TASKS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListMessageMoveTasksOutput",
        members: &[member(
            "Results",
            "ListMessageMoveTasksResultEntry",
            Shape::List(&ListSchema {
                element_name: "ListMessageMoveTasksResultEntry",
                element: Shape::Structure(&LIST_MESSAGE_MOVE_TASKS_RESULT_ENTRY),
            }),
        )
        .flattened()],
    };
    pub static LIST_MESSAGE_MOVE_TASKS_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "ListMessageMoveTasksResultEntry",
        members: &[
            member("TaskHandle", "TaskHandle", Shape::String),
            member("Status", "Status", Shape::String),
            member("SourceArn", "SourceArn", Shape::String),
            member("DestinationArn", "DestinationArn", Shape::String),
            member("MaxNumberOfMessagesPerSecond", "MaxNumberOfMessagesPerSecond", Shape::Integer),
            member("ApproximateNumberOfMessagesMoved", "ApproximateNumberOfMessagesMoved", Shape::Long),
            member("ApproximateNumberOfMessagesToMove", "ApproximateNumberOfMessagesToMove", Shape::Long),
            member("FailureReason", "FailureReason", Shape::String),
            member("StartedTimestamp", "StartedTimestamp", Shape::Long),
        ],
    };
    pub static LIST_QUEUE_TAGS_INPUT: StructureSchema = StructureSchema {
        name: "ListQueueTagsInput",
        members: &[member("QueueUrl", "QueueUrl", Shape::String).required()],
    };
    pub static LIST_QUEUE_TAGS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListQueueTagsOutput",
        members: &[member(
            "Tags",
            "Tag",
            Shape::Map(&MapSchema { key_name: "Key", value_name: "Value", value: Shape::String }),
        )
        .flattened()],
    };
    pub static LIST_QUEUES_INPUT: StructureSchema = StructureSchema {
        name: "ListQueuesInput",
        members: &[
            member("QueueNamePrefix", "QueueNamePrefix", Shape::String),
            member("NextToken", "NextToken", Shape::String),
            member("MaxResults", "MaxResults", Shape::Integer),
        ],
    };
    pub static LIST_QUEUES_OUTPUT: StructureSchema = StructureSchema {
        name: "ListQueuesOutput",
        members: &[
            member(
                "QueueUrls",
                "QueueUrl",
                Shape::List(&ListSchema { element_name: "QueueUrl", element: Shape::String }),
            )
            .flattened(),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static MESSAGE: StructureSchema = StructureSchema {
        name: "Message",
        members: &[
            member("MessageId", "MessageId", Shape::String),
            member("ReceiptHandle", "ReceiptHandle", Shape::String),
            member("MD5OfBody", "MD5OfBody", Shape::String),
            member("Body", "Body", Shape::String),
            member(
                "Attributes",
                "Attribute",
                Shape::Map(&MapSchema { key_name: "Name", value_name: "Value", value: Shape::String }),
            )
            .flattened(),
            member("MD5OfMessageAttributes", "MD5OfMessageAttributes", Shape::String),
            member(
                "MessageAttributes",
                "MessageAttribute",
                Shape::Map(&MapSchema {
                    key_name: "Name",
                    value_name: "Value",
                    value: Shape::Structure(&MESSAGE_ATTRIBUTE_VALUE),
                }),
            )
            .flattened(),
        ],
    };
    pub static MESSAGE_ATTRIBUTE_VALUE: StructureSchema = StructureSchema {
        name: "MessageAttributeValue",
        members: &[
            member("StringValue", "StringValue", Shape::String),
            member("BinaryValue", "BinaryValue", Shape::Blob),
            member(
                "StringListValues",
                "StringListValue",
                Shape::List(&ListSchema { element_name: "StringListValue", element: Shape::String }),
            )
            .flattened(),
            member(
                "BinaryListValues",
                "BinaryListValue",
                Shape::List(&ListSchema { element_name: "BinaryListValue", element: Shape::Blob }),
            )
            .flattened(),
            member("DataType", "DataType", Shape::String).required(),
        ],
    };
    pub static MESSAGE_SYSTEM_ATTRIBUTE_VALUE: StructureSchema = StructureSchema {
        name: "MessageSystemAttributeValue",
        members: &[
            member("StringValue", "StringValue", Shape::String),
            member("BinaryValue", "BinaryValue", Shape::Blob),
            member(
                "StringListValues",
                "StringListValue",
                Shape::List(&ListSchema { element_name: "StringListValue", element: Shape::String }),
            )
            .flattened(),
            member(
                "BinaryListValues",
                "BinaryListValue",
                Shape::List(&ListSchema { element_name: "BinaryListValue", element: Shape::Blob }),
            )
            .flattened(),
            member("DataType", "DataType", Shape::String).required(),
        ],
    };
    pub static PURGE_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "PurgeQueueInput",
        members: &[member("QueueUrl", "QueueUrl", Shape::String).required()],
    };
    pub static PURGE_QUEUE_OUTPUT: StructureSchema =
        StructureSchema { name: "PurgeQueueOutput", members: &[] };
    pub static RECEIVE_MESSAGE_INPUT: StructureSchema = StructureSchema {
        name: "ReceiveMessageInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member(
                "AttributeNames",
                "AttributeName",
                Shape::List(&ListSchema { element_name: "AttributeName", element: Shape::String }),
            )
            .flattened(),
            member(
                "MessageSystemAttributeNames",
                "MessageSystemAttributeName",
                Shape::List(&ListSchema {
                    element_name: "MessageSystemAttributeName",
                    element: Shape::String,
                }),
            )
            .flattened(),
            member(
                "MessageAttributeNames",
                "MessageAttributeName",
                Shape::List(&ListSchema { element_name: "MessageAttributeName", element: Shape::String }),
            )
            .flattened(),
            member("MaxNumberOfMessages", "MaxNumberOfMessages", Shape::Integer),
            member("VisibilityTimeout", "VisibilityTimeout", Shape::Integer),
            member("WaitTimeSeconds", "WaitTimeSeconds", Shape::Integer),
            member("ReceiveRequestAttemptId", "ReceiveRequestAttemptId", Shape::String),
        ],
    };
    pub static RECEIVE_MESSAGE_OUTPUT: StructureSchema = StructureSchema {
        name: "ReceiveMessageOutput",
        members: &[member(
            "Messages",
            "Message",
            Shape::List(&ListSchema { element_name: "Message", element: Shape::Structure(&MESSAGE) }),
        )
        .flattened()],
    };
    pub static REMOVE_PERMISSION_INPUT: StructureSchema = StructureSchema {
        name: "RemovePermissionInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member("Label", "Label", Shape::String).required(),
        ],
    };
    pub static REMOVE_PERMISSION_OUTPUT: StructureSchema =
        StructureSchema { name: "RemovePermissionOutput", members: &[] };
    pub static SEND_MESSAGE_BATCH_INPUT: StructureSchema = StructureSchema {
        name: "SendMessageBatchInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member(
                "Entries",
                "SendMessageBatchRequestEntry",
                Shape::List(&ListSchema {
                    element_name: "SendMessageBatchRequestEntry",
                    element: Shape::Structure(&SEND_MESSAGE_BATCH_REQUEST_ENTRY),
                }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static SEND_MESSAGE_BATCH_OUTPUT: StructureSchema = StructureSchema {
        name: "SendMessageBatchOutput",
        members: &[
            member(
                "Successful",
                "SendMessageBatchResultEntry",
                Shape::List(&ListSchema {
                    element_name: "SendMessageBatchResultEntry",
                    element: Shape::Structure(&SEND_MESSAGE_BATCH_RESULT_ENTRY),
                }),
            )
            .required()
            .flattened(),
            member(
                "Failed",
                "BatchResultErrorEntry",
                Shape::List(&ListSchema {
                    element_name: "BatchResultErrorEntry",
                    element: Shape::Structure(&BATCH_RESULT_ERROR_ENTRY),
                }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static SEND_MESSAGE_BATCH_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "SendMessageBatchRequestEntry",
        members: &[
            member("Id", "Id", Shape::String).required(),
            member("MessageBody", "MessageBody", Shape::String).required(),
            member("DelaySeconds", "DelaySeconds", Shape::Integer),
            member(
                "MessageAttributes",
                "MessageAttribute",
                Shape::Map(&MapSchema {
                    key_name: "Name",
                    value_name: "Value",
                    value: Shape::Structure(&MESSAGE_ATTRIBUTE_VALUE),
                }),
            )
            .flattened(),
            member(
                "MessageSystemAttributes",
                "MessageSystemAttribute",
                Shape::Map(&MapSchema {
                    key_name: "Name",
                    value_name: "Value",
                    value: Shape::Structure(&MESSAGE_SYSTEM_ATTRIBUTE_VALUE),
                }),
            )
            .flattened(),
            member("MessageDeduplicationId", "MessageDeduplicationId", Shape::String),
            member("MessageGroupId", "MessageGroupId", Shape::String),
        ],
    };
    pub static SEND_MESSAGE_BATCH_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "SendMessageBatchResultEntry",
        members: &[
            member("Id", "Id", Shape::String).required(),
            member("MessageId", "MessageId", Shape::String).required(),
            member("MD5OfMessageBody", "MD5OfMessageBody", Shape::String).required(),
            member("MD5OfMessageAttributes", "MD5OfMessageAttributes", Shape::String),
            member("MD5OfMessageSystemAttributes", "MD5OfMessageSystemAttributes", Shape::String),
            member("SequenceNumber", "SequenceNumber", Shape::String),
        ],
    };
    pub static SEND_MESSAGE_INPUT: StructureSchema = StructureSchema {
        name: "SendMessageInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member("MessageBody", "MessageBody", Shape::String).required(),
            member("DelaySeconds", "DelaySeconds", Shape::Integer),
            member(
                "MessageAttributes",
                "MessageAttribute",
                Shape::Map(&MapSchema {
                    key_name: "Name",
                    value_name: "Value",
                    value: Shape::Structure(&MESSAGE_ATTRIBUTE_VALUE),
                }),
            )
            .flattened(),
            member(
                "MessageSystemAttributes",
                "MessageSystemAttribute",
                Shape::Map(&MapSchema {
                    key_name: "Name",
                    value_name: "Value",
                    value: Shape::Structure(&MESSAGE_SYSTEM_ATTRIBUTE_VALUE),
                }),
            )
            .flattened(),
            member("MessageDeduplicationId", "MessageDeduplicationId", Shape::String),
            member("MessageGroupId", "MessageGroupId", Shape::String),
        ],
    };
    pub static SEND_MESSAGE_OUTPUT: StructureSchema = StructureSchema {
        name: "SendMessageOutput",
        members: &[
            member("MD5OfMessageBody", "MD5OfMessageBody", Shape::String),
            member("MD5OfMessageAttributes", "MD5OfMessageAttributes", Shape::String),
            member("MD5OfMessageSystemAttributes", "MD5OfMessageSystemAttributes", Shape::String),
            member("MessageId", "MessageId", Shape::String),
            member("SequenceNumber", "SequenceNumber", Shape::String),
        ],
    };
    pub static SET_QUEUE_ATTRIBUTES_INPUT: StructureSchema = StructureSchema {
        name: "SetQueueAttributesInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member(
                "Attributes",
                "Attribute",
                Shape::Map(&MapSchema { key_name: "Name", value_name: "Value", value: Shape::String }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static SET_QUEUE_ATTRIBUTES_OUTPUT: StructureSchema =
        StructureSchema { name: "SetQueueAttributesOutput", members: &[] };
    pub static START_MESSAGE_MOVE_TASK_INPUT: StructureSchema = StructureSchema {
        name: "StartMessageMoveTaskInput",
        members: &[
            member("SourceArn", "SourceArn", Shape::String).required(),
            member("DestinationArn", "DestinationArn", Shape::String),
            member("MaxNumberOfMessagesPerSecond", "MaxNumberOfMessagesPerSecond", Shape::Integer),
        ],
    };
    pub static START_MESSAGE_MOVE_TASK_OUTPUT: StructureSchema = StructureSchema {
        name: "StartMessageMoveTaskOutput",
        members: &[member("TaskHandle", "TaskHandle", Shape::String)],
    };
    pub static TAG_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "TagQueueInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member(
                "Tags",
                "Tag",
                Shape::Map(&MapSchema { key_name: "Key", value_name: "Value", value: Shape::String }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static TAG_QUEUE_OUTPUT: StructureSchema = StructureSchema { name: "TagQueueOutput", members: &[] };
    pub static UNTAG_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "UntagQueueInput",
        members: &[
            member("QueueUrl", "QueueUrl", Shape::String).required(),
            member(
                "TagKeys",
                "TagKey",
                Shape::List(&ListSchema { element_name: "TagKey", element: Shape::String }),
            )
            .required()
            .flattened(),
        ],
    };
    pub static UNTAG_QUEUE_OUTPUT: StructureSchema =
        StructureSchema { name: "UntagQueueOutput", members: &[] };
}
