"""Makes data directories of known content with the binary at hand, for later binaries to open.

    python -c 'import uuid; print(uuid.uuid4())' > boot
    unshare -m sh -c 'mount --bind boot /proc/sys/kernel/random/boot_id && MILLPOND_BIN=… python tests/crash/golden/make.py NAME [small] [aged] [returned]'

with returned, one queue has messages that came back, in a page of a state; with aged, one queue has messages in so many segments that there are run tables; with small, all is in segments so small that most are sealed, some are let go, and checkpoints say so. It writes NAME-stopped.tar.xz and NAME-killed.tar.xz beside this file, each with a .json that says what is in it. The clock is moved
half a century ahead first, so that nothing in them ever expires: in another boot a start goes on from the last time that it finds.
So the boot must be none that there ever is, and deduplication ids are remembered by every start.
"""

import json
import sys
import tarfile
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from harness.http import Line  # noqa: E402
from harness.server import Server  # noqa: E402
from harness.upkeep import SMALL_SEGMENTS, Work  # noqa: E402

HERE = Path(__file__).resolve().parent
AGED_BODY_BYTES = 3000
HALF_A_CENTURY_SECONDS = 50 * 365 * 86_400


def fill(server):
    """Makes queues and messages, and says what there is then."""
    server.advance(HALF_A_CENTURY_SECONDS)
    line = Line(server)
    dead = line.must("CreateQueue", QueueName="dead")["QueueUrl"]
    arn = line.must("GetQueueAttributes", QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    plain = line.must(
        "CreateQueue",
        QueueName="plain",
        Attributes={
            "VisibilityTimeout": "77",
            "MessageRetentionPeriod": "1209600",
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "3"}),
        },
        tags={"team": "golden", "empty": ""},
    )["QueueUrl"]
    fifo = line.must("CreateQueue", QueueName="ordered.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    messages, groups = {}, {}
    attributes = {"count": {"DataType": "Number", "StringValue": "12"}, "raw": {"DataType": "Binary", "BinaryValue": "AAEC"}}
    for i in range(30):
        body = f"message {i} – ünïcode".ljust(50 + 40 * i, ".")
        more = {"MessageAttributes": attributes} if i % 3 == 0 else {}
        messages[body] = line.must("SendMessage", QueueUrl=plain, MessageBody=body, **more)["MessageId"]
    for i in range(24):
        group, body = f"group-{i % 3}", f"step {i}"
        sent = line.must("SendMessage", QueueUrl=fifo, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=f"id-{i}")
        groups.setdefault(group, []).append([body, sent["MessageId"], sent["SequenceNumber"]])
    for _ in range(10):
        [got] = line.must("ReceiveMessage", QueueUrl=plain)["Messages"]
        line.must("DeleteMessage", QueueUrl=plain, ReceiptHandle=got["ReceiptHandle"])
        del messages[got["Body"]]
    for _ in range(4):
        # In flight when it ends.
        line.must("ReceiveMessage", QueueUrl=plain)
    for _ in range(5):
        [got] = line.must("ReceiveMessage", QueueUrl=fifo, AttributeNames=["MessageGroupId"])["Messages"]
        line.must("DeleteMessage", QueueUrl=fifo, ReceiptHandle=got["ReceiptHandle"])
        del groups[got["Attributes"]["MessageGroupId"]][0]
    delayed = line.must("SendMessage", QueueUrl=plain, MessageBody="delayed", DelaySeconds=900)["MessageId"]
    messages["delayed"] = delayed
    return {"plain": messages, "groups": groups, "sent": {f"id-{i}": f"step {i}" for i in range(24)}}


def grow_old(server, folder):
    """Fills a queue until it stands in a run table, and says with how many messages."""
    line, sent = Line(server), 0
    url = line.must("CreateQueue", QueueName="aged")["QueueUrl"]

    def wait_for(what, done):
        until = time.monotonic() + 30
        while not done():
            assert time.monotonic() < until, what
            time.sleep(0.1)

    def newest(suffix):
        return max((path.name for path in folder.glob(f"*.{suffix}")), default="")

    def send(count):
        for number in range(sent, sent + count):
            line.must("SendMessage", QueueUrl=url, MessageBody=f"aged {number} ".ljust(AGED_BODY_BYTES, "."))
        return sent + count

    sent = send(1700)
    before = newest("checkpoint")
    wait_for("a run table", lambda: newest("runs"))
    wait_for("a checkpoint", lambda: newest("checkpoint") > before)
    sent = send(100)
    # Told of it, the owner forgets the runs, and the next checkpoint says so.
    time.sleep(1)
    return send(50)


def come_back(server, folder):
    """Receives so many messages that what is known of them leaves the memory, and says how many there are."""
    line, count = Line(server), 4200
    url = line.must("CreateQueue", QueueName="returned", Attributes={"VisibilityTimeout": "100"})["QueueUrl"]
    for start in range(0, count, 10):
        entries = [{"Id": str(i), "MessageBody": f"returned {start + i}"} for i in range(10)]
        assert len(line.must("SendMessageBatch", QueueUrl=url, Entries=entries)["Successful"]) == 10
    for _ in range(0, count, 10):
        assert len(line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 10
    # What was sent before is still known by its deduplication ids.
    server.advance(101)
    # Only who looks sees them come back.
    line.must("GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])
    # Seals, and two checkpoints: one that has the page, and one that only names it.
    before = {path.name for path in folder.glob("*.checkpoint")}
    until = time.monotonic() + 60
    while len({path.name for path in folder.glob("*.checkpoint")} - before) < 2:
        assert time.monotonic() < until, "no checkpoints"
        for number in range(30):
            sent = line.must("SendMessage", QueueUrl=url, MessageBody="x" * AGED_BODY_BYTES, DelaySeconds=900)
            assert sent["MessageId"]
        time.sleep(2)
    return count


def main(name, small, aged, returned):
    for how in ("stopped", "killed"):
        with tempfile.TemporaryDirectory() as folder:
            args = ["--partitions", "7", *(SMALL_SEGMENTS if small else ())]
            with Server(*args, data_dir=Path(folder) / "data", durability="fsync") as server:
                told = fill(server)
                if small:
                    assert Work().run(server, rounds=6, pause=0.5)
                    kinds = {path.suffix for path in (Path(folder) / "data").iterdir()}
                    assert {".sidecar", ".checkpoint"} <= kinds, kinds
                if aged:
                    told["aged"] = grow_old(server, Path(folder) / "data")
                if returned:
                    told["returned"] = come_back(server, Path(folder) / "data")
                server.kill() if how == "killed" else server.stop()
                (Path(folder) / "data" / "LOCK").unlink()
                with tarfile.open(HERE / f"{name}-{how}.tar.xz", "w:xz") as archive:
                    for path in sorted((Path(folder) / "data").iterdir()):
                        entry = archive.gettarinfo(path, arcname=path.name)
                        entry.uid = entry.gid = entry.mtime = 0
                        entry.uname = entry.gname = ""
                        with open(path, "rb") as file:
                            archive.addfile(entry, file)
                (HERE / f"{name}-{how}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], *(word in sys.argv[2:] for word in ("small", "aged", "returned")))
