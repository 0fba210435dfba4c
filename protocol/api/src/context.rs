//! What an operation may know of the call that carries it.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use millpond_catalogue::{Directory, Key};
use millpond_delivery::{Keys, RowAt};
use millpond_log::event::Malformed;
use millpond_log::{EventRef, LogError, Row, Store, stored_row};

/// Who calls, and for which namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Twelve digits.
    pub account: Arc<str>,
    /// The region of the credential's scope, else the server's.
    pub region: Arc<str>,
    /// The access key id, if the call has one.
    pub access_key: Option<Arc<str>>,
}

impl Caller {
    /// The account as a number.
    pub fn account_number(&self) -> u64 {
        self.account.parse().expect("an account is twelve digits")
    }
}

/// How the caller reached the server: the scheme and authority that URLs in answers echo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(pub Arc<str>);

/// See [`crate::Operation::prepare`].
pub struct CallContext<'a> {
    /// AWS's name of the operation.
    pub operation: &'static str,
    /// Who calls.
    pub caller: &'a Caller,
    /// Where the call came in.
    pub origin: &'a Origin,
    /// The request's path, where it was not `/`.
    pub path: Option<&'a str>,
    /// The header `X-Amzn-Trace-Id`.
    pub trace: Option<&'a str>,
    /// Every resource that exists, durably.
    pub directory: &'a Directory,
    /// The store's keys.
    pub keys: &'a Keys,
    /// P.
    pub partitions: u32,
}

impl CallContext<'_> {
    /// The namespace of a resource of `account` in the call's region, as the catalogue has it.
    pub fn scope(&self, account: &str) -> String {
        format!("{account}/{}", self.caller.region)
    }

    /// The key of a resource.
    pub fn key(&self, service: u8, account: &str, name: &str) -> Key {
        Key::new(service, &self.scope(account), name)
    }
}

/// See [`crate::Operation::reply`].
pub struct ReplyContext<'a> {
    /// Where bodies are.
    pub store: &'a dyn Store,
    /// Whether this thread may wait for the device.
    pub may_block: bool,
    /// The store's keys.
    pub keys: &'a Keys,
}

impl ReplyContext<'_> {
    /// The bytes of events, in the order given.
    pub fn read(&self, events: &[EventRef]) -> Result<Vec<Bytes>, ReplyError> {
        self.store.read_several(events, self.may_block)?.ok_or(ReplyError::WouldBlock)
    }

    /// A row, from wherever it is.
    pub fn row(&self, at: &RowAt) -> Result<Row, ReplyError> {
        match at {
            RowAt::Here(row) => Ok(*row),
            RowAt::Stored(at) => stored_row(self.store, at, self.may_block)?.ok_or(ReplyError::WouldBlock),
        }
    }
}

/// Why a reply could not be made. The client sees an internal failure; the log has the reason.
#[derive(Debug)]
pub enum ReplyError {
    /// The device must be asked: make the reply again where a thread may wait.
    WouldBlock,
    /// The store can't give what it has acknowledged.
    Store(LogError),
    /// What the store gave can't be read.
    Malformed(Malformed),
}

impl From<LogError> for ReplyError {
    fn from(error: LogError) -> Self {
        ReplyError::Store(error)
    }
}

impl From<Malformed> for ReplyError {
    fn from(error: Malformed) -> Self {
        ReplyError::Malformed(error)
    }
}

impl fmt::Display for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReplyError::WouldBlock => f.write_str("the device must be asked"),
            ReplyError::Store(error) => error.fmt(f),
            ReplyError::Malformed(error) => error.fmt(f),
        }
    }
}
