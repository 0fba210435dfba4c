"""Whatever the wall clock does, a message is seen when its time has passed, and numbers only rise: across kills, stops and other boots.

The server keeps one time of its own. Here its process is started again while that time is ahead of the wall by an hour or a day,
as it is when the wall was set back; in a time namespace whose boot clock has gone on by as much, as after a sleep during which
somebody set the wall; and under another boot's id. What the wall does to a server that runs is tried where its clock is made:
`foundation/log/tests/clock.rs`.
"""

import json
import os
import shutil
import subprocess
import threading
import time
import traceback

import pytest

from harness.directory import WHOLE, fsck
from harness.http import Line, exchange
from harness.proof import proof
from harness.server import Server

HOUR, DAY = 3600, 86400
# What a restart may add to a time, or take from it.
ERROR_SECONDS = 1
DELAY, HELD = 2, 3
DOWN_SECONDS = 0.4
PLAIN = 40
DEDUPLICATION_SECONDS = 300


class Life:
    """A server with messages that are due later, ended and started again; the time at which each came."""

    def __init__(self, what):
        self.what = what
        self.server = Server(durability="fsync").start()
        self.line = Line(self.server, timeout=40)
        self.earliest, self.latest = float("inf"), float("-inf")
        self.held_at = {}

    def queue(self, name, **attributes):
        return self.line.must("CreateQueue", QueueName=name, Attributes={"VisibilityTimeout": "600"} | attributes)["QueueUrl"]

    def prepare(self, held=HELD, delay=DELAY, far=None):
        """Messages at once, one that is delayed, one in flight, perhaps one far in flight, and a FIFO queue's first."""
        self.plain, self.fifo = self.queue("plain"), self.queue("ordered.fifo", FifoQueue="true")
        for at in range(0, PLAIN, 10):
            entries = [{"Id": str(i), "MessageBody": f"{at + i}"} for i in range(10)]
            self.line.must("SendMessageBatch", QueueUrl=self.plain, Entries=entries)
        self.held_queue, self.far_queue, self.delay_queue = self.queue("held"), self.queue("far"), self.queue("delayed")
        for url, seconds in ((self.held_queue, held), (self.far_queue, far)):
            if seconds:
                self.line.must("SendMessage", QueueUrl=url, MessageBody="x")
                self.held_at.setdefault(url, time.monotonic())
                got = self.line.must("ReceiveMessage", QueueUrl=url, VisibilityTimeout=seconds)
                assert len(got["Messages"]) == 1
        self.delayed_at = time.monotonic()
        self.line.must("SendMessage", QueueUrl=self.delay_queue, MessageBody="x", DelaySeconds=delay)
        self.first = self.send_fifo("first")

    def send_fifo(self, id):
        told = self.line.must(
            "SendMessage", QueueUrl=self.fifo, MessageBody=id, MessageGroupId="g", MessageDeduplicationId=id
        )
        return told["MessageId"], int(told["SequenceNumber"])

    def again(self, end, prefix=(), down_seconds=DOWN_SECONDS):
        """Ends the process and starts another one."""
        self.line.close()
        if end == "kill":
            self.server.kill()
        else:
            assert self.server.stop() == 0, self.server.output()
        time.sleep(down_seconds)
        self.server.prefix = list(prefix)
        self.server.start()
        self.up_at = time.monotonic()

    def now(self):
        """The server's own time, in seconds, and ours, read together."""
        headers = {"content-type": "application/json"}
        before = time.monotonic()
        reply = exchange(self.server, "POST", "/_millpond/clock", headers, json.dumps({"advance_ms": 0}))
        return reply.json()["now_ms"] / 1000, (before + time.monotonic()) / 2

    def comes(self, url, due):
        """Waits for the message that is due then, and notes how late it comes, or how early."""
        got = self.line.must("ReceiveMessage", QueueUrl=url, WaitTimeSeconds=10)
        late = time.monotonic() - due
        assert got.get("Messages"), f"{self.what}: what was due {late:.1f} s ago has not come"
        # A machine that is busy may take its time to start a process.
        self.earliest, self.latest = min(self.earliest, late), max(self.latest, late - max(self.up_at - due, 0))

    def is_there_at_once(self, url):
        got = self.line.must("ReceiveMessage", QueueUrl=url)
        assert got.get("Messages"), f"{self.what}: what was long due is not there"

    def is_away(self, url, due):
        """Nothing comes long before its time; if it is too late to ask, `comes` can still tell."""
        if time.monotonic() < due - ERROR_SECONDS:
            assert not self.line.must("ReceiveMessage", QueueUrl=url).get("Messages"), f"{self.what}: seen early"

    def numbers_rise(self):
        """A new FIFO message has a number and a time that are behind the first one's."""
        _, number = self.send_fifo("second")
        assert number > self.first[1], f"{self.what}: number {number} after {self.first[1]}"
        call = dict(QueueUrl=self.fifo, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=0)
        times = [int(m["Attributes"]["SentTimestamp"]) for m in self.line.must("ReceiveMessage", **call)["Messages"]]
        assert times == sorted(times), f"{self.what}: sent at {times}"

    def deduplicates(self, remembered):
        again = self.send_fifo("first")
        assert (again == self.first) == remembered, f"{self.what}: {self.first} and then {again}"

    def forgets_in_time(self):
        """The deduplication window ends five minutes after the first send, by a clock that has gone on across the restart."""
        got = self.line.must("ReceiveMessage", QueueUrl=self.fifo, AttributeNames=["All"], VisibilityTimeout=0)
        sent = int(got["Messages"][0]["Attributes"]["SentTimestamp"]) / 1000
        self.server.advance(sent + DEDUPLICATION_SECONDS - ERROR_SECONDS - self.now()[0])
        self.deduplicates(True)
        self.server.advance(2 * ERROR_SECONDS)
        self.deduplicates(False)

    def has_all(self):
        bodies = []
        while got := self.line.must("ReceiveMessage", QueueUrl=self.plain, MaxNumberOfMessages=10).get("Messages"):
            bodies += [message["Body"] for message in got]
        assert sorted(bodies, key=int) == [str(n) for n in range(PLAIN)], f"{self.what}: {len(bodies)} of {PLAIN}"

    def in_time(self, late_seconds=ERROR_SECONDS):
        assert -ERROR_SECONDS / 4 <= self.earliest, f"{self.what}: {-self.earliest:.2f} s early"
        assert self.latest <= late_seconds, f"{self.what}: {self.latest:.2f} s late"

    def close(self):
        self.line.close()
        if self.server.process is not None:
            assert self.server.stop() == 0, self.server.output()
        code, said = fsck(self.server.data_dir)
        self.server.close()
        assert code == WHOLE, said


class Group:
    """Lives of one sort, each in a thread of its own: they take seconds of waiting."""

    def __init__(self, why_not=None):
        self.why_not, self.failures, self.spans, self.threads = why_not, [], [], []

    def begin(self, what, body):
        self.threads.append(threading.Thread(target=self.live, args=(what, body)))
        self.threads[-1].start()

    def live(self, what, body):
        life = None
        try:
            life = Life(what)
            body(life)
            life.close()
            self.spans.append((life.earliest, life.latest))
        except BaseException:
            self.failures.append(f"{what}:\n{traceback.format_exc()}")
            if life is not None:
                life.server.close()

    def proves(self, what):
        if self.why_not:
            pytest.skip(self.why_not)
        assert not self.failures, "\n".join(self.failures)
        early, late = min(early for early, _ in self.spans), max(late for _, late in self.spans)
        span = f"at most {max(late, 0):.2f} s late, {max(-early, 0):.2f} s early"
        proof("A9", f"{what}: {span}", f"{len(self.spans)} restarts", 0)


def ahead_of_the_wall(seconds, end):
    def body(life):
        if seconds:
            life.server.advance(seconds)
        life.prepare()
        before, at = life.now()
        life.again(end)
        after, now = life.now()
        assert abs((after - before) - (now - at)) < 0.2, f"{life.what}: its clock made {after - before} of {now - at} s"
        life.is_away(life.held_queue, life.held_at[life.held_queue] + HELD)
        life.is_away(life.delay_queue, life.delayed_at + DELAY)
        life.comes(life.delay_queue, life.delayed_at + DELAY)
        life.comes(life.held_queue, life.held_at[life.held_queue] + HELD)
        life.in_time()
        life.numbers_rise()
        life.forgets_in_time()
        life.has_all()

    return body


def time_namespace(seconds):
    """The words that start a process whose boot clock is so many seconds ahead."""
    return ["unshare", "--time", "--boottime", str(seconds), "--"]


def after_a_sleep(seconds, end):
    def body(life):
        # In flight for three seconds longer than the machine sleeps, and for much longer.
        within = seconds + HELD <= 12 * HOUR
        life.prepare(held=seconds + HELD if within else 12 * HOUR, delay=900, far=min(2 * seconds, 12 * HOUR) if within else None)
        held_due = life.held_at[life.held_queue] + HELD
        life.again(end, time_namespace(seconds))
        life.is_there_at_once(life.delay_queue)
        if within:
            life.is_away(life.held_queue, held_due)
            life.comes(life.held_queue, held_due)
            life.is_away(life.far_queue, float("inf"))
            life.in_time()
        else:
            life.is_there_at_once(life.held_queue)
            life.earliest = life.latest = 0
        life.numbers_rise()
        life.deduplicates(False)
        life.has_all()

    return body


def another_boot(id):
    """The words that start a process which is told of another boot."""
    script = 'mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"'
    return ["unshare", "--mount", "--", "sh", "-c", script, str(id)]


def after_a_boot(ahead, end, prefix):
    def body(life):
        if ahead:
            life.server.advance(ahead)
        life.prepare()
        life.again(end, prefix)
        life.is_away(life.held_queue, life.held_at[life.held_queue] + HELD)
        life.comes(life.delay_queue, life.delayed_at + DELAY)
        life.comes(life.held_queue, life.held_at[life.held_queue] + HELD)
        # A wall that is behind the log's last word cannot tell how long the machine was off.
        life.in_time(late_seconds=ERROR_SECONDS + (DOWN_SECONDS + life.server.ready_after_seconds if ahead else 0))
        assert bool(ahead) == ("from the future" in life.server.output()), life.server.output()
        life.numbers_rise()
        life.forgets_in_time()
        life.has_all()

    return body


def why_not(words, *question, answer=""):
    """Why a process cannot be started with these words before it, or None."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return "namespaces need root and unshare"
    tried = subprocess.run([*words, *question], capture_output=True, text=True)
    return None if tried.returncode == 0 and tried.stdout == answer else f"no such namespace here: {tried.stderr.strip()}"


@pytest.fixture(scope="module")
def groups(tmp_path_factory):
    """All lives at once, when they are over."""
    id = tmp_path_factory.mktemp("boot") / "id"
    id.write_text("01234567-89ab-cdef-0123-456789abcdef\n")
    boot = another_boot(id)
    found = {
        "ahead": Group(),
        "slept": Group(why_not(time_namespace(DAY), "true")),
        "booted": Group(why_not(boot, "cat", "/proc/sys/kernel/random/boot_id", answer=id.read_text())),
    }
    for end in ("kill", "stop"):
        for seconds in (0, HOUR, DAY):
            found["ahead"].begin(f"{seconds} s ahead, {end}", ahead_of_the_wall(seconds, end))
            if seconds and not found["slept"].why_not:
                found["slept"].begin(f"{seconds} s asleep, {end}", after_a_sleep(seconds, end))
            if not found["booted"].why_not:
                found["booted"].begin(f"booted, {seconds} s ahead, {end}", after_a_boot(seconds, end, boot))
    for group in found.values():
        for thread in group.threads:
            thread.join()
    return found


def test_time_goes_on_across_a_restart_though_the_wall_was_set_back(groups):
    groups["ahead"].proves("the wall set back by an hour or a day, a kill or a stop: delays, visibility, 300 s of deduplication")


def test_time_has_passed_while_the_machine_slept_though_the_wall_was_set_back(groups):
    groups["slept"].proves("the boot clock gone on by an hour or a day while the server was down, and the wall not")


def test_after_another_boot_nothing_is_early_and_nothing_goes_back(groups):
    groups["booted"].proves("another boot, with a wall that is right, or an hour or a day behind")
