//! Grouped order: the groups whose head waits, by that head.

use std::collections::{BTreeMap, BTreeSet};

use super::{Messages, waits};
use crate::{GroupKey, Sequence};

#[derive(Debug, Default)]
pub(crate) struct Groups {
    groups: BTreeMap<GroupKey, BTreeSet<Sequence>>,
    ready: BTreeMap<Sequence, GroupKey>,
}

impl Groups {
    pub(super) fn join(&mut self, group: Option<GroupKey>, sequence: Sequence) {
        let group = group.expect("in grouped order every message has a group");
        self.groups.entry(group).or_default().insert(sequence);
    }

    pub(super) fn leave(&mut self, group: Option<GroupKey>, sequence: Sequence) {
        let Some(group) = group else { return };
        let Some(line) = self.groups.get_mut(&group) else { return };
        line.remove(&sequence);
        self.ready.remove(&sequence);
        if line.is_empty() {
            self.groups.remove(&group);
        }
    }

    pub(super) fn refresh(&mut self, messages: &Messages, group: Option<GroupKey>) {
        let Some(group) = group else { return };
        let Some(&head) = self.groups.get(&group).and_then(BTreeSet::first) else { return };
        if waits(messages, head) {
            self.ready.insert(head, group);
        } else {
            self.ready.remove(&head);
        }
    }

    pub(super) fn select(&self, messages: &Messages, most: usize) -> Vec<Sequence> {
        let mut selected = Vec::new();
        for group in self.ready.values() {
            let line = self.groups.get(group).into_iter().flatten();
            let prefix = line.copied().take_while(|sequence| waits(messages, *sequence));
            selected.extend(prefix.take(most - selected.len()));
            if selected.len() == most {
                break;
            }
        }
        selected
    }
}
