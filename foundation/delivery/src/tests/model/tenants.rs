//! What a tenant may rely on who sends one message while another has thousands waiting.

use millpond_runtime::SeededRandom;

use super::disk::Disk;
use super::*;

const NOISY: u64 = 1;
const QUIET: u64 = 2;

struct Queue {
    delivery: Delivery,
    disk: Disk,
    now: Millis,
    last: Sequence,
}

impl Queue {
    fn new() -> Queue {
        Queue {
            delivery: Delivery::new(Order::Loose, 4 * 24 * 60 * MINUTE),
            disk: Disk::default(),
            now: 1_700_000_000_000,
            last: 0,
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
        let mut state = Vec::new();
        self.delivery.write(&mut state, LISTED_MAX);
        self.delivery = Delivery::read(Order::Loose, &mut &state[..]).unwrap();
    }

    fn receive(&mut self, most: usize) -> Vec<Sequence> {
        self.now += 20;
        self.delivery.advance(self.now);
        for _ in 0..100 {
            if self.delivery.fill(most) == Filled::Ready {
                let selected = self.delivery.select(most);
                self.delivery.hand_out(&selected, self.now, self.now + MINUTE / 2, self.now);
                return selected;
            }
            for block in self.delivery.take_wanted() {
                let rows = self.disk.block(block);
                self.delivery.put_block(block, Some(rows));
            }
        }
        panic!("it asks for blocks for ever");
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
