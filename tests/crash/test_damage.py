"""Whatever bit is wrong is found, named and never served: what can be made again is, else the start refuses and changes nothing."""

import os
import random
import shutil
import struct
import time

import pytest

from harness.directory import DAMAGED, REFUSED, WHOLE, files, fsck, image_of
from harness.http import Line
from harness.proof import proof
from harness.server import Server, StartFailed

FLIPS = int(os.environ.get("MILLPOND_DAMAGE_FLIPS", "16"))
SMALL_SEGMENTS = ("--segment-bytes-max", "65536")
GROUPS = 4


class Prepared:
    """A directory with sealed segments, sidecars with and without their segment, and two checkpoints; and what is in it."""

    def __init__(self, folder):
        self.folder = folder
        with Server(*SMALL_SEGMENTS, data_dir=folder, durability="fsync") as server:
            line = Line(server)
            url = line.must("CreateQueue", QueueName="q.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
            self.told = {}
            for i in range(240):
                sent = line.must("SendMessage", QueueUrl=url, **message(i))
                self.told[i] = (sent["MessageId"], sent["SequenceNumber"])
            # The oldest go, so that their segments do.
            gone = 0
            while gone < 120:
                got = line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
                entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(got)]
                line.must("DeleteMessageBatch", QueueUrl=url, Entries=entries)
                gone += len(got)
            self.left = 240 - gone
            assert server.stop() == 0, server.output()
            # Once more, for the second checkpoint.
            server.start()
            Line(server).must("SendMessage", QueueUrl=url, **message(240))
            assert server.stop() == 0, server.output()
            self.left += 1
        assert len(files(folder, "segment")) > 3 and len(files(folder, "checkpoint")) == 2
        self.lone = [path for path in files(folder, "sidecar") if not path.with_suffix(".segment").exists()]
        assert self.lone, "a segment is gone whose ids are remembered"

    def copy(self, to):
        shutil.copytree(self.folder, to)
        return to

    def check(self, data_dir):
        """All messages are there, and ids are remembered."""
        with Server(*SMALL_SEGMENTS, data_dir=data_dir, durability="fsync") as server:
            line = Line(server)
            url = line.must("GetQueueUrl", QueueName="q.fifo")["QueueUrl"]
            for i in (1, 100, 239):
                sent = line.must("SendMessage", QueueUrl=url, **message(i))
                assert (sent["MessageId"], sent["SequenceNumber"]) == self.told[i], "forgotten that it was sent"
            found = []
            while got := receive(line, url):
                found += [m["Body"] for m in got]
                entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(got)]
                line.must("DeleteMessageBatch", QueueUrl=url, Entries=entries)
            assert len(found) == len(set(found)) == self.left
            assert all(body == message(int(body.split()[0]))["MessageBody"] for body in found)
            assert server.stop() == 0, server.output()
        code, said = fsck(data_dir)
        assert code == WHOLE, said


def receive(line, url):
    """Up to ten messages. What is found damaged on the way and can be made again is, within a moment."""
    for _ in range(50):
        status, answer = line.call("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)
        if status == 200:
            return answer.get("Messages")
        assert status in (500, 503), answer
        time.sleep(0.1)
        # What was handed out and could not be worded comes back.
        line.server.advance(31)
    raise AssertionError(f"it stays damaged: {answer}")


def message(number):
    body = (f"{number} " + "abcdefg" * 600)[:4000]
    return {"MessageBody": body, "MessageGroupId": f"g{number % GROUPS}", "MessageDeduplicationId": f"d{number}"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    return Prepared(tmp_path_factory.mktemp("damage") / "data")


def flip(path, at, bit=4):
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def refused(data_dir, *words):
    """A start refuses, names the place, and changes nothing; fsck says so beforehand."""
    before = image_of(data_dir)
    code, said = fsck(data_dir)
    assert code == REFUSED and "refuse" in said, said
    with pytest.raises(StartFailed) as failed:
        Server(*SMALL_SEGMENTS, data_dir=data_dir, durability="fsync").start()
    message = str(failed.value)
    assert all(word in message for word in words) and "panicked" not in message, message
    assert image_of(data_dir) == before, "a refusal changes nothing"


def places(path, seed, end=None):
    """Some bytes of the file, among them the first and the last."""
    size = end or path.stat().st_size
    return [0, size - 1, *random.Random(seed).sample(range(size), FLIPS - 2)]


def test_a_whole_directory_is_whole(prepared, tmp_path):
    code, said = fsck(prepared.folder)
    assert code == WHOLE, said
    prepared.check(prepared.copy(tmp_path / "data"))


def test_a_damaged_newest_checkpoint_falls_back_to_the_older(prepared, tmp_path):
    newest = files(prepared.folder, "checkpoint")[-1]
    for at in places(newest, "newest"):
        folder = prepared.copy(tmp_path / str(at))
        flip(folder / newest.name, at)
        code, said = fsck(folder)
        assert code == DAMAGED and newest.name in said, said
        prepared.check(folder)
    proof("A5", "a bit flipped in the newest checkpoint: the older one is used", f"{FLIPS} places", 0)


def test_of_a_damaged_file_of_pages_the_copy_or_the_older_checkpoint_is_used(prepared, tmp_path):
    noticed = 0
    paths = files(prepared.folder, "pages")
    for number in range(FLIPS):
        path = paths[number % len(paths)]
        at = places(path, path.name)[number]
        folder = prepared.copy(tmp_path / f"{path.stem}-{at}")
        flip(folder / path.name, at)
        code, said = fsck(folder)
        # What no checkpoint needs any more may be anything.
        assert code == WHOLE or (code == DAMAGED and path.name in said), said
        noticed += code == DAMAGED
        prepared.check(folder)
        shutil.rmtree(folder)
    assert noticed >= FLIPS // 2, "most are needed"
    proof("A5", "a bit flipped in a file of a checkpoint's pages: another that has the page, or the older checkpoint, is used", f"{noticed} places", 0)


def test_a_start_on_what_is_damaged_soon_has_two_whole_checkpoints_again(tmp_path):
    """Also of a small directory, in which hardly anything happens: the next damage may come first."""
    whole = tmp_path / "whole"
    for _ in range(2):
        with Server(data_dir=whole, durability="fsync") as server:
            Line(server).must("CreateQueue", QueueName="q", tags={"a": "b" * 200})
            Line(server).must("SendMessage", QueueUrl=f"{server.url}/000000000000/q", MessageBody="a")
            assert server.stop() == 0, server.output()
    for path in files(whole, "checkpoint"):
        folder = tmp_path / path.stem
        shutil.copytree(whole, folder)
        flip(folder / path.name, path.stat().st_size // 2)
        assert fsck(folder)[0] == DAMAGED
        with Server(data_dir=folder, durability="fsync") as server:
            began = time.monotonic()
            while (folder / path.name).exists() or len(files(folder, "checkpoint")) < 2:
                assert time.monotonic() < began + 10, "it stays damaged"
                time.sleep(0.05)
            server.kill()
        code, said = fsck(folder)
        assert code == WHOLE, said


def test_a_damaged_sidecar_is_made_again_from_its_segment(prepared, tmp_path):
    needed = [path for path in files(prepared.folder, "sidecar") if path.with_suffix(".segment").exists()]
    assert needed
    found = 0
    for path in (needed[0], needed[-1]):
        size = path.stat().st_size
        # Its header, and its end, where deduplication ids and the directory stand.
        for at in (0, 40, 127, size - 1, size - 200, size - 400):
            folder = prepared.copy(tmp_path / f"{path.name}-{at}")
            flip(folder / path.name, at)
            code, said = fsck(folder)
            assert code == DAMAGED and path.name in said, said
            prepared.check(folder)
            found += 1
    proof("A5", "a bit flipped in header, ids or directory of a sidecar: it is made again from its segment", f"{found} places", 0)


def test_a_sidecar_that_turns_out_damaged_when_it_is_read_is_made_again(prepared, tmp_path):
    """A start does not read all of it."""
    # An old one: of the newest the server may still have all in memory, and not need it before its segment goes.
    path = [path for path in files(prepared.folder, "sidecar") if path.with_suffix(".segment").exists()][1]
    for at in places(path, "rows"):
        folder = prepared.copy(tmp_path / str(at))
        flip(folder / path.name, at)
        code, said = fsck(folder)
        assert code == DAMAGED and path.name in said, said
        prepared.check(folder)
    proof("A5", "a bit flipped anywhere in a sidecar with its segment: it is made again, all is served", f"{FLIPS} places", 0)


def test_a_damaged_group_directory_is_named_and_made_again(tmp_path):
    """It says where the messages of each tenant of a queue stand."""
    whole = tmp_path / "whole"
    with Server(*SMALL_SEGMENTS, data_dir=whole, durability="fsync") as server:
        line = Line(server)
        url = line.must("CreateQueue", QueueName="tenants")["QueueUrl"]
        for i in range(0, 300, 10):
            entries = [{"Id": str(n), "MessageBody": str(n), "MessageGroupId": f"noisy-{n % 2}"} for n in range(i, i + 10)]
            line.must("SendMessageBatch", QueueUrl=url, Entries=entries)
        line.must("SendMessage", QueueUrl=url, MessageBody="quiet", MessageGroupId="quiet")
        other = line.must("CreateQueue", QueueName="other")["QueueUrl"]
        for _ in range(20):
            line.must("SendMessage", QueueUrl=other, MessageBody="x" * 5000)
        assert server.stop() == 0, server.output()
    [path] = [path for path in files(whole, "sidecar") if group_directories(path)]
    begin, end = group_directories(path)
    for at in (begin, begin + 4, begin + 8, begin + 27, begin + 32, end - 1, *random.Random("groups").sample(range(begin, end), 6)):
        folder = tmp_path / str(at)
        shutil.copytree(whole, folder)
        flip(folder / path.name, at)
        code, said = fsck(folder)
        assert code == DAMAGED and path.name in said, said
        with Server(*SMALL_SEGMENTS, data_dir=folder, durability="fsync") as server:
            line = Line(server)
            url = line.must("GetQueueUrl", QueueName="tenants")["QueueUrl"]
            found = []
            while "quiet" not in found:
                assert len(found) < 100, "it is passed over"
                found += [m["Body"] for m in receive(line, url)]
            assert server.stop() == 0, server.output()
        assert (folder / path.name).read_bytes() == path.read_bytes()
        assert fsck(folder)[0] == WHOLE


def group_directories(sidecar):
    """Where they begin and end, if it has any."""
    data = sidecar.read_bytes()
    [end] = struct.unpack_from("<Q", data, 72)
    [begin] = struct.unpack_from("<Q", data, 96)
    return (begin, end) if begin else None


def test_without_its_segment_a_damaged_sidecar_refuses_the_start(prepared, tmp_path):
    lone = prepared.lone[-1]
    size = lone.stat().st_size
    for at in (0, size - 1, size - 200):
        folder = prepared.copy(tmp_path / str(at))
        flip(folder / lone.name, at)
        refused(folder, lone.name, "offset")
    proof("A5", "a bit flipped in a sidecar whose segment is gone: refused with name and offset, nothing changed", "3 places", 0)


def test_damage_before_the_tail_refuses_the_start(prepared, tmp_path):
    """In what a start reads, before its last frame."""
    killed = prepared.copy(tmp_path / "killed")
    with Server(*SMALL_SEGMENTS, data_dir=killed, durability="fsync") as server:
        line = Line(server)
        url = line.must("GetQueueUrl", QueueName="q.fifo")["QueueUrl"]
        for i in range(241, 249):
            line.must("SendMessage", QueueUrl=url, **message(i))
        server.kill()
    # The one before the last, and what stands with it. Behind the last frame may stand what the file held before.
    found = [(path, path.read_bytes().find(b"247 abc")) for path in files(killed, "segment")]
    [(segment, end)] = [(path, at) for path, at in found if at >= 0]
    bodies = [segment.read_bytes().find(b"%d abc" % i) for i in range(241, 248)]
    begin = min(at for at in bodies if at >= 0)
    places = [0, 20, *random.Random("tail").sample(range(begin, end + 4000), FLIPS - 2)]
    for at in places:
        folder = tmp_path / "flipped"
        shutil.copytree(killed, folder)
        flip(folder / segment.name, at)
        refused(folder, segment.name, "offset")
        shutil.rmtree(folder)
    proof("A5", "a bit flipped before the tail of the log: refused with segment and offset, nothing changed", f"{len(places)} places", 0)


def test_a_bit_flipped_in_a_message_is_never_served(prepared, tmp_path):
    """In a sealed segment that a start does not read: the start works, and the message is refused when it is read."""
    sealed = [p for p in files(prepared.folder, "segment") if p.with_suffix(".sidecar").exists()][0]
    at = sealed.read_bytes().rfind(b"abcdefgabcdefg")
    assert at > 0
    folder = prepared.copy(tmp_path / "data")
    flip(folder / sealed.name, at)
    code, said = fsck(folder)
    assert code == DAMAGED and sealed.name in said and "offset" in said, said
    with Server(*SMALL_SEGMENTS, data_dir=folder, durability="fsync") as server:
        line = Line(server)
        url = line.must("GetQueueUrl", QueueName="q.fifo")["QueueUrl"]
        statuses, bodies = set(), []
        for _ in range(60):
            status, answer = line.call("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=1)
            statuses.add(status)
            bodies += [m["Body"] for m in answer.get("Messages", [])] if status == 200 else []
        assert all(body == message(int(body.split()[0]))["MessageBody"] for body in bodies), "a flipped bit was served"
        assert server.healthy()
    proof("A5", "a bit flipped in a message of a sealed segment: found by fsck, never served", "1 place", 0)
