//! The encoding of a record's body: its time, then its events; the same bytes on every engine.
//!
//! A body is the engine time as a varint, then one event after another. An event is a 12-byte header (length,
//! service, tag, flags, version, checksum) and numbered fields; a field that holds the client's bytes comes last, so
//! that it is contiguous and needs no length. The checksum is filled in by the segment writer, which seeds it
//! with the segment's nonce; in a submitted body it is zero.

use millpond_runtime::Millis;

/// Bytes of an event's header: length u32, service u8, tag u8, flags u8, version u8, checksum u32; little-endian.
pub const HEADER_BYTES: usize = 12;
const CHECKSUM_AT: usize = 8;
/// An event is shorter than this; a length above it is damage.
pub const EVENT_BYTES_MAX: usize = 16 << 20;

/// Which service an event belongs to, and which of its events it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// The service's number; 0 is the partition itself.
    pub service: u8,
    /// The event's number in its service, never reused.
    pub tag: u8,
    /// The version of its fields.
    pub version: u8,
}

/// How a field's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Wire {
    Varint = 0,
    Bytes = 1,
    Fixed16 = 2,
    Rest = 3,
}

/// Why an event could not be read. A reader refuses it; it never skips what it does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// Builds a record's body.
#[derive(Debug, Default)]
pub struct BodyWriter {
    bytes: Vec<u8>,
    events: u32,
}

impl BodyWriter {
    /// An empty body of `time`.
    pub fn new(time: Millis) -> Self {
        let mut bytes = Vec::with_capacity(128);
        put_varint(&mut bytes, time);
        BodyWriter { bytes, events: 0 }
    }

    /// Adds an event, whose fields `fill` writes; returns where it stands: (offset, length).
    pub fn event(&mut self, kind: Kind, fill: impl FnOnce(&mut Fields<'_>)) -> (u32, u32) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0, 0, 0, 0, kind.service, kind.tag, 0, kind.version, 0, 0, 0, 0]);
        fill(&mut Fields { bytes: &mut self.bytes, ended: false });
        let len = (self.bytes.len() - start) as u32;
        self.bytes[start..start + 4].copy_from_slice(&len.to_le_bytes());
        self.events += 1;
        (start as u32, len)
    }

    /// Whether no event was added.
    pub fn is_empty(&self) -> bool {
        self.events == 0
    }

    /// The body's bytes.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Writes an event's fields. Numbers are 0 to 63 and never reused within a (service, tag).
pub struct Fields<'a> {
    bytes: &'a mut Vec<u8>,
    ended: bool,
}

impl Fields<'_> {
    fn key(&mut self, number: u8, wire: Wire) {
        debug_assert!(number < 64 && !self.ended, "the body is the last field");
        self.bytes.push(number << 2 | wire as u8);
    }

    /// A number.
    pub fn number(&mut self, number: u8, value: u64) {
        self.key(number, Wire::Varint);
        put_varint(self.bytes, value);
    }

    /// A string of bytes.
    pub fn bytes(&mut self, number: u8, value: &[u8]) {
        self.key(number, Wire::Bytes);
        put_varint(self.bytes, value.len() as u64);
        self.bytes.extend_from_slice(value);
    }

    /// Sixteen bytes: a digest or an id.
    pub fn fixed16(&mut self, number: u8, value: &[u8; 16]) {
        self.key(number, Wire::Fixed16);
        self.bytes.extend_from_slice(value);
    }

    /// All that remains of the event. The last field.
    pub fn rest(&mut self, number: u8, value: &[u8]) {
        self.key(number, Wire::Rest);
        self.bytes.extend_from_slice(value);
        self.ended = true;
    }
}

/// A field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// See [`Fields::number`].
    Number(u64),
    /// See [`Fields::bytes`] and [`Fields::rest`].
    Bytes(&'a [u8]),
    /// See [`Fields::fixed16`].
    Fixed16(&'a [u8; 16]),
}

impl<'a> Value<'a> {
    /// The number, or malformed.
    pub fn number(self) -> Result<u64, Malformed> {
        if let Value::Number(n) = self {
            Ok(n)
        } else {
            Err(Malformed("a field that should be a number is not"))
        }
    }

    /// The bytes, or malformed.
    pub fn bytes(self) -> Result<&'a [u8], Malformed> {
        if let Value::Bytes(b) = self { Ok(b) } else { Err(Malformed("a field that should be bytes is not")) }
    }

    /// The bytes as text, or malformed.
    pub fn text(self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Malformed("a text field is not UTF-8"))
    }

    /// The sixteen bytes, or malformed.
    pub fn fixed16(self) -> Result<&'a [u8; 16], Malformed> {
        if let Value::Fixed16(b) = self {
            Ok(b)
        } else {
            Err(Malformed("a field that should be 16 bytes is not"))
        }
    }
}

/// One event in a body.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// What it is.
    pub kind: Kind,
    /// Where it starts in the body.
    pub offset: u32,
    /// All its bytes, header included.
    pub bytes: &'a [u8],
}

impl<'a> Event<'a> {
    /// Reads the event that `bytes` starts with, as a [`crate::Store`] gives it.
    pub fn parse(bytes: &'a [u8], offset: u32) -> Result<Event<'a>, Malformed> {
        let header = bytes.get(..HEADER_BYTES).ok_or(Malformed("an event's header is cut short"))?;
        let len = u32::from_le_bytes([header[0], header[1], header[2], header[3]]) as usize;
        if !(HEADER_BYTES..=EVENT_BYTES_MAX).contains(&len) {
            return Err(Malformed("an event's length is out of range"));
        }
        let bytes = bytes.get(..len).ok_or(Malformed("an event is cut short"))?;
        if header[6] != 0 {
            return Err(Malformed("an event has flags that this version does not know"));
        }
        Ok(Event { kind: Kind { service: header[4], tag: header[5], version: header[7] }, offset, bytes })
    }

    /// The checksum that stands in the header.
    pub fn checksum(&self) -> u32 {
        let at = &self.bytes[CHECKSUM_AT..HEADER_BYTES];
        u32::from_le_bytes([at[0], at[1], at[2], at[3]])
    }

    /// The checksum that should stand in the header.
    pub fn compute_checksum(&self, seed: u32) -> u32 {
        checksum(self.bytes, seed)
    }

    /// The fields in the order in which they were written.
    pub fn fields(&self) -> FieldReader<'a> {
        FieldReader { rest: &self.bytes[HEADER_BYTES..] }
    }
}

/// CRC32C of an event's bytes with the checksum's own place left out.
fn checksum(event: &[u8], seed: u32) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c_append(seed, &event[..CHECKSUM_AT]), &event[HEADER_BYTES..])
}

/// Iterates over an event's fields.
#[derive(Clone, Copy, Debug)]
pub struct FieldReader<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for FieldReader<'a> {
    type Item = Result<(u8, Value<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        let (&key, rest) = self.rest.split_first()?;
        self.rest = rest;
        let value = self.value(key & 3);
        if value.is_err() {
            self.rest = &[];
        }
        Some(value.map(|value| (key >> 2, value)))
    }
}

impl<'a> FieldReader<'a> {
    fn value(&mut self, wire: u8) -> Result<Value<'a>, Malformed> {
        Ok(match wire {
            0 => Value::Number(take_varint(&mut self.rest)?),
            1 => {
                let len = take_varint(&mut self.rest)?;
                let len = usize::try_from(len).map_err(|_| Malformed("a field is cut short"))?;
                let (value, rest) =
                    self.rest.split_at_checked(len).ok_or(Malformed("a field is cut short"))?;
                self.rest = rest;
                Value::Bytes(value)
            }
            2 => {
                let (value, rest) = self.rest.split_first_chunk().ok_or(Malformed("a field is cut short"))?;
                self.rest = rest;
                Value::Fixed16(value)
            }
            _ => Value::Bytes(std::mem::take(&mut self.rest)),
        })
    }
}

/// A record's body, read.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    /// The engine time at which its command was decided.
    pub time: Millis,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Body<'a> {
    /// Reads the body's time; its events follow by iteration.
    pub fn parse(bytes: &'a [u8]) -> Result<Body<'a>, Malformed> {
        let mut rest = bytes;
        let time = take_varint(&mut rest)?;
        Ok(Body { time, bytes, at: bytes.len() - rest.len() })
    }
}

impl<'a> Iterator for Body<'a> {
    type Item = Result<Event<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let event = Event::parse(&self.bytes[self.at..], self.at as u32);
        match &event {
            Ok(event) => self.at += event.bytes.len(),
            Err(_) => self.at = self.bytes.len(),
        }
        Some(event)
    }
}

/// Fills in the checksum of every event of a body, in place.
pub fn seal_checksums(body: &mut [u8], seed: u32) -> Result<(), Malformed> {
    let mut at = {
        let parsed = Body::parse(body)?;
        parsed.at
    };
    while at < body.len() {
        let len = Event::parse(&body[at..], at as u32)?.bytes.len();
        let sum = checksum(&body[at..at + len], seed);
        body[at + CHECKSUM_AT..at + HEADER_BYTES].copy_from_slice(&sum.to_le_bytes());
        at += len;
    }
    Ok(())
}

/// Writes `value` seven bits a byte, low bits first.
pub fn put_varint(into: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

/// Reads a varint and moves `from` behind it.
pub fn take_varint(from: &mut &[u8]) -> Result<u64, Malformed> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = from.split_first().ok_or(Malformed("a number is cut short"))?;
        *from = rest;
        if shift == 63 && byte > 1 {
            return Err(Malformed("a number is longer than 64 bits"));
        }
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(Malformed("a number is longer than 64 bits"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    enum Field {
        Number(u64),
        Bytes(Vec<u8>),
        Fixed16([u8; 16]),
    }

    fn field() -> impl Strategy<Value = (u8, Field)> {
        let value = prop_oneof![
            any::<u64>().prop_map(Field::Number),
            (0u32..64).prop_map(|bits| Field::Number(1u64.checked_shl(bits).unwrap_or(0))),
            proptest::collection::vec(any::<u8>(), 0..300).prop_map(Field::Bytes),
            any::<[u8; 16]>().prop_map(Field::Fixed16),
        ];
        (0u8..64, value)
    }

    type Written = (Kind, Vec<(u8, Field)>, Option<Vec<u8>>);

    fn event() -> impl Strategy<Value = Written> {
        let kind = any::<[u8; 3]>().prop_map(|[service, tag, version]| Kind { service, tag, version });
        let rest = proptest::option::of(proptest::collection::vec(any::<u8>(), 0..500));
        (kind, proptest::collection::vec(field(), 0..6), rest)
    }

    fn write(time: Millis, events: &[Written]) -> Vec<u8> {
        let mut writer = BodyWriter::new(time);
        for (kind, fields, rest) in events {
            writer.event(*kind, |into| {
                for (number, field) in fields {
                    match field {
                        Field::Number(value) => into.number(*number, *value),
                        Field::Bytes(value) => into.bytes(*number, value),
                        Field::Fixed16(value) => into.fixed16(*number, value),
                    }
                }
                if let Some(rest) = rest {
                    into.rest(63, rest);
                }
            });
        }
        writer.finish()
    }

    proptest! {
        #[test]
        fn a_body_reads_as_written(time: u64, events in proptest::collection::vec(event(), 0..5), seed: u32) {
            let mut bytes = write(time, &events);
            seal_checksums(&mut bytes, seed).unwrap();
            let body = Body::parse(&bytes).unwrap();
            prop_assert_eq!(body.time, time);
            let mut read = 0;
            for (event, (kind, fields, rest)) in body.zip(&events) {
                let event = event.unwrap();
                prop_assert_eq!(event.kind, *kind);
                prop_assert_eq!(event.checksum(), event.compute_checksum(seed));
                let mut found: Vec<_> = event.fields().map(|field| match field.unwrap() {
                    (number, Value::Number(value)) => (number, Field::Number(value)),
                    (number, Value::Bytes(value)) => (number, Field::Bytes(value.to_vec())),
                    (number, Value::Fixed16(value)) => (number, Field::Fixed16(*value)),
                }).collect();
                if let Some(rest) = rest {
                    prop_assert_eq!(found.pop(), Some((63, Field::Bytes(rest.clone()))));
                }
                prop_assert_eq!(&found, fields);
                read += 1;
            }
            prop_assert_eq!(read, events.len());
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(body) = Body::parse(&bytes) {
                for event in body.flatten() {
                    event.fields().for_each(drop);
                }
            }
            seal_checksums(&mut bytes, 1).ok();
        }

        #[test]
        fn a_flipped_bit_never_passes(payload in proptest::collection::vec(any::<u8>(), 0..100), seed: u32, at: usize) {
            let kind = Kind { service: 1, tag: 2, version: 3 };
            let mut bytes = write(0, &[(kind, vec![(1, Field::Bytes(payload))], None)]);
            seal_checksums(&mut bytes, seed).unwrap();
            let bits = (bytes.len() - 1) * 8;
            let bit = 8 + at % bits;
            bytes[bit / 8] ^= 1 << (bit % 8);
            for event in Body::parse(&bytes).unwrap().flatten() {
                prop_assert_ne!(event.checksum(), event.compute_checksum(seed));
            }
        }
    }

    #[test]
    fn unknown_flags_and_wild_lengths_are_refused() {
        let good = write(0, &[(Kind { service: 1, tag: 2, version: 3 }, Vec::new(), None)]);
        for (at, value) in [(1, 11), (1, 13), (4, 1), (7, 1)] {
            let mut bytes = good.clone();
            bytes[at] = value;
            assert!(Body::parse(&bytes).unwrap().next().unwrap().is_err(), "byte {at} = {value}");
        }
        assert_eq!(take_varint(&mut &[0xFF; 10][..]), Err(Malformed("a number is longer than 64 bits")));
    }
}
