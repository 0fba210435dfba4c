"""Dead letters of FIFO queues: order, groups, deduplication, and the poison head that holds up its group."""

import re

from harness.expect import bodies
from harness.redrive import arn, arrived, eventually, look, numbers, redrive_policy, send


def test_a_fifo_message_keeps_its_id_and_group_and_is_deduplicated_by_its_id(sqs, fifo_pair):
    url, dlq = fifo_pair()
    sent = send(sqs, url, "x", "g", "d")
    look(sqs, url)
    assert look(sqs, url) == {}
    [message] = arrived(sqs, dlq, 1)
    assert message["MessageId"] == sent["MessageId"]
    found = message["Attributes"]
    assert found["MessageGroupId"] == "g"
    assert found["MessageDeduplicationId"] == sent["MessageId"]
    assert found["DeadLetterQueueSourceArn"] == arn(url)
    assert found["ApproximateReceiveCount"] == "2"
    assert re.fullmatch(r"\d{20}", found["SequenceNumber"])


def test_two_messages_of_one_deduplication_id_do_not_collide_in_the_dead_letter_queue(sqs, fifo, fifo_pair):
    """Two queues share the dead-letter queue, and their senders the id; the content is the same, too."""
    url, dlq = fifo_pair(dead={"ContentBasedDeduplication": "true"})
    other = fifo(RedrivePolicy=redrive_policy(dlq, 1))
    ids = {send(sqs, one, "same", "g", "d")["MessageId"] for one in (url, other)}
    for one in (url, other):
        look(sqs, one)
        assert look(sqs, one) == {}
    eventually(lambda: numbers(sqs, dlq)[0] == 2)
    assert {message["MessageId"] for message in arrived(sqs, dlq, 2)} == ids


def test_a_dead_letter_queue_keeps_the_order_of_a_group(sqs, fifo_pair):
    url, dlq = fifo_pair()
    wanted = [str(i) for i in range(9)]
    for body in wanted:
        send(sqs, url, body, "g")
    assert bodies(look(sqs, url)) == wanted
    assert look(sqs, url) == {}
    eventually(lambda: numbers(sqs, dlq)[0] == 9)
    assert [message["Body"] for message in arrived(sqs, dlq, 9)] == wanted


def test_a_poison_head_blocks_its_group_until_it_is_moved(sqs, server, fifo_pair):
    url, dlq = fifo_pair(2)
    for body in ("1", "2", "3"):
        send(sqs, url, body, "poisoned")
    for _ in range(2):
        assert bodies(sqs.receive_message(QueueUrl=url)) == ["1"]
        assert sqs.receive_message(QueueUrl=url) == {}, "the head is in flight"
        server.advance(31)
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
    assert bodies(answer) == ["2", "3"]
    assert bodies({"Messages": arrived(sqs, dlq, 1)}) == ["1"]


def test_a_poison_head_blocks_no_other_group(sqs, fifo_pair):
    url, dlq = fifo_pair()
    send(sqs, url, "poison", "a")
    assert bodies(look(sqs, url)) == ["poison"]
    send(sqs, url, "good", "b")
    assert bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)) == ["good"]
    arrived(sqs, dlq, 1)


def test_each_head_of_a_group_has_its_own_count(sqs, fifo_pair):
    url, dlq = fifo_pair(2)
    for body in ("1", "2", "3"):
        send(sqs, url, body, "g")
    assert bodies(look(sqs, url, 1)) == ["1"]
    assert bodies(look(sqs, url, 2)) == ["1", "2"]
    assert bodies(look(sqs, url, 1, WaitTimeSeconds=5)) == ["2"], "1 is moved, and 2 comes its second time"
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
    assert bodies(answer) == ["3"]
    assert [message["Body"] for message in arrived(sqs, dlq, 2)] == ["1", "2"]


def test_a_head_blocks_its_group_in_the_dead_letter_queue_too(sqs, fifo_pair):
    url, dlq = fifo_pair()
    for body in "12":
        send(sqs, url, body, "g")
    assert len(look(sqs, url)["Messages"]) == 2
    assert look(sqs, url) == {}
    eventually(lambda: numbers(sqs, dlq)[0] == 2)
    [head] = sqs.receive_message(QueueUrl=dlq)["Messages"]
    assert head["Body"] == "1" and sqs.receive_message(QueueUrl=dlq) == {}
    sqs.delete_message(QueueUrl=dlq, ReceiptHandle=head["ReceiptHandle"])
    assert bodies(sqs.receive_message(QueueUrl=dlq)) == ["2"]


def test_a_moved_message_stays_a_duplicate_where_it_was_sent(sqs, fifo_pair):
    url, dlq = fifo_pair()
    sent = send(sqs, url, "x", "g", "d")
    look(sqs, url)
    assert look(sqs, url) == {}
    arrived(sqs, dlq, 1)
    assert send(sqs, url, "x", "g", "d")["MessageId"] == sent["MessageId"]
    assert look(sqs, url) == {}
