"""Answers recorded from AWS come back the same, member by member, in both protocols.

The recordings hold answers and no requests; the requests here are what their names and answers tell. A few hold no answer
either (AWS's test asserted in code): there the scenario itself asserts what the fact sheet has recorded of it.
"""

import base64
import json
import os
import re
from pathlib import Path

import pytest

from harness.clients import PROTOCOLS, ApiError
from harness.expect import bodies, refused
from harness.redrive import eventually, numbers
from harness.server import REPOSITORY

ACCOUNT = "111111111111"
REGION = "us-east-1"
FOLDER = Path(os.environ.get("MILLPOND_RECORDINGS") or REPOSITORY.parent / "shared" / "recordings")
SHAPES = {
    "uuid": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "sequence-number": r"\d{20}",
    "receipt-handle": r"[!-~]{1,1024}",
    "resource": r"[A-Za-z0-9_.-]{1,80}",
    "sender-id": r"[!-~]+",
    "task-handle": r"[A-Za-z0-9+/]+=*",
}
KINDS = re.compile(r"\[(sqs_query|sqs)[\]-]")


class Replay:
    """One scenario in one protocol: its client, its recorded answers, and what its placeholders stand for so far."""

    def __init__(self, server, clients, name, kind, recorded):
        self.server, self.clients = server, clients
        self.sqs = clients[kind]
        self.stem = re.sub(r"[^a-z0-9]+", "-", f"{name}-{kind}".lower().split("::")[-1])[-60:].strip("-")
        self.recorded = recorded
        self.compared = set()
        self.bound = {}

    def queue(self, which="", **attributes):
        return self.sqs.create_queue(QueueName=self.stem + which, Attributes=attributes)["QueueUrl"]

    def fifo(self, which="", **attributes):
        attributes = {"FifoQueue": "true"} | attributes
        return self.sqs.create_queue(QueueName=f"{self.stem}{which}.fifo", Attributes=attributes)["QueueUrl"]

    def arn(self, url):
        return self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def redrive_policy(self, dead_letters_url, max_receives=1):
        return json.dumps({"deadLetterTargetArn": self.arn(dead_letters_url), "maxReceiveCount": max_receives})

    def value(self, name, found):
        """A value that was recorded by itself, without an answer around it."""
        self.compare(self.recorded[name], found, name)
        self.compared.add(name)

    def same(self, name, step):
        """The answer of `step(client)` is the recorded one. Some Query scenarios asked in JSON, as their answers tell."""
        expected = {key: value for key, value in self.recorded[name].items() if key != "message"}
        client = self.clients["json"] if "QueryErrorCode" in expected.get("Error", {}) else self.sqs
        try:
            answer, status = step(client), 200
        except ApiError as refused:
            answer, status = {"Error": refused.error}, refused.status
        answer = answer | {"ResponseMetadata": {"HTTPHeaders": {}, "HTTPStatusCode": status}}
        self.compare(expected, answer, name)
        self.compared.add(name)
        return answer

    def compare(self, expected, found, where):
        if isinstance(expected, dict):
            assert isinstance(found, dict), f"{where}: {found!r} is no structure"
            assert set(found) == set(expected), f"{where}: members {sorted(found)}, recorded {sorted(expected)}"
            for key in expected:
                self.compare(expected[key], found[key], f"{where}.{key}")
        elif isinstance(expected, list):
            assert isinstance(found, list) and len(found) == len(expected), f"{where}: {found!r}"
            for i, item in enumerate(expected):
                self.compare(item, found[i], f"{where}[{i}]")
        elif expected == "timestamp" and where.endswith(".StartedTimestamp"):
            assert type(found) is int and re.fullmatch(r"\d{13}", str(found)), f"{where}: {found!r} is no time in milliseconds"
        elif isinstance(expected, str):
            assert isinstance(found, str), f"{where}: {found!r} is no text"
            self.compare_text(expected, found, where)
        else:
            assert type(found) is type(expected) and found == expected, f"{where}: {found!r}, recorded {expected!r}"

    def compare_text(self, expected, found, where):
        if expected == "timestamp":
            assert re.fullmatch(r"\d{10}(\d{3})?", found), f"{where}: {found!r} is no time"
            return
        expected = expected.replace("<partition>", "aws").replace("<region>", REGION)
        names = re.findall(r"<([a-z-]+:\d+)>", expected)
        pattern = re.sub(r"<([a-z-]+)(\\?:)\d+>", lambda m: f"({SHAPES[m[1]]})", re.escape(expected).replace(r"\-", "-"))
        matched = re.fullmatch(pattern, found, re.DOTALL)
        assert matched, f"{where}: {found!r}, recorded {expected!r}"
        for name, value in zip(names, matched.groups()):
            assert self.bound.setdefault(name, value) == value, f"{where}: {name} was {self.bound[name]!r}, is {value!r}"
            kind = name.partition(":")[0]
            others = {v for n, v in self.bound.items() if n != name and n.partition(":")[0] == kind}
            assert value not in others, f"{where}: {name} equals another {kind}"


def receive(url, **more):
    return lambda sqs: sqs.receive_message(QueueUrl=url, **more)


def handle_of(answer):
    return answer["Messages"][0]["ReceiptHandle"]


# The scenarios: what is done, as the names tell


def change_message_visibility_after_visibility_timeout_expiration(r):
    url = r.queue(VisibilityTimeout="5")
    r.sqs.send_message(QueueUrl=url, MessageBody="x")
    handle = handle_of(r.sqs.receive_message(QueueUrl=url))
    r.server.advance(6)
    change = lambda sqs: sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=2)
    r.same("visibility_timeout_expired", change)


def change_message_visibility_batch_with_too_large_batch(r):
    entries = [{"Id": str(i), "ReceiptHandle": "x", "VisibilityTimeout": 1} for i in range(20)]
    url = r.queue()
    r.same("error_response", lambda sqs: sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries))


def delete_message_batch_with_too_large_batch(r):
    entries = [{"Id": str(i), "ReceiptHandle": "x"} for i in range(20)]
    url = r.queue()
    r.same("error_response", lambda sqs: sqs.delete_message_batch(QueueUrl=url, Entries=entries))


def delete_message_batch_invalid_msg_id(r, id):
    url = r.queue()
    entries = [{"Id": id, "ReceiptHandle": "x"}]
    r.same("error_response", lambda sqs: sqs.delete_message_batch(QueueUrl=url, Entries=entries))


def create_queue_with_different_attributes_raises_exception(r):
    r.queue(DelaySeconds="1", VisibilityTimeout="10")
    for name, attributes in (
        ("create_queue_01", {"DelaySeconds": "2"}),
        ("create_queue_02", {"VisibilityTimeout": "10", "DelaySeconds": "3"}),
    ):
        r.same(name, lambda sqs: sqs.create_queue(QueueName=r.stem, Attributes=attributes))


def delete_after_visibility_timeout(r):
    url = r.queue(VisibilityTimeout="5")
    r.sqs.send_message(QueueUrl=url, MessageBody="x")
    handle = handle_of(r.sqs.receive_message(QueueUrl=url))
    r.server.advance(6)
    r.sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
    r.same("delete_after_timeout_queue_empty", receive(url))


def _throughput(r, url):
    def turn(name, body, group, dedup):
        r.sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=dedup)
        answer = r.same(name, receive(url))
        for message in answer.get("Messages", []):
            r.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    return turn


def fifo_change_to_high_throughput_after_creation(r):
    url = r.fifo(DeduplicationScope="queue", FifoThroughputLimit="perQueue")
    turn = _throughput(r, url)
    turn("same-dedup-different-grp-1", "Test1", "group1", "dedup")
    turn("same-dedup-different-grp-2", "Test2", "group2", "dedup")
    fast = {"DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}
    r.sqs.set_queue_attributes(QueueUrl=url, Attributes=fast)
    r.same("set-to-high-throughput", lambda sqs: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]))
    turn("same-dedup-different-grp-high-throughput", "Test3", "group3", "dedup")
    turn("same-dedup-different-grp-high-throughput-2", "Test3", "group2", "dedup")
    turn("new-dedup2-high-throughput", "Test4", "group4", "dedup2")
    turn("same-dedup2-high-throughput", "Test5", "group4", "dedup2")


def fifo_change_to_regular_throughput_after_creation(r):
    url = r.fifo(DeduplicationScope="messageGroup", FifoThroughputLimit="perMessageGroupId")
    turn = _throughput(r, url)
    turn("same-dedup-different-grp-1", "Test1", "group1", "dedup")
    turn("same-dedup-different-grp-2", "Test2", "group2", "dedup")
    r.sqs.set_queue_attributes(QueueUrl=url, Attributes={"DeduplicationScope": "queue", "FifoThroughputLimit": "perQueue"})
    r.same("set-to-regular-throughput", lambda sqs: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]))
    turn("same-dedup-different-grp-regular-throughput", "Test3", "group3", "dedup")


def fifo_delete_after_visibility_timeout(r):
    url = r.fifo(VisibilityTimeout="5", ContentBasedDeduplication="true")
    r.sqs.send_message(QueueUrl=url, MessageBody="foobar", MessageGroupId="g")
    handle = handle_of(r.same("received_sqs_message", receive(url)))
    r.server.advance(6)
    r.same("delete_after_timeout_fifo", lambda sqs: sqs.delete_message(QueueUrl=url, ReceiptHandle=handle))


def fifo_queue_send_message_with_zero_delay_defaults_to_queue_delay(r):
    url = r.fifo(DelaySeconds="5", ContentBasedDeduplication="true")
    r.same(
        "send_message_result",
        lambda sqs: sqs.send_message(QueueUrl=url, MessageBody="message-1", MessageGroupId="g", DelaySeconds=0),
    )
    r.same("receive_message_initial_result", receive(url))
    r.server.advance(6)
    r.same("receive_message_after_delay_result", receive(url))


def message_system_attribute_names_with_attribute_names(r):
    url = r.queue()
    r.sqs.send_message(QueueUrl=url, MessageBody="msg")
    names = {"AttributeNames": ["All"], "VisibilityTimeout": 0}
    r.same("same_values", receive(url, **names, MessageSystemAttributeNames=["All"]))
    r.same("different_values", receive(url, **names, MessageSystemAttributeNames=["SenderId"]))


def posting_to_fifo_requires_deduplicationid_group_id(r):
    url = r.fifo()
    without_group = lambda sqs: sqs.send_message(QueueUrl=url, MessageBody="x", MessageDeduplicationId="d")
    without_deduplication = lambda sqs: sqs.send_message(QueueUrl=url, MessageBody="x", MessageGroupId="g")
    for suffix in ("", "-query"):
        r.same("missing-parameter" + suffix, without_group)
        r.same("invalid-parameter-value" + suffix, without_deduplication)


def send_batch_missing_deduplication_id_for_fifo_queue(r):
    url = r.fifo()
    entries = [
        {"Id": "1", "MessageBody": "one", "MessageGroupId": "g", "MessageDeduplicationId": "1"},
        {"Id": "2", "MessageBody": "two", "MessageGroupId": "g"},
    ]
    r.same("test_missing_deduplication_id_for_fifo_queue", lambda sqs: sqs.send_message_batch(QueueUrl=url, Entries=entries))


def send_message_batch_with_oversized_contents(r):
    url = r.queue()
    entries = [{"Id": "1", "MessageBody": "a" * 1048576}, {"Id": "2", "MessageBody": "a"}]
    r.same("send_oversized_message_batch", lambda sqs: sqs.send_message_batch(QueueUrl=url, Entries=entries))


def send_message_with_updated_maximum_message_size(r):
    url = r.queue()
    r.sqs.set_queue_attributes(QueueUrl=url, Attributes={"MaximumMessageSize": "1024"})
    r.same("send_oversized_message", lambda sqs: sqs.send_message(QueueUrl=url, MessageBody="a" * 1025))


def send_receive_wait_time_seconds(r):
    url = r.queue()
    for name, wait in (("empty_short_poll_by_default_resp", {}), ("empty_short_poll_explicit_resp", {"WaitTimeSeconds": 0})):
        r.sqs.send_message(QueueUrl=url, MessageBody="message")
        handle = handle_of(r.same(name, receive(url, **wait)))
        r.sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
    r.same("recieve_message_error_too_large", receive(url, WaitTimeSeconds=21))
    r.same("recieve_message_error_too_small", receive(url, WaitTimeSeconds=-1))


def set_unsupported_attribute_standard(r):
    url = r.queue()
    for name, value in (("invalid-attr-name-1", "true"), ("invalid-attr-name-2", "false")):
        r.same(name, lambda sqs: sqs.set_queue_attributes(QueueUrl=url, Attributes={"FifoQueue": value}))


def sqs_fifo_message_group_scope_no_throughput_setting(r):
    url = r.fifo(DeduplicationScope="messageGroup")
    for number in "12":
        r.sqs.send_message(QueueUrl=url, MessageBody="Test", MessageGroupId=number, MessageDeduplicationId="d")
        handle = handle_of(r.same(f"same-dedup-different-grp-{number}", receive(url)))
        r.sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)


def sqs_fifo_same_dedup_id_different_message_groups(r):
    url = r.fifo()
    for number in "12":
        r.sqs.send_message(QueueUrl=url, MessageBody="Test", MessageGroupId=number, MessageDeduplicationId="d")
        r.same(f"same-dedup-different-grp-{number}", receive(url))


def sqs_permission_lifecycle(r):
    url = r.queue()
    label, other = "crossaccountpermission", "crossaccountpermission2"

    def add(label, *accounts):
        return lambda sqs: sqs.add_permission(QueueUrl=url, Label=label, AWSAccountIds=list(accounts), Actions=["ReceiveMessage"])

    def remove(label):
        return lambda sqs: sqs.remove_permission(QueueUrl=url, Label=label)

    def policy(sqs):
        answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
        return {"Attributes": {"Policy": json.loads(answer["Attributes"]["Policy"])}} if answer else answer

    r.same("add-permission-response", add(label, "668614515564", ACCOUNT))
    r.same("get-queue-policy-attribute", policy)
    r.same("remove-permission-response", remove(label))
    r.same("get-queue-policy-attribute-after-removal", policy)
    add(label, ACCOUNT)(r.sqs)
    r.same("get-queue-policy-attribute-first-account-same-label", policy)
    r.same("get-queue-policy-attribute-second-account-same-label", add(label, "668614515564"))
    add(other, ACCOUNT)(r.sqs)
    r.same("get-queue-policy-attribute-second-account-different-label", policy)
    remove(label)(r.sqs)
    r.same("get-queue-policy-attribute-delete-first-permission", policy)
    remove(other)(r.sqs)
    r.same("get-queue-policy-attribute-delete-second-permission", policy)
    r.same("get-queue-policy-attribute-delete-non-existent-label", remove(other))


def sse_kms_and_sqs_are_mutually_exclusive(r):
    url = r.queue(KmsMasterKeyId="alias/aws/sqs", SqsManagedSseEnabled="false")
    with refused("InvalidAttributeName") as no:
        both = {"KmsMasterKeyId": "alias/aws/sqs", "SqsManagedSseEnabled": "true"}
        r.sqs.set_queue_attributes(QueueUrl=url, Attributes=both)
    code, message = no.value.code, no.value.message
    r.value("error", f"An error occurred ({code}) when calling the SetQueueAttributes operation: {message}")


def fifo_approximate_number_of_messages_not_visible(r):
    """Only what was really received is in flight; the rest of a locked group counts as there (fact sheet, section 8)."""
    url = r.fifo(ContentBasedDeduplication="true")
    for body in "1234":
        r.sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")
    assert numbers(r.sqs, url) == (4, 0, 0)
    first = r.sqs.receive_message(QueueUrl=url)["Messages"][0]
    assert numbers(r.sqs, url) == (3, 1, 0)
    r.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    assert numbers(r.sqs, url) == (3, 0, 0)
    assert bodies(r.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2)) == ["2", "3"]
    assert numbers(r.sqs, url) == (1, 2, 0)


# Dead-letter queues


def dead_letter_queue_message_attributes(r):
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    dlq = r.queue("-dlq")
    url = r.queue(RedrivePolicy=r.redrive_policy(dlq))
    r.sqs.send_message(
        QueueUrl=url,
        MessageBody="message-1",
        MessageAttributes={"MyAttribute": {"DataType": "String", "StringValue": "foobar"}},
        MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": trace}},
    )
    r.sqs.send_message(QueueUrl=url, MessageBody="message-2")
    names = [
        "AWSTraceHeader",
        "ApproximateFirstReceiveTimestamp",
        "ApproximateReceiveCount",
        "DeadLetterQueueSourceArn",
        "SentTimestamp",
    ]
    wanted = {"MaxNumberOfMessages": 10, "AttributeNames": names, "MessageAttributeNames": ["All"]}
    r.value("dlq-arn", r.arn(dlq))
    r.value("sourcen-arn", r.arn(url))
    r.value("rec-pre-dlq", r.sqs.receive_message(QueueUrl=url, VisibilityTimeout=0, **wanted)["Messages"])
    assert r.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10) == {}
    eventually(lambda: numbers(r.sqs, dlq)[0] == 2)
    r.value("dlq-messages", r.sqs.receive_message(QueueUrl=dlq, **wanted)["Messages"])


def dead_letter_queue_with_fifo_and_content_based_deduplication(r):
    dlq = r.fifo("-dlq", ContentBasedDeduplication="true", MessageRetentionPeriod="1209600")
    policy = r.redrive_policy(dlq, 2)
    url = r.fifo(ContentBasedDeduplication="true", VisibilityTimeout="60", RedrivePolicy=policy)
    sent = r.sqs.send_message(QueueUrl=url, MessageBody="foobar", MessageGroupId="1")
    for count in (1, 1, 0):
        answer = r.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=count, VisibilityTimeout=0)
        assert len(bodies(answer)) == count
    [message] = r.sqs.receive_message(QueueUrl=dlq, WaitTimeSeconds=5)["Messages"]
    assert (message["MessageId"], message["Body"]) == (sent["MessageId"], "foobar")


def invalid_dead_letter_arn_rejected_before_lookup(r):
    with refused("InvalidParameterValue"):
        r.queue(RedrivePolicy=json.dumps({"deadLetterTargetArn": "dummy", "maxReceiveCount": 42}))
    assert r.sqs.list_queues(QueueNamePrefix=r.stem) == {}


# Move tasks


def _dead_letters(r, count):
    """A dead-letter queue with so many dead letters of one source, and an empty queue: URLs of all three."""
    dlq = r.queue("-dlq")
    url = r.queue(RedrivePolicy=r.redrive_policy(dlq))
    for number in range(1, count + 1):
        r.sqs.send_message(QueueUrl=url, MessageBody=f"message-{number}")
    for _ in range(2 * count):
        r.sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)
    eventually(lambda: numbers(r.sqs, dlq)[0] == count)
    return url, dlq, r.queue("-destination")


def _start(r, dlq, destination=None, **more):
    more |= {"DestinationArn": r.arn(destination)} if destination else {}
    return lambda sqs: sqs.start_message_move_task(SourceArn=r.arn(dlq), **more)


def _newest_task(r, dlq):
    return r.sqs.list_message_move_tasks(SourceArn=r.arn(dlq))["Results"][0]


def _list_once_over(r, dlq):
    eventually(lambda: _newest_task(r, dlq)["Status"] != "RUNNING")
    return lambda sqs: sqs.list_message_move_tasks(SourceArn=r.arn(dlq))


def _handle(task, source_arn):
    return base64.b64encode(json.dumps({"taskId": task, "sourceArn": source_arn}).encode()).decode()


def basic_move_task_workflow(r):
    _, dlq, destination = _dead_letters(r, 2)
    r.same("start-message-move-task-response", _start(r, dlq, destination))
    r.same("list-message-move-task-response", _list_once_over(r, dlq))
    assert sorted(bodies(r.sqs.receive_message(QueueUrl=destination, MaxNumberOfMessages=10))) == ["message-1", "message-2"]
    assert r.sqs.receive_message(QueueUrl=dlq) == {}


def move_task_workflow_with_default_destination(r):
    url, dlq, _ = _dead_letters(r, 2)
    r.value("source-arn", r.arn(dlq))
    r.value("original-source", r.arn(url))
    r.same("start-message-move-task-response", _start(r, dlq))
    r.same("list-message-move-task-response", _list_once_over(r, dlq))
    assert sorted(bodies(r.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10))) == ["message-1", "message-2"]
    assert r.sqs.receive_message(QueueUrl=dlq) == {}


def move_task_delete_destination_queue_while_running(r):
    _, dlq, destination = _dead_letters(r, 10)
    _start(r, dlq, destination, MaxNumberOfMessagesPerSecond=1)(r.sqs)
    moved = lambda: _newest_task(r, dlq)["ApproximateNumberOfMessagesMoved"]
    for wanted in (1, 2, 3):
        eventually(lambda: moved() >= wanted)
        if wanted < 3:
            r.server.advance(1)
    r.sqs.delete_queue(QueueUrl=destination)
    r.server.advance(5)
    r.same("list", _list_once_over(r, dlq))
    assert bodies(r.sqs.receive_message(QueueUrl=dlq))


def cancel_with_invalid_source_arn_in_task_handle(r):
    source_arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:test-queue-doesnt-exist-123456"
    handle = _handle("10f57157-fc38-4da9-a113-4de7e12d05dd", source_arn)
    r.same("error", lambda sqs: sqs.cancel_message_move_task(TaskHandle=handle))


def cancel_with_invalid_task_id_in_task_handle(r):
    handle = _handle("10f57157-fc38-4da9-a113-4de7e12d05aa", r.arn(r.queue()))
    r.same("error", lambda sqs: sqs.cancel_message_move_task(TaskHandle=handle))


def destination_needs_to_exist(r):
    _, dlq, destination = _dead_letters(r, 0)
    missing = r.arn(destination) + "doesntexist"
    r.same("error", lambda sqs: sqs.start_message_move_task(SourceArn=r.arn(dlq), DestinationArn=missing))


def source_needs_redrive_policy(r):
    r.same("error", _start(r, r.queue(), r.queue("-destination")))


def start_multiple_move_tasks(r):
    _, dlq, destination = _dead_letters(r, 10)
    start = _start(r, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    start(r.sqs)
    r.same("error", start)


# Recordings that are not replayed, each with its reason; at most 8 may be.
LEFT_OUT = {}


def recordings():
    path = FOLDER / "sqs.json"
    return json.loads(path.read_text()) if path.is_file() else {}


RECORDINGS = recordings()


@pytest.fixture(scope="module")
def replaying(server):
    return {kind: make(server, account=ACCOUNT, region=REGION) for kind, make in PROTOCOLS.items()}


@pytest.mark.skipif(not RECORDINGS, reason=f"no recordings at {FOLDER}")
@pytest.mark.parametrize("name", list(RECORDINGS) or ["none"])
def test_an_answer_is_the_one_aws_gave(server, replaying, name):
    if name in LEFT_OUT:
        pytest.skip(LEFT_OUT[name])
    stem = name.partition("::")[2] or name
    scenario = globals()[stem.partition("[")[0].removeprefix("test_")]
    # Names without a kind were recorded in JSON.
    kind = KINDS.search(name)
    protocol = "query" if kind and kind[1] == "sqs_query" else "json"
    recorded = RECORDINGS[name]["answers"]
    replay = Replay(server, replaying, name, protocol, recorded)
    varied = re.search(r"\[(?:sqs_query|sqs)-(.*)\]$", name)
    scenario(replay, varied[1]) if varied else scenario(replay)
    assert replay.compared == set(recorded), "every recorded answer was compared"


@pytest.mark.skipif(not RECORDINGS, reason=f"no recordings at {FOLDER}")
def test_the_recordings_tell_how_many_are_replayed(capsys):
    assert set(LEFT_OUT) <= set(RECORDINGS) and len(LEFT_OUT) <= 8
    silent = sum(not recording["answers"] for recording in RECORDINGS.values())
    with capsys.disabled():
        print(f"\nrecordings: {len(RECORDINGS) - len(LEFT_OUT)} replayed ({silent} hold no answer), {len(LEFT_OUT)} left out")
