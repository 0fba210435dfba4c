//! What a server has come to when nobody asks anything of it: memory and disk space, once they move no more.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use millpond_runtime::Stopwatch;

use super::calls::Client;
use crate::caller::Caller;
use crate::procfs::{self, Memory};
use crate::program::Program;

const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A file system counts its space in these.
const BLOCK_BYTES: u64 = 512;
/// Looks that must agree: two seconds of memory, and of disk space longer than its own housekeeping takes to begin.
const MEMORY_LOOKS: usize = 4;
const DISK_LOOKS: usize = 20;
const MEMORY_WITHIN_S: u64 = 30;
const DISK_WITHIN_S: u64 = 60;
/// Memory that differs by less is the same.
const MEMORY_NOISE_BYTES: u64 = 256 << 10;
/// A server that uses less of a core than this does nothing in the background.
const IDLE_SHARE: f64 = 0.03;
/// Connections that reach every worker thread: an allocator gives memory back when its thread allocates.
const NUDGES: usize = 8;

/// The memory of a server, once it is the same for two seconds and the server does nothing else.
pub async fn settled_memory(program: &Program, caller: &Arc<Caller>) -> io::Result<Memory> {
    let watch = Stopwatch::start();
    let mut looks: Vec<u64> = Vec::new();
    loop {
        nudge(program, caller).await?;
        let cpu_before = procfs::fine_cpu_ns(program.pid())?;
        tokio::time::sleep(LOOK_EVERY).await;
        let busy_ns = procfs::fine_cpu_ns(program.pid())?.saturating_sub(cpu_before);
        if busy_ns as f64 > LOOK_EVERY.as_nanos() as f64 * IDLE_SHARE {
            looks.clear();
        }
        let memory = procfs::memory(program.pid())?;
        looks.push(memory.anonymous_bytes);
        let last = &looks[looks.len().saturating_sub(MEMORY_LOOKS)..];
        let spread = last.iter().max().zip(last.iter().min()).map_or(0, |(most, least)| most - least);
        let still = last.len() == MEMORY_LOOKS && spread < MEMORY_NOISE_BYTES;
        if still || watch.elapsed_ns() > MEMORY_WITHIN_S * 1_000_000_000 {
            return Ok(memory);
        }
    }
}

async fn nudge(program: &Program, caller: &Arc<Caller>) -> io::Result<()> {
    for _ in 0..NUDGES {
        Client::open(program.address, caller).await?.call("ListQueues", "{}").await?;
    }
    Ok(())
}

/// Space that files take on the disk, by what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    pub segment_bytes: u64,
    pub sidecar_bytes: u64,
    pub checkpoint_bytes: u64,
    pub spare_bytes: u64,
    pub other_bytes: u64,
    pub segments: u64,
}

impl Disk {
    pub fn of(directory: &Path) -> io::Result<Disk> {
        let mut disk = Disk::default();
        disk.add(directory)?;
        Ok(disk)
    }

    fn add(&mut self, directory: &Path) -> io::Result<()> {
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            // A file may go while we look.
            let Ok(metadata) = path.symlink_metadata() else { continue };
            if metadata.is_dir() {
                self.add(&path)?;
                continue;
            }
            let bytes = metadata.blocks() * BLOCK_BYTES;
            let kind = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
            match kind {
                "segment" => {
                    self.segments += 1;
                    self.segment_bytes += bytes;
                }
                "sidecar" => self.sidecar_bytes += bytes,
                "checkpoint" | "pages" => self.checkpoint_bytes += bytes,
                "spare" => self.spare_bytes += bytes,
                _ => self.other_bytes += bytes,
            }
        }
        Ok(())
    }

    pub fn total_bytes(&self) -> u64 {
        let Disk { segment_bytes, sidecar_bytes, checkpoint_bytes, spare_bytes, other_bytes, .. } = self;
        segment_bytes + sidecar_bytes + checkpoint_bytes + spare_bytes + other_bytes
    }
}

/// The space once it is the same for ten seconds, or after a minute; and how long that took, in seconds.
pub async fn settled_disk(directory: &Path) -> io::Result<(Disk, f64)> {
    let watch = Stopwatch::start();
    let mut last = Disk::of(directory)?;
    let mut same = 0;
    while same < DISK_LOOKS && watch.elapsed_ns() < DISK_WITHIN_S * 1_000_000_000 {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = Disk::of(directory)?;
        same = if now == last { same + 1 } else { 0 };
        last = now;
    }
    Ok((last, watch.elapsed_ns() as f64 / 1e9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_by_their_kind_and_with_the_blocks_they_have() {
        let directory = std::env::temp_dir().join(format!("millpond-bench-disk-{}", std::process::id()));
        fs::create_dir_all(directory.join("below")).unwrap();
        fs::write(directory.join("queues-1.segment"), vec![1; 8192]).unwrap();
        fs::write(directory.join("below/queues-2.segment"), vec![1; 4096]).unwrap();
        fs::write(directory.join("queues-1.sidecar"), vec![1; 4096]).unwrap();
        fs::write(directory.join("FORMAT"), b"x").unwrap();
        // A hole takes no space.
        fs::File::create(directory.join("queues-3.spare")).unwrap().set_len(1 << 20).unwrap();
        let disk = Disk::of(&directory).unwrap();
        fs::remove_dir_all(&directory).unwrap();
        assert_eq!(disk.segments, 2);
        assert!(disk.segment_bytes >= 12_288 && disk.sidecar_bytes >= 4096 && disk.other_bytes > 0);
        assert_eq!(disk.spare_bytes, 0);
        assert!(disk.total_bytes() >= disk.segment_bytes + disk.sidecar_bytes);
    }
}
