//! Fills the window: from rows in memory at once, from sidecars by asking for blocks.

use millpond_partition::BlockRef;

use super::{Lines, Loaded, Look, Window};
use crate::Sequence;
use crate::ledger::Ledger;

/// Fewer waiting messages than this in the window, and more are loaded;
const LOW: u64 = 64;
/// up to this many.
pub(super) const HIGH: u64 = 256;
/// Worn messages are passed over for others, as long as the window has fewer than this.
const WORN_LOOK_AHEAD: u64 = 1024;
/// In grouped order so many are there before any is handed out: AWS gives as many as it can of one group.
const GROUPED_LOW: u64 = 256;
/// In grouped order the window goes no further than AWS looks (120,000 messages), however many groups are blocked.
const LOOK_AHEAD_MAX: u64 = 120_000;
/// Blocks asked for beyond the one that is needed, where a long way may have to be gone.
pub(super) const AHEAD: u32 = 3;

/// Whether the window has what is wanted of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// It has what there is.
    Ready,
    /// Blocks must come first.
    Fetch,
    /// A sidecar contradicts the ledger.
    Broken,
}

enum Stop {
    Done,
    Needs(BlockRef),
    Broken,
}

impl Window {
    /// Sees to it that [`Window::select`] finds `most` messages, if there are so many.
    pub(crate) fn fill(&mut self, ledger: &Ledger, most: usize) -> Filled {
        self.active = true;
        let filled = match &self.lines {
            Lines::Loose(_) => self.fill_loose(ledger, most as u64),
            Lines::Grouped(_) => self.fill_grouped(ledger, most),
        };
        self.tidy();
        filled
    }

    /// The same for [`Window::select_in_order`].
    pub(crate) fn fill_in_order(&mut self, ledger: &Ledger, last: Sequence, most: usize) -> Filled {
        self.active = true;
        let filled = loop {
            let found = self.select_in_order(ledger, last, most).len();
            if found >= most || self.frontier.is_none_or(|frontier| frontier > last) {
                break Filled::Ready;
            }
            match self.go_on(ledger, 64) {
                Stop::Done => {}
                Stop::Needs(block) => {
                    self.want(block, 0);
                    break Filled::Fetch;
                }
                Stop::Broken => break Filled::Broken,
            }
        };
        self.tidy();
        filled
    }

    fn fill_loose(&mut self, ledger: &Ledger, most: u64) -> Filled {
        let waiting = |window: &Window| match &window.lines {
            Lines::Loose(tenants) => tenants.waiting(),
            Lines::Grouped(_) => 0,
        };
        while self.frontier.is_some()
            && (waiting(self) < LOW.max(most)
                || (waiting(self) < WORN_LOOK_AHEAD && self.worn_lead(ledger, most as usize)))
        {
            match self.go_on(ledger, HIGH - LOW) {
                Stop::Done => {}
                Stop::Needs(block) => {
                    self.want(block, 0);
                    // One that came back may be older than what is here, and goes first.
                    if waiting(self) < most || self.overtakes(ledger, most as usize) {
                        return Filled::Fetch;
                    }
                    break;
                }
                Stop::Broken => return Filled::Broken,
            }
        }
        self.seek_quiet(ledger, most)
    }

    fn overtakes(&self, ledger: &Ledger, most: usize) -> bool {
        let Lines::Loose(tenants) = &self.lines else { return false };
        self.frontier.is_some_and(|frontier| tenants.overtakes(ledger, most, frontier))
    }

    /// Whether a worn message would be handed out before others that are not in the window.
    fn worn_lead(&self, ledger: &Ledger, most: usize) -> bool {
        matches!(&self.lines, Lines::Loose(tenants) if tenants.any_worn()) && self.overtakes(ledger, most)
    }

    fn fill_grouped(&mut self, ledger: &Ledger, most: usize) -> Filled {
        loop {
            let Lines::Grouped(groups) = &self.lines else { return Filled::Ready };
            let enough = groups.select(ledger, most).len() >= most;
            // What is in flight stands in the window, too.
            let spare = self.loaded.len().saturating_sub(ledger.in_flight());
            let comfortable = enough && spare >= GROUPED_LOW;
            if comfortable || self.frontier.is_none() || self.loaded.len() >= LOOK_AHEAD_MAX {
                return Filled::Ready;
            }
            match self.go_on(ledger, HIGH) {
                Stop::Done => {}
                Stop::Needs(block) => {
                    self.want(block, if self.loaded.len() > 2 * HIGH { AHEAD } else { 0 });
                    return Filled::Fetch;
                }
                Stop::Broken => return Filled::Broken,
            }
        }
    }

    /// Moves the frontier on over `most` messages, as far as rows are at hand.
    fn go_on(&mut self, ledger: &Ledger, most: u64) -> Stop {
        for _ in 0..most {
            let Some(frontier) = self.frontier else { break };
            let next = match &self.lines {
                Lines::Loose(_) => ledger.next_waiting(frontier),
                Lines::Grouped(_) => ledger.next_live(frontier),
            };
            let Some(next) = next else {
                self.frontier = None;
                if let Lines::Loose(tenants) = &mut self.lines {
                    tenants.all_here();
                }
                break;
            };
            if !self.loaded.contains(next) {
                match self.look(ledger, next) {
                    Look::Here(row) => self.load(ledger, next, Loaded::of(&row)),
                    Look::In(block) => {
                        self.frontier = Some(next);
                        return Stop::Needs(block);
                    }
                    Look::Broken => return Stop::Broken,
                }
            }
            self.frontier = Some(next + 1);
        }
        Stop::Done
    }

    /// Takes over what has come, so that the blocks need not be kept.
    pub(super) fn absorb(&mut self, ledger: &Ledger) {
        let room = match &self.lines {
            Lines::Loose(tenants) => (2 * HIGH).saturating_sub(tenants.waiting()),
            Lines::Grouped(_) => HIGH,
        };
        self.go_on(ledger, room);
        self.tidy();
    }

    /// Drops blocks that have been used.
    fn tidy(&mut self) {
        let quiet_from = match &self.lines {
            Lines::Loose(tenants) if tenants.any_noisy() => tenants.quiet_from,
            _ => None,
        };
        if quiet_from.is_none() {
            self.sought = None;
        }
        let Some(frontier) = self.frontier else { return self.blocks.clear() };
        self.blocks.retain(|(_, rows)| {
            let ahead_of = |from: Sequence| rows.last().is_some_and(|last| last.sequence >= from);
            let first = rows.first().map_or(0, |first| first.sequence);
            // A block far behind the frontier was sought for quiet tenants, and is used once.
            (ahead_of(frontier) && quiet_from.is_none())
                || quiet_from.is_some_and(|from| ahead_of(from) || (ahead_of(frontier) && first <= frontier))
        });
    }
}
