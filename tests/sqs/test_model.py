"""Random calls on a standard and a FIFO queue are answered as a small model says, over moved time and kills.

Each of the two has a dead-letter queue, and move tasks bring its messages back. What moves from queue to queue arrives a moment
later; the model waits for the counts to be what they must become.

Every duration is a multiple of ten seconds and so is every step of the clock: what real time passes in between never
decides anything, and the model counts in tens of seconds.
"""

import random
import time

import pytest

from harness.clients import ApiError, Json
from harness.redrive import arn, eventually, numbers, redrive_policy
from harness.server import Server

TEN = 10
STEPS = 250
WINDOW = 30  # tens of seconds: five minutes
FOREVER = float("inf")


class Message:
    """One message as the model knows it. A move task gives it an id that is not known before it is received."""

    def __init__(self, id, body, sent, due, expires, group=None):
        self.id, self.body, self.sent, self.due, self.expires, self.group = id, body, sent, due, expires, group
        self.visible_at = due
        self.count = 0
        self.handle = None


class Queue:
    """What is in a queue, in order of arrival."""

    def __init__(self, url, fifo, delay, visibility, retention):
        self.url, self.fifo = url, fifo
        self.delay, self.visibility, self.retention = delay, visibility, retention
        self.messages, self.accepted, self.purged = [], {}, None
        self.dlq, self.max_receives, self.source = None, None, None

    def advance(self, now):
        self.messages = [message for message in self.messages if message.expires > now]

    def available(self, now):
        """Each group's longest visible prefix; on a standard queue every message is a group of its own."""
        groups = {}
        for message in self.messages:
            groups.setdefault(message.group if self.fifo else message.body, []).append(message)
        prefixes = []
        for messages in groups.values():
            hidden = next((i for i, message in enumerate(messages) if message.visible_at > now), len(messages))
            prefixes.append(messages[:hidden])
        return prefixes

    def divert(self, count, now):
        """The dead that a receive comes upon, oldest first, until it would find none among so many; they are hidden here."""
        dead, found = [], True
        while self.dlq and found:
            selected = [message for prefix in self.available(now) for message in prefix][:count]
            found = [message for message in selected if message.count >= self.max_receives]
            dead += found
            for message in found:
                message.visible_at = FOREVER
        return dead

    def counts(self, now):
        delayed = sum(message.due > now for message in self.messages)
        hidden = sum(message.due <= now < message.visible_at for message in self.messages)
        return len(self.messages) - delayed - hidden, hidden, delayed


class Run:
    """A server, its two queues with their dead-letter queues, and the calls."""

    def __init__(self, server, seed):
        self.server, self.random, self.now, self.seed = server, random.Random(seed), 0, seed
        self.sqs = Json(server)
        self.numbers = 0
        self.queues = []
        for fifo in (False, True):
            dlq = self.make(fifo, "-dead")
            queue = self.make(fifo, "", dlq)
            self.queues += [queue, queue, dlq]  # the sources are called twice as often

    def make(self, fifo, which, dlq=None):
        delay, visibility, retention = (
            self.random.choice((0, 0, 2)),
            self.random.choice((1, 3, 6)),
            self.random.choice((6, 50, 1000)),
        )
        attributes = {"DelaySeconds": delay, "VisibilityTimeout": visibility, "MessageRetentionPeriod": retention}
        attributes = {name: str(value * TEN) for name, value in attributes.items()} | ({"FifoQueue": "true"} if fifo else {})
        name = f"model-{self.seed}{which}" + (".fifo" if fifo else "")
        max_receives = self.random.choice((1, 1, 3))
        if dlq:
            attributes["RedrivePolicy"] = redrive_policy(dlq.url, max_receives)
        url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        queue = Queue(url, fifo, delay, visibility, retention)
        if dlq:
            queue.dlq, queue.max_receives, dlq.source = dlq, max_receives, queue
        return queue

    def step(self):
        queue = self.random.choice(self.queues)
        steps = (
            [self.send] * 6 + [self.receive] * 5 + [self.delete] * 3 + [self.change] * 2 + [self.pass_time] * 3 + [self.count] * 2
        )
        self.random.choice([*steps, self.old_handle, self.purge, self.restart, self.move_back, self.move_back])(queue)

    def send(self, queue):
        if queue.source:
            return  # what was sent to a dead-letter queue itself has no source to go back to
        self.numbers += 1
        body = f"message {self.numbers}"
        if not queue.fifo:
            delay = self.random.choice((None, None, 0, 1, 5))
            given = {} if delay is None else {"DelaySeconds": delay * TEN}
            answer = self.sqs.send_message(QueueUrl=queue.url, MessageBody=body, **given)
            self.enqueue(queue, answer["MessageId"], body, queue.delay if delay is None else delay)
            return
        group, dedup = self.random.choice("abc"), self.random.choice("123456789")
        answer = self.sqs.send_message(QueueUrl=queue.url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=dedup)
        first = queue.accepted.get(dedup)
        if first and self.now < first[0] + WINDOW:
            assert (answer["MessageId"], answer["SequenceNumber"]) == first[1], "a duplicate is answered as the first"
            return
        assert all(answer["MessageId"] != known[1][0] for known in queue.accepted.values()), "a new message has a new id"
        queue.accepted[dedup] = (self.now, (answer["MessageId"], answer["SequenceNumber"]))
        self.enqueue(queue, answer["MessageId"], body, queue.delay, group)

    def enqueue(self, queue, id, body, delay, group=None):
        queue.messages.append(Message(id, body, self.now, self.now + delay, self.now + queue.retention, group))

    def receive(self, queue):
        count = self.random.choice((1, 2, 10))
        visibility = self.random.choice((None, None, 0, 2, 10))
        given = {} if visibility is None else {"VisibilityTimeout": visibility * TEN}
        answer = self.sqs.receive_message(QueueUrl=queue.url, MaxNumberOfMessages=count, AttributeNames=["All"], **given)
        found = answer.get("Messages", [])
        dead = queue.divert(count, self.now)
        prefixes = queue.available(self.now)
        assert len(found) == min(count, sum(map(len, prefixes))), "as many as there are and were asked for"
        known = {message.body: message for message in queue.messages}
        taken = [known.get(message["Body"]) for message in found]
        assert None not in taken, "only what is there"
        for prefix in prefixes:
            given_of_it = [message for message in taken if message in prefix]
            assert given_of_it == prefix[: len(given_of_it)], "a group's messages in order and without a gap"
        assert len(set(taken)) == len(taken) and all(any(m in prefix for prefix in prefixes) for m in taken), (
            "only what is visible"
        )
        for model, message in zip(taken, found):
            model.id = model.id or message["MessageId"]
            assert message["MessageId"] == model.id
            assert message["Attributes"].get("DeadLetterQueueSourceArn") == (arn(queue.source.url) if queue.source else None)
            model.count += 1
            assert message["Attributes"]["ApproximateReceiveCount"] == str(model.count)
            model.handle = message["ReceiptHandle"]
            model.visible_at = self.now + (queue.visibility if visibility is None else visibility)

        if dead:
            self.bury(queue, dead)

    def bury(self, queue, dead):
        """The dead arrive in their order, as old as they are on a standard queue and as new ones on a FIFO queue."""
        for message in dead:
            queue.messages.remove(message)
            message.sent = self.now if queue.fifo else message.sent
            message.due = message.visible_at = self.now
            message.expires, message.handle = message.sent + queue.dlq.retention, None
            queue.dlq.messages.append(message)
        queue.dlq.advance(self.now)
        self.settle(queue, queue.dlq)

    def move_back(self, queue):
        """Everything that could be received goes back, as new messages. A task would wait for what stands behind others."""
        going = [message for prefix in queue.available(self.now) for message in prefix]
        if not queue.source or len(going) < queue.counts(self.now)[0]:
            return
        self.sqs.start_message_move_task(SourceArn=arn(queue.url))
        newest = lambda: self.sqs.list_message_move_tasks(SourceArn=arn(queue.url))["Results"][0]
        eventually(lambda: newest()["Status"] != "RUNNING")
        assert (newest()["Status"], newest()["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", len(going))
        for message in going:
            queue.messages.remove(message)
            self.enqueue(queue.source, None, message.body, 0, message.group)
        self.settle(queue, queue.source)

    def settle(self, *queues):
        for queue in queues:
            eventually(lambda: numbers(self.sqs, queue.url) == queue.counts(self.now), "what should have been moved")

    def held(self, queue):
        return [message for message in queue.messages if message.handle and message.visible_at > self.now]

    def delete(self, queue):
        held = self.held(queue)
        if held:
            message = self.random.choice(held)
            self.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message.handle)
            queue.messages.remove(message)
            self.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message.handle)

    def change(self, queue):
        held = self.held(queue)
        if held:
            message = self.random.choice(held)
            seconds = self.random.choice((0, 1, 5))
            self.sqs.change_message_visibility(QueueUrl=queue.url, ReceiptHandle=message.handle, VisibilityTimeout=seconds * TEN)
            message.visible_at = self.now + seconds

    def old_handle(self, queue):
        """A handle whose time has run out still deletes on a standard queue, and no longer on a FIFO queue."""
        expired = [message for message in queue.messages if message.handle and message.visible_at <= self.now]
        if not expired:
            return
        message = self.random.choice(expired)
        if queue.fifo:
            with pytest.raises(ApiError) as refused:
                self.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message.handle)
            assert refused.value.code == "InvalidParameterValue"
        else:
            self.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message.handle)
            queue.messages.remove(message)

    def pass_time(self, _):
        tens = self.random.choice((1, 1, 2, 5, 10))
        self.server.advance(tens * TEN)
        self.now += tens
        for queue in self.queues:
            queue.advance(self.now)

    def purge(self, queue):
        if queue.purged is None or self.now >= queue.purged + 6:
            self.sqs.purge_queue(QueueUrl=queue.url)
            queue.messages, queue.purged = [], self.now

    def count(self, queue):
        attributes = self.sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["All"])["Attributes"]
        found = tuple(int(attributes["ApproximateNumberOfMessages" + which]) for which in ("", "NotVisible", "Delayed"))
        assert found == queue.counts(self.now)

    def restart(self, _):
        if self.random.random() < 0.5:
            time.sleep(0.15)  # a standard receive is on disk 100 ms later at the latest
            self.server.restart()
            self.sqs = Json(self.server)


@pytest.mark.parametrize("seed", range(8))
def test_random_calls_are_answered_as_the_model_says(seed):
    with Server(durability="fsync") as server:
        run = Run(server, seed)
        for number in range(STEPS):
            try:
                run.step()
            except (AssertionError, ApiError) as wrong:
                raise AssertionError(f"seed {seed}, step {number}, at {run.now * TEN} s: {wrong}") from wrong
