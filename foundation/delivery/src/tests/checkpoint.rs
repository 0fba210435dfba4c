//! What a checkpoint has of a resource.

use std::num::NonZeroU64;

use millpond_log::{ColumnReader, Columns};
use millpond_runtime::SeededRandom;

use super::*;

/// The first message's number.
const FIRST: Sequence = 1 << 40;
const BEGIN: Millis = 1_700_000_000_000;

fn message(number: u64, group: Option<u64>) -> Incoming {
    let sent = BEGIN + number * 40;
    let posting = Posting { sent, position: Position(90 + number * 3), offset: 17, len: 1100 };
    let group = group.and_then(|group| NonZeroU64::new(group.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
    Incoming { sequence: FIRST + number, posting, group, due: 0, moved: None }
}

fn place(segment: u64, number: u64, count: u32, kind: RowKind) -> Stretch {
    Stretch { segment, resource: RESOURCE, first: FIRST + number, count, kind, at: 64 + segment * 900 }
}

/// A resource of which all is to be written that can be.
fn with_everything() -> Delivery {
    let kind = RowKind { grouped: true, moved: false, listed: false };
    let mut queue = Delivery::new(Order::Grouped, 60 * MINUTE);
    let at = |number: u64| BEGIN + number * 40;
    for number in 0..700 {
        let mut incoming = message(number, (number >= 100).then_some(1 + number / 150 % 3 * number % 5));
        if number % 90 == 7 {
            incoming.due = at(number) + 500_000 + number % 3 * 60_000;
        }
        if number % 70 == 3 {
            let first_received = (number % 4 > 0).then_some(at(number) - 9_000);
            incoming.moved = Some(Past { from: 5 + number % 2, receives: 2, first_received });
        }
        if number % 60 == 50 {
            incoming.posting.sent -= 2 * MINUTE;
        }
        queue.accept(incoming, at(number));
    }
    let now = at(700);
    queue.seal(place(1, 0, 100, RowKind { grouped: false, ..kind }), None, Position(400));
    queue.seal(place(2, 100, 200, kind), None, Position(1000));
    queue.seal(place(4, 300, 50, kind), None, Position(1200));
    // One run has a hole, one has only its end, and one is gone.
    (20..40).chain(100..230).chain(300..350).for_each(|number| _ = queue.remove(FIRST + number));
    let forwarded = [0, 2, 4, 60, 61];
    for (row, number) in (0..).zip(forwarded) {
        let mut incoming = message(number, None);
        incoming.posting.position = Position(3000 + row / 2);
        incoming.posting.offset = 9 + 1200 * (row as u32 % 2);
        queue.forward(incoming);
        if row == 2 {
            let listed = forwarded[..3].iter().map(|number| FIRST + number).collect::<Vec<_>>();
            let kind = RowKind { grouped: false, moved: false, listed: true };
            queue.seal(place(5, 0, 3, kind), Some(&listed), Position(3002));
        }
    }
    let numbers = |from: u64, to: u64| (from..to).map(|number| FIRST + number).collect::<Vec<_>>();
    queue.hand_out(&numbers(40, 55), 11, now + 200, now);
    queue.hand_out(&numbers(400, 410), 12, now + 300, now);
    queue.advance(now + 300);
    queue.hand_out(&numbers(405, 420), 13, now + MINUTE, now + 310);
    queue.hand_out(&numbers(500, 503), u64::MAX, now + 2 * MINUTE, now + 320);
    for number in [44, 45, 600] {
        queue.start_move(FIRST + number);
    }
    assert!(queue.return_move(FIRST + 44, true));
    (640..650).for_each(|number| _ = queue.remove(FIRST + number));
    queue
}

/// A resource that has forgotten where most of its messages stand.
fn with_much_away() -> Delivery {
    let kind = RowKind { grouped: false, moved: false, listed: false };
    let mut queue = Delivery::new(Order::Loose, 60 * MINUTE);
    for number in 0..900 {
        queue.accept(message(number, None), BEGIN + number * 40);
    }
    for segment in 50..80 {
        queue.seal(place(segment, (segment - 50) * 30, 30, kind), None, Position(1 << 40));
    }
    (700..703).for_each(|number| _ = queue.remove(FIRST + number));
    queue.send_away(&[(0, 63), (64, 127)], 0, 2);
    let flying: Vec<_> = (100..105).map(|number| FIRST + number).collect();
    queue.hand_out(&flying, 11, BEGIN + MINUTE, BEGIN + 40_000);
    queue.purge(FIRST + 66);
    assert!(queue.remove(FIRST + 101) && queue.remove(FIRST + 500));
    queue
}

#[test]
fn what_is_away_is_read_as_it_was_written() {
    let queue = with_much_away();
    let bytes = written(&queue);
    let again = read(Order::Loose, &bytes).unwrap();
    assert!(written(&again) == bytes && live_bytes(&again) == live_bytes(&queue));
    assert_eq!((again.counts(), again.counts()), (queue.counts(), counts(824, 4, 0)));
    let mut away = 0;
    for number in 0..900 {
        let sequence = FIRST + number;
        assert_eq!(again.phase(sequence), queue.phase(sequence));
        assert_eq!(again.row_of(sequence), queue.row_of(sequence));
        away += u32::from(matches!(queue.row_of(sequence), Some(RowAt::Stored(StoredAt::Sought(_)))));
    }
    assert!((700..830).contains(&away), "{away}");
    let lens = 0..bytes.len();
    assert!(lens.into_iter().all(|len| read(Order::Loose, &bytes[..len]).is_err()), "cut short");
}

/// What is in each column, settings and main one first.
fn columns(columns: Columns, segments: impl Iterator<Item = u64>) -> (Vec<u8>, Vec<u8>, Vec<Vec<u8>>) {
    let mut columns = columns;
    let of_segments = segments.map(|segment| std::mem::take(columns.segment(segment))).collect();
    (columns.settings, columns.main, of_segments)
}

#[test]
fn what_was_written_before_there_were_columns_is_read() {
    let queue = with_everything();
    let listed = include_bytes!("golden/ledger-1-listed.bin");
    let in_blocks = include_bytes!("golden/ledger-1-blocks.bin");
    for golden in [&listed[..], in_blocks] {
        let mut from = ColumnReader::of_one_stream(golden);
        let read = Delivery::read(Order::Grouped, RESOURCE, &mut from).unwrap();
        from.finish().unwrap();
        assert!(written(&read) == written(&queue));
        for len in 0..golden.len() {
            let mut from = ColumnReader::of_one_stream(&golden[..len]);
            assert!(Delivery::read(Order::Grouped, RESOURCE, &mut from).is_err(), "cut to {len} bytes");
        }
    }
    assert!(written(&queue).len() < listed.len() / 2);
}

#[test]
fn all_is_read_as_it_was_written() {
    let queue = with_everything();
    let bytes = written(&queue);
    let again = read(Order::Grouped, &bytes).unwrap();
    assert!(written(&again) == bytes);
    assert_eq!(again.counts(), queue.counts());
    for number in 0..710 {
        let sequence = FIRST + number;
        assert_eq!(again.phase(sequence), queue.phase(sequence));
        assert_eq!(again.received(sequence), queue.received(sequence));
        assert_eq!(again.row_of(sequence), queue.row_of(sequence));
    }
    assert_eq!(again.hot_from(), queue.hot_from());
    assert_eq!(live_bytes(&again), live_bytes(&queue));
    assert!((0..bytes.len()).all(|len| read(Order::Grouped, &bytes[..len]).is_err()), "cut short");
}

/// Anything may stand in a checkpoint of a newer version, or behind a checksum that happens to be right.
#[test]
fn any_bytes_are_read_or_refused_and_never_a_panic() {
    let random = SeededRandom::new(3);
    let golden = include_bytes!("golden/ledger-1-blocks.bin");
    let in_columns = [written(&with_everything()), written(&with_much_away())];
    let (mut were_read, mut refused) = (0, 0);
    for round in 0..8_000 {
        let columns = in_columns.get(round % 4);
        let mut bytes = columns.cloned().unwrap_or_else(|| golden.to_vec());
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len() as u64) as usize;
            match random.below(4) {
                0 => bytes[at] = random.below(256) as u8,
                1 => bytes[at] ^= 1 << random.below(8),
                2 => _ = bytes.remove(at),
                _ => bytes.insert(at, random.below(256) as u8),
            }
        }
        let in_columns = columns.is_some();
        let from =
            if in_columns { ColumnReader::parse(&bytes) } else { Ok(ColumnReader::of_one_stream(&bytes)) };
        let read = from.and_then(|mut from| {
            let read = Delivery::read(Order::Grouped, RESOURCE, &mut from)?;
            from.finish()?;
            Ok(read)
        });
        match read {
            Ok(mut read) if in_columns => {
                let bytes = written(&read);
                assert!(written(&super::read(Order::Grouped, &bytes).unwrap()) == bytes);
                read.next_due();
                read.next_expiry();
                read.advance(BEGIN + random.below(MINUTE));
                read.purge(FIRST + random.below(1000));
                read.live_bytes(&mut LiveBytes::default());
                read.send_away(&[(0, 63), (64, 127)], 1, 1);
                were_read += 1;
            }
            Ok(_) => were_read += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(were_read > 200 && refused > 2_000, "{were_read} were read, {refused} refused");
}

#[test]
fn only_what_changed_is_in_another_place() {
    const QUEUES: u64 = 40;
    const SEGMENTS: u64 = 10;
    let kind = RowKind { grouped: false, moved: false, listed: false };
    let mut queues: Vec<_> = (0..QUEUES).map(|_| Delivery::new(Order::Loose, 5760 * MINUTE)).collect();
    for segment in 1..=SEGMENTS {
        for (resource, queue) in (0..).zip(&mut queues) {
            let (first, count) = (FIRST + segment * 100, 2 + (resource % 5) as u32);
            for number in 0..u64::from(count) {
                queue.accept(message(segment * 100 + number, None), 0);
            }
            queue.seal(Stretch { segment, resource, first, count, kind, at: 64 }, None, Position(1 << 40));
        }
    }
    let all = |queues: &[Delivery]| {
        let mut draft = Draft::default();
        queues.iter().for_each(|queue| queue.write(&mut draft));
        columns(draft.finish(), 1..=SEGMENTS)
    };
    let (settings, main, segments) = all(&queues);
    let of_segments = segments.iter().map(Vec::len).sum::<usize>() as f64 / (QUEUES * SEGMENTS) as f64;
    assert!(of_segments < 10.0, "a run takes {of_segments} bytes");
    assert!(main.len() as u64 / QUEUES < 40, "and what refers to them {} a queue", main.len());
    queues.iter_mut().for_each(|queue| queue.accept(message(5000, None), 0));
    let (with_more_settings, with_more, with_more_segments) = all(&queues);
    assert!(with_more_settings == settings && with_more_segments == segments && with_more != main);
    assert!(queues[17].remove(FIRST + 401));
    let (without_settings, without, without_segments) = all(&queues);
    assert!(without_settings == settings && without == with_more);
    let differ = (1..=SEGMENTS).zip(without_segments.iter().zip(&segments));
    let differ: Vec<_> =
        differ.filter(|(_, (now, before))| now != before).map(|(segment, _)| segment).collect();
    assert_eq!(differ, [4]);
}
