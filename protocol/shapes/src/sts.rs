//! AWS Security Token Service: types and tables.
//! Generated from `models/sts.json` by `cargo xtask shapes`; do not edit.

#![allow(missing_docs, reason = "AWS's documentation tells what each member means")]

use crate::structure::{slot, value};
use crate::*;

/// AWS Security Token Service.
pub static SERVICE: ServiceInfo = ServiceInfo {
    id: "sts",
    sdk_id: "STS",
    signing_name: "sts",
    api_version: "2011-06-15",
    target_prefix: None,
    xml_namespace: Some("https://sts.amazonaws.com/doc/2011-06-15/"),
    protocols: &[ServiceProtocol::AwsQuery],
    query_compatible: false,
    operations: &[
        &operations::ASSUME_ROLE,
        &operations::ASSUME_ROLE_WITH_SAML,
        &operations::ASSUME_ROLE_WITH_WEB_IDENTITY,
        &operations::ASSUME_ROOT,
        &operations::DECODE_AUTHORIZATION_MESSAGE,
        &operations::GET_ACCESS_KEY_INFO,
        &operations::GET_CALLER_IDENTITY,
        &operations::GET_DELEGATED_ACCESS_TOKEN,
        &operations::GET_FEDERATION_TOKEN,
        &operations::GET_SESSION_TOKEN,
        &operations::GET_WEB_IDENTITY_TOKEN,
    ],
    errors: &[
        &errors::EXPIRED_TOKEN_EXCEPTION,
        &errors::EXPIRED_TRADE_IN_TOKEN_EXCEPTION,
        &errors::IDP_COMMUNICATION_ERROR_EXCEPTION,
        &errors::IDP_REJECTED_CLAIM_EXCEPTION,
        &errors::INVALID_AUTHORIZATION_MESSAGE_EXCEPTION,
        &errors::INVALID_IDENTITY_TOKEN_EXCEPTION,
        &errors::JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION,
        &errors::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
        &errors::OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION,
        &errors::PACKED_POLICY_TOO_LARGE_EXCEPTION,
        &errors::REGION_DISABLED_EXCEPTION,
        &errors::SESSION_DURATION_ESCALATION_EXCEPTION,
    ],
};

/// The model's errors.
pub mod errors {
    use crate::ErrorShape;
    pub static EXPIRED_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredTokenException",
        json_type: "ExpiredTokenException",
        query_code: "ExpiredTokenException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static EXPIRED_TRADE_IN_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredTradeInTokenException",
        json_type: "ExpiredTradeInTokenException",
        query_code: "ExpiredTradeInTokenException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static IDP_COMMUNICATION_ERROR_EXCEPTION: ErrorShape = ErrorShape {
        name: "IDPCommunicationErrorException",
        json_type: "IDPCommunicationErrorException",
        query_code: "IDPCommunicationError",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static IDP_REJECTED_CLAIM_EXCEPTION: ErrorShape = ErrorShape {
        name: "IDPRejectedClaimException",
        json_type: "IDPRejectedClaimException",
        query_code: "IDPRejectedClaim",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_AUTHORIZATION_MESSAGE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidAuthorizationMessageException",
        json_type: "InvalidAuthorizationMessageException",
        query_code: "InvalidAuthorizationMessageException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static INVALID_IDENTITY_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidIdentityTokenException",
        json_type: "InvalidIdentityTokenException",
        query_code: "InvalidIdentityToken",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "JWTPayloadSizeExceededException",
        json_type: "JWTPayloadSizeExceededException",
        query_code: "JWTPayloadSizeExceededException",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static MALFORMED_POLICY_DOCUMENT_EXCEPTION: ErrorShape = ErrorShape {
        name: "MalformedPolicyDocumentException",
        json_type: "MalformedPolicyDocumentException",
        query_code: "MalformedPolicyDocument",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "OutboundWebIdentityFederationDisabledException",
        json_type: "OutboundWebIdentityFederationDisabledException",
        query_code: "OutboundWebIdentityFederationDisabledException",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static PACKED_POLICY_TOO_LARGE_EXCEPTION: ErrorShape = ErrorShape {
        name: "PackedPolicyTooLargeException",
        json_type: "PackedPolicyTooLargeException",
        query_code: "PackedPolicyTooLarge",
        json_status: 400,
        query_status: 400,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static REGION_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "RegionDisabledException",
        json_type: "RegionDisabledException",
        query_code: "RegionDisabledException",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
    pub static SESSION_DURATION_ESCALATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "SessionDurationEscalationException",
        json_type: "SessionDurationEscalationException",
        query_code: "SessionDurationEscalationException",
        json_status: 400,
        query_status: 403,
        sender_fault: true,
        query_detail: false,
        query_message: None,
    };
}

/// What AssumeRole takes: AWS's `AssumeRoleRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumeRoleInput {
    pub role_arn: Option<String>,
    pub role_session_name: Option<String>,
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    pub policy: Option<String>,
    pub duration_seconds: Option<i32>,
    pub tags: Option<Vec<Tag>>,
    pub transitive_tag_keys: Option<Vec<String>>,
    pub external_id: Option<String>,
    pub serial_number: Option<String>,
    pub token_code: Option<String>,
    pub source_identity: Option<String>,
    pub provided_contexts: Option<Vec<ProvidedContext>>,
    pub minimum_session_token_size: Option<i32>,
}

impl Structure for AssumeRoleInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUME_ROLE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.role_arn),
            1 => value(&self.role_session_name),
            2 => value(&self.policy_arns),
            3 => value(&self.policy),
            4 => value(&self.duration_seconds),
            5 => value(&self.tags),
            6 => value(&self.transitive_tag_keys),
            7 => value(&self.external_id),
            8 => value(&self.serial_number),
            9 => value(&self.token_code),
            10 => value(&self.source_identity),
            11 => value(&self.provided_contexts),
            12 => value(&self.minimum_session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.role_arn),
            1 => slot(&mut self.role_session_name),
            2 => slot(&mut self.policy_arns),
            3 => slot(&mut self.policy),
            4 => slot(&mut self.duration_seconds),
            5 => slot(&mut self.tags),
            6 => slot(&mut self.transitive_tag_keys),
            7 => slot(&mut self.external_id),
            8 => slot(&mut self.serial_number),
            9 => slot(&mut self.token_code),
            10 => slot(&mut self.source_identity),
            11 => slot(&mut self.provided_contexts),
            12 => slot(&mut self.minimum_session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What AssumeRole answers: AWS's `AssumeRoleResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumeRoleOutput {
    pub credentials: Option<Credentials>,
    pub assumed_role_user: Option<AssumedRoleUser>,
    pub packed_policy_size: Option<i32>,
    pub source_identity: Option<String>,
    pub session_token_utilization: Option<i32>,
    pub session_token_size: Option<i32>,
}

impl Structure for AssumeRoleOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUME_ROLE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.credentials),
            1 => value(&self.assumed_role_user),
            2 => value(&self.packed_policy_size),
            3 => value(&self.source_identity),
            4 => value(&self.session_token_utilization),
            5 => value(&self.session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.credentials),
            1 => slot(&mut self.assumed_role_user),
            2 => slot(&mut self.packed_policy_size),
            3 => slot(&mut self.source_identity),
            4 => slot(&mut self.session_token_utilization),
            5 => slot(&mut self.session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What AssumeRoleWithSAML takes: AWS's `AssumeRoleWithSAMLRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumeRoleWithSAMLInput {
    pub role_arn: Option<String>,
    pub principal_arn: Option<String>,
    pub saml_assertion: Option<String>,
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    pub policy: Option<String>,
    pub duration_seconds: Option<i32>,
    pub minimum_session_token_size: Option<i32>,
}

impl Structure for AssumeRoleWithSAMLInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUME_ROLE_WITH_SAML_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.role_arn),
            1 => value(&self.principal_arn),
            2 => value(&self.saml_assertion),
            3 => value(&self.policy_arns),
            4 => value(&self.policy),
            5 => value(&self.duration_seconds),
            6 => value(&self.minimum_session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.role_arn),
            1 => slot(&mut self.principal_arn),
            2 => slot(&mut self.saml_assertion),
            3 => slot(&mut self.policy_arns),
            4 => slot(&mut self.policy),
            5 => slot(&mut self.duration_seconds),
            6 => slot(&mut self.minimum_session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What AssumeRoleWithSAML answers: AWS's `AssumeRoleWithSAMLResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumeRoleWithSAMLOutput {
    pub credentials: Option<Credentials>,
    pub assumed_role_user: Option<AssumedRoleUser>,
    pub packed_policy_size: Option<i32>,
    pub subject: Option<String>,
    pub subject_type: Option<String>,
    pub issuer: Option<String>,
    pub audience: Option<String>,
    pub name_qualifier: Option<String>,
    pub source_identity: Option<String>,
    pub session_token_utilization: Option<i32>,
    pub session_token_size: Option<i32>,
}

impl Structure for AssumeRoleWithSAMLOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUME_ROLE_WITH_SAML_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.credentials),
            1 => value(&self.assumed_role_user),
            2 => value(&self.packed_policy_size),
            3 => value(&self.subject),
            4 => value(&self.subject_type),
            5 => value(&self.issuer),
            6 => value(&self.audience),
            7 => value(&self.name_qualifier),
            8 => value(&self.source_identity),
            9 => value(&self.session_token_utilization),
            10 => value(&self.session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.credentials),
            1 => slot(&mut self.assumed_role_user),
            2 => slot(&mut self.packed_policy_size),
            3 => slot(&mut self.subject),
            4 => slot(&mut self.subject_type),
            5 => slot(&mut self.issuer),
            6 => slot(&mut self.audience),
            7 => slot(&mut self.name_qualifier),
            8 => slot(&mut self.source_identity),
            9 => slot(&mut self.session_token_utilization),
            10 => slot(&mut self.session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What AssumeRoleWithWebIdentity takes: AWS's `AssumeRoleWithWebIdentityRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumeRoleWithWebIdentityInput {
    pub role_arn: Option<String>,
    pub role_session_name: Option<String>,
    pub web_identity_token: Option<String>,
    pub provider_id: Option<String>,
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    pub policy: Option<String>,
    pub duration_seconds: Option<i32>,
    pub minimum_session_token_size: Option<i32>,
}

impl Structure for AssumeRoleWithWebIdentityInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUME_ROLE_WITH_WEB_IDENTITY_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.role_arn),
            1 => value(&self.role_session_name),
            2 => value(&self.web_identity_token),
            3 => value(&self.provider_id),
            4 => value(&self.policy_arns),
            5 => value(&self.policy),
            6 => value(&self.duration_seconds),
            7 => value(&self.minimum_session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.role_arn),
            1 => slot(&mut self.role_session_name),
            2 => slot(&mut self.web_identity_token),
            3 => slot(&mut self.provider_id),
            4 => slot(&mut self.policy_arns),
            5 => slot(&mut self.policy),
            6 => slot(&mut self.duration_seconds),
            7 => slot(&mut self.minimum_session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What AssumeRoleWithWebIdentity answers: AWS's `AssumeRoleWithWebIdentityResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumeRoleWithWebIdentityOutput {
    pub credentials: Option<Credentials>,
    pub subject_from_web_identity_token: Option<String>,
    pub assumed_role_user: Option<AssumedRoleUser>,
    pub packed_policy_size: Option<i32>,
    pub provider: Option<String>,
    pub audience: Option<String>,
    pub source_identity: Option<String>,
    pub session_token_utilization: Option<i32>,
    pub session_token_size: Option<i32>,
}

impl Structure for AssumeRoleWithWebIdentityOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUME_ROLE_WITH_WEB_IDENTITY_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.credentials),
            1 => value(&self.subject_from_web_identity_token),
            2 => value(&self.assumed_role_user),
            3 => value(&self.packed_policy_size),
            4 => value(&self.provider),
            5 => value(&self.audience),
            6 => value(&self.source_identity),
            7 => value(&self.session_token_utilization),
            8 => value(&self.session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.credentials),
            1 => slot(&mut self.subject_from_web_identity_token),
            2 => slot(&mut self.assumed_role_user),
            3 => slot(&mut self.packed_policy_size),
            4 => slot(&mut self.provider),
            5 => slot(&mut self.audience),
            6 => slot(&mut self.source_identity),
            7 => slot(&mut self.session_token_utilization),
            8 => slot(&mut self.session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What AssumeRoot takes: AWS's `AssumeRootRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumeRootInput {
    pub target_principal: Option<String>,
    pub task_policy_arn: Option<PolicyDescriptorType>,
    pub duration_seconds: Option<i32>,
    pub minimum_session_token_size: Option<i32>,
}

impl Structure for AssumeRootInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUME_ROOT_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.target_principal),
            1 => value(&self.task_policy_arn),
            2 => value(&self.duration_seconds),
            3 => value(&self.minimum_session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.target_principal),
            1 => slot(&mut self.task_policy_arn),
            2 => slot(&mut self.duration_seconds),
            3 => slot(&mut self.minimum_session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What AssumeRoot answers: AWS's `AssumeRootResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumeRootOutput {
    pub credentials: Option<Credentials>,
    pub source_identity: Option<String>,
    pub session_token_utilization: Option<i32>,
    pub session_token_size: Option<i32>,
}

impl Structure for AssumeRootOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUME_ROOT_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.credentials),
            1 => value(&self.source_identity),
            2 => value(&self.session_token_utilization),
            3 => value(&self.session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.credentials),
            1 => slot(&mut self.source_identity),
            2 => slot(&mut self.session_token_utilization),
            3 => slot(&mut self.session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `AssumedRoleUser`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumedRoleUser {
    pub assumed_role_id: Option<String>,
    pub arn: Option<String>,
}

impl Structure for AssumedRoleUser {
    fn schema(&self) -> &'static StructureSchema {
        &schema::ASSUMED_ROLE_USER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.assumed_role_id),
            1 => value(&self.arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.assumed_role_id),
            1 => slot(&mut self.arn),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `Credentials`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credentials {
    pub access_key_id: Option<String>,
    pub secret_access_key: Option<String>,
    pub session_token: Option<String>,
    pub expiration: Option<Timestamp>,
}

impl Structure for Credentials {
    fn schema(&self) -> &'static StructureSchema {
        &schema::CREDENTIALS
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.access_key_id),
            1 => value(&self.secret_access_key),
            2 => value(&self.session_token),
            3 => value(&self.expiration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.access_key_id),
            1 => slot(&mut self.secret_access_key),
            2 => slot(&mut self.session_token),
            3 => slot(&mut self.expiration),
            _ => Slot::Unknown,
        }
    }
}

/// What DecodeAuthorizationMessage takes: AWS's `DecodeAuthorizationMessageRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecodeAuthorizationMessageInput {
    pub encoded_message: Option<String>,
}

impl Structure for DecodeAuthorizationMessageInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DECODE_AUTHORIZATION_MESSAGE_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.encoded_message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.encoded_message),
            _ => Slot::Unknown,
        }
    }
}

/// What DecodeAuthorizationMessage answers: AWS's `DecodeAuthorizationMessageResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecodeAuthorizationMessageOutput {
    pub decoded_message: Option<String>,
}

impl Structure for DecodeAuthorizationMessageOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::DECODE_AUTHORIZATION_MESSAGE_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.decoded_message),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.decoded_message),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `FederatedUser`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FederatedUser {
    pub federated_user_id: Option<String>,
    pub arn: Option<String>,
}

impl Structure for FederatedUser {
    fn schema(&self) -> &'static StructureSchema {
        &schema::FEDERATED_USER
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.federated_user_id),
            1 => value(&self.arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.federated_user_id),
            1 => slot(&mut self.arn),
            _ => Slot::Unknown,
        }
    }
}

/// What GetAccessKeyInfo takes: AWS's `GetAccessKeyInfoRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetAccessKeyInfoInput {
    pub access_key_id: Option<String>,
}

impl Structure for GetAccessKeyInfoInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_ACCESS_KEY_INFO_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.access_key_id),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.access_key_id),
            _ => Slot::Unknown,
        }
    }
}

/// What GetAccessKeyInfo answers: AWS's `GetAccessKeyInfoResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetAccessKeyInfoOutput {
    pub account: Option<String>,
}

impl Structure for GetAccessKeyInfoOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_ACCESS_KEY_INFO_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.account),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.account),
            _ => Slot::Unknown,
        }
    }
}

/// What GetCallerIdentity takes: AWS's `GetCallerIdentityRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetCallerIdentityInput {}

impl Structure for GetCallerIdentityInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_CALLER_IDENTITY_INPUT
    }

    fn value(&self, _member: usize) -> Value<'_> {
        Value::Absent
    }

    fn slot(&mut self, _member: usize) -> Slot<'_> {
        Slot::Unknown
    }
}

/// What GetCallerIdentity answers: AWS's `GetCallerIdentityResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetCallerIdentityOutput {
    pub user_id: Option<String>,
    pub account: Option<String>,
    pub arn: Option<String>,
}

impl Structure for GetCallerIdentityOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_CALLER_IDENTITY_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.user_id),
            1 => value(&self.account),
            2 => value(&self.arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.user_id),
            1 => slot(&mut self.account),
            2 => slot(&mut self.arn),
            _ => Slot::Unknown,
        }
    }
}

/// What GetDelegatedAccessToken takes: AWS's `GetDelegatedAccessTokenRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetDelegatedAccessTokenInput {
    pub trade_in_token: Option<String>,
}

impl Structure for GetDelegatedAccessTokenInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_DELEGATED_ACCESS_TOKEN_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.trade_in_token),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.trade_in_token),
            _ => Slot::Unknown,
        }
    }
}

/// What GetDelegatedAccessToken answers: AWS's `GetDelegatedAccessTokenResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetDelegatedAccessTokenOutput {
    pub credentials: Option<Credentials>,
    pub packed_policy_size: Option<i32>,
    pub assumed_principal: Option<String>,
}

impl Structure for GetDelegatedAccessTokenOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_DELEGATED_ACCESS_TOKEN_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.credentials),
            1 => value(&self.packed_policy_size),
            2 => value(&self.assumed_principal),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.credentials),
            1 => slot(&mut self.packed_policy_size),
            2 => slot(&mut self.assumed_principal),
            _ => Slot::Unknown,
        }
    }
}

/// What GetFederationToken takes: AWS's `GetFederationTokenRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetFederationTokenInput {
    pub name: Option<String>,
    pub policy: Option<String>,
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    pub duration_seconds: Option<i32>,
    pub tags: Option<Vec<Tag>>,
    pub minimum_session_token_size: Option<i32>,
}

impl Structure for GetFederationTokenInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_FEDERATION_TOKEN_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.name),
            1 => value(&self.policy),
            2 => value(&self.policy_arns),
            3 => value(&self.duration_seconds),
            4 => value(&self.tags),
            5 => value(&self.minimum_session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.name),
            1 => slot(&mut self.policy),
            2 => slot(&mut self.policy_arns),
            3 => slot(&mut self.duration_seconds),
            4 => slot(&mut self.tags),
            5 => slot(&mut self.minimum_session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What GetFederationToken answers: AWS's `GetFederationTokenResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetFederationTokenOutput {
    pub credentials: Option<Credentials>,
    pub federated_user: Option<FederatedUser>,
    pub packed_policy_size: Option<i32>,
    pub session_token_utilization: Option<i32>,
    pub session_token_size: Option<i32>,
}

impl Structure for GetFederationTokenOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_FEDERATION_TOKEN_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.credentials),
            1 => value(&self.federated_user),
            2 => value(&self.packed_policy_size),
            3 => value(&self.session_token_utilization),
            4 => value(&self.session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.credentials),
            1 => slot(&mut self.federated_user),
            2 => slot(&mut self.packed_policy_size),
            3 => slot(&mut self.session_token_utilization),
            4 => slot(&mut self.session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What GetSessionToken takes: AWS's `GetSessionTokenRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetSessionTokenInput {
    pub duration_seconds: Option<i32>,
    pub serial_number: Option<String>,
    pub token_code: Option<String>,
    pub minimum_session_token_size: Option<i32>,
}

impl Structure for GetSessionTokenInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SESSION_TOKEN_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.duration_seconds),
            1 => value(&self.serial_number),
            2 => value(&self.token_code),
            3 => value(&self.minimum_session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.duration_seconds),
            1 => slot(&mut self.serial_number),
            2 => slot(&mut self.token_code),
            3 => slot(&mut self.minimum_session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What GetSessionToken answers: AWS's `GetSessionTokenResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetSessionTokenOutput {
    pub credentials: Option<Credentials>,
    pub session_token_utilization: Option<i32>,
    pub session_token_size: Option<i32>,
}

impl Structure for GetSessionTokenOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_SESSION_TOKEN_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.credentials),
            1 => value(&self.session_token_utilization),
            2 => value(&self.session_token_size),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.credentials),
            1 => slot(&mut self.session_token_utilization),
            2 => slot(&mut self.session_token_size),
            _ => Slot::Unknown,
        }
    }
}

/// What GetWebIdentityToken takes: AWS's `GetWebIdentityTokenRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetWebIdentityTokenInput {
    pub audience: Option<Vec<String>>,
    pub duration_seconds: Option<i32>,
    pub signing_algorithm: Option<String>,
    pub tags: Option<Vec<Tag>>,
}

impl Structure for GetWebIdentityTokenInput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_WEB_IDENTITY_TOKEN_INPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.audience),
            1 => value(&self.duration_seconds),
            2 => value(&self.signing_algorithm),
            3 => value(&self.tags),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.audience),
            1 => slot(&mut self.duration_seconds),
            2 => slot(&mut self.signing_algorithm),
            3 => slot(&mut self.tags),
            _ => Slot::Unknown,
        }
    }
}

/// What GetWebIdentityToken answers: AWS's `GetWebIdentityTokenResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetWebIdentityTokenOutput {
    pub web_identity_token: Option<String>,
    pub expiration: Option<Timestamp>,
}

impl Structure for GetWebIdentityTokenOutput {
    fn schema(&self) -> &'static StructureSchema {
        &schema::GET_WEB_IDENTITY_TOKEN_OUTPUT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.web_identity_token),
            1 => value(&self.expiration),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.web_identity_token),
            1 => slot(&mut self.expiration),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `PolicyDescriptorType`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyDescriptorType {
    pub arn: Option<String>,
}

impl Structure for PolicyDescriptorType {
    fn schema(&self) -> &'static StructureSchema {
        &schema::POLICY_DESCRIPTOR_TYPE
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.arn),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.arn),
            _ => Slot::Unknown,
        }
    }
}

/// AWS's `ProvidedContext`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProvidedContext {
    pub provider_arn: Option<String>,
    pub context_assertion: Option<String>,
}

impl Structure for ProvidedContext {
    fn schema(&self) -> &'static StructureSchema {
        &schema::PROVIDED_CONTEXT
    }

    fn value(&self, member: usize) -> Value<'_> {
        match member {
            0 => value(&self.provider_arn),
            1 => value(&self.context_assertion),
            _ => Value::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.provider_arn),
            1 => slot(&mut self.context_assertion),
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

/// The operations.
pub mod operations {
    use super::{errors, schema};
    use crate::OperationInfo;
    pub static ASSUME_ROLE: OperationInfo = OperationInfo {
        name: "AssumeRole",
        input: &schema::ASSUME_ROLE_INPUT,
        output: &schema::ASSUME_ROLE_OUTPUT,
        result_wrapper: Some("AssumeRoleResult"),
        unsigned: false,
        errors: &[
            &errors::EXPIRED_TOKEN_EXCEPTION,
            &errors::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &errors::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &errors::REGION_DISABLED_EXCEPTION,
        ],
        new_input: || Box::new(super::AssumeRoleInput::default()),
        new_output: || Box::new(super::AssumeRoleOutput::default()),
    };
    pub static ASSUME_ROLE_WITH_SAML: OperationInfo = OperationInfo {
        name: "AssumeRoleWithSAML",
        input: &schema::ASSUME_ROLE_WITH_SAML_INPUT,
        output: &schema::ASSUME_ROLE_WITH_SAML_OUTPUT,
        result_wrapper: Some("AssumeRoleWithSAMLResult"),
        unsigned: true,
        errors: &[
            &errors::EXPIRED_TOKEN_EXCEPTION,
            &errors::IDP_REJECTED_CLAIM_EXCEPTION,
            &errors::INVALID_IDENTITY_TOKEN_EXCEPTION,
            &errors::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &errors::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &errors::REGION_DISABLED_EXCEPTION,
        ],
        new_input: || Box::new(super::AssumeRoleWithSAMLInput::default()),
        new_output: || Box::new(super::AssumeRoleWithSAMLOutput::default()),
    };
    pub static ASSUME_ROLE_WITH_WEB_IDENTITY: OperationInfo = OperationInfo {
        name: "AssumeRoleWithWebIdentity",
        input: &schema::ASSUME_ROLE_WITH_WEB_IDENTITY_INPUT,
        output: &schema::ASSUME_ROLE_WITH_WEB_IDENTITY_OUTPUT,
        result_wrapper: Some("AssumeRoleWithWebIdentityResult"),
        unsigned: true,
        errors: &[
            &errors::EXPIRED_TOKEN_EXCEPTION,
            &errors::IDP_COMMUNICATION_ERROR_EXCEPTION,
            &errors::IDP_REJECTED_CLAIM_EXCEPTION,
            &errors::INVALID_IDENTITY_TOKEN_EXCEPTION,
            &errors::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &errors::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &errors::REGION_DISABLED_EXCEPTION,
        ],
        new_input: || Box::new(super::AssumeRoleWithWebIdentityInput::default()),
        new_output: || Box::new(super::AssumeRoleWithWebIdentityOutput::default()),
    };
    pub static ASSUME_ROOT: OperationInfo = OperationInfo {
        name: "AssumeRoot",
        input: &schema::ASSUME_ROOT_INPUT,
        output: &schema::ASSUME_ROOT_OUTPUT,
        result_wrapper: Some("AssumeRootResult"),
        unsigned: false,
        errors: &[&errors::EXPIRED_TOKEN_EXCEPTION, &errors::REGION_DISABLED_EXCEPTION],
        new_input: || Box::new(super::AssumeRootInput::default()),
        new_output: || Box::new(super::AssumeRootOutput::default()),
    };
    pub static DECODE_AUTHORIZATION_MESSAGE: OperationInfo = OperationInfo {
        name: "DecodeAuthorizationMessage",
        input: &schema::DECODE_AUTHORIZATION_MESSAGE_INPUT,
        output: &schema::DECODE_AUTHORIZATION_MESSAGE_OUTPUT,
        result_wrapper: Some("DecodeAuthorizationMessageResult"),
        unsigned: false,
        errors: &[&errors::INVALID_AUTHORIZATION_MESSAGE_EXCEPTION],
        new_input: || Box::new(super::DecodeAuthorizationMessageInput::default()),
        new_output: || Box::new(super::DecodeAuthorizationMessageOutput::default()),
    };
    pub static GET_ACCESS_KEY_INFO: OperationInfo = OperationInfo {
        name: "GetAccessKeyInfo",
        input: &schema::GET_ACCESS_KEY_INFO_INPUT,
        output: &schema::GET_ACCESS_KEY_INFO_OUTPUT,
        result_wrapper: Some("GetAccessKeyInfoResult"),
        unsigned: false,
        errors: &[],
        new_input: || Box::new(super::GetAccessKeyInfoInput::default()),
        new_output: || Box::new(super::GetAccessKeyInfoOutput::default()),
    };
    pub static GET_CALLER_IDENTITY: OperationInfo = OperationInfo {
        name: "GetCallerIdentity",
        input: &schema::GET_CALLER_IDENTITY_INPUT,
        output: &schema::GET_CALLER_IDENTITY_OUTPUT,
        result_wrapper: Some("GetCallerIdentityResult"),
        unsigned: false,
        errors: &[],
        new_input: || Box::new(super::GetCallerIdentityInput::default()),
        new_output: || Box::new(super::GetCallerIdentityOutput::default()),
    };
    pub static GET_DELEGATED_ACCESS_TOKEN: OperationInfo = OperationInfo {
        name: "GetDelegatedAccessToken",
        input: &schema::GET_DELEGATED_ACCESS_TOKEN_INPUT,
        output: &schema::GET_DELEGATED_ACCESS_TOKEN_OUTPUT,
        result_wrapper: Some("GetDelegatedAccessTokenResult"),
        unsigned: false,
        errors: &[
            &errors::EXPIRED_TRADE_IN_TOKEN_EXCEPTION,
            &errors::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &errors::REGION_DISABLED_EXCEPTION,
        ],
        new_input: || Box::new(super::GetDelegatedAccessTokenInput::default()),
        new_output: || Box::new(super::GetDelegatedAccessTokenOutput::default()),
    };
    pub static GET_FEDERATION_TOKEN: OperationInfo = OperationInfo {
        name: "GetFederationToken",
        input: &schema::GET_FEDERATION_TOKEN_INPUT,
        output: &schema::GET_FEDERATION_TOKEN_OUTPUT,
        result_wrapper: Some("GetFederationTokenResult"),
        unsigned: false,
        errors: &[
            &errors::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &errors::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &errors::REGION_DISABLED_EXCEPTION,
        ],
        new_input: || Box::new(super::GetFederationTokenInput::default()),
        new_output: || Box::new(super::GetFederationTokenOutput::default()),
    };
    pub static GET_SESSION_TOKEN: OperationInfo = OperationInfo {
        name: "GetSessionToken",
        input: &schema::GET_SESSION_TOKEN_INPUT,
        output: &schema::GET_SESSION_TOKEN_OUTPUT,
        result_wrapper: Some("GetSessionTokenResult"),
        unsigned: false,
        errors: &[&errors::REGION_DISABLED_EXCEPTION],
        new_input: || Box::new(super::GetSessionTokenInput::default()),
        new_output: || Box::new(super::GetSessionTokenOutput::default()),
    };
    pub static GET_WEB_IDENTITY_TOKEN: OperationInfo = OperationInfo {
        name: "GetWebIdentityToken",
        input: &schema::GET_WEB_IDENTITY_TOKEN_INPUT,
        output: &schema::GET_WEB_IDENTITY_TOKEN_OUTPUT,
        result_wrapper: Some("GetWebIdentityTokenResult"),
        unsigned: false,
        errors: &[
            &errors::JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION,
            &errors::OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION,
            &errors::SESSION_DURATION_ESCALATION_EXCEPTION,
        ],
        new_input: || Box::new(super::GetWebIdentityTokenInput::default()),
        new_output: || Box::new(super::GetWebIdentityTokenOutput::default()),
    };
}

mod schema {
    use crate::schema::member;
    use crate::*;
    pub static ASSUME_ROLE_INPUT: StructureSchema = StructureSchema {
        name: "AssumeRoleInput",
        members: &[
            member("RoleArn", "RoleArn", Shape::String).required(),
            member("RoleSessionName", "RoleSessionName", Shape::String).required(),
            member(
                "PolicyArns",
                "PolicyArns",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&POLICY_DESCRIPTOR_TYPE),
                }),
            ),
            member("Policy", "Policy", Shape::String),
            member("DurationSeconds", "DurationSeconds", Shape::Integer),
            member(
                "Tags",
                "Tags",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TAG) }),
            ),
            member(
                "TransitiveTagKeys",
                "TransitiveTagKeys",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            ),
            member("ExternalId", "ExternalId", Shape::String),
            member("SerialNumber", "SerialNumber", Shape::String),
            member("TokenCode", "TokenCode", Shape::String),
            member("SourceIdentity", "SourceIdentity", Shape::String),
            member(
                "ProvidedContexts",
                "ProvidedContexts",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&PROVIDED_CONTEXT),
                }),
            ),
            member("MinimumSessionTokenSize", "MinimumSessionTokenSize", Shape::Integer),
        ],
    };
    pub static ASSUME_ROLE_OUTPUT: StructureSchema = StructureSchema {
        name: "AssumeRoleOutput",
        members: &[
            member("Credentials", "Credentials", Shape::Structure(&CREDENTIALS)),
            member("AssumedRoleUser", "AssumedRoleUser", Shape::Structure(&ASSUMED_ROLE_USER)),
            member("PackedPolicySize", "PackedPolicySize", Shape::Integer),
            member("SourceIdentity", "SourceIdentity", Shape::String),
            member("SessionTokenUtilization", "SessionTokenUtilization", Shape::Integer),
            member("SessionTokenSize", "SessionTokenSize", Shape::Integer),
        ],
    };
    pub static ASSUME_ROLE_WITH_SAML_INPUT: StructureSchema = StructureSchema {
        name: "AssumeRoleWithSAMLInput",
        members: &[
            member("RoleArn", "RoleArn", Shape::String).required(),
            member("PrincipalArn", "PrincipalArn", Shape::String).required(),
            member("SAMLAssertion", "SAMLAssertion", Shape::String).required(),
            member(
                "PolicyArns",
                "PolicyArns",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&POLICY_DESCRIPTOR_TYPE),
                }),
            ),
            member("Policy", "Policy", Shape::String),
            member("DurationSeconds", "DurationSeconds", Shape::Integer),
            member("MinimumSessionTokenSize", "MinimumSessionTokenSize", Shape::Integer),
        ],
    };
    pub static ASSUME_ROLE_WITH_SAML_OUTPUT: StructureSchema = StructureSchema {
        name: "AssumeRoleWithSAMLOutput",
        members: &[
            member("Credentials", "Credentials", Shape::Structure(&CREDENTIALS)),
            member("AssumedRoleUser", "AssumedRoleUser", Shape::Structure(&ASSUMED_ROLE_USER)),
            member("PackedPolicySize", "PackedPolicySize", Shape::Integer),
            member("Subject", "Subject", Shape::String),
            member("SubjectType", "SubjectType", Shape::String),
            member("Issuer", "Issuer", Shape::String),
            member("Audience", "Audience", Shape::String),
            member("NameQualifier", "NameQualifier", Shape::String),
            member("SourceIdentity", "SourceIdentity", Shape::String),
            member("SessionTokenUtilization", "SessionTokenUtilization", Shape::Integer),
            member("SessionTokenSize", "SessionTokenSize", Shape::Integer),
        ],
    };
    pub static ASSUME_ROLE_WITH_WEB_IDENTITY_INPUT: StructureSchema = StructureSchema {
        name: "AssumeRoleWithWebIdentityInput",
        members: &[
            member("RoleArn", "RoleArn", Shape::String).required(),
            member("RoleSessionName", "RoleSessionName", Shape::String).required(),
            member("WebIdentityToken", "WebIdentityToken", Shape::String).required(),
            member("ProviderId", "ProviderId", Shape::String),
            member(
                "PolicyArns",
                "PolicyArns",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&POLICY_DESCRIPTOR_TYPE),
                }),
            ),
            member("Policy", "Policy", Shape::String),
            member("DurationSeconds", "DurationSeconds", Shape::Integer),
            member("MinimumSessionTokenSize", "MinimumSessionTokenSize", Shape::Integer),
        ],
    };
    pub static ASSUME_ROLE_WITH_WEB_IDENTITY_OUTPUT: StructureSchema = StructureSchema {
        name: "AssumeRoleWithWebIdentityOutput",
        members: &[
            member("Credentials", "Credentials", Shape::Structure(&CREDENTIALS)),
            member("SubjectFromWebIdentityToken", "SubjectFromWebIdentityToken", Shape::String),
            member("AssumedRoleUser", "AssumedRoleUser", Shape::Structure(&ASSUMED_ROLE_USER)),
            member("PackedPolicySize", "PackedPolicySize", Shape::Integer),
            member("Provider", "Provider", Shape::String),
            member("Audience", "Audience", Shape::String),
            member("SourceIdentity", "SourceIdentity", Shape::String),
            member("SessionTokenUtilization", "SessionTokenUtilization", Shape::Integer),
            member("SessionTokenSize", "SessionTokenSize", Shape::Integer),
        ],
    };
    pub static ASSUME_ROOT_INPUT: StructureSchema = StructureSchema {
        name: "AssumeRootInput",
        members: &[
            member("TargetPrincipal", "TargetPrincipal", Shape::String).required(),
            member("TaskPolicyArn", "TaskPolicyArn", Shape::Structure(&POLICY_DESCRIPTOR_TYPE)).required(),
            member("DurationSeconds", "DurationSeconds", Shape::Integer),
            member("MinimumSessionTokenSize", "MinimumSessionTokenSize", Shape::Integer),
        ],
    };
    pub static ASSUME_ROOT_OUTPUT: StructureSchema = StructureSchema {
        name: "AssumeRootOutput",
        members: &[
            member("Credentials", "Credentials", Shape::Structure(&CREDENTIALS)),
            member("SourceIdentity", "SourceIdentity", Shape::String),
            member("SessionTokenUtilization", "SessionTokenUtilization", Shape::Integer),
            member("SessionTokenSize", "SessionTokenSize", Shape::Integer),
        ],
    };
    pub static ASSUMED_ROLE_USER: StructureSchema = StructureSchema {
        name: "AssumedRoleUser",
        members: &[
            member("AssumedRoleId", "AssumedRoleId", Shape::String).required(),
            member("Arn", "Arn", Shape::String).required(),
        ],
    };
    pub static CREDENTIALS: StructureSchema = StructureSchema {
        name: "Credentials",
        members: &[
            member("AccessKeyId", "AccessKeyId", Shape::String).required(),
            member("SecretAccessKey", "SecretAccessKey", Shape::String).required(),
            member("SessionToken", "SessionToken", Shape::String).required(),
            member("Expiration", "Expiration", Shape::Timestamp(None)).required(),
        ],
    };
    pub static DECODE_AUTHORIZATION_MESSAGE_INPUT: StructureSchema = StructureSchema {
        name: "DecodeAuthorizationMessageInput",
        members: &[member("EncodedMessage", "EncodedMessage", Shape::String).required()],
    };
    pub static DECODE_AUTHORIZATION_MESSAGE_OUTPUT: StructureSchema = StructureSchema {
        name: "DecodeAuthorizationMessageOutput",
        members: &[member("DecodedMessage", "DecodedMessage", Shape::String)],
    };
    pub static FEDERATED_USER: StructureSchema = StructureSchema {
        name: "FederatedUser",
        members: &[
            member("FederatedUserId", "FederatedUserId", Shape::String).required(),
            member("Arn", "Arn", Shape::String).required(),
        ],
    };
    pub static GET_ACCESS_KEY_INFO_INPUT: StructureSchema = StructureSchema {
        name: "GetAccessKeyInfoInput",
        members: &[member("AccessKeyId", "AccessKeyId", Shape::String).required()],
    };
    pub static GET_ACCESS_KEY_INFO_OUTPUT: StructureSchema = StructureSchema {
        name: "GetAccessKeyInfoOutput",
        members: &[member("Account", "Account", Shape::String)],
    };
    pub static GET_CALLER_IDENTITY_INPUT: StructureSchema =
        StructureSchema { name: "GetCallerIdentityInput", members: &[] };
    pub static GET_CALLER_IDENTITY_OUTPUT: StructureSchema = StructureSchema {
        name: "GetCallerIdentityOutput",
        members: &[
            member("UserId", "UserId", Shape::String),
            member("Account", "Account", Shape::String),
            member("Arn", "Arn", Shape::String),
        ],
    };
    pub static GET_DELEGATED_ACCESS_TOKEN_INPUT: StructureSchema = StructureSchema {
        name: "GetDelegatedAccessTokenInput",
        members: &[member("TradeInToken", "TradeInToken", Shape::String).required()],
    };
    pub static GET_DELEGATED_ACCESS_TOKEN_OUTPUT: StructureSchema = StructureSchema {
        name: "GetDelegatedAccessTokenOutput",
        members: &[
            member("Credentials", "Credentials", Shape::Structure(&CREDENTIALS)),
            member("PackedPolicySize", "PackedPolicySize", Shape::Integer),
            member("AssumedPrincipal", "AssumedPrincipal", Shape::String),
        ],
    };
    pub static GET_FEDERATION_TOKEN_INPUT: StructureSchema = StructureSchema {
        name: "GetFederationTokenInput",
        members: &[
            member("Name", "Name", Shape::String).required(),
            member("Policy", "Policy", Shape::String),
            member(
                "PolicyArns",
                "PolicyArns",
                Shape::List(&ListSchema {
                    element_name: "member",
                    element: Shape::Structure(&POLICY_DESCRIPTOR_TYPE),
                }),
            ),
            member("DurationSeconds", "DurationSeconds", Shape::Integer),
            member(
                "Tags",
                "Tags",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TAG) }),
            ),
            member("MinimumSessionTokenSize", "MinimumSessionTokenSize", Shape::Integer),
        ],
    };
    pub static GET_FEDERATION_TOKEN_OUTPUT: StructureSchema = StructureSchema {
        name: "GetFederationTokenOutput",
        members: &[
            member("Credentials", "Credentials", Shape::Structure(&CREDENTIALS)),
            member("FederatedUser", "FederatedUser", Shape::Structure(&FEDERATED_USER)),
            member("PackedPolicySize", "PackedPolicySize", Shape::Integer),
            member("SessionTokenUtilization", "SessionTokenUtilization", Shape::Integer),
            member("SessionTokenSize", "SessionTokenSize", Shape::Integer),
        ],
    };
    pub static GET_SESSION_TOKEN_INPUT: StructureSchema = StructureSchema {
        name: "GetSessionTokenInput",
        members: &[
            member("DurationSeconds", "DurationSeconds", Shape::Integer),
            member("SerialNumber", "SerialNumber", Shape::String),
            member("TokenCode", "TokenCode", Shape::String),
            member("MinimumSessionTokenSize", "MinimumSessionTokenSize", Shape::Integer),
        ],
    };
    pub static GET_SESSION_TOKEN_OUTPUT: StructureSchema = StructureSchema {
        name: "GetSessionTokenOutput",
        members: &[
            member("Credentials", "Credentials", Shape::Structure(&CREDENTIALS)),
            member("SessionTokenUtilization", "SessionTokenUtilization", Shape::Integer),
            member("SessionTokenSize", "SessionTokenSize", Shape::Integer),
        ],
    };
    pub static GET_WEB_IDENTITY_TOKEN_INPUT: StructureSchema = StructureSchema {
        name: "GetWebIdentityTokenInput",
        members: &[
            member(
                "Audience",
                "Audience",
                Shape::List(&ListSchema { element_name: "member", element: Shape::String }),
            )
            .required(),
            member("DurationSeconds", "DurationSeconds", Shape::Integer),
            member("SigningAlgorithm", "SigningAlgorithm", Shape::String).required(),
            member(
                "Tags",
                "Tags",
                Shape::List(&ListSchema { element_name: "member", element: Shape::Structure(&TAG) }),
            ),
        ],
    };
    pub static GET_WEB_IDENTITY_TOKEN_OUTPUT: StructureSchema = StructureSchema {
        name: "GetWebIdentityTokenOutput",
        members: &[
            member("WebIdentityToken", "WebIdentityToken", Shape::String),
            member("Expiration", "Expiration", Shape::Timestamp(None)),
        ],
    };
    pub static POLICY_DESCRIPTOR_TYPE: StructureSchema =
        StructureSchema { name: "PolicyDescriptorType", members: &[member("arn", "arn", Shape::String)] };
    pub static PROVIDED_CONTEXT: StructureSchema = StructureSchema {
        name: "ProvidedContext",
        members: &[
            member("ProviderArn", "ProviderArn", Shape::String),
            member("ContextAssertion", "ContextAssertion", Shape::String),
        ],
    };
    pub static TAG: StructureSchema = StructureSchema {
        name: "Tag",
        members: &[
            member("Key", "Key", Shape::String).required(),
            member("Value", "Value", Shape::String).required(),
        ],
    };
}
