"""Encryption attributes are stored and shown, and the two kinds exclude each other; nothing is encrypted yet."""

import re

import pytest

from harness.expect import bodies, refused
from sqs.test_attributes import changed, read

ALIAS = "alias/aws/sqs"
KEYS = [
    ALIAS,
    "alias/mine",
    "1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:us-east-1:000000000000:alias/mine",
]
BOTH = "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
NAMES = ["KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"]


def encryption(sqs, url):
    return read(sqs, url, *NAMES)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_stored_and_turns_the_other_kind_off(sqs, queue, key):
    wanted = {"KmsMasterKeyId": key, "KmsDataKeyReusePeriodSeconds": "300", "SqsManagedSseEnabled": "false"}
    assert encryption(sqs, queue(KmsMasterKeyId=key)) == wanted
    url = queue()
    assert encryption(sqs, url) == {"SqsManagedSseEnabled": "true"}
    changed(sqs, url, KmsMasterKeyId=key)
    assert encryption(sqs, url) == wanted
    assert read(sqs, url).items() >= wanted.items(), "`All` shows it"


@pytest.mark.parametrize("seconds", ["60", "86400"])
def test_both_ends_of_the_reuse_period_are_taken(sqs, queue, seconds):
    url = queue(KmsMasterKeyId=ALIAS, KmsDataKeyReusePeriodSeconds=seconds)
    assert encryption(sqs, url)["KmsDataKeyReusePeriodSeconds"] == seconds
    changed(sqs, url, KmsDataKeyReusePeriodSeconds="600")
    assert encryption(sqs, url)["KmsDataKeyReusePeriodSeconds"] == "600"


@pytest.mark.parametrize("seconds", ["59", "86401", "-1", "many", "", "1.5"])
def test_a_reuse_period_outside_its_range_is_refused(sqs, queue, name, seconds):
    text = re.compile(r"^Invalid value for the parameter KmsDataKeyReusePeriodSeconds\.")
    url = queue(KmsMasterKeyId=ALIAS)
    with refused("InvalidAttributeValue", text):
        changed(sqs, url, KmsDataKeyReusePeriodSeconds=seconds)
    with refused("InvalidAttributeValue", text):
        given = {"KmsMasterKeyId": ALIAS, "KmsDataKeyReusePeriodSeconds": seconds}
        sqs.create_queue(QueueName=name(), Attributes=given)
    assert encryption(sqs, url)["KmsDataKeyReusePeriodSeconds"] == "300"


def test_a_reuse_period_is_shown_only_while_there_is_a_key(sqs, queue):
    url = queue()
    changed(sqs, url, KmsDataKeyReusePeriodSeconds="600")
    assert "KmsDataKeyReusePeriodSeconds" not in read(sqs, url)


def test_an_empty_key_takes_the_key_away(sqs, queue):
    url = queue(KmsMasterKeyId=ALIAS)
    changed(sqs, url, KmsMasterKeyId="")
    assert set(encryption(sqs, url)) == {"SqsManagedSseEnabled"}


def test_switching_to_the_managed_kind_takes_the_key_away(sqs, queue):
    url = queue(KmsMasterKeyId=ALIAS)
    changed(sqs, url, SqsManagedSseEnabled="true")
    assert encryption(sqs, url) == {"SqsManagedSseEnabled": "true"}


def test_both_kinds_in_one_call_are_refused(sqs, queue, name):
    url, queue_name = queue(), name()
    both = {"KmsMasterKeyId": ALIAS, "SqsManagedSseEnabled": "true"}
    with refused("InvalidAttributeName", BOTH):
        changed(sqs, url, **both)
    with refused("InvalidAttributeName", BOTH):
        sqs.create_queue(QueueName=queue_name, Attributes=both)
    assert encryption(sqs, url) == {"SqsManagedSseEnabled": "true"}
    assert sqs.list_queues(QueueNamePrefix=queue_name) == {}


@pytest.mark.parametrize("managed", ["true", "false"])
def test_one_kind_and_the_other_switched_off_in_one_call_pass(sqs, queue, managed):
    key = "" if managed == "true" else ALIAS
    url = queue()
    changed(sqs, url, KmsMasterKeyId=key, SqsManagedSseEnabled=managed)
    assert read(sqs, url, "SqsManagedSseEnabled") == {"SqsManagedSseEnabled": managed}


def test_creating_a_queue_again_compares_its_key(sqs, name):
    queue_name = name()
    for _ in range(2):
        sqs.create_queue(QueueName=queue_name, Attributes={"KmsMasterKeyId": ALIAS})
    sqs.create_queue(QueueName=queue_name)
    text = "A queue already exists with the same name and a different value for attribute KmsMasterKeyId"
    with refused("QueueAlreadyExists", text):
        sqs.create_queue(QueueName=queue_name, Attributes={"KmsMasterKeyId": "alias/other"})


@pytest.mark.parametrize("first, again", [("300", "300"), ("600", "0600"), (None, "300")])
def test_creating_a_queue_again_with_a_reuse_period_and_no_key_finds_it(sqs, name, first, again):
    queue_name = name()
    for seconds in (first, again):
        given = {"KmsDataKeyReusePeriodSeconds": seconds} if seconds else {}
        sqs.create_queue(QueueName=queue_name, Attributes=given)
    text = "A queue already exists with the same name and a different value for attribute KmsDataKeyReusePeriodSeconds"
    with refused("QueueAlreadyExists", text):
        sqs.create_queue(QueueName=queue_name, Attributes={"KmsDataKeyReusePeriodSeconds": "60"})


def test_messages_go_in_and_come_out_all_the_same(sqs, queue):
    url = queue(KmsMasterKeyId=ALIAS)
    sqs.send_message(QueueUrl=url, MessageBody="before")
    changed(sqs, url, KmsMasterKeyId="")
    sqs.send_message(QueueUrl=url, MessageBody="after")
    assert sorted(bodies(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10))) == ["after", "before"]


def test_a_fifo_queue_has_them_as_well(sqs, fifo):
    assert encryption(sqs, fifo(KmsMasterKeyId=ALIAS))["KmsMasterKeyId"] == ALIAS
