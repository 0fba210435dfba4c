"""Makes the data directory that the target `start` begins with: fuzz/corpus/start/v1-NAME, a line with the file's name and then the file.

    MILLPOND_BIN=… python tests/fuzz/make_directory.py VERSION

It has every sort of row and event, in segments as small as can be, behind a checkpoint.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from harness.http import Line  # noqa: E402
from harness.server import Server  # noqa: E402

CORPUS = ROOT / "fuzz" / "corpus" / "start"


def fill(server):
    line = Line(server)
    dead = line.must("CreateQueue", QueueName="dead")["QueueUrl"]
    arn = line.must("GetQueueAttributes", QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "1"})
    plain = line.must("CreateQueue", QueueName="plain", Attributes={"RedrivePolicy": redrive}, tags={"a": "b"})["QueueUrl"]
    fifo = line.must("CreateQueue", QueueName="f.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    gone = line.must("CreateQueue", QueueName="gone")["QueueUrl"]
    line.must("SendMessage", QueueUrl=gone, MessageBody="x")
    line.must("PurgeQueue", QueueUrl=gone)
    line.must("DeleteQueue", QueueUrl=gone)
    for round in range(6):
        for i in range(8):
            line.must("SendMessage", QueueUrl=plain, MessageBody="p" * 600, DelaySeconds=900 if i == 7 else 0)
            line.must("SendMessage", QueueUrl=plain, MessageBody="t" * 600, MessageGroupId=f"tenant-{i % 3}")
            line.must("SendMessage", QueueUrl=fifo, MessageBody="f" * 300, MessageGroupId=f"g{i % 2}", MessageDeduplicationId=f"{round}-{i}")
        got = line.must("ReceiveMessage", QueueUrl=plain, MaxNumberOfMessages=10, VisibilityTimeout=0 if round % 2 else 600)["Messages"]
        line.must("DeleteMessage", QueueUrl=plain, ReceiptHandle=got[0]["ReceiptHandle"])
        line.must("ReceiveMessage", QueueUrl=plain, MaxNumberOfMessages=10)
        got = line.must("ReceiveMessage", QueueUrl=fifo, MaxNumberOfMessages=3)["Messages"]
        line.must("DeleteMessage", QueueUrl=fifo, ReceiptHandle=got[0]["ReceiptHandle"])
        for message in got[1:]:
            line.must("ChangeMessageVisibility", QueueUrl=fifo, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    # So many small ones in a segment that their tenants get a group directory.
    crowd = line.must("CreateQueue", QueueName="crowd")["QueueUrl"]
    for _ in range(100):
        entries = [{"Id": str(i), "MessageBody": "x", "MessageGroupId": f"tenant-{i % 3}"} for i in range(10)]
        line.must("SendMessageBatch", QueueUrl=crowd, Entries=entries)
    line.must("StartMessageMoveTask", SourceArn=arn, MaxNumberOfMessagesPerSecond=1)
    time.sleep(0.5)


def main(version):
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with Server("--partitions", "3", "--segment-bytes-max", "65536", data_dir=data, durability="fsync") as server:
            fill(server)
            time.sleep(2)
            line = Line(server)
            plain = line.must("GetQueueUrl", QueueName="plain")["QueueUrl"]
            line.must("SendMessage", QueueUrl=plain, MessageBody="behind the checkpoint")
            server.kill()
        CORPUS.mkdir(parents=True, exist_ok=True)
        for path in sorted(data.iterdir()):
            if path.name != "LOCK" and not path.name.endswith(".spare"):
                content = path.read_bytes().rstrip(b"\0") if path.name.endswith(".segment") else path.read_bytes()
                (CORPUS / f"{version}-{path.name}").write_bytes(f"{version} {path.name}\n".encode() + content)
                print(path.name, len(content))


if __name__ == "__main__":
    main(sys.argv[1])
