//! Bytes that are nearly right: a few changes to something from the corpus.

use millpond_runtime::{Random as _, SeededRandom};

/// What parsers stumble over.
const WORDS: &[&[u8]] = &[
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"\\ud83d\\ude00",
    b"null",
    b"true",
    b"1e999",
    b"-0",
    b"9223372036854775808",
    b"4294967296",
    b"&",
    b"=",
    b"%",
    b"%00",
    b"%ff",
    b"+",
    b".1",
    b".0",
    b".99999999999",
    b"/",
    b"//",
    b"..",
    b"?",
    b"#",
    b"\0",
    b"\n",
    b"\r\n",
    b"\xff",
    b"\xc0\x80",
    b"\xf0\x9f\x98\x80",
    b"arn:aws:sqs:",
    b"*",
    b"${aws:x}",
    b"Credential=",
    b"Signature=",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
    b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
];
/// Longer inputs say nothing that shorter ones do not; what is long only is another suite's.
const BYTES_MAX: usize = 64 << 10;

/// Changes `data` in one to eight places; some of it may come from `other`.
pub fn mutate(data: &mut Vec<u8>, other: &[u8], random: &SeededRandom) {
    for _ in 0..=random.below(8) {
        let at = random.below(data.len() as u64 + 1) as usize;
        let length = (random.below(1 << random.below(10)) as usize).min(data.len() - at);
        match random.below(9) {
            0 if at < data.len() => data[at] ^= 1 << random.below(8),
            1 if at < data.len() => data[at] = random.number() as u8,
            2 => drop(data.drain(at..at + length)),
            3 => data.extend_from_within(at..at + length),
            4 => insert(data, at, WORDS[random.below(WORDS.len() as u64) as usize]),
            5 => data.truncate(at),
            6 if !other.is_empty() => {
                let from = random.below(other.len() as u64) as usize;
                let length = 1 + random.below((other.len() - from) as u64) as usize;
                insert(data, at, &other[from..from + length]);
            }
            7 if at + 4 <= data.len() => {
                let value = [0, 1, u32::MAX, 1 << 31, random.number() as u32][random.below(5) as usize];
                data[at..at + 4].copy_from_slice(&value.to_le_bytes());
            }
            8 => {
                let piece = data[at..at + length].to_vec();
                (0..random.below(64)).for_each(|_| insert(data, at, &piece));
            }
            _ => {}
        }
    }
}

fn insert(data: &mut Vec<u8>, at: usize, piece: &[u8]) {
    if data.len() + piece.len() <= BYTES_MAX {
        data.splice(at..at, piece.iter().copied());
    }
}
