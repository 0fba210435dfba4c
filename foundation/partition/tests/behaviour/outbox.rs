//! The way from one partition to another: exactly one effect, whatever happens to the mail and to its two ends.

use millpond_log::{Partition, Room};
use millpond_partition::{Mail, Settlement};

use crate::ledger::account;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::history::check_rest;
use crate::ledger::truth::Truth;
use crate::ledger::world::World;

/// Two partitions. Account 1, in partition 1, has coins 1 to 4; account 2, in partition 0, has none.
fn world() -> World {
    let mut world = World::serving(2);
    world.open(account(1));
    world.open(account(2));
    let _ = [1, 2, 3, 4].map(|coin| world.put(account(1), coin));
    world.settle();
    world
}

fn send(world: &mut World, to: u64) -> u64 {
    world.ask(account(1), Ask::Move { to: account(to), wait: true })
}

/// Commits, and takes the only letter on its way.
fn letter(world: &mut World) -> Mail {
    world.commit();
    assert_eq!(world.mail.len(), 1, "{:?}", world.mail);
    world.mail.pop_front().unwrap()
}

fn deliver(world: &mut World, mail: &Mail) {
    world.processes[0].deliver(mail.clone());
    world.collect();
}

fn coins(world: &World, number: u64) -> Vec<u64> {
    let state = world.processes[0].state(account(number).partition(2));
    state.accounts[&account(number)].coins.values().map(|coin| coin.coin).collect()
}

/// Comes to rest, then checks that nothing was lost or doubled and that all outboxes are empty.
fn finish(world: &mut World) {
    world.settle();
    world.pass(500);
    world.settle();
    assert_eq!(world.processes[0].next_timer(), None, "nothing is left to be sent");
    check_rest(world, &Truth::read(world.log()));
}

#[test]
fn a_coin_moves() {
    let mut world = world();
    let op = send(&mut world, 2);
    finish(&mut world);
    assert_eq!(world.reply(op), Some(Reply::Settled(1, Settlement::Accepted)));
    assert_eq!((coins(&world, 1), coins(&world, 2)), (vec![2, 3, 4], vec![1]));
}

#[test]
fn a_parcel_that_is_lost_is_sent_again() {
    let mut world = world();
    let op = send(&mut world, 2);
    letter(&mut world);
    world.pass(499);
    assert!(world.mail.is_empty());
    world.pass(1);
    assert_eq!(world.mail.len(), 1);
    finish(&mut world);
    assert_eq!(world.reply(op), Some(Reply::Settled(1, Settlement::Accepted)));
}

#[test]
fn a_receipt_that_is_lost_is_given_again() {
    let mut world = world();
    send(&mut world, 2);
    let parcel = letter(&mut world);
    deliver(&mut world, &parcel);
    letter(&mut world);
    world.pass(500);
    assert_eq!(world.mail, [parcel]);
    finish(&mut world);
    assert_eq!(coins(&world, 2), [1]);
}

#[test]
fn mail_that_comes_many_times_has_one_effect() {
    let mut world = world();
    send(&mut world, 2);
    let parcel = letter(&mut world);
    (0..3).for_each(|_| deliver(&mut world, &parcel));
    world.commit();
    assert_eq!(world.mail.len(), 3);
    let receipt = world.mail[0].clone();
    (0..3).for_each(|_| deliver(&mut world, &receipt));
    finish(&mut world);
    assert_eq!((coins(&world, 1), coins(&world, 2)), (vec![2, 3, 4], vec![1]));
}

#[test]
fn parcels_that_overtake_each_other_are_decided_in_their_order() {
    let mut world = world();
    let _ = [(); 3].map(|()| send(&mut world, 2));
    world.commit();
    let parcels: Vec<Mail> = world.mail.drain(..).collect();
    assert_eq!(parcels.len(), 3);
    parcels.iter().rev().for_each(|parcel| deliver(&mut world, parcel));
    world.commit();
    assert_eq!(world.mail.len(), 1, "only the first one's turn had come");
    finish(&mut world);
    assert_eq!(coins(&world, 2), [1, 2, 3]);
}

#[test]
fn receipts_that_overtake_each_other_settle_in_order() {
    let mut world = world();
    let ops = [(); 3].map(|()| send(&mut world, 2));
    world.commit();
    let parcels: Vec<Mail> = world.mail.drain(..).collect();
    parcels.iter().for_each(|parcel| deliver(&mut world, parcel));
    world.commit();
    world.mail.make_contiguous().reverse();
    finish(&mut world);
    assert_eq!(
        ops.map(|op| world.reply(op)),
        [1, 2, 3].map(|c| Some(Reply::Settled(c, Settlement::Accepted)))
    );
    assert_eq!(coins(&world, 2), [1, 2, 3]);
}

#[test]
fn a_parcel_that_is_refused_comes_back() {
    let mut world = world();
    let op = send(&mut world, 90);
    finish(&mut world);
    assert_eq!(world.reply(op), Some(Reply::Settled(1, Settlement::Refused)));
    assert_eq!(coins(&world, 1), [1, 2, 3, 4]);
    let taken = world.take(account(1), 0);
    world.settle();
    assert_eq!(world.reply(taken), Some(Reply::Coin(1)), "it has its old place in the line");
}

#[test]
fn a_target_without_room_says_later_and_is_tried_again() {
    let mut world = world();
    let op = send(&mut world, 2);
    let parcel = letter(&mut world);
    world.processes[0].log.set_room(Room::Reserve);
    deliver(&mut world, &parcel);
    let later = world.mail.pop_front().unwrap();
    assert!(matches!(later, Mail::Receipt { outcome: Settlement::Later, .. }), "{later:?}");
    deliver(&mut world, &later);
    world.processes[0].log.set_room(Room::Ample);
    world.pass(49);
    assert!(world.mail.is_empty());
    world.pass(1);
    finish(&mut world);
    assert_eq!(world.reply(op), Some(Reply::Settled(1, Settlement::Accepted)));
}

#[test]
fn a_refusal_stands_when_the_sender_crashes_and_asks_again() {
    let mut world = world();
    send(&mut world, 90);
    let parcel = letter(&mut world);
    deliver(&mut world, &parcel);
    letter(&mut world); // The refusal is lost.
    // Now the account is there. The parcel was refused all the same, and its sender may have been told so before it crashed.
    world.open(account(90));
    world.kill(0);
    world.start(2, true).unwrap();
    finish(&mut world);
    assert_eq!((coins(&world, 1), coins(&world, 90)), (vec![1, 2, 3, 4], vec![]));
}

#[test]
fn either_end_crashes_at_each_step() {
    for refused in [false, true] {
        for crash in 0..8 {
            let mut world = world();
            send(&mut world, if refused { 90 } else { 2 });
            let mut step = 0;
            let mut here = |world: &mut World| {
                if step == crash {
                    world.kill(0);
                    world.start(1, true).unwrap();
                    world.settle();
                }
                step += 1;
            };
            here(&mut world);
            world.commit();
            here(&mut world);
            for _ in 0..2 {
                // The parcel, then the receipt.
                if let Some(mail) = world.mail.pop_front() {
                    deliver(&mut world, &mail);
                }
                here(&mut world);
                world.processes[0].log.step();
                here(&mut world); // On disk, but nobody has been told.
                world.poll();
                here(&mut world);
            }
            finish(&mut world);
            let (here, there) = (coins(&world, 1), coins(&world, 2));
            assert_eq!(here.len() + there.len(), 4, "crash at {crash}");
            assert!(crash == 0 || there.is_empty() == refused, "crash at {crash}");
        }
    }
}

#[test]
fn an_account_may_send_to_another_one_of_its_own_partition() {
    let mut world = world();
    world.open(account(3));
    let op = send(&mut world, 3);
    finish(&mut world);
    assert_eq!(world.reply(op), Some(Reply::Settled(1, Settlement::Accepted)));
    assert_eq!((coins(&world, 1), coins(&world, 3)), (vec![2, 3, 4], vec![1]));
}

#[test]
fn a_poor_receiver_of_many_loans_ends_among_the_dead_letters() {
    let mut world = World::serving(2);
    world.open(account(2));
    world.ask(account(1), Ask::Open { dead_letter: Some(account(2)) });
    world.put(account(1), 1);
    world.settle();
    for _ in 0..3 {
        let op = world.ask(account(1), Ask::Lend { until: 0, for_ms: 10 });
        world.settle();
        assert_eq!(world.reply(op), Some(Reply::Coin(1)));
        world.pass(10);
    }
    // The receive that finds it goes on waiting; it has only moved it away.
    let until = world.now() + 1000;
    let op = world.ask(account(1), Ask::Lend { until, for_ms: 10 });
    world.settle();
    assert_eq!((world.reply(op), coins(&world, 2)), (None, vec![1]));
    world.put(account(1), 2);
    world.settle();
    assert_eq!(world.reply(op), Some(Reply::Coin(2)));
    finish(&mut world);
}

#[test]
fn parcels_to_different_partitions_do_not_wait_for_each_other() {
    let mut world = World::serving(3);
    let _ = [1, 2, 3].map(|number| world.open(account(number)));
    let _ = [1, 2].map(|coin| world.put(account(1), coin));
    world.settle();
    let stuck = world.ask(account(1), Ask::Move { to: account(2), wait: true });
    world.commit();
    world.mail.clear();
    let goes = world.ask(account(1), Ask::Move { to: account(3), wait: true });
    world.settle();
    assert_eq!(world.reply(stuck), None);
    assert_eq!(world.reply(goes), Some(Reply::Settled(2, Settlement::Accepted)));
    world.pass(500);
    finish(&mut world);
    assert_eq!(world.reply(stuck), Some(Reply::Settled(1, Settlement::Accepted)));
}

#[test]
fn mail_for_a_partition_that_is_being_claimed_waits_there() {
    let mut world = world();
    let op = send(&mut world, 2);
    let parcel = letter(&mut world);
    world.processes[0].log.plan(Partition(0), &[millpond_log::Fate::Lost]);
    world.put(account(2), 9);
    world.commit();
    deliver(&mut world, &parcel);
    world.settle();
    assert_eq!(world.reply(op), Some(Reply::Settled(1, Settlement::Accepted)), "without being sent again");
    finish(&mut world);
}
