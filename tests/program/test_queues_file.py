"""`--queues FILE`: queues that are there from the start, and get what the file says at every start."""

import json
import socket
import threading
from types import SimpleNamespace

import pytest

from harness.clients import Json
from harness.http import exchange
from harness.server import Server, StartFailed

FILE = """
[orders]
VisibilityTimeout = 60
RedrivePolicy = { deadLetterTargetName = "orders-dlq", maxReceiveCount = 3 }
tags = { team = "shop", floor = "2" }

[orders-dlq]

["events.fifo"]
FifoQueue = true
ContentBasedDeduplication = true
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "queues.toml"
    path.write_text(FILE)
    return path


@pytest.fixture
def server(file):
    with Server("--queues", str(file)) as running:
        yield running


def url(sqs, name):
    return sqs.get_queue_url(QueueName=name)["QueueUrl"]


def attributes(sqs, name):
    return sqs.get_queue_attributes(QueueUrl=url(sqs, name), AttributeNames=["All"])["Attributes"]


def tags(sqs, name):
    return sqs.list_queue_tags(QueueUrl=url(sqs, name)).get("Tags", {})


def test_the_queues_of_the_file_are_there(server):
    sqs = Json(server)
    assert [made.rsplit("/")[-1] for made in sqs.list_queues()["QueueUrls"]] == ["events.fifo", "orders", "orders-dlq"]
    orders, events = attributes(sqs, "orders"), attributes(sqs, "events.fifo")
    target = attributes(sqs, "orders-dlq")["QueueArn"]
    assert json.loads(orders["RedrivePolicy"]) == {"deadLetterTargetArn": target, "maxReceiveCount": 3}
    assert (orders["VisibilityTimeout"], events["ContentBasedDeduplication"]) == ("60", "true")
    assert tags(sqs, "orders") == {"team": "shop", "floor": "2"}


def test_who_knocks_while_the_queues_are_made_is_answered_when_they_are_there(tmp_path):
    """Every worker has its own ear at the door, and only the first makes the queues."""
    path = tmp_path / "queues.toml"
    path.write_text("".join(f"[queue-{number}]\n" for number in range(200)))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    knocked = {"content-type": "application/x-www-form-urlencoded"}
    door = SimpleNamespace(port=port)
    running = Server("--queues", str(path), "--threads", "4", listen=f"127.0.0.1:{port}")
    starting = threading.Thread(target=running.start)
    starting.start()
    statuses = []
    try:
        while starting.is_alive():
            try:
                answer = exchange(door, "POST", "/", knocked, "Action=GetQueueUrl&QueueName=queue-199")
            except ConnectionRefusedError:
                continue
            statuses.append(answer.status)
        starting.join()
    finally:
        running.close()
    assert statuses and set(statuses) == {200}


def test_a_queue_that_was_changed_gets_what_the_file_says_and_keeps_the_rest(server):
    sqs = Json(server)
    orders = url(sqs, "orders")
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"VisibilityTimeout": "7", "DelaySeconds": "3"})
    sqs.send_message(QueueUrl=orders, MessageBody="x")
    assert server.stop() == 0
    sqs = Json(server.start())
    changed = attributes(sqs, "orders")
    assert (changed["VisibilityTimeout"], changed["DelaySeconds"]) == ("60", "3")
    assert changed["ApproximateNumberOfMessagesDelayed"] == "1"


def test_tags_that_were_changed_in_the_file_are_there_after_a_start(server, file):
    """A queue that was there kept its old ones: CreateQueue compares no tags and sets none."""
    assert server.stop() == 0
    file.write_text(FILE.replace('team = "shop"', 'team = "depot", room = "7"'))
    sqs = Json(server.start())
    assert tags(sqs, "orders") == {"team": "depot", "room": "7", "floor": "2"}


def test_a_queue_of_the_file_that_was_deleted_is_made_again_within_the_minute(server):
    sqs = Json(server)
    sqs.delete_queue(QueueUrl=url(sqs, "orders-dlq"))
    server.restart()
    sqs = Json(server)
    sources = sqs.list_dead_letter_source_queues(QueueUrl=url(sqs, "orders-dlq"))["queueUrls"]
    assert sources == [url(sqs, "orders")]


@pytest.mark.parametrize(
    "text, why",
    {
        "[a]\nNonsense = 1": "Unknown Attribute Nonsense.",
        "[a]\nVisibilityTimeout = 43201": "Invalid value for the parameter VisibilityTimeout.",
        "[a]\nFifoQueue = true": "fifo",
        '[a]\nRedrivePolicy = { deadLetterTargetName = "b", maxReceiveCount = 1 }': "Dead letter target does not exist.",
        "[a": "TOML",
    }.items(),
)
def test_a_file_that_cannot_be_had_is_refused_by_name(tmp_path, text, why):
    path = tmp_path / "queues.toml"
    path.write_text(text)
    server = Server("--queues", str(path))
    with pytest.raises(StartFailed) as refused:
        server.start()
    assert refused.value.code not in (0, None)
    assert why in server.output()
