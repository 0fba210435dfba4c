"""What a purge leaves behind goes, also on a server that is asked nothing any more."""

import time

import pytest
from harness.backlog import World, text
from harness.redrive import eventually
from harness.upkeep import SMALL_SEGMENTS

MESSAGES = 6000


@pytest.fixture
def make_world():
    return lambda: World(*SMALL_SEGMENTS)


def test_a_purge_gives_the_disk_back_while_nothing_else_happens(world, name):
    url = world.queue(name)
    world.send(url, [{"MessageBody": text(number)} for number in range(MESSAGES)])
    assert len(world.segments()) > 90
    # All that is owed has been done.
    time.sleep(3)
    assert len(world.segments()) > 90
    world.line.must("PurgeQueue", QueueUrl=url)
    eventually(lambda: len(world.segments()) <= 3, "the segments are gone", within_seconds=30)
    world.kill_and_start()
    assert world.counts(url) == (0, 0, 0) and world.receive(url) == []
