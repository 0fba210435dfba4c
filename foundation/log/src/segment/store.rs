//! Reads single events from the segments, and serves none whose checksum is wrong.

use std::sync::Arc;

use bytes::Bytes;

use super::SegmentLog;
use super::file::Segment;
use crate::event::{EVENT_BYTES_MAX, Event, HEADER_BYTES};
use crate::{EventRef, LogError, Store};

/// Where an event stands.
struct Place {
    segment: Arc<Segment>,
    body_at: u64,
    at: u64,
}

impl SegmentLog {
    fn place(&self, event: EventRef) -> Result<Place, LogError> {
        let in_range = (HEADER_BYTES..=EVENT_BYTES_MAX).contains(&(event.len as usize));
        if event.partition.0 >= self.index.partitions() || !in_range {
            return Err(LogError::no_such_event(event, "there is no such place"));
        }
        let (segment, body_at) = self
            .index
            .find(event.partition, event.position)
            .ok_or_else(|| LogError::no_such_event(event, "no record stands there"))?;
        let at = body_at + u64::from(event.offset);
        if at + u64::from(event.len) > segment.size() {
            return Err(LogError::no_such_event(event, "the segment ends before"));
        }
        Ok(Place { segment, body_at, at })
    }
}

impl Place {
    fn verified(&self, event: EventRef, bytes: Vec<u8>) -> Result<Bytes, LogError> {
        let parsed = Event::parse(&bytes, event.offset).map_err(|what| self.damaged(what.0))?;
        if parsed.bytes.len() != bytes.len() {
            return Err(self.damaged("the event's length is not what it was"));
        }
        // The seed names the record: an event of another record is as wrong here as a flipped bit.
        if parsed.compute_checksum(self.segment.seeds.at(self.body_at)) != parsed.checksum() {
            return Err(self.damaged("the event's checksum is wrong"));
        }
        Ok(Bytes::from(bytes))
    }

    fn damaged(&self, what: &str) -> LogError {
        self.segment.damaged(self.at, what)
    }
}

impl Store for SegmentLog {
    fn read(&self, event: EventRef) -> Result<Bytes, LogError> {
        let place = self.place(event)?;
        let mut bytes = vec![0; event.len as usize];
        let read = place.segment.file.read_at(&mut bytes, place.at);
        read.map_err(|error| place.segment.failed("read", error))?;
        place.verified(event, bytes)
    }

    fn read_if_cached(&self, event: EventRef) -> Result<Option<Bytes>, LogError> {
        let place = self.place(event)?;
        let mut bytes = vec![0; event.len as usize];
        let cached = place.segment.file.read_at_if_cached(&mut bytes, place.at);
        if !cached.map_err(|error| place.segment.failed("read", error))? {
            return Ok(None);
        }
        place.verified(event, bytes).map(Some)
    }
}
