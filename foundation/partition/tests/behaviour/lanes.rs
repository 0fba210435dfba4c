//! Threads are a property of the machine: however many owners share the partitions, the state is the same.

use millpond_log::Partition;

use crate::ledger::account;
use crate::ledger::calls::Ask;
use crate::ledger::history::check_rest;
use crate::ledger::state::Ledger;
use crate::ledger::truth::Truth;
use crate::ledger::world::World;

const P: u32 = 7;

fn start(world: &mut World, lanes: usize) {
    world.processes.clear();
    world.start(lanes, true).unwrap();
    world.settle();
    assert!(world.processes[0].is_serving());
}

/// A day's work: each thing done before the next begins, so that the mail has one order.
fn work(world: &mut World, first_coin: u64) {
    for at in 1..=9 {
        let dead_letter = Some(account(at % 9 + 1));
        world.ask(account(at), Ask::Open { dead_letter });
        world.ask(account(0), Ask::Name { name: at % 4 });
        world.settle();
    }
    for at in 0..60 {
        let due = if at % 5 == 0 { world.now() + 100 } else { 0 };
        world.ask(account(1 + at % 9), Ask::Put { coin: first_coin + at, due });
        world.settle();
        match at % 4 {
            0 => drop(world.take(account(1 + at % 7), 150)),
            1 => drop(world.ask(account(1 + at % 8), Ask::Move { to: account(1 + at * 3 % 10), wait: true })),
            _ => drop(world.ask(account(1 + at % 6), Ask::Spend { coin: first_coin + at / 2 })),
        }
        world.pass(20);
        world.settle();
    }
    world.pass(1000);
    world.settle();
}

fn states(world: &World) -> Vec<Ledger> {
    (0..P).map(|p| world.processes[0].state(Partition(p)).settled_at(world.now())).collect()
}

#[test]
fn one_two_or_four_owners_come_to_the_same_state() {
    let one = |lanes| {
        let mut world = World::empty(P);
        start(&mut world, lanes);
        work(&mut world, 1);
        (states(&world), world.answers.values().map(|call| (call.op, call.reply)).collect::<Vec<_>>())
    };
    let first = one(1);
    assert_eq!(one(2), first);
    assert_eq!(one(4), first);
}

#[test]
fn reopened_with_another_number_of_owners_the_state_is_the_same() {
    let mut world = World::empty(P);
    for (day, lanes) in (0..).zip([1, 2, 4, 7, 3, 1]) {
        start(&mut world, lanes);
        work(&mut world, 1 + day * 100);
        world.ask(account(1), Ask::Lend { until: 0, for_ms: 5_000 });
        world.settle();
        let before = states(&world);
        for lanes in [4, 2, 1] {
            start(&mut world, lanes);
            assert_eq!(states(&world), before);
        }
    }
    check_rest(&world, &Truth::read(world.log()));
}
