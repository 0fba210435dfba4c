"""A message received too often goes to the dead-letter queue with all it had, or stays where it is; it is never lost."""

import json
import time

import pytest

from harness.clients import ApiError
from harness.expect import bodies, refused
from harness.poll import SETTLE_SECONDS, Poll
from harness.redrive import allow, arn, arrived, bury, eventually, first, look, numbers, redrive_policy, send

TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"

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
    # Those that have arrived are counted here until that is known here, too.
    eventually(lambda: numbers(sqs, url) == (0, 1, 0))


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
