"""What users build on queues, with boto3: poison messages, ordered work, delayed retries."""

import collections
import json
import random
import threading
import time

from harness.clients import Json
from harness.expect import bodies

COUNTS = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
GROUPS, OF_EACH, CONSUMERS = 100, 10, 20


def drain(sqs, url):
    """All that can be received now."""
    messages = []
    while some := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages"):
        messages += some
    return messages


def delete(sqs, url, messages):
    for first in range(0, len(messages), 10):
        entries = [{"Id": m["MessageId"], "ReceiptHandle": m["ReceiptHandle"]} for m in messages[first : first + 10]]
        assert "Failed" not in sqs.delete_message_batch(QueueUrl=url, Entries=entries)


def test_poison_messages_die_and_come_back_once_the_consumer_is_mended(server, json_sqs, name):
    sqs = json_sqs
    dead = sqs.create_queue(QueueName=name("-dead"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})
    url = sqs.create_queue(QueueName=name(), Attributes={"RedrivePolicy": policy, "VisibilityTimeout": "30"})["QueueUrl"]
    sent = {}
    for i in range(30):
        body = f"poison {i}" if i % 10 == 7 else f"good {i}"
        sent[body] = sqs.send_message(QueueUrl=url, MessageBody=body)["MessageId"]
    poison = {body for body in sent if body.startswith("poison")}

    seen = collections.Counter()
    for _ in range(4):
        messages = drain(sqs, url)
        seen.update(message["Body"] for message in messages)
        delete(sqs, url, [message for message in messages if message["Body"].startswith("good")])
        server.advance(31)
    assert seen == {body: 3 if body in poison else 1 for body in sent}

    corpses = drain(sqs, dead)
    assert {message["Body"]: message["MessageId"] for message in corpses} == {body: sent[body] for body in poison}
    for message in corpses:
        assert message["Attributes"]["ApproximateReceiveCount"] == "4"
        assert message["Attributes"]["DeadLetterQueueSourceArn"].endswith(":" + url.rpartition("/")[2])
    server.advance(31)

    # The consumer has been mended: everything dead goes back, and is worked off.
    sqs.start_message_move_task(SourceArn=arn)
    deadline = time.monotonic() + 10
    mended = []
    while (task := sqs.list_message_move_tasks(SourceArn=arn)["Results"][0])["Status"] == "RUNNING":
        assert time.monotonic() < deadline, task
        mended += drain(sqs, url)
    mended += drain(sqs, url)
    assert {message["Body"] for message in mended} == poison
    delete(sqs, url, mended)
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 3)
    server.advance(31)
    assert drain(sqs, url) == drain(sqs, dead) == []


def test_a_hundred_groups_stay_in_order_under_twenty_consumers(server, name):
    url = Json(server).create_queue(QueueName=name(".fifo"), Attributes={"FifoQueue": "true"})["QueueUrl"]
    work = [(f"g{group}", str(number)) for number in range(OF_EACH) for group in range(GROUPS)]
    processed = collections.defaultdict(list)
    given_back = collections.Counter()
    left = threading.Semaphore(0)
    finished = threading.Event()
    failures = []

    def consume(seed):
        sqs, dice = Json(server), random.Random(seed)
        try:
            while not finished.is_set():
                answer = sqs.receive_message(
                    QueueUrl=url, MaxNumberOfMessages=dice.randint(1, 10), WaitTimeSeconds=1, AttributeNames=["MessageGroupId"]
                )
                messages = answer.get("Messages", [])
                if messages and dice.random() < 0.15:
                    given_back[seed] += 1
                    entries = [
                        {"Id": m["MessageId"], "ReceiptHandle": m["ReceiptHandle"], "VisibilityTimeout": 0} for m in messages
                    ]
                    assert "Failed" not in sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)
                    continue
                for message in messages:
                    # Whoever holds a group holds it alone: noted before it is deleted, so that the next one notes later.
                    processed[message["Attributes"]["MessageGroupId"]].append(message["Body"])
                delete(sqs, url, messages)
                if messages:
                    left.release(len(messages))
        except BaseException as failed:  # handed to the test
            failures.append(failed)

    threads = [threading.Thread(target=consume, args=(seed,), daemon=True) for seed in range(CONSUMERS)]
    for thread in threads:
        thread.start()
    sender = Json(server)
    for first in range(0, len(work), 10):
        entries = [
            {"Id": str(i), "MessageBody": body, "MessageGroupId": group, "MessageDeduplicationId": f"{group}-{body}"}
            for i, (group, body) in enumerate(work[first : first + 10])
        ]
        assert "Failed" not in sender.send_message_batch(QueueUrl=url, Entries=entries)
    deadline = time.monotonic() + 60
    for _ in work:
        if failures or not left.acquire(timeout=max(0, deadline - time.monotonic())):
            break
    finished.set()
    for thread in threads:
        thread.join(10)
    assert not failures, failures
    assert processed == {f"g{group}": [str(number) for number in range(OF_EACH)] for group in range(GROUPS)}
    assert sum(given_back.values()) > 0
    counts = sender.get_queue_attributes(QueueUrl=url, AttributeNames=COUNTS)["Attributes"]
    assert set(counts.values()) == {"0"}


def test_a_failing_job_is_tried_again_after_growing_pauses(server, json_sqs, name):
    sqs = json_sqs
    url = sqs.create_queue(QueueName=name(), Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="job", DelaySeconds=20)
    pauses = [20]
    for attempt in range(1, 6):
        server.advance(pauses[-1] - 1)
        assert drain(sqs, url) == [], "not before its time"
        server.advance(1)
        [message] = drain(sqs, url)
        assert message["Attributes"]["ApproximateReceiveCount"] == str(attempt)
        pauses.append(10 * 2**attempt)
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=pauses[-1])
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    server.advance(pauses[-1])
    assert drain(sqs, url) == []


def test_a_failing_job_is_sent_again_as_a_new_message_with_a_delay(server, json_sqs, name):
    """The other way to retry: a copy that counts its own tries, so that the queue's age alarms keep quiet."""
    sqs = json_sqs
    url = sqs.create_queue(QueueName=name())["QueueUrl"]
    tries = {"tries": {"DataType": "Number", "StringValue": "0"}}
    sqs.send_message(QueueUrl=url, MessageBody="job", MessageAttributes=tries)
    for attempt in range(3):
        [message] = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["tries"])["Messages"]
        assert message["MessageAttributes"]["tries"]["StringValue"] == str(attempt)
        tries = {"tries": {"DataType": "Number", "StringValue": str(attempt + 1)}}
        sqs.send_message(QueueUrl=url, MessageBody=message["Body"], MessageAttributes=tries, DelaySeconds=900)
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        server.advance(899)
        assert bodies(sqs.receive_message(QueueUrl=url)) == []
        server.advance(1)
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["job"]
