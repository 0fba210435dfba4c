"""A durable server for each test, for the first segments are the small ones; at the end it must be healthy, stop cleanly, and
find nothing wrong with its directory."""

import subprocess

import pytest
from harness.backlog import World
from harness.server import binary


@pytest.fixture
def make_world():
    return World


@pytest.fixture
def world(make_world):
    running = make_world()
    try:
        yield running
        assert running.server.healthy(), running.server.output()
        assert running.server.stop() == 0, running.server.output()
        command = [str(binary()), "fsck", "--data-dir", str(running.server.data_dir)]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert said.returncode == 0, said.stdout + said.stderr
    finally:
        running.close()


@pytest.fixture(params=["stop", "kill"])
def restart(request, world):
    """Ends the server and starts it again: by SIGTERM, and in a second run of the test by SIGKILL."""
    return {"stop": world.stop_and_start, "kill": world.kill_and_start}[request.param]


@pytest.fixture
def name(request):
    return request.node.name.replace("[", "-").rstrip("]").removeprefix("test_")[:70]
