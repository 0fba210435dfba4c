"""Queues of many messages: sent and taken in batches, counted exactly, spread over sealed segments, across restarts."""

import hashlib
import itertools

from harness.http import Line
from harness.redrive import eventually
from harness.server import Server

BATCH = 10
COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")
FILLER_BYTES = 100_000
# The largest segments hold 64 MiB: more than this never belongs to one.
FILLER_BATCHES_MAX = 80


def text(number, size=1000):
    """The body of a message: its number, and what shows that it is whole."""
    word = hashlib.md5(str(number).encode()).hexdigest()
    return f"{number:08} " + (word * (size // len(word) + 1))[: size - 9]


def number_of(message):
    """The number of a received message, which must be as it was sent."""
    body = message["Body"]
    number = int(body[:8])
    assert body == text(number, len(body)), f"{body[:50]}… is not whole"
    return number


class World:
    """A durable server with a test clock, and one connection that finds it again after a restart."""

    def __init__(self, *args):
        self.server = Server(*args, durability="fsync").start()
        self.line = Line(self.server, timeout=60)
        self.fillers = itertools.count()

    def close(self):
        self.line.close()
        self.server.close()

    def stop_and_start(self):
        self.line.close()
        assert self.server.stop() == 0, self.server.output()
        self.server.start()

    def kill_and_start(self):
        self.line.close()
        self.server.restart()

    def advance(self, seconds):
        self.server.advance(seconds)

    # queues

    def queue(self, name, **attributes):
        """A queue whose messages stay invisible for an hour once received, unless told otherwise."""
        given = {"VisibilityTimeout": "3600"} | {key: str(value) for key, value in attributes.items()}
        return self.line.must("CreateQueue", QueueName=name, Attributes=given)["QueueUrl"]

    def fifo(self, name, **attributes):
        return self.queue(f"{name}.fifo", FifoQueue="true", **attributes)

    def counts(self, url):
        """How many messages are visible, in flight and delayed."""
        found = self.line.must("GetQueueAttributes", QueueUrl=url, AttributeNames=list(COUNTS))["Attributes"]
        return tuple(int(found[name]) for name in COUNTS)

    def becomes(self, url, counts):
        """Messages move between queues beside the calls: the counts come to this and stay so."""
        eventually(lambda: self.counts(url) == counts, f"{counts} of {url}", within_seconds=20)

    # messages

    def send(self, url, messages):
        """Sends messages (parameters of SendMessage), ten a call, and gives what was answered for each."""
        told = []
        for ten in batches(messages):
            entries = [{"Id": str(i)} | message for i, message in enumerate(ten)]
            answer = self.line.must("SendMessageBatch", QueueUrl=url, Entries=entries)
            assert not answer.get("Failed"), answer["Failed"]
            by_id = {one["Id"]: one for one in answer["Successful"]}
            told += [by_id[str(i)] for i in range(len(ten))]
        return told

    def fill(self, url, numbers, **more):
        """Sends the messages with these numbers and gives number -> message id."""
        numbers = list(numbers)
        told = self.send(url, [{"MessageBody": text(number)} | more for number in numbers])
        return {number: one["MessageId"] for number, one in zip(numbers, told)}

    def receive(self, url, count=BATCH, **more):
        return self.line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=count, **more).get("Messages", [])

    def receive_all(self, url, count=None, done=lambda messages: None, **more):
        """Receives until nothing comes, or so many have come."""
        found = []
        while count is None or len(found) < count:
            wanted = BATCH if count is None else min(BATCH, count - len(found))
            messages = self.receive(url, wanted, **more)
            if not messages:
                break
            done(messages)
            found += messages
        return found

    def delete(self, url, messages):
        for ten in batches(messages):
            entries = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(ten)]
            answer = self.line.must("DeleteMessageBatch", QueueUrl=url, Entries=entries)
            assert not answer.get("Failed"), answer["Failed"]

    def show(self, url, messages, seconds=0):
        """Lets messages in flight be seen again after so many seconds."""
        for ten in batches(messages):
            entries = [
                {"Id": str(i), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": seconds}
                for i, message in enumerate(ten)
            ]
            answer = self.line.must("ChangeMessageVisibilityBatch", QueueUrl=url, Entries=entries)
            assert not answer.get("Failed"), answer["Failed"]

    def take(self, url, count=None):
        """The same, and deletes them; the messages are in the order they came."""
        return self.receive_all(url, count, done=lambda messages: self.delete(url, messages))

    def written(self):
        """What is written whenever there is something else to write, as receives are, is on the disk when this returns."""
        self.fill(self.queue("something-else"), [0])

    # segments

    def segments(self):
        return {path.name for path in self.server.data_dir.rglob("*.segment")}

    def seal(self):
        """Writes what nobody wants, until the log is in a new segment: everything before stands in sealed ones."""
        before = self.segments()
        url = self.queue(f"filler-{next(self.fillers)}")
        entries = [{"Id": str(i), "MessageBody": str(i) * FILLER_BYTES} for i in range(BATCH)]
        for _ in range(FILLER_BATCHES_MAX):
            if self.segments() - before:
                break
            self.line.must("SendMessageBatch", QueueUrl=url, Entries=entries)
        else:
            raise AssertionError("the log has not gone on to another segment")
        self.line.must("DeleteQueue", QueueUrl=url)


def batches(things):
    things = list(things)
    return [things[at : at + BATCH] for at in range(0, len(things), BATCH)]


def numbers(messages):
    return sorted(number_of(message) for message in messages)
