//! A state on its way into a checkpoint: who owns it writes what is little, and leaves the rest to copies that cost little,
//! which are written elsewhere while the state goes on changing.

use std::fmt;

type Later = Box<dyn FnOnce(&mut Vec<u8>) + Send>;

/// See the module.
#[derive(Default)]
pub struct Draft {
    /// Bytes, and what comes behind them.
    parts: Vec<(Vec<u8>, Later)>,
    now: Vec<u8>,
}

impl Draft {
    /// Where the next bytes go, as far as they are known now.
    pub fn now(&mut self) -> &mut Vec<u8> {
        &mut self.now
    }

    /// The next bytes are written later.
    pub fn later(&mut self, write: impl FnOnce(&mut Vec<u8>) + Send + 'static) {
        self.parts.push((std::mem::take(&mut self.now), Box::new(write)));
    }

    /// Writes what was left, and gives the bytes.
    pub fn finish(self) -> Vec<u8> {
        let mut parts = self.parts.into_iter();
        let Some((mut bytes, write)) = parts.next() else { return self.now };
        write(&mut bytes);
        for (now, write) in parts {
            bytes.extend_from_slice(&now);
            write(&mut bytes);
        }
        bytes.extend_from_slice(&self.now);
        bytes
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
    fn the_bytes_stand_in_the_order_of_the_calls() {
        let mut draft = Draft::default();
        assert!(Draft::default().finish().is_empty());
        draft.now().push(1);
        draft.later(|bytes| bytes.push(2));
        draft.later(|bytes| bytes.push(3));
        draft.now().extend([4, 5]);
        draft.later(|bytes| bytes.push(6));
        draft.now().push(7);
        assert_eq!(draft.finish(), [1, 2, 3, 4, 5, 6, 7]);
    }
}
