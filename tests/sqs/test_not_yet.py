"""What the server does not have yet it refuses by name: it never pretends."""

import pytest

from harness.clients import DEFAULT_ACCOUNT, REGION, ApiError
from harness.expect import not_yet

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
    "start_message_move_task": {"SourceArn": ARN},
    "cancel_message_move_task": {"TaskHandle": "x"},
    "list_message_move_tasks": {"SourceArn": ARN},
}
ON_A_QUEUE = {
    "list_dead_letter_source_queues": {},
    "add_permission": {"Label": "l", "AWSAccountIds": [DEFAULT_ACCOUNT], "Actions": ["SendMessage"]},
    "remove_permission": {"Label": "l"},
}


@pytest.mark.parametrize("method", OPERATIONS)
def test_a_move_task_is_refused(sqs, method):
    with not_yet():
        getattr(sqs, method)(**OPERATIONS[method])


@pytest.mark.parametrize("method", ON_A_QUEUE)
def test_permissions_and_dead_letter_sources_are_refused(sqs, queue, method):
    with not_yet():
        getattr(sqs, method)(QueueUrl=queue(), **ON_A_QUEUE[method])


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
