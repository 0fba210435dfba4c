"""What the server does not have yet it refuses by name: it never pretends. `millpond coverage` says what that is."""

import re
import subprocess

import pytest
from botocore.exceptions import ClientError

from harness.clients import boto, snake
from harness.server import binary


def missing():
    """The operations that the binary itself says are not there yet, by service."""
    table = subprocess.run([str(binary()), "coverage"], capture_output=True, text=True, timeout=10).stdout
    rows = [line.strip("| ").split("|") for line in table.splitlines()[2:]]
    return {row[0].strip(): re.findall(r"\w+", row[2]) if len(row) > 2 else [] for row in rows}


def test_all_of_sqs_is_there():
    assert missing()["SQS"] == []


def test_what_is_not_there_of_sts_is_refused_by_name(server):
    sts = boto(server, "sts")
    operations = missing()["STS"]
    assert operations
    for operation in operations:
        # boto3 knows which operations exist under which name; what they need does not matter here.
        method = getattr(sts, {"AssumeRoleWithSAML": "assume_role_with_saml"}.get(operation, snake(operation)))
        with pytest.raises(ClientError) as refused:
            method()
        error = refused.value.response["Error"]
        assert error["Code"] == "UnsupportedOperation", error
        assert operation in error["Message"], "it says what is missing"
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
