"""A queue's URL echoes how the caller reached the server, and every form of it leads back to the queue."""

import json

import pytest

from harness.clients import DEFAULT_ACCOUNT
from harness.http import exchange
from harness.query import decode as decode_query
from harness.query import encode, form_bytes
from harness.server import Server

JSON = {"content-type": "application/x-amz-json-1.0", "x-amzn-query-mode": "true"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


def credential(region="us-east-1", account="test"):
    scope = f"Credential={account}/20260101/{region}/sqs/aws4_request"
    signed = f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
    return {"authorization": signed, "x-amz-date": "20260101T000000Z"}


def json_call(server, operation, parameters, path="/", **headers):
    target = {"x-amz-target": f"AmazonSQS.{operation}"}
    reply = exchange(server, "POST", path, JSON | target | headers, json.dumps(parameters))
    assert reply.status == 200, reply.text
    return reply.json() if reply.body else {}


def query_call(server, operation, parameters, path="/", method="POST", **headers):
    form = form_bytes(encode(operation, parameters))
    if method == "GET":
        reply = exchange(server, "GET", f"{path}?{form.decode()}", headers)
    else:
        reply = exchange(server, "POST", path, FORM | headers, form)
    assert reply.status == 200, reply.text
    return decode_query(operation, reply.status, reply.headers, reply.body)


CALLS = {"json": json_call, "query": query_call}


@pytest.fixture(params=list(CALLS))
def call(request, server):
    return lambda *args, **more: CALLS[request.param](server, *args, **more)


# What the server gives


@pytest.mark.parametrize(
    "host",
    ["localhost:4566", "127.0.0.1:9", "queues", "millpond:4566", "sqs.us-east-1.localhost:4566", "a.b.localhost", "[::1]:4566"],
)
def test_the_url_echoes_the_host_of_the_caller(call, name, host):
    queue_name = name()
    url = f"http://{host}/{DEFAULT_ACCOUNT}/{queue_name}"
    assert call("CreateQueue", {"QueueName": queue_name}, host=host)["QueueUrl"] == url
    assert call("GetQueueUrl", {"QueueName": queue_name}, host=host)["QueueUrl"] == url
    assert call("ListQueues", {"QueueNamePrefix": queue_name}, host=host)["QueueUrls"] == [url]


def test_forwarded_headers_count_for_nothing_from_an_unknown_proxy(call, name, server):
    forwarded = {"x-forwarded-host": "queues.test", "x-forwarded-proto": "https"}
    url = call("CreateQueue", {"QueueName": name()}, **forwarded)["QueueUrl"]
    assert url.startswith(f"http://127.0.0.1:{server.port}/")


def test_a_foreign_host_name_is_refused_on_loopback(server):
    headers = JSON | {"x-amz-target": "AmazonSQS.ListQueues", "host": "evil.example"}
    assert exchange(server, "POST", "/", headers, "{}").status in (400, 403, 421)


def test_a_foreign_origin_is_refused(server):
    headers = JSON | {"x-amz-target": "AmazonSQS.ListQueues"}
    assert exchange(server, "POST", "/", headers | {"origin": "https://evil.example"}, "{}").status in (400, 403)
    form = FORM | {"origin": "null"}
    assert exchange(server, "POST", "/", form, form_bytes(encode("ListQueues", {}))).status in (400, 403)


def test_an_image_on_a_foreign_page_can_not_purge_a_queue(server, call, name):
    queue_name = name()
    url = call("CreateQueue", {"QueueName": queue_name})["QueueUrl"]
    call("SendMessage", {"QueueUrl": url, "MessageBody": "kept"})
    # A browser sends no Origin with such a GET, but says where the page is from.
    path = f"/{DEFAULT_ACCOUNT}/{queue_name}?Action=PurgeQueue"
    assert exchange(server, "GET", path, {"sec-fetch-site": "cross-site"}, "").status == 403
    counted = {"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]}
    assert call("GetQueueAttributes", counted)["Attributes"] == {"ApproximateNumberOfMessages": "1"}
    assert exchange(server, "GET", path, {"sec-fetch-site": "none"}, "").status == 200


def test_a_page_on_a_public_address_is_foreign(server):
    headers = JSON | {"x-amz-target": "AmazonSQS.ListQueues"}
    assert exchange(server, "POST", "/", headers | {"origin": "http://203.0.113.7"}, "{}").status == 403
    assert exchange(server, "POST", "/", headers | {"origin": "http://192.168.1.7:3000"}, "{}").status == 200


def test_allowed_hosts_and_origins_are_let_in(name):
    with Server("--allow-host", "*.queues.test", "--allow-origin", "app.test") as server:
        queue_name = name()
        url = json_call(server, "CreateQueue", {"QueueName": queue_name}, host="eu.queues.test")["QueueUrl"]
        assert url == f"http://eu.queues.test/{DEFAULT_ACCOUNT}/{queue_name}"
        json_call(server, "ListQueues", {}, origin="https://app.test")


def test_a_public_url_is_given_whoever_asks(name):
    with Server("--public-url", "https://queues.example.test:8443") as server:
        queue_name = name()
        url = f"https://queues.example.test:8443/{DEFAULT_ACCOUNT}/{queue_name}"
        assert json_call(server, "CreateQueue", {"QueueName": queue_name})["QueueUrl"] == url
        assert json_call(server, "GetQueueUrl", {"QueueName": queue_name}, host="localhost")["QueueUrl"] == url
        json_call(server, "SendMessage", {"QueueUrl": url, "MessageBody": "x"})


# What the server takes


@pytest.fixture
def made(server, name):
    queue_name = name()
    json_call(server, "CreateQueue", {"QueueName": queue_name})
    return queue_name


@pytest.mark.parametrize(
    "form",
    [
        "http://127.0.0.1:1/{account}/{name}",
        "http://anything.example/{account}/{name}",
        "https://sqs.us-east-1.amazonaws.com/{account}/{name}",
        "https://us-east-1.queue.amazonaws.com/{account}/{name}",
        "https://queue.amazonaws.com/{account}/{name}",
        "http://localhost:4566/queue/us-east-1/{account}/{name}",
        "http://sqs.us-east-1.localhost:4566/{account}/{name}",
    ],
)
def test_every_form_of_a_url_leads_to_the_queue(call, made, form):
    url = form.format(account=DEFAULT_ACCOUNT, name=made)
    call("SendMessage", {"QueueUrl": url, "MessageBody": "x"})
    assert len(call("ReceiveMessage", {"QueueUrl": url})["Messages"]) == 1


def test_the_region_comes_from_the_credential_and_not_from_the_url(call, name):
    queue_name = name()
    for region in ("us-east-1", "eu-west-1"):
        call("CreateQueue", {"QueueName": queue_name}, **credential(region))
    url = f"https://sqs.us-east-1.amazonaws.com/{DEFAULT_ACCOUNT}/{queue_name}"
    call("SendMessage", {"QueueUrl": url, "MessageBody": "x"}, **credential("eu-west-1"))
    assert call("ReceiveMessage", {"QueueUrl": url}, **credential("us-east-1")) == {}
    assert len(call("ReceiveMessage", {"QueueUrl": url}, **credential("eu-west-1"))["Messages"]) == 1


def test_a_json_call_may_go_to_the_queues_own_path(server, made):
    path = f"/{DEFAULT_ACCOUNT}/{made}"
    url = f"{server.url}{path}"
    json_call(server, "SendMessage", {"QueueUrl": url, "MessageBody": "x"}, path=path)
    assert len(json_call(server, "ReceiveMessage", {"QueueUrl": url}, path=path)["Messages"]) == 1


@pytest.mark.parametrize("path", ["/{account}/{name}", "/queue/us-east-1/{account}/{name}"])
def test_a_query_call_to_the_queues_own_path_needs_no_url(server, made, path):
    path = path.format(account=DEFAULT_ACCOUNT, name=made)
    query_call(server, "SendMessage", {"MessageBody": "x"}, path=path)
    assert len(query_call(server, "ReceiveMessage", {}, path=path)["Messages"]) == 1


def test_a_query_call_may_be_a_get(server, made):
    path = f"/{DEFAULT_ACCOUNT}/{made}"
    query_call(server, "SendMessage", {"MessageBody": "a b+c&d=é"}, path=path, method="GET")
    [message] = query_call(server, "ReceiveMessage", {"QueueUrl": server.url + path}, method="GET")["Messages"]
    assert message["Body"] == "a b+c&d=é"


def test_a_plus_in_a_form_is_a_blank(server, made):
    form = b"Action=SendMessage&Version=2012-11-05&MessageBody=a+b%2Bc"
    assert exchange(server, "POST", f"/{DEFAULT_ACCOUNT}/{made}", FORM, form).status == 200
    [message] = query_call(server, "ReceiveMessage", {}, path=f"/{DEFAULT_ACCOUNT}/{made}")["Messages"]
    assert message["Body"] == "a b+c"


# Around it


def test_every_answer_has_a_date_and_a_request_id_and_no_checksum(server, made):
    ids = set()
    for operation, parameters in (("ListQueues", {}), ("GetQueueUrl", {"QueueName": "no-such-queue"})):
        for headers, body in (
            (JSON | {"x-amz-target": f"AmazonSQS.{operation}"}, json.dumps(parameters)),
            (FORM, form_bytes(encode(operation, parameters))),
        ):
            reply = exchange(server, "POST", "/", headers, body)
            assert "date" in reply.headers and "x-amz-crc32" not in reply.headers
            ids.add(reply.headers["x-amzn-requestid"])
    assert len(ids) == 4


def test_json_answers_are_json_1_0(server):
    reply = exchange(server, "POST", "/", JSON | {"x-amz-target": "AmazonSQS.ListQueues"}, "{}")
    assert reply.headers["content-type"] == "application/x-amz-json-1.0"


def test_a_member_that_is_null_is_absent(server, made):
    url = f"{server.url}/{DEFAULT_ACCOUNT}/{made}"
    json_call(server, "SendMessage", {"QueueUrl": url, "MessageBody": "x", "DelaySeconds": None, "MessageAttributes": None})
    answer = json_call(server, "ReceiveMessage", {"QueueUrl": url, "WaitTimeSeconds": None, "MaxNumberOfMessages": None})
    assert len(answer["Messages"]) == 1


def test_members_that_are_unknown_are_ignored(server, made):
    url = f"{server.url}/{DEFAULT_ACCOUNT}/{made}"
    json_call(server, "SendMessage", {"QueueUrl": url, "MessageBody": "x", "Nonsense": {"deep": [1, 2]}})


def test_without_query_mode_the_query_code_is_told_all_the_same(server):
    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.GetQueueUrl"}
    reply = exchange(server, "POST", "/", headers, json.dumps({"QueueName": "no-such-queue"}))
    assert reply.status == 400
    assert reply.headers["x-amzn-query-error"] == "AWS.SimpleQueueService.NonExistentQueue;Sender"
    assert reply.json()["__type"] == "com.amazonaws.sqs#QueueDoesNotExist"
