"""The AWS SDK for JavaScript 3 through a second host name, and the npm package sqs-consumer."""

import pytest

from clients.program import BUILT, built, needs, told
from harness.server import Server

HOST, STRANGER = "queues.millpond.test", "elsewhere.millpond.test"


@pytest.fixture(scope="module")
def server():
    """A server that one foreign host name may reach."""
    running = Server("--allow-host", HOST).start()
    try:
        yield running
        assert running.healthy(), running.output()
        assert running.stop() == 0, running.output()
    finally:
        running.close()


@pytest.fixture(scope="module")
def folder():
    needs("node", "npm")
    return built("javascript", ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", f"--cache={BUILT / 'npm'}"])


def test_requests_go_to_the_host_that_the_queue_url_names(server, folder):
    said = told(server, ["node", "second-host.js", server.port, HOST, STRANGER], folder)
    assert said["queue_url"] == f"http://{HOST}:{server.port}/000000000000/jobs"
    assert said["hosts_used"] == [HOST], "AWS_ENDPOINT_URL has another name, the queue's URL wins"
    assert said["sent"] == 10
    assert said["received"] == sorted(f"job {i} ✓" for i in range(10))
    assert said["received_again"] == [said["returned"]]
    assert said["stranger_refused_with"] == 403, "a name that was not allowed"


def test_sqs_consumer_works_off_a_hundred_jobs_with_failures(server, folder):
    said = told(server, ["node", "consumer.js"], folder)
    assert said["errors"] == []
    assert (said["done"], said["failures"]) == (100, 34)
    expected = [2 if job % 3 == 0 else 1 for job in range(100)]
    assert said["tries"] == expected
    assert said["receive_counts"] == expected
    assert said["left"] == [0, 0]
