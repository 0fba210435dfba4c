//! What the log says: confirmations, claims won and lost, and the one path back from any failure.

use millpond_log::{Completion, Entry, Epoch, LogError, Outcome, Position};

use super::Owner;
use crate::slot::{Early, Held, Phase};
use crate::{Command, Failure, Machine};

/// How often what a checkpoint has let go of meanwhile is looked for in the next one.
const TRIES_MAX: u32 = 4;

/// What a checkpoint has of a partition can't be read: it is halted.
struct Unreadable;

/// The partition can't go on under its claim.
struct GivenUp;

impl<M: Machine, C: Command<M>> Owner<M, C> {
    /// Takes what the log has to say.
    pub(super) fn take_completions(&mut self) {
        let mut completions = std::mem::take(&mut self.completions);
        self.config.log.completions(self.config.lane, &mut completions);
        let mut failed = Vec::new();
        for Completion { partition, outcome } in completions.drain(..) {
            let at = self.slot_of(partition);
            if self.complete(at, outcome).is_err() {
                failed.push(at);
            }
        }
        self.completions = completions;
        // A hundred records of unknown fate are one failure: what comes of it is submitted after all of them.
        failed.sort_unstable();
        failed.dedup();
        for at in failed {
            // Nor is it a failure of the claim, if that was confirmed meanwhile.
            let phase = self.slots[at].phase;
            if !self.to_replay.iter().any(|(of, epoch, _)| *of == at && phase == Phase::Claiming(*epoch)) {
                self.give_up(at);
            }
        }
    }

    fn complete(&mut self, at: usize, outcome: Outcome) -> Result<(), GivenUp> {
        match (self.slots[at].phase, outcome) {
            (Phase::Ceded | Phase::Halted, _) => {}
            (Phase::Claiming(epoch), Outcome::Claimed { epoch: confirmed, position })
                if epoch == confirmed =>
            {
                self.to_replay.push((at, epoch, position));
            }
            (Phase::Serving { claim }, Outcome::Confirmed { epoch, first_owner_seq, count, first })
                if epoch == self.slots[at].core.epoch =>
            {
                // Rule 2: a confirmation counts only at the very position that the record was meant for.
                if first.0 != claim.0 + 1 + first_owner_seq {
                    return Err(GivenUp);
                }
                self.confirm(at, claim, first_owner_seq, count);
            }
            // Of an earlier claim of ours: what it meant, the replay has told.
            (_, Outcome::Claimed { .. } | Outcome::Confirmed { .. }) => {}
            (_, Outcome::Fenced | Outcome::Gap { .. } | Outcome::Unknown) => return Err(GivenUp),
        }
        Ok(())
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
        self.release_snapshots(at);
        while let Some(held) = self.slots[at].gate.pass(durable) {
            self.release(held);
        }
        self.after(at);
        self.slots[at].rest();
    }

    /// Fenced, a gap, or nobody knows: one path. The clients get a 5xx, the state is dropped, the partition is
    /// claimed again and built from what the log confirms.
    fn give_up(&mut self, at: usize) {
        let slot = &mut self.slots[at];
        let mut failed: Vec<C> = Vec::new();
        failed.extend(
            slot.gate.drain().filter_map(|held| if let Held::Answer(c) = held { Some(c) } else { None }),
        );
        failed.extend(std::mem::take(&mut slot.parked).into_values().flatten());
        failed.extend(slot.waiters.drain());
        failed.extend(std::mem::take(&mut slot.fetching).into_iter().map(|(_, waiter)| waiter.command));
        for mut command in failed {
            command.fail(Failure::Unavailable);
            self.released.push(command);
        }
        let epoch = slot.core.epoch.max(slot.in_force.epoch());
        if self.begin_anew(at).is_err() {
            return self.fail_early(at, Failure::Halted);
        }
        let claimed = match self.slots[at].phase {
            Phase::Claiming(claimed) => claimed,
            _ => Epoch(0),
        };
        self.claim(at, Epoch(epoch.max(claimed).0 + 1));
        self.after(at);
    }

    /// Drops the state, and takes what the newest checkpoint has of it.
    fn begin_anew(&mut self, at: usize) -> Result<(), Unreadable> {
        let slot = &mut self.slots[at];
        let state = (self.make)(slot.partition());
        slot.forget(state);
        self.restore_or_halt(at);
        if self.slots[at].phase == Phase::Halted { Err(Unreadable) } else { Ok(()) }
    }

    pub(crate) fn claim(&mut self, at: usize, epoch: Epoch) {
        let slot = &mut self.slots[at];
        slot.phase = Phase::Claiming(epoch);
        self.config.log.claim(slot.core.partition, epoch, self.config.node);
    }

    /// Replays what stands up to the claims that were confirmed, in one pass, and begins to serve.
    pub(super) fn replay_claimed(&mut self) {
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
        let mut tries = 0;
        while let Err(error) = self.replay_up_to(&claimed) {
            tries += 1;
            // A checkpoint that was written since the state was restored has let go of what came behind it.
            let again = matches!(error, LogError::Trimmed { .. }) && tries < TRIES_MAX;
            for &(at, _) in &claimed {
                if self.slots[at].phase == Phase::Halted {
                    continue;
                }
                if !again {
                    self.halt(at, &error.to_string());
                } else if self.begin_anew(at).is_err() {
                    self.fail_early(at, Failure::Halted);
                }
            }
        }
        for (at, position) in claimed {
            self.begin(at, position);
            self.seal(at);
        }
    }

    /// Replays partitions, each up to its claim. One whose records contradict each other is halted; an error is the log's own.
    fn replay_up_to(&mut self, claimed: &[(usize, Position)]) -> Result<(), LogError> {
        let log = self.config.log.clone();
        // Where nothing but the claim itself is new, the log need not be read.
        let mut from = Vec::new();
        for &(at, position) in claimed {
            let slot = &mut self.slots[at];
            if let (Phase::Claiming(epoch), true) = (slot.phase, slot.replayed == position) {
                let claim = Entry::Claim { epoch, owner: self.config.node };
                if let Err(error) = slot.replay(position, &claim, &*log) {
                    self.halt(at, &error.to_string());
                }
            } else if slot.phase != Phase::Halted {
                from.push((slot.partition(), slot.replayed));
            }
        }
        if from.is_empty() {
            return Ok(());
        }
        let lanes = self.config.lanes;
        let slots = &mut self.slots;
        let mut ends = vec![None; slots.len()];
        claimed.iter().for_each(|&(at, end)| ends[at] = Some(end));
        let mut broken = Vec::new();
        let replayed = log.replay(&from, &mut |partition, position, entry| {
            let at = partition.0 as usize / lanes;
            if ends[at].is_some_and(|end| position <= end)
                && slots[at].phase != Phase::Halted
                && let Err(error) = slots[at].replay(position, &entry, &*log)
            {
                slots[at].phase = Phase::Halted;
                broken.push((at, error.to_string()));
            }
            Ok(())
        });
        for (at, why) in broken {
            self.halt(at, &why);
        }
        replayed
    }

    /// The claim at `position` has been replayed: serve, if it is in force.
    fn begin(&mut self, at: usize, position: Position) {
        let node = self.config.node;
        let slot = &mut self.slots[at];
        let Phase::Claiming(epoch) = slot.phase else { return };
        if slot.replayed <= position {
            // Rule 5: what an engine says of its end is a hint. It has not shown the claim, so nobody can tell who owns.
            return self.give_up(at);
        }
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
