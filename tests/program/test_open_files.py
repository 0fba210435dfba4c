"""Each segment and each sidecar holds a file descriptor: the limit is raised as far as it goes, and where it ends is said."""

import re
import shutil
import socket
from pathlib import Path

import pytest
from harness.http import Line
from harness.server import Server, StartFailed

pytestmark = pytest.mark.skipif(not shutil.which("prlimit"), reason="no prlimit on this machine")
SMALL_SEGMENTS = ("--segment-bytes-max", "65536")


def limited(soft, hard, **more):
    return Server(*SMALL_SEGMENTS, prefix=["prlimit", f"--nofile={soft}:{hard}"], durability="fsync", **more)


def limits_of(pid):
    found = re.search(r"Max open files\s+(\d+)\s+(\d+)", Path(f"/proc/{pid}/limits").read_text())
    return int(found[1]), int(found[2])


def test_the_soft_limit_is_raised_to_the_hard_one():
    with limited(64, 3000) as server:
        assert limits_of(server.pid) == (3000, 3000)
        assert not [line for line in server.log if "open files" in line or "few files" in line]


def test_a_limit_too_low_is_told_of_and_costs_nothing_that_was_acknowledged():
    server = limited(64, 64)
    try:
        server.start()
        assert "few files may be open" in server.output()
        line = Line(server)
        url = line.must("CreateQueue", QueueName="q")["QueueUrl"]
        acknowledged = set()
        with pytest.raises(ConnectionError):
            for _ in range(2000):
                acknowledged.add(line.must("SendMessage", QueueUrl=url, MessageBody="x" * 20_000)["MessageId"])
        assert server.wait_for_end(10) == 74
        assert "this process may have 64 files open" in server.output() and "ulimit -n" in server.output(), server.output()
        server.prefix = ["prlimit", "--nofile=32:32"]
        with pytest.raises(StartFailed) as refused:
            server.start()
        assert "this process may have 32 files open" in str(refused.value), refused.value
        server.prefix = []
        server.start()
        line = Line(server)
        found = set()
        while messages := line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found |= {message["MessageId"] for message in messages}
        assert acknowledged <= found and len(acknowledged) > 20
        assert server.stop() == 0
    finally:
        server.close()


def test_wherever_a_start_runs_out_of_files_it_says_so():
    """Between what the log needs and what a server needs a worker panicked: it found no file for its events."""
    with Server(*SMALL_SEGMENTS, durability="fsync") as server:
        line = Line(server)
        url = line.must("CreateQueue", QueueName="q")["QueueUrl"]
        for _ in range(40):
            line.must("SendMessage", QueueUrl=url, MessageBody="x" * 20_000)
        assert server.stop() == 0
        refusals = 0
        for limit in range(20, 80):
            server.prefix = ["prlimit", f"--nofile={limit}:{limit}"]
            try:
                server.start()
                break
            except StartFailed as refused:
                refusals += 1
                said = str(refused)
                assert f"this process may have {limit} files open" in said and "panicked" not in said, said
        assert refusals > 5
        server.kill()


def test_connections_leave_half_of_the_files_to_the_log():
    with limited(256, 256) as server:
        first = Line(server)
        url = first.must("CreateQueue", QueueName="q")["QueueUrl"]
        crowd = []
        try:
            for _ in range(230):
                crowd.append(socket.create_connection(("127.0.0.1", server.port), timeout=5))
            # More segments are made all the same.
            for _ in range(100):
                first.must("SendMessage", QueueUrl=url, MessageBody="x" * 20_000)
        finally:
            for one in crowd:
                one.close()
        assert Line(server).must("ListQueues")["QueueUrls"]
