"""A message goes in whole or not at all: sizes, characters, attributes, digests and delays of SendMessage."""

import re

import pytest

from harness.clients import boto
from harness.expect import UUID, WRONG_KIND, attributes_md5, bodies, md5, refused

MAX = 1048576
TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


def text(value, kind="String"):
    return {"DataType": kind, "StringValue": value}


def binary(value, kind="Binary"):
    return {"DataType": kind, "BinaryValue": value}


def too_long(limit=MAX):
    return f"One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."


# The answer


def test_the_answer_holds_an_id_and_a_digest_and_nothing_else(sqs, queue):
    answer = sqs.send_message(QueueUrl=queue(), MessageBody="hello")
    assert UUID.fullmatch(answer.pop("MessageId"))
    assert answer == {"MD5OfMessageBody": "5d41402abc4b2a76b9719d911017c592"}


def test_every_message_has_an_id_of_its_own(sqs, queue):
    url = queue()
    assert len({sqs.send_message(QueueUrl=url, MessageBody="same")["MessageId"] for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "attributes, digest",
    [
        ({"Foo": text("Bar")}, "ae7155c6026991b6d54b11589678bf9c"),
        ({"attr1": text("99.12", "Number")}, "d302007e9aa062660afc85fd0a482472"),
        ({"attr2": text("109.12", "Number"), "attr1": text("99.12", "Number")}, "9b720b3af309c1c4b0d395c53b08c502"),
        (
            {"WeeksOn": text("6", "Number"), "Title": text("The Whistler"), "Author": text("John Grisham")},
            "d25a6aea97eb8f585bfa92d314504a92",
        ),
    ],
)
def test_the_digest_of_attributes_is_the_one_aws_recorded(sqs, queue, attributes, digest):
    assert attributes_md5(attributes) == digest, "the test's own digest"
    answer = sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageAttributes=attributes)
    assert answer["MD5OfMessageAttributes"] == digest
    assert set(answer) == {"MessageId", "MD5OfMessageBody", "MD5OfMessageAttributes"}


def test_the_digest_sorts_names_by_bytes_and_covers_custom_types_and_binary(sqs, queue):
    attributes = {
        "b": text("1.50", "Number.float"),
        "B": text("ü", "String.label"),
        "a": binary(b"\x00\xff\r\n", "Binary.png"),
        "A1": text("é" * 10),
    }
    answer = sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageAttributes=attributes)
    assert answer["MD5OfMessageAttributes"] == attributes_md5(attributes)


def test_a_trace_header_has_a_digest_of_its_own(sqs, queue):
    system = {"AWSTraceHeader": text(TRACE)}
    answer = sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageSystemAttributes=system)
    assert answer["MD5OfMessageSystemAttributes"] == attributes_md5(system)
    assert set(answer) == {"MessageId", "MD5OfMessageBody", "MD5OfMessageSystemAttributes"}


# Bodies


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "\t\n\r",
        "line\r\nline\rline\n",
        "<a href='x'>&amp;</a> ]]> \"quoted\" \\ back\\slash",
        "äöü € \u2028 \u2029 \ud7ff \ue000 \ufffd",
        "😀 \U00010000 \U0010ffff",
        '{"json": [1, 2, {"deep": null}]}',
        "%41+&=%2B;",
        "\u007f \u0080 \u0085 \u00a0 \ufeff",
    ],
    ids=["space", "blanks", "line-ends", "markup", "plane-0", "planes-1-to-16", "json", "form", "control-1"],
)
def test_a_body_comes_back_as_it_went(sqs, clients, queue, body):
    url = queue()
    assert sqs.send_message(QueueUrl=url, MessageBody=body)["MD5OfMessageBody"] == md5(body)
    for reader in clients.values():
        message = reader.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"][0]
        assert message["Body"] == body, f"sent in {sqs.protocol}, received in {reader.protocol}"
        assert message["MD5OfBody"] == md5(body)


@pytest.mark.parametrize(
    "character", ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\ufffe", "\uffff"], ids=lambda c: f"U+{ord(c):04X}"
)
def test_a_character_outside_xml_is_refused(sqs, queue, character):
    url = queue()
    with refused("InvalidMessageContents"):
        sqs.send_message(QueueUrl=url, MessageBody=f"a{character}b")
    assert sqs.receive_message(QueueUrl=url) == {}


def test_an_empty_body_is_a_missing_one(sqs, queue):
    with refused("MissingParameter", "The request must contain the parameter MessageBody."):
        sqs.send_message(QueueUrl=queue(), MessageBody="")


def test_a_missing_body_is_refused(sqs, queue):
    with refused("MissingParameter", "The request must contain the parameter MessageBody."):
        sqs.send_message(QueueUrl=queue())


# Sizes


def test_a_body_of_the_maximum_size_passes_and_one_byte_more_does_not(sqs, queue):
    url = queue()
    body = "x" * MAX
    assert sqs.send_message(QueueUrl=url, MessageBody=body)["MD5OfMessageBody"] == md5(body)
    assert bodies(sqs.receive_message(QueueUrl=url)) == [body]
    with refused("InvalidParameterValue", too_long()):
        sqs.send_message(QueueUrl=url, MessageBody=body + "x")


def test_size_is_counted_in_bytes_of_utf_8(sqs, queue):
    url = queue(MaximumMessageSize=1024)
    sqs.send_message(QueueUrl=url, MessageBody="ä" * 512)
    with refused("InvalidParameterValue", too_long(1024)):
        sqs.send_message(QueueUrl=url, MessageBody="ä" * 512 + "x")


def test_names_types_and_values_of_attributes_count(sqs, queue):
    url = queue(MaximumMessageSize=1024)
    attributes = {"name": text("value"), "blob": binary(b"\x00" * 7)}
    counted = len("name" + "String" + "value") + len("blob" + "Binary") + 7
    sqs.send_message(QueueUrl=url, MessageBody="x" * (1024 - counted), MessageAttributes=attributes)
    with refused("InvalidParameterValue", too_long(1024)):
        sqs.send_message(QueueUrl=url, MessageBody="x" * (1025 - counted), MessageAttributes=attributes)


def test_system_attributes_do_not_count(sqs, queue):
    url = queue(MaximumMessageSize=1024)
    sqs.send_message(QueueUrl=url, MessageBody="x" * 1024, MessageSystemAttributes={"AWSTraceHeader": text(TRACE)})


# Message attributes


def test_ten_attributes_pass_and_eleven_do_not(sqs, queue):
    url = queue()
    attributes = {f"a{i}": text("v") for i in range(11)}
    with refused("InvalidParameterValue"):
        sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=attributes)
    del attributes["a10"]
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=attributes)
    received = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"][0]
    assert received["MessageAttributes"] == attributes


@pytest.mark.parametrize("good", ["a", "A.b_c-9", "x" * 256, "aws", "amazonas", "Aws_x", "9"])
def test_these_attribute_names_pass(sqs, queue, good):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes={good: text("v")})
    received = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"][0]
    assert list(received["MessageAttributes"]) == [good]


@pytest.mark.parametrize("bad", ["", ".a", "a.", "a..b", "AWS.x", "aws.x", "Amazon.x", "aMaZoN.x", "x" * 257, "a b", "a/b", "a$"])
def test_these_attribute_names_do_not(sqs, queue, bad):
    with refused("InvalidParameterValue"):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageAttributes={bad: text("v")})


def test_attribute_names_differ_by_case(sqs, queue):
    url = queue()
    attributes = {"key": text("lower"), "KEY": text("upper")}
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=attributes)
    message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"][0]
    assert message["MessageAttributes"] == attributes


@pytest.mark.parametrize("number", ["0", "-1", "+1.5", "00.10", "1e126", "1E-10", "1" * 38])
def test_a_number_is_kept_as_it_was_written(sqs, queue, number):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes={"n": text(number, "Number")})
    message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["n"])["Messages"][0]
    assert message["MessageAttributes"] == {"n": text(number, "Number")}


@pytest.mark.parametrize("number", ["", "one", "1,5", "1 000", "--1", "1e", "0x10", "NaN", "Infinity"])
def test_what_is_not_a_number_is_refused(sqs, queue, number):
    with refused("InvalidParameterValue"):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageAttributes={"n": text(number, "Number")})


@pytest.mark.parametrize("kind", ["", "string", "Strings", "Text", "Integer", ".String", "String" + "." + "x" * 250])
def test_a_type_must_begin_with_one_of_the_three(sqs, queue, kind):
    with refused("InvalidParameterValue"):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageAttributes={"a": text("v", kind)})


def test_a_custom_type_keeps_its_label(sqs, queue):
    url = queue()
    attributes = {"s": text("v", "String.email"), "n": text("7", "Number.int"), "b": binary(b"\x00\x01", "Binary.gif")}
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=attributes)
    message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"][0]
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfMessageAttributes"] == attributes_md5(attributes)


@pytest.mark.parametrize("label", ["a\x01b", "\x00", "\uffff"])
def test_a_custom_type_that_xml_cannot_show_is_refused(sqs, queue, label):
    """It was taken, and came out in Query as another text than the one that the digest covers."""
    with refused("InvalidMessageContents"):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageAttributes={"a": text("v", f"String.{label}")})


def test_an_empty_attribute_value_is_refused_by_name(sqs, queue):
    message = "Message (user) attribute 'empty' must contain a non-empty value of type 'String'."
    with refused("InvalidParameterValue", message):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageAttributes={"empty": text("")})


def test_an_attribute_without_a_value_of_its_type_is_refused(sqs, queue):
    url = queue()
    for attribute in (
        {"DataType": "String"},
        {"DataType": "Binary", "StringValue": "x"},
        {"DataType": "String", "BinaryValue": b"x"},
    ):
        with refused("InvalidParameterValue"):
            sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes={"a": attribute})


def test_an_attribute_value_keeps_to_the_characters_of_bodies(sqs, queue):
    with refused(("InvalidParameterValue", "InvalidMessageContents")):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageAttributes={"a": text("a\x01b")})


# System attributes


def test_a_trace_header_is_handed_to_who_asks_for_it(sqs, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageSystemAttributes={"AWSTraceHeader": text(TRACE)})
    message = sqs.receive_message(QueueUrl=url, AttributeNames=["AWSTraceHeader"])["Messages"][0]
    assert message["Attributes"] == {"AWSTraceHeader": TRACE}


def test_a_trace_header_of_http_is_kept_as_well(server, json_sqs, name):
    url = json_sqs.create_queue(QueueName=name())["QueueUrl"]
    client = boto(server)
    client.meta.events.register(
        "before-sign.sqs.SendMessage", lambda request, **_: request.headers.add_header("X-Amzn-Trace-Id", TRACE)
    )
    answer = client.send_message(QueueUrl=url, MessageBody="x")
    assert "MD5OfMessageSystemAttributes" not in answer
    message = json_sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"][0]
    assert message["Attributes"]["AWSTraceHeader"] == TRACE


@pytest.mark.parametrize("system", [{"SenderId": text("me")}, {"Other": text("x")}, {"AWSTraceHeader": text("1", "Number")}])
def test_no_other_system_attribute_is_taken(sqs, queue, system):
    with refused(("InvalidParameterValue", "InvalidAttributeName")):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageSystemAttributes=system)


# Delays


def test_a_delayed_message_appears_when_it_falls_due(sqs, server, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x", DelaySeconds=900)
    server.advance(898)
    assert sqs.receive_message(QueueUrl=url) == {}
    server.advance(3)
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["x"]


def test_the_queue_delays_what_names_no_delay(sqs, server, queue):
    url = queue(DelaySeconds=50)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    assert sqs.receive_message(QueueUrl=url) == {}
    server.advance(51)
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["x"]


def test_a_delay_of_zero_overrides_the_queue(sqs, queue):
    url = queue(DelaySeconds=50)
    sqs.send_message(QueueUrl=url, MessageBody="x", DelaySeconds=0)
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["x"]


@pytest.mark.parametrize("delay", [-1, 901, 2147483647])
def test_a_delay_is_at_most_900_seconds(sqs, queue, delay):
    with refused("InvalidParameterValue", re.compile(f"^Value {delay} for parameter DelaySeconds is invalid\\. Reason: ")):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", DelaySeconds=delay)


def test_delayed_messages_fall_due_in_order_of_time(sqs, server, queue):
    url = queue()
    for delay in (30, 10, 20):
        sqs.send_message(QueueUrl=url, MessageBody=str(delay), DelaySeconds=delay)
    for delay in (10, 20, 30):
        server.advance(10)
        assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == [str(delay)]


# What only a FIFO queue takes


def test_a_deduplication_id_is_not_for_a_standard_queue(sqs, queue):
    text = re.compile(re.escape(WRONG_KIND.format("d", "MessageDeduplicationId")))
    with refused("InvalidParameterValue", text):
        sqs.send_message(QueueUrl=queue(), MessageBody="x", MessageDeduplicationId="d")
