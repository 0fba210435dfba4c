//! What is refused when the disk is full, and that what makes room goes on.

use millpond_log::Room;
use millpond_partition::{Failure, Mail, Settlement};

use crate::ledger::account;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::world::World;

const NO_ROOM: Option<Reply> = Some(Reply::Failed(Failure::NoRoom));

fn world(room: Room) -> World {
    let mut world = World::serving(1);
    world.open(account(1));
    let _ = [1, 2, 3].map(|coin| world.put(account(1), coin));
    world.settle();
    world.processes[0].log.set_room(room);
    world
}

fn ask(world: &mut World, ask: Ask) -> Option<Reply> {
    let op = world.ask(account(1), ask);
    world.settle();
    world.reply(op)
}

#[test]
fn with_the_reserve_left_only_what_grows_the_log_is_refused() {
    let mut world = world(Room::Reserve);
    assert_eq!(ask(&mut world, Ask::Put { coin: 4, due: 0 }), NO_ROOM);
    assert_eq!(ask(&mut world, Ask::Take { until: 0 }), Some(Reply::Coin(1)));
    assert_eq!(ask(&mut world, Ask::Spend { coin: 2 }), Some(Reply::Done));
    assert_eq!(ask(&mut world, Ask::Count), Some(Reply::Coins(1)));
}

#[test]
fn without_room_only_reads_are_answered() {
    let mut world = world(Room::None);
    assert_eq!(ask(&mut world, Ask::Put { coin: 4, due: 0 }), NO_ROOM);
    assert_eq!(ask(&mut world, Ask::Take { until: 0 }), NO_ROOM);
    assert_eq!(ask(&mut world, Ask::Count), Some(Reply::Coins(3)));
    world.processes[0].log.set_room(Room::Ample);
    assert_eq!(ask(&mut world, Ask::Put { coin: 4, due: 0 }), Some(Reply::Done));
}

#[test]
fn without_room_a_waiter_that_is_asked_writes_nothing() {
    let mut world = world(Room::Ample);
    let lent = [(); 3].map(|()| world.ask(account(1), Ask::Lend { until: 0, for_ms: 100 }));
    let waits = world.take(account(1), 20_000);
    let empty = world.take(account(1), 50);
    world.settle();
    assert_eq!(lent.map(|op| world.reply(op)), [1, 2, 3].map(|coin| Some(Reply::Coin(coin))));
    world.processes[0].log.set_room(Room::None);
    let before = world.entries(millpond_log::Partition(0)).len();
    world.pass(50);
    world.pass(50);
    world.settle();
    assert_eq!((world.reply(empty), world.reply(waits)), (NO_ROOM, NO_ROOM));
    assert_eq!(world.entries(millpond_log::Partition(0)).len(), before);
}

#[test]
fn without_room_a_receipt_waits_for_better_times() {
    let mut world = world(Room::Ample);
    let op = world.ask(account(1), Ask::Move { to: account(7), wait: true });
    world.commit();
    let parcel = world.mail.pop_front().unwrap();
    world.processes[0].deliver(parcel);
    world.commit();
    let receipt = world.mail.pop_front().unwrap();
    assert!(matches!(receipt, Mail::Receipt { outcome: Settlement::Refused, .. }));
    world.processes[0].log.set_room(Room::None);
    let before = world.entries(millpond_log::Partition(0)).len();
    world.processes[0].deliver(receipt);
    world.settle();
    assert_eq!(world.entries(millpond_log::Partition(0)).len(), before);
    world.processes[0].log.set_room(Room::Ample);
    world.pass(500);
    world.settle();
    assert_eq!(world.reply(op), Some(Reply::Settled(1, Settlement::Refused)));
}
