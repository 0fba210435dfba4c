"""The thread that keeps the data directory: a workload that gives it all its work, and strace on it alone.

With small segments it seals, checkpoints, drops, recycles and copies forward all the time. strace counts the calls of each thread
by itself, so the Nth call of this one is always the same sort of thing.
"""

import subprocess
import time
from pathlib import Path

from harness.http import Line
from harness.server import Server

SMALL_SEGMENTS = ("--segment-bytes-max", "65536")
# What changes the directory or makes it durable.
CALLS = ("openat", "fallocate", "pwrite64", "fdatasync", "renameat", "fsync", "unlinkat")
BODY_BYTES = 3000
ROUNDS = 4
SENDS_A_ROUND = 50
# Of so many messages one stays, so that what is dead goes only when the living are copied out of it.
STAYS = 25


def thread_of(pid, name="upkeep"):
    """The id of the process's thread of that name, which it gives itself in its first moments."""
    for _ in range(100):
        for task in Path(f"/proc/{pid}/task").iterdir():
            if (task / "comm").read_text().strip() == name:
                return int(task.name)
        time.sleep(0.01)
    raise AssertionError(f"process {pid} has no thread {name}")


class Watched:
    """A server whose upkeep is under strace, with faults injected, if any."""

    def __init__(self, data_dir, trace, *injections, args=SMALL_SEGMENTS):
        self.server = Server(*args, data_dir=data_dir, durability="fsync")
        self.trace = Path(trace)
        self.injections = injections
        self.tracer = None

    def __enter__(self):
        try:
            self.server.start()
            words = ["strace", "-ttt", "-y", "-o", str(self.trace), "-e", f"trace={','.join(CALLS)}"]
            words += ["-p", str(thread_of(self.server.pid))]
            for injection in self.injections:
                words += ["-e", f"inject={injection}"]
            self.tracer = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
            assert "attached" in self.tracer.stderr.readline(), "strace is not there"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.server.close()
        if self.tracer is not None:
            self.tracer.wait(10)
            self.tracer.stderr.close()

    def calls(self):
        """(time, call, the rest of the line) of what was traced."""
        found = []
        for line in self.trace.read_text(errors="replace").splitlines():
            at, _, rest = line.partition(" ")
            call = rest.partition("(")[0]
            if call in CALLS:
                found.append((float(at), call, rest))
        return found

    def injected(self):
        return [one for one in self.calls() if "INJECTED" in one[2]]


class Work:
    """Sends, receives and deletes by a script, and what was told of it."""

    def __init__(self):
        self.sent, self.fifo = {}, []
        self.deleted, self.trying = set(), set()

    def run(self, server, rounds=ROUNDS, pause=0.12):
        """All rounds, or as many as the server lives through."""
        line = Line(server)
        try:
            url = line.must("CreateQueue", QueueName="q", Attributes={"VisibilityTimeout": "3600"})["QueueUrl"]
            kind = {"FifoQueue": "true", "VisibilityTimeout": "3600"}
            fifo = line.must("CreateQueue", QueueName="q.fifo", Attributes=kind)["QueueUrl"]
            for round in range(rounds):
                self.round(line, url, fifo, round)
                # The thread looks every 100 ms.
                time.sleep(pause)
            return True
        except ConnectionError:
            return False
        finally:
            line.close()

    def round(self, line, url, fifo, round):
        for start in range(0, SENDS_A_ROUND, 10):
            bodies = [f"{round}-{start + i} ".ljust(BODY_BYTES, "x") for i in range(10)]
            entries = [{"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies)]
            told = line.must("SendMessageBatch", QueueUrl=url, Entries=entries)["Successful"]
            self.sent |= {bodies[int(one["Id"])]: one["MessageId"] for one in told}
            number = len(self.fifo)
            body = {"MessageBody": str(number), "MessageGroupId": "g", "MessageDeduplicationId": str(number)}
            line.must("SendMessage", QueueUrl=fifo, **body)
            self.fifo.append(str(number))
        while True:
            got = line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10).get("Messages")
            if not got:
                break
            gone = [m for m in got if int(m["Body"].split()[0].split("-")[1]) % STAYS]
            if not gone:
                continue
            self.trying = {m["Body"] for m in gone}
            entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(gone)]
            assert len(line.must("DeleteMessageBatch", QueueUrl=url, Entries=entries)["Successful"]) == len(gone)
            self.deleted |= self.trying
            self.trying = set()

    def lost(self, server):
        """What was told and is not so any more, as text."""
        line = Line(server)
        server.advance(3601)
        broken = []
        found = dict(drain(line, "q"))
        for body, id in self.sent.items():
            name = body.split()[0]
            if body in self.deleted and body in found:
                broken.append(f"{name} was deleted, and is there again")
            if body not in self.deleted | self.trying and found.get(body) != id:
                broken.append(f"{name} was acknowledged, and is gone")
        bodies = [body for body, _ in drain(line, "q.fifo")]
        if bodies[: len(self.fifo)] != self.fifo or len(bodies) > len(self.fifo) + 1:
            broken.append(f"the group is {bodies} and was {self.fifo}")
        line.close()
        return broken


def drain(line, name):
    """(body, id) of all that is received, each deleted at once."""
    status, answer = line.call("GetQueueUrl", QueueName=name)
    found = []
    while status == 200:
        got = line.must("ReceiveMessage", QueueUrl=answer["QueueUrl"], MaxNumberOfMessages=10).get("Messages")
        if not got:
            break
        found += [(m["Body"], m["MessageId"]) for m in got]
        entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(got)]
        line.must("DeleteMessageBatch", QueueUrl=answer["QueueUrl"], Entries=entries)
    return found
