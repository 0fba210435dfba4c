"""Servers, clients and queues for every test; the list of what was skipped, and why, closes the run."""

import itertools
import re

import pytest

from harness.clients import PROTOCOLS
from harness.redrive import redrive_policy
from harness.server import Server, binary

_numbers = itertools.count(1)


def pytest_sessionstart(session):
    if session.config.option.collectonly:
        return
    try:
        binary()
    except FileNotFoundError as missing:
        pytest.exit(str(missing), returncode=2)


@pytest.fixture(scope="module")
def server():
    """One server with a test clock for a module; it must still be healthy at the end and stop cleanly."""
    running = Server().start()
    try:
        yield running
        assert running.healthy(), running.output()
        assert running.stop() == 0, running.output()
    finally:
        running.close()


@pytest.fixture(scope="module")
def clients(server):
    """One client for each protocol."""
    return {protocol: make(server) for protocol, make in PROTOCOLS.items()}


@pytest.fixture(params=list(PROTOCOLS))
def sqs(request, clients):
    """SQS in both protocols: every test that takes this runs twice."""
    return clients[request.param]


@pytest.fixture
def json_sqs(clients):
    return clients["json"]


@pytest.fixture
def query_sqs(clients):
    return clients["query"]


@pytest.fixture
def name(request):
    """A queue name that no other test uses; call it for a further one."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", request.node.name.removeprefix("test_"))[:60].strip("-")
    return lambda suffix="": f"{stem}-{next(_numbers)}{suffix}"


@pytest.fixture
def queue(sqs, name):
    """Makes a standard queue with these attributes and gives its URL."""
    return lambda **attributes: _create(sqs, name(), attributes)


@pytest.fixture
def fifo(sqs, name):
    """Makes a FIFO queue with these attributes and gives its URL."""
    return lambda **attributes: _create(sqs, name(".fifo"), {"FifoQueue": "true"} | attributes)


@pytest.fixture
def pair(queue):
    """Makes a standard queue and its dead-letter queue (with the attributes `dead`), and gives their URLs."""
    return lambda receives=1, dead=None, **attributes: _pair(queue, receives, dead or {}, attributes)


@pytest.fixture
def fifo_pair(fifo):
    """The same of FIFO queues."""
    return lambda receives=1, dead=None, **attributes: _pair(fifo, receives, dead or {}, attributes)


def _pair(make, receives, dead, attributes):
    dlq = make(**dead)
    return make(RedrivePolicy=redrive_policy(dlq, receives), **attributes), dlq


def _create(sqs, queue_name, attributes):
    given = {"Attributes": {key: str(value) for key, value in attributes.items()}} if attributes else {}
    return sqs.create_queue(QueueName=queue_name, **given)["QueueUrl"]


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section(f"{len(skipped)} skipped")
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.write_line(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")
