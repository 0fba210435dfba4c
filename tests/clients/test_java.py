"""The AWS SDK for Java 2: consumers that compete for one queue, and for the groups of a FIFO queue."""

import pytest

from clients.program import BUILT, built, needs, told

JVM = ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "target/classes:target/lib/*"]


@pytest.fixture(scope="module")
def folder():
    needs("java", "mvn")
    return built("java", ["mvn", "--quiet", "--batch-mode", f"-Dmaven.repo.local={BUILT / 'maven'}", "process-classes"])


def test_competing_consumers_process_every_message(server, folder):
    said = told(server, [*JVM, "Competing"], folder)
    assert said["processed"] == said["sent"] == 1000
    assert said["dropped"] == 10, "one consumer falls over with a full batch in hand"
    # Those ten came again; others did only where a consumer took longer than the visibility timeout.
    assert said["received"] >= said["sent"] + said["dropped"]
    assert said["left"] == 0


def test_the_groups_of_a_fifo_queue_are_consumed_in_order(server, folder):
    said = told(server, [*JVM, "Ordered"], folder)
    assert said["answered_alike"] == 10, "a repeated send is answered with the first one's id"
    assert said["processed"] == {f"g{group}": list(range(20)) for group in range(10)}
