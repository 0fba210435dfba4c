//! Rules 1 and 2 of the log with two owners of the same partitions: the position check is the fence.

use millpond_log::Partition;
use millpond_partition::{Failure, Mail, ParcelId, Settlement};

use crate::ledger::account;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::history::check_answers;
use crate::ledger::truth::Truth;
use crate::ledger::world::World;

const UNAVAILABLE: Option<Reply> = Some(Reply::Failed(Failure::Unavailable));

/// Two processes: the first, which has been dethroned and does not know it, and the second, which serves.
fn dethroned(partitions: u32, reclaim: bool) -> World {
    let mut world = World::empty(partitions);
    world.start(1, reclaim).unwrap();
    world.settle();
    world.open(account(1));
    world.open(account(2));
    world.start(1, reclaim).unwrap();
    world.settle();
    world
}

fn check(world: &World) {
    check_answers(world, &Truth::read(world.log()));
}

#[test]
fn rule_1_of_equal_epochs_the_first_in_the_log_is_in_force() {
    let mut world = World::empty(1);
    world.start(1, false).unwrap();
    world.start(1, false).unwrap();
    // Both have read an empty log and claim epoch 1.
    world.processes[1].log.step();
    world.processes[0].log.step();
    world.poll();
    world.settle();
    assert!(!world.processes[0].is_serving());
    let refused = world.ask_of(0, account(1), Ask::Open { dead_letter: None });
    assert_eq!(world.reply(refused), UNAVAILABLE);
    // The void claim has shifted the second's positions, so that its first record is not answered.
    let replies: Vec<Option<Reply>> = (0..2)
        .map(|_| {
            let op = world.ask_of(1, account(1), Ask::Open { dead_letter: None });
            world.settle();
            world.reply(op)
        })
        .collect();
    assert_eq!(replies, [UNAVAILABLE, Some(Reply::Again)]);
    check(&world);
}

#[test]
fn rule_1_the_higher_epoch_dethrones_and_the_loser_cedes() {
    let mut world = dethroned(1, false);
    let (stale, good) = (
        world.ask_of(0, account(1), Ask::Put { coin: 1, due: 0 }),
        world.ask_of(1, account(1), Ask::Put { coin: 2, due: 0 }),
    );
    world.settle();
    assert_eq!(
        (world.reply(stale), world.reply(good)),
        (UNAVAILABLE, UNAVAILABLE),
        "the stale record shifts the good one"
    );
    let good = world.ask_of(1, account(1), Ask::Put { coin: 3, due: 0 });
    world.settle();
    assert_eq!(world.reply(good), Some(Reply::Done));
    assert!(world.processes[1].is_serving() && !world.processes[0].is_serving());
    check(&world);
}

#[test]
fn rule_2_nothing_that_a_dethroned_owner_answers_is_skipped_by_readers() {
    for reclaim in [false, true] {
        let mut world = dethroned(1, reclaim);
        let mut good = 0;
        for coin in 0..200 {
            // Both write as fast as they can; the log takes a few of each in turn.
            for process in 0..2 {
                world.ask_of(process, account(1), Ask::Put { coin: coin * 2 + process as u64, due: 0 });
            }
            let which = (coin / 3 % 2) as usize;
            world.processes[which].log.step_some(3);
            if coin % 5 == 0 {
                world.processes[1 - which].log.step();
            }
            world.processes[which].poll();
            world.collect();
        }
        world.settle();
        for (op, call) in &world.answers {
            good += u64::from(!call.failed() && world.asked[op].1 != (Ask::Open { dead_letter: None }));
        }
        assert!(good > 0, "some were answered");
        check(&world);
    }
}

#[test]
fn two_owners_that_both_want_a_partition_leave_it_with_one_of_them() {
    let mut world = dethroned(3, true);
    for coin in 0..50 {
        world.ask_of((coin % 2) as usize, account(1), Ask::Put { coin, due: 0 });
        world.settle();
    }
    let serving = world.processes.iter().filter(|process| process.is_serving()).count();
    assert!(serving >= 1);
    check(&world);
}

/// The receiver forgets a refusal when the sender has settled it. A dethroned sender that asks again must not hear
/// "accepted" instead.
#[test]
fn a_dethroned_sender_is_not_told_that_a_refused_parcel_was_accepted() {
    let mut world = World::serving(2);
    world.open(account(2)); // In partition 0; accounts 1 and 3 are in partition 1.
    world.put(account(2), 1);
    world.put(account(2), 2);
    world.settle();
    // The first process sends coin 1 to an account that is not there. The refusal does not reach it.
    world.ask(account(2), Ask::Move { to: account(1), wait: false });
    world.commit();
    let parcel = world.mail.pop_front().expect("the parcel has left");
    // Its successor settles the parcel and sends another one, so that the receiver may forget.
    world.start(1, false).unwrap();
    world.processes.swap(0, 1);
    world.settle();
    world.ask(account(2), Ask::Move { to: account(1), wait: false });
    world.settle();
    let forgets = |mail: &Mail| matches!(mail, Mail::Parcel { settled_below: 2, .. });
    assert!(world.mailed.iter().any(forgets), "{:?}", world.mailed);
    // The dethroned process's parcel arrives at the owner of partition 1 once more.
    world.mailed.clear();
    world.processes[0].deliver(parcel);
    world.collect();
    assert!(world.mailed.is_empty(), "whatever it is told, it may be wrong: {:?}", world.mailed);
    check(&world);
}

/// Two owners of a sender may give the same number to different parcels; only the one that is durable has left.
#[test]
fn a_receipt_for_a_parcel_that_has_not_left_is_another_owners() {
    let mut world = World::serving(2);
    world.open(account(2));
    world.open(account(1));
    world.put(account(2), 1);
    world.settle();
    world.ask(account(2), Ask::Move { to: account(1), wait: false });
    let id = ParcelId { to: Partition(1), number: 1 };
    let from = Partition(0);
    world.processes[0].deliver(Mail::Receipt { from, id, outcome: Settlement::Accepted });
    let state = world.processes[0].state(from);
    assert_eq!(
        state.accounts[&account(2)].coins.len(),
        1,
        "the coin is not handed over: its parcel has not left"
    );
    world.settle();
    check(&world);
    crate::ledger::history::check_rest(&world, &Truth::read(world.log()));
}
