//! A partition that is fenced builds its state again, on a log that has let go of its beginning: from the newest
//! checkpoint, and from what was confirmed behind it.

use millpond_log::segment::Sync;
use millpond_log::{Log, LogError, Partition, Position};
use millpond_partition::{Begun, Machine};

use crate::ledger::account;
use crate::ledger::archive::Archive;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::outage::Segments;
use crate::ledger::shaky::Doubt;
use crate::ledger::storm::{check_states, check_stored};
use crate::ledger::truth::Truth;
use crate::ledger::upkeep::{Kept, Upkeep};
use crate::ledger::world::World;

/// Account 1, in partition 1, has had a hundred coins and has the last three of them; two checkpoints have let go of the
/// segments of all others.
fn trimmed() -> (World<Segments>, Archive) {
    let mut world = World::on(Segments::new(1, Sync::Fsync, [8 << 10; 4]));
    world.start(1, true).unwrap();
    world.settle();
    world.open(account(1));
    let mut archive = Archive::default();
    put(&mut world, 1..101);
    for _ in 0..97 {
        world.take(account(1), 0);
    }
    world.settle();
    // A coin that is live is written again, out of the segments that are to go.
    for _ in 0..4 {
        keep_up(&mut world, &mut archive);
        put(&mut world, 0..0);
    }
    let (first, _) = world.processes[0].log.bounds(P).unwrap();
    assert!(first.0 > 50, "{first:?}: the beginning is gone");
    let below = world.processes[0].log.replay(&[(P, Position(0))], &mut |_, _, _| Ok(()));
    assert!(matches!(below, Err(LogError::Trimmed { .. })));
    (world, archive)
}

const P: Partition = Partition(1);

fn put(world: &mut World<Segments>, coins: std::ops::Range<u64>) {
    for coin in coins {
        world.put(account(1), coin);
        world.settle();
    }
}

fn index(world: &mut World<Segments>) {
    while world.processes[0].log.segments.index_next().unwrap() {}
    world.poll();
}

/// Sidecars, a checkpoint, and copies of what stands in sparse segments.
fn keep_up(world: &mut World<Segments>, archive: &mut Archive) {
    let (mut upkeep, mut kept) = (Upkeep::default(), Kept::default());
    index(world);
    upkeep.checkpoint(world, archive, &mut kept).unwrap();
    assert_eq!(kept.checkpoints, 1);
    upkeep.forward(world, &mut kept);
    world.settle();
}

/// The fate of the next record is unknown: the partition is given up and claimed again.
fn fence(world: &mut World<Segments>, doubt: Doubt, coin: u64) {
    world.processes[0].log.plan(P, doubt);
    let op = world.put(account(1), coin);
    world.poll();
    world.settle();
    assert!(world.answers[&op].failed() && world.processes[0].is_serving() && world.alarms.is_empty());
}

fn coins(world: &World<Segments>) -> Vec<u64> {
    world.processes[0].state(P).all_coins().map(|coin| coin.coin).collect()
}

fn check(world: &World<Segments>, archive: &mut Archive) {
    archive.take(&*world.processes[0].log).unwrap();
    check_states(world, &Truth::of_entries(archive.entries()));
    check_stored(world);
}

#[test]
fn a_fenced_partition_is_built_from_the_checkpoint_and_what_was_confirmed_behind_it() {
    for (doubt, expected) in
        [(Doubt::NotStored, vec![98, 99, 100, 200, 201]), (Doubt::Stored, vec![98, 99, 100, 200, 201, 300])]
    {
        let (mut world, mut archive) = trimmed();
        put(&mut world, 200..202);
        fence(&mut world, doubt, 300);
        assert_eq!(coins(&world), expected, "{doubt:?}");
        let again = world.put(account(1), 5);
        world.settle();
        assert_eq!(world.reply(again), Some(Reply::Again), "what the checkpoint remembers is remembered");
        check(&world, &mut archive);
    }
}

/// Or their segments would never be let go, and their rows stay in memory, until the process ends.
#[test]
fn a_partition_that_is_built_again_knows_which_segments_have_a_sidecar() {
    let (mut world, mut archive) = trimmed();
    put(&mut world, 200..260);
    index(&mut world);
    let hot_from = |world: &World<Segments>| world.processes[0].state(P).hot_from().unwrap();
    let before = hot_from(&world);
    fence(&mut world, Doubt::NotStored, 300);
    assert_eq!(hot_from(&world), before, "of the coins in sealed segments none has its row in memory");
    check(&world, &mut archive);

    // And goes on hearing of the next ones, of each once.
    put(&mut world, 400..440);
    index(&mut world);
    assert!(hot_from(&world) > before);
    fence(&mut world, Doubt::Stored, 500);
    put(&mut world, 600..640);
    fence(&mut world, Doubt::Stored, 700);
    index(&mut world);
    check(&world, &mut archive);
    for _ in 0..3 {
        world.ask(account(1), Ask::Count);
        keep_up(&mut world, &mut archive);
    }
    check(&world, &mut archive);
}

/// Its snapshot was handed in before; what it was about to read is gone when its claim is confirmed.
#[test]
fn a_checkpoint_that_is_written_while_a_partition_is_claimed_again_does_not_halt_it() {
    for (doubt, expected) in [(Doubt::NotStored, vec![98, 99, 100]), (Doubt::Stored, vec![98, 99, 100, 300])]
    {
        let mut world = World::on(Segments::new(1, Sync::Fsync, [8 << 10; 4]));
        world.start(1, true).unwrap();
        world.settle();
        world.open(account(1));
        let mut archive = Archive::default();
        put(&mut world, 1..101);
        for _ in 0..97 {
            world.take(account(1), 0);
        }
        world.settle();
        index(&mut world);
        archive.take(&*world.processes[0].log).unwrap();
        let process = &mut world.processes[0];
        let partitions = process.partitions();
        assert!((0..partitions).map(Partition).all(|of| process.owner(of).begin_snapshot(of)));
        let snapshots: Vec<_> = process.owners[0].take_snapshots().map(Begun::finish).collect();
        assert_eq!(snapshots.len(), partitions as usize);
        // The first one lets nothing go.
        world.processes[0].log.segments.write_checkpoint(snapshots.clone()).unwrap();
        assert_eq!(world.processes[0].log.segments.stats().dropped, 0);

        world.processes[0].log.plan(P, doubt);
        let op = world.put(account(1), 300);
        world.poll();
        assert!(world.answers[&op].failed() && !world.processes[0].is_serving());
        let segments = &world.processes[0].log.segments;
        segments.write_checkpoint(snapshots).unwrap();
        assert!(segments.stats().dropped > 0);

        world.settle();
        assert_eq!(world.alarms, [""; 0]);
        assert!(world.processes[0].is_serving());
        assert_eq!(coins(&world), expected, "{doubt:?}");
        check(&world, &mut archive);
    }
}

#[test]
fn a_partition_that_was_built_again_is_found_by_the_next_process() {
    let (mut world, mut archive) = trimmed();
    for round in 0..6 {
        put(&mut world, 200 + round * 20..220 + round * 20);
        fence(&mut world, if round % 2 == 0 { Doubt::Stored } else { Doubt::NotStored }, 1000 + round);
        if round % 3 == 0 {
            keep_up(&mut world, &mut archive);
        }
        let before = coins(&world);
        archive.take(&*world.processes[0].log).unwrap();
        world.kill(0);
        world.engine.kill();
        world.start(1 + round as usize % 2, true).unwrap();
        world.settle();
        assert_eq!(coins(&world), before);
        check(&world, &mut archive);
    }
}
