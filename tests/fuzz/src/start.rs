//! A whole start: a data directory of which one file is the bytes. Its log is opened, checkpoint and records make the state
//! of every partition, these serve for a moment, and every row is read.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use millpond_catalogue::Directory;
use millpond_delivery::Keys;
use millpond_log::segment::{Class, Format, Options, fsck};
use millpond_log::{
    BLOCK_ROWS, Lane, Log as _, LogError, NodeId, Partition, Position, SegmentLog, Store as _,
};
use millpond_partition::{Begun, Command, Decision, Failure, Growth, Owner, OwnerConfig, Turn, open};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{ManualClock, Moment, SeededRandom};
use millpond_sqs::{ActiveTasks, FifoQuotas, SqsIndex};

use crate::mended::{mended, naming};
use crate::state::{Index, State};

/// How a version's files were cut.
const SEGMENT_BYTES: usize = 64 << 10;
const DISK_BYTES: u64 = 4 << 20;
/// Engine time, some days after the files were made.
const NOW: u64 = 1_800_000_000_000;

/// The files of a version by name.
pub type Files = BTreeMap<String, Vec<u8>>;

static DIRECTORIES: LazyLock<BTreeMap<String, Files>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/start");
    let mut directories = BTreeMap::<_, Files>::new();
    for entry in std::fs::read_dir(folder).expect("there is a corpus").flatten() {
        let kept = std::fs::read(entry.path()).expect("the corpus can be read");
        let Some((version, name, bytes)) = split(&kept) else { continue };
        // What a fuzzer found has another name than what it was made from.
        if entry.file_name().to_str() == Some(&format!("{version}-{name}")) {
            directories.entry(version.to_owned()).or_default().insert(name.to_owned(), bytes.to_vec());
        }
    }
    directories
});

/// The whole files of a version.
#[cfg(test)]
pub fn directory(version: &str) -> &'static Files {
    &DIRECTORIES[version]
}

/// The first line says the version and the file, the rest is what stands in it.
fn split(data: &[u8]) -> Option<(&str, &str, &[u8])> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    let (version, name) = std::str::from_utf8(&data[..end]).ok()?.split_once(' ')?;
    Some((version, name, &data[end + 1..]))
}

/// See the module.
pub fn start(data: &[u8]) {
    let Some((version, name, bytes)) = split(data) else { return };
    let Some(files) = DIRECTORIES.get(version).filter(|files| files.contains_key(name)) else { return };
    for (bytes, is_mended) in [(bytes, false), (&mended(name, bytes)[..], true)] {
        let disk = SimulatedDisk::new(DISK_BYTES);
        for (other, whole) in files {
            let mut whole = if other == name { bytes.to_vec() } else { whole.clone() };
            // What a Millpond with a mistake wrote into pages, its checkpoint names.
            if is_mended && name.ends_with(".pages") && *other == name.replace(".pages", ".checkpoint") {
                whole = naming(&whole, bytes, &files["FORMAT"]);
            }
            if other.ends_with(".segment") {
                whole.resize(SEGMENT_BYTES, 0);
            }
            disk.put(other, &whole);
        }
        let report = fsck(&disk);
        let begun = begin(Arc::new(disk));
        // What is well-formed but no service's is found only when it is read.
        assert!(begun.is_err() || report.starts(), "fsck says what a start does: {report}");
    }
}

/// Starts, serves nobody for a moment, and stops.
fn begin(disk: Arc<SimulatedDisk>) -> Result<(), LogError> {
    let Some(format) = Format::read(&*disk)? else { return Ok(()) };
    let (keys, random) = (Keys::derive(&format.store_secret), Arc::new(SeededRandom::new(1)));
    let options = Options {
        segment_sizes_bytes: [SEGMENT_BYTES as u64; 4],
        indexer: Arc::new(Index(SqsIndex::new(keys))),
        ..Options::new(Class::Queues, random.clone(), [0; 16])
    };
    let log = Arc::new(SegmentLog::open(disk, &format, options)?);
    log.attach(1, Arc::new(|_| {}));
    let (partitions, names) = (log.partitions(), Arc::new(Directory::default()));
    let clock = Arc::new(ManualClock::at(NOW));
    let config = OwnerConfig {
        lane: Lane(0),
        lanes: 1,
        node: NodeId(1),
        log: log.clone(),
        clock,
        random,
        reclaim: true,
    };
    let make =
        move |_| State::new(names.clone(), ActiveTasks::default(), keys, partitions, FifoQuotas::default());
    let mut owners = [Owner::<State, Nothing>::new(config, Arc::new(make))];
    open(&mut owners)?;
    let owner = &mut owners[0];
    let now = Moment { engine: NOW, boot: 1 };
    for _ in 0..4 {
        log.commit_once(now)?;
        while log.index_next()? {}
        owner.poll();
        owner.tick();
        let fetches: Vec<_> = owner.take_fetches().collect();
        for fetch in fetches {
            let loaded = fetch.block.load(&*log, fetch.partition, true);
            owner.put_block(fetch.partition, fetch.block, loaded.ok().flatten());
        }
        owner.take_outgoing().for_each(drop);
        owner.take_alarms().for_each(drop);
    }
    read_rows(&log);
    let snapshots = (0..partitions).filter(|partition| owner.begin_snapshot(Partition(*partition))).count();
    log.commit_once(now)?;
    owner.poll();
    let taken: Vec<_> = owner.take_snapshots().map(Begun::finish).collect();
    if taken.len() == partitions as usize && snapshots == taken.len() {
        log.write_checkpoint(taken)?;
    }
    log.close(now)
}

/// Every row that the sidecars say there is, as far as it can be read.
fn read_rows(log: &SegmentLog) {
    for partition in (0..log.partitions()).map(Partition) {
        let mut sealed = Vec::new();
        let _ = log.sealed_again(partition, Position(0), &mut sealed);
        for (stretch, _) in sealed.iter().flat_map(|sealed| &sealed.stretches) {
            for block in 0..stretch.count.div_ceil(BLOCK_ROWS).min(4) {
                let _ = log.rows(stretch, block, true);
            }
            let _ = log.groups(stretch, true);
        }
    }
}

/// Nobody calls.
struct Nothing(Infallible);

impl Command<State> for Nothing {
    fn decide(&mut self, _: &mut Turn<'_, State>) -> Decision {
        match self.0 {}
    }

    fn fail(&mut self, _: Failure) {
        match self.0 {}
    }

    fn growth(&self) -> Growth {
        match self.0 {}
    }
}
