"""ReceiveMessage hands out what is there, with exactly what was asked for, and never more than ten."""

import re
import time

import pytest

from harness.clients import PROTOCOLS
from harness.expect import UUID, attributes_md5, bodies, md5, refused

SYSTEM = {"ApproximateFirstReceiveTimestamp", "ApproximateReceiveCount", "SenderId", "SentTimestamp"}


def text(value):
    return {"DataType": "String", "StringValue": value}


@pytest.fixture
def one(sqs, queue):
    """A queue with one message."""
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    return url


def again(sqs, url, **parameters):
    """Receives the message and leaves it visible."""
    return sqs.receive_message(QueueUrl=url, VisibilityTimeout=0, **parameters)["Messages"][0]


# What a message holds


def test_an_empty_queue_answers_with_no_member_at_all(sqs, queue):
    assert sqs.receive_message(QueueUrl=queue()) == {}


def test_a_plain_receive_holds_four_members(sqs, one):
    [message] = sqs.receive_message(QueueUrl=one)["Messages"]
    assert UUID.fullmatch(message.pop("MessageId"))
    assert 0 < len(message.pop("ReceiptHandle")) <= 1024
    assert message == {"Body": "hello", "MD5OfBody": md5("hello")}


def test_the_id_is_the_one_that_send_gave(sqs, queue):
    url = queue()
    sent = sqs.send_message(QueueUrl=url, MessageBody="x")["MessageId"]
    assert again(sqs, url)["MessageId"] == sent


def test_every_receive_gives_a_handle_of_its_own(sqs, one):
    assert len({again(sqs, one)["ReceiptHandle"] for _ in range(10)}) == 10


@pytest.mark.parametrize("parameter", ["AttributeNames", "MessageSystemAttributeNames"])
def test_all_system_attributes_of_a_standard_queue_are_four(sqs, one, parameter):
    assert set(again(sqs, one, **{parameter: ["All"]})["Attributes"]) == SYSTEM


@pytest.mark.parametrize("parameter", ["AttributeNames", "MessageSystemAttributeNames"])
@pytest.mark.parametrize("wanted", sorted(SYSTEM))
def test_one_system_attribute_can_be_asked_for(sqs, one, parameter, wanted):
    assert set(again(sqs, one, **{parameter: [wanted]})["Attributes"]) == {wanted}


def test_both_lists_of_system_attributes_are_honoured(json_sqs, name):
    url = json_sqs.create_queue(QueueName=name())["QueueUrl"]
    json_sqs.send_message(QueueUrl=url, MessageBody="x")
    found = again(json_sqs, url, AttributeNames=["SentTimestamp"], MessageSystemAttributeNames=["SenderId"])
    assert set(found["Attributes"]) == {"SentTimestamp", "SenderId"}


@pytest.mark.parametrize(
    "absent", ["AWSTraceHeader", "MessageGroupId", "SequenceNumber", "MessageDeduplicationId", "DeadLetterQueueSourceArn"]
)
def test_a_system_attribute_that_a_message_lacks_is_left_out(sqs, one, absent):
    assert "Attributes" not in again(sqs, one, AttributeNames=[absent])


def test_an_unknown_system_attribute_is_refused(sqs, one):
    with refused(("InvalidAttributeName", "InvalidParameterValue")):
        sqs.receive_message(QueueUrl=one, AttributeNames=["Nonsense"])


def test_times_are_milliseconds_and_counts_count(sqs, server, one):
    first = again(sqs, one, AttributeNames=["All"])["Attributes"]
    assert all(re.fullmatch(r"\d{13}", first[name]) for name in ("SentTimestamp", "ApproximateFirstReceiveTimestamp"))
    assert int(first["SentTimestamp"]) <= int(first["ApproximateFirstReceiveTimestamp"])
    assert first["ApproximateReceiveCount"] == "1"
    server.advance(5)
    second = again(sqs, one, AttributeNames=["All"])["Attributes"]
    assert second == first | {"ApproximateReceiveCount": "2"}


def test_sent_time_moves_with_the_clock(sqs, server, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="a")
    server.advance(1000)
    sqs.send_message(QueueUrl=url, MessageBody="b")
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["SentTimestamp"])["Messages"]
    sent = {message["Body"]: int(message["Attributes"]["SentTimestamp"]) for message in found}
    assert 1_000_000 <= sent["b"] - sent["a"] <= 1_005_000


# Message attributes


@pytest.fixture
def attributed(sqs, queue):
    """A message with attributes of several names; calls receive with the names asked for."""
    url = queue()
    attributes = {name: text(name) for name in ("a", "A", "Prefix", "prefix.one", "prefix.two", "prefixother")}
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=attributes)

    def ask(*names):
        message = again(sqs, url, MessageAttributeNames=list(names)) if names else again(sqs, url)
        found = message.get("MessageAttributes", {})
        assert found == {name: attributes[name] for name in found}
        assert message.get("MD5OfMessageAttributes") == (attributes_md5(found) if found else None), "digest of what was returned"
        return sorted(found)

    ask.everything = sorted(attributes)
    return ask


def test_message_attributes_come_only_when_asked_for(attributed):
    assert attributed() == []


@pytest.mark.parametrize("every", ["All", ".*"])
def test_all_message_attributes_can_be_asked_for(attributed, every):
    assert attributed(every) == attributed.everything


@pytest.mark.parametrize(
    "names, found",
    [
        (["a"], ["a"]),
        (["a", "Prefix"], ["Prefix", "a"]),
        (["prefix.*"], ["prefix.one", "prefix.two"]),
        (["prefix.*", "A"], ["A", "prefix.one", "prefix.two"]),
        (["PREFIX.*"], []),
        (["prefix.one"], ["prefix.one"]),
        (["missing"], []),
        (["missing", "a"], ["a"]),
    ],
    ids=lambda value: "+".join(value) or "nothing",
)
def test_message_attributes_are_chosen_by_name_and_prefix(attributed, names, found):
    assert attributed(*names) == found


# How many


@pytest.mark.parametrize("wanted", [1, 5, 10])
def test_a_receive_gives_at_most_what_it_asks_for(sqs, queue, wanted):
    url = queue()
    for i in range(12):
        sqs.send_message(QueueUrl=url, MessageBody=str(i))
    assert len(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=wanted)["Messages"]) == wanted


def test_the_default_is_one_message(sqs, queue):
    url = queue()
    for i in range(2):
        sqs.send_message(QueueUrl=url, MessageBody=str(i))
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1


@pytest.mark.parametrize("wanted", [-1, 0, 11, 1000])
def test_less_than_1_or_more_than_10_is_refused(sqs, one, wanted):
    with refused(
        "InvalidParameterValue",
        f"Value {wanted} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
    ):
        sqs.receive_message(QueueUrl=one, MaxNumberOfMessages=wanted)


@pytest.mark.parametrize("seconds", [-1, 21])
def test_a_wait_is_at_most_20_seconds(sqs, one, seconds):
    with refused(
        "InvalidParameterValue",
        f"Value {seconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
    ):
        sqs.receive_message(QueueUrl=one, WaitTimeSeconds=seconds)


@pytest.mark.parametrize("seconds", [-1, 43201])
def test_a_visibility_timeout_is_at_most_12_hours(sqs, one, seconds):
    with refused("InvalidParameterValue", re.compile(f"^Value {seconds} for parameter VisibilityTimeout is invalid\\. Reason: ")):
        sqs.receive_message(QueueUrl=one, VisibilityTimeout=seconds)


def test_a_short_poll_sees_every_message_there_is(sqs, queue):
    url = queue()
    wanted = [str(i) for i in range(35)]
    for body in wanted:
        sqs.send_message(QueueUrl=url, MessageBody=body)
    found = []
    for _ in range(4):
        found += bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10))
    assert sorted(found) == sorted(wanted)


def test_a_message_in_flight_is_not_handed_out_twice(sqs, one):
    assert len(sqs.receive_message(QueueUrl=one)["Messages"]) == 1
    assert sqs.receive_message(QueueUrl=one) == {}


def test_a_queue_written_in_one_protocol_reads_in_the_other(sqs, server, name):
    url = sqs.create_queue(QueueName=name())["QueueUrl"]
    [other] = [make(server) for protocol, make in PROTOCOLS.items() if protocol != sqs.protocol]
    sent = sqs.send_message(
        QueueUrl=url, MessageBody="x", MessageAttributes={"b": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
    )
    [message] = other.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert message["MessageId"] == sent["MessageId"]
    assert message["MessageAttributes"]["b"]["BinaryValue"] == b"\x00\xff"
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def test_a_short_poll_does_not_wait(sqs, queue):
    url = queue(ReceiveMessageWaitTimeSeconds=20)
    began = time.monotonic()
    assert sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0) == {}
    assert time.monotonic() - began < 0.5, "an explicit 0 overrides the queue's own wait"
