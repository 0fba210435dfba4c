//! Pages of what was done with messages. A piece at rest that a checkpoint has leaves the memory; what is left of it is which
//! page it is. It is read again by whoever is about to hand out one of its messages, or to show one.
//!
//! While a page is away, messages of its piece go on living: one that is deleted is not looked for in the page, and what is
//! learnt of others stands in memory beside it, and is newer. When the page comes back, what it has of those is passed over.

use std::sync::Arc;

use bytes::Bytes;
use millpond_log::event::Malformed;
use millpond_log::{PageKey, StatePage};

use super::Ledger;
use super::at_rest::{NUMBERS, Piece, read_page};
use super::received::{AllReceived, Received};
use crate::Sequence;

/// A piece at rest.
#[derive(Clone, Debug)]
pub(super) enum AtRest {
    Here(Arc<Piece>),
    /// In a checkpoint, in the page of this sum.
    Away(u32),
}

impl AtRest {
    pub(super) fn here(&self) -> Option<&Piece> {
        match self {
            AtRest::Here(piece) => Some(piece),
            AtRest::Away(_) => None,
        }
    }

    /// The sum of its page, if a checkpoint has it in one.
    fn page(&self) -> Option<u32> {
        match self {
            AtRest::Here(piece) => piece.is_paged.then(|| piece.sum()),
            AtRest::Away(sum) => Some(*sum),
        }
    }
}

/// The first and the last number of a piece.
fn numbers_of(piece: u64) -> (Sequence, Sequence) {
    (piece * NUMBERS, piece * NUMBERS + (NUMBERS - 1))
}

impl AllReceived {
    /// Nothing is known of any message, nor is there a page.
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0 && self.at_rest.is_empty()
    }

    /// Whether what is known of a message may stand in a page that is away, and which that is: piece, sum. What is known here
    /// is newer.
    pub(super) fn away(&self, sequence: Sequence) -> Option<(u64, u32)> {
        let piece = sequence / NUMBERS;
        match self.at_rest.get(&piece) {
            Some(AtRest::Away(sum)) if self.get(sequence).is_none() => Some((piece, *sum)),
            _ => None,
        }
    }

    /// Whether the page with this message is away.
    pub(super) fn is_away(&self, sequence: Sequence) -> bool {
        matches!(self.at_rest.get(&(sequence / NUMBERS)), Some(AtRest::Away(_)))
    }

    /// All pages: piece, sum.
    pub(super) fn pages(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.at_rest.iter().filter_map(|(number, at_rest)| Some((*number, at_rest.page()?)))
    }

    /// Takes over from a checkpoint that there is such a page.
    pub(super) fn put_page(&mut self, piece: u64, sum: u32) {
        self.at_rest.insert(piece, AtRest::Away(sum));
    }
}

impl Ledger {
    /// The page that must be read before anything is done with a message that waits, but for taking it out.
    pub(crate) fn page_of(&self, sequence: Sequence) -> Option<PageKey> {
        let (number, sum) = self.apart.received.away(sequence)?;
        let flies = self.apart.in_flight.get(sequence).is_some();
        (!flies).then_some(PageKey { resource: self.resource, number, sum })
    }

    /// Whether any page is away.
    pub(crate) fn has_pages(&self) -> bool {
        self.apart.received.away_pieces().next().is_some()
    }

    /// Puts blocks of what was done with messages together. A piece with a message that is on its way elsewhere stays as it is,
    /// since whoever brings it back can't wait for a page; and so does, in grouped order, what a change of the delay may ask
    /// for.
    pub(super) fn rest_received(&mut self, least: usize) {
        let end = self.end();
        let asked_from = self.apart.sends.front().map_or(Sequence::MAX, |(first, _)| *first);
        let is_known = self.resource != 0;
        let Some(apart) = self.apart.there() else { return };
        let moving = &apart.moving;
        apart.received.rest(least, |piece| {
            let (first, last) = numbers_of(piece);
            // No new message may come to have a number of it: nobody would know that it is in no page.
            let may_go = is_known && last < end && last < asked_from;
            moving.range(first..=last).next().is_none().then_some(may_go)
        });
    }

    /// Forgets pages with no message that is still there.
    pub(super) fn forget_pages(&mut self) {
        let away: Vec<u64> = self.apart.received.away_pieces().collect();
        for piece in away {
            let (first, last) = numbers_of(piece);
            if self.next_live(first).is_none_or(|next| next > last)
                && let Some(apart) = self.apart.there()
            {
                apart.received.at_rest.remove(&piece);
            }
        }
    }

    /// Puts the pages into a draft of a checkpoint.
    pub(super) fn draft_pages(&self, draft: u64, into: &mut Vec<StatePage>) {
        for (number, at_rest) in &self.apart.received.at_rest {
            let Some(sum) = at_rest.page() else { continue };
            let bytes = at_rest.here().map(|piece| {
                // Drafts are counted from 1.
                if draft > 0 {
                    piece.note_draft(draft);
                }
                piece.page().clone()
            });
            into.push(StatePage { key: PageKey { resource: self.resource, number: *number, sum }, bytes });
        }
    }

    /// A checkpoint has the pages of this draft: those leave the memory of whose messages none is `wanted` soon.
    pub(crate) fn let_pages_go(&mut self, drafted: u64, wanted: impl Fn(Sequence, Sequence) -> bool) {
        let Some(apart) = self.apart.there() else { return };
        apart.received.let_go(|number, piece| {
            let (first, last) = numbers_of(number);
            piece.is_drafted(drafted) && !wanted(first, last)
        });
    }

    /// A page was read. It may be another than the one that is away now.
    pub(crate) fn bring_page(&mut self, key: &PageKey, page: &[u8]) -> Result<(), Malformed> {
        if self.apart.received.at_rest.get(&key.number).is_none_or(|it| !it.is_away(key.sum)) {
            return Ok(());
        }
        let mut blocks = read_page(key.number, page)?;
        for items in &mut blocks {
            items.retain(|(sequence, received)| self.is_news(*sequence, *received));
        }
        let received = &mut self.apart.make().received;
        received.at_rest.remove(&key.number);
        blocks.into_iter().for_each(|items| received.add(items));
        Ok(())
    }

    /// Whether what a page has of a message is what is known of it.
    fn is_news(&self, sequence: Sequence, received: Received) -> bool {
        !received.is_nothing() && self.page_of(sequence).is_some() && self.contains(sequence)
    }
}

impl AtRest {
    fn is_away(&self, of: u32) -> bool {
        matches!(self, AtRest::Away(sum) if *sum == of)
    }
}

/// What a page has of a message: for somebody who only shows it.
pub(crate) fn received_in(page: &Bytes, number: u64, sequence: Sequence) -> Result<Received, Malformed> {
    let blocks = read_page(number, page)?;
    let found = blocks.into_iter().flatten().find(|(of, _)| *of == sequence);
    Ok(found.map(|(_, received)| received).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use millpond_runtime::SeededRandom;

    use super::super::received::Item;
    use super::*;

    const PIECE: u64 = 3;

    fn items(random: &SeededRandom) -> Vec<Item> {
        let received = |_| Received {
            receives: 1 + random.below(3) as u32,
            first: 1_700_000_000_000 + random.below(9_000),
            refused: random.once_in(9),
        };
        let numbers = (0..NUMBERS).filter(|_| random.once_in(90));
        numbers.map(|number| (PIECE * NUMBERS + number, received(number))).collect()
    }

    fn page_of(items: &[Item]) -> (AllReceived, Bytes) {
        let mut all = AllReceived::default();
        items.iter().for_each(|(sequence, received)| all.insert(*sequence, *received));
        all.rest(1, |_| Some(true));
        let page = all.at_rest[&PIECE].here().unwrap().page().clone();
        (all, page)
    }

    #[test]
    fn a_page_is_read_as_it_was_written() {
        let items = items(&SeededRandom::new(1));
        let (mut all, page) = page_of(&items);
        assert_eq!((all.len(), all.unpaged().next()), (items.len() as u64, None));
        let read: Vec<Item> = read_page(PIECE, &page).unwrap().into_iter().flatten().collect();
        assert_eq!(read, items);
        for len in 0..page.len() {
            assert!(read_page(PIECE, &page[..len]).is_err(), "cut to {len} bytes");
        }
        assert!(read_page(PIECE, &[&page[..], &[0]].concat()).is_err());
        assert!(read_page(Sequence::MAX / NUMBERS + 1, &page).is_err());
        let known = items[7];
        assert_eq!(received_in(&page, PIECE, known.0), Ok(known.1));
        let unknown = (PIECE * NUMBERS..).find(|number| items.iter().all(|(of, _)| of != number)).unwrap();
        assert_eq!(received_in(&page, PIECE, unknown), Ok(Received::default()));
        all.let_go(|number, piece| number == PIECE && piece.page() == &page);
        assert_eq!((all.len(), all.is_empty(), all.get(known.0)), (0, false, None));
        let sum = PageKey::of(0, 0, &page).sum;
        assert_eq!(all.pages().collect::<Vec<_>>(), [(PIECE, sum)]);
        assert_eq!((all.away(known.0), all.away(PIECE * NUMBERS - 1)), (Some((PIECE, sum)), None));
        all.remove_range(known.0, u64::MAX);
        assert!(!all.is_empty(), "some of its messages are left");
        all.remove_range(PIECE * NUMBERS, PIECE * NUMBERS + NUMBERS - 1);
        assert!(all.is_empty());
    }

    #[test]
    fn any_bytes_are_read_or_refused_and_never_a_panic() {
        let random = SeededRandom::new(2);
        let page = page_of(&items(&random)).1;
        let mut refused = 0;
        for round in 0..20_000 {
            let mut bytes = page.to_vec();
            for _ in 0..1 + round % 3 {
                let at = random.below(bytes.len() as u64) as usize;
                bytes[at] ^= 1 << random.below(8);
            }
            refused += u32::from(read_page(PIECE, &bytes).is_err());
        }
        assert!(refused > 1_000, "{refused}");
    }
}
