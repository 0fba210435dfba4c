"""The AWS CLI works as it comes, with `--endpoint-url` and any credentials: what a person types at a terminal.

The option and not AWS_ENDPOINT_URL, since version 1 of the CLI lets its own list of host names for SQS win over the variable.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

AWS = Path(sys.executable).with_name("aws")
AWS = str(AWS) if AWS.is_file() else shutil.which("aws")

pytestmark = pytest.mark.skipif(not AWS, reason="no `aws` command: pip install -r tests/requirements.txt")


class Failed(Exception):
    """The command ended with another code than 0."""

    def __init__(self, code, said):
        super().__init__(f"ended with {code}: {said}")
        self.code, self.said = code, said


@pytest.fixture(scope="module")
def aws(server, tmp_path_factory):
    """Runs one command; its output parsed if it is JSON. Each run costs most of a second: few tests, long stories."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "AWS_MAX_ATTEMPTS": "1",
    }

    def run(*words, **more):
        done = subprocess.run(
            [AWS, "--endpoint-url", server.url, *words], env=environment | more, capture_output=True, text=True, timeout=30
        )
        if done.returncode:
            raise Failed(done.returncode, done.stderr.strip())
        try:
            return json.loads(done.stdout) if done.stdout.strip() else {}
        except ValueError:
            return done.stdout

    return run


def test_a_message_goes_in_and_comes_out(aws):
    url = aws("sqs", "create-queue", "--queue-name", "orders", "--attributes", "VisibilityTimeout=60")["QueueUrl"]
    attributes = '{"kind":{"DataType":"String","StringValue":"new"}}'
    sent = aws("sqs", "send-message", "--queue-url", url, "--message-body", "hällo & co", "--message-attributes", attributes)
    answer = aws("sqs", "receive-message", "--queue-url", url, "--attribute-names", "All", "--message-attribute-names", "kind")
    [message] = answer["Messages"]
    assert message["MessageId"] == sent["MessageId"]
    assert message["Body"] == "hällo & co"
    assert message["MessageAttributes"]["kind"]["StringValue"] == "new"
    aws("sqs", "delete-message", "--queue-url", url, "--receipt-handle", message["ReceiptHandle"])
    assert aws("sqs", "get-queue-url", "--queue-name", "orders")["QueueUrl"] == url
    # The CLI follows pages by itself: it sends MaxResults and tokens without being told.
    assert url in aws("sqs", "list-queues", "--page-size", "1")["QueueUrls"]


def test_a_batch_on_a_fifo_queue_keeps_its_order(aws):
    url = aws(
        "sqs", "create-queue", "--queue-name", "jobs.fifo", "--attributes", "FifoQueue=true,ContentBasedDeduplication=true"
    )["QueueUrl"]
    entries = json.dumps([{"Id": str(i), "MessageBody": str(i), "MessageGroupId": "g"} for i in range(3)])
    assert len(aws("sqs", "send-message-batch", "--queue-url", url, "--entries", entries)["Successful"]) == 3
    answer = aws("sqs", "receive-message", "--queue-url", url, "--max-number-of-messages", "10", "--wait-time-seconds", "1")
    assert [message["Body"] for message in answer["Messages"]] == ["0", "1", "2"]


def test_attributes_tags_and_purge(aws):
    url = aws("sqs", "create-queue", "--queue-name", "mixed", "--tags", "team=mill")["QueueUrl"]
    aws("sqs", "set-queue-attributes", "--queue-url", url, "--attributes", "DelaySeconds=7")
    aws("sqs", "purge-queue", "--queue-url", url)
    assert aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "DelaySeconds")["Attributes"] == {
        "DelaySeconds": "7"
    }
    assert aws("sqs", "list-queue-tags", "--queue-url", url)["Tags"] == {"team": "mill"}
    aws("sqs", "delete-queue", "--queue-url", url)


def test_a_refusal_is_told_by_its_code_and_text(aws):
    with pytest.raises(Failed) as caught:
        aws("sqs", "get-queue-url", "--queue-name", "no-such-queue")
    assert "(AWS.SimpleQueueService.NonExistentQueue)" in caught.value.said
    assert "The specified queue does not exist." in caught.value.said


def test_sts_says_who_is_there(aws):
    assert aws("sts", "get-caller-identity")["Account"] == "000000000000"
    assert aws("sts", "get-caller-identity", AWS_ACCESS_KEY_ID="123456789012")["Account"] == "123456789012"
