"""A received message hides for its timeout and no longer, and handles go on working as AWS lets them."""

import re

import pytest

from harness.expect import bodies, refused

NOT_AVAILABLE = re.compile(r"Reason: Message does not exist or is not available for visibility timeout change\.$")


@pytest.fixture
def one(sqs, queue):
    """A queue with one message and a visibility timeout of 30 s."""
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x")
    return url


def receive(sqs, url, **parameters):
    return sqs.receive_message(QueueUrl=url, **parameters)["Messages"][0]["ReceiptHandle"]


def gone(sqs, server, url):
    """Whether the queue has no message left, in whatever state."""
    server.advance(50_000)
    return sqs.receive_message(QueueUrl=url) == {}


def test_a_message_returns_when_its_timeout_has_run_out(sqs, server, one):
    receive(sqs, one)
    server.advance(28)
    assert sqs.receive_message(QueueUrl=one) == {}
    server.advance(3)
    assert bodies(sqs.receive_message(QueueUrl=one)) == ["x"]


def test_a_receive_may_name_its_own_timeout(sqs, server, one):
    receive(sqs, one, VisibilityTimeout=1000)
    server.advance(998)
    assert sqs.receive_message(QueueUrl=one) == {}
    server.advance(3)
    receive(sqs, one)
    server.advance(31)
    receive(sqs, one)


def test_a_timeout_of_zero_does_not_hide_the_message(sqs, one):
    receive(sqs, one, VisibilityTimeout=0)
    receive(sqs, one, VisibilityTimeout=0)
    receive(sqs, one)
    assert sqs.receive_message(QueueUrl=one) == {}


def test_a_change_counts_from_now(sqs, server, one):
    handle = receive(sqs, one)
    server.advance(20)
    assert sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=30) == {}
    server.advance(28)
    assert sqs.receive_message(QueueUrl=one) == {}
    server.advance(3)
    receive(sqs, one)


def test_a_change_to_zero_shows_the_message_at_once(sqs, one):
    handle = receive(sqs, one)
    sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=0)
    receive(sqs, one)


def test_a_change_is_not_remembered_for_the_next_receive(sqs, server, one):
    handle = receive(sqs, one)
    sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=1000)
    server.advance(1001)
    receive(sqs, one)
    server.advance(31)
    receive(sqs, one)


def test_a_change_of_a_message_whose_timeout_ran_out_succeeds(sqs, server, one):
    handle = receive(sqs, one)
    server.advance(31)
    assert sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=30) == {}


@pytest.mark.parametrize("seconds", [-1, 43201])
def test_a_change_keeps_to_12_hours(sqs, one, seconds):
    handle = receive(sqs, one)
    with refused("InvalidParameterValue", re.compile(f"^Value {seconds} for parameter VisibilityTimeout is invalid\\. Reason: ")):
        sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=seconds)


def test_all_changes_together_keep_to_12_hours_from_the_first_receive(sqs, server, one):
    handle = receive(sqs, one, VisibilityTimeout=40_000)
    server.advance(20_000)
    with refused("InvalidParameterValue", re.compile("^Value 30000 for parameter VisibilityTimeout is invalid")):
        sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=30_000)
    sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=23_000)


def test_a_deleted_message_cannot_be_changed(sqs, one):
    handle = receive(sqs, one)
    sqs.delete_message(QueueUrl=one, ReceiptHandle=handle)
    with refused("InvalidParameterValue", NOT_AVAILABLE):
        sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=30)


# Deleting


def test_a_deleted_message_never_returns(sqs, server, one):
    assert sqs.delete_message(QueueUrl=one, ReceiptHandle=receive(sqs, one)) == {}
    assert gone(sqs, server, one)


def test_deleting_twice_succeeds(sqs, one):
    handle = receive(sqs, one)
    for _ in range(3):
        assert sqs.delete_message(QueueUrl=one, ReceiptHandle=handle) == {}


def test_a_delete_after_the_timeout_deletes(sqs, server, one):
    handle = receive(sqs, one)
    server.advance(31)
    sqs.delete_message(QueueUrl=one, ReceiptHandle=handle)
    assert gone(sqs, server, one)


def test_an_old_handle_still_deletes_on_a_standard_queue(sqs, server, one):
    old = receive(sqs, one)
    server.advance(31)
    receive(sqs, one)
    assert sqs.delete_message(QueueUrl=one, ReceiptHandle=old) == {}
    assert gone(sqs, server, one)


def test_an_old_handle_still_changes_visibility_on_a_standard_queue(sqs, server, one):
    old = receive(sqs, one)
    server.advance(31)
    receive(sqs, one)
    assert sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=old, VisibilityTimeout=0) == {}


def test_a_message_received_with_zero_timeout_can_be_deleted(sqs, server, one):
    sqs.delete_message(QueueUrl=one, ReceiptHandle=receive(sqs, one, VisibilityTimeout=0))
    assert gone(sqs, server, one)


def test_the_receive_count_goes_on_over_timeouts(sqs, server, one):
    for expected in range(1, 6):
        message = sqs.receive_message(QueueUrl=one, AttributeNames=["ApproximateReceiveCount"])["Messages"][0]
        assert message["Attributes"] == {"ApproximateReceiveCount": str(expected)}
        server.advance(31)


# Handles that are none


@pytest.mark.parametrize("garbage", ["garbage", "x" * 1024, "AQEB", "=", "ä"])
def test_a_handle_that_was_never_issued_is_refused(sqs, one, garbage):
    text = "The input receipt handle is invalid."
    for call in (
        lambda: sqs.delete_message(QueueUrl=one, ReceiptHandle=garbage),
        lambda: sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=garbage, VisibilityTimeout=1),
    ):
        with refused("ReceiptHandleIsInvalid", re.compile(re.escape(text)), status=404):
            call()


def test_a_handle_of_another_queue_is_refused_and_harms_nothing(sqs, server, one, queue):
    other = queue()
    sqs.send_message(QueueUrl=other, MessageBody="theirs")
    handle = receive(sqs, other)
    for call in (
        lambda: sqs.delete_message(QueueUrl=one, ReceiptHandle=handle),
        lambda: sqs.change_message_visibility(QueueUrl=one, ReceiptHandle=handle, VisibilityTimeout=0),
    ):
        with refused("ReceiptHandleIsInvalid", f'The receipt handle "{handle}" is not valid for this queue.', status=404):
            call()
    server.advance(31)
    assert bodies(sqs.receive_message(QueueUrl=other)) == ["theirs"]
    assert bodies(sqs.receive_message(QueueUrl=one)) == ["x"]


def test_a_message_that_came_back_three_times_goes_behind_the_others(sqs, queue):
    url = queue()
    for body in ["poison", "a", "b"]:
        sqs.send_message(QueueUrl=url, MessageBody=body)
    for _ in range(3):
        assert bodies(sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)) == ["poison"]
    sqs.send_message(QueueUrl=url, MessageBody="later")
    assert [bodies(sqs.receive_message(QueueUrl=url))[0] for _ in range(4)] == ["a", "b", "poison", "later"]
