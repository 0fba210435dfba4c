"""Clients that race for the same key under random kills, and a checker that asks of each key: is there an order in which this could be?

The kill loop's clients each have keys of their own. Here they meet:

- a deduplication id that several clients send at once, each with a body of its own, and again after a lost answer: one of them
  was first, everybody is told of that one's message, and it alone is ever received, also after its delete;
- a purge among sends, receives and deletes, repeated after a lost answer: there is one moment within it such that all that was
  sent before is gone for ever, and all that was sent after is there;
- deletes whose answer is lost, repeated or not: what was received after the restart does not go later by itself;
- a move task that several clients start, cancel and start again while others receive, bury and delete: one runs at a time, and
  each message is in one queue, once.
"""

import random
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crash.kill_loop import FAIL, OK, UNKNOWN, Broken, Client, History  # noqa: E402
from harness.directory import WHOLE, fsck  # noqa: E402
from harness.http import Line  # noqa: E402
from harness.redrive import arn, eventually, redrive_policy  # noqa: E402
from harness.server import Server  # noqa: E402
from harness.upkeep import SMALL_SEGMENTS  # noqa: E402

INFINITY = float("inf")
KILLS_A_ROUND = 4
# All clients send the same deduplication id for so long.
SAME_ID_SECONDS = 0.03
GROUPS = 4
PURGED_QUEUES = 6
DELETE_QUEUES = 2
PAIRS = 3
LETTERS = 30
VISIBILITY_SECONDS = 1
ARRIVED_WITHIN_SECONDS = 10


class KeyClient(Client):
    """A client that writes down all that it does with a key."""

    def do(self, op, key, call, **parameters):
        """Asks, and adds to the history; the result and the answer."""
        result, answer, begun, ended = self.ask(call, **parameters)
        event = dict(op=op, key=key, result=result, begun=begun, ended=ended)
        return result, answer, event

    def add(self, event, **more):
        self.loop.history.add(**event, **more)

    def send(self, queue, **more):
        body = f"{self.name}-{self.loop.next_number()}" + "." * self.random.choice((0, 0, 1000))
        result, answer, event = self.do("send", queue, "SendMessage", QueueUrl=self.loop.urls[queue], MessageBody=body, **more)
        self.add(event, body=body, id=answer["MessageId"] if result == OK else None)

    def receive(self, queue, **more):
        url = self.loop.urls[queue]
        result, answer, event = self.do("receive", queue, "ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, **more)
        messages = answer.get("Messages", []) if result == OK else []
        if messages:
            self.add(event, messages=[(m["Body"], m["MessageId"]) for m in messages])
        return messages

    def delete(self, queue, message, again, held_since=None):
        """Deletes; after a lost answer once more, if wanted, until one comes."""
        while True:
            call = dict(QueueUrl=self.loop.urls[queue], ReceiptHandle=message["ReceiptHandle"])
            result, _, event = self.do("delete", queue, "DeleteMessage", **call)
            self.add(event, body=message["Body"], held_since=held_since)
            if result != UNKNOWN or not again or self.loop.over.is_set():
                return
            self.loop.up.wait(1)


class Racer(KeyClient):
    """Sends the deduplication id of the moment."""

    def turn(self):
        key = f"{self.loop.round}-{int(time.monotonic() / SAME_ID_SECONDS)}"
        group = str(sum(key.encode()) % GROUPS)
        url = self.loop.urls["once.fifo"]
        while not self.loop.over.is_set():
            body = f"{key}/{self.name}-{self.loop.next_number()}"
            call = dict(QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=key)
            result, answer, event = self.do("race", key, "SendMessage", **call)
            self.add(event, body=body, told=(answer["MessageId"], answer["SequenceNumber"]) if result == OK else None)
            if result != UNKNOWN:
                return
            self.loop.up.wait(1)


class OnceReceiver(KeyClient):
    """Takes what the racers send."""

    def turn(self):
        for message in self.receive("once.fifo", WaitTimeSeconds=1):
            if self.random.random() < 0.7:
                self.delete("once.fifo", message, again=True)


class Purger(KeyClient):
    """Purges each queue once, at its time; after a lost answer it asks again, and is told whether that was done."""

    def run(self):
        self.plan = [(self.random.uniform(0.2, 0.9) * self.loop.round_seconds, queue) for queue in self.loop.purged]
        self.plan.sort()
        self.began = time.monotonic()
        super().run()

    def turn(self):
        if not self.plan:
            self.loop.over.wait(0.05)
            return
        at, queue = self.plan[0]
        if time.monotonic() - self.began < at:
            time.sleep(0.005)
            return
        self.plan.pop(0)
        while True:
            result, answer, event = self.do("purge", queue, "PurgeQueue", QueueUrl=self.loop.urls[queue])
            self.add(event)
            assert result != FAIL or "PurgeQueueInProgress" in answer["__type"], answer
            if result != UNKNOWN or self.loop.over.is_set():
                return
            self.loop.up.wait(1)


class PurgeSender(KeyClient):
    def turn(self):
        queue = self.random.choice(self.loop.purged)
        more = {}
        if queue.endswith(".fifo"):
            more = {"MessageGroupId": str(self.random.randrange(GROUPS)), "MessageDeduplicationId": str(self.loop.next_number())}
        self.send(queue, **more)


class PurgeReceiver(KeyClient):
    """Holds messages in flight while they are purged, and deletes some."""

    def turn(self):
        queue = self.random.choice(self.loop.purged)
        for message in self.receive(queue)[:3]:
            if self.random.random() < 0.3:
                self.delete(queue, message, again=False)


class Deleter(KeyClient):
    """Sends, and deletes twice or not at all what it is not told of."""

    def turn(self):
        queue = f"deletes-{self.random.randrange(DELETE_QUEUES)}"
        for _ in range(5):
            self.send(queue)
        for message in self.receive(queue):
            fate = self.random.random()
            if fate < 0.8:
                self.delete(queue, message, again=fate < 0.4)


class Mover(KeyClient):
    """Starts a move task, cancels it now and then, and looks how many run."""

    def turn(self):
        pair = self.random.randrange(PAIRS)
        source = arn(self.loop.urls[f"dead-{pair}"])
        speed = {"MaxNumberOfMessagesPerSecond": self.random.choice((20, 100, 500))}
        result, answer, event = self.do("start", pair, "StartMessageMoveTask", SourceArn=source, **speed)
        self.add(event)
        assert result != FAIL or "already a task running" in answer["message"], answer
        if result == OK and self.random.random() < 0.3:
            result, _, event = self.do("cancel", pair, "CancelMessageMoveTask", TaskHandle=answer["TaskHandle"])
            self.add(event)
        result, answer, event = self.do("look", pair, "ListMessageMoveTasks", SourceArn=source, MaxResults=10)
        if result == OK:
            self.add(event, states=[task["Status"] for task in answer.get("Results", [])])
        time.sleep(self.random.uniform(0, 0.05))


class Burier(KeyClient):
    """Receives what came back until it is a dead letter again, and deletes one now and then, of either queue."""

    def turn(self):
        pair = self.random.randrange(PAIRS)
        for queue in (f"source-{pair}", f"source-{pair}", f"dead-{pair}"):
            self.receive(queue, VisibilityTimeout=0)
        if self.random.random() < 0.2:
            # Nobody else can have these meanwhile, nor can they move.
            since = time.monotonic()
            queue = self.random.choice((f"source-{pair}", f"dead-{pair}"))
            for message in self.receive(queue, VisibilityTimeout=30)[:1]:
                self.delete(queue, message, again=True, held_since=since)
        time.sleep(self.random.uniform(0, 0.03))


CLIENTS = [(Racer, 4), (OnceReceiver, 1), (Purger, 1), (PurgeSender, 3), (PurgeReceiver, 2), (Deleter, 2), (Mover, 2), (Burier, 2)]


class KeyLoop:
    """Rounds of some kills each, with keys of their own; what is left of them is drained at the end of each."""

    gently = False

    def __init__(self, kills, seed):
        self.kills, self.random = kills, random.Random(seed)
        self.server = Server(*SMALL_SEGMENTS, durability="fsync")
        self.up, self.over = threading.Event(), threading.Event()
        self.numbers = iter(range(10**12))
        self.round, self.killed = 0, 0
        # How long the last letter was on its way after the last call that sent it there.
        self.arrived_after = 0
        self.broken, self.counted = Broken(), defaultdict(int)

    def next_number(self):
        return next(self.numbers)

    def run(self):
        try:
            self.server.start()
            while self.killed < self.kills:
                self.run_round()
                self.broken += check(self.history)
                for kind in ("race", "purge", "delete", "start"):
                    self.counted[kind] += sum(event["result"] == OK for event in self.history.of(kind))
                self.round += 1
            assert self.server.stop() == 0, self.server.output()
            code, said = fsck(self.server.data_dir)
            assert code == WHOLE, said
        finally:
            self.over.set()
            self.server.close()

    def run_round(self):
        self.history = History()
        self.over.clear()
        pauses = [self.random.uniform(0.1, 0.8) for _ in range(KILLS_A_ROUND)]
        self.round_seconds = sum(pauses)
        self.make_keys()
        clients = [kind(self, self.random.random()) for kind, count in CLIENTS for _ in range(count)]
        self.up.set()
        for client in clients:
            client.start()
        for pause in pauses:
            time.sleep(pause)
            self.up.clear()
            self.server.kill()
            self.killed += 1
            failed = [client.failed for client in clients if client.failed]
            assert not failed, failed
            self.server.start()
            self.history.add(op="up", begun=time.monotonic())
            self.up.set()
        time.sleep(0.2)
        self.over.set()
        for client in clients:
            client.join(20)
            assert not client.is_alive() and not client.failed, client.failed
        self.drain()

    def make_keys(self):
        line = Line(self.server)
        self.urls = {}
        visible = {"VisibilityTimeout": str(VISIBILITY_SECONDS)}

        def make(name, **attributes):
            stem, dot, suffix = name.partition(".")
            given = visible | attributes | ({"FifoQueue": "true"} if suffix else {})
            named = f"{stem}-{self.round}{dot}{suffix}"
            self.urls[name] = line.must("CreateQueue", QueueName=named, Attributes=given)["QueueUrl"]

        make("once.fifo")
        self.purged = [f"purged-{n}{'.fifo' if n % 3 == 2 else ''}" for n in range(PURGED_QUEUES)]
        for name in (*self.purged, *(f"deletes-{n}" for n in range(DELETE_QUEUES))):
            make(name)
        for pair in range(PAIRS):
            make(f"dead-{pair}")
            make(f"source-{pair}", RedrivePolicy=redrive_policy(self.urls[f"dead-{pair}"], 1))
            letters = [f"{pair}:{n}" for n in range(LETTERS)]
            for at in range(0, LETTERS, 10):
                entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(letters[at : at + 10])]
                line.must("SendMessageBatch", QueueUrl=self.urls[f"source-{pair}"], Entries=entries)
            self.history.add(op="letters", key=pair, bodies=letters)
        line.close()

    def drain(self):
        """Waits for move tasks, lets all timeouts run out, and takes everything there is."""
        line = Line(self.server, timeout=20)
        for pair in range(PAIRS):
            source = arn(self.urls[f"dead-{pair}"])
            tasks = lambda: line.must("ListMessageMoveTasks", SourceArn=source).get("Results", [])
            eventually(lambda: all(task["Status"] not in ("RUNNING", "CANCELLING") for task in tasks()), "that the task is over")
        self.server.advance(60)
        for queue, url in self.urls.items():
            self.take_all(line, queue, url)
        # What is received of a source too often goes to its dead-letter queue beside the calls: in neither for a moment.
        drained = time.monotonic()
        while missing_letters(self.history) and time.monotonic() < drained + ARRIVED_WITHIN_SECONDS:
            time.sleep(0.02)
            for queue, url in self.urls.items():
                if queue.startswith(("source", "dead")):
                    self.take_all(line, queue, url)
        self.arrived_after = max(self.arrived_after, time.monotonic() - drained)
        counts = {queue: self.count(line, url) for queue, url in self.urls.items()}
        if any(counts.values()):
            self.broken.add("count", f"round {self.round} is drained, and counts {counts}")
        for url in self.urls.values():
            line.must("DeleteQueue", QueueUrl=url)
        line.close()


    def count(self, line, url):
        """How many messages a queue says that it has, of every sort."""
        told = line.must("GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return sum(int(value) for name, value in told.items() if name.startswith("ApproximateNumberOf"))

    def take_all(self, line, queue, url):
        """Receives and deletes until nothing comes."""
        empty = 0
        while empty < 2:
            begun = time.monotonic()
            call = dict(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600)
            messages = line.must("ReceiveMessage", **call).get("Messages", [])
            told = [(m["Body"], m["MessageId"]) for m in messages]
            drained = dict(op="receive", key=queue, result=OK, begun=begun, ended=time.monotonic(), drained=True)
            self.history.add(**drained, messages=told)
            empty = 0 if messages else empty + 1
            if messages:
                entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
                line.must("DeleteMessageBatch", QueueUrl=url, Entries=entries)


# Checking


def check(history):
    """Every key's history that no order explains, as text."""
    broken = Broken()
    check_races(history, broken)
    for queue in sorted({event["key"] for op in ("send", "purge") for event in history.of(op)}):
        check_queue(of_queue(history, queue), queue, broken)
    check_moves(history, broken)
    return broken


class Queue:
    """A queue's history: body -> what was done with it."""

    def __init__(self):
        self.sends = {}
        self.receipts, self.deletes = defaultdict(list), defaultdict(list)
        self.purges, self.ups = [], []


def of_queue(history, name):
    queue = Queue()
    queue.ups = [event["begun"] for event in history.of("up")]
    for event in history.events:
        if event.get("key") != name:
            continue
        if event["op"] == "send":
            queue.sends[event["body"]] = event
        elif event["op"] == "receive":
            for body, id in event["messages"]:
                queue.receipts[body].append((event, id))
        elif event["op"] == "delete":
            queue.deletes[event["body"]].append(event)
        elif event["op"] == "purge":
            queue.purges.append(event)
    return queue


def check_races(history, broken):
    """Each deduplication id is one message: that of a send before which no other was answered."""
    once = of_queue(history, "once.fifo")
    sends, received = defaultdict(list), defaultdict(dict)
    for event in history.of("race"):
        sends[event["key"]].append(event)
    for body, receipts in once.receipts.items():
        received[body.partition("/")[0]][body] = receipts
    numbers = []
    for key, raced in sends.items():
        bodies = received.get(key, {})
        told = {tuple(event["told"]) for event in raced if event["told"]}
        ids = {id for id, _ in told} | {id for receipts in bodies.values() for _, id in receipts}
        if len(told) > 1 or len(ids) > 1 or len(bodies) > 1:
            broken.add("one message", f"{key} was told of as {told}, and received as {ids} {set(bodies)}")
            continue
        answered = min((event["ended"] for event in raced if event["told"]), default=INFINITY)
        if answered < INFINITY and not bodies:
            broken.add("lost", f"{key} was acknowledged and never received")
        for body in bodies:
            winner = [event for event in raced if event["body"] == body]
            if not winner:
                broken.add("phantom", f"{body} was received and not sent")
            elif winner[0]["begun"] > answered:
                broken.add("winner", f"{body} was sent when {key} had been acknowledged, and replaced it")
        if told:
            [(_, number)] = told
            numbers.append((int(number), min(event["begun"] for event in raced), answered))
    check_risen(once, "once.fifo", broken)
    numbers.sort(reverse=True)
    earliest = INFINITY
    for number, begun, answered in numbers:
        if earliest < begun:
            broken.add("sequence", f"number {number} was given after a later one had been told")
        earliest = min(earliest, answered)
    for key in set(received) - set(sends):
        broken.add("phantom", f"{key} was received and not sent")


def check_risen(queue, name, broken):
    """Deleted, and told so, is for ever."""
    for body, receipts in queue.receipts.items():
        deleted = min((event["ended"] for event in queue.deletes[body] if event["result"] == OK), default=INFINITY)
        if any(event["begun"] > deleted for event, _ in receipts):
            broken.add("risen", f"{body} of {name} was received after its delete was acknowledged")


def check_queue(queue, name, broken):
    """Sends, deletes and at most one purge of a queue: each message is gone for a reason, and none for one that does not hold."""
    check_risen(queue, name, broken)
    for body, receipts in queue.receipts.items():
        send = queue.sends.get(body)
        if send is None:
            broken.add("phantom", f"{body} of {name} was received and not sent")
        elif len({id for _, id in receipts} | ({send["id"]} if send["id"] else set())) > 1:
            broken.add("identity", f"{body} of {name} was seen under several ids")
    drained = {body for body, receipts in queue.receipts.items() if any(event.get("drained") for event, _ in receipts)}
    tried = {body for body, deletes in queue.deletes.items() if any(event["result"] != FAIL for event in deletes)}
    sent = {body for body, send in queue.sends.items() if send["result"] == OK}
    gone = sent - drained - tried
    window = purge_window(queue, name, gone, broken)
    if window is None:
        for body in gone:
            broken.add("lost", f"{body} of {name} was acknowledged, never deleted, and is gone")
        check_late(queue, name, tried - drained, broken)
        return
    # There is one moment in the window that all which is gone came before, and all which stayed came after.
    low, high = window
    stayed = drained | {b for b, found in queue.receipts.items() if any(event["begun"] > high for event, _ in found)}
    latest_gone = max(((queue.sends[body]["begun"], body) for body in gone), default=(low, None))
    first_stayed = min(((queue.sends[body]["ended"], body) for body in stayed & set(queue.sends)), default=(high, None))
    if latest_gone[0] > high:
        broken.add("purge", f"{latest_gone[1]} of {name} was sent after the purge, and is gone")
    if first_stayed[0] < low:
        broken.add("purge", f"{first_stayed[1]} of {name} was sent before the purge, and is still there")
    if low <= latest_gone[0] <= high and low <= first_stayed[0] < latest_gone[0]:
        broken.add("purge", f"{first_stayed[1]} of {name} was sent before {latest_gone[1]}: that is purged, and it is not")


def purge_window(queue, name, gone, broken):
    """When the queue's purge took effect: between these moments; or None."""
    purges = sorted(queue.purges, key=lambda event: event["begun"])
    acknowledged = [event for event in purges if event["result"] == OK]
    lost = [event for event in purges if event["result"] == UNKNOWN]
    refused = [event for event in purges if event["result"] == FAIL]
    if len(acknowledged) > 1:
        broken.add("purge", f"{name} was purged {len(acknowledged)} times within its minute")
    if acknowledged and any(event["ended"] < acknowledged[0]["begun"] for event in refused):
        broken.add("purge", f"{name} was purged though another purge had just been done")
    if acknowledged:
        # Had one before been done whose answer was lost, this one would have been refused.
        return acknowledged[0]["begun"], acknowledged[0]["ended"]
    if refused and not lost:
        broken.add("purge", f"{name}: the first purge was refused")
    if lost and (refused or gone):
        return lost[0]["begun"], lost[-1]["ended"]
    return None


def check_late(queue, name, away, broken):
    """A delete that was not answered was done before its server was killed, or never: what is received of the next one stays."""
    for body in away:
        deletes = [event for event in queue.deletes[body] if event["result"] != FAIL]
        if any(event["result"] == OK for event in deletes):
            continue
        last = max(event["ended"] for event in deletes)
        again = min((up for up in queue.ups if up > last), default=INFINITY)
        if any(event["begun"] > again for event, _ in queue.receipts[body]):
            broken.add("late", f"{body} of {name} was received after a restart, not deleted again, and is gone")


def is_certain(delete, ups):
    """Whether what was deleted was still in that queue: it was held in flight, and no kill had that forgotten."""
    since = delete.get("held_since")
    return delete["result"] == OK and since is not None and not any(since < up < delete["ended"] for up in ups)


def missing_letters(history):
    """Letters that nobody tried to delete, and that the drain has not found in either queue."""
    tried = {event["body"] for event in history.of("delete") if event["result"] != FAIL}
    drained = (event for event in history.of("receive") if event.get("drained"))
    found = {body for event in drained for body, _ in event["messages"]}
    return [body for event in history.of("letters") for body in event["bodies"] if body not in tried | found]


def check_moves(history, broken):
    """One task of a pair at a time; each letter in one queue, once, unless it was deleted."""
    for event in history.of("look"):
        if sum(state in ("RUNNING", "CANCELLING") for state in event["states"]) > 1:
            broken.add("tasks", f"pair {event['key']} has several that run: {event['states']}")
    ups = [event["begun"] for event in history.of("up")]
    for event in history.of("letters"):
        pair = event["key"]
        queues = [of_queue(history, f"{which}-{pair}") for which in ("source", "dead")]
        deletes = defaultdict(list)
        for queue in queues:
            for body, found in queue.deletes.items():
                deletes[body] += found
        for body in event["bodies"]:
            receipts = [receipt for queue in queues for receipt, _ in queue.receipts[body]]
            times = sum(receipt.get("drained", False) for receipt in receipts)
            tried = any(delete["result"] != FAIL for delete in deletes[body])
            acknowledged = min((one["ended"] for one in deletes[body] if is_certain(one, ups)), default=INFINITY)
            if times > 1:
                broken.add("twice", f"letter {body} was in the queues {times} times")
            elif times == 0 and not tried:
                broken.add("lost", f"letter {body} is in neither queue")
            if any(receipt["begun"] > acknowledged for receipt in receipts):
                broken.add("risen", f"letter {body} was received after its delete was acknowledged")
        strange = {body for queue in queues for body in queue.receipts} - set(event["bodies"])
        if strange:
            broken.add("phantom", f"pair {pair} holds {strange}")
