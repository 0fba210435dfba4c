"""Messages that were received and came back: what was done with them leaves the memory in pages, once a checkpoint has those,
and is read again when somebody wants it. Nobody must notice: counts, times, handles, dead letters and restarts are as if it had
stayed."""

import re
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from harness.backlog import World, number_of, numbers, text
from harness.directory import files
from harness.http import exchange
from harness.redrive import arn, eventually, redrive_policy
from harness.upkeep import SMALL_SEGMENTS

# A page is of 4,096 numbers, and only whole ones leave: one here, and some are left.
EACH = 4_400
RECEIVED = ["ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"]


class Returned(World):
    """Small segments, so that there is a seal whenever one is wanted."""

    def __init__(self):
        super().__init__(*SMALL_SEGMENTS)

    def pages_read(self):
        metrics = exchange(self.server, "GET", "/_millpond/metrics").text
        return int(re.search(r"millpond_log_state_pages_read_total (\d+)", metrics).group(1))

    def checkpoints(self):
        names = self.server.data_dir.rglob("*.checkpoint")
        return max((int(path.stem.split("-")[1]) for path in names), default=0)

    def come_back(self, url, count=EACH):
        """Receives so many, and lets them return. Gives number -> message of each."""
        got = self.receive_all(url, count, VisibilityTimeout=300, MessageSystemAttributeNames=RECEIVED)
        assert len(got) == count
        self.advance(301)
        # A queue that nobody looks at does nothing.
        assert self.counts(url)[1] == 0
        return {number_of(one): one for one in got}

    def settle(self):
        """What is known of messages that came back is put together, a checkpoint has it, and it leaves."""
        self.seal()
        self.seal()
        for _ in range(2):
            before = self.checkpoints()
            self.written()
            eventually(lambda: self.checkpoints() > before, "a checkpoint", within_seconds=30)


def received(message):
    return tuple(int(message["Attributes"][name]) for name in RECEIVED)


@pytest.fixture
def make_world():
    return Returned


def test_they_are_counted_on(world, name, restart):
    url = world.queue(name)
    world.fill(url, range(EACH))
    first = world.come_back(url)
    assert all(received(one)[0] == 1 for one in first.values())
    world.settle()
    restart()
    assert world.pages_read() < 5, "a start needs none but of what was logged since"
    before = world.pages_read()
    second = world.come_back(url)
    assert all(received(one) == (2, received(first[number])[1]) for number, one in second.items())
    assert 1 <= world.pages_read() - before <= 2, "a page is read once, for all of its messages"
    # Of what is in flight, or has gone, the pages know nothing.
    world.settle()
    flying = world.receive_all(url, 500, MessageSystemAttributeNames=RECEIVED)
    gone = world.take(url, 500)
    world.settle()
    restart()
    assert world.counts(url) == (EACH - 1000, 500, 0)
    world.show(url, flying)
    third = world.receive_all(url, MessageSystemAttributeNames=RECEIVED)
    seen = {number_of(one): received(one) for one in third}
    assert sorted(seen) == sorted(set(range(EACH)) - {number_of(one) for one in gone})
    again = {number_of(one) for one in flying}
    for number, (count, at) in seen.items():
        assert (count, at) == (4 if number in again else 3, received(first[number])[1]), number
    world.delete(url, third)
    assert world.counts(url) == (0, 0, 0)


def test_what_is_done_to_those_whose_pages_are_away(world, name, restart):
    """Shown to people, held back with old handles, deleted with them, purged."""
    urls = [world.queue(f"{name}-{at}") for at in range(3)]
    shown, held, purged = urls
    first = {}
    for url in urls:
        world.fill(url, range(EACH))
        first[url] = world.come_back(url)
    world.settle()
    restart()
    before = world.pages_read()
    query = urlencode({"QueueUrl": shown, "Max": 1000})
    page = exchange(world.server, "GET", f"/_millpond/sqs/messages?{query}").json()["Messages"]
    assert [one["ApproximateReceiveCount"] for one in page] == [1] * 1000
    assert world.pages_read() - before == 1, "one reading tells all of them"
    # A handle whose time was up takes its message in flight again, as long as nobody else has it: alone, and with others.
    old = [first[held][number] for number in (3, 4_000, 4_200, 7)]
    world.line.must("ChangeMessageVisibility", QueueUrl=held, ReceiptHandle=old[0]["ReceiptHandle"], VisibilityTimeout=600)
    world.show(held, old[1:], seconds=600)
    assert world.counts(held) == (EACH - 4, 4, 0)
    world.delete(held, [first[held][number] for number in range(100, 200)])
    assert world.counts(held) == (EACH - 104, 4, 0)
    world.line.must("PurgeQueue", QueueUrl=purged)
    world.becomes(purged, (0, 0, 0))
    world.settle()
    restart()
    assert world.receive(purged) == []
    world.advance(601)
    found = world.receive_all(held, MessageSystemAttributeNames=RECEIVED)
    assert numbers(found) == [number for number in range(EACH) if not 100 <= number < 200]
    for one in found:
        assert received(one) == (2, received(first[held][number_of(one)])[1])


def test_dead_letters_are_those_that_were_received_too_often(world, name, restart):
    dead = world.queue(f"{name}-dead")
    url = world.queue(name, RedrivePolicy=redrive_policy(dead, 2))
    world.fill(url, range(EACH))
    world.come_back(url)
    world.settle()
    restart()
    # The first half twice.
    twice = world.come_back(url, EACH // 2)
    world.settle()
    restart()
    rest = world.receive_all(url, MessageSystemAttributeNames=RECEIVED)
    assert not set(numbers(rest)) & set(twice) and len(rest) == EACH - len(twice)
    assert all(received(one)[0] == 2 for one in rest)
    world.becomes(dead, (len(twice), 0, 0))
    found = world.take(dead)
    assert set(numbers(found)) == set(twice)


def test_where_order_is_kept(world, name):
    """A change of the delay asks which of the latest messages were ever received: what tells that stays as long as it may."""

    def message(number):
        return {"MessageBody": text(number), "MessageGroupId": f"g{number // 10}", "MessageDeduplicationId": f"d{number}"}

    url = world.fifo(name)
    world.send(url, map(message, range(EACH)))
    first = world.come_back(url)
    world.settle()
    world.line.must("SetQueueAttributes", QueueUrl=url, Attributes={"DelaySeconds": "900"})
    assert world.counts(url) == (EACH, 0, 0), "all were received before"
    assert world.pages_read() == 0
    world.advance(1000)
    world.send(url, [message(EACH)])
    world.settle()
    world.stop_and_start()
    assert world.counts(url) == (EACH, 0, 1)
    found = world.receive_all(url, MessageSystemAttributeNames=RECEIVED)
    assert [received(one) for one in found] == [(2, received(first[number_of(one)])[1]) for one in found]
    assert numbers(found) == list(range(EACH)) and 1 <= world.pages_read() <= 2


def test_a_move_whose_page_can_be_read_nowhere_asks_now_and_then(world, name):
    """Its messages stay, and the server has time for others."""
    dead = world.queue(f"{name}-dead")
    url = world.queue(name, RedrivePolicy=redrive_policy(dead, 1))
    world.fill(url, range(EACH))
    world.come_back(url)
    eventually(lambda: world.receive(url) == [] and world.counts(dead) == (EACH, 0, 0), "all are dead letters")
    world.come_back(dead)
    world.settle()
    world.stop_and_start()
    pages = {path: path.read_bytes() for path in files(world.server.data_dir, "pages")}

    def write(what):
        # A checkpoint that was taken meanwhile may have let some go.
        for path in filter(Path.exists, pages):
            with path.open("r+b") as file:
                file.write(what(pages[path]))

    def complaints():
        return sum("an index can't be read" in line for line in world.server.log)

    write(lambda held: bytes(len(held)))
    world.line.must("StartMessageMoveTask", SourceArn=arn(dead))
    eventually(complaints, "the page is asked for")
    time.sleep(0.5)
    assert complaints() < 5
    status, _ = world.line.call("ReceiveMessage", QueueUrl=dead)
    assert status == 503 and world.counts(dead) == (EACH, 0, 0)
    write(lambda held: held)
    world.advance(61)
    world.becomes(dead, (0, 0, 0))
