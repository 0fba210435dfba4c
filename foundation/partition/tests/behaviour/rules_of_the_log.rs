//! Rules 1 to 4 of the log, seen by one owner: what counts, what is answered, what was given up.

use millpond_log::{Entry, Epoch, Fate, NodeId, Partition};
use millpond_partition::Failure;

use crate::ledger::account;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::history::{check_answers, check_rest};
use crate::ledger::truth::Truth;
use crate::ledger::world::World;

const P: Partition = Partition(0);
const UNAVAILABLE: Option<Reply> = Some(Reply::Failed(Failure::Unavailable));

/// One partition, one account, and a plan for what is written next.
fn world(fates: &[Fate]) -> World {
    let mut world = World::serving(1);
    world.open(account(1));
    world.processes[0].log.plan(P, fates);
    world
}

fn coins(world: &mut World) -> usize {
    let op = world.ask(account(1), Ask::Count);
    world.settle();
    match world.reply(op) {
        Some(Reply::Coins(coins)) => coins,
        other => panic!("{other:?}"),
    }
}

fn claims(world: &World) -> usize {
    world.entries(P).iter().filter(|entry| matches!(entry, Entry::Claim { .. })).count()
}

/// Everything answered counts, and the owner's state is that of every reader.
fn check(world: &World) {
    let truth = Truth::read(world.log());
    check_answers(world, &truth);
    check_rest(world, &truth);
    let served = world.processes[0].state(P).settled_at(world.now());
    assert_eq!(served, truth.of(P).state.settled_at(world.now()));
}

#[test]
fn rule_1_after_a_gap_nothing_counts_until_the_next_claim() {
    let mut world = world(&[Fate::Silent]);
    let ops = [world.put(account(1), 1), world.put(account(1), 2), world.put(account(1), 3)];
    world.settle();
    assert_eq!(ops.map(|op| world.reply(op)), [UNAVAILABLE; 3], "2 and 3 stand behind a gap");
    assert_eq!(coins(&mut world), 0);
    let again = world.put(account(1), 2);
    world.settle();
    assert_eq!((world.reply(again), coins(&mut world)), (Some(Reply::Done), 1));
    check(&world);
}

#[test]
fn rule_1_a_record_of_nobody_who_holds_the_claim_is_passed_over() {
    let mut world = world(&[]);
    // Somebody writes without ever having claimed. It shifts the positions, so the owner treats it as a rival.
    let record =
        millpond_log::Record { epoch: Epoch(1), owner: NodeId(99), owner_seq: 1, body: vec![0].into() };
    let stranger = world.log().rival();
    millpond_log::Log::attach(&stranger, 1, std::sync::Arc::new(|_| {}));
    millpond_log::Log::submit(&stranger, P, record, millpond_log::Durability::Now);
    stranger.step();
    let op = world.put(account(1), 1);
    world.settle();
    assert_eq!(world.reply(op), UNAVAILABLE);
    // Its record stood below the owner's, which had the right number: it counts, but it was not answered.
    assert_eq!(coins(&mut world), 1);
    check(&world);
}

#[test]
fn rule_2_out_of_order_confirmations_let_answers_leave_in_order() {
    let mut world = world(&[Fate::ConfirmedLate, Fate::Confirmed, Fate::ConfirmedLate]);
    let ops = [1, 2, 3, 4].map(|coin| world.put(account(1), coin));
    world.commit();
    assert_eq!(world.order.len(), 1, "2 is on disk, and 1 is not known to be");
    // The log tells of 3, then of 1.
    world.processes[0].log.release();
    world.poll();
    assert_eq!(world.order[1..], ops);
    check(&world);
}

#[test]
fn rule_2_a_confirmation_at_another_position_proves_nothing() {
    let mut world = world(&[]);
    let first = world.put(account(1), 1);
    world.commit();
    // A claim that is void: its epoch is not above the one in force.
    let stranger = world.log().rival();
    millpond_log::Log::attach(&stranger, 1, std::sync::Arc::new(|_| {}));
    millpond_log::Log::claim(&stranger, P, Epoch(1), NodeId(99));
    stranger.step();
    let second = world.put(account(1), 2);
    world.settle();
    assert_eq!([first, second].map(|op| world.reply(op)), [Some(Reply::Done), UNAVAILABLE]);
    let third = world.put(account(1), 3);
    world.settle();
    assert_eq!(world.reply(third), Some(Reply::Done), "it has claimed the partition again");
    check(&world);
}

#[test]
fn rule_3_stored_but_answered_unknown() {
    let mut world = world(&[Fate::StoredUnknown]);
    let op = world.put(account(1), 1);
    world.settle();
    assert_eq!(world.reply(op), UNAVAILABLE);
    assert_eq!(coins(&mut world), 1, "unknown is not undone");
    let again = world.put(account(1), 1);
    world.settle();
    assert_eq!((world.reply(again), coins(&mut world)), (Some(Reply::Again), 1));
    check(&world);
}

#[test]
fn rule_3_not_stored_and_answered_unknown() {
    let mut world = world(&[Fate::Lost]);
    let op = world.put(account(1), 1);
    world.settle();
    assert_eq!(world.reply(op), UNAVAILABLE);
    let again = world.put(account(1), 1);
    world.settle();
    assert_eq!((world.reply(again), coins(&mut world)), (Some(Reply::Done), 1));
    check(&world);
}

#[test]
fn rule_3_what_was_given_up_appears_later_and_does_not_count() {
    let mut world = world(&[Fate::Delayed]);
    let op = world.put(account(1), 1);
    world.settle();
    assert_eq!(world.reply(op), UNAVAILABLE);
    let mark = world.put(account(1), 2);
    world.settle();
    assert_eq!(world.reply(mark), Some(Reply::Done));
    assert_eq!(world.log().appear(), 1);
    assert_eq!(coins(&mut world), 1);
    // The stale record has shifted the positions: the next write is not answered, the one after is.
    let [shifted, good] = [3, 4].map(|coin| {
        let op = world.put(account(1), coin);
        world.settle();
        op
    });
    assert_eq!((world.reply(shifted), world.reply(good)), (UNAVAILABLE, Some(Reply::Done)));
    check(&world);
}

#[test]
fn rule_3_what_was_given_up_appears_before_the_next_claim_and_counts() {
    let mut world = world(&[Fate::Delayed]);
    let op = world.put(account(1), 1);
    world.processes[0].log.step();
    world.poll(); // Given up; the claim is submitted, and not in the log yet.
    assert_eq!(world.reply(op), UNAVAILABLE);
    world.log().appear();
    world.settle();
    assert_eq!(coins(&mut world), 1);
    check(&world);
}

#[test]
fn rule_3_a_record_and_a_claim_appear_after_their_process_has_ended() {
    let mut world = world(&[Fate::Delayed, Fate::Delayed]);
    world.put(account(1), 1);
    world.settle();
    world.kill(0);
    world.start(1, true).unwrap();
    world.settle();
    let op = world.put(account(1), 2);
    world.settle();
    assert_eq!(world.reply(op), Some(Reply::Done));
    assert_eq!(world.log().appear(), 2, "a record and a claim of the first process");
    assert_eq!(coins(&mut world), 1);
    let ops = [3, 4].map(|coin| {
        let op = world.put(account(1), coin);
        world.settle();
        op
    });
    assert_eq!(world.reply(ops[1]), Some(Reply::Done), "the new owner holds the partition again");
    check(&world);
}

#[test]
fn rule_4_all_who_wait_get_a_5xx_and_the_state_is_built_again() {
    for fate in [Fate::Lost, Fate::Fenced, Fate::Gap { got: 7 }, Fate::StoredUnknown, Fate::Delayed] {
        let mut world = world(&[]);
        world.open(account(2));
        let waits = world.take(account(2), 10_000);
        world.put(account(1), 1);
        world.settle();
        let parked = world.ask(account(1), Ask::Move { to: account(9), wait: true });
        world.commit();
        assert_eq!(world.mail.len(), 1, "the parcel has left and is lost");
        world.mail.clear();
        world.processes[0].log.plan(P, &[fate]);
        let held = world.put(account(1), 2);
        let reads = world.ask(account(1), Ask::Count);
        world.commit();
        assert_eq!([waits, parked, held, reads].map(|op| world.reply(op)), [UNAVAILABLE; 4], "{fate:?}");
        world.settle();
        assert_eq!(claims(&world), 2, "{fate:?}");
        world.pass(500);
        world.settle();
        check(&world);
    }
}

#[test]
fn rule_4_requests_that_come_during_a_claim_wait_for_it() {
    let mut world = world(&[Fate::Lost]);
    world.put(account(1), 1);
    world.commit();
    let early = world.put(account(1), 2);
    assert_eq!(world.reply(early), None);
    world.settle();
    assert_eq!(world.reply(early), Some(Reply::Done));
    check(&world);
}

#[test]
fn rule_4_nothing_from_unconfirmed_state_leaves() {
    let mut world = world(&[]);
    world.open(account(2));
    world.put(account(1), 1);
    world.settle();
    world.processes[0].log.plan(P, &[Fate::Lost]);
    let moved = world.ask(account(1), Ask::Move { to: account(2), wait: false });
    world.settle();
    assert_eq!(world.reply(moved), UNAVAILABLE);
    assert!(world.mailed.is_empty(), "the parcel was never posted durably: {:?}", world.mailed);
    check(&world);
}

#[test]
fn a_hundred_records_of_unknown_fate_cost_one_claim() {
    let mut world = world(&[Fate::Lost; 100]);
    for coin in 0..100 {
        world.put(account(1), coin);
    }
    world.settle();
    assert!(world.processes[0].is_serving());
    assert_eq!(claims(&world), 2, "each answer of the log was taken for news of the latest claim");
    check(&world);
}

#[test]
fn a_late_confirmation_from_an_earlier_claim_changes_nothing() {
    let mut world = world(&[Fate::ConfirmedLate, Fate::Lost]);
    let ops = [1, 2].map(|coin| world.put(account(1), coin));
    world.settle();
    assert_eq!(ops.map(|op| world.reply(op)), [UNAVAILABLE; 2]);
    let held = world.put(account(1), 3);
    world.processes[0].log.release();
    world.poll();
    assert_eq!(world.reply(held), None, "another record was confirmed");
    world.settle();
    assert_eq!((world.reply(held), claims(&world)), (Some(Reply::Done), 2));
    check(&world);
}

#[test]
fn repeats_whose_clients_have_gone_do_not_pile_up() {
    let mut world = World::serving(2);
    world.ask(account(0), Ask::Name { name: 5 });
    world.commit();
    world.mail.clear();
    let switches: Vec<_> = (0..100)
        .map(|_| {
            let call = world.call(account(0), Ask::Name { name: 5 });
            let switch = call.gone();
            world.processes[0].execute(call);
            switch.store(true, std::sync::atomic::Ordering::Relaxed);
            switch
        })
        .collect();
    let kept = switches.iter().filter(|switch| std::sync::Arc::strong_count(switch) > 1).count();
    assert_eq!(kept, 1, "the last one will be dropped by the next");
}

#[test]
fn a_claim_that_fails_is_made_again() {
    for fate in [Fate::Lost, Fate::Fenced, Fate::StoredUnknown, Fate::Delayed] {
        let mut world = world(&[Fate::Lost, fate, fate]);
        world.put(account(1), 1);
        world.settle();
        world.log().appear();
        let ops = [2, 3].map(|coin| {
            let op = world.put(account(1), coin);
            world.settle();
            op
        });
        assert_eq!(world.reply(ops[1]), Some(Reply::Done), "{fate:?}");
        check(&world);
    }
}
