//! A checkpoint has all that SQS knows, and reads as it was written.

use std::sync::Arc;

use millpond_catalogue::Pairs;
use millpond_delivery::{Keys, group_key};
use millpond_log::{EventRef, Partition, Position};
use millpond_partition::{At, EventOf};
use millpond_runtime::SeededRandom;

use super::*;
use crate::events::{Deduplication, MessageSent, MoveTaskStarted, Moved, SqsEvent};
use crate::state::{ActiveTasks, DeduplicationKey, FifoQuotas};

const QUEUE: ResourceId = ResourceId(7);

fn empty() -> SqsState {
    let keys = Keys::derive(&[3; 32]);
    SqsState::new(keys, FifoQuotas::Off, Arc::default(), ActiveTasks::default())
}

fn arrived(source_arn: Option<&str>) -> SqsEvent<'_> {
    let (from, receives) = (ResourceId(5), 1);
    SqsEvent::MessageSent(MessageSent {
        queue: QUEUE,
        sequence: 9,
        body_md5: [5; 16],
        sender_account: 0,
        due: None,
        attributes: &[],
        trace: None,
        group: None,
        deduplication: None,
        moved: Some(Moved { from, source_arn, origin: None, sent: None, receives, first_received: None }),
        body: "x",
    })
}

fn written(state: &SqsState) -> Vec<u8> {
    let (mut draft, mut bytes) = (Draft::default(), Vec::new());
    state.write(&mut draft);
    draft.finish().write(&mut bytes);
    bytes
}

/// What was written, all of which must be read.
fn read(mut from: ColumnReader<'_>) -> Result<SqsState, Malformed> {
    let mut state = empty();
    state.restore(&mut from)?;
    from.finish()?;
    Ok(state)
}

#[test]
fn a_checkpoint_has_the_names_of_sources() {
    for arn in [Some("arn:aws:sqs:us-east-1:000000000000:orders"), None] {
        let mut state = empty();
        let place = EventRef { partition: Partition(1), position: Position(3), offset: 0, len: 90 };
        let opened = SqsEvent::QueueOpened {
            queue: QUEUE,
            scope: "000000000000/us-east-1".into(),
            name: "dead".into(),
            attributes: Pairs::new(),
            created: 5,
            dead_letter: None,
        };
        for event in [opened, arrived(arn)] {
            event.apply(&mut state, At { place, time: 6 });
        }
        let bytes = written(&state);
        let read = read(ColumnReader::parse(&bytes).unwrap()).unwrap();
        let queue = read.queue(QUEUE).unwrap();
        assert_eq!(queue.sources.as_ref().and_then(|it| it.name_of(ResourceId(5))), arn.map(|_| "orders"));
        assert!(written(&read) == bytes);
    }
}

/// Queues of all sorts. `sources`: one of them remembers where its messages came from.
fn with_everything(sources: bool) -> SqsState {
    let (mut state, keys) = (empty(), Keys::derive(&[3; 32]));
    let at = |position: u64, time| At {
        place: EventRef { partition: Partition(1), position: Position(position), offset: 20, len: 900 },
        time,
    };
    let opened = |queue, name: &str, attributes: &[(&str, &str)], dead_letter| {
        let pairs = attributes.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        SqsEvent::QueueOpened {
            queue: ResourceId(queue),
            scope: "000000000000/us-east-1".into(),
            name: name.into(),
            attributes: pairs.collect(),
            created: 5,
            dead_letter,
        }
    };
    let begin = 1_700_000_000_000;
    opened(3, "plain", &[("DelaySeconds", "0")], Some(QUEUE)).apply(&mut state, at(1, begin));
    opened(4, "ordered.fifo", &[("FifoQueue", "true")], None).apply(&mut state, at(2, begin));
    opened(QUEUE.0, "dead", &[], None).apply(&mut state, at(3, begin));
    for number in 0..60 {
        let (queue, by_group) = (ResourceId(3 + number % 2), number % 3 == 0);
        let (group, id) = (format!("group-{}", number % 5), format!("id-{number}"));
        let key = DeduplicationKey::of(&keys, &group, &id);
        SqsEvent::MessageSent(MessageSent {
            queue,
            sequence: (1 << 40) + number,
            body_md5: [5; 16],
            sender_account: 0,
            due: (number % 9 == 4).then_some(begin + 900_000),
            attributes: &[],
            trace: None,
            group: (queue.0 == 4).then(|| (&*group, group_key(&keys, &group))),
            deduplication: (queue.0 == 4).then_some(Deduplication { id: &id, key, by_group }),
            moved: None,
            body: "x",
        })
        .apply(&mut state, at(10 + number, begin + 1_000 * number));
    }
    let now = begin + 61_000;
    let received = |queue, numbers: &[u64], attempt| SqsEvent::MessagesReceived {
        queue: ResourceId(queue),
        nonce: 77 + queue,
        until: now + 30_000,
        sequences: numbers.iter().map(|number| (1 << 40) + number).collect(),
        attempt,
    };
    received(3, &[0, 2, 6], None).apply(&mut state, at(80, now));
    received(4, &[1, 3], Some(1 << 100)).apply(&mut state, at(81, now));
    arrived(sources.then_some("arn:aws:sqs:us-east-1:000000000000:plain")).apply(&mut state, at(82, now));
    let (task, target) = ([9; 16], Some((ResourceId(3), "arn:aws:sqs:us-east-1:000000000000:plain".into())));
    let started = MoveTaskStarted { queue: QUEUE, task, target, rate: Some(5), last: 9, count: 1 };
    SqsEvent::MoveTaskStarted(started).apply(&mut state, at(83, now));
    SqsEvent::MoveStarted { queue: QUEUE, sequence: 9, by_task: true }.apply(&mut state, at(84, now));
    SqsEvent::QueuePurged { queue: ResourceId(3), last: (1 << 40) + 4 }.apply(&mut state, at(85, now + 1));
    state
}

/// After a start. Its move tasks go on at once, so it is not written quite as before.
fn again(state: &SqsState) -> SqsState {
    read(ColumnReader::parse(&written(state)).unwrap()).unwrap()
}

const GOLDEN: [(bool, &[u8]); 2] =
    [(false, include_bytes!("golden/state-1.bin")), (true, include_bytes!("golden/state-1-sources.bin"))];

#[test]
fn what_was_written_before_there_were_columns_is_read() {
    for (sources, golden) in GOLDEN {
        let state = read(ColumnReader::of_one_stream(golden)).unwrap();
        assert!(written(&state) == written(&again(&with_everything(sources))));
        for len in 0..golden.len() {
            let read = read(ColumnReader::of_one_stream(&golden[..len]));
            assert!(read.is_err(), "cut to {len} bytes");
        }
    }
}

#[test]
fn all_is_read_as_it_was_written() {
    let state = with_everything(true);
    let (bytes, again) = (written(&state), again(&state));
    assert!(written(&again) == written(&self::again(&again)));
    for (id, queue) in state.queues() {
        let again = again.queue(id).unwrap();
        assert_eq!((again.name(), &again.arn), (queue.name(), &queue.arn));
        assert_eq!(again.delivery.counts(), queue.delivery.counts());
        assert_eq!(again.last_sequence(), queue.last_sequence());
        assert_eq!(again.dead_letter, queue.dead_letter);
    }
    let fifo = again.queue(ResourceId(4)).unwrap();
    let key = DeduplicationKey::of(&Keys::derive(&[3; 32]), "group-0", "id-55");
    assert_eq!(fifo.already_sent(&key), Some((1 << 40) + 55));
    assert!(fifo.same_attempt(1 << 100).is_some());
    for len in 0..bytes.len() {
        assert!(ColumnReader::parse(&bytes[..len]).and_then(read).is_err(), "cut to {len} bytes");
    }
}

#[test]
fn a_send_puts_an_id_behind_those_that_are_there() {
    let key = |number: u64| DeduplicationKey::of(&Keys::derive(&[3; 32]), "g", &number.to_string());
    let mut sends = Recent::default();
    let written = |sends: &Recent| {
        let mut draft = Draft::default();
        sends.draft(&mut draft);
        draft.finish().main
    };
    (0..50).for_each(|number| sends.remember(&key(number), false, 1000 + number, 9_000 + number));
    let before = written(&sends);
    sends.advance(40_000);
    (50..60).for_each(|number| sends.remember(&key(number), false, 1000 + number, 40_000 + number));
    let behind = written(&sends);
    assert_eq!(behind[2..before.len()], before[2..], "all but how many there are");
    assert_eq!(behind.len() - before.len(), 10 * 18 + 2);
}

/// Anything may stand behind a checksum that happens to be right.
#[test]
fn any_bytes_are_read_or_refused_and_never_a_panic() {
    let random = SeededRandom::new(4);
    let whole = written(&with_everything(true));
    let (mut were_read, mut refused) = (0, 0);
    for round in 0..8_000 {
        let in_columns = round % 4 > 0;
        let mut bytes = if in_columns { whole.clone() } else { GOLDEN[1].1.to_vec() };
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len() as u64) as usize;
            match random.below(4) {
                0 => bytes[at] = random.below(256) as u8,
                1 => bytes[at] ^= 1 << random.below(8),
                2 => _ = bytes.remove(at),
                _ => bytes.insert(at, random.below(256) as u8),
            }
        }
        let state = match in_columns {
            true => ColumnReader::parse(&bytes).and_then(read),
            false => read(ColumnReader::of_one_stream(&bytes)),
        };
        if let Ok(state) = state {
            written(&state);
            were_read += 1;
        } else {
            refused += 1;
        }
    }
    assert!(were_read > 200 && refused > 2_000, "{were_read} were read, {refused} refused");
}
