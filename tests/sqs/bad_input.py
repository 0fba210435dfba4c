"""The table of malformed and out-of-range requests, each row with the source of its expected answer.

`source` is one of
    recording:<scenario>   AWS's own recorded answer
    spec:[V] §n            the SQS fact sheet, recorded from AWS
    spec:[D] §n, [M] §n    the fact sheet, from AWS's documentation or model
    model                  the API model itself
    (?)                    a guess, ours or the fact sheet's: it binds nobody but us
A row that names two sources for code and wording takes the weaker one. `<name>` inside a string stands for something
alive that the test makes: <standard>, <fifo> and <small> are queue URLs, the handles are explained in the test.
"""

import gzip
import json
import re
from dataclasses import dataclass

CLOSED = 0
CLIENT_ERROR = tuple(range(400, 500))
REFUSED = (CLOSED, *CLIENT_ERROR)
ANSWERED = (200, *CLIENT_ERROR)

PREFIX = "AWS.SimpleQueueService."
# JSON's __type -> the Query code, which JSON repeats in x-amzn-query-error (fact sheet, section 2).
QUERY_CODES = {
    "QueueDoesNotExist": PREFIX + "NonExistentQueue",
    "QueueNameExists": "QueueAlreadyExists",
    "InvalidParameterValueException": "InvalidParameterValue",
    "MissingRequiredParameterException": "MissingParameter",
    "InvalidAttributeName": "InvalidAttributeName",
    "InvalidAttributeValue": "InvalidAttributeValue",
    "InvalidMessageContents": "InvalidMessageContents",
    "ReceiptHandleIsInvalid": "ReceiptHandleIsInvalid",
    "InvalidAddress": "InvalidAddress",
} | {
    name: PREFIX + name
    for name in (
        "BatchEntryIdsNotDistinct",
        "BatchRequestTooLong",
        "EmptyBatchRequest",
        "InvalidBatchEntryId",
        "TooManyEntriesInBatchRequest",
        "UnsupportedOperation",
    )
}


@dataclass(frozen=True)
class Call:
    """An operation with parameters, sent in JSON and, unless `only` says otherwise, in Query as well."""

    operation: str
    parameters: dict
    only: str = ""


@dataclass(frozen=True)
class Json:
    """A JSON request whose body is these bytes; headers replace or (None) remove the usual ones."""

    operation: str
    body: bytes
    headers: tuple = ()
    path: str = "/"
    method: str = "POST"


@dataclass(frozen=True)
class Form:
    """A Query request whose form is these bytes."""

    body: bytes
    headers: tuple = ()
    path: str = "/"
    method: str = "POST"


@dataclass(frozen=True)
class Bytes:
    """What goes over the socket, byte by byte."""

    data: bytes
    half_close: bool = False


@dataclass(frozen=True)
class Row:
    name: str
    request: object
    status: object
    error: object  # __type, or {"json": __type, "query": code}; None: not checked
    message: object  # text, pattern or None
    source: str


ROWS = []


def row(name, request, error, message, source, status=400):
    ROWS.append(Row(name, request, status, error, message, source))


def call(name, operation, parameters, error, message, source, status=400, only=""):
    row(name, Call(operation, parameters, only), error, message, source, status)


# JSON: what is not JSON

UNPARSABLE = {
    "cut off": b'{"QueueName":',
    "an empty body": b"",
    "blanks": b"   \r\n",
    "an array": b"[]",
    "a string": b'"QueueName"',
    "a number": b"12",
    "null": b"null",
    "two documents": b'{"QueueName":"a"}{"QueueName":"b"}',
    "rubbish after it": b'{"QueueName":"a"} x',
    "single quotes": b"{'QueueName':'a'}",
    "a trailing comma": b'{"QueueName":"a",}',
    "a comment": b'{"QueueName":"a"/* c */}',
    "no quotes": b"{QueueName:a}",
    "a raw line end in a string": b'{"QueueName":"a\nb"}',
    "a raw NUL in a string": b'{"QueueName":"a\x00b"}',
    "a raw NUL between": b'{"QueueName":\x00"a"}',
    "a broken escape": b'{"QueueName":"a\\x41"}',
    "a cut escape": b'{"QueueName":"a\\u12"}',
    "bad UTF-8": b'{"QueueName":"a\xff\xfe"}',
    "overlong UTF-8": b'{"QueueName":"\xc0\xaf"}',
    "a surrogate in UTF-8": b'{"QueueName":"\xed\xa0\x80"}',
    "UTF-16": '{"QueueName":"a"}'.encode("utf-16"),
    "a form": b"Action=CreateQueue&QueueName=a",
    "XML": b"<QueueName>a</QueueName>",
    "100,000 open brackets": b"[" * 100_000,
    "100,000 open braces": b'{"QueueName":' * 100_000,
    "a name nested 100,000 deep": b'{"QueueName":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a stranger nested 100,000 deep": b'{"Nonsense":' + b"[" * 100_000 + b"]" * 100_000 + b',"QueueName":"bomb"}',
}
for what, body in UNPARSABLE.items():
    row(f"JSON that is {what}", Json("CreateQueue", body), "SerializationException", None, "(?)")

row("a lone surrogate as an escape", Json("SendMessage", b'{"QueueUrl":"<standard>","MessageBody":"a\\ud800b"}'), None, None, "(?)")
row("the same member twice", Json("GetQueueUrl", b'{"QueueName":"no-such-1","QueueName":"no-such-2"}'), None, None, "(?)")
row("200,000 strangers", Json("GetQueueUrl", json.dumps({f"k{i}": i for i in range(200_000)}).encode()), None, None, "(?)", CLIENT_ERROR)

# JSON: the wrong type

WRONG_TYPES = {
    "a number for a text": ("CreateQueue", b'{"QueueName":5}'),
    "a truth for a text": ("CreateQueue", b'{"QueueName":true}'),
    "an object for a text": ("CreateQueue", b'{"QueueName":{}}'),
    "a list for a text": ("CreateQueue", b'{"QueueName":["a"]}'),
    "a list for a map": ("CreateQueue", b'{"QueueName":"a","Attributes":["DelaySeconds"]}'),
    "a text for a map": ("CreateQueue", b'{"QueueName":"a","Attributes":"DelaySeconds"}'),
    "an object in a map of texts": ("CreateQueue", b'{"QueueName":"a","Attributes":{"DelaySeconds":{}}}'),
    "a text for a list": ("SendMessageBatch", b'{"QueueUrl":"<standard>","Entries":"a"}'),
    "a text for an entry": ("SendMessageBatch", b'{"QueueUrl":"<standard>","Entries":["a"]}'),
    "an object for a list": ("ReceiveMessage", b'{"QueueUrl":"<standard>","AttributeNames":{"0":"All"}}'),
    "a word for a number": ("ReceiveMessage", b'{"QueueUrl":"<standard>","MaxNumberOfMessages":"ten"}'),
    "a truth for a number": ("ReceiveMessage", b'{"QueueUrl":"<standard>","MaxNumberOfMessages":true}'),
    "a list for a number": ("ReceiveMessage", b'{"QueueUrl":"<standard>","MaxNumberOfMessages":[1]}'),
    "a binary value that is not base64": (
        "SendMessage",
        b'{"QueueUrl":"<standard>","MessageBody":"x","MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"*!*"}}}',
    ),
}
for what, (operation, body) in WRONG_TYPES.items():
    row(f"JSON with {what}", Json(operation, body), "SerializationException", None, "(?)")

NUMBERS = {"a fraction": b"1.5", "10 to the 400": b"1e400", "40 digits": b"9" * 40, "minus 40 digits": b"-" + b"9" * 40, "2 to the 31": b"2147483648"}
for what, number in NUMBERS.items():
    body = b'{"QueueUrl":"<standard>","MaxNumberOfMessages":' + number + b"}"
    row(f"JSON with {what} for a number", Json("ReceiveMessage", body), None, None, "(?)")

# JSON: which operation

TARGETS = {
    "an unknown operation": "AmazonSQS.MakeCoffee",
    "an operation in lower case": "AmazonSQS.sendmessage",
    "no operation": "AmazonSQS.",
    "no dot": "AmazonSQS",
    "nothing": "",
    "another service": "DynamoDB_20120810.ListTables",
    "two dots": "AmazonSQS.ListQueues.More",
    "10,000 letters": "AmazonSQS." + "x" * 10_000,
}
for what, target in TARGETS.items():
    request = Json("", b"{}", (("x-amz-target", target),))
    row(f"a target of {what}", request, "UnknownOperationException", None, "(?)", (400, 404))
row("no target at all", Json("", b"{}", (("x-amz-target", None),)), None, None, "(?)", CLIENT_ERROR)
row("a content type of text", Json("ListQueues", b"{}", (("content-type", "text/plain"),)), None, None, "(?)", CLIENT_ERROR)
row("no content type", Json("ListQueues", b"{}", (("content-type", None),)), None, None, "(?)", ANSWERED)
row("the CBOR content type", Json("ListQueues", b"\xa0", (("content-type", "application/x-amz-cbor-1.1"),)), None, None, "(?)", CLIENT_ERROR)

# HTTP

for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
    row(f"{method} on /", Json("ListQueues", b"", (("x-amz-target", None), ("content-type", None)), method=method), None, None, "(?)", CLIENT_ERROR)
row("a preflight from nowhere", Json("", b"", (("x-amz-target", None), ("access-control-request-method", "POST")), method="OPTIONS"), None, None, "(?)", CLIENT_ERROR)
for path in ("/nonsense", "/000000000000", "/000000000000/a/b/c", "/..%2f..%2fetc/passwd", "/%00", "/%ff/%fe", "/" + "x" * 5000):
    row(f"GET {path[:30]}", Json("", b"", (("x-amz-target", None), ("content-type", None)), path, "GET"), None, None, "(?)", CLIENT_ERROR)
row("a form to a queue that is not there", Form(b"Action=SendMessage&Version=2012-11-05&MessageBody=x", path="/000000000000/no-such-queue"), "QueueDoesNotExist", "The specified queue does not exist for this wsdl version.", "spec:[V] §2")
row("an unknown encoding", Json("ListQueues", b"{}", (("content-encoding", "br"),)), None, None, "(?)", 400)
row("gzip that is none", Json("ListQueues", b"{}", (("content-encoding", "gzip"),)), None, None, "(?)", CLIENT_ERROR)
row("a gzip bomb of 200 MB", Json("ListQueues", gzip.compress(b" " * 200_000_000, 9), (("content-encoding", "gzip"),)), None, None, "(?)", REFUSED)
row("8 MB of blanks", Json("ListQueues", b" " * 8_000_000 + b"{}"), None, None, "(?)", REFUSED)
row("a name of 2 MB", Json("CreateQueue", b'{"QueueName":"' + b"x" * 2_000_000 + b'"}'), None, None, "(?)", REFUSED)

HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS.ListQueues\r\n"
RAW = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    "a word and a line end": b"hello\r\n\r\n",
    "a version from the future": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "no host": b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
    "two hosts": HEAD + b"Host: other\r\nContent-Length: 2\r\n\r\n{}",
    "a header without colon": HEAD + b"nonsense\r\nContent-Length: 2\r\n\r\n{}",
    "a header with a NUL": HEAD + b"X-A: a\x00b\r\nContent-Length: 2\r\n\r\n{}",
    "a length of minus one": HEAD + b"Content-Length: -1\r\n\r\n{}",
    "a length that is a word": HEAD + b"Content-Length: two\r\n\r\n{}",
    "a length of 10 to the 30": HEAD + b"Content-Length: 1" + b"0" * 30 + b"\r\n\r\n{}",
    "a length of a terabyte": HEAD + b"Content-Length: 1000000000000\r\n\r\n{}",
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
    "a chunk that is no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a chunk of 2 to the 70": HEAD + b"Transfer-Encoding: chunked\r\n\r\n400000000000000000\r\n{}\r\n0\r\n\r\n",
    "a header of a megabyte": HEAD + b"X-A: " + b"a" * 1_000_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
    "100,000 headers": HEAD + b"X-A: a\r\n" * 100_000 + b"Content-Length: 2\r\n\r\n{}",
    "a path of a megabyte": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
}
for what, data in RAW.items():
    row(f"HTTP with {what}", Bytes(data), None, None, "(?)", REFUSED)
row("HTTP with a body shorter than said", Bytes(HEAD + b"Content-Length: 50\r\n\r\n{}", half_close=True), None, None, "(?)", REFUSED)
row("HTTP with a length and chunks", Bytes(HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"), None, None, "(?)", (CLOSED, *ANSWERED))
row("HTTP/1.0 without a host", Bytes(b"POST / HTTP/1.0\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS.MakeCoffee\r\nContent-Length: 2\r\n\r\n{}"), None, None, "(?)", REFUSED)

# Query forms

V = b"&Version=2012-11-05"
FORMS = {
    "nothing": (b"", None),
    "no action": (b"Version=2012-11-05&QueueName=a", {"query": "MissingAction"}),
    "an empty action": (b"Action=" + V, None),
    "an unknown action": (b"Action=MakeCoffee" + V, {"query": "InvalidAction"}),
    "an action in lower case": (b"Action=listqueues" + V, {"query": "InvalidAction"}),
    "another version": (b"Action=ListQueues&Version=1999-01-01", None),
    "bad UTF-8": (b"Action=CreateQueue&QueueName=%ff%fe" + V, None),
    "a cut percent": (b"Action=CreateQueue&QueueName=a%4" + V, None),
    "a percent and no digits": (b"Action=CreateQueue&QueueName=a%zz" + V, None),
    "a NUL": (b"Action=CreateQueue&QueueName=a%00b" + V, None),
    "raw bytes": (b"Action=CreateQueue&QueueName=\x80\x81" + V, None),
    "JSON": (b'{"QueueName":"a"}', None),
    "a word for a number": (b"Action=ReceiveMessage&QueueUrl=<standard>&MaxNumberOfMessages=ten" + V, None),
    "a fraction for a number": (b"Action=ReceiveMessage&QueueUrl=<standard>&MaxNumberOfMessages=1.5" + V, None),
    "nothing for a number": (b"Action=ReceiveMessage&QueueUrl=<standard>&MaxNumberOfMessages=" + V, None),
    "40 digits for a number": (b"Action=ReceiveMessage&QueueUrl=<standard>&MaxNumberOfMessages=" + b"9" * 40 + V, None),
    "a binary value that is not base64": (
        b"Action=SendMessage&QueueUrl=<standard>&MessageBody=x&MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=Binary"
        b"&MessageAttribute.1.Value.BinaryValue=%2a%21%2a" + V,
        None,
    ),
    "100,000 strangers": (b"Action=GetQueueUrl" + V + b"".join(b"&k%d=v" % i for i in range(100_000)), None),
    "100,000 attribute names": (
        b"Action=GetQueueAttributes&QueueUrl=<standard>" + V + b"".join(b"&AttributeName.%d=All" % i for i in range(1, 100_001)),
        None,
    ),
    "dots without end": (b"Action=GetQueueUrl&Version=2012-11-05&" + b"a." * 50_000 + b"b=c", None),
}
for what, (body, error) in FORMS.items():
    status = REFUSED if "100,000" in what or "dots" in what else 400
    row(f"a form of {what}", Form(body), error, None, "(?)", status)

LISTS = {
    "an attribute without a name": b"&Attribute.1.Value=1",
    "an attribute without a value": b"&Attribute.1.Name=DelaySeconds",
    "an index of zero": b"&Attribute.0.Name=DelaySeconds&Attribute.0.Value=1",
    "a negative index": b"&Attribute.-1.Name=DelaySeconds&Attribute.-1.Value=1",
    "an index beyond all numbers": b"&Attribute.99999999999999999999.Name=DelaySeconds&Attribute.99999999999999999999.Value=1",
    "an index that is huge": b"&Attribute.2000000000.Name=DelaySeconds&Attribute.2000000000.Value=1",
    "an index that is a word": b"&Attribute.one.Name=DelaySeconds&Attribute.one.Value=1",
    "a gap": b"&Attribute.1.Name=DelaySeconds&Attribute.1.Value=1&Attribute.9.Name=VisibilityTimeout&Attribute.9.Value=1",
    "an attribute named twice": b"&Attribute.1.Name=DelaySeconds&Attribute.1.Value=1&Attribute.2.Name=DelaySeconds&Attribute.2.Value=2",
    "a member twice": b"&Attribute.1.Name=DelaySeconds&Attribute.1.Value=1&Attribute.1.Value=2",
}
for what, body in LISTS.items():
    request = Form(b"Action=SetQueueAttributes&QueueUrl=<standard>" + V + body)
    row(f"a list with {what}", request, None, None, "(?)", ANSWERED)
row("a form that says it is text", Form(b"Action=ListQueues" + V, (("content-type", "text/plain"),)), None, None, "(?)", ANSWERED)
row("a form for STS with an unknown action", Form(b"Action=MakeCoffee&Version=2011-06-15"), {"query": "InvalidAction"}, None, "(?)")

# Queues

NAME_TEXT = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
call("a queue without a name", "CreateQueue", {}, "MissingRequiredParameterException", "The request must contain the parameter QueueName.", "spec:[V] §2")
call("a queue with an empty name", "CreateQueue", {"QueueName": ""}, None, None, "(?)")
for what, bad in {"81 characters": "a" * 81, "a blank": "a b", "a dot": "a.b", "a slash": "a/b", "a NUL": "a\x00b", "a line end": "a\r\nX-Injected: 1"}.items():
    call(f"a queue name with {what}", "CreateQueue", {"QueueName": bad}, "InvalidParameterValueException", NAME_TEXT, "(?)")
call("a standard queue called .fifo", "CreateQueue", {"QueueName": "standard.fifo"}, "InvalidParameterValueException", NAME_TEXT, "(?)")
call("FifoQueue false", "CreateQueue", {"QueueName": "plain", "Attributes": {"FifoQueue": "false"}}, "InvalidAttributeName", "Unknown Attribute FifoQueue.", "(?)")
call("a queue of different attributes", "CreateQueue", {"QueueName": "<standard-name>", "Attributes": {"DelaySeconds": "7"}}, "QueueNameExists", "A queue already exists with the same name and a different value for attribute DelaySeconds", "recording:test_create_queue_with_different_attributes_raises_exception")
call("an unknown attribute at creation", "CreateQueue", {"QueueName": "plain", "Attributes": {"Nonsense": "1"}}, "InvalidAttributeName", "Unknown Attribute Nonsense.", "spec:[V] §2")
call("the URL of no queue", "GetQueueUrl", {"QueueName": "no-such-queue"}, "QueueDoesNotExist", {"json": "The specified queue does not exist.", "query": "The specified queue does not exist for this wsdl version."}, "spec:[V] §2")
call("the URL of a queue without a name", "GetQueueUrl", {}, "MissingRequiredParameterException", "The request must contain the parameter QueueName.", "spec:[V] §2")
for value in (-1, 0, 1001):
    call(f"a list of {value} queues", "ListQueues", {"MaxResults": value}, None, None, "spec:[M] §4")
call("a list from a forged token", "ListQueues", {"MaxResults": 5, "NextToken": "forged"}, None, None, "(?)")
call("a call without a queue", "ReceiveMessage", {}, "MissingRequiredParameterException", "The request must contain the parameter QueueUrl.", "spec:[V] §2")
for what, bad in {"a word": "nonsense", "a blank": " ", "another scheme": "file:///etc/passwd", "no name": "http://localhost/000000000000/", "dots": "http://localhost/000000000000/..", "an account of letters": "http://localhost/account/queue"}.items():
    call(f"a queue URL of {what}", "SendMessage", {"QueueUrl": bad, "MessageBody": "x"}, None, None, "(?)", (400, 404))

# Attributes

RANGES = {
    "DelaySeconds": (0, 900),
    "MaximumMessageSize": (1024, 1048576),
    "MessageRetentionPeriod": (60, 1209600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43200),
}
for attribute, (low, high) in RANGES.items():
    for value in (low - 1, high + 1, "many"):
        call(f"{attribute} {value}", "SetQueueAttributes", {"QueueUrl": "<standard>", "Attributes": {attribute: str(value)}}, "InvalidAttributeValue", re.compile(f"^Invalid value for the parameter {attribute}\\."), "spec:[V] §2")
ATTRIBUTES = {
    "FifoQueue on a standard queue": ("<standard>", {"FifoQueue": "true"}, "InvalidAttributeName", "Unknown Attribute FifoQueue.", "recording:test_set_unsupported_attribute_standard"),
    "FifoQueue false on a FIFO queue": ("<fifo>", {"FifoQueue": "false"}, "InvalidAttributeValue", "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.", "spec:[V] §3"),
    "ContentBasedDeduplication on a standard queue": ("<standard>", {"ContentBasedDeduplication": "true"}, "InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication.", "spec:[V] §3"),
    "DeduplicationScope on a standard queue": ("<standard>", {"DeduplicationScope": "queue"}, "InvalidAttributeName", "You can specify the DeduplicationScope only when FifoQueue is set to true.", "spec:[V] §3"),
    "FifoThroughputLimit on a standard queue": ("<standard>", {"FifoThroughputLimit": "perQueue"}, "InvalidAttributeName", "You can specify the FifoThroughputLimit only when FifoQueue is set to true.", "spec:[V] §3"),
    "an attribute nobody knows": ("<standard>", {"Nonsense": "1"}, "InvalidAttributeName", "Unknown Attribute Nonsense.", "spec:[V] §2"),
    "a read-only attribute": ("<standard>", {"QueueArn": "arn"}, "InvalidAttributeName", "Unknown Attribute QueueArn.", "(?)"),
}
for what, (url, attributes, error, message, source) in ATTRIBUTES.items():
    call(f"setting {what}", "SetQueueAttributes", {"QueueUrl": url, "Attributes": attributes}, error, message, source)
call("setting no attributes at all", "SetQueueAttributes", {"QueueUrl": "<standard>"}, "MissingRequiredParameterException", None, "(?)")
call("asking for an attribute nobody knows", "GetQueueAttributes", {"QueueUrl": "<standard>", "AttributeNames": ["Nonsense"]}, "InvalidAttributeName", "Unknown Attribute Nonsense.", "spec:[V] §3")
call("a tag with a long key", "TagQueue", {"QueueUrl": "<standard>", "Tags": {"k" * 129: "v"}}, "InvalidParameterValueException", None, "(?)")
call("a tag with a long value", "TagQueue", {"QueueUrl": "<standard>", "Tags": {"k": "v" * 257}}, "InvalidParameterValueException", None, "(?)")
call("no tags", "TagQueue", {"QueueUrl": "<standard>"}, "MissingRequiredParameterException", None, "(?)")

# Sending

SEND = {"QueueUrl": "<standard>", "MessageBody": "x"}


def attribute(value="v", kind="String"):
    return {"DataType": kind, "StringValue": value}


TOO_LONG = "One or more parameters are invalid. Reason: Message must be shorter than {} bytes."
call("a message without a body", "SendMessage", {"QueueUrl": "<standard>"}, "MissingRequiredParameterException", "The request must contain the parameter MessageBody.", "spec:[V] §5")
call("a message with an empty body", "SendMessage", SEND | {"MessageBody": ""}, "MissingRequiredParameterException", "The request must contain the parameter MessageBody.", "spec:[V] §5")
call("a message of a mebibyte and a byte", "SendMessage", SEND | {"MessageBody": "x" * 1048577}, "InvalidParameterValueException", TOO_LONG.format(1048576), "spec:[V] §5")
call("a message over the queue's limit", "SendMessage", {"QueueUrl": "<small>", "MessageBody": "x" * 1025}, "InvalidParameterValueException", TOO_LONG.format(1024), "recording:test_send_message_with_updated_maximum_message_size")
for character in "\x00\x0b\x1f\ufffe\uffff":
    call(f"a message with U+{ord(character):04X}", "SendMessage", SEND | {"MessageBody": f"a{character}b"}, "InvalidMessageContents", None, "model")
call("a message with a lone surrogate", "SendMessage", SEND | {"MessageBody": "a\ud800b"}, None, None, "(?)", only="json")
for delay in (-1, 901):
    call(f"a delay of {delay}", "SendMessage", SEND | {"DelaySeconds": delay}, "InvalidParameterValueException", re.compile(f"^Value {delay} for parameter DelaySeconds is invalid\\. Reason: "), "spec:[V] §2")
call("a delay on a FIFO queue", "SendMessage", {"QueueUrl": "<fifo>", "MessageBody": "x", "MessageGroupId": "g", "MessageDeduplicationId": "d", "DelaySeconds": 1}, "InvalidParameterValueException", "Value 1 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.", "spec:[V] §5")
call("a FIFO message without a group", "SendMessage", {"QueueUrl": "<fifo>", "MessageBody": "x", "MessageDeduplicationId": "d"}, "MissingRequiredParameterException", "The request must contain the parameter MessageGroupId.", "recording:test_posting_to_fifo_requires_deduplicationid_group_id")
call("a FIFO message without deduplication", "SendMessage", {"QueueUrl": "<fifo>", "MessageBody": "x", "MessageGroupId": "g"}, "InvalidParameterValueException", "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly", "recording:test_posting_to_fifo_requires_deduplicationid_group_id")
for parameter in ("MessageGroupId", "MessageDeduplicationId"):
    for what, bad in {"a blank": "a b", "129 characters": "x" * 129}.items():
        ids = {"MessageGroupId": "g", "MessageDeduplicationId": "d"} | {parameter: bad}
        call(f"a {parameter} with {what}", "SendMessage", {"QueueUrl": "<fifo>", "MessageBody": "x"} | ids, "InvalidParameterValueException", f"Value {bad} for parameter {parameter} is invalid. Reason: {parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.", "spec:[V] §8")
call("a deduplication id on a standard queue", "SendMessage", SEND | {"MessageDeduplicationId": "d"}, "InvalidParameterValueException", re.compile("^Value d for parameter MessageDeduplicationId is invalid\\. Reason: The request include parameter that is not valid for this queue type"), "spec:[V] §8")

NAMED = {"an empty name": "", "a leading dot": ".a", "a trailing dot": "a.", "two dots": "a..b", "AWS.": "AWS.a", "amazon.": "amazon.a", "257 characters": "x" * 257, "a blank": "a b"}
for what, bad in NAMED.items():
    call(f"a message attribute with {what}", "SendMessage", SEND | {"MessageAttributes": {bad: attribute()}}, "InvalidParameterValueException", None, "(?)")
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
    call(f"a message attribute {what}", "SendMessage", SEND | {"MessageAttributes": {"a": value}}, None, None, "(?)")
call("a message attribute that is empty", "SendMessage", SEND | {"MessageAttributes": {"a": attribute("")}}, "InvalidParameterValueException", "Message (user) attribute 'a' must contain a non-empty value of type 'String'.", "spec:[V] §5")
call("eleven message attributes", "SendMessage", SEND | {"MessageAttributes": {f"a{i}": attribute() for i in range(11)}}, "InvalidParameterValueException", None, "(?)")
call("a list of values", "SendMessage", SEND | {"MessageAttributes": {"a": {"DataType": "String", "StringListValues": ["v"]}}}, None, None, "(?)", only="json")
call("a system attribute nobody knows", "SendMessage", SEND | {"MessageSystemAttributes": {"SenderId": attribute()}}, None, None, "(?)")

# Batches

ENTRY_OF = {"SendMessageBatch": {"MessageBody": "x"}, "DeleteMessageBatch": {"ReceiptHandle": "x"}, "ChangeMessageVisibilityBatch": {"ReceiptHandle": "x", "VisibilityTimeout": 1}}
BAD_ID = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long."
RECORDED = {"SendMessageBatch": "spec:[V] §2", "DeleteMessageBatch": "recording:test_delete_message_batch_with_too_large_batch", "ChangeMessageVisibilityBatch": "recording:test_change_message_visibility_batch_with_too_large_batch"}
for operation, entry in ENTRY_OF.items():
    batch = lambda *ids: {"QueueUrl": "<standard>", "Entries": [{"Id": id} | entry for id in ids]}
    call(f"an empty {operation}", operation, batch(), "EmptyBatchRequest", f"There should be at least one {operation}RequestEntry in the request.", "(?)")
    call(f"a {operation} of 11", operation, batch(*map(str, range(11))), "TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent 11.", RECORDED[operation])
    call(f"a {operation} with an id repeated", operation, batch("a", "b", "a"), "BatchEntryIdsNotDistinct", "Id a repeated.", "(?)")
    for what, bad in {"nothing": "", "a colon": "invalid:id", "81 letters": "x" * 81}.items():
        source = "recording:test_delete_message_batch_invalid_msg_id" if operation == "DeleteMessageBatch" else "spec:[V] §2"
        call(f"a {operation} with an id of {what}", operation, batch("good", bad), "InvalidBatchEntryId", BAD_ID, source)
call("a batch of a mebibyte and a byte", "SendMessageBatch", {"QueueUrl": "<standard>", "Entries": [{"Id": "a", "MessageBody": "x" * 524288}, {"Id": "b", "MessageBody": "x" * 524289}]}, "BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.", "recording:test_send_message_batch_with_oversized_contents")
call("a FIFO batch without deduplication", "SendMessageBatch", {"QueueUrl": "<fifo>", "Entries": [{"Id": "a", "MessageBody": "x", "MessageGroupId": "g"}]}, "InvalidParameterValueException", "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly", "recording:test_send_batch_missing_deduplication_id_for_fifo_queue")
call("a FIFO batch without a group", "SendMessageBatch", {"QueueUrl": "<fifo>", "Entries": [{"Id": "a", "MessageBody": "x", "MessageDeduplicationId": "d"}]}, "InvalidParameterValueException", "The request must contain the parameter MessageGroupId.", "spec:[V] §6")
call("a batch of 10,000", "SendMessageBatch", {"QueueUrl": "<standard>", "Entries": [{"Id": str(i), "MessageBody": "x"} for i in range(10_000)]}, "TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent 10000.", "spec:[V] §2", only="json")

# Receiving

for value in (-1, 0, 11):
    call(f"a receive of {value}", "ReceiveMessage", {"QueueUrl": "<standard>", "MaxNumberOfMessages": value}, "InvalidParameterValueException", f"Value {value} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.", "spec:[V] §7")
for value in (-1, 21):
    call(f"a wait of {value}", "ReceiveMessage", {"QueueUrl": "<standard>", "WaitTimeSeconds": value}, "InvalidParameterValueException", f"Value {value} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.", "recording:test_send_receive_wait_time_seconds")
for value in (-1, 43201):
    call(f"a receive that hides for {value}", "ReceiveMessage", {"QueueUrl": "<standard>", "VisibilityTimeout": value}, "InvalidParameterValueException", re.compile(f"^Value {value} for parameter VisibilityTimeout is invalid\\. Reason: "), "spec:[V] §2")
call("a receive of an attribute nobody knows", "ReceiveMessage", {"QueueUrl": "<standard>", "AttributeNames": ["Nonsense"]}, None, None, "(?)")

# Handles: each for a delete and for a change of visibility

INVALID = re.compile("^The input receipt handle is invalid")
HANDLES = {
    "a word": ("garbage", INVALID, "(?)"),
    "64 KB": ("x" * 65536, None, "(?)"),
    "base64 of nothing known": ("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB", None, "(?)"),
    "another queue": ("<handle-of-another-queue>", 'The receipt handle "<handle-of-another-queue>" is not valid for this queue.', "(?)"),
    "a queue deleted and made again": ("<handle-of-a-remade-queue>", None, "(?)"),
    "its own queue, cut short": ("<handle-cut-short>", None, "(?)"),
    "its own queue, made longer": ("<handle-made-longer>", None, "(?)"),
    "its own queue, one bit flipped at the start": ("<handle-flipped-at-the-start>", None, "(?)"),
    "its own queue, one bit flipped in the middle": ("<handle-flipped-in-the-middle>", None, "(?)"),
    "its own queue, one bit flipped at the end": ("<handle-flipped-at-the-end>", None, "(?)"),
    "its own queue, letters swapped in case": ("<handle-in-swapped-case>", None, "(?)"),
    "its own queue, twice": ("<handle-twice>", None, "(?)"),
    "its own queue, with a blank": ("<handle-with-a-blank>", None, "(?)"),
}
for what, (handle, message, source) in HANDLES.items():
    url = "<remade>" if "made again" in what else "<standard>"
    for operation, more in (("DeleteMessage", {}), ("ChangeMessageVisibility", {"VisibilityTimeout": 0})):
        call(f"{operation} with a handle of {what}", operation, {"QueueUrl": url, "ReceiptHandle": handle} | more, "ReceiptHandleIsInvalid", message, source, 404)
call("a delete without a handle", "DeleteMessage", {"QueueUrl": "<standard>"}, "MissingRequiredParameterException", "The request must contain the parameter ReceiptHandle.", "spec:[V] §2")
call("a change of visibility without one", "ChangeMessageVisibility", {"QueueUrl": "<standard>", "ReceiptHandle": "<handle>"}, "MissingRequiredParameterException", "The request must contain the parameter VisibilityTimeout.", "spec:[V] §2")
for value in (-1, 43201):
    call(f"a change of visibility to {value}", "ChangeMessageVisibility", {"QueueUrl": "<standard>", "ReceiptHandle": "<handle>", "VisibilityTimeout": value}, "InvalidParameterValueException", re.compile(f"^Value {value} for parameter VisibilityTimeout is invalid\\. Reason: "), "spec:[V] §2")
call("a delete with an expired handle of a FIFO queue", "DeleteMessage", {"QueueUrl": "<fifo>", "ReceiptHandle": "<expired-handle>"}, "InvalidParameterValueException", "Value <expired-handle> for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.", "recording:test_fifo_delete_after_visibility_timeout")
call("a change of a message that was deleted", "ChangeMessageVisibility", {"QueueUrl": "<standard>", "ReceiptHandle": "<handle-of-a-deleted-message>", "VisibilityTimeout": 0}, "InvalidParameterValueException", re.compile("Reason: Message does not exist or is not available for visibility timeout change\\.$"), "(?)")
