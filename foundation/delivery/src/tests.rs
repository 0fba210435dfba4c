//! Stories of messages: given what was sent and when, what may be handed out.

use std::collections::BTreeMap;

use millpond_log::{BLOCK_ROWS, Past, Position, RowKind, StatePage};
use millpond_partition::{Part, ResourceId};
use millpond_runtime::{OsRandom, Random};

use super::*;

mod checkpoint;
mod model;

const MINUTE: Millis = 60_000;

fn incoming(sequence: Sequence, group: Option<u64>, sent: Millis, due: Millis) -> Incoming {
    let posting = Posting { sent, position: Position(0), offset: 0, len: 0 };
    Incoming { sequence, posting, group: group.and_then(|group| GroupKey::new(group + 1)), due, moved: None }
}

fn queue(order: Order, groups: &[u64]) -> Delivery {
    let mut queue = Delivery::new(order, 60 * MINUTE);
    for (at, group) in groups.iter().enumerate() {
        queue.accept(incoming(at as u64 + 1, Some(*group), 0, 0), 0);
    }
    queue
}

fn receive(queue: &mut Delivery, most: usize, until: Millis, now: Millis) -> Vec<Sequence> {
    queue.advance(now);
    assert_eq!(queue.fill(most), Filled::Ready);
    let selected = queue.select(most);
    queue.hand_out(&selected, now, until, now);
    selected
}

/// What a checkpoint has of it, but for its pages.
fn written(queue: &Delivery) -> Vec<u8> {
    drafted(queue, 0).0
}

/// What a checkpoint has of it, of the draft of this number, and the pages that it names.
fn drafted(queue: &Delivery, draft: u64) -> (Vec<u8>, Vec<StatePage>) {
    let (mut draft, mut bytes) = (Draft::new(draft), Vec::new());
    queue.write(&mut draft);
    let mut columns = draft.finish();
    let pages = std::mem::take(&mut columns.pages);
    columns.write(&mut bytes);
    (bytes, pages)
}

fn live_bytes(queue: &Delivery) -> BTreeMap<u64, u64> {
    let mut bytes = LiveBytes::default();
    queue.live_bytes(&mut bytes);
    bytes.by_segment().collect()
}

/// The resource whose messages a checkpoint has.
const RESOURCE: u64 = 7;

/// What was written, all of which must be read.
fn read(order: Order, state: &[u8]) -> Result<Delivery, Malformed> {
    let mut from = ColumnReader::parse(state)?;
    let read = Delivery::read(order, RESOURCE, &mut from)?;
    from.finish()?;
    Ok(read)
}

fn counts(waiting: u64, in_flight: u64, delayed: u64) -> Counts {
    Counts { waiting, in_flight, delayed }
}

#[test]
fn a_message_comes_back_when_its_time_is_up() {
    let mut queue = queue(Order::Loose, &[0, 0, 0]);
    queue.advance(0);
    assert_eq!(receive(&mut queue, 2, 30, 0), [1, 2]);
    assert_eq!(queue.counts(), counts(1, 2, 0));
    assert_eq!(queue.next_due(), Some(30));
    assert_eq!(receive(&mut queue, 10, 60, 29), [3]);
    assert_eq!(receive(&mut queue, 10, 60, 30), [1, 2]);
    assert_eq!(queue.get(1).unwrap().receives, 2);
    assert_eq!(queue.get(1).unwrap().first_received, Some(0));
}

#[test]
fn what_came_back_three_times_goes_behind_all_that_wait() {
    let mut queue = queue(Order::Loose, &[0; 4]);
    for round in 0..3 {
        assert_eq!(receive(&mut queue, 1, round, round), [1], "received {round} times");
    }
    queue.accept(incoming(5, Some(0), 3, 0), 3);
    assert_eq!(receive(&mut queue, 1, 90, 3), [2]);
    assert_eq!(receive(&mut queue, 2, 90, 3), [3, 4]);
    // It came back before the fifth was sent.
    assert_eq!(receive(&mut queue, 1, 4, 3), [1]);
    assert_eq!(receive(&mut queue, 1, 90, 4), [5]);
    assert_eq!(receive(&mut queue, 10, 5, 4), [1], "when nothing else waits");
    assert_eq!(receive(&mut queue, 10, 90, 5), [1]);
}

#[test]
fn what_is_held_back_fills_up_a_receive_for_which_there_is_too_little() {
    let mut queue = queue(Order::Loose, &[0; 5]);
    for round in 0..3 {
        assert_eq!(receive(&mut queue, 3, round, round), [1, 2, 3]);
    }
    assert!(queue.remove(2));
    assert_eq!(receive(&mut queue, 10, 90, 3), [1, 3, 4, 5]);
}

#[test]
fn a_move_takes_what_is_held_back_in_its_order() {
    let mut queue = queue(Order::Loose, &[0; 3]);
    for round in 0..3 {
        receive(&mut queue, 1, round, round);
    }
    assert_eq!(queue.fill_until(2, 10), Filled::Ready);
    assert_eq!(queue.select_until(2, 10), [1, 2]);
}

#[test]
fn a_group_s_order_does_not_change_however_often_its_first_came_back() {
    let mut queue = queue(Order::Grouped, &[7, 8, 7]);
    for round in 0..5 {
        assert_eq!(receive(&mut queue, 1, round, round), [1]);
    }
}

#[test]
fn what_nobody_can_process_does_not_keep_the_rest_waiting() {
    let mut queue = queue(Order::Loose, &[0, 0]);
    let one_by_one = |queue: &mut Delivery, times: u64, now: &mut Millis| {
        let receive = |_| {
            *now += 1;
            receive(queue, 1, *now, *now)[0]
        };
        (0..times).map(receive).collect::<Vec<_>>()
    };
    let mut now = 0;
    assert_eq!(
        one_by_one(&mut queue, 6, &mut now),
        [1, 1, 1, 2, 2, 2],
        "three times, then behind the others"
    );
    queue.accept(incoming(3, Some(0), now, 0), now);
    assert_eq!(
        one_by_one(&mut queue, 5, &mut now),
        [1, 2, 3, 3, 3],
        "it is behind what was there, not for ever"
    );
}

#[test]
fn a_finished_message_never_comes_back() {
    let mut queue = queue(Order::Loose, &[0, 0]);
    receive(&mut queue, 1, 30, 0);
    assert!(queue.remove(1));
    assert!(!queue.remove(1));
    assert_eq!(receive(&mut queue, 10, 60, 50), [2]);
}

#[test]
fn a_delayed_message_comes_in_when_it_is_due() {
    let mut queue = Delivery::new(Order::Loose, 60 * MINUTE);
    queue.accept(incoming(1, None, 0, 5000), 0);
    queue.accept(incoming(2, None, 0, 0), 0);
    assert_eq!(queue.counts(), counts(1, 0, 1));
    assert_eq!(receive(&mut queue, 10, 9000, 4999), [2]);
    assert_eq!(receive(&mut queue, 10, 9000, 5000), [1]);
}

#[test]
fn messages_expire_wherever_they_are() {
    let mut queue = Delivery::new(Order::Loose, MINUTE);
    queue.accept(incoming(1, None, 0, 0), 0);
    queue.accept(incoming(2, None, 0, 15 * MINUTE), 0);
    queue.accept(incoming(3, None, 100, 0), 100);
    receive(&mut queue, 1, 20 * MINUTE, 100);
    queue.advance(MINUTE);
    assert_eq!(queue.counts(), counts(1, 0, 0));
    queue.set_retention(5);
    queue.advance(MINUTE);
    assert_eq!(queue.counts(), counts(0, 0, 0));
    assert_eq!(queue.next_due(), None);
}

#[test]
fn a_handout_that_reached_nobody_is_undone_with_its_count() {
    let mut queue = queue(Order::Loose, &[0]);
    receive(&mut queue, 1, 30, 7);
    assert!(!queue.undo(1, 8), "of another hand-out");
    assert!(queue.undo(1, 7));
    assert_eq!((queue.get(1).unwrap().receives, queue.get(1).unwrap().first_received), (0, None));
    assert_eq!(receive(&mut queue, 1, 30, 9), [1]);
}

#[test]
fn a_group_gives_its_longest_waiting_prefix() {
    // The cases recorded on AWS: three received together, then the first, the middle or the last one extended.
    for (extended, then) in [(1, vec![]), (2, vec![1]), (3, vec![1, 2])] {
        let mut queue = queue(Order::Grouped, &[7, 7, 7]);
        assert_eq!(receive(&mut queue, 10, 30, 0), [1, 2, 3]);
        queue.reschedule(extended, 0, 90, 10);
        assert_eq!(receive(&mut queue, 10, 60, 30), then, "message {extended} was extended");
    }
}

#[test]
fn a_head_made_visible_is_received_while_later_ones_are_in_flight() {
    let mut queue = queue(Order::Grouped, &[7, 7]);
    receive(&mut queue, 10, 30, 0);
    assert!(queue.reschedule(1, 0, 5, 5));
    assert_eq!(receive(&mut queue, 10, 60, 5), [1]);
}

#[test]
fn a_blocked_group_does_not_block_another() {
    let mut queue = queue(Order::Grouped, &[7, 8, 7, 8]);
    assert_eq!(receive(&mut queue, 1, 30, 0), [1]);
    assert_eq!(receive(&mut queue, 10, 30, 0), [2, 4]);
    assert_eq!(receive(&mut queue, 10, 30, 0), [] as [u64; 0]);
    queue.remove(1);
    assert_eq!(receive(&mut queue, 10, 30, 0), [3]);
}

#[test]
fn one_receive_fills_up_from_one_group_then_from_the_next() {
    let mut queue = queue(Order::Grouped, &[7, 8, 7, 8, 7]);
    assert_eq!(receive(&mut queue, 4, 30, 0), [1, 3, 5, 2]);
}

#[test]
fn a_new_delay_acts_on_messages_that_were_not_handed_out() {
    let mut queue = Delivery::new(Order::Grouped, 60 * MINUTE);
    queue.accept(incoming(1, Some(1), 0, 10_000), 0);
    queue.accept(incoming(2, Some(1), 5_000, 15_000), 5_000);
    queue.redelay(2_000, 6_000);
    assert_eq!(queue.counts(), counts(1, 0, 1));
    queue.redelay(60_000, 6_500);
    assert_eq!(queue.counts(), counts(0, 0, 2));
    assert_eq!(receive(&mut queue, 10, 90_000, 60_000), [1]);
}

#[test]
fn purging_spares_what_was_sent_later() {
    let mut queue = queue(Order::Loose, &[0, 0, 0]);
    receive(&mut queue, 1, 30, 0);
    queue.purge(2);
    assert_eq!(queue.counts(), counts(1, 0, 0));
    assert_eq!(receive(&mut queue, 10, 60, 50), [3]);
}

#[test]
fn no_flipped_bit_makes_a_handle() {
    let keys = Keys::derive(&[9; 32]);
    let handle = Handle { resource: ResourceId(5), sequence: 6, nonce: OsRandom::default().number() };
    let sealed = handle.seal(&keys.handles);
    assert_eq!(Handle::open(&sealed, &keys.handles), Ok(handle));
    for bit in 0..sealed.len() * 8 {
        let mut forged = sealed;
        forged[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(Handle::open(&forged, &keys.handles), Err(HandleError));
    }
    assert_eq!(Handle::open(&sealed[..40], &keys.handles), Err(HandleError));
    assert_eq!(Handle::open(&sealed, &keys.tokens), Err(HandleError));
}

#[test]
fn a_message_that_was_moved_in_keeps_its_age_and_its_count() {
    let mut queue = Delivery::new(Order::Loose, MINUTE);
    queue.accept(incoming(1, None, 50_000, 0), 50_000);
    let moved = Past { from: 9, receives: 3, first_received: Some(11_000) };
    queue.accept(Incoming { moved: Some(moved), ..incoming(2, None, 10_000, 0) }, 50_000);
    queue.accept(incoming(3, None, 60_000, 0), 60_000);
    assert_eq!((queue.get(2).unwrap().receives, queue.get(2).unwrap().past), (3, Some(moved)));
    assert!(queue.advance(70_000), "ten seconds and a minute: the moved one has expired");
    assert_eq!(receive(&mut queue, 10, 90_000, 70_000), [1, 3]);
}

#[test]
fn a_message_on_its_way_is_counted_and_not_handed_out() {
    let mut queue = queue(Order::Grouped, &[7, 7]);
    queue.start_move(1);
    assert_eq!((queue.counts(), queue.select(10)), (counts(2, 0, 0), vec![]));
    assert!(queue.return_move(1, true));
    assert!(queue.get(1).unwrap().move_refused);
    assert_eq!(receive(&mut queue, 10, 30, 0), [1, 2]);
    assert!(!queue.get(1).unwrap().move_refused);
    queue.remove(1);
    assert!(!queue.return_move(1, true));
}

/// A queue in which tenant 1 has sent many messages and then tenant 2 one.
fn one_noisy_tenant(many: u64) -> Delivery {
    let mut queue = Delivery::new(Order::Loose, 60 * MINUTE);
    for sequence in 1..=many {
        queue.accept(incoming(sequence, Some(1), 0, 0), 0);
    }
    queue.accept(incoming(many + 1, Some(2), 0, 0), 0);
    queue
}

#[test]
fn a_quiet_tenant_is_received_by_the_second_receive() {
    for (many, most) in [(5_000, 1), (5_000, 10), (40, 10)] {
        let mut queue = one_noisy_tenant(many);
        assert!(!receive(&mut queue, most, 30_000, 0).contains(&(many + 1)));
        assert_eq!(
            receive(&mut queue, most, 30_000, 0).first(),
            Some(&(many + 1)),
            "{many} waiting, {most} a receive"
        );
        assert_eq!(
            receive(&mut queue, 1, 30_000, 0).len(),
            1,
            "the noisy one goes on when nobody else waits"
        );
    }
}

#[test]
fn a_tenant_is_noisy_until_its_backlog_is_empty_or_it_falls_silent() {
    let mut queue = one_noisy_tenant(30);
    receive(&mut queue, 10, 30_000, 0);
    assert_eq!(receive(&mut queue, 1, 30_000, 0), [31]);
    queue.accept(incoming(32, Some(1), 1_000, 0), 1_000);
    queue.accept(incoming(33, Some(2), 1_000, 0), 1_000);
    assert_eq!(receive(&mut queue, 1, 900_000, 29_000), [33]);
    queue.advance(1_000 + 300_000);
    queue.accept(incoming(34, Some(2), 301_000, 0), 301_000);
    assert_eq!(receive(&mut queue, 1, 900_000, 301_000), [1], "nobody is noisy: the oldest first");
}

#[test]
fn without_noise_tenants_are_served_in_the_order_of_sending() {
    let mut queue = queue(Order::Loose, &[3, 1, 2, 1, 3]);
    queue.accept(incoming(6, None, 0, 0), 0);
    assert_eq!(receive(&mut queue, 10, 30, 0), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_new_delay_leaves_a_message_on_its_way_alone() {
    let mut queue = queue(Order::Grouped, &[7, 7]);
    queue.start_move(1);
    queue.redelay(60_000, 10);
    queue.redelay(0, 20);
    assert_eq!(queue.get(1).unwrap().phase, Phase::Moving);
    assert!(!queue.reschedule(1, 0, 90, 20));
    queue.hand_out(&[1], 5, 90, 20);
    assert_eq!((queue.get(1).unwrap().phase, queue.select(10)), (Phase::Moving, vec![]));
}

#[test]
fn a_tenant_whose_backlog_was_outside_the_window_stays_noisy() {
    let now = 1000 * MINUTE;
    let mut queue = Delivery::new(Order::Loose, 60 * MINUTE);
    (1..=300).for_each(|sequence| queue.accept(incoming(sequence, Some(3), now, now), now));
    (301..=2000).for_each(|sequence| queue.accept(incoming(sequence, Some(1), now, now), now));
    (1..=300).for_each(|sequence| _ = queue.remove(sequence));
    receive(&mut queue, 10, now + 90_000, now);
    for (sequence, ms) in [(2001, 10), (2002, 20)] {
        queue.accept(incoming(sequence, Some(2), now + ms, 0), now + ms);
        assert_eq!(receive(&mut queue, 1, now + 90_000, now + ms), [sequence]);
    }
}

#[test]
fn a_tenant_whose_long_backlog_is_done_is_like_the_others() {
    let mut queue = one_noisy_tenant(5_000);
    while receive(&mut queue, 10, 30_000, 0).len() == 10 {}
    queue.accept(incoming(5_002, Some(1), 1_000, 0), 1_000);
    queue.accept(incoming(5_003, Some(2), 1_000, 0), 1_000);
    assert_eq!(receive(&mut queue, 1, 30_000, 1_000), [5_002]);
}

#[test]
fn quiet_tenants_who_wait_for_long_are_not_overtaken_for_ever() {
    let mut queue = one_noisy_tenant(2_000);
    receive(&mut queue, 10, 30_000, 0);
    let send = |queue: &mut Delivery, sequence| {
        queue.accept(incoming(sequence, Some(sequence), 0, 0), 0);
    };
    (3_001..=3_400).for_each(|sequence| send(&mut queue, sequence));
    // More is sent than received.
    for round in 0..50 {
        (0..10).for_each(|message| send(&mut queue, 4_000 + 10 * round + message));
        for sequence in receive(&mut queue, 10, 30_000, 0) {
            queue.remove(sequence);
        }
    }
    assert_eq!(queue.visible().find(|sequence| (3_001..=3_400).contains(sequence)), None);
}

#[test]
fn a_noisy_tenant_is_noticed_at_once_after_a_restart() {
    let mut queue = one_noisy_tenant(5_000);
    let received: Vec<Sequence> = (1..=500).collect();
    queue.hand_out(&received, 1, 30_000, 0);
    let state = written(&queue);
    queue = read(Order::Loose, &state).unwrap();
    receive(&mut queue, 10, 30_000, 0);
    assert_eq!(receive(&mut queue, 1, 30_000, 0), [5_001]);
}

/// The place of messages with consecutive numbers in a sealed segment.
fn stretch(segment: u64, first: Sequence, count: u32) -> Stretch {
    let kind = RowKind { grouped: false, moved: false, listed: false };
    Stretch { segment, resource: RESOURCE, first, count, kind, at: 64 }
}

#[test]
fn messages_that_were_copied_forward_still_expire() {
    for many in 1..4 {
        let mut queue = Delivery::new(Order::Loose, MINUTE);
        (1..=many).for_each(|sequence| queue.accept(incoming(sequence, None, 1000 * sequence, 0), 0));
        queue.seal(stretch(1, 1, many as u32), None, Position(1));
        (1..=many).rev().for_each(|sequence| queue.forward(incoming(sequence, None, 1000 * sequence, 0)));
        queue.advance(MINUTE + 1500);
        assert_eq!(queue.counts(), counts(many - 1, 0, 0));
        queue.advance(2 * MINUTE);
        assert_eq!(queue.counts(), counts(0, 0, 0));
    }
}

#[test]
fn what_was_asked_for_ahead_is_asked_for_once_while_what_is_needed_is_on_its_way() {
    let mut queue = queue(Order::Grouped, &[0; 2000]);
    queue.seal(stretch(1, 1, 2000), None, Position(1));
    let rows = |block: BlockRef| {
        let Part::Rows(nth) = block.part else { panic!("{block:?}") };
        let first = Sequence::from(nth * BLOCK_ROWS) + 1;
        let row = |sequence| {
            let incoming = incoming(sequence, Some(0), 0, 0);
            let Posting { sent, position, offset, len } = incoming.posting;
            Row {
                sequence,
                position,
                offset,
                len,
                sent,
                group: incoming.group.map(GroupKey::get),
                past: None,
            }
        };
        Block::Rows((first..=2000.min(first + Sequence::from(BLOCK_ROWS) - 1)).map(row).collect())
    };
    let (needed, ahead) = loop {
        if queue.fill(1) == Filled::Ready {
            // All others stand behind it, and are looked through.
            let head = queue.select(1);
            queue.hand_out(&head, 0, MINUTE, 0);
            queue.fill(1);
        }
        match queue.take_wanted()[..] {
            [block] => assert!(queue.put_block(block, Some(rows(block)))),
            [needed, ahead, ..] => break (needed, ahead),
            [] => panic!("nothing is wanted"),
        }
    };
    queue.put_block(ahead, Some(rows(ahead)));
    assert_eq!(queue.fill(1), Filled::Fetch);
    assert_eq!(queue.take_wanted(), []);
    queue.put_block(needed, Some(rows(needed)));
    queue.fill(1);
    assert!(!queue.take_wanted().contains(&ahead), "it is here");
}

#[test]
fn what_came_back_since_a_restart_comes_before_what_is_newer() {
    let mut queue = Delivery::new(Order::Loose, 60 * MINUTE);
    for sequence in 1..=6 {
        queue.accept(incoming(sequence, None, 0, if sequence == 4 { 600 } else { 0 }), 0);
    }
    assert_eq!(receive(&mut queue, 2, 500, 0), [1, 2]);
    let state = written(&queue);
    let mut queue = read(Order::Loose, &state).unwrap();
    queue.accept(incoming(7, None, 640, 0), 640);
    queue.advance(640);
    assert_eq!(receive(&mut queue, 3, 900, 650), [1, 2, 3]);
    assert_eq!(receive(&mut queue, 3, 900, 650), [4, 5, 6]);
}

#[test]
fn a_queue_that_was_busy_is_as_small_again_as_one_that_never_was() {
    const { assert!(size_of::<Delivery>() <= 160) };
    for order in [Order::Loose, Order::Grouped] {
        let mut queue = queue(order, &[1, 1, 2, 2]);
        let rests = |queue: &Delivery| (queue.window.is_none(), queue.ledger.rests());
        let received = receive(&mut queue, 2, 1000, 10);
        assert_eq!((received.len(), rests(&queue)), (2, (false, false)));
        received.into_iter().for_each(|sequence| assert!(queue.remove(sequence)));
        for segment in 1..=2 {
            queue.seal(stretch(segment, 1, 4), None, Position(4));
            queue.rest(PIECE_LEAST);
        }
        // What keeps order remembers when it was sent to, for a delay that changes.
        assert_eq!(rests(&queue), (true, order == Order::Loose));
        assert_eq!(queue.counts(), counts(2, 0, 0));
    }
}

#[test]
fn messages_in_a_hundred_segments_are_known_one_by_one() {
    let mut queue = Delivery::new(Order::Loose, 60 * MINUTE);
    let (mut here, mut segments) = (BTreeMap::new(), BTreeMap::new());
    for segment in 1..=100 {
        let first = segment * 10;
        for sequence in first..first + 3 {
            let mut incoming = incoming(sequence, None, 0, 0);
            incoming.posting.len = 50;
            queue.accept(incoming, 0);
            here.insert(sequence, segment);
        }
        queue.seal(stretch(segment, first, 3), None, Position(0));
        segments.insert(segment, 150);
    }
    // One of them, all of them, and the first of many.
    for sequence in [512, 700, 701, 702, 10, 20, 30] {
        assert!(queue.remove(sequence) && !queue.remove(sequence));
        *segments.get_mut(&here.remove(&sequence).unwrap()).unwrap() -= 50;
    }
    queue.purge(55);
    here.retain(|sequence, _| *sequence > 55);
    segments.retain(|segment, bytes| *segment > 5 && *bytes > 0);
    let mut state = Vec::new();
    for _ in 0..2 {
        assert!(queue.visible().eq(here.keys().copied()));
        assert_eq!(live_bytes(&queue), segments);
        for segment in 1..=100 {
            let within = queue.in_segment(segment, segment * 10 + 1, 9);
            let within =
                within.into_iter().map(|(sequence, stretch, row)| (sequence, stretch.first + u64::from(row)));
            let expected =
                here.range(segment * 10 + 1..segment * 10 + 10).map(|(sequence, _)| (*sequence, *sequence));
            assert!(within.eq(expected));
        }
        let before = std::mem::replace(&mut state, written(&queue));
        assert!(before.is_empty() || before == state, "a checkpoint is read as it was written");
        queue = read(Order::Loose, &state).unwrap();
    }
}
