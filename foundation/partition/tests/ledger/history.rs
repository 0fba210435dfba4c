//! Whether what clients were told, and what partitions told each other, stands in the log and makes sense.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use millpond_log::Partition;
use millpond_partition::{Mail, ParcelId, Settlement};
use millpond_runtime::Millis;

use super::calls::{Ask, Call, Reply};
use super::events::{Fact, LedgerEvent};
use super::truth::{House, PartitionTruth, Truth};
use super::world::{Engine, World};

/// What a run has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub asked: u64,
    pub acknowledged: u64,
    pub failed: u64,
    pub coins: u64,
    pub moved: u64,
    pub mail: u64,
    pub claims: u64,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        self.asked += other.asked;
        self.acknowledged += other.acknowledged;
        self.failed += other.failed;
        self.coins += other.coins;
        self.moved += other.moved;
        self.mail += other.mail;
        self.claims += other.claims;
    }
}

/// Checks all that has left the partitions against the log. May be called at any time.
pub fn check_answers<E: Engine>(world: &World<E>, truth: &Truth) -> Figures {
    let by_op = events_by_op(truth);
    let mut figures = Figures { asked: world.last_op, mail: world.mailed.len() as u64, ..Figures::default() };
    for (op, call) in &world.answers {
        let empty = Vec::new();
        let events = by_op.get(op).unwrap_or(&empty);
        if call.failed() {
            figures.failed += 1;
        } else {
            figures.acknowledged += 1;
            check_answer(call, events, truth);
        }
    }
    for (op, events) in &by_op {
        check_once(*op, world.asked.get(op).map(|(_, ask)| *ask), events);
    }
    let correspondence = Correspondence::of(truth);
    world.mailed.iter().for_each(|mail| correspondence.check(mail));
    figures.claims = truth.partitions.iter().map(|partition| partition.epoch).sum();
    figures
}

fn events_by_op(truth: &Truth) -> BTreeMap<u64, Vec<LedgerEvent>> {
    let mut by_op: BTreeMap<u64, Vec<LedgerEvent>> = BTreeMap::new();
    for counted in truth.partitions.iter().flat_map(|partition| partition.counts.values()) {
        for event in &counted.events {
            by_op.entry(event.op).or_default().push(*event);
        }
    }
    by_op
}

/// An answer has left: what it came from must count for every reader, for ever.
fn check_answer(call: &Call, events: &[LedgerEvent], truth: &Truth) {
    let partitions = truth.partitions.len() as u32;
    let at = if let Ask::Name { .. } = call.ask { Partition(0) } else { call.account.partition(partitions) };
    let partition = truth.of(at);
    if let Some(saw) = call.saw {
        assert!(stands(partition, saw), "{call:?} was computed from an event that does not count");
    }
    if let Some((wrote, epoch)) = call.wrote {
        // What is answered lazily may be forgotten, but only by a partition that was claimed again.
        let forgotten = call.is_lazy() && call.saw != Some(wrote) && partition.epoch > epoch;
        assert!(forgotten || stands(partition, wrote), "{call:?} was acknowledged and lost");
    }
    let has = |fact: &dyn Fn(&Fact) -> bool| events.iter().any(|event| fact(&event.fact));
    match (call.ask, call.reply.expect("it was answered")) {
        (_, Reply::Error(_)) => assert!(events.is_empty(), "{call:?} was refused and has left {events:?}"),
        (Ask::Put { coin, .. }, Reply::Again) => {
            assert!(partition.state.accounts[&call.account].put.contains(&coin), "{call:?}: no first put")
        }
        (Ask::Take { .. }, Reply::Coin(coin)) => {
            assert!(
                has(&|fact| matches!(fact, Fact::Taken { coin: c, .. } if *c == coin)),
                "{call:?}: not taken"
            );
        }
        (Ask::Move { .. }, Reply::Settled(coin, outcome)) => assert!(
            has(&|fact| match fact {
                Fact::Accepted { coin: c, .. } => outcome == Settlement::Accepted && *c == coin,
                Fact::Returned { coin: c, .. } => outcome == Settlement::Refused && *c == coin,
                _ => false,
            }),
            "{call:?}: it did not end so, but in {events:?}"
        ),
        (Ask::Name { name }, Reply::Named(account)) => {
            assert_eq!(
                partition.state.names[&name].0, account,
                "{call:?}: the name stands for another account"
            );
            let opened = &truth.of(account.partition(partitions)).state.accounts;
            assert!(opened.contains_key(&account), "{call:?}: answered before the account was there");
        }
        _ => {}
    }
}

fn stands(partition: &PartitionTruth, seen: super::state::Seen) -> bool {
    partition.counts.get(&seen.position).is_some_and(|counted| counted.events.iter().any(|e| e.op == seen.op))
}

/// Whatever an operation was told, it has happened at most once.
fn check_once(op: u64, ask: Option<Ask>, events: &[LedgerEvent]) {
    let count = |of: &dyn Fn(&Fact) -> bool| events.iter().filter(|event| of(&event.fact)).count();
    let effects = count(&|fact| {
        matches!(fact, Fact::Put { .. } | Fact::Taken { .. } | Fact::Lent { .. } | Fact::Named { .. })
    });
    assert!(effects <= 1, "operation {op} ({ask:?}) has had its effect {effects} times: {events:?}");
    let (out, accepted) =
        (count(&|f| matches!(f, Fact::MovingOut { .. })), count(&|f| matches!(f, Fact::Accepted { .. })));
    assert!(accepted <= out, "operation {op} ({ask:?}) was accepted more often than sent: {events:?}");
}

/// What partitions have durably said to each other.
struct Correspondence<'a> {
    said: HashSet<(Partition, &'a House)>,
}

impl<'a> Correspondence<'a> {
    fn of(truth: &'a Truth) -> Self {
        let partitions = (0..).map(Partition).zip(&truth.partitions);
        let said = partitions.flat_map(|(at, partition)| {
            partition.counts.values().flat_map(|counted| &counted.house).map(move |house| (at, house))
        });
        Correspondence { said: said.collect() }
    }

    fn has(&self, partition: Partition, house: &House) -> bool {
        self.said.contains(&(partition, house))
    }

    /// Mail has left: it must tell what counts for every reader.
    fn check(&self, mail: &Mail) {
        match mail {
            Mail::Parcel { from, id, settled_below, payload, .. } => {
                let posted = House::Posted { id: *id, payload: payload.to_vec() };
                assert!(self.has(*from, &posted), "{mail:?} left, and was not posted durably");
                for number in 1..*settled_below {
                    let settled = House::Settled { id: ParcelId { to: id.to, number } };
                    assert!(self.has(*from, &settled), "{mail:?}: {number} is not settled durably");
                }
            }
            Mail::Receipt { outcome: Settlement::Later, .. } => {}
            Mail::Receipt { from, id, outcome } => {
                let refused = *outcome == Settlement::Refused;
                let received = House::Received { from: *from, number: id.number, refused };
                assert!(self.has(id.to, &received), "{mail:?} left, and was not decided so durably");
            }
        }
    }
}

/// Checks the whole, after the faults have ended and everything has come to rest: nothing lost, nothing doubled,
/// nothing on its way.
pub fn check_rest<E: Engine>(world: &World<E>, truth: &Truth) -> Figures {
    let mut figures = check_answers(world, truth);
    let mut tally = Tally::default();
    for partition in &truth.partitions {
        for counted in partition.counts.values() {
            counted.events.iter().for_each(|event| tally.take(event));
        }
        check_loans(partition);
    }
    for (coin, count) in &tally.coins {
        let present = count_present(truth, *coin);
        assert_eq!(count.put, 1, "coin {coin} was put {count:?}");
        assert!(count.taken <= 1, "coin {coin} was taken twice: {count:?}");
        assert_eq!(present + count.taken, 1, "coin {coin} is there {present} times: {count:?}");
        assert_eq!(count.accepted, count.handed_over, "coin {coin}: {count:?}");
        assert_eq!(count.moving_out, count.handed_over + count.returned, "coin {coin}: {count:?}");
        figures.moved += count.accepted as u64;
    }
    figures.coins = tally.coins.len() as u64;
    check_parcels(truth);
    for partition in &truth.partitions {
        assert!(partition.state.anomalies.is_empty(), "{:?}", partition.state.anomalies);
    }
    figures
}

#[derive(Default)]
struct Tally {
    coins: BTreeMap<u64, Count>,
}

#[derive(Debug, Default)]
struct Count {
    put: usize,
    taken: usize,
    moving_out: usize,
    accepted: usize,
    handed_over: usize,
    returned: usize,
}

impl Tally {
    fn take(&mut self, event: &LedgerEvent) {
        match event.fact {
            Fact::Put { coin, .. } => self.coins.entry(coin).or_default().put += 1,
            Fact::Taken { coin, .. } => self.coins.entry(coin).or_default().taken += 1,
            Fact::MovingOut { coin, .. } => self.coins.entry(coin).or_default().moving_out += 1,
            Fact::Accepted { coin, .. } => self.coins.entry(coin).or_default().accepted += 1,
            Fact::HandedOver { coin, .. } => self.coins.entry(coin).or_default().handed_over += 1,
            Fact::Returned { coin, .. } => self.coins.entry(coin).or_default().returned += 1,
            _ => {}
        }
    }
}

fn count_present(truth: &Truth, coin: u64) -> usize {
    let accounts = truth.partitions.iter().flat_map(|partition| partition.state.accounts.values());
    accounts.flat_map(|account| account.coins.values()).filter(|held| held.coin == coin).count()
}

/// Nobody gets a coin that is lent to somebody else.
fn check_loans(partition: &PartitionTruth) {
    let mut lent: BTreeMap<(u64, u64), Millis> = BTreeMap::new();
    for counted in partition.counts.values() {
        for event in &counted.events {
            if let Fact::Lent { sequence, until, .. } = event.fact {
                let before = lent.insert((event.account.0, sequence), until);
                assert!(before.is_none_or(|before| before <= counted.time), "{event:?} was lent already");
            }
        }
    }
}

/// Every parcel was decided once, in order, and has left the outbox.
fn check_parcels(truth: &Truth) {
    let mut posted: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let mut received: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let mut open: BTreeSet<(u32, u32, u64)> = BTreeSet::new();
    for (at, partition) in (0..).zip(&truth.partitions) {
        for house in partition.counts.values().flat_map(|counted| &counted.house) {
            match house {
                House::Posted { id, .. } => {
                    let last = posted.insert((at, id.to.0), id.number).unwrap_or(0);
                    assert_eq!(id.number, last + 1, "parcels of a pair are numbered without gaps");
                    open.insert((at, id.to.0, id.number));
                }
                House::Received { from, number, .. } => {
                    let last = received.insert((from.0, at), *number).unwrap_or(0);
                    assert_eq!(*number, last + 1, "parcels of a pair are decided once, in order");
                }
                House::Settled { id } => {
                    assert!(open.remove(&(at, id.to.0, id.number)), "{id:?} was settled twice");
                }
            }
        }
    }
    assert_eq!(posted, received, "what was posted was decided");
    assert!(open.is_empty(), "parcels that never got an answer: {open:?}");
}
