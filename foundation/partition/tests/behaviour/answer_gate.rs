//! Answers wait for what they have seen: nothing that comes from unconfirmed state leaves a partition.

use millpond_partition::{Mail, Settlement};

use crate::ledger::account;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::history::check_answers;
use crate::ledger::truth::Truth;
use crate::ledger::world::World;

/// Two partitions; accounts 1 and 2 are open, in partitions 1 and 0. Account 1 has coins 1 to 3.
fn world() -> World {
    let mut world = World::serving(2);
    world.open(account(1));
    world.open(account(2));
    let _ = [1, 2, 3].map(|coin| world.put(account(1), coin));
    world.settle();
    world
}

/// Asks with a put under way that is not on disk; returns what was answered before and after it is.
fn ask_behind_a_put(ask: Ask) -> (Option<Reply>, Option<Reply>) {
    let mut world = world();
    let put = world.put(account(1), 4);
    let op = world.ask(account(1), ask);
    world.tick();
    world.poll();
    assert_eq!(world.reply(put), None);
    let before = world.reply(op);
    world.commit();
    assert_eq!(world.reply(put), Some(Reply::Done));
    assert!(before.is_some() || world.order.ends_with(&[put, op]), "answers leave in order");
    check_answers(&world, &Truth::read(world.log()));
    (before, world.reply(op))
}

#[test]
fn a_success_waits() {
    assert_eq!(ask_behind_a_put(Ask::Put { coin: 5, due: 0 }), (None, Some(Reply::Done)));
}

#[test]
fn the_repeat_of_an_idempotent_call_waits_for_the_first() {
    assert_eq!(ask_behind_a_put(Ask::Put { coin: 4, due: 0 }), (None, Some(Reply::Again)));
}

#[test]
fn a_read_waits() {
    assert_eq!(ask_behind_a_put(Ask::Count), (None, Some(Reply::Coins(4))));
}

#[test]
fn an_error_waits() {
    let mut world = world();
    let freezes = world.ask(account(1), Ask::Freeze { on: true });
    let op = world.put(account(1), 4);
    assert_eq!((world.reply(freezes), world.reply(op)), (None, None), "the freeze may be lost");
    world.commit();
    assert_eq!(world.reply(op), Some(Reply::Error("the account is frozen")));
}

#[test]
fn an_empty_receive_waits() {
    let mut world = world();
    let taken = [1, 2, 3].map(|_| world.take(account(1), 0));
    let op = world.take(account(1), 0);
    assert_eq!(world.reply(op), None);
    world.commit();
    assert_eq!(taken.map(|op| world.reply(op)), [1, 2, 3].map(|coin| Some(Reply::Coin(coin))));
    assert_eq!(world.reply(op), Some(Reply::Empty));
}

#[test]
fn a_lazy_answer_does_not_wait_for_its_own_events_and_holds_nobody_back() {
    let mut world = world();
    let lends = world.ask(account(1), Ask::Lend { until: 0, for_ms: 50 });
    let reads = world.ask(account(1), Ask::Count);
    assert_eq!(world.reply(lends), Some(Reply::Coin(1)));
    assert_eq!(world.reply(reads), Some(Reply::Coins(3)));
}

#[test]
fn a_lazy_answer_waits_for_what_others_have_written() {
    assert_eq!(ask_behind_a_put(Ask::Lend { until: 0, for_ms: 50 }), (None, Some(Reply::Coin(1))));
}

#[test]
fn an_answer_behind_a_lazy_one_waits_for_itself_only() {
    let mut world = world();
    world.ask(account(1), Ask::Lend { until: 0, for_ms: 50 });
    let put = world.put(account(1), 4);
    assert_eq!(world.reply(put), None);
    world.processes[0].log.step_some(1);
    world.poll();
    assert_eq!(world.reply(put), None, "only the lazy record is on disk");
    world.commit();
    assert_eq!(world.reply(put), Some(Reply::Done));
}

#[test]
fn with_nothing_unconfirmed_there_is_no_wait() {
    let mut world = world();
    let asks = [
        (Ask::Count, Reply::Coins(3)),
        (Ask::Put { coin: 1, due: 0 }, Reply::Again),
        (Ask::Spend { coin: 77 }, Reply::Again),
    ];
    for (ask, reply) in asks {
        let op = world.ask(account(1), ask);
        assert_eq!(world.reply(op), Some(reply));
    }
    let op = world.ask(account(77), Ask::Count);
    assert_eq!(world.reply(op), Some(Reply::Error("no such account")));
    let op = world.take(account(2), 0);
    assert_eq!(world.reply(op), Some(Reply::Empty));
}

#[test]
fn answers_leave_in_the_order_in_which_they_were_decided() {
    let mut world = world();
    let done = world.order.len();
    let ops: Vec<u64> = (0..30)
        .map(|at| match at % 3 {
            0 => world.put(account(1), 10 + at),
            1 => world.ask(account(1), Ask::Count),
            _ => world.ask(account(1), Ask::Lend { until: 0, for_ms: 50 }),
        })
        .collect();
    while world.processes[0].log.step_some(1) == 1 {
        world.poll();
    }
    assert_eq!(world.order[done..], ops);
}

#[test]
fn a_parcel_does_not_leave_before_it_is_durable() {
    let mut world = world();
    world.ask(account(1), Ask::Move { to: account(2), wait: false });
    world.tick();
    world.poll();
    assert!(world.mailed.is_empty());
    world.commit();
    assert_eq!(world.mailed.len(), 1);
}

#[test]
fn a_parcel_waits_for_the_lazy_events_before_it() {
    let mut world = world();
    world.ask(account(1), Ask::Lend { until: 0, for_ms: 50 });
    world.ask(account(1), Ask::Move { to: account(2), wait: false });
    world.processes[0].log.step_some(1);
    world.poll();
    assert!(world.mailed.is_empty());
    world.commit();
    assert_eq!(world.mailed.len(), 1);
}

#[test]
fn a_receipt_does_not_leave_before_what_it_tells_is_durable() {
    let mut world = world();
    world.ask(account(1), Ask::Move { to: account(2), wait: false });
    world.commit();
    let parcel = world.mail.pop_front().unwrap();
    for _ in 0..2 {
        // Also when the parcel comes a second time.
        world.processes[0].deliver(parcel.clone());
        world.collect();
        assert_eq!(world.mailed.len(), 1);
    }
    world.commit();
    let receipt = |mail: &Mail| matches!(mail, Mail::Receipt { outcome: Settlement::Accepted, .. });
    assert_eq!(world.mailed.iter().filter(|mail| receipt(mail)).count(), 2);
}

#[test]
fn an_answer_that_waits_for_a_delivery_leaves_when_that_is_settled() {
    let mut world = world();
    let moves = world.ask(account(1), Ask::Move { to: account(2), wait: true });
    world.commit();
    assert_eq!(world.reply(moves), None, "on disk here, and not there");
    world.settle();
    assert_eq!(world.reply(moves), Some(Reply::Settled(1, Settlement::Accepted)));
    let refused = world.ask(account(1), Ask::Move { to: account(90), wait: true });
    world.settle();
    assert_eq!(world.reply(refused), Some(Reply::Settled(2, Settlement::Refused)));
}

#[test]
fn the_repeat_of_a_call_that_waits_for_a_delivery_waits_for_the_same() {
    let mut world = world();
    let first = world.ask(account(0), Ask::Name { name: 5 });
    world.commit();
    assert_eq!(world.mail.len(), 1);
    let again = world.ask(account(0), Ask::Name { name: 5 });
    assert_eq!([world.reply(first), world.reply(again)], [None, None]);
    world.settle();
    let after = world.ask(account(0), Ask::Name { name: 5 });
    assert!(matches!(world.reply(first), Some(Reply::Named(_))));
    assert_eq!([again, after].map(|op| world.reply(op)), [world.reply(first); 2]);
}

/// The parcel it waits for is settled while a later record, which it has seen, is not on disk.
#[test]
fn an_answer_that_waits_for_a_delivery_also_waits_for_what_it_has_seen() {
    let mut world = world();
    world.ask(account(0), Ask::Name { name: 5 });
    world.commit();
    let parcel = world.mail.pop_front().unwrap();
    world.processes[0].deliver(parcel);
    world.commit();
    let receipt = world.mail.pop_front().unwrap();
    // An account in partition 0, where the names are: its record is not on disk when the name is asked for again.
    let put = world.put(account(2), 9);
    let again = world.ask(account(0), Ask::Name { name: 5 });
    world.processes[0].deliver(receipt);
    world.collect();
    assert_eq!([put, again].map(|op| world.reply(op)), [None, None], "it has seen the put");
    world.commit();
    assert!(matches!(world.reply(again), Some(Reply::Named(_))));
    check_answers(&world, &Truth::read(world.log()));
}

#[test]
fn a_handle_for_a_coin_whose_put_is_lost_was_never_given() {
    let mut world = world();
    world.processes[0].log.plan(account(2).partition(2), &[millpond_log::Fate::Lost]);
    let put = world.put(account(2), 9);
    let lends = world.ask(account(2), Ask::Lend { until: 0, for_ms: 50 });
    world.settle();
    assert!(world.answers[&put].failed() && world.answers[&lends].failed());
    // Its place in the line is given to another coin, which nobody holds a handle for.
    let put = world.put(account(2), 10);
    let lends = world.ask(account(2), Ask::Lend { until: 0, for_ms: 50 });
    world.settle();
    assert_eq!([put, lends].map(|op| world.reply(op)), [Some(Reply::Done), Some(Reply::Coin(10))]);
}
