//! What all workers share.

use std::sync::Arc;

use millpond_api::Origin;
use millpond_catalogue::Directory;
use millpond_delivery::Keys;
use millpond_runtime::Clock;

use crate::clock::EngineClock;
use crate::http::Access;
use crate::metrics::Metrics;
use crate::services::Services;
use crate::storage::Storage;
use crate::worker::Mailbox;

/// See the module.
pub struct Shared {
    /// P.
    pub partitions: u32,
    /// One a worker.
    pub mailboxes: Vec<Mailbox>,
    /// Engine time.
    pub clock: Arc<dyn Clock>,
    /// Moves engine time; there only with `--test-clock`.
    pub test_clock: Option<Arc<EngineClock>>,
    /// Held while time is being moved.
    pub moving: tokio::sync::Mutex<()>,
    /// The log and its bodies.
    pub storage: Arc<Storage>,
    /// Every resource that exists, durably.
    pub directory: Arc<Directory>,
    /// The store's keys.
    pub keys: Keys,
    /// Every operation.
    pub services: Services,
    /// Which requests come from where they may.
    pub access: Access,
    /// Who a caller without a telling credential is.
    pub default_account: millpond_auth::AccountId,
    /// The region of a caller without a credential.
    pub default_region: Arc<str>,
    /// The URL that answers show, if it is fixed.
    pub public_url: Option<Origin>,
    /// Connections that a worker has at most, so that there is always a file descriptor for the log.
    pub connections_max: usize,
    /// Counters.
    pub metrics: Metrics,
    /// Set when the server is asked to end: long polls come back soon.
    pub stopping: tokio::sync::watch::Sender<bool>,
    /// For request ids.
    pub random: Arc<dyn millpond_runtime::Random>,
}
