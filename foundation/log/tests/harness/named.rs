//! Pages that states name, and which of them their owners do not have in memory.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use millpond_log::segment::SegmentLog;
use millpond_log::{PageKey, Sealed, Snapshot, StatePage};
use millpond_runtime::SeededRandom;

use super::page_of;

/// So many numbers in a row share a page.
const NUMBERS: u64 = 16;

/// The pages that a state names in which these messages live: where they stand, by resource and sequence.
pub fn pages_of(live: &BTreeMap<(u64, u64), u64>) -> BTreeMap<PageKey, Bytes> {
    let mut pages: BTreeMap<(u64, u64), Vec<u8>> = BTreeMap::new();
    for ((resource, sequence), position) in live {
        let page = pages.entry((*resource, sequence / NUMBERS)).or_default();
        page.extend_from_slice(&sequence.to_le_bytes());
        page.extend_from_slice(&position.to_le_bytes());
    }
    let keyed = |((resource, number), bytes): ((u64, u64), Vec<u8>)| {
        (PageKey::of(resource, number, &bytes), Bytes::from(bytes))
    };
    pages.into_iter().map(keyed).collect()
}

/// What the owner of a partition knows of its pages.
#[derive(Clone, Default)]
pub struct Named {
    draft: u64,
    /// Those of the last draft.
    given: BTreeSet<PageKey>,
    /// Those that the two checkpoints have, as far as it was told.
    away: [BTreeSet<PageKey>; 2],
}

impl Named {
    /// A draft: its number, and its pages in no order.
    pub fn draft(
        &mut self,
        random: &SeededRandom,
        live: &BTreeMap<(u64, u64), u64>,
    ) -> (u64, Vec<StatePage>) {
        let pages = pages_of(live);
        (self.draft, self.given) = (self.draft + 1, pages.keys().copied().collect());
        let mut drafted = Vec::new();
        for (key, bytes) in pages {
            let is_away = self.away.iter().any(|keys| keys.contains(&key)) && !random.once_in(5);
            let page = StatePage { key, bytes: Some(bytes).filter(|_| !is_away) };
            drafted.insert(random.below(drafted.len() as u64 + 1) as usize, page);
        }
        (self.draft, drafted)
    }

    /// A notice that says what a checkpoint has.
    pub fn told(&mut self, notice: &Sealed) {
        assert!(notice.stretches.is_empty() && notice.drafted == self.draft && !self.given.is_empty());
        let [newest, _] = std::mem::take(&mut self.away);
        self.away = [self.given.clone(), newest];
    }

    /// What a start has read of a checkpoint is what these messages make; and is not in memory.
    pub fn started(
        &mut self,
        log: &SegmentLog,
        snapshot: Option<&Snapshot>,
        live: &BTreeMap<(u64, u64), u64>,
    ) {
        *self = Named::default();
        if let Some(snapshot) = snapshot {
            let names: Vec<_> = snapshot.pages.iter().map(|page| page.key).collect();
            assert!(names.is_empty() || names.iter().eq(pages_of(live).keys()));
            check(log, snapshot, live);
            self.away = [names.into_iter().collect(), BTreeSet::new()];
        }
    }
}

/// What the log has of the pages that a snapshot names is what these messages make.
pub fn check(log: &SegmentLog, snapshot: &Snapshot, live: &BTreeMap<(u64, u64), u64>) {
    let pages = pages_of(live);
    for StatePage { key, bytes } in &snapshot.pages {
        assert!(bytes.is_none() && page_of(log, snapshot.partition, key).unwrap() == pages[key]);
    }
}
