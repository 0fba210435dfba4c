"""A FIFO queue whose messages stand in many segments: 50 groups, each in its order, blocked while one of it is in flight."""

from collections import defaultdict

import pytest
from harness.backlog import number_of, text

GROUPS = 50
EACH = 160


def message(number):
    return {"MessageBody": text(number), "MessageGroupId": f"g{number % GROUPS}", "MessageDeduplicationId": f"d{number}"}


def in_order(messages):
    """The groups' numbers as they came; each group's must rise."""
    groups = defaultdict(list)
    for one in messages:
        number = number_of(one)
        groups[number % GROUPS].append(number)
    for found in groups.values():
        assert found == sorted(set(found)), found[:20]
    return groups


def test_groups_keep_their_order_across_restarts(world, name):
    count = GROUPS * EACH
    url = world.fifo(name)
    told = world.send(url, map(message, range(count // 2)))
    world.seal()
    told += world.send(url, map(message, range(count // 2, count)))
    order = [int(one["SequenceNumber"]) for one in told]
    assert order == sorted(set(order))
    found = []
    for restart in (world.stop_and_start, world.kill_and_start, world.stop_and_start):
        found += world.take(url, count // 4)
        left = count - len(found)
        assert world.counts(url) == (left, 0, 0)
        restart()
        assert world.counts(url) == (left, 0, 0)
    found += world.take(url)
    groups = in_order(found)
    assert all(groups[group] == list(range(group, count, GROUPS)) for group in range(GROUPS))
    assert {number_of(one): one["MessageId"] for one in found} == dict(enumerate(one["MessageId"] for one in told))
    assert world.counts(url) == (0, 0, 0)


def test_a_group_in_flight_is_blocked_over_a_restart(world, name, restart):
    url = world.fifo(name)
    world.send(url, map(message, range(GROUPS * 10)))
    world.seal()
    held = world.receive_all(url, 100, VisibilityTimeout=600)
    blocked = {number_of(one) % GROUPS for one in held}
    restart()
    assert world.counts(url) == (GROUPS * 10 - 100, 100, 0)
    others = world.take(url)
    assert not blocked & {number_of(one) % GROUPS for one in others}
    assert len(others) == 10 * (GROUPS - len(blocked))
    # Given back, the held ones come first in their groups.
    world.show(url, held)
    groups = in_order(world.take(url))
    assert groups == {group: list(range(group, GROUPS * 10, GROUPS)) for group in blocked}
    assert world.counts(url) == (0, 0, 0)


def test_a_send_is_known_for_five_minutes_over_a_restart(world, name, restart):
    url = world.fifo(name)
    first = world.send(url, map(message, range(2000)))
    taken = world.take(url, 1000)
    world.seal()
    restart()
    known = lambda told: [(one["MessageId"], one["SequenceNumber"]) for one in told]
    # A message that is long deleted is known as well as one that waits.
    assert known(world.send(url, map(message, range(2000)))) == known(first)
    assert world.counts(url) == (1000, 0, 0)
    world.advance(301)
    second = world.send(url, map(message, range(2000)))
    assert not set(known(second)) & set(known(first))
    assert world.counts(url) == (3000, 0, 0)
    found = taken + world.take(url)
    assert sorted(map(number_of, found)) == sorted([*range(2000), *range(2000)])
    groups = defaultdict(list)
    for one in found:
        groups[number_of(one) % GROUPS].append(number_of(one))
    assert all(groups[group] == 2 * list(range(group, 2000, GROUPS)) for group in range(GROUPS))


@pytest.mark.parametrize("ahead", [1, 3000])
def test_what_is_free_is_found_behind_a_blocked_group(world, name, ahead, restart):
    url = world.fifo(name)
    one_group = lambda numbers, group: [
        {"MessageBody": text(n), "MessageGroupId": group, "MessageDeduplicationId": f"{group}{n}"} for n in numbers
    ]
    world.send(url, one_group(range(ahead + 1), "blocked"))
    world.seal()
    world.send(url, one_group([7777], "free"))
    [held] = world.receive(url, 1)
    restart()
    [found] = world.receive(url)
    assert number_of(found) == 7777
    world.delete(url, [found, held])
    assert [number_of(one) for one in world.take(url)] == list(range(1, ahead + 1))
