"""SIGTERM under load: it ends in time and by itself, and loses, repeats and reorders nothing."""

from crash.kill_loop import KillLoop, check
from harness.proof import proof


def test_stopping_under_load_breaks_no_promise():
    loop = KillLoop(cycles=3, seed=3, gently=True)
    loop.run()
    broken = check(loop.history)
    assert not broken, "\n".join(broken[:20])
    acknowledged = sum(event.get("result") == "ok" for event in loop.history.events)
    proof("B8", "SIGTERM under load", f"3 stops, {acknowledged} acknowledged calls", 0)
