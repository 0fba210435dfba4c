//! Amazon Kinesis: types and tables.
//! Generated from `models/kinesis.json` by `cargo xtask shapes`; do not edit.

#![allow(missing_docs, reason = "AWS's documentation tells what each member means")]

use crate::structure::{slot, value};
use crate::*;
use bytes::Bytes;
use std::collections::BTreeMap;

/// Amazon Kinesis.
pub static SERVICE: ServiceInfo = ServiceInfo {
    id: "kinesis",
    sdk_id: "Kinesis",
    signing_name: "kinesis",
    api_version: "2013-12-02",
    target_prefix: Some("Kinesis_20131202"),
    xml_namespace: None,
    protocols: &[ServiceProtocol::AwsJson11],
    query_compatible: false,
    operations: &[
        &operations::ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS,
        &operations::ACKNOWLEDGE_QUEUE_RECORDS,
        &operations::ADD_TAGS_TO_STREAM,
        &operations::CREATE_CHANNEL,
        &operations::CREATE_QUEUE,
        &operations::CREATE_STREAM,
        &operations::DECREASE_STREAM_RETENTION_PERIOD,
        &operations::DELETE_CHANNEL,
        &operations::DELETE_QUEUE,
        &operations::DELETE_RESOURCE_POLICY,
        &operations::DELETE_STREAM,
        &operations::DEREGISTER_STREAM_CONSUMER,
        &operations::DESCRIBE_ACCOUNT_SETTINGS,
        &operations::DESCRIBE_CHANNEL,
        &operations::DESCRIBE_LIMITS,
        &operations::DESCRIBE_QUEUE,
        &operations::DESCRIBE_STREAM,
        &operations::DESCRIBE_STREAM_CONSUMER,
        &operations::DESCRIBE_STREAM_SUMMARY,
        &operations::DISABLE_ENHANCED_MONITORING,
        &operations::ENABLE_ENHANCED_MONITORING,
        &operations::GET_RECORDS,
        &operations::GET_RESOURCE_POLICY,
        &operations::GET_SHARD_ITERATOR,
        &operations::INCREASE_STREAM_RETENTION_PERIOD,
        &operations::LIST_CHANNELS,
        &operations::LIST_QUEUES,
        &operations::LIST_SHARDS,
        &operations::LIST_STREAM_CONSUMERS,
        &operations::LIST_STREAMS,
        &operations::LIST_TAGS_FOR_RESOURCE,
        &operations::LIST_TAGS_FOR_STREAM,
        &operations::MERGE_SHARDS,
        &operations::PUT_RECORD,
        &operations::PUT_RECORDS,
        &operations::PUT_RESOURCE_POLICY,
        &operations::RECEIVE_DEAD_LETTER_QUEUE_RECORDS,
        &operations::RECEIVE_QUEUE_RECORDS,
        &operations::REGISTER_STREAM_CONSUMER,
        &operations::REMOVE_TAGS_FROM_STREAM,
        &operations::RESTORE_DEAD_LETTER_QUEUE_RECORDS,
        &operations::SPLIT_SHARD,
        &operations::START_STREAM_ENCRYPTION,
        &operations::STOP_STREAM_ENCRYPTION,
        &operations::SUBSCRIBE_TO_SHARD,
        &operations::TAG_RESOURCE,
        &operations::UNTAG_RESOURCE,
        &operations::UPDATE_ACCOUNT_SETTINGS,
        &operations::UPDATE_CHANNEL,
        &operations::UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY,
        &operations::UPDATE_MAX_RECORD_SIZE,
        &operations::UPDATE_QUEUE,
        &operations::UPDATE_QUEUE_RECORDS_VISIBILITY,
        &operations::UPDATE_SHARD_COUNT,
        &operations::UPDATE_STREAM_MODE,
        &operations::UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY,
        &operations::UPDATE_STREAM_WARM_THROUGHPUT,
    ],
    errors: &[
        &errors::ACCESS_DENIED_EXCEPTION,
        &errors::DRY_RUN_OPERATION_EXCEPTION,
        &errors::EXPIRED_ITERATOR_EXCEPTION,
        &errors::EXPIRED_NEXT_TOKEN_EXCEPTION,
        &errors::INTERNAL_FAILURE_EXCEPTION,
        &errors::INVALID_ARGUMENT_EXCEPTION,
        &errors::KMS_ACCESS_DENIED_EXCEPTION,
        &errors::KMS_DISABLED_EXCEPTION,
        &errors::KMS_INVALID_STATE_EXCEPTION,
        &errors::KMS_NOT_FOUND_EXCEPTION,
        &errors::KMS_OPT_IN_REQUIRED,
        &errors::KMS_THROTTLING_EXCEPTION,
        &errors::LIMIT_EXCEEDED_EXCEPTION,
        &errors::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
        &errors::RESOURCE_IN_USE_EXCEPTION,
        &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        &errors::THROTTLING_EXCEPTION,
        &errors::VALIDATION_EXCEPTION,
    ],
};

/// The model's errors.
pub mod errors {
    use crate::ErrorShape;
    pub static ACCESS_DENIED_EXCEPTION: ErrorShape = ErrorShape {
        name: "AccessDeniedException",
        json_type: "AccessDeniedException",
        query_code: "AccessDeniedException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static DRY_RUN_OPERATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "DryRunOperationException",
        json_type: "DryRunOperationException",
        query_code: "DryRunOperationException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static EXPIRED_ITERATOR_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredIteratorException",
        json_type: "ExpiredIteratorException",
        query_code: "ExpiredIteratorException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static EXPIRED_NEXT_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredNextTokenException",
        json_type: "ExpiredNextTokenException",
        query_code: "ExpiredNextTokenException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INTERNAL_FAILURE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InternalFailureException",
        json_type: "InternalFailureException",
        query_code: "InternalFailureException",
        json_status: 500,
        query_status: 500,
        sender_fault: false,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_ARGUMENT_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidArgumentException",
        json_type: "InvalidArgumentException",
        query_code: "InvalidArgumentException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_ACCESS_DENIED_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSAccessDeniedException",
        json_type: "KMSAccessDeniedException",
        query_code: "KMSAccessDeniedException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSDisabledException",
        json_type: "KMSDisabledException",
        query_code: "KMSDisabledException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_INVALID_STATE_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSInvalidStateException",
        json_type: "KMSInvalidStateException",
        query_code: "KMSInvalidStateException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSNotFoundException",
        json_type: "KMSNotFoundException",
        query_code: "KMSNotFoundException",
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
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static KMS_THROTTLING_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSThrottlingException",
        json_type: "KMSThrottlingException",
        query_code: "KMSThrottlingException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "LimitExceededException",
        json_type: "LimitExceededException",
        query_code: "LimitExceededException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "ProvisionedThroughputExceededException",
        json_type: "ProvisionedThroughputExceededException",
        query_code: "ProvisionedThroughputExceededException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static RESOURCE_IN_USE_EXCEPTION: ErrorShape = ErrorShape {
        name: "ResourceInUseException",
        json_type: "ResourceInUseException",
        query_code: "ResourceInUseException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static RESOURCE_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "ResourceNotFoundException",
        json_type: "ResourceNotFoundException",
        query_code: "ResourceNotFoundException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static THROTTLING_EXCEPTION: ErrorShape = ErrorShape {
        name: "ThrottlingException",
        json_type: "ThrottlingException",
        query_code: "ThrottlingException",
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
}

/// AWS's `AcknowledgeDeadLetterQueueRecordsErrorEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeDeadLetterQueueRecordsErrorEntry {
    pub receipt_handle: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
}

impl Structure for AcknowledgeDeadLetterQueueRecordsErrorEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            1 => value(&self.error_code),
            2 => value(&self.error_message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            1 => slot(&mut self.error_code),
            2 => slot(&mut self.error_message),
            _ => Slot::Unknown,
        }
    }
}

/// What AcknowledgeDeadLetterQueueRecords takes: AWS's `AcknowledgeDeadLetterQueueRecordsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeDeadLetterQueueRecordsInput {
    pub queue_arn: Option<String>,
    pub entries: Option<Vec<AcknowledgeDeadLetterQueueRecordsRequestEntry>>,
}

impl Structure for AcknowledgeDeadLetterQueueRecordsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            1 => value(&self.entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            1 => slot(&mut self.entries),
            _ => Slot::Unknown,
        }
    }
}

/// What AcknowledgeDeadLetterQueueRecords answers: AWS's `AcknowledgeDeadLetterQueueRecordsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeDeadLetterQueueRecordsOutput {
    pub successful: Option<Vec<AcknowledgeDeadLetterQueueRecordsResultEntry>>,
    pub failed: Option<Vec<AcknowledgeDeadLetterQueueRecordsErrorEntry>>,
}

impl Structure for AcknowledgeDeadLetterQueueRecordsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT
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

/// AWS's `AcknowledgeDeadLetterQueueRecordsRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeDeadLetterQueueRecordsRequestEntry {
    pub receipt_handle: Option<String>,
}

impl Structure for AcknowledgeDeadLetterQueueRecordsRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `AcknowledgeDeadLetterQueueRecordsResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeDeadLetterQueueRecordsResultEntry {
    pub receipt_handle: Option<String>,
}

impl Structure for AcknowledgeDeadLetterQueueRecordsResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `AcknowledgeQueueRecordsErrorEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeQueueRecordsErrorEntry {
    pub receipt_handle: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
}

impl Structure for AcknowledgeQueueRecordsErrorEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_QUEUE_RECORDS_ERROR_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            1 => value(&self.error_code),
            2 => value(&self.error_message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            1 => slot(&mut self.error_code),
            2 => slot(&mut self.error_message),
            _ => Slot::Unknown,
        }
    }
}

/// What AcknowledgeQueueRecords takes: AWS's `AcknowledgeQueueRecordsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeQueueRecordsInput {
    pub queue_arn: Option<String>,
    pub entries: Option<Vec<AcknowledgeQueueRecordsRequestEntry>>,
}

impl Structure for AcknowledgeQueueRecordsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_QUEUE_RECORDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            1 => value(&self.entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            1 => slot(&mut self.entries),
            _ => Slot::Unknown,
        }
    }
}

/// What AcknowledgeQueueRecords answers: AWS's `AcknowledgeQueueRecordsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeQueueRecordsOutput {
    pub successful: Option<Vec<AcknowledgeQueueRecordsResultEntry>>,
    pub failed: Option<Vec<AcknowledgeQueueRecordsErrorEntry>>,
}

impl Structure for AcknowledgeQueueRecordsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_QUEUE_RECORDS_OUTPUT
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

/// AWS's `AcknowledgeQueueRecordsRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeQueueRecordsRequestEntry {
    pub receipt_handle: Option<String>,
}

impl Structure for AcknowledgeQueueRecordsRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_QUEUE_RECORDS_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `AcknowledgeQueueRecordsResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AcknowledgeQueueRecordsResultEntry {
    pub receipt_handle: Option<String>,
}

impl Structure for AcknowledgeQueueRecordsResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ACKNOWLEDGE_QUEUE_RECORDS_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// What AddTagsToStream takes: AWS's `AddTagsToStreamInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddTagsToStreamInput {
    pub stream_name: Option<String>,
    pub tags: Option<BTreeMap<String, String>>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for AddTagsToStreamInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ADD_TAGS_TO_STREAM_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.tags),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.tags),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What AddTagsToStream answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddTagsToStreamOutput {}

impl Structure for AddTagsToStreamOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ADD_TAGS_TO_STREAM_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `ChannelDescription`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelDescription {
    pub channel_name: Option<String>,
    pub channel_arn: Option<String>,
    pub channel_id: Option<String>,
    pub channel_status: Option<String>,
    pub channel_status_reason: Option<String>,
    pub channel_creation_timestamp: Option<Timestamp>,
    pub service_execution_role_arn: Option<String>,
    pub stream_configuration_list: Option<Vec<ChannelStreamDescription>>,
    pub s3_destination_configuration: Option<S3DestinationDescription>,
    pub s3_tables_destination_configuration: Option<S3TablesDestinationDescription>,
    pub encryption_configuration: Option<ChannelEncryptionConfiguration>,
    pub logging_configuration: Option<ChannelLoggingConfiguration>,
}

impl Structure for ChannelDescription {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANNEL_DESCRIPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_name),
            1 => value(&self.channel_arn),
            2 => value(&self.channel_id),
            3 => value(&self.channel_status),
            4 => value(&self.channel_status_reason),
            5 => value(&self.channel_creation_timestamp),
            6 => value(&self.service_execution_role_arn),
            7 => value(&self.stream_configuration_list),
            8 => value(&self.s3_destination_configuration),
            9 => value(&self.s3_tables_destination_configuration),
            10 => value(&self.encryption_configuration),
            11 => value(&self.logging_configuration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_name),
            1 => slot(&mut self.channel_arn),
            2 => slot(&mut self.channel_id),
            3 => slot(&mut self.channel_status),
            4 => slot(&mut self.channel_status_reason),
            5 => slot(&mut self.channel_creation_timestamp),
            6 => slot(&mut self.service_execution_role_arn),
            7 => slot(&mut self.stream_configuration_list),
            8 => slot(&mut self.s3_destination_configuration),
            9 => slot(&mut self.s3_tables_destination_configuration),
            10 => slot(&mut self.encryption_configuration),
            11 => slot(&mut self.logging_configuration),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChannelEncryptionConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelEncryptionConfiguration {
    pub encryption_type: Option<String>,
    pub key_id: Option<String>,
}

impl Structure for ChannelEncryptionConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANNEL_ENCRYPTION_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.encryption_type),
            1 => value(&self.key_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.encryption_type),
            1 => slot(&mut self.key_id),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChannelLoggingConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelLoggingConfiguration {
    pub cloud_watch_logs: Option<CloudWatchLogs>,
}

impl Structure for ChannelLoggingConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANNEL_LOGGING_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.cloud_watch_logs),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.cloud_watch_logs),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChannelLoggingUpdateInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelLoggingUpdateInput {
    pub cloud_watch_logs: Option<CloudWatchLogsUpdateInput>,
}

impl Structure for ChannelLoggingUpdateInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANNEL_LOGGING_UPDATE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.cloud_watch_logs),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.cloud_watch_logs),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChannelStreamConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelStreamConfiguration {
    pub stream_arn: Option<String>,
    pub record_configuration: Option<RecordConfiguration>,
}

impl Structure for ChannelStreamConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANNEL_STREAM_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.record_configuration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.record_configuration),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChannelStreamDescription`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelStreamDescription {
    pub stream_arn: Option<String>,
    pub stream_creation_timestamp: Option<Timestamp>,
    pub record_configuration: Option<RecordConfiguration>,
}

impl Structure for ChannelStreamDescription {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANNEL_STREAM_DESCRIPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_creation_timestamp),
            2 => value(&self.record_configuration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_creation_timestamp),
            2 => slot(&mut self.record_configuration),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChannelStreamIdentifier`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelStreamIdentifier {
    pub stream_arn: Option<String>,
    pub stream_creation_timestamp: Option<Timestamp>,
}

impl Structure for ChannelStreamIdentifier {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANNEL_STREAM_IDENTIFIER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_creation_timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_creation_timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChannelSummary`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelSummary {
    pub channel_name: Option<String>,
    pub channel_arn: Option<String>,
    pub channel_id: Option<String>,
    pub channel_status: Option<String>,
    pub channel_status_reason: Option<String>,
    pub channel_creation_timestamp: Option<Timestamp>,
    pub channel_destination_type: Option<String>,
    pub streams: Option<Vec<ChannelStreamIdentifier>>,
}

impl Structure for ChannelSummary {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHANNEL_SUMMARY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_name),
            1 => value(&self.channel_arn),
            2 => value(&self.channel_id),
            3 => value(&self.channel_status),
            4 => value(&self.channel_status_reason),
            5 => value(&self.channel_creation_timestamp),
            6 => value(&self.channel_destination_type),
            7 => value(&self.streams),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_name),
            1 => slot(&mut self.channel_arn),
            2 => slot(&mut self.channel_id),
            3 => slot(&mut self.channel_status),
            4 => slot(&mut self.channel_status_reason),
            5 => slot(&mut self.channel_creation_timestamp),
            6 => slot(&mut self.channel_destination_type),
            7 => slot(&mut self.streams),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ChildShard`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChildShard {
    pub shard_id: Option<String>,
    pub parent_shards: Option<Vec<String>>,
    pub hash_key_range: Option<HashKeyRange>,
}

impl Structure for ChildShard {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CHILD_SHARD
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.shard_id),
            1 => value(&self.parent_shards),
            2 => value(&self.hash_key_range),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.shard_id),
            1 => slot(&mut self.parent_shards),
            2 => slot(&mut self.hash_key_range),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `CloudWatchLogs`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CloudWatchLogs {
    pub enabled: Option<bool>,
    pub log_group_name: Option<String>,
    pub log_stream_name: Option<String>,
}

impl Structure for CloudWatchLogs {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CLOUD_WATCH_LOGS
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.enabled),
            1 => value(&self.log_group_name),
            2 => value(&self.log_stream_name),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.enabled),
            1 => slot(&mut self.log_group_name),
            2 => slot(&mut self.log_stream_name),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `CloudWatchLogsUpdateInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CloudWatchLogsUpdateInput {
    pub enabled: Option<bool>,
    pub log_group_name: Option<String>,
    pub log_stream_name: Option<String>,
}

impl Structure for CloudWatchLogsUpdateInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CLOUD_WATCH_LOGS_UPDATE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.enabled),
            1 => value(&self.log_group_name),
            2 => value(&self.log_stream_name),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.enabled),
            1 => slot(&mut self.log_group_name),
            2 => slot(&mut self.log_stream_name),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `Consumer`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consumer {
    pub consumer_name: Option<String>,
    pub consumer_arn: Option<String>,
    pub consumer_status: Option<String>,
    pub consumer_creation_timestamp: Option<Timestamp>,
}

impl Structure for Consumer {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CONSUMER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.consumer_name),
            1 => value(&self.consumer_arn),
            2 => value(&self.consumer_status),
            3 => value(&self.consumer_creation_timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.consumer_name),
            1 => slot(&mut self.consumer_arn),
            2 => slot(&mut self.consumer_status),
            3 => slot(&mut self.consumer_creation_timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ConsumerDescription`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConsumerDescription {
    pub consumer_name: Option<String>,
    pub consumer_arn: Option<String>,
    pub consumer_status: Option<String>,
    pub consumer_creation_timestamp: Option<Timestamp>,
    pub stream_arn: Option<String>,
}

impl Structure for ConsumerDescription {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CONSUMER_DESCRIPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.consumer_name),
            1 => value(&self.consumer_arn),
            2 => value(&self.consumer_status),
            3 => value(&self.consumer_creation_timestamp),
            4 => value(&self.stream_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.consumer_name),
            1 => slot(&mut self.consumer_arn),
            2 => slot(&mut self.consumer_status),
            3 => slot(&mut self.consumer_creation_timestamp),
            4 => slot(&mut self.stream_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateChannel takes: AWS's `CreateChannelInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateChannelInput {
    pub channel_name: Option<String>,
    pub service_execution_role_arn: Option<String>,
    pub stream_configuration_list: Option<Vec<ChannelStreamConfiguration>>,
    pub s3_destination_configuration: Option<S3DestinationConfiguration>,
    pub s3_tables_destination_configuration: Option<S3TablesDestinationConfiguration>,
    pub encryption_configuration: Option<ChannelEncryptionConfiguration>,
    pub tags: Option<BTreeMap<String, String>>,
    pub logging_configuration: Option<ChannelLoggingConfiguration>,
}

impl Structure for CreateChannelInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_CHANNEL_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_name),
            1 => value(&self.service_execution_role_arn),
            2 => value(&self.stream_configuration_list),
            3 => value(&self.s3_destination_configuration),
            4 => value(&self.s3_tables_destination_configuration),
            5 => value(&self.encryption_configuration),
            6 => value(&self.tags),
            7 => value(&self.logging_configuration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_name),
            1 => slot(&mut self.service_execution_role_arn),
            2 => slot(&mut self.stream_configuration_list),
            3 => slot(&mut self.s3_destination_configuration),
            4 => slot(&mut self.s3_tables_destination_configuration),
            5 => slot(&mut self.encryption_configuration),
            6 => slot(&mut self.tags),
            7 => slot(&mut self.logging_configuration),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateChannel answers: AWS's `CreateChannelOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateChannelOutput {
    pub channel_description: Option<ChannelDescription>,
}

impl Structure for CreateChannelOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_CHANNEL_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_description),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_description),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateQueue takes: AWS's `CreateQueueInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateQueueInput {
    pub queue_name: Option<String>,
    pub stream_configuration_list: Option<Vec<QueueStreamConfiguration>>,
    pub queue_attributes: Option<QueueAttributes>,
    pub tags: Option<BTreeMap<String, String>>,
}

impl Structure for CreateQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_name),
            1 => value(&self.stream_configuration_list),
            2 => value(&self.queue_attributes),
            3 => value(&self.tags),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_name),
            1 => slot(&mut self.stream_configuration_list),
            2 => slot(&mut self.queue_attributes),
            3 => slot(&mut self.tags),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateQueue answers: AWS's `CreateQueueOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateQueueOutput {
    pub queue_description: Option<QueueDescription>,
}

impl Structure for CreateQueueOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_QUEUE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_description),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_description),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateStream takes: AWS's `CreateStreamInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateStreamInput {
    pub stream_name: Option<String>,
    pub shard_count: Option<i32>,
    pub stream_mode_details: Option<StreamModeDetails>,
    pub tags: Option<BTreeMap<String, String>>,
    pub warm_throughput_mibps: Option<i32>,
    pub max_record_size_in_kib: Option<i32>,
    pub record_distribution_strategy: Option<String>,
}

impl Structure for CreateStreamInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_STREAM_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.shard_count),
            2 => value(&self.stream_mode_details),
            3 => value(&self.tags),
            4 => value(&self.warm_throughput_mibps),
            5 => value(&self.max_record_size_in_kib),
            6 => value(&self.record_distribution_strategy),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.shard_count),
            2 => slot(&mut self.stream_mode_details),
            3 => slot(&mut self.tags),
            4 => slot(&mut self.warm_throughput_mibps),
            5 => slot(&mut self.max_record_size_in_kib),
            6 => slot(&mut self.record_distribution_strategy),
            _ => Slot::Unknown,
        }
    }
}

/// What CreateStream answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateStreamOutput {}

impl Structure for CreateStreamOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREATE_STREAM_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `DeadLetterConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeadLetterConfiguration {
    pub target_type: Option<String>,
    pub max_receive_count: Option<i32>,
}

impl Structure for DeadLetterConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DEAD_LETTER_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.target_type),
            1 => value(&self.max_receive_count),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.target_type),
            1 => slot(&mut self.max_receive_count),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `DeadLetterQueueS3Configuration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeadLetterQueueS3Configuration {
    pub bucket_arn: Option<String>,
    pub expected_bucket_owner: Option<String>,
    pub error_output_prefix: Option<String>,
}

impl Structure for DeadLetterQueueS3Configuration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DEAD_LETTER_QUEUE_S3_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.bucket_arn),
            1 => value(&self.expected_bucket_owner),
            2 => value(&self.error_output_prefix),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.bucket_arn),
            1 => slot(&mut self.expected_bucket_owner),
            2 => slot(&mut self.error_output_prefix),
            _ => Slot::Unknown,
        }
    }
}

/// What DecreaseStreamRetentionPeriod takes: AWS's `DecreaseStreamRetentionPeriodInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecreaseStreamRetentionPeriodInput {
    pub stream_name: Option<String>,
    pub retention_period_hours: Option<i32>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for DecreaseStreamRetentionPeriodInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DECREASE_STREAM_RETENTION_PERIOD_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.retention_period_hours),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.retention_period_hours),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What DecreaseStreamRetentionPeriod answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecreaseStreamRetentionPeriodOutput {}

impl Structure for DecreaseStreamRetentionPeriodOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DECREASE_STREAM_RETENTION_PERIOD_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DeleteChannel takes: AWS's `DeleteChannelInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteChannelInput {
    pub channel_arn: Option<String>,
}

impl Structure for DeleteChannelInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_CHANNEL_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteChannel answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteChannelOutput {}

impl Structure for DeleteChannelOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_CHANNEL_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DeleteQueue takes: AWS's `DeleteQueueInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteQueueInput {
    pub queue_arn: Option<String>,
}

impl Structure for DeleteQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
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

/// What DeleteResourcePolicy takes: AWS's `DeleteResourcePolicyInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteResourcePolicyInput {
    pub resource_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for DeleteResourcePolicyInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_RESOURCE_POLICY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            1 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            1 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteResourcePolicy answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteResourcePolicyOutput {}

impl Structure for DeleteResourcePolicyOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_RESOURCE_POLICY_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DeleteStream takes: AWS's `DeleteStreamInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteStreamInput {
    pub stream_name: Option<String>,
    pub enforce_consumer_deletion: Option<bool>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for DeleteStreamInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_STREAM_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.enforce_consumer_deletion),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.enforce_consumer_deletion),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What DeleteStream answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteStreamOutput {}

impl Structure for DeleteStreamOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DELETE_STREAM_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DeregisterStreamConsumer takes: AWS's `DeregisterStreamConsumerInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeregisterStreamConsumerInput {
    pub stream_arn: Option<String>,
    pub consumer_name: Option<String>,
    pub consumer_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for DeregisterStreamConsumerInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DEREGISTER_STREAM_CONSUMER_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.consumer_name),
            2 => value(&self.consumer_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.consumer_name),
            2 => slot(&mut self.consumer_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What DeregisterStreamConsumer answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeregisterStreamConsumerOutput {}

impl Structure for DeregisterStreamConsumerOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DEREGISTER_STREAM_CONSUMER_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DescribeAccountSettings takes: AWS's `DescribeAccountSettingsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeAccountSettingsInput {}

impl Structure for DescribeAccountSettingsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_ACCOUNT_SETTINGS_INPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DescribeAccountSettings answers: AWS's `DescribeAccountSettingsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeAccountSettingsOutput {
    pub minimum_throughput_billing_commitment: Option<MinimumThroughputBillingCommitmentOutput>,
}

impl Structure for DescribeAccountSettingsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_ACCOUNT_SETTINGS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.minimum_throughput_billing_commitment),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.minimum_throughput_billing_commitment),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeChannel takes: AWS's `DescribeChannelInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeChannelInput {
    pub channel_arn: Option<String>,
}

impl Structure for DescribeChannelInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_CHANNEL_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeChannel answers: AWS's `DescribeChannelOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeChannelOutput {
    pub channel_description: Option<ChannelDescription>,
}

impl Structure for DescribeChannelOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_CHANNEL_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_description),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_description),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeLimits takes: AWS's `DescribeLimitsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeLimitsInput {}

impl Structure for DescribeLimitsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_LIMITS_INPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What DescribeLimits answers: AWS's `DescribeLimitsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeLimitsOutput {
    pub shard_limit: Option<i32>,
    pub open_shard_count: Option<i32>,
    pub on_demand_stream_count: Option<i32>,
    pub on_demand_stream_count_limit: Option<i32>,
    pub channel_count: Option<i32>,
    pub channel_count_limit: Option<i32>,
}

impl Structure for DescribeLimitsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_LIMITS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.shard_limit),
            1 => value(&self.open_shard_count),
            2 => value(&self.on_demand_stream_count),
            3 => value(&self.on_demand_stream_count_limit),
            4 => value(&self.channel_count),
            5 => value(&self.channel_count_limit),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.shard_limit),
            1 => slot(&mut self.open_shard_count),
            2 => slot(&mut self.on_demand_stream_count),
            3 => slot(&mut self.on_demand_stream_count_limit),
            4 => slot(&mut self.channel_count),
            5 => slot(&mut self.channel_count_limit),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeQueue takes: AWS's `DescribeQueueInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeQueueInput {
    pub queue_arn: Option<String>,
}

impl Structure for DescribeQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeQueue answers: AWS's `DescribeQueueOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeQueueOutput {
    pub queue_description: Option<QueueDescription>,
}

impl Structure for DescribeQueueOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_QUEUE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_description),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_description),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeStreamConsumer takes: AWS's `DescribeStreamConsumerInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeStreamConsumerInput {
    pub stream_arn: Option<String>,
    pub consumer_name: Option<String>,
    pub consumer_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for DescribeStreamConsumerInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_STREAM_CONSUMER_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.consumer_name),
            2 => value(&self.consumer_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.consumer_name),
            2 => slot(&mut self.consumer_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeStreamConsumer answers: AWS's `DescribeStreamConsumerOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeStreamConsumerOutput {
    pub consumer_description: Option<ConsumerDescription>,
}

impl Structure for DescribeStreamConsumerOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_STREAM_CONSUMER_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.consumer_description),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.consumer_description),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeStream takes: AWS's `DescribeStreamInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeStreamInput {
    pub stream_name: Option<String>,
    pub limit: Option<i32>,
    pub exclusive_start_shard_id: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for DescribeStreamInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_STREAM_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.limit),
            2 => value(&self.exclusive_start_shard_id),
            3 => value(&self.stream_arn),
            4 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.limit),
            2 => slot(&mut self.exclusive_start_shard_id),
            3 => slot(&mut self.stream_arn),
            4 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeStream answers: AWS's `DescribeStreamOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeStreamOutput {
    pub stream_description: Option<StreamDescription>,
}

impl Structure for DescribeStreamOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_STREAM_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_description),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_description),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeStreamSummary takes: AWS's `DescribeStreamSummaryInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeStreamSummaryInput {
    pub stream_name: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for DescribeStreamSummaryInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_STREAM_SUMMARY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.stream_arn),
            2 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.stream_arn),
            2 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What DescribeStreamSummary answers: AWS's `DescribeStreamSummaryOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribeStreamSummaryOutput {
    pub stream_description_summary: Option<StreamDescriptionSummary>,
}

impl Structure for DescribeStreamSummaryOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DESCRIBE_STREAM_SUMMARY_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_description_summary),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_description_summary),
            _ => Slot::Unknown,
        }
    }
}

/// What DisableEnhancedMonitoring takes: AWS's `DisableEnhancedMonitoringInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DisableEnhancedMonitoringInput {
    pub stream_name: Option<String>,
    pub shard_level_metrics: Option<Vec<String>>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for DisableEnhancedMonitoringInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DISABLE_ENHANCED_MONITORING_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.shard_level_metrics),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.shard_level_metrics),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What DisableEnhancedMonitoring answers: AWS's `EnhancedMonitoringOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DisableEnhancedMonitoringOutput {
    pub stream_name: Option<String>,
    pub current_shard_level_metrics: Option<Vec<String>>,
    pub desired_shard_level_metrics: Option<Vec<String>>,
    pub stream_arn: Option<String>,
}

impl Structure for DisableEnhancedMonitoringOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DISABLE_ENHANCED_MONITORING_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.current_shard_level_metrics),
            2 => value(&self.desired_shard_level_metrics),
            3 => value(&self.stream_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.current_shard_level_metrics),
            2 => slot(&mut self.desired_shard_level_metrics),
            3 => slot(&mut self.stream_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What EnableEnhancedMonitoring takes: AWS's `EnableEnhancedMonitoringInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnableEnhancedMonitoringInput {
    pub stream_name: Option<String>,
    pub shard_level_metrics: Option<Vec<String>>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for EnableEnhancedMonitoringInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ENABLE_ENHANCED_MONITORING_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.shard_level_metrics),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.shard_level_metrics),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What EnableEnhancedMonitoring answers: AWS's `EnhancedMonitoringOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnableEnhancedMonitoringOutput {
    pub stream_name: Option<String>,
    pub current_shard_level_metrics: Option<Vec<String>>,
    pub desired_shard_level_metrics: Option<Vec<String>>,
    pub stream_arn: Option<String>,
}

impl Structure for EnableEnhancedMonitoringOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ENABLE_ENHANCED_MONITORING_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.current_shard_level_metrics),
            2 => value(&self.desired_shard_level_metrics),
            3 => value(&self.stream_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.current_shard_level_metrics),
            2 => slot(&mut self.desired_shard_level_metrics),
            3 => slot(&mut self.stream_arn),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `EnhancedMetrics`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnhancedMetrics {
    pub shard_level_metrics: Option<Vec<String>>,
}

impl Structure for EnhancedMetrics {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ENHANCED_METRICS
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.shard_level_metrics),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.shard_level_metrics),
            _ => Slot::Unknown,
        }
    }
}

/// What GetRecords takes: AWS's `GetRecordsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetRecordsInput {
    pub shard_iterator: Option<String>,
    pub limit: Option<i32>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
    pub dry_run: Option<bool>,
}

impl Structure for GetRecordsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_RECORDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.shard_iterator),
            1 => value(&self.limit),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            4 => value(&self.dry_run),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.shard_iterator),
            1 => slot(&mut self.limit),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            4 => slot(&mut self.dry_run),
            _ => Slot::Unknown,
        }
    }
}

/// What GetRecords answers: AWS's `GetRecordsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetRecordsOutput {
    pub records: Option<Vec<Record>>,
    pub next_shard_iterator: Option<String>,
    pub millis_behind_latest: Option<i64>,
    pub child_shards: Option<Vec<ChildShard>>,
}

impl Structure for GetRecordsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_RECORDS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.records),
            1 => value(&self.next_shard_iterator),
            2 => value(&self.millis_behind_latest),
            3 => value(&self.child_shards),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.records),
            1 => slot(&mut self.next_shard_iterator),
            2 => slot(&mut self.millis_behind_latest),
            3 => slot(&mut self.child_shards),
            _ => Slot::Unknown,
        }
    }
}

/// What GetResourcePolicy takes: AWS's `GetResourcePolicyInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetResourcePolicyInput {
    pub resource_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for GetResourcePolicyInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_RESOURCE_POLICY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            1 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            1 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What GetResourcePolicy answers: AWS's `GetResourcePolicyOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetResourcePolicyOutput {
    pub policy: Option<String>,
}

impl Structure for GetResourcePolicyOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_RESOURCE_POLICY_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.policy),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.policy),
            _ => Slot::Unknown,
        }
    }
}

/// What GetShardIterator takes: AWS's `GetShardIteratorInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetShardIteratorInput {
    pub stream_name: Option<String>,
    pub shard_id: Option<String>,
    pub shard_iterator_type: Option<String>,
    pub starting_sequence_number: Option<String>,
    pub timestamp: Option<Timestamp>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
    pub dry_run: Option<bool>,
}

impl Structure for GetShardIteratorInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SHARD_ITERATOR_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.shard_id),
            2 => value(&self.shard_iterator_type),
            3 => value(&self.starting_sequence_number),
            4 => value(&self.timestamp),
            5 => value(&self.stream_arn),
            6 => value(&self.stream_id),
            7 => value(&self.dry_run),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.shard_id),
            2 => slot(&mut self.shard_iterator_type),
            3 => slot(&mut self.starting_sequence_number),
            4 => slot(&mut self.timestamp),
            5 => slot(&mut self.stream_arn),
            6 => slot(&mut self.stream_id),
            7 => slot(&mut self.dry_run),
            _ => Slot::Unknown,
        }
    }
}

/// What GetShardIterator answers: AWS's `GetShardIteratorOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetShardIteratorOutput {
    pub shard_iterator: Option<String>,
}

impl Structure for GetShardIteratorOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SHARD_ITERATOR_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.shard_iterator),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.shard_iterator),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `HashKeyRange`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HashKeyRange {
    pub starting_hash_key: Option<String>,
    pub ending_hash_key: Option<String>,
}

impl Structure for HashKeyRange {
    fn schema(&self) -> &'static StructureSchema {
        &schema::HASH_KEY_RANGE
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.starting_hash_key),
            1 => value(&self.ending_hash_key),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.starting_hash_key),
            1 => slot(&mut self.ending_hash_key),
            _ => Slot::Unknown,
        }
    }
}

/// What IncreaseStreamRetentionPeriod takes: AWS's `IncreaseStreamRetentionPeriodInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncreaseStreamRetentionPeriodInput {
    pub stream_name: Option<String>,
    pub retention_period_hours: Option<i32>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for IncreaseStreamRetentionPeriodInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::INCREASE_STREAM_RETENTION_PERIOD_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.retention_period_hours),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.retention_period_hours),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What IncreaseStreamRetentionPeriod answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncreaseStreamRetentionPeriodOutput {}

impl Structure for IncreaseStreamRetentionPeriodOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::INCREASE_STREAM_RETENTION_PERIOD_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `InternalFailureException`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InternalFailureException {
    pub message: Option<String>,
}

impl Structure for InternalFailureException {
    fn schema(&self) -> &'static StructureSchema {
        &schema::INTERNAL_FAILURE_EXCEPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `KMSAccessDeniedException`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KMSAccessDeniedException {
    pub message: Option<String>,
}

impl Structure for KMSAccessDeniedException {
    fn schema(&self) -> &'static StructureSchema {
        &schema::KMS_ACCESS_DENIED_EXCEPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `KMSDisabledException`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KMSDisabledException {
    pub message: Option<String>,
}

impl Structure for KMSDisabledException {
    fn schema(&self) -> &'static StructureSchema {
        &schema::KMS_DISABLED_EXCEPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `KMSInvalidStateException`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KMSInvalidStateException {
    pub message: Option<String>,
}

impl Structure for KMSInvalidStateException {
    fn schema(&self) -> &'static StructureSchema {
        &schema::KMS_INVALID_STATE_EXCEPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `KMSNotFoundException`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KMSNotFoundException {
    pub message: Option<String>,
}

impl Structure for KMSNotFoundException {
    fn schema(&self) -> &'static StructureSchema {
        &schema::KMS_NOT_FOUND_EXCEPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `KMSOptInRequired`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KMSOptInRequired {
    pub message: Option<String>,
}

impl Structure for KMSOptInRequired {
    fn schema(&self) -> &'static StructureSchema {
        &schema::KMS_OPT_IN_REQUIRED
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `KMSThrottlingException`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KMSThrottlingException {
    pub message: Option<String>,
}

impl Structure for KMSThrottlingException {
    fn schema(&self) -> &'static StructureSchema {
        &schema::KMS_THROTTLING_EXCEPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// What ListChannels takes: AWS's `ListChannelsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListChannelsInput {
    pub stream_filter: Option<Vec<StreamFilter>>,
    pub max_results: Option<i32>,
    pub next_token: Option<String>,
}

impl Structure for ListChannelsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_CHANNELS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_filter),
            1 => value(&self.max_results),
            2 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_filter),
            1 => slot(&mut self.max_results),
            2 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListChannels answers: AWS's `ListChannelsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListChannelsOutput {
    pub channel_summaries: Option<Vec<ChannelSummary>>,
    pub next_token: Option<String>,
}

impl Structure for ListChannelsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_CHANNELS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_summaries),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_summaries),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListQueues takes: AWS's `ListQueuesInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQueuesInput {
    pub max_results: Option<i32>,
    pub next_token: Option<String>,
    pub stream_filter: Option<Vec<QueueStreamFilter>>,
}

impl Structure for ListQueuesInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_QUEUES_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.max_results),
            1 => value(&self.next_token),
            2 => value(&self.stream_filter),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.max_results),
            1 => slot(&mut self.next_token),
            2 => slot(&mut self.stream_filter),
            _ => Slot::Unknown,
        }
    }
}

/// What ListQueues answers: AWS's `ListQueuesOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQueuesOutput {
    pub queue_summaries: Option<Vec<QueueSummary>>,
    pub next_token: Option<String>,
}

impl Structure for ListQueuesOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_QUEUES_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_summaries),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_summaries),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListShards takes: AWS's `ListShardsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListShardsInput {
    pub stream_name: Option<String>,
    pub next_token: Option<String>,
    pub exclusive_start_shard_id: Option<String>,
    pub max_results: Option<i32>,
    pub stream_creation_timestamp: Option<Timestamp>,
    pub shard_filter: Option<ShardFilter>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for ListShardsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_SHARDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.next_token),
            2 => value(&self.exclusive_start_shard_id),
            3 => value(&self.max_results),
            4 => value(&self.stream_creation_timestamp),
            5 => value(&self.shard_filter),
            6 => value(&self.stream_arn),
            7 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.next_token),
            2 => slot(&mut self.exclusive_start_shard_id),
            3 => slot(&mut self.max_results),
            4 => slot(&mut self.stream_creation_timestamp),
            5 => slot(&mut self.shard_filter),
            6 => slot(&mut self.stream_arn),
            7 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What ListShards answers: AWS's `ListShardsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListShardsOutput {
    pub shards: Option<Vec<Shard>>,
    pub next_token: Option<String>,
}

impl Structure for ListShardsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_SHARDS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.shards),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.shards),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListStreamConsumers takes: AWS's `ListStreamConsumersInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListStreamConsumersInput {
    pub stream_arn: Option<String>,
    pub next_token: Option<String>,
    pub max_results: Option<i32>,
    pub stream_creation_timestamp: Option<Timestamp>,
    pub stream_id: Option<String>,
}

impl Structure for ListStreamConsumersInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_STREAM_CONSUMERS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.next_token),
            2 => value(&self.max_results),
            3 => value(&self.stream_creation_timestamp),
            4 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.next_token),
            2 => slot(&mut self.max_results),
            3 => slot(&mut self.stream_creation_timestamp),
            4 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What ListStreamConsumers answers: AWS's `ListStreamConsumersOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListStreamConsumersOutput {
    pub consumers: Option<Vec<Consumer>>,
    pub next_token: Option<String>,
}

impl Structure for ListStreamConsumersOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_STREAM_CONSUMERS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.consumers),
            1 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.consumers),
            1 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListStreams takes: AWS's `ListStreamsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListStreamsInput {
    pub limit: Option<i32>,
    pub exclusive_start_stream_name: Option<String>,
    pub next_token: Option<String>,
}

impl Structure for ListStreamsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_STREAMS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.limit),
            1 => value(&self.exclusive_start_stream_name),
            2 => value(&self.next_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.limit),
            1 => slot(&mut self.exclusive_start_stream_name),
            2 => slot(&mut self.next_token),
            _ => Slot::Unknown,
        }
    }
}

/// What ListStreams answers: AWS's `ListStreamsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListStreamsOutput {
    pub stream_names: Option<Vec<String>>,
    pub has_more_streams: Option<bool>,
    pub next_token: Option<String>,
    pub stream_summaries: Option<Vec<StreamSummary>>,
}

impl Structure for ListStreamsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_STREAMS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_names),
            1 => value(&self.has_more_streams),
            2 => value(&self.next_token),
            3 => value(&self.stream_summaries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_names),
            1 => slot(&mut self.has_more_streams),
            2 => slot(&mut self.next_token),
            3 => slot(&mut self.stream_summaries),
            _ => Slot::Unknown,
        }
    }
}

/// What ListTagsForResource takes: AWS's `ListTagsForResourceInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListTagsForResourceInput {
    pub resource_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for ListTagsForResourceInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_TAGS_FOR_RESOURCE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            1 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            1 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What ListTagsForResource answers: AWS's `ListTagsForResourceOutput`.
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

/// What ListTagsForStream takes: AWS's `ListTagsForStreamInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListTagsForStreamInput {
    pub stream_name: Option<String>,
    pub exclusive_start_tag_key: Option<String>,
    pub limit: Option<i32>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for ListTagsForStreamInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_TAGS_FOR_STREAM_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.exclusive_start_tag_key),
            2 => value(&self.limit),
            3 => value(&self.stream_arn),
            4 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.exclusive_start_tag_key),
            2 => slot(&mut self.limit),
            3 => slot(&mut self.stream_arn),
            4 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What ListTagsForStream answers: AWS's `ListTagsForStreamOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListTagsForStreamOutput {
    pub tags: Option<Vec<Tag>>,
    pub has_more_tags: Option<bool>,
}

impl Structure for ListTagsForStreamOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::LIST_TAGS_FOR_STREAM_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.tags),
            1 => value(&self.has_more_tags),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.tags),
            1 => slot(&mut self.has_more_tags),
            _ => Slot::Unknown,
        }
    }
}

/// What MergeShards takes: AWS's `MergeShardsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MergeShardsInput {
    pub stream_name: Option<String>,
    pub shard_to_merge: Option<String>,
    pub adjacent_shard_to_merge: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for MergeShardsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::MERGE_SHARDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.shard_to_merge),
            2 => value(&self.adjacent_shard_to_merge),
            3 => value(&self.stream_arn),
            4 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.shard_to_merge),
            2 => slot(&mut self.adjacent_shard_to_merge),
            3 => slot(&mut self.stream_arn),
            4 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What MergeShards answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MergeShardsOutput {}

impl Structure for MergeShardsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::MERGE_SHARDS_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `MinimumThroughputBillingCommitmentInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MinimumThroughputBillingCommitmentInput {
    pub status: Option<String>,
}

impl Structure for MinimumThroughputBillingCommitmentInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::MINIMUM_THROUGHPUT_BILLING_COMMITMENT_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.status),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.status),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `MinimumThroughputBillingCommitmentOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MinimumThroughputBillingCommitmentOutput {
    pub status: Option<String>,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub earliest_allowed_end_at: Option<Timestamp>,
}

impl Structure for MinimumThroughputBillingCommitmentOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.status),
            1 => value(&self.started_at),
            2 => value(&self.ended_at),
            3 => value(&self.earliest_allowed_end_at),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.status),
            1 => slot(&mut self.started_at),
            2 => slot(&mut self.ended_at),
            3 => slot(&mut self.earliest_allowed_end_at),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `PartitionField`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartitionField {
    pub transform: Option<String>,
    pub source_name: Option<String>,
}

impl Structure for PartitionField {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PARTITION_FIELD
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.transform),
            1 => value(&self.source_name),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.transform),
            1 => slot(&mut self.source_name),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `PartitionSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartitionSpec {
    pub partition_fields: Option<Vec<PartitionField>>,
}

impl Structure for PartitionSpec {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PARTITION_SPEC
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.partition_fields),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.partition_fields),
            _ => Slot::Unknown,
        }
    }
}

/// What PutRecord takes: AWS's `PutRecordInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutRecordInput {
    pub stream_name: Option<String>,
    pub data: Option<Bytes>,
    pub partition_key: Option<String>,
    pub explicit_hash_key: Option<String>,
    pub sequence_number_for_ordering: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
    pub dry_run: Option<bool>,
}

impl Structure for PutRecordInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_RECORD_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.data),
            2 => value(&self.partition_key),
            3 => value(&self.explicit_hash_key),
            4 => value(&self.sequence_number_for_ordering),
            5 => value(&self.stream_arn),
            6 => value(&self.stream_id),
            7 => value(&self.dry_run),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.data),
            2 => slot(&mut self.partition_key),
            3 => slot(&mut self.explicit_hash_key),
            4 => slot(&mut self.sequence_number_for_ordering),
            5 => slot(&mut self.stream_arn),
            6 => slot(&mut self.stream_id),
            7 => slot(&mut self.dry_run),
            _ => Slot::Unknown,
        }
    }
}

/// What PutRecord answers: AWS's `PutRecordOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutRecordOutput {
    pub shard_id: Option<String>,
    pub sequence_number: Option<String>,
    pub encryption_type: Option<String>,
}

impl Structure for PutRecordOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_RECORD_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.shard_id),
            1 => value(&self.sequence_number),
            2 => value(&self.encryption_type),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.shard_id),
            1 => slot(&mut self.sequence_number),
            2 => slot(&mut self.encryption_type),
            _ => Slot::Unknown,
        }
    }
}

/// What PutRecords takes: AWS's `PutRecordsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutRecordsInput {
    pub records: Option<Vec<PutRecordsRequestEntry>>,
    pub stream_name: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
    pub dry_run: Option<bool>,
}

impl Structure for PutRecordsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_RECORDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.records),
            1 => value(&self.stream_name),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            4 => value(&self.dry_run),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.records),
            1 => slot(&mut self.stream_name),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            4 => slot(&mut self.dry_run),
            _ => Slot::Unknown,
        }
    }
}

/// What PutRecords answers: AWS's `PutRecordsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutRecordsOutput {
    pub failed_record_count: Option<i32>,
    pub records: Option<Vec<PutRecordsResultEntry>>,
    pub encryption_type: Option<String>,
}

impl Structure for PutRecordsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_RECORDS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.failed_record_count),
            1 => value(&self.records),
            2 => value(&self.encryption_type),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.failed_record_count),
            1 => slot(&mut self.records),
            2 => slot(&mut self.encryption_type),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `PutRecordsRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutRecordsRequestEntry {
    pub data: Option<Bytes>,
    pub explicit_hash_key: Option<String>,
    pub partition_key: Option<String>,
}

impl Structure for PutRecordsRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_RECORDS_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data),
            1 => value(&self.explicit_hash_key),
            2 => value(&self.partition_key),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data),
            1 => slot(&mut self.explicit_hash_key),
            2 => slot(&mut self.partition_key),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `PutRecordsResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutRecordsResultEntry {
    pub sequence_number: Option<String>,
    pub shard_id: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
}

impl Structure for PutRecordsResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_RECORDS_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.sequence_number),
            1 => value(&self.shard_id),
            2 => value(&self.error_code),
            3 => value(&self.error_message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.sequence_number),
            1 => slot(&mut self.shard_id),
            2 => slot(&mut self.error_code),
            3 => slot(&mut self.error_message),
            _ => Slot::Unknown,
        }
    }
}

/// What PutResourcePolicy takes: AWS's `PutResourcePolicyInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutResourcePolicyInput {
    pub resource_arn: Option<String>,
    pub stream_id: Option<String>,
    pub policy: Option<String>,
}

impl Structure for PutResourcePolicyInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_RESOURCE_POLICY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.resource_arn),
            1 => value(&self.stream_id),
            2 => value(&self.policy),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.resource_arn),
            1 => slot(&mut self.stream_id),
            2 => slot(&mut self.policy),
            _ => Slot::Unknown,
        }
    }
}

/// What PutResourcePolicy answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutResourcePolicyOutput {}

impl Structure for PutResourcePolicyOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PUT_RESOURCE_POLICY_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `QueueAttributes`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueAttributes {
    pub visibility_timeout_seconds: Option<i32>,
    pub dead_letter_configuration: Option<DeadLetterConfiguration>,
}

impl Structure for QueueAttributes {
    fn schema(&self) -> &'static StructureSchema {
        &schema::QUEUE_ATTRIBUTES
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.visibility_timeout_seconds),
            1 => value(&self.dead_letter_configuration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.visibility_timeout_seconds),
            1 => slot(&mut self.dead_letter_configuration),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `QueueDescription`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueDescription {
    pub queue_name: Option<String>,
    pub queue_arn: Option<String>,
    pub queue_status: Option<String>,
    pub queue_creation_timestamp: Option<Timestamp>,
    pub stream_configuration_list: Option<Vec<QueueStreamConfiguration>>,
    pub queue_attributes: Option<QueueAttributes>,
}

impl Structure for QueueDescription {
    fn schema(&self) -> &'static StructureSchema {
        &schema::QUEUE_DESCRIPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_name),
            1 => value(&self.queue_arn),
            2 => value(&self.queue_status),
            3 => value(&self.queue_creation_timestamp),
            4 => value(&self.stream_configuration_list),
            5 => value(&self.queue_attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_name),
            1 => slot(&mut self.queue_arn),
            2 => slot(&mut self.queue_status),
            3 => slot(&mut self.queue_creation_timestamp),
            4 => slot(&mut self.stream_configuration_list),
            5 => slot(&mut self.queue_attributes),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `QueueRecord`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueRecord {
    pub receipt_handle: Option<String>,
    pub record_id: Option<String>,
    pub partition_key: Option<String>,
    pub data: Option<Bytes>,
    pub approximate_arrival_timestamp: Option<Timestamp>,
    pub first_receive_timestamp: Option<Timestamp>,
    pub receive_count: Option<i32>,
}

impl Structure for QueueRecord {
    fn schema(&self) -> &'static StructureSchema {
        &schema::QUEUE_RECORD
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            1 => value(&self.record_id),
            2 => value(&self.partition_key),
            3 => value(&self.data),
            4 => value(&self.approximate_arrival_timestamp),
            5 => value(&self.first_receive_timestamp),
            6 => value(&self.receive_count),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            1 => slot(&mut self.record_id),
            2 => slot(&mut self.partition_key),
            3 => slot(&mut self.data),
            4 => slot(&mut self.approximate_arrival_timestamp),
            5 => slot(&mut self.first_receive_timestamp),
            6 => slot(&mut self.receive_count),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `QueueStartingPosition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueStartingPosition {
    pub r#type: Option<String>,
    pub timestamp: Option<Timestamp>,
}

impl Structure for QueueStartingPosition {
    fn schema(&self) -> &'static StructureSchema {
        &schema::QUEUE_STARTING_POSITION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.r#type),
            1 => value(&self.timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.r#type),
            1 => slot(&mut self.timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `QueueStreamConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueStreamConfiguration {
    pub stream_arn: Option<String>,
    pub starting_position: Option<QueueStartingPosition>,
}

impl Structure for QueueStreamConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::QUEUE_STREAM_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.starting_position),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.starting_position),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `QueueStreamFilter`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueStreamFilter {
    pub stream_arn: Option<String>,
    pub stream_creation_timestamp: Option<Timestamp>,
}

impl Structure for QueueStreamFilter {
    fn schema(&self) -> &'static StructureSchema {
        &schema::QUEUE_STREAM_FILTER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_creation_timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_creation_timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `QueueStreamIdentifier`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueStreamIdentifier {
    pub stream_arn: Option<String>,
    pub stream_creation_timestamp: Option<Timestamp>,
}

impl Structure for QueueStreamIdentifier {
    fn schema(&self) -> &'static StructureSchema {
        &schema::QUEUE_STREAM_IDENTIFIER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_creation_timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_creation_timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `QueueSummary`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueSummary {
    pub queue_name: Option<String>,
    pub queue_arn: Option<String>,
    pub queue_status: Option<String>,
    pub queue_creation_timestamp: Option<Timestamp>,
    pub streams: Option<Vec<QueueStreamIdentifier>>,
}

impl Structure for QueueSummary {
    fn schema(&self) -> &'static StructureSchema {
        &schema::QUEUE_SUMMARY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_name),
            1 => value(&self.queue_arn),
            2 => value(&self.queue_status),
            3 => value(&self.queue_creation_timestamp),
            4 => value(&self.streams),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_name),
            1 => slot(&mut self.queue_arn),
            2 => slot(&mut self.queue_status),
            3 => slot(&mut self.queue_creation_timestamp),
            4 => slot(&mut self.streams),
            _ => Slot::Unknown,
        }
    }
}

/// What ReceiveDeadLetterQueueRecords takes: AWS's `ReceiveDeadLetterQueueRecordsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceiveDeadLetterQueueRecordsInput {
    pub queue_arn: Option<String>,
    pub limit: Option<i32>,
    pub wait_time_seconds: Option<i32>,
    pub visibility_timeout_seconds: Option<i32>,
}

impl Structure for ReceiveDeadLetterQueueRecordsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RECEIVE_DEAD_LETTER_QUEUE_RECORDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            1 => value(&self.limit),
            2 => value(&self.wait_time_seconds),
            3 => value(&self.visibility_timeout_seconds),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            1 => slot(&mut self.limit),
            2 => slot(&mut self.wait_time_seconds),
            3 => slot(&mut self.visibility_timeout_seconds),
            _ => Slot::Unknown,
        }
    }
}

/// What ReceiveDeadLetterQueueRecords answers: AWS's `ReceiveDeadLetterQueueRecordsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceiveDeadLetterQueueRecordsOutput {
    pub queue_records: Option<Vec<QueueRecord>>,
}

impl Structure for ReceiveDeadLetterQueueRecordsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RECEIVE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_records),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_records),
            _ => Slot::Unknown,
        }
    }
}

/// What ReceiveQueueRecords takes: AWS's `ReceiveQueueRecordsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceiveQueueRecordsInput {
    pub queue_arn: Option<String>,
    pub limit: Option<i32>,
    pub wait_time_seconds: Option<i32>,
    pub visibility_timeout_seconds: Option<i32>,
}

impl Structure for ReceiveQueueRecordsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RECEIVE_QUEUE_RECORDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            1 => value(&self.limit),
            2 => value(&self.wait_time_seconds),
            3 => value(&self.visibility_timeout_seconds),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            1 => slot(&mut self.limit),
            2 => slot(&mut self.wait_time_seconds),
            3 => slot(&mut self.visibility_timeout_seconds),
            _ => Slot::Unknown,
        }
    }
}

/// What ReceiveQueueRecords answers: AWS's `ReceiveQueueRecordsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceiveQueueRecordsOutput {
    pub queue_records: Option<Vec<QueueRecord>>,
}

impl Structure for ReceiveQueueRecordsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RECEIVE_QUEUE_RECORDS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_records),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_records),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `Record`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub sequence_number: Option<String>,
    pub approximate_arrival_timestamp: Option<Timestamp>,
    pub data: Option<Bytes>,
    pub partition_key: Option<String>,
    pub encryption_type: Option<String>,
}

impl Structure for Record {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RECORD
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.sequence_number),
            1 => value(&self.approximate_arrival_timestamp),
            2 => value(&self.data),
            3 => value(&self.partition_key),
            4 => value(&self.encryption_type),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.sequence_number),
            1 => slot(&mut self.approximate_arrival_timestamp),
            2 => slot(&mut self.data),
            3 => slot(&mut self.partition_key),
            4 => slot(&mut self.encryption_type),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `RecordConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordConfiguration {
    pub record_format_type: Option<String>,
    pub gsr_schema_arn: Option<String>,
}

impl Structure for RecordConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RECORD_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.record_format_type),
            1 => value(&self.gsr_schema_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.record_format_type),
            1 => slot(&mut self.gsr_schema_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What RegisterStreamConsumer takes: AWS's `RegisterStreamConsumerInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegisterStreamConsumerInput {
    pub stream_arn: Option<String>,
    pub consumer_name: Option<String>,
    pub stream_id: Option<String>,
    pub tags: Option<BTreeMap<String, String>>,
}

impl Structure for RegisterStreamConsumerInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::REGISTER_STREAM_CONSUMER_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.consumer_name),
            2 => value(&self.stream_id),
            3 => value(&self.tags),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.consumer_name),
            2 => slot(&mut self.stream_id),
            3 => slot(&mut self.tags),
            _ => Slot::Unknown,
        }
    }
}

/// What RegisterStreamConsumer answers: AWS's `RegisterStreamConsumerOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegisterStreamConsumerOutput {
    pub consumer: Option<Consumer>,
}

impl Structure for RegisterStreamConsumerOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::REGISTER_STREAM_CONSUMER_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.consumer),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.consumer),
            _ => Slot::Unknown,
        }
    }
}

/// What RemoveTagsFromStream takes: AWS's `RemoveTagsFromStreamInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RemoveTagsFromStreamInput {
    pub stream_name: Option<String>,
    pub tag_keys: Option<Vec<String>>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for RemoveTagsFromStreamInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::REMOVE_TAGS_FROM_STREAM_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.tag_keys),
            2 => value(&self.stream_arn),
            3 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.tag_keys),
            2 => slot(&mut self.stream_arn),
            3 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What RemoveTagsFromStream answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RemoveTagsFromStreamOutput {}

impl Structure for RemoveTagsFromStreamOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::REMOVE_TAGS_FROM_STREAM_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `ResourceInUseException`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceInUseException {
    pub message: Option<String>,
}

impl Structure for ResourceInUseException {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RESOURCE_IN_USE_EXCEPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ResourceNotFoundException`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceNotFoundException {
    pub message: Option<String>,
}

impl Structure for ResourceNotFoundException {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RESOURCE_NOT_FOUND_EXCEPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `RestoreDeadLetterQueueRecordsErrorEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RestoreDeadLetterQueueRecordsErrorEntry {
    pub receipt_handle: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
}

impl Structure for RestoreDeadLetterQueueRecordsErrorEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RESTORE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            1 => value(&self.error_code),
            2 => value(&self.error_message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            1 => slot(&mut self.error_code),
            2 => slot(&mut self.error_message),
            _ => Slot::Unknown,
        }
    }
}

/// What RestoreDeadLetterQueueRecords takes: AWS's `RestoreDeadLetterQueueRecordsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RestoreDeadLetterQueueRecordsInput {
    pub queue_arn: Option<String>,
    pub entries: Option<Vec<RestoreDeadLetterQueueRecordsRequestEntry>>,
}

impl Structure for RestoreDeadLetterQueueRecordsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RESTORE_DEAD_LETTER_QUEUE_RECORDS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            1 => value(&self.entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            1 => slot(&mut self.entries),
            _ => Slot::Unknown,
        }
    }
}

/// What RestoreDeadLetterQueueRecords answers: AWS's `RestoreDeadLetterQueueRecordsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RestoreDeadLetterQueueRecordsOutput {
    pub successful: Option<Vec<RestoreDeadLetterQueueRecordsResultEntry>>,
    pub failed: Option<Vec<RestoreDeadLetterQueueRecordsErrorEntry>>,
}

impl Structure for RestoreDeadLetterQueueRecordsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RESTORE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT
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

/// AWS's `RestoreDeadLetterQueueRecordsRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RestoreDeadLetterQueueRecordsRequestEntry {
    pub receipt_handle: Option<String>,
}

impl Structure for RestoreDeadLetterQueueRecordsRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RESTORE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `RestoreDeadLetterQueueRecordsResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RestoreDeadLetterQueueRecordsResultEntry {
    pub receipt_handle: Option<String>,
}

impl Structure for RestoreDeadLetterQueueRecordsResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::RESTORE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `S3DestinationConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct S3DestinationConfiguration {
    pub data_freshness_in_seconds: Option<i32>,
    pub dead_letter_queue_s3_configuration: Option<DeadLetterQueueS3Configuration>,
    pub storage_configuration: Option<S3StorageConfiguration>,
}

impl Structure for S3DestinationConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::S3_DESTINATION_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data_freshness_in_seconds),
            1 => value(&self.dead_letter_queue_s3_configuration),
            2 => value(&self.storage_configuration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data_freshness_in_seconds),
            1 => slot(&mut self.dead_letter_queue_s3_configuration),
            2 => slot(&mut self.storage_configuration),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `S3DestinationDescription`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct S3DestinationDescription {
    pub data_freshness_in_seconds: Option<i32>,
    pub dead_letter_queue_s3_configuration: Option<DeadLetterQueueS3Configuration>,
    pub storage_configuration: Option<S3StorageConfiguration>,
}

impl Structure for S3DestinationDescription {
    fn schema(&self) -> &'static StructureSchema {
        &schema::S3_DESTINATION_DESCRIPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data_freshness_in_seconds),
            1 => value(&self.dead_letter_queue_s3_configuration),
            2 => value(&self.storage_configuration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data_freshness_in_seconds),
            1 => slot(&mut self.dead_letter_queue_s3_configuration),
            2 => slot(&mut self.storage_configuration),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `S3DestinationUpdateInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct S3DestinationUpdateInput {
    pub data_freshness_in_seconds: Option<i32>,
}

impl Structure for S3DestinationUpdateInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::S3_DESTINATION_UPDATE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data_freshness_in_seconds),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data_freshness_in_seconds),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `S3StorageConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct S3StorageConfiguration {
    pub bucket_arn: Option<String>,
    pub expected_bucket_owner: Option<String>,
    pub output_key_template: Option<String>,
    pub storage_class: Option<String>,
    pub compression_type: Option<String>,
}

impl Structure for S3StorageConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::S3_STORAGE_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.bucket_arn),
            1 => value(&self.expected_bucket_owner),
            2 => value(&self.output_key_template),
            3 => value(&self.storage_class),
            4 => value(&self.compression_type),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.bucket_arn),
            1 => slot(&mut self.expected_bucket_owner),
            2 => slot(&mut self.output_key_template),
            3 => slot(&mut self.storage_class),
            4 => slot(&mut self.compression_type),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `S3TablesConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct S3TablesConfiguration {
    pub table_bucket_arn: Option<String>,
    pub namespace: Option<String>,
    pub table_name: Option<String>,
    pub compression_type: Option<String>,
    pub partition_spec: Option<PartitionSpec>,
}

impl Structure for S3TablesConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::S3_TABLES_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.table_bucket_arn),
            1 => value(&self.namespace),
            2 => value(&self.table_name),
            3 => value(&self.compression_type),
            4 => value(&self.partition_spec),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.table_bucket_arn),
            1 => slot(&mut self.namespace),
            2 => slot(&mut self.table_name),
            3 => slot(&mut self.compression_type),
            4 => slot(&mut self.partition_spec),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `S3TablesDestinationConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct S3TablesDestinationConfiguration {
    pub data_freshness_in_seconds: Option<i32>,
    pub dead_letter_queue_s3_configuration: Option<DeadLetterQueueS3Configuration>,
    pub s3_tables_configuration_list: Option<Vec<S3TablesConfiguration>>,
}

impl Structure for S3TablesDestinationConfiguration {
    fn schema(&self) -> &'static StructureSchema {
        &schema::S3_TABLES_DESTINATION_CONFIGURATION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data_freshness_in_seconds),
            1 => value(&self.dead_letter_queue_s3_configuration),
            2 => value(&self.s3_tables_configuration_list),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data_freshness_in_seconds),
            1 => slot(&mut self.dead_letter_queue_s3_configuration),
            2 => slot(&mut self.s3_tables_configuration_list),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `S3TablesDestinationDescription`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct S3TablesDestinationDescription {
    pub data_freshness_in_seconds: Option<i32>,
    pub dead_letter_queue_s3_configuration: Option<DeadLetterQueueS3Configuration>,
    pub s3_tables_configuration_list: Option<Vec<S3TablesConfiguration>>,
}

impl Structure for S3TablesDestinationDescription {
    fn schema(&self) -> &'static StructureSchema {
        &schema::S3_TABLES_DESTINATION_DESCRIPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data_freshness_in_seconds),
            1 => value(&self.dead_letter_queue_s3_configuration),
            2 => value(&self.s3_tables_configuration_list),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data_freshness_in_seconds),
            1 => slot(&mut self.dead_letter_queue_s3_configuration),
            2 => slot(&mut self.s3_tables_configuration_list),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `S3TablesDestinationUpdateInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct S3TablesDestinationUpdateInput {
    pub data_freshness_in_seconds: Option<i32>,
}

impl Structure for S3TablesDestinationUpdateInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::S3_TABLES_DESTINATION_UPDATE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.data_freshness_in_seconds),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.data_freshness_in_seconds),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `SequenceNumberRange`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SequenceNumberRange {
    pub starting_sequence_number: Option<String>,
    pub ending_sequence_number: Option<String>,
}

impl Structure for SequenceNumberRange {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SEQUENCE_NUMBER_RANGE
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.starting_sequence_number),
            1 => value(&self.ending_sequence_number),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.starting_sequence_number),
            1 => slot(&mut self.ending_sequence_number),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `Shard`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shard {
    pub shard_id: Option<String>,
    pub parent_shard_id: Option<String>,
    pub adjacent_parent_shard_id: Option<String>,
    pub hash_key_range: Option<HashKeyRange>,
    pub sequence_number_range: Option<SequenceNumberRange>,
}

impl Structure for Shard {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SHARD
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.shard_id),
            1 => value(&self.parent_shard_id),
            2 => value(&self.adjacent_parent_shard_id),
            3 => value(&self.hash_key_range),
            4 => value(&self.sequence_number_range),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.shard_id),
            1 => slot(&mut self.parent_shard_id),
            2 => slot(&mut self.adjacent_parent_shard_id),
            3 => slot(&mut self.hash_key_range),
            4 => slot(&mut self.sequence_number_range),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ShardFilter`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShardFilter {
    pub r#type: Option<String>,
    pub shard_id: Option<String>,
    pub timestamp: Option<Timestamp>,
}

impl Structure for ShardFilter {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SHARD_FILTER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.r#type),
            1 => value(&self.shard_id),
            2 => value(&self.timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.r#type),
            1 => slot(&mut self.shard_id),
            2 => slot(&mut self.timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// What SplitShard takes: AWS's `SplitShardInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SplitShardInput {
    pub stream_name: Option<String>,
    pub shard_to_split: Option<String>,
    pub new_starting_hash_key: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for SplitShardInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SPLIT_SHARD_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.shard_to_split),
            2 => value(&self.new_starting_hash_key),
            3 => value(&self.stream_arn),
            4 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.shard_to_split),
            2 => slot(&mut self.new_starting_hash_key),
            3 => slot(&mut self.stream_arn),
            4 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What SplitShard answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SplitShardOutput {}

impl Structure for SplitShardOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SPLIT_SHARD_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What StartStreamEncryption takes: AWS's `StartStreamEncryptionInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StartStreamEncryptionInput {
    pub stream_name: Option<String>,
    pub encryption_type: Option<String>,
    pub key_id: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for StartStreamEncryptionInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::START_STREAM_ENCRYPTION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.encryption_type),
            2 => value(&self.key_id),
            3 => value(&self.stream_arn),
            4 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.encryption_type),
            2 => slot(&mut self.key_id),
            3 => slot(&mut self.stream_arn),
            4 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What StartStreamEncryption answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StartStreamEncryptionOutput {}

impl Structure for StartStreamEncryptionOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::START_STREAM_ENCRYPTION_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `StartingPosition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StartingPosition {
    pub r#type: Option<String>,
    pub sequence_number: Option<String>,
    pub timestamp: Option<Timestamp>,
}

impl Structure for StartingPosition {
    fn schema(&self) -> &'static StructureSchema {
        &schema::STARTING_POSITION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.r#type),
            1 => value(&self.sequence_number),
            2 => value(&self.timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.r#type),
            1 => slot(&mut self.sequence_number),
            2 => slot(&mut self.timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// What StopStreamEncryption takes: AWS's `StopStreamEncryptionInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StopStreamEncryptionInput {
    pub stream_name: Option<String>,
    pub encryption_type: Option<String>,
    pub key_id: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for StopStreamEncryptionInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::STOP_STREAM_ENCRYPTION_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.encryption_type),
            2 => value(&self.key_id),
            3 => value(&self.stream_arn),
            4 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.encryption_type),
            2 => slot(&mut self.key_id),
            3 => slot(&mut self.stream_arn),
            4 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What StopStreamEncryption answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StopStreamEncryptionOutput {}

impl Structure for StopStreamEncryptionOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::STOP_STREAM_ENCRYPTION_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// AWS's `StreamDescription`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreamDescription {
    pub stream_name: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_status: Option<String>,
    pub stream_mode_details: Option<StreamModeDetails>,
    pub shards: Option<Vec<Shard>>,
    pub has_more_shards: Option<bool>,
    pub retention_period_hours: Option<i32>,
    pub stream_creation_timestamp: Option<Timestamp>,
    pub enhanced_monitoring: Option<Vec<EnhancedMetrics>>,
    pub encryption_type: Option<String>,
    pub key_id: Option<String>,
}

impl Structure for StreamDescription {
    fn schema(&self) -> &'static StructureSchema {
        &schema::STREAM_DESCRIPTION
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.stream_arn),
            2 => value(&self.stream_status),
            3 => value(&self.stream_mode_details),
            4 => value(&self.shards),
            5 => value(&self.has_more_shards),
            6 => value(&self.retention_period_hours),
            7 => value(&self.stream_creation_timestamp),
            8 => value(&self.enhanced_monitoring),
            9 => value(&self.encryption_type),
            10 => value(&self.key_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.stream_arn),
            2 => slot(&mut self.stream_status),
            3 => slot(&mut self.stream_mode_details),
            4 => slot(&mut self.shards),
            5 => slot(&mut self.has_more_shards),
            6 => slot(&mut self.retention_period_hours),
            7 => slot(&mut self.stream_creation_timestamp),
            8 => slot(&mut self.enhanced_monitoring),
            9 => slot(&mut self.encryption_type),
            10 => slot(&mut self.key_id),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `StreamDescriptionSummary`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreamDescriptionSummary {
    pub stream_name: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
    pub stream_status: Option<String>,
    pub stream_mode_details: Option<StreamModeDetails>,
    pub retention_period_hours: Option<i32>,
    pub stream_creation_timestamp: Option<Timestamp>,
    pub enhanced_monitoring: Option<Vec<EnhancedMetrics>>,
    pub encryption_type: Option<String>,
    pub key_id: Option<String>,
    pub open_shard_count: Option<i32>,
    pub consumer_count: Option<i32>,
    pub warm_throughput: Option<WarmThroughputObject>,
    pub max_record_size_in_kib: Option<i32>,
    pub channel_count: Option<i32>,
    pub record_distribution_strategy: Option<String>,
    pub queue_count: Option<i32>,
}

impl Structure for StreamDescriptionSummary {
    fn schema(&self) -> &'static StructureSchema {
        &schema::STREAM_DESCRIPTION_SUMMARY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.stream_arn),
            2 => value(&self.stream_id),
            3 => value(&self.stream_status),
            4 => value(&self.stream_mode_details),
            5 => value(&self.retention_period_hours),
            6 => value(&self.stream_creation_timestamp),
            7 => value(&self.enhanced_monitoring),
            8 => value(&self.encryption_type),
            9 => value(&self.key_id),
            10 => value(&self.open_shard_count),
            11 => value(&self.consumer_count),
            12 => value(&self.warm_throughput),
            13 => value(&self.max_record_size_in_kib),
            14 => value(&self.channel_count),
            15 => value(&self.record_distribution_strategy),
            16 => value(&self.queue_count),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.stream_arn),
            2 => slot(&mut self.stream_id),
            3 => slot(&mut self.stream_status),
            4 => slot(&mut self.stream_mode_details),
            5 => slot(&mut self.retention_period_hours),
            6 => slot(&mut self.stream_creation_timestamp),
            7 => slot(&mut self.enhanced_monitoring),
            8 => slot(&mut self.encryption_type),
            9 => slot(&mut self.key_id),
            10 => slot(&mut self.open_shard_count),
            11 => slot(&mut self.consumer_count),
            12 => slot(&mut self.warm_throughput),
            13 => slot(&mut self.max_record_size_in_kib),
            14 => slot(&mut self.channel_count),
            15 => slot(&mut self.record_distribution_strategy),
            16 => slot(&mut self.queue_count),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `StreamFilter`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreamFilter {
    pub stream_arn: Option<String>,
    pub stream_creation_timestamp: Option<Timestamp>,
}

impl Structure for StreamFilter {
    fn schema(&self) -> &'static StructureSchema {
        &schema::STREAM_FILTER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_creation_timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_creation_timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `StreamModeDetails`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreamModeDetails {
    pub stream_mode: Option<String>,
}

impl Structure for StreamModeDetails {
    fn schema(&self) -> &'static StructureSchema {
        &schema::STREAM_MODE_DETAILS
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_mode),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_mode),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `StreamSummary`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreamSummary {
    pub stream_name: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_status: Option<String>,
    pub stream_mode_details: Option<StreamModeDetails>,
    pub stream_creation_timestamp: Option<Timestamp>,
}

impl Structure for StreamSummary {
    fn schema(&self) -> &'static StructureSchema {
        &schema::STREAM_SUMMARY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.stream_arn),
            2 => value(&self.stream_status),
            3 => value(&self.stream_mode_details),
            4 => value(&self.stream_creation_timestamp),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.stream_arn),
            2 => slot(&mut self.stream_status),
            3 => slot(&mut self.stream_mode_details),
            4 => slot(&mut self.stream_creation_timestamp),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `SubscribeToShardEvent`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubscribeToShardEvent {
    pub records: Option<Vec<Record>>,
    pub continuation_sequence_number: Option<String>,
    pub millis_behind_latest: Option<i64>,
    pub child_shards: Option<Vec<ChildShard>>,
}

impl Structure for SubscribeToShardEvent {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SUBSCRIBE_TO_SHARD_EVENT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.records),
            1 => value(&self.continuation_sequence_number),
            2 => value(&self.millis_behind_latest),
            3 => value(&self.child_shards),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.records),
            1 => slot(&mut self.continuation_sequence_number),
            2 => slot(&mut self.millis_behind_latest),
            3 => slot(&mut self.child_shards),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `SubscribeToShardEventStream`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubscribeToShardEventStream {
    pub subscribe_to_shard_event: Option<SubscribeToShardEvent>,
    pub resource_not_found_exception: Option<ResourceNotFoundException>,
    pub resource_in_use_exception: Option<ResourceInUseException>,
    pub kms_disabled_exception: Option<KMSDisabledException>,
    pub kms_invalid_state_exception: Option<KMSInvalidStateException>,
    pub kms_access_denied_exception: Option<KMSAccessDeniedException>,
    pub kms_not_found_exception: Option<KMSNotFoundException>,
    pub kms_opt_in_required: Option<KMSOptInRequired>,
    pub kms_throttling_exception: Option<KMSThrottlingException>,
    pub internal_failure_exception: Option<InternalFailureException>,
}

impl Structure for SubscribeToShardEventStream {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SUBSCRIBE_TO_SHARD_EVENT_STREAM
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.subscribe_to_shard_event),
            1 => value(&self.resource_not_found_exception),
            2 => value(&self.resource_in_use_exception),
            3 => value(&self.kms_disabled_exception),
            4 => value(&self.kms_invalid_state_exception),
            5 => value(&self.kms_access_denied_exception),
            6 => value(&self.kms_not_found_exception),
            7 => value(&self.kms_opt_in_required),
            8 => value(&self.kms_throttling_exception),
            9 => value(&self.internal_failure_exception),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.subscribe_to_shard_event),
            1 => slot(&mut self.resource_not_found_exception),
            2 => slot(&mut self.resource_in_use_exception),
            3 => slot(&mut self.kms_disabled_exception),
            4 => slot(&mut self.kms_invalid_state_exception),
            5 => slot(&mut self.kms_access_denied_exception),
            6 => slot(&mut self.kms_not_found_exception),
            7 => slot(&mut self.kms_opt_in_required),
            8 => slot(&mut self.kms_throttling_exception),
            9 => slot(&mut self.internal_failure_exception),
            _ => Slot::Unknown,
        }
    }
}

/// What SubscribeToShard takes: AWS's `SubscribeToShardInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubscribeToShardInput {
    pub consumer_arn: Option<String>,
    pub stream_id: Option<String>,
    pub shard_id: Option<String>,
    pub starting_position: Option<StartingPosition>,
    pub dry_run: Option<bool>,
}

impl Structure for SubscribeToShardInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SUBSCRIBE_TO_SHARD_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.consumer_arn),
            1 => value(&self.stream_id),
            2 => value(&self.shard_id),
            3 => value(&self.starting_position),
            4 => value(&self.dry_run),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.consumer_arn),
            1 => slot(&mut self.stream_id),
            2 => slot(&mut self.shard_id),
            3 => slot(&mut self.starting_position),
            4 => slot(&mut self.dry_run),
            _ => Slot::Unknown,
        }
    }
}

/// What SubscribeToShard answers: AWS's `SubscribeToShardOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubscribeToShardOutput {
    pub event_stream: Option<SubscribeToShardEventStream>,
}

impl Structure for SubscribeToShardOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::SUBSCRIBE_TO_SHARD_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.event_stream),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.event_stream),
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

/// What TagResource takes: AWS's `TagResourceInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagResourceInput {
    pub tags: Option<BTreeMap<String, String>>,
    pub resource_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for TagResourceInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::TAG_RESOURCE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.tags),
            1 => value(&self.resource_arn),
            2 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.tags),
            1 => slot(&mut self.resource_arn),
            2 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What TagResource answers: nothing.
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

/// What UntagResource takes: AWS's `UntagResourceInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UntagResourceInput {
    pub tag_keys: Option<Vec<String>>,
    pub resource_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for UntagResourceInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UNTAG_RESOURCE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.tag_keys),
            1 => value(&self.resource_arn),
            2 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.tag_keys),
            1 => slot(&mut self.resource_arn),
            2 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What UntagResource answers: nothing.
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

/// What UpdateAccountSettings takes: AWS's `UpdateAccountSettingsInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateAccountSettingsInput {
    pub minimum_throughput_billing_commitment: Option<MinimumThroughputBillingCommitmentInput>,
}

impl Structure for UpdateAccountSettingsInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_ACCOUNT_SETTINGS_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.minimum_throughput_billing_commitment),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.minimum_throughput_billing_commitment),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateAccountSettings answers: AWS's `UpdateAccountSettingsOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateAccountSettingsOutput {
    pub minimum_throughput_billing_commitment: Option<MinimumThroughputBillingCommitmentOutput>,
}

impl Structure for UpdateAccountSettingsOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_ACCOUNT_SETTINGS_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.minimum_throughput_billing_commitment),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.minimum_throughput_billing_commitment),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateChannel takes: AWS's `UpdateChannelInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateChannelInput {
    pub channel_arn: Option<String>,
    pub s3_destination_configuration: Option<S3DestinationUpdateInput>,
    pub s3_tables_destination_configuration: Option<S3TablesDestinationUpdateInput>,
    pub logging_configuration: Option<ChannelLoggingUpdateInput>,
}

impl Structure for UpdateChannelInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_CHANNEL_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_arn),
            1 => value(&self.s3_destination_configuration),
            2 => value(&self.s3_tables_destination_configuration),
            3 => value(&self.logging_configuration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_arn),
            1 => slot(&mut self.s3_destination_configuration),
            2 => slot(&mut self.s3_tables_destination_configuration),
            3 => slot(&mut self.logging_configuration),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateChannel answers: AWS's `UpdateChannelOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateChannelOutput {
    pub channel_description: Option<ChannelDescription>,
}

impl Structure for UpdateChannelOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_CHANNEL_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.channel_description),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.channel_description),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `UpdateDeadLetterQueueRecordsVisibilityErrorEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateDeadLetterQueueRecordsVisibilityErrorEntry {
    pub receipt_handle: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
}

impl Structure for UpdateDeadLetterQueueRecordsVisibilityErrorEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            1 => value(&self.error_code),
            2 => value(&self.error_message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            1 => slot(&mut self.error_code),
            2 => slot(&mut self.error_message),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateDeadLetterQueueRecordsVisibility takes: AWS's `UpdateDeadLetterQueueRecordsVisibilityInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateDeadLetterQueueRecordsVisibilityInput {
    pub queue_arn: Option<String>,
    pub entries: Option<Vec<UpdateDeadLetterQueueRecordsVisibilityRequestEntry>>,
}

impl Structure for UpdateDeadLetterQueueRecordsVisibilityInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            1 => value(&self.entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            1 => slot(&mut self.entries),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateDeadLetterQueueRecordsVisibility answers: AWS's `UpdateDeadLetterQueueRecordsVisibilityOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateDeadLetterQueueRecordsVisibilityOutput {
    pub successful: Option<Vec<UpdateDeadLetterQueueRecordsVisibilityResultEntry>>,
    pub failed: Option<Vec<UpdateDeadLetterQueueRecordsVisibilityErrorEntry>>,
}

impl Structure for UpdateDeadLetterQueueRecordsVisibilityOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_OUTPUT
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

/// AWS's `UpdateDeadLetterQueueRecordsVisibilityRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateDeadLetterQueueRecordsVisibilityRequestEntry {
    pub receipt_handle: Option<String>,
    pub visibility_timeout_seconds: Option<i32>,
}

impl Structure for UpdateDeadLetterQueueRecordsVisibilityRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            1 => value(&self.visibility_timeout_seconds),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            1 => slot(&mut self.visibility_timeout_seconds),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `UpdateDeadLetterQueueRecordsVisibilityResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateDeadLetterQueueRecordsVisibilityResultEntry {
    pub receipt_handle: Option<String>,
}

impl Structure for UpdateDeadLetterQueueRecordsVisibilityResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateMaxRecordSize takes: AWS's `UpdateMaxRecordSizeInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateMaxRecordSizeInput {
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
    pub max_record_size_in_kib: Option<i32>,
}

impl Structure for UpdateMaxRecordSizeInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_MAX_RECORD_SIZE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_id),
            2 => value(&self.max_record_size_in_kib),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_id),
            2 => slot(&mut self.max_record_size_in_kib),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateMaxRecordSize answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateMaxRecordSizeOutput {}

impl Structure for UpdateMaxRecordSizeOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_MAX_RECORD_SIZE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What UpdateQueue takes: AWS's `UpdateQueueInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateQueueInput {
    pub queue_arn: Option<String>,
    pub queue_attributes: Option<QueueAttributes>,
}

impl Structure for UpdateQueueInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_QUEUE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            1 => value(&self.queue_attributes),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            1 => slot(&mut self.queue_attributes),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateQueue answers: AWS's `UpdateQueueOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateQueueOutput {
    pub queue_description: Option<QueueDescription>,
}

impl Structure for UpdateQueueOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_QUEUE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_description),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_description),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `UpdateQueueRecordsVisibilityErrorEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateQueueRecordsVisibilityErrorEntry {
    pub receipt_handle: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
}

impl Structure for UpdateQueueRecordsVisibilityErrorEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            1 => value(&self.error_code),
            2 => value(&self.error_message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            1 => slot(&mut self.error_code),
            2 => slot(&mut self.error_message),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateQueueRecordsVisibility takes: AWS's `UpdateQueueRecordsVisibilityInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateQueueRecordsVisibilityInput {
    pub queue_arn: Option<String>,
    pub entries: Option<Vec<UpdateQueueRecordsVisibilityRequestEntry>>,
}

impl Structure for UpdateQueueRecordsVisibilityInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_QUEUE_RECORDS_VISIBILITY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.queue_arn),
            1 => value(&self.entries),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.queue_arn),
            1 => slot(&mut self.entries),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateQueueRecordsVisibility answers: AWS's `UpdateQueueRecordsVisibilityOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateQueueRecordsVisibilityOutput {
    pub successful: Option<Vec<UpdateQueueRecordsVisibilityResultEntry>>,
    pub failed: Option<Vec<UpdateQueueRecordsVisibilityErrorEntry>>,
}

impl Structure for UpdateQueueRecordsVisibilityOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_QUEUE_RECORDS_VISIBILITY_OUTPUT
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

/// AWS's `UpdateQueueRecordsVisibilityRequestEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateQueueRecordsVisibilityRequestEntry {
    pub receipt_handle: Option<String>,
    pub visibility_timeout_seconds: Option<i32>,
}

impl Structure for UpdateQueueRecordsVisibilityRequestEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            1 => value(&self.visibility_timeout_seconds),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            1 => slot(&mut self.visibility_timeout_seconds),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `UpdateQueueRecordsVisibilityResultEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateQueueRecordsVisibilityResultEntry {
    pub receipt_handle: Option<String>,
}

impl Structure for UpdateQueueRecordsVisibilityResultEntry {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.receipt_handle),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.receipt_handle),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateShardCount takes: AWS's `UpdateShardCountInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateShardCountInput {
    pub stream_name: Option<String>,
    pub target_shard_count: Option<i32>,
    pub scaling_type: Option<String>,
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
}

impl Structure for UpdateShardCountInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_SHARD_COUNT_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.target_shard_count),
            2 => value(&self.scaling_type),
            3 => value(&self.stream_arn),
            4 => value(&self.stream_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.target_shard_count),
            2 => slot(&mut self.scaling_type),
            3 => slot(&mut self.stream_arn),
            4 => slot(&mut self.stream_id),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateShardCount answers: AWS's `UpdateShardCountOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateShardCountOutput {
    pub stream_name: Option<String>,
    pub current_shard_count: Option<i32>,
    pub target_shard_count: Option<i32>,
    pub stream_arn: Option<String>,
}

impl Structure for UpdateShardCountOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_SHARD_COUNT_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_name),
            1 => value(&self.current_shard_count),
            2 => value(&self.target_shard_count),
            3 => value(&self.stream_arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_name),
            1 => slot(&mut self.current_shard_count),
            2 => slot(&mut self.target_shard_count),
            3 => slot(&mut self.stream_arn),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateStreamMode takes: AWS's `UpdateStreamModeInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateStreamModeInput {
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
    pub stream_mode_details: Option<StreamModeDetails>,
    pub warm_throughput_mibps: Option<i32>,
}

impl Structure for UpdateStreamModeInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_STREAM_MODE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_id),
            2 => value(&self.stream_mode_details),
            3 => value(&self.warm_throughput_mibps),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_id),
            2 => slot(&mut self.stream_mode_details),
            3 => slot(&mut self.warm_throughput_mibps),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateStreamMode answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateStreamModeOutput {}

impl Structure for UpdateStreamModeOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_STREAM_MODE_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What UpdateStreamRecordDistributionStrategy takes: AWS's `UpdateStreamRecordDistributionStrategyInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateStreamRecordDistributionStrategyInput {
    pub stream_arn: Option<String>,
    pub stream_id: Option<String>,
    pub record_distribution_strategy: Option<String>,
}

impl Structure for UpdateStreamRecordDistributionStrategyInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_id),
            2 => value(&self.record_distribution_strategy),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_id),
            2 => slot(&mut self.record_distribution_strategy),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateStreamRecordDistributionStrategy answers: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateStreamRecordDistributionStrategyOutput {}

impl Structure for UpdateStreamRecordDistributionStrategyOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY_OUTPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What UpdateStreamWarmThroughput takes: AWS's `UpdateStreamWarmThroughputInput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateStreamWarmThroughputInput {
    pub stream_arn: Option<String>,
    pub stream_name: Option<String>,
    pub stream_id: Option<String>,
    pub warm_throughput_mibps: Option<i32>,
}

impl Structure for UpdateStreamWarmThroughputInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_STREAM_WARM_THROUGHPUT_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_name),
            2 => value(&self.stream_id),
            3 => value(&self.warm_throughput_mibps),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_name),
            2 => slot(&mut self.stream_id),
            3 => slot(&mut self.warm_throughput_mibps),
            _ => Slot::Unknown,
        }
    }
}

/// What UpdateStreamWarmThroughput answers: AWS's `UpdateStreamWarmThroughputOutput`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateStreamWarmThroughputOutput {
    pub stream_arn: Option<String>,
    pub stream_name: Option<String>,
    pub warm_throughput: Option<WarmThroughputObject>,
}

impl Structure for UpdateStreamWarmThroughputOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::UPDATE_STREAM_WARM_THROUGHPUT_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.stream_arn),
            1 => value(&self.stream_name),
            2 => value(&self.warm_throughput),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.stream_arn),
            1 => slot(&mut self.stream_name),
            2 => slot(&mut self.warm_throughput),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `WarmThroughputObject`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WarmThroughputObject {
    pub target_mibps: Option<i32>,
    pub current_mibps: Option<i32>,
}

impl Structure for WarmThroughputObject {
    fn schema(&self) -> &'static StructureSchema {
        &schema::WARM_THROUGHPUT_OBJECT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.target_mibps),
            1 => value(&self.current_mibps),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.target_mibps),
            1 => slot(&mut self.current_mibps),
            _ => Slot::Unknown,
        }
    }
}

/// The operations.
pub mod operations {
    use super::{errors, schema};
    use crate::OperationInfo;
    pub static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS: OperationInfo = OperationInfo {
        name: "AcknowledgeDeadLetterQueueRecords",
        input: &schema::ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_INPUT,
        output: &schema::ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLING_EXCEPTION,
        ],
        new_input: || Box::new(super::AcknowledgeDeadLetterQueueRecordsInput::default()),
        new_output: || Box::new(super::AcknowledgeDeadLetterQueueRecordsOutput::default()),
    };
    pub static ACKNOWLEDGE_QUEUE_RECORDS: OperationInfo = OperationInfo {
        name: "AcknowledgeQueueRecords",
        input: &schema::ACKNOWLEDGE_QUEUE_RECORDS_INPUT,
        output: &schema::ACKNOWLEDGE_QUEUE_RECORDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLING_EXCEPTION,
        ],
        new_input: || Box::new(super::AcknowledgeQueueRecordsInput::default()),
        new_output: || Box::new(super::AcknowledgeQueueRecordsOutput::default()),
    };
    pub static ADD_TAGS_TO_STREAM: OperationInfo = OperationInfo {
        name: "AddTagsToStream",
        input: &schema::ADD_TAGS_TO_STREAM_INPUT,
        output: &schema::ADD_TAGS_TO_STREAM_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::AddTagsToStreamInput::default()),
        new_output: || Box::new(super::AddTagsToStreamOutput::default()),
    };
    pub static CREATE_CHANNEL: OperationInfo = OperationInfo {
        name: "CreateChannel",
        input: &schema::CREATE_CHANNEL_INPUT,
        output: &schema::CREATE_CHANNEL_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::CreateChannelInput::default()),
        new_output: || Box::new(super::CreateChannelOutput::default()),
    };
    pub static CREATE_QUEUE: OperationInfo = OperationInfo {
        name: "CreateQueue",
        input: &schema::CREATE_QUEUE_INPUT,
        output: &schema::CREATE_QUEUE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::CreateQueueInput::default()),
        new_output: || Box::new(super::CreateQueueOutput::default()),
    };
    pub static CREATE_STREAM: OperationInfo = OperationInfo {
        name: "CreateStream",
        input: &schema::CREATE_STREAM_INPUT,
        output: &schema::CREATE_STREAM_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::CreateStreamInput::default()),
        new_output: || Box::new(super::CreateStreamOutput::default()),
    };
    pub static DECREASE_STREAM_RETENTION_PERIOD: OperationInfo = OperationInfo {
        name: "DecreaseStreamRetentionPeriod",
        input: &schema::DECREASE_STREAM_RETENTION_PERIOD_INPUT,
        output: &schema::DECREASE_STREAM_RETENTION_PERIOD_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::DecreaseStreamRetentionPeriodInput::default()),
        new_output: || Box::new(super::DecreaseStreamRetentionPeriodOutput::default()),
    };
    pub static DELETE_CHANNEL: OperationInfo = OperationInfo {
        name: "DeleteChannel",
        input: &schema::DELETE_CHANNEL_INPUT,
        output: &schema::DELETE_CHANNEL_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::DeleteChannelInput::default()),
        new_output: || Box::new(super::DeleteChannelOutput::default()),
    };
    pub static DELETE_QUEUE: OperationInfo = OperationInfo {
        name: "DeleteQueue",
        input: &schema::DELETE_QUEUE_INPUT,
        output: &schema::DELETE_QUEUE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::DeleteQueueInput::default()),
        new_output: || Box::new(super::DeleteQueueOutput::default()),
    };
    pub static DELETE_RESOURCE_POLICY: OperationInfo = OperationInfo {
        name: "DeleteResourcePolicy",
        input: &schema::DELETE_RESOURCE_POLICY_INPUT,
        output: &schema::DELETE_RESOURCE_POLICY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::DeleteResourcePolicyInput::default()),
        new_output: || Box::new(super::DeleteResourcePolicyOutput::default()),
    };
    pub static DELETE_STREAM: OperationInfo = OperationInfo {
        name: "DeleteStream",
        input: &schema::DELETE_STREAM_INPUT,
        output: &schema::DELETE_STREAM_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::DeleteStreamInput::default()),
        new_output: || Box::new(super::DeleteStreamOutput::default()),
    };
    pub static DEREGISTER_STREAM_CONSUMER: OperationInfo = OperationInfo {
        name: "DeregisterStreamConsumer",
        input: &schema::DEREGISTER_STREAM_CONSUMER_INPUT,
        output: &schema::DEREGISTER_STREAM_CONSUMER_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::DeregisterStreamConsumerInput::default()),
        new_output: || Box::new(super::DeregisterStreamConsumerOutput::default()),
    };
    pub static DESCRIBE_ACCOUNT_SETTINGS: OperationInfo = OperationInfo {
        name: "DescribeAccountSettings",
        input: &schema::DESCRIBE_ACCOUNT_SETTINGS_INPUT,
        output: &schema::DESCRIBE_ACCOUNT_SETTINGS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[&errors::LIMIT_EXCEEDED_EXCEPTION],
        new_input: || Box::new(super::DescribeAccountSettingsInput::default()),
        new_output: || Box::new(super::DescribeAccountSettingsOutput::default()),
    };
    pub static DESCRIBE_CHANNEL: OperationInfo = OperationInfo {
        name: "DescribeChannel",
        input: &schema::DESCRIBE_CHANNEL_INPUT,
        output: &schema::DESCRIBE_CHANNEL_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::DescribeChannelInput::default()),
        new_output: || Box::new(super::DescribeChannelOutput::default()),
    };
    pub static DESCRIBE_LIMITS: OperationInfo = OperationInfo {
        name: "DescribeLimits",
        input: &schema::DESCRIBE_LIMITS_INPUT,
        output: &schema::DESCRIBE_LIMITS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[&errors::LIMIT_EXCEEDED_EXCEPTION],
        new_input: || Box::new(super::DescribeLimitsInput::default()),
        new_output: || Box::new(super::DescribeLimitsOutput::default()),
    };
    pub static DESCRIBE_QUEUE: OperationInfo = OperationInfo {
        name: "DescribeQueue",
        input: &schema::DESCRIBE_QUEUE_INPUT,
        output: &schema::DESCRIBE_QUEUE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::DescribeQueueInput::default()),
        new_output: || Box::new(super::DescribeQueueOutput::default()),
    };
    pub static DESCRIBE_STREAM: OperationInfo = OperationInfo {
        name: "DescribeStream",
        input: &schema::DESCRIBE_STREAM_INPUT,
        output: &schema::DESCRIBE_STREAM_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::DescribeStreamInput::default()),
        new_output: || Box::new(super::DescribeStreamOutput::default()),
    };
    pub static DESCRIBE_STREAM_CONSUMER: OperationInfo = OperationInfo {
        name: "DescribeStreamConsumer",
        input: &schema::DESCRIBE_STREAM_CONSUMER_INPUT,
        output: &schema::DESCRIBE_STREAM_CONSUMER_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::DescribeStreamConsumerInput::default()),
        new_output: || Box::new(super::DescribeStreamConsumerOutput::default()),
    };
    pub static DESCRIBE_STREAM_SUMMARY: OperationInfo = OperationInfo {
        name: "DescribeStreamSummary",
        input: &schema::DESCRIBE_STREAM_SUMMARY_INPUT,
        output: &schema::DESCRIBE_STREAM_SUMMARY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::DescribeStreamSummaryInput::default()),
        new_output: || Box::new(super::DescribeStreamSummaryOutput::default()),
    };
    pub static DISABLE_ENHANCED_MONITORING: OperationInfo = OperationInfo {
        name: "DisableEnhancedMonitoring",
        input: &schema::DISABLE_ENHANCED_MONITORING_INPUT,
        output: &schema::DISABLE_ENHANCED_MONITORING_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::DisableEnhancedMonitoringInput::default()),
        new_output: || Box::new(super::DisableEnhancedMonitoringOutput::default()),
    };
    pub static ENABLE_ENHANCED_MONITORING: OperationInfo = OperationInfo {
        name: "EnableEnhancedMonitoring",
        input: &schema::ENABLE_ENHANCED_MONITORING_INPUT,
        output: &schema::ENABLE_ENHANCED_MONITORING_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::EnableEnhancedMonitoringInput::default()),
        new_output: || Box::new(super::EnableEnhancedMonitoringOutput::default()),
    };
    pub static GET_RECORDS: OperationInfo = OperationInfo {
        name: "GetRecords",
        input: &schema::GET_RECORDS_INPUT,
        output: &schema::GET_RECORDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::DRY_RUN_OPERATION_EXCEPTION,
            &errors::EXPIRED_ITERATOR_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::GetRecordsInput::default()),
        new_output: || Box::new(super::GetRecordsOutput::default()),
    };
    pub static GET_RESOURCE_POLICY: OperationInfo = OperationInfo {
        name: "GetResourcePolicy",
        input: &schema::GET_RESOURCE_POLICY_INPUT,
        output: &schema::GET_RESOURCE_POLICY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::GetResourcePolicyInput::default()),
        new_output: || Box::new(super::GetResourcePolicyOutput::default()),
    };
    pub static GET_SHARD_ITERATOR: OperationInfo = OperationInfo {
        name: "GetShardIterator",
        input: &schema::GET_SHARD_ITERATOR_INPUT,
        output: &schema::GET_SHARD_ITERATOR_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::DRY_RUN_OPERATION_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::GetShardIteratorInput::default()),
        new_output: || Box::new(super::GetShardIteratorOutput::default()),
    };
    pub static INCREASE_STREAM_RETENTION_PERIOD: OperationInfo = OperationInfo {
        name: "IncreaseStreamRetentionPeriod",
        input: &schema::INCREASE_STREAM_RETENTION_PERIOD_INPUT,
        output: &schema::INCREASE_STREAM_RETENTION_PERIOD_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::IncreaseStreamRetentionPeriodInput::default()),
        new_output: || Box::new(super::IncreaseStreamRetentionPeriodOutput::default()),
    };
    pub static LIST_CHANNELS: OperationInfo = OperationInfo {
        name: "ListChannels",
        input: &schema::LIST_CHANNELS_INPUT,
        output: &schema::LIST_CHANNELS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::ListChannelsInput::default()),
        new_output: || Box::new(super::ListChannelsOutput::default()),
    };
    pub static LIST_QUEUES: OperationInfo = OperationInfo {
        name: "ListQueues",
        input: &schema::LIST_QUEUES_INPUT,
        output: &schema::LIST_QUEUES_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::ListQueuesInput::default()),
        new_output: || Box::new(super::ListQueuesOutput::default()),
    };
    pub static LIST_SHARDS: OperationInfo = OperationInfo {
        name: "ListShards",
        input: &schema::LIST_SHARDS_INPUT,
        output: &schema::LIST_SHARDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::ListShardsInput::default()),
        new_output: || Box::new(super::ListShardsOutput::default()),
    };
    pub static LIST_STREAM_CONSUMERS: OperationInfo = OperationInfo {
        name: "ListStreamConsumers",
        input: &schema::LIST_STREAM_CONSUMERS_INPUT,
        output: &schema::LIST_STREAM_CONSUMERS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::ListStreamConsumersInput::default()),
        new_output: || Box::new(super::ListStreamConsumersOutput::default()),
    };
    pub static LIST_STREAMS: OperationInfo = OperationInfo {
        name: "ListStreams",
        input: &schema::LIST_STREAMS_INPUT,
        output: &schema::LIST_STREAMS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::EXPIRED_NEXT_TOKEN_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
        ],
        new_input: || Box::new(super::ListStreamsInput::default()),
        new_output: || Box::new(super::ListStreamsOutput::default()),
    };
    pub static LIST_TAGS_FOR_RESOURCE: OperationInfo = OperationInfo {
        name: "ListTagsForResource",
        input: &schema::LIST_TAGS_FOR_RESOURCE_INPUT,
        output: &schema::LIST_TAGS_FOR_RESOURCE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::ListTagsForResourceInput::default()),
        new_output: || Box::new(super::ListTagsForResourceOutput::default()),
    };
    pub static LIST_TAGS_FOR_STREAM: OperationInfo = OperationInfo {
        name: "ListTagsForStream",
        input: &schema::LIST_TAGS_FOR_STREAM_INPUT,
        output: &schema::LIST_TAGS_FOR_STREAM_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::ListTagsForStreamInput::default()),
        new_output: || Box::new(super::ListTagsForStreamOutput::default()),
    };
    pub static MERGE_SHARDS: OperationInfo = OperationInfo {
        name: "MergeShards",
        input: &schema::MERGE_SHARDS_INPUT,
        output: &schema::MERGE_SHARDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::MergeShardsInput::default()),
        new_output: || Box::new(super::MergeShardsOutput::default()),
    };
    pub static PUT_RECORD: OperationInfo = OperationInfo {
        name: "PutRecord",
        input: &schema::PUT_RECORD_INPUT,
        output: &schema::PUT_RECORD_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::DRY_RUN_OPERATION_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::PutRecordInput::default()),
        new_output: || Box::new(super::PutRecordOutput::default()),
    };
    pub static PUT_RECORDS: OperationInfo = OperationInfo {
        name: "PutRecords",
        input: &schema::PUT_RECORDS_INPUT,
        output: &schema::PUT_RECORDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::DRY_RUN_OPERATION_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::PROVISIONED_THROUGHPUT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::PutRecordsInput::default()),
        new_output: || Box::new(super::PutRecordsOutput::default()),
    };
    pub static PUT_RESOURCE_POLICY: OperationInfo = OperationInfo {
        name: "PutResourcePolicy",
        input: &schema::PUT_RESOURCE_POLICY_INPUT,
        output: &schema::PUT_RESOURCE_POLICY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::PutResourcePolicyInput::default()),
        new_output: || Box::new(super::PutResourcePolicyOutput::default()),
    };
    pub static RECEIVE_DEAD_LETTER_QUEUE_RECORDS: OperationInfo = OperationInfo {
        name: "ReceiveDeadLetterQueueRecords",
        input: &schema::RECEIVE_DEAD_LETTER_QUEUE_RECORDS_INPUT,
        output: &schema::RECEIVE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLING_EXCEPTION,
        ],
        new_input: || Box::new(super::ReceiveDeadLetterQueueRecordsInput::default()),
        new_output: || Box::new(super::ReceiveDeadLetterQueueRecordsOutput::default()),
    };
    pub static RECEIVE_QUEUE_RECORDS: OperationInfo = OperationInfo {
        name: "ReceiveQueueRecords",
        input: &schema::RECEIVE_QUEUE_RECORDS_INPUT,
        output: &schema::RECEIVE_QUEUE_RECORDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLING_EXCEPTION,
        ],
        new_input: || Box::new(super::ReceiveQueueRecordsInput::default()),
        new_output: || Box::new(super::ReceiveQueueRecordsOutput::default()),
    };
    pub static REGISTER_STREAM_CONSUMER: OperationInfo = OperationInfo {
        name: "RegisterStreamConsumer",
        input: &schema::REGISTER_STREAM_CONSUMER_INPUT,
        output: &schema::REGISTER_STREAM_CONSUMER_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::RegisterStreamConsumerInput::default()),
        new_output: || Box::new(super::RegisterStreamConsumerOutput::default()),
    };
    pub static REMOVE_TAGS_FROM_STREAM: OperationInfo = OperationInfo {
        name: "RemoveTagsFromStream",
        input: &schema::REMOVE_TAGS_FROM_STREAM_INPUT,
        output: &schema::REMOVE_TAGS_FROM_STREAM_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::RemoveTagsFromStreamInput::default()),
        new_output: || Box::new(super::RemoveTagsFromStreamOutput::default()),
    };
    pub static RESTORE_DEAD_LETTER_QUEUE_RECORDS: OperationInfo = OperationInfo {
        name: "RestoreDeadLetterQueueRecords",
        input: &schema::RESTORE_DEAD_LETTER_QUEUE_RECORDS_INPUT,
        output: &schema::RESTORE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLING_EXCEPTION,
        ],
        new_input: || Box::new(super::RestoreDeadLetterQueueRecordsInput::default()),
        new_output: || Box::new(super::RestoreDeadLetterQueueRecordsOutput::default()),
    };
    pub static SPLIT_SHARD: OperationInfo = OperationInfo {
        name: "SplitShard",
        input: &schema::SPLIT_SHARD_INPUT,
        output: &schema::SPLIT_SHARD_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::SplitShardInput::default()),
        new_output: || Box::new(super::SplitShardOutput::default()),
    };
    pub static START_STREAM_ENCRYPTION: OperationInfo = OperationInfo {
        name: "StartStreamEncryption",
        input: &schema::START_STREAM_ENCRYPTION_INPUT,
        output: &schema::START_STREAM_ENCRYPTION_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::KMS_ACCESS_DENIED_EXCEPTION,
            &errors::KMS_DISABLED_EXCEPTION,
            &errors::KMS_INVALID_STATE_EXCEPTION,
            &errors::KMS_NOT_FOUND_EXCEPTION,
            &errors::KMS_OPT_IN_REQUIRED,
            &errors::KMS_THROTTLING_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::StartStreamEncryptionInput::default()),
        new_output: || Box::new(super::StartStreamEncryptionOutput::default()),
    };
    pub static STOP_STREAM_ENCRYPTION: OperationInfo = OperationInfo {
        name: "StopStreamEncryption",
        input: &schema::STOP_STREAM_ENCRYPTION_INPUT,
        output: &schema::STOP_STREAM_ENCRYPTION_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::StopStreamEncryptionInput::default()),
        new_output: || Box::new(super::StopStreamEncryptionOutput::default()),
    };
    pub static SUBSCRIBE_TO_SHARD: OperationInfo = OperationInfo {
        name: "SubscribeToShard",
        input: &schema::SUBSCRIBE_TO_SHARD_INPUT,
        output: &schema::SUBSCRIBE_TO_SHARD_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::DRY_RUN_OPERATION_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
        ],
        new_input: || Box::new(super::SubscribeToShardInput::default()),
        new_output: || Box::new(super::SubscribeToShardOutput::default()),
    };
    pub static TAG_RESOURCE: OperationInfo = OperationInfo {
        name: "TagResource",
        input: &schema::TAG_RESOURCE_INPUT,
        output: &schema::TAG_RESOURCE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::TagResourceInput::default()),
        new_output: || Box::new(super::TagResourceOutput::default()),
    };
    pub static UNTAG_RESOURCE: OperationInfo = OperationInfo {
        name: "UntagResource",
        input: &schema::UNTAG_RESOURCE_INPUT,
        output: &schema::UNTAG_RESOURCE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UntagResourceInput::default()),
        new_output: || Box::new(super::UntagResourceOutput::default()),
    };
    pub static UPDATE_ACCOUNT_SETTINGS: OperationInfo = OperationInfo {
        name: "UpdateAccountSettings",
        input: &schema::UPDATE_ACCOUNT_SETTINGS_INPUT,
        output: &schema::UPDATE_ACCOUNT_SETTINGS_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateAccountSettingsInput::default()),
        new_output: || Box::new(super::UpdateAccountSettingsOutput::default()),
    };
    pub static UPDATE_CHANNEL: OperationInfo = OperationInfo {
        name: "UpdateChannel",
        input: &schema::UPDATE_CHANNEL_INPUT,
        output: &schema::UPDATE_CHANNEL_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateChannelInput::default()),
        new_output: || Box::new(super::UpdateChannelOutput::default()),
    };
    pub static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY: OperationInfo = OperationInfo {
        name: "UpdateDeadLetterQueueRecordsVisibility",
        input: &schema::UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_INPUT,
        output: &schema::UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLING_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateDeadLetterQueueRecordsVisibilityInput::default()),
        new_output: || Box::new(super::UpdateDeadLetterQueueRecordsVisibilityOutput::default()),
    };
    pub static UPDATE_MAX_RECORD_SIZE: OperationInfo = OperationInfo {
        name: "UpdateMaxRecordSize",
        input: &schema::UPDATE_MAX_RECORD_SIZE_INPUT,
        output: &schema::UPDATE_MAX_RECORD_SIZE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateMaxRecordSizeInput::default()),
        new_output: || Box::new(super::UpdateMaxRecordSizeOutput::default()),
    };
    pub static UPDATE_QUEUE: OperationInfo = OperationInfo {
        name: "UpdateQueue",
        input: &schema::UPDATE_QUEUE_INPUT,
        output: &schema::UPDATE_QUEUE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateQueueInput::default()),
        new_output: || Box::new(super::UpdateQueueOutput::default()),
    };
    pub static UPDATE_QUEUE_RECORDS_VISIBILITY: OperationInfo = OperationInfo {
        name: "UpdateQueueRecordsVisibility",
        input: &schema::UPDATE_QUEUE_RECORDS_VISIBILITY_INPUT,
        output: &schema::UPDATE_QUEUE_RECORDS_VISIBILITY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INTERNAL_FAILURE_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::THROTTLING_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateQueueRecordsVisibilityInput::default()),
        new_output: || Box::new(super::UpdateQueueRecordsVisibilityOutput::default()),
    };
    pub static UPDATE_SHARD_COUNT: OperationInfo = OperationInfo {
        name: "UpdateShardCount",
        input: &schema::UPDATE_SHARD_COUNT_INPUT,
        output: &schema::UPDATE_SHARD_COUNT_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateShardCountInput::default()),
        new_output: || Box::new(super::UpdateShardCountOutput::default()),
    };
    pub static UPDATE_STREAM_MODE: OperationInfo = OperationInfo {
        name: "UpdateStreamMode",
        input: &schema::UPDATE_STREAM_MODE_INPUT,
        output: &schema::UPDATE_STREAM_MODE_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateStreamModeInput::default()),
        new_output: || Box::new(super::UpdateStreamModeOutput::default()),
    };
    pub static UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY: OperationInfo = OperationInfo {
        name: "UpdateStreamRecordDistributionStrategy",
        input: &schema::UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY_INPUT,
        output: &schema::UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateStreamRecordDistributionStrategyInput::default()),
        new_output: || Box::new(super::UpdateStreamRecordDistributionStrategyOutput::default()),
    };
    pub static UPDATE_STREAM_WARM_THROUGHPUT: OperationInfo = OperationInfo {
        name: "UpdateStreamWarmThroughput",
        input: &schema::UPDATE_STREAM_WARM_THROUGHPUT_INPUT,
        output: &schema::UPDATE_STREAM_WARM_THROUGHPUT_OUTPUT,
        result_wrapper: None,
        unsigned: false,
        errors: &[
            &errors::ACCESS_DENIED_EXCEPTION,
            &errors::INVALID_ARGUMENT_EXCEPTION,
            &errors::LIMIT_EXCEEDED_EXCEPTION,
            &errors::RESOURCE_IN_USE_EXCEPTION,
            &errors::RESOURCE_NOT_FOUND_EXCEPTION,
            &errors::VALIDATION_EXCEPTION,
        ],
        new_input: || Box::new(super::UpdateStreamWarmThroughputInput::default()),
        new_output: || Box::new(super::UpdateStreamWarmThroughputOutput::default()),
    };
}

mod schema {
    use crate::schema::member;
    use crate::*;
    pub static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY: StructureSchema = StructureSchema {
        name: "AcknowledgeDeadLetterQueueRecordsErrorEntry",
        members: &[
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("ErrorCode", "ErrorCode", Shape::String).required(),
            member("ErrorMessage", "ErrorMessage", Shape::String),
        ],
    };
    pub static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_INPUT: StructureSchema = StructureSchema {
        name: "AcknowledgeDeadLetterQueueRecordsInput",
        members: &[
            member("QueueARN", "QueueARN", Shape::String).required(),
            member(
                "Entries",
                "Entries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT: StructureSchema = StructureSchema {
        name: "AcknowledgeDeadLetterQueueRecordsOutput",
        members: &[
            member(
                "Successful",
                "Successful",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY),
                }),
            )
            .required(),
            member(
                "Failed",
                "Failed",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "AcknowledgeDeadLetterQueueRecordsRequestEntry",
        members: &[member("ReceiptHandle", "ReceiptHandle", Shape::String).required()],
    };
    pub static ACKNOWLEDGE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "AcknowledgeDeadLetterQueueRecordsResultEntry",
        members: &[member("ReceiptHandle", "ReceiptHandle", Shape::String).required()],
    };
    pub static ACKNOWLEDGE_QUEUE_RECORDS_ERROR_ENTRY: StructureSchema = StructureSchema {
        name: "AcknowledgeQueueRecordsErrorEntry",
        members: &[
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("ErrorCode", "ErrorCode", Shape::String).required(),
            member("ErrorMessage", "ErrorMessage", Shape::String),
        ],
    };
    pub static ACKNOWLEDGE_QUEUE_RECORDS_INPUT: StructureSchema = StructureSchema {
        name: "AcknowledgeQueueRecordsInput",
        members: &[
            member("QueueARN", "QueueARN", Shape::String).required(),
            member(
                "Entries",
                "Entries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&ACKNOWLEDGE_QUEUE_RECORDS_REQUEST_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static ACKNOWLEDGE_QUEUE_RECORDS_OUTPUT: StructureSchema = StructureSchema {
        name: "AcknowledgeQueueRecordsOutput",
        members: &[
            member(
                "Successful",
                "Successful",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&ACKNOWLEDGE_QUEUE_RECORDS_RESULT_ENTRY),
                }),
            )
            .required(),
            member(
                "Failed",
                "Failed",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&ACKNOWLEDGE_QUEUE_RECORDS_ERROR_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static ACKNOWLEDGE_QUEUE_RECORDS_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "AcknowledgeQueueRecordsRequestEntry",
        members: &[member("ReceiptHandle", "ReceiptHandle", Shape::String).required()],
    };
    pub static ACKNOWLEDGE_QUEUE_RECORDS_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "AcknowledgeQueueRecordsResultEntry",
        members: &[member("ReceiptHandle", "ReceiptHandle", Shape::String).required()],
    };
    pub static ADD_TAGS_TO_STREAM_INPUT: StructureSchema = StructureSchema {
        name: "AddTagsToStreamInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member(
                "Tags",
                "Tags",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            )
            .required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static ADD_TAGS_TO_STREAM_OUTPUT: StructureSchema =
        StructureSchema { name: "AddTagsToStreamOutput", members: &[] };
    pub static CHANNEL_DESCRIPTION: StructureSchema = StructureSchema {
        name: "ChannelDescription",
        members: &[
            member("ChannelName", "ChannelName", Shape::String).required(),
            member("ChannelARN", "ChannelARN", Shape::String).required(),
            member("ChannelId", "ChannelId", Shape::String).required(),
            member("ChannelStatus", "ChannelStatus", Shape::String).required(),
            member("ChannelStatusReason", "ChannelStatusReason", Shape::String),
            member("ChannelCreationTimestamp", "ChannelCreationTimestamp", Shape::Timestamp(None)).required(),
            member("ServiceExecutionRoleARN", "ServiceExecutionRoleARN", Shape::String).required(),
            member(
                "StreamConfigurationList",
                "StreamConfigurationList",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&CHANNEL_STREAM_DESCRIPTION),
                }),
            )
            .required(),
            member(
                "S3DestinationConfiguration",
                "S3DestinationConfiguration",
                Shape::Structure(&S3_DESTINATION_DESCRIPTION),
            ),
            member(
                "S3TablesDestinationConfiguration",
                "S3TablesDestinationConfiguration",
                Shape::Structure(&S3_TABLES_DESTINATION_DESCRIPTION),
            ),
            member(
                "EncryptionConfiguration",
                "EncryptionConfiguration",
                Shape::Structure(&CHANNEL_ENCRYPTION_CONFIGURATION),
            ),
            member(
                "LoggingConfiguration",
                "LoggingConfiguration",
                Shape::Structure(&CHANNEL_LOGGING_CONFIGURATION),
            )
            .required(),
        ],
    };
    pub static CHANNEL_ENCRYPTION_CONFIGURATION: StructureSchema = StructureSchema {
        name: "ChannelEncryptionConfiguration",
        members: &[
            member("EncryptionType", "EncryptionType", Shape::String).required(),
            member("KeyId", "KeyId", Shape::String).required(),
        ],
    };
    pub static CHANNEL_LOGGING_CONFIGURATION: StructureSchema = StructureSchema {
        name: "ChannelLoggingConfiguration",
        members: &[member("CloudWatchLogs", "CloudWatchLogs", Shape::Structure(&CLOUD_WATCH_LOGS)).required()],
    };
    pub static CHANNEL_LOGGING_UPDATE_INPUT: StructureSchema = StructureSchema {
        name: "ChannelLoggingUpdateInput",
        members: &[member(
            "CloudWatchLogs",
            "CloudWatchLogs",
            Shape::Structure(&CLOUD_WATCH_LOGS_UPDATE_INPUT),
        )
        .required()],
    };
    pub static CHANNEL_STREAM_CONFIGURATION: StructureSchema = StructureSchema {
        name: "ChannelStreamConfiguration",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("RecordConfiguration", "RecordConfiguration", Shape::Structure(&RECORD_CONFIGURATION))
                .required(),
        ],
    };
    pub static CHANNEL_STREAM_DESCRIPTION: StructureSchema = StructureSchema {
        name: "ChannelStreamDescription",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)).required(),
            member("RecordConfiguration", "RecordConfiguration", Shape::Structure(&RECORD_CONFIGURATION))
                .required(),
        ],
    };
    pub static CHANNEL_STREAM_IDENTIFIER: StructureSchema = StructureSchema {
        name: "ChannelStreamIdentifier",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)).required(),
        ],
    };
    pub static CHANNEL_SUMMARY: StructureSchema = StructureSchema {
        name: "ChannelSummary",
        members: &[
            member("ChannelName", "ChannelName", Shape::String).required(),
            member("ChannelARN", "ChannelARN", Shape::String).required(),
            member("ChannelId", "ChannelId", Shape::String).required(),
            member("ChannelStatus", "ChannelStatus", Shape::String).required(),
            member("ChannelStatusReason", "ChannelStatusReason", Shape::String),
            member("ChannelCreationTimestamp", "ChannelCreationTimestamp", Shape::Timestamp(None)).required(),
            member("ChannelDestinationType", "ChannelDestinationType", Shape::String).required(),
            member(
                "Streams",
                "Streams",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&CHANNEL_STREAM_IDENTIFIER),
                }),
            )
            .required(),
        ],
    };
    pub static CHILD_SHARD: StructureSchema = StructureSchema {
        name: "ChildShard",
        members: &[
            member("ShardId", "ShardId", Shape::String).required(),
            member(
                "ParentShards",
                "ParentShards",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
            member("HashKeyRange", "HashKeyRange", Shape::Structure(&HASH_KEY_RANGE)).required(),
        ],
    };
    pub static CLOUD_WATCH_LOGS: StructureSchema = StructureSchema {
        name: "CloudWatchLogs",
        members: &[
            member("Enabled", "Enabled", Shape::Boolean).required(),
            member("LogGroupName", "LogGroupName", Shape::String),
            member("LogStreamName", "LogStreamName", Shape::String),
        ],
    };
    pub static CLOUD_WATCH_LOGS_UPDATE_INPUT: StructureSchema = StructureSchema {
        name: "CloudWatchLogsUpdateInput",
        members: &[
            member("Enabled", "Enabled", Shape::Boolean).required(),
            member("LogGroupName", "LogGroupName", Shape::String),
            member("LogStreamName", "LogStreamName", Shape::String),
        ],
    };
    pub static CONSUMER: StructureSchema = StructureSchema {
        name: "Consumer",
        members: &[
            member("ConsumerName", "ConsumerName", Shape::String).required(),
            member("ConsumerARN", "ConsumerARN", Shape::String).required(),
            member("ConsumerStatus", "ConsumerStatus", Shape::String).required(),
            member("ConsumerCreationTimestamp", "ConsumerCreationTimestamp", Shape::Timestamp(None))
                .required(),
        ],
    };
    pub static CONSUMER_DESCRIPTION: StructureSchema = StructureSchema {
        name: "ConsumerDescription",
        members: &[
            member("ConsumerName", "ConsumerName", Shape::String).required(),
            member("ConsumerARN", "ConsumerARN", Shape::String).required(),
            member("ConsumerStatus", "ConsumerStatus", Shape::String).required(),
            member("ConsumerCreationTimestamp", "ConsumerCreationTimestamp", Shape::Timestamp(None))
                .required(),
            member("StreamARN", "StreamARN", Shape::String).required(),
        ],
    };
    pub static CREATE_CHANNEL_INPUT: StructureSchema = StructureSchema {
        name: "CreateChannelInput",
        members: &[
            member("ChannelName", "ChannelName", Shape::String).required(),
            member("ServiceExecutionRoleARN", "ServiceExecutionRoleARN", Shape::String).required(),
            member(
                "StreamConfigurationList",
                "StreamConfigurationList",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&CHANNEL_STREAM_CONFIGURATION),
                }),
            )
            .required(),
            member(
                "S3DestinationConfiguration",
                "S3DestinationConfiguration",
                Shape::Structure(&S3_DESTINATION_CONFIGURATION),
            ),
            member(
                "S3TablesDestinationConfiguration",
                "S3TablesDestinationConfiguration",
                Shape::Structure(&S3_TABLES_DESTINATION_CONFIGURATION),
            ),
            member(
                "EncryptionConfiguration",
                "EncryptionConfiguration",
                Shape::Structure(&CHANNEL_ENCRYPTION_CONFIGURATION),
            ),
            member(
                "Tags",
                "Tags",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
            member(
                "LoggingConfiguration",
                "LoggingConfiguration",
                Shape::Structure(&CHANNEL_LOGGING_CONFIGURATION),
            ),
        ],
    };
    pub static CREATE_CHANNEL_OUTPUT: StructureSchema = StructureSchema {
        name: "CreateChannelOutput",
        members: &[member(
            "ChannelDescription",
            "ChannelDescription",
            Shape::Structure(&CHANNEL_DESCRIPTION),
        )
        .required()],
    };
    pub static CREATE_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "CreateQueueInput",
        members: &[
            member("QueueName", "QueueName", Shape::String).required(),
            member(
                "StreamConfigurationList",
                "StreamConfigurationList",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&QUEUE_STREAM_CONFIGURATION),
                }),
            )
            .required(),
            member("QueueAttributes", "QueueAttributes", Shape::Structure(&QUEUE_ATTRIBUTES)),
            member(
                "Tags",
                "Tags",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
        ],
    };
    pub static CREATE_QUEUE_OUTPUT: StructureSchema = StructureSchema {
        name: "CreateQueueOutput",
        members: &[
            member("QueueDescription", "QueueDescription", Shape::Structure(&QUEUE_DESCRIPTION)).required()
        ],
    };
    pub static CREATE_STREAM_INPUT: StructureSchema = StructureSchema {
        name: "CreateStreamInput",
        members: &[
            member("StreamName", "StreamName", Shape::String).required(),
            member("ShardCount", "ShardCount", Shape::Integer),
            member("StreamModeDetails", "StreamModeDetails", Shape::Structure(&STREAM_MODE_DETAILS)),
            member(
                "Tags",
                "Tags",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
            member("WarmThroughputMiBps", "WarmThroughputMiBps", Shape::Integer),
            member("MaxRecordSizeInKiB", "MaxRecordSizeInKiB", Shape::Integer),
            member("RecordDistributionStrategy", "RecordDistributionStrategy", Shape::String),
        ],
    };
    pub static CREATE_STREAM_OUTPUT: StructureSchema =
        StructureSchema { name: "CreateStreamOutput", members: &[] };
    pub static DEAD_LETTER_CONFIGURATION: StructureSchema = StructureSchema {
        name: "DeadLetterConfiguration",
        members: &[
            member("TargetType", "TargetType", Shape::String).required(),
            member("MaxReceiveCount", "MaxReceiveCount", Shape::Integer),
        ],
    };
    pub static DEAD_LETTER_QUEUE_S3_CONFIGURATION: StructureSchema = StructureSchema {
        name: "DeadLetterQueueS3Configuration",
        members: &[
            member("BucketARN", "BucketARN", Shape::String).required(),
            member("ExpectedBucketOwner", "ExpectedBucketOwner", Shape::String).required(),
            member("ErrorOutputPrefix", "ErrorOutputPrefix", Shape::String),
        ],
    };
    pub static DECREASE_STREAM_RETENTION_PERIOD_INPUT: StructureSchema = StructureSchema {
        name: "DecreaseStreamRetentionPeriodInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("RetentionPeriodHours", "RetentionPeriodHours", Shape::Integer).required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static DECREASE_STREAM_RETENTION_PERIOD_OUTPUT: StructureSchema =
        StructureSchema { name: "DecreaseStreamRetentionPeriodOutput", members: &[] };
    pub static DELETE_CHANNEL_INPUT: StructureSchema = StructureSchema {
        name: "DeleteChannelInput",
        members: &[member("ChannelARN", "ChannelARN", Shape::String).required()],
    };
    pub static DELETE_CHANNEL_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteChannelOutput", members: &[] };
    pub static DELETE_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "DeleteQueueInput",
        members: &[member("QueueARN", "QueueARN", Shape::String).required()],
    };
    pub static DELETE_QUEUE_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteQueueOutput", members: &[] };
    pub static DELETE_RESOURCE_POLICY_INPUT: StructureSchema = StructureSchema {
        name: "DeleteResourcePolicyInput",
        members: &[
            member("ResourceARN", "ResourceARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static DELETE_RESOURCE_POLICY_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteResourcePolicyOutput", members: &[] };
    pub static DELETE_STREAM_INPUT: StructureSchema = StructureSchema {
        name: "DeleteStreamInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("EnforceConsumerDeletion", "EnforceConsumerDeletion", Shape::Boolean),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static DELETE_STREAM_OUTPUT: StructureSchema =
        StructureSchema { name: "DeleteStreamOutput", members: &[] };
    pub static DEREGISTER_STREAM_CONSUMER_INPUT: StructureSchema = StructureSchema {
        name: "DeregisterStreamConsumerInput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String),
            member("ConsumerName", "ConsumerName", Shape::String),
            member("ConsumerARN", "ConsumerARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static DEREGISTER_STREAM_CONSUMER_OUTPUT: StructureSchema =
        StructureSchema { name: "DeregisterStreamConsumerOutput", members: &[] };
    pub static DESCRIBE_ACCOUNT_SETTINGS_INPUT: StructureSchema =
        StructureSchema { name: "DescribeAccountSettingsInput", members: &[] };
    pub static DESCRIBE_ACCOUNT_SETTINGS_OUTPUT: StructureSchema = StructureSchema {
        name: "DescribeAccountSettingsOutput",
        members: &[member(
            "MinimumThroughputBillingCommitment",
            "MinimumThroughputBillingCommitment",
            Shape::Structure(&MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT),
        )],
    };
    pub static DESCRIBE_CHANNEL_INPUT: StructureSchema = StructureSchema {
        name: "DescribeChannelInput",
        members: &[member("ChannelARN", "ChannelARN", Shape::String).required()],
    };
    pub static DESCRIBE_CHANNEL_OUTPUT: StructureSchema = StructureSchema {
        name: "DescribeChannelOutput",
        members: &[member(
            "ChannelDescription",
            "ChannelDescription",
            Shape::Structure(&CHANNEL_DESCRIPTION),
        )
        .required()],
    };
    pub static DESCRIBE_LIMITS_INPUT: StructureSchema =
        StructureSchema { name: "DescribeLimitsInput", members: &[] };
    pub static DESCRIBE_LIMITS_OUTPUT: StructureSchema = StructureSchema {
        name: "DescribeLimitsOutput",
        members: &[
            member("ShardLimit", "ShardLimit", Shape::Integer).required(),
            member("OpenShardCount", "OpenShardCount", Shape::Integer).required(),
            member("OnDemandStreamCount", "OnDemandStreamCount", Shape::Integer).required(),
            member("OnDemandStreamCountLimit", "OnDemandStreamCountLimit", Shape::Integer).required(),
            member("ChannelCount", "ChannelCount", Shape::Integer),
            member("ChannelCountLimit", "ChannelCountLimit", Shape::Integer),
        ],
    };
    pub static DESCRIBE_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "DescribeQueueInput",
        members: &[member("QueueARN", "QueueARN", Shape::String).required()],
    };
    pub static DESCRIBE_QUEUE_OUTPUT: StructureSchema = StructureSchema {
        name: "DescribeQueueOutput",
        members: &[
            member("QueueDescription", "QueueDescription", Shape::Structure(&QUEUE_DESCRIPTION)).required()
        ],
    };
    pub static DESCRIBE_STREAM_CONSUMER_INPUT: StructureSchema = StructureSchema {
        name: "DescribeStreamConsumerInput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String),
            member("ConsumerName", "ConsumerName", Shape::String),
            member("ConsumerARN", "ConsumerARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static DESCRIBE_STREAM_CONSUMER_OUTPUT: StructureSchema = StructureSchema {
        name: "DescribeStreamConsumerOutput",
        members: &[member(
            "ConsumerDescription",
            "ConsumerDescription",
            Shape::Structure(&CONSUMER_DESCRIPTION),
        )
        .required()],
    };
    pub static DESCRIBE_STREAM_INPUT: StructureSchema = StructureSchema {
        name: "DescribeStreamInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("Limit", "Limit", Shape::Integer),
            member("ExclusiveStartShardId", "ExclusiveStartShardId", Shape::String),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static DESCRIBE_STREAM_OUTPUT: StructureSchema = StructureSchema {
        name: "DescribeStreamOutput",
        members: &[member("StreamDescription", "StreamDescription", Shape::Structure(&STREAM_DESCRIPTION))
            .required()],
    };
    pub static DESCRIBE_STREAM_SUMMARY_INPUT: StructureSchema = StructureSchema {
        name: "DescribeStreamSummaryInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static DESCRIBE_STREAM_SUMMARY_OUTPUT: StructureSchema = StructureSchema {
        name: "DescribeStreamSummaryOutput",
        members: &[member(
            "StreamDescriptionSummary",
            "StreamDescriptionSummary",
            Shape::Structure(&STREAM_DESCRIPTION_SUMMARY),
        )
        .required()],
    };
    pub static DISABLE_ENHANCED_MONITORING_INPUT: StructureSchema = StructureSchema {
        name: "DisableEnhancedMonitoringInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member(
                "ShardLevelMetrics",
                "ShardLevelMetrics",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static DISABLE_ENHANCED_MONITORING_OUTPUT: StructureSchema = StructureSchema {
        name: "DisableEnhancedMonitoringOutput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member(
                "CurrentShardLevelMetrics",
                "CurrentShardLevelMetrics",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            ),
            member(
                "DesiredShardLevelMetrics",
                "DesiredShardLevelMetrics",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            ),
            member("StreamARN", "StreamARN", Shape::String),
        ],
    };
    pub static ENABLE_ENHANCED_MONITORING_INPUT: StructureSchema = StructureSchema {
        name: "EnableEnhancedMonitoringInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member(
                "ShardLevelMetrics",
                "ShardLevelMetrics",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static ENABLE_ENHANCED_MONITORING_OUTPUT: StructureSchema = StructureSchema {
        name: "EnableEnhancedMonitoringOutput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member(
                "CurrentShardLevelMetrics",
                "CurrentShardLevelMetrics",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            ),
            member(
                "DesiredShardLevelMetrics",
                "DesiredShardLevelMetrics",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            ),
            member("StreamARN", "StreamARN", Shape::String),
        ],
    };
    pub static ENHANCED_METRICS: StructureSchema = StructureSchema {
        name: "EnhancedMetrics",
        members: &[member(
            "ShardLevelMetrics",
            "ShardLevelMetrics",
            Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
        )],
    };
    pub static GET_RECORDS_INPUT: StructureSchema = StructureSchema {
        name: "GetRecordsInput",
        members: &[
            member("ShardIterator", "ShardIterator", Shape::String).required(),
            member("Limit", "Limit", Shape::Integer),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
            member("DryRun", "DryRun", Shape::Boolean),
        ],
    };
    pub static GET_RECORDS_OUTPUT: StructureSchema = StructureSchema {
        name: "GetRecordsOutput",
        members: &[
            member(
                "Records",
                "Records",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&RECORD) }),
            )
            .required(),
            member("NextShardIterator", "NextShardIterator", Shape::String),
            member("MillisBehindLatest", "MillisBehindLatest", Shape::Long),
            member(
                "ChildShards",
                "ChildShards",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&CHILD_SHARD) }),
            ),
        ],
    };
    pub static GET_RESOURCE_POLICY_INPUT: StructureSchema = StructureSchema {
        name: "GetResourcePolicyInput",
        members: &[
            member("ResourceARN", "ResourceARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static GET_RESOURCE_POLICY_OUTPUT: StructureSchema = StructureSchema {
        name: "GetResourcePolicyOutput",
        members: &[member("Policy", "Policy", Shape::String).required()],
    };
    pub static GET_SHARD_ITERATOR_INPUT: StructureSchema = StructureSchema {
        name: "GetShardIteratorInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("ShardId", "ShardId", Shape::String).required(),
            member("ShardIteratorType", "ShardIteratorType", Shape::String).required(),
            member("StartingSequenceNumber", "StartingSequenceNumber", Shape::String),
            member("Timestamp", "Timestamp", Shape::Timestamp(None)),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
            member("DryRun", "DryRun", Shape::Boolean),
        ],
    };
    pub static GET_SHARD_ITERATOR_OUTPUT: StructureSchema = StructureSchema {
        name: "GetShardIteratorOutput",
        members: &[member("ShardIterator", "ShardIterator", Shape::String)],
    };
    pub static HASH_KEY_RANGE: StructureSchema = StructureSchema {
        name: "HashKeyRange",
        members: &[
            member("StartingHashKey", "StartingHashKey", Shape::String).required(),
            member("EndingHashKey", "EndingHashKey", Shape::String).required(),
        ],
    };
    pub static INCREASE_STREAM_RETENTION_PERIOD_INPUT: StructureSchema = StructureSchema {
        name: "IncreaseStreamRetentionPeriodInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("RetentionPeriodHours", "RetentionPeriodHours", Shape::Integer).required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static INCREASE_STREAM_RETENTION_PERIOD_OUTPUT: StructureSchema =
        StructureSchema { name: "IncreaseStreamRetentionPeriodOutput", members: &[] };
    pub static INTERNAL_FAILURE_EXCEPTION: StructureSchema = StructureSchema {
        name: "InternalFailureException",
        members: &[member("message", "message", Shape::String)],
    };
    pub static KMS_ACCESS_DENIED_EXCEPTION: StructureSchema = StructureSchema {
        name: "KMSAccessDeniedException",
        members: &[member("message", "message", Shape::String)],
    };
    pub static KMS_DISABLED_EXCEPTION: StructureSchema = StructureSchema {
        name: "KMSDisabledException",
        members: &[member("message", "message", Shape::String)],
    };
    pub static KMS_INVALID_STATE_EXCEPTION: StructureSchema = StructureSchema {
        name: "KMSInvalidStateException",
        members: &[member("message", "message", Shape::String)],
    };
    pub static KMS_NOT_FOUND_EXCEPTION: StructureSchema = StructureSchema {
        name: "KMSNotFoundException",
        members: &[member("message", "message", Shape::String)],
    };
    pub static KMS_OPT_IN_REQUIRED: StructureSchema =
        StructureSchema { name: "KMSOptInRequired", members: &[member("message", "message", Shape::String)] };
    pub static KMS_THROTTLING_EXCEPTION: StructureSchema = StructureSchema {
        name: "KMSThrottlingException",
        members: &[member("message", "message", Shape::String)],
    };
    pub static LIST_CHANNELS_INPUT: StructureSchema = StructureSchema {
        name: "ListChannelsInput",
        members: &[
            member(
                "StreamFilter",
                "StreamFilter",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&STREAM_FILTER),
                }),
            ),
            member("MaxResults", "MaxResults", Shape::Integer),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_CHANNELS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListChannelsOutput",
        members: &[
            member(
                "ChannelSummaries",
                "ChannelSummaries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&CHANNEL_SUMMARY),
                }),
            )
            .required(),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_QUEUES_INPUT: StructureSchema = StructureSchema {
        name: "ListQueuesInput",
        members: &[
            member("MaxResults", "MaxResults", Shape::Integer),
            member("NextToken", "NextToken", Shape::String),
            member(
                "StreamFilter",
                "StreamFilter",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&QUEUE_STREAM_FILTER),
                }),
            ),
        ],
    };
    pub static LIST_QUEUES_OUTPUT: StructureSchema = StructureSchema {
        name: "ListQueuesOutput",
        members: &[
            member(
                "QueueSummaries",
                "QueueSummaries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&QUEUE_SUMMARY),
                }),
            )
            .required(),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_SHARDS_INPUT: StructureSchema = StructureSchema {
        name: "ListShardsInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("NextToken", "NextToken", Shape::String),
            member("ExclusiveStartShardId", "ExclusiveStartShardId", Shape::String),
            member("MaxResults", "MaxResults", Shape::Integer),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)),
            member("ShardFilter", "ShardFilter", Shape::Structure(&SHARD_FILTER)),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static LIST_SHARDS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListShardsOutput",
        members: &[
            member(
                "Shards",
                "Shards",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&SHARD) }),
            ),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_STREAM_CONSUMERS_INPUT: StructureSchema = StructureSchema {
        name: "ListStreamConsumersInput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("NextToken", "NextToken", Shape::String),
            member("MaxResults", "MaxResults", Shape::Integer),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static LIST_STREAM_CONSUMERS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListStreamConsumersOutput",
        members: &[
            member(
                "Consumers",
                "Consumers",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&CONSUMER) }),
            ),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_STREAMS_INPUT: StructureSchema = StructureSchema {
        name: "ListStreamsInput",
        members: &[
            member("Limit", "Limit", Shape::Integer),
            member("ExclusiveStartStreamName", "ExclusiveStartStreamName", Shape::String),
            member("NextToken", "NextToken", Shape::String),
        ],
    };
    pub static LIST_STREAMS_OUTPUT: StructureSchema = StructureSchema {
        name: "ListStreamsOutput",
        members: &[
            member(
                "StreamNames",
                "StreamNames",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
            member("HasMoreStreams", "HasMoreStreams", Shape::Boolean).required(),
            member("NextToken", "NextToken", Shape::String),
            member(
                "StreamSummaries",
                "StreamSummaries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&STREAM_SUMMARY),
                }),
            ),
        ],
    };
    pub static LIST_TAGS_FOR_RESOURCE_INPUT: StructureSchema = StructureSchema {
        name: "ListTagsForResourceInput",
        members: &[
            member("ResourceARN", "ResourceARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static LIST_TAGS_FOR_RESOURCE_OUTPUT: StructureSchema = StructureSchema {
        name: "ListTagsForResourceOutput",
        members: &[member(
            "Tags",
            "Tags",
            Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TAG) }),
        )],
    };
    pub static LIST_TAGS_FOR_STREAM_INPUT: StructureSchema = StructureSchema {
        name: "ListTagsForStreamInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("ExclusiveStartTagKey", "ExclusiveStartTagKey", Shape::String),
            member("Limit", "Limit", Shape::Integer),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static LIST_TAGS_FOR_STREAM_OUTPUT: StructureSchema = StructureSchema {
        name: "ListTagsForStreamOutput",
        members: &[
            member(
                "Tags",
                "Tags",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TAG) }),
            )
            .required(),
            member("HasMoreTags", "HasMoreTags", Shape::Boolean).required(),
        ],
    };
    pub static MERGE_SHARDS_INPUT: StructureSchema = StructureSchema {
        name: "MergeShardsInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("ShardToMerge", "ShardToMerge", Shape::String).required(),
            member("AdjacentShardToMerge", "AdjacentShardToMerge", Shape::String).required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static MERGE_SHARDS_OUTPUT: StructureSchema =
        StructureSchema { name: "MergeShardsOutput", members: &[] };
    pub static MINIMUM_THROUGHPUT_BILLING_COMMITMENT_INPUT: StructureSchema = StructureSchema {
        name: "MinimumThroughputBillingCommitmentInput",
        members: &[member("Status", "Status", Shape::String).required()],
    };
    pub static MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT: StructureSchema = StructureSchema {
        name: "MinimumThroughputBillingCommitmentOutput",
        members: &[
            member("Status", "Status", Shape::String).required(),
            member("StartedAt", "StartedAt", Shape::Timestamp(None)),
            member("EndedAt", "EndedAt", Shape::Timestamp(None)),
            member("EarliestAllowedEndAt", "EarliestAllowedEndAt", Shape::Timestamp(None)),
        ],
    };
    pub static PARTITION_FIELD: StructureSchema = StructureSchema {
        name: "PartitionField",
        members: &[
            member("Transform", "Transform", Shape::String).required(),
            member("SourceName", "SourceName", Shape::String).required(),
        ],
    };
    pub static PARTITION_SPEC: StructureSchema = StructureSchema {
        name: "PartitionSpec",
        members: &[member(
            "PartitionFields",
            "PartitionFields",
            Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&PARTITION_FIELD) }),
        )
        .required()],
    };
    pub static PUT_RECORD_INPUT: StructureSchema = StructureSchema {
        name: "PutRecordInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("Data", "Data", Shape::Blob).required(),
            member("PartitionKey", "PartitionKey", Shape::String),
            member("ExplicitHashKey", "ExplicitHashKey", Shape::String),
            member("SequenceNumberForOrdering", "SequenceNumberForOrdering", Shape::String),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
            member("DryRun", "DryRun", Shape::Boolean),
        ],
    };
    pub static PUT_RECORD_OUTPUT: StructureSchema = StructureSchema {
        name: "PutRecordOutput",
        members: &[
            member("ShardId", "ShardId", Shape::String).required(),
            member("SequenceNumber", "SequenceNumber", Shape::String).required(),
            member("EncryptionType", "EncryptionType", Shape::String),
        ],
    };
    pub static PUT_RECORDS_INPUT: StructureSchema = StructureSchema {
        name: "PutRecordsInput",
        members: &[
            member(
                "Records",
                "Records",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&PUT_RECORDS_REQUEST_ENTRY),
                }),
            )
            .required(),
            member("StreamName", "StreamName", Shape::String),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
            member("DryRun", "DryRun", Shape::Boolean),
        ],
    };
    pub static PUT_RECORDS_OUTPUT: StructureSchema = StructureSchema {
        name: "PutRecordsOutput",
        members: &[
            member("FailedRecordCount", "FailedRecordCount", Shape::Integer),
            member(
                "Records",
                "Records",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&PUT_RECORDS_RESULT_ENTRY),
                }),
            )
            .required(),
            member("EncryptionType", "EncryptionType", Shape::String),
        ],
    };
    pub static PUT_RECORDS_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "PutRecordsRequestEntry",
        members: &[
            member("Data", "Data", Shape::Blob).required(),
            member("ExplicitHashKey", "ExplicitHashKey", Shape::String),
            member("PartitionKey", "PartitionKey", Shape::String),
        ],
    };
    pub static PUT_RECORDS_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "PutRecordsResultEntry",
        members: &[
            member("SequenceNumber", "SequenceNumber", Shape::String),
            member("ShardId", "ShardId", Shape::String),
            member("ErrorCode", "ErrorCode", Shape::String),
            member("ErrorMessage", "ErrorMessage", Shape::String),
        ],
    };
    pub static PUT_RESOURCE_POLICY_INPUT: StructureSchema = StructureSchema {
        name: "PutResourcePolicyInput",
        members: &[
            member("ResourceARN", "ResourceARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
            member("Policy", "Policy", Shape::String).required(),
        ],
    };
    pub static PUT_RESOURCE_POLICY_OUTPUT: StructureSchema =
        StructureSchema { name: "PutResourcePolicyOutput", members: &[] };
    pub static QUEUE_ATTRIBUTES: StructureSchema = StructureSchema {
        name: "QueueAttributes",
        members: &[
            member("VisibilityTimeoutSeconds", "VisibilityTimeoutSeconds", Shape::Integer),
            member(
                "DeadLetterConfiguration",
                "DeadLetterConfiguration",
                Shape::Structure(&DEAD_LETTER_CONFIGURATION),
            ),
        ],
    };
    pub static QUEUE_DESCRIPTION: StructureSchema = StructureSchema {
        name: "QueueDescription",
        members: &[
            member("QueueName", "QueueName", Shape::String).required(),
            member("QueueARN", "QueueARN", Shape::String).required(),
            member("QueueStatus", "QueueStatus", Shape::String).required(),
            member("QueueCreationTimestamp", "QueueCreationTimestamp", Shape::Timestamp(None)).required(),
            member(
                "StreamConfigurationList",
                "StreamConfigurationList",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&QUEUE_STREAM_CONFIGURATION),
                }),
            )
            .required(),
            member("QueueAttributes", "QueueAttributes", Shape::Structure(&QUEUE_ATTRIBUTES)),
        ],
    };
    pub static QUEUE_RECORD: StructureSchema = StructureSchema {
        name: "QueueRecord",
        members: &[
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("RecordId", "RecordId", Shape::String).required(),
            member("PartitionKey", "PartitionKey", Shape::String),
            member("Data", "Data", Shape::Blob).required(),
            member("ApproximateArrivalTimestamp", "ApproximateArrivalTimestamp", Shape::Timestamp(None))
                .required(),
            member("FirstReceiveTimestamp", "FirstReceiveTimestamp", Shape::Timestamp(None)).required(),
            member("ReceiveCount", "ReceiveCount", Shape::Integer).required(),
        ],
    };
    pub static QUEUE_STARTING_POSITION: StructureSchema = StructureSchema {
        name: "QueueStartingPosition",
        members: &[
            member("Type", "Type", Shape::String).required(),
            member("Timestamp", "Timestamp", Shape::Timestamp(None)),
        ],
    };
    pub static QUEUE_STREAM_CONFIGURATION: StructureSchema = StructureSchema {
        name: "QueueStreamConfiguration",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StartingPosition", "StartingPosition", Shape::Structure(&QUEUE_STARTING_POSITION)),
        ],
    };
    pub static QUEUE_STREAM_FILTER: StructureSchema = StructureSchema {
        name: "QueueStreamFilter",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)),
        ],
    };
    pub static QUEUE_STREAM_IDENTIFIER: StructureSchema = StructureSchema {
        name: "QueueStreamIdentifier",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)).required(),
        ],
    };
    pub static QUEUE_SUMMARY: StructureSchema = StructureSchema {
        name: "QueueSummary",
        members: &[
            member("QueueName", "QueueName", Shape::String).required(),
            member("QueueARN", "QueueARN", Shape::String).required(),
            member("QueueStatus", "QueueStatus", Shape::String).required(),
            member("QueueCreationTimestamp", "QueueCreationTimestamp", Shape::Timestamp(None)).required(),
            member(
                "Streams",
                "Streams",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&QUEUE_STREAM_IDENTIFIER),
                }),
            )
            .required(),
        ],
    };
    pub static RECEIVE_DEAD_LETTER_QUEUE_RECORDS_INPUT: StructureSchema = StructureSchema {
        name: "ReceiveDeadLetterQueueRecordsInput",
        members: &[
            member("QueueARN", "QueueARN", Shape::String).required(),
            member("Limit", "Limit", Shape::Integer),
            member("WaitTimeSeconds", "WaitTimeSeconds", Shape::Integer),
            member("VisibilityTimeoutSeconds", "VisibilityTimeoutSeconds", Shape::Integer),
        ],
    };
    pub static RECEIVE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT: StructureSchema = StructureSchema {
        name: "ReceiveDeadLetterQueueRecordsOutput",
        members: &[member(
            "QueueRecords",
            "QueueRecords",
            Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&QUEUE_RECORD) }),
        )
        .required()],
    };
    pub static RECEIVE_QUEUE_RECORDS_INPUT: StructureSchema = StructureSchema {
        name: "ReceiveQueueRecordsInput",
        members: &[
            member("QueueARN", "QueueARN", Shape::String).required(),
            member("Limit", "Limit", Shape::Integer),
            member("WaitTimeSeconds", "WaitTimeSeconds", Shape::Integer),
            member("VisibilityTimeoutSeconds", "VisibilityTimeoutSeconds", Shape::Integer),
        ],
    };
    pub static RECEIVE_QUEUE_RECORDS_OUTPUT: StructureSchema = StructureSchema {
        name: "ReceiveQueueRecordsOutput",
        members: &[member(
            "QueueRecords",
            "QueueRecords",
            Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&QUEUE_RECORD) }),
        )
        .required()],
    };
    pub static RECORD: StructureSchema = StructureSchema {
        name: "Record",
        members: &[
            member("SequenceNumber", "SequenceNumber", Shape::String).required(),
            member("ApproximateArrivalTimestamp", "ApproximateArrivalTimestamp", Shape::Timestamp(None)),
            member("Data", "Data", Shape::Blob).required(),
            member("PartitionKey", "PartitionKey", Shape::String),
            member("EncryptionType", "EncryptionType", Shape::String),
        ],
    };
    pub static RECORD_CONFIGURATION: StructureSchema = StructureSchema {
        name: "RecordConfiguration",
        members: &[
            member("RecordFormatType", "RecordFormatType", Shape::String).required(),
            member("GSRSchemaARN", "GSRSchemaARN", Shape::String),
        ],
    };
    pub static REGISTER_STREAM_CONSUMER_INPUT: StructureSchema = StructureSchema {
        name: "RegisterStreamConsumerInput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("ConsumerName", "ConsumerName", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
            member(
                "Tags",
                "Tags",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            ),
        ],
    };
    pub static REGISTER_STREAM_CONSUMER_OUTPUT: StructureSchema = StructureSchema {
        name: "RegisterStreamConsumerOutput",
        members: &[member("Consumer", "Consumer", Shape::Structure(&CONSUMER)).required()],
    };
    pub static REMOVE_TAGS_FROM_STREAM_INPUT: StructureSchema = StructureSchema {
        name: "RemoveTagsFromStreamInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member(
                "TagKeys",
                "TagKeys",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static REMOVE_TAGS_FROM_STREAM_OUTPUT: StructureSchema =
        StructureSchema { name: "RemoveTagsFromStreamOutput", members: &[] };
    pub static RESOURCE_IN_USE_EXCEPTION: StructureSchema = StructureSchema {
        name: "ResourceInUseException",
        members: &[member("message", "message", Shape::String)],
    };
    pub static RESOURCE_NOT_FOUND_EXCEPTION: StructureSchema = StructureSchema {
        name: "ResourceNotFoundException",
        members: &[member("message", "message", Shape::String)],
    };
    pub static RESTORE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY: StructureSchema = StructureSchema {
        name: "RestoreDeadLetterQueueRecordsErrorEntry",
        members: &[
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("ErrorCode", "ErrorCode", Shape::String).required(),
            member("ErrorMessage", "ErrorMessage", Shape::String),
        ],
    };
    pub static RESTORE_DEAD_LETTER_QUEUE_RECORDS_INPUT: StructureSchema = StructureSchema {
        name: "RestoreDeadLetterQueueRecordsInput",
        members: &[
            member("QueueARN", "QueueARN", Shape::String).required(),
            member(
                "Entries",
                "Entries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&RESTORE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static RESTORE_DEAD_LETTER_QUEUE_RECORDS_OUTPUT: StructureSchema = StructureSchema {
        name: "RestoreDeadLetterQueueRecordsOutput",
        members: &[
            member(
                "Successful",
                "Successful",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&RESTORE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY),
                }),
            )
            .required(),
            member(
                "Failed",
                "Failed",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&RESTORE_DEAD_LETTER_QUEUE_RECORDS_ERROR_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static RESTORE_DEAD_LETTER_QUEUE_RECORDS_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "RestoreDeadLetterQueueRecordsRequestEntry",
        members: &[member("ReceiptHandle", "ReceiptHandle", Shape::String).required()],
    };
    pub static RESTORE_DEAD_LETTER_QUEUE_RECORDS_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "RestoreDeadLetterQueueRecordsResultEntry",
        members: &[member("ReceiptHandle", "ReceiptHandle", Shape::String).required()],
    };
    pub static S3_DESTINATION_CONFIGURATION: StructureSchema = StructureSchema {
        name: "S3DestinationConfiguration",
        members: &[
            member("DataFreshnessInSeconds", "DataFreshnessInSeconds", Shape::Integer),
            member(
                "DeadLetterQueueS3Configuration",
                "DeadLetterQueueS3Configuration",
                Shape::Structure(&DEAD_LETTER_QUEUE_S3_CONFIGURATION),
            ),
            member(
                "StorageConfiguration",
                "StorageConfiguration",
                Shape::Structure(&S3_STORAGE_CONFIGURATION),
            )
            .required(),
        ],
    };
    pub static S3_DESTINATION_DESCRIPTION: StructureSchema = StructureSchema {
        name: "S3DestinationDescription",
        members: &[
            member("DataFreshnessInSeconds", "DataFreshnessInSeconds", Shape::Integer).required(),
            member(
                "DeadLetterQueueS3Configuration",
                "DeadLetterQueueS3Configuration",
                Shape::Structure(&DEAD_LETTER_QUEUE_S3_CONFIGURATION),
            )
            .required(),
            member(
                "StorageConfiguration",
                "StorageConfiguration",
                Shape::Structure(&S3_STORAGE_CONFIGURATION),
            )
            .required(),
        ],
    };
    pub static S3_DESTINATION_UPDATE_INPUT: StructureSchema = StructureSchema {
        name: "S3DestinationUpdateInput",
        members: &[member("DataFreshnessInSeconds", "DataFreshnessInSeconds", Shape::Integer).required()],
    };
    pub static S3_STORAGE_CONFIGURATION: StructureSchema = StructureSchema {
        name: "S3StorageConfiguration",
        members: &[
            member("BucketARN", "BucketARN", Shape::String).required(),
            member("ExpectedBucketOwner", "ExpectedBucketOwner", Shape::String).required(),
            member("OutputKeyTemplate", "OutputKeyTemplate", Shape::String),
            member("StorageClass", "StorageClass", Shape::String),
            member("CompressionType", "CompressionType", Shape::String).required(),
        ],
    };
    pub static S3_TABLES_CONFIGURATION: StructureSchema = StructureSchema {
        name: "S3TablesConfiguration",
        members: &[
            member("TableBucketARN", "TableBucketARN", Shape::String).required(),
            member("Namespace", "Namespace", Shape::String).required(),
            member("TableName", "TableName", Shape::String).required(),
            member("CompressionType", "CompressionType", Shape::String).required(),
            member("PartitionSpec", "PartitionSpec", Shape::Structure(&PARTITION_SPEC)),
        ],
    };
    pub static S3_TABLES_DESTINATION_CONFIGURATION: StructureSchema = StructureSchema {
        name: "S3TablesDestinationConfiguration",
        members: &[
            member("DataFreshnessInSeconds", "DataFreshnessInSeconds", Shape::Integer),
            member(
                "DeadLetterQueueS3Configuration",
                "DeadLetterQueueS3Configuration",
                Shape::Structure(&DEAD_LETTER_QUEUE_S3_CONFIGURATION),
            )
            .required(),
            member(
                "S3TablesConfigurationList",
                "S3TablesConfigurationList",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&S3_TABLES_CONFIGURATION),
                }),
            )
            .required(),
        ],
    };
    pub static S3_TABLES_DESTINATION_DESCRIPTION: StructureSchema = StructureSchema {
        name: "S3TablesDestinationDescription",
        members: &[
            member("DataFreshnessInSeconds", "DataFreshnessInSeconds", Shape::Integer).required(),
            member(
                "DeadLetterQueueS3Configuration",
                "DeadLetterQueueS3Configuration",
                Shape::Structure(&DEAD_LETTER_QUEUE_S3_CONFIGURATION),
            )
            .required(),
            member(
                "S3TablesConfigurationList",
                "S3TablesConfigurationList",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&S3_TABLES_CONFIGURATION),
                }),
            )
            .required(),
        ],
    };
    pub static S3_TABLES_DESTINATION_UPDATE_INPUT: StructureSchema = StructureSchema {
        name: "S3TablesDestinationUpdateInput",
        members: &[member("DataFreshnessInSeconds", "DataFreshnessInSeconds", Shape::Integer).required()],
    };
    pub static SEQUENCE_NUMBER_RANGE: StructureSchema = StructureSchema {
        name: "SequenceNumberRange",
        members: &[
            member("StartingSequenceNumber", "StartingSequenceNumber", Shape::String).required(),
            member("EndingSequenceNumber", "EndingSequenceNumber", Shape::String),
        ],
    };
    pub static SHARD: StructureSchema = StructureSchema {
        name: "Shard",
        members: &[
            member("ShardId", "ShardId", Shape::String).required(),
            member("ParentShardId", "ParentShardId", Shape::String),
            member("AdjacentParentShardId", "AdjacentParentShardId", Shape::String),
            member("HashKeyRange", "HashKeyRange", Shape::Structure(&HASH_KEY_RANGE)).required(),
            member("SequenceNumberRange", "SequenceNumberRange", Shape::Structure(&SEQUENCE_NUMBER_RANGE))
                .required(),
        ],
    };
    pub static SHARD_FILTER: StructureSchema = StructureSchema {
        name: "ShardFilter",
        members: &[
            member("Type", "Type", Shape::String).required(),
            member("ShardId", "ShardId", Shape::String),
            member("Timestamp", "Timestamp", Shape::Timestamp(None)),
        ],
    };
    pub static SPLIT_SHARD_INPUT: StructureSchema = StructureSchema {
        name: "SplitShardInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("ShardToSplit", "ShardToSplit", Shape::String).required(),
            member("NewStartingHashKey", "NewStartingHashKey", Shape::String).required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static SPLIT_SHARD_OUTPUT: StructureSchema =
        StructureSchema { name: "SplitShardOutput", members: &[] };
    pub static START_STREAM_ENCRYPTION_INPUT: StructureSchema = StructureSchema {
        name: "StartStreamEncryptionInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("EncryptionType", "EncryptionType", Shape::String).required(),
            member("KeyId", "KeyId", Shape::String).required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static START_STREAM_ENCRYPTION_OUTPUT: StructureSchema =
        StructureSchema { name: "StartStreamEncryptionOutput", members: &[] };
    pub static STARTING_POSITION: StructureSchema = StructureSchema {
        name: "StartingPosition",
        members: &[
            member("Type", "Type", Shape::String).required(),
            member("SequenceNumber", "SequenceNumber", Shape::String),
            member("Timestamp", "Timestamp", Shape::Timestamp(None)),
        ],
    };
    pub static STOP_STREAM_ENCRYPTION_INPUT: StructureSchema = StructureSchema {
        name: "StopStreamEncryptionInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("EncryptionType", "EncryptionType", Shape::String).required(),
            member("KeyId", "KeyId", Shape::String).required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static STOP_STREAM_ENCRYPTION_OUTPUT: StructureSchema =
        StructureSchema { name: "StopStreamEncryptionOutput", members: &[] };
    pub static STREAM_DESCRIPTION: StructureSchema = StructureSchema {
        name: "StreamDescription",
        members: &[
            member("StreamName", "StreamName", Shape::String).required(),
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamStatus", "StreamStatus", Shape::String).required(),
            member("StreamModeDetails", "StreamModeDetails", Shape::Structure(&STREAM_MODE_DETAILS)),
            member(
                "Shards",
                "Shards",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&SHARD) }),
            )
            .required(),
            member("HasMoreShards", "HasMoreShards", Shape::Boolean).required(),
            member("RetentionPeriodHours", "RetentionPeriodHours", Shape::Integer).required(),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)).required(),
            member(
                "EnhancedMonitoring",
                "EnhancedMonitoring",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&ENHANCED_METRICS),
                }),
            )
            .required(),
            member("EncryptionType", "EncryptionType", Shape::String),
            member("KeyId", "KeyId", Shape::String),
        ],
    };
    pub static STREAM_DESCRIPTION_SUMMARY: StructureSchema = StructureSchema {
        name: "StreamDescriptionSummary",
        members: &[
            member("StreamName", "StreamName", Shape::String).required(),
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
            member("StreamStatus", "StreamStatus", Shape::String).required(),
            member("StreamModeDetails", "StreamModeDetails", Shape::Structure(&STREAM_MODE_DETAILS)),
            member("RetentionPeriodHours", "RetentionPeriodHours", Shape::Integer).required(),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)).required(),
            member(
                "EnhancedMonitoring",
                "EnhancedMonitoring",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&ENHANCED_METRICS),
                }),
            )
            .required(),
            member("EncryptionType", "EncryptionType", Shape::String),
            member("KeyId", "KeyId", Shape::String),
            member("OpenShardCount", "OpenShardCount", Shape::Integer).required(),
            member("ConsumerCount", "ConsumerCount", Shape::Integer),
            member("WarmThroughput", "WarmThroughput", Shape::Structure(&WARM_THROUGHPUT_OBJECT)),
            member("MaxRecordSizeInKiB", "MaxRecordSizeInKiB", Shape::Integer),
            member("ChannelCount", "ChannelCount", Shape::Integer),
            member("RecordDistributionStrategy", "RecordDistributionStrategy", Shape::String),
            member("QueueCount", "QueueCount", Shape::Integer),
        ],
    };
    pub static STREAM_FILTER: StructureSchema = StructureSchema {
        name: "StreamFilter",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)),
        ],
    };
    pub static STREAM_MODE_DETAILS: StructureSchema = StructureSchema {
        name: "StreamModeDetails",
        members: &[member("StreamMode", "StreamMode", Shape::String).required()],
    };
    pub static STREAM_SUMMARY: StructureSchema = StructureSchema {
        name: "StreamSummary",
        members: &[
            member("StreamName", "StreamName", Shape::String).required(),
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamStatus", "StreamStatus", Shape::String).required(),
            member("StreamModeDetails", "StreamModeDetails", Shape::Structure(&STREAM_MODE_DETAILS)),
            member("StreamCreationTimestamp", "StreamCreationTimestamp", Shape::Timestamp(None)),
        ],
    };
    pub static SUBSCRIBE_TO_SHARD_EVENT: StructureSchema = StructureSchema {
        name: "SubscribeToShardEvent",
        members: &[
            member(
                "Records",
                "Records",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&RECORD) }),
            )
            .required(),
            member("ContinuationSequenceNumber", "ContinuationSequenceNumber", Shape::String).required(),
            member("MillisBehindLatest", "MillisBehindLatest", Shape::Long).required(),
            member(
                "ChildShards",
                "ChildShards",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&CHILD_SHARD) }),
            ),
        ],
    };
    pub static SUBSCRIBE_TO_SHARD_EVENT_STREAM: StructureSchema = StructureSchema {
        name: "SubscribeToShardEventStream",
        members: &[
            member(
                "SubscribeToShardEvent",
                "SubscribeToShardEvent",
                Shape::Structure(&SUBSCRIBE_TO_SHARD_EVENT),
            )
            .required(),
            member(
                "ResourceNotFoundException",
                "ResourceNotFoundException",
                Shape::Structure(&RESOURCE_NOT_FOUND_EXCEPTION),
            ),
            member(
                "ResourceInUseException",
                "ResourceInUseException",
                Shape::Structure(&RESOURCE_IN_USE_EXCEPTION),
            ),
            member("KMSDisabledException", "KMSDisabledException", Shape::Structure(&KMS_DISABLED_EXCEPTION)),
            member(
                "KMSInvalidStateException",
                "KMSInvalidStateException",
                Shape::Structure(&KMS_INVALID_STATE_EXCEPTION),
            ),
            member(
                "KMSAccessDeniedException",
                "KMSAccessDeniedException",
                Shape::Structure(&KMS_ACCESS_DENIED_EXCEPTION),
            ),
            member(
                "KMSNotFoundException",
                "KMSNotFoundException",
                Shape::Structure(&KMS_NOT_FOUND_EXCEPTION),
            ),
            member("KMSOptInRequired", "KMSOptInRequired", Shape::Structure(&KMS_OPT_IN_REQUIRED)),
            member(
                "KMSThrottlingException",
                "KMSThrottlingException",
                Shape::Structure(&KMS_THROTTLING_EXCEPTION),
            ),
            member(
                "InternalFailureException",
                "InternalFailureException",
                Shape::Structure(&INTERNAL_FAILURE_EXCEPTION),
            ),
        ],
    };
    pub static SUBSCRIBE_TO_SHARD_INPUT: StructureSchema = StructureSchema {
        name: "SubscribeToShardInput",
        members: &[
            member("ConsumerARN", "ConsumerARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
            member("ShardId", "ShardId", Shape::String).required(),
            member("StartingPosition", "StartingPosition", Shape::Structure(&STARTING_POSITION)).required(),
            member("DryRun", "DryRun", Shape::Boolean),
        ],
    };
    pub static SUBSCRIBE_TO_SHARD_OUTPUT: StructureSchema = StructureSchema {
        name: "SubscribeToShardOutput",
        members: &[member("EventStream", "EventStream", Shape::Structure(&SUBSCRIBE_TO_SHARD_EVENT_STREAM))
            .required()],
    };
    pub static TAG: StructureSchema = StructureSchema {
        name: "Tag",
        members: &[member("Key", "Key", Shape::String).required(), member("Value", "Value", Shape::String)],
    };
    pub static TAG_RESOURCE_INPUT: StructureSchema = StructureSchema {
        name: "TagResourceInput",
        members: &[
            member(
                "Tags",
                "Tags",
                Shape::Map(&MapSchema { key_name: "key", value_name: "value", value: Shape::String }),
            )
            .required(),
            member("ResourceARN", "ResourceARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static TAG_RESOURCE_OUTPUT: StructureSchema =
        StructureSchema { name: "TagResourceOutput", members: &[] };
    pub static UNTAG_RESOURCE_INPUT: StructureSchema = StructureSchema {
        name: "UntagResourceInput",
        members: &[
            member(
                "TagKeys",
                "TagKeys",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
            member("ResourceARN", "ResourceARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static UNTAG_RESOURCE_OUTPUT: StructureSchema =
        StructureSchema { name: "UntagResourceOutput", members: &[] };
    pub static UPDATE_ACCOUNT_SETTINGS_INPUT: StructureSchema = StructureSchema {
        name: "UpdateAccountSettingsInput",
        members: &[member(
            "MinimumThroughputBillingCommitment",
            "MinimumThroughputBillingCommitment",
            Shape::Structure(&MINIMUM_THROUGHPUT_BILLING_COMMITMENT_INPUT),
        )
        .required()],
    };
    pub static UPDATE_ACCOUNT_SETTINGS_OUTPUT: StructureSchema = StructureSchema {
        name: "UpdateAccountSettingsOutput",
        members: &[member(
            "MinimumThroughputBillingCommitment",
            "MinimumThroughputBillingCommitment",
            Shape::Structure(&MINIMUM_THROUGHPUT_BILLING_COMMITMENT_OUTPUT),
        )],
    };
    pub static UPDATE_CHANNEL_INPUT: StructureSchema = StructureSchema {
        name: "UpdateChannelInput",
        members: &[
            member("ChannelARN", "ChannelARN", Shape::String).required(),
            member(
                "S3DestinationConfiguration",
                "S3DestinationConfiguration",
                Shape::Structure(&S3_DESTINATION_UPDATE_INPUT),
            ),
            member(
                "S3TablesDestinationConfiguration",
                "S3TablesDestinationConfiguration",
                Shape::Structure(&S3_TABLES_DESTINATION_UPDATE_INPUT),
            ),
            member(
                "LoggingConfiguration",
                "LoggingConfiguration",
                Shape::Structure(&CHANNEL_LOGGING_UPDATE_INPUT),
            ),
        ],
    };
    pub static UPDATE_CHANNEL_OUTPUT: StructureSchema = StructureSchema {
        name: "UpdateChannelOutput",
        members: &[member(
            "ChannelDescription",
            "ChannelDescription",
            Shape::Structure(&CHANNEL_DESCRIPTION),
        )
        .required()],
    };
    pub static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY: StructureSchema = StructureSchema {
        name: "UpdateDeadLetterQueueRecordsVisibilityErrorEntry",
        members: &[
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("ErrorCode", "ErrorCode", Shape::String).required(),
            member("ErrorMessage", "ErrorMessage", Shape::String),
        ],
    };
    pub static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_INPUT: StructureSchema = StructureSchema {
        name: "UpdateDeadLetterQueueRecordsVisibilityInput",
        members: &[
            member("QueueARN", "QueueARN", Shape::String).required(),
            member(
                "Entries",
                "Entries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_OUTPUT: StructureSchema = StructureSchema {
        name: "UpdateDeadLetterQueueRecordsVisibilityOutput",
        members: &[
            member(
                "Successful",
                "Successful",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY),
                }),
            )
            .required(),
            member(
                "Failed",
                "Failed",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "UpdateDeadLetterQueueRecordsVisibilityRequestEntry",
        members: &[
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("VisibilityTimeoutSeconds", "VisibilityTimeoutSeconds", Shape::Integer).required(),
        ],
    };
    pub static UPDATE_DEAD_LETTER_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "UpdateDeadLetterQueueRecordsVisibilityResultEntry",
        members: &[member("ReceiptHandle", "ReceiptHandle", Shape::String).required()],
    };
    pub static UPDATE_MAX_RECORD_SIZE_INPUT: StructureSchema = StructureSchema {
        name: "UpdateMaxRecordSizeInput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
            member("MaxRecordSizeInKiB", "MaxRecordSizeInKiB", Shape::Integer).required(),
        ],
    };
    pub static UPDATE_MAX_RECORD_SIZE_OUTPUT: StructureSchema =
        StructureSchema { name: "UpdateMaxRecordSizeOutput", members: &[] };
    pub static UPDATE_QUEUE_INPUT: StructureSchema = StructureSchema {
        name: "UpdateQueueInput",
        members: &[
            member("QueueARN", "QueueARN", Shape::String).required(),
            member("QueueAttributes", "QueueAttributes", Shape::Structure(&QUEUE_ATTRIBUTES)).required(),
        ],
    };
    pub static UPDATE_QUEUE_OUTPUT: StructureSchema = StructureSchema {
        name: "UpdateQueueOutput",
        members: &[
            member("QueueDescription", "QueueDescription", Shape::Structure(&QUEUE_DESCRIPTION)).required()
        ],
    };
    pub static UPDATE_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY: StructureSchema = StructureSchema {
        name: "UpdateQueueRecordsVisibilityErrorEntry",
        members: &[
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("ErrorCode", "ErrorCode", Shape::String).required(),
            member("ErrorMessage", "ErrorMessage", Shape::String),
        ],
    };
    pub static UPDATE_QUEUE_RECORDS_VISIBILITY_INPUT: StructureSchema = StructureSchema {
        name: "UpdateQueueRecordsVisibilityInput",
        members: &[
            member("QueueARN", "QueueARN", Shape::String).required(),
            member(
                "Entries",
                "Entries",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&UPDATE_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static UPDATE_QUEUE_RECORDS_VISIBILITY_OUTPUT: StructureSchema = StructureSchema {
        name: "UpdateQueueRecordsVisibilityOutput",
        members: &[
            member(
                "Successful",
                "Successful",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&UPDATE_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY),
                }),
            )
            .required(),
            member(
                "Failed",
                "Failed",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&UPDATE_QUEUE_RECORDS_VISIBILITY_ERROR_ENTRY),
                }),
            )
            .required(),
        ],
    };
    pub static UPDATE_QUEUE_RECORDS_VISIBILITY_REQUEST_ENTRY: StructureSchema = StructureSchema {
        name: "UpdateQueueRecordsVisibilityRequestEntry",
        members: &[
            member("ReceiptHandle", "ReceiptHandle", Shape::String).required(),
            member("VisibilityTimeoutSeconds", "VisibilityTimeoutSeconds", Shape::Integer).required(),
        ],
    };
    pub static UPDATE_QUEUE_RECORDS_VISIBILITY_RESULT_ENTRY: StructureSchema = StructureSchema {
        name: "UpdateQueueRecordsVisibilityResultEntry",
        members: &[member("ReceiptHandle", "ReceiptHandle", Shape::String).required()],
    };
    pub static UPDATE_SHARD_COUNT_INPUT: StructureSchema = StructureSchema {
        name: "UpdateShardCountInput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("TargetShardCount", "TargetShardCount", Shape::Integer).required(),
            member("ScalingType", "ScalingType", Shape::String).required(),
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamId", "StreamId", Shape::String),
        ],
    };
    pub static UPDATE_SHARD_COUNT_OUTPUT: StructureSchema = StructureSchema {
        name: "UpdateShardCountOutput",
        members: &[
            member("StreamName", "StreamName", Shape::String),
            member("CurrentShardCount", "CurrentShardCount", Shape::Integer),
            member("TargetShardCount", "TargetShardCount", Shape::Integer),
            member("StreamARN", "StreamARN", Shape::String),
        ],
    };
    pub static UPDATE_STREAM_MODE_INPUT: StructureSchema = StructureSchema {
        name: "UpdateStreamModeInput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
            member("StreamModeDetails", "StreamModeDetails", Shape::Structure(&STREAM_MODE_DETAILS))
                .required(),
            member("WarmThroughputMiBps", "WarmThroughputMiBps", Shape::Integer),
        ],
    };
    pub static UPDATE_STREAM_MODE_OUTPUT: StructureSchema =
        StructureSchema { name: "UpdateStreamModeOutput", members: &[] };
    pub static UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY_INPUT: StructureSchema = StructureSchema {
        name: "UpdateStreamRecordDistributionStrategyInput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String).required(),
            member("StreamId", "StreamId", Shape::String),
            member("RecordDistributionStrategy", "RecordDistributionStrategy", Shape::String).required(),
        ],
    };
    pub static UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY_OUTPUT: StructureSchema =
        StructureSchema { name: "UpdateStreamRecordDistributionStrategyOutput", members: &[] };
    pub static UPDATE_STREAM_WARM_THROUGHPUT_INPUT: StructureSchema = StructureSchema {
        name: "UpdateStreamWarmThroughputInput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamName", "StreamName", Shape::String),
            member("StreamId", "StreamId", Shape::String),
            member("WarmThroughputMiBps", "WarmThroughputMiBps", Shape::Integer).required(),
        ],
    };
    pub static UPDATE_STREAM_WARM_THROUGHPUT_OUTPUT: StructureSchema = StructureSchema {
        name: "UpdateStreamWarmThroughputOutput",
        members: &[
            member("StreamARN", "StreamARN", Shape::String),
            member("StreamName", "StreamName", Shape::String),
            member("WarmThroughput", "WarmThroughput", Shape::Structure(&WARM_THROUGHPUT_OBJECT)),
        ],
    };
    pub static WARM_THROUGHPUT_OBJECT: StructureSchema = StructureSchema {
        name: "WarmThroughputObject",
        members: &[
            member("TargetMiBps", "TargetMiBps", Shape::Integer),
            member("CurrentMiBps", "CurrentMiBps", Shape::Integer),
        ],
    };
}
