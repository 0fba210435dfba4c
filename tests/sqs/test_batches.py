"""Batches fail whole or entry by entry, in the order in which AWS checks them."""

import pytest

from harness.expect import UUID, attributes_md5, bodies, md5, refused

PREFIX = "AWS.SimpleQueueService."
BAD_ID = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long."
MISSING_DEDUPLICATION = (
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
)


def send(sqs, url, *entries):
    return sqs.send_message_batch(QueueUrl=url, Entries=list(entries))


def entry(id, body="x", **more):
    return {"Id": id, "MessageBody": body} | more


def delete(sqs, url, entries):
    return sqs.delete_message_batch(QueueUrl=url, Entries=entries)


def change(sqs, url, entries):
    return sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)


OPERATIONS = {
    "SendMessageBatch": (lambda sqs, url, ids: send(sqs, url, *[entry(id) for id in ids])),
    "DeleteMessageBatch": (lambda sqs, url, ids: delete(sqs, url, [{"Id": id, "ReceiptHandle": "x"} for id in ids])),
    "ChangeMessageVisibilityBatch": (
        lambda sqs, url, ids: change(sqs, url, [{"Id": id, "ReceiptHandle": "x", "VisibilityTimeout": 1} for id in ids])
    ),
}


# The whole call


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_empty_batch_is_refused(sqs, queue, operation):
    text = f"There should be at least one {operation}RequestEntry in the request."
    with refused(PREFIX + "EmptyBatchRequest", text):
        OPERATIONS[operation](sqs, queue(), [])


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("count", [11, 20])
def test_more_than_ten_entries_are_refused(sqs, queue, operation, count):
    text = f"Maximum number of entries per request are 10. You have sent {count}."
    with refused(PREFIX + "TooManyEntriesInBatchRequest", text):
        OPERATIONS[operation](sqs, queue(), [str(i) for i in range(count)])


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("bad", ["", "a b", "a:b", "a.b", "ä", "x" * 81])
def test_an_id_is_1_to_80_plain_characters(sqs, queue, operation, bad):
    with refused(PREFIX + "InvalidBatchEntryId", BAD_ID):
        OPERATIONS[operation](sqs, queue(), ["good", bad])


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_id_stands_once(sqs, queue, operation):
    with refused(PREFIX + "BatchEntryIdsNotDistinct", "Id twice repeated."):
        OPERATIONS[operation](sqs, queue(), ["once", "twice", "twice"])


def test_too_many_comes_before_bad_ids_before_repeated_ones_before_size(sqs, queue):
    url = queue()
    with refused(PREFIX + "TooManyEntriesInBatchRequest"):
        send(sqs, url, *[entry("bad id")] * 11)
    with refused(PREFIX + "InvalidBatchEntryId"):
        send(sqs, url, entry("a"), entry("a"), entry("bad id"))
    with refused(PREFIX + "BatchEntryIdsNotDistinct"):
        send(sqs, url, entry("a", "x" * 600_000), entry("a", "x" * 600_000))


def test_a_batch_holds_at_most_a_mebibyte(sqs, queue):
    url = queue()
    half = "x" * 524288
    assert len(send(sqs, url, entry("a", half), entry("b", half))["Successful"]) == 2
    text = "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes."
    with refused(PREFIX + "BatchRequestTooLong", text):
        send(sqs, url, entry("a", half), entry("b", half + "x"))


def test_attributes_count_towards_the_size_of_a_batch(sqs, queue):
    attribute = {"DataType": "String", "StringValue": "v" * 100}
    counted = len("name" + "String") + 100
    text = f"Batch requests cannot be longer than 1048576 bytes. You have sent {1048576 + 1} bytes."
    with refused(PREFIX + "BatchRequestTooLong", text):
        body = "x" * (1048577 - counted - 1)
        send(sqs, queue(), entry("a", body, MessageAttributes={"name": attribute}), entry("b", "x"))


def test_the_cap_of_a_batch_is_not_the_queues(sqs, queue):
    url = queue(MaximumMessageSize=1024)
    assert len(send(sqs, url, *[entry(str(i), "x" * 1024) for i in range(10)])["Successful"]) == 10


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_whole_call_that_fails_does_nothing(sqs, queue, operation):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="stays")
    message = sqs.receive_message(QueueUrl=url)["Messages"][0]
    handle = {"ReceiptHandle": message["ReceiptHandle"]}
    call, members = {
        "SendMessageBatch": (sqs.send_message_batch, {"MessageBody": "new"}),
        "DeleteMessageBatch": (sqs.delete_message_batch, handle),
        "ChangeMessageVisibilityBatch": (sqs.change_message_visibility_batch, handle | {"VisibilityTimeout": 0}),
    }[operation]
    with refused(PREFIX + "BatchEntryIdsNotDistinct"):
        call(QueueUrl=url, Entries=[{"Id": "a"} | members] * 2)
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (counts["ApproximateNumberOfMessages"], counts["ApproximateNumberOfMessagesNotVisible"]) == ("0", "1")


# Entry by entry


def test_each_entry_of_a_send_is_answered_under_its_id(sqs, queue):
    url = queue()
    attributes = {"k": {"DataType": "String", "StringValue": "v"}}
    answer = send(sqs, url, entry("one", "1"), entry("two_2", "2", MessageAttributes=attributes), entry("-3", "3"))
    assert set(answer) == {"Successful"}
    found = {one.pop("Id"): one for one in answer["Successful"]}
    assert all(UUID.fullmatch(one.pop("MessageId")) for one in found.values())
    assert found == {
        "one": {"MD5OfMessageBody": md5("1")},
        "two_2": {"MD5OfMessageBody": md5("2"), "MD5OfMessageAttributes": attributes_md5(attributes)},
        "-3": {"MD5OfMessageBody": md5("3")},
    }
    assert sorted(bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10))) == ["1", "2", "3"]


def test_an_entry_over_the_queues_limit_fails_alone(sqs, queue):
    url = queue(MaximumMessageSize=1024)
    answer = send(sqs, url, entry("good"), entry("big", "x" * 1025))
    assert [one["Id"] for one in answer["Successful"]] == ["good"]
    text = "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes."
    assert answer["Failed"] == [{"Id": "big", "SenderFault": True, "Code": "InvalidParameterValue", "Message": text}]


@pytest.mark.parametrize(
    "bad, code",
    [
        ({"MessageBody": "a\x01b"}, "InvalidMessageContents"),
        ({"MessageBody": "x", "DelaySeconds": 901}, "InvalidParameterValue"),
        ({"MessageBody": "x", "MessageDeduplicationId": "d"}, "InvalidParameterValue"),
        (
            {"MessageBody": "x", "MessageAttributes": {"a..b": {"DataType": "String", "StringValue": "v"}}},
            "InvalidParameterValue",
        ),
    ],
    ids=["characters", "delay", "deduplication-id", "attribute-name"],
)
def test_other_faults_of_an_entry_are_its_own_too(sqs, queue, bad, code):
    answer = send(sqs, queue(), {"Id": "bad"} | bad, entry("good"))
    assert [one["Id"] for one in answer["Successful"]] == ["good"]
    [failed] = answer["Failed"]
    assert (failed["Id"], failed["SenderFault"], failed["Code"]) == ("bad", True, code)


def test_a_send_whose_entries_all_fail_has_no_successes(sqs, queue):
    answer = send(sqs, queue(MaximumMessageSize=1024), entry("big", "x" * 1025))
    assert set(answer) == {"Failed"}


def test_delays_are_the_entries_own(sqs, server, queue):
    url = queue(DelaySeconds=10)
    send(sqs, url, entry("queue", "queue's"), entry("none", "none", DelaySeconds=0), entry("long", "long", DelaySeconds=20))
    seen = [bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10))]
    for _ in range(2):
        server.advance(10.5)
        seen.append(bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)))
    assert seen == [["none"], ["queue's"], ["long"]]


def test_a_batch_deletes_its_messages(sqs, server, queue):
    url = queue()
    send(sqs, url, *[entry(str(i), str(i)) for i in range(5)])
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert len(messages) == 5
    answer = delete(sqs, url, [{"Id": m["Body"], "ReceiptHandle": m["ReceiptHandle"]} for m in messages[:4]])
    assert set(answer) == {"Successful"}
    assert sorted(one["Id"] for one in answer["Successful"]) == sorted(m["Body"] for m in messages[:4])
    assert all(set(one) == {"Id"} for one in answer["Successful"])
    server.advance(31)
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == [messages[4]["Body"]]


def test_deleting_twice_in_one_batch_or_in_two_succeeds(sqs, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x")
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    both = [{"Id": "a", "ReceiptHandle": handle}, {"Id": "b", "ReceiptHandle": handle}]
    for _ in range(2):
        assert [one["Id"] for one in delete(sqs, url, both)["Successful"]] == ["a", "b"]


def test_a_handle_that_is_none_fails_alone(sqs, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x")
    handle = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    good, bad = {"Id": "good", "ReceiptHandle": handle}, {"Id": "bad", "ReceiptHandle": "garbage"}
    for answer in (
        change(sqs, url, [good | {"VisibilityTimeout": 5}, bad | {"VisibilityTimeout": 5}]),
        delete(sqs, url, [bad, good]),
    ):
        assert answer["Successful"] == [{"Id": "good"}]
        [failed] = answer["Failed"]
        assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("bad", "ReceiptHandleIsInvalid", True)


def test_a_batch_changes_the_visibility_of_each_entry(sqs, server, queue):
    url = queue()
    send(sqs, url, *[entry(body, body) for body in ("now", "soon", "late")])
    messages = {m["Body"]: m["ReceiptHandle"] for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]}
    times = {"now": 0, "soon": 10, "late": 100}
    entries = [{"Id": body, "ReceiptHandle": handle, "VisibilityTimeout": times[body]} for body, handle in messages.items()]
    assert sorted(one["Id"] for one in change(sqs, url, entries)["Successful"]) == ["late", "now", "soon"]
    for body, passed in (("now", 0), ("soon", 11), ("late", 90)):
        server.advance(passed) if passed else None
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=1000)
        assert bodies(found) == [body]


def test_a_visibility_out_of_range_fails_alone(sqs, queue):
    url = queue()
    send(sqs, url, entry("a"), entry("b"))
    handles = [m["ReceiptHandle"] for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]
    answer = change(
        sqs,
        url,
        [
            {"Id": "bad", "ReceiptHandle": handles[0], "VisibilityTimeout": 43201},
            {"Id": "good", "ReceiptHandle": handles[1], "VisibilityTimeout": 43000},
        ],
    )
    assert answer["Successful"] == [{"Id": "good"}]
    [failed] = answer["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("bad", "InvalidParameterValue", True)


# FIFO


def test_entries_of_a_fifo_send_keep_their_order(sqs, fifo):
    url = fifo()
    answer = send(sqs, url, *[entry(str(i), str(i), MessageGroupId="g", MessageDeduplicationId=str(i)) for i in range(10)])
    numbers = [int(one["SequenceNumber"]) for one in sorted(answer["Successful"], key=lambda one: int(one["Id"]))]
    assert numbers == sorted(set(numbers))
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == [str(i) for i in range(10)]


def test_a_duplicate_inside_one_batch_is_enqueued_once(sqs, fifo):
    url = fifo()
    same = dict(MessageGroupId="g", MessageDeduplicationId="same")
    answer = send(sqs, url, entry("a", "first", **same), entry("b", "second", **same))
    assert len(answer["Successful"]) == 2
    assert len({one["MessageId"] for one in answer["Successful"]}) == 1
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["first"]


def test_a_missing_deduplication_id_fails_the_whole_call(sqs, fifo):
    url = fifo()
    good = entry("a", MessageGroupId="g", MessageDeduplicationId="1")
    with refused("InvalidParameterValue", MISSING_DEDUPLICATION):
        send(sqs, url, good, entry("b", MessageGroupId="g"))
    assert sqs.receive_message(QueueUrl=url) == {}


def test_a_missing_group_fails_the_whole_call(sqs, fifo):
    url = fifo(ContentBasedDeduplication="true")
    with refused("InvalidParameterValue", "The request must contain the parameter MessageGroupId."):
        send(sqs, url, entry("a", "1", MessageGroupId="g"), entry("b", "2"))
    assert sqs.receive_message(QueueUrl=url) == {}


def test_a_failed_entry_leaves_the_order_of_the_others(sqs, fifo):
    url = fifo(MaximumMessageSize=1024)
    entries = [
        entry(str(i), "x" * 1025 if i == 1 else str(i), MessageGroupId="g", MessageDeduplicationId=str(i)) for i in range(4)
    ]
    answer = send(sqs, url, *entries)
    assert [one["Id"] for one in answer["Failed"]] == ["1"]
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["0", "2", "3"]


def test_message_lists_in_an_answer_hold_one_id_for_each_entry(sqs, queue):
    url = queue(MaximumMessageSize=1024)
    entries = [entry(f"id{i}", "x" * (1025 if i % 3 == 0 else 10)) for i in range(10)]
    answer = send(sqs, url, *entries)
    assert [one["Id"] for one in answer["Successful"]] == [e["Id"] for i, e in enumerate(entries) if i % 3]
    assert [one["Id"] for one in answer["Failed"]] == [e["Id"] for i, e in enumerate(entries) if i % 3 == 0]
