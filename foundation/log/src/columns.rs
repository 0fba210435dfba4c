//! The state of a partition in a checkpoint, in columns: what changes together stands together. A checkpoint writes only those
//! pages of a state that the one before does not have, and were all of one resource in one place, each page would have
//! something new.
//!
//! | bytes | |
//! |---|---|
//! | varint | length of the settings |
//! | | the settings: what changes when a user changes it |
//! | two varints | of each segment: how much its number is larger than that of the one before, length |
//! | | what is known of the messages that stand there: it changes when one of them goes |
//! | varint | 0 |
//! | rest | all else |
//!
//! So what changes all the time changes nothing before it, and a segment that is sealed has its column behind the others.

use std::collections::BTreeMap;

use crate::StatePage;
use crate::event::{Malformed, put_varint, take_varint};
use crate::segment::DATA_VERSION;

/// The first version of the data format whose checkpoints have states in columns.
pub const VERSION_OF_COLUMNS: u32 = 4;

const _: () = assert!(VERSION_OF_COLUMNS <= DATA_VERSION);

/// Instead of a segment.
const NO_MORE: u64 = 0;
/// What stands beside a column hardly takes more.
const ROOM: usize = 8;

/// See the module.
#[derive(Debug, Default)]
pub struct Columns {
    /// What changes when a user changes it.
    pub settings: Vec<u8>,
    segments: BTreeMap<u64, Vec<u8>>,
    /// What is in no other column.
    pub main: Vec<u8>,
    /// Pages that a column names ([`StatePage`]), in any order. They are no part of what [`Columns::write`] writes.
    pub pages: Vec<StatePage>,
}

impl Columns {
    /// The column of a sealed segment, whose number is not 0.
    pub fn segment(&mut self, segment: u64) -> &mut Vec<u8> {
        debug_assert_ne!(segment, NO_MORE, "segments are counted from 1");
        self.segments.entry(segment).or_default()
    }

    /// Puts columns behind these, each behind its own.
    pub fn append(&mut self, more: &Columns) {
        self.settings.extend_from_slice(&more.settings);
        for (segment, column) in &more.segments {
            self.segment(*segment).extend_from_slice(column);
        }
        self.main.extend_from_slice(&more.main);
        self.pages.extend_from_slice(&more.pages);
    }

    /// All of them, as [`ColumnReader::parse`] reads them.
    pub fn write(self, into: &mut Vec<u8>) {
        let Columns { settings, segments, main, pages: _ } = self;
        let of_segments = segments.values().map(|column| column.len() + ROOM).sum::<usize>();
        into.reserve_exact(settings.len() + of_segments + main.len() + ROOM);
        put_varint(into, settings.len() as u64);
        into.extend_from_slice(&settings);
        let mut before = 0;
        // Each goes once it is copied: all of them may be large.
        for (segment, column) in segments {
            put_varint(into, segment - before);
            put_varint(into, column.len() as u64);
            into.extend_from_slice(&column);
            before = segment;
        }
        put_varint(into, NO_MORE);
        into.extend_from_slice(&main);
    }
}

/// Reads a state: of each column the next bytes.
#[derive(Clone, Debug)]
pub struct ColumnReader<'a> {
    /// None in what was written before there were columns: all stands in one stream.
    apart: Option<Apart<'a>>,
    main: &'a [u8],
}

#[derive(Clone, Debug)]
struct Apart<'a> {
    settings: &'a [u8],
    segments: BTreeMap<u64, &'a [u8]>,
}

impl<'a> ColumnReader<'a> {
    /// Of what [`Columns::write`] wrote.
    pub fn parse(mut from: &'a [u8]) -> Result<Self, Malformed> {
        let settings = take_column(&mut from)?;
        let (mut segments, mut before) = (BTreeMap::new(), 0u64);
        loop {
            let further = take_varint(&mut from)?;
            if further == NO_MORE {
                break;
            }
            before = before.checked_add(further).ok_or(Malformed("a segment's number is out of range"))?;
            segments.insert(before, take_column(&mut from)?);
        }
        Ok(ColumnReader { apart: Some(Apart { settings, segments }), main: from })
    }

    /// Of what was written in one stream, before there were columns.
    pub fn of_one_stream(from: &'a [u8]) -> Self {
        ColumnReader { apart: None, main: from }
    }

    /// Whether it has columns. If not, all that they would have stands in the main one, in the order in which it is read.
    pub fn has_columns(&self) -> bool {
        self.apart.is_some()
    }

    /// The rest of the settings.
    pub fn settings(&mut self) -> &mut &'a [u8] {
        match &mut self.apart {
            Some(apart) => &mut apart.settings,
            None => &mut self.main,
        }
    }

    /// The rest of a segment's column.
    pub fn segment(&mut self, segment: u64) -> Result<&mut &'a [u8], Malformed> {
        let column = self.apart.as_mut().and_then(|apart| apart.segments.get_mut(&segment));
        column.ok_or(Malformed("a segment has no column"))
    }

    /// The rest of what is in no other column.
    pub fn main(&mut self) -> &mut &'a [u8] {
        &mut self.main
    }

    /// Nothing is left.
    pub fn finish(self) -> Result<(), Malformed> {
        let apart = self.apart.is_none_or(|Apart { settings, segments }| {
            settings.is_empty() && segments.values().all(|column| column.is_empty())
        });
        if apart && self.main.is_empty() { Ok(()) } else { Err(Malformed("something stands behind a state")) }
    }
}

fn take_column<'a>(from: &mut &'a [u8]) -> Result<&'a [u8], Malformed> {
    let len = usize::try_from(take_varint(from)?).ok();
    let (column, rest) =
        len.and_then(|len| from.split_at_checked(len)).ok_or(Malformed("a column is cut short"))?;
    *from = rest;
    Ok(column)
}

#[cfg(test)]
mod tests {
    use millpond_runtime::SeededRandom;

    use super::*;

    fn written() -> Vec<u8> {
        let mut columns = Columns::default();
        columns.settings.extend([1, 2]);
        columns.segment(9).push(3);
        let mut more = Columns::default();
        more.main.extend([4, 5, 6]);
        more.segment(9).push(7);
        more.segment(u64::MAX).extend([8, 9]);
        more.segment(1).push(10);
        columns.append(&more);
        let mut bytes = Vec::new();
        columns.write(&mut bytes);
        bytes
    }

    #[test]
    fn each_column_is_read_by_itself() {
        let bytes = written();
        assert_eq!(bytes[..9], [2, 1, 2, 1, 1, 10, 8, 2, 3], "in the order of segments");
        let mut reader = ColumnReader::parse(&bytes).unwrap();
        assert!(reader.has_columns());
        for (segment, column) in [(1, &[10][..]), (9, &[3, 7]), (u64::MAX, &[8, 9])] {
            assert!(reader.clone().finish().is_err());
            assert_eq!(*reader.segment(segment).unwrap(), column);
            *reader.segment(segment).unwrap() = &[];
        }
        assert!(reader.segment(8).is_err());
        assert_eq!((*reader.settings(), *reader.main()), (&[1, 2][..], &[4, 5, 6][..]));
        *reader.settings() = &[];
        assert!(reader.clone().finish().is_err());
        *reader.main() = &[];
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn one_stream_is_all_columns_at_once() {
        let mut reader = ColumnReader::of_one_stream(&[1, 2, 3]);
        assert!(!reader.has_columns() && reader.segment(0).is_err());
        assert_eq!(take_varint(reader.settings()), Ok(1));
        assert_eq!(take_varint(reader.main()), Ok(2));
        assert!(reader.clone().finish().is_err());
        assert_eq!(take_varint(reader.settings()), Ok(3));
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn any_bytes_are_parsed_or_refused_and_never_a_panic() {
        let (random, bytes) = (SeededRandom::new(7), written());
        assert!((0..bytes.len() - 3).all(|len| ColumnReader::parse(&bytes[..len]).is_err()), "cut short");
        for _ in 0..20_000 {
            let mut bytes = bytes.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(bytes.len() as u64) as usize;
                bytes[at] = random.below(256) as u8;
            }
            _ = ColumnReader::parse(&bytes);
        }
        // Two segments, the first of which is the last that there can be.
        let mut bytes = vec![0];
        [u64::MAX, 0, 1, 0, 0].into_iter().for_each(|number| put_varint(&mut bytes, number));
        assert!(ColumnReader::parse(&bytes).is_err());
    }
}
