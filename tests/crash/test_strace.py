"""No acknowledgement leaves before an fdatasync that covers its bytes, nor after one that failed; nobody is told more."""

import os
import random
import re
import time

import pytest

from harness import strace
from harness.http import Line
from harness.server import Server
from harness.strace import WRITES, Trace

WHY_NOT = strace.why_not()
pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))

QUIET_SECONDS = 0.3  # what follows a commit by itself (one more frame after 100 ms) is over by then
DELAY_SECONDS = 0.3


class Traced:
    """A server under strace, asked by clients whose requests bear marks."""

    def __init__(self, folder, *injections):
        self.path = folder / f"trace-{time.monotonic_ns()}"
        self.server = Server(prefix=strace.prefix(self.path, *injections), durability="fsync")
        self.marks = 0

    def __enter__(self):
        self.server.start(timeout_seconds=60)
        self.line = self.client()
        return self

    def __exit__(self, *_):
        self.server.close()

    def client(self):
        return MarkedLine(self)

    def next_mark(self):
        self.marks += 1
        return f"Mark-{self.marks:04}-here"

    def trace(self):
        """The trace so far; the server is stopped first, so that it is whole."""
        if self.server.process is not None:
            self.server.stop()
        return Trace(self.path)


class MarkedLine(Line):
    """A connection whose requests each bear a mark in a header, by which the trace knows them."""

    def __init__(self, traced):
        super().__init__(traced.server, timeout=30)
        self.traced = traced

    def begin(self, operation, **parameters):
        """Sends the request and gives its mark, without waiting."""
        mark = self.traced.next_mark()
        self.extra = f"X-Mark: {mark}\r\n"
        self.send(operation, parameters)
        return mark

    def end(self):
        status, answer = self.read()
        assert status == 200, answer
        return answer

    def ask(self, operation, **parameters):
        """The mark and the answer of a call that has to succeed."""
        mark = self.begin(operation, **parameters)
        return mark, self.end()


# The order of write, sync and answer


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """One client's calls, each in quiet, and the trace of them all: what was asked, by kind."""
    with Traced(tmp_path_factory.mktemp("trace")) as traced:
        line, asked = traced.line, {}

        def ask(kind, operation, **parameters):
            time.sleep(QUIET_SECONDS)
            mark, answer = line.ask(operation, **parameters)
            asked.setdefault(kind, []).append((mark, parameters))
            return answer

        standard = ask("create", "CreateQueue", QueueName="Bytes-create-standard")["QueueUrl"]
        fifo = ask("create", "CreateQueue", QueueName="Bytes-create.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        for i in range(4):
            ask("send", "SendMessage", QueueUrl=standard, MessageBody=f"Bytes-send-{i}-x")
            ask(
                "fifo send",
                "SendMessage",
                QueueUrl=fifo,
                MessageBody=f"Bytes-fifo-{i}-x",
                MessageGroupId=f"g{i}",
                MessageDeduplicationId=f"{i}",
            )
        entries = [{"Id": str(i), "MessageBody": f"Bytes-batch-{i}-x"} for i in range(3)]
        ask("batch", "SendMessageBatch", QueueUrl=standard, Entries=entries)
        handles = []
        while messages := line.must("ReceiveMessage", QueueUrl=standard, MaxNumberOfMessages=10).get("Messages"):
            handles += [message["ReceiptHandle"] for message in messages]
        time.sleep(QUIET_SECONDS)
        for seconds in (0, 100):
            ask(
                "visibility change",
                "ChangeMessageVisibility",
                QueueUrl=standard,
                ReceiptHandle=handles[0],
                VisibilityTimeout=seconds,
            )
        for handle in handles[:3]:
            ask("delete", "DeleteMessage", QueueUrl=standard, ReceiptHandle=handle)
        ask("batch delete", "DeleteMessageBatch", QueueUrl=standard, Entries=[{"Id": "a", "ReceiptHandle": handles[3]}])
        for _ in range(3):
            received = ask("fifo receive", "ReceiveMessage", QueueUrl=fifo)["Messages"]
            ask("fifo delete", "DeleteMessage", QueueUrl=fifo, ReceiptHandle=received[0]["ReceiptHandle"])
        for value in ("17", "18"):
            ask("attribute change", "SetQueueAttributes", QueueUrl=standard, Attributes={"VisibilityTimeout": value})
        ask("tag", "TagQueue", QueueUrl=standard, Tags={"Bytes-tag-key": "Bytes-tag-value"})
        ask("untag", "UntagQueue", QueueUrl=standard, TagKeys=["Bytes-tag-key"])
        ask("purge", "PurgeQueue", QueueUrl=standard)
        ask("queue delete", "DeleteQueue", QueueUrl=standard)
        yield traced.trace(), asked


def bytes_of(parameters):
    """The texts of a request that must be found in the log."""
    return re.findall(
        r"Bytes-[a-z]+(?:-[a-z0-9]+)*(?:\.fifo)?",
        repr([parameters.get(name) for name in ("QueueName", "MessageBody", "Entries", "Tags")]),
    )


@pytest.mark.parametrize("kind", ["create", "send", "fifo send", "batch", "tag"])
def test_what_was_sent_is_synced_before_it_is_acknowledged(story, kind):
    trace, asked = story
    for mark, parameters in asked[kind]:
        answer = trace.answer(mark)
        assert "HTTP/1.1 200" in answer.text
        for text in bytes_of(parameters):
            write = trace.write_of(text, after=trace.request(mark).entry)
            sync = trace.sync_after(write)
            assert write.exit <= sync.entry and sync.exit <= answer.entry, f"{kind} {text}: answered before the sync had returned"


@pytest.mark.parametrize(
    "kind",
    [
        "delete",
        "batch delete",
        "visibility change",
        "attribute change",
        "untag",
        "fifo receive",
        "fifo delete",
        "purge",
        "queue delete",
    ],
)
def test_what_has_no_text_is_synced_before_it_is_acknowledged_too(story, kind):
    trace, asked = story
    log = {trace.write_of(text).on for mark, parameters in asked["send"] + asked["create"] for text in bytes_of(parameters)}
    for mark, _ in asked[kind]:
        request, answer = trace.request(mark), trace.answer(mark)
        assert "HTTP/1.1 200" in answer.text
        writes = [
            call
            for call in trace.find(WRITES, after=request.entry, sockets=False)
            if call.exit < answer.entry and os.path.dirname(call.on) in {os.path.dirname(path) for path in log}
        ]
        assert writes, f"{kind}: answered without anything written since it was asked"
        # Of several frames it is the largest: what follows a commit by itself is an empty one.
        sync = trace.sync_after(max(writes, key=lambda write: int(write.result)))
        assert sync.exit <= answer.entry, f"{kind}: answered before the sync had returned"


def test_what_reads_only_writes_nothing(tmp_path):
    with Traced(tmp_path) as traced:
        url = traced.line.must("CreateQueue", QueueName="q")["QueueUrl"]
        time.sleep(QUIET_SECONDS)
        marks = []
        for operation, parameters in (
            ("ListQueues", {}),
            ("GetQueueUrl", {"QueueName": "q"}),
            ("GetQueueAttributes", {"QueueUrl": url, "AttributeNames": ["All"]}),
            ("ReceiveMessage", {"QueueUrl": url}),
            ("CreateQueue", {"QueueName": "q"}),
        ):
            marks.append(traced.line.ask(operation, **parameters)[0])
        trace = traced.trace()
        first, last = trace.request(marks[0]), trace.answer(marks[-1])
        log = str(traced.server.data_dir)
        between = [
            c for c in trace.find(WRITES, after=first.entry, sockets=False) if c.exit < last.entry and c.on.startswith(log)
        ]
        assert between == []


# A sync or a write that fails


@pytest.mark.parametrize("call, error", [("fdatasync", "EIO"), ("fdatasync", "ENOSPC"), ("pwrite64", "EIO")])
def test_a_failed_sync_or_write_ends_the_process_and_nothing_is_acknowledged_after_it(tmp_path, call, error, tally):
    with Traced(tmp_path, f"{call}:error={error}:when=25+") as traced:
        line, server = traced.line, traced.server
        url = line.must("CreateQueue", QueueName="q")["QueueUrl"]
        acknowledged = []
        try:
            for i in range(60):
                line.ask("SendMessage", QueueUrl=url, MessageBody=f"body-{i}")
                acknowledged.append(f"body-{i}")
        except (ConnectionError, OSError):
            pass
        assert len(acknowledged) < 60, "the injected error was never met"
        code = server.wait_for_end(5)
        assert code not in (0, None)
        said = server.output()
        assert re.search(r"input/output error|no space left|EIO|ENOSPC|os error", said, re.IGNORECASE), said
        trace = Trace(traced.path)
        failed = [c for c in trace.find((call,)) if c.result == "-1" and error in c.text]
        assert failed, "the trace shows the injected error"
        assert trace.ended_at - failed[0].exited_at < 1.0, "it ended within a second"
        assert [c for c in trace.find(WRITES, "HTTP/1.1 200", after=failed[0].exit)] == [], "nothing was acknowledged after it"
        server.prefix = []
        server.start()
        found = drain(Line(server), url)
        assert [body for body in acknowledged if body not in found] == []
        tally("A6", f"{error} at a {call} of the log: the process ends within a second, nothing is acknowledged after it")


def drain(line, url):
    found = []
    while messages := line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [message["Body"] for message in messages]
    return found


# A disk that is slow: what one client has not been told yet, another must not see


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    """A server on a disk that takes 300 ms to sync, and two clients; `waited` reads the trace at the end."""
    with Traced(tmp_path_factory.mktemp("slow"), f"fdatasync:delay_enter={int(DELAY_SECONDS * 1e6)}") as traced:
        yield Slow(traced)


class Slow:
    def __init__(self, traced):
        self.traced = traced
        self.a, self.b = traced.client(), traced.client()
        self.a.must("ListQueues")
        self.b.must("ListQueues")

    def both(self, first, second):
        """A asks, and B while A's answer waits for the disk; gives both marks and both answers."""
        time.sleep(QUIET_SECONDS + DELAY_SECONDS)
        a = self.a.begin(first[0], **first[1])
        time.sleep(0.06)
        b = self.b.begin(second[0], **second[1])
        return a, b, self.a.end(), self.b.end()

    def waited(self, a, b, text):
        """B was asked before A's bytes were synced, and answered after."""
        trace = Trace(self.traced.path)
        sync = trace.sync_after(trace.write_of(text, after=trace.request(a).entry))
        assert sync.exited_at - sync.entered_at >= DELAY_SECONDS * 0.9, "the sync was slowed down"
        assert trace.request(b).exit < sync.exit, "B asked in time"
        assert sync.exit <= trace.answer(a).entry, "A was answered after the sync"
        assert sync.exit <= trace.answer(b).entry, "B was answered after the sync"


def test_a_duplicate_send_waits_for_the_first_to_be_on_disk(slow):
    url = slow.a.must("CreateQueue", QueueName="duplicates.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    send = ("SendMessage", dict(QueueUrl=url, MessageBody="Slow-duplicate-body", MessageGroupId="g", MessageDeduplicationId="d"))
    a, b, first, second = slow.both(send, send)
    assert (second["MessageId"], second["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
    slow.waited(a, b, "Slow-duplicate-body")


def test_a_receive_waits_for_the_send_to_be_on_disk(slow):
    url = slow.a.must("CreateQueue", QueueName="receives")["QueueUrl"]
    a, b, sent, received = slow.both(
        ("SendMessage", dict(QueueUrl=url, MessageBody="Slow-receive-body")), ("ReceiveMessage", dict(QueueUrl=url))
    )
    assert [message["MessageId"] for message in received["Messages"]] == [sent["MessageId"]]
    slow.waited(a, b, "Slow-receive-body")


def test_a_long_poll_woken_by_a_send_waits_for_it_to_be_on_disk(slow):
    url = slow.a.must("CreateQueue", QueueName="polls")["QueueUrl"]
    time.sleep(QUIET_SECONDS + DELAY_SECONDS)
    b = slow.b.begin("ReceiveMessage", QueueUrl=url, WaitTimeSeconds=20)
    time.sleep(0.1)
    a = slow.a.begin("SendMessage", QueueUrl=url, MessageBody="Slow-poll-body")
    sent, received = slow.a.end(), slow.b.end()
    assert [message["MessageId"] for message in received["Messages"]] == [sent["MessageId"]]
    slow.waited(a, b, "Slow-poll-body")


@pytest.mark.parametrize(
    "operation, parameters, answer",
    [
        ("ListQueues", {"QueueNamePrefix": "Slow-"}, lambda found, url: url in found["QueueUrls"]),
        ("GetQueueUrl", {"QueueName": "<name>"}, lambda found, url: found["QueueUrl"] == url),
        ("CreateQueue", {"QueueName": "<name>"}, lambda found, url: found["QueueUrl"] == url),
    ],
    ids=["list", "look-up", "repeat"],
)
def test_nobody_hears_of_a_queue_before_it_is_on_disk(slow, operation, parameters, answer):
    name = f"Slow-queue-for-{operation}"
    parameters = {key: value.replace("<name>", name) for key, value in parameters.items()}
    a, b, made, found = slow.both(("CreateQueue", {"QueueName": name}), (operation, parameters))
    assert answer(found, made["QueueUrl"])
    slow.waited(a, b, name)


@pytest.mark.parametrize("round", range(2))
def test_what_was_seen_before_a_kill_is_there_after_it(tmp_path, round):
    """Killed while the disk is at it: whatever B was told, of messages and of queues, is true after the restart."""
    chance = random.Random(round)
    with Traced(tmp_path, f"fdatasync:delay_enter={int(DELAY_SECONDS * 1e6)}") as traced:
        server = traced.server
        a, b = traced.client(), traced.client()
        url = a.must("CreateQueue", QueueName="seen")["QueueUrl"]
        b.must("ListQueues")
        a.begin("SendMessage", QueueUrl=url, MessageBody="seen-message")
        time.sleep(0.03)
        told = {}
        died_at = time.monotonic() + chance.uniform(0.05, 1.0)
        asked = 0
        b.socket.settimeout(0.02)
        waiting = None
        while time.monotonic() < died_at:
            if waiting is None:
                waiting = ("ReceiveMessage", "ListQueues")[asked % 2]
                asked += 1
                b.send(waiting, {"QueueUrl": url, "VisibilityTimeout": 0} if waiting == "ReceiveMessage" else {})
            try:
                told[waiting] = b.read()[1]
                waiting = None
            except TimeoutError:
                pass
        server.kill()
        server.prefix = []
        server.start()
        line = Line(server)
        server.advance(60)
        queues = line.must("ListQueues").get("QueueUrls", [])
        assert all(
            known.rpartition("/")[2] in {q.rpartition("/")[2] for q in queues}
            for known in told.get("ListQueues", {}).get("QueueUrls", [])
        )
        seen = {m["MessageId"] for m in told.get("ReceiveMessage", {}).get("Messages", [])}
        there = {m["MessageId"] for m in line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])}
        assert seen <= there
