"""A Celery application: a thousand tasks, workers killed in the middle of them and started again, none lost."""

import collections
import os
import signal
import subprocess
import time

import pytest

from clients.program import environment, virtual_environment
from harness.clients import Json

TASKS = 1000
SECONDS_MAX = 90
VISIBILITY_SECONDS = 6  # as app.py has it
COUNTS = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]


@pytest.fixture(scope="module")
def application():
    return virtual_environment("celery")


class Application:
    """Its processes, each in a process group of its own, and what they have done so far."""

    def __init__(self, server, folder, python, scratch):
        self.folder, self.python, self.scratch = folder, python, scratch
        self.done_file = scratch / "done"
        self.environment = environment(server.url) | {"DONE": str(self.done_file)}
        self.processes = []
        self.began = time.monotonic()

    def start(self, name, *words):
        with open(self.scratch / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                [self.python, *words], cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def worker(self, name):
        options = ["--concurrency=2", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=warning"]
        return self.start(name, "-m", "celery", "-A", "app", "worker", f"--hostname={name}@mill", *options)

    def kill(self, process):
        """The worker and the processes that it made: nobody says goodbye."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def done(self):
        return collections.Counter(self.done_file.read_text().split()) if self.done_file.exists() else collections.Counter()

    def wait_for(self, count):
        while len(self.done()) < count:
            waited = time.monotonic() - self.began
            assert waited < SECONDS_MAX, f"{len(self.done())} of {count} tasks after {waited:.0f} s:\n{self.logs()}"
            time.sleep(0.05)

    def logs(self):
        return "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in self.scratch.glob("*.log"))

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)


def test_a_thousand_tasks_survive_their_workers(server, application, tmp_path):
    running = Application(server, *application, tmp_path)
    sqs = Json(server)
    try:
        sender = running.start("sender", "app.py", str(TASKS))
        first, second = running.worker("first"), running.worker("second")
        running.wait_for(TASKS // 4)
        running.kill(first)
        again = running.worker("again")
        running.wait_for(TASKS // 2)
        running.kill(second)
        running.wait_for(TASKS)
        assert sender.wait(10) == 0, running.logs()
        # What a killed worker had done and not yet deleted comes once more.
        server.advance(VISIBILITY_SECONDS + 1)
        [url] = sqs.list_queues(QueueNamePrefix="mill-")["QueueUrls"]
        _wait_until_empty(sqs, url, running)
        again.send_signal(signal.SIGTERM)
        assert again.wait(20) == 0, running.logs()
    finally:
        running.close()
    done = running.done()
    assert set(done) == {str(number) for number in range(TASKS)}
    # Some ran twice, since their worker was killed before it could say that they were done: hardly all that it held.
    assert sum(done.values()) < TASKS + 100


def _wait_until_empty(sqs, url, running):
    deadline = time.monotonic() + 20
    while left := {name: value for name, value in _counts(sqs, url).items() if value != "0"}:
        assert time.monotonic() < deadline, f"{left}\n{running.logs()}"
        time.sleep(0.1)


def _counts(sqs, url):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=COUNTS)["Attributes"]
