//! The pages of a partition's state: a checkpoint writes those that the one before did not have, and names the others.
//!
//! A page ends where the 64 bytes before say so, wherever they stand: so of a state of which something in the middle has
//! grown, only the pages around that are others. What a page is called, and found by, is a hash of what it holds, keyed with the
//! store's secret: nobody can make two pages that look alike, and one that is damaged is not taken for what it was.
//!
//! A page in a partition's block, the numbers as varints, places counted back from the checkpoint's own number:
//!
//! | bytes | |
//! |---|---|
//! | 16 | its name |
//! | | its bytes |
//! | | twice how many checkpoints ago the file was written where it stands, and one if there is a copy |
//! | | where in that file |
//! | | of the copy the same: how many checkpoints ago, where |

use std::hash::Hasher;
use std::ops::Range;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::super::format::Format;
use crate::event::{Malformed, put_varint, take_varint};

/// What a page is at least, but for the last one of a state.
const PAGE_BYTES_MIN: usize = 512;
/// What a page is at most.
pub(super) const PAGE_BYTES_MAX: usize = 8192;
/// A page ends behind one in 1,024 places, beyond the least.
const ENDS: u64 = 0x3FF << 54;
/// So many bytes before a place say whether a page ends there: each is shifted out after 64.
const WINDOW: usize = 64;
/// A last piece that is less stands in the block itself: it would take half as many bytes to name it.
const INLINE_BYTES_MAX: usize = 64;

/// A number for each byte that has as many ones as zeros at each place, more or less: those of SplitMix64 from 0 on.
const GEAR: [u64; 256] = {
    let (mut gear, mut at, mut state) = ([0; 256], 0, 0u64);
    while at < gear.len() {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = state;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        gear[at] = number ^ (number >> 31);
        at += 1;
    }
    gear
};

/// Where the pages of a state stand in it. What is behind the last one stands in the block.
pub(super) fn cut(state: &[u8]) -> Vec<Range<usize>> {
    let (mut pages, mut from) = (Vec::new(), 0);
    while state.len() - from > INLINE_BYTES_MAX {
        let end = from + page_end(&state[from..]);
        pages.push(from..end);
        from = end;
    }
    pages
}

fn page_end(rest: &[u8]) -> usize {
    let most = rest.len().min(PAGE_BYTES_MAX);
    let mut hash = 0u64;
    for at in PAGE_BYTES_MIN - WINDOW..most {
        hash = (hash << 1).wrapping_add(GEAR[usize::from(rest[at])]);
        if at + 1 >= PAGE_BYTES_MIN && hash & ENDS == 0 {
            return at + 1;
        }
    }
    most
}

/// A page's name.
pub(super) type Name = [u8; 16];

/// Names pages.
#[derive(Clone, Copy, Default)]
pub(in crate::segment) struct Namer {
    key: [u8; 16],
}

impl Namer {
    pub(in crate::segment) fn new(format: &Format) -> Namer {
        let mut hasher = SipHasher13::new();
        hasher.write(b"pages of checkpoints");
        hasher.write(&format.store_secret);
        Namer { key: hasher.finish128().as_bytes() }
    }

    pub(super) fn name(&self, page: &[u8]) -> Name {
        SipHasher13::new_with_key(&self.key).hash(page).as_bytes()
    }
}

/// Where a page stands: in the file of pages of which checkpoint, and where in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: u64,
    pub(super) at: u64,
}

/// A page of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Page {
    pub(super) name: Name,
    pub(super) bytes: u32,
    pub(super) place: Place,
    /// The same in another file: where one is damaged, the other is read.
    pub(super) copy: Option<Place>,
}

impl Page {
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        std::iter::once(self.place).chain(self.copy)
    }

    /// The same with those of its places for which this is true, if there are any.
    pub(super) fn only_where(self, is_right: impl Fn(Place) -> bool) -> Option<Page> {
        let mut places = self.places().filter(|place| is_right(*place));
        places.next().map(|place| Page { place, copy: places.next(), ..self })
    }

    pub(super) fn encode(&self, number: u64, into: &mut Vec<u8>) {
        let ago = |place: Place| number - place.file;
        into.extend_from_slice(&self.name);
        put_varint(into, u64::from(self.bytes));
        put_varint(into, ago(self.place) << 1 | u64::from(self.copy.is_some()));
        put_varint(into, self.place.at);
        if let Some(copy) = self.copy {
            put_varint(into, ago(copy));
            put_varint(into, copy.at);
        }
    }

    /// One that is no larger than this.
    pub(super) fn decode(number: u64, bytes_max: usize, from: &mut &[u8]) -> Result<Page, Malformed> {
        const NONSENSE: Malformed = Malformed("a page's place contradicts itself");
        let (name, rest) = from.split_first_chunk().ok_or(Malformed("a page's name is cut short"))?;
        *from = rest;
        let bytes = u32::try_from(take_varint(from)?).ok().filter(|bytes| *bytes as usize <= bytes_max);
        let bytes = bytes.filter(|bytes| *bytes > 0).ok_or(NONSENSE)?;
        let place = |ago: u64, at: u64| {
            let file = number.checked_sub(ago).ok_or(NONSENSE)?;
            at.checked_add(bytes_max as u64).ok_or(NONSENSE)?;
            Ok(Place { file, at })
        };
        let ago = take_varint(from)?;
        let first = place(ago >> 1, take_varint(from)?)?;
        let copy = (ago & 1 == 1).then(|| place(take_varint(from)?, take_varint(from)?)).transpose()?;
        if copy.is_some_and(|copy| copy.file == first.file) {
            return Err(NONSENSE);
        }
        Ok(Page { name: *name, bytes, place: first, copy })
    }
}

#[cfg(test)]
mod tests {
    use millpond_runtime::{Random, SeededRandom};
    use proptest::prelude::*;

    use super::*;

    fn noise(seed: u64, bytes: usize) -> Vec<u8> {
        let mut noise = vec![0; bytes];
        SeededRandom::new(seed).fill(&mut noise);
        noise
    }

    fn pieces(state: &[u8]) -> Vec<&[u8]> {
        cut(state).into_iter().map(|page| &state[page]).collect()
    }

    #[test]
    fn pages_are_a_state_without_its_end_and_neither_small_nor_large() {
        for bytes in [0, 1, 64, 65, 511, 512, 513, 5000, 100_000] {
            let state = noise(1, bytes);
            let pages = cut(&state);
            let end = pages.last().map_or(0, |page| page.end);
            assert!(bytes - end <= INLINE_BYTES_MAX && (end > 0) == (bytes > INLINE_BYTES_MAX));
            assert!(pages.windows(2).all(|two| two[0].end == two[1].start && two[0].len() >= PAGE_BYTES_MIN));
            assert!(pages.iter().all(|page| page.len() <= PAGE_BYTES_MAX));
        }
        let mean = 1_000_000 / cut(&noise(2, 1_000_000)).len();
        assert!((1200..1900).contains(&mean), "{mean}");
        assert_eq!(cut(&[0; 20_000]), [0..8192, 8192..16384, 16384..20_000], "nothing says where to end");
    }

    #[test]
    fn what_is_put_in_or_taken_out_changes_the_pages_around_it() {
        let state = noise(3, 200_000);
        let before = pieces(&state);
        for (at, put_in, taken_out) in [(0, 1, 0), (100_000, 7, 0), (150_000, 0, 3000), (77_777, 1, 1)] {
            let changed = [&state[..at], &noise(4, put_in)[..], &state[at + taken_out..]].concat();
            let new = pieces(&changed).iter().filter(|page| !before.contains(page)).count();
            assert!(new <= 4, "{new} at {at}");
        }
    }

    proptest! {
        #[test]
        fn a_page_reads_as_written(
            (name, bytes) in (any::<Name>(), 1..=PAGE_BYTES_MAX as u32),
            places in [(0u64..1 << 40, 0u64..1 << 40), (0u64..1 << 40, 0u64..1 << 40)],
            has_copy: bool,
        ) {
            let [place, copy] = places.map(|(file, at)| Place { file, at });
            let copy = Some(copy).filter(|copy| has_copy && copy.file != place.file);
            let (page, mut written) = (Page { name, bytes, place, copy }, Vec::new());
            page.encode(1 << 40, &mut written);
            written.push(9);
            let mut rest = &written[..];
            prop_assert_eq!(Page::decode(1 << 40, PAGE_BYTES_MAX, &mut rest).unwrap(), page);
            prop_assert_eq!(rest, &[9][..]);
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = Page::decode(7, PAGE_BYTES_MAX, &mut &bytes[..]);
        }
    }
}
