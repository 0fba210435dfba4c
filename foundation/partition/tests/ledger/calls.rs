//! What clients ask of the ledger, and what they are told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use millpond_partition::{Command, Decision, Failure, Growth, ParcelId, ResourceId, Settlement, Turn};
use millpond_runtime::Millis;

use super::events::{Fact, LedgerEvent};
use super::state::{Coin, Ledger, Place, Seen, Stored};

/// A coin lent this often and not spent is moved to the account's dead letters.
pub const LENT_MAX: u32 = 3;

/// A request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Open {
        dead_letter: Option<ResourceId>,
    },
    /// To partition 0: an account by name. Answered when the account is there; so are repeats.
    Name {
        name: u64,
    },
    Freeze {
        on: bool,
    },
    /// A second put of a coin is a repeat, answered as the first.
    Put {
        coin: u64,
        due: Millis,
    },
    /// The oldest coin, for good.
    Take {
        until: Millis,
    },
    /// The oldest coin, back in the line after `for_ms` unless it is spent before.
    Lend {
        until: Millis,
        for_ms: Millis,
    },
    Spend {
        coin: u64,
    },
    /// The oldest coin, to another account. `wait`: answered when it has got there or has come back.
    Move {
        to: ResourceId,
        wait: bool,
    },

    /// Some coins to another account, one after another, in the background.
    Drain {
        to: ResourceId,
        coins: u64,
    },
    /// The house's own: the coins whose events stand in this sealed segment are written to the log again.
    Forward {
        segment: u64,
    },
    /// Writes nothing.
    Count,
    /// Writes nothing, and needs a block of the account's rows.
    Load,
}

/// What a client is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Done,
    Named(ResourceId),
    Again,
    Coin(u64),
    Empty,
    Moving(u64),
    Settled(u64, Settlement),
    Coins(usize),
    /// The client's fault.
    Error(&'static str),
    /// Ours.
    Failed(Failure),
}

/// A request on its way.
#[derive(Clone, Debug)]
pub struct Call {
    pub op: u64,
    pub account: ResourceId,
    pub ask: Ask,
    pub reply: Option<Reply>,
    /// The last event that is not lazy in the state that the answer came from.
    pub saw: Option<Seen>,
    /// The last event that this call has written.
    pub wrote: Option<(Seen, u64)>,
    /// How often it was decided.
    pub decided: u32,
    gone: Arc<AtomicBool>,
}

impl Call {
    pub fn new(op: u64, account: ResourceId, ask: Ask) -> Self {
        Call { op, account, ask, reply: None, saw: None, wrote: None, decided: 0, gone: Arc::default() }
    }

    /// A switch that its client can turn: nobody waits any more.
    pub fn gone(&self) -> Arc<AtomicBool> {
        self.gone.clone()
    }

    pub fn failed(&self) -> bool {
        matches!(self.reply, None | Some(Reply::Failed(_)))
    }

    pub fn is_lazy(&self) -> bool {
        matches!(self.ask, Ask::Lend { .. })
    }

    fn commit(&self, turn: &mut Turn<'_, Ledger>, fact: Fact) {
        turn.commit(LedgerEvent { op: self.op, account: self.account, fact });
    }

    fn run(&mut self, turn: &mut Turn<'_, Ledger>) -> Result<(Reply, Decision), &'static str> {
        let account = self.account;
        let answered = |reply| Ok((reply, Decision::Answer));
        match self.ask {
            Ask::Open { dead_letter } if !turn.state().accounts.contains_key(&account) => {
                self.commit(turn, Fact::Opened { dead_letter });
                return answered(Reply::Done);
            }
            Ask::Open { .. } => return answered(Reply::Again),
            Ask::Name { name } => return self.name(turn, name),
            _ => {}
        }
        turn.advance(|ledger, now| {
            if let Some(account) = ledger.accounts.get_mut(&account) {
                account.advance(now);
            }
        });
        let held = turn.state().accounts.get(&account).ok_or("no such account")?;
        match self.ask {
            Ask::Freeze { on } => self.commit(turn, Fact::Frozen { on }),
            Ask::Put { .. } if held.frozen => return Err("the account is frozen"),
            Ask::Put { coin, .. } if held.put.contains(&coin) => return answered(Reply::Again),
            Ask::Put { coin, due } => {
                let sequence = held.next_sequence(turn.epoch());
                self.commit(turn, Fact::Put { sequence, coin, due });
            }
            Ask::Take { until } | Ask::Lend { until, .. } => return Ok(self.take(turn, until)),
            Ask::Spend { coin } => {
                let found = held.find(coin).filter(|(_, held)| held.place != Place::Moving);
                let Some((sequence, _)) = found else { return answered(Reply::Again) };
                self.commit(turn, Fact::Taken { sequence, coin });
            }
            Ask::Move { to, wait } => {
                let Some((sequence, coin)) = held.first_ready() else { return answered(Reply::Empty) };
                let parcel = send(turn, self.op, account, to, sequence, coin.coin);
                let decision = if wait { Decision::AfterDelivery(parcel) } else { Decision::Answer };
                return Ok((Reply::Moving(coin.coin), decision));
            }
            Ask::Drain { .. } if held.draining.is_some() => return answered(Reply::Again),
            Ask::Drain { to, coins } => {
                let next = turn.now();
                self.commit(turn, Fact::Draining { left: coins, next, to });
            }
            Ask::Forward { segment } => {
                let there = |coin: &Coin| matches!(coin.stored, Stored::Row(at, _) if at.segment == segment);
                let coins = held.coins.iter().filter(|(_, coin)| there(coin));
                for (sequence, coin) in coins.map(|(at, coin)| (*at, coin.coin)).collect::<Vec<_>>() {
                    self.commit(turn, Fact::Forwarded { sequence, coin });
                }
            }
            Ask::Count => return answered(Reply::Coins(held.coins.len())),
            Ask::Load if !turn.state().loaded.contains(&account) => {
                return Ok((Reply::Empty, Decision::Fetch(account)));
            }
            Ask::Load => {}
            Ask::Open { .. } | Ask::Name { .. } => unreachable!("answered above"),
        }
        answered(Reply::Done)
    }

    fn name(&self, turn: &mut Turn<'_, Ledger>, name: u64) -> Result<(Reply, Decision), &'static str> {
        if let Some(&(account, parcel)) = turn.state().names.get(&name) {
            let id = ParcelId { to: account.partition(turn.partitions()), number: parcel };
            return Ok((Reply::Named(account), Decision::AfterDelivery(id)));
        }
        let account = ResourceId(turn.epoch().0 << 40 | (1000 + turn.state().names.len() as u64));
        let to = account.partition(turn.partitions());
        let id = turn.post(to, Parcel::Open { op: self.op, account }.bytes());
        let named = Fact::Named { name, parcel: id.number };
        turn.commit(LedgerEvent { op: self.op, account, fact: named });
        Ok((Reply::Named(account), Decision::AfterDelivery(id)))
    }

    fn take(&self, turn: &mut Turn<'_, Ledger>, until: Millis) -> (Reply, Decision) {
        let now = turn.now();
        let mut moved_some = false;
        loop {
            let held = &turn.state().accounts[&self.account];
            let Some((sequence, Coin { coin, lent, .. })) = held.first_ready() else { break };
            match (held.dead_letter, self.ask) {
                (Some(to), _) if lent >= LENT_MAX => {
                    send(turn, self.op, self.account, to, sequence, coin);
                    moved_some = true;
                }
                (_, Ask::Lend { for_ms, .. }) => {
                    let (until, nonce) = (now + for_ms, turn.nonce());
                    self.commit(turn, Fact::Lent { sequence, coin, until, nonce });
                    let decision = if moved_some { Decision::Answer } else { Decision::AnswerLazily };
                    return (Reply::Coin(coin), decision);
                }
                _ => {
                    self.commit(turn, Fact::Taken { sequence, coin });
                    return (Reply::Coin(coin), Decision::Answer);
                }
            }
        }
        if now < until {
            return (Reply::Empty, Decision::Wait { on: self.account, until });
        }
        (Reply::Empty, Decision::Answer)
    }
}

/// Sends a coin on its way.
pub fn send(
    turn: &mut Turn<'_, Ledger>,
    op: u64,
    from: ResourceId,
    to: ResourceId,
    sequence: u64,
    coin: u64,
) -> ParcelId {
    turn.commit(LedgerEvent { op, account: from, fact: Fact::MovingOut { sequence, coin } });
    let parcel = Parcel::Move { op, from, sequence, to, coin };
    turn.post(to.partition(turn.partitions()), parcel.bytes())
}

impl Command<Ledger> for Call {
    fn decide(&mut self, turn: &mut Turn<'_, Ledger>) -> Decision {
        assert!(!self.gone.load(Ordering::Relaxed), "nobody waits for this answer");
        self.decided += 1;
        let before = turn.state().last;
        let (reply, decision) =
            self.run(turn).unwrap_or_else(|error| (Reply::Error(error), Decision::Answer));
        self.reply = Some(reply);
        self.saw = turn.state().last_now;
        self.wrote =
            turn.state().last.filter(|last| Some(*last) != before).map(|last| (last, turn.epoch().0));
        decision
    }

    fn fail(&mut self, failure: Failure) {
        self.reply = Some(Reply::Failed(failure));
    }

    fn delivered(&mut self, outcome: Settlement) {
        if let Some(Reply::Moving(coin)) = self.reply {
            self.reply = Some(Reply::Settled(coin, outcome));
        }
    }

    fn growth(&self) -> Growth {
        match self.ask {
            Ask::Count | Ask::Load => Growth::Reads,
            Ask::Take { .. } | Ask::Lend { .. } | Ask::Spend { .. } => Growth::Shrinks,
            _ => Growth::Grows,
        }
    }

    fn abandoned(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}

/// What travels between partitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parcel {
    Open { op: u64, account: ResourceId },
    Move { op: u64, from: ResourceId, sequence: u64, to: ResourceId, coin: u64 },
}

impl Parcel {
    /// Behind these stands the event that goes along.
    pub const BYTES: usize = 6 * 8;

    pub fn bytes(self) -> Bytes {
        let numbers = match self {
            Parcel::Open { op, account } => [OPEN, op, account.0, 0, 0, 0],
            Parcel::Move { op, from, sequence, to, coin } => [MOVE, op, from.0, sequence, to.0, coin],
        };
        numbers.into_iter().flat_map(u64::to_le_bytes).collect()
    }

    pub fn read(payload: &[u8]) -> Parcel {
        let (numbers, _) = payload[..Parcel::BYTES].as_chunks();
        match *numbers.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect::<Vec<u64>>() {
            [OPEN, op, account, ..] => Parcel::Open { op, account: ResourceId(account) },
            [MOVE, op, from, sequence, to, coin] => {
                Parcel::Move { op, from: ResourceId(from), sequence, to: ResourceId(to), coin }
            }
            _ => panic!("a parcel of an unknown sort: {numbers:?}"),
        }
    }
}

const OPEN: u64 = 1;
const MOVE: u64 = 2;
