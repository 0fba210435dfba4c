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
    let mut text = [b'-'; 36];
    // Where the digits of each byte stand, between the hyphens.
    const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
    for (byte, place) in bytes.iter().zip(PLACES) {
        text[place..place + 2].copy_from_slice(&digits(*byte));
    }
    ascii(&text)
}

/// The SequenceNumber of a FIFO message.
pub fn sequence_number(sequence: Sequence) -> String {
    (SEQUENCE_NUMBER_BASE + u128::from(sequence)).to_string()
}

/// A digest in lower-case hexadecimal: 16 bytes of MD5, or 32 of SHA-256.
pub fn hex<const N: usize>(digest: &[u8; N]) -> String {
    let mut text = [0; 64];
    for (byte, place) in digest.iter().zip(text.chunks_exact_mut(2)) {
        place.copy_from_slice(&digits(*byte));
    }
    ascii(&text[..N * 2])
}

fn digits(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

fn ascii(text: &[u8]) -> String {
    std::str::from_utf8(text).expect("digits and hyphens are ASCII").to_owned()
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
    fn digests_and_uuids_are_written_in_lower_case() {
        assert_eq!(hex(&[0x0A, 0xFF]), "0aff");
        let bytes = *b"\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef";
        assert_eq!(uuid(&bytes), "01234567-89ab-cdef-0123-456789abcdef");
    }

    #[test]
    fn sequence_numbers_have_20_digits_and_rise() {
        assert_eq!(sequence_number(1 << 40 | 1).len(), 20);
        assert!(sequence_number(u64::MAX).len() == 20);
        assert!(sequence_number(1 << 40) < sequence_number(2 << 40));
    }
}
