//! What was done with messages that were handed out and came back: a backlog may consist of them, so each takes about two
//! bytes.
//!
//! Those of 64 consecutive numbers stand together, and each tells only how it differs from the one before, as messages that
//! were handed out in one call hardly do:
//!
//! | part | |
//! |---|---|
//! | varint | twice the time from the first hand-out of the one before to its own (zigzag: it may be negative), and one if the next part follows |
//! | varint | receives × 2 + refused, if it is not what the one before has |

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_runtime::Millis;

use super::Sparse;
use super::at_rest::{BLOCKS, HAS_BYTES, NUMBERS, Packed, Piece};
use super::paged::AtRest;
use crate::Sequence;

/// Numbers of one block.
pub(super) const BLOCK: u64 = 64;
/// Times end here, in 8,900 years.
pub(crate) const TIME_MAX: Millis = (1 << 48) - 1;
/// Bytes of a block that hardly any exceeds.
const BYTES: usize = 2 * BLOCK as usize;

/// What has been done with a message here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Received {
    /// How often it was handed out.
    pub(crate) receives: u32,
    /// When it first was.
    pub(crate) first: Millis,
    /// Another resource did not take it since it was last handed out.
    pub(crate) refused: bool,
}

impl Received {
    /// Whether there is nothing to remember.
    pub(super) fn is_nothing(self) -> bool {
        self.receives == 0 && !self.refused
    }
}

/// A message and what was done with it.
pub(super) type Item = (Sequence, Received);

/// The messages of one block, packed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    /// Which numbers of the block are there.
    has: u64,
    bytes: Box<[u8]>,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub(super) struct AllReceived {
    /// By their numbers.
    blocks: Sparse<Block>,
    /// Blocks that are at rest, by what their numbers have in common. What is known of one of their messages elsewhere here is
    /// newer than what a page has of it that is not in memory.
    pub(super) at_rest: BTreeMap<u64, AtRest>,
    /// The one that was changed last, which is not among them: messages of one block are mostly changed one after the other.
    open: Option<Box<Open>>,
    /// How many there are in memory.
    len: u64,
}

/// A block that is not packed.
#[derive(Clone, Debug)]
struct Open {
    key: u64,
    items: Vec<Item>,
}

fn bit(sequence: Sequence) -> u64 {
    1 << (sequence % BLOCK)
}

/// Packs one message behind another.
fn pack(before: Received, Received { receives, first, refused }: Received, into: &mut Vec<u8>) {
    let later = first.min(TIME_MAX) as i64 - before.first.min(TIME_MAX) as i64;
    let zigzag = (later << 1 ^ later >> 63) as u64;
    let differs = (receives, refused) != (before.receives, before.refused);
    put_varint(into, zigzag << 1 | u64::from(differs));
    if differs {
        put_varint(into, u64::from(receives) << 1 | u64::from(refused));
    }
}

/// Reads what [`pack`] wrote.
fn unpack(before: Received, from: &mut &[u8]) -> Result<Received, Malformed> {
    const NONSENSE: Malformed = Malformed("what was done with a message contradicts itself");
    let number = take_varint(from)?;
    let (zigzag, differs) = (number >> 1, number & 1 == 1);
    let later = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
    let first = before.first.checked_add_signed(later).filter(|first| *first <= TIME_MAX).ok_or(NONSENSE)?;
    let mut received = Received { first, ..before };
    if differs {
        let number = take_varint(from)?;
        received.receives = u32::try_from(number >> 1).map_err(|_| NONSENSE)?;
        received.refused = number & 1 == 1;
    }
    Ok(received)
}

/// Reads the messages of a block: which of its numbers it has, and those.
pub(super) fn take_block(key: u64, from: &mut &[u8]) -> Result<Vec<Item>, Malformed> {
    const NONSENSE: Malformed = Malformed("what was done with messages is cut short or out of order");
    let (has, rest) = from.split_first_chunk().ok_or(NONSENSE)?;
    *from = rest;
    let (mut left, mut before) = (u64::from_le_bytes(*has), Received::default());
    let mut items = Vec::with_capacity(left.count_ones() as usize);
    while left != 0 {
        before = unpack(before, from)?;
        items.push((key * BLOCK + u64::from(left.trailing_zeros()), before));
        left &= left - 1;
    }
    if items.is_empty() { Err(NONSENSE) } else { Ok(items) }
}

impl Block {
    fn of(items: &[Item]) -> Block {
        let (mut has, mut bytes, mut before) = (0, Vec::with_capacity(BYTES), Received::default());
        for (sequence, received) in items {
            has |= bit(*sequence);
            pack(before, *received, &mut bytes);
            before = *received;
        }
        Block { has, bytes: bytes.as_slice().into() }
    }

    fn packed(&self) -> Packed<'_> {
        (self.has, &self.bytes)
    }
}

/// The messages of the block of this number, in order.
fn items(key: u64, (mut left, mut bytes): Packed<'_>) -> impl Iterator<Item = Item> + '_ {
    let mut before = Received::default();
    std::iter::from_fn(move || {
        let at = (left != 0).then(|| u64::from(left.trailing_zeros()))?;
        left &= left - 1;
        before = unpack(before, &mut bytes).expect("it was packed here, or read and found right");
        Some((key * BLOCK + at, before))
    })
}

impl AllReceived {
    /// Of no message.
    pub(super) const fn new() -> AllReceived {
        AllReceived { blocks: Sparse::new(), at_rest: BTreeMap::new(), open: None, len: 0 }
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn get(&self, sequence: Sequence) -> Option<Received> {
        let key = sequence / BLOCK;
        if let Some(open) = self.open.as_ref().filter(|open| open.key == key) {
            let at = open.items.binary_search_by_key(&sequence, |(of, _)| *of).ok()?;
            return Some(open.items[at].1);
        }
        let at_rest = || self.at_rest.get(&(key / BLOCKS))?.here()?.get(key);
        let block = self.blocks.get(key).map(Block::packed).or_else(at_rest);
        let block = block.filter(|(has, _)| has & bit(sequence) != 0)?;
        items(key, block).find(|(of, _)| *of == sequence).map(|(_, received)| received)
    }

    pub(super) fn insert(&mut self, sequence: Sequence, received: Received) {
        let received = Received { first: received.first.min(TIME_MAX), ..received };
        let items = self.open(sequence / BLOCK);
        match items.binary_search_by_key(&sequence, |(of, _)| *of) {
            Ok(at) => items[at].1 = received,
            Err(at) => {
                items.insert(at, (sequence, received));
                self.len += 1;
            }
        }
    }

    pub(super) fn remove(&mut self, sequence: Sequence) -> Option<Received> {
        self.get(sequence)?;
        let items = self.open(sequence / BLOCK);
        let at = items.binary_search_by_key(&sequence, |(of, _)| *of).ok()?;
        let (_, received) = items.remove(at);
        self.len -= 1;
        Some(received)
    }

    /// Removes those from `first` to `last`.
    pub(super) fn remove_range(&mut self, first: Sequence, last: Sequence) {
        if first > last {
            return;
        }
        self.close();
        let (begin, end) = (first / NUMBERS, last / NUMBERS);
        let touched: Vec<u64> = self.at_rest.range(begin..=end).map(|(number, _)| *number).collect();
        touched.into_iter().for_each(|number| self.wake(number));
        // Of those that are left some messages stay.
        let is_gone = |number: u64| number * NUMBERS >= first && number * NUMBERS + (NUMBERS - 1) <= last;
        self.at_rest.retain(|number, _| !is_gone(*number));
        for key in self.blocks.keys_within(first / BLOCK, last / BLOCK) {
            let items = self.open(key);
            let before = items.len();
            items.retain(|(of, _)| !(first..=last).contains(of));
            let gone = before - items.len();
            self.len -= gone as u64;
        }
        self.close();
    }

    /// All of them that are in memory, in order.
    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = Item> + '_ {
        self.iter_of(|_| true)
    }

    /// Those of them that a checkpoint has in no page, in order.
    pub(super) fn unpaged(&self) -> impl Iterator<Item = Item> + '_ {
        self.iter_of(|piece| !piece.is_paged)
    }

    /// Of what is at rest only these pieces.
    fn iter_of<'a>(&'a self, is_of: impl Fn(&Piece) -> bool + Copy + 'a) -> impl Iterator<Item = Item> + 'a {
        let open = self.open.as_deref();
        let key = open.map_or(u64::MAX, |open| open.key);
        let before = self.packed(0, key, is_of);
        let behind = self.packed(key, u64::MAX, is_of).filter(move |(at, _)| *at > key);
        let open = open.into_iter().flat_map(|open| open.items.iter().copied());
        let before = before.flat_map(|(key, block)| items(key, block));
        before.chain(open).chain(behind.flat_map(|(key, block)| items(key, block)))
    }

    /// The blocks of these numbers but for the open one, in order.
    fn packed<'a>(
        &'a self,
        first: u64,
        last: u64,
        is_of: impl Fn(&Piece) -> bool + 'a,
    ) -> impl Iterator<Item = (u64, Packed<'a>)> + 'a {
        let awake = self.blocks.range(first, last).map(|(key, block)| (key, block.packed()));
        let pieces = self.at_rest.range(first / BLOCKS..=last / BLOCKS);
        let pieces = pieces.filter_map(|(number, at_rest)| Some((number, at_rest.here()?)));
        let pieces = pieces.filter(move |(_, piece)| is_of(piece));
        let at_rest = pieces.flat_map(|(number, piece)| piece.blocks(*number));
        let at_rest = at_rest.filter(move |(key, _)| (first..=last).contains(key));
        let (mut awake, mut at_rest) = (awake.peekable(), at_rest.peekable());
        std::iter::from_fn(move || match (awake.peek(), at_rest.peek()) {
            (Some((key, _)), Some((other, _))) if other < key => at_rest.next(),
            (None, _) => at_rest.next(),
            _ => awake.next(),
        })
    }

    /// Takes a block over from a checkpoint. It is the first of its number.
    pub(super) fn put_block(&mut self, items: &[Item]) {
        if let Some((first, _)) = items.first() {
            self.len += items.len() as u64;
            self.blocks.insert(first / BLOCK, Block::of(items));
        }
    }

    /// The messages of a block, to be changed.
    fn open(&mut self, key: u64) -> &mut Vec<Item> {
        if self.open.as_ref().is_none_or(|open| open.key != key) {
            self.close();
            self.wake(key / BLOCKS);
        }
        let packed = &mut self.blocks;
        let unpacked = || {
            let items =
                packed.remove(key).map(|block| items(key, block.packed()).collect()).unwrap_or_default();
            Box::new(Open { key, items })
        };
        &mut self.open.get_or_insert_with(unpacked).items
    }

    /// Puts blocks together of which nothing is likely to change soon, where they have `least` bytes: those of pieces of which
    /// `may` gives something, which is whether they may be pages.
    pub(super) fn rest(&mut self, least: usize, may: impl Fn(u64) -> Option<bool>) {
        self.close();
        for (number, at_rest) in &mut self.at_rest {
            if let AtRest::Here(piece) = at_rest
                && !piece.is_paged
                && may(*number) == Some(true)
            {
                *piece = Arc::new(piece.paged());
            }
        }
        let keys = self.blocks.keys_within(0, u64::MAX);
        for keys in keys.chunk_by(|one, next| one / BLOCKS == next / BLOCKS) {
            let number = keys[0] / BLOCKS;
            let sizes = keys.iter().filter_map(|key| Some(self.blocks.get(*key)?.bytes.len() + HAS_BYTES));
            if sizes.sum::<usize>() < least || self.at_rest.contains_key(&number) {
                continue;
            }
            let Some(is_paged) = may(number) else { continue };
            let blocks: Vec<_> =
                keys.iter().filter_map(|key| Some((*key, self.blocks.remove(*key)?))).collect();
            let piece = Piece::of(is_paged, blocks.iter().map(|(key, block)| (*key, block.packed())));
            self.at_rest.insert(number, AtRest::Here(Arc::new(piece)));
        }
    }

    /// Undoes it for a piece that is in memory.
    fn wake(&mut self, number: u64) {
        if let Some(AtRest::Here(piece)) = self.at_rest.get(&number).cloned() {
            self.at_rest.remove(&number);
            for (key, (has, bytes)) in piece.blocks(number) {
                self.blocks.insert(key, Block { has, bytes: bytes.into() });
            }
        }
    }

    /// Pieces that are not in memory.
    pub(super) fn away_pieces(&self) -> impl Iterator<Item = u64> + '_ {
        self.at_rest.iter().filter(|(_, at_rest)| at_rest.here().is_none()).map(|(number, _)| *number)
    }

    /// Lets pieces leave the memory of which this is true.
    pub(super) fn let_go(&mut self, may_go: impl Fn(u64, &Piece) -> bool) {
        for (number, at_rest) in &mut self.at_rest {
            if let AtRest::Here(piece) = at_rest
                && may_go(*number, piece)
            {
                let messages = piece.blocks(*number).map(|(_, (has, _))| u64::from(has.count_ones()));
                self.len -= messages.sum::<u64>();
                *at_rest = AtRest::Away(piece.sum());
            }
        }
    }

    /// Adds messages of one block of which nothing is known yet.
    pub(super) fn add(&mut self, items: Vec<Item>) {
        let Some((first, _)) = items.first() else { return };
        let key = first / BLOCK;
        if self.blocks.get(key).is_none() && self.open.as_ref().is_none_or(|open| open.key != key) {
            return self.put_block(&items);
        }
        items.into_iter().for_each(|(sequence, received)| self.insert(sequence, received));
    }

    /// The piece of this message is not at rest any more.
    pub(super) fn wake_piece_of(&mut self, sequence: Sequence) {
        self.wake(sequence / NUMBERS);
    }

    /// Packs the block that is open.
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.take().filter(|open| !open.items.is_empty()) {
            self.blocks.insert(open.key, Block::of(&open.items));
        }
    }
}

/// Writes messages, which are in order, for a checkpoint.
pub(super) fn write_blocks(items: impl Iterator<Item = Item>, into: &mut Vec<u8>) {
    let (mut items, mut block, mut next) = (items.peekable(), Vec::with_capacity(BLOCK as usize), 0);
    while let Some(item) = items.next() {
        let key = item.0 / BLOCK;
        block.push(item);
        if items.peek().is_none_or(|(behind, _)| behind / BLOCK != key) {
            put_varint(into, key - next + 1);
            let packed = Block::of(&block);
            into.extend_from_slice(&packed.has.to_le_bytes());
            into.extend_from_slice(&packed.bytes);
            block.clear();
            next = key + 1;
        }
    }
    put_varint(into, 0);
}

/// Reads what [`write_blocks`] wrote, block by block.
pub(super) fn read_blocks(from: &mut &[u8], mut sink: impl FnMut(Vec<Item>)) -> Result<(), Malformed> {
    const NONSENSE: Malformed = Malformed("what was done with messages is cut short or out of order");
    let mut next = 0u64;
    while let Some(distance) = take_varint(from)?.checked_sub(1) {
        let key = next.checked_add(distance).filter(|key| *key <= Sequence::MAX / BLOCK).ok_or(NONSENSE)?;
        sink(take_block(key, from)?);
        next = key + 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use millpond_runtime::SeededRandom;

    use super::*;

    /// One like those that were there before, or not at all like them.
    fn any_received(random: &SeededRandom) -> Received {
        let receives = if random.once_in(20) { u32::MAX } else { 1 + random.below(3) as u32 };
        let first = match random.below(20) {
            0 => 0,
            1 => TIME_MAX,
            _ => 1_700_000_000_000 + random.below(50_000),
        };
        let refused = random.once_in(10);
        Received { receives: if refused && random.once_in(2) { 0 } else { receives }, first, refused }
    }

    #[test]
    fn it_is_a_map() {
        let random = SeededRandom::new(5);
        let (mut packed, mut map) = (AllReceived::default(), BTreeMap::new());
        for step in 0..20_000u64 {
            let sequence = (random.below(4) << 40) + random.below(1300);
            match random.below(400) {
                0 => {
                    let other = (random.below(4) << 40) + random.below(1300);
                    let (first, last) = (sequence.min(other), sequence.max(other));
                    packed.remove_range(first, last);
                    map.retain(|of, _| !(first..=last).contains(of));
                }
                1..250 => {
                    let received = any_received(&random);
                    packed.insert(sequence, received);
                    map.insert(sequence, received);
                }
                _ => assert_eq!(packed.remove(sequence), map.remove(&sequence)),
            }
            assert_eq!(packed.get(sequence), map.get(&sequence).copied());
            assert_eq!(packed.len(), map.len() as u64);
            if random.once_in(150) {
                packed.rest(0, |piece| Some(piece % 2 == 0));
            }
            if step % 100 == 0 {
                assert!(packed.iter().eq(map.iter().map(|(of, received)| (*of, *received))));
            }
        }
        packed.remove_range(5, 4);
        packed.remove_range(0, u64::MAX);
        assert!(
            packed.is_empty()
                && packed.blocks.len() == 0
                && packed.open.is_none()
                && packed.at_rest.is_empty()
        );
    }

    #[test]
    fn a_checkpoint_has_what_there_was() {
        let random = SeededRandom::new(6);
        for messages in [0, 1, 64, 500] {
            let mut packed = AllReceived::default();
            (0..messages).for_each(|_| {
                packed.insert((random.below(4) << 40) + random.below(900), any_received(&random))
            });
            packed.insert(u64::MAX, any_received(&random));
            let mut bytes = Vec::new();
            write_blocks(packed.iter(), &mut bytes);
            bytes.push(77);
            let (mut read, mut rest) = (AllReceived::default(), &bytes[..]);
            read_blocks(&mut rest, |items| read.put_block(&items)).unwrap();
            assert_eq!((read.len(), rest), (packed.len(), &[77][..]));
            if messages % 2 == 0 {
                packed.rest(0, |piece| Some(piece % 2 == 0));
            }
            assert!(read.iter().eq(packed.iter()));
            for cut in 0..bytes.len() - 1 {
                assert!(read_blocks(&mut &bytes[..cut], |_| {}).is_err(), "cut at {cut}");
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused_and_never_a_panic() {
        let random = SeededRandom::new(7);
        let (mut good, mut packed) = (Vec::new(), AllReceived::default());
        (0..40).for_each(|_| packed.insert(random.below(300), any_received(&random)));
        write_blocks(packed.iter(), &mut good);
        for round in 0..20_000 {
            let mut bytes = good.clone();
            for _ in 0..1 + round % 4 {
                let at = random.below(bytes.len() as u64) as usize;
                bytes[at] = random.below(256) as u8;
            }
            let mut read = AllReceived::default();
            if read_blocks(&mut &bytes[..], |items| read.put_block(&items)).is_ok() {
                assert_eq!(read.iter().count() as u64, read.len());
            }
        }
    }

    #[test]
    fn a_time_that_no_clock_comes_to_is_the_last_one() {
        let mut packed = AllReceived::default();
        packed.insert(7, Received { receives: 1, first: u64::MAX, refused: false });
        assert_eq!(packed.get(7).map(|received| received.first), Some(TIME_MAX));
    }

    /// Bytes of each of 64,000 messages that were handed out in tens, one call in `step_ms`.
    fn bytes_each(step_ms: u64, out_of_order: u64) -> f64 {
        let random = SeededRandom::new(1);
        let mut packed = AllReceived::default();
        for sequence in 0..64_000 {
            let first = 1_700_000_000_000 + sequence / 10 * step_ms + random.below(1 + out_of_order);
            packed.insert(sequence, Received { receives: 1, first, refused: false });
        }
        packed.blocks.iter().map(|(_, block)| block.bytes.len()).sum::<usize>() as f64 / 64_000.0
    }

    #[test]
    fn one_takes_a_byte_or_two_and_never_more_than_six() {
        const WEEK_MS: u64 = 7 * 86_400_000;
        assert!(bytes_each(3, 0) < 1.3, "{}", bytes_each(3, 0));
        assert!(bytes_each(1000, 0) < 1.4, "{}", bytes_each(1000, 0));
        assert!(bytes_each(10, 500) < 2.3, "{}", bytes_each(10, 500));
        assert!(bytes_each(10, WEEK_MS) < 6.0, "{}", bytes_each(10, WEEK_MS));
    }
}
