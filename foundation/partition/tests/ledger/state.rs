//! The ledger: accounts, their coins, and what time does to them.

use std::collections::{BTreeMap, BTreeSet};

use millpond_log::event::{Event, Malformed};
use millpond_log::{
    ColumnReader, Draft, Epoch, EventRef, Partition, Position, Sealed, Store, StoredAt, Stretch, stored_row,
};

use millpond_partition::{
    At, Attachment, Block, BlockRef, EventOf, Machine, ParcelId, ResourceId, Settlement, Turn,
};
use millpond_runtime::Millis;

use super::calls::{Parcel, send};
use super::events::{Fact, LedgerEvent};
use super::snapshot;

/// How long the background rests between two coins.
pub const DRAIN_MS: Millis = 40;

/// An event that an answer has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub position: Position,
    pub op: u64,
}

/// The state of one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    pub partition: Partition,
    pub accounts: BTreeMap<ResourceId, Account>,
    pub names: BTreeMap<u64, (ResourceId, u64)>,
    /// The last event of any kind.
    pub last: Option<Seen>,
    /// The last event that was not lazy: what an answer must wait for.
    pub last_now: Option<Seen>,
    pub changed: BTreeSet<ResourceId>,
    /// What can't be: a settlement of a coin that was not moving.
    pub anomalies: Vec<String>,
    pub durable: Position,
    /// Accounts of which a block of rows has come.
    pub loaded: BTreeSet<ResourceId>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub frozen: bool,
    pub dead_letter: Option<ResourceId>,
    /// By sequence, so that a coin that comes back finds its old place in the line.
    pub coins: BTreeMap<u64, Coin>,
    ready: BTreeSet<u64>,
    due: BTreeSet<(Millis, u64)>,
    pub(super) next_sequence: u64,
    /// Coins that were ever put here by a client: a second put is a repeat.
    pub put: BTreeSet<u64>,
    pub draining: Option<Draining>,
}

/// A move of several coins in the background, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draining {
    pub op: u64,
    pub left: u64,
    pub next: Millis,
    pub to: ResourceId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coin {
    pub coin: u64,
    /// How many times it was lent.
    pub lent: u32,
    pub place: Place,
    /// The event that stored it, which goes along when it moves.
    pub stored: Stored,
    /// That event's length.
    pub bytes: u32,
}

/// Where the event of a coin is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    Here(EventRef),
    /// In a row of a sidecar.
    Row(Stretch, u32),
}

impl Coin {
    /// A coin whose event stands here.
    pub fn at(coin: u64, place: Place, stored: EventRef) -> Coin {
        Coin { coin, lent: 0, place, stored: Stored::Here(stored), bytes: stored.len }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Ready,
    Delayed(Millis),
    Lent { until: Millis, nonce: u64 },
    Moving,
}

impl Account {
    pub fn new(dead_letter: Option<ResourceId>) -> Self {
        Account { dead_letter, ..Account::default() }
    }

    /// Never one that was given under another claim, or a row of a sidecar might be that of another coin.
    pub fn next_sequence(&self, epoch: Epoch) -> u64 {
        self.next_sequence.max(epoch.0 << 40)
    }

    /// A coin was written to the log again, and stands there now.
    pub fn store_again(&mut self, sequence: u64, stored: EventRef) {
        if let Some(coin) = self.coins.get_mut(&sequence) {
            (coin.stored, coin.bytes) = (Stored::Here(stored), stored.len);
        }
    }

    /// The rows of some coins are in a sidecar now.
    pub fn seal(&mut self, stretch: &Stretch, listed: Option<&[u64]>, end: Position) {
        let consecutive = stretch.first..stretch.first + u64::from(stretch.count);
        let sequences = listed.map_or_else(|| consecutive.collect(), <[u64]>::to_vec);
        for (row, sequence) in sequences.into_iter().enumerate() {
            if let Some(coin) = self.coins.get_mut(&sequence)
                && matches!(coin.stored, Stored::Here(at) if at.position < end)
            {
                coin.stored = Stored::Row(*stretch, row as u32);
            }
        }
    }

    /// The oldest coin to be had.
    pub fn first_ready(&self) -> Option<(u64, Coin)> {
        let sequence = *self.ready.first()?;
        Some((sequence, self.coins[&sequence]))
    }

    pub fn find(&self, coin: u64) -> Option<(u64, Coin)> {
        self.coins.iter().find(|(_, held)| held.coin == coin).map(|(sequence, coin)| (*sequence, *coin))
    }

    pub fn enter(&mut self, sequence: u64, coin: Coin) {
        if sequence < self.next_sequence {
            return; // Applied before.
        }
        self.next_sequence = sequence + 1;
        self.coins.insert(sequence, coin);
        self.file(sequence, coin.place);
    }

    pub fn leave(&mut self, sequence: u64) {
        if let Some(coin) = self.coins.remove(&sequence) {
            self.unfile(sequence, coin.place);
        }
    }

    pub fn lend(&mut self, sequence: u64, until: Millis, nonce: u64) {
        if let Some(coin) = self.coins.get_mut(&sequence) {
            coin.lent += 1;
            self.set_place(sequence, Place::Lent { until, nonce });
        }
    }

    /// A move that failed. The coin is not lent any more, nor would it be moved again at once.
    pub fn come_back(&mut self, sequence: u64) {
        if let Some(coin) = self.coins.get_mut(&sequence) {
            coin.lent = 0;
            self.set_place(sequence, Place::Ready);
        }
    }

    pub fn set_place(&mut self, sequence: u64, place: Place) {
        if let Some(coin) = self.coins.get_mut(&sequence) {
            let before = std::mem::replace(&mut coin.place, place);
            self.unfile(sequence, before);
            self.file(sequence, place);
        }
    }

    pub(super) fn file(&mut self, sequence: u64, place: Place) {
        match place {
            Place::Ready => self.ready.insert(sequence),
            Place::Delayed(due) | Place::Lent { until: due, .. } => self.due.insert((due, sequence)),
            Place::Moving => true,
        };
    }

    fn unfile(&mut self, sequence: u64, place: Place) {
        match place {
            Place::Ready => self.ready.remove(&sequence),
            Place::Delayed(due) | Place::Lent { until: due, .. } => self.due.remove(&(due, sequence)),
            Place::Moving => true,
        };
    }

    pub fn advance(&mut self, now: Millis) {
        while let Some(&(due, sequence)) = self.due.first() {
            if due > now {
                break;
            }
            self.set_place(sequence, Place::Ready);
        }
    }

    pub fn next_due(&self) -> Option<Millis> {
        self.due.first().map(|(due, _)| *due)
    }
}

impl Ledger {
    pub fn new(partition: Partition) -> Self {
        Ledger {
            partition,
            accounts: BTreeMap::new(),
            names: BTreeMap::new(),
            last: None,
            last_now: None,
            changed: BTreeSet::new(),
            anomalies: Vec::new(),
            durable: Position(0),
            loaded: BTreeSet::new(),
        }
    }

    pub fn all_coins(&self) -> impl Iterator<Item = &Coin> {
        self.accounts.values().flat_map(|account| account.coins.values())
    }

    /// With what sidecars know of its coins.
    pub fn with_rows_from(mut self, store: &dyn Store) -> Ledger {
        for coin in self.accounts.values_mut().flat_map(|account| account.coins.values_mut()) {
            if let Stored::Row(stretch, row) = coin.stored {
                let row =
                    stored_row(store, &StoredAt::Row(stretch, row), true).expect("what is live has its row");
                coin.stored = Stored::Here(row.expect("it may wait for the device").event(self.partition));
            }
        }
        self
    }

    /// What counts of it at `now`: everything but what only its runtime knows.
    pub fn settled_at(&self, now: Millis) -> Ledger {
        let mut settled = self.clone();
        for account in settled.accounts.values_mut() {
            account.advance(now);
        }
        settled.changed.clear();
        settled.durable = Position(0);
        settled
    }
}

impl Machine for Ledger {
    fn replay(&mut self, event: Event<'_>, at: At) -> Result<(), Malformed> {
        LedgerEvent::read(event)?.apply(self, at);
        Ok(())
    }

    fn advance(&mut self, resource: ResourceId, now: Millis) {
        if let Some(account) = self.accounts.get_mut(&resource) {
            account.advance(now);
        }
    }

    fn next_due(&self, resource: ResourceId) -> Option<Millis> {
        self.accounts.get(&resource)?.next_due()
    }

    fn take_changed(&mut self) -> Option<ResourceId> {
        self.changed.pop_first()
    }

    fn receive(turn: &mut Turn<'_, Self>, _from: Partition, payload: &[u8]) -> Settlement {
        let parcel = Parcel::read(payload);
        let ledger = turn.state();
        match parcel {
            Parcel::Open { op, account } => {
                if !ledger.accounts.contains_key(&account) {
                    turn.commit(LedgerEvent { op, account, fact: Fact::Opened { dead_letter: None } });
                }
                Settlement::Accepted
            }
            Parcel::Move { coin, .. } if attached_coin(payload) != Some(coin) => {
                let anomaly = format!("coin {coin} came without the event that stored it: {payload:?}");
                turn.advance(|ledger, _| ledger.anomalies.push(anomaly));
                Settlement::Refused
            }
            Parcel::Move { op, to, coin, .. } => match ledger.accounts.get(&to) {
                None => Settlement::Refused,
                Some(account) if account.frozen => Settlement::Refused,
                Some(account) => {
                    let sequence = account.next_sequence(turn.epoch());
                    turn.commit(LedgerEvent { op, account: to, fact: Fact::Accepted { sequence, coin } });
                    Settlement::Accepted
                }
            },
        }
    }

    fn attachment(&self, payload: &[u8]) -> Option<Attachment> {
        let Parcel::Move { from, sequence, .. } = Parcel::read(payload) else { return None };
        Some(match self.accounts.get(&from)?.coins.get(&sequence)?.stored {
            Stored::Here(event) => Attachment::Event(event),
            Stored::Row(stretch, row) => Attachment::Stored(self.partition, stretch, row),
        })
    }

    fn next_work(&self) -> Option<Millis> {
        self.accounts.values().filter_map(|account| account.draining).map(|draining| draining.next).min()
    }

    fn work(turn: &mut Turn<'_, Self>) {
        let now = turn.now();
        let due = |account: &Account| account.draining.filter(|draining| draining.next <= now);
        let accounts = turn.state().accounts.iter();
        let due: Vec<(ResourceId, Draining)> =
            accounts.filter_map(|(id, account)| Some((*id, due(account)?))).collect();
        for (account, Draining { op, left, to, .. }) in due {
            turn.advance(|ledger, now| ledger.advance(account, now));
            let found = turn.state().accounts[&account].first_ready();
            if let Some((sequence, coin)) = found {
                send(turn, op, account, to, sequence, coin.coin);
            }
            let left = if found.is_some() { left - 1 } else { 0 };
            let fact = Fact::Draining { left, next: now + DRAIN_MS, to };
            turn.commit(LedgerEvent { op, account, fact });
        }
    }

    fn settled(turn: &mut Turn<'_, Self>, parcel: ParcelId, payload: &[u8], outcome: Settlement) {
        let Parcel::Move { op, from, sequence, coin, .. } = Parcel::read(payload) else { return };
        let held = turn.state().accounts.get(&from).and_then(|account| account.coins.get(&sequence));
        if !held.is_some_and(|held| held.place == Place::Moving && held.coin == coin) {
            let anomaly = format!("parcel {parcel:?} was settled, but coin {coin} was not moving");
            turn.advance(|ledger, _| ledger.anomalies.push(anomaly));
        }
        let fact = match outcome {
            Settlement::Accepted => Fact::HandedOver { sequence, coin },
            Settlement::Refused => Fact::Returned { sequence, coin },
            Settlement::Later => unreachable!("the partition keeps that to itself"),
        };
        turn.commit(LedgerEvent { op, account: from, fact });
    }

    fn put_block(&mut self, block: BlockRef, loaded: Option<Block>) -> bool {
        if loaded.is_some() {
            self.loaded.insert(ResourceId(block.stretch.resource));
        }
        loaded.is_some()
    }

    fn seal(&mut self, sealed: &Sealed) {
        for (stretch, listed) in &sealed.stretches {
            if let Some(account) = self.accounts.get_mut(&ResourceId(stretch.resource)) {
                account.seal(stretch, listed.as_deref(), sealed.end);
            }
        }
    }

    fn hot_from(&self) -> Option<Position> {
        let here = |coin: &Coin| if let Stored::Here(at) = coin.stored { Some(at.position) } else { None };
        self.all_coins().filter_map(here).min()
    }

    fn live_bytes(&self, into: &mut BTreeMap<u64, u64>) {
        for coin in self.all_coins() {
            if let Stored::Row(stretch, _) = coin.stored {
                *into.entry(stretch.segment).or_default() += u64::from(coin.bytes);
            }
        }
    }

    fn write(&self, into: &mut Draft) {
        snapshot::write(self, &mut into.now().main);
    }

    fn restore(&mut self, from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
        snapshot::restore(self, from.main())
    }

    fn on_durable(&mut self, durable: Position) {
        assert!(durable >= self.durable, "what is durable stays so");
        self.durable = durable;
    }
}

/// The coin of the event behind a parcel's numbers.
fn attached_coin(payload: &[u8]) -> Option<u64> {
    stored_coin(Event::parse(payload.get(Parcel::BYTES..)?, 0).ok()?)
}

/// The coin that an event stores.
pub fn stored_coin(event: Event<'_>) -> Option<u64> {
    match LedgerEvent::read(event).ok()?.fact {
        Fact::Put { coin, .. } | Fact::Accepted { coin, .. } | Fact::Forwarded { coin, .. } => Some(coin),
        _ => None,
    }
}
