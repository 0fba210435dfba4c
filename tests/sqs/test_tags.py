"""Tags are set, read and taken away, and say nothing about a queue's identity."""

import pytest

from harness.expect import refused


def tags(sqs, url):
    return sqs.list_queue_tags(QueueUrl=url).get("Tags")


def test_a_queue_without_tags_has_no_member(sqs, queue):
    assert sqs.list_queue_tags(QueueUrl=queue()) == {}


def test_tags_given_at_creation_are_there(sqs, name):
    url = sqs.create_queue(QueueName=name(), tags={"team": "mill", "env": "test"})["QueueUrl"]
    assert tags(sqs, url) == {"team": "mill", "env": "test"}


def test_tags_are_added_replaced_and_removed(sqs, queue):
    url = queue()
    assert sqs.tag_queue(QueueUrl=url, Tags={"a": "1", "b": "2"}) == {}
    sqs.tag_queue(QueueUrl=url, Tags={"b": "3", "c": "4"})
    assert tags(sqs, url) == {"a": "1", "b": "3", "c": "4"}
    assert sqs.untag_queue(QueueUrl=url, TagKeys=["a", "missing", "c"]) == {}
    assert tags(sqs, url) == {"b": "3"}
    sqs.untag_queue(QueueUrl=url, TagKeys=["b"])
    assert sqs.list_queue_tags(QueueUrl=url) == {}


def test_keys_are_case_sensitive_and_values_may_be_empty(sqs, queue):
    url = queue()
    wanted = {"key": "", "KEY": "x", "ünïcode +-=._:/@": "välue +-=._:/@"}
    sqs.tag_queue(QueueUrl=url, Tags=wanted)
    assert tags(sqs, url) == wanted


def test_the_longest_key_and_value_pass(sqs, queue):
    url = queue()
    sqs.tag_queue(QueueUrl=url, Tags={"k" * 128: "v" * 256})
    assert tags(sqs, url) == {"k" * 128: "v" * 256}


@pytest.mark.parametrize("bad", [{"k" * 129: "v"}, {"k": "v" * 257}, {"": "v"}], ids=["key", "value", "empty key"])
def test_what_is_longer_is_refused(sqs, queue, bad):
    url = queue()
    with refused("InvalidParameterValue"):
        sqs.tag_queue(QueueUrl=url, Tags={"good": "1"} | bad)
    assert sqs.list_queue_tags(QueueUrl=url) == {}


def test_fifty_tags_fit(sqs, queue):
    url = queue()
    wanted = {f"k{i}": f"v{i}" for i in range(50)}
    sqs.tag_queue(QueueUrl=url, Tags=wanted)
    assert tags(sqs, url) == wanted


def test_tags_are_not_compared_when_a_queue_is_created_again(sqs, name):
    queue_name = name()
    url = sqs.create_queue(QueueName=queue_name, tags={"a": "1"})["QueueUrl"]
    assert sqs.create_queue(QueueName=queue_name, tags={"a": "2"})["QueueUrl"] == url
    assert tags(sqs, url) == {"a": "1"}
