//! An error on its way to the client: what kind, and in which words.

use std::borrow::Cow;

use millpond_shapes::ErrorShape;

use crate::Answering;

/// What a client is told went wrong. Every protocol's spelling follows from `shape`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The kind: from a service's model (`sqs::errors::QUEUE_DOES_NOT_EXIST`) or from [`crate::framework`].
    pub shape: &'static ErrorShape,
    /// AWS's words.
    pub message: Cow<'static, str>,
    /// AWS's words in Query, where they differ; [`ErrorShape::query_message`] is used otherwise, if there is one.
    pub query_message: Option<Cow<'static, str>>,
}

impl ApiError {
    /// An error that all protocols word alike.
    pub fn new(shape: &'static ErrorShape, message: impl Into<Cow<'static, str>>) -> Self {
        Self { shape, message: message.into(), query_message: None }
    }

    /// Other words for Query.
    pub fn in_query(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.query_message = Some(message.into());
        self
    }

    /// The message as a Query answer has it.
    pub(crate) fn query_text(&self) -> &str {
        self.query_message.as_deref().or(self.shape.query_message).unwrap_or(&self.message)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.shape.name, self.message)
    }
}

impl std::error::Error for ApiError {}

/// A request that is no call: the error, and how the client can be told so that it understands.
#[derive(Debug)]
pub struct Refusal {
    /// As far as the protocol could be told.
    pub answering: Answering,
    /// What to tell.
    pub error: ApiError,
}

/// What a client sent, for an error's text: a megabyte in the wrong place is not sent back.
pub(crate) fn shortened(text: &str) -> &str {
    const LENGTH_MAX: usize = 256;
    &text[..text.floor_char_boundary(LENGTH_MAX.min(text.len()))]
}
