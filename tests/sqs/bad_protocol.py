"""Requests that are no proper JSON, form or HTTP, or name no operation: they never become a call."""

import gzip
import json

from sqs.bad_input import ANSWERED, CLIENT_ERROR, CLOSED, REFUSED, Bytes, Form, Json, row

# JSON: what is not JSON

UNPARSABLE = {
    "cut off": b'{"QueueName":',
    "an empty body": b"",
    "blanks": b"   \r\n",
    "an array": b"[]",
    "a string": b'"QueueName"',
    "a number": b"12",
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

row(
    "a lone surrogate as an escape",
    Json("SendMessage", b'{"QueueUrl":"<standard>","MessageBody":"a\\ud800b"}'),
    None,
    None,
    "(?)",
)
row("the same member twice", Json("GetQueueUrl", b'{"QueueName":"no-such-1","QueueName":"no-such-2"}'), None, None, "(?)")
row(
    "200,000 strangers",
    Json("GetQueueUrl", json.dumps({f"k{i}": i for i in range(200_000)}).encode()),
    None,
    None,
    "(?)",
    CLIENT_ERROR,
)

row("JSON that is null", Json("CreateQueue", b"null"), None, None, "(?)")

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

NUMBERS = {
    "a fraction": b"1.5",
    "10 to the 400": b"1e400",
    "40 digits": b"9" * 40,
    "minus 40 digits": b"-" + b"9" * 40,
    "2 to the 31": b"2147483648",
}
for what, number in NUMBERS.items():
    body = b'{"QueueUrl":"<standard>","MaxNumberOfMessages":' + number + b"}"
    row(f"JSON with {what} for a number", Json("ReceiveMessage", body), None, None, "(?)", ANSWERED if b"." in number else 400)

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
row("a content type of text", Json("ListQueues", b"{}", (("content-type", "text/plain"),)), None, None, "(?)", ANSWERED)
row("no content type", Json("ListQueues", b"{}", (("content-type", None),)), None, None, "(?)", ANSWERED)
row(
    "the CBOR content type",
    Json("ListQueues", b"\xa0", (("content-type", "application/x-amz-cbor-1.1"),)),
    None,
    None,
    "(?)",
    CLIENT_ERROR,
)

# Who calls: nothing is verified yet, but nothing may break

CREDENTIAL = "Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=00"
AUTHORIZATIONS = {
    "nothing": "",
    "another scheme": "Bearer x",
    "an algorithm alone": "AWS4-HMAC-SHA256",
    "slashes": "AWS4-HMAC-SHA256 Credential=////, SignedHeaders=host, Signature=00",
    "a cut credential": "AWS4-HMAC-SHA256 Credential=test/20260101, SignedHeaders=host, Signature=00",
    "no signature": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request",
    "a key of 10,000 letters": "AWS4-HMAC-SHA256 " + CREDENTIAL.replace("test", "x" * 10_000),
    "a region of blanks": "AWS4-HMAC-SHA256 " + CREDENTIAL.replace("us-east-1", "   "),
    "another service": "AWS4-HMAC-SHA256 " + CREDENTIAL.replace("sqs", "kinesis"),
    "itself twice": f"AWS4-HMAC-SHA256 {CREDENTIAL}, {CREDENTIAL}",
}
for what, value in AUTHORIZATIONS.items():
    row(f"an authorization of {what}", Json("ListQueues", b"{}", (("authorization", value),)), None, None, "(?)", ANSWERED)

# HTTP

for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
    row(
        f"{method} on /",
        Json("ListQueues", b"", (("x-amz-target", None), ("content-type", None)), method=method),
        None,
        None,
        "(?)",
        CLIENT_ERROR,
    )
row(
    "a preflight from nowhere",
    Json("", b"", (("x-amz-target", None), ("access-control-request-method", "POST")), method="OPTIONS"),
    None,
    None,
    "(?)",
    CLIENT_ERROR,
)
for path in ("/nonsense", "/000000000000", "/000000000000/a/b/c", "/..%2f..%2fetc/passwd", "/%00", "/%ff/%fe", "/" + "x" * 5000):
    row(
        f"GET {path[:30]}",
        Json("", b"", (("x-amz-target", None), ("content-type", None)), path, "GET"),
        None,
        None,
        "(?)",
        CLIENT_ERROR,
    )
row(
    "a form to a queue that is not there",
    Form(b"Action=SendMessage&Version=2012-11-05&MessageBody=x", path="/000000000000/no-such-queue"),
    "QueueDoesNotExist",
    "The specified queue does not exist for this wsdl version.",
    "spec:[V] §2",
)
row("an unknown encoding", Json("ListQueues", b"{}", (("content-encoding", "br"),)), None, None, "(?)", 400)
row("gzip that is none", Json("ListQueues", b"{}", (("content-encoding", "gzip"),)), None, None, "(?)", CLIENT_ERROR)
row(
    "a gzip bomb of 200 MB",
    Json("ListQueues", gzip.compress(b" " * 1_000_000) * 200, (("content-encoding", "gzip"),)),
    None,
    None,
    "(?)",
    REFUSED,
)
row("9 MB of blanks", Json("ListQueues", b" " * 9_000_000 + b"{}"), None, None, "(?)", REFUSED)
row("a name of 2 MB", Json("CreateQueue", b'{"QueueName":"' + b"x" * 2_000_000 + b'"}'), None, None, "(?)", REFUSED)

HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS.ListQueues\r\n"
RAW = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    "a word and a line end": b"hello\r\n\r\n",
    "a version from the future": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "no host": HEAD.replace(b"Host: localhost\r\n", b"") + b"Content-Length: 2\r\n\r\n{}",
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
row(
    "HTTP with a body shorter than said",
    Bytes(HEAD + b"Content-Length: 50\r\n\r\n{}", half_close=True),
    None,
    None,
    "(?)",
    REFUSED,
)
row(
    "HTTP with a length and chunks",
    Bytes(HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
    None,
    None,
    "(?)",
    (CLOSED, *ANSWERED),
)
OLD = (
    HEAD.replace(b"HTTP/1.1\r\nHost: localhost", b"HTTP/1.0").replace(b"ListQueues", b"MakeCoffee")
    + b"Content-Length: 2\r\n\r\n{}"
)
row("HTTP/1.0 without a host, for an unknown operation", Bytes(OLD), None, None, "(?)", REFUSED)

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
    "an attribute without a value": b"&Attribute.1.Name=DelaySeconds",
    "an index of zero": b"&Attribute.0.Name=DelaySeconds&Attribute.0.Value=1",
    "a negative index": b"&Attribute.-1.Name=DelaySeconds&Attribute.-1.Value=1",
    "an index beyond all numbers": b"&Attribute.99999999999999999999.Name=DelaySeconds&Attribute.99999999999999999999.Value=1",
    "an index that is huge": b"&Attribute.2000000000.Name=DelaySeconds&Attribute.2000000000.Value=1",
    "an index that is a word": b"&Attribute.one.Name=DelaySeconds&Attribute.one.Value=1",
    "a gap": b"&Attribute.1.Name=DelaySeconds&Attribute.1.Value=1&Attribute.9.Name=VisibilityTimeout&Attribute.9.Value=1",
    "a member twice": b"&Attribute.1.Name=DelaySeconds&Attribute.1.Value=1&Attribute.1.Value=2",
}
for what, body in LISTS.items():
    request = Form(b"Action=SetQueueAttributes&QueueUrl=<standard>" + V + body)
    row(f"a list with {what}", request, None, None, "(?)", ANSWERED)
TWICE = "Value {} for parameter {}.2.Name is invalid. Reason: It is given twice."
NO_NAME = "The request must contain non-empty message attribute name."
ATTRIBUTE = b"&MessageAttribute.%d.Name=a&MessageAttribute.%d.Value.DataType=String&MessageAttribute.%d.Value.StringValue=%d"
NAMES = {
    "an attribute twice": (
        b"SetQueueAttributes",
        b"&Attribute.1.Name=DelaySeconds&Attribute.1.Value=1&Attribute.2.Name=DelaySeconds&Attribute.2.Value=1",
        "InvalidParameterValue",
        TWICE.format("DelaySeconds", "Attribute"),
    ),
    "a message attribute twice": (
        b"SendMessage",
        b"&MessageBody=x" + ATTRIBUTE % (1, 1, 1, 1) + ATTRIBUTE % (2, 2, 2, 2),
        "InvalidParameterValue",
        TWICE.format("a", "MessageAttribute"),
    ),
    "an attribute without a name": (
        b"SetQueueAttributes",
        b"&Attribute.1.Value=1",
        "InvalidAttributeName",
        "Unknown Attribute .",
    ),
    "a message attribute without a name": (
        b"SendMessage",
        b"&MessageBody=x&MessageAttributes.1.key=a&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x",
        "InvalidParameterValue",
        NO_NAME,
    ),
}
for what, (action, body, code, text) in NAMES.items():
    request = Form(b"Action=" + action + b"&QueueUrl=<standard>" + V + body)
    row(f"a form that names {what}", request, {"query": code}, text, "(?)")
row("a form that says it is text", Form(b"Action=ListQueues" + V, (("content-type", "text/plain"),)), None, None, "(?)", ANSWERED)
row(
    "a form for STS with an unknown action",
    Form(b"Action=MakeCoffee&Version=2011-06-15"),
    {"query": "InvalidAction"},
    None,
    "(?)",
)
