//! `millpond serve`: opens the storage, starts the workers, runs until it is asked to stop.

use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use millpond_api::Origin;
use millpond_catalogue::Directory;
use millpond_delivery::Keys;
use millpond_log::{Lane, NodeId};
use millpond_partition::{Owner, OwnerConfig, open};
use millpond_runtime::{OsRandom, Random, open_files, threads};
use millpond_sqs::ActiveTasks;
use tokio::runtime::{Builder, LocalOptions};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Barrier;

use crate::clock::EngineClock;
use crate::config::{Config, DurabilityMode};
use crate::http::{Access, accept};
use crate::metrics::Metrics;
use crate::queues_file::{self, Wanted};
use crate::say::say;
use crate::services::Services;
use crate::shared::Shared;
use crate::startup::make_queues;
use crate::state::State;
use crate::storage::{Storage, files_advice};
use crate::upkeep::Upkeep;
use crate::worker::{InFlight, Mailbox, Worker};

/// How often engine time is pulled towards the wall.
const SLEW_EVERY: Duration = Duration::from_secs(10);
/// How long connections may take to end once the server was asked to stop.
const STOP_WITHIN: Duration = Duration::from_secs(8);
/// With fewer, an operator is told: a backlog of 20 GiB and a thousand connections need about as many.
const OPEN_FILES_WANTED: u64 = 2048;
/// So many are segments and sidecars of more than 100 GiB.
const OPEN_FILES_OF_THE_LOG: usize = 4096;
/// Connections that wait to be accepted; the kernel may allow fewer (`net.core.somaxconn`).
const BACKLOG: i32 = 4096;
/// Threads that wait for the device, a worker.
const IO_THREADS: usize = 4;

/// Runs the server.
pub fn serve(config: &Config) -> Result<(), String> {
    if !config.listen.ip().is_loopback() && !config.insecure {
        return Err(format!(
            "{} is not a loopback address: anyone who reaches it could do anything. Give --insecure to listen all the same.",
            config.listen
        ));
    }
    let scope = format!("{}/{}", config.account, config.region);
    let queues = config.queues.as_deref().map(|path| queues_file::read(path, &scope)).transpose()?;
    let signals = Signals::catch()?;
    raise_open_files();
    let services = Services::new();
    let metrics = Metrics::new(&services.names());
    let storage = Arc::new(Storage::open(config)?);
    let listener = listen(config.listen)
        .map_err(|e| format!("cannot listen on {}: {e}{}", config.listen, files_advice(&e)))?;
    let address = listener.local_addr().map_err(|e| format!("cannot listen: {e}"))?;
    listener.set_nonblocking(true).map_err(|e| format!("cannot listen: {e}"))?;

    let clock = EngineClock::starting_at(storage.start_time);
    let random: Arc<dyn Random> = Arc::new(OsRandom::default());
    let directory = Arc::new(Directory::default());
    let keys = Keys::derive(&storage.secret);
    let shared = Arc::new(Shared {
        partitions: storage.log.partitions(),
        mailboxes: (0..config.threads).map(|_| Mailbox::default()).collect(),
        clock: clock.clone(),
        test_clock: config.test_clock.then(|| clock.clone()),
        moving: tokio::sync::Mutex::new(()),
        storage: storage.clone(),
        directory: directory.clone(),
        keys,
        services,
        access: Access::new(config),
        default_account: config.account,
        default_region: config.region.as_str().into(),
        public_url: config.public_url.as_deref().map(|url| Origin(url.into())),
        connections_max: connections_max(config.threads),
        metrics,
        stopping: tokio::sync::watch::Sender::new(false),
        random: random.clone(),
    });

    let owners = open_partitions(config, &storage, &shared, clock.clone(), random, directory, keys)?;
    storage.start_committing(clock.clone())?;
    let running = start_workers(owners, &listener, &shared, &storage, queues.unwrap_or_default())?;
    running.wait_until_serving()?;
    let upkeep = Upkeep::start(&shared)?;
    announce(config, address);
    signals.wait(&clock);
    tracing::info!("stopping");
    upkeep.finish();
    let _ = shared.stopping.send(true);
    running.join();
    storage.stop();
    Ok(())
}

/// A listener with which a burst of clients need not wait: beyond the standard library's 128, the kernel drops their first
/// packet, and they try again a second later.
fn listen(address: SocketAddr) -> std::io::Result<StdListener> {
    let listener = StdListener::bind(address)?;
    rustix::net::listen(&listener, BACKLOG)?;
    Ok(listener)
}

/// Each segment, each sidecar and each connection holds a file descriptor.
fn raise_open_files() {
    if let Err(error) = open_files::raise_limit() {
        tracing::warn!(%error, limit = open_files::limit(), "the limit of open files could not be raised");
    }
    if let Some(limit) = open_files::limit().filter(|limit| *limit < OPEN_FILES_WANTED) {
        tracing::warn!(
            limit,
            "few files may be open: raise the limit (ulimit -n, LimitNOFILE) to {OPEN_FILES_WANTED} or more"
        );
    }
}

/// Half of the files that may be open are left to the log, but no more than it has use for.
fn connections_max(workers: usize) -> usize {
    let all = open_files::limit().map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let connections = all - (all / 2).min(OPEN_FILES_OF_THE_LOG);
    (connections / workers.max(1)).max(1)
}

fn open_partitions(
    config: &Config,
    storage: &Storage,
    shared: &Arc<Shared>,
    clock: Arc<EngineClock>,
    random: Arc<dyn Random>,
    directory: Arc<Directory>,
    keys: Keys,
) -> Result<Vec<Owner<State, InFlight>>, String> {
    let node = NodeId(random.number());
    let waker = shared.clone();
    storage.log.attach(config.threads, Arc::new(move |lane: Lane| waker.mailboxes[lane.0].wake()));
    let partitions = storage.log.partitions();
    let fifo_quotas = config.fifo_quotas;
    let tasks = ActiveTasks::default();
    let make = Arc::new(move |_| State::new(directory.clone(), tasks.clone(), keys, partitions, fifo_quotas));
    let mut owners: Vec<Owner<State, InFlight>> = (0..config.threads)
        .map(|lane| {
            let config = OwnerConfig {
                lane: Lane(lane),
                lanes: config.threads,
                node,
                log: storage.log.clone(),
                clock: clock.clone(),
                random: random.clone(),
                reclaim: true,
            };
            Owner::new(config, make.clone())
        })
        .collect();
    open(&mut owners).map_err(|error| format!("cannot open the log: {error}"))?;
    Ok(owners)
}

/// The workers' threads.
struct Running {
    threads: Vec<std::thread::JoinHandle<()>>,
    serving: mpsc::Receiver<Result<(), String>>,
}

fn start_workers(
    owners: Vec<Owner<State, InFlight>>,
    listener: &StdListener,
    shared: &Arc<Shared>,
    storage: &Arc<Storage>,
    mut queues: Vec<Wanted>,
) -> Result<Running, String> {
    let (ready, serving) = mpsc::channel();
    let together = Arc::new(Barrier::new(owners.len()));
    let mut handles = Vec::new();
    for (index, owner) in owners.into_iter().enumerate() {
        let listener = listener
            .try_clone()
            .map_err(|e| format!("cannot share the listener: {e}{}", files_advice(&e)))?;
        let start =
            Start { ready: ready.clone(), together: together.clone(), queues: std::mem::take(&mut queues) };
        let (shared, storage) = (shared.clone(), storage.clone());
        let run = move || run_worker(index, owner, listener, shared, &storage, start);
        let handle = threads::spawn(&format!("worker-{index}"), run)
            .map_err(|e| format!("cannot start a thread: {e}"))?;
        handles.push(handle);
    }
    Ok(Running { threads: handles, serving })
}

/// What a worker does before it takes connections.
struct Start {
    /// Told once it has.
    ready: mpsc::Sender<Result<(), String>>,
    /// Where the workers wait for each other. Before all of them serve, a call finds no directory of the queues, or not
    /// those of the file, and would be told that its queue does not exist.
    together: Arc<Barrier>,
    /// The queues of the file, with the first worker.
    queues: Vec<Wanted>,
}

impl Start {
    /// Returns when every worker may take connections.
    async fn finish(self, worker: &Worker) -> Result<(), String> {
        while !worker.is_serving() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.together.wait().await;
        let made = make_queues(worker, self.queues).await;
        // If it failed, the process ends, and the others need not know.
        if made.is_ok() {
            self.together.wait().await;
        }
        let _ = self.ready.send(made.clone());
        made
    }
}

fn run_worker(
    index: usize,
    owner: Owner<State, InFlight>,
    listener: StdListener,
    shared: Arc<Shared>,
    storage: &Arc<Storage>,
    start: Start,
) {
    let mut runtime = Builder::new_current_thread();
    runtime.enable_io().enable_time().max_blocking_threads(IO_THREADS);
    let pace = storage.pace();
    let (parking, parking_pace) = (shared.clone(), pace.clone());
    runtime.on_thread_park(move || {
        if parking.mailboxes[index].park()
            && let Some(pace) = &parking_pace
        {
            pace.parking();
        }
    });
    let (going_on, going_on_pace) = (shared.clone(), pace.clone());
    runtime.on_thread_unpark(move || {
        if going_on.mailboxes[index].unpark()
            && let Some(pace) = &going_on_pace
        {
            pace.unparked();
        }
    });
    let runtime = match runtime.build_local(LocalOptions::default()) {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = start.ready.send(Err(format!("cannot start a worker: {error}{}", files_advice(&error))));
            return;
        }
    };
    if let Some(pace) = &pace {
        pace.attach();
    }
    let stopping = shared.stopping.subscribe();
    let worker = Worker::new(index, owner, shared);
    runtime.block_on(async move {
        tokio::task::spawn_local(worker.clone().serve());
        let listener = tokio::net::TcpListener::from_std(listener).expect("the listener does not block");
        if start.finish(&worker).await.is_err() {
            return;
        }
        let accepting = accept(listener, worker.clone());
        let mut stopping = stopping;
        tokio::select! {
            () = accepting => {}
            () = async {
                let _ = stopping.wait_for(|stopping| *stopping).await;
                tokio::time::sleep(STOP_WITHIN).await;
            } => tracing::warn!("connections were still open after {} s", STOP_WITHIN.as_secs()),
        }
    });
    if let Some(pace) = &pace {
        pace.detach();
    }
}

impl Running {
    fn wait_until_serving(&self) -> Result<(), String> {
        for _ in &self.threads {
            self.serving.recv().map_err(|_| "a worker ended before it served".to_owned())??;
        }
        Ok(())
    }

    fn join(self) {
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

/// What a newcomer needs to see, on standard output.
fn announce(config: &Config, address: SocketAddr) {
    let host = if address.ip().is_unspecified() { "127.0.0.1".to_owned() } else { address.ip().to_string() };
    let host = if address.is_ipv6() && !address.ip().is_unspecified() { format!("[{host}]") } else { host };
    let (version, port, region) = (env!("CARGO_PKG_VERSION"), address.port(), &config.region);
    let data = match config.durability {
        DurabilityMode::Memory => "data in memory only: it is gone when this process ends".to_owned(),
        DurabilityMode::Os => {
            format!("data in {} (in the page cache when acknowledged)", config.data_dir.display())
        }
        DurabilityMode::Fsync => format!("data in {}", config.data_dir.display()),
    };
    // In one piece: who reads the first line may have the rest.
    say(format_args!(
        "millpond {version} listening on http://{host}:{port}\n{data}\n\nFor a client:\n  export \
         AWS_ENDPOINT_URL=http://{host}:{port}\n  export AWS_DEFAULT_REGION={region}\n  export AWS_ACCESS_KEY_ID=test \
         AWS_SECRET_ACCESS_KEY=test\n\n"
    ));
}

/// SIGTERM and SIGINT, caught from the moment this is made.
struct Signals {
    runtime: tokio::runtime::Runtime,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn catch() -> Result<Self, String> {
        let failed = |e: std::io::Error| format!("cannot catch signals: {e}");
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let (terminate, interrupt) = {
            let _within = runtime.enter();
            (
                signal(SignalKind::terminate()).map_err(failed)?,
                signal(SignalKind::interrupt()).map_err(failed)?,
            )
        };
        Ok(Signals { runtime, terminate, interrupt })
    }

    /// Returns when one of them has come. Engine time follows the wall meanwhile.
    fn wait(mut self, clock: &Arc<EngineClock>) {
        self.runtime.block_on(async {
            loop {
                tokio::select! {
                    _ = self.terminate.recv() => break,
                    _ = self.interrupt.recv() => break,
                    () = tokio::time::sleep(SLEW_EVERY) => clock.slew(),
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn a_burst_of_connections_does_not_wait_for_the_kernel() {
        let listener = listen(([127, 0, 0, 1], 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        // The first packet is sent again after a second, so that one who is late has been dropped.
        let burst = (0..400).map(|_| TcpStream::connect_timeout(&address, Duration::from_millis(900)));
        let connected: Result<Vec<_>, _> = burst.collect();
        assert_eq!(connected.map(|open| open.len()).unwrap(), 400);
    }
}
