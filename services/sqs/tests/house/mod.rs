//! SQS in a house of its own: the production code of catalogue, partitions and log, on a disk that a test holds in its
//! hand, with a clock that it moves. There is no server: calls come in as awsJson and go out as awsJson.

#![allow(dead_code, reason = "each test program uses a part of it")]

mod answer;
mod flight;
mod process;
mod shaky;
mod state;
mod upkeep;

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_log::segment::{Class, Format, Options, Sync};
use millpond_log::{LogError, SegmentLog};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{Clock, Disk, ManualClock, Millis, SeededRandom};

pub use answer::{Refused, Reply};
use millpond_sqs::inspect::Seen;
pub use process::Process;
pub use serde_json::{Value, json};
#[allow(unused_imports, reason = "each test program uses a part of it")]
pub use shaky::Doubt;

/// When the first process of a house starts.
pub const DAWN: Millis = 1_700_000_000_000;
const DISK_BYTES: u64 = 256 << 20;

/// How a house is built.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    pub partitions: u32,
    pub segment_sizes_bytes: [u64; 4],
    /// A checkpoint is due after so many bytes of log, at least and at most.
    pub checkpoint_log_bytes: [u64; 2],
    pub sync: Sync,
}

/// See the module. One process at a time lives in it.
pub struct House {
    pub plan: Plan,
    pub disk: SimulatedDisk,
    pub clock: Arc<ManualClock>,
    starts: u64,
    boots: u8,
    process: Option<Process>,
    /// Whether calls and their answers are shown.
    pub talks: bool,
    /// How often each operation was answered, and how often refused.
    pub calls: BTreeMap<String, [u64; 2]>,
}

impl House {
    /// Without a process.
    pub fn empty(plan: Plan) -> House {
        let clock = Arc::new(ManualClock::at(DAWN));
        House {
            plan,
            disk: SimulatedDisk::new(DISK_BYTES),
            clock,
            starts: 0,
            boots: 1,
            process: None,
            talks: false,
            calls: BTreeMap::new(),
        }
    }

    /// With a process that serves.
    pub fn new(plan: Plan) -> House {
        let mut house = House::empty(plan);
        house.start(1).expect("an empty disk gives no trouble");
        house.settle();
        house
    }

    /// The process that lives here.
    pub fn process(&mut self) -> &mut Process {
        self.process.as_mut().expect("a process lives here")
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Starts a process with so many owners.
    pub fn start(&mut self, lanes: usize) -> Result<(), LogError> {
        self.starts += 1;
        let plan = self.plan;
        let random = |salt: u64| Arc::new(SeededRandom::new(plan.seed << 20 ^ self.starts << 4 ^ salt));
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let format = Format::open_or_create(&*disk, plan.partitions, &*random(1))?;
        let keys = millpond_delivery::Keys::derive(&format.store_secret);
        let mut options = Options::new(Class::Queues, random(2), [self.boots; 16]);
        options.sync = plan.sync;
        options.segment_sizes_bytes = plan.segment_sizes_bytes;
        options.checkpoint_log_bytes = plan.checkpoint_log_bytes;
        options.indexer = Arc::new(state::Index(millpond_sqs::SqsIndex::new(keys)));
        let log = Arc::new(SegmentLog::open(disk, &format, options)?);
        self.process = Some(Process::start(log, keys, lanes, self.clock.clone(), random)?);
        Ok(())
    }

    /// Ends the process as kill -9 does.
    pub fn kill(&mut self) {
        self.process = None;
        self.disk = self.disk.kill();
    }

    /// Cuts the power.
    pub fn cut(&mut self, random: &SeededRandom) {
        self.process = None;
        self.disk = self.disk.crash(random);
        self.boots += 1;
    }

    /// Ends the process in good order.
    pub fn close(&mut self) -> Result<(), LogError> {
        let moment = self.clock.moment();
        let closed = self.process().log.close(moment);
        self.kill();
        closed
    }

    /// Commits and delivers until nothing moves.
    pub fn settle(&mut self) {
        let moment = self.clock.moment();
        self.process().settle(moment);
    }

    /// A call and its answer. It may not wait for a message.
    pub fn call(&mut self, operation: &str, input: &Value) -> Reply {
        let reply = self.process().submit(operation, input).and_then(|ticket| {
            self.settle();
            self.process().take_answer(ticket).expect("a call is answered once all is at rest")
        });
        self.calls.entry(operation.to_owned()).or_default()[usize::from(reply.is_err())] += 1;
        if self.talks {
            let seconds = (self.now() - DAWN) as f64 / 1000.0;
            match &reply {
                Ok(reply) => eprintln!("{seconds} s: {operation} {input}\n    {reply}"),
                Err(refused) => eprintln!("{seconds} s: {operation} {input}\n    {refused}"),
            }
        }
        reply
    }

    /// The messages of a queue that wait, without receiving them.
    pub fn waiting_in(&mut self, name: &str) -> Vec<Seen> {
        self.process().waiting_in(name)
    }

    /// Lets time pass, with all that falls due in it at its time.
    pub fn pass(&mut self, by: Millis) {
        let until = self.now() + by;
        self.settle();
        while let Some(due) = self.process().next_timer().filter(|due| *due <= until) {
            // What was due before is done now, and asks for the next moment if it is not over.
            self.clock.advance_to(due.max(self.now()));
            self.process().tick();
            self.settle();
        }
        self.clock.advance_to(until);
        self.settle();
    }
}
