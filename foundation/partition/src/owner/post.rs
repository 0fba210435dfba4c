//! The owner's post: parcels that arrive and leave, and their receipts.

use millpond_log::{Durability, Partition, Room};
use millpond_runtime::Millis;

use super::{EARLY_MAX, Owner};
use crate::outbox::{Arrival, HouseEvent};
use crate::slot::{Early, Held, Phase};
use crate::{Attachment, Command, Machine, Mail, ParcelId, Settlement};

/// How long a parcel waits for its receipt before it is sent again.
const SEND_AGAIN_MS: Millis = 500;
/// How long a parcel waits after "later".
const LATER_MS: Millis = 50;

impl<M: Machine, C: Command<M>> Owner<M, C> {
    pub(super) fn deliver_at(&mut self, at: usize, mail: Mail) {
        let slot = &mut self.slots[at];
        match slot.phase {
            Phase::Serving { .. } => {}
            Phase::Claiming(_) if slot.early.len() < EARLY_MAX => {
                return slot.early.push_back(Early::Mail(mail));
            }
            // The sender will send it again.
            _ => return,
        }
        match mail {
            Mail::Parcel { from, id, settled_below, payload, .. } => {
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

    fn take_parcel(
        &mut self,
        at: usize,
        from: Partition,
        id: ParcelId,
        settled_below: u64,
        payload: &[u8],
    ) -> Settlement {
        if self.config.log.room() != Room::Ample {
            return Settlement::Later;
        }
        let outcome = self.turn(at, |turn| {
            let outcome = M::receive(turn, from, payload);
            if outcome != Settlement::Later {
                let refused = outcome == Settlement::Refused;
                turn.core.write_house(&HouseEvent::Received {
                    from,
                    number: id.number,
                    refused,
                    settled_below,
                });
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
        // Even the removal from the outbox needs room. The parcel will be sent again, and answered alike.
        if self.config.log.room() == Room::None {
            return;
        }
        let slot = &mut self.slots[at];
        // Settled in the order of the numbers, so that the receiver knows by one number what it may forget.
        let Some(payload) = slot.core.outbox.awaits(id, slot.durable) else { return };
        if outcome == Settlement::Later {
            slot.send_again_at = Some(slot.core.now.max(self.config.clock.now()) + LATER_MS);
            return;
        }
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

    pub(super) fn send_parcels(&mut self, at: usize) {
        let slot = &mut self.slots[at];
        while let Some(ready) = slot.core.outbox.next_ready(slot.durable) {
            let attach = slot.state.attachment(&ready.payload);
            // What was copied forward may have its new place before that is on the disk, and somebody else's record may come
            // to stand there.
            if matches!(attach, Some(Attachment::Event(event)) if event.position >= slot.durable) {
                slot.core.outbox.hold_back(ready.id);
                break;
            }
            self.outgoing.push(Mail::Parcel {
                attach,
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
}
