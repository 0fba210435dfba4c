//! What a segment log is told when it is opened.

use std::fmt;
use std::sync::Arc;

use millpond_runtime::Random;

use super::names::Class;
use super::pace::Pace;
use crate::{Indexer, LogError, NoIndex};

/// What a confirmation promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sync {
    /// The record is on the disk (`fdatasync`).
    Fsync,
    /// The operating system has it: it survives the end of the process, not that of the machine. Claims are
    /// synced all the same, so that no number is given twice.
    Os,
}

/// Is told, once, why the log takes nothing more. The server ends the process here.
pub type OnFatal = Arc<dyn Fn(&LogError) + Send + std::marker::Sync>;

/// See the fields.
#[derive(Clone)]
pub struct Options {
    /// Which chain of segments.
    pub class: Class,
    /// What a confirmation promises.
    pub sync: Sync,
    /// Where nonces come from.
    pub random: Arc<dyn Random>,
    /// Which boot this is; see `millpond_runtime::boot_id`.
    pub boot_id: [u8; 16],
    /// When the owners' inboxes are empty.
    pub pace: Arc<Pace>,
    /// The sizes that segments grow through, ascending, each a multiple of 4 KiB.
    pub segment_sizes_bytes: [u64; 4],
    /// A checkpoint is due when the log has grown by 50 times the last one's bytes, but by no less than the first of these
    /// and no more than the second.
    pub checkpoint_log_bytes: [u64; 2],
    /// Tells what is worth a row in the index of a sealed segment.
    pub indexer: Arc<dyn Indexer>,
    /// See [`OnFatal`].
    pub on_fatal: OnFatal,
}

impl Options {
    /// The usual ones.
    pub fn new(class: Class, random: Arc<dyn Random>, boot_id: [u8; 16]) -> Options {
        Options {
            class,
            sync: Sync::Fsync,
            random,
            boot_id,
            pace: Arc::default(),
            segment_sizes_bytes: [1 << 20, 4 << 20, 16 << 20, 64 << 20],
            checkpoint_log_bytes: [64 << 20, 256 << 20],
            indexer: Arc::new(NoIndex),
            on_fatal: Arc::new(|_| {}),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("class", &self.class)
            .field("sync", &self.sync)
            .finish_non_exhaustive()
    }
}
