//! Everything that a log has ever confirmed, kept by a test: the log itself lets go of what checkpoints cover.

use millpond_log::event::Body;
use millpond_log::{Entry, Log, LogError, Partition, Position};

/// By partition, from its first position on.
#[derive(Default)]
pub struct Archive {
    entries: Vec<Vec<Entry>>,
}

impl Archive {
    /// Takes what is new. What the log has kept of the rest must be what it was.
    pub fn take(&mut self, log: &dyn Log) -> Result<(), LogError> {
        self.entries.resize(log.partitions() as usize, Vec::new());
        for (at, entries) in self.entries.iter_mut().enumerate() {
            let partition = Partition(at as u32);
            let (first, end) = log.bounds(partition)?;
            let known = entries.len() as u64;
            assert!(first.0 <= known, "{partition:?}: something was let go that nobody has ever seen");
            assert!(end.0 >= known, "{partition:?}: {known} entries were confirmed, and {} are there", end.0);
            log.replay(&[(partition, first)], &mut |_, Position(position), entry| {
                let entry = unsealed(entry);
                match entries.get(position as usize) {
                    Some(before) => assert_eq!(*before, entry, "{partition:?} at {position}"),
                    None => {
                        assert_eq!(position, entries.len() as u64, "positions have no gaps");
                        entries.push(entry);
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    pub fn entries(&self) -> &[Vec<Entry>] {
        &self.entries
    }
}

/// As it was submitted: the events' checksums depend on where a segment has them.
fn unsealed(entry: Entry) -> Entry {
    let Entry::Record(mut record) = entry else { return entry };
    let mut bytes = record.body.to_vec();
    let body = Body::parse(&record.body).expect("a record that was confirmed can be read");
    for event in body {
        let at = event.expect("an event that was confirmed can be read").offset as usize;
        bytes[at + 8..at + 12].fill(0);
    }
    record.body = bytes.into();
    Entry::Record(record)
}
