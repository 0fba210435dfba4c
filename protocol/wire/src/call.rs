//! A recognised call: whose it is, what it asks for, and its input, not yet decoded.

use std::fmt;

use bytes::Bytes;
use millpond_shapes::{OperationInfo, ServiceInfo, Structure};

use crate::query::Parameters;
use crate::{Answering, ApiError, json, query};

/// What [`crate::recognise`] found.
pub struct Call {
    /// How to answer; copy it to outlive the call.
    pub answering: Answering,
    /// Whose operation it is.
    pub service: &'static ServiceInfo,
    /// What is asked for.
    pub operation: &'static OperationInfo,
    /// The request's path, where it was not `/`: a queue's own, `/123456789012/name`. Old clients send there;
    /// in Query it stands in for a missing `QueueUrl`.
    pub path_target: Option<String>,
    pub(crate) input: Input,
}

/// The input as the protocol carries it.
pub(crate) enum Input {
    Json(Bytes),
    Query(Parameters),
}

impl Call {
    /// The input, which must be of this operation's type (`operation.input`).
    ///
    /// What the model demands but the request lacks is the service's to refuse, in its own words
    /// ([`millpond_shapes::missing_member`]).
    pub fn decode<I: Structure + Default>(&self) -> Result<I, ApiError> {
        let mut input = I::default();
        self.decode_into(&mut input)?;
        Ok(input)
    }

    /// [`Call::decode`] for a caller that does not know the type.
    pub fn decode_into(&self, input: &mut dyn Structure) -> Result<(), ApiError> {
        debug_assert_eq!(
            input.schema().name,
            self.operation.input.name,
            "decoded into another operation's type"
        );
        match &self.input {
            Input::Json(body) => json::decode(body, input),
            Input::Query(parameters) => query::decode(parameters, input),
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} over {:?}", self.service.id, self.operation.name, self.answering.protocol)
    }
}
