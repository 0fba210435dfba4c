"""A client that goes away in the middle of something leaves nothing half done."""

import json
import os
import socket
import struct
import time

import pytest

from harness.clients import Json
from harness.server import Server


def leave_after(server, path, headers, body, seconds, reset=False):
    """Sends a request and closes the connection before its answer."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    connection = socket.create_connection(("127.0.0.1", server.port))
    connection.sendall(request)
    time.sleep(seconds)
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def evict(folder):
    """Drops the log from the page cache, so that the next receive must ask the device."""
    for entry in os.scandir(folder):
        file = os.open(entry.path, os.O_RDONLY)
        os.fdatasync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_client_that_leaves_while_the_device_is_read_takes_no_message_with_it(reset):
    with Server("--threads", "1", durability="fsync") as server:
        client = Json(server)
        url = client.create_queue(QueueName="cold")["QueueUrl"]
        for _ in range(4):
            client.send_message(QueueUrl=url, MessageBody="x" * 900_000)
        time.sleep(0.15)
        headers = {"X-Amz-Target": "AmazonSQS.ReceiveMessage", "Content-Type": "application/x-amz-json-1.0"}
        body = json.dumps({"QueueUrl": url, "MaxNumberOfMessages": 4}).encode()
        for _ in range(4):
            evict(server.data_dir)
            leave_after(server, "/", headers, body, 0, reset)
            time.sleep(0.2)
            counts = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            assert counts["ApproximateNumberOfMessages"] == "4", counts


def test_time_runs_on_when_whoever_moved_it_leaves():
    with Server() as server:
        client = Json(server)
        url, dead, end = (client.create_queue(QueueName=name)["QueueUrl"] for name in ("waits", "dead", "end"))
        arns = {one: f"arn:aws:sqs:us-east-1:000000000000:{one}" for one in ("dead", "end")}
        policy = json.dumps({"deadLetterTargetArn": arns["dead"], "maxReceiveCount": 1})
        client.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy})
        for _ in range(300):
            entries = [{"Id": str(one), "MessageBody": "y"} for one in range(10)]
            client.send_message_batch(QueueUrl=dead, Entries=entries)
        # A message a second for fifty minutes: the move of the clock takes a while.
        client.start_message_move_task(
            SourceArn=arns["dead"], DestinationArn=arns["end"], MaxNumberOfMessagesPerSecond=1
        )
        leave_after(server, "/_millpond/clock", {}, b'{"advance_seconds": 3600}', 0.02)
        time.sleep(0.05)
        moved = client.list_message_move_tasks(SourceArn=arns["dead"])["Results"][0]["ApproximateNumberOfMessagesMoved"]
        assert moved < 3000, "it left on the way"
        client.send_message(QueueUrl=url, MessageBody="z")
        assert client.receive_message(QueueUrl=url, VisibilityTimeout=1)["Messages"][0]["Body"] == "z"
        time.sleep(1.2)
        client.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
        assert client.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "z"
