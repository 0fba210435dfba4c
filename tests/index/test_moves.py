"""Messages that leave many at once: to a dead-letter queue and back, by a purge, with their queue."""

from harness.backlog import number_of, numbers
from harness.redrive import arn, eventually, redrive_policy

COUNT = 1000


def bury(world, url):
    """Receives all of a queue's messages as often as they may be, and once more."""
    for _ in range(2):
        assert numbers(world.receive_all(url)) == list(range(COUNT))
        world.advance(31)
    eventually(lambda: world.receive(url) == [] and world.counts(url) == (0, 0, 0))


def test_dead_letters_are_there_once_over_a_restart(world, name, restart):
    dlq = world.queue(f"{name}-dead")
    url = world.queue(name, VisibilityTimeout=30, RedrivePolicy=redrive_policy(dlq, 2))
    ids = world.fill(url, range(COUNT))
    world.seal()
    bury(world, url)
    world.becomes(dlq, (COUNT, 0, 0))
    world.seal()
    restart()
    assert world.counts(url) == (0, 0, 0)
    assert world.counts(dlq) == (COUNT, 0, 0)
    found = world.receive_all(dlq, VisibilityTimeout=600)
    assert {number_of(message): message["MessageId"] for message in found} == ids
    assert len(found) == COUNT
    world.show(dlq, found)
    # And back again.
    world.line.must("StartMessageMoveTask", SourceArn=arn(dlq))
    restart()
    world.becomes(url, (COUNT, 0, 0))
    assert world.counts(dlq) == (0, 0, 0)
    world.seal()
    restart()
    back = world.take(url)
    assert numbers(back) == list(range(COUNT))
    # A move task sends anew.
    assert not {message["MessageId"] for message in back} & set(ids.values())
    assert world.counts(url) == (0, 0, 0)


def test_a_kill_while_messages_move_loses_none(world, name):
    dlq = world.queue(f"{name}-dead")
    url = world.queue(name, VisibilityTimeout=30, RedrivePolicy=redrive_policy(dlq, 2))
    world.fill(url, range(COUNT))
    world.seal()
    bury(world, url)
    world.kill_and_start()
    world.becomes(dlq, (COUNT, 0, 0))
    world.line.must("StartMessageMoveTask", SourceArn=arn(dlq), MaxNumberOfMessagesPerSecond=500)
    for _ in range(3):
        eventually(lambda before=world.counts(url): world.counts(url) != before or world.counts(dlq) == (0, 0, 0))
        world.kill_and_start()
    world.becomes(url, (COUNT, 0, 0))
    assert world.counts(dlq) == (0, 0, 0)
    assert numbers(world.take(url)) == list(range(COUNT))


def test_dead_letters_expire_by_the_time_they_were_first_sent(world, name, restart):
    dlq = world.queue(f"{name}-dead", MessageRetentionPeriod=1000)
    url = world.queue(name, VisibilityTimeout=30, MessageRetentionPeriod=1000, RedrivePolicy=redrive_policy(dlq, 2))
    world.fill(url, range(COUNT))
    world.seal()
    world.advance(500)
    bury(world, url)
    world.becomes(dlq, (COUNT, 0, 0))
    # Younger ones stand before and behind.
    world.fill(dlq, range(COUNT, COUNT + 50))
    restart()
    world.advance(300)
    assert world.counts(dlq) == (COUNT + 50, 0, 0)
    world.advance(200)
    restart()
    assert world.counts(dlq) == (50, 0, 0)
    assert numbers(world.take(dlq)) == list(range(COUNT, COUNT + 50))


def test_a_purge_takes_what_is_there_and_nothing_later(world, name, restart):
    url = world.queue(name)
    world.fill(url, range(COUNT))
    world.seal()
    world.fill(url, range(COUNT, 2 * COUNT))
    world.fill(url, range(2 * COUNT, 2 * COUNT + 100), DelaySeconds=600)
    held = world.receive_all(url, 50)
    assert world.counts(url) == (2 * COUNT - 50, len(held), 100)
    world.line.must("PurgeQueue", QueueUrl=url)
    world.fill(url, range(5000, 5100))
    assert world.counts(url) == (100, 0, 0)
    restart()
    assert world.counts(url) == (100, 0, 0)
    world.seal()
    restart()
    world.advance(3601)
    assert world.counts(url) == (100, 0, 0)
    assert numbers(world.take(url)) == list(range(5000, 5100))


def test_a_new_queue_has_nothing_of_one_of_the_same_name(world, name, restart):
    url = world.queue(name)
    world.fill(url, range(COUNT))
    world.seal()
    world.line.must("DeleteQueue", QueueUrl=url)
    world.advance(61)
    assert world.queue(name) == url
    assert world.counts(url) == (0, 0, 0)
    world.fill(url, range(5000, 5010))
    restart()
    assert world.counts(url) == (10, 0, 0)
    assert numbers(world.take(url)) == list(range(5000, 5010))
