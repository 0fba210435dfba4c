//! Grouped order: the groups whose head waits, by that head.

use std::collections::{BTreeMap, BTreeSet};

use super::waits;
use crate::ledger::Ledger;
use crate::{GroupKey, Sequence};

#[derive(Debug, Default)]
pub(crate) struct Groups {
    groups: BTreeMap<Option<GroupKey>, BTreeSet<Sequence>>,
    ready: BTreeMap<Sequence, Option<GroupKey>>,
}

impl Groups {
    pub(super) fn join(&mut self, group: Option<GroupKey>, sequence: Sequence) {
        let line = self.groups.entry(group).or_default();
        if let Some(head) = line.first().filter(|head| sequence < **head) {
            self.ready.remove(head);
        }
        line.insert(sequence);
    }

    pub(super) fn leave(&mut self, group: Option<GroupKey>, sequence: Sequence) {
        let Some(line) = self.groups.get_mut(&group) else { return };
        line.remove(&sequence);
        self.ready.remove(&sequence);
        if line.is_empty() {
            self.groups.remove(&group);
        }
    }

    pub(super) fn refresh(&mut self, ledger: &Ledger, group: Option<GroupKey>) {
        let Some(&head) = self.groups.get(&group).and_then(BTreeSet::first) else { return };
        if waits(ledger, head) {
            self.ready.insert(head, group);
        } else {
            self.ready.remove(&head);
        }
    }

    pub(super) fn select(&self, ledger: &Ledger, most: usize) -> Vec<Sequence> {
        let mut selected = Vec::new();
        for group in self.ready.values() {
            let line = self.groups.get(group).into_iter().flatten();
            let prefix = line.copied().take_while(|sequence| waits(ledger, *sequence));
            selected.extend(prefix.take(most - selected.len()));
            if selected.len() == most {
                break;
            }
        }
        selected
    }
}
