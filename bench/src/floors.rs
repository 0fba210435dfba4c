//! The second and third floor: what the disk needs for a sync, and what one core needs for a batch's mandatory work.

use std::hint::black_box;
use std::io;
use std::path::Path;

use md5::Md5;
use millpond_runtime::Stopwatch;
use millpond_runtime::disk::{Disk, File, RealDisk};
use rustix::time::{ClockId, clock_gettime};
use sha2::{Digest, Sha256};

use crate::histogram::Histogram;

const APPEND_BYTES: usize = 4096;
/// Small, so that new space and old data take turns.
const FILE_BYTES: u64 = 512 << 10;

/// Appends of 4 KiB, each synced before the next: what a log's commit takes at its least.
#[derive(Default)]
pub struct DiskFloor {
    /// In a file that was only allocated: the file system has to note that its blocks now hold data.
    pub new_space: Histogram,
    /// Over what was written and synced before, as in a recycled segment.
    pub old_data: Histogram,
}

impl DiskFloor {
    /// Goes on measuring for `length_ns`, in a directory of its own.
    pub fn measure(&mut self, directory: &Path, length_ns: u64) -> io::Result<()> {
        let disk = RealDisk::open_or_create(directory)?;
        let watch = Stopwatch::start();
        while watch.elapsed_ns() < length_ns {
            let file = disk.create("floor", FILE_BYTES)?;
            disk.sync_directory()?;
            append(&*file, &mut self.new_space)?;
            append(&*file, &mut self.old_data)?;
            disk.remove("floor")?;
        }
        Ok(())
    }
}

fn append(file: &dyn File, latency: &mut Histogram) -> io::Result<()> {
    for at in (0..FILE_BYTES).step_by(APPEND_BYTES) {
        let watch = Stopwatch::start();
        file.write_at(&[0x5a; APPEND_BYTES], at)?;
        file.sync_data()?;
        latency.record(watch.elapsed_ns());
    }
    Ok(())
}

/// What the kernel needs to take a piece of log into its page cache: the log can't have it cheaper.
pub struct WriteFloor {
    /// Into pages that the file has not yet.
    pub new_pages_us: f64,
    /// Over pages that it has, as in a recycled segment.
    pub old_pages_us: f64,
}

impl WriteFloor {
    /// Measures it for pieces of so many bytes, without a sync, in a directory of its own.
    pub fn of(directory: &Path, piece_bytes: usize) -> io::Result<WriteFloor> {
        const ALL_BYTES: usize = 64 << 20;
        let disk = RealDisk::open_or_create(directory)?;
        let file = disk.create("writes", ALL_BYTES as u64)?;
        let piece = vec![0x5a; piece_bytes];
        let pass = || -> io::Result<f64> {
            let mut each = Vec::new();
            for at in (0..ALL_BYTES - piece_bytes).step_by(piece_bytes) {
                let watch = Stopwatch::start();
                file.write_at(&piece, at as u64)?;
                each.push(watch.elapsed_ns());
            }
            // What lasted longest was interrupted.
            each.sort_unstable();
            each.truncate(each.len() / 100 * 99);
            Ok(each.iter().sum::<u64>() as f64 / each.len().max(1) as f64 / 1000.0)
        };
        let floor = WriteFloor { new_pages_us: pass()?, old_pages_us: pass()? };
        disk.remove("writes")?;
        Ok(floor)
    }
}

/// Microseconds of one lane for one batch: no operation can be answered with less, short of wider instructions.
#[derive(Clone, Copy, Default)]
pub struct Lane {
    /// MD5 of every message.
    pub md5_us: f64,
    /// SHA-256 of the request's body, which the signature covers.
    pub sha256_us: f64,
    /// The request parsed by serde_json.
    pub json_us: f64,
}

impl Lane {
    pub fn total_us(&self) -> f64 {
        self.md5_us + self.sha256_us + self.json_us
    }

    /// Measures it for the body of a SendMessageBatch.
    pub fn of(body: &str) -> io::Result<Lane> {
        let parsed: serde_json::Value = serde_json::from_str(body)?;
        let entries = parsed["Entries"].as_array().into_iter().flatten();
        let messages: Vec<&str> = entries.filter_map(|entry| entry["MessageBody"].as_str()).collect();
        Ok(Lane {
            md5_us: median_us(|| {
                for message in &messages {
                    black_box(Md5::digest(black_box(message)));
                }
            }),
            sha256_us: median_us(|| {
                black_box(Sha256::digest(black_box(body)));
            }),
            json_us: median_us(|| {
                drop(black_box(serde_json::from_str::<serde_json::Value>(black_box(body))))
            }),
        })
    }
}

/// Microseconds of one call, as CPU of this thread: on a shared machine another process runs in most rounds. The median of many.
fn median_us(mut call: impl FnMut()) -> f64 {
    const ROUNDS: usize = 101;
    const CALLS: usize = 50;
    let mut rounds = [0; ROUNDS];
    for round in &mut rounds {
        let before = thread_cpu_ns();
        (0..CALLS).for_each(|_| call());
        *round = thread_cpu_ns() - before;
    }
    rounds.sort_unstable();
    rounds[ROUNDS / 2] as f64 / 1000.0 / CALLS as f64
}

fn thread_cpu_ns() -> u64 {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    used.tv_sec as u64 * 1_000_000_000 + used.tv_nsec as u64
}
