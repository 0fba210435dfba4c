//! The owner of some partitions: decides their commands, one after another, and lets answers go when they may.
//! A synchronous step function: whoever drives it (a thread of the server, a simulation) calls in, then takes
//! what has been released.

mod claims;
mod index;
mod post;
mod time;

use std::collections::BTreeSet;
use std::sync::Arc;

use millpond_log::{
    Completion, Durability, Entry, Epoch, Lane, Log, NodeId, Partition, Position, Record, Room, Sealed,
};
use millpond_runtime::{Clock, Millis, Random};

use crate::slot::{Early, Held, Phase, Slot, digest};
use crate::snapshot::Begun;
use crate::turn::Turn;
use crate::waiters::Waiter;
use crate::{Command, Decision, Failure, Fetch, Growth, Machine, Mail};

/// How many commands wait for a partition that is being claimed; more are failed.
const EARLY_MAX: usize = 1024;

/// What an owner is made of.
#[derive(Clone)]
pub struct OwnerConfig {
    /// Which of the lanes this owner is.
    pub lane: Lane,
    /// How many owners there are: owner t has the partitions p with p mod lanes = t.
    pub lanes: usize,
    /// This process, drawn at random at its start.
    pub node: NodeId,
    /// The log.
    pub log: Arc<dyn Log>,
    /// Engine time.
    pub clock: Arc<dyn Clock>,
    /// For nonces.
    pub random: Arc<dyn Random>,
    /// Whether a partition that was lost is claimed again.
    pub reclaim: bool,
}

/// Makes the empty state of a partition.
pub(crate) type MakeState<M> = Arc<dyn Fn(Partition) -> M + Send + Sync>;

/// See the module.
pub struct Owner<M, C> {
    pub(crate) config: OwnerConfig,
    make: MakeState<M>,
    pub(crate) slots: Vec<Slot<M, C>>,
    timers: BTreeSet<(Millis, usize)>,
    /// Partitions whose claim is confirmed and which must be replayed up to it.
    to_replay: Vec<(usize, Epoch, Position)>,
    completions: Vec<Completion>,
    released: Vec<C>,
    outgoing: Vec<Mail>,
    fetches: Vec<Fetch>,
    snapshots: Vec<Begun>,
    sealed: Vec<Sealed>,
    alarms: Vec<String>,
}

impl<M: Machine, C: Command<M>> Owner<M, C> {
    /// An owner that has claimed nothing yet; see [`crate::open`].
    pub fn new(config: OwnerConfig, make: Arc<dyn Fn(Partition) -> M + Send + Sync>) -> Self {
        let partitions = config.log.partitions();
        let slots = (0..partitions)
            .filter(|p| *p as usize % config.lanes == config.lane.0)
            .map(|p| Slot::new(Partition(p), partitions, config.random.clone(), make(Partition(p))))
            .collect();
        Owner {
            config,
            make,
            slots,
            timers: BTreeSet::new(),
            to_replay: Vec::new(),
            completions: Vec::new(),
            released: Vec::new(),
            outgoing: Vec::new(),
            fetches: Vec::new(),
            snapshots: Vec::new(),
            sealed: Vec::new(),
            alarms: Vec::new(),
        }
    }

    /// Whether every partition's claim is in force.
    pub fn is_serving(&self) -> bool {
        self.slots.iter().all(|slot| matches!(slot.phase, Phase::Serving { .. }))
    }

    /// Decides a command. It comes out of [`Owner::take_released`] when its answer may leave.
    pub fn execute(&mut self, partition: Partition, command: C) {
        let at = self.slot_of(partition);
        // What has fallen due belongs to those who waited for it, even if no tick has come yet.
        if self.slots[at].timer.is_some_and(|due| due <= self.config.clock.now()) {
            self.tick_at(at);
        }
        self.execute_at(at, command);
        self.after(at);
    }

    /// Takes what another partition sent.
    pub fn deliver(&mut self, mail: Mail) {
        let at = self.slot_of(mail.addressee());
        self.deliver_at(at, mail);
        self.after(at);
    }

    /// Takes what the log has to say.
    pub fn poll(&mut self) {
        self.take_completions();
        self.replay_claimed();
        self.take_sealed();
    }

    /// Does what has fallen due.
    pub fn tick(&mut self) {
        let now = self.config.clock.now();
        while let Some(&(due, at)) = self.timers.first() {
            if due > now {
                break;
            }
            self.timers.pop_first();
            self.slots[at].timer = None;
            self.tick_at(at);
            self.after(at);
        }
    }

    /// When the owner next wants to be ticked.
    pub fn next_timer(&self) -> Option<Millis> {
        self.timers.first().map(|(at, _)| *at)
    }

    /// Commands whose answers may leave now.
    pub fn take_released(&mut self) -> std::vec::Drain<'_, C> {
        self.released.drain(..)
    }

    /// Mail for other partitions, of this owner or of others.
    pub fn take_outgoing(&mut self) -> std::vec::Drain<'_, Mail> {
        self.outgoing.drain(..)
    }

    /// What an operator must know: a partition that halted, and why.
    pub fn take_alarms(&mut self) -> std::vec::Drain<'_, String> {
        self.alarms.drain(..)
    }

    /// The state of a partition, for observation. What is read here may not be durable.
    pub fn state(&self, partition: Partition) -> &M {
        &self.slots[self.slot_of(partition)].state
    }

    /// Everything below this position of the partition is durable.
    pub fn durable(&self, partition: Partition) -> Position {
        self.slots[self.slot_of(partition)].durable
    }

    pub(crate) fn slot_of(&self, partition: Partition) -> usize {
        debug_assert_eq!(
            partition.0 as usize % self.config.lanes,
            self.config.lane.0,
            "the partition is ours"
        );
        partition.0 as usize / self.config.lanes
    }

    fn execute_at(&mut self, at: usize, mut command: C) {
        let slot = &mut self.slots[at];
        match slot.phase {
            Phase::Serving { .. } => {}
            Phase::Claiming(_) if slot.early.len() < EARLY_MAX => {
                return slot.early.push_back(Early::Command(command));
            }
            Phase::Claiming(_) | Phase::Ceded => {
                command.fail(Failure::Unavailable);
                return self.released.push(command);
            }
            Phase::Halted => {
                command.fail(Failure::Halted);
                return self.released.push(command);
            }
        }
        self.decide(at, Waiter { ticket: 0, command });
    }

    /// Decides a command: a new one (ticket 0), or a waiter that is asked again. True if it goes on waiting.
    fn decide(&mut self, at: usize, mut waiter: Waiter<C>) -> bool {
        let refused = match self.config.log.room() {
            Room::Ample => false,
            Room::Reserve => waiter.command.growth() == Growth::Grows,
            Room::None => waiter.command.growth() != Growth::Reads,
        };
        if refused {
            waiter.command.fail(Failure::NoRoom);
            self.released.push(waiter.command);
            return false;
        }
        let decision = self.turn(at, |turn| waiter.command.decide(turn));
        let now_or_lazy = if decision == Decision::AnswerLazily { Durability::Lazy } else { Durability::Now };
        self.submit(at, now_or_lazy);
        let slot = &mut self.slots[at];
        match decision {
            Decision::Wait { on, until } => {
                // It was told the time, and chose to wait: it is asked again, but not for ever in this moment.
                let until = until.max(slot.core.now + 1);
                if waiter.ticket == 0 {
                    slot.waiters.join(on, until, waiter.command);
                } else {
                    slot.waiters.rejoin(on, until, waiter);
                }
                slot.note_due(on);
                return true;
            }
            Decision::Fetch(on) => {
                slot.fetching.push((on, waiter));
                return true;
            }
            Decision::AfterDelivery(id) if slot.core.outbox.contains(id) => {
                let parked = slot.parked.entry(id).or_default();
                // A target that is away for long must not gather the repeats of clients that have given up.
                parked.retain(|command| !command.abandoned());
                parked.push(waiter.command);
            }
            _ => self.answer(at, Held::Answer(waiter.command)),
        }
        false
    }

    /// Runs one turn on a partition's state, at the partition's own time.
    fn turn<R>(&mut self, at: usize, run: impl FnOnce(&mut Turn<'_, M>) -> R) -> R {
        let slot = &mut self.slots[at];
        slot.core.now = slot.core.now.max(self.config.clock.now());
        run(&mut Turn { state: &mut slot.state, core: &mut slot.core })
    }

    /// Submits the record that the last turn has written, if any.
    fn submit(&mut self, at: usize, durability: Durability) {
        let slot = &mut self.slots[at];
        let Some(body) = slot.core.body.take() else { return };
        let record = Record {
            epoch: slot.core.epoch,
            owner: self.config.node,
            owner_seq: slot.next_owner_seq,
            body: body.finish().into(),
        };
        let entry = Entry::Record(record);
        let before = slot.digests_ahead.back().copied().unwrap_or(slot.digest);
        slot.digests_ahead.push_back(digest(before, &entry));
        let Entry::Record(record) = entry else { unreachable!("it was made a record above") };
        slot.next_owner_seq += 1;
        slot.core.position = slot.core.position.next();
        if durability == Durability::Now {
            slot.needs = slot.core.position;
        }
        self.config.log.submit(slot.core.partition, record, durability);
    }

    /// Lets something leave, now or when what it has seen is durable.
    fn answer(&mut self, at: usize, what: Held<C>) {
        let slot = &mut self.slots[at];
        if slot.needs <= slot.durable { self.release(what) } else { slot.gate.hold(slot.needs, what) }
    }

    fn release(&mut self, what: Held<C>) {
        match what {
            Held::Answer(command) => self.released.push(command),
            Held::Mail(mail) => self.outgoing.push(mail),
        }
    }
}
