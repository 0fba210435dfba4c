"""Kills while messages come and go so fast that segments are sealed, indexed and dropped all the time."""

import random
import threading
import time
from collections import Counter

from harness.backlog import BATCH, number_of, text
from harness.http import Line

KILLS = 8
# Some dozens of MiB a second.
SIZE_BYTES = 8_000
SENDERS, RECEIVERS = 2, 2
VISIBILITY_SECONDS = 3600


class Client(threading.Thread):
    """One connection; it survives the server's death and goes on when there is a new one."""

    def __init__(self, load):
        super().__init__(daemon=True)
        self.load = load
        self.line = Line(load.world.server, timeout=30)
        self.failed = None

    def run(self):
        try:
            while not self.load.over.is_set():
                if self.load.up.wait(0.1):
                    self.turn()
        except Exception as failed:  # shown by the test
            self.failed = failed
        finally:
            self.line.close()

    def ask(self, operation, **parameters):
        """The answer, or None if it is not known whether there would have been one."""
        try:
            status, answer = self.line.call(operation, QueueUrl=self.load.url, **parameters)
        except ConnectionError:
            time.sleep(0.01)
            return None
        assert status == 200, f"{operation} answered {status}: {answer}"
        return answer


class Sender(Client):
    def turn(self):
        first = self.load.next_batch() * BATCH
        numbers = range(first, first + BATCH)
        entries = [{"Id": str(n), "MessageBody": text(n, SIZE_BYTES)} for n in numbers]
        answer = self.ask("SendMessageBatch", Entries=entries)
        if answer is not None:
            self.load.accepted.update(int(one["Id"]) for one in answer["Successful"])


class Receiver(Client):
    """Deletes all but one in a hundred of what it receives."""

    def turn(self):
        answer = self.ask("ReceiveMessage", MaxNumberOfMessages=BATCH, WaitTimeSeconds=1)
        gone = [one for one in (answer or {}).get("Messages", []) if number_of(one) % 100 != 7]
        if not gone:
            return
        # From now on they may be gone.
        self.load.tried.update(number_of(one) for one in gone)
        entries = [{"Id": str(number_of(one)), "ReceiptHandle": one["ReceiptHandle"]} for one in gone]
        answer = self.ask("DeleteMessageBatch", Entries=entries)
        if answer is not None:
            self.load.deleted.update(int(one["Id"]) for one in answer["Successful"])


class Load:
    """The clients and what they were told."""

    def __init__(self, world, url):
        self.world, self.url = world, url
        self.up, self.over = threading.Event(), threading.Event()
        self.lock = threading.Lock()
        self.batches = 0
        self.accepted, self.tried, self.deleted = set(), set(), set()
        self.clients = [Sender(self) for _ in range(SENDERS)] + [Receiver(self) for _ in range(RECEIVERS)]

    def next_batch(self):
        with self.lock:
            self.batches += 1
            return self.batches - 1

    def run(self, seed):
        moments = random.Random(seed)
        for client in self.clients:
            client.start()
        for _ in range(KILLS):
            self.up.set()
            time.sleep(moments.uniform(0.1, 1.0))
            self.up.clear()
            self.world.kill_and_start()
        self.over.set()
        for client in self.clients:
            client.join(30)
            assert not client.is_alive() and not client.failed, client.failed


def test_nothing_is_lost_and_nothing_deleted_returns(world, name):
    url = world.queue(name, VisibilityTimeout=VISIBILITY_SECONDS)
    seed = random.randrange(2**32)
    print("seed", seed)
    load = Load(world, url)
    load.run(seed)
    assert len(world.segments()) > 3 or len(load.deleted) > 5_000, "too little happened"
    world.advance(VISIBILITY_SECONDS + 1)
    waiting, in_flight, delayed = world.counts(url)
    assert (in_flight, delayed) == (0, 0)
    found = Counter(map(number_of, world.take(url)))
    assert sum(found.values()) == waiting
    assert not [number for number, times in found.items() if times > 1], "no crash since: exactly once"
    lost = load.accepted - load.tried - found.keys()
    assert not lost, f"{len(lost)} lost, as {sorted(lost)[:5]}"
    back = load.deleted & found.keys()
    assert not back, f"{len(back)} deleted ones came back, as {sorted(back)[:5]}"
    strange = [number for number in found if number >= load.batches * BATCH]
    assert not strange
    assert world.counts(url) == (0, 0, 0)
