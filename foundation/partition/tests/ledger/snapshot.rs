//! The ledger in a checkpoint. All numbers are varints, lists begin with their length, an option is 0 or one more.

use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{EventRef, Position, RowKind, Stretch};
use millpond_partition::ResourceId;

use super::state::{Account, Coin, Draining, Ledger, Place, Seen, Stored};

const NONSENSE: Malformed = Malformed("a ledger in a checkpoint contradicts itself");

pub fn write(ledger: &Ledger, into: &mut Vec<u8>) {
    put(into, [ledger.names.len() as u64]);
    for (name, (account, parcel)) in &ledger.names {
        put(into, [*name, account.0, *parcel]);
    }
    for seen in [ledger.last, ledger.last_now] {
        put(into, seen.map_or([0, 0], |seen| [seen.position.0 + 1, seen.op]));
    }
    put(into, [ledger.accounts.len() as u64]);
    for (id, account) in &ledger.accounts {
        put(into, [id.0]);
        write_account(account, into);
    }
}

fn write_account(account: &Account, into: &mut Vec<u8>) {
    let dead_letter = account.dead_letter.map_or(0, |id| id.0 + 1);
    put(into, [u64::from(account.frozen), dead_letter, account.next_sequence]);
    let draining = account.draining.map_or([0; 4], |it| [it.op + 1, it.left, it.next, it.to.0]);
    put(into, draining);
    put(into, [account.put.len() as u64]);
    account.put.iter().for_each(|coin| put(into, [*coin]));
    put(into, [account.coins.len() as u64]);
    for (sequence, coin) in &account.coins {
        put(into, [*sequence, coin.coin, u64::from(coin.lent), u64::from(coin.bytes)]);
        put(
            into,
            match coin.place {
                Place::Ready => [0, 0, 0],
                Place::Delayed(until) => [1, until, 0],
                Place::Lent { until, nonce } => [2, until, nonce],
                Place::Moving => [3, 0, 0],
            },
        );
        match coin.stored {
            Stored::Here(at) => put(into, [0, at.position.0, u64::from(at.offset), u64::from(at.len)]),
            Stored::Row(at, row) => {
                put(into, [1, at.segment, at.first, u64::from(at.count)]);
                put(into, [u64::from(at.kind.listed), at.at, u64::from(row)]);
            }
        }
    }
}

pub fn restore(ledger: &mut Ledger, from: &mut &[u8]) -> Result<(), Malformed> {
    for _ in 0..take_varint(from)? {
        let [name, account, parcel] = take(from)?;
        ledger.names.insert(name, (ResourceId(account), parcel));
    }
    for seen in [&mut ledger.last, &mut ledger.last_now] {
        let [position, op] = take(from)?;
        *seen = position.checked_sub(1).map(|position| Seen { position: Position(position), op });
    }
    for _ in 0..take_varint(from)? {
        let id = ResourceId(take_varint(from)?);
        let account = read_account(ledger, id, from)?;
        ledger.accounts.insert(id, account);
    }
    Ok(())
}

fn read_account(ledger: &Ledger, id: ResourceId, from: &mut &[u8]) -> Result<Account, Malformed> {
    let [frozen, dead_letter, next_sequence] = take(from)?;
    let mut account = Account::new(dead_letter.checked_sub(1).map(ResourceId));
    (account.frozen, account.next_sequence) = (frozen != 0, next_sequence);
    let [op, left, next, to] = take(from)?;
    account.draining = op.checked_sub(1).map(|op| Draining { op, left, next, to: ResourceId(to) });
    for _ in 0..take_varint(from)? {
        account.put.insert(take_varint(from)?);
    }
    for _ in 0..take_varint(from)? {
        let [sequence, coin, lent, bytes] = take(from)?;
        let place = match take(from)? {
            [0, 0, 0] => Place::Ready,
            [1, until, 0] => Place::Delayed(until),
            [2, until, nonce] => Place::Lent { until, nonce },
            [3, 0, 0] => Place::Moving,
            _ => return Err(NONSENSE),
        };
        let [kind, a, b, c] = take(from)?;
        let stored = if kind == 0 {
            let (position, offset, len) = (Position(a), b as u32, c as u32);
            Stored::Here(EventRef { partition: ledger.partition, position, offset, len })
        } else {
            let [listed, at, row] = take(from)?;
            let kind = RowKind { listed: listed != 0, ..RowKind::default() };
            let stretch = Stretch { segment: a, resource: id.0, first: b, count: c as u32, kind, at };
            Stored::Row(stretch, row as u32)
        };
        account.coins.insert(sequence, Coin { coin, lent: lent as u32, place, stored, bytes: bytes as u32 });
        account.file(sequence, place);
    }
    Ok(account)
}

fn put<const N: usize>(into: &mut Vec<u8>, numbers: [u64; N]) {
    numbers.into_iter().for_each(|number| put_varint(into, number));
}

fn take<const N: usize>(from: &mut &[u8]) -> Result<[u64; N], Malformed> {
    let mut numbers = [0; N];
    for number in &mut numbers {
        *number = take_varint(from)?;
    }
    Ok(numbers)
}
