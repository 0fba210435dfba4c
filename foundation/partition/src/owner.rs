//! The owner of some partitions: decides their commands, one after another, and lets answers go when they may.
//! A synchronous step function: whoever drives it (a thread of the server, a simulation) calls in, then takes
//! what has been released.

use std::collections::BTreeSet;
use std::sync::Arc;

use millpond_log::{
    Completion, Durability, Entry, Epoch, Lane, Log, NodeId, Outcome, Partition, Position, Record, Room,
};
use millpond_runtime::{Clock, Millis, Random};

use crate::outbox::{Arrival, HouseEvent};
use crate::slot::{Early, Held, Phase, Slot, digest};
use crate::turn::Turn;
use crate::waiters::Waiter;
use crate::{Command, Decision, Failure, Growth, Machine, Mail, ParcelId, ResourceId, Settlement};

/// How long a parcel waits for its receipt before it is sent again.
const SEND_AGAIN_MS: Millis = 500;
/// How long a parcel waits after "later".
const LATER_MS: Millis = 50;
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
        let mut completions = std::mem::take(&mut self.completions);
        self.config.log.completions(self.config.lane, &mut completions);
        for Completion { partition, outcome } in completions.drain(..) {
            let at = self.slot_of(partition);
            self.complete(at, outcome);
        }
        self.completions = completions;
        self.replay_claimed();
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
        debug_assert_eq!(partition.0 as usize % self.config.lanes, self.config.lane.0, "the partition is ours");
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
        let refused = match self.config.log.room() {
            Room::Ample => false,
            Room::Reserve => command.growth() == Growth::Grows,
            Room::None => command.growth() != Growth::Reads,
        };
        if refused {
            command.fail(Failure::NoRoom);
            return self.released.push(command);
        }
        self.decide(at, Waiter { ticket: 0, command });
    }

    /// Decides a command: a new one (ticket 0), or a waiter that is asked again. True if it goes on waiting.
    fn decide(&mut self, at: usize, mut waiter: Waiter<C>) -> bool {
        let decision = self.turn(at, |turn| waiter.command.decide(turn));
        let now_or_lazy =
            if decision == Decision::AnswerLazily { Durability::Lazy } else { Durability::Now };
        self.submit(at, now_or_lazy);
        let slot = &mut self.slots[at];
        match decision {
            Decision::Wait { on, until } => {
                if waiter.ticket == 0 {
                    slot.waiters.join(on, until, waiter.command);
                } else {
                    slot.waiters.rejoin(on, until, waiter);
                }
                slot.waiters.set_due(on, slot.state.next_due(on));
                return true;
            }
            Decision::AfterDelivery(id) if slot.core.outbox.contains(id) => {
                slot.parked.entry(id).or_default().push(waiter.command);
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

    fn deliver_at(&mut self, at: usize, mail: Mail) {
        let slot = &mut self.slots[at];
        match slot.phase {
            Phase::Serving { .. } => {}
            Phase::Claiming(_) if slot.early.len() < EARLY_MAX => return slot.early.push_back(Early::Mail(mail)),
            // The sender will send it again.
            _ => return,
        }
        match mail {
            Mail::Parcel { from, id, settled_below, payload } => {
                let outcome = match self.slots[at].inbox.arrival(from, id.number) {
                    Arrival::Early | Arrival::Settled => return,
                    Arrival::Again(outcome) => outcome,
                    Arrival::New => self.take_parcel(at, from, id, settled_below, &payload),
                };
                self.answer(at, Held::Mail(Mail::Receipt { from, id, outcome }));
            }
            Mail::Receipt { id, outcome, .. } => self.take_receipt(at, id, outcome),
        }
    }

    fn take_parcel(&mut self, at: usize, from: Partition, id: ParcelId, settled_below: u64, payload: &[u8]) -> Settlement {
        if self.config.log.room() != Room::Ample {
            return Settlement::Later;
        }
        let outcome = self.turn(at, |turn| {
            let outcome = M::receive(turn, from, payload);
            if outcome != Settlement::Later {
                let refused = outcome == Settlement::Refused;
                turn.core.write_house(&HouseEvent::Received { from, number: id.number, refused, settled_below });
            }
            outcome
        });
        if outcome != Settlement::Later {
            let refused = outcome == Settlement::Refused;
            self.slots[at].inbox.received(from, id.number, refused, settled_below);
        }
        self.submit(at, Durability::Now);
        outcome
    }

    fn take_receipt(&mut self, at: usize, id: ParcelId, outcome: Settlement) {
        let slot = &mut self.slots[at];
        // Settled in the order of the numbers, so that the receiver knows by one number what it may forget.
        if slot.core.outbox.first_to(id.to) != Some(id) {
            return;
        }
        if outcome == Settlement::Later {
            slot.send_again_at = Some(slot.core.now.max(self.config.clock.now()) + LATER_MS);
            return;
        }
        let payload = slot.core.outbox.payload(id).expect("the first entry to a partition is in the outbox");
        let position = slot.core.position;
        let events_before = self.turn(at, |turn| {
            M::settled(turn, id, &payload, outcome);
            let events = turn.core.body.is_some();
            turn.core.write_house(&HouseEvent::Settled { id });
            events
        });
        let slot = &mut self.slots[at];
        slot.core.outbox.settled(id, position);
        if slot.core.outbox.is_empty() {
            slot.send_again_at = None;
        }
        // Nobody waits for the bare removal: if it is lost, the parcel is sent again and answered alike.
        self.submit(at, if events_before { Durability::Now } else { Durability::Lazy });
        for mut command in self.slots[at].parked.remove(&id).unwrap_or_default() {
            command.delivered(outcome);
            // It was decided when its parcel was on its way; what it saw then may still be on its way to the disk.
            self.answer(at, Held::Answer(command));
        }
    }

    fn tick_at(&mut self, at: usize) {
        let now = self.config.clock.now();
        let slot = &mut self.slots[at];
        if slot.send_again_at.is_some_and(|due| due <= now) {
            slot.send_again_at = None;
            slot.core.outbox.send_again();
        }
        while let Some((on, expired)) = self.slots[at].waiters.pop_due(now) {
            match expired {
                Some(waiter) if waiter.command.abandoned() => {}
                Some(waiter) => {
                    self.decide(at, waiter);
                }
                None => {
                    self.slots[at].state.advance(on, now);
                    self.serve(at, on);
                }
            }
        }
    }

    /// Asks the waiters of a resource, oldest first, until one goes on waiting.
    fn serve(&mut self, at: usize, on: ResourceId) {
        while let Some(waiter) = self.slots[at].waiters.take_first(on) {
            if !waiter.command.abandoned() && self.decide(at, waiter) {
                break;
            }
        }
        let slot = &mut self.slots[at];
        if slot.waiters.any(on) {
            slot.waiters.set_due(on, slot.state.next_due(on));
        }
    }

    /// What follows from any change of a partition: waiters are served, parcels leave, its timer is noted.
    fn after(&mut self, at: usize) {
        while let Some(resource) = self.slots[at].state.take_changed() {
            if self.slots[at].waiters.any(resource) {
                self.serve(at, resource);
            }
        }
        self.send_parcels(at);
        let slot = &mut self.slots[at];
        let timer = slot.next_timer();
        if timer != slot.timer {
            if let Some(old) = slot.timer {
                self.timers.remove(&(old, at));
            }
            if let Some(new) = timer {
                self.timers.insert((new, at));
            }
            slot.timer = timer;
        }
    }

    fn send_parcels(&mut self, at: usize) {
        let slot = &mut self.slots[at];
        while let Some(ready) = slot.core.outbox.next_ready(slot.durable) {
            self.outgoing.push(Mail::Parcel {
                from: slot.core.partition,
                id: ready.id,
                settled_below: ready.settled_below,
                payload: ready.payload,
            });
            if slot.send_again_at.is_none() {
                slot.send_again_at = Some(slot.core.now.max(self.config.clock.now()) + SEND_AGAIN_MS);
            }
        }
    }

    fn complete(&mut self, at: usize, outcome: Outcome) {
        match (self.slots[at].phase, outcome) {
            (Phase::Ceded | Phase::Halted, _) => {}
            (Phase::Claiming(epoch), Outcome::Claimed { epoch: confirmed, position }) if epoch == confirmed => {
                self.to_replay.push((at, epoch, position));
            }
            (Phase::Serving { claim }, Outcome::Confirmed { epoch, first_owner_seq, count, first })
                if epoch == self.slots[at].core.epoch =>
            {
                // Rule 2: a confirmation counts only at the very position that the record was meant for.
                if first.0 == claim.0 + 1 + first_owner_seq {
                    self.confirm(at, claim, first_owner_seq, count);
                } else {
                    self.give_up(at);
                }
            }
            // Of an earlier claim of ours: what it meant, the replay has told.
            (_, Outcome::Claimed { .. } | Outcome::Confirmed { .. }) => {}
            (_, Outcome::Fenced | Outcome::Gap { .. } | Outcome::Unknown) => self.give_up(at),
        }
    }

    fn confirm(&mut self, at: usize, claim: Position, first_owner_seq: u64, count: u64) {
        let slot = &mut self.slots[at];
        slot.confirmed_ahead.insert(first_owner_seq, count);
        // Confirmations may come in any order; only the contiguous prefix is durable.
        let mut next = slot.durable.0 - claim.0 - 1;
        while let Some(count) = slot.confirmed_ahead.remove(&next) {
            next += count;
            slot.durable = Position(slot.durable.0 + count);
            for _ in 0..count {
                slot.digest = slot.digests_ahead.pop_front().expect("what is confirmed was submitted");
            }
        }
        let durable = slot.durable;
        slot.state.on_durable(durable);
        while let Some(held) = self.slots[at].gate.pass(durable) {
            self.release(held);
        }
        self.after(at);
    }

    /// Fenced, a gap, or nobody knows: one path. The clients get a 5xx, the state is dropped, the partition is
    /// claimed again and built from what the log confirms.
    fn give_up(&mut self, at: usize) {
        let make = self.make.clone();
        let slot = &mut self.slots[at];
        let mut failed: Vec<C> = Vec::new();
        failed.extend(slot.gate.drain().filter_map(|held| if let Held::Answer(c) = held { Some(c) } else { None }));
        failed.extend(std::mem::take(&mut slot.parked).into_values().flatten());
        failed.extend(slot.waiters.drain());
        for mut command in failed {
            command.fail(Failure::Unavailable);
            self.released.push(command);
        }
        let epoch = slot.core.epoch.max(slot.in_force.epoch());
        let state = make(slot.partition());
        slot.forget(state);
        let claimed = match slot.phase {
            Phase::Claiming(claimed) => claimed,
            _ => Epoch(0),
        };
        self.claim(at, Epoch(epoch.max(claimed).0 + 1));
        self.after(at);
    }

    pub(crate) fn claim(&mut self, at: usize, epoch: Epoch) {
        let slot = &mut self.slots[at];
        slot.phase = Phase::Claiming(epoch);
        self.config.log.claim(slot.core.partition, epoch, self.config.node);
    }

    /// Replays what stands up to the claims that were confirmed, in one pass, and begins to serve.
    fn replay_claimed(&mut self) {
        if self.to_replay.is_empty() {
            return;
        }
        let claimed: Vec<(usize, Position)> = std::mem::take(&mut self.to_replay)
            .into_iter()
            .filter(|(at, epoch, _)| self.slots[*at].phase == Phase::Claiming(*epoch))
            .map(|(at, _, position)| (at, position))
            .collect();
        for &(at, position) in &claimed {
            // Rule 5: the log may not end below what it has confirmed.
            if self.slots[at].confirmed_before.is_some_and(|(end, _)| position < end) {
                self.halt(at, "a claim was confirmed below what had been confirmed before");
            }
        }
        // Where nothing but the claim itself is new, the log need not be read.
        let mut from = Vec::new();
        for &(at, position) in &claimed {
            let slot = &mut self.slots[at];
            if let (Phase::Claiming(epoch), true) = (slot.phase, slot.replayed == position) {
                let claim = Entry::Claim { epoch, owner: self.config.node };
                if let Err(error) = slot.replay(position, &claim) {
                    self.halt(at, &error.to_string());
                }
            } else if slot.phase != Phase::Halted {
                from.push((slot.partition(), slot.replayed));
            }
        }
        if !from.is_empty() {
            let log = self.config.log.clone();
            let lanes = self.config.lanes;
            let slots = &mut self.slots;
            let mut broken = Vec::new();
            let replayed = log.replay(&from, &mut |partition, position, entry| {
                let at = partition.0 as usize / lanes;
                let end = claimed.iter().find(|(slot, _)| *slot == at).map(|(_, end)| *end);
                if end.is_some_and(|end| position <= end) && slots[at].phase != Phase::Halted
                    && let Err(error) = slots[at].replay(position, &entry)
                {
                    slots[at].phase = Phase::Halted;
                    broken.push((at, error.to_string()));
                }
                Ok(())
            });
            for (at, why) in broken {
                self.halt(at, &why);
            }
            if let Err(error) = replayed {
                for &(at, _) in &claimed {
                    self.halt(at, &error.to_string());
                }
            }
        }
        for (at, position) in claimed {
            self.begin(at, position);
        }
    }

    /// The claim at `position` has been replayed: serve, if it is in force.
    fn begin(&mut self, at: usize, position: Position) {
        let node = self.config.node;
        let slot = &mut self.slots[at];
        let Phase::Claiming(epoch) = slot.phase else { return };
        if !slot.in_force.is(epoch, node) || slot.in_force.claimed_at() != Some(position) {
            if self.config.reclaim {
                let higher = Epoch(slot.in_force.epoch().max(epoch).0 + 1);
                self.claim(at, higher);
            } else {
                self.cede(at);
            }
            return;
        }
        slot.phase = Phase::Serving { claim: position };
        slot.core.epoch = epoch;
        slot.core.position = position.next();
        slot.next_owner_seq = 0;
        slot.needs = position.next();
        slot.durable = position.next();
        slot.confirmed_before = None;
        slot.core.outbox.send_again();
        slot.state.on_durable(slot.durable);
        while let Some(early) = self.slots[at].early.pop_front() {
            match early {
                Early::Command(command) if command.abandoned() => {}
                Early::Command(command) => self.execute_at(at, command),
                Early::Mail(mail) => self.deliver_at(at, mail),
            }
        }
        self.after(at);
    }

    fn cede(&mut self, at: usize) {
        self.slots[at].phase = Phase::Ceded;
        self.fail_early(at, Failure::Unavailable);
    }

    fn halt(&mut self, at: usize, why: &str) {
        self.slots[at].phase = Phase::Halted;
        self.alarms.push(format!("partition {} halts: {why}", self.slots[at].partition().0));
        self.fail_early(at, Failure::Halted);
    }

    fn fail_early(&mut self, at: usize, failure: Failure) {
        for early in std::mem::take(&mut self.slots[at].early) {
            if let Early::Command(mut command) = early {
                command.fail(failure);
                self.released.push(command);
            }
        }
    }
}
