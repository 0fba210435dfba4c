//! What a client calls a message: derived from its number, never stored.

use millpond_delivery::{KeyedHash, Sequence};
use millpond_partition::ResourceId;

/// What is added to a sequence so that it shows 20 digits, as AWS's do.
const SEQUENCE_NUMBER_BASE: u128 = 18_800_000_000_000_000_000;

/// The MessageId: a UUID that nobody can guess and that every replay finds again.
pub fn message_id(key: &KeyedHash, queue: ResourceId, sequence: Sequence) -> String {
    let mut bytes = key.of(&[&queue.0.to_le_bytes(), &sequence.to_le_bytes()]).to_be_bytes();
    // Version 4, variant 1: it looks random, and is to anyone without the key.
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    uuid(&bytes)
}

/// Sixteen bytes as a UUID is written.
pub fn uuid(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        push_hex(&mut text, *byte);
    }
    text
}

/// The SequenceNumber of a FIFO message.
pub fn sequence_number(sequence: Sequence) -> String {
    (SEQUENCE_NUMBER_BASE + u128::from(sequence)).to_string()
}

/// A digest in lower-case hexadecimal.
pub fn hex(digest: &[u8]) -> String {
    let mut text = String::with_capacity(digest.len() * 2);
    for byte in digest {
        push_hex(&mut text, *byte);
    }
    text
}

fn push_hex(text: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    text.push(char::from(DIGITS[usize::from(byte >> 4)]));
    text.push(char::from(DIGITS[usize::from(byte & 15)]));
}

#[cfg(test)]
mod tests {
    use millpond_delivery::Keys;

    use super::*;

    #[test]
    fn a_message_id_is_a_uuid_of_its_own() {
        let key = Keys::derive(&[1; 32]).message_ids;
        let id = message_id(&key, ResourceId(1), 1);
        assert_eq!(id.len(), 36);
        assert_eq!(id.as_bytes()[14], b'4');
        assert_eq!(id, message_id(&key, ResourceId(1), 1));
        assert_ne!(id, message_id(&key, ResourceId(1), 2));
        assert_ne!(id, message_id(&key, ResourceId(2), 1));
    }

    #[test]
    fn sequence_numbers_have_20_digits_and_rise() {
        assert_eq!(sequence_number(1 << 40 | 1).len(), 20);
        assert!(sequence_number(u64::MAX).len() == 20);
        assert!(sequence_number(1 << 40) < sequence_number(2 << 40));
    }
}
