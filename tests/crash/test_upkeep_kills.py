"""Killed at the very call with which upkeep writes, syncs, names or removes a file, the server has all that it had acknowledged.

`MILLPOND_UPKEEP_KILLS=all` tries every call that the workload makes; a number, so many of them.
"""

import os
import random
from collections import Counter

import pytest

from harness import strace
from harness.directory import WHOLE, files, fsck
from harness.proof import proof
from harness.server import Server
from harness.upkeep import SMALL_SEGMENTS, Watched, Work

WHY_NOT = strace.why_not()
pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))

CALLS = ("pwrite64", "fdatasync", "renameat", "fsync", "unlinkat", "fallocate")


def points_of(tmp_path):
    """Each call that a whole workload makes, and whether it did all that upkeep can have to do."""
    with Watched(tmp_path / "whole", tmp_path / "whole-trace") as watched:
        work = Work()
        assert work.run(watched.server), watched.server.output()
        # What comes later a killed server may not come to.
        counts = Counter(call for _, call, _ in watched.calls())
        assert not work.lost(watched.server)
        assert watched.server.stop() == 0
    lines = [rest for _, _, rest in watched.calls()]
    for call, did in (("", ".sidecar.new"), ("", ".pages.new"), ("", ".checkpoint.new"), ("renameat", '.segment", '), ("", ".spare")):
        assert any(call in line and did in line for line in lines), f"upkeep made no {did}"
    assert any("unlinkat" in line and '.segment"' in line for line in lines), "no segment was let go"
    assert len(files(tmp_path / "whole", "segment")) < 12, "what lived in mostly dead segments was not copied"
    return [(call, nth) for call in CALLS for nth in range(1, counts[call] + 1)]


def test_killed_at_a_call_of_upkeep_it_starts_again_with_all_it_had_acknowledged(tmp_path):
    points = points_of(tmp_path)
    wanted = os.environ.get("MILLPOND_UPKEEP_KILLS", "20")
    seed = int(os.environ.get("MILLPOND_KILL_SEED") or random.SystemRandom().randrange(2**32))
    if wanted != "all":
        points = random.Random(seed).sample(points, len(points))
    # How often a call is made differs from run to run, so a late one may not come: then another point is taken for it.
    kills = len(points) * 0.7 if wanted == "all" else min(int(wanted), len(points) * 0.4)
    struck = 0
    for call, nth in points:
        if wanted != "all" and struck >= kills:
            break
        where = f"seed {seed}, {call} {nth}"
        folder = tmp_path / f"{call}-{nth}"
        work = Work()
        with Watched(folder, f"{folder}-trace", f"{call}:signal=KILL:when={nth}") as watched:
            struck += not work.run(watched.server)
        with Server(*SMALL_SEGMENTS, data_dir=folder, durability="fsync") as server:
            broken = work.lost(server)
            assert not broken, f"{where}: {broken[:5]}"
            # And it goes on as if nothing had been.
            assert Work().run(server, rounds=1), f"{where}: {server.output()}"
            assert server.stop() == 0, f"{where}: {server.output()}"
        code, said = fsck(folder)
        assert code == WHOLE, f"{where}: {said}"
    assert struck >= kills, f"only {struck} of {len(points)} kills struck"
    what = f"SIGKILL at a chosen call of upkeep ({', '.join(CALLS)}) under a scripted load; seed {seed}"
    proof("A2", what, f"{struck} kills", 0)
