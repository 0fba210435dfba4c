//! What goes back to the client, but for the headers that every answer has.

use std::fmt;

use millpond_shapes::{OperationInfo, ServiceInfo, ServiceProtocol, Structure};

use crate::{ApiError, json, query};

/// How a call is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// `application/x-amz-json-1.0`.
    AwsJson10,
    /// `application/x-amz-json-1.1`.
    AwsJson11,
    /// Form parameters in, XML out.
    AwsQuery,
}

impl Protocol {
    /// The `Content-Type` of an answer.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::AwsJson10 => "application/x-amz-json-1.0",
            Self::AwsJson11 => "application/x-amz-json-1.1",
            Self::AwsQuery => "text/xml",
        }
    }
}

impl From<ServiceProtocol> for Protocol {
    fn from(protocol: ServiceProtocol) -> Self {
        match protocol {
            ServiceProtocol::AwsJson10 => Self::AwsJson10,
            ServiceProtocol::AwsJson11 => Self::AwsJson11,
            ServiceProtocol::AwsQuery => Self::AwsQuery,
        }
    }
}

/// All that an answer's spelling depends on. Known even for most requests that turn out to be no call.
#[derive(Clone, Copy)]
pub struct Answering {
    /// The request's own.
    pub protocol: Protocol,
    /// Whose namespaces to use, if that is known.
    pub service: Option<&'static ServiceInfo>,
    /// The client sent `x-amzn-query-mode: true`: it expects the HTTP statuses of the service's Query past.
    pub query_mode: bool,
}

/// The body and what depends on it. The server adds `x-amzn-RequestId`, `Date` and the length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Header `Content-Type`.
    pub content_type: &'static str,
    /// Header `x-amzn-query-error`, for errors of services that have a Query past.
    pub query_error: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answering {
    /// A success. `request_id` is also in the body, if the protocol has it there.
    pub fn output(&self, operation: &OperationInfo, output: &dyn Structure, request_id: &str) -> Answer {
        let body = match self.protocol {
            Protocol::AwsJson10 | Protocol::AwsJson11 => json::encode(output),
            Protocol::AwsQuery => query::encode(self.service, operation, output, request_id),
        };
        Answer { status: 200, content_type: self.protocol.content_type(), query_error: None, body }
    }

    /// A failure.
    pub fn error(&self, error: &ApiError, request_id: &str) -> Answer {
        let shape = error.shape;
        let compatible = self.service.is_some_and(|service| service.query_compatible);
        let (status, query_error, body) = match self.protocol {
            Protocol::AwsQuery => {
                (shape.query_status, None, query::encode_error(self.service, error, request_id))
            }
            Protocol::AwsJson10 | Protocol::AwsJson11 => {
                // Without being asked for as well: Java's SDK read the header a year before it asked for it.
                let fault = if shape.sender_fault { "Sender" } else { "Receiver" };
                let query_error = compatible.then(|| format!("{};{fault}", shape.query_code));
                let as_query = compatible && self.query_mode;
                let status = if as_query { shape.query_status } else { shape.json_status };
                (status, query_error, json::encode_error(error))
            }
        };
        Answer { status, content_type: self.protocol.content_type(), query_error, body }
    }
}

impl fmt::Debug for Answering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answering")
            .field("protocol", &self.protocol)
            .field("service", &self.service.map(|service| service.id))
            .field("query_mode", &self.query_mode)
            .finish()
    }
}
