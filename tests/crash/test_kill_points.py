"""Killed at the very write or sync, the first or any later one, the server starts again with all that it had acknowledged."""

import pytest

from harness import strace
from harness.http import Line
from harness.server import Server, StartFailed

WHY_NOT = strace.why_not()
pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))

# strace counts the calls of each thread apart.
POINTS = {
    "pwrite64": (1, 2, 3, 4, 5, 7, 11, 16, 22, 29, 37),
    "fdatasync": (1, 2, 3, 5, 8, 13, 21, 30),
    "fsync": (1, 2),
    "renameat": (1,),
    "fallocate": (1,),
}


class Told:
    """What a client was told, call by call, until the server was gone."""

    def __init__(self, line):
        self.line = line
        self.messages, self.deleted, self.fifo = {}, set(), []
        self.visibility, self.trying = None, None

    def work(self):
        line = self.line
        standard = line.must("CreateQueue", QueueName="q")["QueueUrl"]
        fifo = line.must("CreateQueue", QueueName="q.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        for i in range(12):
            sent = line.must("SendMessage", QueueUrl=standard, MessageBody=f"body {i}")
            self.messages[f"body {i}"] = sent["MessageId"]
            line.must("SendMessage", QueueUrl=fifo, MessageBody=str(i), MessageGroupId="g", MessageDeduplicationId=str(i))
            self.fifo.append(str(i))
            if i % 3 == 0:
                [message] = line.must("ReceiveMessage", QueueUrl=standard)["Messages"]
                self.trying = message["Body"]
                line.must("DeleteMessage", QueueUrl=standard, ReceiptHandle=message["ReceiptHandle"])
                self.deleted.add(message["Body"])
                self.trying = None
            if i % 4 == 1:
                line.must("SetQueueAttributes", QueueUrl=standard, Attributes={"VisibilityTimeout": str(100 + i)})
                self.visibility = 100 + i

    def check(self, server):
        """All of it is there after a new start; what was under way may be there or not."""
        line = Line(server)
        status, answer = line.call("GetQueueUrl", QueueName="q")
        if status != 200:
            assert not self.messages, "a queue that was acknowledged is gone"
            return
        url = answer["QueueUrl"]
        attributes = line.must("GetQueueAttributes", QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
        if self.visibility:
            assert int(attributes["VisibilityTimeout"]) >= self.visibility
        server.advance(200)
        found = dict(drain(line, url))
        for body, id in self.messages.items():
            if body in self.deleted:
                assert body not in found, "deleted and there again"
            elif body != self.trying:
                assert found.get(body) == id, f"{body} was acknowledged"
        if self.fifo:
            url = line.must("GetQueueUrl", QueueName="q.fifo")["QueueUrl"]
            bodies = [body for body, _ in drain(line, url)]
            assert bodies[: len(self.fifo)] == self.fifo and len(bodies) <= len(self.fifo) + 1


def drain(line, url):
    found = []
    while messages := line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append((message["Body"], message["MessageId"]))
            line.must("DeleteMessage", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


@pytest.mark.parametrize("call, nth", [(call, nth) for call, points in POINTS.items() for nth in points])
def test_killed_at_this_call_it_starts_again_with_all_it_had_acknowledged(call, nth, tmp_path, tally):
    words = [
        "strace",
        "-f",
        "-qq",
        "-o",
        str(tmp_path / "trace"),
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:signal=KILL:when={nth}",
    ]
    server = Server(prefix=words, durability="fsync")
    try:
        told, struck = None, False
        try:
            server.start()
            told = Told(Line(server))
            told.work()
            # A clean stop takes a checkpoint.
            struck = server.stop() != 0
        except (StartFailed, ConnectionError):
            struck = True
        assert struck, f"there was no {call} number {nth}, and nobody was killed"
        if server.process is not None:
            server.kill()
        server.prefix = []
        server.start()
        if told:
            told.check(server)
        assert server.healthy(), server.output()
        tally("A2", f"SIGKILL at a chosen {call}, the first or a later one, under a scripted load")
    finally:
        server.close()
