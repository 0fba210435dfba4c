"""What fails while a checkpoint or a sidecar is made ends the process at once and loses nothing; what has no room waits."""

import time

import pytest

from harness import strace
from harness.directory import WHOLE, files, fsck
from harness.proof import proof
from harness.server import Server
from harness.upkeep import SMALL_SEGMENTS, Watched, Work

WHY_NOT = strace.why_not()
pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))

END_SECONDS = 1


def whole_after(folder, work, where):
    """A start on the directory has everything, and finds nothing wrong."""
    with Server(*SMALL_SEGMENTS, data_dir=folder, durability="fsync") as server:
        broken = work.lost(server)
        assert not broken, f"{where}: {broken[:5]}"
        assert server.stop() == 0, f"{where}: {server.output()}"
    code, said = fsck(folder)
    assert code == WHOLE, f"{where}: {said}"


# The first of these is FORMAT's, the second a sidecar's, the last ones come to a checkpoint's.
NTHS = {"fdatasync": (1, 2, 5, 6, 7, 8), "fsync": (1, 2, 6, 7, 8), "pwrite64": (1, 2, 7)}
ERRORS = [(call, nth) for call, nths in NTHS.items() for nth in nths]


def test_an_error_ends_the_process_within_a_second_and_loses_nothing(tmp_path):
    named, slowest = set(), 0
    for call, nth in ERRORS:
        where = f"{call} {nth}"
        folder = tmp_path / f"{call}-{nth}"
        work = Work()
        with Watched(folder, f"{folder}-trace", f"{call}:error=EIO:when={nth}") as watched:
            server = watched.server
            survived = work.run(server)
            assert not survived, f"{where} was survived:\n{server.output()}"
            assert server.wait_for_end(10) == 74, server.output()
            ended = time.time()
            [(struck, _, what)] = watched.injected()
            slowest = max(slowest, ended - struck)
            assert ended - struck < END_SECONDS, f"{where}: it lived on for {ended - struck:.1f} s"
            said = server.output()
            assert "so the process ends" in said and "nput/output error" in said and "panicked" not in said, said
            why = said.rpartition("so the process ends")[2]
            named |= {kind for kind in ("FORMAT", "sidecar", "checkpoint", "directory") if kind in why}
        whole_after(folder, work, where)
    assert {"FORMAT", "sidecar", "checkpoint"} <= named, named
    proof(
        "A6",
        f"EIO at a write or sync of a sidecar, a checkpoint or the directory: the process ends within {slowest:.2f} s",
        f"{len(ERRORS)} faults",
        0,
    )


# Every third call finds no room: of every second, a checkpoint would lose one of its two files each time.
NO_ROOM = [(call, "1+3") for call in ("fallocate", "pwrite64", "fdatasync", "renameat", "fsync", "unlinkat")] + [
    (call, "2+3") for call in ("pwrite64", "fdatasync", "fsync")
]


def test_what_has_no_room_waits_and_loses_nothing(tmp_path):
    faults = 0
    for call, when in NO_ROOM:
        where = f"{call} {when}"
        folder = tmp_path / f"{call}-{when}"
        work = Work()
        with Watched(folder, f"{folder}-trace", f"{call}:error=ENOSPC:when={when}") as watched:
            server = watched.server
            assert work.run(server), f"{where}:\n{server.output()}"
            # What was put off is done in the end, though a third of all calls fail.
            began = time.monotonic()
            while not files(folder, "checkpoint") or len(files(folder, "sidecar")) < 3:
                assert time.monotonic() < began + 10, f"{where}: never done\n{server.output()}"
                time.sleep(0.1)
            struck = len(watched.injected())
            assert struck > 0, where
            faults += struck
            assert server.healthy() and "panicked" not in server.output(), server.output()
            server.kill()
        whole_after(folder, work, where)
    proof("A6", "ENOSPC at every third call of upkeep: sidecars and checkpoints wait", f"{faults} faults", 0)
