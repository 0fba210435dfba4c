//! Run tables through lives of a log that grows, lets segments go, finds no room, ends at any operation, and whose tables rot
//! or are replaced by older ones: every message of what is left is found where it stands.
//!
//! `MILLPOND_TABLE_LIVES=1000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;
#[path = "harness/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::io::ErrorKind;

use harness::small::files;
use harness::*;
use millpond_log::segment::{SegmentLog, fsck};
use millpond_log::{LogError, RUNS_AT_ONCE, Sought, Store, TABLE_SEGMENTS};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, SeededRandom};
use tables::*;

const LIVES: u64 = 5;

#[derive(Debug, Default)]
struct Seen {
    looked_up: u64,
    merged: u64,
    damaged: u64,
    ended: u64,
    dropped: u64,
}

struct Life<'a> {
    random: SeededRandom,
    disk: SimulatedDisk,
    sender: Sender,
    /// What tables were, by group.
    older: BTreeMap<u64, Vec<u8>>,
    seen: &'a mut Seen,
}

impl Life<'_> {
    /// The table of some group, if there is any.
    fn some_table(&self) -> Option<(u64, Vec<u8>)> {
        let names = files(&self.disk, ".runs");
        let name = names.get(self.random.below(names.len().max(1) as u64) as usize)?;
        let group = name.split(['-', '.']).nth(1).unwrap().parse().unwrap();
        Some((group, self.disk.contents(name).unwrap()))
    }

    fn inject_lack_of_room(&self) {
        let after = self.random.below(10);
        self.disk.inject(match self.random.once_in(2) {
            true => Fault::SyncFindsNoRoom { after },
            false => Fault::WriteFindsNoRoom { after },
        });
    }

    /// Messages are sought, each in all of what there is of its group.
    fn check(&mut self, log: &SegmentLog) {
        let there = sealed(&self.disk);
        for ((group, resource), runs) in model(&self.disk, log) {
            let own: Vec<u64> = there.iter().filter(|id| **id / TABLE_SEGMENTS == group).copied().collect();
            let (from, to) = (own[0], own[own.len() - 1]);
            for at in (self.random.below(40) as usize..runs.len()).step_by(40) {
                let stretch = runs[at].stretch;
                let sequence = stretch.first + self.random.below(stretch.count.into());
                let sought = Sought { resource, sequence, from, to };
                let found = log.runs(&sought, true).unwrap().unwrap();
                assert_eq!(found[0], runs[at], "{sought:?}");
                // Some of what follows may be gone.
                let is_full = found.len() == RUNS_AT_ONCE;
                let left: Vec<_> =
                    found.into_iter().filter(|run| own.contains(&run.stretch.segment)).collect();
                assert!(runs[at..].starts_with(&left), "{sought:?}");
                assert!(is_full || runs[at..] == left, "{sought:?}");
                self.seen.looked_up += 1;
            }
        }
    }

    fn checkpoint(&mut self, log: &SegmentLog) -> Result<(), LogError> {
        index_until_error(log)?;
        let goes = 2 + self.random.below(9);
        let kept = sealed(&self.disk).into_iter().filter(|_| !self.random.once_in(goes));
        let live = kept.map(|id| (id, if self.random.once_in(2) { 1 } else { SIZE })).collect();
        for _ in 0..1 + self.random.below(2) {
            match log.write_checkpoint(snapshots(log, &live)) {
                Err(LogError::Io { error, .. })
                    if error.kind() == ErrorKind::StorageFull && !log.has_failed() =>
                {
                    return Ok(());
                }
                // Nothing has come since the last one.
                Ok(0) => return Ok(()),
                done => drop(done?),
            }
        }
        let (in_tables, sparse) = (log.in_tables(), log.sparse());
        for (from, to) in in_tables.iter() {
            assert!(from <= to && from / TABLE_SEGMENTS == to / TABLE_SEGMENTS);
            assert!(sparse.iter().all(|(id, _, _)| !(from..=to).contains(&id)), "{from} to {to}");
        }
        assert!(in_tables.is_sorted_by(|one, next| one.1 < next.0));
        Ok(())
    }

    fn work(&mut self, log: &SegmentLog) -> Result<(), LogError> {
        for _ in 0..self.random.below(9) {
            match self.random.below(8) {
                0..=2 => {
                    let more = self.random.below(50);
                    self.sender.try_fill(log, log.stats().segments + more)?;
                }
                3 => self.checkpoint(log)?,
                4 => {
                    if let Some((group, mut bytes)) = self.some_table() {
                        let at = 4096 + self.random.below(bytes.len() as u64 - 4096) as usize;
                        bytes[at] ^= 1 << self.random.below(8);
                        self.disk.open(&table_name(group)).unwrap().write_at(&bytes, 0).ok();
                        self.seen.damaged += 1;
                    }
                }
                5 => {
                    index_until_error(log)?;
                    if self.random.once_in(3) {
                        self.disk.inject(Fault::PowerFails { after: self.random.below(12) });
                    } else {
                        self.inject_lack_of_room();
                    }
                    while log.merge_next()? {
                        self.seen.merged += 1;
                    }
                }
                6 => {
                    index_until_error(log)?;
                    while log.merge_next()? {
                        self.seen.merged += 1;
                    }
                    self.older.extend(self.some_table());
                }
                _ => {
                    index_until_error(log)?;
                    self.check(log);
                }
            }
        }
        Ok(())
    }

    /// Between two lives.
    fn rot(&mut self) {
        let Some((group, mut bytes)) = self.some_table() else { return };
        let at = self.random.below(bytes.len() as u64) as usize;
        self.seen.damaged += 1;
        match self.random.below(6) {
            0 => bytes[at] ^= 1 << self.random.below(8),
            1 => bytes.truncate(at),
            2 => bytes = self.older.values().next().cloned().unwrap_or(bytes),
            3 => bytes = self.older.get(&group).cloned().unwrap_or(bytes),
            4 => self.disk.put(&table_name(group + 1), &bytes),
            _ => {
                self.disk.remove(&table_name(group)).unwrap();
                return self.disk.sync_directory().unwrap();
            }
        }
        self.disk.put(&table_name(group), &bytes);
    }

    fn run(mut self) {
        for life in 0..LIVES {
            if self.random.once_in(2) {
                self.rot();
            }
            let report = fsck(&self.disk);
            assert!(report.starts(), "{report}");
            if self.random.once_in(4) {
                self.disk.inject(Fault::PowerFails { after: self.random.below(30) });
            }
            let ended = match try_open_tiny(&self.disk, life) {
                Err(error) => Err(error),
                Ok(log) => {
                    let worked = self.work(&log);
                    self.seen.dropped += log.stats().dropped;
                    worked
                }
            };
            match ended {
                Ok(()) => {}
                Err(LogError::Io { .. }) => self.seen.ended += 1,
                Err(error) => panic!("{error}\n{report}"),
            }
            let is_killed = self.random.once_in(3);
            self.disk = if is_killed { self.disk.kill() } else { self.disk.crash(&self.random) };
        }
        let log = open_tiny(&self.disk, 99);
        index_until_error(&log).unwrap();
        self.check(&log);
        while log.merge_next().unwrap() {}
        self.check(&log);
        // What rotted where nothing was sought.
        let report = fsck(&self.disk);
        let rotten = report.classes[0].lost_tables.len();
        assert!(report.is_whole() || rotten > 0, "{report}");
        let tables = log.stats().run_tables;
        drop(log);
        let log = open_tiny(&self.disk.kill(), 100);
        assert!(log.stats().run_tables == tables || rotten > 0);
    }
}

fn index_until_error(log: &SegmentLog) -> Result<(), LogError> {
    while log.index_next()? {}
    Ok(())
}

#[test]
fn whatever_becomes_of_run_tables_messages_are_found() {
    let (count, mut seen) = (count_from_env("MILLPOND_TABLE_LIVES", 12), Seen::default());
    for seed in 0..count {
        let disk = SimulatedDisk::new(64 << 20);
        let mut sender = Sender::new(seed);
        sender.fill(&open_tiny(&disk, 1), 70 + seed % 3 * 30);
        let disk = disk.kill();
        let (random, older) = (SeededRandom::new(seed), BTreeMap::new());
        let life = Life { random, disk, sender, older, seen: &mut seen };
        let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| life.run()));
        assert!(ran.is_ok(), "seed {seed}");
    }
    let Seen { looked_up, merged, damaged, ended, dropped } = seen;
    let times = format!(
        "{looked_up} messages sought, {merged} tables merged, {damaged} damaged, {ended} sudden ends"
    );
    println!(
        "PROOF\tA5\trun tables that rot, are cut, swapped, missing or outdated, through lives of a log\t{times}\t0 found wrong"
    );
    assert!(looked_up > 100 * count && merged > count && damaged > count && dropped > 5 * count, "{seen:?}");
}
