"""A directory that an older version made opens, with all that is in it; an older version refuses one that it would misread."""

import json
import struct
import tarfile
from pathlib import Path

import pytest

from harness.directory import REFUSED, WHOLE, files, fsck, image_of
from harness.http import Line
from harness.proof import proof
from harness.server import Server, StartFailed
from harness.upkeep import SMALL_SEGMENTS, Work

GOLDEN = Path(__file__).resolve().parent / "golden"
DIRECTORIES = sorted(path.name.removesuffix(".tar.xz") for path in GOLDEN.glob("*.tar.xz"))
# FORMAT: where it says which version wrote it, which it needs at least, and where its checksum stands.
WRITTEN_BY_AT, NEEDS_AT = 8, 12


def unpack(name, folder):
    with tarfile.open(GOLDEN / f"{name}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return json.loads((GOLDEN / f"{name}.json").read_text())


def receive_all(line, url, **more):
    found = []
    while got := line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, **more).get("Messages"):
        found += got
        for message in got:
            line.must("DeleteMessage", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


@pytest.mark.parametrize("name", DIRECTORIES)
@pytest.mark.parametrize("args", ((), SMALL_SEGMENTS), ids=("usual segments", "small segments"))
def test_a_directory_of_an_older_version_opens_with_all_that_is_in_it(name, args, tmp_path):
    folder = tmp_path / "data"
    told = unpack(name, folder)
    code, said = fsck(folder)
    assert code == WHOLE, said
    with Server(*args, data_dir=folder, durability="fsync") as server:
        line = Line(server)
        fifo = line.must("GetQueueUrl", QueueName="ordered.fifo")["QueueUrl"]
        # Sent again within its five minutes, each is known.
        known = {body: (id, number) for group in told["groups"].values() for body, id, number in group}
        for id, body in told["sent"].items():
            group = f"group-{int(id[3:]) % 3}"
            sent = line.must("SendMessage", QueueUrl=fifo, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=id)
            assert body not in known or (sent["MessageId"], sent["SequenceNumber"]) == known[body]
        # What was in flight comes back, what was delayed is due.
        server.advance(1000)
        # And it becomes one of this version: sealed, checkpointed, started again.
        assert Work().run(server, rounds=2)
        assert server.stop() == 0, server.output()
        server.start()
        line = Line(server)
        plain = line.must("GetQueueUrl", QueueName="plain")["QueueUrl"]
        found = receive_all(line, plain, MessageAttributeNames=["All"])
        assert {m["Body"]: m["MessageId"] for m in found} == told["plain"] and len(found) == len(told["plain"])
        with_attributes = [m for m in found if "MessageAttributes" in m]
        assert with_attributes and all(m["MessageAttributes"]["raw"]["BinaryValue"] == "AAEC" for m in with_attributes)
        fifo = line.must("GetQueueUrl", QueueName="ordered.fifo")["QueueUrl"]
        groups = {group: [] for group in told["groups"]}
        for m in receive_all(line, fifo, AttributeNames=["All"]):
            system = m["Attributes"]
            groups[system["MessageGroupId"]].append([m["Body"], m["MessageId"], system["SequenceNumber"]])
        assert groups == told["groups"]
        if "aged" in told:
            aged = line.must("GetQueueUrl", QueueName="aged")["QueueUrl"]
            bodies = [message["Body"].split()[1] for message in receive_all(line, aged)]
            assert bodies == [str(number) for number in range(told["aged"])]
        if "returned" in told:
            returned = line.must("GetQueueUrl", QueueName="returned")["QueueUrl"]
            found = receive_all(line, returned, AttributeNames=["ApproximateReceiveCount"])
            counts = {m["Body"]: m["Attributes"]["ApproximateReceiveCount"] for m in found if m["Body"].startswith("returned")}
            assert counts == {f"returned {number}": "2" for number in range(told["returned"])}
        attributes = line.must("GetQueueAttributes", QueueUrl=plain, AttributeNames=["All"])["Attributes"]
        assert (attributes["VisibilityTimeout"], attributes["MessageRetentionPeriod"]) == ("77", "1209600")
        assert json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"].endswith(":dead")
        assert line.must("ListQueueTags", QueueUrl=plain)["Tags"] == {"team": "golden", "empty": ""}
        assert server.stop() == 0, server.output()
    code, said = fsck(folder)
    assert code == WHOLE, said
    how = " ".join(args) or "as usual"
    proof("A10", f"{name}, a directory of an older version, opened, written to and started again ({how})", "1", 0)


def needs(folder):
    """The version that FORMAT asks of a reader."""
    return struct.unpack_from("<I", (folder / "FORMAT").read_bytes(), NEEDS_AT)[0]


def test_only_once_something_is_written_that_an_older_version_does_not_read_it_is_refused(tmp_path):
    folder = tmp_path / "data"
    with Server(*SMALL_SEGMENTS, data_dir=folder, durability="fsync") as server:
        line = Line(server)
        url = line.must("CreateQueue", QueueName="keeps-all")["QueueUrl"]
        line.must("SendMessage", QueueUrl=url, MessageBody="one")
        server.kill()
        assert not files(folder, "checkpoint") and needs(folder) == 1, "the first version still reads everything"
        server.start()
        assert server.stop() == 0
        assert files(folder, "checkpoint") and needs(folder) == 4, "the third version reads no checkpoint of pages"
    proof("A10", "FORMAT asks for version 4 from the first checkpoint on, and not before", "1", 0)


def test_a_directory_that_needs_a_newer_version_is_refused_and_not_touched(tmp_path):
    folder = tmp_path / "data"
    with Server(data_dir=folder, durability="fsync") as server:
        assert server.stop() == 0
    (folder / "LOCK").unlink()
    data = bytearray((folder / "FORMAT").read_bytes())
    struct.pack_into("<II", data, WRITTEN_BY_AT, 99, 99)
    struct.pack_into("<I", data, len(data) - 4, crc32c(data[:-4]))
    (folder / "FORMAT").write_bytes(data)
    before = image_of(folder)
    code, said = fsck(folder)
    assert code == REFUSED and "newer Millpond" in said, said
    with pytest.raises(StartFailed, match="it needs data format 99, this program reads up to"):
        Server(data_dir=folder, durability="fsync").start()
    (folder / "LOCK").unlink()
    assert image_of(folder) == before
    proof("A10", "a directory that needs a newer version: refused by name of the version, nothing changed", "1", 0)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
