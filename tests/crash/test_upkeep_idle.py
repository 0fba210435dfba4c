"""A server that nobody asks anything tidies up all the same."""

import time

from harness.directory import files, fsck
from harness.http import Line
from harness.proof import proof
from harness.server import Server
from harness.upkeep import SMALL_SEGMENTS, drain


def lone_sidecars(folder):
    return [path for path in files(folder, "sidecar") if not path.with_suffix(".segment").exists()]


def of_no_use(folder):
    """Those behind which no segment follows: for one that does, the last before it tells how the partitions stood."""
    number = lambda path: int(path.stem.rpartition("-")[2])
    segments = {number(path) for path in files(folder, "segment")}
    return [path for path in lone_sidecars(folder) if number(path) + 1 not in segments]


def soon(what, within_seconds):
    until = time.monotonic() + within_seconds
    while not what():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.1)


def test_sidecars_of_segments_that_are_gone_leave_when_their_ids_are_forgotten(tmp_path):
    folder = tmp_path / "data"
    with Server(*SMALL_SEGMENTS, data_dir=folder, durability="fsync") as server:
        line = Line(server)
        url = line.must("CreateQueue", QueueName="q.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        message = {"QueueUrl": url, "MessageBody": "x" * 5000, "MessageGroupId": "g"}
        first = line.must("SendMessage", **message, MessageDeduplicationId="first")
        for i in range(60):
            line.must("SendMessage", **message, MessageDeduplicationId=str(i))
        assert len(drain(line, "q.fifo")) == 61
        soon(lambda: len(of_no_use(folder)) > 2, within_seconds=10)
        server.advance(290)
        time.sleep(1.5)
        assert len(of_no_use(folder)) > 2, "not yet"
        server.restart()
        line = Line(server)
        again = line.must("SendMessage", **message, MessageDeduplicationId="first")
        assert again["MessageId"] == first["MessageId"], "it is still known"
        server.advance(11)
        # Nothing is asked from here on.
        soon(lambda: not of_no_use(folder), within_seconds=10)
        assert server.healthy() and server.stop() == 0, server.output()
        assert fsck(folder)[0] == 0
    proof("A13", "a deduplication id whose segment is gone, over a restart", "61 sends", 0)
