//! Receipt handles as clients see them: base64 text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use millpond_delivery::{Handle, Keys};
use millpond_partition::ResourceId;
use millpond_wire::ApiError;

use crate::errors;

/// The text of a handle.
pub fn write(handle: &Handle, keys: &Keys) -> String {
    STANDARD.encode(handle.seal(&keys.handles))
}

/// Reads a handle that must be of this queue.
pub fn read(text: Option<&str>, queue: ResourceId, keys: &Keys) -> Result<Handle, ApiError> {
    let text =
        text.filter(|text| !text.is_empty()).ok_or_else(|| errors::missing_parameter("ReceiptHandle"))?;
    let bytes = STANDARD.decode(text).map_err(|_| errors::receipt_handle_is_invalid())?;
    let handle = Handle::open(&bytes, &keys.handles).map_err(|_| errors::receipt_handle_is_invalid())?;
    if handle.resource != queue {
        return Err(errors::receipt_handle_of_another_queue(text));
    }
    Ok(handle)
}
