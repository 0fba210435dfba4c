//! Delivery: messages that wait, are handed out for a time, come back or are finished; as one state machine that
//! knows no service. Its users are queues: SQS's own, later those on streams.
//!
//! It is driven by its user's events and by time. The [`ledger`] is what it knows of all messages, in a few bits each; a
//! window holds the rows (where a message's event stands in the log) of those that come next and of those in flight. It
//! never holds a body, and never reads: it says which blocks of rows it wants ([`Delivery::take_wanted`]).

mod handle;
mod keys;
mod ledger;
mod line;
mod message;

#[cfg(test)]
mod tests;

use bytes::Bytes;
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{
    ColumnReader, Draft, PageKey, Position, Row, Sought, StoredAt, Stretch, TableRun, TableSegments,
};
use millpond_partition::{Block, BlockRef};
use millpond_runtime::Millis;

pub use handle::{HANDLE_BYTES, Handle, HandleError};
pub use keys::{KeyedHash, Keys, group_key};
use ledger::{Found, HotRow, Ledger, Received, TIME_MAX};
pub use ledger::{LiveBytes, PIECE_LEAST, RUNS_KEPT, RUNS_LEAST};
pub use line::Filled;
use line::{Loaded, Window};
pub use message::{GroupKey, Incoming, Message, Phase, Posting, Sequence};

/// How messages of one resource may overtake each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Freely: any waiting message may be handed out.
    Loose,
    /// Within a group never: only the longest run of waiting messages at a group's head may be handed out.
    Grouped,
}

/// How often a message was handed out, and when it first was, as a page has it.
pub fn received_in(
    page: &Bytes,
    key: &PageKey,
    sequence: Sequence,
) -> Result<(u32, Option<Millis>), Malformed> {
    ledger::received_in(page, key.number, sequence).map(shown)
}

fn shown(Received { receives, first, .. }: Received) -> (u32, Option<Millis>) {
    (receives, (receives > 0).then_some(first))
}

/// How many messages are in which phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Could be handed out, or stand behind one of their group that was.
    pub waiting: u64,
    /// Handed out.
    pub in_flight: u64,
    /// Not due yet.
    pub delayed: u64,
}

/// Where a message's row is to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAt {
    /// Here.
    Here(Row),
    /// In a sidecar.
    Stored(StoredAt),
}

/// The messages of one resource.
#[derive(Debug)]
pub struct Delivery {
    ledger: Ledger,
    order: Order,
    /// None: nobody has asked for messages lately.
    window: Option<Box<Window>>,
    retention_ms: Millis,
    now: Millis,
}

impl Delivery {
    /// Without messages. `retention_ms` is how long a message is kept after it was sent.
    pub fn new(order: Order, retention_ms: Millis) -> Self {
        Delivery::of(order, Ledger::default(), retention_ms)
    }

    fn of(order: Order, ledger: Ledger, retention_ms: Millis) -> Self {
        Delivery { ledger, order, window: None, retention_ms, now: 0 }
    }

    fn loaded(&self, sequence: Sequence) -> Option<&Loaded> {
        self.window.as_ref()?.get(sequence)
    }

    /// The window, which is made of the ledger if there is none.
    fn window(&mut self) -> (&mut Window, &Ledger) {
        let new = || Box::new(Window::new(self.order, self.ledger.live() > 0, self.now));
        (self.window.get_or_insert_with(new), &self.ledger)
    }

    /// How many messages there are. Exact at the time of the last [`Delivery::advance`].
    pub fn counts(&self) -> Counts {
        let (in_flight, delayed) = (self.ledger.in_flight(), self.ledger.delayed());
        Counts { waiting: self.ledger.live() - in_flight - delayed, in_flight, delayed }
    }

    /// What is being done with a message; none if there is no such message.
    pub fn phase(&self, sequence: Sequence) -> Option<Phase> {
        self.ledger.phase(sequence)
    }

    /// A message whose row is at hand: all that were selected are, until they are handed out.
    pub fn get(&self, sequence: Sequence) -> Option<Message> {
        let phase = self.ledger.phase(sequence)?;
        let (row, past) = match (self.loaded(sequence), self.ledger.find(sequence)?) {
            (Some(loaded), _) => (loaded.row, loaded.past.as_deref().copied()),
            (None, Found::Hot(row, past)) => (row, past),
            (None, Found::Cold(..) | Found::Away(_)) => return None,
        };
        let HotRow { position, offset, len, sent, .. } = row;
        let received = self.ledger.received(sequence);
        let first_here = (received.receives > 0).then_some(received.first);
        Some(Message {
            posting: Posting { sent, position, offset, len },
            phase,
            receives: received.receives + past.map_or(0, |past| past.receives),
            first_received: past.and_then(|past| past.first_received).or(first_here),
            past,
            move_refused: received.refused,
        })
    }

    /// The group of a message whose row is at hand.
    pub fn group_of(&self, sequence: Sequence) -> Option<GroupKey> {
        match (self.loaded(sequence), self.ledger.find(sequence)?) {
            (Some(loaded), _) => loaded.row.group,
            (None, Found::Hot(row, _)) => row.group,
            (None, Found::Cold(..) | Found::Away(_)) => None,
        }
    }

    /// Where the row of any message is.
    pub fn row_of(&self, sequence: Sequence) -> Option<RowAt> {
        let at = match (self.loaded(sequence), self.ledger.find(sequence)?) {
            (Some(loaded), _) => RowAt::Here(loaded.row.row(sequence, loaded.past.as_deref().copied())),
            (None, Found::Hot(row, past)) => RowAt::Here(row.row(sequence, past)),
            (None, Found::Cold(stretch, row)) => RowAt::Stored(StoredAt::Row(stretch, row)),
            (None, Found::Away(sought)) => RowAt::Stored(StoredAt::Sought(sought)),
        };
        Some(at)
    }

    /// How often a message was handed out here, and when it first was. Of one that [`Delivery::page_of`] gives no page of.
    pub fn received(&self, sequence: Sequence) -> (u32, Option<Millis>) {
        shown(self.ledger.received(sequence))
    }

    /// The page in which it stands what was done with a message, if that is not in memory: not of one that is in flight, nor of
    /// one that was selected.
    pub fn page_of(&self, sequence: Sequence) -> Option<PageKey> {
        self.ledger.page_of(sequence)
    }

    /// Whether any page is not in memory.
    pub fn has_pages(&self) -> bool {
        self.ledger.has_pages()
    }

    /// Asks for a page.
    pub fn want_page(&mut self, page: PageKey) {
        self.window().0.want(BlockRef::page(page), 0);
    }

    /// A checkpoint has the pages of this draft: they may leave the memory.
    pub fn let_pages_go(&mut self, drafted: u64) {
        let window = self.window.as_deref();
        let wanted = |first, last| window.is_some_and(|window| window.has_any(first, last));
        self.ledger.let_pages_go(drafted, wanted);
    }

    /// The oldest message, whatever is being done with it.
    pub fn oldest(&self) -> Option<Sequence> {
        self.ledger.next_live(0)
    }

    /// Messages that wait or are on their way elsewhere, the oldest first.
    pub fn visible(&self) -> impl Iterator<Item = Sequence> + '_ {
        let mut next = 0;
        std::iter::from_fn(move || {
            let sequence = self.ledger.next_live(next)?;
            next = sequence + 1;
            Some(sequence)
        })
        .filter(|sequence| matches!(self.phase(*sequence), Some(Phase::Waiting | Phase::Moving)))
    }

    /// Messages in flight, the oldest first.
    pub fn flying(&self) -> impl Iterator<Item = Sequence> + '_ {
        self.ledger.flying()
    }

    /// Messages that are not due yet, the oldest first.
    pub fn not_due(&self) -> impl Iterator<Item = Sequence> + '_ {
        self.ledger.not_due()
    }

    /// Does what time does: expired messages go, timed-out ones come back, due ones come in. True if a
    /// message may be waiting now that was not before.
    pub fn advance(&mut self, now: Millis) -> bool {
        self.now = now;
        if let Some(window) = &mut self.window {
            window.advance(now);
        }
        let mut changed = false;
        while let Some((first, last)) = self.ledger.pop_expired(self.retention_ms, now) {
            changed |= self.remove_range(first, last);
        }
        while let Some(sequence) = self.ledger.due(now) {
            self.change(sequence, |ledger| ledger.wait(sequence));
            changed = true;
        }
        changed
    }

    /// When [`Delivery::advance`] is to be called next: time makes no message wait before.
    pub fn next_due(&self) -> Option<Millis> {
        let timer = self.ledger.next_timer();
        // A head in flight that expires frees its group.
        let expiry = match self.order {
            Order::Loose => None,
            Order::Grouped => self.next_expiry(),
        };
        [timer, expiry].into_iter().flatten().min()
    }

    /// When time next takes messages away, at the earliest.
    pub fn next_expiry(&self) -> Option<Millis> {
        self.ledger.next_expiry(self.retention_ms)
    }

    /// Takes a new message, which waits or, if `due` lies ahead, is delayed.
    pub fn accept(&mut self, incoming: Incoming, now: Millis) {
        let Incoming { sequence, posting, group, due, moved } = incoming;
        if self.ledger.contains(sequence) {
            return;
        }
        let Posting { sent, position, offset, len } = posting;
        let row = HotRow { position, offset, len, sent, group };
        self.ledger.accept(sequence, row, moved, (due > now).then_some(due));
        self.ledger.note_age(sequence, sent, self.retention_ms);
        if self.order == Order::Grouped {
            self.ledger.note_send(sequence, now);
        }
        if let Some(window) = &mut self.window {
            window.accept(&self.ledger, sequence, row, moved, now);
        }
    }

    /// A message was written to the log again, and stands there now. Nothing, if it is gone.
    pub fn forward(&mut self, incoming: Incoming) {
        let Incoming { sequence, posting: Posting { sent, position, offset, len }, group, moved, .. } =
            incoming;
        let row = HotRow { position, offset, len, sent, group };
        self.ledger.forward(sequence, row, moved);
        if let Some(window) = &mut self.window {
            window.forwarded(sequence, row);
        }
    }

    /// Sees to it that [`Delivery::select`] finds `most` messages, if there are so many.
    pub fn fill(&mut self, most: usize) -> Filled {
        let (window, ledger) = self.window();
        window.fill(ledger, most)
    }

    /// Sees to it that [`Delivery::select_until`] finds `most` messages, if there are so many.
    pub fn fill_until(&mut self, last: Sequence, most: usize) -> Filled {
        let order = self.order;
        let (window, ledger) = self.window();
        match order {
            Order::Loose => window.fill_in_order(ledger, last, most),
            Order::Grouped => window.fill(ledger, most),
        }
    }

    /// Up to `most` messages that may be handed out now, in the order in which they should be; of those that
    /// [`Delivery::fill`] has seen to.
    pub fn select(&self, most: usize) -> Vec<Sequence> {
        self.window.as_ref().map_or_else(Vec::new, |window| window.select(&self.ledger, most))
    }

    /// Up to `most` messages that may be moved elsewhere now, none of them after `last`. Order is kept where there is one;
    /// a tenant's noise does not matter.
    pub fn select_until(&self, last: Sequence, most: usize) -> Vec<Sequence> {
        let Some(window) = &self.window else { return Vec::new() };
        match self.order {
            Order::Loose => window.select_in_order(&self.ledger, last, most),
            Order::Grouped => {
                let mut selected = self.select(most);
                selected.retain(|sequence| *sequence <= last);
                selected
            }
        }
    }

    /// Whether a message up to `last` waits or will, as far as it is not in flight.
    pub fn any_until(&self, last: Sequence) -> bool {
        let first = [self.ledger.next_waiting(0), self.ledger.not_due().next()];
        first.into_iter().flatten().any(|first| first <= last)
    }

    /// Hands messages out until `deadline`, under `nonce`.
    pub fn hand_out(&mut self, sequences: &[Sequence], nonce: u64, deadline: Millis, now: Millis) {
        for &sequence in sequences {
            if matches!(self.phase(sequence), None | Some(Phase::Moving)) {
                continue;
            }
            self.change(sequence, |ledger| ledger.fly(sequence, nonce, now, deadline));
            self.ledger.change_received(sequence, |received| {
                if received.receives == 0 {
                    received.first = now;
                }
                received.receives += 1;
                received.refused = false;
            });
        }
        if let Some(window) = &mut self.window {
            window.judge(&self.ledger, sequences);
        }
        // With no time at all they wait again at once.
        if deadline <= now {
            self.advance(now);
        }
    }

    /// Changes until when a message is handed out; a waiting one is taken out of the line again. At `now` or
    /// before, it comes back. True if it may be waiting now.
    pub fn reschedule(&mut self, sequence: Sequence, nonce: u64, deadline: Millis, now: Millis) -> bool {
        let Some(phase) = self.phase(sequence).filter(|phase| *phase != Phase::Moving) else { return false };
        if deadline <= now {
            self.change(sequence, |ledger| ledger.wait(sequence));
            return true;
        }
        let (nonce, since) = match phase {
            Phase::InFlight { nonce, since, .. } => (nonce, since),
            _ => (nonce, now),
        };
        self.change(sequence, |ledger| ledger.fly(sequence, nonce, since, deadline));
        false
    }

    /// Takes back a hand-out that reached nobody, if it is still the latest one.
    pub fn undo(&mut self, sequence: Sequence, nonce: u64) -> bool {
        if !matches!(self.phase(sequence), Some(Phase::InFlight { nonce: latest, .. }) if latest == nonce) {
            return false;
        }
        self.ledger.change_received(sequence, |received| {
            received.receives = received.receives.saturating_sub(1);
        });
        self.change(sequence, |ledger| ledger.wait(sequence));
        true
    }

    /// A message is on its way to another resource: nobody gets it here meanwhile.
    pub fn start_move(&mut self, sequence: Sequence) {
        self.change(sequence, |ledger| ledger.start_move(sequence));
    }

    /// The other resource did not take it: it waits again. True if it may be waiting now. With `refused` it is handed out
    /// once before it is a dead letter again.
    pub fn return_move(&mut self, sequence: Sequence, refused: bool) -> bool {
        if self.phase(sequence) != Some(Phase::Moving) {
            return false;
        }
        if refused {
            self.ledger.change_received(sequence, |received| received.refused = true);
        }
        self.change(sequence, |ledger| ledger.wait(sequence));
        true
    }

    /// Removes a message for good.
    pub fn remove(&mut self, sequence: Sequence) -> bool {
        let Some(phase) = self.phase(sequence) else { return false };
        self.ledger.remove(sequence);
        self.tell_window(sequence, phase, None);
        true
    }

    /// Removes every message up to and with `last`.
    pub fn purge(&mut self, last: Sequence) {
        self.remove_range(0, last);
    }

    fn remove_range(&mut self, first: Sequence, last: Sequence) -> bool {
        let before = self.ledger.live();
        let here = self.window.as_ref().map(|window| window.within(&self.ledger, first, last));
        self.ledger.remove_range(first, last);
        for (sequence, phase) in here.into_iter().flatten() {
            self.tell_window(sequence, phase, None);
        }
        self.ledger.live() < before
    }

    /// Changes how long messages are kept, those that are there included.
    pub fn set_retention(&mut self, retention_ms: Millis) {
        self.retention_ms = retention_ms;
    }

    /// Lets a new delay act on the messages that are there and were never handed out: each falls due `delay_ms`
    /// after it was sent. Only in grouped order, where the times of the latest sends are known.
    pub fn redelay(&mut self, delay_ms: Millis, now: Millis) {
        for (sequence, sent) in self.ledger.sent_since(now.saturating_sub(delay_ms)) {
            let due = sent + delay_ms;
            let untouched = self.ledger.received(sequence).receives == 0;
            match self.phase(sequence) {
                Some(Phase::Waiting) if untouched && due > now => {
                    self.change(sequence, |ledger| ledger.delay(sequence, due));
                }
                Some(Phase::Delayed { .. }) if untouched && due > now => {
                    self.change(sequence, |ledger| ledger.delay(sequence, due));
                }
                Some(Phase::Delayed { .. }) if untouched => {
                    self.change(sequence, |ledger| ledger.wait(sequence));
                }
                _ => {}
            }
        }
    }

    fn change(&mut self, sequence: Sequence, change: impl FnOnce(&mut Ledger)) {
        let Some(before) = self.ledger.phase(sequence) else { return };
        change(&mut self.ledger);
        let after = self.ledger.phase(sequence);
        self.tell_window(sequence, before, after);
    }

    fn tell_window(&mut self, sequence: Sequence, from: Phase, to: Option<Phase>) {
        if let Some(window) = &mut self.window {
            window.changed(&self.ledger, sequence, from, to);
        }
    }

    /// Blocks of rows to load, each once.
    pub fn take_wanted(&mut self) -> Vec<BlockRef> {
        self.window.as_mut().map_or_else(Vec::new, |window| window.take_wanted())
    }

    /// A block that was wanted has come; none, if it can't. False if there is none that can be read.
    pub fn put_block(&mut self, block: BlockRef, loaded: Option<Block>) -> bool {
        let is_readable = match (&loaded, block.page_key()) {
            (Some(Block::Page(page)), Some(key)) => self.ledger.bring_page(&key, page).is_ok(),
            (Some(Block::Runs(found)), _) => {
                self.ledger.bring_back(found);
                true
            }
            (loaded, _) => loaded.is_some(),
        };
        if let Some(window) = &mut self.window {
            window.put_block(&self.ledger, block, loaded);
        }
        is_readable
    }

    /// The rows of some messages are in a sidecar now; those of a listed stretch with their numbers.
    pub fn seal(&mut self, stretch: Stretch, listed: Option<&[Sequence]>, end: Position) {
        match listed {
            None => self.ledger.seal(stretch),
            Some(sequences) => self.ledger.seal_listed(stretch, sequences, end),
        }
    }

    /// Gives back what is not needed while nothing happens; the window too, if nobody has asked for messages since the last call.
    /// To be called now and then: when a segment is sealed. What was done with messages that came back is put together where it
    /// has `least` bytes ([`PIECE_LEAST`]).
    pub fn rest(&mut self, least: usize) {
        self.ledger.rest(least);
        if self.window.as_mut().is_some_and(|window| window.rests(&self.ledger)) {
            self.window = None;
        }
    }

    /// The lowest position of a row that is in memory only.
    pub fn hot_from(&self) -> Option<Position> {
        self.ledger.hot_from()
    }

    /// Adds the bytes of live messages in sealed segments, by segment.
    pub fn live_bytes(&self, into: &mut LiveBytes) {
        self.ledger.live_bytes(into);
    }

    /// Forgets where those messages stand of which run tables know it (`in_tables`), but for those in the first `kept` runs; where
    /// at least `least` runs are one then. A call that changes any of them, or hands it out, has it looked up again.
    pub fn send_away(&mut self, in_tables: &[TableSegments], kept: usize, least: usize) {
        self.ledger.send_away(in_tables, kept, least);
    }

    /// What to look for to learn where messages stand that may stand in this sealed segment; none, if that is known of all.
    pub fn away_in(&self, segment: u64) -> Option<Sought> {
        self.ledger.away_in(segment)
    }

    /// A run table has told where messages stand.
    pub fn bring_back(&mut self, found: &[TableRun]) {
        self.ledger.bring_back(found);
    }

    /// Live messages of which it is known that they stand in a sealed segment, from `from` on, at most `most`, each with its row's number there.
    pub fn in_segment(&self, segment: u64, from: Sequence, most: usize) -> Vec<(Sequence, Stretch, u32)> {
        let found = self.ledger.in_segment(segment, from, most);
        let placed = found.into_iter().filter_map(|sequence| match self.ledger.find(sequence)? {
            Found::Cold(stretch, row) => Some((sequence, stretch, row)),
            Found::Hot(..) | Found::Away(_) => None,
        });
        placed.collect()
    }

    /// Whether a message is there and stands in this sealed segment, for all that is known.
    pub fn stands_in(&self, sequence: Sequence, segment: u64) -> bool {
        match self.ledger.find(sequence) {
            Some(Found::Cold(stretch, _)) => stretch.segment == segment,
            Some(Found::Away(sought)) => (sought.from..=sought.to).contains(&segment),
            Some(Found::Hot(..)) | None => false,
        }
    }

    /// Writes it for a checkpoint: how long messages are kept, which is a setting, and the ledger.
    pub fn write(&self, into: &mut Draft) {
        put_varint(&mut into.now().settings, self.retention_ms);
        self.ledger.draft(into);
    }

    /// Reads what [`Delivery::write`] wrote of a resource, which the rows in sidecars are known by.
    pub fn read(order: Order, resource: u64, from: &mut ColumnReader<'_>) -> Result<Self, Malformed> {
        let retention_ms = take_varint(from.settings())?;
        if retention_ms > TIME_MAX {
            return Err(Malformed("messages are kept for ever"));
        }
        Ok(Delivery::of(order, Ledger::read(resource, from)?, retention_ms))
    }
}
