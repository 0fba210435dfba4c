//! A worker: one thread that accepts connections, speaks HTTP, and owns the partitions p with p mod threads = its index.
//!
//! A command for one of its own partitions is decided at once, without a hop. One for another worker's goes through
//! that worker's mailbox, which wakes it once a batch, and comes back the same way.

mod errand;
mod item;
mod kept;
mod mailbox;
mod tickets;

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use millpond_api::Task;
use millpond_log::{Partition, Store};
use millpond_partition::{Failure, Fetch, Mail, Owner, Turn};
use millpond_runtime::{Millis, thread_cpu_ns};
use tokio::time::{Instant, sleep_until};

pub use errand::{Errand, InFlight};
pub use item::Item;
pub use kept::Kept;
pub use mailbox::Mailbox;
use tickets::Tickets;
pub use tickets::Waiting;

use crate::shared::Shared;
use crate::state::State;

/// How long the alarm is set for at most, in ms: engine time may be slewed or go on differently meanwhile.
const ALARM_MS_MAX: Millis = 60_000;

/// See the module.
pub struct Worker {
    index: usize,
    owner: RefCell<Owner<State, InFlight>>,
    tickets: Rc<Tickets>,
    /// When the worker's own task will next look at the clock, at the latest.
    armed: Cell<Option<Millis>>,
    /// That was made earlier: the alarm is to be set anew.
    rearm: Cell<bool>,
    /// The process's parts that all workers share.
    pub shared: Arc<Shared>,
}

impl Worker {
    /// The worker of an owner.
    pub fn new(index: usize, owner: Owner<State, InFlight>, shared: Arc<Shared>) -> Rc<Self> {
        // A connection went away between the decision and its answer. The task goes back to its partition, but not
        // from here: the owner may be at work.
        let to = shared.clone();
        let tickets = Tickets::new(move |errand| match errand {
            Errand::Task(task) if task.must_be_sent() => to.mailboxes[index].push(Item::TurnBack(task)),
            _ => {}
        });
        Rc::new(Worker {
            index,
            owner: RefCell::new(owner),
            tickets,
            armed: Cell::new(None),
            rearm: Cell::new(false),
            shared,
        })
    }

    /// Sends a task to its partition; it comes back decided, or not at all if the server stops. Dropping the future
    /// takes it out of any line it waits in.
    pub fn run(&self, task: Box<dyn Task<State>>) -> Waiting {
        let partition = task.partition(self.shared.partitions);
        self.send(partition, Errand::Task(task))
    }

    /// Runs something of the server's own on a partition.
    pub async fn probe<R: Send + 'static>(
        &self,
        partition: Partition,
        run: impl FnOnce(&mut Turn<'_, State>) -> R + Send + 'static,
    ) -> Result<R, Failure> {
        let (errand, result) = Errand::probe(run);
        drop(self.send(partition, errand).await);
        result.try_recv().unwrap_or(Err(Failure::Unavailable))
    }

    /// As [`Worker::probe`], for events after which a parcel must be delivered.
    pub async fn probe_until_delivered(
        &self,
        partition: Partition,
        run: impl FnOnce(&mut Turn<'_, State>) -> millpond_partition::Decision + Send + 'static,
    ) -> Result<(), Failure> {
        let (errand, result) = Errand::deciding(run);
        drop(self.send(partition, errand).await);
        result.try_recv().unwrap_or(Err(Failure::Unavailable))
    }

    /// Ends the waits that have lasted since the call before this one: the server stops.
    pub fn give_up(&self) {
        self.tickets.give_up();
    }

    fn send(&self, partition: Partition, errand: Errand) -> Waiting {
        let (waiting, ticket, gone) = Tickets::open(&self.tickets);
        self.dispatch(partition, InFlight { errand, home: self.index, ticket: Some(ticket), gone });
        waiting
    }

    /// Keeps a task that leaves this thread for a while.
    pub fn keep(&self, task: Box<dyn Task<State>>) -> Kept {
        Kept::new(task, self.index, self.shared.clone())
    }

    /// Takes back the effect of a task whose answer reached nobody.
    pub fn turn_back(&self, mut task: Box<dyn Task<State>>) {
        task.turn_back();
        let partition = task.partition(self.shared.partitions);
        let gone = Arc::default();
        self.dispatch(
            partition,
            InFlight { errand: Errand::Task(task), home: self.index, ticket: None, gone },
        );
    }

    fn dispatch(&self, partition: Partition, command: InFlight) {
        let lane = self.lane_of(partition);
        if lane != self.index {
            return self.shared.mailboxes[lane].push(Item::Command(partition, command));
        }
        let mut owner = self.owner.borrow_mut();
        owner.execute(partition, command);
        // The log in memory has confirmed already.
        owner.poll();
        self.settle(&mut owner);
        self.shared.mailboxes[self.index].look();
    }

    fn lane_of(&self, partition: Partition) -> usize {
        partition.0 as usize % self.shared.mailboxes.len()
    }

    /// Passes on what the owner has let go.
    fn settle(&self, owner: &mut Owner<State, InFlight>) {
        loop {
            for command in owner.take_released() {
                self.give_back(command);
            }
            let mail: Vec<_> = owner.take_outgoing().collect();
            let fetches: Vec<_> = owner.take_fetches().collect();
            if mail.is_empty() && fetches.is_empty() {
                break;
            }
            for fetch in fetches {
                self.fetch(owner, fetch);
            }
            for mail in mail {
                let Some(mail) = self.attached(mail) else { continue };
                match self.lane_of(mail.addressee()) {
                    lane if lane == self.index => owner.deliver(mail),
                    lane => self.shared.mailboxes[lane].push(Item::Mail(mail)),
                }
            }
        }
        for snapshot in owner.take_snapshots() {
            self.shared.storage.hand_in(snapshot);
        }
        for alarm in owner.take_alarms() {
            tracing::error!(alarm, "a partition has stopped");
        }
        let next = owner.next_timer();
        if next.is_some_and(|next| self.armed.get().is_none_or(|armed| next < armed)) {
            self.armed.set(next);
            self.rearm.set(true);
            self.shared.mailboxes[self.index].wake();
        }
    }

    /// Mail with what it must take along: at once where that is in memory, else it is posted once the device has given
    /// it. Mail that is late or lost is sent again.
    fn attached(&self, mail: Mail) -> Option<Mail> {
        let Mail::Parcel { attach: Some(event), .. } = mail else { return Some(mail) };
        match event.read(&**self.store(), false) {
            Ok(Some(bytes)) => return Some(mail.attach(&bytes)),
            Ok(None) => {
                let (shared, lane) = (self.shared.clone(), self.lane_of(mail.addressee()));
                drop(tokio::task::spawn_blocking(move || match event.read(&*shared.storage.store, true) {
                    Ok(bytes) => {
                        let bytes = bytes.expect("it may wait for the device");
                        shared.mailboxes[lane].push(Item::Mail(mail.attach(&bytes)));
                    }
                    Err(error) => tracing::error!(%error, "a message can't be moved"),
                }));
            }
            Err(error) => tracing::error!(%error, "a message can't be moved"),
        }
        None
    }

    /// Loads a part of a sidecar: at once where it is in memory, else it is handed in once the device has given it.
    fn fetch(&self, owner: &mut Owner<State, InFlight>, fetch: Fetch) {
        let Fetch { partition, block } = fetch;
        match block.load(&**self.store(), partition, false) {
            Ok(Some(loaded)) => owner.put_block(partition, block, Some(loaded)),
            Ok(None) => {
                let (shared, lane) = (self.shared.clone(), self.index);
                drop(tokio::task::spawn_blocking(move || {
                    let loaded = block.load(&*shared.storage.store, partition, true);
                    let loaded =
                        loaded.inspect_err(|error| tracing::error!(%error, "an index can't be read"));
                    shared.mailboxes[lane].push(Item::Block(fetch, loaded.ok().flatten()));
                }));
            }
            Err(error) => {
                tracing::error!(%error, "an index can't be read");
                owner.put_block(partition, block, None);
            }
        }
    }

    /// Copies a partition for a checkpoint. Where it is not served there is none this time.
    fn copy(&self, owner: &mut Owner<State, InFlight>, partition: Partition) {
        let before = thread_cpu_ns();
        if owner.begin_snapshot(partition) {
            self.shared.metrics.copied(thread_cpu_ns().saturating_sub(before));
        }
    }

    fn give_back(&self, command: InFlight) {
        if command.home != self.index {
            return self.shared.mailboxes[command.home].push(Item::Reply(command));
        }
        if let Some(ticket) = command.ticket {
            self.tickets.complete(ticket, command.errand);
        }
    }

    /// The worker's own task: takes mail and completions, and looks at the clock when something is due.
    pub async fn serve(self: Rc<Self>) {
        let mailbox = &self.shared.mailboxes[self.index];
        // Set anew only when something falls due earlier. What it was set for may be gone when it rings: that is
        // cheaper than a timer for every message.
        let mut alarm = pin!(sleep_until(Instant::now()));
        loop {
            self.step();
            if self.rearm.take()
                && let Some(at) = self.armed.get()
            {
                let ms = at.saturating_sub(self.shared.clock.now()).clamp(1, ALARM_MS_MAX);
                alarm.as_mut().reset(Instant::now() + Duration::from_millis(ms));
            }
            tokio::select! {
                biased;
                () = mailbox.woken() => {}
                () = alarm.as_mut(), if self.armed.get().is_some() => self.armed.set(None),
            }
        }
    }

    /// Everything that can be done now.
    pub fn step(&self) {
        let mut turned_back = Vec::new();
        let mut copied = false;
        {
            let mut owner = self.owner.borrow_mut();
            for item in self.shared.mailboxes[self.index].take() {
                match item {
                    Item::Command(partition, command) => owner.execute(partition, command),
                    Item::Mail(mail) => owner.deliver(mail),
                    Item::Reply(command) => self.give_back(command),
                    Item::Block(fetch, loaded) => owner.put_block(fetch.partition, fetch.block, loaded),
                    // One at a time: what waits meanwhile goes before the next one.
                    Item::Snapshot(_) if copied => self.shared.mailboxes[self.index].push(item),
                    Item::Snapshot(partition) => {
                        copied = true;
                        self.copy(&mut owner, partition);
                    }
                    Item::TurnBack(task) => turned_back.push(task),
                    Item::NextTimer(answer) => drop(answer.send(owner.next_timer())),
                    Item::Tick(answer) => {
                        self.armed.set(None);
                        owner.tick();
                        self.settle(&mut owner);
                        let _ = answer.send(());
                    }
                }
            }
            owner.poll();
            owner.tick();
            self.settle(&mut owner);
        }
        for task in turned_back {
            self.turn_back(task);
        }
    }

    /// Whether all of its partitions are.
    pub fn is_serving(&self) -> bool {
        self.owner.borrow().is_serving()
    }

    /// Where bodies are.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.shared.storage.store
    }
}
