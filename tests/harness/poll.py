"""A long poll that runs beside the test: begun, then woken by something the test does."""

import threading
import time

from harness.clients import ApiError

# Long enough for a request to reach the server and settle there as a waiter; nothing can be asked about that from outside.
SETTLE_SECONDS = 0.15
PROMPT_SECONDS = 1.0


class Poll:
    """One ReceiveMessage in a thread of its own."""

    def __init__(self, sqs, queue_url, wait_seconds=20, **parameters):
        self.result = None
        self.thread = threading.Thread(
            target=self._run, args=(sqs, dict(QueueUrl=queue_url, WaitTimeSeconds=wait_seconds) | parameters), daemon=True
        )
        self.thread.start()
        time.sleep(SETTLE_SECONDS)

    def _run(self, sqs, parameters):
        try:
            self.result = sqs.receive_message(**parameters)
        except (ApiError, Exception) as failed:  # handed to the test that asks for the answer
            self.result = failed

    @property
    def waiting(self):
        return self.thread.is_alive()

    def answer(self):
        """What the poll was answered; it has to come promptly."""
        self.thread.join(PROMPT_SECONDS)
        assert not self.waiting, "the poll was not woken"
        if isinstance(self.result, Exception):
            raise self.result
        return self.result
