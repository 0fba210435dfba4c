//! What is done with a handle: deletes and changes of visibility.

use millpond_runtime::Millis;

use super::send::Entries;
use super::{Model, Phase, Queue, errors, refused, taken};
use crate::world::Answer;

/// No message is in flight for longer.
const IN_FLIGHT_MAX_MS: Millis = 43_200_000;

/// What a handle stands for in a queue.
enum Known {
    /// A message, and whether it is the handle of its latest receive.
    Message(usize, bool),
    /// A message that is not there any more.
    Gone,
    /// Nothing of this queue.
    Stranger,
}

impl Queue {
    fn known(&self, handle: &str) -> Known {
        let at = self.messages.iter().position(|message| message.handles.iter().any(|known| known == handle));
        if let Some(at) = at {
            let latest = self.messages[at].handles.last().is_some_and(|latest| latest == handle);
            return Known::Message(at, latest);
        }
        if self.gone.iter().any(|known| known == handle) { Known::Gone } else { Known::Stranger }
    }

    /// Deletes by a handle, or says what is wrong with it.
    fn delete(&mut self, handle: &str, now: Millis) -> Option<&'static str> {
        match self.known(handle) {
            Known::Stranger => Some(errors::INVALID_HANDLE),
            // Twice is once.
            Known::Gone => None,
            Known::Message(at, latest) => {
                let message = &self.messages[at];
                if self.fifo && !(latest && message.phase(now) == Phase::InFlight) {
                    return Some(errors::INVALID_VALUE);
                }
                let place = message.place;
                self.remove(|message| message.place == place);
                None
            }
        }
    }

    /// Changes a visibility by a handle, or says what is wrong.
    fn change(&mut self, handle: &str, seconds: u64, now: Millis) -> Option<&'static str> {
        let fifo = self.fifo;
        match self.known(handle) {
            Known::Stranger => Some(errors::INVALID_HANDLE),
            Known::Gone => Some(errors::INVALID_VALUE),
            Known::Message(at, latest) => {
                let message = &mut self.messages[at];
                let since = match message.phase(now) {
                    Phase::InFlight if latest || !fifo => message.since,
                    // On a standard queue it is taken in flight again, as long as nobody else has it.
                    Phase::Waiting if !fifo => now,
                    _ => return Some(errors::INVALID_VALUE),
                };
                let until = now + seconds * 1000;
                if until > since + IN_FLIGHT_MAX_MS {
                    return Some(errors::INVALID_VALUE);
                }
                (message.since, message.visible_at) = (since, until);
                None
            }
        }
    }
}

impl Model {
    /// DeleteMessage.
    pub fn delete(&mut self, name: &str, handle: &str, answer: &Answer) {
        let now = self.now;
        let Some(queue) = self.queue_of(name, answer) else { return };
        let wrong = queue.delete(handle, now);
        self.changed(wrong, answer);
    }

    /// ChangeMessageVisibility.
    pub fn change(&mut self, name: &str, handle: &str, seconds: u64, answer: &Answer) {
        let now = self.now;
        let Some(queue) = self.queue_of(name, answer) else { return };
        let wrong = queue.change(handle, seconds, now);
        self.changed(wrong, answer);
    }

    /// DeleteMessageBatch; the ids are the places of the entries.
    pub fn delete_batch(&mut self, name: &str, handles: &[String], answer: &Answer) {
        let now = self.now;
        let Some(queue) = self.queue_of(name, answer) else { return };
        // Each entry for itself: none is wrong because of what another one has done.
        let before = queue.clone();
        let one = |handle: &String| before.clone().delete(handle, now);
        let wrong: Vec<_> = handles.iter().map(one).collect();
        for (handle, _) in handles.iter().zip(&wrong).filter(|(_, wrong)| wrong.is_none()) {
            queue.delete(handle, now);
        }
        self.changed_each(&wrong, answer);
    }

    /// ChangeMessageVisibilityBatch; the ids are the places of the entries.
    pub fn change_batch(&mut self, name: &str, changes: &[(String, u64)], answer: &Answer) {
        let now = self.now;
        let Some(queue) = self.queue_of(name, answer) else { return };
        let wrong: Vec<_> =
            changes.iter().map(|(handle, seconds)| queue.change(handle, *seconds, now)).collect();
        self.changed_each(&wrong, answer);
    }

    fn changed(&mut self, wrong: Option<&str>, answer: &Answer) {
        match wrong {
            Some(error) => refused(answer, error),
            None => drop(taken(answer)),
        }
        // A task may have waited for a message that stood in the way.
        self.run_tasks();
    }

    fn changed_each(&mut self, wrong: &[Option<&'static str>], answer: &Answer) {
        let entries = Entries::of(taken(answer), wrong.len());
        wrong.iter().enumerate().for_each(|(at, wrong)| entries.check(at, *wrong));
        self.run_tasks();
    }
}
