//! What a checkpoint may hold, and what a start makes of it. (Any power cut in between: `power_cuts.rs`.)
#![allow(clippy::unwrap_used, reason = "a test")]

mod ledger;

use ledger::account;
use ledger::calls::Reply;
use ledger::checkpoints::Checkpoint;
use ledger::outage::Segments;
use ledger::storm::check_states;
use ledger::truth::Truth;
use ledger::world::World;
use millpond_log::segment::Sync;
use millpond_runtime::disk::Fault;

/// One process on segment files, with an account and a coin in it.
fn world() -> World<Segments> {
    let mut world = World::on(Segments::new(7, Sync::Fsync, [64 << 10; 4]));
    world.start(2, true).unwrap();
    world.settle();
    world.open(account(1));
    world.put(account(1), 5);
    world.settle();
    world
}

fn begin_again(world: &mut World<Segments>) {
    world.processes.clear();
    world.engine.disk = world.engine.disk.kill();
    world.start(2, true).unwrap();
    world.settle();
    check_states(world, &Truth::read(&*world.processes[0].log));
}

#[test]
fn a_start_goes_on_from_the_checkpoint() {
    let mut world = world();
    assert!(Checkpoint::default().go_on(&mut world.processes[0]).unwrap());
    let behind = world.put(account(1), 6);
    world.settle();
    assert_eq!(world.reply(behind), Some(Reply::Done));
    begin_again(&mut world);
    assert_eq!(world.processes[0].log.segments.recovery().checkpoint, Some(1));
    for coin in [5, 6] {
        let taken = world.take(account(1), 0);
        world.settle();
        assert_eq!(world.reply(taken), Some(Reply::Coin(coin)));
    }
}

#[test]
fn a_checkpoint_waits_for_what_it_has_seen() {
    let mut world = world();
    let mut checkpoint = Checkpoint::default();
    world.put(account(1), 6);
    assert!(!checkpoint.go_on(&mut world.processes[0]).unwrap(), "the second coin is not on the disk");
    world.settle();
    assert!(checkpoint.go_on(&mut world.processes[0]).unwrap());
}

#[test]
fn a_checkpoint_raced_with_a_failing_sync() {
    let mut world = world();
    assert!(Checkpoint::default().go_on(&mut world.processes[0]).unwrap());
    let lost = world.put(account(1), 6);
    let mut checkpoint = Checkpoint::default();
    assert!(!checkpoint.go_on(&mut world.processes[0]).unwrap());
    world.engine.disk.inject(Fault::SyncFails { after: 0 });
    world.commit();
    assert!(world.processes[0].log.segments.has_failed());
    assert!(!checkpoint.go_on(&mut world.processes[0]).unwrap_or(false), "its state was never on the disk");
    assert_eq!(world.reply(lost), None);
    // The page cache may have it, the disk may not: whichever, the state is that of the log.
    let of_power = world.engine.disk.copy().crash(&millpond_runtime::SeededRandom::new(1));
    for disk in [world.engine.disk.kill(), of_power] {
        world.engine.disk = disk;
        world.processes.clear();
        world.start(1, true).unwrap();
        world.settle();
        assert_eq!(world.processes[0].log.segments.recovery().checkpoint, Some(1));
        check_states(&world, &Truth::read(&*world.processes[0].log));
    }
}
