//! A point in time as AWS's APIs mean it.

/// Milliseconds since the Unix epoch; may be negative. Each protocol has its own spelling of it
/// (seconds with a fraction, ISO 8601, whole milliseconds), and the schema says which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub millis: i64,
}

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self { millis }
    }
}
