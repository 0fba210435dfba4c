"""No input panics, hangs, confuses or harms the server; every refusal is the one its source names."""

import collections
import json
import re
import time
import xml.etree.ElementTree as ElementTree

import pytest

from harness.clients import Json as JsonClient
from harness.expect import bodies
from harness.http import Reply, bare, exchange
from harness.query import encode, form_bytes
from harness.redrive import arn, redrive_policy
from sqs import bad_parameters, bad_policies, bad_protocol, bad_redrive
from sqs.bad_input import CLOSED, QUERY_CODES, ROWS, Bytes, Call, Form, Json

TABLES = (bad_protocol, bad_parameters, bad_redrive, bad_policies)

SECONDS_MAX = 1.0
SECRET = "FwoGZXIvYXdzSECRETSECRETSECRETSECRET"
SIGNATURE = "5ec2e7000fa5ec2e" * 4
SCOPE = "test/20260101/us-east-1/sqs/aws4_request"
AUTHORIZATION = {
    "authorization": f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host;x-amz-date, Signature={SIGNATURE}",
    "x-amz-date": "20260101T000000Z",
    "x-amz-security-token": SECRET,
}


def cases():
    """Every row in every protocol it is meant for."""
    for row in ROWS:
        if not isinstance(row.request, Call):
            kind = {Json: "json", Form: "query", Bytes: "http"}[type(row.request)]
            yield pytest.param(row, kind, id=f"{row.name} [{kind}]")
        else:
            for kind in ("json", "query"):
                if row.request.only in ("", kind):
                    yield pytest.param(row, kind, id=f"{row.name} [{kind}]")


@pytest.fixture(scope="module")
def live(server):
    """What the <names> in the table stand for: queues, and handles good and bad."""
    sqs = JsonClient(server)

    def make(name, **attributes):
        return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def take(url, **more):
        return sqs.receive_message(QueueUrl=url, VisibilityTimeout=43200, **more)["Messages"][0]["ReceiptHandle"]

    names = {"standard-name": "bad-input", "standard": make("bad-input"), "fifo": make("bad-input.fifo", FifoQueue="true")}
    names |= {"small": make("bad-input-small", MaximumMessageSize="1024"), "remade": make("bad-input-remade")}
    other = make("bad-input-other")
    names |= redrive_names(sqs, make) | {"fifo-arn": arn(names["fifo"])}
    sqs.add_permission(QueueUrl=names["standard"], Label="taken", AWSAccountIds=["111111111111"], Actions=["*"])

    sqs.send_message(QueueUrl=names["remade"], MessageBody="old")
    names["handle-of-a-remade-queue"] = take(names["remade"])
    sqs.delete_queue(QueueUrl=names["remade"])
    sqs.send_message(QueueUrl=names["fifo"], MessageBody="x", MessageGroupId="g", MessageDeduplicationId="first")
    expiring = sqs.receive_message(QueueUrl=names["fifo"], VisibilityTimeout=10)["Messages"][0]
    names["expired-handle"] = expiring["ReceiptHandle"]
    server.advance(61)
    make("bad-input-remade")

    for url, names_of in (
        (other, "handle-of-another-queue"),
        (names["standard"], "handle-of-a-deleted-message"),
        (names["standard"], "handle"),
    ):
        sqs.send_message(QueueUrl=url, MessageBody=names_of)
        names[names_of] = take(url)
        if "deleted" in names_of:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=names[names_of])
    handle = names["handle"]

    def flipped(at):
        letter = "B" if handle[at] == "A" else "A"
        return handle[:at] + letter + handle[at:][1:]

    names |= {
        "handle-cut-short": handle[: len(handle) // 2],
        "handle-made-longer": handle + "AAAA",
        "handle-flipped-at-the-start": flipped(0),
        "handle-flipped-in-the-middle": flipped(len(handle) // 2),
        "handle-flipped-at-the-end": flipped(len(handle) - 3),
        "handle-in-swapped-case": handle.swapcase(),
        "handle-twice": handle + handle,
        "handle-with-a-blank": handle[:5] + " " + handle[5:],
    }
    return names


def redrive_names(sqs, make):
    """A dead-letter queue, one that lets nobody in, and one whose move task runs for minutes."""
    dead, moving = make("bad-input-dead"), make("bad-input-moving")
    closed = make("bad-input-closed", RedriveAllowPolicy='{"redrivePermission":"denyAll"}')
    for name, dlq in (("dead", dead), ("moving", moving)):
        make(f"bad-input-source-of-{name}", RedrivePolicy=redrive_policy(dlq, 3))
    destination = make("bad-input-destination")
    for _ in range(50):
        entries = [{"Id": str(i), "MessageBody": "x"} for i in range(10)]
        sqs.send_message_batch(QueueUrl=moving, Entries=entries)
    task = {"SourceArn": arn(moving), "DestinationArn": arn(destination), "MaxNumberOfMessagesPerSecond": 1}
    sqs.start_message_move_task(**task)
    return {"dead": dead, "dead-arn": arn(dead), "moving-arn": arn(moving), "closed-arn": arn(closed)}


def fill(value, names):
    """The value with every <name> in it replaced by what it stands for."""
    if isinstance(value, str):
        return re.sub(r"<([a-z-]+)>", lambda found: names.get(found[1], found[0]), value)
    if isinstance(value, bytes):
        for name, stands_for in names.items():
            value = value.replace(f"<{name}>".encode(), stands_for.encode())
        return value
    if isinstance(value, dict):
        return {fill(key, names): fill(inner, names) for key, inner in value.items()}
    return [fill(inner, names) for inner in value] if isinstance(value, list) else value


def ask(server, row, kind, names):
    request = row.request
    if isinstance(request, Bytes):
        return bare(server, request.data, timeout=3, half_close=request.half_close)
    if isinstance(request, Call):
        parameters = fill(request.parameters, names)
        if kind == "json":
            request = Json(request.operation, json.dumps(parameters).encode())
        else:
            request = Form(form_bytes(encode(request.operation, parameters)))
    if kind == "json":
        usual = {
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": f"AmazonSQS.{request.operation}",
            "x-amzn-query-mode": "true",
        }
    else:
        usual = {"content-type": "application/x-www-form-urlencoded"}
    headers = usual | AUTHORIZATION | dict(request.headers)
    headers = {name: value for name, value in headers.items() if value is not None}
    return exchange(server, request.method, request.path, headers, fill(request.body, names), timeout=3)


@pytest.mark.parametrize("row, kind", list(cases()))
def test_a_bad_request_gets_the_answer_its_source_names(server, live, row, kind):
    began = time.monotonic()
    try:
        reply = ask(server, row, kind, live)
    except (ConnectionError, OSError) as broken:
        assert not isinstance(broken, TimeoutError), f"no answer: {broken}"
        reply = None
    took = time.monotonic() - began
    reply = reply or Reply(CLOSED, {})
    allowed = row.status if isinstance(row.status, tuple) else (row.status,)
    assert reply.status in allowed, f"{reply.status} {reply.text[:500]}"
    assert took < SECONDS_MAX, f"took {took:.2f} s"
    if reply.status < 400 or row.error is row.message is None:
        return
    found = json_error(reply) if kind == "json" else query_error(reply)
    if row.error is not None:
        expected = row.error[kind] if isinstance(row.error, dict) else row.error if kind == "json" else QUERY_CODES[row.error]
        assert found[0] == expected, reply.text
        if kind == "json" and row.error in QUERY_CODES:
            assert reply.headers.get("x-amzn-query-error") == f"{QUERY_CODES[row.error]};Sender"
    message = row.message[kind] if isinstance(row.message, dict) else row.message
    if isinstance(message, re.Pattern):
        assert message.search(found[1]), found[1]
    elif message is not None:
        assert found[1] == fill(message, live)


def json_error(reply):
    """The type without its namespace, and the text."""
    body = reply.json()
    return body["__type"].rpartition("#")[2], body.get("message", body.get("Message"))


def query_error(reply):
    error = next(child for child in ElementTree.fromstring(reply.body) if child.tag.rpartition("}")[2] == "Error")
    found = {child.tag.rpartition("}")[2]: child.text for child in error}
    assert found["Type"] == "Sender"
    return found["Code"], found["Message"]


def test_after_all_that_the_server_is_well_and_nothing_was_harmed(server, live):
    assert server.healthy()
    sqs = JsonClient(server)
    assert sqs.change_message_visibility(QueueUrl=live["standard"], ReceiptHandle=live["handle"], VisibilityTimeout=0) == {}
    assert "handle" in bodies(sqs.receive_message(QueueUrl=live["standard"], MaxNumberOfMessages=10))
    sqs.send_message(QueueUrl=live["standard"], MessageBody="still here")


def test_after_all_that_the_log_has_no_panic_and_no_secret(server, live):
    log = "\n".join(server.log)
    assert "panicked" not in log
    assert SECRET not in log and SIGNATURE not in log
    assert not any(line.startswith("X-Injected") for line in server.log), "a line end in a name makes no log line"


def test_the_table_tells_its_sources(capsys):
    kinds = collections.Counter()
    for parameters in cases():
        source = parameters.values[0].source
        assert re.fullmatch(r"recording:\w+|spec:\[[VDM]\] §\d+|model|\(\?\)", source), source
        kinds[re.match(r"recording|spec:\[.\]|model|\(\?\)", source)[0]] += 1
    rows = ", ".join(f"{count} from {kind}" for kind, count in sorted(kinds.items()))
    with capsys.disabled():
        print(f"\nbad input: {len(ROWS)} rows, {sum(kinds.values())} requests: {rows}")
    assert len(ROWS) >= 150
