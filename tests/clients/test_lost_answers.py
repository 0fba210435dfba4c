"""A FIFO sender and receiver whose answers get lost, and whose SDK tries again by itself, see each message once."""

import uuid

import boto3
import pytest
from botocore.config import Config

from clients.lossy import LossyProxy


@pytest.fixture(scope="module")
def proxy(server):
    with LossyProxy(server) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def sqs(proxy):
    """boto3 with the retries that everybody has."""
    return boto3.client(
        "sqs",
        endpoint_url=proxy.url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"mode": "standard", "total_max_attempts": 3}),
    )


@pytest.fixture
def fifo(sqs, name):
    attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    return sqs.create_queue(QueueName=name(".fifo"), Attributes=attributes)["QueueUrl"]


def receive(sqs, url, **more):
    return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"], **more).get("Messages", [])


def nothing(_):
    """The answer is lost, and that is all."""


def server_killed(server):
    """The server dies with the answer, and is started again."""
    server.restart()


@pytest.mark.parametrize("also", [nothing, server_killed])
def test_a_send_repeated_after_a_lost_answer_counts_once(server, proxy, sqs, fifo, also):
    sqs.send_message(QueueUrl=fifo, MessageBody="before", MessageGroupId="g")
    proxy.lose("SendMessage", then=lambda: also(server))
    sent = sqs.send_message(QueueUrl=fifo, MessageBody="lost", MessageGroupId="g")
    sqs.send_message(QueueUrl=fifo, MessageBody="after", MessageGroupId="g")
    assert sent["ResponseMetadata"]["RetryAttempts"] == 1
    messages = receive(sqs, fifo)
    assert [message["Body"] for message in messages] == ["before", "lost", "after"]
    assert messages[1]["MessageId"] == sent["MessageId"]
    assert messages[1]["Attributes"]["SequenceNumber"] == sent["SequenceNumber"]


def test_a_batch_repeated_after_a_lost_answer_counts_once(proxy, sqs, fifo):
    proxy.lose("SendMessageBatch")
    entries = [
        {"Id": str(i), "MessageBody": str(i), "MessageGroupId": "g", "MessageDeduplicationId": f"d{i}"} for i in range(10)
    ]
    answer = sqs.send_message_batch(QueueUrl=fifo, Entries=entries)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    messages = receive(sqs, fifo)
    assert [message["Body"] for message in messages] == [str(i) for i in range(10)]
    assert [entry["MessageId"] for entry in answer["Successful"]] == [message["MessageId"] for message in messages]


def test_a_standard_queue_has_the_message_twice(proxy, sqs, name):
    """What the FIFO queue saves its users from; and a sign that the answers of these tests do get lost."""
    url = sqs.create_queue(QueueName=name())["QueueUrl"]
    proxy.lose("SendMessage")
    sqs.send_message(QueueUrl=url, MessageBody="x")
    assert [message["Body"] for message in receive(sqs, url)] == ["x", "x"]


def test_a_receive_repeated_with_its_attempt_id_gets_the_same_messages(proxy, sqs, fifo):
    for body in ("1", "2"):
        sqs.send_message(QueueUrl=fifo, MessageBody=body, MessageGroupId="g")
    proxy.lose("ReceiveMessage")
    messages = receive(sqs, fifo, ReceiveRequestAttemptId=str(uuid.uuid4()))
    assert [message["Body"] for message in messages] == ["1", "2"]
    assert proxy.lost[-1] == "ReceiveMessage"
    for message in messages:
        sqs.delete_message(QueueUrl=fifo, ReceiptHandle=message["ReceiptHandle"])
    assert receive(sqs, fifo) == []


def test_a_delete_repeated_after_a_lost_answer_succeeds(proxy, sqs, fifo):
    sqs.send_message(QueueUrl=fifo, MessageBody="x", MessageGroupId="g")
    [message] = receive(sqs, fifo)
    proxy.lose("DeleteMessage")
    sqs.delete_message(QueueUrl=fifo, ReceiptHandle=message["ReceiptHandle"])
    assert proxy.lost[-1] == "DeleteMessage"
    sqs.send_message(QueueUrl=fifo, MessageBody="next", MessageGroupId="g")
    assert [message["Body"] for message in receive(sqs, fifo)] == ["next"]
