//! One process: its log, the owners of all partitions, the mail between those, and what clients were told.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use millpond_api::{CallContext, Caller, Origin, Registered, ReplyContext, Started};
use millpond_catalogue::Directory;
use millpond_delivery::Keys;
use millpond_log::{Lane, Log, LogError, NodeId, Partition, SegmentLog, Store};
use millpond_partition::{Mail, Owner, OwnerConfig, open};
use millpond_runtime::{ManualClock, Millis, Moment, SeededRandom};
use millpond_shapes::sqs::SERVICE;
use millpond_sqs::ActiveTasks;
use millpond_sqs::inspect::{Seen, Status, glimpses};
use millpond_wire::{Request, recognise};
use serde_json::Value;

use super::answer::Reply;
use super::flight::{Flight, refused};
use super::shaky::Shaky;
use super::state::State;
use super::upkeep::Upkeep;

/// See the module.
pub struct Process {
    pub log: Arc<SegmentLog>,
    /// The same as the owners see it.
    pub shaky: Arc<Shaky>,
    pub upkeep: Upkeep,
    keys: Keys,
    directory: Arc<Directory>,
    owners: Vec<Owner<State, Flight>>,
    operations: BTreeMap<&'static str, Registered<State>>,
    mail: VecDeque<Mail>,
    last_ticket: u64,
    answers: BTreeMap<u64, Reply>,
    alarms: Vec<String>,
}

impl Process {
    pub fn start(
        log: Arc<SegmentLog>,
        keys: Keys,
        lanes: usize,
        clock: Arc<ManualClock>,
        random: impl Fn(u64) -> Arc<SeededRandom>,
    ) -> Result<Process, LogError> {
        let shaky = Arc::new(Shaky::new(log.clone(), lanes));
        shaky.attach(lanes, Arc::new(|_| {}));
        let (directory, partitions) = (Arc::new(Directory::default()), log.partitions());
        let tasks = ActiveTasks::default();
        let node = NodeId(random(3).below(u64::MAX));
        let mut owners: Vec<_> = (0..lanes)
            .map(|lane| {
                let config = OwnerConfig {
                    lane: Lane(lane),
                    lanes,
                    node,
                    log: shaky.clone(),
                    clock: clock.clone(),
                    random: random(8 + lane as u64),
                    reclaim: true,
                };
                let (directory, tasks) = (directory.clone(), tasks.clone());
                let empty = move |_| State::new(directory.clone(), tasks.clone(), keys, partitions);
                Owner::new(config, Arc::new(empty))
            })
            .collect();
        open(&mut owners)?;
        let operations = millpond_sqs::operations::<State>().into_iter();
        Ok(Process {
            log,
            shaky,
            upkeep: Upkeep::default(),
            keys,
            directory,
            owners,
            operations: operations.map(|operation| (operation.name, operation)).collect(),
            mail: VecDeque::new(),
            last_ticket: 0,
            answers: BTreeMap::new(),
            alarms: Vec::new(),
        })
    }

    pub fn partitions(&self) -> u32 {
        self.log.partitions()
    }

    pub fn owner(&mut self, partition: Partition) -> &mut Owner<State, Flight> {
        let lanes = self.owners.len();
        &mut self.owners[partition.0 as usize % lanes]
    }

    pub fn state(&self, partition: Partition) -> &State {
        self.owners[partition.0 as usize % self.owners.len()].state(partition)
    }

    pub fn is_serving(&self) -> bool {
        self.owners.iter().all(Owner::is_serving)
    }

    /// Takes a call, or refuses it before any partition has seen it.
    pub fn submit(&mut self, operation: &str, input: &Value) -> Result<u64, super::Refused> {
        let body = Bytes::from(input.to_string());
        let target = format!("{}.{operation}", "AmazonSQS");
        let request = Request {
            method: "POST",
            path: "/",
            query: None,
            content_type: Some("application/x-amz-json-1.0"),
            target: Some(&target),
            query_mode: None,
            body: &body,
            signing_name: Some("sqs"),
        };
        let call =
            recognise(&request, &[&SERVICE]).unwrap_or_else(|refusal| panic!("{operation}: {refusal:?}"));
        let caller = Caller {
            account: "000000000000".into(),
            region: "us-east-1".into(),
            access_key: Some("test".into()),
        };
        let context = CallContext {
            operation: call.operation.name,
            caller: &caller,
            origin: &Origin("http://localhost".into()),
            path: None,
            trace: None,
            directory: &self.directory,
            keys: &self.keys,
            partitions: self.partitions(),
        };
        let started = (self.operations[operation].start)(&call, &context).map_err(|error| refused(&error))?;
        let Started::Task(task) = started else { unreachable!("every operation of SQS has a partition") };
        self.last_ticket += 1;
        let partition = task.partition(self.partitions());
        let flight = Flight::call(self.last_ticket, task, call.answering, call.operation);
        self.run(partition, flight);
        Ok(self.last_ticket)
    }

    pub fn run(&mut self, partition: Partition, flight: Flight) {
        self.owner(partition).execute(partition, flight);
        self.collect();
    }

    pub fn take_answer(&mut self, ticket: u64) -> Option<Reply> {
        self.answers.remove(&ticket)
    }

    /// The messages of a queue that wait, the oldest first.
    pub fn waiting_in(&self, name: &str) -> Vec<Seen> {
        let partitions = self.partitions();
        let owned = (0..partitions).map(Partition).flat_map(|partition| self.state(partition).sqs.queues());
        let glimpses = owned
            .filter(|(_, queue)| queue.name() == name)
            .flat_map(|(_, queue)| glimpses(queue, Status::Visible, usize::MAX, partitions));
        let seen = glimpses.map(|glimpse| {
            let row = glimpse.row(&*self.log).expect("the disk is good");
            let event = glimpse.event(&row, &*self.log).expect("the disk is good");
            glimpse.read(&row, &event, &self.keys).expect("it can be read")
        });
        seen.collect()
    }

    /// Answers that nobody has taken yet.
    pub fn take_answers(&mut self) -> BTreeMap<u64, Reply> {
        std::mem::take(&mut self.answers)
    }

    pub fn mail(&mut self) -> &mut VecDeque<Mail> {
        &mut self.mail
    }

    pub fn deliver(&mut self, mail: Mail) {
        self.owner(mail.addressee()).deliver(mail);
        self.collect();
    }

    /// The owners hear from the log.
    pub fn poll(&mut self) {
        self.owners.iter_mut().for_each(Owner::poll);
        self.collect();
    }

    /// Does what has fallen due.
    pub fn tick(&mut self) {
        self.owners.iter_mut().for_each(Owner::tick);
        self.collect();
    }

    pub fn next_timer(&self) -> Option<Millis> {
        self.owners.iter().filter_map(Owner::next_timer).min()
    }

    /// One commit. A failure shows in the log itself.
    pub fn commit(&mut self, now: Moment) -> bool {
        let committed = self.log.commit_once(now).unwrap_or(false);
        self.poll();
        committed
    }

    /// Commits and delivers, until nothing moves.
    pub fn settle(&mut self, now: Moment) {
        for _ in 0..100_000 {
            let committed = self.commit(now);
            let mail = self.mail.pop_front();
            if !committed && mail.is_none() {
                assert!(self.alarms.is_empty(), "{:?}", self.alarms);
                return;
            }
            if let Some(mail) = mail {
                self.deliver(mail);
            }
        }
        panic!("it does not come to rest");
    }

    /// Takes what the owners let go, and gives them the rows that they ask for.
    fn collect(&mut self) {
        loop {
            let mut fetches = Vec::new();
            for owner in &mut self.owners {
                for flight in owner.take_released() {
                    let context = ReplyContext { store: &*self.log, may_block: true, keys: &self.keys };
                    if let Some(reply) = flight.answer(&context) {
                        assert!(self.answers.insert(flight.ticket, reply).is_none(), "answered once");
                    }
                }
                for mail in owner.take_outgoing() {
                    // Where the disk fails, the mail is lost.
                    self.mail.extend(take_along(&*self.log, mail).ok());
                }
                self.alarms.extend(owner.take_alarms());
                fetches.extend(owner.take_fetches());
            }
            if fetches.is_empty() {
                return;
            }
            for fetch in fetches {
                let loaded = fetch.block.load(&*self.log, fetch.partition, true).ok().flatten();
                self.owner(fetch.partition).put_block(fetch.partition, fetch.block, loaded);
            }
        }
    }
}

fn take_along(store: &dyn Store, mail: Mail) -> Result<Mail, LogError> {
    match mail {
        Mail::Parcel { attach: Some(event), .. } => {
            let bytes = event.read(store, true)?.expect("it may wait for the device");
            Ok(mail.attach(&bytes))
        }
        mail => Ok(mail),
    }
}
