//! The ledger in a checkpoint: numbers, one after the other, lists behind their lengths.

use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{EventRef, Position};
use millpond_partition::ResourceId;

use super::state::{Account, Coin, Draining, Ledger, Place, Seen};

pub fn write(ledger: &Ledger, into: &mut Vec<u8>) {
    assert!(ledger.anomalies.is_empty(), "{:?}", ledger.anomalies);
    let mut put = |number: u64| put_varint(into, number);
    put(ledger.accounts.len() as u64);
    for (id, account) in &ledger.accounts {
        put(id.0);
        put(u64::from(account.frozen));
        put(account.dead_letter.map_or(0, |id| id.0 + 1));
        put(account.next_sequence());
        put(account.coins.len() as u64);
        for (sequence, Coin { coin, lent, place, stored }) in &account.coins {
            let (place, until, nonce) = match *place {
                Place::Ready => (0, 0, 0),
                Place::Delayed(until) => (1, until, 0),
                Place::Lent { until, nonce } => (2, until, nonce),
                Place::Moving => (3, 0, 0),
            };
            let EventRef { position, offset, len, .. } = *stored;
            let numbers = [
                *sequence,
                *coin,
                u64::from(*lent),
                place,
                until,
                nonce,
                position.0,
                u64::from(offset),
                u64::from(len),
            ];
            numbers.into_iter().for_each(&mut put);
        }
        put(account.put.len() as u64);
        account.put.iter().for_each(|coin| put(*coin));
        put(u64::from(account.draining.is_some()));
        if let Some(Draining { op, left, next, to }) = account.draining {
            [op, left, next, to.0].into_iter().for_each(&mut put);
        }
    }
    put(ledger.names.len() as u64);
    for (name, (account, parcel)) in &ledger.names {
        [*name, account.0, *parcel].into_iter().for_each(&mut put);
    }
    for seen in [ledger.last, ledger.last_now] {
        put(seen.map_or(0, |seen| seen.position.0 + 1));
        put(seen.map_or(0, |seen| seen.op));
    }
}

pub fn restore(ledger: &mut Ledger, from: &[u8]) -> Result<(), Malformed> {
    let mut from = from;
    let partition = ledger.partition;
    let mut take = || take_varint(&mut from);
    for _ in 0..take()? {
        let (id, frozen) = (ResourceId(take()?), take()? == 1);
        let mut account = Account::new(take()?.checked_sub(1).map(ResourceId));
        account.frozen = frozen;
        let next_sequence = take()?;
        for _ in 0..take()? {
            let (sequence, coin, lent) = (take()?, take()?, take()? as u32);
            let (place, until, nonce) = (take()?, take()?, take()?);
            let place = match place {
                0 => Place::Ready,
                1 => Place::Delayed(until),
                2 => Place::Lent { until, nonce },
                _ => Place::Moving,
            };
            let (position, offset, len) = (Position(take()?), take()? as u32, take()? as u32);
            let stored = EventRef { partition, position, offset, len };
            account.enter(sequence, Coin { coin, lent, place, stored });
        }
        account.go_on_from(next_sequence);
        for _ in 0..take()? {
            account.put.insert(take()?);
        }
        if take()? == 1 {
            let (op, left, next) = (take()?, take()?, take()?);
            account.draining = Some(Draining { op, left, next, to: ResourceId(take()?) });
        }
        ledger.accounts.insert(id, account);
    }
    for _ in 0..take()? {
        let (name, account, parcel) = (take()?, ResourceId(take()?), take()?);
        ledger.names.insert(name, (account, parcel));
    }
    for seen in [&mut ledger.last, &mut ledger.last_now] {
        let (position, op) = (take()?, take()?);
        *seen = position.checked_sub(1).map(|position| Seen { position: Position(position), op });
    }
    Ok(())
}
