"""Queues whose messages stand in hundreds of segments: where those do that just wait is forgotten, and looked up in run tables
when somebody wants them. Nobody must notice: not who receives, deletes, purges or looks, nor a restart."""

import itertools
import re
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from harness.backlog import World, batches, number_of, numbers, text
from harness.http import exchange
from harness.redrive import eventually
from harness.upkeep import SMALL_SEGMENTS

# With these a queue has two batches in each of some 200 segments: three tables of 64.
QUEUES = 5
EACH = 3600
BODY_BYTES = 640
GROUPS = 7


class Aged(World):
    """Small segments, so that there are many."""

    def __init__(self):
        super().__init__(*SMALL_SEGMENTS)

    def tables(self):
        return sorted(path.name for path in self.server.data_dir.rglob("*.runs"))

    def look_ups(self):
        found = re.search(r"millpond_log_run_lookups_total (\d+)", exchange(self.server, "GET", "/_millpond/metrics").text)
        return int(found.group(1))

    def grow_old(self, urls, each=EACH, message=lambda number: {}):
        """Fills all queues side by side, and waits until what waits there is away. Gives number -> message id of each."""
        ids = [{} for _ in urls]
        for ten in batches(range(each)):
            for url, known in zip(urls, ids):
                told = self.send(url, [{"MessageBody": text(number, BODY_BYTES)} | message(number) for number in ten])
                known.update((number, one["MessageId"]) for number, one in zip(ten, told))
        tables = len(self.segments()) // 64 - 1
        assert tables >= 2, f"{len(self.segments())} segments"
        # A table once its segments have their index; then a checkpoint, which says that they are worth it; then the next
        # segment's seal tells the owners.
        before = self.checkpoints()
        eventually(lambda: len(self.tables()) >= tables, f"{tables} run tables", within_seconds=20)
        eventually(lambda: self.checkpoints() > before, "a checkpoint", within_seconds=20)
        self.seal()
        self.seal()
        return ids

    def checkpoints(self):
        names = self.server.data_dir.rglob("*.checkpoint")
        return max((int(path.stem.split("-")[1]) for path in names), default=0)


@pytest.fixture
def make_world():
    return Aged


def test_all_come_in_their_order_and_each_once(world, name, restart):
    urls = [world.queue(f"{name}-{at}") for at in range(QUEUES)]
    ids = world.grow_old(urls)
    restart()
    for url, known in zip(urls[:2], ids):
        assert world.counts(url) == (EACH, 0, 0)
        before = world.look_ups()
        found = world.take(url)
        assert [number_of(one) for one in found] == list(range(EACH))
        assert {number_of(one): one["MessageId"] for one in found} == known
        assert EACH // 64 > world.look_ups() - before > 0, "a look-up brings what many calls want"
        assert world.counts(url) == (0, 0, 0)
    # Those between are still as they were.
    for url in urls[2:]:
        assert world.counts(url) == (EACH, 0, 0)
    restart()
    found = world.take(urls[2], EACH // 2)
    restart()
    found += world.take(urls[2])
    assert numbers(found) == list(range(EACH))


def test_groups_keep_their_order(world, name, restart):
    def message(number):
        return {"MessageGroupId": f"g{number % GROUPS}", "MessageDeduplicationId": f"d{number}"}

    urls = [world.fifo(f"{name}-{at}") for at in range(QUEUES)]
    world.grow_old(urls, message=message)
    restart()
    held = world.receive(urls[0])
    blocked = {number_of(one) % GROUPS for one in held}
    others = [number_of(one) for one in world.take(urls[0], EACH // 2)]
    assert not blocked & {number % GROUPS for number in others}
    for group in set(range(GROUPS)) - blocked:
        mine = [number for number in others if number % GROUPS == group]
        assert mine == list(range(group, EACH, GROUPS))[: len(mine)]
    restart()
    world.delete(urls[0], held)
    left = sorted(set(range(EACH)) - set(others) - {number_of(one) for one in held})
    found = [number_of(one) for one in world.take(urls[0])]
    assert sorted(found) == left
    for group in range(GROUPS):
        mine = [number for number in found if number % GROUPS == group]
        assert mine == sorted(mine)


def test_what_is_done_to_messages_that_are_away(world, name, restart):
    """Deleted with old handles, moved elsewhere, purged, expired, shown: as if they were here."""
    urls = [world.queue(f"{name}-{at}", MessageRetentionPeriod=86_400) for at in range(QUEUES)]
    deleted, purged, expired, shown, moved = urls
    world.fill(deleted, range(9_000, 9_020))
    held = world.receive_all(deleted, 20, VisibilityTimeout=1)
    world.advance(2)
    world.grow_old(urls)
    restart()
    # They wait again, among others, and their handles are still good.
    world.delete(deleted, held)
    assert world.counts(deleted) == (EACH, 0, 0)
    target = world.queue(f"{name}-target")
    arns = [world.line.must("GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"] for url in (moved, target)]
    source = world.queue(f"{name}-source", RedrivePolicy=f'{{"deadLetterTargetArn": "{arns[0]}", "maxReceiveCount": 3}}')
    world.line.must("StartMessageMoveTask", SourceArn=arns[0], DestinationArn=arns[1])
    page = exchange(world.server, "GET", f"/_millpond/sqs/messages?{urlencode({'QueueUrl': shown})}").json()
    assert [int(one["Body"][:8]) for one in page["Messages"]][:50] == list(range(50)), "seen where they are"
    world.line.must("PurgeQueue", QueueUrl=purged)
    world.becomes(purged, (0, 0, 0))
    world.becomes(target, (EACH, 0, 0))
    assert world.counts(moved) == (0, 0, 0)
    restart()
    assert numbers(world.take(target)) == list(range(EACH))
    assert world.receive(source) == []
    assert numbers(world.take(deleted)) == list(range(EACH))
    assert world.counts(expired) == (EACH, 0, 0)
    world.advance(90_000)
    assert world.counts(expired) == (0, 0, 0) and world.receive(expired) == []
    restart()
    assert [world.counts(url) for url in urls] == [(0, 0, 0)] * QUEUES


def test_the_disk_comes_back_though_some_stay(world, name):
    urls = [world.queue(f"{name}-{at}") for at in range(QUEUES)]
    world.grow_old(urls)
    few = [number_of(one) for one in world.take(urls[0], 100)]
    assert few == list(range(100))
    for url in urls[1:]:
        world.line.must("PurgeQueue", QueueUrl=url)
    # A fifth of each segment lives, less than is worth keeping: the messages are written again, and their segments go.
    live = (EACH - 100) * (BODY_BYTES + 64)
    eventually(lambda: log_bytes(world) < 2 * live, f"{live} bytes are left", within_seconds=60)
    world.kill_and_start()
    assert world.counts(urls[0]) == (EACH - 100, 0, 0)
    assert [number_of(one) for one in world.take(urls[0])] == list(range(100, EACH))
    eventually(lambda: world.tables() == [], "no run table of segments that are gone", within_seconds=60)


def test_empty_segments_go_though_something_is_away_before_and_behind(world, name):
    """What has messages before and behind it and none in between keeps nothing there."""
    small, large, stays = [world.queue(f"{name}-{kind}") for kind in ("small", "large", "stays")]
    told = itertools.count()

    def write(until, url):
        while len(world.segments()) < until:
            # Two of these fill a segment.
            world.send(url, [{"MessageBody": "x" * 3000}] * 9)
            if url == stays:
                world.fill(small, [next(told)])

    # In between, in segments that have one run table, none of the small queue's.
    write(140, stays)
    write(170, large)
    write(194, stays)
    # And a few behind.
    write(198, large)
    before = world.checkpoints()
    eventually(lambda: len(world.tables()) >= 3, "run tables", within_seconds=20)
    eventually(lambda: world.checkpoints() > before, "a checkpoint", within_seconds=20)
    for _ in range(2):
        world.fill(small, [next(told)])
        world.seal()
    world.line.must("PurgeQueue", QueueUrl=large)
    empty = {f"queues-{id:012}.segment" for id in range(142, 169)}
    assert empty <= world.segments()
    eventually(lambda: not empty & world.segments(), "they are gone", within_seconds=60)
    assert [number_of(one) for one in world.take(small)] == list(range(next(told)))


def log_bytes(world):
    total = 0
    for path in world.server.data_dir.rglob("*.segment"):
        # One may go meanwhile.
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


@pytest.mark.parametrize("harm", ["missing", "cut", "flipped"])
def test_a_table_that_is_not_there_or_wrong_is_made_again(world, name, harm):
    urls = [world.queue(f"{name}-{at}") for at in range(QUEUES)]
    world.grow_old(urls)
    world.line.close()
    assert world.server.stop() == 0
    paths = sorted(world.server.data_dir.rglob("*.runs"))
    for path in paths:
        content = bytearray(path.read_bytes())
        if harm == "missing":
            path.unlink()
        elif harm == "cut":
            path.write_bytes(content[: len(content) // 2])
        else:
            content[len(content) // 3] ^= 0x10
            path.write_bytes(content)
    world.server.start()
    assert [number_of(one) for one in world.take(urls[0])] == list(range(EACH))
    eventually(lambda: len(world.tables()) >= len(paths), "they are there again", within_seconds=20)
    assert [number_of(one) for one in world.take(urls[1])] == list(range(EACH))
