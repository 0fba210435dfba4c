//! The program without its sockets and threads: operations, owners and the segment log, stepped by hand on a simulated
//! disk and a clock that is moved by hand.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use millpond_api::{Answered, CallContext, Caller, Holds, Origin, Registered, ReplyContext, Started, Task};
use millpond_catalogue::Directory;
use millpond_delivery::Keys;
use millpond_log::segment::{Class, Format, Options, SegmentLog};
use millpond_log::{Lane, LogError, NodeId, Partition, Store, stored_row};
use millpond_partition::{Command, Decision, Failure, Fetch, Growth, Mail, Owner, OwnerConfig, Turn, open};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{Clock, ManualClock, Millis, Moment, SeededRandom};
use millpond_sqs::{FifoQuotas, SqsIndex, forward, to_forward};
use millpond_wire::{ApiError, Request, recognise};
use serde_json::Value;

use crate::state::{Index, State};

/// The account that calls, unless another is named.
pub const ACCOUNT: &str = "000000000000";
/// Where all queues are.
pub const REGION: &str = "us-east-1";
/// What queue URLs begin with.
pub const ORIGIN: &str = "http://localhost:4566";

const PARTITIONS: u32 = 3;
const LANES: usize = 2;
/// Small, so that a walk meets many segments.
const SEGMENTS: [u64; 4] = [32 << 10, 32 << 10, 64 << 10, 64 << 10];
const CHECKPOINTS: [u64; 2] = [96 << 10, 256 << 10];
const BOOT: [u8; 16] = [0xB0; 16];
const DISK_BYTES: u64 = 1 << 30;
/// More rounds than anything takes to come to rest.
const ROUNDS_MAX: usize = 100_000;

/// An error, by its Query code, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// As SDKs show it.
    pub code: String,
    /// AWS's words.
    pub message: String,
}

/// How a process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was asked to.
    Stop,
    /// It was killed.
    Kill,
    /// The power was cut.
    Crash,
}

type Called = Box<dyn Task<State>>;
type Asked = Box<dyn FnOnce(&mut Turn<'_, State>) -> Bytes + Send>;

enum What {
    Call(Called),
    Ask(Option<Asked>, Bytes),
    TurnBack(Called),
}

struct Errand {
    ticket: u64,
    what: What,
}

impl Command<State> for Errand {
    fn decide(&mut self, turn: &mut Turn<'_, State>) -> Decision {
        match &mut self.what {
            What::Call(task) | What::TurnBack(task) => task.decide(turn),
            What::Ask(ask, answer) => {
                *answer = ask.take().map_or_else(Bytes::new, |ask| ask(turn));
                Decision::Answer
            }
        }
    }

    fn fail(&mut self, failure: Failure) {
        match &mut self.what {
            What::Call(task) | What::TurnBack(task) => task.fail(failure),
            What::Ask(ask, _) => *ask = None,
        }
    }

    fn growth(&self) -> Growth {
        match &self.what {
            What::Call(task) | What::TurnBack(task) => task.growth(),
            What::Ask(..) => Growth::Shrinks,
        }
    }
}

/// A process's parts.
struct Process {
    log: Arc<SegmentLog>,
    owners: Vec<Owner<State, Errand>>,
    directory: Arc<Directory>,
    keys: Keys,
}

/// See the module.
pub struct House {
    /// Its clock.
    pub clock: Arc<ManualClock>,
    disk: SimulatedDisk,
    process: Option<Process>,
    operations: BTreeMap<&'static str, Registered<State>>,
    random: Arc<SeededRandom>,
    mail: VecDeque<Mail>,
    done: BTreeMap<u64, Errand>,
    answering: BTreeMap<u64, millpond_wire::Call>,
    tickets: u64,
    nodes: u64,
    /// Segments that were dropped, checkpoints taken, messages' bytes copied forward, starts: what a walk has met.
    pub met: [u64; 4],
}

impl House {
    /// A new one on an empty disk.
    pub fn new(seed: u64) -> House {
        let mut house = House {
            clock: Arc::new(ManualClock::at(1_700_000_000_000)),
            disk: SimulatedDisk::new(DISK_BYTES),
            process: None,
            operations: millpond_sqs::operations().into_iter().map(|it| (it.name, it)).collect(),
            random: Arc::new(SeededRandom::new(seed)),
            mail: VecDeque::new(),
            done: BTreeMap::new(),
            answering: BTreeMap::new(),
            tickets: 0,
            nodes: 0,
            met: [0; 4],
        };
        house.start();
        house
    }

    /// The time.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Ends the process and starts another.
    pub fn restart(&mut self, end: End) {
        let process = self.process.take().expect("it runs");
        self.met[0] += process.log.stats().dropped;
        if end == End::Stop {
            process.log.close(self.moment()).expect("nothing is wrong with the disk");
        }
        drop(process);
        self.mail.clear();
        self.disk = if end == End::Crash { self.disk.crash(&self.random) } else { self.disk.kill() };
        self.start();
    }

    fn start(&mut self) {
        self.nodes += 1;
        self.met[3] += 1;
        let format = Format::open_or_create(&self.disk, PARTITIONS, &*self.random).expect("FORMAT is well");
        let keys = Keys::derive(&format.store_secret);
        let options = Options {
            segment_sizes_bytes: SEGMENTS,
            checkpoint_log_bytes: CHECKPOINTS,
            indexer: Arc::new(Index(SqsIndex::new(keys))),
            ..Options::new(Class::Queues, self.random.clone(), BOOT)
        };
        let log = SegmentLog::open(Arc::new(self.disk.clone()), &format, options).expect("the log is well");
        let (log, directory) = (Arc::new(log), Arc::<Directory>::default());
        millpond_log::Log::attach(&*log, LANES, Arc::new(|_| {}));
        let made = directory.clone();
        let make = Arc::new(move |_| State::new(made.clone(), keys, PARTITIONS, FifoQuotas::Off));
        let mut owners: Vec<Owner<State, Errand>> = (0..LANES)
            .map(|lane| {
                let config = OwnerConfig {
                    lane: Lane(lane),
                    lanes: LANES,
                    node: NodeId(self.nodes),
                    log: log.clone(),
                    clock: self.clock.clone(),
                    random: self.random.clone(),
                    reclaim: false,
                };
                Owner::new(config, make.clone())
            })
            .collect();
        open(&mut owners).expect("the log is well");
        self.process = Some(Process { log, owners, directory, keys });
        self.settle();
        assert!(self.process().owners.iter().all(Owner::is_serving), "all partitions are claimed");
    }

    fn process(&mut self) -> &mut Process {
        self.process.as_mut().expect("it runs")
    }

    fn moment(&self) -> Moment {
        Moment { engine: self.clock.now(), boot: self.clock.boot() }
    }

    /// Calls an operation and waits for its answer, which must come without time passing.
    pub fn call(&mut self, operation: &str, input: &Value) -> Result<Value, Refused> {
        self.call_as(ACCOUNT, operation, input)
    }

    /// The same as another account.
    pub fn call_as(&mut self, account: &str, operation: &str, input: &Value) -> Result<Value, Refused> {
        let ticket = self.begin(account, operation, input)?;
        self.settle();
        self.answer(ticket).expect("it does not wait")
    }

    /// Starts a call.
    pub fn begin(&mut self, account: &str, operation: &str, input: &Value) -> Result<u64, Refused> {
        let body = Bytes::from(input.to_string());
        let target = format!("AmazonSQS.{operation}");
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
        let call = recognise(&request, &[&millpond_shapes::sqs::SERVICE])
            .unwrap_or_else(|refusal| panic!("{operation} is a call: {}", refusal.error));
        let caller = Caller { account: account.into(), region: REGION.into(), access_key: None };
        let origin = Origin(ORIGIN.into());
        let process = self.process.as_mut().expect("it runs");
        let context = CallContext {
            operation: self.operations[operation].name,
            caller: &caller,
            origin: &origin,
            path: None,
            trace: None,
            directory: &process.directory,
            keys: &process.keys,
            partitions: PARTITIONS,
        };
        let started = (self.operations[operation].start)(&call, &context).map_err(|error| refused(&error))?;
        let Started::Task(task) = started else { panic!("all of SQS's operations ask a partition") };
        self.tickets += 1;
        let (ticket, partition) = (self.tickets, task.partition(PARTITIONS));
        self.answering.insert(ticket, call);
        let errand = Errand { ticket, what: What::Call(task) };
        self.process().owners[partition.0 as usize % LANES].execute(partition, errand);
        Ok(ticket)
    }

    /// The answer to a call, if there is one.
    pub fn answer(&mut self, ticket: u64) -> Option<Result<Value, Refused>> {
        let Errand { what: What::Call(task), .. } = self.done.remove(&ticket)? else {
            panic!("it is a call")
        };
        let call = self.answering.remove(&ticket).expect("it was put there");
        let process = self.process.as_ref().expect("it runs");
        let context = ReplyContext { store: &*process.log, may_block: true, keys: &process.keys };
        Some(match task.answer(&context) {
            Ok(output) => {
                let answer = call.answering.output(call.operation, &*output, "request");
                Ok(serde_json::from_slice(&answer.body).expect("an answer is JSON"))
            }
            Err(Answered::Error(error)) => Err(refused(&error)),
            Err(Answered::Fault(error)) => {
                Err(Refused { code: "InternalFailure".to_owned(), message: error.to_string() })
            }
        })
    }

    /// A call's answer reaches nobody: what must be sent goes back.
    pub fn lose_answer(&mut self, ticket: u64) {
        let Some(Errand { what: What::Call(mut task), .. }) = self.done.remove(&ticket) else { return };
        self.answering.remove(&ticket);
        if task.must_be_sent() {
            task.turn_back();
            let partition = task.partition(PARTITIONS);
            let errand = Errand { ticket, what: What::TurnBack(task) };
            self.process().owners[partition.0 as usize % LANES].execute(partition, errand);
            self.settle();
            self.done.remove(&ticket);
        }
    }

    /// Moves time.
    pub fn pass(&mut self, ms: Millis) {
        self.clock.advance(ms);
        self.settle();
    }

    /// When the owners next want to be ticked.
    pub fn next_timer(&self) -> Option<Millis> {
        let owners = &self.process.as_ref().expect("it runs").owners;
        owners.iter().filter_map(Owner::next_timer).min()
    }

    /// Commits, carries and loads until nothing moves.
    pub fn settle(&mut self) {
        for _ in 0..ROUNDS_MAX {
            let moment = self.moment();
            let process = self.process.as_mut().expect("it runs");
            let mut moved = false;
            for owner in &mut process.owners {
                owner.poll();
                owner.tick();
                for errand in owner.take_released() {
                    self.done.insert(errand.ticket, errand);
                }
                self.mail.extend(owner.take_outgoing());
                let alarms: Vec<String> = owner.take_alarms().collect();
                assert!(alarms.is_empty(), "{alarms:?}");
                let fetches: Vec<Fetch> = owner.take_fetches().collect();
                for Fetch { partition, block } in fetches {
                    let rows =
                        process.log.rows(&block.stretch, block.block, true).expect("a sidecar is well");
                    owner.put_block(partition, block, rows);
                    moved = true;
                }
            }
            while let Some(mail) = self.mail.pop_front() {
                let mail = match mail {
                    Mail::Parcel { attach: Some(event), .. } => {
                        let bytes = event.read(&*process.log, true).expect("a segment is well");
                        mail.attach(&bytes.expect("it may wait for the device"))
                    }
                    mail => mail,
                };
                process.owners[mail.addressee().0 as usize % LANES].deliver(mail);
                moved = true;
            }
            moved |= process.log.commit_once(moment).expect("nothing is wrong with the disk");
            if !moved {
                return;
            }
        }
        panic!("the house does not come to rest");
    }

    /// Gives sealed segments their sidecars.
    pub fn index(&mut self) {
        while self.process().log.index_next().expect("a segment is well") {}
        self.settle();
    }

    /// Takes a checkpoint.
    pub fn checkpoint(&mut self) {
        let mut snapshots = Vec::new();
        for partition in 0..PARTITIONS {
            let owner = &mut self.process().owners[partition as usize % LANES];
            assert!(owner.begin_snapshot(Partition(partition)), "it is served");
            self.settle();
            let owner = &mut self.process().owners[partition as usize % LANES];
            snapshots.extend(owner.take_snapshots());
        }
        assert_eq!(snapshots.len(), PARTITIONS as usize);
        self.process().log.write_checkpoint(snapshots).expect("a checkpoint can be taken");
        self.met[1] += 1;
    }

    /// Prepares a segment's file, and lets go of sidecars whose segments are gone.
    pub fn tidy_up(&mut self) -> Result<(), LogError> {
        let moment = self.moment();
        self.process().log.tick(moment)?;
        self.process().log.forget_sidecars(moment)?;
        self.process().log.prepare_spare()?;
        self.settle();
        Ok(())
    }

    /// Copies the last messages of sparse segments forward.
    pub fn forward(&mut self) {
        for (segment, ..) in self.process().log.sparse() {
            let stretches = self.process().log.stretches_of(segment).expect("a sidecar is well");
            let mut partitions: Vec<Partition> = stretches.into_iter().map(|(it, _)| it).collect();
            partitions.dedup();
            for partition in partitions {
                self.forward_from(segment, partition);
            }
        }
    }

    fn forward_from(&mut self, segment: u64, partition: Partition) {
        let Process { log, owners, .. } = self.process();
        let state = owners[partition.0 as usize % LANES].state(partition);
        let mut messages = Vec::new();
        for wanted in to_forward(state.sqs(), segment, None, usize::MAX >> 1) {
            let (stretch, row) = wanted.row;
            let row = stored_row(&**log, &stretch, row, true).expect("a sidecar is well");
            let row = row.expect("it may wait for the device");
            messages.push((wanted, row, log.read(row.event(partition)).expect("a segment is well")));
        }
        let ask: Asked = Box::new(move |turn| {
            let copied = forward(&mut turn.part(|state: &mut State| Holds::part(state)), &messages);
            Bytes::copy_from_slice(&copied.to_le_bytes())
        });
        self.tickets += 1;
        let ticket = self.tickets;
        let errand = Errand { ticket, what: What::Ask(Some(ask), Bytes::new()) };
        self.process().owners[partition.0 as usize % LANES].execute(partition, errand);
        self.settle();
        if let Some(Errand { what: What::Ask(_, copied), .. }) = self.done.remove(&ticket) {
            self.met[2] += u64::from_le_bytes(copied[..].try_into().expect("a number"));
        }
    }
}

fn refused(error: &ApiError) -> Refused {
    Refused { code: error.shape.query_code.to_owned(), message: error.message.clone().into_owned() }
}
