//! A state on its way into a checkpoint: who owns it writes what is little, and leaves the rest to copies that cost little,
//! which are written elsewhere while the state goes on changing.

use std::fmt;

use crate::Columns;

type Later = Box<dyn FnOnce(&mut Columns) + Send>;

/// See the module.
#[derive(Default)]
pub struct Draft {
    /// Bytes, and what comes behind them.
    parts: Vec<(Columns, Later)>,
    now: Columns,
    number: u64,
}

impl Draft {
    /// Of this number: each of a partition is told by a higher one from those before.
    pub fn new(number: u64) -> Draft {
        Draft { number, ..Draft::default() }
    }

    /// Which draft it is.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Where the next bytes go, as far as they are known now.
    pub fn now(&mut self) -> &mut Columns {
        &mut self.now
    }

    /// The next bytes are written later.
    pub fn later(&mut self, write: impl FnOnce(&mut Columns) + Send + 'static) {
        self.parts.push((std::mem::take(&mut self.now), Box::new(write)));
    }

    /// Writes what was left, and gives all of it: each column in the order of the calls.
    pub fn finish(self) -> Columns {
        let mut parts = self.parts.into_iter();
        let Some((mut columns, write)) = parts.next() else { return self.now };
        write(&mut columns);
        for (now, write) in parts {
            columns.append(&now);
            write(&mut columns);
        }
        columns.append(&self.now);
        columns
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a draft with {} parts left", self.parts.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Draft;

    #[test]
    fn the_bytes_of_a_column_stand_in_the_order_of_the_calls() {
        let mut draft = Draft::default();
        assert!(Draft::default().finish().main.is_empty());
        draft.now().main.push(1);
        draft.now().segment(3).push(11);
        draft.later(|columns| columns.main.push(2));
        draft.later(|columns| columns.segment(3).push(12));
        draft.now().main.extend([4, 5]);
        draft.later(|columns| {
            columns.settings.push(21);
            columns.main.push(6);
        });
        draft.now().main.push(7);
        draft.now().settings.push(22);
        draft.now().segment(3).push(13);
        let mut columns = draft.finish();
        assert_eq!(columns.main, [1, 2, 4, 5, 6, 7]);
        assert_eq!(columns.settings, [21, 22]);
        assert_eq!(*columns.segment(3), [11, 12, 13]);
    }
}
