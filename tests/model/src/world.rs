//! The product in process: calls in JSON are started, decided by their partitions, durable, answered; all in one thread.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use millpond_api::{Answered, CallContext, Caller, Origin, Registered, ReplyContext, Started, Task};
use millpond_catalogue::Directory;
use millpond_delivery::Keys;
use millpond_log::segment::{Class, Format, Options};
use millpond_log::{Lane, Log, NodeId, Partition, SegmentLog, Snapshot};
use millpond_partition::{
    Command, Decision, Failure, Growth, Mail, Owner, OwnerConfig, Settlement, Turn, open,
};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{Clock, Disk, ManualClock, Millis, SeededRandom};
use millpond_sqs::{ActiveTasks, FifoQuotas, SqsIndex};
use millpond_wire::{ApiError, Request, recognise};
use serde_json::Value;

use crate::state::{Index, State};

/// The account of all calls.
pub const ACCOUNT: &str = "123456789012";
/// Their region.
pub const REGION: &str = "us-east-1";
/// Where they come in.
pub const ORIGIN: &str = "http://sqs.test";

/// When a world begins: a whole second, so that no deadline in seconds falls between two.
pub const START: Millis = 1_700_000_000_000;
/// How many partitions there are, and owners of them.
const PARTITIONS: u32 = 3;
const LANES: usize = 2;
/// Small segments, so that a short run has many.
const SEGMENT_SIZES_BYTES: [u64; 4] = [8 << 10, 12 << 10, 16 << 10, 32 << 10];
const DISK_BYTES: u64 = 256 << 20;
/// What is at rest is so after fewer rounds.
const ROUNDS_MAX: u32 = 100_000;

/// An answer: the output, or the name of the error.
pub type Answer = Result<Value, String>;

/// A call on its way through its partition.
struct InFlight(Box<dyn Task<State>>);

impl Command<State> for InFlight {
    fn decide(&mut self, turn: &mut Turn<'_, State>) -> Decision {
        self.0.decide(turn)
    }

    fn fail(&mut self, failure: Failure) {
        panic!("a partition fails a call: {failure:?}");
    }

    fn delivered(&mut self, outcome: Settlement) {
        assert_eq!(outcome, Settlement::Accepted, "what the catalogue decides is taken over");
    }

    fn growth(&self) -> Growth {
        self.0.growth()
    }
}

/// One process, from its start to its end.
struct Process {
    log: Arc<SegmentLog>,
    owners: Vec<Owner<State, InFlight>>,
    directory: Arc<Directory>,
    keys: Keys,
    released: Vec<Box<dyn Task<State>>>,
    /// The snapshots of a checkpoint that is being taken.
    snapshots: BTreeMap<u32, Snapshot>,
}

/// How often what happened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Events {
    /// Clean stops, and starts after them.
    pub stops: u64,
    /// Kills, and starts after them.
    pub kills: u64,
    /// Segments that got an index.
    pub indexed: u64,
    /// Checkpoints that were written.
    pub checkpoints: u64,
    /// Starts that began with one.
    pub from_checkpoint: u64,
    /// Blocks of rows that were read again.
    pub blocks: u64,
}

/// See the module.
pub struct World {
    disk: SimulatedDisk,
    clock: Arc<ManualClock>,
    process: Option<Process>,
    operations: Vec<Registered<State>>,
    caller: Caller,
    origin: Origin,
    seed: u64,
    starts: u64,
    /// See [`Events`].
    pub events: Events,
}

impl World {
    /// An empty directory, and a process that serves it.
    pub fn new(seed: u64) -> Self {
        let mut world = World {
            disk: SimulatedDisk::new(DISK_BYTES),
            clock: Arc::new(ManualClock::at(START)),
            process: None,
            operations: millpond_sqs::operations(),
            caller: Caller { account: ACCOUNT.into(), region: REGION.into(), access_key: None },
            origin: Origin(ORIGIN.into()),
            seed,
            starts: 0,
            events: Events::default(),
        };
        world.start();
        world
    }

    /// Engine time.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A call and its answer. Time passes only where the call waits for a message.
    pub fn call(&mut self, operation: &str, input: &Value) -> Answer {
        let task = self.decided(operation, input)?;
        let process = self.process();
        let context = ReplyContext { store: &*process.log, may_block: true, keys: &process.keys };
        match task.answer(&context) {
            Ok(output) => {
                let call = recognised(operation, input);
                let answer = call.answering.output(call.operation, &*output, "");
                Ok(serde_json::from_slice(&answer.body).expect("an answer is JSON"))
            }
            Err(Answered::Error(error)) => Err(error.shape.name.to_owned()),
            Err(Answered::Fault(fault)) => panic!("an answer could not be made: {fault}"),
        }
    }

    /// A call by another account.
    pub fn call_as(&mut self, account: &str, operation: &str, input: &Value) -> Answer {
        let before = std::mem::replace(&mut self.caller.account, account.into());
        let answer = self.call(operation, input);
        self.caller.account = before;
        answer
    }

    /// A call whose caller has gone before one byte of the answer could be written.
    pub fn call_in_vain(&mut self, operation: &str, input: &Value) {
        let Ok(mut task) = self.decided(operation, input) else { return };
        if task.must_be_sent() {
            task.turn_back();
            self.execute(task);
        }
    }

    fn decided(&mut self, operation: &str, input: &Value) -> Result<Box<dyn Task<State>>, String> {
        match self.begin(operation, input) {
            Ok(Started::Task(task)) => Ok(self.execute(task)),
            Ok(Started::Output(_)) => unreachable!("every operation of SQS goes to a partition"),
            Err(error) => Err(error.shape.name.to_owned()),
        }
    }

    /// Gives a task to its partition, and waits until that lets it go.
    fn execute(&mut self, task: Box<dyn Task<State>>) -> Box<dyn Task<State>> {
        self.settle();
        let partition = task.partition(PARTITIONS);
        self.process().owners[partition.0 as usize % LANES].execute(partition, InFlight(task));
        loop {
            self.settle();
            if let Some(task) = self.process().released.pop() {
                return task;
            }
            let next = self.next_timer().expect("what waits has a deadline");
            self.clock.advance_to(next);
        }
    }

    /// Time passes, and what falls due is done at its time.
    pub fn pass(&mut self, by: Millis) {
        let until = self.now() + by;
        while let Some(next) = self.next_timer().filter(|next| *next <= until) {
            self.clock.advance_to(next);
            self.settle();
        }
        self.clock.advance_to(until);
        self.settle();
    }

    /// Time passes that the process does not see, as on a machine that sleeps.
    pub fn sleep(&mut self, by: Millis) {
        self.clock.advance_to(self.now() + by);
    }

    /// The process ends, cleanly or not, and another one starts. All that was answered is on the disk by then.
    pub fn restart(&mut self, cleanly: bool) {
        self.settle();
        let now = self.clock.moment();
        let process = self.process.take().expect("it lives");
        if cleanly {
            process.log.close(now).expect("the disk works");
            self.events.stops += 1;
        } else {
            self.events.kills += 1;
        }
        drop(process);
        self.disk = self.disk.kill();
        self.start();
    }

    /// Sealed segments get their index, as many as there are up to `most`.
    pub fn index(&mut self, most: u64) {
        for _ in 0..most {
            if !self.process().log.index_next().expect("the disk works") {
                break;
            }
            self.events.indexed += 1;
        }
        self.settle();
    }

    /// A checkpoint is taken.
    pub fn checkpoint(&mut self) {
        for partition in (0..PARTITIONS).map(Partition) {
            assert!(self.process().owners[partition.0 as usize % LANES].begin_snapshot(partition));
        }
        self.settle();
        let process = self.process();
        let snapshots = std::mem::take(&mut process.snapshots);
        process.log.write_checkpoint(snapshots.into_values().collect()).expect("the disk works");
        self.events.checkpoints += 1;
        self.settle();
    }

    fn begin(&mut self, operation: &str, input: &Value) -> Result<Started<State>, ApiError> {
        let call = recognised(operation, input);
        let registered = self.operations.iter().find(|registered| registered.name == operation);
        let registered = registered.expect("every operation is there");
        let process = self.process.as_ref().expect("it lives");
        let context = CallContext {
            operation: registered.name,
            caller: &self.caller,
            origin: &self.origin,
            path: None,
            trace: None,
            directory: &process.directory,
            keys: &process.keys,
            partitions: PARTITIONS,
        };
        (registered.start)(&call, &context)
    }

    fn start(&mut self) {
        self.starts += 1;
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let random = Arc::new(SeededRandom::new(self.seed << 16 | self.starts));
        let format = Format::open_or_create(&*disk, PARTITIONS, &*random).expect("the disk works");
        let keys = Keys::derive(&format.store_secret);
        let mut options = Options::new(Class::Queues, random.clone(), [1; 16]);
        options.segment_sizes_bytes = SEGMENT_SIZES_BYTES;
        options.indexer = Arc::new(Index(SqsIndex::new(keys)));
        let log = Arc::new(SegmentLog::open(disk, &format, options).expect("the log opens"));
        self.events.from_checkpoint += u64::from(log.recovery().checkpoint.is_some());
        log.attach(LANES, Arc::new(|_| {}));
        let directory = Arc::<Directory>::default();
        let tasks = ActiveTasks::default();
        let owner = |lane| {
            let config = OwnerConfig {
                lane: Lane(lane),
                lanes: LANES,
                node: NodeId(self.starts),
                log: log.clone(),
                clock: self.clock.clone(),
                random: random.clone(),
                reclaim: false,
            };
            let (directory, tasks) = (directory.clone(), tasks.clone());
            let empty =
                move |_| State::new(directory.clone(), tasks.clone(), keys, PARTITIONS, FifoQuotas::Off);
            Owner::new(config, Arc::new(empty))
        };
        let mut owners: Vec<_> = (0..LANES).map(owner).collect();
        open(&mut owners).expect("the log is whole");
        let (released, snapshots) = (Vec::new(), BTreeMap::new());
        self.process = Some(Process { log, owners, directory, keys, released, snapshots });
        self.settle();
        assert!(self.process().owners.iter().all(Owner::is_serving), "every claim is in force");
    }

    /// Everything happens that can happen now.
    fn settle(&mut self) {
        for _ in 0..ROUNDS_MAX {
            let now = self.clock.moment();
            let is_due = self.next_timer().is_some_and(|next| next <= now.engine);
            let process = self.process.as_mut().expect("it lives");
            let committed = process.log.commit_once(now).expect("the disk works");
            for owner in &mut process.owners {
                owner.poll();
                if is_due {
                    owner.tick();
                }
            }
            if !process.pass_on(&mut self.events) && !committed && !is_due {
                return;
            }
        }
        panic!("the world does not come to rest");
    }

    fn next_timer(&self) -> Option<Millis> {
        self.process.iter().flat_map(|process| &process.owners).filter_map(Owner::next_timer).min()
    }

    fn process(&mut self) -> &mut Process {
        self.process.as_mut().expect("it lives")
    }
}

impl Process {
    /// Takes what the owners let go to where it belongs. False if there was nothing.
    fn pass_on(&mut self, events: &mut Events) -> bool {
        let (mut mail, mut moved) = (Vec::<Mail>::new(), false);
        for owner in &mut self.owners {
            let alarms: Vec<String> = owner.take_alarms().collect();
            assert_eq!(alarms, [""; 0], "nothing gives cause for an alarm");
            self.released.extend(owner.take_released().map(|command| command.0));
            self.snapshots.extend(owner.take_snapshots().map(|begun| (begun.partition().0, begun.finish())));
            mail.extend(owner.take_outgoing());
            let fetches: Vec<_> = owner.take_fetches().collect();
            for fetch in fetches {
                let loaded = fetch.block.load(&*self.log, fetch.partition, true);
                owner.put_block(fetch.partition, fetch.block, loaded.expect("the index is whole"));
                events.blocks += 1;
                moved = true;
            }
        }
        for mail in mail {
            let mail = match mail {
                Mail::Parcel { attach: Some(event), .. } => {
                    let bytes = event.read(&*self.log, true).expect("the log is whole");
                    mail.attach(&bytes.expect("it may wait for the device"))
                }
                mail => mail,
            };
            self.owners[mail.addressee().0 as usize % LANES].deliver(mail);
            moved = true;
        }
        moved
    }
}

fn recognised(operation: &str, input: &Value) -> millpond_wire::Call {
    let (target, body) = (format!("AmazonSQS.{operation}"), Bytes::from(input.to_string()));
    let request = Request {
        method: "POST",
        path: "/",
        query: None,
        content_type: Some("application/x-amz-json-1.0"),
        target: Some(&target),
        query_mode: None,
        body: &body,
        signing_name: None,
    };
    recognise(&request, &[&millpond_shapes::sqs::SERVICE]).expect("it is a call of SQS's")
}
