"""The AWS SDK for Go v2: a slow consumer keeps its message by heartbeats of ChangeMessageVisibility."""

import pytest

from clients.program import BUILT, built, needs, told


@pytest.fixture(scope="module")
def folder():
    needs("go")
    return built(
        "go",
        ["go", "build", "-o", "heartbeat", "."],
        GOMODCACHE=str(BUILT / "go-modules"),
        GOCACHE=str(BUILT / "go-build"),
        # So that the folder can be removed like any other.
        GOFLAGS="-modcacherw",
        CGO_ENABLED="0",
    )


def test_a_heartbeat_keeps_a_message_from_the_other_consumer(server, folder):
    said = told(server, ["./heartbeat"], folder)
    assert said["heartbeats"] >= 6 and said["deleted_after_seconds"] > 7
    assert said["seen_by_other"] == ["forgotten"], "the one without heartbeats, and only that"
    assert said["seen_after"] == []
