"""Asks the server whether it has a thing yet: a test leaves that part out, and says so, instead of failing on it."""

import json

from harness.clients import DEFAULT_ACCOUNT, REGION, ApiError

NOT_YET = "AWS.SimpleQueueService.UnsupportedOperation"


def has_dead_letters(sqs):
    """Whether a queue can have a RedrivePolicy. Leaves no queue behind, but two names that are blocked for a minute."""
    dead = sqs.create_queue(QueueName="probe-dead")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT}:probe-dead"
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    try:
        sqs.delete_queue(QueueUrl=sqs.create_queue(QueueName="probe", Attributes={"RedrivePolicy": policy})["QueueUrl"])
        return True
    except ApiError as refused:
        if refused.code != NOT_YET:
            raise
        return False
    finally:
        sqs.delete_queue(QueueUrl=dead)


def has(call, **parameters):
    """Whether this call, with these parameters, is anything but not there yet."""
    try:
        call(**parameters)
    except ApiError as refused:
        return refused.code != NOT_YET
    return True
