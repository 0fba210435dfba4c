"""The kill loop: SIGKILL at any moment under mixed load, and not one acknowledged word of the server is broken.

Several clients send, receive, delete and change visibility on standard and FIFO queues, and write down what they asked and
what they were told. The server is killed after 50 to 2000 ms and started again on the same directory, over and over; then the
queues are drained and the history is checked:

- an acknowledged send that nobody deleted is received;
- nothing is received that nobody sent, and every message under the id its sender was told;
- an acknowledged delete is for ever;
- a FIFO group is received in the order of its sends, and no message while an earlier one is still there;
- a send repeated with the same deduplication id gives the first message's id and number, also after a lost answer;
- a message that goes to a dead-letter queue, and back with a move task, is in one of the two, once.

    python tests/crash/kill_loop.py --cycles 500 --seed 7

With `--small-segments` what is stored is sealed, checkpointed, let go and copied forward all the time, and every second kill
comes just when that is at it: when a file is there that is not finished.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.directory import WHOLE, files, fsck, number_of  # noqa: E402
from harness.http import Line  # noqa: E402
from harness.server import Server  # noqa: E402

STANDARD_QUEUES = 3
# A queue from which what is received too often goes to the other, and comes back with a move task. In the history they are one.
REDRIVEN, DEAD = "redriven", "dead"
LOOSE_QUEUES = [*range(STANDARD_QUEUES), REDRIVEN]
GROUPS = 16
VISIBILITY_SECONDS = 2
OK, FAIL, UNKNOWN = "ok", "fail", "unknown"


class Event:
    """Read like a dictionary, at a third of its size: a long run has millions."""

    __slots__ = ("names", "values")

    def __init__(self, names, values):
        self.names, self.values = names, values

    def __getitem__(self, name):
        return self.values[self.names.index(name)]

    def get(self, name, default=None):
        return self[name] if name in self.names else default


class History:
    """What the clients asked and were told, in memory and, if wanted, as JSON lines."""

    def __init__(self, path=None):
        self.file = open(path, "w") if path else None
        self.lock = threading.Lock()
        self.events = []
        # One object for each: the same text is asked, told and received.
        self.names = {}

    def add(self, **event):
        with self.lock:
            names = tuple(event)
            self.events.append(Event(self.names.setdefault(names, names), tuple(event.values())))
            if self.file:
                self.file.write(json.dumps(event) + "\n")

    def of(self, operation):
        return [event for event in self.events if event["op"] == operation]


def brief(body):
    """What is remembered of a body: its text, and how many dots there are behind."""
    text = body.rstrip(".")
    return sys.intern(f"{text}+{len(body) - len(text)}" if len(text) < len(body) else text)


def known_as(queue):
    return REDRIVEN if queue == DEAD else queue


def told_of(messages):
    return [(brief(message["Body"]), sys.intern(message["MessageId"])) for message in messages]


class Client(threading.Thread):
    """One client with one connection; it survives the server's death and goes on when there is a new one."""

    def __init__(self, loop, seed):
        super().__init__(daemon=True)
        self.loop = loop
        self.random = random.Random(seed)
        self.line = Line(loop.server, timeout=15)
        self.failed = None

    def run(self):
        try:
            while not self.loop.over.is_set():
                if self.loop.up.wait(0.2):
                    self.turn()
        except Exception as failed:  # shown by the loop, which ends
            self.failed = failed
            raise
        finally:
            self.line.close()

    def wait_if_many(self, sort):
        if self.loop.waiting[sort] > self.loop.waiting_max:
            time.sleep(0.02)

    def ask(self, operation, **parameters):
        """(result, answer, begun, ended): unknown if the connection broke, fail if the server refused."""
        begun = time.monotonic()
        try:
            status, answer = self.line.call(operation, **parameters)
        except ConnectionError:
            time.sleep(0.01)
            return UNKNOWN, None, begun, time.monotonic()
        if status == 503 and self.loop.gently:
            return UNKNOWN, None, begun, time.monotonic()  # it is stopping
        assert status < 500, f"{operation} answered {status}: {answer}"
        return OK if status == 200 else FAIL, answer, begun, time.monotonic()


class StandardSender(Client):
    """Sends one by one and in batches; every body is its own."""

    def turn(self):
        self.wait_if_many("loose")
        queue = self.random.choice(LOOSE_QUEUES)
        count = self.random.choice((1, 1, 1, 10))
        bodies = [f"{self.name}-{self.loop.next_number()}" + "." * self.random.choice((0, 0, 100, 3000)) for _ in range(count)]
        if count == 1:
            result, answer, begun, ended = self.ask("SendMessage", QueueUrl=self.loop.urls[queue], MessageBody=bodies[0])
            ids = [answer["MessageId"]] if result == OK else [None]
        else:
            entries = [{"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies)]
            result, answer, begun, ended = self.ask("SendMessageBatch", QueueUrl=self.loop.urls[queue], Entries=entries)
            told = {one["Id"]: one["MessageId"] for one in answer["Successful"]} if result == OK else {}
            ids = [told.get(str(i)) for i in range(count)]
        self.loop.waiting["loose"] += sum(id is not None for id in ids)
        for body, id in zip(bodies, ids):
            self.loop.history.add(op="send", queue=queue, body=brief(body), id=id and sys.intern(id), result=result, begun=begun, ended=ended)


class FifoSender(Client):
    """Owns some groups and sends each one's messages in order, repeating a send until it is answered, and now and then after."""

    def __init__(self, loop, seed, groups):
        super().__init__(loop, seed)
        self.sent = dict.fromkeys(groups, 0)

    def turn(self):
        self.wait_if_many("fifo")
        group = self.random.choice(list(self.sent))
        number = self.sent[group]
        body = f"{group}:{number}"
        message = dict(QueueUrl=self.loop.urls["fifo"], MessageBody=body, MessageGroupId=group, MessageDeduplicationId=body)
        answered = False
        again = self.random.choice((0, 0, 0, 1, 2))
        while not self.loop.over.is_set():
            self.loop.up.wait(0.2)
            result, answer, begun, ended = self.ask("SendMessage", **message)
            told = (answer["MessageId"], answer["SequenceNumber"]) if result == OK else None
            self.loop.history.add(op="fifo-send", group=group, number=number, told=told, result=result, begun=begun, ended=ended)
            answered = answered or result == OK
            if result == UNKNOWN:
                again = max(again, 1)  # the answer that was lost must come again
            elif again == 0:
                break
            else:
                again -= 1
        if answered:
            self.sent[group] = number + 1
            self.loop.waiting["fifo"] += 1


class Receiver(Client):
    """Receives, and deletes most of it, hides or shows some, and forgets the rest."""

    queues = [*LOOSE_QUEUES, DEAD]

    def turn(self):
        queue = self.random.choice(self.queues)
        url = self.loop.urls[queue]
        count = self.random.choice((1, 3, 10))
        wait = self.random.choice((0, 0, 1))
        result, answer, begun, ended = self.ask("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=count, WaitTimeSeconds=wait)
        if result != OK:
            return
        messages = answer.get("Messages", [])
        self.loop.history.add(op="receive", queue=known_as(queue), messages=told_of(messages), begun=begun, ended=ended)
        if queue == DEAD:
            self.loop.dead_letters += len(messages)
        kept = []
        for message in messages:
            fate = self.random.random()
            if fate < 0.1:
                seconds = self.random.choice((0, 1, 5))
                self.ask(
                    "ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
                )
            elif fate < 0.9:
                kept.append(message)
        if self.random.random() < 0.5 and len(kept) > 1:
            entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(kept)]
            result, answer, begun, ended = self.ask("DeleteMessageBatch", QueueUrl=url, Entries=entries)
            done = {one["Id"] for one in answer.get("Successful", [])} if result == OK else set()
            for i, message in enumerate(kept):
                fate = UNKNOWN if result == UNKNOWN else OK if str(i) in done else FAIL
                self.record_delete(queue, message, fate, begun, ended)
        else:
            for message in kept:
                result, _, begun, ended = self.ask("DeleteMessage", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                self.record_delete(queue, message, result, begun, ended)

    def record_delete(self, queue, message, result, begun, ended):
        if result == OK:
            self.loop.waiting["fifo" if queue == "fifo" else "loose"] -= 1
        if known_as(queue) == REDRIVEN and result == OK:
            # It may have gone to the other queue before, and is there then.
            result = UNKNOWN
        body = brief(message["Body"])
        self.loop.history.add(op="delete", queue=known_as(queue), body=body, result=result, begun=begun, ended=ended)


class FifoReceiver(Receiver):
    queues = ["fifo"]


class Mover(Client):
    """Sends back what lies among the dead letters, again and again."""

    def turn(self):
        time.sleep(self.random.uniform(0, 0.5))
        result, _, begun, ended = self.ask("StartMessageMoveTask", SourceArn=self.loop.dead_arn)
        self.loop.history.add(op="move", result=result, begun=begun, ended=ended)


class KillLoop:
    """The server, its clients, the killing and the draining."""

    def __init__(self, cycles, seed, history_path=None, durability="fsync", gently=False, small_segments=False):
        self.cycles = cycles
        self.gently = gently
        self.small_segments = small_segments
        # Kills that came just when upkeep was at it.
        self.caught = 0
        # Messages received from the dead-letter queue; several threads count, and may lose a few.
        self.dead_letters = 0
        # Messages that were sent and not deleted, in FIFO queues and others, about: several threads count. Senders wait while
        # there are many.
        self.waiting = Counter()
        # A long run is to have millions of calls, and time to drain what is left at the end. A million messages in small
        # segments are more files than a process may have open.
        self.waiting_max = 3000 if cycles <= 100 or small_segments else float("inf")
        self.random = random.Random(seed)
        self.history = History(history_path)
        self.server = Server(*(("--segment-bytes-max", "65536") if small_segments else ()), durability=durability)
        self.up, self.over = threading.Event(), threading.Event()
        self.numbers = iter(range(10**12))
        self.starts = []

    def next_number(self):
        return next(self.numbers)

    def run(self):
        try:
            self.start()
            self.make_queues()
            clients = self.make_clients()
            for client in clients:
                client.start()
            for cycle in range(self.cycles):
                self.up.set()
                time.sleep(self.random.uniform(0.05, 2.0))
                if self.small_segments and cycle % 2:
                    self.caught += self.wait_for_upkeep()
                self.up.clear()
                self.end()
                failed = [client.failed for client in clients if client.failed]
                assert not failed, failed
                self.start()
            self.up.set()
            time.sleep(0.3)
            self.over.set()
            for client in clients:
                client.join(20)
                assert not client.is_alive() and not client.failed, client.failed
            self.drain()
            self.segments_made = max(number_of(path) for path in files(self.server.data_dir, "segment"))
            assert self.server.stop() == 0
            self.examine()
        finally:
            self.over.set()
            self.server.close()

    def wait_for_upkeep(self, seconds=2):
        """Returns when a sidecar or a checkpoint is being made; false if none is for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            names = os.listdir(self.server.data_dir)
            if any(name.endswith((".sidecar.new", ".pages.new", ".checkpoint.new")) for name in names):
                return True
        return False

    def end(self):
        """The end of a cycle: a kill, or gently a SIGTERM that must be followed."""
        if self.gently:
            assert self.server.stop() == 0, self.server.output()
        else:
            self.server.kill()

    def start(self):
        self.server.start()
        self.starts.append(self.server.ready_after_seconds)

    def examine(self):
        """The server's own examination of the directory finds nothing."""
        code, said = fsck(self.server.data_dir)
        assert code == WHOLE, said

    def make_queues(self):
        line = Line(self.server)
        timeout = {"VisibilityTimeout": str(VISIBILITY_SECONDS)}
        self.urls = {
            number: line.must("CreateQueue", QueueName=f"standard-{number}", Attributes=timeout)["QueueUrl"]
            for number in range(STANDARD_QUEUES)
        }
        dead = line.must("CreateQueue", QueueName=DEAD, Attributes=timeout)["QueueUrl"]
        attributes = line.must("GetQueueAttributes", QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
        self.dead_arn = attributes["QueueArn"]
        redrive = timeout | {"RedrivePolicy": json.dumps({"deadLetterTargetArn": self.dead_arn, "maxReceiveCount": 2})}
        self.urls[REDRIVEN] = line.must("CreateQueue", QueueName=REDRIVEN, Attributes=redrive)["QueueUrl"]
        # Behind the one that it is drained after.
        self.urls[DEAD] = dead
        fifo = timeout | {"FifoQueue": "true"}
        self.urls["fifo"] = line.must("CreateQueue", QueueName="ordered.fifo", Attributes=fifo)["QueueUrl"]
        line.close()

    def make_clients(self):
        groups = [f"g{number}" for number in range(GROUPS)]
        seed = lambda: self.random.random()
        return [
            *(StandardSender(self, seed()) for _ in range(3)),
            *(FifoSender(self, seed(), groups[half::2]) for half in range(2)),
            *(Receiver(self, seed()) for _ in range(3)),
            *(FifoReceiver(self, seed()) for _ in range(2)),
            Mover(self, seed()),
        ]

    def drain(self):
        """Lets every timeout run out, then receives and deletes until nothing comes any more."""
        line = Line(self.server)
        self.wait_for_moves(line)
        self.server.advance(60)
        for queue, url in self.urls.items():
            empty = 0
            while empty < 3:
                begun = time.monotonic()
                # For long enough that a busy machine does not let it run out.
                answer = line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=900)
                messages = answer.get("Messages", [])
                ended = time.monotonic()
                empty = 0 if messages else empty + 1
                if messages:
                    told = told_of(messages)
                    self.dead_letters += len(told) if queue == DEAD else 0
                    self.history.add(op="receive", queue=known_as(queue), messages=told, begun=begun, ended=ended, drained=True)
                    entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
                    begun = time.monotonic()
                    answer = line.must("DeleteMessageBatch", QueueUrl=url, Entries=entries)
                    assert not answer.get("Failed"), answer
                    for body, _ in told:
                        key = known_as(queue)
                        self.history.add(op="delete", queue=key, body=body, result=OK, begun=begun, ended=time.monotonic())
            counts = line.must("GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
            left = {name: value for name, value in counts.items() if name.startswith("Approximate") and value != "0"}
            assert not left, f"{queue} still counts {left}"
        line.close()

    def wait_for_moves(self, line, seconds=30):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            tasks = line.must("ListMessageMoveTasks", SourceArn=self.dead_arn, MaxResults=10).get("Results", [])
            if all(task["Status"] not in ("RUNNING", "CANCELLING") for task in tasks):
                return
            time.sleep(0.05)
        raise AssertionError(f"a move task does not end: {tasks}")


# Checking


def check(history):
    """Every broken promise in the history, as text."""
    broken = Broken()
    check_standard(history, broken)
    check_fifo(history, broken)
    return broken


class Broken(list):
    """What was found, not more than a few of each kind."""

    def add(self, rule, detail):
        self.append(f"{rule}: {detail}")


def receipts_of(history, standard):
    """(queue, body) -> its receipts in order of their ends."""
    found = defaultdict(list)
    for event in history.of("receive"):
        if (event["queue"] != "fifo") == standard:
            for body, id in event["messages"]:
                found[event["queue"], body].append((event, id))
    return found


def deletes_of(history):
    found = defaultdict(list)
    for event in history.of("delete"):
        found[event["queue"], event["body"]].append(event)
    return found


def check_standard(history, broken):
    receipts, deletes = receipts_of(history, standard=True), deletes_of(history)
    sends = {(event["queue"], event["body"]): event for event in history.of("send")}
    for key, event in sends.items():
        if event["result"] == OK and key not in receipts:
            broken.add("lost", f"{key} was acknowledged and never received")
        if event["result"] == OK:
            drained = any(receipt.get("drained") for receipt, _ in receipts[key])
            deleted = any(delete["result"] in (OK, UNKNOWN) for delete in deletes[key])
            if not drained and not deleted:
                broken.add("lost", f"{key} was acknowledged, not deleted, and gone at the end")
    for key, found in receipts.items():
        event = sends.get(key)
        if event is None or event["result"] == FAIL:
            broken.add("phantom", f"{key} was received and not sent")
            continue
        ids = {id for _, id in found} | ({event["id"]} if event["id"] else set())
        # A move task makes a new message of it, with an id of its own.
        if len(ids) > 1 and key[0] != REDRIVEN:
            broken.add("identity", f"{key} was seen as {ids}")
    for key, found in receipts.items():
        if sum(receipt.get("drained", False) for receipt, _ in found) > 1:
            broken.add("doubled", f"{key} was there more than once at the end")
    check_deleted_for_ever(receipts, deletes, broken)


def check_deleted_for_ever(receipts, deletes, broken):
    for key, found in receipts.items():
        acknowledged = [delete["ended"] for delete in deletes[key] if delete["result"] == OK]
        if acknowledged:
            late = [event for event, _ in found if event["begun"] > min(acknowledged)]
            if late:
                broken.add("risen", f"{key} was received {len(late)} times after its delete was acknowledged")


def check_fifo(history, broken):
    receipts, deletes = receipts_of(history, standard=False), deletes_of(history)
    told, acknowledged, asked = defaultdict(set), set(), set()
    last_number = {}
    for event in history.of("fifo-send"):
        key = (event["group"], event["number"])
        asked.add(key)
        if event["told"]:
            told[key].add(tuple(event["told"]))
            acknowledged.add(key)
    for key, answers in sorted(told.items()):
        if len(answers) > 1:
            broken.add("retry", f"{key} was answered as {answers}")
        sequence = int(min(answers)[1])
        if sequence <= last_number.get(key[0], 0):
            broken.add("sequence", f"{key} has number {sequence} after {last_number[key[0]]}")
        last_number[key[0]] = sequence
    for (_, body), found in receipts.items():
        group, _, number = body.partition(":")
        key = (group, int(number))
        if key not in asked:
            broken.add("phantom", f"{body} was received and not sent")
        ids = {id for _, id in found} | {id for id, _ in told[key]}
        if len(ids) > 1:
            broken.add("duplicate", f"{body} was seen as {ids}")
    for group, number in acknowledged:
        if ("fifo", f"{group}:{number}") not in receipts:
            broken.add("lost", f"{group}:{number} was acknowledged and never received")
    check_deleted_for_ever(receipts, deletes, broken)
    check_order(history, deletes, acknowledged, broken)


def check_order(history, deletes, acknowledged, broken):
    """What a receive gives of a group is the prefix of what is not deleted: an earlier message is in it, or on its way out."""
    first_tried = {
        body: min(delete["begun"] for delete in found if delete["result"] != FAIL)
        for (queue, body), found in deletes.items()
        if queue == "fifo" and any(delete["result"] != FAIL for delete in found)
    }
    frontier = Counter()  # below it, everything was tried to be deleted before the receive at hand ended
    for event in sorted((e for e in history.of("receive") if e["queue"] == "fifo"), key=lambda e: e["ended"]):
        groups = defaultdict(list)
        for body, _ in event["messages"]:
            group, _, number = body.partition(":")
            groups[group].append(int(number))
        for group, numbers in groups.items():
            if numbers != sorted(set(numbers)):
                broken.add("order", f"one receive gave {group} as {numbers}")
            while first_tried.get(f"{group}:{frontier[group]}", float("inf")) < event["ended"]:
                frontier[group] += 1
            for missing in set(range(frontier[group], max(numbers))) - set(numbers):
                if first_tried.get(f"{group}:{missing}", float("inf")) > event["ended"]:
                    broken.add("order", f"{group}:{max(numbers)} was received while {missing} was still there")


def summary(loop, seconds):
    events = loop.history.events
    kinds = Counter((event["op"], event.get("result", OK)) for event in events)
    messages = sum(len(event["messages"]) for event in loop.history.of("receive"))
    starts = sorted(loop.starts)
    parts = [f"{count} {op} {result}" for (op, result), count in sorted(kinds.items())]
    parts.append(f"{loop.dead_letters} dead letters received")
    return (
        f"{loop.cycles} kills in {seconds:.0f} s: {', '.join(parts)}; {messages} messages received; "
        f"ready again in {starts[len(starts) // 2] * 1000:.0f} ms (median), {starts[-1] * 1000:.0f} ms (longest)"
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cycles", type=int, default=20)
    arguments.add_argument("--seed", type=int, default=None)
    arguments.add_argument("--history", help="write the history to this file, as JSON lines")
    arguments.add_argument("--small-segments", action="store_true")
    arguments.add_argument("--durability", default="fsync", choices=("fsync", "os"))
    given = arguments.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    loop = KillLoop(given.cycles, seed, given.history, given.durability, small_segments=given.small_segments)
    began = time.monotonic()
    loop.run()
    broken = check(loop.history)
    print(summary(loop, time.monotonic() - began))
    print("\n".join(broken[:50]) or "no promise broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
