"""A FIFO queue keeps the order of each group, hands a group to one consumer at a time, and takes each message once."""

import hashlib
import re

import pytest

from harness.expect import UUID, WRONG_KIND, md5, refused

MISSING_DEDUPLICATION = (
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
)
EXPIRED = "Value {} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def send(sqs, url, body, group="g", dedup=None, **more):
    return sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=dedup or body, **more)


def receive(sqs, url, count=10, **more):
    return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=count, **more).get("Messages", [])


def received(sqs, url, count=10, **more):
    return [message["Body"] for message in receive(sqs, url, count, **more)]


def delete(sqs, url, message):
    return sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def hide(sqs, url, message, seconds):
    return sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds)


@pytest.fixture
def group(sqs, fifo):
    """A queue with the group g of three messages, 1, 2 and 3."""
    url = fifo()
    for body in "123":
        send(sqs, url, body)
    return url


# The answer


def test_a_send_is_answered_with_a_sequence_number(sqs, fifo):
    answer = send(sqs, fifo(), "hello")
    assert re.fullmatch(r"\d{20}", answer.pop("SequenceNumber"))
    assert UUID.fullmatch(answer.pop("MessageId"))
    assert answer == {"MD5OfMessageBody": md5("hello")}


def test_sequence_numbers_rise_over_all_groups(sqs, fifo):
    url = fifo()
    numbers = [int(send(sqs, url, str(i), group=f"g{i % 3}")["SequenceNumber"]) for i in range(12)]
    assert numbers == sorted(set(numbers))


def test_all_system_attributes_of_a_fifo_message_are_seven(sqs, fifo):
    url = fifo()
    sent = send(sqs, url, "x", group="a group/1".replace(" ", "_"), dedup="once")
    [message] = receive(sqs, url, AttributeNames=["All"])
    attributes = message["Attributes"]
    assert set(attributes) == {
        "ApproximateFirstReceiveTimestamp",
        "ApproximateReceiveCount",
        "MessageDeduplicationId",
        "MessageGroupId",
        "SenderId",
        "SentTimestamp",
        "SequenceNumber",
    }
    assert attributes["MessageGroupId"] == "a_group/1"
    assert attributes["MessageDeduplicationId"] == "once"
    assert attributes["SequenceNumber"] == sent["SequenceNumber"]


@pytest.mark.parametrize("wanted, value", [("MessageGroupId", "g"), ("MessageDeduplicationId", "x")])
def test_one_fifo_attribute_can_be_asked_for(sqs, fifo, wanted, value):
    url = fifo()
    send(sqs, url, "x")
    assert receive(sqs, url, AttributeNames=[wanted])[0]["Attributes"] == {wanted: value}


# What a send needs


def test_a_message_without_group_is_refused(sqs, fifo):
    with refused("MissingParameter", "The request must contain the parameter MessageGroupId."):
        sqs.send_message(QueueUrl=fifo(), MessageBody="x", MessageDeduplicationId="d")


def test_a_message_without_deduplication_is_refused(sqs, fifo):
    with refused("InvalidParameterValue", MISSING_DEDUPLICATION):
        sqs.send_message(QueueUrl=fifo(), MessageBody="x", MessageGroupId="g")


@pytest.mark.parametrize("parameter", ["MessageGroupId", "MessageDeduplicationId"])
@pytest.mark.parametrize("good", ["a", "x" * 128, PUNCTUATION, "0"], ids=["one", "128", "punctuation", "digit"])
def test_these_ids_pass(sqs, fifo, parameter, good):
    url = fifo()
    ids = {"MessageGroupId": "g", "MessageDeduplicationId": "d"} | {parameter: good}
    sqs.send_message(QueueUrl=url, MessageBody="x", **ids)
    assert receive(sqs, url, AttributeNames=[parameter])[0]["Attributes"] == {parameter: good}


@pytest.mark.parametrize("parameter", ["MessageGroupId", "MessageDeduplicationId"])
@pytest.mark.parametrize("bad", ["a b", "x" * 129, "ä", "tab\there"], ids=["space", "129", "accent", "tab"])
def test_these_ids_do_not(sqs, fifo, parameter, bad):
    ids = {"MessageGroupId": "g", "MessageDeduplicationId": "d"} | {parameter: bad}
    text = (
        f"Value {bad} for parameter {parameter} is invalid. Reason: {parameter} can only include alphanumeric and "
        "punctuation characters. 1 to 128 in length."
    )
    with refused("InvalidParameterValue", text):
        sqs.send_message(QueueUrl=fifo(), MessageBody="x", **ids)


@pytest.mark.parametrize("delay", [1, 10])
def test_a_message_has_no_delay_of_its_own(sqs, fifo, delay):
    with refused("InvalidParameterValue", WRONG_KIND.format(delay, "DelaySeconds") + "."):
        send(sqs, fifo(), "x", DelaySeconds=delay)


def test_a_delay_of_zero_means_the_queues_delay(sqs, server, fifo):
    url = fifo(DelaySeconds=10)
    send(sqs, url, "x", DelaySeconds=0)
    assert received(sqs, url) == []
    server.advance(11)
    assert received(sqs, url) == ["x"]


# Order and locking: a receive gives the longest visible prefix of a group's undeleted messages


def test_messages_of_a_group_come_in_the_order_of_their_sends(sqs, fifo):
    url = fifo()
    for i in range(25):
        send(sqs, url, str(i))
    found = []
    while messages := receive(sqs, url):
        found += [message["Body"] for message in messages]
        for message in messages:
            delete(sqs, url, message)
    assert found == [str(i) for i in range(25)]


def test_groups_do_not_hold_up_each_other(sqs, fifo):
    url = fifo()
    for i in range(4):
        for name in "abc":
            send(sqs, url, f"{name}{i}", group=name)
    seen = {}
    while messages := receive(sqs, url, count=2):
        for message in messages:
            seen.setdefault(message["Body"][0], []).append(message["Body"])
        for message in messages:
            delete(sqs, url, message)
    assert seen == {name: [f"{name}{i}" for i in range(4)] for name in "abc"}


def test_one_receive_may_hold_several_groups_each_in_order(sqs, fifo):
    url = fifo()
    for body in ("a1", "b1", "a2", "b2"):
        send(sqs, url, body, group=body[0])
    found = received(sqs, url)
    assert sorted(found) == ["a1", "a2", "b1", "b2"]
    assert found.index("a1") < found.index("a2") and found.index("b1") < found.index("b2")


def test_a_group_in_flight_is_blocked(sqs, group):
    assert received(sqs, group, count=1) == ["1"]
    assert received(sqs, group) == []


def test_a_blocked_group_does_not_block_another(sqs, group):
    receive(sqs, group, count=1)
    send(sqs, group, "other", group="h")
    assert received(sqs, group) == ["other"]


def test_sending_to_a_blocked_group_does_not_unblock_it(sqs, group):
    receive(sqs, group, count=1)
    send(sqs, group, "4")
    assert received(sqs, group) == []


def test_deleting_the_message_in_flight_frees_the_group(sqs, group):
    [first] = receive(sqs, group, count=1)
    delete(sqs, group, first)
    assert received(sqs, group) == ["2", "3"]


def test_a_group_stays_blocked_until_the_last_message_in_flight_is_deleted(sqs, group):
    send(sqs, group, "4")
    messages = receive(sqs, group, count=3)
    for message in messages[:2]:
        delete(sqs, group, message)
        assert received(sqs, group) == []
    delete(sqs, group, messages[2])
    assert received(sqs, group) == ["4"]


def test_deleting_in_the_wrong_order_frees_nothing_early(sqs, group):
    messages = receive(sqs, group)
    send(sqs, group, "4")
    for message in reversed(messages):
        assert received(sqs, group) == []
        delete(sqs, group, message)
    assert received(sqs, group) == ["4"]


def test_all_return_in_order_when_their_timeout_runs_out(sqs, server, group):
    receive(sqs, group)
    server.advance(31)
    assert received(sqs, group) == ["1", "2", "3"]


def test_with_the_middle_one_extended_only_the_first_returns(sqs, server, group):
    messages = receive(sqs, group)
    hide(sqs, group, messages[1], 100)
    server.advance(31)
    assert received(sqs, group) == ["1"]


def test_with_the_last_one_extended_the_first_two_return(sqs, server, group):
    messages = receive(sqs, group)
    hide(sqs, group, messages[2], 100)
    server.advance(31)
    assert received(sqs, group) == ["1", "2"]


def test_with_the_head_extended_nothing_returns(sqs, server, group):
    messages = receive(sqs, group)
    hide(sqs, group, messages[0], 100)
    server.advance(31)
    assert received(sqs, group) == []
    server.advance(70)
    assert received(sqs, group) == ["1", "2", "3"]


def test_a_head_set_visible_returns_while_later_ones_are_in_flight(sqs, group):
    messages = receive(sqs, group)
    hide(sqs, group, messages[0], 0)
    assert received(sqs, group) == ["1"]


def test_a_later_one_set_visible_waits_for_the_head(sqs, group):
    messages = receive(sqs, group)
    hide(sqs, group, messages[2], 0)
    hide(sqs, group, messages[1], 0)
    assert received(sqs, group) == []
    delete(sqs, group, messages[0])
    assert received(sqs, group) == ["2", "3"]


def test_a_deleted_message_leaves_no_gap_in_the_prefix(sqs, server, group):
    messages = receive(sqs, group)
    delete(sqs, group, messages[1])
    server.advance(31)
    assert received(sqs, group) == ["1", "3"]


def test_a_receive_with_zero_timeout_gives_the_same_prefix_again(sqs, group):
    for _ in range(2):
        assert received(sqs, group, count=2, VisibilityTimeout=0) == ["1", "2"]


def test_the_delay_of_a_queue_keeps_the_order(sqs, server, fifo):
    url = fifo(DelaySeconds=10)
    send(sqs, url, "1")
    server.advance(5)
    send(sqs, url, "2")
    server.advance(6)
    assert received(sqs, url) == ["1"]
    server.advance(25)
    assert received(sqs, url) == []
    server.advance(6)
    assert received(sqs, url) == ["1", "2"]


def test_only_received_messages_count_as_not_visible(sqs, group):
    receive(sqs, group, count=1)
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counts = sqs.get_queue_attributes(QueueUrl=group, AttributeNames=names)["Attributes"]
    assert counts == {"ApproximateNumberOfMessages": "2", "ApproximateNumberOfMessagesNotVisible": "1"}


# Handles


def test_an_expired_handle_cannot_delete(sqs, server, group):
    [first] = receive(sqs, group, count=1)
    server.advance(31)
    with refused("InvalidParameterValue", EXPIRED.format(first["ReceiptHandle"])):
        delete(sqs, group, first)
    assert received(sqs, group) == ["1", "2", "3"]


def test_a_handle_of_an_earlier_receive_cannot_delete(sqs, server, group):
    [old] = receive(sqs, group, count=1)
    server.advance(31)
    [new] = receive(sqs, group, count=1)
    with refused("InvalidParameterValue", EXPIRED.format(old["ReceiptHandle"])):
        delete(sqs, group, old)
    delete(sqs, group, new)
    assert received(sqs, group) == ["2", "3"]


def test_a_handle_extended_in_time_can_delete(sqs, server, group):
    [first] = receive(sqs, group, count=1)
    server.advance(25)
    hide(sqs, group, first, 30)
    server.advance(25)
    delete(sqs, group, first)
    assert received(sqs, group) == ["2", "3"]


def test_an_expired_handle_fails_alone_in_a_batch(sqs, server, fifo):
    url = fifo()
    send(sqs, url, "a", group="a")
    send(sqs, url, "b", group="b")
    messages = receive(sqs, url)
    hide(sqs, url, messages[1], 100)
    server.advance(31)
    answer = sqs.delete_message_batch(
        QueueUrl=url, Entries=[{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
    )
    assert answer["Successful"] == [{"Id": "1"}]
    [failed] = answer["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("0", "InvalidParameterValue", True)


def test_deleting_twice_in_time_succeeds(sqs, group):
    [first] = receive(sqs, group, count=1)
    for _ in range(2):
        assert delete(sqs, group, first) == {}


# Deduplication


def test_a_retry_is_answered_with_the_first_message_and_enqueues_nothing(sqs, fifo):
    url = fifo()
    first = send(sqs, url, "x", dedup="d")
    second = send(sqs, url, "x", dedup="d")
    assert (second["MessageId"], second["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
    assert received(sqs, url) == ["x"]


def test_a_retry_with_another_body_is_a_duplicate_all_the_same(sqs, fifo):
    url = fifo()
    first = send(sqs, url, "first", dedup="d")
    assert send(sqs, url, "second", dedup="d")["MessageId"] == first["MessageId"]
    assert received(sqs, url) == ["first"]


def test_the_window_lasts_five_minutes_from_the_first_send(sqs, server, fifo):
    url = fifo()
    first = send(sqs, url, "x", dedup="d")
    server.advance(298)
    assert send(sqs, url, "x", dedup="d")["MessageId"] == first["MessageId"]
    server.advance(3)
    assert send(sqs, url, "x", dedup="d")["MessageId"] != first["MessageId"]
    assert received(sqs, url) == ["x", "x"]


def test_duplicates_do_not_prolong_the_window(sqs, server, fifo):
    url = fifo()
    send(sqs, url, "x", dedup="d")
    server.advance(200)
    send(sqs, url, "x", dedup="d")
    server.advance(101)
    send(sqs, url, "x", dedup="d")
    assert received(sqs, url) == ["x", "x"]


def test_the_window_goes_on_after_receive_and_delete(sqs, fifo):
    url = fifo()
    send(sqs, url, "x", dedup="d")
    delete(sqs, url, receive(sqs, url)[0])
    send(sqs, url, "x", dedup="d")
    assert received(sqs, url) == []


def test_the_same_id_in_another_group_is_a_duplicate_where_the_scope_is_the_queue(sqs, fifo):
    url = fifo()
    first = send(sqs, url, "a", group="a", dedup="d")
    assert send(sqs, url, "b", group="b", dedup="d")["MessageId"] == first["MessageId"]
    assert received(sqs, url) == ["a"]


def test_the_same_id_in_another_group_is_none_where_the_scope_is_the_group(sqs, fifo):
    url = fifo(DeduplicationScope="messageGroup")
    for group_id, body in (("a", "a1"), ("b", "b1"), ("a", "a2")):
        send(sqs, url, body, group=group_id, dedup="d")
    assert sorted(received(sqs, url)) == ["a1", "b1"]


def test_a_retry_is_a_duplicate_after_the_scope_went_back_to_the_queue(sqs, fifo):
    """The send before the change counted in its group, and nobody looked there any more."""
    url = fifo(DeduplicationScope="messageGroup")
    first = send(sqs, url, "x", group="a", dedup="d")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DeduplicationScope": "queue"})
    assert send(sqs, url, "x", group="a", dedup="d")["MessageId"] == first["MessageId"]
    send(sqs, url, "y", group="b", dedup="d")  # no duplicate: recorded on AWS
    assert sorted(received(sqs, url)) == ["x", "y"]


def test_the_same_id_on_another_queue_is_none(sqs, fifo):
    first, second = fifo(), fifo()
    assert send(sqs, first, "x")["MessageId"] != send(sqs, second, "x")["MessageId"]
    assert received(sqs, second) == ["x"]


def test_content_stands_in_for_the_id(sqs, fifo):
    url = fifo(ContentBasedDeduplication="true")
    for body in ("same", "same", "other"):
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")
    found = receive(sqs, url, AttributeNames=["MessageDeduplicationId"])
    assert [message["Body"] for message in found] == ["same", "other"]
    assert found[0]["Attributes"]["MessageDeduplicationId"] == hashlib.sha256(b"same").hexdigest()


def test_attributes_are_no_content(sqs, fifo):
    url = fifo(ContentBasedDeduplication="true")
    for value in "12":
        attributes = {"a": {"DataType": "Number", "StringValue": value}}
        sqs.send_message(QueueUrl=url, MessageBody="same", MessageGroupId="g", MessageAttributes=attributes)
    assert received(sqs, url) == ["same"]


def test_an_explicit_id_wins_over_content(sqs, fifo):
    url = fifo(ContentBasedDeduplication="true")
    send(sqs, url, "same", dedup="1")
    send(sqs, url, "same", dedup="2")
    sqs.send_message(QueueUrl=url, MessageBody="same", MessageGroupId="g")
    assert received(sqs, url) == ["same"] * 3


def test_an_explicit_id_that_equals_the_hash_collides_with_the_content(sqs, fifo):
    url = fifo(ContentBasedDeduplication="true")
    sqs.send_message(QueueUrl=url, MessageBody="same", MessageGroupId="g")
    send(sqs, url, "another", dedup=hashlib.sha256(b"same").hexdigest())
    assert received(sqs, url) == ["same"]


def test_a_refused_send_does_not_use_up_its_id(sqs, fifo):
    url = fifo(MaximumMessageSize=1024)
    with refused("InvalidParameterValue"):
        send(sqs, url, "x" * 1025, dedup="d")
    send(sqs, url, "small", dedup="d")
    assert received(sqs, url) == ["small"]


def test_an_order_of_many_groups_holds_over_batches_and_timeouts(sqs, server, fifo):
    url = fifo()
    for i in range(0, 30, 10):
        entries = [
            {"Id": str(n), "MessageBody": f"{n % 4}:{n:02}", "MessageGroupId": str(n % 4), "MessageDeduplicationId": str(n)}
            for n in range(i, i + 10)
        ]
        sqs.send_message_batch(QueueUrl=url, Entries=entries)
    seen = {}
    for turn in range(40):
        messages = receive(sqs, url, count=3)
        if not messages:
            server.advance(31)
            continue
        for message in messages:
            if turn % 3:
                delete(sqs, url, message)
                seen.setdefault(message["Body"][0], []).append(message["Body"])
        server.advance(31)
    assert seen == {str(g): [f"{g}:{n:02}" for n in range(30) if n % 4 == g] for g in range(4)}
