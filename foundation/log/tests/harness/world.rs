//! A log with checkpoints, the clients who use it, and the owners who keep their state in it; many lives of it, from a seed.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::sync::Arc;

use bytes::Bytes;
use millpond_log::event::{Body, BodyWriter, Kind};
use millpond_log::segment::{Class, Format, Options, SegmentLog, Sync, fsck};
use millpond_log::{
    BLOCK_ROWS, Durability, Entry, Epoch, EventRef, Indexer, Lane, Log, LogError, Outcome, Partition,
    Position, Posted, Snapshot, Store, VERSION_OF_STATE_PAGES,
};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, SeededRandom};

use crate::harness::named::{self, Named};
use crate::harness::posts::{self, PostIndexer};
use crate::harness::*;

const DELETE: Kind = Kind { service: 3, tag: 2, version: 1 };
const MINUTES_5: u64 = 300_000;

pub type Live = BTreeMap<(u64, u64), u64>;

/// Some states are written in what older programs do not know.
fn data_version_at(position: u64) -> u32 {
    if position % 16 == 9 { 3 } else { 1 }
}

/// What an owner would know of a partition after these entries: where each live message stands.
pub fn live_after(entries: &[Entry]) -> Live {
    let mut live = Live::new();
    for (position, entry) in entries.iter().enumerate() {
        let Entry::Record(record) = entry else { continue };
        for event in Body::parse(&record.body).unwrap() {
            let event = event.unwrap();
            if let Some(post) = PostIndexer.index(&event, 0).unwrap() {
                let key = (post.resource, post.sequence);
                if !post.forwarded || live.contains_key(&key) {
                    live.insert(key, position as u64);
                }
            } else if event.kind == DELETE {
                let numbers: Vec<_> = event.fields().map(|it| it.unwrap().1.number().unwrap()).collect();
                live.remove(&(numbers[0], numbers[1]));
            }
        }
    }
    live
}

pub fn state_of(live: &Live) -> Bytes {
    let numbers = live.iter().flat_map(|((resource, sequence), position)| [*resource, *sequence, *position]);
    numbers.flat_map(u64::to_le_bytes).collect::<Vec<u8>>().into()
}

/// Where the event of a message stands in its record's body, and its bytes.
pub fn event_of(entry: &Entry, key: (u64, u64)) -> (u32, Vec<u8>) {
    let Entry::Record(record) = entry else { panic!("a message stands in a record") };
    let events = Body::parse(&record.body).unwrap().map(|event| event.unwrap());
    let mut events = events.filter(|event| {
        PostIndexer.index(event, 0).unwrap().is_some_and(|post| (post.resource, post.sequence) == key)
    });
    let event = events.next().unwrap();
    (event.offset, event.bytes.to_vec())
}

pub struct World {
    pub random: SeededRandom,
    pub disk: SimulatedDisk,
    pub sync: Sync,
    pub partitions: u32,
    /// Whether tenants share resources. In most worlds none do: they make one ten times as slow to check.
    pub tenants: bool,
    /// By partition, in worlds whose states name pages.
    pub named: Option<Vec<Named>>,
    pub sizes: [u64; 4],
    pub certain: Vec<Vec<Entry>>,
    pub uncertain: Vec<(u32, Entry)>,
    /// By partition: where sealed segments end.
    pub sealed: Vec<BTreeMap<u64, u64>>,
    /// By partition: what the last checkpoint covers.
    covered: Vec<u64>,
    /// Nothing was synced that no checkpoint covers, and the power was cut.
    may_be_short: bool,
    /// By partition: what owners do not hold in memory, but ask sidecars for.
    pub told: Vec<u64>,
    pub now: u64,
    pub epoch: u64,
    pub owner_seqs: Vec<u64>,
    pub sequences: u64,
    pub checkpoints: u64,
    pub fell_back: u64,
    pub dropped: u64,
    pub recycled: u64,
}

impl World {
    pub fn new(seed: u64, sync: Sync) -> World {
        let random = SeededRandom::new(seed);
        let partitions = [1, 3, 5][random.below(3) as usize];
        let smallest = (8 << 10) << random.below(2);
        let large = smallest << random.below(2);
        World {
            disk: SimulatedDisk::new(64 << 20),
            sync,
            partitions,
            tenants: seed % 16 == 3,
            named: seed.is_multiple_of(3).then(|| vec![Named::default(); partitions as usize]),
            sizes: [smallest, smallest, large, large],
            certain: vec![Vec::new(); partitions as usize],
            uncertain: Vec::new(),
            sealed: vec![BTreeMap::new(); partitions as usize],
            covered: vec![0; partitions as usize],
            may_be_short: false,
            told: Vec::new(),
            now: 0,
            epoch: 0,
            owner_seqs: Vec::new(),
            sequences: 0,
            checkpoints: 0,
            fell_back: 0,
            dropped: 0,
            recycled: 0,
            random,
        }
    }

    pub fn open(&self) -> Result<SegmentLog, LogError> {
        let random = Arc::new(SeededRandom::new(self.random.below(1 << 40)));
        let options = Options {
            segment_sizes_bytes: self.sizes,
            sync: self.sync,
            indexer: Arc::new(PostIndexer),
            checkpoint_log_bytes: [40 << 10, 100 << 10],
            ..Options::new(Class::Queues, random, BOOT)
        };
        open_with(&self.disk, self.partitions, options)
    }

    /// There is no room for one of the next writes or syncs.
    fn lose_room(&mut self, faults: bool) {
        if faults && self.random.once_in(6) {
            let after = self.random.below(5);
            let write = self.random.once_in(2);
            self.disk.inject(if write {
                Fault::WriteFindsNoRoom { after }
            } else {
                Fault::SyncFindsNoRoom { after }
            });
        }
    }

    pub fn live(&mut self, faults: bool) {
        if faults && self.random.once_in(3) {
            let within = if self.random.once_in(2) { 12 } else { 100 };
            self.disk.inject(Fault::PowerFails { after: self.random.below(within) });
        }
        match self.open() {
            Err(LogError::Io { .. }) => {}
            Err(other) => panic!("no end of a process makes a log unreadable: {other}\n{}", fsck(&self.disk)),
            Ok(log) => {
                self.check(&log);
                if self.work(&log, faults).is_ok() && self.random.once_in(3) {
                    log.close(at(self.now)).ok();
                }
                self.take_news(&log);
                self.dropped += log.stats().dropped;
                self.recycled += log.stats().recycled;
            }
        }
        self.disk = match self.random.below(3) {
            0 => self.disk.kill(),
            _ if self.sync == Sync::Os => {
                self.may_be_short = self.random.once_in(2);
                if self.may_be_short { self.disk.crash(&self.random) } else { self.disk.kill() }
            }
            _ => self.disk.crash(&self.random),
        };
    }

    fn work(&mut self, log: &SegmentLog, faults: bool) -> Result<(), LogError> {
        self.epoch += 1;
        self.owner_seqs = vec![0; self.partitions as usize];
        for partition in 0..self.partitions {
            log.claim(Partition(partition), Epoch(self.epoch), OWNER);
            self.uncertain.push((partition, Entry::Claim { epoch: Epoch(self.epoch), owner: OWNER }));
        }
        log.commit_once(at(self.now))?;
        self.take_news(log);
        for _ in 0..self.random.below(120) {
            match self.random.below(16) {
                0..=7 => self.act(log),
                8 => self.now += self.random.below(150),
                9 if self.random.once_in(10) => self.now += MINUTES_5 / 2,
                10 if faults && self.random.once_in(8) => {
                    let after = self.random.below(20);
                    self.disk.inject(match self.random.below(3) {
                        0 => Fault::SyncFails { after },
                        1 => Fault::WriteFails { after },
                        _ => Fault::PowerFails { after },
                    });
                }
                11 | 12 => {
                    self.lose_room(faults);
                    log.index_next()?;
                    log.forget_sidecars(at(self.now))?;
                    if self.random.once_in(8) {
                        log.prepare_spare()?;
                    }
                }
                13 => self.forward(log)?,
                14 if log.checkpoint_due() || self.random.once_in(9) => {
                    self.lose_room(faults);
                    self.checkpoint(log)?;
                    // Of the same.
                    if self.random.once_in(3) {
                        self.checkpoint(log)?;
                    }
                }
                _ => {
                    log.tick(at(self.now))?;
                    log.commit_once(at(self.now))?;
                }
            }
            self.take_news(log);
        }
        Ok(())
    }

    fn submit(&mut self, log: &SegmentLog, partition: u32, body: Bytes) {
        let owner_seq = &mut self.owner_seqs[partition as usize];
        let record = record(self.epoch, OWNER, *owner_seq, body);
        *owner_seq += 1;
        self.uncertain.push((partition, Entry::Record(record.clone())));
        log.submit(Partition(partition), record, Durability::Now);
    }

    /// Sends, or deletes most of what lives.
    fn act(&mut self, log: &SegmentLog) {
        let partition = self.random.below(u64::from(self.partitions)) as u32;
        let time = 1_000_000 + self.now;
        let live = live_after(&self.certain[partition as usize]);
        if self.random.once_in(2) && live.len() > 3 {
            let mut writer = BodyWriter::new(time);
            for (resource, sequence) in live.keys().filter(|_| !self.random.once_in(12)) {
                writer.event(DELETE, |fields| {
                    fields.number(1, *resource);
                    fields.number(2, *sequence);
                });
            }
            return self.submit(log, partition, writer.finish().into());
        }
        if self.tenants && self.random.once_in(30) {
            return self.act_for_tenants(log, partition, time);
        }
        let posts: Vec<_> = (0..1 + self.random.below(4))
            .map(|_| {
                self.sequences += 1;
                posts::draw(&self.random, 1 + self.random.below(3), self.sequences, time)
            })
            .collect();
        self.submit(log, partition, posts::body(time, &posts, self.random.below(900) as usize));
    }

    /// Sends what is worth a group directory.
    fn act_for_tenants(&mut self, log: &SegmentLog, partition: u32, time: u64) {
        let tenants = 2 + self.random.below(9);
        let posts: Vec<_> = (0..260 + self.random.below(200))
            .map(|_| {
                self.sequences += 1;
                let group = Some(self.random.below(tenants)).filter(|group| *group > 0);
                let drawn = posts::draw(&self.random, 4, self.sequences, time);
                millpond_log::Posted { group, past: None, deduplication: None, ..drawn }
            })
            .collect();
        self.submit(log, partition, posts::body(time, &posts, 1));
    }

    /// Copies what lives in sparse segments.
    fn forward(&mut self, log: &SegmentLog) -> Result<(), LogError> {
        let lives: Vec<_> = self.certain.iter().map(|entries| live_after(entries)).collect();
        for (segment, live, held) in log.sparse() {
            assert!(live < held / 4);
            for (partition, stretch) in log.stretches_of(segment)? {
                for block in 0..stretch.count.div_ceil(BLOCK_ROWS) {
                    for row in log.rows(&stretch, block, true)?.unwrap() {
                        let key = (stretch.resource, row.sequence);
                        if lives[partition.0 as usize].get(&key) == Some(&row.position.0) {
                            let post = Posted {
                                resource: stretch.resource,
                                sequence: row.sequence,
                                sent: row.sent,
                                group: row.group,
                                past: row.past,
                                forwarded: true,
                                deduplication: None,
                            };
                            let body = posts::body(1_000_000 + self.now, &[post], 10);
                            self.submit(log, partition.0, body);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn snapshot(&mut self, partition: u32) -> Snapshot {
        let entries = &self.certain[partition as usize];
        let position = entries.len() as u64;
        let (state, live_bytes, hot_from) = self.state_at(partition, position);
        let named = self.named.as_mut().map(|named| &mut named[partition as usize]);
        let drafted = named.map(|named| named.draft(&self.random, &live_after(entries)));
        let (draft, pages) = drafted.unwrap_or_default();
        Snapshot {
            partition: Partition(partition),
            position: Position(position),
            epoch: Epoch(self.epoch),
            owner: OWNER,
            claimed_at: Position(0),
            next_owner_seq: self.owner_seqs[partition as usize],
            digest: position,
            hot_from: Position(hot_from),
            live_bytes,
            data_version: data_version_at(position),
            state,
            pages,
            draft,
        }
    }

    fn state_at(&self, partition: u32, position: u64) -> (Bytes, BTreeMap<u64, u64>, u64) {
        let live = live_after(&self.certain[partition as usize][..position as usize]);
        let sealed = &self.sealed[partition as usize];
        let hot_from = sealed.last_key_value().map_or(0, |(end, _)| *end).min(position);
        let mut live_bytes = BTreeMap::new();
        for stands in live.values().filter(|stands| **stands < hot_from) {
            let (_, segment) = sealed.range(stands + 1..).next().unwrap();
            *live_bytes.entry(*segment).or_default() += 50;
        }
        (state_of(&live), live_bytes, hot_from)
    }

    fn checkpoint(&mut self, log: &SegmentLog) -> Result<(), LogError> {
        self.take_news(log);
        let snapshots: Vec<_> =
            (0..self.partitions).rev().map(|partition| self.snapshot(partition)).collect();
        match log.write_checkpoint(snapshots.clone()) {
            Err(LogError::Io { error, .. })
                if error.kind() == ErrorKind::StorageFull && !log.has_failed() =>
            {
                return Ok(());
            }
            done => drop(done?),
        }
        self.covered = self.certain.iter().map(|entries| entries.len() as u64).collect();
        self.checkpoints += 1;
        for snapshot in snapshots {
            let mut read = log.snapshot(snapshot.partition)?.unwrap();
            let live = live_after(&self.certain[snapshot.partition.0 as usize]);
            named::check(log, &read, &live);
            assert_eq!(read.pages.len(), snapshot.pages.len());
            read.pages = snapshot.pages.clone();
            assert_eq!(read, Snapshot { data_version: 1, draft: 0, ..snapshot });
        }
        Ok(())
    }

    fn take_news(&mut self, log: &SegmentLog) {
        for news in drain(log, 0) {
            let certain = &mut self.certain[news.partition.0 as usize];
            let (count, first) = match news.outcome {
                Outcome::Claimed { position, .. } => (1, position),
                Outcome::Confirmed { count, first, .. } => (count, first),
                other => panic!("{other:?}"),
            };
            assert_eq!(first, Position(certain.len() as u64), "confirmed where it stands");
            for _ in 0..count {
                let at = self.uncertain.iter().position(|(of, _)| *of == news.partition.0).unwrap();
                certain.push(self.uncertain.remove(at).1);
            }
        }
        let mut sealed = Vec::new();
        log.sealed(Lane(0), &mut sealed);
        for notice in sealed.extract_if(.., |notice| notice.drafted > 0) {
            let named = self.named.as_mut().expect("nobody else has drafts with pages");
            named[notice.partition.0 as usize].told(&notice);
        }
        assert!(sealed.is_sorted_by_key(|notice| notice.segment));
        for notice in sealed {
            let before = self.sealed[notice.partition.0 as usize].insert(notice.end.0, notice.segment);
            assert!(before.is_none_or(|segment| segment == notice.segment));
            let told = &mut self.told[notice.partition.0 as usize];
            *told = notice.end.0.max(*told);
        }
    }

    /// What a start finds.
    pub fn check(&mut self, log: &SegmentLog) {
        let mut extra: Vec<Vec<Entry>> = Vec::new();
        self.told.clear();
        for partition in 0..self.partitions {
            let of = Partition(partition);
            let snapshot = log.snapshot(of).unwrap();
            assert_eq!(snapshot.is_some(), log.recovery().checkpoint.is_some());
            let names_pages = snapshot.as_ref().is_some_and(|it| !it.pages.is_empty());
            let needed = snapshot.as_ref().map_or(1, |it| data_version_at(it.position.0));
            let needed = needed.max(if names_pages { VERSION_OF_STATE_PAGES } else { 1 });
            let format = Format::read(&self.disk).unwrap().unwrap();
            assert!(format.least_version >= needed, "an older program would misread a checkpoint");
            let (kept, _) = log.bounds(of).unwrap();
            let from = snapshot.as_ref().map_or(Position(0), |it| it.position);
            self.told.push(snapshot.as_ref().map_or(0, |it| it.hot_from.0));
            assert!(kept <= from);
            if kept.0 > 0 {
                let below = log.replay(&[(of, Position(kept.0 - 1))], &mut |_, _, _| Ok(()));
                assert!(matches!(below, Err(LogError::Trimmed { first }) if first == kept));
            }
            for (start, last) in [(kept, false), (from, true)] {
                let mut found = Vec::new();
                log.replay(&[(of, start)], &mut |_, position, entry| {
                    assert_eq!(position.0, start.0 + found.len() as u64);
                    found.push(unsealed(entry));
                    Ok(())
                })
                .unwrap();
                let certain = &mut self.certain[partition as usize];
                let end = start.0 + found.len() as u64;
                assert!(end >= self.covered[partition as usize], "what a checkpoint covers is there");
                if self.may_be_short && end < certain.len() as u64 {
                    certain.truncate(end as usize);
                    self.uncertain.clear();
                }
                assert!(start.0 as usize + found.len() >= certain.len(), "all that was confirmed is there");
                let known = certain.len().saturating_sub(start.0 as usize);
                assert!(found[..known] == certain[start.0 as usize..]);
                if last {
                    extra.push(found.split_off(known));
                }
            }
            if let Some(named) = &mut self.named {
                let until = from.0 as usize;
                let live = live_after(&self.certain[partition as usize][..until]);
                named[partition as usize].started(log, snapshot.as_ref(), &live);
            }
            if let Some(snapshot) = snapshot {
                let live = live_after(&self.certain[partition as usize][..snapshot.position.0 as usize]);
                assert!(snapshot.state == state_of(&live) && snapshot.digest == snapshot.position.0);
            }
        }
        self.may_be_short = false;
        let mut expected: Vec<Vec<Entry>> = vec![Vec::new(); self.partitions as usize];
        let uncertain = std::mem::take(&mut self.uncertain);
        let mut matches = extra == expected;
        for (partition, entry) in uncertain {
            if !matches {
                expected[partition as usize].push(entry);
                matches = extra == expected;
            }
        }
        assert!(matches, "what was not confirmed is there as one commit or not at all");
        for (certain, extra) in self.certain.iter_mut().zip(extra) {
            certain.extend(extra);
        }
        self.fell_back += u64::from(!log.recovery().damaged.is_empty());
        if !self.random.once_in(3) {
            while let Ok(true) = log.index_next() {}
            self.take_news(log);
        }
        self.check_messages(log);
    }

    /// All that lives can be read, and what is deduplicated by is remembered.
    fn check_messages(&self, log: &SegmentLog) {
        let remember = (1_000_000 + self.now).saturating_sub(MINUTES_5);
        let (mut ids, mut remembered) = (BTreeSet::new(), BTreeSet::new());
        let mut stretches = BTreeMap::new();
        for partition in 0..self.partitions {
            let entries = &self.certain[partition as usize];
            let sealed = &self.sealed[partition as usize];
            for (key, position) in live_after(entries) {
                let (offset, bytes) = event_of(&entries[position as usize], key);
                let (partition, len) = (Partition(partition), bytes.len() as u32);
                let event = EventRef { partition, position: Position(position), offset, len };
                let read = log.read(event).unwrap_or_else(|error| panic!("{event:?}: {error}"));
                assert_eq!(without_checksum(&read), without_checksum(&bytes));
                if position >= self.told[partition.0 as usize] {
                    continue;
                }
                let (_, segment) = sealed.range(position + 1..).next().unwrap();
                let rows = stretches.entry(*segment).or_insert_with(|| self.rows_of(log, *segment));
                assert_eq!(rows.get(&(partition, key.0, key.1)), Some(&event), "in its row");
            }
            for entry in &entries[..self.told[partition as usize] as usize] {
                let Entry::Record(record) = entry else { continue };
                let body = Body::parse(&record.body).unwrap();
                let time = body.time;
                for post in body.filter_map(|event| PostIndexer.index(&event.unwrap(), 0).unwrap()) {
                    if let Some(hash) = post.deduplication.filter(|_| time >= remember) {
                        ids.insert((partition, post.resource, hash, post.sequence));
                    }
                }
            }
        }
        log.remembered(remember, &mut |partition, resource, set| {
            remembered.extend(set.iter().map(|id| (partition.0, resource, id.hash, id.sequence)));
        })
        .unwrap();
        assert!(remembered.is_superset(&ids), "{} of {}", remembered.len(), ids.len());
    }

    pub fn rows_of(&self, log: &SegmentLog, segment: u64) -> BTreeMap<(Partition, u64, u64), EventRef> {
        let mut found = BTreeMap::new();
        for (partition, stretch) in log.stretches_of(segment).unwrap() {
            for block in 0..stretch.count.div_ceil(BLOCK_ROWS) {
                for row in log.rows(&stretch, block, true).unwrap().unwrap() {
                    let (offset, len) = (row.offset, row.len);
                    let event = EventRef { partition, position: row.position, offset, len };
                    found.insert((partition, stretch.resource, row.sequence), event);
                }
            }
        }
        found
    }

    pub fn files(&self, suffix: &str) -> Vec<String> {
        self.disk.list().unwrap().into_iter().filter(|name| name.ends_with(suffix)).collect()
    }

    /// Something rots that there is another of: the newest of two checkpoints, or a sidecar.
    pub fn rot(&mut self) {
        let report = fsck(&self.disk);
        let checkpoints = self.files(".checkpoint");
        let Some(class) = report.classes.first() else { return };
        let none = class.damaged_checkpoints.is_empty() && class.rotten_pages.is_empty();
        let (whole, pages) = (none && checkpoints.len() == 2, self.files(".pages"));
        let segments = self.files(".segment");
        let mut sidecars = self.files(".sidecar");
        // One that has rotted and was not made again yet could be made good by the same bit.
        let rotten = report.to_string();
        sidecars.retain(|name| {
            segments.contains(&name.replace("sidecar", "segment")) && !rotten.contains(name.as_str())
        });
        let name = match self.random.below(2) {
            0 if whole && (pages.is_empty() || self.random.once_in(2)) => checkpoints[1].clone(),
            0 if whole => pages[self.random.below(pages.len() as u64) as usize].clone(),
            _ if !sidecars.is_empty() => sidecars[self.random.below(sidecars.len() as u64) as usize].clone(),
            _ => return,
        };
        let good = self.disk.contents(&name).unwrap();
        let mut bytes = good.clone();
        // What a start reads of a sidecar, it makes again; the rest is named when it is asked for.
        let at = if name.ends_with(".sidecar") {
            4 + self.random.below(60)
        } else {
            self.random.below(bytes.len() as u64)
        };
        bytes[at as usize] ^= 1 << self.random.below(8);
        self.disk.put(&name, &bytes);
        let report = fsck(&self.disk);
        if !report.starts() {
            // The segment was about to be let go: nothing can make its sidecar again.
            assert!(report.to_string().contains("remove the file to start without them"), "{name}: {report}");
            return self.disk.put(&name, &good);
        }
        let class = &report.classes[0];
        let noticed = [&class.damaged_checkpoints, &class.remade].iter().any(|list| !list.is_empty());
        assert!(
            // Of a file of pages not all need be needed.
            noticed || !class.rotten_pages.is_empty() || name.ends_with(".pages"),
            "{name} at {at}: {report}"
        );
    }

    pub fn run(mut self, faults: bool, rot: bool) -> World {
        for _ in 0..4 + self.random.below(6) {
            self.live(faults);
            if rot && self.random.once_in(2) {
                self.rot();
            }
        }
        let report = fsck(&self.disk);
        assert!(report.starts(), "{report}");
        let log = self.open().unwrap();
        self.check(&log);
        let left = self.files(".new");
        assert!(left.iter().all(|name| name == "FORMAT.new") && self.files(".spare").len() <= 4, "{left:?}");
        drop(log);
        self
    }
}
