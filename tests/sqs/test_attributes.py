"""Queue attributes: what `All` holds, which values each takes, and which go together."""

import re

import pytest

from harness.clients import DEFAULT_ACCOUNT, REGION
from harness.expect import refused

RANGES = {
    "DelaySeconds": (0, 900),
    "MaximumMessageSize": (1024, 1048576),
    "MessageRetentionPeriod": (60, 1209600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43200),
}
STANDARD = {
    "ApproximateNumberOfMessages": "0",
    "ApproximateNumberOfMessagesDelayed": "0",
    "ApproximateNumberOfMessagesNotVisible": "0",
    "DelaySeconds": "0",
    "MaximumMessageSize": "1048576",
    "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0",
    "SqsManagedSseEnabled": "true",
    "VisibilityTimeout": "30",
}
FIFO = STANDARD | {
    "FifoQueue": "true",
    "ContentBasedDeduplication": "false",
    "DeduplicationScope": "queue",
    "FifoThroughputLimit": "perQueue",
}
TIMES = {"CreatedTimestamp", "LastModifiedTimestamp"}
ONLY_FIFO = "You can specify the {} only when FifoQueue is set to true."


def read(sqs, url, *names):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names) or ["All"]).get("Attributes")


def changed(sqs, url, **attributes):
    return sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)


@pytest.mark.parametrize("kind, defaults", [("standard", STANDARD), ("fifo", FIFO)])
def test_all_gives_exactly_the_attributes_of_its_kind_of_queue(sqs, queue, fifo, kind, defaults):
    url = queue() if kind == "standard" else fifo()
    found = read(sqs, url)
    times = {name: found.pop(name) for name in TIMES}
    assert all(re.fullmatch(r"\d{10}", value) for value in times.values()), "epoch seconds"
    arn = f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT}:{url.rpartition('/')[2]}"
    assert found == defaults | {"QueueArn": arn}


def test_no_names_give_no_attributes(sqs, queue):
    url = queue()
    assert sqs.get_queue_attributes(QueueUrl=url) == {}


def test_only_the_named_attributes_are_given(sqs, queue):
    assert read(sqs, queue(), "DelaySeconds", "VisibilityTimeout") == {"DelaySeconds": "0", "VisibilityTimeout": "30"}


@pytest.mark.parametrize("names", [["Nonsense"], ["DelaySeconds", "Nonsense"], ["All", "Nonsense"]])
def test_an_unknown_name_is_refused(sqs, queue, names):
    with refused("InvalidAttributeName", "Unknown Attribute Nonsense."):
        sqs.get_queue_attributes(QueueUrl=queue(), AttributeNames=names)


@pytest.mark.parametrize("absent", ["Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "FifoQueue"])
def test_an_attribute_that_is_not_set_is_left_out(sqs, queue, absent):
    assert sqs.get_queue_attributes(QueueUrl=queue(), AttributeNames=[absent]) == {}


@pytest.mark.parametrize("attribute", RANGES)
def test_both_ends_of_a_range_are_taken(sqs, queue, attribute):
    url = queue()
    for value in RANGES[attribute]:
        assert changed(sqs, url, **{attribute: str(value)}) == {}
        assert read(sqs, url, attribute) == {attribute: str(value)}
        made = queue(**{attribute: value})
        assert read(sqs, made, attribute) == {attribute: str(value)}


@pytest.mark.parametrize("attribute", RANGES)
@pytest.mark.parametrize("which", ["below", "above", "word", "empty", "fraction", "huge"])
def test_a_value_outside_its_range_is_refused(sqs, queue, name, attribute, which):
    low, high = RANGES[attribute]
    value = {"below": str(low - 1), "above": str(high + 1), "word": "many", "empty": "", "fraction": "1.5", "huge": "9" * 40}[
        which
    ]
    text = re.compile(f"^Invalid value for the parameter {attribute}\\.")
    url = queue()
    before = read(sqs, url)
    with refused("InvalidAttributeValue", text):
        changed(sqs, url, **{attribute: value})
    assert read(sqs, url) == before
    with refused("InvalidAttributeValue", text):
        sqs.create_queue(QueueName=name(), Attributes={attribute: value})


def test_one_bad_value_changes_nothing_at_all(sqs, queue):
    url = queue()
    with refused("InvalidAttributeValue"):
        changed(sqs, url, DelaySeconds="5", VisibilityTimeout="43201")
    assert read(sqs, url, "DelaySeconds") == {"DelaySeconds": "0"}


@pytest.mark.parametrize("attribute", ["Nonsense", "delayseconds", "QueueArn", "CreatedTimestamp", "ApproximateNumberOfMessages"])
def test_an_attribute_that_cannot_be_set_is_refused(sqs, queue, name, attribute):
    with refused("InvalidAttributeName", f"Unknown Attribute {attribute}."):
        changed(sqs, queue(), **{attribute: "1"})
    with refused("InvalidAttributeName", f"Unknown Attribute {attribute}."):
        sqs.create_queue(QueueName=name(), Attributes={attribute: "1"})


def test_a_change_moves_last_modified_and_leaves_created(sqs, server, queue):
    url = queue()
    before = read(sqs, url, *TIMES)
    assert before["CreatedTimestamp"] == before["LastModifiedTimestamp"]
    server.advance(100)
    changed(sqs, url, DelaySeconds="1")
    after = read(sqs, url, *TIMES)
    assert after["CreatedTimestamp"] == before["CreatedTimestamp"]
    assert 100 <= int(after["LastModifiedTimestamp"]) - int(before["LastModifiedTimestamp"]) <= 102


def test_the_counts_follow_the_messages(sqs, server, queue):
    url = queue()
    for body in ("one", "two", "three"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=10)
    sqs.receive_message(QueueUrl=url)

    def counts():
        found = read(sqs, url)
        return tuple(int(found["ApproximateNumberOfMessages" + which]) for which in ("", "NotVisible", "Delayed"))

    assert counts() == (2, 1, 1)
    server.advance(10)
    assert counts() == (3, 1, 0)
    server.advance(20)
    assert counts() == (4, 0, 0)


# FIFO only


def test_content_based_deduplication_is_unknown_to_a_standard_queue(sqs, queue, name):
    text = "Unknown Attribute ContentBasedDeduplication."
    with refused("InvalidAttributeName", text):
        changed(sqs, queue(), ContentBasedDeduplication="true")
    with refused("InvalidAttributeName", text):
        sqs.create_queue(QueueName=name(), Attributes={"ContentBasedDeduplication": "true"})


@pytest.mark.parametrize("attribute, value", [("DeduplicationScope", "queue"), ("FifoThroughputLimit", "perQueue")])
def test_the_throughput_attributes_want_a_fifo_queue(sqs, queue, name, attribute, value):
    with refused("InvalidAttributeName", ONLY_FIFO.format(attribute)):
        changed(sqs, queue(), **{attribute: value})
    with refused("InvalidAttributeName", ONLY_FIFO.format(attribute)):
        sqs.create_queue(QueueName=name(), Attributes={attribute: value})


@pytest.mark.parametrize("value", ["true", "false"])
def test_a_standard_queue_cannot_become_fifo(sqs, queue, value):
    with refused("InvalidAttributeName", "Unknown Attribute FifoQueue."):
        changed(sqs, queue(), FifoQueue=value)


def test_a_fifo_queue_cannot_become_standard(sqs, fifo):
    text = "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."
    with refused("InvalidAttributeValue", text):
        changed(sqs, fifo(), FifoQueue="false")


def test_the_fifo_attributes_can_be_changed_after_creation(sqs, fifo):
    url = fifo()
    fast = {"DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}
    slow = {"DeduplicationScope": "queue", "FifoThroughputLimit": "perQueue"}
    for wanted in ({"ContentBasedDeduplication": "true"}, fast, slow, {"ContentBasedDeduplication": "false"}):
        changed(sqs, url, **wanted)
        assert read(sqs, url, *wanted) == wanted


@pytest.mark.parametrize(
    "attribute", ["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit", "SqsManagedSseEnabled"]
)
def test_a_word_outside_the_list_is_refused(sqs, fifo, attribute):
    with refused("InvalidAttributeValue", re.compile(f"^Invalid value for the parameter {attribute}\\.")):
        changed(sqs, fifo(), **{attribute: "maybe"})


def test_per_group_throughput_wants_deduplication_per_group(sqs, fifo, name):
    with refused(("InvalidAttributeValue", "InvalidParameterValue")):
        changed(sqs, fifo(), FifoThroughputLimit="perMessageGroupId")
    with refused(("InvalidAttributeValue", "InvalidParameterValue")):
        attributes = {"FifoQueue": "true", "FifoThroughputLimit": "perMessageGroupId", "DeduplicationScope": "queue"}
        sqs.create_queue(QueueName=name(".fifo"), Attributes=attributes)


# Encryption


def test_sqs_encryption_can_be_switched_off(sqs, queue):
    url = queue()
    changed(sqs, url, SqsManagedSseEnabled="false")
    assert read(sqs, url, "SqsManagedSseEnabled") == {"SqsManagedSseEnabled": "false"}
    assert read(sqs, queue(SqsManagedSseEnabled="false"), "SqsManagedSseEnabled") == {"SqsManagedSseEnabled": "false"}


# What a change does to a living queue


def test_a_new_maximum_size_holds_for_the_next_send(sqs, queue):
    url = queue()
    changed(sqs, url, MaximumMessageSize="1024")
    with refused("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes."):
        sqs.send_message(QueueUrl=url, MessageBody="x" * 1025)


def test_a_new_delay_is_not_for_messages_already_on_a_standard_queue(sqs, server, queue):
    url = queue(DelaySeconds=100)
    sqs.send_message(QueueUrl=url, MessageBody="old")
    changed(sqs, url, DelaySeconds="0")
    assert sqs.receive_message(QueueUrl=url) == {}
    server.advance(101)
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1


@pytest.mark.parametrize("delay, seen", [("0", True), ("200", False)])
def test_a_new_delay_is_for_messages_already_on_a_fifo_queue_too(sqs, server, fifo, delay, seen):
    url = fifo(DelaySeconds=100)
    sqs.send_message(QueueUrl=url, MessageBody="old", MessageGroupId="g", MessageDeduplicationId="d")
    server.advance(10)
    changed(sqs, url, DelaySeconds=delay)
    server.advance(100)
    assert ("Messages" in sqs.receive_message(QueueUrl=url)) == seen


def test_a_new_visibility_timeout_is_for_later_receives_only(sqs, server, queue):
    url = queue(VisibilityTimeout=100)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    sqs.receive_message(QueueUrl=url)
    changed(sqs, url, VisibilityTimeout="1")
    server.advance(50)
    assert sqs.receive_message(QueueUrl=url) == {}
    server.advance(51)
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
    server.advance(2)
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
