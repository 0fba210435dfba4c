"""Kill -9 under mixed load, twenty times over, loses nothing that was acknowledged; and the checker itself can tell."""

import os
import random
import time

import pytest

from crash.kill_loop import FAIL, OK, UNKNOWN, History, KillLoop, check, summary
from harness.proof import proof


def test_twenty_kills_under_load_break_no_promise(capsys):
    cycles = int(os.environ.get("MILLPOND_KILL_CYCLES", "20"))
    seed = int(os.environ.get("MILLPOND_KILL_SEED") or random.SystemRandom().randrange(2**32))
    loop = KillLoop(cycles, seed)
    began = time.monotonic()
    loop.run()
    broken = check(loop.history)
    with capsys.disabled():
        print(f"\nkill loop, seed {seed}: {summary(loop, time.monotonic() - began)}")
    assert not broken, f"seed {seed}: {len(broken)} broken:\n" + "\n".join(broken[:20])
    acknowledged = [event for event in loop.history.events if event.get("result") == OK]
    assert len(acknowledged) > 50 * cycles, "the load was no load"
    assert loop.dead_letters > 0, "nothing was received too often"
    times = f"{cycles} kills, {len(acknowledged)} acknowledged calls"
    proof("A1", f"SIGKILL at any moment under mixed load; seed {seed}", times, 0)


def test_kills_while_segments_are_sealed_and_let_go_break_no_promise():
    """Segments so small that what is stored does not stay where it was written."""
    cycles = max(6, int(os.environ.get("MILLPOND_KILL_CYCLES", "20")) // 3)
    seed = int(os.environ.get("MILLPOND_KILL_SEED") or random.SystemRandom().randrange(2**32))
    loop = KillLoop(cycles, seed, small_segments=True)
    loop.run()
    broken = check(loop.history)
    assert not broken, f"seed {seed}: {len(broken)} broken:\n" + "\n".join(broken[:20])
    acknowledged = [event for event in loop.history.events if event.get("result") == OK]
    assert len(acknowledged) > 50 * cycles, "the load was no load"
    assert loop.segments_made > 3 * cycles, "too few segments"
    proof(
        "A1",
        f"SIGKILL under mixed load with segments of 64 KiB, {loop.caught} times in the midst of a sidecar or checkpoint; seed {seed}",
        f"{cycles} kills, {len(acknowledged)} acknowledged calls, {loop.segments_made} segments",
        0,
    )


def test_a_kill_alone_loses_nothing_where_only_the_page_cache_is_promised():
    loop = KillLoop(cycles=3, seed=5, durability="os")
    loop.run()
    broken = check(loop.history)
    assert not broken, "\n".join(broken[:20])
    proof("A1", "SIGKILL under mixed load with --durability os", "3 kills", 0)


# The checker: a history that breaks a promise is found out


class Told:
    """A history written by hand; time goes by one for each event."""

    def __init__(self):
        self.history, self.now = History(), 0

    def add(self, op, **event):
        self.now += 2
        self.history.add(op=op, begun=self.now, ended=self.now + 1, **event)
        return self

    def send(self, body="a", result=OK, id="id-a"):
        return self.add("send", queue=0, body=body, id=id if result == OK else None, result=result)

    def fifo(self, number, told=None, result=OK):
        return self.add("fifo-send", group="g", number=number, told=told or (f"id{number}", str(number + 1)), result=result)

    def receive(self, *messages, queue=0, **more):
        return self.add("receive", queue=queue, messages=list(messages), **more)

    def take(self, *numbers):
        return self.receive(*((f"g:{number}", f"id{number}") for number in numbers), queue="fifo")

    def delete(self, body="a", result=OK, queue=0):
        return self.add("delete", queue=queue, body=body, result=result)

    @property
    def broken(self):
        return [line.partition(":")[0] for line in check(self.history)]


GOOD = {
    "sent, received, deleted": Told().send().receive(("a", "id-a")).delete(),
    "sent and drained": Told().send().receive(("a", "id-a"), drained=True),
    "an unknown send that never was": Told().send(result=UNKNOWN),
    "an unknown send that was": Told().send(result=UNKNOWN).receive(("a", "x"), drained=True),
    "an unknown delete that was": Told().send().receive(("a", "id-a")).delete(result=UNKNOWN),
    "a group in order": Told().fifo(0).fifo(1).take(0, 1).delete("g:0", queue="fifo").delete("g:1", queue="fifo"),
    "one after the other": Told().fifo(0).fifo(1).take(0).delete("g:0", queue="fifo").take(1),
    "a retry told the same": Told().fifo(0).fifo(0).take(0),
}
BAD = {
    "lost": Told().send(),
    "lost after a receive": (Told().send().receive(("a", "id-a")), "lost"),
    "lost after a refused delete": (Told().send().receive(("a", "id-a")).delete(result=FAIL), "lost"),
    "phantom": Told().receive(("a", "id-a")),
    "doubled": Told().send().receive(("a", "id-a"), drained=True).receive(("a", "id-a"), drained=True),
    "identity": Told().send().receive(("a", "other"), drained=True),
    "risen": Told().send().receive(("a", "id-a")).delete().receive(("a", "id-a")),
    "retry": Told().fifo(0).fifo(0, told=("id0", "2")).take(0),
    "duplicate": Told().fifo(0).receive(("g:0", "other"), queue="fifo"),
    "sequence": Told().fifo(0, told=("id0", "9")).fifo(1, told=("id1", "9")).take(0, 1),
    "order": Told().fifo(0).fifo(1).take(1, 0),
    "order, a gap": (Told().fifo(0).fifo(1).fifo(2).take(0, 2).take(0, 1, 2), "order"),
    "order, an early one": (Told().fifo(0).fifo(1).take(0).take(1), "order"),
    "risen in a group": (Told().fifo(0).take(0).delete("g:0", queue="fifo").take(0), "risen"),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_checker_passes_a_good_history(name):
    assert GOOD[name].broken == []


@pytest.mark.parametrize("name", BAD)
def test_the_checker_finds_a_broken_promise(name):
    told, rule = BAD[name] if isinstance(BAD[name], tuple) else (BAD[name], name)
    assert set(told.broken) == {rule}
