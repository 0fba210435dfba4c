//! Makes a sidecar from its segment, in one pass over the frames.

use std::collections::{BTreeMap, HashMap};

use millpond_runtime::Millis;

use super::super::file::Segment;
use super::super::scan::Scan;
use super::super::section::{Section, sections};
use super::format::{Directory, HEADER_BYTES, Header, Run, Set};
use super::groups::GroupDirectories;
use super::judge::Judge;
use super::rows::{self, Raw};
use super::{remembered, standings, table};
use crate::event::{Body, Event};
use crate::{Indexer, LogError, Partition, Past, Position, Posted, Remembered, Stretch};

/// No body stands in a segment's header.
const CLAIM: u32 = 0;

/// The bytes of the sidecar of a segment that ends at `end`. `judge` has read what stands before, and then has read this.
pub(in crate::segment) fn build(
    segment: &Segment,
    end: u64,
    indexer: &dyn Indexer,
    judge: &mut Judge,
) -> Result<Vec<u8>, LogError> {
    let (runs, by_resource) = (BTreeMap::new(), HashMap::new());
    let mut builder = Builder { indexer, judge, runs, by_resource, greatest_time: 0 };
    let mut scan = Scan::new(segment, end);
    while scan.at() < end {
        let at = scan.at();
        let (frame, payload) = match scan.next()? {
            Ok(found) => found,
            Err(_) => return Err(segment.damaged(at, "a frame fails that was read, or written, before")),
        };
        builder.judge.begin(frame.header.commit);
        for section in sections(payload) {
            let section = section.map_err(|what| segment.unsupported(frame.offset, what))?;
            builder.section(segment, &section, payload, frame.payload_at())?;
        }
    }
    Ok(builder.finish(segment, end))
}

/// What was found so far.
struct Builder<'a> {
    indexer: &'a dyn Indexer,
    judge: &'a mut Judge,
    runs: BTreeMap<Partition, RunSoFar>,
    by_resource: HashMap<(Partition, u64), Resource>,
    greatest_time: Millis,
}

struct RunSoFar {
    first: Position,
    bodies: Vec<u32>,
}

#[derive(Default)]
struct Resource {
    plain: Vec<Raw>,
    listed: Vec<Raw>,
    pasts: Vec<Past>,
    remembered: Vec<Remembered>,
}

impl Builder<'_> {
    fn section(
        &mut self,
        segment: &Segment,
        section: &Section<'_>,
        payload: &[u8],
        payload_at: u64,
    ) -> Result<(), LogError> {
        let header = &section.header;
        let new = || RunSoFar { first: header.first, bodies: Vec::new() };
        let run = self.runs.entry(header.partition).or_insert_with(new);
        if header.claim {
            run.bodies.push(CLAIM);
            self.judge.claim(header);
            return Ok(());
        }
        for (at, range) in section.bodies().enumerate() {
            let counts = self.judge.counts(header, at as u64);
            let body_at = payload_at + range.start as u64;
            let position = run.bodies.len() as u32;
            run.bodies.push(body_at as u32);
            let malformed = |what: crate::event::Malformed| segment.unsupported(body_at, what.0);
            let body = Body::parse(&payload[range]).map_err(malformed)?;
            let time = body.time;
            self.greatest_time = self.greatest_time.max(time);
            for event in body {
                let event = event.map_err(malformed)?;
                let posted = self.indexer.index(&event, time);
                let posted =
                    posted.map_err(|what| segment.unsupported(body_at + u64::from(event.offset), what.0))?;
                if let Some(posted) = posted {
                    let resource = self.by_resource.entry((header.partition, posted.resource)).or_default();
                    resource.post(&posted, &event, position);
                    if let Some(hash) = posted.deduplication.filter(|_| counts) {
                        resource.remembered.push(Remembered { hash, sequence: posted.sequence, time });
                    }
                }
            }
        }
        Ok(())
    }

    fn finish(self, segment: &Segment, end: u64) -> Vec<u8> {
        let mut header = Header {
            class: segment.header.class,
            store_id: segment.header.store_id,
            segment: segment.header.id,
            nonce: segment.header.nonce,
            end,
            greatest_time: self.greatest_time,
            size_bytes: 0,
            directory_at: 0,
            runs: 0,
            stretches: 0,
            sets: 0,
            directory_checksum: 0,
            groups_at: 0,
            standings_at: 0,
            standings: 0,
        };
        let seeds = header.seeds();
        let (mut directory, mut groups) = (Directory::default(), GroupDirectories::default());
        let mut bytes = vec![0; HEADER_BYTES as usize];
        for (partition, run) in &self.runs {
            let (count, at) = (run.bodies.len() as u32, bytes.len() as u64);
            directory.runs.push(Run { partition: *partition, count, first: run.first, at });
            table::encode(&run.bodies, seeds, &mut bytes);
        }
        // Sorted, so that the same segment always gives the same bytes.
        let mut resources: Vec<_> = self.by_resource.into_iter().collect();
        resources.sort_unstable_by_key(|(key, _)| *key);
        for ((partition, id), resource) in &mut resources {
            let base = self.runs[partition].first;
            let listed = latest_by_sequence(std::mem::take(&mut resource.listed));
            let plain =
                resource.plain.chunk_by(|row, next| row.sequence.checked_add(1) == Some(next.sequence));
            let stretches = plain.map(|rows| (rows, false));
            for (rows, is_listed) in stretches.chain((!listed.is_empty()).then_some((&listed[..], true))) {
                let stretch = Stretch {
                    segment: segment.header.id,
                    resource: *id,
                    first: rows[0].sequence,
                    count: rows.len() as u32,
                    kind: rows::kind_of(rows, is_listed),
                    at: bytes.len() as u64,
                };
                rows::encode(&stretch, base, rows, &resource.pasts, seeds, &mut bytes);
                groups.note(&stretch, rows);
                directory.stretches.push((*partition, stretch));
            }
        }
        for ((partition, id), resource) in &mut resources {
            if resource.remembered.is_empty() {
                continue;
            }
            resource.remembered.sort_unstable();
            let (count, at) = (resource.remembered.len() as u32, bytes.len() as u64);
            directory.sets.push(Set { partition: *partition, count, resource: *id, at });
            remembered::encode(&resource.remembered, seeds, &mut bytes);
        }
        header.groups_at = groups.encode(seeds, &mut bytes);
        let stood = self.judge.standings();
        (header.standings_at, header.standings) = (bytes.len() as u64, stood.len() as u32);
        standings::encode(&stood, seeds, &mut bytes);
        header.directory_at = bytes.len() as u64;
        directory.encode(&mut bytes);
        let directory_bytes = &bytes[header.directory_at as usize..];
        header.directory_checksum = crc32c::crc32c_append(seeds.at(header.directory_at), directory_bytes);
        header.size_bytes = bytes.len() as u64;
        [header.runs, header.stretches, header.sets] =
            [directory.runs.len(), directory.stretches.len(), directory.sets.len()].map(|count| count as u32);
        bytes[..HEADER_BYTES as usize].copy_from_slice(&header.encode());
        bytes
    }
}

impl Resource {
    fn post(&mut self, posted: &Posted, event: &Event<'_>, position: u32) {
        let past = posted.past.map_or(0, |past| {
            self.pasts.push(past);
            self.pasts.len() as u32
        });
        let raw = Raw {
            sequence: posted.sequence,
            sent: posted.sent,
            // 0 stands for none.
            group: posted.group.map_or(0, |group| group.max(1)),
            position,
            offset: event.offset,
            len: event.bytes.len() as u32,
            past,
        };
        if posted.forwarded { &mut self.listed } else { &mut self.plain }.push(raw);
    }
}

/// By sequence; of a message that was copied twice, the later copy.
fn latest_by_sequence(mut rows: Vec<Raw>) -> Vec<Raw> {
    rows.reverse();
    rows.sort_by_key(|row| row.sequence);
    rows.dedup_by_key(|row| row.sequence);
    rows
}
