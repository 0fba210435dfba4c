//! Puts a whole file in its place: durable before it has its name, and its name durable before anything relies on it.

use std::io::ErrorKind;

use millpond_runtime::Disk;

use crate::LogError;

/// Writes a file as `unfinished` and names it `name`. False, and nothing left, if there is no room for it.
pub(super) fn replace_file(
    disk: &dyn Disk,
    unfinished: &str,
    name: &str,
    bytes: &[u8],
) -> Result<bool, LogError> {
    let write = || {
        match disk.remove(unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = match disk.create(unfinished, bytes.len() as u64) {
            Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(false),
            file => file?,
        };
        file.write_at(bytes, 0)?;
        file.sync_data()?;
        disk.rename(unfinished, name)?;
        disk.sync_directory()?;
        Ok(true)
    };
    write().map_err(LogError::io(format!("write {name}")))
}
