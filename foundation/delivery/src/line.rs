//! Which message is next: in loose order a line of fresh messages and those that came back; in grouped order
//! the groups whose head waits.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{GroupKey, Message, Order, Phase, Sequence};

type Messages = BTreeMap<Sequence, Message>;

#[derive(Debug)]
pub(crate) enum Lines {
    Loose {
        /// In the order of arrival. May name messages that are gone or do not wait; they are passed over.
        fresh: VecDeque<Sequence>,
        /// Came back, or fell due.
        returned: BTreeSet<Sequence>,
    },
    Grouped {
        groups: BTreeMap<GroupKey, BTreeSet<Sequence>>,
        /// The groups whose head waits, by that head.
        ready: BTreeMap<Sequence, GroupKey>,
    },
}

fn waits(messages: &Messages, sequence: Sequence) -> bool {
    messages.get(&sequence).is_some_and(|message| message.phase == Phase::Waiting)
}

impl Lines {
    pub(crate) fn new(order: Order) -> Self {
        match order {
            Order::Loose => Lines::Loose { fresh: VecDeque::new(), returned: BTreeSet::new() },
            Order::Grouped => Lines::Grouped { groups: BTreeMap::new(), ready: BTreeMap::new() },
        }
    }

    pub(crate) fn order(&self) -> Order {
        match self {
            Lines::Loose { .. } => Order::Loose,
            Lines::Grouped { .. } => Order::Grouped,
        }
    }

    /// A new message stands at the end. In loose order a delayed one joins when it falls due.
    pub(crate) fn join(&mut self, group: Option<GroupKey>, sequence: Sequence, delayed: bool) {
        match self {
            Lines::Loose { fresh, .. } => fresh.extend((!delayed).then_some(sequence)),
            Lines::Grouped { groups, ready } => {
                let group = group.expect("in grouped order every message has a group");
                let line = groups.entry(group).or_default();
                if let Some(head) = line.first().filter(|head| sequence < **head) {
                    ready.remove(head);
                }
                line.insert(sequence);
            }
        }
    }

    /// A message waits that did not.
    pub(crate) fn come_back(&mut self, _group: Option<GroupKey>, sequence: Sequence) {
        if let Lines::Loose { returned, .. } = self {
            returned.insert(sequence);
        }
    }

    /// A message is gone.
    pub(crate) fn leave(&mut self, group: Option<GroupKey>, sequence: Sequence) {
        match self {
            Lines::Loose { returned, .. } => {
                returned.remove(&sequence);
            }
            Lines::Grouped { groups, ready } => {
                let Some(line) = group.and_then(|group| groups.get_mut(&group)) else { return };
                line.remove(&sequence);
                ready.remove(&sequence);
                if let (true, Some(group)) = (line.is_empty(), group) {
                    groups.remove(&group);
                }
            }
        }
    }

    /// A message's phase has changed, or it is gone: keeps what is derived true.
    pub(crate) fn refresh(&mut self, messages: &Messages, group: Option<GroupKey>, sequence: Sequence) {
        match self {
            Lines::Loose { fresh, returned } => {
                if !waits(messages, sequence) {
                    returned.remove(&sequence);
                }
                while fresh.front().is_some_and(|first| !waits(messages, *first)) {
                    fresh.pop_front();
                }
            }
            Lines::Grouped { groups, ready } => {
                let Some(group) = group else { return };
                let Some(&head) = groups.get(&group).and_then(BTreeSet::first) else { return };
                if waits(messages, head) {
                    ready.insert(head, group);
                } else {
                    ready.remove(&head);
                }
            }
        }
    }

    pub(crate) fn select(&self, messages: &Messages, most: usize) -> Vec<Sequence> {
        match self {
            Lines::Loose { fresh, returned } => {
                let mut fresh =
                    fresh.iter().copied().filter(|s| waits(messages, *s) && !returned.contains(s)).peekable();
                let mut returned = returned.iter().copied().peekable();
                let mut selected = Vec::new();
                while selected.len() < most {
                    // The older first: as near to the order of sending as a loose order comes.
                    let from_returned = match (fresh.peek(), returned.peek()) {
                        (None, None) => break,
                        (Some(new), Some(old)) => old < new,
                        (None, Some(_)) => true,
                        (Some(_), None) => false,
                    };
                    selected.extend(if from_returned { returned.next() } else { fresh.next() });
                }
                selected
            }
            Lines::Grouped { groups, ready } => {
                let mut selected = Vec::new();
                for group in ready.values() {
                    let line = groups.get(group).into_iter().flatten();
                    let prefix = line.copied().take_while(|sequence| waits(messages, *sequence));
                    selected.extend(prefix.take(most - selected.len()));
                    if selected.len() == most {
                        break;
                    }
                }
                selected
            }
        }
    }
}
