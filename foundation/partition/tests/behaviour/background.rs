//! What a state does by itself, and what its parcels take along.

use millpond_log::event::Event;
use millpond_log::{Fate, Partition, Room};
use millpond_partition::Mail;

use crate::ledger::account;
use crate::ledger::calls::{Ask, Parcel, Reply};
use crate::ledger::events::{Fact, LedgerEvent};
use crate::ledger::history::check_rest;
use crate::ledger::state::DRAIN_MS;
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

fn drain(world: &mut World, coins: u64) {
    let op = world.ask(account(1), Ask::Drain { to: account(2), coins });
    world.settle();
    assert_eq!(world.reply(op), Some(Reply::Done));
}

fn arrived(world: &World) -> Vec<u64> {
    let state = world.processes[0].state(Partition(0));
    state.accounts[&account(2)].coins.values().map(|coin| coin.coin).collect()
}

fn finish(world: &mut World, coins: &[u64]) {
    for _ in 0..10 {
        world.pass(DRAIN_MS);
        world.settle();
    }
    assert_eq!(arrived(world), coins);
    assert_eq!(world.processes[0].next_timer(), None, "work that is done wakes nobody");
    check_rest(world, &Truth::read(world.log()));
}

#[test]
fn work_goes_on_in_the_background() {
    let mut world = world();
    drain(&mut world, 3);
    assert_eq!(world.processes[0].next_timer(), Some(world.now()), "it is due at once");
    for done in 1..=3 {
        world.tick();
        world.settle();
        assert_eq!(arrived(&world).len(), done);
        world.clock.advance(DRAIN_MS);
    }
    finish(&mut world, &[1, 2, 3]);
}

#[test]
fn work_goes_on_where_it_stood_when_the_process_ends() {
    let mut world = world();
    drain(&mut world, 3);
    world.tick();
    world.settle();
    world.kill(0);
    world.start(2, true).unwrap();
    world.settle();
    assert_eq!(arrived(&world), [1]);
    finish(&mut world, &[1, 2, 3]);
}

#[test]
fn work_that_was_lost_with_its_record_is_done_again() {
    let mut world = world();
    drain(&mut world, 2);
    world.processes[0].log.plan(Partition(1), &[Fate::Lost]);
    world.tick();
    assert!(world.mailed.is_empty());
    world.settle();
    assert!(arrived(&world).is_empty() && world.mailed.is_empty(), "what was not durable has not left");
    finish(&mut world, &[1, 2]);
}

#[test]
fn work_waits_for_room() {
    let mut world = world();
    drain(&mut world, 2);
    world.processes[0].log.set_room(Room::Reserve);
    for _ in 0..5 {
        world.pass(DRAIN_MS);
        world.settle();
    }
    assert!(arrived(&world).is_empty());
    assert!(
        world.processes[0].next_timer().is_some_and(|at| at > world.now()),
        "it is not asked all the time"
    );
    world.processes[0].log.set_room(Room::Ample);
    world.pass(100);
    world.settle();
    finish(&mut world, &[1, 2]);
}

#[test]
fn a_partition_that_is_claimed_does_no_work() {
    let mut world = world();
    drain(&mut world, 2);
    world.processes[0].log.plan(Partition(1), &[Fate::Lost]);
    world.put(account(1), 9);
    world.commit();
    assert!(!world.processes[0].is_serving());
    world.pass(DRAIN_MS);
    assert_eq!(world.processes[0].next_timer(), None);
    world.settle();
    finish(&mut world, &[1, 2]);
}

/// The coin of the event that a parcel carries.
fn carried(mail: &Mail) -> Option<Fact> {
    let Mail::Parcel { payload, attach: None, .. } = mail else { return None };
    let event = Event::parse(payload.get(Parcel::BYTES..)?, 0).ok()?;
    Some(LedgerEvent::read(event).unwrap().fact)
}

#[test]
fn a_parcel_takes_along_the_event_that_stored_its_coin() {
    let mut world = world();
    world.open(account(3));
    world.ask(account(1), Ask::Move { to: account(2), wait: false });
    world.commit();
    assert!(matches!(world.mail.front().and_then(carried), Some(Fact::Put { coin: 1, .. })));
    world.settle();
    // Where it has come to, another event stores it.
    world.ask(account(2), Ask::Move { to: account(3), wait: false });
    world.commit();
    assert!(matches!(world.mail.front().and_then(carried), Some(Fact::Accepted { coin: 1, .. })));
    // Also after a crash, when it is sent again.
    world.mail.clear();
    world.kill(0);
    world.start(1, true).unwrap();
    world.commit();
    assert!(matches!(world.mail.front().and_then(carried), Some(Fact::Accepted { coin: 1, .. })));
    world.settle();
    finish(&mut world, &[]);
}
