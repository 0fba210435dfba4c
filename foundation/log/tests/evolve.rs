//! States that change in all ways, with contents that repeat, and pages that they name and nobody has in memory, through lives of a
//! log that end at any operation, find no room, and whose checkpoints rot, one file at a time: what a start has is what was
//! handed in.
//!
//! `MILLPOND_EVOLUTIONS=10000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::collections::BTreeMap;
use std::io::ErrorKind;

use bytes::Bytes;
use harness::small::*;
use harness::*;
use millpond_log::segment::{SegmentLog, fsck};
use millpond_log::{Durability, Lane, Log, LogError, PageKey, Partition, Position, Snapshot, StatePage};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, Random, SeededRandom};

const LIVES: u64 = 12;
const STATE_BYTES_MAX: usize = 120_000;

/// Of each partition position, state, and the pages that it names.
type All = Vec<(u64, Bytes, BTreeMap<PageKey, Bytes>)>;

/// A page that a state names.
#[derive(Clone)]
struct Held {
    bytes: Bytes,
    /// The draft that it is in first.
    draft: u64,
    /// The owner could not say what it holds.
    is_away: bool,
}

#[derive(Debug, Default)]
struct Seen {
    starts: u64,
    checkpoints: u64,
    without_room: u64,
    damaged: u64,
    fell_back: u64,
    mended: u64,
    dropped: u64,
    kept: u64,
    refused: u64,
    fenced: u64,
}

struct Life<'a> {
    random: SeededRandom,
    disk: SimulatedDisk,
    partitions: u32,
    states: Vec<Vec<u8>>,
    /// By partition, resource and number.
    pages: Vec<BTreeMap<(u64, u64), Held>>,
    drafts: u64,
    /// What the checkpoints have that are kept, the newest last.
    published: Vec<All>,
    /// What was to be a checkpoint of that number: one that found no room or met its end may be there or not.
    tried: BTreeMap<u64, Vec<All>>,
    /// The two that are there for certain, unless a file of them was damaged.
    newest: u64,
    older: u64,
    /// Damaged since a checkpoint has made all good.
    is_damaged: bool,
    /// No start has seen that yet.
    is_unseen: bool,
    confirmed: u64,
    now: u64,
    epoch: u64,
    seen: &'a mut Seen,
}

fn newest_number(disk: &SimulatedDisk) -> u64 {
    files(disk, ".checkpoint")
        .last()
        .map_or(0, |name| name.split(['-', '.']).nth(1).unwrap().parse().unwrap())
}

impl Life<'_> {
    fn below(&self, limit: usize) -> usize {
        self.random.below(limit as u64) as usize
    }

    /// Noise, or something that is like itself, or like a part of another state.
    fn some_bytes(&self) -> Vec<u8> {
        let count = self.below([10, 70, 600, 3000, 20_000][self.below(5)]);
        match self.below(5) {
            0 => vec![0; count],
            1 => vec![self.below(256) as u8; count],
            2 => (0..count).map(|at| (at % 7) as u8).collect(),
            3 => {
                let other = &self.states[self.below(self.states.len())];
                let from = self.below(other.len() + 1);
                other[from..other.len().min(from + count)].to_vec()
            }
            _ => {
                let mut bytes = vec![0; count];
                self.random.fill(&mut bytes);
                bytes
            }
        }
    }

    fn evolve(&mut self) {
        for of in 0..self.states.len() {
            for _ in 0..self.below(4) {
                let (bytes, other) = (self.some_bytes(), self.below(self.states.len()));
                let at = self.below(self.states[of].len() + 1);
                let behind = (at + bytes.len()).min(self.states[of].len());
                let (whim, copied) = (self.below(16), self.states[other].clone());
                let state = &mut self.states[of];
                match whim {
                    0..4 => state.extend(bytes),
                    4..7 => drop(state.splice(at..at, bytes)),
                    7..9 => drop(state.splice(at..behind, bytes)),
                    9..11 => drop(state.drain(at..behind)),
                    11 => state.truncate(at),
                    12 => *state = copied,
                    13 if at < 1000 => state.clear(),
                    _ => {}
                }
                state.truncate(STATE_BYTES_MAX);
            }
        }
    }

    /// Pages come, change and go.
    fn evolve_pages(&mut self) {
        for of in 0..self.pages.len() {
            for _ in 0..self.below(6) {
                let at = ([1, 7, u64::MAX][self.below(3)], self.random.below(9));
                let bytes = Bytes::from(self.some_bytes());
                if bytes.is_empty() || self.random.once_in(4) {
                    self.pages[of].remove(&at);
                } else {
                    self.pages[of].insert(at, Held { bytes, draft: self.drafts + 1, is_away: false });
                }
            }
        }
    }

    /// An owner is fenced, and another one begins with what the older checkpoint has.
    fn fence(&mut self) {
        let (Some(older), of) = (self.published.first(), self.below(self.pages.len())) else { return };
        let draft = self.drafts;
        let held = |(key, bytes): (&PageKey, &Bytes)| {
            ((key.resource, key.number), Held { bytes: bytes.clone(), draft, is_away: true })
        };
        self.pages[of] = older[of].2.iter().map(held).collect();
        self.seen.fenced += 1;
    }

    /// What a partition's snapshot says of its pages, in no order.
    fn state_pages(&mut self, of: usize) -> Vec<StatePage> {
        let mut pages = Vec::new();
        for ((resource, number), held) in &self.pages[of] {
            let key = PageKey::of(*resource, *number, &held.bytes);
            let given = StatePage { key, bytes: Some(held.bytes.clone()).filter(|_| !held.is_away) };
            self.seen.kept += u64::from(held.is_away);
            pages.insert(self.random.below(pages.len() as u64 + 1) as usize, given.clone());
            if self.random.once_in(9) {
                pages.push(StatePage { bytes: given.bytes.filter(|_| self.random.once_in(2)), ..given });
            }
        }
        pages
    }

    /// Takes what the log has told: where segments end, and which pages the owner need not have.
    fn take_news(&mut self, log: &SegmentLog) -> u64 {
        let (mut sealed, mut told) = (Vec::new(), 0);
        log.sealed(Lane(0), &mut sealed);
        for notice in sealed {
            told = notice.end.0.max(told);
            for held in self.pages[notice.partition.0 as usize].values_mut() {
                // It may have it a while longer.
                held.is_away |= held.draft <= notice.drafted && !self.random.once_in(4);
            }
        }
        told
    }

    fn checkpoint(&mut self, log: &SegmentLog) -> Result<(), LogError> {
        if !self.random.once_in(5) {
            self.evolve();
        }
        let told = self.take_news(log);
        if self.random.once_in(6) {
            self.fence();
        }
        if self.random.once_in(2) {
            self.evolve_pages();
        }
        self.drafts += 1;
        let mut snapshots = snapshots(log, &[], told);
        let more = (2..self.partitions).map(|of| Snapshot {
            partition: Partition(of),
            position: log.bounds(Partition(of)).unwrap().1,
            ..snapshots[1].clone()
        });
        snapshots = [snapshots.clone(), more.collect()].concat();
        for (of, snapshot) in snapshots.iter_mut().enumerate() {
            snapshot.state = self.states[of].clone().into();
            (snapshot.pages, snapshot.draft) = (self.state_pages(of), self.drafts);
        }
        let pages_of = |of: usize| {
            let pages = self.pages[of].iter();
            pages.map(|((resource, number), it)| {
                (PageKey::of(*resource, *number, &it.bytes), it.bytes.clone())
            })
        };
        let all = snapshots.iter().enumerate();
        let all: All =
            all.map(|(of, it)| (it.position.0, it.state.clone(), pages_of(of).collect())).collect();
        let number = newest_number(&self.disk) + 1;
        self.tried.entry(number).or_default().push(all.clone());
        match log.write_checkpoint(snapshots) {
            Err(LogError::Io { error, .. })
                if error.kind() == ErrorKind::StorageFull && !log.has_failed() =>
            {
                let left = files(&self.disk, ".new");
                assert!(left.iter().all(|name| name == "FORMAT.new"), "{left:?}");
                self.seen.without_room += 1;
                return Ok(());
            }
            Err(LogError::Damaged { place, what }) if !log.has_failed() => {
                assert!(self.is_damaged, "{place}: {what}");
                assert!(files(&self.disk, ".new").iter().all(|name| name == "FORMAT.new"));
                self.seen.refused += 1;
                return Ok(());
            }
            done => drop(done?),
        }
        assert_eq!(newest_number(&self.disk), number);
        assert!(files(&self.disk, ".checkpoint").len() <= 2 && files(&self.disk, ".pages").len() <= 34);
        (self.older, self.newest) = (self.newest, number);
        self.seen.checkpoints += 1;
        self.is_damaged &= self.is_unseen;
        assert!(has(log, &all));
        self.published.push(all);
        self.published.drain(..self.published.len().saturating_sub(2));
        if self.random.once_in(2) {
            self.take_news(log);
        }
        Ok(())
    }

    fn work(&mut self, log: &SegmentLog) -> Result<(), LogError> {
        self.epoch += 1;
        (0..self.partitions).for_each(|of| log.claim(Partition(of), millpond_log::Epoch(self.epoch), OWNER));
        log.commit_once(at(self.now))?;
        let mut owner_seq = 0;
        for _ in 0..self.below(14) {
            self.now += self.random.below(40_000);
            for _ in 0..self.below(12) {
                let body = body_of_post(end(log), self.now);
                log.submit(Partition(0), record(self.epoch, OWNER, owner_seq, body), Durability::Now);
                owner_seq += 1;
                log.commit_once(at(self.now))?;
                self.confirmed = end(log);
            }
            match self.below(6) {
                0 | 1 => while log.index_next()? {},
                2 => {
                    let after = self.random.below(8);
                    let is_sync = self.random.once_in(2);
                    self.disk.inject(match is_sync {
                        true => Fault::SyncFindsNoRoom { after },
                        false => Fault::WriteFindsNoRoom { after },
                    });
                    self.checkpoint(log)?;
                }
                3 if self.random.once_in(2) => {
                    let left = self.random.below(100_000);
                    self.disk.occupy(self.disk.space().unwrap().free_bytes.saturating_sub(left));
                    self.checkpoint(log)?;
                    self.disk.occupy(0);
                }
                4 if !self.is_damaged && self.random.once_in(3) => self.rot_in_place(),
                _ => {}
            }
            if self.random.once_in(2) {
                self.checkpoint(log)?;
            }
        }
        self.seen.dropped += log.stats().dropped;
        Ok(())
    }

    /// In a file that the log has open.
    fn rot_in_place(&mut self) {
        let names = files(&self.disk, ".pages");
        if names.is_empty() {
            return;
        }
        let name = &names[self.below(names.len())];
        let len = self.disk.contents(name).unwrap().len();
        let at = self.below(len);
        let bytes = vec![self.below(256) as u8; self.below((len - at).min(5000)) + 1];
        if let Ok(file) = self.disk.open(name) {
            // One that finds no room has done half of it.
            file.write_at(&bytes, at as u64).ok();
            (self.is_damaged, self.is_unseen) = (true, true);
            self.seen.damaged += 1;
        }
    }

    fn rot(&mut self) -> Option<String> {
        let kind = [".pages", ".pages", ".checkpoint"][self.below(3)];
        let names = files(&self.disk, kind);
        let name = names.get(self.below(names.len().max(1)))?;
        let mut bytes = self.disk.contents(name).unwrap();
        let (at, to) = (self.below(bytes.len()), self.below(bytes.len()));
        let whim = self.below(6);
        match whim {
            0 => bytes[at] ^= 1 << self.below(8),
            1 => bytes.truncate(at),
            2 => bytes[at.min(to)..at.max(to)].fill(0),
            3 => bytes = self.disk.contents(&names[self.below(names.len())]).unwrap(),
            4 => bytes.rotate_left(at),
            _ => {}
        }
        if whim == 5 && kind == ".pages" {
            self.disk.remove(name).unwrap();
            self.disk.sync_directory().unwrap();
        } else {
            self.disk.put(name, &bytes);
        }
        (self.is_damaged, self.is_unseen) = (true, true);
        self.seen.damaged += 1;
        Some(format!("{name}: {whim} at {at}"))
    }

    fn check(&mut self, log: &SegmentLog) {
        let used = log.recovery().checkpoint;
        let number = used.unwrap_or(0);
        assert!(number >= if self.is_damaged { self.older } else { self.newest }, "{:?}", log.recovery());
        self.seen.starts += 1;
        self.seen.fell_back += u64::from(number < self.newest);
        self.seen.mended += u64::from(log.recovery().damaged.iter().any(|what| what.contains(".pages")));
        let mut all = All::new();
        for of in (0..self.partitions).map(Partition) {
            let snapshot = log.snapshot(of).unwrap();
            let mut next = snapshot.as_ref().map_or(0, |it| it.position.0);
            log.replay(&[(of, Position(next))], &mut |_, at, _| {
                assert_eq!(at.0, next);
                next += 1;
                Ok(())
            })
            .unwrap();
            assert_eq!(next, log.bounds(of).unwrap().1.0);
            let held = &mut self.pages[of.0 as usize];
            held.values_mut().for_each(|held| held.is_away = false);
            let Some(snapshot) = snapshot else { continue };
            let mut pages = BTreeMap::new();
            for StatePage { key, .. } in snapshot.pages {
                let bytes = page_of(log, of, &key).unwrap();
                // What the log behind has changed is in memory.
                let held = held.get_mut(&(key.resource, key.number)).filter(|held| held.bytes == bytes);
                held.into_iter().for_each(|held| held.is_away = true);
                pages.insert(key, bytes);
            }
            all.push((snapshot.position.0, snapshot.state, pages));
        }
        assert!(end(log) >= self.confirmed);
        self.confirmed = end(log);
        assert!(used.is_none() || self.tried[&number].contains(&all), "{number} is another");
        self.published = Vec::from_iter(used.map(|_| all));
        (self.older, self.newest, self.is_unseen) = (self.older.min(number), number, false);
    }

    fn run(mut self) {
        for life in 0..LIVES {
            let rots = life > 0 && !self.is_damaged && self.random.once_in(2);
            let what = if rots { self.rot() } else { None };
            if self.random.once_in(8) {
                // Its checkpoint never came.
                let name = format!("queues-{:012}.pages", newest_number(&self.disk) + 1);
                self.disk.put(&name, &[9; 3000]);
            }
            let operations = self.disk.operations();
            let report = fsck(&self.disk);
            assert_eq!(self.disk.operations(), operations);
            if self.random.once_in(2) {
                let within = [12, 60, 300][self.below(3)];
                self.disk.inject(Fault::PowerFails { after: self.random.below(within) });
            }
            match open_with(&self.disk, self.partitions, small(life)) {
                Err(LogError::Io { .. }) => {}
                Err(other) => panic!("{what:?}: {other}\n{report}"),
                Ok(log) => {
                    assert!(report.starts(), "{what:?}: {report}");
                    let foreseen = report.classes.first().and_then(|class| class.checkpoint);
                    assert_eq!(foreseen, log.recovery().checkpoint);
                    self.check(&log);
                    match self.work(&log) {
                        Ok(()) if self.random.once_in(3) => drop(log.close(at(self.now))),
                        Ok(()) | Err(LogError::Io { .. }) => {}
                        Err(other) => panic!("{what:?}: {other}"),
                    }
                }
            }
            let is_killed = self.random.once_in(3);
            self.disk = if is_killed { self.disk.kill() } else { self.disk.crash(&self.random) };
        }
    }
}

/// Whether the checkpoint in use is this one.
fn has(log: &SegmentLog, all: &All) -> bool {
    (0..).map(Partition).zip(all).all(|(of, (position, state, pages))| {
        let read = log.snapshot(of).unwrap().unwrap();
        let names = read.pages.iter().map(|page| page.key).eq(pages.keys().copied());
        let are_read = || pages.iter().all(|(key, bytes)| page_of(log, of, key).unwrap() == bytes);
        read.position.0 == *position && read.state == *state && names && are_read()
    })
}

#[test]
fn what_a_start_has_is_what_was_handed_in() {
    let (count, mut seen) = (count_from_env("MILLPOND_EVOLUTIONS", 120), Seen::default());
    for seed in 0..count {
        let random = SeededRandom::new(seed);
        let partitions = 2 + random.below(4) as u32;
        let life = Life {
            random,
            disk: SimulatedDisk::new(16 << 20),
            partitions,
            states: vec![Vec::new(); partitions as usize],
            pages: vec![BTreeMap::new(); partitions as usize],
            drafts: 0,
            published: Vec::new(),
            tried: BTreeMap::new(),
            newest: 0,
            older: 0,
            is_damaged: false,
            is_unseen: false,
            confirmed: 0,
            now: 0,
            epoch: 0,
            seen: &mut seen,
        };
        let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| life.run()));
        assert!(ran.is_ok(), "seed {seed}");
    }
    let tried = "a file rots, is cut, swapped or missing, while or between lives of a log whose states change in all ways";
    let times = format!("{} damages, {} starts, {} checkpoints", seen.damaged, seen.starts, seen.checkpoints);
    println!("PROOF\tA5\t{tried}\t{times}\t0 served wrong, 0 refused");
    let Seen {
        starts,
        checkpoints,
        without_room,
        damaged,
        fell_back,
        mended,
        dropped,
        kept,
        refused,
        fenced,
    } = seen;
    assert!(starts > 5 * count && checkpoints > 10 * count && without_room > count, "{seen:?}");
    assert!(damaged > count && fell_back > count / 10 && mended > count / 10 && dropped > count, "{seen:?}");
    assert!(kept > 20 * count && refused > count / 40 && fenced > count, "{seen:?}");
}
