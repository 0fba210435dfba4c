//! Logs with so many small segments that their sidecars are merged, and plain lists of what stands in them.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::sync::Arc;

use millpond_log::segment::{Options, SegmentLog};
use millpond_log::{
    BLOCK_ROWS, Durability, Epoch, Lane, Log, LogError, Partition, Past, Position, Posted, RUNS_AT_ONCE,
    Snapshot, Sought, Store, TABLE_SEGMENTS, TableRun,
};
use millpond_runtime::SeededRandom;
use millpond_runtime::disk::SimulatedDisk;

use super::posts::{self, PostIndexer};
use super::small::files;
use super::{OWNER, at, open_with, options, record};

pub const SIZE: u64 = 8 << 10;

pub fn table_name(group: u64) -> String {
    format!("queues-{group:012}.runs")
}

pub fn try_open_tiny(disk: &SimulatedDisk, seed: u64) -> Result<SegmentLog, LogError> {
    let options = Options { segment_sizes_bytes: [SIZE; 4], indexer: Arc::new(PostIndexer), ..options(seed) };
    open_with(disk, 2, options)
}

pub fn open_tiny(disk: &SimulatedDisk, seed: u64) -> SegmentLog {
    try_open_tiny(disk, seed).unwrap()
}

/// Sends of all sorts: resources with and without groups, moved messages, copies, numbers that jump, and some that come
/// close to the greatest there is.
pub struct Sender {
    pub random: SeededRandom,
    next: BTreeMap<u64, u64>,
    owner_seqs: [u64; 2],
    /// Resource and sequence of each message, but for copies.
    pub sent: BTreeMap<(u64, u64), Option<u64>>,
}

impl Sender {
    pub fn new(seed: u64) -> Sender {
        let next = (1..=7).map(|resource| (resource, if resource == 7 { u64::MAX - 90_000 } else { 1 }));
        Sender {
            random: SeededRandom::new(seed),
            next: next.collect(),
            owner_seqs: [0; 2],
            sent: BTreeMap::new(),
        }
    }

    fn post(&mut self, resource: u64) -> Posted {
        let random = &self.random;
        let next = self.next.get_mut(&resource).unwrap();
        if resource < 7 && random.once_in(9) {
            *next += 1 << (20 + random.below(20));
        }
        let group = match resource {
            3 => Some(9),
            4 => Some(random.below(3)).filter(|group| *group > 0),
            5 => Some(1 + *next / 40),
            _ => None,
        };
        let past = Past { from: 8, receives: 2, first_received: Some(77) };
        let is_copy = random.once_in(25) && *next > 3;
        let sequence = if is_copy { *next - 1 - random.below(3) } else { *next };
        if !is_copy {
            *next += 1;
            self.sent.insert((resource, sequence), group);
        }
        Posted {
            resource,
            sequence,
            sent: 1000,
            group,
            past: (resource == 4 && random.once_in(9)).then_some(past),
            forwarded: is_copy,
            deduplication: None,
        }
    }

    /// Until so many segments are there. Odd resources are of partition 1.
    pub fn fill(&mut self, log: &SegmentLog, segments: u64) {
        self.try_fill(log, segments).unwrap();
    }

    /// What finds no room is tried again.
    pub fn try_fill(&mut self, log: &SegmentLog, segments: u64) -> Result<(), LogError> {
        while log.stats().segments < segments {
            let partition = self.random.below(2);
            let drawn = |random: &SeededRandom| if random.once_in(40) { 6 } else { 2 + 2 * random.below(2) };
            let posts: Vec<Posted> = (0..1 + self.random.below(30))
                .map(|_| {
                    let even = drawn(&self.random);
                    let odd = if even == 6 { 7 } else { 1 + 2 * self.random.below(3) };
                    self.post(if partition == 0 { even } else { odd })
                })
                .collect();
            let owner_seq = self.owner_seqs[partition as usize];
            self.owner_seqs[partition as usize] += 1;
            let body = posts::body(1_000_000, &posts, self.random.below(12) as usize);
            log.submit(Partition(partition as u32), record(1, OWNER, owner_seq, body), Durability::Now);
            match log.commit_once(at(0)) {
                Err(error) if log.has_failed() => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

pub fn index_all(log: &SegmentLog) {
    while log.index_next().unwrap() {}
}

/// Ids of the sealed segments that there are.
pub fn sealed(disk: &SimulatedDisk) -> Vec<u64> {
    let names = files(disk, ".segment");
    let ids = names.iter().map(|name| name.split(['-', '.']).nth(1).unwrap().parse().unwrap());
    let mut ids: Vec<u64> = ids.collect();
    ids.pop();
    ids
}

/// By group and resource what stands in the sealed segments, as the rows have it.
pub type Model = BTreeMap<(u64, u64), Vec<TableRun>>;

pub fn model(disk: &SimulatedDisk, log: &SegmentLog) -> Model {
    let mut model = Model::new();
    for id in sealed(disk) {
        for (_, stretch) in log.stretches_of(id).unwrap() {
            if stretch.kind.listed {
                continue;
            }
            let blocks = 0..stretch.count.div_ceil(BLOCK_ROWS);
            let rows: Vec<_> =
                blocks.flat_map(|block| log.rows(&stretch, block, true).unwrap().unwrap()).collect();
            let group = |at: usize| rows[at].group.and_then(NonZeroU64::new);
            let sole = (0..rows.len()).all(|at| group(at) == group(0)).then(|| group(0));
            let bytes = rows.iter().map(|row| u64::from(row.len)).sum();
            let runs = model.entry((id / TABLE_SEGMENTS, stretch.resource)).or_default();
            runs.push(TableRun { stretch, bytes, sole });
        }
    }
    model.values_mut().for_each(|runs| runs.sort_by_key(|run| run.stretch.first));
    model
}

fn expected(runs: &[TableRun], sought: &Sought) -> Vec<TableRun> {
    let own = runs.iter().filter(|run| (sought.from..=sought.to).contains(&run.stretch.segment));
    own.skip_while(|run| run.stretch.first + u64::from(run.stretch.count) <= sought.sequence)
        .take(RUNS_AT_ONCE)
        .copied()
        .collect()
}

/// Seeks messages: of each stretch every so many. How many those were.
pub fn check(log: &SegmentLog, model: &Model, random: &SeededRandom, step: usize) -> u64 {
    let mut looked_up = 0;
    // A log that was opened again has sealed another.
    let last = model.values().flatten().map(|run| run.stretch.segment).max().unwrap();
    for ((group, resource), runs) in model {
        let ids = (group * TABLE_SEGMENTS, last.min((group + 1) * TABLE_SEGMENTS - 1));
        let messages = runs.iter().flat_map(|run| {
            let (first, id) = (run.stretch.first, run.stretch.segment);
            (0..u64::from(run.stretch.count)).map(move |row| (first + row, id))
        });
        for (sequence, id) in messages.skip(random.below(step as u64) as usize).step_by(step) {
            let (mut from, mut to) = ids;
            if random.once_in(3) {
                from = id - random.below(id - from + 1);
                to = id + random.below(to - id + 1);
            }
            let sought = Sought { resource: *resource, sequence, from, to };
            let right = expected(runs, &sought);
            if let Some(found) = log.runs(&sought, false).unwrap() {
                assert_eq!(found, right, "{sought:?}");
            }
            assert_eq!(log.runs(&sought, true).unwrap().unwrap(), right, "{sought:?}");
            looked_up += 1;
        }
    }
    looked_up
}

/// A snapshot of each partition, to its end, with these bytes that live in segments.
pub fn snapshots(log: &SegmentLog, live: &BTreeMap<u64, u64>) -> Vec<Snapshot> {
    let mut sealed = Vec::new();
    log.sealed_again(Partition(0), Position(0), &mut sealed).unwrap();
    log.sealed_again(Partition(1), Position(0), &mut sealed).unwrap();
    let hot_from = |partition| {
        let own = sealed.iter().filter(|it| it.partition == partition);
        own.map(|it| it.end).max().unwrap_or(Position(0))
    };
    log.sealed(Lane(0), &mut Vec::new());
    let snapshot = |partition| Snapshot {
        partition,
        position: log.bounds(partition).unwrap().1,
        epoch: Epoch(1),
        owner: OWNER,
        claimed_at: Position(0),
        next_owner_seq: 0,
        digest: 0,
        hot_from: hot_from(partition),
        live_bytes: if partition == Partition(0) { live.clone() } else { [].into() },
        data_version: 1,
        state: vec![partition.0 as u8; 200].into(),
        pages: Vec::new(),
        draft: 0,
    };
    [Partition(0), Partition(1)].map(snapshot).into()
}
