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

/// A number for a trace: FNV-1a of the text.
pub fn digest_of(before: u64, text: &str) -> u64 {
    text.bytes().fold(before ^ 0xCBF2_9CE4_8422_2325, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
