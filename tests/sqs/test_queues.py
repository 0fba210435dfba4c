"""Queues are made, found, listed, emptied and deleted as on AWS, with its pauses of 60 seconds."""

import re
import threading

import pytest

from harness.clients import DEFAULT_ACCOUNT, NON_EXISTENT_QUEUE
from harness.expect import bodies, refused
from harness.http import Line

DELETED_RECENTLY = "AWS.SimpleQueueService.QueueDeletedRecently"
DELETED_RECENTLY_TEXT = "You must wait 60 seconds after deleting a queue before you can create another with the same name."
PURGE_IN_PROGRESS = "AWS.SimpleQueueService.PurgeQueueInProgress"
NAME_TEXT = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"


# Creating


def test_a_queue_url_ends_in_account_and_name(sqs, server, name):
    queue_name = name()
    answer = sqs.create_queue(QueueName=queue_name)
    assert answer == {"QueueUrl": f"{server.url}/{DEFAULT_ACCOUNT}/{queue_name}"}


def test_creating_twice_with_equal_attributes_gives_the_same_queue(sqs, name):
    wanted = dict(QueueName=name(), Attributes={"DelaySeconds": "5", "VisibilityTimeout": "60"})
    assert sqs.create_queue(**wanted) == sqs.create_queue(**wanted)


def test_attributes_not_supplied_are_not_compared(sqs, name):
    queue_name = name()
    url = sqs.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "5", "VisibilityTimeout": "60"})["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"MaximumMessageSize": "2048"})
    assert sqs.create_queue(QueueName=queue_name)["QueueUrl"] == url
    assert sqs.create_queue(QueueName=queue_name, Attributes={"VisibilityTimeout": "60"})["QueueUrl"] == url


def test_a_default_named_explicitly_equals_the_default(sqs, name):
    queue_name = name()
    url = sqs.create_queue(QueueName=queue_name)["QueueUrl"]
    assert sqs.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "0"})["QueueUrl"] == url


@pytest.mark.parametrize("attribute, value", [("DelaySeconds", "6"), ("VisibilityTimeout", "61"), ("MaximumMessageSize", "1024")])
def test_creating_with_a_different_attribute_is_refused_by_its_name(sqs, name, attribute, value):
    queue_name = name()
    sqs.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "5", "VisibilityTimeout": "60"})
    text = f"A queue already exists with the same name and a different value for attribute {attribute}"
    with refused("QueueAlreadyExists", text):
        sqs.create_queue(QueueName=queue_name, Attributes={attribute: value})


def test_the_comparison_is_with_the_attributes_of_now(sqs, name):
    queue_name = name()
    url = sqs.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "5"})["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "7"})
    assert sqs.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "7"})["QueueUrl"] == url
    with refused("QueueAlreadyExists", re.compile("for attribute DelaySeconds$")):
        sqs.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "5"})


@pytest.mark.parametrize("length", [1, 80])
def test_a_name_may_have_1_to_80_characters(sqs, name, length):
    queue_name = ("q" * 80 + name())[-length:] if length == 80 else {"json": "j", "query": "q"}[sqs.protocol]
    assert sqs.create_queue(QueueName=queue_name)["QueueUrl"].endswith("/" + queue_name)


@pytest.mark.parametrize("bad", ["a" * 81, "a b", "a.b", "a/b", "ä", "a:b", "standard.fifo.x"])
def test_other_names_are_refused(sqs, bad):
    with refused("InvalidParameterValue", NAME_TEXT):
        sqs.create_queue(QueueName=bad)


def test_names_are_case_sensitive(sqs, name):
    queue_name = name()
    lower = sqs.create_queue(QueueName=queue_name.lower())["QueueUrl"]
    upper = sqs.create_queue(QueueName=queue_name.upper())["QueueUrl"]
    sqs.send_message(QueueUrl=lower, MessageBody="lower")
    assert bodies(sqs.receive_message(QueueUrl=upper)) == []


def test_a_standard_queue_may_not_end_in_fifo(sqs, name):
    with refused("InvalidParameterValue", NAME_TEXT):
        sqs.create_queue(QueueName=name(".fifo"))


def test_a_fifo_queue_must_end_in_fifo(sqs, name):
    with refused("InvalidParameterValue"):
        sqs.create_queue(QueueName=name(), Attributes={"FifoQueue": "true"})


def test_the_fifo_suffix_counts_among_the_80_characters(sqs, name):
    stem = ("f" * 80 + name())[-75:]
    assert sqs.create_queue(QueueName=stem + ".fifo", Attributes={"FifoQueue": "true"})["QueueUrl"].endswith(stem + ".fifo")
    with refused("InvalidParameterValue"):
        sqs.create_queue(QueueName="x" + stem + ".fifo", Attributes={"FifoQueue": "true"})


def test_fifo_queue_false_is_an_unknown_attribute(sqs, name):
    with refused("InvalidAttributeName", "Unknown Attribute FifoQueue."):
        sqs.create_queue(QueueName=name(), Attributes={"FifoQueue": "false"})


# Finding


def test_get_queue_url_gives_what_create_queue_gave(sqs, name):
    queue_name = name()
    made = sqs.create_queue(QueueName=queue_name)
    assert sqs.get_queue_url(QueueName=queue_name) == made
    assert sqs.get_queue_url(QueueName=queue_name, QueueOwnerAWSAccountId=DEFAULT_ACCOUNT) == made


def test_get_queue_url_of_no_queue_is_refused(sqs, name):
    with refused(NON_EXISTENT_QUEUE, sqs.missing_queue):
        sqs.get_queue_url(QueueName=name())


def test_every_call_on_a_queue_that_never_was_is_refused(sqs, server, name):
    url = f"{server.url}/{DEFAULT_ACCOUNT}/{name()}"
    entry = {"Id": "a", "MessageBody": "x"}
    handle = {"Id": "a", "ReceiptHandle": "x", "VisibilityTimeout": 1}
    calls = [
        lambda: sqs.send_message(QueueUrl=url, MessageBody="x"),
        lambda: sqs.send_message_batch(QueueUrl=url, Entries=[entry]),
        lambda: sqs.receive_message(QueueUrl=url),
        lambda: sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20),
        lambda: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]),
        lambda: sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "1"}),
        lambda: sqs.purge_queue(QueueUrl=url),
        lambda: sqs.list_queue_tags(QueueUrl=url),
        lambda: sqs.tag_queue(QueueUrl=url, Tags={"a": "b"}),
        lambda: sqs.untag_queue(QueueUrl=url, TagKeys=["a"]),
        lambda: sqs.delete_message_batch(QueueUrl=url, Entries=[{"Id": "a", "ReceiptHandle": "x"}]),
        lambda: sqs.change_message_visibility_batch(QueueUrl=url, Entries=[handle]),
    ]
    for call in calls:
        with refused(NON_EXISTENT_QUEUE, sqs.missing_queue):
            call()


# Listing


def test_a_list_without_queues_has_no_member(sqs, name):
    assert sqs.list_queues(QueueNamePrefix=name()) == {}


def test_a_list_is_filtered_by_prefix_and_case(sqs, name):
    prefix = name()
    wanted = {sqs.create_queue(QueueName=f"{prefix}-{i}")["QueueUrl"] for i in range(3)}
    sqs.create_queue(QueueName="x" + prefix)
    sqs.create_queue(QueueName=prefix.upper())
    answer = sqs.list_queues(QueueNamePrefix=prefix)
    assert set(answer) == {"QueueUrls"}
    assert sorted(answer["QueueUrls"]) == sorted(wanted)


def test_pages_cover_every_queue_once(sqs, name):
    prefix = name()
    wanted = sorted(sqs.create_queue(QueueName=f"{prefix}-{i}")["QueueUrl"] for i in range(5))
    pages, token = [], {}
    while True:
        answer = sqs.list_queues(QueueNamePrefix=prefix, MaxResults=2, **token)
        pages.append(answer["QueueUrls"])
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(sum(pages, [])) == wanted


def test_a_last_page_that_is_full_has_no_token(sqs, name):
    prefix = name()
    for i in range(2):
        sqs.create_queue(QueueName=f"{prefix}-{i}")
    assert "NextToken" not in sqs.list_queues(QueueNamePrefix=prefix, MaxResults=2)


def test_a_list_never_names_more_than_1000_and_gives_a_token_only_when_asked(server, json_sqs, name):
    prefix = name()

    def create(numbers):
        line = Line(server)
        for i in numbers:
            line.must("CreateQueue", QueueName=f"{prefix}-{i}")

    threads = [threading.Thread(target=create, args=(range(start, 1001, 4),)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    unasked = json_sqs.list_queues(QueueNamePrefix=prefix)
    assert len(unasked["QueueUrls"]) == 1000
    assert "NextToken" not in unasked
    first = json_sqs.list_queues(QueueNamePrefix=prefix, MaxResults=1000)
    assert len(first["QueueUrls"]) == 1000
    rest = json_sqs.list_queues(QueueNamePrefix=prefix, MaxResults=1000, NextToken=first["NextToken"])
    assert len(rest["QueueUrls"]) == 1
    assert "NextToken" not in rest
    assert len(set(first["QueueUrls"] + rest["QueueUrls"])) == 1001


def test_deleted_queues_are_listed_no_more(sqs, name):
    prefix = name()
    url = sqs.create_queue(QueueName=prefix)["QueueUrl"]
    assert sqs.list_queues(QueueNamePrefix=prefix)["QueueUrls"] == [url]
    sqs.delete_queue(QueueUrl=url)
    assert sqs.list_queues(QueueNamePrefix=prefix) == {}


# Deleting


def test_a_deleted_queue_is_gone_for_every_call(sqs, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x")
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    assert sqs.delete_queue(QueueUrl=url) == {}
    calls = [
        lambda: sqs.send_message(QueueUrl=url, MessageBody="x"),
        lambda: sqs.receive_message(QueueUrl=url),
        lambda: sqs.delete_message(QueueUrl=url, ReceiptHandle=handle),
        lambda: sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0),
        lambda: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]),
        lambda: sqs.get_queue_url(QueueName=url.rpartition("/")[2]),
        lambda: sqs.delete_queue(QueueUrl=url),
    ]
    for call in calls:
        with refused(NON_EXISTENT_QUEUE, sqs.missing_queue):
            call()


def test_the_name_of_a_deleted_queue_is_blocked_for_60_seconds(sqs, server, name):
    queue_name = name()
    url = sqs.create_queue(QueueName=queue_name)["QueueUrl"]
    sqs.delete_queue(QueueUrl=url)
    with refused(DELETED_RECENTLY, DELETED_RECENTLY_TEXT):
        sqs.create_queue(QueueName=queue_name)
    server.advance(58)
    with refused(DELETED_RECENTLY, DELETED_RECENTLY_TEXT):
        sqs.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "1"})
    server.advance(3)
    assert sqs.create_queue(QueueName=queue_name)["QueueUrl"] == url


def test_a_queue_made_again_has_none_of_the_old_messages_attributes_or_tags(sqs, server, name):
    queue_name = name()
    url = sqs.create_queue(QueueName=queue_name, Attributes={"VisibilityTimeout": "77"}, tags={"old": "yes"})["QueueUrl"]
    for body in ("waiting", "in flight"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    sqs.send_message(QueueUrl=url, MessageBody="delayed", DelaySeconds=100)
    sqs.receive_message(QueueUrl=url)
    sqs.delete_queue(QueueUrl=url)
    server.advance(61)
    sqs.create_queue(QueueName=queue_name)
    server.advance(200)
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == []
    attributes = sqs.get_queue_attributes(
        QueueUrl=url, AttributeNames=["VisibilityTimeout", "ApproximateNumberOfMessagesNotVisible"]
    )
    assert attributes["Attributes"] == {"VisibilityTimeout": "30", "ApproximateNumberOfMessagesNotVisible": "0"}
    assert sqs.list_queue_tags(QueueUrl=url) == {}


def test_a_fifo_queue_made_again_has_forgotten_the_old_deduplication_ids(sqs, server, name):
    queue_name = name(".fifo")
    wanted = dict(QueueName=queue_name, Attributes={"FifoQueue": "true"})
    url = sqs.create_queue(**wanted)["QueueUrl"]
    message = dict(QueueUrl=url, MessageBody="x", MessageGroupId="g", MessageDeduplicationId="d")
    first = sqs.send_message(**message)
    sqs.delete_queue(QueueUrl=url)
    server.advance(61)
    sqs.create_queue(**wanted)
    assert sqs.send_message(**message)["MessageId"] != first["MessageId"]
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["x"]


# Purging


def test_a_purge_removes_what_waits_what_is_delayed_and_what_is_in_flight(sqs, server, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="in flight")
    sqs.receive_message(QueueUrl=url)
    sqs.send_message(QueueUrl=url, MessageBody="waiting")
    sqs.send_message(QueueUrl=url, MessageBody="delayed", DelaySeconds=60)
    assert sqs.purge_queue(QueueUrl=url) == {}
    server.advance(61)
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == []
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=counts)
    assert answer["Attributes"] == dict.fromkeys(counts, "0")


def test_a_purge_frees_the_groups_of_a_fifo_queue(sqs, fifo):
    url = fifo()
    sqs.send_message(QueueUrl=url, MessageBody="old", MessageGroupId="g", MessageDeduplicationId="1")
    sqs.receive_message(QueueUrl=url)
    sqs.purge_queue(QueueUrl=url)
    sqs.send_message(QueueUrl=url, MessageBody="new", MessageGroupId="g", MessageDeduplicationId="2")
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["new"]


def test_a_message_sent_after_the_purge_was_answered_stays(sqs, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="before")
    sqs.purge_queue(QueueUrl=url)
    sqs.send_message(QueueUrl=url, MessageBody="after")
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["after"]


def test_a_second_purge_within_60_seconds_is_refused(sqs, server, queue):
    url = queue()
    sqs.purge_queue(QueueUrl=url)
    text = f"Only one PurgeQueue operation on {url.rpartition('/')[2]} is allowed every 60 seconds."
    with refused(PURGE_IN_PROGRESS, text, status=403):
        sqs.purge_queue(QueueUrl=url)
    server.advance(58)
    with refused(PURGE_IN_PROGRESS, text, status=403):
        sqs.purge_queue(QueueUrl=url)
    server.advance(3)
    assert sqs.purge_queue(QueueUrl=url) == {}
