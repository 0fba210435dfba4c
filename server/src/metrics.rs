//! What the server counts of itself, in Prometheus's text format at `/_millpond/metrics`.

use std::sync::atomic::{AtomicU64, Ordering};

use millpond_log::segment::Stats;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

type Labels = Vec<(&'static str, String)>;

/// Upper bounds of the latency buckets, in seconds.
const LATENCY_BUCKETS: [f64; 12] =
    [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 5.0, 21.0];

/// The same of the time that a partition's copy for a checkpoint takes its owner.
const COPY_BUCKETS: [f64; 8] = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.01, 0.1];

/// See the module.
pub struct Metrics {
    registry: Registry,
    /// One an operation, by its number.
    operations: Vec<OperationMetrics>,
    refused: Counter,
    log: LogMetrics,
    checkpoints: CheckpointMetrics,
    depths: Family<Labels, Gauge>,
}

/// Counters of one operation, looked up once.
struct OperationMetrics {
    succeeded: Counter,
    failed: Counter,
    seconds: Histogram,
}

/// What the log counts.
#[derive(Default)]
struct LogMetrics {
    commits: Counter,
    bytes: Counter,
    records: Counter,
    run_tables: Gauge,
    run_lookups: Counter,
    state_pages_read: Counter,
}

/// What is counted of checkpoints.
struct CheckpointMetrics {
    taken: Counter,
    bytes: Counter,
    copy_seconds: Histogram,
    copy_longest: Gauge<f64, AtomicU64>,
}

impl CheckpointMetrics {
    fn registered_in(registry: &mut Registry) -> Self {
        let of = CheckpointMetrics {
            taken: Counter::default(),
            bytes: Counter::default(),
            copy_seconds: Histogram::new(COPY_BUCKETS),
            copy_longest: Gauge::default(),
        };
        registry.register("checkpoints", "Checkpoints taken", of.taken.clone());
        registry.register(
            "checkpoint_bytes",
            "Bytes written for them: manifests and pages",
            of.bytes.clone(),
        );
        let help = "CPU time of a worker for the copy of a partition in a checkpoint: it does nothing else meanwhile";
        registry.register("checkpoint_copy_seconds", help, of.copy_seconds.clone());
        let help = "The longest of these times since the start";
        registry.register("checkpoint_copy_longest_seconds", help, of.copy_longest.clone());
        of
    }
}

impl Metrics {
    /// With a counter for each of these operations: (service id, name).
    pub fn new(operations: &[(&'static str, &'static str)]) -> Self {
        let mut registry = Registry::with_prefix("millpond");
        let requests = Family::<Labels, Counter>::default();
        let seconds: Family<Labels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(LATENCY_BUCKETS));
        registry.register("requests", "AWS calls, by outcome", requests.clone());
        registry.register("request_seconds", "Time from the whole request to its answer", seconds.clone());
        let refused = Counter::default();
        registry.register(
            "requests_refused",
            "Requests that were no call of a known operation",
            refused.clone(),
        );
        let log = LogMetrics::default();
        registry.register("log_commits", "Commits of the log that held something", log.commits.clone());
        registry.register("log_commit_bytes", "Bytes of all commits", log.bytes.clone());
        registry.register("log_records", "Records and claims in all commits", log.records.clone());
        registry.register("log_run_tables", "Run tables: of 64 sealed segments each", log.run_tables.clone());
        let help = "Look-ups of where messages stand that waited long";
        registry.register("log_run_lookups", help, log.run_lookups.clone());
        let help = "Pages of what was done with messages that were read";
        registry.register("log_state_pages_read", help, log.state_pages_read.clone());
        let checkpoints = CheckpointMetrics::registered_in(&mut registry);
        let depths = Family::<Labels, Gauge>::default();
        registry.register(
            "queue_messages",
            "Messages of a queue, by what is being done with them",
            depths.clone(),
        );
        let operations = operations
            .iter()
            .map(|(service, name)| {
                let labels = || vec![("service", (*service).to_owned()), ("operation", (*name).to_owned())];
                let with = |outcome: &str| {
                    let mut labels = labels();
                    labels.push(("outcome", outcome.to_owned()));
                    requests.get_or_create(&labels).clone()
                };
                OperationMetrics {
                    succeeded: with("success"),
                    failed: with("error"),
                    seconds: seconds.get_or_create(&labels()).clone(),
                }
            })
            .collect();
        Metrics { registry, operations, refused, log, checkpoints, depths }
    }

    /// Counts an answered call.
    pub fn answered(&self, operation: Option<usize>, succeeded: bool, elapsed_ns: u64) {
        let Some(of) = operation.and_then(|number| self.operations.get(number)) else {
            self.refused.inc();
            return;
        };
        if succeeded {
            of.succeeded.inc()
        } else {
            of.failed.inc()
        };
        of.seconds.observe(elapsed_ns as f64 / 1e9);
    }

    /// Counts a checkpoint of so many bytes.
    pub fn checkpointed(&self, bytes: u64) {
        self.checkpoints.taken.inc();
        self.checkpoints.bytes.inc_by(bytes);
    }

    /// Counts a partition's copy for a checkpoint.
    pub fn copied(&self, cpu_ns: u64) {
        let seconds = cpu_ns as f64 / 1e9;
        self.checkpoints.copy_seconds.observe(seconds);
        // The bits of positive numbers are in the order of the numbers.
        self.checkpoints.copy_longest.inner().fetch_max(seconds.to_bits(), Ordering::Relaxed);
    }

    /// Sets what the log has counted itself.
    pub fn set_log(&self, stats: Stats) {
        let set = |counter: &Counter, to: u64| counter.inner().store(to, Ordering::Relaxed);
        set(&self.log.commits, stats.commits);
        set(&self.log.bytes, stats.bytes);
        set(&self.log.records, stats.entries);
        set(&self.log.run_lookups, stats.look_ups);
        set(&self.log.state_pages_read, stats.pages_read);
        self.log.run_tables.set(stats.run_tables as i64);
    }

    /// Sets the depths of all queues: (ARN, state, messages).
    pub fn set_depths(&self, depths: impl IntoIterator<Item = (String, &'static str, u64)>) {
        self.depths.clear();
        for (queue, state, count) in depths {
            let labels = vec![("queue", queue), ("state", state.to_owned())];
            self.depths.get_or_create(&labels).set(count as i64);
        }
    }

    /// All of it as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a String takes all text");
        text
    }
}
