//! Commands that wait for rows on disk.

use millpond_log::{Partition, RowKind, Stretch};
use millpond_partition::{Block, BlockRef, Failure, ResourceId};

use crate::ledger::account;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::world::World;

const PARTITION: Partition = Partition(0);

fn block_of(resource: ResourceId) -> BlockRef {
    let kind = RowKind { grouped: false, moved: false, listed: false };
    BlockRef::of(Stretch { segment: 1, resource: resource.0, first: 0, count: 1, kind, at: 128 }, 0)
}

#[test]
fn a_block_that_cannot_be_read_fails_those_who_wait_for_its_resource_and_nobody_else() {
    let mut world = World::serving(1);
    world.open(account(1));
    world.open(account(2));
    world.settle();
    let [first, again, other] = [1, 1, 2].map(|of| world.ask(account(of), Ask::Load));
    world.settle();
    assert_eq!([first, again, other].map(|op| world.reply(op)), [None; 3]);
    world.processes[0].owner(PARTITION).put_block(PARTITION, block_of(account(1)), None);
    world.settle();
    let unreadable = Some(Reply::Failed(Failure::Unreadable));
    assert_eq!([first, again, other].map(|op| world.reply(op)), [unreadable, unreadable, None]);
    world.processes[0].owner(PARTITION).put_block(
        PARTITION,
        block_of(account(2)),
        Some(Block::Rows(Vec::new())),
    );
    world.settle();
    assert_eq!(world.reply(other), Some(Reply::Done));
}
