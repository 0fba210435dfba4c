//! Which message is next: lines of the messages whose rows are in memory. They are a window on the ledger, made from it
//! and from rows that are loaded on demand, and are neither logged nor kept by a checkpoint.
//!
//! In loose order the window has the first waiting messages, and those of quiet tenants wherever they stand; of a message
//! in flight it knows the tenant alone. In grouped
//! order it has every message up to a frontier, so that what stands first in its group there stands first of all.

mod behind;
mod fill;
mod grouped;
mod loose;
mod quiet;

use std::collections::BTreeSet;

use millpond_log::{BLOCK_ROWS, Past, Row};
use millpond_partition::{Block, BlockKey, BlockRef};
use millpond_runtime::Millis;

use crate::ledger::{Found, HotRow, Ledger, Sparse};
use crate::{GroupKey, Order, Phase, Sequence};
use behind::Behind;
pub use fill::Filled;
use fill::HIGH;
use grouped::Groups;
use loose::Tenants;
use quiet::Sought;

/// A new message joins at once while fewer wait in the window.
const JOIN_BELOW: u64 = 32;
/// Blocks that wait to be used.
const BLOCKS_MAX: usize = 8;

/// A message of the window.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    pub(crate) row: HotRow,
    pub(crate) past: Option<Box<Past>>,
}

/// The lines of one resource, in its order.
#[derive(Debug)]
enum Lines {
    Loose(Tenants),
    Grouped(Groups),
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Window {
    lines: Lines,
    loaded: Sparse<Loaded>,
    /// In loose order: the tenants of messages in flight that were in the window.
    flying: Sparse<Option<GroupKey>>,
    /// From here on there may be messages that are not in the window; before it there are none that belong there.
    frontier: Option<Sequence>,
    /// Waiting messages that belong before the frontier by their number, and do not by what became of them.
    behind: Behind,
    blocks: Vec<(BlockRef, Vec<Row>)>,
    /// Blocks that were asked for and have not come.
    asked: BTreeSet<BlockKey>,
    wanted: Vec<BlockRef>,
    /// The groups of the stretch in which quiet tenants are being sought.
    sought: Option<Sought>,
    /// Somebody has asked for messages lately.
    active: bool,
}

fn waits(ledger: &Ledger, sequence: Sequence) -> bool {
    ledger.phase(sequence) == Some(Phase::Waiting)
}

/// A row that is looked for.
enum Look {
    Here(Row),
    /// In a block that is not here.
    In(BlockRef),
    /// The block is here and is not what it should be.
    Broken,
}

impl Window {
    /// `live`: whether the ledger has messages that the window must find.
    pub(crate) fn new(order: Order, live: bool, now: Millis) -> Self {
        let lines = match order {
            Order::Loose => Lines::Loose(Tenants::new(now)),
            Order::Grouped => Lines::Grouped(Groups::default()),
        };
        Window {
            lines,
            loaded: Sparse::default(),
            flying: Sparse::default(),
            frontier: live.then_some(0),
            behind: Behind::default(),
            blocks: Vec::new(),
            asked: BTreeSet::new(),
            wanted: Vec::new(),
            sought: None,
            active: false,
        }
    }

    /// Whether a message of this tenant goes behind those of others.
    #[cfg(test)]
    pub(crate) fn is_noisy(&self, group: Option<GroupKey>) -> bool {
        matches!(&self.lines, Lines::Loose(tenants) if tenants.is_noisy(group))
    }

    /// Whether a message has to let all go first that waited when it came back.
    #[cfg(test)]
    pub(crate) fn holds_back(&self, sequence: Sequence) -> bool {
        self.behind.contains(sequence)
    }

    pub(crate) fn get(&self, sequence: Sequence) -> Option<&Loaded> {
        self.loaded.get(sequence)
    }

    /// A new message.
    pub(crate) fn accept(
        &mut self,
        ledger: &Ledger,
        sequence: Sequence,
        row: HotRow,
        past: Option<Past>,
        now: Millis,
    ) {
        let follows = self.active && self.frontier.is_none();
        let (room, belongs) = match &self.lines {
            Lines::Loose(tenants) => {
                let quiet = self.frontier.is_some() && tenants.wants_quiet(row.group);
                let room = quiet || (follows && tenants.waiting() < JOIN_BELOW);
                (room, waits(ledger, sequence))
            }
            Lines::Grouped(_) => (follows && self.loaded.len() < JOIN_BELOW, true),
        };
        if let Lines::Loose(tenants) = &mut self.lines {
            tenants.heard_from(row.group, now);
        }
        if !belongs {
            return;
        }
        if room {
            self.load(ledger, sequence, Loaded { row, past: past.map(Box::new) });
        } else {
            self.set_back(sequence);
            if let Lines::Loose(tenants) = &mut self.lines {
                tenants.left_out(row.group, sequence);
            }
        }
    }

    /// There is a message at `sequence` that is not in the window and belongs there.
    fn set_back(&mut self, sequence: Sequence) {
        self.frontier = Some(self.frontier.map_or(sequence, |frontier| frontier.min(sequence)));
    }

    fn load(&mut self, ledger: &Ledger, sequence: Sequence, message: Loaded) {
        let group = message.row.group;
        self.loaded.insert(sequence, message);
        match &mut self.lines {
            Lines::Loose(tenants) => {
                tenants.join(group, sequence);
                tenants.refresh(ledger, group);
            }
            Lines::Grouped(groups) => {
                groups.join(group, sequence);
                groups.refresh(ledger, group);
            }
        }
    }

    /// A message's phase has changed, or it is gone (`to` is none).
    pub(crate) fn changed(&mut self, ledger: &Ledger, sequence: Sequence, from: Phase, to: Option<Phase>) {
        let Some(message) = self.loaded.get(sequence) else {
            return self.changed_outside(ledger, sequence, from, to);
        };
        let group = message.row.group;
        if to.is_none() {
            self.loaded.remove(sequence);
        }
        match &mut self.lines {
            Lines::Loose(tenants) => {
                tenants.moved(group, sequence, from, to.unwrap_or(Phase::Moving));
                if let Some(Phase::InFlight { .. }) = to {
                    self.loaded.remove(sequence);
                    self.flying.insert(sequence, group);
                    tenants.flew(group, sequence);
                } else if to.is_none() {
                    tenants.leave(group, sequence);
                }
                tenants.refresh(ledger, group);
            }
            Lines::Grouped(groups) => {
                if to.is_none() {
                    groups.leave(group, sequence);
                }
                groups.refresh(ledger, group);
            }
        }
    }

    /// The same for one whose row is not in the window.
    fn changed_outside(&mut self, ledger: &Ledger, sequence: Sequence, from: Phase, to: Option<Phase>) {
        if from == Phase::Waiting {
            self.behind.remove(sequence);
        }
        let mut known = None;
        if let Lines::Loose(tenants) = &mut self.lines
            && !matches!(to, Some(Phase::InFlight { .. }))
            && let Some(group) = self.flying.remove(sequence)
        {
            known = Some(group);
            tenants.moved(group, sequence, from, Phase::Moving);
            tenants.leave(group, sequence);
            tenants.refresh(ledger, group);
        }
        if to == Some(Phase::Waiting) && !self.hold_back(ledger, sequence, from) {
            self.came_in(ledger, sequence, known);
        }
    }

    /// The messages of the window from `first` to `last`, with their phases.
    pub(crate) fn within(&self, ledger: &Ledger, first: Sequence, last: Sequence) -> Vec<(Sequence, Phase)> {
        let here = self.loaded.range(first, last).map(|(sequence, _)| sequence);
        let here = here.chain(self.flying.range(first, last).map(|(sequence, _)| sequence));
        here.filter_map(|sequence| Some((sequence, ledger.phase(sequence)?))).collect()
    }

    /// Whether any message from `first` to `last` is in the window.
    pub(crate) fn has_any(&self, first: Sequence, last: Sequence) -> bool {
        self.loaded.range(first, last).next().is_some()
    }

    /// A message that is not in the window waits now; its tenant may be known.
    fn came_in(&mut self, ledger: &Ledger, sequence: Sequence, tenant: Option<Option<GroupKey>>) {
        let Lines::Loose(tenants) = &self.lines else { return };
        match ledger.find(sequence) {
            Some(Found::Hot(row, past))
                if self.may_join(sequence, tenants.waiting()) && ledger.page_of(sequence).is_none() =>
            {
                self.load(ledger, sequence, Loaded { row, past: past.map(Box::new) });
            }
            _ => {
                self.set_back(sequence);
                if let Lines::Loose(tenants) = &mut self.lines {
                    match tenant {
                        Some(group) if tenants.is_noisy(group) => tenants.left_out(group, sequence),
                        _ => tenants.seek_from(sequence),
                    }
                }
            }
        }
    }

    /// Whether the window may be given up, to be made again of the ledger when it is wanted: nobody has looked through it
    /// since the last call, it knows nothing that the ledger does not, and no block is on its way.
    pub(crate) fn rests(&mut self, ledger: &Ledger) -> bool {
        let idle = !std::mem::take(&mut self.active) && ledger.in_flight() == 0;
        let noise = matches!(&self.lines, Lines::Loose(tenants) if tenants.any_noisy());
        idle && !noise && self.behind.is_empty(ledger) && self.asked.is_empty() && self.wanted.is_empty()
    }

    /// Whether a message that waits again may join at once: it overtakes none that are not in the window.
    fn may_join(&self, sequence: Sequence, waiting: u64) -> bool {
        match self.frontier {
            Some(frontier) => sequence < frontier && waiting < HIGH,
            None => self.active && waiting < JOIN_BELOW,
        }
    }

    /// A message stands somewhere else now.
    pub(crate) fn forwarded(&mut self, sequence: Sequence, row: HotRow) {
        if let Some(message) = self.loaded.get_mut(sequence) {
            message.row = row;
        }
    }

    /// Messages were handed out: their tenants are judged.
    pub(crate) fn judge(&mut self, ledger: &Ledger, sequences: &[Sequence]) {
        if let Lines::Loose(tenants) = &mut self.lines {
            for sequence in sequences {
                if let Some(group) = self.flying.get(*sequence) {
                    tenants.judge(*group, ledger, self.frontier.is_none());
                }
            }
        }
    }

    pub(crate) fn advance(&mut self, now: Millis) {
        if let Lines::Loose(tenants) = &mut self.lines {
            tenants.advance(now);
            if !tenants.any_noisy() {
                self.sought = None;
            }
        }
    }

    /// Up to `most` messages that may be handed out.
    pub(crate) fn select(&self, ledger: &Ledger, most: usize) -> Vec<Sequence> {
        match &self.lines {
            Lines::Loose(tenants) => tenants.select(ledger, most),
            Lines::Grouped(groups) => groups.select(ledger, most),
        }
    }

    /// Up to `most` waiting messages in the order of their numbers, none of them after `last`, whatever their tenants.
    pub(crate) fn select_in_order(&self, ledger: &Ledger, last: Sequence, most: usize) -> Vec<Sequence> {
        let end = self.frontier.unwrap_or(Sequence::MAX);
        let mut from = 0;
        let waiting = std::iter::from_fn(|| {
            let next = ledger.next_waiting(from)?;
            from = next + 1;
            Some(next)
        });
        waiting.take_while(|sequence| *sequence < end && *sequence <= last).take(most).collect()
    }

    fn look(&self, ledger: &Ledger, sequence: Sequence) -> Look {
        // Whoever hands it out must know what was done with it.
        if let Some(page) = ledger.page_of(sequence) {
            return Look::In(BlockRef::page(page));
        }
        match ledger.find(sequence) {
            None => Look::Broken,
            Some(Found::Hot(row, past)) => Look::Here(row.row(sequence, past)),
            Some(Found::Away(sought)) => Look::In(BlockRef::runs(sought)),
            Some(Found::Cold(stretch, row)) => {
                let wanted = BlockRef::of(stretch, row);
                let Some((_, rows)) = self.blocks.iter().find(|(block, _)| block.key() == wanted.key())
                else {
                    return Look::In(wanted);
                };
                let found = rows.get((row % BLOCK_ROWS) as usize).filter(|row| row.sequence == sequence);
                found.map_or(Look::Broken, |row| Look::Here(*row))
            }
        }
    }

    /// Asks for a block, and for some behind it.
    pub(crate) fn want(&mut self, block: BlockRef, ahead: u32) {
        if self.asked.contains(&block.key()) {
            // So it is with those behind it: whichever has come already would be asked for again, and again when it comes, and
            // who drives this might do nothing else.
            return;
        }
        let mut next = Some(block);
        for _ in 0..=ahead {
            let Some(block) = next else { return };
            if self.asked.insert(block.key()) {
                self.wanted.push(block);
            }
            next = block.next();
        }
    }

    /// Blocks to load.
    pub(crate) fn take_wanted(&mut self) -> Vec<BlockRef> {
        std::mem::take(&mut self.wanted)
    }

    /// A block has come, or can't (`loaded` is none).
    pub(crate) fn put_block(&mut self, ledger: &Ledger, block: BlockRef, loaded: Option<Block>) {
        self.asked.remove(&block.key());
        match loaded {
            Some(Block::Rows(rows)) => {
                if self.blocks.len() == BLOCKS_MAX {
                    self.blocks.remove(0);
                }
                self.blocks.push((block, rows));
                self.absorb(ledger);
            }
            Some(Block::Groups(groups)) => self.sought = Some(Sought::new(&block.stretch, groups)),
            Some(Block::Runs(_) | Block::Page(_)) | None => {}
        }
    }
}

impl Loaded {
    fn of(row: &Row) -> Loaded {
        let Row { position, offset, len, sent, group, past, .. } = *row;
        let group = group.and_then(GroupKey::new);
        Loaded { row: HotRow { position, offset, len, sent, group }, past: past.map(Box::new) }
    }
}
