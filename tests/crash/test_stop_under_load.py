"""SIGTERM under load: it ends in time and by itself, and loses, repeats and reorders nothing."""

from crash.kill_loop import KillLoop, check


def test_stopping_under_load_breaks_no_promise():
    loop = KillLoop(cycles=3, seed=3, gently=True)
    loop.run()
    broken = check(loop.history)
    assert not broken, "\n".join(broken[:20])
