"""The two ways a client speaks to SQS, behind one face: boto3 (JSON) and a hand-made Query client.

Both take boto3's method names and parameters, answer with boto3's shapes without ResponseMetadata, and raise `ApiError`.
"""

import re
import threading
from functools import lru_cache

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from harness.query import QueryConnection

DEFAULT_ACCOUNT = "000000000000"
REGION = "us-east-1"
NON_EXISTENT_QUEUE = "AWS.SimpleQueueService.NonExistentQueue"


class ApiError(Exception):
    """A refusal: the Query-era code that SDKs show, the message, the status, and what only one protocol tells."""

    def __init__(self, operation, error, status, headers):
        super().__init__(f"{operation}: {status} {error.get('Code')}: {error.get('Message')}")
        self.operation = operation
        self.error = error
        self.code = error.get("Code")
        self.message = error.get("Message")
        self.status = status
        self.headers = headers


@lru_cache(maxsize=1)
def _session():
    return boto3.session.Session()


_creating = threading.Lock()


def boto(server, service="sqs", account=DEFAULT_ACCOUNT, region=REGION, read_timeout=30, url=None):
    """A boto3 client that validates nothing itself and tries once: what comes back is what the server said."""
    with _creating:
        return _session().client(
            service,
            endpoint_url=url or server.url,
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="secret",
            config=Config(
                parameter_validation=False,
                retries={"total_max_attempts": 1},
                read_timeout=read_timeout,
                connect_timeout=5,
                max_pool_connections=32,
                # The URL a queue gets names this very server; botocore must not rewrite either.
                inject_host_prefix=False,
            ),
        )


class Json:
    """SQS over AWS JSON 1.0, as today's boto3 speaks it."""

    protocol = "json"
    missing_queue = "The specified queue does not exist."

    def __init__(self, server, account=DEFAULT_ACCOUNT, region=REGION, **options):
        self.boto = boto(server, "sqs", account, region, **options)

    def __getattr__(self, method):
        function = getattr(self.boto, method)

        def call(**parameters):
            try:
                answer = function(**parameters)
            except ClientError as refused:
                meta = refused.response["ResponseMetadata"]
                raise ApiError(method, refused.response["Error"], meta["HTTPStatusCode"], meta["HTTPHeaders"]) from None
            answer.pop("ResponseMetadata")
            return answer

        return call


class Query:
    """SQS over the Query protocol, as every SDK spoke it before 2023 and some still do."""

    protocol = "query"
    missing_queue = "The specified queue does not exist for this wsdl version."

    def __init__(self, server, account=DEFAULT_ACCOUNT, region=REGION, method="POST"):
        self.connection = QueryConnection(server, account, region, method)

    def __getattr__(self, method):
        operation = "".join(word.capitalize() for word in method.split("_"))

        def call(**parameters):
            status, headers, answer = self.connection.call(operation, parameters)
            if status != 200:
                raise ApiError(method, answer, status, headers)
            return answer

        return call


PROTOCOLS = {"json": Json, "query": Query}


def snake(operation):
    """CreateQueue -> create_queue."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
