//! Bad weather from one seed: clients, processes that come and go, a log and a mail that can't be trusted, time.

use std::sync::Arc;

use millpond_log::event::Event;
use millpond_log::{Fate, MemoryLog, Partition, Room, Store};
use millpond_partition::ResourceId;
use millpond_runtime::SeededRandom;

use super::calls::Ask;
use super::state::{Stored, stored_coin};
use super::truth::Truth;
use super::world::{Engine, Memory, World};

pub const PARTITIONS: u32 = 7;
/// Accounts that clients use; each account's dead letters go to the one three further on.
pub const ACCOUNTS: u64 = 10;
const STEPS: u64 = 300;

/// Runs `run` for seeds 0 to `default`, or as many as MILLPOND_SEEDS says, or for MILLPOND_SEED alone.
/// A seed that fails is named. Returns how many ran.
pub fn for_seeds(default: u64, mut run: impl FnMut(u64)) -> u64 {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds = match (number("MILLPOND_SEED"), number("MILLPOND_SEEDS")) {
        (Some(seed), _) => seed..seed + 1,
        (None, seeds) => 0..seeds.unwrap_or(default),
    };
    let count = seeds.end - seeds.start;
    for seed in seeds {
        let named = Named(seed);
        run(seed);
        drop(named);
    }
    count
}

struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("MILLPOND_SEED={} fails", self.0);
        }
    }
}

/// Random requests, so that accounts fill, empty, wait, freeze and send each other coins.
pub fn random_ask(random: &SeededRandom, now: u64, last_coin: &mut u64) -> (ResourceId, Ask) {
    let account = |at: u64| ResourceId(1 + at);
    let on = account(random.below(ACCOUNTS));
    let until = now + [0, 0, 200, 5000][random.below(4) as usize];
    let some_coin = |last: u64| 1 + random.below(last.max(1));
    let ask = match random.below(100) {
        0..5 => {
            let dead_letter = Some(account((on.0 + 2) % ACCOUNTS));
            Ask::Open { dead_letter }
        }
        5..9 => Ask::Name { name: random.below(4) },
        95..97 => Ask::Drain { to: account(random.below(ACCOUNTS + 1)), coins: 1 + random.below(4) },
        9..12 => Ask::Freeze { on: random.once_in(5) },
        12..38 => {
            *last_coin += 1;
            let due = if random.once_in(4) { now + random.below(2000) } else { 0 };
            // A coin has a home account, so that a repeat of its put goes there.
            return (home(*last_coin), Ask::Put { coin: *last_coin, due });
        }
        38..43 => {
            let coin = some_coin(*last_coin);
            return (home(coin), Ask::Put { coin, due: 0 });
        }
        43..53 => Ask::Take { until },
        53..72 => Ask::Lend { until, for_ms: 1 + random.below(800) },
        72..80 => {
            let coin = some_coin(*last_coin);
            let on = if random.once_in(4) { on } else { home(coin) };
            return (on, Ask::Spend { coin });
        }
        80..95 => Ask::Move { to: account(random.below(ACCOUNTS + 1)), wait: random.once_in(2) },
        _ => Ask::Count,
    };
    (on, ask)
}

fn home(coin: u64) -> ResourceId {
    ResourceId(1 + coin % ACCOUNTS)
}

/// See the module.
pub struct Storm {
    pub world: World,
    random: SeededRandom,
    /// One submission in so many meets a fate of its own; 0: none.
    fate_once_in: u64,
    /// How many processes may run at once.
    processes_max: usize,
    reclaim: bool,
    last_coin: u64,
}

impl Storm {
    pub fn new(seed: u64) -> Self {
        let random = SeededRandom::new(seed);
        let world = World::on(Memory(MemoryLog::stepped(PARTITIONS)));
        let fate_once_in = [0, 60, 20, 6][random.below(4) as usize];
        let processes_max = 1 + random.below(3) as usize;
        let reclaim = random.once_in(2);
        let mut storm = Storm { world, random, fate_once_in, processes_max, reclaim, last_coin: 0 };
        storm.start();
        storm.world.settle();
        for at in 0..ACCOUNTS {
            // Some accounts are missing at first: what is sent there comes back.
            if !storm.random.once_in(5) {
                let dead_letter = Some(ResourceId(1 + (at + 3) % ACCOUNTS));
                storm.world.ask(ResourceId(1 + at), Ask::Open { dead_letter });
            }
        }
        storm
    }

    fn start(&mut self) {
        let lanes = [1, 2, 4][self.random.below(3) as usize];
        self.world.start(lanes, self.reclaim).expect("a log in memory opens");
    }

    /// The faults, one step after another.
    pub fn rage(&mut self) {
        for _ in 0..STEPS {
            self.act();
            self.world.collect();
        }
    }

    fn some_process(&self) -> usize {
        let processes = self.world.processes.len() as u64;
        // Mostly the newest, as a map of who owns what would say.
        if self.random.once_in(4) { self.random.below(processes) as usize } else { processes as usize - 1 }
    }

    fn act(&mut self) {
        if self.world.processes.is_empty() {
            return self.start();
        }
        let process = self.some_process();
        match self.random.below(100) {
            0..40 => {
                let (account, ask) = random_ask(&self.random, self.world.now(), &mut self.last_coin);
                self.plan_fate(process);
                let call = self.world.call(account, ask);
                if self.random.once_in(20) {
                    call.gone().store(true, std::sync::atomic::Ordering::Relaxed);
                }
                // A request whose client has gone before it arrives is not decided by anybody.
                if !millpond_partition::Command::abandoned(&call) {
                    let gone = call.gone();
                    self.world.processes[process].execute(call);
                    gone.store(self.random.once_in(12), std::sync::atomic::Ordering::Relaxed);
                }
            }
            40..60 => {
                let log = self.world.processes[process].log.clone();
                self.step(&log);
            }
            60..70 => self.world.processes[process].poll(),
            70..82 => self.deliver(process),
            82..90 => {
                self.world.clock.advance(self.random.below(400));
                self.world.processes[process].tick();
            }
            90..92 => {
                self.world.processes[process].log.release();
            }
            92..93 => {
                self.world.log().appear();
            }
            93..95 => {
                let room =
                    [Room::Ample, Room::Ample, Room::Reserve, Room::None][self.random.below(4) as usize];
                self.world.processes[process].log.set_room(room);
            }
            95..97 if self.world.processes.len() < self.processes_max => self.start(),
            97..98 => self.world.kill(process),
            _ => {
                // What usually happens: the log commits, everybody hears of it.
                let log = self.world.processes[process].log.clone();
                log.step();
                self.world.processes[process].poll();
            }
        }
    }

    fn step(&self, log: &Arc<MemoryLog>) {
        match self.random.below(3) {
            0 => {
                log.step();
            }
            1 => {
                log.step_some(1 + self.random.below(4) as usize);
            }
            _ => {
                log.confirm_next(Partition(self.random.below(u64::from(PARTITIONS)) as u32));
            }
        }
    }

    /// Plans what becomes of a coming submission of some partition.
    fn plan_fate(&self, process: usize) {
        if self.fate_once_in == 0 || !self.random.once_in(self.fate_once_in) {
            return;
        }
        let fate = match self.random.below(10) {
            0..3 => Fate::ConfirmedLate,
            3 => Fate::StoredUnknown,
            4 => Fate::Lost,
            5..7 => Fate::Delayed,
            7 => Fate::Fenced,
            8 => Fate::Gap { got: self.random.below(9) },
            _ => Fate::Silent,
        };
        let partition = Partition(self.random.below(u64::from(PARTITIONS)) as u32);
        self.world.processes[process].log.plan(partition, &[fate]);
    }

    /// Some mail arrives, at whoever is thought to own its partition; or is lost; or arrives and stays on its way.
    fn deliver(&mut self, process: usize) {
        if self.world.mail.is_empty() {
            return;
        }
        let at = self.random.below(self.world.mail.len() as u64) as usize;
        let Some(mail) = self.world.mail.remove(at) else { return };
        match self.random.below(10) {
            0 => return,
            1 => self.world.mail.push_back(mail.clone()),
            _ => {}
        }
        self.world.processes[process].deliver(mail);
    }

    /// The faults end: one process is left, which starts anew; everything comes to rest.
    pub fn calm(&mut self) {
        self.world.log().appear();
        self.world.processes.clear();
        self.start();
        come_to_rest(&mut self.world);
    }

    pub fn truth(&self) -> Truth {
        Truth::read(self.world.log())
    }
}

/// Opens and thaws the accounts, then lets time pass until nobody waits and no parcel is on its way. All that was asked
/// meanwhile must be answered.
pub fn come_to_rest<E: Engine>(world: &mut World<E>) {
    world.settle();
    let (time, first) = (world.now(), world.last_op);
    for at in 0..ACCOUNTS {
        let (here, next) = (ResourceId(1 + at), ResourceId(1 + (at + 1) % ACCOUNTS));
        world.ask(here, Ask::Open { dead_letter: None });
        world.ask(here, Ask::Freeze { on: false });
        world.ask(here, Ask::Lend { until: time + 300, for_ms: 100 });
        world.ask(here, Ask::Move { to: next, wait: true });
    }
    for _ in 0..200 {
        world.settle();
        let Some(next) = world.processes[0].next_timer() else { break };
        world.clock.advance_to(next);
        world.tick();
    }
    let process = &world.processes[0];
    assert!(process.is_serving() && process.next_timer().is_none(), "it does not come to rest");
    for op in first + 1..=world.last_op {
        let call = world.answers.get(&op);
        assert!(call.is_some_and(|call| !call.failed()), "{:?} was not answered: {call:?}", world.asked[&op]);
    }
    assert_eq!(world.alarms, [""; 0], "nothing here gives cause for an alarm");
}

/// Every reader has the same state: the process that serves, and one that reads the log.
pub fn check_states<E: Engine>(world: &World<E>, truth: &Truth) {
    let now = world.now();
    for partition in (0..PARTITIONS).map(Partition) {
        let process = &world.processes[0];
        let served = process.state(partition).settled_at(now).with_rows_from(&*process.log);
        assert_eq!(served, truth.of(partition).state.settled_at(now), "{partition:?}");
    }
}

/// Every coin's event can be read where the state says that it stands.
pub fn check_stored<E: Engine>(world: &World<E>) {
    let process = &world.processes[0];
    for partition in (0..PARTITIONS).map(Partition) {
        for coin in process.state(partition).clone().with_rows_from(&*process.log).all_coins() {
            let Stored::Here(event) = coin.stored else { unreachable!("its row was read") };
            let bytes = process.log.read(event).expect("what is live is kept");
            let event = Event::parse(&bytes, event.offset).expect("it can be read");
            assert_eq!(stored_coin(event), Some(coin.coin), "{partition:?}");
        }
    }
}
