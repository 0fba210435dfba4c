//! Rows in memory: those of messages in the log's open segment and in those that have no sidecar yet. They stand in pieces, which
//! a copy shares, each until a row is put to it.

use std::sync::Arc;

use millpond_log::{Past, Position, Row};
use millpond_runtime::Millis;

use crate::{GroupKey, Sequence};

/// Where a message's event stands, in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HotRow {
    pub(crate) position: Position,
    pub(crate) offset: u32,
    pub(crate) len: u32,
    pub(crate) sent: Millis,
    pub(crate) group: Option<GroupKey>,
}

impl HotRow {
    /// The row as a sidecar would have it.
    pub(crate) fn row(&self, sequence: Sequence, past: Option<Past>) -> Row {
        let HotRow { position, offset, len, sent, group } = *self;
        Row { sequence, position, offset, len, sent, group: group.map(GroupKey::get), past }
    }
}

/// Rows of a piece: 40 KiB, which are copied when a row is put to a piece that is shared.
const PIECE: usize = 1024;
/// Room that is kept for rows when there are none.
const ROWS_KEPT: usize = 16;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct HotRows {
    /// All but the last are full.
    pieces: Vec<Arc<Vec<HotRow>>>,
    /// So many rows of the first piece are gone.
    gone: usize,
}

impl HotRows {
    /// The row of this number, which must be there.
    pub(crate) fn get(&self, at: u32) -> &HotRow {
        let at = at as usize + self.gone;
        &self.pieces[at / PIECE][at % PIECE]
    }

    pub(crate) fn push(&mut self, row: HotRow) {
        if self.pieces.last().is_none_or(|last| last.len() == PIECE) {
            if self.pieces.len() == self.pieces.capacity() {
                // Most resources have one.
                self.pieces.reserve_exact(1 + self.pieces.len());
            }
            self.pieces.push(Arc::default());
        }
        if let Some(last) = self.pieces.last_mut() {
            Arc::make_mut(last).push(row);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &HotRow> {
        self.pieces.iter().flat_map(|piece| piece.iter()).skip(self.gone)
    }

    /// A copy of some of them.
    pub(crate) fn slice(&self, from: u32, to: u32) -> HotRows {
        let mut part = HotRows::default();
        (from..to).for_each(|at| part.push(*self.get(at)));
        part
    }

    /// Forgets the first ones.
    pub(crate) fn drop_front(&mut self, count: u32) {
        self.gone += count as usize;
        self.pieces.drain(..self.gone / PIECE);
        self.gone %= PIECE;
    }

    /// Forgets them all.
    pub(crate) fn clear(&mut self) {
        self.gone = 0;
        self.pieces.truncate(1);
        if let Some(piece) = self.pieces.first_mut().and_then(Arc::get_mut) {
            piece.clear();
            piece.shrink_to(ROWS_KEPT);
        } else {
            self.pieces.clear();
        }
        self.pieces.shrink_to_fit();
    }
}

impl PartialEq for HotRows {
    fn eq(&self, other: &HotRows) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for HotRows {}

impl FromIterator<HotRow> for HotRows {
    fn from_iter<T: IntoIterator<Item = HotRow>>(rows: T) -> HotRows {
        let mut all = HotRows::default();
        rows.into_iter().for_each(|row| all.push(row));
        all
    }
}

#[cfg(test)]
mod tests {
    use millpond_runtime::SeededRandom;

    use super::*;

    fn row(number: u64) -> HotRow {
        HotRow { position: Position(number), offset: 1, len: 2, sent: 3, group: None }
    }

    #[test]
    fn they_are_a_list_and_a_copy_stays_as_it_was() {
        for seed in 0..20 {
            let random = SeededRandom::new(seed);
            let (mut rows, mut list) = (HotRows::default(), Vec::new());
            for number in 0..300 {
                let (copy, then) = (rows.clone(), list.clone());
                match random.below(20) {
                    0 => {
                        rows.clear();
                        list.clear();
                    }
                    1..4 => {
                        let count = random.below(list.len() as u64 + 1) as u32;
                        rows.drop_front(count);
                        list.drain(..count as usize);
                    }
                    _ => {
                        for more in 0..random.below(500) {
                            rows.push(row(number * 1000 + more));
                            list.push(row(number * 1000 + more));
                        }
                    }
                }
                assert!(rows.iter().eq(&list) && copy.iter().eq(&then));
                assert!((0..).zip(&list).all(|(at, row)| rows.get(at) == row));
                let to = random.below(list.len() as u64 + 1) as u32;
                let from = random.below(u64::from(to) + 1) as u32;
                assert!(rows.slice(from, to).iter().eq(&list[from as usize..to as usize]));
            }
        }
    }
}
