"""A full disk refuses what would grow it, still takes what frees it, and breaks nothing."""

import os
import shutil
import subprocess

import time

import pytest

from harness.directory import WHOLE, bytes_of, fsck
from harness.http import Line
from harness.proof import proof
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
    proof("A7", "a full disk refuses sends with 503 and takes receives, deletes and a kill", f"{len(sent)} messages", 0)


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
    proof("A7", "SIGKILL on a full disk", "3 kills", 0)


def number_in(body):
    return int(body.rstrip("x").rpartition("-")[2])


def delete_most(line, url, keep):
    """Receives everything and deletes it, but for those that `keep` names: their ids, and the ids of the others."""
    kept, deleted = set(), set()
    while messages := receive(line, url):
        kept |= {m["MessageId"] for m in messages if keep(m["Body"])}
        gone = [m for m in messages if not keep(m["Body"])]
        deleted |= {m["MessageId"] for m in gone}
        entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(gone)]
        if entries:
            assert len(line.must("DeleteMessageBatch", QueueUrl=url, Entries=entries)["Successful"]) == len(gone)
    return kept, deleted


def wait_for_room(data_dir, bytes_max, until):
    """Segments hold no more than that, with nothing else going on."""
    while bytes_of(data_dir, "segment") > bytes_max:
        assert time.monotonic() < until, "deleted, and still no room"
        time.sleep(0.1)


@pytest.mark.parametrize("segment_bytes_max", (None, 65536))
def test_deletes_free_a_full_disk_by_themselves(small_disk, segment_bytes_max):
    """A message here and there stays, so that what is dead goes only when the living were copied out of it."""
    cycles = int(os.environ.get("MILLPOND_FULL_DISK_CYCLES", "2"))
    args = ["--segment-bytes-max", str(segment_bytes_max)] if segment_bytes_max else []
    # What stays of all cycles must leave half of the disk free.
    one_in = 40 * max(1, cycles // 5)
    bytes_each = 48 * 1024 if segment_bytes_max else len(BODY)
    kept, deleted, waited, sent_in_all = set(), set(), [], 0
    with Server(*args, data_dir=small_disk / "data", durability="fsync") as server:
        line = Line(server)
        url = line.must("CreateQueue", QueueName="q")["QueueUrl"]
        ballast = small_disk / "ballast"
        if segment_bytes_max:
            ballast.write_bytes(b"x" * (40 << 20))
        for cycle in range(cycles):
            sent = {}
            for i in range(2000):
                body = f"{cycle}-{i}".ljust(bytes_each, "x")
                status, answer = line.call("SendMessage", QueueUrl=url, MessageBody=body)
                if status != 200:
                    break
                sent[answer["MessageId"]] = i
            assert status == 503 and len(sent) > 100, (status, len(sent))
            sent_in_all += len(sent)
            filled = bytes_of(server.data_dir, "segment")
            more, gone = delete_most(line, url, keep=lambda body: body == "small" or number_in(body) % one_in == 7)
            assert set(sent) <= more | gone, "not all that was acknowledged came"
            assert not gone & (kept | deleted), "twice"
            kept |= more
            deleted |= gone
            if cycle % 2:
                # Just when it begins to free.
                server.restart()
                line = Line(server)
            began = time.monotonic()
            wait_for_room(server.data_dir, filled // 2, until=began + 60)
            # What is no segment any more is a spare for a moment, and takes room.
            while (sent := line.call("SendMessage", QueueUrl=url, MessageBody="small"))[0] == 503:
                assert time.monotonic() < began + 60, sent
                time.sleep(0.05)
            assert sent[0] == 200, sent
            waited.append(time.monotonic() - began)
            kept.add(sent[1]["MessageId"])
        ballast.unlink(missing_ok=True)
        server.restart()
        line = Line(server)
        server.advance(4000)
        found = set()
        while messages := receive(line, url):
            found |= {m["MessageId"] for m in messages}
        assert kept <= found, f"{len(kept - found)} lost"
        assert not deleted & found
        assert server.stop() == 0, server.output()
        code, said = fsck(server.data_dir)
        assert code == WHOLE, said
    proof(
        "A7",
        f"a disk filled until sends are refused, emptied by deletes alone (segments up to {segment_bytes_max or '64 Mi'} B); "
        f"room again after {max(waited):.1f} s at the latest",
        f"{cycles} cycles, {sent_in_all} messages",
        0,
    )
