//! What a walk's checkpoints have, and how it begins again from one.

use std::collections::BTreeMap;

use bytes::Bytes;
use millpond_log::{Columns, PageKey, StatePage};

use super::*;

/// What a checkpoint has, and what has happened since.
pub(super) struct Checkpoint {
    state: Vec<u8>,
    /// Not written before it is wanted, as that of a large ledger.
    copy: Ledger,
    /// What the state names.
    pub(super) pages: BTreeMap<PageKey, Bytes>,
    told: usize,
    pub(super) since: Vec<(Event, Millis)>,
}

impl Checkpoint {
    /// The one after `before`, of the draft of this number.
    pub(super) fn of(
        delivery: &Delivery,
        told: usize,
        draft: u64,
        before: &BTreeMap<PageKey, Bytes>,
    ) -> Checkpoint {
        let (state, pages) = drafted(delivery, draft);
        let page = |StatePage { key, bytes }: StatePage| {
            let bytes = bytes.unwrap_or_else(|| before[&key].clone());
            assert_eq!(PageKey::of(RESOURCE, key.number, &bytes), key);
            (key, bytes)
        };
        let pages = pages.into_iter().map(page).collect();
        Checkpoint { state, copy: delivery.ledger.copy(), pages, told, since: Vec::new() }
    }
}

impl Walk {
    /// Reads what a command or a replay reads before this.
    pub(super) fn fetch_pages(&mut self, event: &Event) {
        let sequences = match event {
            Event::HandOut { sequences, .. } => &sequences[..],
            Event::Reschedule { sequence, .. } | Event::StartMove(sequence) => std::slice::from_ref(sequence),
            _ => &[],
        };
        for sequence in sequences {
            if let Some(key) = self.delivery.page_of(*sequence) {
                let page = Block::Page(self.checkpoint.pages[&key].clone());
                self.delivery.put_block(BlockRef::page(key), Some(page));
                self.brought += 1;
            }
            assert_eq!(self.delivery.page_of(*sequence), None);
        }
    }

    pub(super) fn load(&mut self, block: BlockRef) -> Option<Block> {
        let Some(key) = block.page_key() else { return Some(self.disk.load(block)) };
        self.brought += 1;
        // One that was asked for before a restart may be in no checkpoint any more.
        self.checkpoint.pages.get(&key).cloned().map(Block::Page)
    }

    /// The process ends well, and starts again.
    pub(super) fn restart(&mut self) {
        self.take_checkpoint();
        self.restore();
    }

    pub(super) fn take_checkpoint(&mut self) {
        self.drafts += 1;
        let before = &self.checkpoint.pages;
        self.checkpoint = Checkpoint::of(&self.delivery, self.disk.told, self.drafts, before);
        if !self.random.once_in(3) {
            self.delivery.let_pages_go(self.drafts);
        }
    }

    /// The process dies, and starts again from its last checkpoint.
    pub(super) fn recover(&mut self) {
        self.restore();
        let now = std::mem::take(&mut self.now);
        let since = std::mem::take(&mut self.checkpoint.since);
        for (event, then) in &since {
            self.delivery.advance(*then);
            self.fetch_pages(event);
            event.apply(&mut self.delivery, *then);
        }
        self.checkpoint.since = since;
        self.now = now;
        self.advance();
    }

    fn restore(&mut self) {
        let mut state = ColumnReader::parse(&self.checkpoint.state).unwrap();
        let mut copied = Columns::default();
        copied.settings.extend_from_slice(state.settings());
        self.checkpoint.copy.write(&mut copied);
        let mut bytes = Vec::new();
        copied.write(&mut bytes);
        assert!(bytes == self.checkpoint.state, "a copy is of the time when it was made");
        self.delivery = read(self.terrain.order, &bytes).unwrap();
        assert!(written(&self.delivery) == bytes, "a checkpoint is read as it was written");
        self.disk.told = self.checkpoint.told;
        self.stale.append(&mut self.asked);
    }
}
