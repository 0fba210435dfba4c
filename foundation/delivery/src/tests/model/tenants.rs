//! What a tenant may rely on who sends one message while another has thousands waiting.

use bytes::Bytes;
use millpond_log::{BLOCK_ROWS, PageKey, StatePage};
use millpond_partition::Part;
use millpond_runtime::SeededRandom;

use super::disk::Disk;
use super::*;

const NOISY: u64 = 1;
const QUIET: u64 = 2;
const ALSO_NOISY: u64 = 3;

struct Queue {
    delivery: Delivery,
    disk: Disk,
    now: Millis,
    last: Sequence,
    /// Of what was done with messages, since the last restart.
    pages: BTreeMap<PageKey, Bytes>,
    /// What of sidecars was read.
    read: Vec<Part>,
}

impl Queue {
    fn new() -> Queue {
        Queue {
            delivery: Delivery::new(Order::Loose, 4 * 24 * 60 * MINUTE),
            disk: Disk::default(),
            now: 1_700_000_000_000,
            last: 0,
            pages: BTreeMap::new(),
            read: Vec::new(),
        }
    }

    fn send(&mut self, tenant: u64, delay_ms: Millis) -> Sequence {
        self.last += 1;
        let (position, offset) = self.disk.place(true);
        let posting = Posting { sent: self.now, position, offset, len: 100 };
        let incoming = Incoming {
            sequence: self.last,
            posting,
            group: GroupKey::new(tenant),
            due: self.now + delay_ms,
            moved: None,
        };
        self.disk.write(row(&incoming), false);
        self.delivery.accept(incoming, self.now);
        self.last
    }

    fn seal(&mut self) {
        self.disk.cut();
        self.disk.tell(&mut self.delivery);
    }

    fn restart(&mut self) {
        let (state, pages) = drafted(&self.delivery, 1);
        let page = |page: StatePage| (page.key, page.bytes.unwrap_or_else(|| self.pages[&page.key].clone()));
        self.pages = pages.into_iter().map(page).collect();
        self.delivery = read(Order::Loose, &state).unwrap();
    }

    fn receive(&mut self, most: usize) -> Vec<Sequence> {
        let selected = self.select(most);
        self.hand_out(&selected);
        selected
    }

    fn select(&mut self, most: usize) -> Vec<Sequence> {
        self.now += 20;
        self.delivery.advance(self.now);
        for _ in 0..2000 {
            if self.delivery.fill(most) == Filled::Ready {
                return self.delivery.select(most);
            }
            for block in self.delivery.take_wanted() {
                self.read.push(block.part);
                let page = block.page_key().map(|key| Block::Page(self.pages[&key].clone()));
                self.delivery.put_block(block, Some(page.unwrap_or_else(|| self.disk.load(block))));
            }
        }
        panic!("it asks for blocks for ever");
    }

    fn hand_out(&mut self, selected: &[Sequence]) {
        self.delivery.hand_out(selected, self.now, self.now + MINUTE / 2, self.now);
    }
}

#[test]
fn a_quiet_tenant_is_received_by_the_second_receive_wherever_rows_are() {
    for seed in 0..300 {
        let random = SeededRandom::new(seed);
        let mut queue = Queue::new();
        let (before, after) = (1000 + random.below(4000), random.below(2) * random.below(2000));
        let sealed_every = [u64::MAX, 3000, 700, 100][random.below(4) as usize];
        let noticed_first = random.once_in(2);
        let most = [1, 10][random.below(2) as usize];
        let step_ms = [0, 1, 50][random.below(3) as usize];
        let send_noise = |queue: &mut Queue, many: u64| {
            for _ in 0..many {
                queue.now += step_ms;
                queue.send(NOISY, 0);
                if queue.last.is_multiple_of(sealed_every) {
                    queue.seal();
                }
            }
        };
        let received = random.below(3) * random.below(60);
        send_noise(&mut queue, before + received * most as u64);
        for _ in 0..received {
            queue.receive(most);
        }
        if random.once_in(3) {
            queue.restart();
        }
        if noticed_first {
            queue.receive(most);
        }
        let delay_ms = random.below(2) * 5000;
        let lone = queue.send(QUIET, delay_ms);
        send_noise(&mut queue, after);
        if random.once_in(3) {
            queue.seal();
        }
        if random.once_in(3) {
            queue.restart();
        }
        queue.now += delay_ms;
        let first_two = [queue.receive(most), queue.receive(most)].concat();
        assert!(first_two.contains(&lone), "seed {seed}: {lone} is not in {first_two:?}");
    }
}

#[test]
fn a_quiet_message_at_the_end_of_a_mixed_run_is_found_with_one_directory_and_one_block() {
    let mut queue = Queue::new();
    let of_a_thousand: Vec<_> = (0..1000).map(|tenant| queue.send(1000 + tenant, 0)).collect();
    for _ in 0..20_000 {
        queue.send(NOISY, 0);
        queue.send(ALSO_NOISY, 0);
    }
    let lone = queue.send(QUIET, 0);
    queue.seal();
    for _ in &of_a_thousand {
        let [received] = queue.receive(1)[..] else { panic!("there is one") };
        assert!(of_a_thousand.contains(&received));
        queue.delivery.remove(received);
    }
    // What is in flight shows who is noisy, and that takes both of them.
    queue.read.clear();
    let first_two = [queue.receive(20), queue.receive(20)].concat();
    assert!(first_two.contains(&lone), "{first_two:?}");
    // First what comes next in line.
    let last = Part::Rows((lone - 1) as u32 / BLOCK_ROWS);
    assert_eq!(queue.read, [Part::Rows(1002 / BLOCK_ROWS + 1), Part::Groups, last]);
}

#[test]
fn what_a_noisy_tenant_did_not_delete_does_not_start_the_search_anew() {
    let mut queue = Queue::new();
    (0..20_000).for_each(|message| _ = queue.send([NOISY, ALSO_NOISY][message % 2], 0));
    let lone = queue.send(QUIET, 0);
    queue.seal();
    while !queue.receive(10).contains(&lone) {}
    queue.delivery.remove(lone);
    queue.receive(10);
    queue.now += MINUTE;
    queue.read.clear();
    queue.receive(10);
    assert!(!queue.read.contains(&Part::Groups), "{:?}", queue.read);
}

/// As at a start from a checkpoint: the log is read before it is known what of it is sealed.
#[test]
fn a_quiet_message_that_was_copied_forward_before_its_run_was_sealed_is_not_passed_over() {
    let mut queue = Queue::new();
    (0..4000).for_each(|_| _ = queue.send(NOISY, 0));
    let lone = queue.send(QUIET, 0);
    (0..4000).for_each(|_| _ = queue.send(NOISY, 0));
    queue.disk.cut();
    let (position, offset) = queue.disk.place(true);
    let posting = Posting { sent: queue.now, position, offset, len: 100 };
    let incoming =
        Incoming { sequence: lone, posting, group: GroupKey::new(QUIET), due: queue.now, moved: None };
    queue.disk.write(row(&incoming), true);
    queue.delivery.forward(incoming);
    queue.seal();
    queue.disk.tell(&mut queue.delivery);
    assert_eq!(queue.disk.told, 2);
    let first_two = [queue.receive(1), queue.receive(1)].concat();
    assert!(first_two.contains(&lone), "{first_two:?}");
}

/// Tenants of all sorts come and go. Returns how many group directories, and how many blocks, were read.
fn life_of_tenants(seed: u64, without_groups: bool) -> [usize; 2] {
    let random = SeededRandom::new(seed);
    let mut queue = Queue::new();
    queue.disk.without_groups = without_groups;
    let mut tenants = Vec::new();
    let (tenants_max, noisy) = ([3, 20, 200][random.below(3) as usize], 1 + random.below(3));
    let sealed_every = 300 + random.below(4000);
    for _ in 0..100 {
        match random.below(100) {
            0..25 => {
                for _ in 0..random.below(1500) {
                    let lone = random.once_in([20, 500, 5000][random.below(3) as usize]);
                    let tenant = if lone { 10 + random.below(tenants_max) } else { 1 + random.below(noisy) };
                    tenants.push(tenant);
                    queue.now += random.below(2);
                    if queue.send(tenant, 0).is_multiple_of(sealed_every) {
                        queue.seal();
                    }
                }
            }
            25..97 => {
                let most = [1, 3, 10][random.below(3) as usize];
                let selected = queue.select(most);
                let is_quiet = |sequence: &Sequence| {
                    let tenant = GroupKey::new(tenants[*sequence as usize - 1]);
                    !queue.delivery.window.as_ref().is_some_and(|window| window.is_noisy(tenant))
                };
                let waiting = queue.delivery.visible().filter(is_quiet).take(most).count();
                let quiet = selected.iter().filter(|it| is_quiet(it)).count();
                assert_eq!(quiet, waiting, "seed {seed}: of {most} messages received");
                assert!(selected[..quiet].iter().all(is_quiet), "seed {seed}: quiet ones come first");
                queue.hand_out(&selected);
                for sequence in selected {
                    if random.once_in(2) {
                        queue.delivery.remove(sequence);
                    }
                }
            }
            97 => queue.restart(),
            98 => queue.now += MINUTE,
            _ => queue.now += 6 * MINUTE,
        }
    }
    let groups = queue.read.iter().filter(|part| **part == Part::Groups).count();
    [groups, queue.read.len() - groups]
}

#[test]
fn no_message_of_a_quiet_tenant_is_passed_over_and_group_directories_save_reads() {
    let seeds = 0..60;
    let read = |without_groups| {
        let all = seeds.clone().map(|seed| life_of_tenants(seed, without_groups));
        all.fold([0, 0], |sum, read| [sum[0] + read[0], sum[1] + read[1]])
    };
    let ([groups, blocks], [_, blocks_alone]) = (read(false), read(true));
    assert!(
        groups > 100 && groups + blocks < blocks_alone,
        "{groups} directories and {blocks} blocks, {blocks_alone} blocks without directories"
    );
}
