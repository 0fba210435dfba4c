"""A standard queue whose messages stand in many segments: each comes, whole; without a crash exactly once."""

from harness.backlog import number_of, numbers

MANY = 24_000
SOME = 6_000
STRAGGLERS = 500


def test_each_of_many_comes_exactly_once_across_clean_restarts(world, name):
    url = world.queue(name)
    ids = {}
    for start in range(0, MANY, MANY // 4):
        ids |= world.fill(url, range(start, start + MANY // 4))
        if start == MANY // 4:
            world.seal()
    assert world.counts(url) == (MANY, 0, 0)
    world.stop_and_start()
    assert world.counts(url) == (MANY, 0, 0)
    found = world.take(url, MANY // 3)
    held = world.receive_all(url, 500)
    left = MANY - len(found) - len(held)
    assert world.counts(url) == (left, 500, 0)
    world.stop_and_start()
    assert world.counts(url) == (left, 500, 0)
    world.delete(url, held[:200])
    world.show(url, held[200:])
    assert world.counts(url) == (left + 300, 0, 0)
    found += held[:200] + world.take(url)
    assert numbers(found) == list(range(MANY))
    assert {number_of(message): message["MessageId"] for message in found} == ids
    assert world.counts(url) == (0, 0, 0)


def test_nothing_is_lost_and_nothing_deleted_returns_across_kills(world, name):
    url = world.queue(name)
    ids = world.fill(url, range(SOME // 2))
    world.seal()
    ids |= world.fill(url, range(SOME // 2, SOME))
    deleted = []
    for _ in range(3):
        deleted += world.take(url, SOME // 6)
        held = world.receive_all(url, 100)
        world.kill_and_start()
        waiting, in_flight, delayed = world.counts(url)
        # A receive that nobody has synced may be forgotten; its messages are then visible at once.
        assert (waiting + in_flight, delayed) == (SOME - len(deleted), 0)
        # Its handles are good all the same.
        world.delete(url, held[:50])
        deleted += held[:50]
    world.advance(3601)
    assert world.counts(url) == (SOME - len(deleted), 0, 0)
    found = world.take(url)
    assert numbers(deleted + found) == list(range(SOME))
    assert all(message["MessageId"] == ids[number_of(message)] for message in found)
    assert world.counts(url) == (0, 0, 0)


def test_the_few_that_are_left_of_many_stay_whole(world, name):
    """Their segments hold little else: what was deleted around them must not come back, and they must not go or come twice."""
    url = world.queue(name)
    world.fill(url, range(SOME))
    world.seal()
    kept = []
    while messages := world.receive(url):
        stay = [message for message in messages if number_of(message) % STRAGGLERS == 7]
        world.delete(url, [message for message in messages if message not in stay])
        kept += stay
    wanted = list(range(7, SOME, STRAGGLERS))
    assert numbers(kept) == wanted
    assert world.counts(url) == (0, len(kept), 0)
    world.seal()
    for restart in (world.stop_and_start, world.kill_and_start, world.stop_and_start):
        restart()
        assert world.counts(url) == (0, len(kept), 0)
    world.show(url, kept)
    assert world.counts(url) == (len(kept), 0, 0)
    world.kill_and_start()
    again = world.receive_all(url)
    assert numbers(again) == wanted
    assert {message["MessageId"] for message in again} == {message["MessageId"] for message in kept}
    world.delete(url, again)
    assert world.counts(url) == (0, 0, 0)


def test_messages_have_all_they_had_once_their_segment_is_sealed(world, name, restart):
    url = world.queue(name)
    sent = [
        {
            "MessageBody": f"body \r\n 😀 {i}",
            "MessageAttributes": {"n": {"DataType": "Number", "StringValue": str(i)}},
            "MessageGroupId": f"tenant-{i % 3}",
        }
        for i in range(30)
    ]
    world.send(url, sent)
    asked = {"MessageAttributeNames": ["All"], "AttributeNames": ["All"]}
    before = {message["Body"]: message for message in world.receive_all(url, 30, VisibilityTimeout=60, **asked)}
    world.advance(61)
    world.seal()
    restart()
    after = world.receive_all(url, **asked)
    assert sorted(message["Body"] for message in after) == sorted(message["MessageBody"] for message in sent)
    for message in after:
        was = before[message["Body"]]
        changed = {"ApproximateReceiveCount": "2"}
        assert message["Attributes"] == was["Attributes"] | changed
        assert {key: message[key] for key in ("MessageId", "MD5OfBody", "MessageAttributes", "MD5OfMessageAttributes")} == {
            key: was[key] for key in ("MessageId", "MD5OfBody", "MessageAttributes", "MD5OfMessageAttributes")
        }


def test_a_lone_tenant_is_found_behind_sealed_segments_of_another(world, name, restart):
    url = world.queue(name)
    world.fill(url, range(2000), MessageGroupId="noisy")
    world.seal()
    world.fill(url, range(2000, 3000), MessageGroupId="noisy")
    world.fill(url, [9999], MessageGroupId="quiet")
    restart()
    assert 9999 in numbers(world.receive(url, 1) + world.receive(url, 10))
    assert sum(world.counts(url)) == 3001
    world.advance(3601)
    assert numbers(world.take(url)) == [*range(3000), 9999]


def test_what_nobody_can_process_does_not_keep_a_long_backlog_waiting(world, name):
    """As on AWS, whoever comes back after three receives goes behind the others, however soon it is given back."""
    url = world.queue(name)
    world.fill(url, range(SOME))
    world.seal()
    poison = range(100)
    done, tries = [], {}
    while len(done) < SOME - len(poison):
        messages = world.receive(url)
        bad = [message for message in messages if number_of(message) in poison]
        good = [message for message in messages if message not in bad]
        for number in map(number_of, bad):
            tries[number] = tries.get(number, 0) + 1
            assert tries[number] < 6, "it comes again and again while others wait"
        world.show(url, bad)
        world.delete(url, good)
        done += good
    assert numbers(done) == list(range(len(poison), SOME))
    assert world.counts(url) == (len(poison), 0, 0)
