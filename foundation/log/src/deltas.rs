//! Numbers that differ little from those of the entry before, in few bytes.

use crate::event::{Malformed, put_varint, take_varint};

/// Writes or reads entries of `N` numbers, each as what it differs in from that of the entry before: a varint whose lowest
/// bit is the sign.
#[derive(Clone, Copy, Debug)]
pub struct Deltas<const N: usize>([u64; N]);

impl<const N: usize> Default for Deltas<N> {
    fn default() -> Self {
        Deltas([0; N])
    }
}

impl<const N: usize> Deltas<N> {
    /// What the first entry is told by.
    pub fn from(before: [u64; N]) -> Self {
        Deltas(before)
    }

    /// Writes the next entry.
    pub fn put(&mut self, numbers: [u64; N], into: &mut Vec<u8>) {
        for (before, number) in self.0.iter_mut().zip(numbers) {
            put_varint(into, zigzag(number.wrapping_sub(*before)));
            *before = number;
        }
    }

    /// Reads it. Anything that is long enough is an entry.
    pub fn take(&mut self, from: &mut &[u8]) -> Result<[u64; N], Malformed> {
        for number in &mut self.0 {
            *number = number.wrapping_add(unzigzag(take_varint(from)?));
        }
        Ok(self.0)
    }
}

/// A difference that may be negative, with its sign in the lowest bit.
pub fn zigzag(by: u64) -> u64 {
    let by = by as i64;
    (by << 1 ^ by >> 63) as u64
}

/// What [`zigzag`] was asked for.
pub fn unzigzag(zigzag: u64) -> u64 {
    zigzag >> 1 ^ (zigzag & 1).wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_numbers_are_read_as_they_were_written_and_near_ones_are_short() {
        let entries =
            [[5, 1 << 40], [6, (1 << 40) - 63], [u64::MAX, 0], [0, u64::MAX], [1 << 63, 1], [1 << 63, 64]];
        let (mut put, mut bytes) = (Deltas::from([0, 1 << 40]), Vec::new());
        for entry in entries {
            put.put(entry, &mut bytes);
        }
        assert_eq!(bytes[..4], [10, 0, 2, 125]);
        let (mut take, mut rest) = (Deltas::from([0, 1 << 40]), &bytes[..]);
        assert_eq!(entries.map(|_| take.take(&mut rest).unwrap()), entries);
        assert!(rest.is_empty() && take.take(&mut rest).is_err());
    }
}
