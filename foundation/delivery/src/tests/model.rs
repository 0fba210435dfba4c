//! Random walks: a delivery and a naive model of it are told the same, while the delivery's messages are sealed, copied
//! forward and restored from checkpoints. Nobody must notice.

mod checkpoints;
mod compare;
mod disk;
mod reference;
mod tenants;

use std::collections::{BTreeMap, BTreeSet};

use millpond_log::{Past, Row, TABLE_SEGMENTS, TableSegments};
use millpond_runtime::{Random, SeededRandom};

use super::*;
use checkpoints::Checkpoint;
use disk::Disk;
use reference::{Event, Reference};

/// What sort of walk.
#[derive(Clone, Copy)]
struct Terrain {
    order: Order,
    /// Of so many groups or tenants; none, if there are none.
    groups: Option<u64>,
    /// It tends to have so many messages.
    messages: u64,
    /// At most so many are sent at once.
    burst: u64,
    /// A segment is cut once in so many events.
    cut_once_in: u64,
    steps: u64,
    /// Everything is compared once in so many steps.
    compare_once_in: u64,
}

const LOOSE: Terrain = Terrain {
    order: Order::Loose,
    groups: None,
    messages: 24,
    burst: 7,
    cut_once_in: 6,
    steps: 1000,
    compare_once_in: 1,
};
const GROUPED: Terrain = Terrain { order: Order::Grouped, groups: Some(5), ..LOOSE };
/// Hardly a message stands in the same segment as another.
const TINY: Terrain = Terrain { messages: 8, burst: 2, cut_once_in: 2, ..LOOSE };
/// Runs of several blocks, and such as are long enough to be trimmed.
const LONG: Terrain =
    Terrain { messages: 2500, burst: 900, cut_once_in: 30, steps: 500, compare_once_in: 20, ..LOOSE };
/// Messages in dozens of segments.
const SPREAD: Terrain =
    Terrain { messages: 1500, burst: 40, cut_once_in: 3, steps: 500, compare_once_in: 20, ..LOOSE };

struct Walk {
    terrain: Terrain,
    random: SeededRandom,
    now: Millis,
    delivery: Delivery,
    reference: Reference,
    disk: Disk,
    last: Sequence,
    /// Blocks that were asked for and have not come.
    asked: Vec<BlockRef>,
    /// Blocks that were asked for before a restart.
    stale: Vec<BlockRef>,
    checkpoint: Checkpoint,
    drafts: u64,
    /// Pages that were read.
    brought: u64,
}

impl Walk {
    fn new(terrain: Terrain, seed: u64) -> Walk {
        let retention_ms = 4 * MINUTE;
        let delivery = Delivery::new(terrain.order, retention_ms);
        let checkpoint = Checkpoint::of(&delivery, 0, 0, &BTreeMap::new());
        Walk {
            terrain,
            random: SeededRandom::new(seed),
            // Times and numbers of all sizes: near the first, near the last, and what is usual.
            now: [1_700_000_000_000, 20_000 * MINUTE, TIME_MAX - 3_000_000 * MINUTE][seed as usize / 3 % 3],
            delivery,
            reference: Reference::new(terrain.order, retention_ms),
            disk: Disk::default(),
            last: [1 << 40, 100, ((1 << 24) - 40) << 40][seed as usize % 3],
            asked: Vec::new(),
            stale: Vec::new(),
            checkpoint,
            drafts: 0,
            brought: 0,
        }
    }

    fn below(&self, limit: u64) -> u64 {
        self.random.below(limit)
    }

    fn pick<T: Copy>(&self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.below(of.len() as u64) as usize])
    }

    /// Any message; now and then one that is gone.
    fn any(&self) -> Sequence {
        let all: Vec<Sequence> = self.reference.messages.keys().copied().collect();
        self.pick(&all).filter(|_| self.below(20) > 0).unwrap_or(self.last - self.below(30))
    }

    fn any_waiting(&self) -> Sequence {
        self.pick(&self.reference.waiting()).unwrap_or(self.last)
    }

    fn any_until(&self) -> Sequence {
        self.any() + self.below(2)
    }

    /// How many pages were read.
    fn run(mut self) -> u64 {
        for step in 0..self.terrain.steps {
            self.pass_time();
            self.step();
            if step % self.terrain.compare_once_in == 0 {
                self.compare();
            }
        }
        self.drain();
        self.brought
    }

    fn pass_time(&mut self) {
        self.now += match self.below(200) {
            0..100 => 0,
            100..180 => self.below(60),
            180..196 => self.below(2_000),
            196..199 => self.below(MINUTE / 2),
            _ => self.below(self.reference.retention_ms),
        };
        self.advance();
    }

    fn advance(&mut self) {
        let changed = self.delivery.advance(self.now);
        let must_be = self.reference.advance(&self.delivery, self.now);
        assert!(changed || !must_be, "a message waits and nobody is told");
        let next = self.delivery.next_due();
        assert!(next.is_none_or(|next| next > self.now), "time stands still at {next:?}");
        let timer = self.reference.next_timer();
        match self.terrain.order {
            // It may be early, for what lies farther ahead is not in order yet.
            Order::Loose => assert!(next <= timer && next.is_some() == timer.is_some(), "{next:?} {timer:?}"),
            Order::Grouped => {
                let latest = timer.into_iter().chain(self.reference.last_expiry()).min();
                assert!(latest.is_none_or(|latest| next.is_some_and(|next| next <= latest)));
            }
        }
    }

    fn step(&mut self) {
        let few = (self.reference.messages.len() as u64) < self.terrain.messages;
        match self.below(100) {
            0..30 if few => self.accept(),
            0..20 => self.remove(),
            20..30 => self.delete_received(),
            30..45 => self.receive(),
            45..50 => self.receive_until(),
            50..55 => self.reschedule(),
            55..58 => self.undo(),
            58..61 => self.move_away(),
            61 => self.purge(),
            62 => self.change_attributes(),
            63..75 => self.copy_forward(),
            75..85 => self.tell(),
            85..94 => self.serve(true),
            94..97 => self.restart(),
            97 => self.recover(),
            98 => self.take_checkpoint(),
            _ => self.tell_again(),
        }
        if self.random.once_in(self.terrain.cut_once_in) {
            self.disk.cut();
        }
        if self.random.once_in(8) {
            self.send_away();
        }
        if self.random.once_in(6) {
            self.delivery.rest(1);
        }
        if self.random.once_in(20) {
            self.take_checkpoint();
        }
    }

    /// Something happens, here and there.
    fn happen(&mut self, event: Event) {
        self.happen_together(vec![event]);
    }

    fn happen_together(&mut self, events: Vec<Event>) {
        self.advance();
        for event in events {
            self.fetch_pages(&event);
            let said = event.apply(&mut self.delivery, self.now);
            let should = self.reference.apply(&event, &self.delivery, self.now);
            assert_eq!(said, should, "{event:?}");
            self.checkpoint.since.push((event, self.now));
        }
        self.advance();
    }

    fn accept(&mut self) {
        let mut events = Vec::new();
        for message in 0..=self.below(self.terrain.burst) {
            self.last += match self.below(5 * self.terrain.burst.min(200)) {
                0 => (((self.last >> 40) + 1) << 40) - self.last,
                1 => 2,
                _ => 1,
            };
            let (position, offset) = self.disk.place(message == 0 || self.random.once_in(2));
            let moved = self.random.once_in(6).then(|| Past {
                from: self.below(3),
                receives: self.below(5) as u32,
                first_received: self.random.once_in(2).then_some(self.now - self.below(MINUTE)),
            });
            let sent = match moved {
                Some(_) => self.now - self.below(self.reference.retention_ms),
                None => self.now,
            };
            let due = match self.below(8) {
                0 => self.now + self.below(3_000),
                1 if self.random.once_in(4) => self.now + 900_000,
                _ => self.now,
            };
            let group = self.terrain.groups.and_then(|groups| GroupKey::new(self.below(groups + 1)));
            let posting = Posting { sent, position, offset, len: self.below(100) as u32 };
            let incoming = Incoming { sequence: self.last, posting, group, due, moved };
            self.disk.write(row(&incoming), false);
            events.push(Event::Accept(incoming));
        }
        self.happen_together(events);
    }

    fn remove(&mut self) {
        self.happen(Event::Remove(self.any()));
    }

    /// As consumers do.
    fn delete_received(&mut self) {
        let mut received = self.reference.in_phase(|phase| matches!(phase, Phase::InFlight { .. }));
        received.retain(|_| self.random.once_in(2));
        received.truncate(self.terrain.burst as usize);
        self.happen_together(received.into_iter().map(Event::Remove).collect());
    }

    fn receive(&mut self) {
        let most = [1, 3, 10, self.terrain.burst as usize][self.below(4) as usize];
        let Some(sequences) = self.select(None, most) else { return };
        let deadline = match self.below(6) {
            0 => self.now,
            1..4 => self.now + self.below(500),
            _ => self.now + self.below(MINUTE),
        };
        self.happen(Event::HandOut { sequences, nonce: self.random.number(), deadline });
    }

    fn receive_until(&mut self) {
        let last = self.any_until();
        let Some(sequences) = self.select(Some(last), 1 + self.below(4) as usize) else { return };
        self.happen_together(sequences.into_iter().map(Event::StartMove).collect());
    }

    fn reschedule(&mut self) {
        let deadline = self.now + [0, self.below(300), self.below(MINUTE)][self.below(3) as usize];
        let (sequence, nonce) = (self.any(), self.random.number());
        self.happen(Event::Reschedule { sequence, nonce, deadline });
    }

    fn undo(&mut self) {
        let sequence = self.any();
        let nonce = match self.delivery.phase(sequence) {
            Some(Phase::InFlight { nonce, .. }) if !self.random.once_in(4) => nonce,
            _ => self.random.number(),
        };
        self.happen(Event::Undo { sequence, nonce });
    }

    fn move_away(&mut self) {
        let moving = self.reference.in_phase(|phase| *phase == Phase::Moving);
        match self.pick(&moving) {
            Some(sequence) if self.random.once_in(2) => self.happen(Event::Remove(sequence)),
            Some(sequence) => self.happen(Event::ReturnMove(sequence)),
            None => self.happen(Event::StartMove(self.any_waiting())),
        }
    }

    fn purge(&mut self) {
        if self.random.once_in(2) {
            self.happen(Event::Purge(self.any_until()));
        }
    }

    fn change_attributes(&mut self) {
        let retention_ms = [MINUTE, 4 * MINUTE, 20 * MINUTE, 20_000 * MINUTE][self.below(4) as usize];
        let delay_ms = [0, self.below(5_000), 900_000][self.below(3) as usize];
        match self.terrain.order {
            Order::Grouped if self.random.once_in(2) => self.happen(Event::Redelay(delay_ms)),
            _ => self.happen(Event::SetRetention(retention_ms)),
        }
    }

    /// What empties a sealed segment.
    fn copy_forward(&mut self) {
        let segments: Vec<u64> = live_bytes(&self.delivery).into_keys().collect();
        let Some(segment) = self.pick(&segments) else { return };
        while self.random.once_in(3)
            && let Some(sought) = self.delivery.away_in(segment)
        {
            self.delivery.bring_back(&self.disk.runs(&sought));
        }
        let most = 1 + self.below(self.terrain.burst) as usize;
        let mut events = Vec::new();
        for (sequence, ..) in self.delivery.in_segment(segment, self.below(2) * self.any(), most) {
            if self.random.once_in(4) {
                continue;
            }
            let known = &self.reference.messages[&sequence];
            let (position, offset) = self.disk.place(self.random.once_in(2));
            let posting = Posting { position, offset, ..known.posting };
            let incoming =
                Incoming { sequence, posting, group: known.group, due: self.now, moved: known.past };
            self.disk.write(row(&incoming), true);
            events.push(Event::Forward(incoming));
        }
        self.happen_together(events);
    }

    /// Some segments have run tables, and some of what stands there is forgotten.
    fn send_away(&mut self) {
        let mut in_tables: Vec<TableSegments> = Vec::new();
        for segment in self.disk.sealed[..self.disk.told].iter().map(|segment| segment.id) {
            match in_tables.last_mut() {
                Some((_, last)) if segment % TABLE_SEGMENTS > 0 && !self.random.once_in(8) => *last = segment,
                _ => in_tables.push((segment, segment)),
            }
        }
        in_tables.retain(|_| !self.random.once_in(8));
        let (kept, least) = (self.below(4) as usize, 1 + self.below(3) as usize);
        self.delivery.ledger.send_away(&in_tables, kept, least);
    }

    /// The log's news come late, and several at once.
    fn tell(&mut self) {
        for _ in 0..self.below(6) {
            self.disk.tell(&mut self.delivery);
        }
    }

    /// After a start the sealed segments are all told of again.
    fn tell_again(&mut self) {
        self.disk.told = 0;
        while self.disk.told < self.disk.sealed.len() {
            self.disk.tell(&mut self.delivery);
        }
    }

    /// A block comes, in whatever order; or can't, if that may be.
    fn serve(&mut self, may_fail: bool) {
        let old = self.random.once_in(4) && !self.stale.is_empty();
        let from = if old { &mut self.stale } else { &mut self.asked };
        if from.is_empty() {
            return;
        }
        let block = from.swap_remove(self.random.below(from.len() as u64) as usize);
        self.asked.retain(|asked| asked.key() != block.key());
        let fails = may_fail && self.random.once_in(5);
        let loaded = if fails { None } else { self.load(block) };
        self.delivery.put_block(block, loaded);
    }

    /// What is selected, as it should be; none, if the blocks that it needs are too slow to wait for.
    fn select(&mut self, last: Option<Sequence>, most: usize) -> Option<Vec<Sequence>> {
        let patient = !self.random.once_in(5);
        let rounds = 40 + 4 * self.reference.messages.len();
        for _ in 0..rounds {
            let filled = match last {
                Some(last) => self.delivery.fill_until(last, most),
                None => self.delivery.fill(most),
            };
            for block in self.delivery.take_wanted() {
                assert!(self.asked.iter().all(|asked| asked.key() != block.key()), "asked for twice");
                self.asked.push(block);
            }
            match filled {
                Filled::Ready => return Some(self.selected(last, most)),
                Filled::Broken => panic!("a sidecar contradicts the ledger"),
                Filled::Fetch => assert!(!self.asked.is_empty(), "it waits for nothing"),
            }
            if !patient && self.random.once_in(2) {
                return None;
            }
            self.serve(self.random.once_in(4));
        }
        panic!("after {rounds} blocks it still asks for more");
    }

    fn selected(&self, last: Option<Sequence>, most: usize) -> Vec<Sequence> {
        let selected = match last {
            Some(last) => self.delivery.select_until(last, most),
            None => self.delivery.select(most),
        };
        let mut expected = self.reference.available();
        let available = expected.len();
        // What can be had at once is handed out while rows of the others are still on their way.
        let all_here = self.reference.messages.len() < 64 && self.asked.is_empty();
        if let (None, Some(window)) = (last, &self.delivery.window) {
            expected.retain(|sequence| !window.holds_back(*sequence));
            let held_back = available - expected.len();
            assert!(held_back == 0 || expected.len() >= most, "{held_back} are held back for nothing");
        }
        match (last, self.terrain.order) {
            (None, _) => expected.truncate(most),
            (Some(last), Order::Loose) => {
                expected.retain(|sequence| *sequence <= last);
                expected.truncate(most);
            }
            (Some(last), Order::Grouped) => {
                expected.truncate(most);
                expected.retain(|sequence| *sequence <= last);
            }
        }
        let order_is_known = match self.terrain.order {
            Order::Loose => last.is_some() || (self.terrain.groups.is_none() && all_here),
            Order::Grouped => all_here,
        };
        if order_is_known {
            assert_eq!(selected, expected, "{last:?}, {most}");
        } else if last.is_none() {
            assert_eq!(selected.len(), available.min(most));
            self.may_be_selected(&selected);
        } else {
            assert_eq!(selected.is_empty(), expected.is_empty());
            self.may_be_selected(&selected);
        }
        for sequence in &selected {
            let known = &self.reference.messages[sequence];
            let message = self.delivery.get(*sequence).expect("it was selected");
            let before = known.past.map_or(0, |past| past.receives);
            let first_here = (known.receives > 0).then_some(known.first);
            assert_eq!(message.posting, known.posting);
            assert_eq!((message.phase, message.past), (known.phase, known.past));
            assert_eq!(message.receives, known.receives + before);
            assert_eq!(message.receives_here(), known.receives);
            assert_eq!(
                message.first_received,
                known.past.and_then(|past| past.first_received).or(first_here)
            );
            assert_eq!(message.move_refused, known.refused);
            assert_eq!(self.delivery.group_of(*sequence), known.group);
            assert_eq!(self.delivery.row_of(*sequence), Some(RowAt::Here(known.row(*sequence))));
        }
        selected
    }

    /// Each waits, once; in grouped order what stands before it in its group is selected, too.
    fn may_be_selected(&self, selected: &[Sequence]) {
        let set: BTreeSet<Sequence> = selected.iter().copied().collect();
        assert_eq!(set.len(), selected.len(), "selected twice");
        let available: BTreeSet<Sequence> = self.reference.available().into_iter().collect();
        assert!(set.is_subset(&available));
        if self.terrain.order == Order::Grouped {
            for (group, line) in self.reference.groups() {
                let of_group = |sequence: &&Sequence| self.reference.messages[*sequence].group == group;
                let here: Vec<Sequence> = selected.iter().filter(of_group).copied().collect();
                assert_eq!(here, line[..here.len()]);
            }
        }
    }

    /// Whoever receives and deletes for long enough gets everything that waits.
    fn drain(&mut self) {
        for _ in 0..3 * self.reference.messages.len() + 30 {
            let Some(sequences) = self.select(None, 10) else { continue };
            if sequences.is_empty() {
                assert_eq!(self.reference.available(), []);
                return;
            }
            self.happen_together(sequences.into_iter().map(Event::Remove).collect());
        }
        panic!("there is no end to it: {:?}", self.reference.available());
    }
}

fn row(incoming: &Incoming) -> Row {
    let Incoming { sequence, posting: Posting { sent, position, offset, len }, group, moved, .. } = *incoming;
    Row { sequence, position, offset, len, sent, group: group.map(GroupKey::get), past: moved }
}

/// How many pages were read.
fn walks(terrain: Terrain, seeds: std::ops::Range<u64>) -> u64 {
    let mut pages = 0;
    for seed in seeds {
        let walked = std::panic::catch_unwind(|| Walk::new(terrain, seed).run());
        pages += walked.unwrap_or_else(|_| panic!("seed {seed}"));
    }
    pages
}

#[test]
fn nobody_notices_what_becomes_of_rows_in_loose_order() {
    let pages = walks(LOOSE, 0..30) + walks(TINY, 0..20) + walks(LONG, 0..4) + walks(SPREAD, 0..2);
    assert!(pages > 100, "{pages} pages were read");
}

#[test]
fn nobody_notices_what_becomes_of_rows_in_grouped_order() {
    let pages = walks(GROUPED, 0..30)
        + walks(Terrain { order: Order::Grouped, groups: Some(2), ..TINY }, 0..20)
        + walks(Terrain { order: Order::Grouped, groups: Some(60), ..LONG }, 0..4)
        + walks(Terrain { order: Order::Grouped, groups: Some(9), ..SPREAD }, 0..2);
    assert!(pages > 10, "{pages} pages were read");
}

#[test]
fn nobody_notices_what_becomes_of_rows_of_tenants() {
    let pages = walks(Terrain { groups: Some(4), messages: 60, ..LOOSE }, 0..30)
        + walks(Terrain { groups: Some(40), messages: 300, burst: 40, ..LOOSE }, 0..5)
        + walks(Terrain { groups: Some(4), ..LONG }, 0..4)
        + walks(Terrain { groups: Some(30), compare_once_in: 50, ..LONG }, 0..3)
        + walks(Terrain { groups: Some(4), ..SPREAD }, 0..2);
    assert!(pages > 100, "{pages} pages were read");
}
