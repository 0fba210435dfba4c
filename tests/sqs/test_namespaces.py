"""Accounts and regions are worlds of their own, told apart by the credential alone."""

import json

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from harness.clients import DEFAULT_ACCOUNT, NON_EXISTENT_QUEUE, PROTOCOLS, ApiError, boto
from harness.expect import bodies, refused
from harness.http import Line, exchange

ONE, TWO = "111111111111", "222222222222"


@pytest.fixture
def of(sqs, server):
    """A client of this account and region, in the protocol of the test."""
    return lambda account=DEFAULT_ACCOUNT, region="us-east-1": PROTOCOLS[sqs.protocol](server, account=account, region=region)


def arn(client, url):
    return client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def test_a_key_of_twelve_digits_is_the_account(of, name):
    queue_name = name()
    url = of(ONE).create_queue(QueueName=queue_name)["QueueUrl"]
    assert url.endswith(f"/{ONE}/{queue_name}")
    assert arn(of(ONE), url) == f"arn:aws:sqs:us-east-1:{ONE}:{queue_name}"


@pytest.mark.parametrize("region, partition", [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_an_arn_begins_with_the_partition_of_its_region(of, name, server, region, partition):
    """It was `aws` everywhere, and a policy with the right one named a dead-letter queue that had no sources."""
    sqs, names = of(ONE, region), (name(), name())
    dead = sqs.create_queue(QueueName=names[0])["QueueUrl"]
    dead_arn = f"arn:{partition}:sqs:{region}:{ONE}:{names[0]}"
    assert arn(sqs, dead) == dead_arn
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 1})
    url = sqs.create_queue(QueueName=names[1], Attributes={"RedrivePolicy": redrive})["QueueUrl"]
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    sqs.add_permission(QueueUrl=url, Label="l", AWSAccountIds=[TWO], Actions=["SendMessage"])
    policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    assert f'"arn:{partition}:iam::{TWO}:root"' in policy
    assert boto(server, "sts", account=ONE, region=region).get_caller_identity()["Arn"].startswith(f"arn:{partition}:")


@pytest.mark.parametrize("key", ["test", "AKIAIOSFODNN7EXAMPLE", "12345678901", "1234567890123", "11111111111x"])
def test_any_other_key_is_the_default_account(of, name, key):
    url = of(key).create_queue(QueueName=name())["QueueUrl"]
    assert f"/{DEFAULT_ACCOUNT}/" in url
    assert of().get_queue_url(QueueName=url.rpartition("/")[2])["QueueUrl"] == url


def test_no_signature_is_the_default_account_and_region(server, json_sqs, name):
    queue_name = name()
    url = Line(server).must("CreateQueue", QueueName=queue_name)["QueueUrl"]
    assert json_sqs.get_queue_url(QueueName=queue_name)["QueueUrl"] == url


@pytest.mark.parametrize(
    "here, there",
    [((ONE, "us-east-1"), (TWO, "us-east-1")), ((ONE, "us-east-1"), (ONE, "eu-west-1"))],
    ids=["accounts", "regions"],
)
def test_two_worlds_never_see_each_other(of, name, here, there):
    here, there = of(*here), of(*there)
    queue_name = name()
    mine = here.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "0"})["QueueUrl"]
    with refused(NON_EXISTENT_QUEUE):
        there.get_queue_url(QueueName=queue_name)
    assert there.list_queues(QueueNamePrefix=queue_name) == {}
    theirs = there.create_queue(QueueName=queue_name, Attributes={"DelaySeconds": "1"}, tags={"whose": "theirs"})["QueueUrl"]
    assert arn(here, mine) != arn(there, theirs)
    here.send_message(QueueUrl=mine, MessageBody="mine")
    assert there.receive_message(QueueUrl=theirs) == {}
    assert here.list_queue_tags(QueueUrl=mine) == {}
    assert len(here.list_queues(QueueNamePrefix=queue_name)["QueueUrls"]) == 1
    there.delete_queue(QueueUrl=theirs)
    assert bodies(here.receive_message(QueueUrl=mine)) == ["mine"]


def test_the_url_of_another_account_opens_nothing(of, name):
    url = of(ONE).create_queue(QueueName=name())["QueueUrl"]
    of(ONE).send_message(QueueUrl=url, MessageBody="secret")
    other = of(TWO)
    for call in (
        lambda: other.receive_message(QueueUrl=url),
        lambda: other.send_message(QueueUrl=url, MessageBody="x"),
        lambda: other.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]),
        lambda: other.purge_queue(QueueUrl=url),
        lambda: other.delete_queue(QueueUrl=url),
    ):
        with pytest.raises(ApiError) as caught:
            call()
        assert caught.value.code in (NON_EXISTENT_QUEUE, "AccessDenied"), str(caught.value)
    assert bodies(of(ONE).receive_message(QueueUrl=url)) == ["secret"]


def test_a_handle_of_another_account_is_worth_nothing(of, name):
    queue_name = name()
    urls = {account: of(account).create_queue(QueueName=queue_name)["QueueUrl"] for account in (ONE, TWO)}
    of(ONE).send_message(QueueUrl=urls[ONE], MessageBody="x")
    handle = of(ONE).receive_message(QueueUrl=urls[ONE])["Messages"][0]["ReceiptHandle"]
    with refused("ReceiptHandleIsInvalid", status=404):
        of(TWO).delete_message(QueueUrl=urls[TWO], ReceiptHandle=handle)


def test_a_deleted_name_is_blocked_in_its_own_world_only(of, name):
    queue_name = name()
    of(ONE).delete_queue(QueueUrl=of(ONE).create_queue(QueueName=queue_name)["QueueUrl"])
    with refused("AWS.SimpleQueueService.QueueDeletedRecently"):
        of(ONE).create_queue(QueueName=queue_name)
    of(TWO).create_queue(QueueName=queue_name)
    of(ONE, "eu-west-1").create_queue(QueueName=queue_name)


def test_a_presigned_call_belongs_to_its_credential(server, name):
    request = AWSRequest("GET", f"{server.url}/?Action=CreateQueue&Version=2012-11-05&QueueName={name()}")
    SigV4QueryAuth(Credentials(ONE, "secret"), "sqs", "eu-west-1").add_auth(request)
    reply = exchange(server, "GET", request.url.removeprefix(server.url))
    assert reply.status == 200, reply.text
    assert f"/{ONE}/" in reply.text
    assert boto(server, account=ONE, region="eu-west-1").list_queues()["QueueUrls"]
    assert "QueueUrls" not in boto(server, account=ONE, region="eu-west-2").list_queues()


# STS


@pytest.mark.parametrize("key, account", [(ONE, ONE), ("test", DEFAULT_ACCOUNT)])
def test_sts_says_whose_key_it_is(server, key, account):
    answer = boto(server, "sts", account=key).get_caller_identity()
    answer.pop("ResponseMetadata")
    assert set(answer) == {"UserId", "Account", "Arn"}
    assert answer["Account"] == account
    assert answer["Arn"].startswith("arn:aws:") and f":{account}:" in answer["Arn"]
    assert answer["UserId"]


def test_sts_answers_in_every_region(server):
    assert boto(server, "sts", account=ONE, region="ap-southeast-2").get_caller_identity()["Account"] == ONE


def test_an_sts_call_that_is_not_there_yet_says_so(server):
    client = boto(server, "sts", account=ONE)
    with pytest.raises(client.exceptions.ClientError) as caught:
        client.get_session_token()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] >= 400
    assert caught.value.response["Error"]["Code"]
