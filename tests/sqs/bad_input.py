"""The table of malformed and out-of-range requests, each row with the source of its expected answer: what a row is.

The rows themselves stand in bad_protocol.py (what never becomes a call), bad_parameters.py (calls out of range),
bad_redrive.py (dead-letter queues and move tasks) and bad_policies.py (permissions, policies, keys, names of receives).

`source` is one of
    recording:<scenario>   AWS's own recorded answer
    spec:[V] §n            the SQS fact sheet, recorded from AWS
    spec:[D] §n, [M] §n    the fact sheet, from AWS's documentation or model
    model                  the API model itself
    (?)                    a guess, ours or the fact sheet's: it binds nobody but us
A row that names two sources for code and wording takes the weaker one. `<name>` inside a string stands for something
alive that the test makes: <standard>, <fifo> and <small> are queue URLs, the handles are explained in the test.
"""

import re
from dataclasses import dataclass

CLOSED = 0
CLIENT_ERROR = tuple(range(400, 500))
REFUSED = (CLOSED, *CLIENT_ERROR)
ANSWERED = (200, *CLIENT_ERROR)

PREFIX = "AWS.SimpleQueueService."
# JSON's __type -> the Query code, which JSON repeats in x-amzn-query-error (fact sheet, section 2).
QUERY_CODES = {
    "QueueDoesNotExist": PREFIX + "NonExistentQueue",
    "QueueNameExists": "QueueAlreadyExists",
    "InvalidParameterValueException": "InvalidParameterValue",
    "MissingRequiredParameterException": "MissingParameter",
    "InvalidAttributeName": "InvalidAttributeName",
    "InvalidAttributeValue": "InvalidAttributeValue",
    "InvalidMessageContents": "InvalidMessageContents",
    "ReceiptHandleIsInvalid": "ReceiptHandleIsInvalid",
    "InvalidAddress": "InvalidAddress",
    "OverLimit": "OverLimit",
    "ResourceNotFoundException": "ResourceNotFoundException",
} | {
    name: PREFIX + name
    for name in (
        "BatchEntryIdsNotDistinct",
        "BatchRequestTooLong",
        "EmptyBatchRequest",
        "InvalidBatchEntryId",
        "TooManyEntriesInBatchRequest",
        "UnsupportedOperation",
    )
}


@dataclass(frozen=True)
class Call:
    """An operation with parameters, sent in JSON and, unless `only` says otherwise, in Query as well."""

    operation: str
    parameters: dict
    only: str = ""


@dataclass(frozen=True)
class Json:
    """A JSON request whose body is these bytes; headers replace or (None) remove the usual ones."""

    operation: str
    body: bytes
    headers: tuple = ()
    path: str = "/"
    method: str = "POST"


@dataclass(frozen=True)
class Form:
    """A Query request whose form is these bytes."""

    body: bytes
    headers: tuple = ()
    path: str = "/"
    method: str = "POST"


@dataclass(frozen=True)
class Bytes:
    """What goes over the socket, byte by byte."""

    data: bytes
    half_close: bool = False


@dataclass(frozen=True)
class Row:
    name: str
    request: object
    status: object
    error: object  # __type, or {"json": __type, "query": code}; None: not checked
    message: object  # text, pattern or None
    source: str


ROWS = []


def row(name, request, error, message, source, status=400):
    ROWS.append(Row(name, request, status, error, message, source))


def call(name, operation, parameters, error, message, source, status=400, only=""):
    row(name, Call(operation, parameters, only), error, message, source, status)


def missing(name, operation, parameters, parameter, source="spec:[V] §2"):
    """A call that lacks what it needs."""
    message = f"The request must contain the parameter {parameter}."
    call(name, operation, parameters, "MissingRequiredParameterException", message, source)


def invalid(name, operation, parameters, message, source, **more):
    """A call with a value that will not do."""
    call(name, operation, parameters, "InvalidParameterValueException", message, source, **more)


def value_is_invalid(value, parameter):
    """The beginning of AWS's text on a value; the reason that follows is not known for each."""
    return re.compile(f"^Value {re.escape(str(value))} for parameter {parameter} is invalid\\. Reason: ")
