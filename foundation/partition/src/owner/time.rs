//! What follows from time and from change: waiters are asked again, parcels are sent again.

use millpond_log::{Durability, Room};
use millpond_runtime::Millis;

use super::Owner;
use crate::{Command, Machine, ResourceId};

/// How long work waits where there is no room for what it writes.
const NO_ROOM_MS: Millis = 100;

impl<M: Machine, C: Command<M>> Owner<M, C> {
    pub(super) fn tick_at(&mut self, at: usize) {
        let now = self.config.clock.now();
        let slot = &mut self.slots[at];
        if slot.send_again_at.is_some_and(|due| due <= now) {
            slot.send_again_at = None;
            slot.core.outbox.send_again();
        }
        self.work(at, now);
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

    /// Lets the state go on with what it does by itself, as long as there is room for what that writes.
    fn work(&mut self, at: usize, now: Millis) {
        if !self.slots[at].is_serving() || self.slots[at].state.next_work().is_none_or(|due| due > now) {
            return;
        }
        self.slots[at].no_work_before = now + 1;
        if self.config.log.room() == Room::Ample {
            self.turn(at, M::work);
            self.submit(at, Durability::Now);
        } else {
            self.slots[at].no_work_before = now + NO_ROOM_MS;
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
            slot.note_due(on);
        }
    }

    /// What follows from any change of a partition: waiters are served, parcels leave, its timer is noted.
    pub(super) fn after(&mut self, at: usize) {
        while let Some(resource) = self.slots[at].state.take_changed() {
            if self.slots[at].waiters.any(resource) {
                self.serve(at, resource);
            }
        }
        self.send_parcels(at);
        self.collect_fetches(at);
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
}
