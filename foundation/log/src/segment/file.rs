//! A segment: its file, its header, and how far it has been published.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use millpond_runtime::{Disk, File};

use super::checksum::Seeds;
use super::header::{HEADER_BYTES, Header};
use super::names::Class;
use crate::LogError;

/// A segment of the log.
pub(super) struct Segment {
    pub(super) name: String,
    pub(super) header: Header,
    pub(super) seeds: Seeds,
    pub(super) file: Arc<dyn File>,
    /// What stands before is confirmed.
    end: AtomicU64,
}

impl Segment {
    pub(super) fn new(header: Header, file: Arc<dyn File>) -> Segment {
        let name = header.class.segment_name(header.id);
        Segment { name, seeds: Seeds::of(header.nonce), header, file, end: AtomicU64::new(HEADER_BYTES) }
    }

    /// Opens a segment and checks that it is what its name says, and whole.
    pub(super) fn open(
        disk: &dyn Disk,
        class: Class,
        id: u64,
        store_id: &[u8; 16],
    ) -> Result<Segment, LogError> {
        let name = class.segment_name(id);
        let file = disk.open(&name).map_err(LogError::io(format!("open {name}")))?;
        let len = file.len().map_err(LogError::io(format!("read {name}")))?;
        if len < HEADER_BYTES {
            let what = format!("the file has {len} bytes, less than a header");
            return Err(LogError::damaged(format!("{name} offset {len}"), what));
        }
        let mut bytes = vec![0; HEADER_BYTES as usize];
        file.read_at(&mut bytes, 0).map_err(LogError::io(format!("read the header of {name}")))?;
        let header = Header::decode(&bytes, &name)?;
        if (header.class, header.id) != (class, id) {
            let what = format!("it is segment {} of the {}", header.id, header.class.name());
            return Err(LogError::damaged(format!("{name} offset 0"), what));
        }
        if &header.store_id != store_id {
            return Err(LogError::damaged(format!("{name} offset 0"), "it belongs to another store"));
        }
        if header.size_bytes != len {
            let what = format!("the file has {len} bytes instead of {}", header.size_bytes);
            return Err(LogError::damaged(format!("{name} offset {}", len.min(header.size_bytes)), what));
        }
        Ok(Segment::new(header, file))
    }

    pub(super) fn size(&self) -> u64 {
        self.header.size_bytes
    }

    pub(super) fn published_end(&self) -> u64 {
        self.end.load(Ordering::Acquire)
    }

    pub(super) fn publish_end(&self, end: u64) {
        self.end.store(end, Ordering::Release);
    }

    pub(super) fn damaged(&self, offset: u64, what: impl Into<String>) -> LogError {
        LogError::damaged(format!("{} offset {offset}", self.name), what)
    }

    pub(super) fn failed(&self, doing: &str, error: std::io::Error) -> LogError {
        LogError::Io { doing: format!("{doing} {}", self.name), error }
    }

    pub(super) fn unsupported(&self, offset: u64, what: &str) -> LogError {
        LogError::Unsupported(format!("{} offset {offset}: {what}", self.name))
    }
}
