//! The log that a server runs on: a data directory, or memory.

use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use millpond_delivery::Keys;
use millpond_log::segment::{Class, Format, Options, Pace, Stats, Sync, engine_start};
use millpond_log::{Log, LogError, MemoryLog, SegmentLog, Store};
use millpond_partition::Begun;
use millpond_runtime::{
    Clock, Disk, Millis, OsRandom, Random, boot_id, boot_time_ms, open_files, threads, wall_time_ms,
};

use millpond_runtime::disk::RealDisk;
use millpond_sqs::SqsIndex;
use rustix::process::geteuid;

use crate::config::{Config, DurabilityMode};
use crate::say::{complain, say};
use crate::state::Index;

/// What segments usually grow to.
const USUAL_SEGMENT_BYTES: u64 = 64 << 20;

/// See the module.
pub struct Storage {
    /// The log.
    pub log: Arc<dyn Log>,
    /// Its bodies.
    pub store: Arc<dyn Store>,
    /// The store's secret.
    pub secret: [u8; 32],
    /// Where engine time starts.
    pub start_time: Millis,
    snapshots: (Sender<Begun>, Mutex<Receiver<Begun>>),
    directory: Option<Directory>,
    memory: Option<Arc<MemoryLog>>,
}

/// What a log on disk has besides.
struct Directory {
    disk: Arc<RealDisk>,
    format: Mutex<Format>,
    segments: Arc<SegmentLog>,
    pace: Arc<Pace>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Storage {
    /// Opens it: reads the whole log, and repairs an unclean end.
    pub fn open(config: &Config) -> Result<Storage, String> {
        match config.durability {
            DurabilityMode::Memory => Ok(Storage::in_memory(config.partitions)),
            DurabilityMode::Fsync => Storage::on_disk(config, Sync::Fsync),
            DurabilityMode::Os => Storage::on_disk(config, Sync::Os),
        }
    }

    fn in_memory(partitions: u32) -> Storage {
        let log = Arc::new(MemoryLog::new(partitions));
        let mut secret = [0; 32];
        OsRandom::default().fill(&mut secret);
        Storage {
            log: log.clone(),
            store: log.clone(),
            secret,
            start_time: wall_time_ms(),
            snapshots: snapshots(),
            directory: None,
            memory: Some(log),
        }
    }

    fn on_disk(config: &Config, sync: Sync) -> Result<Storage, String> {
        let shown = config.data_dir.display();
        let disk = RealDisk::open_or_create(&config.data_dir);
        let not_permitted = |error: &io::Error| owner_advice(&config.data_dir, error);
        let disk =
            disk.map_err(|e| format!("cannot use the data directory {shown}: {e}{}", not_permitted(&e)))?;
        let disk = Arc::new(disk);
        let failed = |error: LogError| {
            let advice = match &error {
                LogError::Io { error: why, .. } => advice(&error) + &not_permitted(why),
                _ => advice(&error),
            };
            format!("cannot open the data directory {shown}: {error}{advice}")
        };
        let random: Arc<dyn Random> = Arc::new(OsRandom::default());
        let format = Format::open_or_create(&*disk, config.partitions, &*random).map_err(failed)?;
        if format.test_clock_moved && !config.test_clock {
            return Err(format!(
                "the clock of {shown} has been moved by hand: it opens only with --test-clock, for its time is not the \
                 world's"
            ));
        }
        let (pace, boot) = (Pace::new(), boot_id());
        let keys = Keys::derive(&format.store_secret);
        let usual = Options::new(Class::Queues, random, boot);
        let options = Options {
            sync,
            pace: pace.clone(),
            indexer: Arc::new(Index(SqsIndex::new(keys))),
            // As much log to a segment, as to a checkpoint's share of it.
            checkpoint_log_bytes: usual.checkpoint_log_bytes.map(|bytes| {
                (bytes / USUAL_SEGMENT_BYTES).max(1) * config.segment_bytes_max.min(USUAL_SEGMENT_BYTES)
            }),
            segment_sizes_bytes: usual.segment_sizes_bytes.map(|size| size.min(config.segment_bytes_max)),
            on_fatal: Arc::new(end_the_process),
            ..usual
        };
        let segments = SegmentLog::open(disk.clone(), &format, options).map_err(failed)?;
        let recovery = segments.recovery();
        tracing::info!(
            clean = recovery.clean,
            torn_tail = recovery.torn,
            segments = recovery.segments,
            frames = recovery.frames,
            "opened {shown}"
        );
        let start = engine_start(wall_time_ms(), boot_time_ms(), boot, recovery.last_written);
        if let Some(ahead_ms) = start.ahead_of_wall {
            tracing::warn!(ahead_ms, "the data is from the future: engine time goes on from there");
        }
        let (segments, secret) = (Arc::new(segments), format.store_secret);
        let directory = Directory {
            disk,
            format: Mutex::new(format),
            segments: segments.clone(),
            pace,
            thread: Mutex::default(),
        };
        Ok(Storage {
            log: segments.clone(),
            store: segments,
            secret,
            start_time: start.time,
            snapshots: snapshots(),
            directory: Some(directory),
            memory: None,
        })
    }

    /// Starts the thread that commits.
    pub fn start_committing(&self, clock: Arc<dyn Clock>) -> Result<(), String> {
        let Some(directory) = &self.directory else { return Ok(()) };
        let segments = directory.segments.clone();
        let thread = threads::spawn("log-queues", move || segments.run(&*clock));
        let thread = thread.map_err(|e| format!("cannot start a thread: {e}"))?;
        *directory.thread.lock().expect("no holder of this lock panics") = Some(thread);
        Ok(())
    }

    /// The log in memory.
    pub fn memory(&self) -> Option<&Arc<MemoryLog>> {
        self.memory.as_ref()
    }

    /// The segments of the log on disk.
    pub fn segments(&self) -> Option<&Arc<SegmentLog>> {
        self.directory.as_ref().map(|directory| &directory.segments)
    }

    /// A partition's owner has a snapshot for a checkpoint.
    pub fn hand_in(&self, snapshot: Begun) {
        let _ = self.snapshots.0.send(snapshot);
    }

    /// The next snapshot that is handed in.
    pub fn next_snapshot(&self, patience: Duration) -> Option<Begun> {
        self.snapshots.1.lock().expect("no holder of this lock panics").recv_timeout(patience).ok()
    }

    /// When workers have nothing more to submit, so that a commit takes all there is.
    pub fn pace(&self) -> Option<Arc<Pace>> {
        self.directory.as_ref().map(|directory| directory.pace.clone())
    }

    /// What the log has done since the start.
    pub fn stats(&self) -> Option<Stats> {
        self.directory.as_ref().map(|directory| directory.segments.stats())
    }

    /// Notes durably that the clock has been moved by hand.
    pub fn note_moved_clock(&self) -> Result<(), String> {
        let Some(directory) = &self.directory else { return Ok(()) };
        let mut format = directory.format.lock().expect("no holder of this lock panics");
        if format.test_clock_moved {
            return Ok(());
        }
        let moved = Format::update(&*directory.disk, |format| format.test_clock_moved = true);
        *format = moved.map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Ends it cleanly: everything is on disk, and the next start knows.
    pub fn stop(&self) {
        let Some(directory) = &self.directory else { return };
        directory.segments.stop();
        let thread = directory.thread.lock().expect("no holder of this lock panics").take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

fn snapshots() -> (Sender<Begun>, Mutex<Receiver<Begun>>) {
    let (sender, receiver) = channel();
    (sender, Mutex::new(receiver))
}

/// Memory is ahead of the disk, and nobody knows what the disk has: nothing may be acknowledged any more, and
/// another try could succeed falsely. The next start reads what there is.
fn end_the_process(error: &LogError) {
    complain(format_args!("the log can't be written, so the process ends: {error}{}", advice(error)));
    std::process::exit(74);
}

/// What an operator can do about it.
fn advice(error: &LogError) -> String {
    match error {
        LogError::Io { error, .. } => files_advice(error),
        _ => String::new(),
    }
}

/// The same, if what went wrong is that too many files are open.
pub fn files_advice(error: &io::Error) -> String {
    match open_files::limit() {
        Some(limit) if open_files::is_exhausted(error) => format!(
            "; this process may have {limit} files open, and holds one for each segment and each sidecar: raise the limit \
             (ulimit -n, LimitNOFILE)"
        ),
        _ => String::new(),
    }
}

/// Who is not permitted what, and who would be.
fn owner_advice(path: &Path, error: &io::Error) -> String {
    if error.kind() != ErrorKind::PermissionDenied {
        return String::new();
    }
    let user = geteuid().as_raw();
    let owner = match path.metadata() {
        Ok(found) => format!(
            ", and the directory belongs to user {} with mode {:o}",
            found.uid(),
            found.mode() & 0o7777
        ),
        Err(_) => String::new(),
    };
    format!(
        "; this process runs as user {user}{owner}: all that is in it must be this user's own, to read and to write"
    )
}

/// What `millpond fsck` answers with its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Examined {
    /// Nothing is damaged.
    Whole = 0,
    /// A start works, and does without what is damaged.
    Damaged = 3,
    /// A start would refuse.
    Refused = 4,
}

/// `millpond fsck`: reads a whole directory and says what a start would do.
pub fn fsck(path: &Path) -> Result<Examined, String> {
    if !path.is_dir() {
        return Err(format!("{} is not a directory", path.display()));
    }
    let disk = RealDisk::open(path).map_err(|e| format!("cannot use {}: {e}", path.display()))?;
    let report = millpond_log::segment::fsck(&disk as &dyn Disk);
    say(format_args!("{report}"));
    Ok(match (report.starts(), report.is_whole()) {
        (false, _) => {
            complain(format_args!("a start would refuse this directory"));
            Examined::Refused
        }
        (true, false) => {
            complain(format_args!("something is damaged, and a start would do without it"));
            Examined::Damaged
        }
        (true, true) => Examined::Whole,
    })
}
