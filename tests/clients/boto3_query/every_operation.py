"""Calls every operation that this boto3 knows of SQS, once at least, and says of each whether it did what it should."""

import hashlib
import json
import time
import traceback

import boto3

ACCOUNT = "000000000000"
ARN = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"

sqs = boto3.client("sqs")
stories = {}


def story(function):
    """snake_case of an operation: what it has to do."""
    stories["".join(word.capitalize() for word in function.__name__.split("_"))] = function
    return function


def queue(name, **attributes):
    return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]


def with_message(name, body="hello", **attributes):
    """A queue that holds one message."""
    url = queue(name, **attributes)
    sqs.send_message(QueueUrl=url, MessageBody=body)
    return url


def receive(url, **more):
    return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, **more).get("Messages", [])


def attributes(url, *names):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names)).get("Attributes", {})


def dead_letters(name, messages=0):
    """A queue and its dead-letter queue, with this many messages dead."""
    dead = queue(f"{name}-dead")
    policy = {"deadLetterTargetArn": f"{ARN}{name}-dead", "maxReceiveCount": "1"}
    url = queue(name, RedrivePolicy=json.dumps(policy), VisibilityTimeout="0")
    for i in range(messages):
        sqs.send_message(QueueUrl=url, MessageBody=str(i))
    deadline = time.monotonic() + 10
    while attributes(dead, "ApproximateNumberOfMessages")["ApproximateNumberOfMessages"] != str(messages):
        receive(url)
        assert time.monotonic() < deadline, "the messages did not die"
    return url, dead


@story
def create_queue():
    url = sqs.create_queue(QueueName="made", Attributes={"DelaySeconds": "3"}, tags={"team": "mill"})["QueueUrl"]
    assert url.endswith(f"/{ACCOUNT}/made"), url
    assert attributes(url, "DelaySeconds") == {"DelaySeconds": "3"}
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "mill"}
    try:
        queue("made", DelaySeconds="4")
        raise AssertionError("made twice with different attributes")
    except sqs.exceptions.QueueNameExists:
        pass


@story
def get_queue_url():
    assert sqs.get_queue_url(QueueName="made")["QueueUrl"].endswith("/made")
    try:
        sqs.get_queue_url(QueueName="nowhere")
        raise AssertionError("found what is not there")
    except sqs.exceptions.QueueDoesNotExist as missing:
        assert missing.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
        assert missing.response["Error"]["Message"] == "The specified queue does not exist for this wsdl version."
        assert missing.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@story
def list_queues():
    urls = [queue(f"listed-{i}") for i in range(3)]
    assert sqs.list_queues(QueueNamePrefix="listed-")["QueueUrls"] == urls
    pages = sqs.get_paginator("list_queues").paginate(QueueNamePrefix="listed-", PaginationConfig={"PageSize": 2})
    assert [page["QueueUrls"] for page in pages] == [urls[:2], urls[2:]]
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix="nothing-")


@story
def get_queue_attributes():
    all_of_it = attributes(queue("seen.fifo", FifoQueue="true"), "All")
    assert all_of_it["QueueArn"] == f"{ARN}seen.fifo"
    assert (all_of_it["FifoQueue"], all_of_it["DeduplicationScope"]) == ("true", "queue")


@story
def set_queue_attributes():
    url = queue("set")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "7", "DelaySeconds": "0"})
    assert attributes(url, "VisibilityTimeout") == {"VisibilityTimeout": "7"}


@story
def send_message():
    url = queue("sent")
    given = {
        "text": {"DataType": "String", "StringValue": "grün & <rot>"},
        "number": {"DataType": "Number.int", "StringValue": "42"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff\r\n"},
    }
    body = "line\r\nline & <more> ✓"
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
    sent = sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=given, MessageSystemAttributes=trace)
    assert sent["MD5OfMessageBody"] == hashlib.md5(body.encode()).hexdigest()
    [message] = receive(url, AttributeNames=["All"], MessageAttributeNames=["All"])
    assert (message["MessageId"], message["Body"]) == (sent["MessageId"], body)
    assert message["MessageAttributes"] == given
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert message["Attributes"]["AWSTraceHeader"] == trace["AWSTraceHeader"]["StringValue"]
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"


@story
def send_message_batch():
    url = queue("batch.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    entries = [{"Id": str(i), "MessageBody": str(i), "MessageGroupId": "g"} for i in range(3)]
    entries.append({"Id": "wrong", "MessageBody": "\x01", "MessageGroupId": "g"})
    answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["0", "1", "2"]
    [failed] = answer["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("wrong", "InvalidMessageContents", True)
    assert [message["Body"] for message in receive(url)] == ["0", "1", "2"]


@story
def receive_message():
    url = with_message("received")
    [message] = receive(url, AttributeNames=["SentTimestamp"], WaitTimeSeconds=1)
    assert abs(int(message["Attributes"]["SentTimestamp"]) / 1000 - time.time()) < 60
    assert receive(url) == []


@story
def change_message_visibility():
    url = with_message("changed")
    [message] = receive(url)
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    assert len(receive(url)) == 1


@story
def change_message_visibility_batch():
    url = with_message("changed-batch")
    [message] = receive(url)
    entries = [
        {"Id": "right", "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0},
        {"Id": "wrong", "ReceiptHandle": "no handle", "VisibilityTimeout": 0},
    ]
    answer = sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["right"]
    assert [(entry["Id"], entry["Code"]) for entry in answer["Failed"]] == [("wrong", "ReceiptHandleIsInvalid")]


@story
def delete_message():
    url = with_message("deleted")
    [message] = receive(url, VisibilityTimeout=0)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert receive(url) == []
    try:
        sqs.delete_message(QueueUrl=url, ReceiptHandle="no handle")
        raise AssertionError("deleted by no handle")
    except sqs.exceptions.ReceiptHandleIsInvalid as refused:
        assert refused.response["ResponseMetadata"]["HTTPStatusCode"] == 404


@story
def delete_message_batch():
    url = with_message("deleted-batch")
    [message] = receive(url, VisibilityTimeout=0)
    answer = sqs.delete_message_batch(QueueUrl=url, Entries=[{"Id": "a", "ReceiptHandle": message["ReceiptHandle"]}])
    assert answer["Successful"] == [{"Id": "a"}] and "Failed" not in answer
    assert receive(url) == []


@story
def purge_queue():
    url = with_message("purged")
    sqs.purge_queue(QueueUrl=url)
    assert receive(url) == []
    try:
        sqs.purge_queue(QueueUrl=url)
        raise AssertionError("purged twice")
    except sqs.exceptions.PurgeQueueInProgress as refused:
        assert refused.response["ResponseMetadata"]["HTTPStatusCode"] == 403


@story
def tag_queue():
    url = queue("tagged")
    sqs.tag_queue(QueueUrl=url, Tags={"a": "1", "b": ""})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"a": "1", "b": ""}


@story
def untag_queue():
    url = sqs.create_queue(QueueName="untagged", tags={"a": "1", "b": "2"})["QueueUrl"]
    sqs.untag_queue(QueueUrl=url, TagKeys=["a"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"b": "2"}


@story
def list_queue_tags():
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=queue("bare"))


@story
def add_permission():
    url = queue("permitted")
    sqs.add_permission(QueueUrl=url, Label="shop", AWSAccountIds=["123456789012"], Actions=["SendMessage", "ReceiveMessage"])
    [statement] = json.loads(attributes(url, "Policy")["Policy"])["Statement"]
    assert (statement["Sid"], statement["Action"]) == ("shop", ["SQS:SendMessage", "SQS:ReceiveMessage"])


@story
def remove_permission():
    url = queue("forbidden")
    sqs.add_permission(QueueUrl=url, Label="shop", AWSAccountIds=["123456789012"], Actions=["*"])
    sqs.remove_permission(QueueUrl=url, Label="shop")
    assert attributes(url, "Policy") == {}


@story
def list_dead_letter_source_queues():
    url, dead = dead_letters("source")
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]


@story
def start_message_move_task():
    url, dead = dead_letters("moved", messages=3)
    assert sqs.start_message_move_task(SourceArn=f"{ARN}moved-dead")["TaskHandle"]
    deadline = time.monotonic() + 10
    while attributes(url, "ApproximateNumberOfMessages")["ApproximateNumberOfMessages"] != "3":
        assert time.monotonic() < deadline, "the messages did not come back"
        time.sleep(0.05)
    assert receive(dead) == []


@story
def list_message_move_tasks():
    deadline = time.monotonic() + 10
    while True:
        [task] = sqs.list_message_move_tasks(SourceArn=f"{ARN}moved-dead", MaxResults=10)["Results"]
        if task["Status"] == "COMPLETED":
            break
        assert time.monotonic() < deadline, task
        time.sleep(0.05)
    assert (task["ApproximateNumberOfMessagesMoved"], "TaskHandle" in task) == (3, False)


@story
def cancel_message_move_task():
    dead_letters("cancelled", messages=9)
    task = sqs.start_message_move_task(SourceArn=f"{ARN}cancelled-dead", MaxNumberOfMessagesPerSecond=1)
    moved = sqs.cancel_message_move_task(TaskHandle=task["TaskHandle"])["ApproximateNumberOfMessagesMoved"]
    assert 0 <= moved < 9


@story
def delete_queue():
    url = queue("gone")
    sqs.delete_queue(QueueUrl=url)
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix="gone")
    try:
        queue("gone")
        raise AssertionError("made again at once")
    except sqs.exceptions.QueueDeletedRecently:
        pass


def outcome(tell):
    try:
        tell()
    except Exception:
        return traceback.format_exc()
    return "works"


model = sqs.meta.service_model
said = {name: outcome(tell) for name, tell in stories.items()}
print(json.dumps({"protocol": model.protocol, "operations": sorted(model.operation_names), "said": said}))
