"""AddPermission and RemovePermission write statements into the queue's policy, in the words that AWS was recorded with."""

import json

import pytest

from harness.clients import NON_EXISTENT_QUEUE, Json
from harness.expect import refused
from harness.redrive import arn
from harness.server import Server

ACCOUNT, OTHER = "111111111111", "222222222222"


def add(sqs, url, label="label", accounts=(ACCOUNT,), actions=("ReceiveMessage",)):
    return sqs.add_permission(QueueUrl=url, Label=label, AWSAccountIds=list(accounts), Actions=list(actions))


def policy(sqs, url):
    """The queue's policy; None if it has none."""
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    assert found == {} or set(found["Attributes"]) == {"Policy"}
    return json.loads(found["Attributes"]["Policy"]) if found else None


def statement(url, label="label", principals=f"arn:aws:iam::{ACCOUNT}:root", actions="SQS:ReceiveMessage"):
    return {
        "Sid": label,
        "Effect": "Allow",
        "Principal": {"AWS": principals},
        "Action": actions,
        "Resource": arn(url),
    }


def test_the_first_permission_makes_a_policy(sqs, queue):
    url = queue()
    assert policy(sqs, url) is None
    assert add(sqs, url) == {}
    found = policy(sqs, url)
    assert found.pop("Id").startswith(f"{arn(url)}/") and found["Version"] == "2008-10-17"
    assert found == {"Version": "2008-10-17", "Statement": [statement(url)]}


def test_several_accounts_and_actions_are_lists(sqs, queue):
    url = queue()
    add(sqs, url, accounts=[OTHER, ACCOUNT], actions=["SendMessage", "DeleteMessage"])
    principals = [f"arn:aws:iam::{account}:root" for account in (OTHER, ACCOUNT)]
    assert policy(sqs, url)["Statement"] == [
        statement(url, principals=principals, actions=["SQS:SendMessage", "SQS:DeleteMessage"])
    ]


PERMITTED = [
    "*",
    "ChangeMessageVisibility",
    "DeleteMessage",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ReceiveMessage",
    "SendMessage",
]


@pytest.mark.parametrize("action", PERMITTED)
def test_these_actions_can_be_permitted(sqs, queue, action):
    url = queue()
    add(sqs, url, actions=[action])
    assert policy(sqs, url)["Statement"][0]["Action"] == f"SQS:{action}"


def test_each_label_adds_a_statement(sqs, queue):
    url = queue()
    for label in ("a", "b", "c"):
        add(sqs, url, label)
    assert policy(sqs, url)["Statement"] == [statement(url, label) for label in ("a", "b", "c")]


def test_a_label_can_be_used_once(sqs, queue):
    url = queue()
    add(sqs, url)
    with refused("InvalidParameterValue", "Value label for parameter Label is invalid. Reason: Already exists."):
        add(sqs, url, accounts=[OTHER])
    assert policy(sqs, url)["Statement"] == [statement(url)]


def test_a_permission_is_added_to_a_policy_that_was_set(sqs, queue):
    url = queue()
    mine = {"Sid": "mine", "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": arn(url)}
    document = {"Version": "2012-10-17", "Id": "my id", "Statement": [mine]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(document)})
    add(sqs, url)
    assert policy(sqs, url) == document | {"Statement": [mine, statement(url)]}
    with refused("InvalidParameterValue", "Value mine for parameter Label is invalid. Reason: Already exists."):
        add(sqs, url, "mine")
    sqs.remove_permission(QueueUrl=url, Label="mine")
    assert policy(sqs, url)["Statement"] == [statement(url)]


# Removing


def test_removing_takes_one_statement_away(sqs, queue):
    url = queue()
    for label in ("a", "b"):
        add(sqs, url, label)
    assert sqs.remove_permission(QueueUrl=url, Label="a") == {}
    assert policy(sqs, url)["Statement"] == [statement(url, "b")]


def test_removing_the_last_statement_takes_the_policy_away(sqs, queue):
    url = queue()
    add(sqs, url)
    sqs.remove_permission(QueueUrl=url, Label="label")
    assert policy(sqs, url) is None
    add(sqs, url)
    assert policy(sqs, url)["Statement"] == [statement(url)]


@pytest.mark.parametrize("there", [True, False])
def test_removing_what_is_not_there_is_refused(sqs, queue, there):
    url = queue()
    if there:
        add(sqs, url, "another")
    with refused("InvalidParameterValue", "Value label for parameter Label is invalid. Reason: can't find label."):
        sqs.remove_permission(QueueUrl=url, Label="label")


def test_a_change_of_permissions_is_a_change_of_the_queue(sqs, server, queue):
    url = queue()
    modified = lambda: int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["LastModifiedTimestamp"])
    times = [modified()]
    for change in (lambda: add(sqs, url), lambda: sqs.remove_permission(QueueUrl=url, Label="label")):
        server.advance(100)
        change()
        times.append(modified())
    assert times[1] - times[0] >= 100 and times[2] - times[1] >= 100


# Refused


def test_more_than_seven_actions_are_over_the_limit(sqs, queue):
    url = queue()
    add(sqs, url, "seven", actions=["SendMessage", "ReceiveMessage", *PERMITTED[1:6]])
    with refused("OverLimit", "8 Actions were found, maximum allowed is 7.", status=403):
        add(sqs, url, "eight", actions=["SendMessage"] * 8)
    assert len(policy(sqs, url)["Statement"]) == 1


@pytest.mark.parametrize("label", ["a" * 80, "A-b_9", "0"])
def test_these_labels_pass(sqs, queue, label):
    url = queue()
    add(sqs, url, label)
    assert policy(sqs, url)["Statement"][0]["Sid"] == label


@pytest.mark.parametrize("label", ["a" * 81, "a b", "a.b", "ä", ""], ids=["81", "space", "dot", "accent", "empty"])
def test_these_labels_do_not(sqs, queue, label):
    url = queue()
    with refused(("InvalidParameterValue", "MissingParameter")):
        add(sqs, url, label)
    assert policy(sqs, url) is None


@pytest.mark.parametrize("action", ["AddPermission", "CreateQueue", "DeleteQueue", "SetQueueAttributes", "Nonsense", "sqs:*", ""])
def test_these_actions_cannot_be_permitted(sqs, queue, action):
    """Some never apply across accounts [D §12], others are none."""
    url = queue()
    with refused("InvalidParameterValue"):
        add(sqs, url, actions=[action])
    assert policy(sqs, url) is None


@pytest.mark.parametrize("account", ["1", "1234567890123", "account", f"arn:aws:iam::{ACCOUNT}:root", "*"])
def test_a_principal_is_an_account(sqs, queue, account):
    url = queue()
    with refused("InvalidParameterValue"):
        add(sqs, url, accounts=[account])
    assert policy(sqs, url) is None


def test_a_policy_of_20_statements_takes_no_more(sqs, queue):
    url = queue()
    for i in range(20):
        add(sqs, url, f"label{i}")
    with refused("OverLimit", status=403):  # the API model names this very case
        add(sqs, url, "label20")
    assert len(policy(sqs, url)["Statement"]) == 20
    sqs.remove_permission(QueueUrl=url, Label="label3")
    add(sqs, url, "label20")


def test_the_permissions_of_no_queue_are_refused(sqs, queue):
    url = queue() + "-not"
    with refused(NON_EXISTENT_QUEUE, sqs.missing_queue):
        add(sqs, url)
    with refused(NON_EXISTENT_QUEUE, sqs.missing_queue):
        sqs.remove_permission(QueueUrl=url, Label="label")


def test_permissions_are_there_after_a_kill():
    with Server(durability="fsync") as server:
        sqs = Json(server)
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        for label in "ab":
            add(sqs, url, label)
        sqs.remove_permission(QueueUrl=url, Label="a")
        before = policy(sqs, url)
        server.restart()
        sqs = Json(server)
        assert policy(sqs, url) == before and before["Statement"] == [statement(url, "b")]
        sqs.remove_permission(QueueUrl=url, Label="b")
        server.restart()
        assert policy(Json(server), url) is None
