"""`millpond snapshot`, of a server under load: the copy starts elsewhere with what was acknowledged before, and stays as it is."""

import os
import subprocess
import threading
import time

from harness.directory import files, fsck
from harness.http import Line
from harness.proof import proof
from harness.server import Server, binary
from harness.upkeep import SMALL_SEGMENTS, drain

SNAPSHOTS = int(os.environ.get("MILLPOND_SNAPSHOTS", "5"))
# More in segments so small are more files than a process may have open.
WAITING_MAX = 50_000


def snapshot(data_dir, to):
    command = [str(binary()), "snapshot", "--data-dir", str(data_dir), str(to)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


class Load(threading.Thread):
    """Sends, and deletes most of what it receives; knows what was asked and what was answered."""

    def __init__(self, server, url):
        super().__init__(daemon=True)
        self.line, self.url = Line(server), url
        self.over = threading.Event()
        self.asked, self.sent, self.deleting, self.deleted = set(), set(), set(), set()

    def run(self):
        number = 0
        while not self.over.is_set():
            if len(self.sent) - len(self.deleted) > WAITING_MAX:
                time.sleep(0.01)
                self.receive()
                continue
            bodies = [f"{number + i} " + "x" * 1000 for i in range(10)]
            number += 10
            self.asked |= set(bodies)
            entries = [{"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies)]
            self.line.must("SendMessageBatch", QueueUrl=self.url, Entries=entries)
            self.sent |= set(bodies)
            self.receive()

    def receive(self):
        got = self.line.must("ReceiveMessage", QueueUrl=self.url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        gone = [message for message in got.get("Messages", []) if not message["Body"].split()[0].endswith("7")]
        self.deleting |= {message["Body"] for message in gone}
        for message in gone:
            self.line.must("DeleteMessage", QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            self.deleted.add(message["Body"])


def test_a_snapshot_under_load_has_what_was_acknowledged_and_stays_as_it_is(tmp_path):
    data, lost, extra, checked = tmp_path / "data", 0, 0, 0
    with Server(*SMALL_SEGMENTS, data_dir=data, durability="fsync") as server:
        url = Line(server).must("CreateQueue", QueueName="q")["QueueUrl"]
        load = Load(server, url)
        load.start()
        taken = []
        for n in range(SNAPSHOTS):
            time.sleep(0.7)
            before = set(load.sent), set(load.deleted)
            made = snapshot(data, tmp_path / f"copy-{n}")
            assert made.returncode == 0, made.stderr
            taken.append((before, (set(load.asked), set(load.deleting))))
        time.sleep(1.5)
        assert load.is_alive(), server.output()
        load.over.set()
        load.join(10)
        assert files(data, "checkpoint") and server.stop() == 0
    for n, ((sent, deleted), (asked, deleting)) in enumerate(taken):
        copy = tmp_path / f"copy-{n}"
        code, said = fsck(copy)
        assert code == 0, said
        with Server(*SMALL_SEGMENTS, data_dir=copy, durability="fsync") as elsewhere:
            there = {body for body, _ in drain(Line(elsewhere), "q")}
            assert elsewhere.stop() == 0
        lost += len(sent - deleting - there) + len(there & deleted)
        extra += len(there - asked)
        checked += len(sent)
    assert (lost, extra) == (0, 0)
    proof("A10", "snapshots under load, started elsewhere", f"{SNAPSHOTS} snapshots, {checked} sends before them", lost)


def test_what_a_snapshot_is_refused_for(tmp_path):
    missing = snapshot(tmp_path / "nothing", tmp_path / "copy")
    assert missing.returncode == 1 and "is not a data directory" in missing.stderr
    with Server(data_dir=tmp_path / "data", durability="fsync") as server:
        Line(server).must("CreateQueue", QueueName="q")
        taken = snapshot(tmp_path / "data", tmp_path)
        assert taken.returncode == 1 and "exists already" in taken.stderr
        assert snapshot(tmp_path / "data", tmp_path / "copy").returncode == 0
        assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "data"], "nothing unfinished stays"
        server.stop()
