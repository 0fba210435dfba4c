//! The log that a server runs on: a data directory, or memory.

use std::sync::Arc;

use millpond_log::{Log, MemoryLog, Store};
use millpond_runtime::{Millis, OsRandom, Random, wall_time_ms};

use crate::config::{Config, DurabilityMode};
use crate::metrics::LogMetrics;

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
}

impl Storage {
    /// Opens it.
    pub fn open(config: &Config, _metrics: &Arc<LogMetrics>) -> Result<Storage, String> {
        match config.durability {
            DurabilityMode::Memory => Ok(Storage::in_memory(config.partitions)),
            DurabilityMode::Fsync | DurabilityMode::Os => {
                Err("the log on disk is not there yet: --durability memory".to_owned())
            }
        }
    }

    fn in_memory(partitions: u32) -> Storage {
        let log = Arc::new(MemoryLog::new(partitions));
        let mut secret = [0; 32];
        OsRandom::default().fill(&mut secret);
        Storage { log: log.clone(), store: log, secret, start_time: wall_time_ms() }
    }

    /// Starts the thread that commits.
    pub fn start_committing(&self) -> Result<(), String> {
        Ok(())
    }

    /// A worker is about to wait: it has nothing more to submit.
    pub fn parking(&self) {}

    /// A worker goes on.
    pub fn unparked(&self) {}

    /// Notes durably that the clock has been moved by hand.
    pub fn note_moved_clock(&self) -> Result<(), String> {
        Ok(())
    }

    /// Ends it cleanly: everything is on disk, and the next start knows.
    pub fn stop(&self) {}
}
