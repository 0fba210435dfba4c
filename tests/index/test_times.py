"""What time does to messages whose segments are sealed: delays, visibility, retention, each to the second over restarts.

The clock runs on by itself while a test sends: what is due at the same moment is sent within half of `STEP`.
"""

from harness.backlog import number_of, numbers

STEP = 100
COUNT = 1000


def test_delays_run_out_in_their_time(world, name, restart):
    url = world.queue(name)
    for delay in range(0, 10):
        world.fill(url, range(delay * STEP, (delay + 1) * STEP), DelaySeconds=delay * STEP or 1)
    world.seal()
    world.advance(STEP // 2)
    for due in range(1, 11):
        restart()
        assert world.counts(url) == (due * STEP, 0, COUNT - due * STEP)
        world.advance(STEP)
    assert numbers(world.take(url)) == list(range(COUNT))
    assert world.counts(url) == (0, 0, 0)


def test_a_queue_s_own_delay_holds_over_a_restart(world, name, restart):
    url = world.queue(name, DelaySeconds=300)
    world.fill(url, range(COUNT))
    world.seal()
    restart()
    assert world.counts(url) == (0, 0, COUNT)
    assert world.receive(url) == []
    world.advance(301)
    assert world.counts(url) == (COUNT, 0, 0)
    assert numbers(world.take(url)) == list(range(COUNT))


def test_messages_in_flight_come_back_in_their_time(world, name, restart):
    url = world.queue(name)
    world.fill(url, range(COUNT))
    world.seal()
    held = [world.receive_all(url, STEP, VisibilityTimeout=step * STEP) for step in range(1, 11)]
    world.written()
    world.advance(STEP // 2)
    for step in range(10):
        restart()
        assert world.counts(url) == (step * STEP, COUNT - step * STEP, 0)
        # The handles of those that are still in flight are good.
        world.show(url, held[step][:10], seconds=STEP // 2)
        world.advance(STEP)
    assert numbers(world.receive_all(url)) == list(range(COUNT))
    assert world.counts(url) == (0, COUNT, 0)


def test_receives_are_counted_over_a_restart(world, name, restart):
    url = world.queue(name, VisibilityTimeout=30)
    world.fill(url, range(COUNT))
    world.seal()
    firsts = {}
    for times in range(1, 4):
        found = world.receive_all(url, AttributeNames=["All"])
        assert numbers(found) == list(range(COUNT))
        assert {message["Attributes"]["ApproximateReceiveCount"] for message in found} == {str(times)}
        for message in found:
            first = message["Attributes"]["ApproximateFirstReceiveTimestamp"]
            assert firsts.setdefault(number_of(message), first) == first
        world.written()
        restart()
        world.advance(31)


def test_retention_ends_for_each_in_its_time(world, name, restart):
    url = world.queue(name, MessageRetentionPeriod=10 * STEP)
    for wave in range(5):
        world.fill(url, range(wave * STEP, (wave + 1) * STEP))
        if wave == 2:
            world.seal()
        world.advance(STEP)
    held = world.receive_all(url, 30)
    assert len(held) == 30
    world.fill(url, range(5 * STEP, 6 * STEP), DelaySeconds=900)
    # Now 500: the waves of 0, 100, … 400 end at 1000, 1100, …; the delayed one falls due at 1400 and ends at 1500.
    world.advance(4 * STEP + STEP // 2)
    for gone in range(5):
        restart()
        waiting, in_flight, delayed = world.counts(url)
        assert (waiting + in_flight, delayed) == ((5 - gone) * STEP, STEP)
        world.advance(STEP)
    restart()
    # Now 1450: only the last wave is there, and due since 1400.
    assert world.counts(url) == (STEP, 0, 0)
    world.advance(STEP)
    assert world.counts(url) == (0, 0, 0)
    assert world.receive(url) == []


def test_a_shorter_retention_reaches_sealed_segments(world, name, restart):
    url = world.queue(name)
    world.fill(url, range(COUNT))
    world.seal()
    world.advance(1000)
    world.fill(url, range(COUNT, COUNT + 50))
    new = {"MessageRetentionPeriod": "500"}
    world.line.must("SetQueueAttributes", QueueUrl=url, Attributes=new)
    assert world.counts(url) == (50, 0, 0)
    restart()
    assert world.counts(url) == (50, 0, 0)
    assert numbers(world.take(url)) == list(range(COUNT, COUNT + 50))
