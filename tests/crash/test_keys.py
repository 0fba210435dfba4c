"""Clients race for one key under random kills: each key's history has an order that explains it; and the checker can tell."""

import os
import random

import pytest

from crash.key_loop import FAIL, OK, UNKNOWN, History, KeyLoop, check
from harness.proof import proof


def test_every_key_is_as_if_its_calls_came_one_after_another():
    kills = int(os.environ.get("MILLPOND_KEY_KILLS", "12"))
    seed = int(os.environ.get("MILLPOND_KILL_SEED") or random.SystemRandom().randrange(2**32))
    loop = KeyLoop(kills, seed)
    loop.run()
    assert not loop.broken, f"seed {seed}: {len(loop.broken)} broken:\n" + "\n".join(loop.broken[:20])
    counted = loop.counted
    assert counted["race"] > 50 * kills and counted["delete"] > 50 * kills, counted
    assert counted["purge"] > kills // 2 and counted["start"] > 3 * kills, counted
    tried = {
        "a deduplication id that four clients send at once": f"{counted['race']} acknowledged sends",
        "a purge among sends, receives and deletes": f"{counted['purge']} acknowledged purges",
        "deletes whose answer is lost, repeated or not": f"{counted['delete']} acknowledged deletes",
        "move tasks that two clients start and cancel while messages are buried and deleted": f"{counted['start']} tasks",
    }
    print(f"\nthe last letter of a round was on its way for {loop.arrived_after:.2f} s at most")
    for what, times in tried.items():
        proof("A13", f"{what}, under SIGKILL; seed {seed}", f"{loop.killed} kills, {times}", 0)


# The checker: a history that no order explains is found out


class Told:
    """A history written by hand; each event takes one unit of time, unless it is said when it began."""

    def __init__(self):
        self.history, self.now = History(), 0

    def add(self, op, key, begun=None, **event):
        self.now += 2
        self.history.add(op=op, key=key, begun=self.now if begun is None else begun, ended=self.now + 1, **event)
        return self

    def race(self, body="a", told=("id", "5"), result=OK, key="k", **when):
        return self.add("race", key, body=f"{key}/{body}", told=told if result == OK else None, result=result, **when)

    def once(self, body="a", id="id", key="k", **more):
        return self.add("receive", "once.fifo", messages=[(f"{key}/{body}", id)], result=OK, **more)

    def send(self, body="a", result=OK, key="q", **when):
        return self.add("send", key, body=body, id=f"id-{body}" if result == OK else None, result=result, **when)

    def receive(self, *bodies, key="q", **more):
        return self.add("receive", key, messages=[(body, f"id-{body}") for body in bodies], result=OK, **more)

    def drain(self, *bodies, key="q"):
        return self.receive(*bodies, key=key, drained=True)

    def delete(self, body="a", result=OK, key="q", **more):
        return self.add("delete", key, body=body, result=result, **more)

    def purge(self, result=OK, **when):
        return self.add("purge", "q", result=result, **when)

    def up(self):
        self.now += 2
        self.history.add(op="up", begun=self.now)
        return self

    def letters(self, *bodies):
        self.history.add(op="letters", key=0, bodies=list(bodies))
        return self

    def look(self, *states):
        return self.add("look", 0, states=list(states), result=OK)

    @property
    def broken(self):
        return [line.partition(":")[0] for line in check(self.history)]


GOOD = {
    "one id, two senders": Told().race().race("b").once(),
    "an unknown send was first": Told().race("b", result=UNKNOWN).race().once("b"),
    "the second of two at once was first": Told().race().race("b", begun=0).once("b"),
    "an unknown race that never was": Told().race(result=UNKNOWN),
    "numbers of two at once": Told().race(told=("id", "6")).race("b", told=("b", "5"), key="l", begun=0).once().once("b", "b", "l"),
    "sent, deleted": Told().send().receive("a").delete(),
    "sent, stays": Told().send().drain("a"),
    "a lost delete that was": Told().send().receive("a").delete(result=UNKNOWN).up(),
    "a lost delete that was not": Told().send().receive("a").delete(result=UNKNOWN).up().receive("a").drain("a"),
    "received while its delete was on its way": Told().send().receive("a").delete(result=UNKNOWN).receive("a").up(),
    "purged": Told().send("a").purge().send("b").drain("b"),
    "sent while it is purged, and gone": Told().send("b").send("a", begun=0).purge(begun=1),
    "sent while it is purged, and there": Told().send("a", begun=0).purge(begun=1).drain("a"),
    "a lost purge that was": Told().send("a").purge(UNKNOWN).up().purge(FAIL).send("b").drain("b"),
    "a lost purge that was not": Told().send("a").purge(UNKNOWN).up().send("b").purge().send("c").drain("c"),
    "a lost purge that was not, and nobody asked again": Told().send("a").purge(UNKNOWN).up().drain("a"),
    "a lost purge that was, and nobody asked again": Told().send("a").purge(UNKNOWN).up().send("b").drain("b"),
    "letters in either queue": Told().letters("x", "y").drain("x", key="source-0").drain("y", key="dead-0").look("RUNNING", "COMPLETED"),
    "a letter that was elsewhere when it was deleted": Told()
    .letters("x")
    .receive("x", key="dead-0")
    .delete("x", key="dead-0")
    .drain("x", key="source-0"),
    "a letter whose receive was forgotten": Told()
    .letters("x")
    .up()
    .delete("x", key="dead-0", held_since=1)
    .drain("x", key="source-0"),
    "a letter that was deleted": Told().letters("x").receive("x", key="dead-0").delete("x", key="dead-0"),
}
BAD = {
    "one message": Told().race().race("b", told=("other", "6")).once(),
    "one message, received twice": (Told().race().once().once("b"), "one message"),
    "one message, another number": (Told().race().race("b", told=("id", "6")).once(), "one message"),
    "lost": Told().race(),
    "winner": Told().race().race("b").once("b"),
    "phantom": Told().race().once().once("z", key="nobody's"),
    "sequence": Told().race(told=("id", "6")).race("b", told=("b", "5"), key="l").once().once("b", "b", "l"),
    "risen": Told().send().receive("a").delete().drain("a"),
    "risen after a second delete": (Told().send().receive("a").delete(result=UNKNOWN).up().delete().drain("a"), "risen"),
    "lost, never deleted": (Told().send(), "lost"),
    "lost after a refused delete": (Told().send().receive("a").delete(result=FAIL), "lost"),
    "late": Told().send().receive("a").delete(result=UNKNOWN).up().receive("a"),
    "identity": Told().send().receive("a").add("receive", "q", messages=[("a", "other")], result=OK, drained=True),
    "purge": Told().send("a").purge().drain("a"),
    "purge, of what came after": (Told().purge().send("a"), "purge"),
    "purge, a lost one was and takes what came after": (Told().purge(UNKNOWN).up().purge(FAIL).send("a"), "purge"),
    "purge, two moments": (Told().send("a", begun=3).send("b", begun=6).purge(begun=1).drain("a"), "purge"),
    "purge, twice": (Told().purge().purge(), "purge"),
    "purge, refused for nothing": (Told().purge(FAIL), "purge"),
    "purge, again though the first was told of": (Told().purge(UNKNOWN).purge(FAIL).purge(), "purge"),
    "lost, of a purge that was not": (Told().send("a").purge(UNKNOWN).up().send("b").send("c").drain("a", "c"), "purge"),
    "twice": Told().letters("x").drain("x", key="source-0").drain("x", key="dead-0"),
    "a letter in neither": (Told().letters("x"), "lost"),
    "a letter that rises": (
        Told().letters("x").receive("x", key="dead-0").delete("x", key="dead-0", held_since=1).drain("x", key="source-0"),
        "risen",
    ),
    "a letter of nobody": (Told().letters().drain("x", key="dead-0"), "phantom"),
    "tasks": Told().look("RUNNING", "CANCELLING"),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_checker_passes_a_history_that_has_an_order(name):
    assert GOOD[name].broken == []


@pytest.mark.parametrize("name", BAD)
def test_the_checker_finds_a_history_that_has_none(name):
    told, rule = BAD[name] if isinstance(BAD[name], tuple) else (BAD[name], name)
    assert set(told.broken) == {rule}
