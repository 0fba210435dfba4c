//! Names and values in one field of an event: attributes and tags.

use std::borrow::Cow;
use std::collections::BTreeMap;

use millpond_log::event::{Malformed, put_varint, take_varint};

/// Names and their values.
pub type Pairs = BTreeMap<String, String>;

/// Writes pairs as a count, then each name and value with its length.
pub fn write_pairs(pairs: &Pairs) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_varint(&mut bytes, pairs.len() as u64);
    for text in pairs.iter().flat_map(|(name, value)| [name, value]) {
        put_varint(&mut bytes, text.len() as u64);
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

/// Reads what [`write_pairs`] wrote.
pub fn read_pairs(mut from: &[u8]) -> Result<Pairs, Malformed> {
    let count = take_varint(&mut from)?;
    let mut pairs = Pairs::new();
    for _ in 0..count {
        let name = take_text(&mut from)?;
        let value = take_text(&mut from)?;
        pairs.insert(name, value);
    }
    Ok(pairs)
}

fn take_text(from: &mut &[u8]) -> Result<String, Malformed> {
    let len = take_varint(from)? as usize;
    let (text, rest) = from.split_at_checked(len).ok_or(Malformed("a pair is cut short"))?;
    *from = rest;
    String::from_utf8(text.to_vec()).map_err(|_| Malformed("a pair is not UTF-8"))
}

/// Pairs at rest, as [`write_pairs`] writes them: a tree has room for eleven, and most resources have one or two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackedPairs(Box<[u8]>);

impl PackedPairs {
    /// The pairs.
    pub fn pairs(&self) -> Pairs {
        if self.0.is_empty() {
            return Pairs::new();
        }
        read_pairs(&self.0).expect("it is what write_pairs wrote")
    }

    /// What [`write_pairs`] writes of them.
    pub fn written(&self) -> Cow<'_, [u8]> {
        if self.0.is_empty() { Cow::Owned(write_pairs(&Pairs::new())) } else { Cow::Borrowed(&self.0) }
    }
}

impl From<&Pairs> for PackedPairs {
    fn from(pairs: &Pairs) -> Self {
        // Nothing takes no room at all.
        PackedPairs(if pairs.is_empty() { Box::default() } else { write_pairs(pairs).into_boxed_slice() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_read_as_they_were_written() {
        let pairs = Pairs::from([("a".into(), String::new()), ("é".into(), "x".repeat(300))]);
        assert_eq!(read_pairs(&write_pairs(&pairs)).unwrap(), pairs);
        assert!(read_pairs(&write_pairs(&pairs)[..20]).is_err());
        assert_eq!(PackedPairs::from(&pairs).pairs(), pairs);
        assert_eq!(PackedPairs::from(&Pairs::new()).pairs(), Pairs::new());
    }
}
