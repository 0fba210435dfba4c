"""Killed at the very write or sync of a move between two queues, the server neither loses nor doubles a message."""

import shutil

import pytest

from harness import strace
from harness.clients import ApiError, Json
from harness.http import Line
from harness.redrive import arn, eventually, numbers, redrive_policy
from harness.server import Server

WHY_NOT = strace.why_not()
pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))

MESSAGES = 20
POINTS = [(call, nth) for call in ("pwrite64", "fdatasync") for nth in range(1, 11)]


class Pair:
    """A source and its dead-letter queue, found by name."""

    def __init__(self, sqs, stem, suffix, count):
        self.stem, self.suffix = stem, suffix
        kind = {"FifoQueue": "true"} if suffix else {}
        dlq = sqs.create_queue(QueueName=f"{stem}-dead{suffix}", Attributes=kind)["QueueUrl"]
        kind["RedrivePolicy"] = redrive_policy(dlq, 1)
        url = sqs.create_queue(QueueName=f"{stem}-source{suffix}", Attributes=kind)["QueueUrl"]
        self.bodies = [f"{i:02}" for i in range(count)]
        for body in self.bodies:
            given = {"MessageGroupId": body[-1], "MessageDeduplicationId": body} if suffix else {}
            sqs.send_message(QueueUrl=url, MessageBody=body, **given)
        while "Messages" in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=60):
            pass

    def urls(self, sqs):
        return [sqs.get_queue_url(QueueName=f"{self.stem}-{which}{self.suffix}")["QueueUrl"] for which in ("source", "dead")]

    def bury(self, sqs):
        url, dlq = self.urls(sqs)

        def over():
            assert "Messages" not in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
            return numbers(sqs, dlq) == (len(self.bodies), 0, 0)

        eventually(over, "that all are dead letters")

    def holds_all(self, sqs, url):
        """Each message is there, once; those of a group in their order."""
        found = []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += [message["Body"] for message in messages]
            for message in messages:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        assert sorted(found) == self.bodies
        for group in {body[-1] for body in found} if self.suffix else ():
            of_group = [body for body in found if body[-1] == group]
            assert of_group == sorted(of_group)


KINDS = {"standard": ("", 256), "fifo": (".fifo", 256), "one partition": ("", 1)}


@pytest.fixture(scope="module", params=KINDS)
def prepared(request, tmp_path_factory):
    """A data directory with messages about to die, and others that are dead letters already."""
    suffix, partitions = KINDS[request.param]
    folder = tmp_path_factory.mktemp("prepared") / "data"
    server = Server("--partitions", str(partitions), data_dir=folder, durability="fsync")
    try:
        server.start()
        sqs = Json(server)
        pairs = [Pair(sqs, stem, suffix, MESSAGES) for stem in ("dying", "back")]
        server.advance(61)
        pairs[1].bury(sqs)
        assert server.stop() == 0
    finally:
        server.close()
    return folder, *pairs


def tasks(sqs, dead):
    return sqs.list_message_move_tasks(SourceArn=arn(dead), MaxResults=10)["Results"]


def start_again(sqs, dead):
    """What a client does that had no answer: the task may be there, or over, or never have been."""
    try:
        sqs.start_message_move_task(SourceArn=arn(dead))
    except ApiError as running:
        assert "already a task running" in running.message


@pytest.mark.parametrize("call, nth", POINTS)
def test_killed_at_this_call_every_message_is_in_one_queue(prepared, call, nth, tmp_path, tally):
    folder, dying, back = prepared
    shutil.copytree(folder, tmp_path / "data")
    words = ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={call}"]
    server = Server(data_dir=tmp_path / "data", durability="fsync")
    server.prefix = [*words, "-e", f"inject={call}:signal=KILL:when={nth}"]
    try:
        started = False
        try:
            server.start()
            line = Line(server)
            dead = line.must("GetQueueUrl", QueueName=f"back-dead{back.suffix}")["QueueUrl"]
            line.must("StartMessageMoveTask", SourceArn=arn(dead))
            started = True
            url = line.must("GetQueueUrl", QueueName=f"dying-source{dying.suffix}")["QueueUrl"]
            for _ in range(20):
                line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)
        except (AssertionError, ConnectionError):
            pass  # killed on the way
        if server.process is not None:
            server.kill()
        server.prefix = []
        server.start()
        sqs = Json(server)
        dying.bury(sqs)
        source, dead = back.urls(sqs)
        if not started:
            start_again(sqs, dead)
        eventually(lambda: numbers(sqs, source) == (MESSAGES, 0, 0), "that all are back")
        eventually(lambda: {task["Status"] for task in tasks(sqs, dead)} == {"COMPLETED"}, "that the task is over")
        assert sum(task["ApproximateNumberOfMessagesMoved"] for task in tasks(sqs, dead)) == MESSAGES
        for pair, full in ((dying, 1), (back, 0)):
            urls = pair.urls(sqs)
            assert numbers(sqs, urls[1 - full]) == (0, 0, 0)
            pair.holds_all(sqs, urls[full])
        tally("A2", f"SIGKILL at a chosen {call} while messages move between queues")
    finally:
        server.close()
