//! What a client is told.

use std::fmt;

use serde_json::Value;

/// An error of AWS's, by its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub code: String,
    pub message: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

/// An answer's JSON, or an error.
pub type Reply = Result<Value, Refused>;
