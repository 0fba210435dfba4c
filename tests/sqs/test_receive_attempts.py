"""A receive that has a name can be asked for again: same messages, same handles, for five minutes, while nobody touched them."""

import json
import socket
import struct
import time

import pytest

from harness.clients import Json
from harness.expect import WRONG_KIND, bodies, refused
from harness.poll import Poll
from harness.redrive import numbers
from harness.server import Server


def send(sqs, url, body, group="g"):
    return sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=body)


def receive(sqs, url, attempt=None, count=10, **more):
    more |= {"ReceiveRequestAttemptId": attempt} if attempt else {}
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=count, AttributeNames=["All"], **more)
    return answer.get("Messages", [])


def told(messages):
    return [message["Body"] for message in messages]


@pytest.fixture
def three(sqs, fifo):
    """A queue with the group g of three messages, hidden for 60 s when received."""
    url = fifo(VisibilityTimeout=60)
    for body in "123":
        send(sqs, url, body)
    return url


def test_a_receive_asked_for_again_gives_the_same_messages_and_handles(sqs, three):
    first = receive(sqs, three, "a")
    assert told(first) == ["1", "2", "3"]
    for _ in range(3):
        assert receive(sqs, three, "a") == first, "handles, counts and times are those of the first answer"


def test_without_its_name_a_receive_gives_nothing_more(sqs, three):
    receive(sqs, three, "a")
    assert receive(sqs, three) == []
    assert receive(sqs, three, "b") == [], "another name is another receive"


def test_another_name_is_a_fresh_receive(sqs, three):
    send(sqs, three, "4", group="h")
    first = receive(sqs, three, "a", count=3)
    second = receive(sqs, three, "b")
    assert sorted(told(first) + told(second)) == ["1", "2", "3", "4"]
    assert receive(sqs, three, "a", count=3) == first and receive(sqs, three, "b") == second


def test_each_queue_has_names_of_its_own(sqs, fifo):
    urls = [fifo(), fifo()]
    for i, url in enumerate(urls):
        send(sqs, url, str(i))
    assert [told(receive(sqs, url, "same")) for url in urls] == [["0"], ["1"]]


def test_an_empty_receive_is_not_remembered(sqs, fifo):
    url = fifo()
    assert receive(sqs, url, "a") == []
    send(sqs, url, "x")
    assert told(receive(sqs, url, "a")) == ["x"]


def test_a_long_poll_can_have_a_name(sqs, fifo):
    url = fifo()
    poll = Poll(sqs, url, ReceiveRequestAttemptId="a", AttributeNames=["All"])
    send(sqs, url, "x")
    assert receive(sqs, url, "a") == poll.answer()["Messages"]


@pytest.mark.parametrize("attempt", ["x" * 128, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "0"], ids=["128", "punctuation", "digit"])
def test_these_names_pass(sqs, three, attempt):
    assert receive(sqs, three, attempt) == receive(sqs, three, attempt) != []


# Time


def test_asking_again_hides_the_messages_anew(sqs, server, three):
    receive(sqs, three, "a")
    server.advance(50)
    assert len(receive(sqs, three, "a")) == 3
    server.advance(50)
    assert receive(sqs, three) == [], "hidden for 60 s from the second call on"
    server.advance(11)
    assert told(receive(sqs, three)) == ["1", "2", "3"]


def test_asking_again_may_hide_them_for_another_time(sqs, server, three):
    receive(sqs, three, "a")
    first = receive(sqs, three, "a", VisibilityTimeout=1000)
    server.advance(250)
    assert receive(sqs, three, "a", VisibilityTimeout=1000) == first
    server.advance(990)
    assert receive(sqs, three) == []


def test_a_name_is_good_for_five_minutes(sqs, server, three):
    first = receive(sqs, three, "a", VisibilityTimeout=10_000)
    server.advance(297)
    assert receive(sqs, three, "a", VisibilityTimeout=10_000) == first
    server.advance(4)
    assert receive(sqs, three, "a") == [], "a fresh receive, and all are in flight"


def test_after_five_minutes_the_name_can_be_used_anew(sqs, server, three):
    receive(sqs, three, "a")
    server.advance(301)
    second = receive(sqs, three, "a")
    assert told(second) == ["1", "2", "3"]
    assert [message["Attributes"]["ApproximateReceiveCount"] for message in second] == ["2"] * 3
    assert receive(sqs, three, "a") == second


def test_messages_whose_time_ran_out_are_received_afresh(sqs, server, three):
    first = receive(sqs, three, "a")
    server.advance(61)
    second = receive(sqs, three, "a")
    assert told(second) == ["1", "2", "3"]
    assert not {m["ReceiptHandle"] for m in first} & {m["ReceiptHandle"] for m in second}
    assert [message["Attributes"]["ApproximateReceiveCount"] for message in second] == ["2"] * 3


# Touched: a fresh receive


def test_not_after_a_delete(sqs, three):
    first = receive(sqs, three, "a")
    sqs.delete_message(QueueUrl=three, ReceiptHandle=first[0]["ReceiptHandle"])
    assert receive(sqs, three, "a") == [], "2 and 3 are still in flight"


def test_not_after_a_delete_of_the_only_message(sqs, fifo):
    url = fifo()
    send(sqs, url, "x")
    [first] = receive(sqs, url, "a")
    sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    send(sqs, url, "y")
    assert told(receive(sqs, url, "a")) == ["y"]


@pytest.mark.parametrize("seconds", [0, 600])
def test_not_after_a_change_of_visibility(sqs, three, seconds):
    first = receive(sqs, three, "a", count=1)
    sqs.change_message_visibility(QueueUrl=three, ReceiptHandle=first[0]["ReceiptHandle"], VisibilityTimeout=seconds)
    again = receive(sqs, three, "a", count=1)
    if seconds == 0:
        assert told(again) == ["1"] and again[0]["ReceiptHandle"] != first[0]["ReceiptHandle"]
    else:
        assert again == []


def test_not_after_a_purge(sqs, three):
    receive(sqs, three, "a")
    sqs.purge_queue(QueueUrl=three)
    assert receive(sqs, three, "a") == []


def test_the_handles_of_a_repeated_receive_delete(sqs, three):
    receive(sqs, three, "a")
    for message in receive(sqs, three, "a"):
        sqs.delete_message(QueueUrl=three, ReceiptHandle=message["ReceiptHandle"])
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=three, AttributeNames=names)["Attributes"]
    assert set(found.values()) == {"0"}


def test_repeating_a_receive_counts_no_receive(sqs, server, three):
    for _ in range(4):
        receive(sqs, three, "a")
    server.advance(61)
    [message] = receive(sqs, three, count=1)
    assert message["Attributes"]["ApproximateReceiveCount"] == "2"


# Refused


@pytest.mark.parametrize("bad", ["a b", "x" * 129, "ä", ""], ids=["space", "129", "accent", "empty"])
def test_these_names_do_not(sqs, three, bad):
    with refused("InvalidParameterValue"):
        sqs.receive_message(QueueUrl=three, ReceiveRequestAttemptId=bad)
    assert told(receive(sqs, three)) == ["1", "2", "3"]


def test_a_standard_queue_has_no_such_names(sqs, queue):
    """[M] says for FIFO queues only; the answer's wording is our own choice."""
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x")
    with refused("InvalidParameterValue") as no:
        sqs.receive_message(QueueUrl=url, ReceiveRequestAttemptId="a")
    assert no.value.message.startswith(WRONG_KIND.format("a", "ReceiveRequestAttemptId"))
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["x"]


# Restarts


def test_a_name_is_known_after_a_kill():
    with Server(durability="fsync") as server:
        sqs = Json(server)
        url = sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true", "VisibilityTimeout": "600"})["QueueUrl"]
        for body in "123":
            send(sqs, url, body)
        first = receive(sqs, url, "a", count=2)
        server.restart()
        sqs = Json(server)
        assert receive(sqs, url, "a", count=2) == first
        server.restart()
        sqs = Json(server)
        assert receive(sqs, url, "a", count=2) == first
        assert receive(sqs, url, "b") == []
        server.advance(299)
        sqs.delete_message(QueueUrl=url, ReceiptHandle=first[0]["ReceiptHandle"])
        server.restart()
        assert receive(Json(server), url, "a", count=2) == [], "one was deleted, the other is in flight"


def test_messages_asked_for_again_stay_with_the_client_that_left_its_first_call(server, json_sqs, name):
    """The first call's answer could not be written, and its hand-out was taken back: after the second call had been given the
    same messages, which others then received as well."""
    url = json_sqs.create_queue(QueueName=name(".fifo"), Attributes={"FifoQueue": "true"})["QueueUrl"]
    reset = struct.pack("ii", 1, 0)
    for attempt in range(60):
        send(json_sqs, url, str(attempt))
        body = json.dumps({"QueueUrl": url, "ReceiveRequestAttemptId": f"a{attempt}"}).encode()
        head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
        head += f"X-Amz-Target: AmazonSQS.ReceiveMessage\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port)) as first:
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as second:
                first.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                first.sendall(head.encode() + body)
                time.sleep(attempt % 4 * 0.0005)
                first.close()
                second.sendall(head.encode() + body)
                answer = second.makefile("rb").read()
        [message] = json.loads(answer.split(b"\r\n\r\n", 1)[1])["Messages"]
        time.sleep(0.005)
        assert numbers(json_sqs, url) == (0, 1, 0), f"round {attempt}: it is in flight, and nobody else's"
        json_sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
