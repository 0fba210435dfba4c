"""What was acknowledged is there after kill -9 and a new start: messages, handles, windows, queues and the clock."""

import time

import pytest

from harness.clients import Json
from harness.expect import refused
from harness.server import Server


class World:
    """A server that can be killed, with a client that finds it again."""

    def __init__(self):
        self.server = Server(durability="fsync").start()
        self.sqs = Json(self.server)

    def restart(self):
        self.server.restart()
        self.sqs = Json(self.server)

    def stop_and_start(self):
        assert self.server.stop() == 0, self.server.output()
        self.server.start()
        self.sqs = Json(self.server)

    def queue(self, name, **attributes):
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def fifo(self, name, **attributes):
        return self.queue(name + ".fifo", FifoQueue="true", **attributes)

    def send(self, url, body, group=None, dedup=None, **more):
        if group:
            more |= {"MessageGroupId": group, "MessageDeduplicationId": dedup or body}
        return self.sqs.send_message(QueueUrl=url, MessageBody=body, **more)

    def receive(self, url, **more):
        return self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, **more).get("Messages", [])

    def bodies(self, url, **more):
        return [message["Body"] for message in self.receive(url, **more)]

    def read(self, url, *names):
        return self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names))["Attributes"]


@pytest.fixture(scope="module")
def world():
    running = World()
    try:
        yield running
        assert running.server.stop() == 0, running.server.output()
    finally:
        running.server.close()


def test_messages_are_there_with_all_they_had(world):
    url = world.queue("kept")
    attributes = {
        "s": {"DataType": "String", "StringValue": "v"},
        "b": {"DataType": "Binary.x", "BinaryValue": b"\x00\xff"},
    }
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
    sent = world.send(url, "body \r\n 😀", MessageAttributes=attributes, MessageSystemAttributes=trace)
    before = world.receive(url, VisibilityTimeout=0, MessageAttributeNames=["All"], AttributeNames=["All"])[0]
    world.restart()
    [after] = world.receive(url, MessageAttributeNames=["All"], AttributeNames=["All"])
    assert after["MessageId"] == sent["MessageId"]
    for changing in (before, after):
        changing.pop("ReceiptHandle")
        for counted in ("ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"):
            changing["Attributes"].pop(counted)
    assert after == before


def test_a_backlog_is_there_whole(world):
    url = world.queue("backlog")
    wanted = [f"{i:03}" for i in range(200)]
    for start in range(0, 200, 10):
        world.sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": b, "MessageBody": b} for b in wanted[start : start + 10]])
    world.restart()
    found = []
    while messages := world.receive(url):
        found += [message["Body"] for message in messages]
    assert sorted(found) == wanted


def test_deleted_messages_stay_deleted_and_the_rest_stays(world):
    url = world.queue("deleted")
    for body in "abcd":
        world.send(url, body)
    for message in world.receive(url):
        if message["Body"] in "ac":
            world.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    world.restart()
    world.server.advance(31)
    assert sorted(world.bodies(url)) == ["b", "d"]


def test_a_handle_from_before_still_works(world):
    url = world.queue("handles")
    for body in "ab":
        world.send(url, body)
    handles = {message["Body"]: message["ReceiptHandle"] for message in world.receive(url, VisibilityTimeout=600)}
    time.sleep(0.15)  # a standard receive is on disk 100 ms later at the latest
    world.restart()
    assert world.bodies(url) == [], "both are still in flight"
    world.sqs.delete_message(QueueUrl=url, ReceiptHandle=handles["a"])
    world.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handles["b"], VisibilityTimeout=0)
    assert world.bodies(url) == ["b"]


def test_a_changed_visibility_is_kept(world):
    url = world.queue("visibility")
    world.send(url, "x")
    [message] = world.receive(url)
    world.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=600)
    world.restart()
    world.server.advance(500)
    assert world.bodies(url) == []
    world.server.advance(101)
    assert world.bodies(url) == ["x"]


def test_a_delay_goes_on(world):
    url = world.queue("delayed")
    world.send(url, "x", DelaySeconds=100)
    world.server.advance(50)
    world.restart()
    world.server.advance(47)
    assert world.bodies(url) == []
    world.server.advance(4)
    assert world.bodies(url) == ["x"]


def test_a_retention_goes_on(world):
    url = world.queue("retention", MessageRetentionPeriod="100")
    world.send(url, "x")
    world.server.advance(50)
    world.restart()
    world.server.advance(51)
    assert world.bodies(url) == []


def test_the_order_and_the_lock_of_a_group_are_kept(world):
    url = world.fifo("order")
    for i in range(6):
        world.send(url, str(i), group="g")
    first, second = world.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2)["Messages"]
    world.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    world.restart()
    assert world.bodies(url) == [], "1 is in flight and blocks the group"
    world.sqs.delete_message(QueueUrl=url, ReceiptHandle=second["ReceiptHandle"])
    assert world.bodies(url) == ["2", "3", "4", "5"]


def test_a_fifo_handle_expires_over_a_restart(world):
    url = world.fifo("expires")
    world.send(url, "x", group="g")
    [message] = world.receive(url)
    world.restart()
    world.server.advance(31)
    with refused("InvalidParameterValue"):
        world.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert world.bodies(url) == ["x"]


def test_the_deduplication_window_goes_on(world):
    url = world.fifo("window")
    first = world.send(url, "x", group="g", dedup="d")
    world.server.advance(200)
    world.restart()
    world.server.advance(97)
    second = world.send(url, "x", group="g", dedup="d")
    assert (second["MessageId"], second["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
    world.server.advance(5)
    assert world.send(url, "x", group="g", dedup="d")["MessageId"] != first["MessageId"]


def test_sequence_numbers_never_go_back(world):
    url = world.fifo("numbers")
    last = 0
    for i in range(3):
        for j in range(3):
            number = int(world.send(url, f"{i}{j}", group="g")["SequenceNumber"])
            assert number > last
            last = number
        world.restart()


def test_queues_attributes_and_tags_are_kept(world):
    url = world.queue("configured", VisibilityTimeout="77", DelaySeconds="3")
    world.sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "4"})
    world.sqs.tag_queue(QueueUrl=url, Tags={"a": "1", "b": "2"})
    world.sqs.untag_queue(QueueUrl=url, TagKeys=["a"])
    before = world.read(url, "All")
    world.restart()
    after = world.sqs.get_queue_url(QueueName="configured")["QueueUrl"]
    assert world.read(after, "All") == before
    assert before["DelaySeconds"] == "4" and before["VisibilityTimeout"] == "77"
    assert world.sqs.list_queue_tags(QueueUrl=after)["Tags"] == {"b": "2"}


def test_a_deleted_name_stays_blocked(world):
    url = world.queue("blocked")
    world.sqs.delete_queue(QueueUrl=url)
    world.restart()
    with refused("AWS.SimpleQueueService.QueueDeletedRecently"):
        world.queue("blocked")
    world.server.advance(61)
    world.queue("blocked")


def test_a_purge_stays_done_and_its_pause_goes_on(world):
    url = world.queue("purged")
    world.send(url, "x")
    world.sqs.purge_queue(QueueUrl=url)
    world.restart()
    assert world.bodies(url) == []
    with refused("AWS.SimpleQueueService.PurgeQueueInProgress", status=403):
        world.sqs.purge_queue(QueueUrl=url)


def test_moved_time_stays_moved(world):
    url = world.queue("time")
    world.server.advance(86400)
    world.send(url, "before")
    world.restart()
    world.send(url, "after")
    sent = {m["Body"]: int(m["Attributes"]["SentTimestamp"]) for m in world.receive(url, AttributeNames=["SentTimestamp"])}
    assert 0 <= sent["after"] - sent["before"] < 60_000
    assert sent["before"] > (time.time() + 86300) * 1000


def test_time_moved_just_before_a_kill_stays_moved(world):
    url = world.queue("moment")
    world.send(url, "x", DelaySeconds=900)
    world.server.advance(901)
    world.restart()
    assert world.bodies(url) == ["x"]


def test_a_clean_stop_keeps_the_same(world):
    url = world.queue("clean")
    world.send(url, "x")
    world.stop_and_start()
    assert world.bodies(url) == ["x"]


def test_many_restarts_lose_nothing(world):
    url = world.fifo("many")
    for i in range(5):
        world.send(url, str(i), group="g")
        world.restart()
    assert world.bodies(url) == ["0", "1", "2", "3", "4"]
