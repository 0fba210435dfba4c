"""What an answer should be: refusals with code, message and status; digests computed apart from the server."""

import hashlib
import re
from contextlib import contextmanager

import pytest

from harness.clients import ApiError

WRONG_KIND = "Value {} for parameter {} is invalid. Reason: The request include parameter that is not valid for this queue type"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@contextmanager
def refused(code, message=None, status=400):
    """The block must be refused with this code, status and, where known, message (text or pattern).

    Several codes in a tuple: AWS's own is not known, any of these would do.
    """
    with pytest.raises(ApiError) as caught:
        yield caught
    error = caught.value
    codes = code if isinstance(code, tuple) else (code,)
    assert error.code in codes and error.status == status, str(error)
    if isinstance(message, str):
        assert error.message == message
    elif message is not None:
        assert message.search(error.message), error.message


def md5(data):
    return hashlib.md5(data if isinstance(data, bytes) else data.encode()).hexdigest()


def attributes_md5(attributes):
    """MD5OfMessageAttributes, from AWS's description: names in byte order, lengths big-endian, transport 1 or 2."""

    def part(data):
        return len(data).to_bytes(4, "big") + data

    whole = b""
    for name in sorted(attributes, key=lambda name: name.encode()):
        attribute = attributes[name]
        whole += part(name.encode()) + part(attribute["DataType"].encode())
        if attribute["DataType"].split(".")[0] == "Binary":
            whole += b"\x02" + part(attribute["BinaryValue"])
        else:
            whole += b"\x01" + part(attribute["StringValue"].encode())
    return md5(whole)


def bodies(answer):
    """The bodies of a receive's messages, in order; none at all is an empty list."""
    return [message["Body"] for message in answer.get("Messages", [])]
