"""The Query protocol by hand (botocore no longer ships SQS in it): forms out, XML in, signed by botocore."""

import base64
import http.client
import threading
import xml.etree.ElementTree as ElementTree
from urllib.parse import quote, urlencode

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/"
VERSION = "2012-11-05"

# Lists and maps of a request: the name of one item on the wire, and for maps the names of key and value.
LISTS = {
    "AttributeNames": "AttributeName",
    "MessageSystemAttributeNames": "AttributeName",  # the last Query-era botocore sent both lists under one name
    "MessageAttributeNames": "MessageAttributeName",
    "TagKeys": "TagKey",
    "AWSAccountIds": "AWSAccountId",
    "Actions": "ActionName",
}
MAPS = {
    "Attributes": ("Attribute", "Name", "Value"),
    "MessageAttributes": ("MessageAttribute", "Name", "Value"),
    "MessageSystemAttributes": ("MessageSystemAttribute", "Name", "Value"),
    "tags": ("Tag", "Key", "Value"),
    "Tags": ("Tag", "Key", "Value"),
}

# Lists and maps of an answer: element -> (member, key, value); no key means a list of structures or texts.
REPEATED = {
    "QueueUrl": ("QueueUrls", None, None),
    "Message": ("Messages", None, None),
    "SendMessageBatchResultEntry": ("Successful", None, None),
    "DeleteMessageBatchResultEntry": ("Successful", None, None),
    "ChangeMessageVisibilityBatchResultEntry": ("Successful", None, None),
    "BatchResultErrorEntry": ("Failed", None, None),
    "Attribute": ("Attributes", "Name", "Value"),
    "MessageAttribute": ("MessageAttributes", "Name", "Value"),
    "Tag": ("Tags", "Key", "Value"),
    "ListMessageMoveTasksResultEntry": ("Results", None, None),
}
SINGLE_QUEUE_URL = {"CreateQueue", "GetQueueUrl"}
NUMBERS = {
    "ApproximateNumberOfMessagesMoved",
    "ApproximateNumberOfMessagesToMove",
    "MaxNumberOfMessagesPerSecond",
    "StartedTimestamp",
}


def encode(operation, parameters):
    """The form of a call: Action, Version and every parameter in its flattened form."""
    form = {"Action": operation, "Version": VERSION}
    for name, value in parameters.items():
        _encode(form, name, value, operation)
    return form


def _encode(form, name, value, operation, prefix=""):
    path = prefix + name
    if name == "Entries":
        for i, entry in enumerate(value, 1):
            for key, inner in entry.items():
                _encode(form, key, inner, operation, f"{prefix}{operation}RequestEntry.{i}.")
    elif name in MAPS:
        item, key_name, value_name = MAPS[name]
        for i, (key, inner) in enumerate(value.items(), 1):
            form[f"{prefix}{item}.{i}.{key_name}"] = key
            _encode(form, value_name, inner, operation, f"{prefix}{item}.{i}.")
    elif name in LISTS:
        for i, inner in enumerate(value, 1):
            form[f"{prefix}{LISTS[name]}.{i}"] = inner
    elif isinstance(value, dict):
        for key, inner in value.items():
            _encode(form, key, inner, operation, path + ".")
    elif isinstance(value, bytes):
        form[path] = base64.b64encode(value).decode()
    elif isinstance(value, bool):
        form[path] = "true" if value else "false"
    else:
        form[path] = str(value)


def form_bytes(form):
    """The form as it goes over the wire."""
    return urlencode(form, quote_via=quote, safe="-_.~").encode()


def decode(operation, status, headers, body):
    """An answer in boto3's shapes: the members of the result, or of the error. Anything unexpected is an AssertionError."""
    root = ElementTree.fromstring(body)
    if status != 200:
        return _decode_error(root, headers)
    assert root.tag == f"{{{NAMESPACE}}}{operation}Response", root.tag
    children = {_local(child): child for child in root}
    assert set(children) <= {f"{operation}Result", "ResponseMetadata"}, sorted(children)
    request_id = children["ResponseMetadata"].find(f"{{{NAMESPACE}}}RequestId").text
    assert request_id == headers.get("x-amzn-requestid"), "the body and the header name one request"
    result = children.get(f"{operation}Result")
    return {} if result is None else _structure(result, operation)


def _decode_error(root, headers):
    assert _local(root) == "ErrorResponse", root.tag
    children = {_local(child): child for child in root}
    assert set(children) <= {"Error", "RequestId"}, sorted(children)
    assert children["RequestId"].text == headers.get("x-amzn-requestid"), "the body and the header name one request"
    return {_local(child): child.text for child in children["Error"]}


def _structure(element, operation):
    members = {}
    for child in element:
        name = _local(child)
        single = (name == "QueueUrl" and operation in SINGLE_QUEUE_URL) or (name == "Message" and not len(child))
        if name in REPEATED and not single:
            member, key, value = REPEATED[name]
            if operation == "ListDeadLetterSourceQueues":
                member = "queueUrls"  # the one list of the API that begins with a small letter
            if key is None:
                members.setdefault(member, []).append(_structure(child, operation) if len(child) else child.text)
            else:
                parts = {_local(part): part for part in child}
                assert set(parts) == {key, value}, sorted(parts)
                members.setdefault(member, {})[parts[key].text] = _value(parts[value])
        elif name == "SenderFault":
            members[name] = {"true": True, "false": False}[child.text]
        else:
            assert len(child) == 0, f"{name} has members"
            assert name not in members, f"{name} stands twice"
            members[name] = int(child.text) if name in NUMBERS else child.text or ""
    return members


def _value(element):
    if not len(element):
        return element.text or ""
    parts = {_local(part): part.text or "" for part in element}
    if "BinaryValue" in parts:
        parts["BinaryValue"] = base64.b64decode(parts["BinaryValue"])
    return parts


def _local(element):
    return element.tag.rpartition("}")[2]


class QueryConnection:
    """Signed Query calls over keep-alive connections, one for each thread."""

    def __init__(self, server, account, region, method="POST"):
        self.server = server
        self.signer = SigV4Auth(Credentials(account, "secret"), "sqs", region)
        self.method = method
        self.of_thread = threading.local()

    def call(self, operation, parameters, path="/"):
        """Status, headers (lower case) and the decoded answer of one call."""
        status, headers, body = self.exchange(form_bytes(encode(operation, parameters)), path)
        assert headers["content-type"].split(";")[0] == "text/xml", headers["content-type"]
        return status, headers, decode(operation, status, headers, body)

    def exchange(self, form, path="/"):
        url = self.server.url + path
        if self.method == "GET":
            request = AWSRequest("GET", f"{url}?{form.decode()}")
        else:
            kind = "application/x-www-form-urlencoded; charset=utf-8"
            request = AWSRequest("POST", url, data=form, headers={"Content-Type": kind})
        self.signer.add_auth(request)
        target = request.url[len(self.server.url) :]
        try:
            return self._send(request.method, target, request.headers, request.body)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._drop()
            raise

    def _send(self, method, target, headers, body):
        connection = getattr(self.of_thread, "connection", None)
        if connection is None or self.of_thread.port != self.server.port:
            self._drop()
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            self.of_thread.connection, self.of_thread.port = connection, self.server.port
        connection.request(method, target, body=body, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def _drop(self):
        connection = getattr(self.of_thread, "connection", None)
        if connection is not None:
            connection.close()
        self.of_thread.connection = None
