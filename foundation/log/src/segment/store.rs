//! Reads single events from the segments, and serves none whose checksum is wrong.

use std::sync::Arc;

use bytes::Bytes;

use super::SegmentLog;
use super::file::Segment;
use super::index::{Found, Near};
use crate::event::{EVENT_BYTES_MAX, Event, HEADER_BYTES};
use crate::{EventRef, GroupRows, LogError, PageKey, Partition, Row, Sought, Store, Stretch, TableRun};

/// Where an event stands.
struct Place {
    segment: Arc<Segment>,
    body_at: u64,
    at: u64,
}

impl SegmentLog {
    /// None if the device would have to be asked.
    fn place(
        &self,
        event: EventRef,
        may_block: bool,
        near: &mut Option<Near>,
    ) -> Result<Option<Place>, LogError> {
        let in_range = (HEADER_BYTES..=EVENT_BYTES_MAX).contains(&(event.len as usize));
        if event.partition.0 >= self.index.partitions() || !in_range {
            return Err(LogError::no_such_event(event, "there is no such place"));
        }
        let found = self.index.find(event.partition, event.position, may_block, near);
        let (segment, body_at) = match found.or_else(|error| self.doubt(event, error))? {
            Found::At(segment, body_at) => (segment, body_at),
            Found::Nothing => return Err(LogError::no_such_event(event, "no record stands there")),
            Found::Uncached => return Ok(None),
        };
        let at = body_at + u64::from(event.offset);
        if at + u64::from(event.len) > segment.size() {
            return Err(LogError::no_such_event(event, "the segment ends before"));
        }
        Ok(Some(Place { segment, body_at, at }))
    }
}

impl SegmentLog {
    /// Where a record stands could not be read from its segment's sidecar.
    fn doubt<T>(&self, event: EventRef, error: LogError) -> Result<T, LogError> {
        match self.index.first_segment(event.partition, event.position) {
            Some(segment) => self.doubtful.note(segment, Err(error)),
            None => Err(error),
        }
    }
}

impl Place {
    fn verified(&self, event: EventRef, bytes: Bytes) -> Result<Bytes, LogError> {
        let parsed = Event::parse(&bytes, event.offset).map_err(|what| self.damaged(what.0))?;
        if parsed.bytes.len() != bytes.len() {
            return Err(self.damaged("the event's length is not what it was"));
        }
        // The seed names the record: an event of another record is as wrong here as a flipped bit.
        if parsed.compute_checksum(self.segment.seeds.at(self.body_at)) != parsed.checksum() {
            return Err(self.damaged("the event's checksum is wrong"));
        }
        Ok(bytes)
    }

    fn damaged(&self, what: &str) -> LogError {
        self.segment.damaged(self.at, what)
    }
}

/// Bytes between two events that are read along, rather than asking twice.
const GAP_BYTES_MAX: u64 = 4096;
/// Bytes read at once for several events.
const SPAN_BYTES_MAX: u64 = 256 << 10;

/// How many of these places, from the first on, one read serves: they rise, in one segment, near each other.
fn together(events: &[EventRef], places: &[Place]) -> usize {
    let end = |at: usize| places[at].at + u64::from(events[at].len);
    let follows = |at: &usize| {
        Arc::ptr_eq(&places[*at].segment, &places[0].segment)
            && (end(at - 1)..=end(at - 1) + GAP_BYTES_MAX).contains(&places[*at].at)
            && end(*at) - places[0].at <= SPAN_BYTES_MAX
    };
    (1..places.len()).take_while(follows).count() + 1
}

impl Store for SegmentLog {
    fn read(&self, event: EventRef) -> Result<Bytes, LogError> {
        let place = self.place(event, true, &mut None)?.expect("it may block");
        let mut bytes = vec![0; event.len as usize];
        let read = place.segment.file.read_at(&mut bytes, place.at);
        read.map_err(|error| place.segment.failed("read", error))?;
        place.verified(event, bytes.into())
    }

    fn read_if_cached(&self, event: EventRef) -> Result<Option<Bytes>, LogError> {
        let Some(place) = self.place(event, false, &mut None)? else { return Ok(None) };
        let mut bytes = vec![0; event.len as usize];
        let cached = place.segment.file.read_at_if_cached(&mut bytes, place.at);
        if !cached.map_err(|error| place.segment.failed("read", error))? {
            return Ok(None);
        }
        place.verified(event, bytes.into()).map(Some)
    }

    fn read_several(&self, events: &[EventRef], may_block: bool) -> Result<Option<Vec<Bytes>>, LogError> {
        let (mut places, mut near) = (Vec::with_capacity(events.len()), None);
        for event in events {
            let Some(place) = self.place(*event, may_block, &mut near)? else { return Ok(None) };
            places.push(place);
        }
        let mut read = Vec::with_capacity(events.len());
        while read.len() < events.len() {
            let (events, places) = (&events[read.len()..], &places[read.len()..]);
            let count = together(events, places);
            let (start, file) = (places[0].at, &places[0].segment.file);
            let end = places[count - 1].at + u64::from(events[count - 1].len);
            let mut span = self.spans.take((end - start) as usize);
            let done = if may_block {
                file.read_at(span.bytes_mut(), start).map(|()| true)
            } else {
                file.read_at_if_cached(span.bytes_mut(), start)
            };
            if !done.map_err(|error| places[0].segment.failed("read", error))? {
                return Ok(None);
            }
            let span = span.into_bytes();
            for (event, place) in events.iter().zip(places).take(count) {
                let from = (place.at - start) as usize;
                read.push(place.verified(*event, span.slice(from..from + event.len as usize))?);
            }
        }
        Ok(Some(read))
    }

    fn rows(&self, stretch: &Stretch, block: u32, may_block: bool) -> Result<Option<Vec<Row>>, LogError> {
        match self.sidecar(stretch.segment) {
            Some(sidecar) => self.doubtful.note(stretch.segment, sidecar.rows(stretch, block, may_block)),
            None => Err(no_sidecar(stretch.segment)),
        }
    }

    fn groups(&self, stretch: &Stretch, may_block: bool) -> Result<Option<Vec<GroupRows>>, LogError> {
        match self.sidecar(stretch.segment) {
            Some(sidecar) => self.doubtful.note(stretch.segment, sidecar.groups(stretch, may_block)),
            None => Err(no_sidecar(stretch.segment)),
        }
    }

    fn page(&self, partition: Partition, key: &PageKey, may_block: bool) -> Result<Option<Bytes>, LogError> {
        let page = self.kept().read(partition, key, may_block)?;
        if page.is_some() {
            self.stats.count_page();
        }
        Ok(page)
    }

    fn runs(&self, sought: &Sought, may_block: bool) -> Result<Option<Vec<TableRun>>, LogError> {
        let found = self.look_up(sought, may_block)?;
        if found.is_some() {
            self.stats.count_look_up();
        }
        Ok(found)
    }
}

pub(super) fn no_sidecar(segment: u64) -> LogError {
    LogError::Unsupported(format!("there is no sidecar of segment {segment}"))
}
