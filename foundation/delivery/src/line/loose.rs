//! Loose order: a line for each tenant, the oldest head first; tenants that keep the consumers busy stand behind the others.
//!
//! A tenant is a group of messages, and all messages without a group are one that is never noisy. A tenant becomes *noisy*
//! when it has more than a tenth of what is in flight and either ten messages there or most of a long backlog. It stays so
//! until its backlog is empty or it has sent nothing for five minutes. Quiet tenants go first; among noisy ones the one with
//! the fewest in flight. (AWS: 30 in flight, and a second rule by processing time, which there is none of here; with ten, and
//! with the backlog, a lone message is received by the second receive of any size.)
//!
//! A message that comes back after three receives goes behind those that are there then, as on AWS: what nobody can process
//! does not keep the rest waiting, however soon it is given back. Otherwise the oldest goes first.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use millpond_runtime::Millis;

use super::waits;
use crate::ledger::Ledger;
use crate::{GroupKey, Phase, Sequence};

/// A noisy tenant has more than one part in this many of what is in flight.
const SHARE: u64 = 10;
/// And at least this many messages in flight,
const IN_FLIGHT_MIN: u64 = 10;
/// or half of the window where this many wait.
const BACKLOG_MIN: u64 = 100;
/// A tenant that has sent nothing for this long is not noisy any more.
const NOISY_FOR_MS: Millis = 300_000;
/// So many messages of quiet tenants are held ready while there is a noisy one.
const QUIET_HELD_MAX: u64 = 256;

/// So often received, a message that comes back goes to the end.
const WORN_RECEIVES: u32 = 3;

type TenantKey = Option<GroupKey>;

/// Where a message stands among all: behind which number, and its own. The two are the same but for worn messages.
type Place = (Sequence, Sequence);

#[derive(Debug, Default)]
pub(crate) struct Tenants {
    tenants: BTreeMap<TenantKey, Tenant>,
    /// The first waiting message of each tenant that has one.
    heads: BTreeMap<Place, TenantKey>,
    noisy: BTreeMap<TenantKey, Noise>,
    waiting: u64,
    /// How many of them are worn.
    worn: u64,
    /// After a restart these are fewer than in the ledger; but whose the others are is not known.
    in_flight: u64,
    now: Millis,
    /// From here on there may be messages of quiet tenants that are not in the window.
    pub(super) quiet_from: Option<Sequence>,
    /// Some of those found no room, and newer ones may not go before them.
    crowded: bool,
    /// How often a tenant has become noisy, or ceased to be.
    noise_changes: u64,
}

#[derive(Clone, Copy, Debug)]
struct Noise {
    last_sent: Millis,
    /// It has messages that are not in the window.
    more: bool,
}

#[derive(Debug, Default)]
struct Tenant {
    /// By number. May name messages that are gone or do not wait; they are passed over.
    fresh: VecDeque<Sequence>,
    /// Came back, or fell due.
    returned: BTreeSet<Place>,
    /// Those of them that were received too often, and behind which number they stand.
    worn: BTreeMap<Sequence, Sequence>,
    head: Option<Place>,
    waiting: u64,
    in_flight: u64,
    /// Messages of any phase.
    kept: u64,
    /// Or when the first of its messages came into the window, if it has sent nothing since.
    last_sent: Millis,
}

impl Tenant {
    /// Where one of its messages that came back stands, if this is one.
    fn place_of(&self, sequence: Sequence) -> Place {
        (self.worn.get(&sequence).copied().unwrap_or(sequence), sequence)
    }

    /// Takes the place away from one that came back. Whether it was worn.
    fn give_up_place(&mut self, sequence: Sequence) -> bool {
        let place = self.place_of(sequence);
        self.returned.remove(&place);
        self.worn.remove(&sequence).is_some()
    }

    /// Its waiting messages, the first one first.
    fn waiting<'a>(&'a self, ledger: &'a Ledger) -> impl Iterator<Item = Place> + 'a {
        let is_fresh = |s: &Sequence| waits(ledger, *s) && !self.returned.contains(&self.place_of(*s));
        let fresh = self.fresh.iter().copied().filter(is_fresh).map(|sequence| (sequence, sequence));
        let (mut fresh, mut returned) = (fresh.peekable(), self.returned.iter().copied().peekable());
        std::iter::from_fn(move || match (fresh.peek(), returned.peek()) {
            (Some(new), Some(old)) if old < new => returned.next(),
            (Some(_), _) => fresh.next(),
            (None, _) => returned.next(),
        })
    }
}

impl Tenants {
    pub(super) fn new(now: Millis) -> Tenants {
        Tenants { now, ..Tenants::default() }
    }

    /// How many messages of the window wait.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }

    /// How many of those are of quiet tenants.
    pub(super) fn quiet_waiting(&self) -> u64 {
        let noisy = self.noisy.keys().filter_map(|group| self.tenants.get(group));
        self.waiting - noisy.map(|tenant| tenant.waiting).sum::<u64>()
    }

    /// As long as this does not change, the same tenants are noisy.
    pub(super) fn noise_changes(&self) -> u64 {
        self.noise_changes
    }

    pub(super) fn any_noisy(&self) -> bool {
        !self.noisy.is_empty()
    }

    pub(super) fn is_noisy(&self, group: TenantKey) -> bool {
        self.noisy.contains_key(&group)
    }

    /// Whether a new message should be in the window before those that have been waiting for longer.
    pub(super) fn wants_quiet(&self, group: TenantKey) -> bool {
        self.any_noisy() && !self.is_noisy(group) && !self.crowded && self.quiet_waiting() < QUIET_HELD_MAX
    }

    /// A tenant has sent something.
    pub(super) fn heard_from(&mut self, group: TenantKey, now: Millis) {
        if let Some(noise) = self.noisy.get_mut(&group) {
            noise.last_sent = now;
        }
        if let Some(tenant) = self.tenants.get_mut(&group) {
            tenant.last_sent = now;
        }
    }

    /// There was no room in the window for a new message.
    pub(super) fn left_out(&mut self, group: TenantKey, sequence: Sequence) {
        match self.noisy.get_mut(&group) {
            Some(noise) => noise.more = true,
            None => {
                self.crowded = self.any_noisy();
                self.seek_from(sequence);
            }
        }
    }

    /// A message that is not in the window waits, and may be of a quiet tenant.
    pub(super) fn seek_from(&mut self, sequence: Sequence) {
        self.quiet_from = Some(self.quiet_from.map_or(sequence, |from| from.min(sequence)));
    }

    /// No message of a quiet tenant is outside the window.
    pub(super) fn sought_all(&mut self) {
        (self.quiet_from, self.crowded) = (None, false);
    }

    /// A message comes into the window that was received so often; `end` is behind all that there are.
    pub(super) fn join(&mut self, group: TenantKey, sequence: Sequence, receives: u32, end: Sequence) {
        let new = || Tenant { last_sent: self.now, ..Tenant::default() };
        let tenant = self.tenants.entry(group).or_insert_with(new);
        tenant.kept += 1;
        tenant.waiting += 1;
        self.waiting += 1;
        if receives >= WORN_RECEIVES && end > sequence {
            tenant.worn.insert(sequence, end);
            tenant.returned.insert((end, sequence));
            self.worn += 1;
        } else if tenant.fresh.back().is_none_or(|last| *last < sequence) {
            tenant.fresh.push_back(sequence);
        } else {
            tenant.returned.insert((sequence, sequence));
        }
    }

    pub(super) fn moved(&mut self, group: TenantKey, sequence: Sequence, from: Phase, to: Phase) {
        let Some(tenant) = self.tenants.get_mut(&group) else { return };
        match from {
            Phase::Waiting => {
                tenant.waiting -= 1;
                self.waiting -= 1;
            }
            Phase::InFlight { .. } => {
                tenant.in_flight -= 1;
                self.in_flight -= 1;
            }
            Phase::Delayed { .. } | Phase::Moving => {}
        }
        match to {
            Phase::Waiting => {
                tenant.waiting += 1;
                self.waiting += 1;
                if from != Phase::Waiting {
                    tenant.returned.insert(tenant.place_of(sequence));
                }
            }
            Phase::InFlight { .. } => {
                tenant.in_flight += 1;
                self.in_flight += 1;
            }
            Phase::Delayed { .. } | Phase::Moving => {}
        }
        if to != Phase::Waiting && tenant.give_up_place(sequence) {
            self.worn -= 1;
        }
    }

    /// A message was handed out: its line does not name it any more, for it may wait again without being in the window.
    pub(super) fn flew(&mut self, group: TenantKey, sequence: Sequence) {
        let Some(tenant) = self.tenants.get_mut(&group) else { return };
        if let Ok(at) = tenant.fresh.binary_search(&sequence) {
            tenant.fresh.remove(at);
        }
    }

    pub(super) fn leave(&mut self, group: TenantKey, sequence: Sequence) {
        let Some(tenant) = self.tenants.get_mut(&group) else { return };
        if tenant.give_up_place(sequence) {
            self.worn -= 1;
        }
        tenant.kept -= 1;
    }

    pub(super) fn refresh(&mut self, ledger: &Ledger, group: TenantKey) {
        let Some(tenant) = self.tenants.get_mut(&group) else { return };
        while tenant.fresh.front().is_some_and(|first| !waits(ledger, *first)) {
            tenant.fresh.pop_front();
        }
        let new = tenant.fresh.front().map(|sequence| (*sequence, *sequence));
        let head = match (new, tenant.returned.first().copied()) {
            (Some(new), Some(old)) => Some(new.min(old)),
            (new, old) => new.or(old),
        };
        if head != tenant.head {
            if let Some(old) = tenant.head {
                self.heads.remove(&old);
            }
            if let Some(new) = head {
                self.heads.insert(new, group);
            }
            tenant.head = head;
        }
        let (empty, gone) = (tenant.waiting == 0, tenant.kept == 0);
        if empty && self.noisy.get(&group).is_some_and(|noise| !noise.more) {
            self.fell_quiet(group);
        }
        // A queue has thousands of tenants in its life, and few at a time.
        if gone && group.is_some() {
            self.tenants.remove(&group);
        }
    }

    fn fell_quiet(&mut self, group: TenantKey) {
        self.noisy.remove(&group);
        self.noise_changes += 1;
        // What was passed over as noise may not be it any more.
        self.quiet_from = Some(0);
    }

    /// No message waits outside the window.
    pub(super) fn all_here(&mut self) {
        self.sought_all();
        let mut done = Vec::new();
        for (group, noise) in &mut self.noisy {
            noise.more = false;
            if self.tenants.get(group).is_none_or(|tenant| tenant.waiting == 0) {
                done.push(*group);
            }
        }
        done.into_iter().for_each(|group| self.fell_quiet(group));
    }

    pub(super) fn advance(&mut self, now: Millis) {
        self.now = now;
        while let Some(group) = self
            .noisy
            .iter()
            .find(|(_, noise)| now >= noise.last_sent + NOISY_FOR_MS)
            .map(|(group, _)| *group)
        {
            self.fell_quiet(group);
        }
    }

    /// `all_here`: no message waits outside the window.
    pub(super) fn judge(&mut self, group: TenantKey, ledger: &Ledger, all_here: bool) {
        let Some(tenant) = self.tenants.get(&group).filter(|_| group.is_some()) else { return };
        let busy = tenant.in_flight * SHARE > self.in_flight;
        let backlog = ledger.waiting() >= BACKLOG_MIN && tenant.waiting * 2 >= self.waiting;
        let silent = self.now >= tenant.last_sent + NOISY_FOR_MS;
        if busy && !silent && tenant.waiting > 0 && (tenant.in_flight >= IN_FLIGHT_MIN || backlog) {
            if self.noisy.is_empty() {
                self.quiet_from = Some(0);
            }
            let more = !all_here && tenant.waiting < ledger.waiting();
            let noise = Noise { last_sent: tenant.last_sent, more };
            if let Entry::Vacant(quiet) = self.noisy.entry(group) {
                quiet.insert(noise);
                self.noise_changes += 1;
            }
        }
    }

    pub(super) fn select(&self, ledger: &Ledger, most: usize) -> Vec<Sequence> {
        self.places(ledger, most).into_iter().map(|(_, sequence)| sequence).collect()
    }

    /// Whether a message that would be selected stands behind others that are not in the window.
    pub(super) fn overtakes(&self, ledger: &Ledger, most: usize, frontier: Sequence) -> bool {
        self.places(ledger, most).iter().any(|(behind, _)| *behind > frontier)
    }

    /// Whether one of the window was received too often.
    pub(super) fn any_worn(&self) -> bool {
        self.worn > 0
    }

    fn places(&self, ledger: &Ledger, most: usize) -> Vec<Place> {
        let mut selected = Vec::new();
        // Each tenant's line is opened when its head comes up; then its next message stands among the other heads.
        let mut heads = self.heads.iter().filter(|(_, group)| !self.is_noisy(**group)).peekable();
        let mut opened = Vec::new();
        let mut next: BinaryHeap<Reverse<(Place, usize)>> = BinaryHeap::new();
        while selected.len() < most {
            let from_opened = next
                .peek()
                .is_some_and(|Reverse((place, _))| heads.peek().is_none_or(|(head, _)| place < *head));
            let line = if from_opened {
                let Some(Reverse((place, line))) = next.pop() else { break };
                selected.push(place);
                line
            } else {
                let Some((head, group)) = heads.next() else { break };
                selected.push(*head);
                let Some(tenant) = self.tenants.get(group) else { continue };
                opened.push(tenant.waiting(ledger).skip(1));
                opened.len() - 1
            };
            next.extend(opened[line].next().map(|place| Reverse((place, line))));
        }
        if selected.len() < most {
            self.select_noisy(ledger, most, &mut selected);
        }
        selected
    }

    fn select_noisy(&self, ledger: &Ledger, most: usize, selected: &mut Vec<Place>) {
        let mut noisy: Vec<&Tenant> = self.noisy.keys().filter_map(|group| self.tenants.get(group)).collect();
        noisy.sort_by_key(|tenant| tenant.in_flight);
        for tenant in noisy {
            selected.extend(tenant.waiting(ledger).take(most - selected.len()));
        }
    }
}
