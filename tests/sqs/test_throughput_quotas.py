"""With `limits.sqs_fifo = "aws"` a FIFO queue takes no more calls a second than AWS's: what is over is throttled and changes nothing.

The quota refills with engine time, which runs while a test does; so tests count calls against the time that has passed.
"""

import os
import subprocess
import threading
import time

import pytest

from harness.clients import PROTOCOLS, ApiError
from harness.http import Line
from harness.server import Server, StartFailed, binary

RATE = 300
HIGH_THROUGHPUT = {"DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}


@pytest.fixture(scope="module")
def server():
    with Server("--limits-sqs-fifo", "aws", durability="memory") as running:
        yield running


class Flood:
    """Calls of one kind over bare connections, as fast as they come, until the block ends; counts what was taken and what refused."""

    def __init__(self, server, operation, parameters, lines=2):
        self.server, self.operation, self.parameters = server, operation, parameters
        self.taken, self.throttled, self.others = [], [], []
        self.ending = threading.Event()
        self.threads = [threading.Thread(target=self._run, args=(i,)) for i in range(lines)]

    def _run(self, number):
        line = Line(self.server)
        count = 0
        while not self.ending.is_set():
            burst = [self.parameters(f"{number}-{count + i}") for i in range(20)]
            count += len(burst)
            for parameters in burst:
                line.send(self.operation, parameters)
            for _ in burst:
                status, answer = line.read()
                kind = answer.get("__type", "").rpartition("#")[2]
                (self.taken if status == 200 else self.throttled if kind == "RequestThrottled" else self.others).append(answer)
        line.close()

    def __enter__(self):
        self.began = time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        for thread in self.threads:
            thread.join()
        self.seconds = time.monotonic() - self.began
        assert not self.others, self.others[:3]

    def until_throttled(self, at_least=1, seconds=20):
        give_up = time.monotonic() + seconds
        while len(self.throttled) < at_least:
            assert time.monotonic() < give_up, f"{len(self.taken)} calls were taken, {len(self.throttled)} throttled"
            time.sleep(0.005)

    def most(self, buckets=1):
        """Calls that the quota lets through in the time that has passed, and a little for where the clocks were read."""
        return buckets * RATE * (1 + self.seconds) + 15


def sends(url, group=lambda number: "g"):
    return lambda number: {
        "QueueUrl": url,
        "MessageBody": "x",
        "MessageGroupId": group(number),
        "MessageDeduplicationId": number,
    }


def throttled(call, tries=500):
    """The refusal of a call that is made while others use the quota up."""
    for _ in range(tries):
        try:
            call()
        except ApiError as refused:
            return refused
    raise AssertionError(f"none of {tries} calls was throttled")


def waiting(sqs, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return sum(int(number) for number in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values())


def test_sends_over_the_quota_are_throttled_and_send_nothing(server, sqs, fifo):
    url = fifo()
    numbers = iter(range(10_000))
    sent = []

    def send():
        sent.append(sqs.send_message(QueueUrl=url, MessageBody="x", MessageGroupId="g", MessageDeduplicationId=f"own-{next(numbers)}"))

    with Flood(server, "SendMessage", sends(url)) as flood:
        flood.until_throttled(300)
        refused = throttled(send)
    assert (refused.code, refused.status, refused.message) == ("RequestThrottled", 403, "Request is throttled.")
    assert refused.error.get("Type") == "Sender"
    assert RATE <= len(flood.taken) + len(sent) <= flood.most()
    assert waiting(sqs, url) == len(flood.taken) + len(sent)


def test_time_brings_the_quota_back(server, sqs, fifo):
    url = fifo()
    with Flood(server, "SendMessage", sends(url)) as flood:
        flood.until_throttled()
    server.advance(1)
    line = Line(server)
    assert [line.call("SendMessage", **sends(url)(f"later-{i}"))[0] for i in range(RATE)] == [200] * RATE


def test_a_batch_is_one_call_so_that_ten_times_as_many_messages_pass(server, sqs, fifo):
    url = fifo()

    def batch(number):
        entries = [{"Id": str(i), **sends(url)(f"{number}-{i}")} for i in range(10)]
        return {"QueueUrl": url, "Entries": [{k: v for k, v in entry.items() if k != "QueueUrl"} for entry in entries]}

    with Flood(server, "SendMessageBatch", batch) as flood:
        flood.until_throttled()
        entries = batch("own")["Entries"]
        refused = throttled(lambda: sqs.send_message_batch(QueueUrl=url, Entries=entries))
        assert (refused.code, refused.status) == ("RequestThrottled", 403), "as a call: SDKs repeat it by themselves"
        # Both kinds of sends have one quota.
        refused = throttled(lambda: sqs.send_message(**sends(url)("own-single")))
        assert refused.code == "RequestThrottled"
    assert RATE <= len(flood.taken) <= flood.most()
    assert all(len(answer["Successful"]) == 10 for answer in flood.taken)


def test_each_action_has_a_quota_of_its_own(server, sqs, fifo):
    url = fifo()
    with Flood(server, "ReceiveMessage", lambda _: {"QueueUrl": url}) as flood:
        flood.until_throttled(100)
        assert throttled(lambda: sqs.receive_message(QueueUrl=url)).code == "RequestThrottled"
        for i in range(20):
            sqs.send_message(**sends(url)(f"own-{i}"))
    assert RATE <= len(flood.taken) <= flood.most()
    server.advance(31)
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    handle = messages.pop()["ReceiptHandle"]
    with Flood(server, "DeleteMessage", lambda _: {"QueueUrl": url, "ReceiptHandle": handle}) as flood:
        flood.until_throttled(100)
        one = {"QueueUrl": url, "Entries": [{"Id": "a", "ReceiptHandle": messages[0]["ReceiptHandle"]}]}
        assert throttled(lambda: sqs.delete_message_batch(**one)).code == "RequestThrottled"
        sqs.send_message(**sends(url)("own-more"))
        sqs.receive_message(QueueUrl=url)
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=messages[1]["ReceiptHandle"], VisibilityTimeout=60)
    assert RATE <= len(flood.taken) <= flood.most()


def test_a_long_poll_is_one_call_and_is_answered_when_the_quota_is_used_up(server, sqs, fifo):
    url = fifo()
    line = Line(server, timeout=30)
    line.send("ReceiveMessage", {"QueueUrl": url, "WaitTimeSeconds": 20})
    time.sleep(0.1)
    with Flood(server, "ReceiveMessage", lambda _: {"QueueUrl": url}) as flood:
        flood.until_throttled(300)
        sqs.send_message(**sends(url)("a"))
        status, answer = line.read()
        assert status == 200 and len(answer["Messages"]) == 1, "who waited first"


def test_another_queue_and_a_standard_queue_are_not_concerned(server, sqs, fifo, queue):
    url, other, standard = fifo(), fifo(), queue()
    with Flood(server, "SendMessage", sends(url)) as flood:
        flood.until_throttled(50)
        sqs.send_message(**sends(other)("a"))
        line = Line(server)
        assert {line.call("SendMessage", QueueUrl=standard, MessageBody="x")[0] for _ in range(2 * RATE)} == {200}


def test_each_group_of_a_high_throughput_queue_has_the_quota(server, sqs, fifo):
    url = fifo(**HIGH_THROUGHPUT)
    with Flood(server, "SendMessage", sends(url)) as hot:
        hot.until_throttled(100)
        assert throttled(lambda: sqs.send_message(**sends(url)(str(time.monotonic())))).code == "RequestThrottled"
        sqs.send_message(**sends(url, lambda _: "other")("a"))
        with Flood(server, "SendMessage", sends(url, lambda number: f"g{int(number[2:]) % 10}"), lines=1) as spread:
            while len(spread.taken) < 2 * RATE and spread.threads[0].is_alive():
                time.sleep(0.01)
    assert not spread.throttled
    assert len(hot.taken) <= hot.most()


def test_a_mixed_batch_fails_only_the_entries_of_groups_that_are_over(server, sqs, fifo):
    url = fifo(**HIGH_THROUGHPUT)
    numbers = iter(range(10_000))

    def batch():
        entries = [
            {"Id": group, "MessageBody": "x", "MessageGroupId": group, "MessageDeduplicationId": str(next(numbers))}
            for group in ("hot", "cold")
        ]
        return sqs.send_message_batch(QueueUrl=url, Entries=entries)

    with Flood(server, "SendMessage", sends(url, lambda _: "hot")) as flood:
        flood.until_throttled(100)
        answers = (batch() for _ in range(200))
        answer = next(answer for answer in answers if "Failed" in answer)
    assert [entry["Id"] for entry in answer["Successful"]] == ["cold"]
    (failed,) = answer["Failed"]
    assert str(failed.pop("SenderFault")).lower() == "true"
    assert failed == {"Id": "hot", "Code": "RequestThrottled", "Message": "Request is throttled."}


def test_deletes_of_a_high_throughput_queue_count_for_the_messages_group(server, sqs, fifo):
    url = fifo(**HIGH_THROUGHPUT)
    for i, group in enumerate("abb"):
        sqs.send_message(**sends(url, lambda _: group)(str(i)))
    messages = {}
    while len(messages) < 2:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["MessageGroupId"])["Messages"]:
            messages.setdefault(message["Attributes"]["MessageGroupId"], message["ReceiptHandle"])
    # A failing delete leaves the message, so that its group is known each time.
    server.advance(31)
    with Flood(server, "DeleteMessage", lambda _: {"QueueUrl": url, "ReceiptHandle": messages["a"]}) as flood:
        flood.others = Ignored("InvalidParameterValue")
        flood.until_throttled(100)
        entries = [{"Id": group, "ReceiptHandle": messages[group]} for group in "ab"]
        answers = (sqs.delete_message_batch(QueueUrl=url, Entries=entries)["Failed"] for _ in range(200))
        codes = next(codes for codes in ({e["Id"]: e["Code"] for e in failed} for failed in answers) if codes["a"] == "RequestThrottled")
        assert codes["b"] != "RequestThrottled"


class Ignored(list):
    """Refusals that a test expects; any other is kept."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def append(self, answer):
        if not answer["__type"].rpartition("#")[2].startswith(self.kind):
            super().append(answer)


@pytest.mark.parametrize("protocol", list(PROTOCOLS))
def test_without_the_setting_nothing_is_throttled(protocol):
    with Server(durability="memory") as server:
        sqs = PROTOCOLS[protocol](server)
        url = sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        line = Line(server)
        for number in range(0, 3 * RATE, 50):
            for i in range(50):
                line.send("SendMessage", sends(url)(str(number + i)))
            assert [line.read()[0] for _ in range(50)] == [200] * 50
        assert waiting(sqs, url) == 3 * RATE


# The setting


def config(tmp_path, text=None, environment=(), *args):
    file = tmp_path / "millpond.toml"
    file.write_text(text or "")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | dict(environment)
    command = [str(binary()), "config", "--config", str(file), *args]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=10)


def shown(said):
    assert said.returncode == 0, said.stderr
    line = next(line for line in said.stdout.splitlines() if line.startswith("limits.sqs_fifo"))
    value, _, origin = line.partition(" = ")[2].partition("#")
    return value.strip(), origin.strip()


def test_the_setting_and_its_origin_are_shown(tmp_path):
    table, variable = '[limits]\nsqs_fifo = "aws"\n', {"MILLPOND_LIMITS_SQS_FIFO": "aws"}
    assert shown(config(tmp_path)) == ('"off"', "default")
    assert shown(config(tmp_path, table)) == ('"aws"', str(tmp_path / "millpond.toml"))
    assert shown(config(tmp_path, None, variable)) == ('"aws"', "MILLPOND_LIMITS_SQS_FIFO")
    assert shown(config(tmp_path, table, variable, "--limits-sqs-fifo", "off")) == ('"off"', "--limits-sqs-fifo")


def test_what_config_prints_can_be_read_again(tmp_path):
    first = config(tmp_path, '[limits]\nsqs_fifo = "aws"\n')
    assert shown(config(tmp_path, first.stdout))[0] == '"aws"'


@pytest.mark.parametrize("table", ["[limits]\nsqs_fofi = 'aws'\n", "limits = 'aws'\n", "[limit]\nsqs_fifo = 'aws'\n", "limits-sqs-fifo = 'aws'\n"])
def test_a_key_that_is_none_is_refused(tmp_path, table):
    said = config(tmp_path, table)
    assert said.returncode != 0 and "there is no setting" in said.stderr


def test_a_wrong_value_is_refused_by_name(tmp_path):
    with pytest.raises(StartFailed):
        Server("--limits-sqs-fifo", "300", durability="memory").start()
    said = config(tmp_path, "[limits]\nsqs_fifo = 'gcp'\n")
    assert said.returncode != 0 and "limits-sqs-fifo" in said.stderr
