//! MD5 of several messages at once. One message's steps wait for each other, so a core does one in the time of sixteen: here
//! each message has a lane of the machine's vector registers. The widest there are is found out at run time.
//!
//! The algorithm: <https://www.rfc-editor.org/rfc/rfc1321>.

mod blocks;
mod steps;

use md5::{Digest as _, Md5};
use pulp::{Arch, Simd, WithSimd};

use blocks::{BLOCK_BYTES, block, blocks};

/// What MD5 makes of a message.
pub type Digest = [u8; 16];

/// No register has more lanes that are used.
const LANES_MAX: usize = 16;
/// With fewer lanes than this, one after the other is as quick.
const LANES_MIN: usize = 4;

/// The digests of the messages, in their order.
pub fn md5(messages: &[&[u8]]) -> Vec<Digest> {
    let mut digests = Vec::with_capacity(messages.len());
    let total: usize = messages.iter().map(|message| blocks(message)).sum();
    let longest = messages.iter().map(|message| blocks(message)).max().unwrap_or(0);
    // All lanes take as long as the longest message, and each of its steps twice as long as alone.
    if total > 2 * longest {
        Arch::new().dispatch(Lanes { messages, digests: &mut digests });
    } else {
        digests.extend(messages.iter().map(|message| one(message)));
    }
    digests
}

fn one(message: &[u8]) -> Digest {
    Md5::digest(message).into()
}

struct Lanes<'a> {
    messages: &'a [&'a [u8]],
    digests: &'a mut Vec<Digest>,
}

impl WithSimd for Lanes<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let lanes = S::U32_LANES;
        if !(LANES_MIN..=LANES_MAX).contains(&lanes) {
            self.digests.extend(self.messages.iter().map(|message| one(message)));
            return;
        }
        for messages in self.messages.chunks(lanes) {
            together(simd, messages, self.digests);
        }
    }
}

/// No more messages than there are lanes.
#[inline(always)]
fn together<S: Simd>(simd: S, messages: &[&[u8]], digests: &mut Vec<Digest>) {
    let from = digests.len();
    digests.resize(from + messages.len(), [0; 16]);
    let longest = messages.iter().map(|message| blocks(message)).max().unwrap_or(0);
    let mut state = steps::START.map(|word| simd.splat_u32s(word));
    // Word by word, a lane for each message.
    let mut words = [[0; LANES_MAX]; BLOCK_BYTES / 4];
    for at in 0..longest {
        for (lane, message) in messages.iter().enumerate() {
            for (word, bytes) in words.iter_mut().zip(block(message, at).as_chunks::<4>().0) {
                word[lane] = u32::from_le_bytes(*bytes);
            }
        }
        let mut vectors = [simd.splat_u32s(0); BLOCK_BYTES / 4];
        for (vector, word) in vectors.iter_mut().zip(&words) {
            *vector = S::as_simd_u32s(word).0[0];
        }
        steps::compress(simd, &mut state, &vectors);
        for (lane, message) in messages.iter().enumerate() {
            if at + 1 == blocks(message) {
                let mut word = [0; LANES_MAX];
                for (part, vector) in digests[from + lane].as_chunks_mut::<4>().0.iter_mut().zip(state) {
                    S::as_mut_simd_u32s(&mut word).0[0] = vector;
                    *part = word[lane].to_le_bytes();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{md5, one};

    #[test]
    fn digests_are_those_of_one_message_alone() {
        for count in 0..40 {
            for step in [0, 1, 7, 64, 1000] {
                let messages: Vec<Vec<u8>> = (0..count)
                    .map(|n| (0..n * step % 2000 + step).map(|at| (at * 7 + n) as u8).collect())
                    .collect();
                let messages: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
                let each: Vec<_> = messages.iter().map(|message| one(message)).collect();
                assert_eq!(md5(&messages), each, "{count} messages, {step}");
            }
        }
    }

    #[test]
    fn every_length_around_a_block_is_padded_as_it_must_be() {
        let bytes = [b'x'; 200];
        let messages: Vec<&[u8]> = (0..200).map(|len| &bytes[..len]).collect();
        assert!(md5(&messages).iter().zip(&messages).all(|(digest, message)| *digest == one(message)));
    }
}
