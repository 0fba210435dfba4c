"""A message received too often goes to the dead-letter queue with all it had, or stays where it is; it is never lost."""

import json
import random
import re
import threading
import time

import pytest

from harness.clients import NON_EXISTENT_QUEUE, ApiError, Json
from harness.expect import bodies, refused
from harness.http import Line
from harness.poll import SETTLE_SECONDS, Poll
from harness.redrive import arn, arrived, eventually, numbers, redrive_policy
from harness.server import Server

TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


@pytest.fixture
def pair(queue):
    """Makes a standard queue and its dead-letter queue, and gives their URLs."""

    def make(receives=1, dead=None, **attributes):
        dlq = queue(**(dead or {}))
        return queue(RedrivePolicy=redrive_policy(dlq, receives), **attributes), dlq

    return make


@pytest.fixture
def fifo_pair(fifo):
    def make(receives=1, dead=None, **attributes):
        dlq = fifo(**(dead or {}))
        return fifo(RedrivePolicy=redrive_policy(dlq, receives), **attributes), dlq

    return make


def send(sqs, url, body, group=None, dedup=None, **more):
    if group:
        more |= {"MessageGroupId": group, "MessageDeduplicationId": dedup or body}
    return sqs.send_message(QueueUrl=url, MessageBody=body, **more)


def look(sqs, url, count=10, **more):
    """Receives what there is and leaves it visible."""
    return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=count, VisibilityTimeout=0, AttributeNames=["All"], **more)


def bury(sqs, url, times=1):
    """Receives all of a queue's messages as often as they may be, and once more."""
    for _ in range(times):
        assert bodies(look(sqs, url))
    assert look(sqs, url) == {}


# When


@pytest.mark.parametrize("receives", [1, 2, 5, "3"])
def test_a_message_may_be_received_so_often_and_is_then_moved(sqs, pair, receives):
    url, dlq = pair(receives)
    send(sqs, url, "x")
    for count in range(1, int(receives) + 1):
        [message] = look(sqs, url)["Messages"]
        assert message["Attributes"]["ApproximateReceiveCount"] == str(count)
    assert numbers(sqs, dlq) == (0, 0, 0)
    assert look(sqs, url) == {}
    assert bodies({"Messages": arrived(sqs, dlq, 1)}) == ["x"]
    assert look(sqs, url) == {}


def test_a_message_is_moved_by_the_receive_that_would_be_one_too_many(sqs, server, pair):
    url, dlq = pair(VisibilityTimeout=10)
    send(sqs, url, "x")
    sqs.receive_message(QueueUrl=url)
    server.advance(1000)
    assert numbers(sqs, url) == (1, 0, 0), "its time has run out, and nobody has asked for it"
    assert sqs.receive_message(QueueUrl=url) == {}
    arrived(sqs, dlq, 1)


def test_a_message_deleted_in_time_is_not_moved(sqs, server, pair):
    url, dlq = pair()
    send(sqs, url, "x")
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    server.advance(31)
    assert sqs.receive_message(QueueUrl=url) == {}
    assert numbers(sqs, dlq) == (0, 0, 0)


def test_a_visibility_that_is_prolonged_keeps_a_message_from_being_moved(sqs, server, pair):
    url, dlq = pair()
    send(sqs, url, "x")
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    for _ in range(3):
        server.advance(20)
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=30)
        assert sqs.receive_message(QueueUrl=url) == {}
    assert numbers(sqs, url) == (0, 1, 0) and numbers(sqs, dlq) == (0, 0, 0)


def test_a_policy_set_later_counts_the_receives_there_were(sqs, queue):
    url, dlq = queue(), queue()
    send(sqs, url, "x")
    for _ in range(3):
        look(sqs, url)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": redrive_policy(dlq, 3)})
    assert look(sqs, url) == {}
    assert arrived(sqs, dlq, 1)[0]["Attributes"]["ApproximateReceiveCount"] == "4"


def test_a_policy_that_allows_more_gives_more(sqs, pair):
    url, dlq = pair(1)
    send(sqs, url, "x")
    look(sqs, url)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": redrive_policy(dlq, 2)})
    bury(sqs, url)
    arrived(sqs, dlq, 1)


def test_without_its_policy_a_queue_moves_nothing(sqs, pair):
    url, dlq = pair()
    send(sqs, url, "x")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"]) == {}
    for _ in range(4):
        assert bodies(look(sqs, url)) == ["x"]
    assert numbers(sqs, dlq) == (0, 0, 0)


# What it keeps


def test_a_moved_message_keeps_all_it_had(sqs, server, pair):
    url, dlq = pair()
    send(
        sqs,
        url,
        "body \r\n 😀",
        MessageAttributes={
            "s": {"DataType": "String", "StringValue": "v"},
            "b": {"DataType": "Binary.x", "BinaryValue": b"\x00\xff"},
        },
        MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": TRACE}},
    )
    server.advance(100)
    [before] = look(sqs, url, MessageAttributeNames=["All"])["Messages"]
    server.advance(100)
    assert look(sqs, url) == {}
    [after] = arrived(sqs, dlq, 1, MessageAttributeNames=["All"])
    for message in (before, after):
        message.pop("ReceiptHandle")
        message["Attributes"].pop("ApproximateFirstReceiveTimestamp")
    assert before["Attributes"]["AWSTraceHeader"] == TRACE
    assert before["Attributes"].pop("ApproximateReceiveCount") == "1"
    assert after["Attributes"].pop("ApproximateReceiveCount") == "2"
    assert after["Attributes"].pop("DeadLetterQueueSourceArn") == arn(url)
    assert after == before, "id, body, attributes, digests, sender, time of the send"


def test_the_count_goes_on_in_the_dead_letter_queue(sqs, pair):
    url, dlq = pair(2)
    send(sqs, url, "x")
    bury(sqs, url, 2)
    counts = [message["Attributes"]["ApproximateReceiveCount"] for _ in range(2) for message in [first(sqs, dlq)]]
    assert counts == ["3", "4"]


def first(sqs, url):
    """The first message that comes, left visible."""
    return look(sqs, url, count=1, WaitTimeSeconds=5)["Messages"][0]


def test_the_source_can_be_asked_for_alone(sqs, pair):
    url, dlq = pair()
    send(sqs, url, "x")
    bury(sqs, url)
    names = ["DeadLetterQueueSourceArn"]
    [message] = sqs.receive_message(QueueUrl=dlq, WaitTimeSeconds=5, MessageSystemAttributeNames=names)["Messages"]
    assert message["Attributes"] == {"DeadLetterQueueSourceArn": arn(url)}


def test_the_group_of_a_standard_message_is_kept(sqs, pair):
    url, dlq = pair()
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageGroupId="tenant")
    bury(sqs, url)
    assert arrived(sqs, dlq, 1)[0]["Attributes"]["MessageGroupId"] == "tenant"


def test_a_message_keeps_its_id_through_a_chain_of_queues_and_each_counts_for_itself(sqs, queue):
    """What is shown counts over all queues [M]; what moves it is how often this queue has delivered it [M]."""
    last = queue()
    middle = queue(RedrivePolicy=redrive_policy(last, 1))
    url = queue(RedrivePolicy=redrive_policy(middle, 1))
    sent = send(sqs, url, "x")["MessageId"]
    bury(sqs, url)
    found = first(sqs, middle)
    assert (found["MessageId"], found["Attributes"]["ApproximateReceiveCount"]) == (sent, "2")
    assert look(sqs, middle) == {}
    [found] = arrived(sqs, last, 1)
    assert (found["MessageId"], found["Attributes"]["ApproximateReceiveCount"]) == (sent, "3")
    assert [numbers(sqs, one) for one in (url, middle)] == [(0, 0, 0)] * 2


def test_the_delay_and_the_size_limit_of_the_dead_letter_queue_lose_nothing(sqs, server, pair):
    url, dlq = pair(dead={"DelaySeconds": 100, "MaximumMessageSize": 1024})
    send(sqs, url, "x" * 2000)
    sent = look(sqs, url)["Messages"][0]["MessageId"]
    assert look(sqs, url) == {}
    eventually(lambda: sum(numbers(sqs, dlq)) == 1)
    server.advance(101)
    assert arrived(sqs, dlq, 1)[0]["MessageId"] == sent


# How long


def test_age_in_a_standard_dead_letter_queue_counts_from_the_first_send(sqs, server, pair):
    url, dlq = pair(dead={"MessageRetentionPeriod": 2000})
    send(sqs, url, "x")
    server.advance(1000)
    bury(sqs, url)
    eventually(lambda: numbers(sqs, dlq) == (1, 0, 0))
    server.advance(990)
    assert bodies(look(sqs, dlq)) == ["x"]
    server.advance(12)
    assert look(sqs, dlq) == {} and numbers(sqs, dlq) == (0, 0, 0)


def test_a_message_too_old_for_a_standard_dead_letter_queue_is_gone(sqs, server, pair):
    url, dlq = pair(dead={"MessageRetentionPeriod": 60})
    send(sqs, url, "x")
    server.advance(100)
    bury(sqs, url)
    eventually(lambda: numbers(sqs, url) == (0, 0, 0))
    assert sqs.receive_message(QueueUrl=dlq, WaitTimeSeconds=1) == {}
    assert numbers(sqs, dlq) == (0, 0, 0)


def test_age_in_a_fifo_dead_letter_queue_counts_from_the_move(sqs, server, fifo_pair):
    url, dlq = fifo_pair(dead={"MessageRetentionPeriod": 2000})
    send(sqs, url, "x", "g")
    sent = int(look(sqs, url)["Messages"][0]["Attributes"]["SentTimestamp"])
    server.advance(1000)
    assert look(sqs, url) == {}
    moved = int(first(sqs, dlq)["Attributes"]["SentTimestamp"])
    assert 1_000_000 <= moved - sent <= 1_010_000
    server.advance(1990)
    assert bodies(look(sqs, dlq)) == ["x"]
    server.advance(15)
    assert look(sqs, dlq) == {} and numbers(sqs, dlq) == (0, 0, 0)


# FIFO


def test_a_fifo_message_keeps_its_id_and_group_and_is_deduplicated_by_its_id(sqs, fifo_pair):
    url, dlq = fifo_pair()
    sent = send(sqs, url, "x", "g", "d")
    look(sqs, url)
    assert look(sqs, url) == {}
    [message] = arrived(sqs, dlq, 1)
    assert message["MessageId"] == sent["MessageId"]
    found = message["Attributes"]
    assert found["MessageGroupId"] == "g"
    assert found["MessageDeduplicationId"] == sent["MessageId"]
    assert found["DeadLetterQueueSourceArn"] == arn(url)
    assert found["ApproximateReceiveCount"] == "2"
    assert re.fullmatch(r"\d{20}", found["SequenceNumber"])


def test_two_messages_of_one_deduplication_id_do_not_collide_in_the_dead_letter_queue(sqs, fifo, fifo_pair):
    """Two queues share the dead-letter queue, and their senders the id; the content is the same, too."""
    url, dlq = fifo_pair(dead={"ContentBasedDeduplication": "true"})
    other = fifo(RedrivePolicy=redrive_policy(dlq, 1))
    ids = {send(sqs, one, "same", "g", "d")["MessageId"] for one in (url, other)}
    for one in (url, other):
        look(sqs, one)
        assert look(sqs, one) == {}
    eventually(lambda: numbers(sqs, dlq)[0] == 2)
    assert {message["MessageId"] for message in arrived(sqs, dlq, 2)} == ids


def test_a_dead_letter_queue_keeps_the_order_of_a_group(sqs, fifo_pair):
    url, dlq = fifo_pair()
    wanted = [str(i) for i in range(9)]
    for body in wanted:
        send(sqs, url, body, "g")
    assert bodies(look(sqs, url)) == wanted
    assert look(sqs, url) == {}
    eventually(lambda: numbers(sqs, dlq)[0] == 9)
    assert [message["Body"] for message in arrived(sqs, dlq, 9)] == wanted


def test_a_poison_head_blocks_its_group_until_it_is_moved(sqs, server, fifo_pair):
    url, dlq = fifo_pair(2)
    for body in ("1", "2", "3"):
        send(sqs, url, body, "poisoned")
    for _ in range(2):
        assert bodies(sqs.receive_message(QueueUrl=url)) == ["1"]
        assert sqs.receive_message(QueueUrl=url) == {}, "the head is in flight"
        server.advance(31)
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
    assert bodies(answer) == ["2", "3"]
    assert bodies({"Messages": arrived(sqs, dlq, 1)}) == ["1"]


def test_a_poison_head_blocks_no_other_group(sqs, fifo_pair):
    url, dlq = fifo_pair()
    send(sqs, url, "poison", "a")
    assert bodies(look(sqs, url)) == ["poison"]
    send(sqs, url, "good", "b")
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["good"]
    arrived(sqs, dlq, 1)


def test_each_head_of_a_group_has_its_own_count(sqs, fifo_pair):
    url, dlq = fifo_pair(2)
    for body in ("1", "2", "3"):
        send(sqs, url, body, "g")
    assert bodies(look(sqs, url, 1)) == ["1"]
    assert bodies(look(sqs, url, 2)) == ["1", "2"]
    assert bodies(look(sqs, url, 1, WaitTimeSeconds=5)) == ["2"], "1 is moved, and 2 comes its second time"
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
    assert bodies(answer) == ["3"]
    assert [message["Body"] for message in arrived(sqs, dlq, 2)] == ["1", "2"]


def test_a_head_blocks_its_group_in_the_dead_letter_queue_too(sqs, fifo_pair):
    url, dlq = fifo_pair()
    for body in "12":
        send(sqs, url, body, "g")
    assert len(look(sqs, url)["Messages"]) == 2
    assert look(sqs, url) == {}
    eventually(lambda: numbers(sqs, dlq)[0] == 2)
    [head] = sqs.receive_message(QueueUrl=dlq)["Messages"]
    assert head["Body"] == "1" and sqs.receive_message(QueueUrl=dlq) == {}
    sqs.delete_message(QueueUrl=dlq, ReceiptHandle=head["ReceiptHandle"])
    assert bodies(sqs.receive_message(QueueUrl=dlq)) == ["2"]


def test_a_moved_message_stays_a_duplicate_where_it_was_sent(sqs, fifo_pair):
    url, dlq = fifo_pair()
    sent = send(sqs, url, "x", "g", "d")
    look(sqs, url)
    assert look(sqs, url) == {}
    arrived(sqs, dlq, 1)
    assert send(sqs, url, "x", "g", "d")["MessageId"] == sent["MessageId"]
    assert look(sqs, url) == {}


# Some dead, some alive


def test_a_receive_of_ten_leaves_out_the_dead_and_gives_the_others(sqs, pair):
    url, dlq = pair()
    for i in range(14):
        send(sqs, url, str(i))
    dead = set(bodies(look(sqs, url, 4)))
    assert len(dead) == 4
    alive = bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10))
    assert len(alive) == 10 and not dead & set(alive)
    assert {message["Body"] for message in arrived(sqs, dlq, 4)} == dead
    assert numbers(sqs, url) == (0, 10, 0)


def test_many_dead_before_one_alive_keep_it_from_nobody(sqs, pair):
    url, dlq = pair()
    for start in range(0, 330, 10):
        entries = [{"Id": str(i), "MessageBody": str(start + i)} for i in range(10)]
        sqs.send_message_batch(QueueUrl=url, Entries=entries)
    held = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        held += messages
    assert len(held) == 330
    for start in range(0, 330, 10):
        entries = [
            {"Id": str(i), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}
            for i, message in enumerate(held[start : start + 10])
        ]
        assert "Failed" not in sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)
    send(sqs, url, "alive")
    began = time.monotonic()
    assert bodies(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)) == ["alive"]
    assert time.monotonic() - began < 3
    eventually(lambda: numbers(sqs, dlq) == (330, 0, 0))
    assert numbers(sqs, url) == (0, 1, 0)


def test_the_largest_messages_are_moved_many_at_once_and_back(sqs, server, pair):
    url, dlq = pair()
    wanted = [f"{i:02}".ljust(1_048_576, "x") for i in range(20)]
    for body in wanted:
        send(sqs, url, body)
    assert len(arrived(sqs, url, 20, VisibilityTimeout=60)) == 20
    server.advance(61)
    assert sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10) == {}
    eventually(lambda: numbers(sqs, dlq) == (20, 0, 0))
    sqs.start_message_move_task(SourceArn=arn(dlq))
    eventually(lambda: numbers(sqs, url) == (20, 0, 0))
    assert sorted(message["Body"] for message in arrived(sqs, url, 20)) == wanted
    sqs.purge_queue(QueueUrl=url)


def test_a_move_counts_each_message_once(sqs, pair):
    url, dlq = pair()
    for i in range(6):
        send(sqs, url, str(i))
    look(sqs, url, 4)
    assert numbers(sqs, url) == (6, 0, 0)
    sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2)
    eventually(lambda: numbers(sqs, dlq) == (4, 0, 0))
    eventually(lambda: numbers(sqs, url) == (0, 2, 0))


# Long polls


def test_a_poll_on_the_dead_letter_queue_is_woken(sqs, pair):
    url, dlq = pair()
    send(sqs, url, "x")
    poll = Poll(sqs, dlq)
    bury(sqs, url)
    assert bodies(poll.answer()) == ["x"]


def test_a_poll_on_the_source_goes_on_waiting_when_all_it_finds_is_dead(sqs, server, pair):
    url, dlq = pair(VisibilityTimeout=10)
    send(sqs, url, "x")
    sqs.receive_message(QueueUrl=url)
    poll = Poll(sqs, url)
    server.advance(11)
    arrived(sqs, dlq, 1)
    time.sleep(SETTLE_SECONDS)
    assert poll.waiting
    send(sqs, url, "y")
    assert bodies(poll.answer()) == ["y"]


def test_a_poll_on_a_fifo_source_is_given_what_the_poison_held_back(sqs, server, fifo_pair):
    url, dlq = fifo_pair(VisibilityTimeout=10)
    for body in ("poison", "next"):
        send(sqs, url, body, "g")
    sqs.receive_message(QueueUrl=url)
    poll = Poll(sqs, url)
    server.advance(11)
    assert bodies(poll.answer()) == ["next"]
    arrived(sqs, dlq, 1)


# Refused: it stays, and is delivered again


def allow(sqs, dlq, **policy):
    sqs.set_queue_attributes(QueueUrl=dlq, Attributes={"RedriveAllowPolicy": json.dumps(policy)})


DENIALS = {
    "denyAll": {"redrivePermission": "denyAll"},
    "byQueue": {"redrivePermission": "byQueue", "sourceQueueArns": ["arn:aws:sqs:us-east-1:000000000000:another"]},
}


@pytest.mark.parametrize("denial", DENIALS)
def test_a_move_that_is_not_allowed_any_more_leaves_the_message(sqs, pair, denial):
    url, dlq = pair()
    sent = send(sqs, url, "x")
    look(sqs, url)
    allow(sqs, dlq, **DENIALS[denial])
    for _ in range(3):
        found = first(sqs, url)
        assert (found["MessageId"], found["Body"]) == (sent["MessageId"], "x")
        assert "DeadLetterQueueSourceArn" not in found["Attributes"]
    assert numbers(sqs, dlq) == (0, 0, 0)
    allow(sqs, dlq, redrivePermission="allowAll")
    eventually(lambda: look(sqs, url) == {} and numbers(sqs, dlq)[0] == 1)
    assert arrived(sqs, dlq, 1)[0]["MessageId"] == sent["MessageId"]


def test_a_refused_message_is_deleted_like_any_other(sqs, pair):
    url, dlq = pair()
    send(sqs, url, "x")
    look(sqs, url)
    allow(sqs, dlq, redrivePermission="denyAll")
    found = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"][0]
    assert numbers(sqs, url) == (0, 1, 0)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=found["ReceiptHandle"])
    assert numbers(sqs, url) == (0, 0, 0)


def test_a_refused_fifo_message_stays_at_the_head_of_its_group(sqs, fifo_pair):
    url, dlq = fifo_pair()
    for body in "123":
        send(sqs, url, body, "g")
    assert bodies(look(sqs, url, 1)) == ["1"]
    allow(sqs, dlq, redrivePermission="denyAll")
    assert bodies(look(sqs, url, 10, WaitTimeSeconds=5)) == ["1", "2", "3"]


def test_a_deleted_dead_letter_queue_leaves_the_message_until_it_is_made_again(sqs, server, pair):
    url, dlq = pair()
    sent = send(sqs, url, "x")
    look(sqs, url)
    sqs.delete_queue(QueueUrl=dlq)
    for _ in range(3):
        assert first(sqs, url)["MessageId"] == sent["MessageId"]
    policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]["RedrivePolicy"]
    assert json.loads(policy)["deadLetterTargetArn"] == arn(dlq)
    server.advance(61)
    assert sqs.create_queue(QueueName=dlq.rpartition("/")[2])["QueueUrl"] == dlq
    eventually(lambda: look(sqs, url) == {} and numbers(sqs, dlq)[0] == 1)
    assert arrived(sqs, dlq, 1)[0]["MessageId"] == sent["MessageId"]


def test_other_attributes_can_be_set_while_the_dead_letter_queue_is_gone(sqs, pair):
    url, dlq = pair()
    sqs.delete_queue(QueueUrl=dlq)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "77"})
    send(sqs, url, "x")
    for _ in range(3):
        assert bodies(look(sqs, url)) == ["x"]


def test_a_queue_that_is_its_own_dead_letter_queue_loses_and_doubles_nothing(sqs, server, queue):
    """Whether AWS takes such a policy is not known; if it is taken, it must do no harm."""
    url = queue()
    try:
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": redrive_policy(url, 1)})
    except ApiError as no:
        assert no.code == "InvalidParameterValue"
        return
    send(sqs, url, "x")
    look(sqs, url)
    sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    eventually(lambda: sum(numbers(sqs, url)) == 1)
    server.advance(31)
    assert bodies(look(sqs, url)) == ["x"]


# Handles


def test_the_handle_of_the_source_neither_deletes_nor_hides_what_was_moved(sqs, pair):
    url, dlq = pair()
    send(sqs, url, "x")
    [before] = look(sqs, url)["Messages"]
    assert look(sqs, url) == {}
    eventually(lambda: numbers(sqs, dlq) == (1, 0, 0))
    assert sqs.delete_message(QueueUrl=url, ReceiptHandle=before["ReceiptHandle"]) == {}
    with refused("InvalidParameterValue"):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=before["ReceiptHandle"], VisibilityTimeout=100)
    with refused("ReceiptHandleIsInvalid", status=404):
        sqs.delete_message(QueueUrl=dlq, ReceiptHandle=before["ReceiptHandle"])
    [after] = arrived(sqs, dlq, 1)
    sqs.delete_message(QueueUrl=dlq, ReceiptHandle=after["ReceiptHandle"])
    assert numbers(sqs, dlq) == (0, 0, 0)


def test_a_purge_of_either_queue_leaves_the_other(sqs, pair):
    url, dlq = pair()
    send(sqs, url, "dead")
    bury(sqs, url)
    eventually(lambda: numbers(sqs, dlq) == (1, 0, 0))
    send(sqs, url, "alive")
    sqs.purge_queue(QueueUrl=dlq)
    assert (numbers(sqs, url), numbers(sqs, dlq)) == ((1, 0, 0), (0, 0, 0))
    sqs.purge_queue(QueueUrl=url)
    assert numbers(sqs, url) == (0, 0, 0)


def test_deleting_the_source_leaves_its_dead_letters(sqs, pair):
    url, dlq = pair()
    send(sqs, url, "x")
    bury(sqs, url)
    eventually(lambda: numbers(sqs, dlq) == (1, 0, 0))
    sqs.delete_queue(QueueUrl=url)
    assert arrived(sqs, dlq, 1)[0]["Attributes"]["DeadLetterQueueSourceArn"] == arn(url)


# The policies


def test_a_policy_is_given_back_as_it_was_set(sqs, pair):
    url, dlq = pair(7)
    [found] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"].values()
    assert json.loads(found) == {"deadLetterTargetArn": arn(dlq), "maxReceiveCount": 7}
    assert "RedrivePolicy" in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def test_creating_a_queue_again_compares_its_policy(sqs, queue, name):
    dlq, queue_name = queue(), name()
    first_url, second = (
        sqs.create_queue(QueueName=queue_name, Attributes={"RedrivePolicy": redrive_policy(dlq, 3)})["QueueUrl"]
        for _ in range(2)
    )
    assert first_url == second
    text = "A queue already exists with the same name and a different value for attribute RedrivePolicy"
    with refused("QueueAlreadyExists", text):
        sqs.create_queue(QueueName=queue_name, Attributes={"RedrivePolicy": redrive_policy(dlq, 4)})


def test_a_refused_policy_makes_no_queue_and_changes_none(sqs, queue, name):
    url, queue_name = queue(), name()
    bad = {"RedrivePolicy": redrive_policy("http://h/000000000000/no-such-queue", 3), "DelaySeconds": "5"}
    with refused("InvalidParameterValue"):
        sqs.create_queue(QueueName=queue_name, Attributes=bad)
    with refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes=bad)
    assert sqs.list_queues(QueueNamePrefix=queue_name) == {}
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy", "DelaySeconds"])["Attributes"]
    assert found == {"DelaySeconds": "0"}


@pytest.mark.parametrize("kind", ["standard", "fifo"])
def test_a_dead_letter_queue_is_of_the_same_type(sqs, queue, fifo, kind):
    url, dlq = (queue(), fifo()) if kind == "standard" else (fifo(), queue())
    with refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": redrive_policy(dlq, 3)})


@pytest.mark.parametrize("stranger", [{"account": "999999999999"}, {"region": "eu-west-1"}])
def test_a_dead_letter_queue_is_of_the_same_account_and_region(sqs, server, queue, name, stranger):
    queue_name = name()
    other = Json(server, **stranger)
    dlq = other.create_queue(QueueName=queue_name)["QueueUrl"]
    policy = json.dumps({"deadLetterTargetArn": arn(dlq, **stranger), "maxReceiveCount": 3})
    with refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=queue(), Attributes={"RedrivePolicy": policy})


@pytest.mark.parametrize(
    "permission, good",
    [
        ({"redrivePermission": "allowAll"}, True),
        ({"redrivePermission": "denyAll"}, False),
        ({"redrivePermission": "byQueue", "sourceQueueArns": ["<other>"]}, False),
        ({"redrivePermission": "byQueue", "sourceQueueArns": ["<other>", "<source>"]}, True),
    ],
    ids=["allowAll", "denyAll", "another", "this one"],
)
def test_an_allow_policy_says_who_may_name_a_queue_as_its_dead_letter_queue(sqs, queue, permission, good):
    url, other = queue(), queue()
    text = json.dumps(permission).replace("<source>", arn(url)).replace("<other>", arn(other))
    dlq = queue(RedriveAllowPolicy=text)
    [found] = sqs.get_queue_attributes(QueueUrl=dlq, AttributeNames=["RedriveAllowPolicy"])["Attributes"].values()
    assert json.loads(found) == json.loads(text)
    policy = {"RedrivePolicy": redrive_policy(dlq, 3)}
    if good:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=policy)
        return
    with refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes=policy)
    sqs.set_queue_attributes(QueueUrl=dlq, Attributes={"RedriveAllowPolicy": ""})
    assert sqs.get_queue_attributes(QueueUrl=dlq, AttributeNames=["RedriveAllowPolicy"]) == {}
    sqs.set_queue_attributes(QueueUrl=url, Attributes=policy)


# The list of sources


def sources(sqs, dlq, **page):
    answer = sqs.list_dead_letter_source_queues(QueueUrl=dlq, **page)
    assert set(answer) <= {"queueUrls", "NextToken"}
    return answer.get("queueUrls", []), answer.get("NextToken")


def test_the_sources_of_a_dead_letter_queue_are_listed(sqs, queue, pair):
    url, dlq = pair()
    second = queue(RedrivePolicy=redrive_policy(dlq, 5))
    queue()
    assert sources(sqs, dlq) == (sorted([url, second]), None)
    assert sources(sqs, url) == ([], None)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    assert sources(sqs, dlq) == ([second], None)
    sqs.delete_queue(QueueUrl=second)
    assert sources(sqs, dlq) == ([], None)


def test_an_empty_list_of_sources_is_a_list_in_json(json_sqs, name):
    url = json_sqs.create_queue(QueueName=name())["QueueUrl"]
    assert json_sqs.list_dead_letter_source_queues(QueueUrl=url) == {"queueUrls": []}


def test_the_list_of_sources_comes_in_pages(sqs, queue):
    dlq = queue()
    wanted = sorted(queue(RedrivePolicy=redrive_policy(dlq, 1)) for _ in range(5))
    assert sources(sqs, dlq, MaxResults=5) == (wanted, None)
    found, page = [], {}
    for size in (2, 2, 1):
        urls, token = sources(sqs, dlq, MaxResults=2, **page)
        assert len(urls) == size
        found, page = found + urls, {"NextToken": token}
    assert sorted(found) == wanted and token is None


def test_the_sources_of_no_queue_are_refused(sqs, queue):
    with refused(NON_EXISTENT_QUEUE, sqs.missing_queue):
        sources(sqs, queue() + "-not")


# Kills


class Moving:
    """1,000 messages in two pairs of queues, each queue in a partition of its own, on a server killed while they move."""

    MESSAGES = 1000
    PAIRS = 2
    KILLS = 7

    def __init__(self, server, seed, fifo):
        self.server, self.random, self.fifo = server, random.Random(seed), fifo
        self.sqs = Json(server)
        suffix, kind = (".fifo", {"FifoQueue": "true"}) if fifo else ("", {})
        self.pairs, self.ids = [], {}
        for pair in range(self.PAIRS):
            dlq = self.sqs.create_queue(QueueName=f"dead-{pair}{suffix}", Attributes=kind)["QueueUrl"]
            given = kind | {"RedrivePolicy": redrive_policy(dlq, 1)}
            url = self.sqs.create_queue(QueueName=f"source-{pair}{suffix}", Attributes=given)["QueueUrl"]
            self.pairs.append((url, dlq))
            self.ids[dlq] = {}
            for start in range(0, self.MESSAGES // self.PAIRS, 10):
                self.send(url, dlq, start)

    def send(self, url, dlq, start):
        entries = [{"Id": str(start + i), "MessageBody": f"{start + i:04}"} for i in range(10)]
        if self.fifo:
            for entry in entries:
                entry |= {"MessageGroupId": str(int(entry["Id"]) % 50), "MessageDeduplicationId": entry["Id"]}
        for sent in self.sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]:
            self.ids[dlq][sent["MessageId"]] = f"{int(sent['Id']):04}"

    def receive_all_once(self):
        """Each message once; then all are visible again, and one receive too many would move them."""
        for url, _ in self.pairs:
            while "Messages" in self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600):
                pass
        time.sleep(0.15)  # a standard receive is on disk 100 ms later at the latest
        self.server.advance(601)

    def ask(self, line, url):
        try:
            line.call("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        except ConnectionError:
            pass  # killed under it

    def kill_while_moving(self):
        lines = [Line(self.server) for _ in self.pairs]
        asking = [threading.Thread(target=self.ask, args=(line, url)) for line, (url, _) in zip(lines, self.pairs)]
        for one in asking:
            one.start()
        time.sleep(self.random.random() ** 2 * 0.02)
        self.server.kill()
        for one, line in zip(asking, lines):
            one.join()
            line.close()
        self.server.start()
        self.sqs = Json(self.server)

    def finish(self):
        for url, _ in self.pairs:
            eventually(lambda: look(self.sqs, url) == {} and numbers(self.sqs, url) == (0, 0, 0), "an empty source", 30)

    def check(self):
        """Each message is in its dead-letter queue, once, under its id and with its body; groups are in order."""
        for url, dlq in self.pairs:
            assert numbers(self.sqs, url) == (0, 0, 0)
            assert numbers(self.sqs, dlq) == (len(self.ids[dlq]), 0, 0)
            found = []
            while messages := self.sqs.receive_message(
                QueueUrl=dlq, MaxNumberOfMessages=10, VisibilityTimeout=600, AttributeNames=["All"]
            ).get("Messages"):
                found += messages
                if self.fifo:
                    handles = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
                    self.sqs.delete_message_batch(QueueUrl=dlq, Entries=handles)
            assert len(found) == len(self.ids[dlq]), "none lost, none doubled"
            assert {message["MessageId"]: message["Body"] for message in found} == self.ids[dlq]
            assert all(message["Attributes"]["DeadLetterQueueSourceArn"] == arn(url) for message in found)
            groups = {}
            for message in found if self.fifo else []:
                groups.setdefault(message["Attributes"]["MessageGroupId"], []).append(message["Body"])
            assert all(group == sorted(group) for group in groups.values())


@pytest.mark.parametrize("fifo", [False, True], ids=["standard", "fifo"])
@pytest.mark.parametrize("seed", range(2))
def test_kills_while_1000_messages_move_lose_none_and_double_none(seed, fifo):
    with Server(durability="fsync") as server:
        run = Moving(server, seed, fifo)
        run.receive_all_once()
        for _ in range(run.KILLS):
            run.kill_while_moving()
        run.finish()
        run.check()
        server.restart()
        run.sqs = Json(server)
        for url, _ in run.pairs:
            assert numbers(run.sqs, url) == (0, 0, 0)


def test_policies_sources_and_what_was_moved_are_there_after_a_kill():
    with Server(durability="fsync") as server:
        sqs = Json(server)
        dlq = sqs.create_queue(QueueName="dead", Attributes={"MessageRetentionPeriod": "2000"})["QueueUrl"]
        url = sqs.create_queue(QueueName="source", Attributes={"RedrivePolicy": redrive_policy(dlq, 1)})["QueueUrl"]
        allow(sqs, dlq, redrivePermission="byQueue", sourceQueueArns=[arn(url)])
        sent = send(sqs, url, "x")["MessageId"]
        server.advance(1000)
        bury(sqs, url)
        before = first(sqs, dlq)
        names = ["RedrivePolicy", "RedriveAllowPolicy"]
        policies = [sqs.get_queue_attributes(QueueUrl=one, AttributeNames=names) for one in (url, dlq)]
        server.restart()
        sqs = Json(server)
        url, dlq = (sqs.get_queue_url(QueueName=one)["QueueUrl"] for one in ("source", "dead"))
        assert [sqs.get_queue_attributes(QueueUrl=one, AttributeNames=names) for one in (url, dlq)] == policies
        assert sources(sqs, dlq) == ([url], None)
        after = first(sqs, dlq)
        assert after["MessageId"] == sent
        for changing in ("ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"):
            before["Attributes"].pop(changing), after["Attributes"].pop(changing)
        assert after["Attributes"] == before["Attributes"]
        server.advance(1001)
        assert look(sqs, dlq) == {}, "its age counts from the first send still"
        send(sqs, url, "y")
        bury(sqs, url)
        assert bodies({"Messages": arrived(sqs, dlq, 1)}) == ["y"]
