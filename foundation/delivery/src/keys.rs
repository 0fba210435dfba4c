//! Keys derived from the store's secret, and the keyed hash that everything unguessable is made of.

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher24};

use crate::GroupKey;

/// The key of a group's name, so that a chosen name can't collide with another's.
pub fn group_key(keys: &Keys, name: &str) -> GroupKey {
    // One hash in 2^64 is zero, and made another's.
    GroupKey::new(keys.groups.of(&[name.as_bytes()]) as u64).unwrap_or(GroupKey::MAX)
}

/// What is hashed in one piece: handles, message ids, most other ids.
const SHORT_BYTES_MAX: usize = 64;

/// SipHash-2-4 with a 128-bit result, under one key: a pseudo-random function and a MAC for short inputs.
#[derive(Clone, Copy)]
pub struct KeyedHash {
    key: [u8; 16],
}

impl KeyedHash {
    /// The hash of some parts. Each is preceded by its length, so that no two lists of parts look alike.
    pub fn of(&self, parts: &[&[u8]]) -> u128 {
        let mut hasher = SipHasher24::new_with_key(&self.key);
        let bytes: usize = parts.iter().map(|part| size_of::<u64>() + part.len()).sum();
        let mut short = [0; SHORT_BYTES_MAX];
        if bytes <= short.len() {
            // In one piece: what is left over between two of them costs more than they do.
            let mut rest = &mut short[..];
            for part in parts {
                let (length, after) = rest.split_at_mut(size_of::<u64>());
                length.copy_from_slice(&(part.len() as u64).to_le_bytes());
                let (place, after) = after.split_at_mut(part.len());
                place.copy_from_slice(part);
                rest = after;
            }
            return hasher.hash(&short[..bytes]).as_u128();
        }
        for part in parts {
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part);
        }
        hasher.finish128().as_u128()
    }

    /// Whether `mac` is that hash, big-endian. All bytes are compared, whatever the first difference: how long it takes tells
    /// nothing about the right one.
    pub fn verifies(&self, parts: &[&[u8]], mac: &[u8]) -> bool {
        let right = self.of(parts).to_be_bytes();
        mac.len() == right.len() && right.iter().zip(mac).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

/// One key a purpose.
#[derive(Clone, Copy)]
pub struct Keys {
    /// Names of groups.
    pub groups: KeyedHash,
    /// Deduplication ids.
    pub deduplication: KeyedHash,
    /// Message ids.
    pub message_ids: KeyedHash,
    /// Receipt handles.
    pub handles: KeyedHash,
    /// Tokens of paginated lists.
    pub tokens: KeyedHash,
}

impl Keys {
    /// The keys of a store.
    pub fn derive(secret: &[u8; 32]) -> Self {
        let (left, right) = secret.split_at(16);
        let first = KeyedHash { key: left.try_into().expect("half of 32 is 16") };
        let derive = |purpose: &str| KeyedHash { key: first.of(&[right, purpose.as_bytes()]).to_le_bytes() };
        Keys {
            groups: derive("groups"),
            deduplication: derive("deduplication"),
            message_ids: derive("message ids"),
            handles: derive("receipt handles"),
            tokens: derive("page tokens"),
        }
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_does_not_depend_on_the_pieces_in_which_it_was_taken() {
        let key = KeyedHash { key: [7; 16] };
        let bytes: Vec<u8> = (0..200).collect();
        for (left, right) in [(0, 0), (1, 0), (9, 8), (24, 24), (24, 25), (25, 23), (100, 100)] {
            let parts = [&bytes[..left], &bytes[100..100 + right]];
            let mut whole = Vec::new();
            for part in parts {
                whole.extend_from_slice(&(part.len() as u64).to_le_bytes());
                whole.extend_from_slice(part);
            }
            let mut hasher = SipHasher24::new_with_key(&[7; 16]);
            whole.iter().for_each(|byte| hasher.write(&[*byte]));
            assert_eq!(key.of(&parts), hasher.finish128().as_u128(), "{left} and {right} bytes");
        }
    }
}
