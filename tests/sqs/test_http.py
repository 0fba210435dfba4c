"""HTTP as real clients speak it: kept connections, chunks, 100-continue, gzip, and two requests at once on one line."""

import gzip
import http.client
import json
import socket

import pytest

from harness.clients import Json
from harness.http import bare, exchange

HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS.{}\r\n"
HEADERS = {"content-type": "application/x-amz-json-1.0"}


@pytest.fixture
def url(json_sqs, name):
    return json_sqs.create_queue(QueueName=name())["QueueUrl"]


def message(url, body):
    return json.dumps({"QueueUrl": url, "MessageBody": body}).encode()


def received(server, url):
    answer = Json(server).receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return sorted(found["Body"] for found in answer.get("Messages", []))


def test_a_connection_is_kept_for_the_next_request(server, url):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.connect()
    line = connection.sock
    for body in ("1", "2", "3"):
        connection.request("POST", "/", message(url, body), HEADERS | {"x-amz-target": "AmazonSQS.SendMessage"})
        answer = connection.getresponse()
        assert answer.status == 200 and answer.read()
        assert connection.sock is line
    connection.close()
    assert received(server, url) == ["1", "2", "3"]


def test_a_refusal_keeps_the_connection_too(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    for _ in range(3):
        connection.request("POST", "/", b"{", HEADERS | {"x-amz-target": "AmazonSQS.SendMessage"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 400 and connection.sock is not None
    connection.close()


def test_a_connection_that_asks_to_be_closed_is_closed(server):
    reply = bare(server, (HEAD.format("ListQueues") + "Connection: close\r\nContent-Length: 2\r\n\r\n{}").encode())
    assert reply.status == 200
    assert reply.headers["connection"] == "close"


def test_http_1_0_is_answered(server):
    data = (HEAD.format("ListQueues") + "Content-Length: 2\r\n\r\n{}").replace("HTTP/1.1", "HTTP/1.0")
    assert bare(server, data.encode()).status == 200


def test_a_body_may_come_in_chunks(server, url):
    body = message(url, "in chunks")
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(body[i : i + 7]), body[i : i + 7]) for i in range(0, len(body), 7))
    data = HEAD.format("SendMessage").encode() + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    assert bare(server, data).status == 200
    assert received(server, url) == ["in chunks"]


def test_a_client_that_waits_to_be_told_to_go_on_is_told(server, url):
    body = message(url, "after a pause")
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall((HEAD.format("SendMessage") + f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n").encode())
        assert line.recv(1000).startswith(b"HTTP/1.1 100")
        line.sendall(body)
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
    assert received(server, url) == ["after a pause"]


def test_a_gzipped_body_is_understood(server, url):
    headers = HEADERS | {"x-amz-target": "AmazonSQS.SendMessage", "content-encoding": "gzip"}
    assert exchange(server, "POST", "/", headers, gzip.compress(message(url, "gzipped"))).status == 200
    assert received(server, url) == ["gzipped"]


def test_an_answer_is_never_compressed(server, url):
    headers = HEADERS | {"x-amz-target": "AmazonSQS.ListQueues", "accept-encoding": "gzip, br, deflate"}
    assert "content-encoding" not in exchange(server, "POST", "/", headers, "{}").headers


def test_two_requests_sent_together_are_answered_in_order(server, url):
    bodies = [message(url, body) for body in ("first", "second")]
    data = b"".join(HEAD.format("SendMessage").encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body for body in bodies)
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(data)
        seen = b""
        while seen.count(b"MD5OfMessageBody") < 2:
            seen += line.recv(10000)
    assert seen.count(b"HTTP/1.1 200") == 2
    assert seen.index(b"8b04d5e3775d298e78455efc5ca404d5") < seen.index(b"a9f0e61a137d86aa9db53465e0801612"), "by their digests"
    assert received(server, url) == ["first", "second"]


def test_a_body_that_comes_byte_by_byte_is_waited_for(server, url):
    body = message(url, "slowly")
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in (HEAD.format("SendMessage") + f"Content-Length: {len(body)}\r\n\r\n").encode() + body:
            line.sendall(bytes([byte]))
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
    assert received(server, url) == ["slowly"]


@pytest.mark.parametrize("kind", ["application/x-amz-json-1.0; charset=utf-8", "Application/X-Amz-Json-1.0", "application/json"])
def test_the_content_type_is_read_as_http_has_it(server, url, kind):
    headers = {"Content-Type": kind, "X-AMZ-TARGET": "AmazonSQS.SendMessage"}
    assert exchange(server, "POST", "/", headers, message(url, "x")).status == 200
