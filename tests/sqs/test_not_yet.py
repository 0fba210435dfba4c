"""What the server does not have yet it refuses by name: it never pretends."""

import re
import subprocess

import pytest

from harness.clients import DEFAULT_ACCOUNT, REGION, ApiError, snake
from harness.expect import not_yet
from harness.server import binary

ARN = f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT}:target"
REDRIVE = f'{{"deadLetterTargetArn":"{ARN}","maxReceiveCount":"3"}}'
ATTRIBUTES = {
    "RedrivePolicy": REDRIVE,
    "RedriveAllowPolicy": '{"redrivePermission":"allowAll"}',
    "KmsMasterKeyId": "alias/aws/sqs",
    "KmsDataKeyReusePeriodSeconds": "600",
}


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_an_attribute_of_later_is_refused_by_create_and_set(sqs, queue, name, attribute):
    url = queue()
    queue_name = name()
    with not_yet():
        sqs.set_queue_attributes(QueueUrl=url, Attributes={attribute: ATTRIBUTES[attribute]})
    with not_yet():
        sqs.create_queue(QueueName=queue_name, Attributes={attribute: ATTRIBUTES[attribute]})
    assert sqs.list_queues(QueueNamePrefix=queue_name) == {}, "nothing was made"
    assert attribute not in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


OPERATIONS = {
    "StartMessageMoveTask": {"SourceArn": ARN},
    "CancelMessageMoveTask": {"TaskHandle": "x"},
    "ListMessageMoveTasks": {"SourceArn": ARN},
    "ListDeadLetterSourceQueues": {"QueueUrl": "<queue>"},
}


@pytest.fixture(scope="module")
def missing():
    """The operations that the binary itself says are not there yet."""
    table = subprocess.run([str(binary()), "coverage"], capture_output=True, text=True, timeout=10).stdout
    [line] = [line for line in table.splitlines() if line.startswith("| SQS |")]
    return set(re.findall(r"\w+", line.split("|")[3]))


def test_this_file_knows_every_operation_that_is_not_there(missing):
    assert missing <= set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_of_later_is_refused(sqs, queue, missing, operation):
    if operation not in missing:
        pytest.skip(f"{operation} is there now")
    url = queue()
    given = {name: url if value == "<queue>" else value for name, value in OPERATIONS[operation].items()}
    with not_yet():
        getattr(sqs, snake(operation))(**given)


def test_a_receive_attempt_is_refused(sqs, fifo):
    with not_yet():
        sqs.receive_message(QueueUrl=fifo(), ReceiveRequestAttemptId="attempt")


def test_a_group_on_a_standard_queue_is_refused(sqs, queue):
    url = queue()
    with not_yet():
        sqs.send_message(QueueUrl=url, MessageBody="x", MessageGroupId="tenant")
    assert sqs.receive_message(QueueUrl=url) == {}


def test_a_group_on_a_standard_queue_fails_its_entry(sqs, queue):
    url = queue()
    entries = [{"Id": "a", "MessageBody": "x", "MessageGroupId": "tenant"}, {"Id": "b", "MessageBody": "y"}]
    try:
        answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    except ApiError as refused:
        assert refused.code == "AWS.SimpleQueueService.UnsupportedOperation", str(refused)
    else:
        assert [one["Id"] for one in answer.get("Failed", [])] == ["a"]
        assert "UnsupportedOperation" in answer["Failed"][0]["Code"]
