//! One suite for every log: what an owner and a reader may rely on (rules 1 to 5 of the log), rival owners
//! included.

#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use harness::*;
use millpond_log::segment::Sync;
use millpond_log::{
    Durability, Entry, Epoch, EventRef, Fate, InForce, Lane, Log, LogError, MemoryLog, NodeId, Outcome,
    Partition, Position, Room, SegmentLog, Store, Verdict,
};
use millpond_runtime::disk::SimulatedDisk;

const P: u32 = 7;

/// A log under test, and how to make it commit.
enum Subject {
    Memory(MemoryLog),
    Segments(Box<SegmentLog>, SimulatedDisk, Sync),
}

impl Subject {
    fn all() -> Vec<Subject> {
        let segments = |sync| {
            let disk = SimulatedDisk::new(256 << 20);
            Subject::Segments(Box::new(open_with(&disk, P, options_with_sync(1, sync)).unwrap()), disk, sync)
        };
        let memory = MemoryLog::stepped(P);
        no_wake(&memory, 1);
        vec![Subject::Memory(memory), segments(Sync::Fsync), segments(Sync::Os)]
    }

    fn log(&self) -> &dyn Log {
        match self {
            Subject::Memory(log) => log,
            Subject::Segments(log, ..) => &**log,
        }
    }

    fn store(&self) -> &dyn Store {
        match self {
            Subject::Memory(log) => log,
            Subject::Segments(log, ..) => &**log,
        }
    }

    fn step(&self) {
        match self {
            Subject::Memory(log) => drop(log.step()),
            Subject::Segments(log, ..) => drop(log.commit_once(at(0)).unwrap()),
        }
    }

    /// Another process, after the first has ended: cleanly or killed.
    fn restart(self, cleanly: bool) -> Subject {
        match self {
            Subject::Memory(log) => {
                let next = log.rival();
                no_wake(&next, 1);
                Subject::Memory(next)
            }
            Subject::Segments(log, disk, sync) => {
                if cleanly {
                    log.close(at(0)).unwrap();
                }
                let disk = disk.kill();
                let log = open_with(&disk, P, options_with_sync(2, sync)).unwrap();
                Subject::Segments(Box::new(log), disk, sync)
            }
        }
    }

    /// What counts of a partition, by the owner_seq of each record.
    fn counting(&self, partition: u32) -> (Vec<(u64, u64)>, InForce) {
        let (mut in_force, mut counting) = (InForce::new(), Vec::new());
        for (position, entry) in entries(self.log(), Partition(partition)).iter().enumerate() {
            if let (Verdict::Counts, Entry::Record(record)) =
                (in_force.take(Position(position as u64), entry), entry)
            {
                counting.push((record.epoch.0, record.owner_seq));
            }
        }
        (counting, in_force)
    }
}

fn claim(subject: &Subject, partition: u32, epoch: u64, owner: NodeId) {
    subject.log().claim(Partition(partition), Epoch(epoch), owner);
}

fn write(subject: &Subject, partition: u32, epoch: u64, owner: NodeId, seqs: impl IntoIterator<Item = u64>) {
    for seq in seqs {
        let body = body_of(&[format!("{partition}/{epoch}#{seq}").as_bytes()]);
        subject.log().submit(Partition(partition), record(epoch, owner, seq, body), Durability::Now);
    }
}

#[test]
fn positions_count_claims_and_confirmations_come_together() {
    for subject in Subject::all() {
        claim(&subject, 3, 1, OWNER);
        write(&subject, 3, 1, OWNER, 0..3);
        assert_eq!(drain(subject.log(), 0), [], "nothing is confirmed before a commit");
        assert_eq!(subject.log().bounds(Partition(3)).unwrap(), (Position(0), Position(0)));
        subject.step();
        assert_eq!(drain(subject.log(), 0), [claimed(3, 1, 0), confirmed(3, 1, 0, 3, 1)]);
        write(&subject, 3, 1, OWNER, 3..5);
        subject.step();
        write(&subject, 3, 1, OWNER, 5..6);
        subject.step();
        assert_eq!(drain(subject.log(), 0), [confirmed(3, 1, 3, 3, 4)], "also over two commits");
        assert_eq!(subject.log().bounds(Partition(3)).unwrap(), (Position(0), Position(7)));
        assert_eq!(subject.log().bounds(Partition(4)).unwrap(), (Position(0), Position(0)));
        assert_eq!(subject.log().room(), Room::Ample);
    }
}

#[test]
fn the_order_of_calls_is_the_order_in_the_log() {
    for subject in Subject::all() {
        for partition in 0..P {
            claim(&subject, partition, 1, OWNER);
        }
        for seq in 0..50 {
            for partition in (0..P).rev() {
                write(&subject, partition, 1, OWNER, [seq]);
            }
            if seq % 7 == 0 {
                subject.step();
            }
        }
        subject.step();
        for partition in 0..P {
            let expected: Vec<_> = (0..50).map(|seq| (1, seq)).collect();
            assert_eq!(subject.counting(partition).0, expected);
            assert_served(subject.log(), subject.store(), Partition(partition));
        }
    }
}

#[test]
fn a_lazy_record_keeps_its_place() {
    for subject in Subject::all() {
        claim(&subject, 0, 1, OWNER);
        for (seq, durability) in [Durability::Lazy, Durability::Now, Durability::Lazy].into_iter().enumerate()
        {
            let record = record(1, OWNER, seq as u64, body_of(&[b"x"]));
            subject.log().submit(Partition(0), record, durability);
        }
        subject.step();
        assert_eq!(drain(subject.log(), 0), [claimed(0, 1, 0), confirmed(0, 1, 0, 3, 1)]);
    }
}

#[test]
fn of_two_owners_only_the_one_with_the_greater_epoch_counts() {
    for subject in Subject::all() {
        claim(&subject, 5, 1, OWNER);
        write(&subject, 5, 1, OWNER, 0..2);
        claim(&subject, 5, 2, RIVAL);
        // The first owner does not know yet, and goes on.
        write(&subject, 5, 1, OWNER, 2..4);
        write(&subject, 5, 2, RIVAL, 0..2);
        write(&subject, 5, 1, OWNER, 4..5);
        claim(&subject, 5, 2, OWNER);
        claim(&subject, 5, 1, OWNER);
        write(&subject, 5, 2, RIVAL, 2..3);
        subject.step();
        let (counting, in_force) = subject.counting(5);
        assert_eq!(counting, [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]);
        assert!(in_force.is(Epoch(2), RIVAL));
        assert_eq!(in_force.claimed_at(), Some(Position(3)));
        // The log may confirm a dethroned owner for ever. The position check is the fence.
        for news in drain(subject.log(), 0) {
            if let Outcome::Confirmed { epoch: Epoch(1), first_owner_seq, count, first } = news.outcome {
                for at in 0..count {
                    let in_place = first.0 + at == first_owner_seq + at + 1;
                    assert_eq!(in_place, first_owner_seq + at < 2, "only what counts stands where it should");
                }
            }
        }
    }
}

#[test]
fn after_a_gap_nothing_counts_and_a_duplicate_is_dropped() {
    for subject in Subject::all() {
        claim(&subject, 1, 1, OWNER);
        write(&subject, 1, 1, OWNER, [0, 1, 1, 0, 2, 4, 5, 3]);
        claim(&subject, 1, 2, OWNER);
        write(&subject, 1, 2, OWNER, [0]);
        subject.step();
        assert_eq!(subject.counting(1).0, [(1, 0), (1, 1), (1, 2), (2, 0)]);
    }
}

#[test]
fn a_replay_gives_each_partition_from_its_position() {
    for subject in Subject::all() {
        for partition in 0..P {
            claim(&subject, partition, 1, OWNER);
            for some in 0..10 {
                write(&subject, partition, 1, OWNER, some * 10..some * 10 + 10);
                subject.step();
            }
        }
        let of = [(Partition(1), Position(0)), (Partition(2), Position(55)), (Partition(3), Position(101))];
        let mut found: Vec<(u32, u64)> = Vec::new();
        let replayed = subject.log().replay(&of, &mut |partition, position, _| {
            found.push((partition.0, position.0));
            Ok(())
        });
        replayed.unwrap();
        let of_partition = |p| found.iter().filter(move |(of, _)| *of == p).map(|(_, position)| *position);
        assert!(of_partition(1).eq(0..101));
        assert!(of_partition(2).eq(55..101));
        assert_eq!(found.len(), 101 + 46);
        let mut seen = 0;
        let stopped = subject.log().replay(&of, &mut |_, _, _| {
            seen += 1;
            if seen == 5 { Err(LogError::Unsupported("enough".to_owned())) } else { Ok(()) }
        });
        assert!(matches!(stopped, Err(LogError::Unsupported(_))) && seen == 5, "an error ends the replay");
    }
}

#[test]
fn events_are_read_by_reference_and_wrong_references_are_refused() {
    for subject in Subject::all() {
        claim(&subject, 0, 1, OWNER);
        let body = body_of(&[b"first", b"", &[7; 5000]]);
        subject.log().submit(Partition(0), record(1, OWNER, 0, body.clone()), Durability::Now);
        subject.step();
        let events = events_of(&body);
        assert_eq!(events.len(), 3);
        let (offset, bytes) = &events[2];
        let good = EventRef {
            partition: Partition(0),
            position: Position(1),
            offset: *offset,
            len: bytes.len() as u32 + 4,
        };
        assert_eq!(&without_checksum(&subject.store().read(good).unwrap()), bytes);
        assert_eq!(&without_checksum(&subject.store().read_if_cached(good).unwrap().unwrap()), bytes);
        for bad in [
            EventRef { position: Position(0), ..good },
            EventRef { position: Position(2), ..good },
            EventRef { partition: Partition(1), ..good },
            EventRef { offset: good.offset + 1, ..good },
            EventRef { offset: 0, ..good },
            EventRef { offset: u32::MAX, ..good },
            EventRef { len: good.len - 1, ..good },
            EventRef { len: good.len + 1, ..good },
            EventRef { len: 3, ..good },
            EventRef { len: u32::MAX, ..good },
        ] {
            assert!(subject.store().read(bad).is_err(), "{bad:?}");
        }
    }
}

#[test]
fn several_events_are_read_in_the_order_asked_for() {
    for subject in Subject::all() {
        claim(&subject, 0, 1, OWNER);
        let mut wanted = Vec::new();
        for owner_seq in 0..4 {
            let body = body_of(&[b"near", &[owner_seq as u8; 9000], b"", b"far"]);
            subject.log().submit(Partition(0), record(1, OWNER, owner_seq, body.clone()), Durability::Now);
            subject.step();
            wanted.extend(events_of(&body).into_iter().map(|(offset, bytes)| {
                let (partition, position) = (Partition(0), Position(1 + owner_seq));
                (EventRef { partition, position, offset, len: bytes.len() as u32 + 4 }, bytes)
            }));
        }
        // Rising, falling, one twice, one alone, none: whatever shares a read, each gets its own bytes.
        let falling: Vec<usize> = (0..wanted.len()).rev().collect();
        for order in [(0..wanted.len()).collect(), falling, vec![3, 3, 0, 15, 7], vec![9], vec![]] {
            let places: Vec<EventRef> = order.iter().map(|at| wanted[*at].0).collect();
            let read = subject.store().read_several(&places, true).unwrap().unwrap();
            let expected: Vec<_> = order.iter().map(|at| wanted[*at].1.clone()).collect();
            assert_eq!(read.iter().map(|bytes| without_checksum(bytes)).collect::<Vec<_>>(), expected);
        }
        let bad = EventRef { offset: wanted[1].0.offset + 1, ..wanted[1].0 };
        assert!(subject.store().read_several(&[wanted[0].0, bad], true).is_err());
    }
}

#[test]
fn what_was_confirmed_is_there_after_a_restart_and_positions_go_on() {
    for (cleanly, mut subject) in [false, true]
        .into_iter()
        .flat_map(|cleanly| Subject::all().into_iter().map(move |subject| (cleanly, subject)))
    {
        // The last record of each epoch is committed only where the process stops cleanly.
        let kept = if cleanly { 21 } else { 20 };
        for epoch in 1..=5 {
            let base = (epoch - 1) * (kept + 1);
            claim(&subject, 2, epoch, OWNER);
            write(&subject, 2, epoch, OWNER, 0..20);
            subject.step();
            assert_eq!(
                drain(subject.log(), 0),
                [claimed(2, epoch, base), confirmed(2, epoch, 0, 20, base + 1)]
            );
            write(&subject, 2, epoch, OWNER, 20..21);
            if cleanly {
                subject.step();
            }
            subject = subject.restart(cleanly);
            let expected: Vec<_> =
                (1..=epoch).flat_map(|epoch| (0..kept).map(move |seq| (epoch, seq))).collect();
            assert_eq!(subject.counting(2).0, expected);
            assert_eq!(subject.log().bounds(Partition(2)).unwrap().1, Position(epoch * (kept + 1)));
            assert_served(subject.log(), subject.store(), Partition(2));
        }
    }
}

#[test]
fn records_larger_than_a_segment_and_empty_ones_are_kept() {
    for subject in Subject::all() {
        claim(&subject, 6, 1, OWNER);
        let bodies = [body_of(&[&[1; 300_000]]), body_of(&[]), body_of(&[&[2; 90_000], &[3; 90_000]])];
        for (seq, body) in bodies.iter().enumerate() {
            subject.log().submit(Partition(6), record(1, OWNER, seq as u64, body.clone()), Durability::Now);
        }
        subject.step();
        let found: Vec<_> = entries(subject.log(), Partition(6))
            .into_iter()
            .filter_map(|entry| match entry {
                Entry::Record(record) => Some(record.body),
                Entry::Claim { .. } => None,
            })
            .collect();
        assert_eq!(found, bodies);
    }
}

#[test]
fn each_lane_is_woken_once_for_what_it_has_not_drained() {
    for lanes in [1, 2, 4] {
        let woken: Arc<Mutex<Vec<usize>>> = Arc::default();
        let wake = {
            let woken = woken.clone();
            Arc::new(move |lane: Lane| woken.lock().unwrap().push(lane.0))
        };
        let memory = MemoryLog::stepped(P);
        let disk = SimulatedDisk::new(64 << 20);
        let format =
            millpond_log::segment::Format::open_or_create(&disk, P, &millpond_runtime::SeededRandom::new(1));
        let segments = SegmentLog::open(Arc::new(disk.clone()), &format.unwrap(), options(1)).unwrap();
        let subjects = [Subject::Memory(memory), Subject::Segments(Box::new(segments), disk, Sync::Fsync)];
        for subject in subjects {
            subject.log().attach(lanes, wake.clone());
            for _ in 0..3 {
                for partition in 0..P {
                    claim(&subject, partition, 1, OWNER);
                    write(&subject, partition, 1, OWNER, 0..3);
                }
                subject.step();
            }
            let mut sorted = std::mem::take(&mut *woken.lock().unwrap());
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..lanes), "nobody drained between");
            for lane in 0..lanes {
                let news = drain(subject.log(), lane);
                assert!(
                    !news.is_empty() && news.iter().all(|news| news.partition.0 as usize % lanes == lane)
                );
            }
            claim(&subject, 3, 2, OWNER);
            subject.step();
            assert_eq!(std::mem::take(&mut *woken.lock().unwrap()), [3 % lanes]);
        }
    }
}

#[test]
fn a_sink_may_submit() {
    for subject in Subject::all() {
        claim(&subject, 0, 1, OWNER);
        subject.step();
        let replayed = subject.log().replay(&[(Partition(0), Position(0))], &mut |_, _, _| {
            write(&subject, 0, 1, OWNER, 0..1);
            Ok(())
        });
        replayed.unwrap();
        subject.step();
        assert_eq!(subject.counting(0).0, [(1, 0)]);
    }
}

// What only the log in memory can play: answers that are lost, late, or wrong.

fn tormented(fates: &[Fate]) -> Subject {
    let log = MemoryLog::stepped(P);
    no_wake(&log, 1);
    log.claim(Partition(0), Epoch(1), OWNER);
    log.step();
    drain(&log, 0);
    log.plan(Partition(0), fates);
    Subject::Memory(log)
}

fn outcomes(subject: &Subject) -> Vec<Outcome> {
    drain(subject.log(), 0).into_iter().map(|news| news.outcome).collect()
}

#[test]
fn an_unknown_record_may_be_in_the_log_or_not() {
    for (fate, counting) in [(Fate::StoredUnknown, vec![(1, 0), (1, 1)]), (Fate::Lost, vec![])] {
        let subject = tormented(&[fate]);
        write(&subject, 0, 1, OWNER, 0..2);
        subject.step();
        let at = if fate == Fate::Lost { 1 } else { 2 };
        let second =
            Outcome::Confirmed { epoch: Epoch(1), first_owner_seq: 1, count: 1, first: Position(at) };
        assert_eq!(outcomes(&subject), [Outcome::Unknown, second]);
        assert_eq!(
            subject.counting(0).0,
            counting,
            "behind a lost record nothing counts, though it was confirmed"
        );
    }
}

#[test]
fn what_was_given_up_appears_later_even_after_its_process() {
    let subject = tormented(&[Fate::Delayed]);
    write(&subject, 0, 1, OWNER, 0..1);
    subject.step();
    assert_eq!(outcomes(&subject), [Outcome::Unknown]);
    let subject = subject.restart(false);
    claim(&subject, 0, 2, RIVAL);
    write(&subject, 0, 2, RIVAL, 0..1);
    subject.step();
    let Subject::Memory(log) = &subject else { unreachable!() };
    assert_eq!(log.appear(), 1);
    write(&subject, 0, 2, RIVAL, 1..2);
    subject.step();
    assert_eq!(subject.counting(0).0, [(2, 0), (2, 1)], "it counts for nobody");
    assert_eq!(
        outcomes(&subject).last(),
        Some(&Outcome::Confirmed { epoch: Epoch(2), first_owner_seq: 1, count: 1, first: Position(4) }),
        "but the owner sees that something foreign stands between"
    );
}

#[test]
fn confirmations_may_come_out_of_order() {
    let subject = tormented(&[Fate::ConfirmedLate, Fate::ConfirmedLate]);
    write(&subject, 0, 1, OWNER, 0..3);
    subject.step();
    let Subject::Memory(log) = &subject else { unreachable!() };
    log.release();
    let of = |seq: u64| Outcome::Confirmed {
        epoch: Epoch(1),
        first_owner_seq: seq,
        count: 1,
        first: Position(seq + 1),
    };
    assert_eq!(outcomes(&subject), [of(2), of(1), of(0)]);
}

#[test]
fn steps_go_as_far_as_they_are_told() {
    let log = MemoryLog::stepped(P);
    no_wake(&log, 1);
    for partition in [0, 1, 0, 1] {
        log.claim(Partition(partition), Epoch(1), OWNER);
    }
    assert!(log.confirm_next(Partition(1)) && !log.confirm_next(Partition(2)));
    assert_eq!(drain(&log, 0), [claimed(1, 1, 0)]);
    assert_eq!((log.step_some(1), log.pending()), (1, 2));
    assert_eq!(drain(&log, 0), [claimed(0, 1, 0)]);
    log.plan(Partition(0), &[Fate::Fenced, Fate::Silent]);
    submit(&log, 0, 1, 0, b"x");
    submit(&log, 0, 1, 1, b"x");
    assert_eq!(log.step(), 4);
    assert_eq!(drain(&log, 0).last().map(|news| &news.outcome), Some(&Outcome::Fenced));
}

#[test]
fn a_log_in_memory_confirms_at_once_from_any_thread() {
    let log = Arc::new(MemoryLog::new(P));
    let woken = Arc::new(AtomicUsize::new(0));
    let count = woken.clone();
    log.attach(
        4,
        Arc::new(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
        }),
    );
    std::thread::scope(|scope| {
        for lane in 0..4 {
            let log = &log;
            scope.spawn(move || {
                for partition in (lane..P).step_by(4) {
                    log.claim(Partition(partition), Epoch(1), OWNER);
                    for seq in 0..500 {
                        submit(&**log, partition, 1, seq, b"x");
                    }
                    let news = drain(&**log, lane as usize);
                    assert_eq!(news, [claimed(partition, 1, 0), confirmed(partition, 1, 0, 500, 1)]);
                }
            });
        }
    });
    assert_eq!(woken.load(Ordering::SeqCst), P as usize, "a lane that has news is not woken again");
}

#[test]
fn a_log_in_memory_lets_go_of_what_is_trimmed() {
    let log = MemoryLog::new(P);
    no_wake(&log, 1);
    log.claim(Partition(0), Epoch(1), OWNER);
    for seq in 0..9 {
        submit(&log, 0, 1, seq, b"x");
    }
    log.trim(Partition(0), Position(4)).unwrap();
    assert_eq!(log.bounds(Partition(0)).unwrap(), (Position(4), Position(10)));
    let replayed = log.replay(&[(Partition(0), Position(3))], &mut |_, _, _| Ok(()));
    assert!(matches!(replayed, Err(LogError::Trimmed { first: Position(4) })));
}
