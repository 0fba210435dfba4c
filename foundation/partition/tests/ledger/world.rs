//! A world by hand: processes on one log, the mail between partitions, a clock, and what clients were told.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::{self, Write as _};
use std::sync::Arc;

use millpond_log::{Entry, Log, LogError, MemoryLog, Partition, Position, Store};
use millpond_partition::{Mail, ResourceId};
use millpond_runtime::{Clock, ManualClock, Millis};

use super::calls::{Ask, Call, Reply};
use super::process::Process;

/// A hash of all that has happened, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace(pub u64);

impl Default for Trace {
    fn default() -> Self {
        Trace(0xCBF2_9CE4_8422_2325)
    }
}

impl fmt::Write for Trace {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        Ok(())
    }
}

impl Trace {
    pub fn note(&mut self, what: impl fmt::Debug) {
        write!(self, "{what:?};").expect("a trace takes everything");
    }
}

/// What the processes' log is made of.
pub trait Engine {
    type Log: Log + Store + 'static;
    /// Opens the log for a process that starts.
    fn open(&mut self, clock: &Arc<ManualClock>) -> Result<Arc<Self::Log>, LogError>;
    /// Lets a process's log do what it was asked to. Returns how much that was.
    fn step(log: &Self::Log, clock: &ManualClock) -> usize;
}

/// A log in memory, and a handle on it that no process uses.
pub struct Memory(pub MemoryLog);

impl Engine for Memory {
    type Log = MemoryLog;

    fn open(&mut self, _clock: &Arc<ManualClock>) -> Result<Arc<MemoryLog>, LogError> {
        Ok(Arc::new(self.0.rival()))
    }

    fn step(log: &MemoryLog, _clock: &ManualClock) -> usize {
        log.step()
    }
}

/// See the module.
pub struct World<E: Engine = Memory> {
    pub engine: E,
    pub clock: Arc<ManualClock>,
    pub processes: Vec<Process<E::Log>>,
    pub mail: VecDeque<Mail>,
    /// Every parcel and receipt that has left a partition.
    pub mailed: Vec<Mail>,
    /// Requests, by operation.
    pub asked: BTreeMap<u64, (ResourceId, Ask)>,
    /// Answers, by operation.
    pub answers: BTreeMap<u64, Call>,
    /// Operations in the order of their answers.
    pub order: Vec<u64>,
    pub alarms: Vec<String>,
    pub trace: Trace,
    pub last_op: u64,
    pub last_node: u64,
}

impl World {
    /// A log in memory of `partitions` partitions, at time 1000, without a process.
    pub fn empty(partitions: u32) -> Self {
        World::on(Memory(MemoryLog::stepped(partitions)))
    }

    /// The same with one process that serves.
    pub fn serving(partitions: u32) -> Self {
        let mut world = World::empty(partitions);
        world.start(1, true).expect("a log in memory opens");
        world.settle();
        world
    }

    pub fn log(&self) -> &MemoryLog {
        &self.engine.0
    }

    /// All entries of a partition.
    pub fn entries(&self, partition: Partition) -> Vec<Entry> {
        let mut entries = Vec::new();
        let read = self.engine.0.replay(&[(partition, Position(0))], &mut |_, _, entry| {
            entries.push(entry);
            Ok(())
        });
        read.expect("a log in memory is read");
        entries
    }
}

impl<E: Engine> World<E> {
    pub fn on(engine: E) -> Self {
        World {
            engine,
            clock: Arc::new(ManualClock::at(1000)),
            processes: Vec::new(),
            mail: VecDeque::new(),
            mailed: Vec::new(),
            asked: BTreeMap::new(),
            answers: BTreeMap::new(),
            order: Vec::new(),
            alarms: Vec::new(),
            trace: Trace::default(),
            last_op: 0,
            last_node: 0,
        }
    }

    /// Starts a process with `lanes` owners; returns its index.
    pub fn start(&mut self, lanes: usize, reclaim: bool) -> Result<usize, LogError> {
        self.last_node += 1;
        let log = self.engine.open(&self.clock)?;
        let process = Process::start(self.last_node, log, lanes, self.clock.clone(), reclaim)?;
        self.processes.push(process);
        Ok(self.processes.len() - 1)
    }

    /// Ends a process as kill -9 does: what it had not yet given to the log is gone, nobody is told.
    pub fn kill(&mut self, process: usize) {
        self.processes.remove(process);
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A request to a process; returns its number.
    pub fn ask_of(&mut self, process: usize, account: ResourceId, ask: Ask) -> u64 {
        let call = self.call(account, ask);
        let op = call.op;
        self.processes[process].execute(call);
        self.collect();
        op
    }

    /// A request to the first process.
    pub fn ask(&mut self, account: ResourceId, ask: Ask) -> u64 {
        self.ask_of(0, account, ask)
    }

    pub fn put(&mut self, account: ResourceId, coin: u64) -> u64 {
        self.ask(account, Ask::Put { coin, due: 0 })
    }

    pub fn take(&mut self, account: ResourceId, wait_ms: Millis) -> u64 {
        let until = self.now() + wait_ms;
        self.ask(account, Ask::Take { until })
    }

    /// Opens an account and waits for the answer.
    pub fn open(&mut self, account: ResourceId) {
        let op = self.ask(account, Ask::Open { dead_letter: None });
        self.settle();
        assert_eq!(self.reply(op), Some(Reply::Done));
    }

    pub fn call(&mut self, account: ResourceId, ask: Ask) -> Call {
        self.last_op += 1;
        self.asked.insert(self.last_op, (account, ask));
        Call::new(self.last_op, account, ask)
    }

    /// What the client was told, if it was.
    pub fn reply(&self, op: u64) -> Option<Reply> {
        self.answers.get(&op).and_then(|call| call.reply)
    }

    /// Takes what the processes let go.
    pub fn collect(&mut self) {
        for at in 0..self.processes.len() {
            let output = self.processes[at].output();
            for call in output.answers {
                self.trace.note((call.op, &call.reply, call.saw, call.wrote));
                self.order.push(call.op);
                assert!(self.answers.insert(call.op, call).is_none(), "an operation is answered once");
            }
            for mail in output.mail {
                self.trace.note(&mail);
                self.mailed.push(mail.clone());

                // Where the disk fails, the mail is lost.
                self.mail.extend(take_along(&*self.processes[at].log, mail).ok());
            }
            for alarm in output.alarms {
                self.trace.note(&alarm);
                self.alarms.push(alarm);
            }
        }
    }

    /// The processes hear from the log.
    pub fn poll(&mut self) {
        self.processes.iter_mut().for_each(Process::poll);
        self.collect();
    }

    pub fn tick(&mut self) {
        self.processes.iter_mut().for_each(Process::tick);
        self.collect();
    }

    /// Time passes, and is noticed.
    pub fn pass(&mut self, by: Millis) {
        self.clock.advance(by);
        self.tick();
    }

    /// The log of every process does what it was asked, and they hear of it. No mail arrives.
    pub fn commit(&mut self) {
        for process in &self.processes {
            E::step(&process.log, &self.clock);
        }
        self.poll();
    }

    /// Commits and delivers mail, each to the first process, until nothing moves.
    pub fn settle(&mut self) {
        for _ in 0..10_000 {
            let moved: usize = self.processes.iter().map(|process| E::step(&process.log, &self.clock)).sum();
            self.poll();
            let mail = self.mail.pop_front();
            if moved == 0 && mail.is_none() {
                return;
            }
            if let (Some(mail), Some(process)) = (mail, self.processes.first_mut()) {
                process.deliver(mail);
                self.collect();
            }
        }
        panic!("the world does not come to rest");
    }
}

/// Puts the event behind a parcel that must take one along, as the store has it.
fn take_along(store: &impl Store, mail: Mail) -> Result<Mail, LogError> {
    match mail {
        Mail::Parcel { attach: Some(event), .. } => {
            let bytes = event.read(store, true)?.expect("it may wait for the device");
            Ok(mail.attach(&bytes))
        }
        mail => Ok(mail),
    }
}
