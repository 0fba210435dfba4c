//! The schema tables: what a codec has to know of a structure, an operation, a service.

use crate::Structure;

/// A structure's members in the model's order, which is the order they are written in.
#[derive(Debug)]
pub struct StructureSchema {
    /// The generated type's name.
    pub name: &'static str,
    /// One entry a member; its index is what [`Structure::slot`] and [`Structure::value`] take.
    pub members: &'static [MemberSchema],
}

impl StructureSchema {
    /// The index of the member that JSON calls `name`.
    ///
    /// A scan: structures are short, and comparing lengths first settles most candidates.
    pub fn member(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| member.name == name)
    }
}

/// One member of a structure.
#[derive(Debug)]
pub struct MemberSchema {
    /// Its name in the model and in JSON.
    pub name: &'static str,
    /// Its name in awsQuery, both in a request's parameters and in an answer's XML. For a flattened list
    /// it is the name of the list's elements, as there is nothing else to name.
    pub query_name: &'static str,
    /// The model demands it of a request.
    pub required: bool,
    /// awsQuery: the list's or map's elements stand where the member stands, without one around them.
    pub flattened: bool,
    /// What it holds.
    pub shape: Shape,
}

/// An optional member. The tables are written with it and the two below, one line a member.
pub(crate) const fn member(name: &'static str, query_name: &'static str, shape: Shape) -> MemberSchema {
    MemberSchema { name, query_name, required: false, flattened: false, shape }
}

impl MemberSchema {
    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(crate) const fn flattened(self) -> Self {
        Self { flattened: true, ..self }
    }
}

/// What a member, an element or a map's value holds.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// UTF-8 text; AWS's enums too, as an unknown one must reach the service to be refused in its words.
    String,
    /// A truth value.
    Boolean,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// 32-bit floating point.
    Float,
    /// 64-bit floating point.
    Double,
    /// Bytes; base64 in text formats.
    Blob,
    /// A point in time; the format if the model fixes one, else the protocol's own.
    Timestamp(Option<TimestampFormat>),
    /// Several of one shape.
    List(&'static ListSchema),
    /// Text to one shape.
    Map(&'static MapSchema),
    /// A nested structure.
    Structure(&'static StructureSchema),
}

/// How a timestamp is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// Seconds since the epoch, with a fraction if there is one.
    EpochSeconds,
    /// `2026-01-31T23:59:59Z`, with a fraction if there is one.
    Iso8601,
    /// `Sat, 31 Jan 2026 23:59:59 GMT`.
    HttpDate,
}

/// A list's elements.
#[derive(Debug)]
pub struct ListSchema {
    /// awsQuery: what an element is called where the list is not flattened.
    pub element_name: &'static str,
    /// What an element holds.
    pub element: Shape,
}

/// A map's entries. Keys are always text.
#[derive(Debug)]
pub struct MapSchema {
    /// awsQuery: what the key is called.
    pub key_name: &'static str,
    /// awsQuery: what the value is called.
    pub value_name: &'static str,
    /// What a value holds.
    pub value: Shape,
}

/// The protocols a service answers on AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceProtocol {
    /// `application/x-amz-json-1.0`, operation in `X-Amz-Target`.
    AwsJson10,
    /// `application/x-amz-json-1.1`, operation in `X-Amz-Target`.
    AwsJson11,
    /// Form parameters in, XML out.
    AwsQuery,
}

/// One AWS service.
#[derive(Debug)]
pub struct ServiceInfo {
    /// Short lower-case id: `sqs`.
    pub id: &'static str,
    /// What SDKs call it: `SQS`.
    pub sdk_id: &'static str,
    /// The service name in a credential scope: `sqs`.
    pub signing_name: &'static str,
    /// `2012-11-05`; what a Query call gives as `Version`.
    pub api_version: &'static str,
    /// What stands before the operation in `X-Amz-Target`: `AmazonSQS`. None without a JSON protocol.
    pub target_prefix: Option<&'static str>,
    /// The namespace of its XML answers. None without Query.
    pub xml_namespace: Option<&'static str>,
    /// In AWS's order of preference.
    pub protocols: &'static [ServiceProtocol],
    /// A JSON service whose clients still expect the codes of its Query past (`x-amzn-query-error`).
    pub query_compatible: bool,
    /// All operations, sorted by name.
    pub operations: &'static [&'static OperationInfo],
    /// All errors of the model, sorted by name.
    pub errors: &'static [&'static ErrorShape],
}

impl ServiceInfo {
    /// The operation of this name; names are case-sensitive.
    pub fn operation(&self, name: &str) -> Option<&'static OperationInfo> {
        self.operations
            .binary_search_by(|operation| operation.name.cmp(name))
            .ok()
            .map(|i| self.operations[i])
    }

    /// Whether AWS serves it over this protocol.
    pub fn speaks(&self, protocol: ServiceProtocol) -> bool {
        self.protocols.contains(&protocol)
    }
}

/// One operation of a service.
#[derive(Debug)]
pub struct OperationInfo {
    /// AWS's name: `SendMessage`.
    pub name: &'static str,
    /// What it takes.
    pub input: &'static StructureSchema,
    /// What it answers; without members where the model has no output.
    pub output: &'static StructureSchema,
    /// The element around a Query result. None: the answer has no such element.
    pub result_wrapper: Option<&'static str>,
    /// May be called without credentials.
    pub unsigned: bool,
    /// The errors the model lists for it.
    pub errors: &'static [&'static ErrorShape],
    /// An empty input, for tests that walk every operation.
    pub new_input: fn() -> Box<dyn Structure>,
    /// An empty output, for the same.
    pub new_output: fn() -> Box<dyn Structure>,
}

/// One kind of error, with all its spellings.
#[derive(Debug, PartialEq, Eq)]
pub struct ErrorShape {
    /// The model's name: `QueueDoesNotExist`.
    pub name: &'static str,
    /// `__type` in JSON: `com.amazonaws.sqs#QueueDoesNotExist`.
    pub json_type: &'static str,
    /// `Code` in Query, and in the header `x-amzn-query-error`.
    pub query_code: &'static str,
    /// HTTP status of a JSON answer, when the client did not ask for the Query one.
    pub json_status: u16,
    /// HTTP status of a Query answer.
    pub query_status: u16,
    /// The caller's fault, else ours.
    pub sender_fault: bool,
    /// Query answers of this error carry an empty `<Detail/>`.
    pub query_detail: bool,
    /// What Query says whatever the message is, where AWS words it differently there.
    pub query_message: Option<&'static str>,
}
