"""A full disk refuses what would grow it, still takes what frees it, and breaks nothing."""

import os
import shutil
import subprocess

import pytest

from harness.http import Line
from harness.server import Server

SIZE_MIB = 64
BODY = "x" * 256 * 1024


@pytest.fixture
def small_disk(tmp_path):
    """A tmpfs of 64 MiB, if this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("mounting a small disk needs root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(line, url, body=BODY, group=None):
    """Sends until it is refused: the acknowledged ids, and the refusal."""
    told = []
    for i in range(SIZE_MIB * 1024 * 1024 // len(body) + 50):
        more = {"MessageGroupId": group, "MessageDeduplicationId": str(i)} if group else {}
        status, answer = line.call("SendMessage", QueueUrl=url, MessageBody=body, **more)
        if status != 200:
            return told, status, answer
        told.append(answer["MessageId"])
    raise AssertionError("more was taken than the disk holds")


def receive(line, url, count=10):
    return line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=count, VisibilityTimeout=3600).get("Messages", [])


def test_a_full_disk_refuses_sends_and_still_takes_deletes(small_disk):
    with Server(data_dir=small_disk / "data", durability="fsync") as server:
        line = Line(server)
        url = line.must("CreateQueue", QueueName="q")["QueueUrl"]
        fifo = line.must("CreateQueue", QueueName="q.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        line.must("SendMessage", QueueUrl=fifo, MessageBody="1", MessageGroupId="g", MessageDeduplicationId="1")
        line.must("SendMessage", QueueUrl=fifo, MessageBody="2", MessageGroupId="g", MessageDeduplicationId="2")

        sent, status, answer = fill(line, url)
        assert status == 503, answer
        assert answer["__type"].rpartition("#")[2].startswith("ServiceUnavailable"), answer
        assert answer["message"], "it says why"
        assert len(sent) > 20, "most of the disk was used"
        assert server.healthy()

        # Small ones are refused as well, again and again, and all else goes on.
        for _ in range(20):
            assert line.call("SendMessage", QueueUrl=url, MessageBody="x" * 5000)[0] in (200, 503)
        taken = receive(line, url)
        assert taken
        for message in taken[:-1]:
            line.must("DeleteMessage", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        line.must("ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=taken[-1]["ReceiptHandle"], VisibilityTimeout=0)
        [first] = receive(line, fifo, 1)
        line.must("DeleteMessage", QueueUrl=fifo, ReceiptHandle=first["ReceiptHandle"])
        deleted = {message["MessageId"] for message in taken[:-1]}

        server.restart()
        line = Line(server)
        server.advance(4000)
        assert [message["Body"] for message in receive(line, fifo)] == ["2"]
        found = set()
        while messages := receive(line, url):
            found |= {message["MessageId"] for message in messages}
            entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
            assert len(line.must("DeleteMessageBatch", QueueUrl=url, Entries=entries)["Successful"]) == len(messages)
        assert set(sent) - deleted <= found, "nothing acknowledged was lost"
        assert not deleted & found, "nothing deleted came back"
        assert server.stop() == 0, server.output()


def test_a_full_disk_is_survived_again_and_again(small_disk):
    with Server(data_dir=small_disk / "data", durability="fsync") as server:
        line = Line(server)
        url = line.must("CreateQueue", QueueName="q")["QueueUrl"]
        sent, status, _ = fill(line, url, body="x" * 1024 * 1024)
        assert status == 503
        for _ in range(3):
            server.restart()
            line = Line(server)
            assert line.call("SendMessage", QueueUrl=url, MessageBody="x" * 1024 * 1024)[0] == 503
        found = set()
        while messages := receive(line, url):
            found |= {message["MessageId"] for message in messages}
        assert found == set(sent)
