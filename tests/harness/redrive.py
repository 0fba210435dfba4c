"""Dead-letter queues as the tests want them: ARNs and policies, queues in pairs, and messages that have just been moved."""

import json
import time

from harness.clients import DEFAULT_ACCOUNT, REGION

MOVED_WITHIN_SECONDS = 10.0


def arn(url, account=DEFAULT_ACCOUNT, region=REGION):
    """The ARN of the queue of a URL."""
    return f"arn:aws:sqs:{region}:{account}:{url.rpartition('/')[2]}"


def redrive_policy(dead_letters_url, max_receives):
    return json.dumps({"deadLetterTargetArn": arn(dead_letters_url), "maxReceiveCount": max_receives})


def numbers(sqs, url):
    """How many messages of a queue are visible, in flight and delayed."""
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return tuple(int(found["ApproximateNumberOfMessages" + which]) for which in ("", "NotVisible", "Delayed"))


def eventually(condition, what="it", within_seconds=MOVED_WITHIN_SECONDS):
    """A message moves from one queue to another beside the calls: what holds once it has arrived."""
    end = time.monotonic() + within_seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"{what} did not come true within {within_seconds} s"
        time.sleep(0.01)
    return found


def arrived(sqs, url, count, **parameters):
    """Receives exactly this many messages that arrive in a queue, and not one more; each stays in flight."""
    found = []
    parameters = {"MaxNumberOfMessages": 10, "VisibilityTimeout": 600, "AttributeNames": ["All"]} | parameters
    while len(found) < count:
        answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5, **parameters)
        assert "Messages" in answer, f"{len(found)} of {count} messages came"
        found += answer["Messages"]
    assert len(found) == count and "Messages" not in sqs.receive_message(QueueUrl=url, **parameters), "more came"
    return found
