"""Who may name which queue as its dead-letter queue, and who does."""

import json

import pytest

from harness.clients import NON_EXISTENT_QUEUE, Json
from harness.expect import refused
from harness.redrive import arn, redrive_policy, sources

# The policies


def test_a_policy_is_given_back_as_it_was_set(sqs, pair):
    url, dlq = pair(7)
    [found] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"].values()
    assert json.loads(found) == {"deadLetterTargetArn": arn(dlq), "maxReceiveCount": 7}
    assert "RedrivePolicy" in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def test_creating_a_queue_again_compares_its_policy(sqs, queue, name):
    dlq, queue_name = queue(), name()
    first_url, second = (
        sqs.create_queue(QueueName=queue_name, Attributes={"RedrivePolicy": redrive_policy(dlq, 3)})["QueueUrl"] for _ in range(2)
    )
    assert first_url == second
    text = "A queue already exists with the same name and a different value for attribute RedrivePolicy"
    with refused("QueueAlreadyExists", text):
        sqs.create_queue(QueueName=queue_name, Attributes={"RedrivePolicy": redrive_policy(dlq, 4)})


def test_a_refused_policy_makes_no_queue_and_changes_none(sqs, queue, name):
    url, queue_name = queue(), name()
    bad = {"RedrivePolicy": redrive_policy("http://h/000000000000/no-such-queue", 3), "DelaySeconds": "5"}
    with refused("InvalidParameterValue"):
        sqs.create_queue(QueueName=queue_name, Attributes=bad)
    with refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes=bad)
    assert sqs.list_queues(QueueNamePrefix=queue_name) == {}
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy", "DelaySeconds"])["Attributes"]
    assert found == {"DelaySeconds": "0"}


@pytest.mark.parametrize("kind", ["standard", "fifo"])
def test_a_dead_letter_queue_is_of_the_same_type(sqs, queue, fifo, kind):
    url, dlq = (queue(), fifo()) if kind == "standard" else (fifo(), queue())
    with refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": redrive_policy(dlq, 3)})


@pytest.mark.parametrize("stranger", [{"account": "999999999999"}, {"region": "eu-west-1"}])
def test_a_dead_letter_queue_is_of_the_same_account_and_region(sqs, server, queue, name, stranger):
    queue_name = name()
    other = Json(server, **stranger)
    dlq = other.create_queue(QueueName=queue_name)["QueueUrl"]
    policy = json.dumps({"deadLetterTargetArn": arn(dlq, **stranger), "maxReceiveCount": 3})
    with refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=queue(), Attributes={"RedrivePolicy": policy})


@pytest.mark.parametrize(
    "permission, good",
    [
        ({"redrivePermission": "allowAll"}, True),
        ({"redrivePermission": "denyAll"}, False),
        ({"redrivePermission": "byQueue", "sourceQueueArns": ["<other>"]}, False),
        ({"redrivePermission": "byQueue", "sourceQueueArns": ["<other>", "<source>"]}, True),
    ],
    ids=["allowAll", "denyAll", "another", "this one"],
)
def test_an_allow_policy_says_who_may_name_a_queue_as_its_dead_letter_queue(sqs, queue, permission, good):
    url, other = queue(), queue()
    text = json.dumps(permission).replace("<source>", arn(url)).replace("<other>", arn(other))
    dlq = queue(RedriveAllowPolicy=text)
    [found] = sqs.get_queue_attributes(QueueUrl=dlq, AttributeNames=["RedriveAllowPolicy"])["Attributes"].values()
    assert json.loads(found) == json.loads(text)
    policy = {"RedrivePolicy": redrive_policy(dlq, 3)}
    if good:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=policy)
        return
    with refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes=policy)
    sqs.set_queue_attributes(QueueUrl=dlq, Attributes={"RedriveAllowPolicy": ""})
    assert sqs.get_queue_attributes(QueueUrl=dlq, AttributeNames=["RedriveAllowPolicy"]) == {}
    sqs.set_queue_attributes(QueueUrl=url, Attributes=policy)


# The list of sources


def test_the_sources_of_a_dead_letter_queue_are_listed(sqs, queue, pair):
    url, dlq = pair()
    second = queue(RedrivePolicy=redrive_policy(dlq, 5))
    queue()
    assert sources(sqs, dlq) == (sorted([url, second]), None)
    assert sources(sqs, url) == ([], None)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    assert sources(sqs, dlq) == ([second], None)
    sqs.delete_queue(QueueUrl=second)
    assert sources(sqs, dlq) == ([], None)


def test_an_empty_list_of_sources_is_a_list_in_json(json_sqs, name):
    url = json_sqs.create_queue(QueueName=name())["QueueUrl"]
    assert json_sqs.list_dead_letter_source_queues(QueueUrl=url) == {"queueUrls": []}


def test_the_list_of_sources_comes_in_pages(sqs, queue):
    dlq = queue()
    wanted = sorted(queue(RedrivePolicy=redrive_policy(dlq, 1)) for _ in range(5))
    assert sources(sqs, dlq, MaxResults=5) == (wanted, None)
    found, page = [], {}
    for size in (2, 2, 1):
        urls, token = sources(sqs, dlq, MaxResults=2, **page)
        assert len(urls) == size
        found, page = found + urls, {"NextToken": token}
    assert sorted(found) == wanted and token is None


def test_the_sources_of_no_queue_are_refused(sqs, queue):
    with refused(NON_EXISTENT_QUEUE, sqs.missing_queue):
        sources(sqs, queue() + "-not")
