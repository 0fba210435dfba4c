"""No more than 120,000 messages of a queue are in flight: a standard queue says so, a FIFO queue just gives no more."""

import time

import pytest

from harness.http import Line
from harness.server import Server

LIMIT = 120_000
MORE = 20


@pytest.fixture
def line():
    with Server(durability="memory") as server:
        yield Line(server, timeout=60)


def fill(line, url, grouped):
    """Sends a few more messages than the limit, and receives until nothing more comes: how many, and the last answer."""
    for start in range(0, LIMIT + MORE, 10):
        entries = [{"Id": str(i), "MessageBody": "x"} for i in range(10)]
        if grouped:
            for i, entry in enumerate(entries):
                entry |= {"MessageGroupId": f"g{start + i}", "MessageDeduplicationId": f"d{start + i}"}
        line.must("SendMessageBatch", QueueUrl=url, Entries=entries)
    count = 0
    while True:
        status, answer = line.call("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)
        if status != 200 or "Messages" not in answer:
            return count, status, answer
        count += len(answer["Messages"])
        handle = answer["Messages"][0]["ReceiptHandle"]
        line.last_handle = handle


def test_a_standard_queue_refuses_a_short_poll_and_lets_a_long_one_wait(line):
    url = line.must("CreateQueue", QueueName="q", Attributes={"VisibilityTimeout": "43200"})["QueueUrl"]
    count, status, answer = fill(line, url, grouped=False)
    assert (count, status) == (LIMIT, 403)
    assert answer["__type"].rpartition("#")[2] == "OverLimit"
    began = time.monotonic()
    assert line.must("ReceiveMessage", QueueUrl=url, WaitTimeSeconds=1) == {}
    assert time.monotonic() - began > 0.9
    line.must("DeleteMessage", QueueUrl=url, ReceiptHandle=line.last_handle)
    assert len(line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 1


def test_a_fifo_queue_gives_no_more_and_no_error(line):
    url = line.must("CreateQueue", QueueName="q.fifo", Attributes={"FifoQueue": "true", "VisibilityTimeout": "43200"})["QueueUrl"]
    count, status, answer = fill(line, url, grouped=True)
    assert (count, status, answer) == (LIMIT, 200, {})
    line.must("DeleteMessage", QueueUrl=url, ReceiptHandle=line.last_handle)
    assert len(line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 1
