"""A move task sends a dead-letter queue's messages on, as new ones: where to, how fast, which, and what the list says of it."""

import base64
import json
import re
import uuid

import pytest

from harness.clients import NON_EXISTENT_QUEUE, ApiError
from harness.expect import attributes_md5, bodies, refused
from harness.poll import Poll
from harness.redrive import arn, arrived, ended, eventually, first, letters_in, moved, numbers, redrive_policy, start_task, tasks

RUNNING = "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
NOT_THERE = "The resource that you specified for the {} parameter doesn't exist."
ALWAYS = {
    "Status",
    "SourceArn",
    "ApproximateNumberOfMessagesMoved",
    "ApproximateNumberOfMessagesToMove",
    "StartedTimestamp",
}


@pytest.fixture
def dead(sqs, queue):
    """Makes a dead-letter queue with these dead letters of one source; gives both URLs."""

    def make(*letters, **attributes):
        dlq = queue()
        url = queue(RedrivePolicy=redrive_policy(dlq, 1), **attributes)
        bury_letters(sqs, url, *letters)
        eventually(lambda: numbers(sqs, dlq) == (len(letters), 0, 0))
        return url, dlq

    return make


def bury_letters(sqs, url, *letters):
    for letter in letters:
        sqs.send_message(QueueUrl=url, MessageBody=letter)
    while "Messages" in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0):
        pass


def bury_fifo(sqs, url, *letters):
    for letter in letters:
        sqs.send_message(QueueUrl=url, MessageBody=letter, MessageGroupId=letter[0], MessageDeduplicationId=letter)
    taken = 0
    while taken < len(letters):
        taken += len(bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)))


# Where to


def test_each_message_goes_back_to_its_own_source(sqs, queue, dead):
    url, dlq = dead("a1", "a2")
    other = queue(RedrivePolicy=redrive_policy(dlq, 1))
    bury_letters(sqs, other, "b1", "b2", "b3")
    eventually(lambda: numbers(sqs, dlq) == (5, 0, 0))
    start_task(sqs, dlq)
    assert letters_in(sqs, url, 2) == ["a1", "a2"]
    assert letters_in(sqs, other, 3) == ["b1", "b2", "b3"]
    task = ended(sqs, dlq)
    assert (task["ApproximateNumberOfMessagesMoved"], task["ApproximateNumberOfMessagesToMove"]) == (5, 5)
    assert numbers(sqs, dlq) == (0, 0, 0)


def test_all_messages_go_to_the_destination_that_is_named(sqs, queue, dead):
    url, dlq = dead("a", "b")
    destination = queue()
    sqs.send_message(QueueUrl=dlq, MessageBody="sent here")
    start_task(sqs, dlq, destination)
    assert letters_in(sqs, destination, 3) == ["a", "b", "sent here"]
    assert ended(sqs, dlq)["DestinationArn"] == arn(destination)
    assert numbers(sqs, url) == numbers(sqs, dlq) == (0, 0, 0)


def test_a_poll_on_the_destination_is_woken(sqs, queue, dead):
    _, dlq = dead("x")
    destination = queue()
    poll = Poll(sqs, destination)
    start_task(sqs, dlq, destination)
    assert bodies(poll.answer()) == ["x"]


def test_a_message_that_was_sent_to_the_queue_itself_has_no_source(sqs, dead):
    """The task fails and the message stays; the wording is not recorded."""
    _, dlq = dead()
    sqs.send_message(QueueUrl=dlq, MessageBody="x")
    start_task(sqs, dlq)
    task = ended(sqs, dlq, "FAILED")
    assert task["FailureReason"] and task["ApproximateNumberOfMessagesMoved"] == 0
    assert bodies(sqs.receive_message(QueueUrl=dlq)) == ["x"]


def test_a_source_that_was_deleted_fails_the_task_and_loses_nothing(sqs, dead):
    url, dlq = dead("a", "b")
    sqs.create_queue(QueueName=url.rpartition("/")[2] + "-2", Attributes={"RedrivePolicy": redrive_policy(dlq, 1)})
    sqs.delete_queue(QueueUrl=url)
    start_task(sqs, dlq)
    assert ended(sqs, dlq, "FAILED")["FailureReason"]
    assert letters_in(sqs, dlq, 2) == ["a", "b"]


def test_a_source_that_was_made_again_gets_its_messages_back(sqs, server, dead):
    url, dlq = dead("a", "b")
    sqs.delete_queue(QueueUrl=url)
    server.advance(60)
    policy = {"RedrivePolicy": redrive_policy(dlq, 1)}
    assert sqs.create_queue(QueueName=url.rpartition("/")[2], Attributes=policy)["QueueUrl"] == url
    start_task(sqs, dlq)
    ended(sqs, dlq)
    assert letters_in(sqs, url, 2) == ["a", "b"]


def test_an_empty_queue_is_done_at_once(sqs, dead):
    _, dlq = dead()
    start_task(sqs, dlq)
    task = ended(sqs, dlq)
    assert (task["ApproximateNumberOfMessagesMoved"], task["ApproximateNumberOfMessagesToMove"]) == (0, 0)


def test_thousands_go_and_each_arrives_once(sqs, server, queue, dead):
    _, dlq = dead()
    destination = queue()
    for start_at in range(0, 1000, 10):
        entries = [{"Id": str(i), "MessageBody": str(start_at + i)} for i in range(10)]
        sqs.send_message_batch(QueueUrl=dlq, Entries=entries)
    start_task(sqs, dlq, destination)
    assert ended(sqs, dlq)["ApproximateNumberOfMessagesMoved"] == 1000
    assert (numbers(sqs, dlq), numbers(sqs, destination)) == ((0, 0, 0), (1000, 0, 0))
    assert letters_in(sqs, destination, 1000) == sorted(map(str, range(1000)))


# As what


def test_a_message_moved_back_is_a_new_one_with_the_old_content(sqs, server, queue):
    dlq = queue()
    url = queue(RedrivePolicy=redrive_policy(dlq, 1))
    attributes = {"n": {"DataType": "Number", "StringValue": "99.12"}}
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=attributes)
    bury_letters(sqs, url)
    before = first(sqs, dlq)
    server.advance(1000)
    start_task(sqs, dlq)
    [after] = arrived(sqs, url, 1, MessageAttributeNames=["All"])
    assert (after["Body"], after["MessageAttributes"]) == ("x", attributes)
    assert after["MD5OfMessageAttributes"] == attributes_md5(attributes)
    assert after["MessageId"] != before["MessageId"]
    old, new = before["Attributes"], after["Attributes"]
    assert int(new["SentTimestamp"]) - int(old["SentTimestamp"]) >= 1_000_000
    assert int(new["ApproximateFirstReceiveTimestamp"]) >= int(new["SentTimestamp"])
    assert new["ApproximateReceiveCount"] == "1"
    assert "DeadLetterQueueSourceArn" not in new


def test_a_message_moved_back_lives_its_whole_retention_again(sqs, server, dead):
    url, dlq = dead("x", MessageRetentionPeriod=2000)
    server.advance(1500)
    start_task(sqs, dlq)
    ended(sqs, dlq)
    server.advance(1990)
    assert first(sqs, url)
    server.advance(12)
    assert numbers(sqs, url) == (0, 0, 0)


def test_a_message_moved_back_may_die_again(sqs, dead):
    url, dlq = dead("x")
    for _ in range(3):
        start_task(sqs, dlq)
        ended(sqs, dlq)
        message = first(sqs, url)
        assert message["Attributes"]["ApproximateReceiveCount"] == "1"
        assert sqs.receive_message(QueueUrl=url) == {}
        eventually(lambda: numbers(sqs, dlq) == (1, 0, 0))


def test_fifo_messages_go_back_in_order_and_are_no_duplicates_of_themselves(sqs, server, fifo):
    dlq = fifo()
    url = fifo(RedrivePolicy=redrive_policy(dlq, 1))
    letters = [f"{group}{i}" for i in range(5) for group in "ab"]
    bury_fifo(sqs, url, *letters)
    server.advance(31)
    assert sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10) == {}
    eventually(lambda: numbers(sqs, dlq) == (10, 0, 0))
    start_task(sqs, dlq)
    ended(sqs, dlq)
    found = arrived(sqs, url, 10)
    for group in "ab":
        assert [one["Body"] for one in found if one["Body"][0] == group] == [f"{group}{i}" for i in range(5)]
    assert {one["Attributes"]["MessageGroupId"] for one in found} == {"a", "b"}
    assert len({one["Attributes"]["MessageDeduplicationId"] for one in found}) == 10


def test_fifo_messages_go_to_the_end_of_their_group(sqs, server, fifo):
    dlq, destination = fifo(), fifo()
    fifo(RedrivePolicy=redrive_policy(dlq, 1))
    for url, body in ((destination, "first"), (dlq, "second")):
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g", MessageDeduplicationId=body)
    start_task(sqs, dlq, destination)
    ended(sqs, dlq)
    assert [one["Body"] for one in arrived(sqs, destination, 2)] == ["first", "second"]


# How fast


def test_a_rate_is_kept(sqs, server, queue, dead):
    _, dlq = dead(*map(str, range(10)))
    destination = queue()
    start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    eventually(lambda: moved(sqs, dlq) >= 1)
    assert moved(sqs, dlq) <= 3, "the test itself takes a while"
    server.advance(4)
    eventually(lambda: moved(sqs, dlq) >= 5)
    assert moved(sqs, dlq) <= 8
    assert tasks(sqs, dlq)[0]["Status"] == "RUNNING"
    server.advance(6)
    assert ended(sqs, dlq)["ApproximateNumberOfMessagesMoved"] == 10
    assert numbers(sqs, destination) == (10, 0, 0)


@pytest.mark.parametrize("rate", [1, 500])
def test_both_ends_of_the_rate_are_taken(sqs, dead, rate):
    _, dlq = dead("x")
    start_task(sqs, dlq, MaxNumberOfMessagesPerSecond=rate)
    assert ended(sqs, dlq)["MaxNumberOfMessagesPerSecond"] == rate


# Which


def test_only_messages_that_were_there_at_the_start_are_moved(sqs, server, queue, dead):
    url, dlq = dead("1", "2", "3")
    other = queue(RedrivePolicy=redrive_policy(dlq, 1))
    start_task(sqs, dlq, MaxNumberOfMessagesPerSecond=1)
    bury_letters(sqs, other, "later")
    server.advance(60)
    task = ended(sqs, dlq)
    assert (task["ApproximateNumberOfMessagesMoved"], task["ApproximateNumberOfMessagesToMove"]) == (3, 3)
    assert letters_in(sqs, url, 3) == ["1", "2", "3"]
    assert letters_in(sqs, dlq, 1) == ["later"]


def test_delayed_messages_are_moved_once_they_are_due_and_counted_from_the_start(sqs, server, queue, dead):
    _, dlq = dead("1")
    destination = queue()
    for letter in ("2", "3"):
        sqs.send_message(QueueUrl=dlq, MessageBody=letter, DelaySeconds=30)
    start_task(sqs, dlq, destination)
    server.advance(31)
    task = ended(sqs, dlq)
    assert (task["ApproximateNumberOfMessagesMoved"], task["ApproximateNumberOfMessagesToMove"]) == (3, 3)
    assert letters_in(sqs, destination, 3) == ["1", "2", "3"]


def test_only_messages_that_were_there_at_the_start_are_moved_from_a_fifo_queue(sqs, server, fifo):
    dlq, destination = fifo(), fifo()
    fifo(RedrivePolicy=redrive_policy(dlq, 1))
    send = lambda body: sqs.send_message(QueueUrl=dlq, MessageBody=body, MessageGroupId="g", MessageDeduplicationId=body)
    send("1"), send("2")
    start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    send("later")
    server.advance(60)
    assert ended(sqs, dlq)["ApproximateNumberOfMessagesMoved"] == 2
    assert [one["Body"] for one in arrived(sqs, destination, 2)] == ["1", "2"]
    assert letters_in(sqs, dlq, 1) == ["later"]


def test_messages_behind_one_in_flight_are_moved_once_their_group_is_free(sqs, server, fifo):
    dlq, destination = fifo(), fifo()
    fifo(RedrivePolicy=redrive_policy(dlq, 1))
    for body in "123":
        sqs.send_message(QueueUrl=dlq, MessageBody=body, MessageGroupId="g", MessageDeduplicationId=body)
    [head] = sqs.receive_message(QueueUrl=dlq, VisibilityTimeout=100)["Messages"]
    start_task(sqs, dlq, destination)
    server.advance(10)
    assert numbers(sqs, destination) == (0, 0, 0)
    sqs.delete_message(QueueUrl=dlq, ReceiptHandle=head["ReceiptHandle"])
    server.advance(61)  # a task with nothing to do looks again within a minute
    assert ended(sqs, dlq)["ApproximateNumberOfMessagesMoved"] == 2
    assert [one["Body"] for one in arrived(sqs, destination, 2)] == ["2", "3"]


def test_messages_of_busy_tenants_that_were_there_at_the_start_are_moved_too(sqs, server, queue, dead):
    """A consumer holds many of the tenant's messages, which stands behind the others then; what comes later hides it not."""
    _, dlq = dead()
    destination = queue()
    entries = [{"Id": str(i), "MessageBody": f"busy {i}", "MessageGroupId": "busy"} for i in range(10)]
    for _ in range(3):
        sqs.send_message_batch(QueueUrl=dlq, Entries=entries)
    for _ in range(2):
        assert len(bodies(sqs.receive_message(QueueUrl=dlq, MaxNumberOfMessages=10, VisibilityTimeout=10_000))) == 10
    start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    entries = [{"Id": str(i), "MessageBody": "later", "MessageGroupId": f"quiet{i}"} for i in range(10)]
    for _ in range(6):
        sqs.send_message_batch(QueueUrl=dlq, Entries=entries)
    server.advance(60)
    assert ended(sqs, dlq)["ApproximateNumberOfMessagesMoved"] == 10
    assert all(letter.startswith("busy") for letter in letters_in(sqs, destination, 10))


def test_a_message_deleted_meanwhile_is_not_moved(sqs, server, queue, dead):
    _, dlq = dead("1", "2", "3")
    destination = queue()
    start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    [held] = sqs.receive_message(QueueUrl=dlq, VisibilityTimeout=600)["Messages"]
    sqs.delete_message(QueueUrl=dlq, ReceiptHandle=held["ReceiptHandle"])
    server.advance(60)
    assert ended(sqs, dlq)["ApproximateNumberOfMessagesMoved"] == 2
    assert held["Body"] not in letters_in(sqs, destination, 2)
    assert numbers(sqs, dlq) == (0, 0, 0)


def test_a_purge_ends_a_task(sqs, server, queue, dead):
    _, dlq = dead(*"12345")
    destination = queue()
    start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    eventually(lambda: moved(sqs, dlq) >= 1)
    sqs.purge_queue(QueueUrl=dlq)
    server.advance(60)
    task = ended(sqs, dlq)
    assert task["ApproximateNumberOfMessagesMoved"] == numbers(sqs, destination)[0] < 5


# The list


def test_the_list_of_a_queue_without_tasks_is_empty(sqs, queue):
    assert tasks(sqs, queue()) == []


def test_what_the_list_says_of_a_task_that_runs_and_of_one_that_is_over(sqs, server, queue, dead):
    _, dlq = dead("1", "2", "3")
    destination = queue()
    handle = start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    [task] = tasks(sqs, dlq)
    assert set(task) == ALWAYS | {"TaskHandle", "DestinationArn", "MaxNumberOfMessagesPerSecond"}
    assert task["TaskHandle"] == handle and task["Status"] == "RUNNING"
    assert (task["SourceArn"], task["DestinationArn"]) == (arn(dlq), arn(destination))
    assert task["ApproximateNumberOfMessagesToMove"] == 3 and task["MaxNumberOfMessagesPerSecond"] == 1
    assert re.fullmatch(r"\d{13}", str(task["StartedTimestamp"])), "milliseconds"
    server.advance(10)
    over = ended(sqs, dlq)
    assert set(over) == set(task) - {"TaskHandle"}
    assert over["StartedTimestamp"] == task["StartedTimestamp"]


def test_what_was_not_given_is_left_out_of_the_list(sqs, dead):
    _, dlq = dead("x")
    start_task(sqs, dlq)
    assert set(ended(sqs, dlq)) == ALWAYS


def test_the_list_gives_the_newest_unless_more_are_asked_for(sqs, server, dead):
    _, dlq = dead()
    started = []
    for rate in range(1, 13):
        start_task(sqs, dlq, MaxNumberOfMessagesPerSecond=rate)
        started.insert(0, rate)
        ended(sqs, dlq)
        server.advance(1)
    rates = lambda **more: [task["MaxNumberOfMessagesPerSecond"] for task in tasks(sqs, dlq, **more)]
    assert rates() == started[:1]
    assert rates(MaxResults=3) == started[:3]
    assert rates(MaxResults=10) == started[:10]
    times = [task["StartedTimestamp"] for task in tasks(sqs, dlq, MaxResults=10)]
    assert times == sorted(times, reverse=True)


def test_each_queue_lists_its_own_tasks(sqs, dead):
    _, first = dead()
    _, second = dead()
    start_task(sqs, first)
    ended(sqs, first)
    assert tasks(sqs, second, MaxResults=10) == []


# The handle


def test_a_handle_is_base64_of_the_task_and_its_source(sqs, dead):
    _, dlq = dead("x")
    read = json.loads(base64.b64decode(start_task(sqs, dlq)))
    assert set(read) == {"taskId", "sourceArn"}
    assert uuid.UUID(read["taskId"]) and read["sourceArn"] == arn(dlq)


def written(task, source_arn):
    return base64.b64encode(json.dumps({"taskId": str(task), "sourceArn": source_arn}).encode()).decode()


def test_a_handle_written_by_the_client_is_as_good(sqs, dead):
    _, dlq = dead(*"12345")
    read = json.loads(base64.b64decode(start_task(sqs, dlq, MaxNumberOfMessagesPerSecond=1)))
    sqs.cancel_message_move_task(TaskHandle=written(read["taskId"], read["sourceArn"]))
    ended(sqs, dlq, "CANCELLED")


def test_a_handle_reaches_no_task_of_another_account(sqs, server, dead):
    _, dlq = dead(*"12345")
    handle = start_task(sqs, dlq, MaxNumberOfMessagesPerSecond=1)
    stranger = type(sqs)(server, account="999999999999")
    stranger.create_queue(QueueName=dlq.rpartition("/")[2])
    task = json.loads(base64.b64decode(handle))["taskId"]
    for tried in (handle, written(task, arn(dlq, account="999999999999"))):
        with pytest.raises(ApiError):
            stranger.cancel_message_move_task(TaskHandle=tried)
    with pytest.raises(ApiError):
        stranger.list_message_move_tasks(SourceArn=arn(dlq))
    with pytest.raises(ApiError):
        stranger.start_message_move_task(SourceArn=arn(dlq))
    assert tasks(sqs, dlq)[0]["Status"] == "RUNNING"


# Cancelling


def test_a_cancelled_task_leaves_the_rest_where_it_was(sqs, server, queue, dead):
    _, dlq = dead(*"12345")
    destination = queue()
    handle = start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    eventually(lambda: moved(sqs, dlq) >= 1)
    answer = sqs.cancel_message_move_task(TaskHandle=handle)
    assert set(answer) == {"ApproximateNumberOfMessagesMoved"}
    assert 1 <= answer["ApproximateNumberOfMessagesMoved"] <= 4
    server.advance(60)
    task = ended(sqs, dlq, "CANCELLED")
    assert "TaskHandle" not in task and "FailureReason" not in task
    assert task["ApproximateNumberOfMessagesToMove"] == 5
    count = task["ApproximateNumberOfMessagesMoved"]
    assert sorted(letters_in(sqs, destination, count) + letters_in(sqs, dlq, 5 - count)) == list("12345")


def test_a_task_that_is_over_cannot_be_cancelled(sqs, dead):
    """Only running ones can [M]; with which words AWS says so is not recorded."""
    _, dlq = dead("x")
    handle = start_task(sqs, dlq)
    ended(sqs, dlq)
    with pytest.raises(ApiError) as no:
        sqs.cancel_message_move_task(TaskHandle=handle)
    assert (no.value.code, no.value.status) in (("InvalidParameterValue", 400), ("ResourceNotFoundException", 404))
    assert tasks(sqs, dlq)[0]["Status"] == "COMPLETED"


def test_after_a_cancelled_task_another_moves_the_rest(sqs, queue, dead):
    _, dlq = dead(*"12345")
    destination = queue()
    sqs.cancel_message_move_task(TaskHandle=start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1))
    first = ended(sqs, dlq, "CANCELLED")["ApproximateNumberOfMessagesMoved"]
    start_task(sqs, dlq, destination)
    assert ended(sqs, dlq)["ApproximateNumberOfMessagesMoved"] == 5 - first
    assert letters_in(sqs, destination, 5) == list("12345")


def test_tasks_that_follow_each_other_count_each_message_once(sqs, queue, dead):
    """Cancelled while messages are on their way, again and again: what arrives belongs to the task that sent it."""
    _, dlq = dead()
    destination = queue()
    for batch in range(0, 1000, 10):
        entries = [{"Id": str(i), "MessageBody": str(batch + i)} for i in range(10)]
        sqs.send_message_batch(QueueUrl=dlq, Entries=entries)
    total = 0
    while total < 1000:
        handle = start_task(sqs, dlq, destination)
        try:
            sqs.cancel_message_move_task(TaskHandle=handle)
        except ApiError:
            pass  # it was over already
        eventually(lambda: tasks(sqs, dlq)[0]["Status"] in ("COMPLETED", "CANCELLED"))
        total += moved(sqs, dlq)
        eventually(lambda: numbers(sqs, destination)[0] == total)
    assert total == 1000 and numbers(sqs, dlq) == (0, 0, 0)


# Refused


def test_a_second_task_is_refused_while_one_runs(sqs, queue, dead):
    _, dlq = dead(*"12345")
    handle = start_task(sqs, dlq, MaxNumberOfMessagesPerSecond=1)
    for destination in (None, queue()):
        with refused("InvalidParameterValue", RUNNING):
            start_task(sqs, dlq, destination)
    [task] = tasks(sqs, dlq, MaxResults=10)
    assert task["TaskHandle"] == handle


def test_a_source_must_be_a_dead_letter_queue(sqs, queue, dead):
    url, _ = dead()
    with refused("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue."):
        start_task(sqs, url, queue())


def test_a_queue_that_nobody_names_any_more_is_no_dead_letter_queue(sqs, dead):
    url, dlq = dead()
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    with refused("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue."):
        start_task(sqs, dlq)


def test_source_and_destination_must_be_there(sqs, dead):
    _, dlq = dead()
    for call in (
        lambda: sqs.start_message_move_task(SourceArn=arn(dlq) + "-not"),
        lambda: sqs.list_message_move_tasks(SourceArn=arn(dlq) + "-not"),
        lambda: sqs.cancel_message_move_task(TaskHandle=written(uuid.uuid4(), arn(dlq) + "-not")),
    ):
        with refused("ResourceNotFoundException", NOT_THERE.format("SourceArn"), status=404):
            call()
    with refused("ResourceNotFoundException", NOT_THERE.format("DestinationArn"), status=404):
        sqs.start_message_move_task(SourceArn=arn(dlq), DestinationArn=arn(dlq) + "-not")


def test_a_destination_is_of_the_same_type(sqs, fifo, dead):
    _, dlq = dead("x")
    with refused("InvalidParameterValue"):
        start_task(sqs, dlq, fifo())
    assert tasks(sqs, dlq) == []


# A queue deleted meanwhile


def test_a_destination_that_is_deleted_fails_the_task(sqs, server, queue, dead):
    _, dlq = dead(*"12345")
    destination = queue()
    start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    eventually(lambda: moved(sqs, dlq) >= 1)
    sqs.delete_queue(QueueUrl=destination)
    server.advance(10)
    task = ended(sqs, dlq, "FAILED")
    assert set(task) == ALWAYS | {"DestinationArn", "MaxNumberOfMessagesPerSecond", "FailureReason"}
    assert task["FailureReason"] == NON_EXISTENT_QUEUE
    assert 1 <= task["ApproximateNumberOfMessagesMoved"] <= 4
    assert len(letters_in(sqs, dlq, 5 - task["ApproximateNumberOfMessagesMoved"])) >= 1


def test_deleting_the_dead_letter_queue_ends_its_task(sqs, server, queue, dead):
    _, dlq = dead(*"12345")
    destination = queue()
    handle = start_task(sqs, dlq, destination, MaxNumberOfMessagesPerSecond=1)
    eventually(lambda: moved(sqs, dlq) >= 1)
    sqs.delete_queue(QueueUrl=dlq)
    server.advance(61)
    with refused("ResourceNotFoundException", status=404):
        sqs.cancel_message_move_task(TaskHandle=handle)
    sqs.create_queue(QueueName=dlq.rpartition("/")[2])
    assert tasks(sqs, dlq) == []
    assert 1 <= sum(numbers(sqs, destination)) <= 4
