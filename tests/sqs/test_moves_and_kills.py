"""What moves between queues when the server is killed arrives once: dead letters, and those that a task brings back."""

import random
import threading
import time

import pytest

from harness.clients import Json
from harness.expect import bodies
from harness.http import Line
from harness.redrive import (
    allow,
    arn,
    arrived,
    bury,
    ended,
    eventually,
    first,
    letters_in,
    look,
    moved,
    numbers,
    redrive_policy,
    send,
    sources,
    start_task,
    tasks,
)
from harness.server import Server


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


# Move tasks


@pytest.fixture
def restarting():
    with Server(durability="fsync") as server:
        yield server


def test_a_task_goes_on_after_a_kill_and_keeps_its_rate(restarting):
    server = restarting
    sqs = Json(server)
    dlq, destination = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("dead", "destination"))
    sqs.create_queue(QueueName="source", Attributes={"RedrivePolicy": redrive_policy(dlq, 1)})
    for letter in range(10):
        sqs.send_message(QueueUrl=dlq, MessageBody=str(letter))
    handle = start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    eventually(lambda: moved(sqs, dlq) >= 1)
    before = tasks(sqs, dlq)[0]
    server.restart()
    sqs = Json(server)
    after = tasks(sqs, dlq)[0]
    assert after["TaskHandle"] == handle and after["Status"] == "RUNNING"
    assert moved(sqs, dlq) <= 6, "it has not begun to hurry"
    changing = "ApproximateNumberOfMessagesMoved"
    assert after | {changing: 0} == before | {changing: 0}
    server.advance(4)
    server.restart()
    sqs = Json(server)
    server.advance(6)
    assert ended(sqs, dlq)[changing] == 10
    url = sqs.get_queue_url(QueueName="destination")["QueueUrl"]
    assert letters_in(sqs, url, 10) == [str(letter) for letter in range(10)]
    server.restart()
    assert tasks(Json(server), dlq)[0]["Status"] == "COMPLETED"


@pytest.mark.parametrize("seed", range(2))
def test_kills_while_1000_messages_move_back_lose_none_and_double_none(restarting, seed):
    server, chance = restarting, random.Random(seed)
    sqs = Json(server)
    dlq, destination = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("dead", "destination"))
    sqs.create_queue(QueueName="source", Attributes={"RedrivePolicy": redrive_policy(dlq, 1)})
    for batch in range(0, 1000, 10):
        entries = [{"Id": str(i), "MessageBody": str(batch + i)} for i in range(10)]
        sqs.send_message_batch(QueueUrl=dlq, Entries=entries)
    start_task(sqs, dlq, destination)
    for _ in range(6):
        time.sleep(chance.random() * 0.01)
        server.restart()
        sqs = Json(server)
    task = ended(sqs, dlq)
    assert (task["ApproximateNumberOfMessagesMoved"], task["ApproximateNumberOfMessagesToMove"]) == (1000, 1000)
    url = sqs.get_queue_url(QueueName="destination")["QueueUrl"]
    assert (numbers(sqs, dlq), numbers(sqs, url)) == ((0, 0, 0), (1000, 0, 0))
    found = arrived(sqs, url, 1000)
    assert sorted(int(one["Body"]) for one in found) == list(range(1000))
    assert len({one["MessageId"] for one in found}) == 1000


def test_a_cancelled_task_stays_cancelled_after_a_kill(restarting):
    server = restarting
    sqs = Json(server)
    dlq = sqs.create_queue(QueueName="dead")["QueueUrl"]
    sqs.create_queue(QueueName="source", Attributes={"RedrivePolicy": redrive_policy(dlq, 1)})
    destination = sqs.create_queue(QueueName="destination")["QueueUrl"]
    for letter in range(5):
        sqs.send_message(QueueUrl=dlq, MessageBody=str(letter))
    sqs.cancel_message_move_task(TaskHandle=start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1))
    server.restart()
    sqs = Json(server)
    server.advance(60)
    before = ended(sqs, dlq, "CANCELLED")
    left = 5 - before["ApproximateNumberOfMessagesMoved"]
    assert numbers(sqs, dlq) == (left, 0, 0) and left >= 3
