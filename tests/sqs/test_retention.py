"""A message lives for the queue's retention and not a moment longer, wherever it is."""

import pytest

from harness.expect import bodies

COUNTS = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]


def counts(sqs, url):
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=COUNTS)["Attributes"]
    return [int(found[name]) for name in COUNTS]


@pytest.mark.parametrize("retention", [60, 345600, 1209600])
def test_a_message_is_there_until_its_retention_ends(sqs, server, queue, retention):
    url = queue(MessageRetentionPeriod=retention)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    server.advance(retention - 2)
    assert bodies(sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)) == ["x"]
    server.advance(3)
    assert sqs.receive_message(QueueUrl=url) == {}
    assert counts(sqs, url) == [0, 0, 0]


def test_a_message_in_flight_expires_as_well(sqs, server, queue):
    url = queue(MessageRetentionPeriod=60, VisibilityTimeout=1000)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    sqs.receive_message(QueueUrl=url)
    server.advance(61)
    assert counts(sqs, url) == [0, 0, 0]
    server.advance(1000)
    assert sqs.receive_message(QueueUrl=url) == {}


def test_a_delayed_message_may_expire_before_it_falls_due(sqs, server, queue):
    url = queue(MessageRetentionPeriod=60)
    sqs.send_message(QueueUrl=url, MessageBody="x", DelaySeconds=900)
    server.advance(61)
    assert counts(sqs, url) == [0, 0, 0]
    server.advance(900)
    assert sqs.receive_message(QueueUrl=url) == {}


def test_only_what_is_old_enough_goes(sqs, server, queue):
    url = queue(MessageRetentionPeriod=100)
    for body in ("a", "b", "c"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
        server.advance(40)
    assert sorted(bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0))) == ["b", "c"]
    assert counts(sqs, url) == [2, 0, 0]


def test_a_shorter_retention_is_for_messages_already_there(sqs, server, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="old")
    server.advance(1000)
    sqs.send_message(QueueUrl=url, MessageBody="new")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"MessageRetentionPeriod": "500"})
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["new"]


def test_a_longer_retention_is_for_messages_already_there(sqs, server, queue):
    url = queue(MessageRetentionPeriod=60)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    server.advance(30)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"MessageRetentionPeriod": "600"})
    server.advance(300)
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["x"]


def test_an_expired_head_frees_its_group(sqs, server, fifo):
    url = fifo(MessageRetentionPeriod=100, VisibilityTimeout=1000)
    send = lambda body: sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g", MessageDeduplicationId=body)
    send("1")
    sqs.receive_message(QueueUrl=url)
    server.advance(50)
    send("2")
    assert sqs.receive_message(QueueUrl=url) == {}
    server.advance(51)
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["2"]


def test_receiving_does_not_prolong_a_life(sqs, server, queue):
    url = queue(MessageRetentionPeriod=100)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    for _ in range(3):
        server.advance(32)
        assert bodies(sqs.receive_message(QueueUrl=url)) == ["x"]
    server.advance(31)
    assert sqs.receive_message(QueueUrl=url) == {}
