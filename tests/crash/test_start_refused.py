"""A data directory that cannot be used is refused in plain words and left as it is, before the start and while it is used."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

from harness.directory import WHOLE, files, fsck, image_of
from harness.http import Line
from harness.server import Server, StartFailed, binary
from harness.upkeep import SMALL_SEGMENTS, drain

# Whose processes root's tests start, since root may do everything: nobody.
OTHER_USER = 65534
ROOT = os.geteuid() == 0
REFUSED, FATAL = 1, 74
END_SECONDS = 1
# Longer than what was seen of the directory at the last commit counts.
IDLE_SECONDS = 0.3
EXT4_MIB = 64


class Place:
    """A folder that another user may reach, and how that user's processes are started."""

    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="millpond-refused-"))
        self.path.chmod(0o755)
        self.prefix = []
        if ROOT:
            os.chown(self.path, OTHER_USER, OTHER_USER)
            words = ("--reuid", str(OTHER_USER), "--regid", str(OTHER_USER), "--clear-groups")
            self.prefix = ["setpriv", *words]

    def server(self, folder, *args):
        return Server(*args, data_dir=folder, durability="fsync", prefix=self.prefix)

    def copy(self, folder, name):
        """The same files with the same owners."""
        to = self.path / name
        subprocess.run(["cp", "-a", str(folder), str(to)], check=True)
        return to


@pytest.fixture(scope="module")
def place():
    place = Place()
    try:
        if place.prefix:
            if not shutil.which("setpriv"):
                pytest.skip("root needs setpriv to start a process as somebody else")
            seen = subprocess.run([*place.prefix, str(binary()), "--version"], capture_output=True)
            if seen.returncode:
                pytest.skip(f"another user cannot run {binary()}")
        yield place
    finally:
        shutil.rmtree(place.path, ignore_errors=True)


class Told:
    """What a server was told to keep, and said that it would."""

    def __init__(self):
        self.sent, self.deleted = {}, set()
        self.count = 0

    def send(self, line, count=10):
        """Sends so many, or as many as are answered; whether all were."""
        try:
            for _ in range(count):
                body = f"{self.count} ".ljust(3000, "x")
                self.count += 1
                url = f"{line.server.url}/000000000000/q"
                status, answer = line.call("SendMessage", QueueUrl=url, MessageBody=body)
                assert status == 200, answer
                self.sent[body] = answer["MessageId"]
        except ConnectionError:
            return False
        return True

    def delete_some(self, line):
        url = f"{line.server.url}/000000000000/q"
        for message in line.must("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)["Messages"]:
            line.must("DeleteMessage", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            self.deleted.add(message["Body"])

    def is_kept_in(self, place, folder, *args):
        """The directory is whole, a start works, and everything is there, once and under its id."""
        code, said = fsck(folder)
        assert code == WHOLE, said
        give(place, folder)
        with place.server(folder, *args) as server:
            server.advance(60)
            found = drain(Line(server), "q")
            assert server.stop() == 0, server.output()
        ids = dict(found)
        assert len(ids) == len(found), "twice"
        lost = {body for body, id in self.sent.items() if body not in self.deleted and ids.get(body) != id}
        assert not lost and not self.deleted & set(ids), f"{len(lost)} lost of {len(self.sent)}"


def give(place, folder):
    """What root has examined is its user's again."""
    if place.prefix:
        for path in (folder, *folder.iterdir()):
            os.chown(path, OTHER_USER, OTHER_USER)


@pytest.fixture(scope="module")
def stored(place):
    """A directory with every kind of file, of a server that was killed; and what it was told."""
    folder, told = place.path / "stored", Told()
    server = place.server(folder, *SMALL_SEGMENTS)
    try:
        server.start()
        line = Line(server)
        line.must("CreateQueue", QueueName="q")
        told.send(line, 60)
        told.delete_some(line)
        end = time.monotonic() + 10
        while not (files(folder, "checkpoint") and files(folder, "sidecar")):
            assert time.monotonic() < end, "no checkpoint is taken of an idle server"
            time.sleep(0.05)
        told.send(line, 30)
        server.kill()
    finally:
        server.close()
    return folder, told


def refusal(server):
    """What a process says that does not start; it says so soon, and ends by itself."""
    began = time.monotonic()
    try:
        with pytest.raises(StartFailed) as refused:
            server.start(timeout_seconds=5)
    finally:
        server.close()
    said = server.output()
    assert refused.value.code == REFUSED, said
    assert time.monotonic() - began < 5 and "panicked" not in said, said
    return said


# Before the start


def mode(bits, kind=None, which=-1):
    """Changes the mode of the directory, or of one of its files."""

    def spoil(folder):
        (files(folder, kind)[which] if kind in KINDS else folder / (kind or "")).chmod(bits)

    return spoil


def owner(kind=None, which=-1, bits=0o600):
    """Gives the directory, or one of its files, to root."""

    def spoil(folder):
        path = files(folder, kind)[which] if kind in KINDS else folder / (kind or "")
        os.chown(path, 0, 0)
        path.chmod(bits)

    spoil.needs_root = True
    return spoil


def folder_instead(name):
    def spoil(folder):
        (folder / name).rename(folder.parent / "kept")
        (folder / name).mkdir()

    def mend(folder):
        (folder / name).rmdir()
        (folder.parent / "kept").rename(folder / name)

    spoil.mend = mend
    return spoil


def renamed(name):
    def spoil(folder):
        (folder / name).rename(folder.parent / "kept")

    spoil.mend = lambda folder: (folder.parent / "kept").rename(folder / name)
    return spoil


KINDS = ("segment", "sidecar", "checkpoint", "pages")
DENIED = "Permission denied"
# What is wrong with a directory -> how it comes to be so, and what the refusal must say.
FAULTS = {
    "the directory is closed to all": (mode(0), DENIED, "mode 0:"),
    "the directory cannot be searched": (mode(0o600), DENIED, "mode 600:"),
    "the directory cannot be written": (mode(0o500), DENIED, "mode 500:"),
    "the directory is root's": (owner(bits=0o700), DENIED, "belongs to user 0"),
    "the directory is root's, and open to all": (owner(bits=0o755), DENIED, "belongs to user 0 with mode 755"),
    "LOCK is a directory": (folder_instead("LOCK"), "LOCK", "Is a directory"),
    "FORMAT is a directory": (folder_instead("FORMAT"), "FORMAT", "Is a directory"),
    "FORMAT is missing": (renamed("FORMAT"), "FORMAT", "missing"),
}
for file in ("LOCK", "FORMAT"):
    FAULTS[f"{file} is closed"] = (mode(0, file), DENIED, file)
    FAULTS[f"{file} cannot be written"] = (mode(0o400, file), DENIED, file)
    FAULTS[f"{file} is root's"] = (owner(file), DENIED, file)
for kind in KINDS:
    FAULTS[f"the newest {kind} is closed"] = (mode(0, kind), DENIED, f".{kind}")
    FAULTS[f"the newest {kind} cannot be written"] = (mode(0o400, kind), DENIED, f".{kind}")
    FAULTS[f"the newest {kind} is root's"] = (owner(kind), DENIED, f".{kind}")
    FAULTS[f"the oldest {kind} is closed"] = (mode(0, kind, 0), DENIED, f".{kind}")


@pytest.mark.parametrize("what", FAULTS)
def test_a_directory_that_cannot_be_used_is_refused_and_not_changed(place, stored, what, tally):
    spoil, *words = FAULTS[what]
    if getattr(spoil, "needs_root", False) and not ROOT:
        pytest.skip("only root can give a file away")
    template, told = stored
    folder = place.copy(template, what.replace(" ", "-").replace("'", ""))
    before = image_of(folder)
    spoil(folder)
    said = refusal(place.server(folder, *SMALL_SEGMENTS))
    missing = [word for word in (str(folder), *words) if word not in said]
    assert not missing, f"{missing} is not said:\n{said}"
    getattr(spoil, "mend", lambda folder: None)(folder)
    if place.prefix:
        os.chown(folder, OTHER_USER, OTHER_USER)
    folder.chmod(0o700)
    for file in folder.iterdir():
        file.chmod(0o600)
    assert image_of(folder) == before, "a refused start has changed something"
    told.is_kept_in(place, folder, *SMALL_SEGMENTS)
    shutil.rmtree(folder)
    tally("A8", "a start on a directory with a wrong owner, a wrong mode, or what is no file: refused, nothing changed")


def paths(place, template):
    """Paths that are no directory, and what the refusal must say."""
    (place.path / "file").write_text("x")
    (place.path / "link").symlink_to(place.path / "nowhere" / "deep")
    (place.path / "closed").mkdir(mode=0o555)
    return {
        place.path / "file": "not a directory",
        place.path / "file" / "below": "Not a directory",
        place.path / "link": "a link to what is not there",
        place.path / "closed" / "new": DENIED,
        place.path / ("n" * 300): "File name too long",
    }


def test_a_path_that_is_no_directory_is_refused_by_its_name(place, stored, tally):
    for path, word in paths(place, stored[0]).items():
        said = refusal(place.server(path))
        assert str(path) in said and word in said, said
        tally("A8", "a start on a path that is no directory, or cannot be made: refused by its name")
    assert (place.path / "file").read_text() == "x" and not list((place.path / "closed").iterdir())


def mount(*words):
    """Mounts, or skips the test where that is not possible."""
    if not ROOT or not shutil.which("mount"):
        pytest.skip("mounting needs root")
    mounted = subprocess.run(["mount", *words], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"cannot mount {' '.join(words)}: {mounted.stderr.strip()}")


def unmount(folder):
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_read_only_file_system_is_refused_and_not_changed(place, stored, tally):
    template, told = stored
    folder = place.path / "read-only"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=32m", "tmpfs", str(folder))
    try:
        data = place.copy(template, "read-only/data")
        before = image_of(data)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        said = refusal(place.server(data, *SMALL_SEGMENTS))
        assert str(data) in said and "Read-only file system" in said, said
        new = place.path / "read-only" / "new"
        said = refusal(place.server(new))
        assert str(new) in said and "Read-only file system" in said, said
        assert image_of(data) == before
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        told.is_kept_in(place, data, *SMALL_SEGMENTS)
    finally:
        unmount(folder)
    tally("A8", "a start on a file system that is read-only: refused, nothing changed")


# While another process uses it


class Sending(threading.Thread):
    """Sends until it is told to end, or the server ends."""

    def __init__(self, server, told):
        super().__init__(daemon=True)
        self.line, self.told = Line(server), told
        self.over = threading.Event()

    def run(self):
        while not self.over.is_set() and self.told.send(self.line, 1):
            pass

    def end(self):
        self.over.set()
        self.join(10)
        assert not self.is_alive()
        self.line.close()


def test_a_second_process_is_refused_while_the_first_is_under_load(place, tally):
    folder, told = place.path / "two", Told()
    with place.server(folder) as first:
        Line(first).must("CreateQueue", QueueName="q")
        sending = Sending(first, told)
        sending.start()
        for _ in range(5):
            said = refusal(place.server(folder))
            assert f"another process is using {folder}" in said, said
            tally("A8", "a second process on the directory of one under load: refused, the first goes on")
        assert sending.is_alive() and first.healthy()
        sending.end()
        assert first.stop() == 0, first.output()
    assert len(told.sent) > 20, "the load was no load"
    told.is_kept_in(place, folder)


def test_the_lock_of_a_process_that_was_killed_keeps_nobody_out(place, tally):
    folder, told = place.path / "killed", Told()
    server = place.server(folder)
    try:
        server.start()
        Line(server).must("CreateQueue", QueueName="q")
        for left in (None, "4711\n", "x" * 5000):
            assert told.send(Line(server))
            server.kill()
            assert (folder / "LOCK").is_file()
            if left is not None:
                (folder / "LOCK").write_text(left)
            server.start()
            tally("A8", "a LOCK that a killed process has left, whatever is in it: the next one starts")
        assert server.stop() == 0
    finally:
        server.close()
    told.is_kept_in(place, folder)


# What becomes of a directory while a process uses it


def ends(server, line, told, within_seconds=END_SECONDS):
    """The process ends by itself, soon after it is called, and says why; the calls that it has answered until then."""
    before, began = len(told.sent), time.monotonic()
    while told.send(line, 1):
        assert time.monotonic() - began < within_seconds, f"it goes on:\n{server.output()}"
    assert server.wait_for_end(5) == FATAL, server.output()
    said = server.output()
    assert "so the process ends" in said and "panicked" not in said, said
    return len(told.sent) - before, said.rpartition("so the process ends")[2]


def removed(folder):
    shutil.rmtree(folder)


def emptied(folder):
    for path in folder.iterdir():
        path.unlink()


def moved(folder):
    folder.rename(f"{folder}-moved")


def replaced(folder):
    moved(folder)
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)


def without_segments(folder):
    for path in files(folder, "segment"):
        path.unlink()


GONE = {
    removed: "was removed, moved or replaced",
    emptied: "LOCK was removed or replaced",
    moved: "was removed, moved or replaced",
    replaced: "was removed, moved or replaced",
    without_segments: ".segment was removed",
}


@pytest.mark.parametrize("segments", ("usual", "small"))
@pytest.mark.parametrize("spoil", GONE, ids=lambda spoil: spoil.__name__)
def test_a_directory_that_goes_away_ends_the_process_before_it_acknowledges_more(place, spoil, segments, tally):
    folder, told = place.path / f"{spoil.__name__}-{segments}", Told()
    args = SMALL_SEGMENTS if segments == "small" else ()
    with place.server(folder, *args) as server:
        line = Line(server)
        line.must("CreateQueue", QueueName="q")
        assert told.send(line, 30)
        time.sleep(IDLE_SECONDS)
        spoil(folder)
        acknowledged, why = ends(server, line, told)
        assert acknowledged == 0, f"{acknowledged} were acknowledged after it"
        assert str(folder) in why and GONE[spoil] in why, why
    if spoil in (moved, replaced):
        if spoil is replaced:
            assert not list(folder.iterdir()), "something was written into the other one"
        told.is_kept_in(place, Path(f"{folder}-moved"), *args)
    tally("A8", "the data directory removed, emptied, moved or replaced under an idle server: it ends at the next call")


@pytest.mark.parametrize("spoil", (moved, replaced), ids=lambda spoil: spoil.__name__)
def test_all_that_is_acknowledged_while_a_directory_moves_stands_where_it_went(place, spoil, tally):
    """Under load, with segments that are made and let go all the time."""
    folder, told = place.path / f"{spoil.__name__}-under-load", Told()
    with place.server(folder, *SMALL_SEGMENTS) as server:
        Line(server).must("CreateQueue", QueueName="q")
        sending = [Sending(server, told) for _ in range(1)]
        for one in sending:
            one.start()
        time.sleep(0.5)
        assert all(one.is_alive() for one in sending), server.output()
        spoil(folder)
        assert server.wait_for_end(END_SECONDS + 1) == FATAL, server.output()
        for one in sending:
            one.end()
        assert str(folder) in server.output().rpartition("so the process ends")[2]
    if spoil is replaced:
        assert not list(folder.iterdir()), "something was written into the other one"
    assert len(told.sent) > 20, "the load was no load"
    told.is_kept_in(place, Path(f"{folder}-moved"), *SMALL_SEGMENTS)
    tally("A8", "the data directory moved or replaced under load: it ends within a second, all acknowledged stands where it went")


def test_a_lock_file_that_is_removed_lets_no_second_process_in(place, tally):
    folder, told = place.path / "lock-removed", Told()
    with place.server(folder) as server:
        line = Line(server)
        line.must("CreateQueue", QueueName="q")
        assert told.send(line, 30)
        time.sleep(IDLE_SECONDS)
        (folder / "LOCK").unlink()
        said = refusal(place.server(folder))
        assert f"another process is using {folder}" in said, said
        acknowledged, why = ends(server, line, told)
        assert acknowledged == 0 and f"{folder}/LOCK was removed or replaced" in why, why
    told.is_kept_in(place, folder)
    tally("A8", "LOCK removed under a server: no second process starts, the first ends at the next call")


def test_a_file_system_that_turns_read_only_ends_the_process_and_loses_nothing(place, tally):
    """As ext4 does when it finds an error: what is open for writing is so no more."""
    if not shutil.which("mkfs.ext4"):
        pytest.skip("no mkfs.ext4 on this machine")
    image, disk = place.path / "ext4.img", place.path / "ext4"
    disk.mkdir()
    with open(image, "wb") as file:
        file.truncate(EXT4_MIB << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    mount("-o", "loop", str(image), str(disk))
    folder, told = disk / "data", Told()
    try:
        disk.chmod(0o777)
        for _ in range(2):
            with place.server(folder, *SMALL_SEGMENTS) as server:
                line = Line(server)
                line.must("CreateQueue", QueueName="q")
                assert told.send(line, 30)
                aborted = subprocess.run(["mount", "-o", "remount,abort", str(disk)], capture_output=True, text=True)
                if aborted.returncode:
                    pytest.skip(f"this ext4 cannot be made to fail: {aborted.stderr.strip()}")
                acknowledged, why = ends(server, line, told)
                # What is on its way to the disk just then fails otherwise.
                assert acknowledged == 0 and ("Read-only file system" in why or "Input/output error" in why), why
            said = refusal(place.server(folder, *SMALL_SEGMENTS))
            assert str(folder) in said and "Read-only file system" in said, said
            subprocess.run(["umount", str(disk)], check=True)
            mount("-o", "loop", str(image), str(disk))
            tally("A8", "ext4 turned read-only under a server: it ends, a start is refused, nothing acknowledged is lost")
        told.is_kept_in(place, folder, *SMALL_SEGMENTS)
    finally:
        unmount(disk)
