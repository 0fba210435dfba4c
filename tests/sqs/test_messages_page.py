"""`GET /_millpond/sqs/messages` shows what waits without receiving it."""

import json
from urllib.parse import urlencode

import pytest

from harness.http import exchange
from harness.redrive import numbers


def look(server, **parameters):
    answer = exchange(server, "GET", f"/_millpond/sqs/messages?{urlencode(parameters)}")
    return answer.status, json.loads(answer.body)


def shown(server, url, **parameters):
    status, page = look(server, QueueUrl=url, **parameters)
    assert status == 200, page
    return page["Messages"]


def test_each_message_is_shown_where_it_is_and_stays_there(json_sqs, server, name):
    url = json_sqs.create_queue(QueueName=name())["QueueUrl"]
    attributes = {"a": {"DataType": "Number.int", "StringValue": "7"}}
    json_sqs.send_message(QueueUrl=url, MessageBody="flying")
    handed = json_sqs.receive_message(QueueUrl=url, VisibilityTimeout=600)["Messages"][0]
    json_sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=600)
    sent = json_sqs.send_message(QueueUrl=url, MessageBody="now", MessageGroupId="g", MessageAttributes=attributes)
    for _ in range(2):
        (waiting,) = shown(server, url)
        assert waiting["MessageId"] == sent["MessageId"]
        assert (waiting["Body"], waiting["MessageGroupId"], waiting["ApproximateReceiveCount"]) == ("now", "g", 0)
        assert waiting["MessageAttributes"] == {"a": "Number.int"}
        (flying,) = shown(server, url, Status="inflight")
        assert (flying["MessageId"], flying["ApproximateReceiveCount"]) == (handed["MessageId"], 1)
        (delayed,) = shown(server, url, Status="delayed")
        assert delayed["Body"] == "later" and delayed["VisibleTimestamp"] > delayed["SentTimestamp"]
    assert shown(server, url, Status="visible") == shown(server, url)
    assert numbers(json_sqs, url) == (1, 1, 1)


def test_the_oldest_are_shown_and_as_many_as_are_asked_for(json_sqs, server, name):
    url = json_sqs.create_queue(QueueName=name(".fifo"), Attributes={"FifoQueue": "true"})["QueueUrl"]
    for body in "abc":
        ids = {"MessageGroupId": "g", "MessageDeduplicationId": body}
        sent = json_sqs.send_message(QueueUrl=url, MessageBody=body, **ids)
    assert [message["Body"] for message in shown(server, url, Max=2)] == ["a", "b"]
    assert shown(server, url)[-1]["SequenceNumber"] == sent["SequenceNumber"]


@pytest.mark.parametrize("wrong", [{"Status": "lost"}, {"Max": "many"}, {"Max": 1001}, {"QueueUrl": "q"}])
def test_what_cannot_be_shown_is_refused(json_sqs, server, name, wrong):
    url = json_sqs.create_queue(QueueName=name())["QueueUrl"]
    status, page = look(server, **{"QueueUrl": url} | wrong)
    assert status == 400 and page["error"]


def test_a_queue_that_is_not_there_is_not_found(server):
    assert look(server, QueueUrl="http://localhost/000000000000/no-such-queue")[0] == 404
