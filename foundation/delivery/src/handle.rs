//! Receipt handles: what a consumer shows to finish a message or to keep it longer.
//!
//! A handle names the resource, the message and the hand-out, and carries a MAC. It can't be guessed, and a handle of
//! one resource says so before another. Handles outlive restarts, since the key is the store's.

use millpond_partition::ResourceId;

use crate::{KeyedHash, Sequence};

/// Bytes of a handle: version, resource, sequence, nonce, MAC.
pub const HANDLE_BYTES: usize = 1 + 8 + 8 + 8 + 16;
const VERSION: u8 = 1;

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    /// The resource that handed the message out.
    pub resource: ResourceId,
    /// The message.
    pub sequence: Sequence,
    /// The hand-out.
    pub nonce: u64,
}

/// Not a handle that this store has given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandleError;

impl Handle {
    /// The handle's bytes.
    pub fn seal(&self, key: &KeyedHash) -> [u8; HANDLE_BYTES] {
        let mut bytes = [0; HANDLE_BYTES];
        bytes[0] = VERSION;
        bytes[1..9].copy_from_slice(&self.resource.0.to_be_bytes());
        bytes[9..17].copy_from_slice(&self.sequence.to_be_bytes());
        bytes[17..25].copy_from_slice(&self.nonce.to_be_bytes());
        let (named, mac) = bytes.split_at_mut(HANDLE_BYTES - 16);
        mac.copy_from_slice(&key.of(&[named]).to_be_bytes());
        bytes
    }

    /// Reads a handle. Every byte is checked.
    pub fn open(bytes: &[u8], key: &KeyedHash) -> Result<Handle, HandleError> {
        let bytes: &[u8; HANDLE_BYTES] = bytes.try_into().map_err(|_| HandleError)?;
        let number =
            |at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().expect("eight bytes are eight"));
        let (named, mac) = bytes.split_at(HANDLE_BYTES - 16);
        if bytes[0] != VERSION || !key.verifies(&[named], mac) {
            return Err(HandleError);
        }
        Ok(Handle { resource: ResourceId(number(1)), sequence: number(9), nonce: number(17) })
    }
}
