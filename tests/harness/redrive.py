"""Dead-letter queues as the tests want them: ARNs and policies, queues in pairs, and messages that have just been moved."""

import json
import time

from harness.clients import DEFAULT_ACCOUNT, REGION
from harness.expect import bodies

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


def send(sqs, url, body, group=None, dedup=None, **more):
    if group:
        more |= {"MessageGroupId": group, "MessageDeduplicationId": dedup or body}
    return sqs.send_message(QueueUrl=url, MessageBody=body, **more)


def look(sqs, url, count=10, **more):
    """Receives what there is and leaves it visible."""
    return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=count, VisibilityTimeout=0, AttributeNames=["All"], **more)


def first(sqs, url):
    """The first message that comes, left visible."""
    return look(sqs, url, count=1, WaitTimeSeconds=5)["Messages"][0]


def bury(sqs, url, times=1):
    """Receives all of a queue's messages as often as they may be, and once more."""
    for _ in range(times):
        assert bodies(look(sqs, url))
    assert look(sqs, url) == {}


def allow(sqs, dlq, **policy):
    sqs.set_queue_attributes(QueueUrl=dlq, Attributes={"RedriveAllowPolicy": json.dumps(policy)})


def sources(sqs, dlq, **page):
    """The URLs of a dead-letter queue's sources, and the token of the next page."""
    answer = sqs.list_dead_letter_source_queues(QueueUrl=dlq, **page)
    assert set(answer) <= {"queueUrls", "NextToken"}
    return answer.get("queueUrls", []), answer.get("NextToken")


def start_task(sqs, dlq, destination=None, **more):
    """Starts a move task and gives its handle."""
    more |= {"DestinationArn": arn(destination)} if destination else {}
    return sqs.start_message_move_task(SourceArn=arn(dlq), **more)["TaskHandle"]


def tasks(sqs, dlq, **more):
    return sqs.list_message_move_tasks(SourceArn=arn(dlq), **more).get("Results", [])


def ended(sqs, dlq, status="COMPLETED"):
    """The newest task, once it is over."""
    eventually(lambda: tasks(sqs, dlq)[0]["Status"] not in ("RUNNING", "CANCELLING"), "an end")
    [task] = tasks(sqs, dlq)
    assert task["Status"] == status, task
    return task


def moved(sqs, dlq):
    return tasks(sqs, dlq)[0]["ApproximateNumberOfMessagesMoved"]


def letters_in(sqs, url, count):
    return sorted(message["Body"] for message in arrived(sqs, url, count))
