//! Long polls: woken by what changes and by time, oldest first, and never asked when nobody waits any more.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use millpond_log::{Fate, Partition};
use millpond_partition::Failure;
use millpond_runtime::ManualClock;

use crate::ledger::account;
use crate::ledger::calls::{Ask, Reply};
use crate::ledger::truth::Truth;
use crate::ledger::world::World;

const COIN: fn(u64) -> Option<Reply> = |coin| Some(Reply::Coin(coin));

fn world() -> World {
    let mut world = World::serving(1);
    world.open(account(1));
    world.open(account(2));
    world
}

#[test]
fn a_waiter_is_woken_by_a_change() {
    let mut world = world();
    let waits = world.take(account(1), 20_000);
    world.put(account(2), 5);
    world.settle();
    assert_eq!(world.reply(waits), None, "another account's coin is not for it");
    world.put(account(1), 6);
    world.settle();
    assert_eq!(world.reply(waits), COIN(6));
    assert_eq!(world.answers[&waits].decided, 2, "asked when it came and when something was there");
}

#[test]
fn a_waiter_is_woken_by_time() {
    let mut world = world();
    let due = world.now() + 300;
    world.ask(account(1), Ask::Put { coin: 5, due });
    let waits = world.take(account(1), 20_000);
    world.settle();
    assert_eq!(world.processes[0].next_timer(), Some(due));
    world.pass(299);
    assert_eq!(world.answers.get(&waits).map(|call| call.decided), None);
    world.pass(1);
    world.settle();
    assert_eq!(world.reply(waits), COIN(5));
    assert_eq!(world.processes[0].next_timer(), None, "nobody waits, so no timer runs");
}

#[test]
fn a_waiter_is_woken_by_a_loan_that_ends() {
    let mut world = world();
    world.put(account(1), 5);
    let lent = world.ask(account(1), Ask::Lend { until: 0, for_ms: 700 });
    let waits = world.take(account(1), 20_000);
    world.settle();
    assert_eq!((world.reply(lent), world.reply(waits)), (COIN(5), None));
    world.pass(700);
    world.settle();
    assert_eq!(world.reply(waits), COIN(5));
}

#[test]
fn a_timer_follows_what_falls_due_earlier() {
    let mut world = world();
    let now = world.now();
    world.ask(account(1), Ask::Put { coin: 1, due: now + 900 });
    let waits = world.take(account(1), 20_000);
    world.take(account(1), 20_000);
    assert_eq!(world.processes[0].next_timer(), Some(now + 900));
    world.ask(account(1), Ask::Put { coin: 2, due: now + 100 });
    assert_eq!(world.processes[0].next_timer(), Some(now + 100));
    world.settle();
    world.pass(100);
    world.settle();
    assert_eq!(world.reply(waits), COIN(2));
}

#[test]
fn a_clock_that_lags_behind_the_log_does_not_turn_time_back() {
    let mut world = world();
    world.put(account(1), 5);
    world.pass(5000);
    let lent = world.ask(account(1), Ask::Lend { until: 0, for_ms: 100 });
    world.settle();
    assert_eq!(world.reply(lent), COIN(5));
    // The next process's clock is five seconds behind: the loan has not begun there.
    world.kill(0);
    world.clock = Arc::new(ManualClock::at(1000));
    world.start(1, true).unwrap();
    world.settle();
    world.put(account(1), 6);
    world.settle();
    let times: Vec<u64> = Truth::read(world.log()).of(Partition(0)).counts.values().map(|c| c.time).collect();
    assert!(times.is_sorted(), "{times:?}");
    let taken = [(); 2].map(|()| world.take(account(1), 0));
    world.settle();
    assert_eq!(taken.map(|op| world.reply(op)), [COIN(6), Some(Reply::Empty)], "5 is lent still");
    let waits = world.ask(account(1), Ask::Take { until: 90_000 });
    world.pass(5100);
    world.settle();
    assert_eq!(world.reply(waits), COIN(5));
}

#[test]
fn a_waiter_is_answered_when_its_time_is_up() {
    let mut world = world();
    let waits = world.take(account(1), 1000);
    world.settle();
    world.pass(999);
    assert_eq!(world.reply(waits), None);
    world.pass(1);
    assert_eq!(world.reply(waits), Some(Reply::Empty));
    assert_eq!(world.processes[0].next_timer(), None);
}

#[test]
fn the_oldest_waiter_comes_first() {
    let mut world = world();
    let waiters = [5000, 20_000, 10_000].map(|wait_ms| world.take(account(1), wait_ms));
    for coin in 0..3 {
        world.put(account(1), coin);
        world.settle();
        let answered = waiters.map(|op| world.reply(op).is_some());
        assert_eq!(
            answered.iter().filter(|answered| **answered).count() as u64,
            coin + 1,
            "one waiter a coin"
        );
    }
    assert_eq!(waiters.map(|op| world.reply(op)), [COIN(0), COIN(1), COIN(2)]);
}

#[test]
fn a_waiter_that_is_asked_in_vain_keeps_its_place() {
    let mut world = world();
    let waiters = [1, 2].map(|_| world.take(account(1), 20_000));
    world.ask(account(1), Ask::Freeze { on: true });
    world.ask(account(1), Ask::Freeze { on: false });
    world.put(account(1), 7);
    world.settle();
    assert_eq!(waiters.map(|op| world.reply(op)), [COIN(7), None]);
}

#[test]
fn several_coins_at_once_wake_several_waiters() {
    let mut world = world();
    let due = world.now() + 10;
    let waiters = [(); 3].map(|()| world.take(account(1), 20_000));
    let _ = [1, 2].map(|coin| world.ask(account(1), Ask::Put { coin, due }));
    world.settle();
    world.pass(10);
    world.settle();
    assert_eq!(waiters.map(|op| world.reply(op)), [COIN(1), COIN(2), None]);
}

#[test]
fn a_waiter_whose_client_has_gone_is_skipped_before_it_is_decided() {
    let mut world = world();
    let until = world.now() + 1000;
    let gone = world.call(account(1), Ask::Take { until });
    let switch = gone.gone();
    world.processes[0].execute(gone);
    let waits = world.take(account(1), 20_000);
    switch.store(true, Ordering::Relaxed);
    // Deciding it would panic: see the call.
    world.put(account(1), 5);
    world.settle();
    assert_eq!(world.reply(waits), COIN(5));

    let gone = world.call(account(1), Ask::Take { until });
    let (op, switch) = (gone.op, gone.gone());
    world.processes[0].execute(gone);
    switch.store(true, Ordering::Relaxed);
    world.pass(1000);
    assert!(!world.answers.contains_key(&op), "nor is it when its time is up");
    assert_eq!(world.processes[0].next_timer(), None);
}

#[test]
fn a_request_whose_client_has_gone_while_the_partition_was_claimed_is_not_decided() {
    let mut world = world();
    world.put(account(1), 5);
    world.settle();
    world.processes[0].log.plan(Partition(0), &[Fate::Lost]);
    world.put(account(1), 6);
    world.commit();
    let gone = world.call(account(1), Ask::Take { until: 0 });
    let switch = gone.gone();
    world.processes[0].execute(gone);
    switch.store(true, Ordering::Relaxed);
    world.settle();
    assert_eq!(world.processes[0].state(Partition(0)).accounts[&account(1)].coins.len(), 1);
}

#[test]
fn waiters_get_a_5xx_when_the_partition_is_fenced() {
    let mut world = world();
    let waits = [1, 2].map(|number| world.take(account(number), 20_000));
    world.processes[0].log.plan(Partition(0), &[Fate::Fenced]);
    world.put(account(1), 5);
    world.settle();
    assert_eq!(waits.map(|op| world.reply(op)), [Some(Reply::Failed(Failure::Unavailable)); 2]);
    assert_eq!(world.processes[0].next_timer(), None);
}

#[test]
fn an_answer_to_a_waiter_passes_the_gate_too() {
    let mut world = world();
    let waits = world.take(account(1), 20_000);
    world.put(account(1), 5);
    assert_eq!(world.reply(waits), None, "neither the put nor the take is on disk");
    world.commit();
    assert_eq!(world.reply(waits), COIN(5));

    let waits = world.take(account(1), 1000);
    world.put(account(2), 6);
    world.pass(1000);
    assert_eq!(world.reply(waits), None, "it is empty, in a state that is not on disk");
    world.commit();
    assert_eq!(world.reply(waits), Some(Reply::Empty));
}

/// What fell due belongs to who has waited for it, even if its timer has not been looked at yet.
#[test]
fn a_newcomer_does_not_overtake_a_waiter_whose_coin_has_just_fallen_due() {
    let mut world = world();
    let due = world.now() + 300;
    world.ask(account(1), Ask::Put { coin: 5, due });
    let waits = world.take(account(1), 20_000);
    world.settle();
    world.clock.advance(300);
    let newcomer = world.take(account(1), 0);
    world.settle();
    assert_eq!((world.reply(waits), world.reply(newcomer)), (COIN(5), Some(Reply::Empty)));
}

#[test]
fn a_request_that_must_be_answered_by_now_does_not_wait() {
    let mut world = world();
    let op = world.take(account(1), 0);
    assert_eq!(world.reply(op), Some(Reply::Empty));
    assert_eq!(world.processes[0].next_timer(), None);
}

mod a_due_time_that_has_passed {
    //! A state machine whose resource is always said to be due, and which always has work: each tick asks once.

    use std::sync::Arc;

    use millpond_log::event::{Event, Malformed};
    use millpond_log::{ColumnReader, Draft, Lane, Log, MemoryLog, NodeId, Partition};
    use millpond_partition::{
        At, Command, Decision, Failure, Growth, Machine, Owner, OwnerConfig, ParcelId, ResourceId,
        Settlement, Turn, open,
    };
    use millpond_runtime::{ManualClock, Millis, SeededRandom};

    #[derive(Default)]
    struct AlwaysDue {
        worked: u32,
    }

    impl Machine for AlwaysDue {
        fn replay(&mut self, _event: Event<'_>, _at: At) -> Result<(), Malformed> {
            Ok(())
        }
        fn advance(&mut self, _resource: ResourceId, _now: Millis) {}
        fn next_due(&self, _resource: ResourceId) -> Option<Millis> {
            Some(5)
        }
        fn take_changed(&mut self) -> Option<ResourceId> {
            None
        }
        fn next_work(&self) -> Option<Millis> {
            Some(5)
        }
        fn work(turn: &mut Turn<'_, Self>) {
            turn.advance(|state, _| state.worked += 1);
        }
        fn receive(_turn: &mut Turn<'_, Self>, _from: Partition, _payload: &[u8]) -> Settlement {
            Settlement::Refused
        }
        fn settled(_turn: &mut Turn<'_, Self>, _parcel: ParcelId, _payload: &[u8], _outcome: Settlement) {}
        fn write(&self, _into: &mut Draft) {
            unreachable!("nobody takes a checkpoint of this state");
        }
        fn restore(&mut self, _from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
            unreachable!("nobody takes a checkpoint of this state");
        }
    }

    struct Waits {
        /// When it is content.
        at: Millis,
        /// What it says.
        until: Millis,
        decided: u32,
    }

    impl Command<AlwaysDue> for Waits {
        fn decide(&mut self, turn: &mut Turn<'_, AlwaysDue>) -> Decision {
            self.decided += 1;
            assert!(self.decided < 1000, "the partition is stuck");
            let until = self.until;
            if turn.now() >= self.at { Decision::Answer } else { Decision::Wait { on: ResourceId(1), until } }
        }
        fn fail(&mut self, _failure: Failure) {}
        fn growth(&self) -> Growth {
            Growth::Reads
        }
    }

    #[test]
    fn does_not_hang_the_owner() {
        let (log, clock) = (Arc::new(MemoryLog::new(1)), Arc::new(ManualClock::at(1000)));
        log.attach(1, Arc::new(|_| {}));
        let config = OwnerConfig {
            lane: Lane(0),
            lanes: 1,
            node: NodeId(1),
            log,
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
            reclaim: true,
        };
        let mut owners = [Owner::new(config, Arc::new(|_| AlwaysDue::default()))];
        open(&mut owners).unwrap();
        let [owner] = &mut owners;
        owner.poll();
        // The second goes on waiting when its own time is up.
        for until in [1100, 7] {
            owner.execute(Partition(0), Waits { at: 1100, until, decided: 0 });
            for _ in 0..10 {
                owner.tick();
            }
            assert_eq!(owner.take_released().count(), 0);
        }
        clock.advance(50);
        owner.tick();
        clock.advance(50);
        owner.tick();
        let released: Vec<Waits> = owner.take_released().collect();
        assert_eq!(released.len(), 2);
        assert!(released.iter().all(|waits| waits.decided < 10));
        assert!(owner.state(Partition(0)).worked < 30);
    }
}
