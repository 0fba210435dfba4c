"""A waiting receive is woken by whatever makes a message available, ends with its queue, and takes nothing with it."""

import socket
import time

import pytest

from harness.clients import NON_EXISTENT_QUEUE
from harness.expect import bodies, refused
from harness.http import Line
from harness.poll import SETTLE_SECONDS, Poll


def send(sqs, url, body, group=None, **more):
    if group:
        more |= {"MessageGroupId": group, "MessageDeduplicationId": body}
    return sqs.send_message(QueueUrl=url, MessageBody=body, **more)


def count(sqs, url, which="NotVisible"):
    name = "ApproximateNumberOfMessages" + which
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])


# What wakes a poll


def test_a_poll_with_a_message_at_hand_does_not_wait(sqs, queue):
    url = queue()
    send(sqs, url, "x")
    assert bodies(Poll(sqs, url).answer()) == ["x"]


def test_a_send_wakes_a_poll(sqs, queue):
    url = queue()
    poll = Poll(sqs, url)
    assert poll.waiting
    send(sqs, url, "x")
    assert bodies(poll.answer()) == ["x"]


def test_a_batch_wakes_a_poll(sqs, queue):
    url = queue()
    poll = Poll(sqs, url, MaxNumberOfMessages=10)
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": str(i)} for i in range(3)])
    assert set(bodies(poll.answer())) <= {"0", "1", "2"} and bodies(poll.result)


def test_a_delayed_message_wakes_a_poll_when_it_falls_due(sqs, server, queue):
    url = queue()
    send(sqs, url, "x", DelaySeconds=10)
    poll = Poll(sqs, url)
    assert poll.waiting
    server.advance(10)
    assert bodies(poll.answer()) == ["x"]


def test_a_message_whose_visibility_runs_out_wakes_a_poll(sqs, server, queue):
    url = queue(VisibilityTimeout=10)
    send(sqs, url, "x")
    sqs.receive_message(QueueUrl=url)
    poll = Poll(sqs, url)
    assert poll.waiting
    server.advance(10)
    assert bodies(poll.answer()) == ["x"]


def test_a_visibility_set_to_zero_wakes_a_poll(sqs, queue):
    url = queue()
    send(sqs, url, "x")
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    poll = Poll(sqs, url)
    assert poll.waiting
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
    assert bodies(poll.answer()) == ["x"]


def test_a_delete_that_frees_a_group_wakes_a_poll(sqs, fifo):
    url = fifo()
    send(sqs, url, "1", group="g")
    send(sqs, url, "2", group="g")
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    poll = Poll(sqs, url)
    assert poll.waiting
    sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
    assert bodies(poll.answer()) == ["2"]


def test_a_batch_delete_that_frees_a_group_wakes_a_poll(sqs, fifo):
    url = fifo()
    for body in ("1", "2", "3"):
        send(sqs, url, body, group="g")
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2)["Messages"]
    poll = Poll(sqs, url)
    assert poll.waiting
    entries = [{"Id": m["Body"], "ReceiptHandle": m["ReceiptHandle"]} for m in messages]
    sqs.delete_message_batch(QueueUrl=url, Entries=entries)
    assert bodies(poll.answer()) == ["3"]


def test_a_group_whose_head_times_out_wakes_a_poll(sqs, server, fifo):
    url = fifo(VisibilityTimeout=10)
    send(sqs, url, "1", group="g")
    send(sqs, url, "2", group="g")
    sqs.receive_message(QueueUrl=url)
    poll = Poll(sqs, url, MaxNumberOfMessages=10)
    assert poll.waiting
    server.advance(10)
    assert bodies(poll.answer()) == ["1", "2"]


def test_a_send_to_a_blocked_group_wakes_nobody_and_one_to_another_does(sqs, fifo):
    url = fifo()
    send(sqs, url, "1", group="blocked")
    sqs.receive_message(QueueUrl=url)
    poll = Poll(sqs, url)
    send(sqs, url, "2", group="blocked")
    time.sleep(SETTLE_SECONDS)
    assert poll.waiting
    send(sqs, url, "free", group="other")
    assert bodies(poll.answer()) == ["free"]


def test_a_duplicate_send_wakes_nobody(sqs, fifo):
    url = fifo()
    send(sqs, url, "1", group="g")
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
    poll = Poll(sqs, url)
    send(sqs, url, "1", group="g")
    time.sleep(SETTLE_SECONDS)
    assert poll.waiting
    send(sqs, url, "2", group="g")
    assert bodies(poll.answer()) == ["2"]


def test_the_queues_own_wait_holds_where_the_call_names_none(sqs, queue):
    url = queue(ReceiveMessageWaitTimeSeconds=20)
    poll = Poll(Unwaiting(sqs), url)
    assert poll.waiting
    send(sqs, url, "x")
    assert bodies(poll.answer()) == ["x"]


class Unwaiting:
    """A client that names no wait."""

    def __init__(self, sqs):
        self.sqs = sqs

    def receive_message(self, WaitTimeSeconds, **parameters):
        return self.sqs.receive_message(**parameters)


# Who is served


def test_one_message_wakes_one_poll_the_oldest(sqs, queue):
    url = queue()
    first, second = Poll(sqs, url), Poll(sqs, url)
    send(sqs, url, "1")
    assert bodies(first.answer()) == ["1"]
    assert second.waiting
    send(sqs, url, "2")
    assert bodies(second.answer()) == ["2"]


def test_every_waiting_poll_gets_one_of_as_many_messages(sqs, queue):
    url = queue()
    polls = [Poll(sqs, url) for _ in range(4)]
    for i in range(4):
        send(sqs, url, str(i))
    assert sorted(body for poll in polls for body in bodies(poll.answer())) == ["0", "1", "2", "3"]


def test_a_poll_on_one_queue_is_not_woken_by_another(sqs, queue):
    url, other = queue(), queue()
    poll = Poll(sqs, url)
    send(sqs, other, "x")
    time.sleep(SETTLE_SECONDS)
    assert poll.waiting
    send(sqs, url, "mine")
    assert bodies(poll.answer()) == ["mine"]


# How a poll ends


def test_a_poll_ends_empty_when_its_time_is_up(sqs, queue):
    began = time.monotonic()
    assert sqs.receive_message(QueueUrl=queue(), WaitTimeSeconds=1) == {}
    assert 0.9 < time.monotonic() - began < 1.6


def test_a_purge_leaves_a_poll_waiting(sqs, queue):
    url = queue()
    poll = Poll(sqs, url)
    sqs.purge_queue(QueueUrl=url)
    time.sleep(SETTLE_SECONDS)
    assert poll.waiting
    send(sqs, url, "x")
    assert bodies(poll.answer()) == ["x"]


@pytest.mark.parametrize("kind", ["standard", "fifo"])
def test_deleting_a_queue_ends_its_polls(sqs, queue, fifo, kind):
    url = queue() if kind == "standard" else fifo()
    polls = [Poll(sqs, url) for _ in range(3)]
    sqs.delete_queue(QueueUrl=url)
    for poll in polls:
        with refused(NON_EXISTENT_QUEUE, sqs.missing_queue):
            poll.answer()


# A client that leaves


def leave(server, url, how):
    """Begins a long poll on a socket of its own and goes away in the middle of it."""
    line = Line(server)
    line.send("ReceiveMessage", {"QueueUrl": url, "WaitTimeSeconds": 20, "MaxNumberOfMessages": 10})
    time.sleep(SETTLE_SECONDS)
    if how == "reset":
        line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    line.close()
    time.sleep(SETTLE_SECONDS)


@pytest.mark.parametrize("how", ["closed", "reset"])
def test_a_client_that_disconnects_takes_no_message_with_it(server, json_sqs, name, how):
    url = json_sqs.create_queue(QueueName=name())["QueueUrl"]
    for _ in range(3):
        leave(server, url, how)
    send(json_sqs, url, "x")
    [message] = json_sqs.receive_message(QueueUrl=url, AttributeNames=["ApproximateReceiveCount"])["Messages"]
    assert message["Attributes"] == {"ApproximateReceiveCount": "1"}


def test_a_client_that_disconnects_leaves_the_message_to_the_next_poll(server, json_sqs, name):
    url = json_sqs.create_queue(QueueName=name())["QueueUrl"]
    leave(server, url, "closed")
    poll = Poll(json_sqs, url)
    leave(server, url, "closed")
    send(json_sqs, url, "x")
    assert bodies(poll.answer()) == ["x"]


def test_a_client_that_disconnects_does_not_lock_a_group(server, json_sqs, name):
    url = json_sqs.create_queue(QueueName=name(".fifo"), Attributes={"FifoQueue": "true"})["QueueUrl"]
    leave(server, url, "closed")
    send(json_sqs, url, "1", group="g")
    send(json_sqs, url, "2", group="g")
    assert count(json_sqs, url) == 0
    assert bodies(json_sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["1", "2"]
