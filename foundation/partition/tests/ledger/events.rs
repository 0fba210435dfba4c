//! What the ledger writes to its log. Each event names the operation that it came from, so that a reader can tell
//! whether what was answered is what stands in the log.

use millpond_log::event::{Event, Fields, Kind, Malformed};
use millpond_log::{Indexer, Posted};
use millpond_partition::{At, EventOf, ResourceId};
use millpond_runtime::Millis;

use super::state::{Account, Coin, Draining, Ledger, Place, Seen};

pub const SERVICE: u8 = 1;

/// One fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    Opened {
        dead_letter: Option<ResourceId>,
    },
    Frozen {
        on: bool,
    },
    Put {
        sequence: u64,
        coin: u64,
        due: Millis,
    },
    Taken {
        sequence: u64,
        coin: u64,
    },
    /// Lazy: nobody waits for it.
    Lent {
        sequence: u64,
        coin: u64,
        until: Millis,
        nonce: u64,
    },
    MovingOut {
        sequence: u64,
        coin: u64,
    },
    Accepted {
        sequence: u64,
        coin: u64,
    },
    HandedOver {
        sequence: u64,
        coin: u64,
    },
    Returned {
        sequence: u64,
        coin: u64,
    },
    /// In partition 0: a name and the account that it stands for.
    Named {
        name: u64,
        parcel: u64,
    },
    /// So many coins are still to be moved in the background, the next one then; none: that has ended.
    Draining {
        left: u64,
        next: Millis,
        to: ResourceId,
    },
    /// A coin is written to the log again, because its segment is to go.
    Forwarded {
        sequence: u64,
        coin: u64,
    },
}

/// A fact, about an account, from an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerEvent {
    pub op: u64,
    pub account: ResourceId,
    pub fact: Fact,
}

impl Fact {
    fn tag(&self) -> u8 {
        match self {
            Fact::Opened { .. } => 1,
            Fact::Frozen { .. } => 2,
            Fact::Put { .. } => 3,
            Fact::Taken { .. } => 4,
            Fact::Lent { .. } => 5,
            Fact::MovingOut { .. } => 6,
            Fact::Accepted { .. } => 7,
            Fact::HandedOver { .. } => 8,
            Fact::Returned { .. } => 9,
            Fact::Named { .. } => 10,
            Fact::Draining { .. } => 11,
            Fact::Forwarded { .. } => 12,
        }
    }

    fn numbers(&self) -> [u64; 4] {
        match *self {
            Fact::Opened { dead_letter } => [dead_letter.map_or(0, |id| id.0 + 1), 0, 0, 0],
            Fact::Frozen { on } => [u64::from(on), 0, 0, 0],
            Fact::Put { sequence, coin, due } => [sequence, coin, due, 0],
            Fact::Lent { sequence, coin, until, nonce } => [sequence, coin, until, nonce],
            Fact::Taken { sequence, coin }
            | Fact::MovingOut { sequence, coin }
            | Fact::Accepted { sequence, coin }
            | Fact::HandedOver { sequence, coin }
            | Fact::Forwarded { sequence, coin }
            | Fact::Returned { sequence, coin } => [sequence, coin, 0, 0],
            Fact::Named { name, parcel } => [name, parcel, 0, 0],
            Fact::Draining { left, next, to } => [left, next, to.0, 0],
        }
    }
}

impl LedgerEvent {
    pub fn read(event: Event<'_>) -> Result<LedgerEvent, Malformed> {
        if event.kind.service != SERVICE || event.kind.version != 1 {
            return Err(Malformed("not an event of the ledger"));
        }
        let mut numbers = [0; 6];
        for field in event.fields() {
            let (number, value) = field?;
            *numbers.get_mut(usize::from(number)).ok_or(Malformed("an unknown field"))? = value.number()?;
        }
        let [op, account, a, b, c, d] = numbers;
        let (sequence, coin) = (a, b);
        let fact = match event.kind.tag {
            1 => Fact::Opened { dead_letter: a.checked_sub(1).map(ResourceId) },
            2 => Fact::Frozen { on: a != 0 },
            3 => Fact::Put { sequence, coin, due: c },
            4 => Fact::Taken { sequence, coin },
            5 => Fact::Lent { sequence, coin, until: c, nonce: d },
            6 => Fact::MovingOut { sequence, coin },
            7 => Fact::Accepted { sequence, coin },
            8 => Fact::HandedOver { sequence, coin },
            9 => Fact::Returned { sequence, coin },
            10 => Fact::Named { name: a, parcel: b },
            11 => Fact::Draining { left: a, next: b, to: ResourceId(c) },
            12 => Fact::Forwarded { sequence, coin },
            _ => return Err(Malformed("an unknown event")),
        };
        Ok(LedgerEvent { op, account: ResourceId(account), fact })
    }
}

/// Tells what is worth a row in the index of a sealed segment: what stores a coin.
pub struct LedgerIndex;

impl Indexer for LedgerIndex {
    fn index(&self, event: &Event<'_>, time: Millis) -> Result<Option<Posted>, Malformed> {
        if event.kind.service != SERVICE {
            return Ok(None);
        }
        let LedgerEvent { account, fact, .. } = LedgerEvent::read(*event)?;
        let (sequence, forwarded) = match fact {
            Fact::Put { sequence, .. } | Fact::Accepted { sequence, .. } => (sequence, false),
            Fact::Forwarded { sequence, .. } => (sequence, true),
            _ => return Ok(None),
        };
        let (resource, sent) = (account.0, time);
        let (group, past, deduplication) = (None, None, None);
        Ok(Some(Posted { resource, sequence, sent, group, past, forwarded, deduplication }))
    }
}

impl EventOf<Ledger> for LedgerEvent {
    fn kind(&self) -> Kind {
        Kind { service: SERVICE, tag: self.fact.tag(), version: 1 }
    }

    fn write(&self, fields: &mut Fields<'_>) {
        fields.number(0, self.op);
        fields.number(1, self.account.0);
        for (number, value) in (2..).zip(self.fact.numbers()) {
            fields.number(number, value);
        }
    }

    fn apply(self, ledger: &mut Ledger, at: At) {
        if !matches!(self.fact, Fact::Lent { .. }) {
            ledger.last_now = Some(Seen { position: at.place.position, op: self.op });
        }
        ledger.last = Some(Seen { position: at.place.position, op: self.op });
        ledger.changed.insert(self.account);
        match self.fact {
            Fact::Opened { dead_letter } => {
                ledger.accounts.entry(self.account).or_insert_with(|| Account::new(dead_letter));
                return;
            }
            Fact::Named { name, parcel } => {
                ledger.names.insert(name, (self.account, parcel));
                return;
            }
            _ => {}
        }
        let Some(account) = ledger.accounts.get_mut(&self.account) else { return };
        account.advance(at.time);
        match self.fact {
            Fact::Frozen { on } => account.frozen = on,
            Fact::Put { sequence, coin, due } => {
                account.put.insert(coin);
                let place = if due > at.time { Place::Delayed(due) } else { Place::Ready };
                account.enter(sequence, Coin::at(coin, place, at.place));
            }
            Fact::Accepted { sequence, coin } => {
                account.enter(sequence, Coin::at(coin, Place::Ready, at.place));
            }
            Fact::Forwarded { sequence, .. } => account.store_again(sequence, at.place),
            Fact::Draining { left: 0, .. } => account.draining = None,
            Fact::Draining { left, next, to } => {
                account.draining = Some(Draining { op: self.op, left, next, to });
            }
            Fact::Taken { sequence, .. } | Fact::HandedOver { sequence, .. } => account.leave(sequence),
            Fact::Lent { sequence, until, nonce, .. } => account.lend(sequence, until, nonce),
            Fact::MovingOut { sequence, .. } => account.set_place(sequence, Place::Moving),
            Fact::Returned { sequence, .. } => account.come_back(sequence),
            Fact::Opened { .. } | Fact::Named { .. } => {}
        }
    }
}
