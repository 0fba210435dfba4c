//! The log thread on a real disk: commits when all runtime threads park, at a deadline when they do not,
//! and sleeps otherwise.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use harness::*;
use millpond_log::segment::{Class, Format, Options, Pace, fsck};
use millpond_log::{Completion, Durability, Epoch, Lane, Log, Partition, SegmentLog};
use millpond_runtime::disk::RealDisk;
use millpond_runtime::{BootClock, OsRandom, boot_id, threads};

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        Scratch(std::env::temp_dir().join(format!("millpond-log-{name}-{}", std::process::id())))
    }

    fn open(&self, pace: &Arc<Pace>) -> Arc<SegmentLog> {
        let disk = Arc::new(RealDisk::open_or_create(&self.0).unwrap());
        let format = Format::open_or_create(&*disk, 7, &OsRandom::default()).unwrap();
        let options = Options::new(Class::Queues, Arc::new(OsRandom::default()), boot_id());
        let options = Options { pace: pace.clone(), ..options };
        Arc::new(SegmentLog::open(disk, &format, options).unwrap())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Wakes whoever waits for news.
#[derive(Default)]
struct Bell(Mutex<usize>, Condvar);

impl Bell {
    fn ring(&self) {
        *self.0.lock().unwrap() += 1;
        self.1.notify_all();
    }

    /// Waits until it has rung; true if it did in time.
    fn wait(&self, at_most: Duration) -> bool {
        let rung = self.1.wait_timeout_while(self.0.lock().unwrap(), at_most, |rung| *rung == 0).unwrap();
        let (mut rung, timeout) = rung;
        *rung = 0;
        !timeout.timed_out()
    }
}

fn run(log: &Arc<SegmentLog>) -> std::thread::JoinHandle<()> {
    let log = log.clone();
    let clock = BootClock::starting_at(millpond_runtime::wall_time_ms());
    threads::spawn("log", move || log.run(&clock)).unwrap()
}

const LONG: Duration = Duration::from_secs(10);

#[test]
fn commits_when_all_have_parked_or_at_the_deadline_and_sleeps_otherwise() {
    let scratch = Scratch::new("thread");
    let pace = Pace::new();
    let log = scratch.open(&pace);
    let bell = Arc::new(Bell::default());
    let ring = bell.clone();
    log.attach(1, Arc::new(move |_: Lane| ring.ring()));
    let thread = run(&log);
    // No runtime thread yet: at once.
    log.claim(Partition(0), Epoch(1), OWNER);
    assert!(bell.wait(LONG));
    assert_eq!(drain(&*log, 0), [claimed(0, 1, 0)]);
    // Two runtime threads; one parks, and then the other.
    pace.attach();
    pace.attach();
    for seq in 0..10 {
        submit(&*log, 0, 1, seq, b"x");
    }
    pace.parking();
    pace.parking();
    assert!(bell.wait(LONG));
    assert_eq!(drain(&*log, 0), [confirmed(0, 1, 0, 10, 1)], "one commit");
    // One parks, the other never does.
    pace.unparked();
    pace.unparked();
    submit(&*log, 0, 1, 10, b"x");
    pace.parking();
    assert!(bell.wait(LONG), "the deadline holds");
    assert_eq!(drain(&*log, 0), [confirmed(0, 1, 10, 1, 11)]);
    // A lazy record is not waited for, and comes all the same.
    log.submit(Partition(0), record(1, OWNER, 11, body_of(&[b"lazy"])), Durability::Lazy);
    pace.parking();
    assert!(bell.wait(LONG));
    assert_eq!(drain(&*log, 0), [confirmed(0, 1, 11, 1, 12)]);
    // One frame follows; then nothing more is written.
    std::thread::sleep(Duration::from_millis(250));
    let idle = log.stats();
    std::thread::sleep(Duration::from_millis(250));
    assert_eq!(log.stats(), idle);
    assert!((3..=4).contains(&idle.commits) && idle.empty_frames <= 1, "{idle:?}");
    log.stop();
    thread.join().unwrap();
    drop(log);
    let report = fsck(&RealDisk::open(&scratch.0).unwrap()).to_string();
    assert!(report.contains("continue it in place"), "{report}");
}

#[test]
fn many_threads_submit_and_everything_comes_back_in_order_also_after_a_restart() {
    const EACH: u64 = 3000;
    let scratch = Scratch::new("threads");
    for life in 1..=2 {
        let pace = Pace::new();
        let log = scratch.open(&pace);
        let bells: Arc<Vec<Bell>> = Arc::new((0..3).map(|_| Bell::default()).collect());
        let ring = bells.clone();
        log.attach(3, Arc::new(move |lane: Lane| ring[lane.0].ring()));
        let thread = run(&log);
        let waited = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for lane in 0..3u32 {
                let (log, pace, bells, waited) = (&log, &pace, &bells, &waited);
                scope.spawn(move || {
                    pace.attach();
                    let partition = Partition(lane);
                    log.claim(partition, Epoch(life), OWNER);
                    let mut news: Vec<Completion> = Vec::new();
                    let (mut sent, mut back) = (0, 0);
                    while back < EACH + 1 {
                        while sent < EACH && sent < back + 64 {
                            submit(&**log, lane, life, sent, b"from many threads");
                            sent += 1;
                        }
                        log.completions(Lane(lane as usize), &mut news);
                        let base = (life - 1) * (EACH + 1);
                        for news in news.drain(..) {
                            let expected = match back {
                                0 => claimed(lane, life, base),
                                _ => {
                                    let millpond_log::Outcome::Confirmed { count, .. } = news.outcome else {
                                        panic!()
                                    };
                                    confirmed(lane, life, back - 1, count, base + back)
                                }
                            };
                            assert_eq!(news, expected);
                            back += match news.outcome {
                                millpond_log::Outcome::Confirmed { count, .. } => count,
                                _ => 1,
                            };
                        }
                        if back < EACH + 1 && (sent == EACH || sent >= back + 64) {
                            pace.parking();
                            assert!(bells[lane as usize].wait(LONG), "a wake-up was lost");
                            pace.unparked();
                            waited.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                    pace.detach();
                });
            }
        });
        let stats = log.stats();
        assert_eq!(stats.entries, 3 * (EACH + 1));
        assert!(stats.entries / stats.commits >= 16, "many in a commit: {stats:?}");
        if life == 1 {
            log.stop();
            thread.join().unwrap();
        } else {
            for lane in 0..3 {
                assert_eq!(entries(&*log, Partition(lane)).len() as u64, 2 * (EACH + 1));
                assert_served(&*log, &*log, Partition(lane));
            }
            log.stop();
            thread.join().unwrap();
        }
    }
}
