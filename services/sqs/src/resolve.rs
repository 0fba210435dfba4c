//! From the queue that a call names to its number.

use std::sync::Arc;

use millpond_api::CallContext;
use millpond_catalogue::{Entry, Key};
use millpond_wire::ApiError;

use crate::errors;
use crate::names::queue_key;

/// The queue that a call names by URL or by path, from the directory.
pub fn find_queue(url: Option<&str>, call: &CallContext<'_>) -> Result<(Key, Arc<Entry>), ApiError> {
    let key = queue_key(url, call)?;
    let entry = call.directory.snapshot().get(&key).cloned().ok_or_else(errors::queue_does_not_exist)?;
    Ok((key, entry))
}
