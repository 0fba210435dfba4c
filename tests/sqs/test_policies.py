"""A policy document is checked when it is set and given back as it was; nobody enforces it yet."""

import json

import pytest

from harness.expect import bodies, refused
from harness.redrive import arn

STATEMENT = {"Sid": "s", "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:*:*"}
ACCOUNTS = [f"{i:012}" for i in range(1, 60)]


def document(*statements, **more):
    return {"Version": "2012-10-17", "Statement": list(statements)} | more


def stated(**changes):
    """A document of one statement; None takes a member away."""
    return document({name: value for name, value in (STATEMENT | changes).items() if value is not None})


def put(sqs, url, policy):
    text = policy if isinstance(policy, str) else json.dumps(policy)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": text})


def policy(sqs, url):
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    return json.loads(found["Attributes"]["Policy"]) if found else None


GOOD = {
    "an action for everybody": stated(),
    "no Sid": stated(Sid=None),
    "no version": {"Statement": [STATEMENT]},
    "the old version": document(STATEMENT, Version="2008-10-17"),
    "an Id": document(STATEMENT, Id="arn:aws:sqs:us-east-1:000000000000:q/SQSDefaultPolicy"),
    "a statement that is no list": {"Version": "2012-10-17", "Statement": STATEMENT},
    "a denial": stated(Effect="Deny"),
    "an account": stated(Principal={"AWS": "111111111111"}),
    "ARNs": stated(Principal={"AWS": ["arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:role/r"]}),
    "a service": stated(Principal={"Service": "sns.amazonaws.com"}),
    "everybody, spelled out": stated(Principal={"AWS": "*"}),
    "seven actions": stated(Action=[f"sqs:{a}" for a in "ABCDEFG"]),
    "all actions": stated(Action="*"),
    "a condition": stated(Condition={"ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:000000000000:t"}}),
    "20 statements": document(*(STATEMENT | {"Sid": str(i)} for i in range(20))),
    "50 principals": stated(Principal={"AWS": ACCOUNTS[:50]}),
}
BAD = {
    "no JSON": "nonsense",
    "half a document": json.dumps(stated())[:-2],
    "a list": "[]",
    "a word": '"policy"',
    "an empty object": "{}",
    "no statement": document(Statement=None),
    "a statement that is a number": document(7),
    "another version": document(STATEMENT, Version="2020-01-01"),
    "an unknown member": document(STATEMENT, Nonsense=1),
    "a statement with an unknown member": stated(Nonsense=1),
    "no effect": stated(Effect=None),
    "another effect": stated(Effect="Maybe"),
    "no principal": stated(Principal=None),
    "a principal of one word": stated(Principal="111111111111"),
    "no action": stated(Action=None),
    "an action that is a number": stated(Action=7),
    "eight actions": stated(Action=[f"sqs:{a}" for a in "ABCDEFGH"]),
    "21 statements": document(*(STATEMENT | {"Sid": str(i)} for i in range(21))),
    "51 principals": stated(Principal={"AWS": ACCOUNTS[:51]}),
    "51 principals in two statements": document(
        STATEMENT | {"Principal": {"AWS": ACCOUNTS[:25]}}, STATEMENT | {"Sid": "t", "Principal": {"AWS": ACCOUNTS[25:51]}}
    ),
    "11 conditions": document(
        *(STATEMENT | {"Sid": str(i), "Condition": {"StringEquals": {"aws:SourceAccount": str(i)}}} for i in range(11))
    ),
    "8,193 bytes": json.dumps(stated()).ljust(8193),
}


@pytest.mark.parametrize("what", GOOD)
def test_a_policy_is_stored_and_given_back(sqs, queue, what):
    url = queue()
    put(sqs, url, GOOD[what])
    assert policy(sqs, url) == GOOD[what]
    assert policy(sqs, queue(Policy=json.dumps(GOOD[what]))) == GOOD[what]


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_policy_is_refused_and_changes_nothing(sqs, queue, name, what):
    url, queue_name = queue(Policy=json.dumps(stated())), name()
    text = BAD[what] if isinstance(BAD[what], str) else json.dumps(BAD[what])
    with refused("InvalidAttributeValue"):
        put(sqs, url, text)
    assert policy(sqs, url) == stated()
    with refused("InvalidAttributeValue"):
        sqs.create_queue(QueueName=queue_name, Attributes={"Policy": text})
    assert sqs.list_queues(QueueNamePrefix=queue_name) == {}


def test_8192_bytes_are_enough(sqs, queue):
    url = queue()
    put(sqs, url, json.dumps(stated()).ljust(8192))
    assert policy(sqs, url) == stated()


def test_an_empty_policy_takes_it_away(sqs, queue):
    url = queue(Policy=json.dumps(stated()))
    put(sqs, url, "")
    assert policy(sqs, url) is None
    assert "Policy" not in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def test_all_shows_it(sqs, queue):
    url = queue(Policy=json.dumps(stated()))
    assert json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["Policy"]) == stated()


def test_a_policy_locks_nobody_out_yet(sqs, queue):
    """The owner keeps access whatever a policy says of everybody [D §12: the account's root]."""
    url = queue()
    put(sqs, url, stated(Effect="Deny", Action="sqs:*", Resource=arn(url)))
    sqs.send_message(QueueUrl=url, MessageBody="x")
    assert bodies(sqs.receive_message(QueueUrl=url)) == ["x"]
