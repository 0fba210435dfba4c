"""Calls that are well-formed and ask for what cannot be: each goes out in JSON and in Query."""

import re

from harness.expect import WRONG_KIND
from sqs.bad_input import call, invalid, missing, value_is_invalid

GUESS = "(?)"
STANDARD = {"QueueUrl": "<standard>"}
FIFO = {"QueueUrl": "<fifo>"}

# Queues

NAME_TEXT = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
NAMES = {
    "81 characters": "a" * 81,
    "a blank": "a b",
    "a dot": "a.b",
    "a slash": "a/b",
    "a NUL": "a\x00b",
    "a line end": "a\r\nX-Injected: 1",
    "the suffix of FIFO queues": "standard.fifo",
}
for what, bad in NAMES.items():
    invalid(f"a queue name with {what}", "CreateQueue", {"QueueName": bad}, NAME_TEXT, GUESS)
missing("a queue without a name", "CreateQueue", {}, "QueueName")
call("a queue with an empty name", "CreateQueue", {"QueueName": ""}, None, None, GUESS)
call(
    "a queue with FifoQueue false",
    "CreateQueue",
    {"QueueName": "plain", "Attributes": {"FifoQueue": "false"}},
    "InvalidAttributeName",
    "Unknown Attribute FifoQueue.",
    GUESS,
)
call(
    "a queue of different attributes",
    "CreateQueue",
    {"QueueName": "<standard-name>", "Attributes": {"DelaySeconds": "7"}},
    "QueueNameExists",
    "A queue already exists with the same name and a different value for attribute DelaySeconds",
    "recording:test_create_queue_with_different_attributes_raises_exception",
)
call(
    "a queue with an unknown attribute",
    "CreateQueue",
    {"QueueName": "plain", "Attributes": {"Nonsense": "1"}},
    "InvalidAttributeName",
    "Unknown Attribute Nonsense.",
    "spec:[V] §2",
)
NO_QUEUE = {
    "json": "The specified queue does not exist.",
    "query": "The specified queue does not exist for this wsdl version.",
}
call("the URL of no queue", "GetQueueUrl", {"QueueName": "no-such-queue"}, "QueueDoesNotExist", NO_QUEUE, "spec:[V] §2")
missing("the URL of a queue without a name", "GetQueueUrl", {}, "QueueName")
missing("a call without a queue", "ReceiveMessage", {}, "QueueUrl")
URLS = {
    "a word": "nonsense",
    "a blank": " ",
    "another scheme": "file:///etc/passwd",
    "no name": "http://localhost/000000000000/",
    "dots": "http://localhost/000000000000/..",
    "an account of letters": "http://localhost/account/queue",
}
for what, bad in URLS.items():
    call(f"a queue URL of {what}", "SendMessage", {"QueueUrl": bad, "MessageBody": "x"}, None, None, GUESS, (400, 404))
for value in (-1, 0, 1001):
    call(f"a list of {value} queues", "ListQueues", {"MaxResults": value}, None, None, "spec:[M] §4")
call("a list from a forged token", "ListQueues", {"MaxResults": 5, "NextToken": "forged"}, None, None, GUESS)

# Attributes

RANGES = {
    "DelaySeconds": (0, 900),
    "MaximumMessageSize": (1024, 1048576),
    "MessageRetentionPeriod": (60, 1209600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43200),
}
for name, (low, high) in RANGES.items():
    for value in (low - 1, high + 1, "many"):
        call(
            f"{name} {value}",
            "SetQueueAttributes",
            STANDARD | {"Attributes": {name: str(value)}},
            "InvalidAttributeValue",
            re.compile(f"^Invalid value for the parameter {name}\\."),
            "spec:[V] §2",
        )
ONLY_FIFO = "You can specify the {} only when FifoQueue is set to true."
NO_CHANGE = "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."
RECORDED = "recording:test_set_unsupported_attribute_standard"
SETTINGS = [
    (STANDARD, "FifoQueue", "true", "InvalidAttributeName", "Unknown Attribute FifoQueue.", RECORDED),
    (FIFO, "FifoQueue", "false", "InvalidAttributeValue", NO_CHANGE, "spec:[V] §3"),
    (
        STANDARD,
        "ContentBasedDeduplication",
        "true",
        "InvalidAttributeName",
        "Unknown Attribute ContentBasedDeduplication.",
        "spec:[V] §3",
    ),
    (STANDARD, "DeduplicationScope", "queue", "InvalidAttributeName", ONLY_FIFO.format("DeduplicationScope"), "spec:[V] §3"),
    (STANDARD, "FifoThroughputLimit", "perQueue", "InvalidAttributeName", ONLY_FIFO.format("FifoThroughputLimit"), "spec:[V] §3"),
    (STANDARD, "Nonsense", "1", "InvalidAttributeName", "Unknown Attribute Nonsense.", "spec:[V] §2"),
    (STANDARD, "QueueArn", "arn", "InvalidAttributeName", "Unknown Attribute QueueArn.", GUESS),
]
for queue, name, value, error, message, source in SETTINGS:
    kind = queue["QueueUrl"].strip("<>")
    call(
        f"setting {name} {value} on a {kind} queue",
        "SetQueueAttributes",
        queue | {"Attributes": {name: value}},
        error,
        message,
        source,
    )
call("setting no attributes at all", "SetQueueAttributes", STANDARD, "MissingRequiredParameterException", None, GUESS)
call(
    "asking for an attribute nobody knows",
    "GetQueueAttributes",
    STANDARD | {"AttributeNames": ["Nonsense"]},
    "InvalidAttributeName",
    "Unknown Attribute Nonsense.",
    "spec:[V] §3",
)
invalid("a tag with a long key", "TagQueue", STANDARD | {"Tags": {"k" * 129: "v"}}, None, GUESS)
invalid("a tag with a long value", "TagQueue", STANDARD | {"Tags": {"k": "v" * 257}}, None, GUESS)
TAG_TEXT = "Tag {} may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @"
for char in "<&>*,;#%'\"\n\t\x00\U0001f600":
    invalid(f"a tag with {char!r} in its key", "TagQueue", STANDARD | {"Tags": {"k" + char: "v"}}, TAG_TEXT.format("keys"), GUESS)
    invalid(f"a tag with {char!r} in its value", "TagQueue", STANDARD | {"Tags": {"k": char}}, TAG_TEXT.format("values"), GUESS)
for prefix in ("aws:", "AWS:", "Aws:"):
    text = "Tag keys can't start with aws:, which is reserved for AWS."
    invalid(f"a tag of AWS's own, {prefix}", "TagQueue", STANDARD | {"Tags": {prefix + "k": "v"}}, text, GUESS)
invalid("a queue with an illegal tag", "CreateQueue", {"QueueName": "plain", "tags": {"k": "<"}}, TAG_TEXT.format("values"), GUESS)
for none in (STANDARD, STANDARD | {"Tags": {}}):
    missing("no tags", "TagQueue", none, "Tags", GUESS)
NO_KEY = "Tag keys must be between 1 and 128 characters in length."
call("no keys of tags", "UntagQueue", STANDARD | {"TagKeys": []}, "InvalidParameterValueException", NO_KEY, GUESS, only="json")
text = "Too many tags added for queue <standard-name>."
invalid("51 tags", "TagQueue", STANDARD | {"Tags": {f"k{i}": "v" for i in range(51)}}, text, GUESS)

# Sending

SEND = STANDARD | {"MessageBody": "x"}
SEND_FIFO = FIFO | {"MessageBody": "x"}
IDS = {"MessageGroupId": "g", "MessageDeduplicationId": "d"}
TOO_LONG = "One or more parameters are invalid. Reason: Message must be shorter than {} bytes."
NO_DEDUPLICATION = "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
POSTING = "recording:test_posting_to_fifo_requires_deduplicationid_group_id"
UPDATED_SIZE = "recording:test_send_message_with_updated_maximum_message_size"

missing("a message without a body", "SendMessage", STANDARD, "MessageBody", "spec:[V] §5")
missing("a message with an empty body", "SendMessage", STANDARD | {"MessageBody": ""}, "MessageBody", "spec:[V] §5")
invalid("a mebibyte and a byte", "SendMessage", SEND | {"MessageBody": "x" * 1048577}, TOO_LONG.format(1048576), "spec:[V] §5")
small = {"QueueUrl": "<small>", "MessageBody": "x" * 1025}
invalid("a message over the queue's limit", "SendMessage", small, TOO_LONG.format(1024), UPDATED_SIZE)
for character in "\x00\x0b\x1f\ufffe\uffff":
    body = f"a{character}b"
    call(
        f"a message with U+{ord(character):04X}",
        "SendMessage",
        SEND | {"MessageBody": body},
        "InvalidMessageContents",
        None,
        "model",
    )
call("a message with a lone surrogate", "SendMessage", SEND | {"MessageBody": "a\ud800b"}, None, None, GUESS, only="json")
for delay in (-1, 901):
    invalid(
        f"a delay of {delay}",
        "SendMessage",
        SEND | {"DelaySeconds": delay},
        value_is_invalid(delay, "DelaySeconds"),
        "spec:[V] §2",
    )
delayed = SEND_FIFO | IDS | {"DelaySeconds": 1}
invalid("a delay on a FIFO queue", "SendMessage", delayed, WRONG_KIND.format(1, "DelaySeconds") + ".", "spec:[V] §5")
ungrouped = SEND_FIFO | {"MessageDeduplicationId": "d"}
missing("a FIFO message without a group", "SendMessage", ungrouped, "MessageGroupId", POSTING)
undeduplicated = SEND_FIFO | {"MessageGroupId": "g"}
invalid("a FIFO message without deduplication", "SendMessage", undeduplicated, NO_DEDUPLICATION, POSTING)
for name in IDS:
    for what, bad in {"a blank": "a b", "129 characters": "x" * 129}.items():
        text = (
            f"Value {bad} for parameter {name} is invalid. "
            f"Reason: {name} can only include alphanumeric and punctuation characters. 1 to 128 in length."
        )
        invalid(f"a {name} with {what}", "SendMessage", SEND_FIFO | IDS | {name: bad}, text, "spec:[V] §8")
misplaced = re.compile("^" + re.escape(WRONG_KIND.format("d", "MessageDeduplicationId")))
invalid("a deduplication id on a standard queue", "SendMessage", SEND | {"MessageDeduplicationId": "d"}, misplaced, "spec:[V] §8")


# Message attributes


def attributed(**attributes):
    return SEND | {"MessageAttributes": attributes}


def attribute(value="v", kind="String"):
    return {"DataType": kind, "StringValue": value}


ATTRIBUTE_NAMES = {
    "an empty name": "",
    "a leading dot": ".a",
    "a trailing dot": "a.",
    "two dots": "a..b",
    "AWS.": "AWS.a",
    "amazon.": "amazon.a",
    "257 characters": "x" * 257,
    "a blank": "a b",
}
for what, bad in ATTRIBUTE_NAMES.items():
    invalid(f"a message attribute with {what}", "SendMessage", attributed(**{bad: attribute()}), None, GUESS)
VALUES = {
    "of no type": {"StringValue": "v"},
    "of an unknown type": attribute(kind="Text"),
    "of an empty type": attribute(kind=""),
    "of a type of 257 characters": attribute(kind="String." + "x" * 250),
    "without a value": {"DataType": "String"},
    "that is no number": attribute("one", "Number"),
    "with a control character": attribute("a\x01b"),
}
for what, value in VALUES.items():
    call(f"a message attribute {what}", "SendMessage", attributed(a=value), None, None, GUESS)
empty = "Message (user) attribute 'a' must contain a non-empty value of type 'String'."
invalid("a message attribute that is empty", "SendMessage", attributed(a=attribute("")), empty, "spec:[V] §5")
invalid("eleven message attributes", "SendMessage", attributed(**{f"a{i}": attribute() for i in range(11)}), None, GUESS)
listed = attributed(a={"DataType": "String", "StringListValues": ["v"]})
call("a list of values", "SendMessage", listed, None, None, GUESS, only="json")
call(
    "a system attribute nobody knows",
    "SendMessage",
    SEND | {"MessageSystemAttributes": {"SenderId": attribute()}},
    None,
    None,
    GUESS,
)

# Batches

ENTRIES = {
    "SendMessageBatch": {"MessageBody": "x"},
    "DeleteMessageBatch": {"ReceiptHandle": "x"},
    "ChangeMessageVisibilityBatch": {"ReceiptHandle": "x", "VisibilityTimeout": 1},
}
TOO_MANY_SOURCE = {
    "SendMessageBatch": "spec:[V] §2",
    "DeleteMessageBatch": "recording:test_delete_message_batch_with_too_large_batch",
    "ChangeMessageVisibilityBatch": "recording:test_change_message_visibility_batch_with_too_large_batch",
}
BAD_ID = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long."
TOO_MANY = "Maximum number of entries per request are 10. You have sent {}."


def batch(operation, *ids):
    return STANDARD | {"Entries": [{"Id": id} | ENTRIES[operation] for id in ids]}


for op in ENTRIES:
    text = f"There should be at least one {op}RequestEntry in the request."
    call(f"an empty {op}", op, batch(op), "EmptyBatchRequest", text, GUESS)
    eleven = batch(op, *map(str, range(11)))
    call(f"a {op} of 11", op, eleven, "TooManyEntriesInBatchRequest", TOO_MANY.format(11), TOO_MANY_SOURCE[op])
    call(f"a {op} with an id repeated", op, batch(op, "a", "b", "a"), "BatchEntryIdsNotDistinct", "Id a repeated.", GUESS)
    source = "recording:test_delete_message_batch_invalid_msg_id" if op == "DeleteMessageBatch" else "spec:[V] §2"
    for what, bad in {"nothing": "", "a colon": "invalid:id", "81 letters": "x" * 81}.items():
        call(f"a {op} with an id of {what}", op, batch(op, "good", bad), "InvalidBatchEntryId", BAD_ID, source)
thousands = batch("SendMessageBatch", *map(str, range(10_000)))
call(
    "a batch of 10,000",
    "SendMessageBatch",
    thousands,
    "TooManyEntriesInBatchRequest",
    TOO_MANY.format(10_000),
    "spec:[V] §2",
    only="json",
)
call(
    "a batch of a mebibyte and a byte",
    "SendMessageBatch",
    STANDARD | {"Entries": [{"Id": "a", "MessageBody": "x" * 524288}, {"Id": "b", "MessageBody": "x" * 524289}]},
    "BatchRequestTooLong",
    "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
    "recording:test_send_message_batch_with_oversized_contents",
)
FIFO_ENTRY = {"Id": "a", "MessageBody": "x"}
undeduplicated = FIFO | {"Entries": [FIFO_ENTRY | {"MessageGroupId": "g"}]}
source = "recording:test_send_batch_missing_deduplication_id_for_fifo_queue"
invalid("a FIFO batch without deduplication", "SendMessageBatch", undeduplicated, NO_DEDUPLICATION, source)
ungrouped = FIFO | {"Entries": [FIFO_ENTRY | {"MessageDeduplicationId": "d"}]}
text = "The request must contain the parameter MessageGroupId."
invalid("a FIFO batch without a group", "SendMessageBatch", ungrouped, text, "spec:[V] §6")

# Receiving

for value in (-1, 0, 11):
    text = f"Value {value} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided."
    invalid(f"a receive of {value}", "ReceiveMessage", STANDARD | {"MaxNumberOfMessages": value}, text, "spec:[V] §7")
for value in (-1, 21):
    text = f"Value {value} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided."
    source = "recording:test_send_receive_wait_time_seconds"
    invalid(f"a wait of {value}", "ReceiveMessage", STANDARD | {"WaitTimeSeconds": value}, text, source)
for value in (-1, 43201):
    text = value_is_invalid(value, "VisibilityTimeout")
    invalid(f"a receive that hides for {value}", "ReceiveMessage", STANDARD | {"VisibilityTimeout": value}, text, "spec:[V] §2")
call("a receive of an attribute nobody knows", "ReceiveMessage", STANDARD | {"AttributeNames": ["Nonsense"]}, None, None, GUESS)

# Handles: each for a delete and for a change of visibility

HANDLES = {
    "a word": ("garbage", re.compile("^The input receipt handle is invalid")),
    "64 KB": ("x" * 65536, None),
    "base64 of nothing known": ("AQEB" * 15, None),
    "another queue": ("<handle-of-another-queue>", 'The receipt handle "<handle-of-another-queue>" is not valid for this queue.'),
    "a queue deleted and made again": ("<handle-of-a-remade-queue>", None),
    "its own queue, cut short": ("<handle-cut-short>", None),
    "its own queue, made longer": ("<handle-made-longer>", None),
    "its own queue, one bit flipped at the start": ("<handle-flipped-at-the-start>", None),
    "its own queue, one bit flipped in the middle": ("<handle-flipped-in-the-middle>", None),
    "its own queue, one bit flipped at the end": ("<handle-flipped-at-the-end>", None),
    "its own queue, letters swapped in case": ("<handle-in-swapped-case>", None),
    "its own queue, twice": ("<handle-twice>", None),
    "its own queue, with a blank": ("<handle-with-a-blank>", None),
}
for what, (handle, message) in HANDLES.items():
    url = "<remade>" if "made again" in what else "<standard>"
    for op, more in (("DeleteMessage", {}), ("ChangeMessageVisibility", {"VisibilityTimeout": 0})):
        given = {"QueueUrl": url, "ReceiptHandle": handle} | more
        call(f"{op} with a handle of {what}", op, given, "ReceiptHandleIsInvalid", message, GUESS, 404)
HELD = STANDARD | {"ReceiptHandle": "<handle>"}
missing("a delete without a handle", "DeleteMessage", STANDARD, "ReceiptHandle")
missing("a change of visibility without one", "ChangeMessageVisibility", HELD, "VisibilityTimeout")
for value in (-1, 43201):
    text = value_is_invalid(value, "VisibilityTimeout")
    invalid(
        f"a change of visibility to {value}", "ChangeMessageVisibility", HELD | {"VisibilityTimeout": value}, text, "spec:[V] §2"
    )
invalid(
    "a delete with an expired handle of a FIFO queue",
    "DeleteMessage",
    FIFO | {"ReceiptHandle": "<expired-handle>"},
    "Value <expired-handle> for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.",
    "recording:test_fifo_delete_after_visibility_timeout",
)
invalid(
    "a change of a message that was deleted",
    "ChangeMessageVisibility",
    STANDARD | {"ReceiptHandle": "<handle-of-a-deleted-message>", "VisibilityTimeout": 0},
    re.compile("Reason: Message does not exist or is not available for visibility timeout change\\.$"),
    GUESS,
)
