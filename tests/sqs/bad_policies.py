"""Permissions, policy documents, keys and names of receives that cannot be."""

import json
import re

from harness.expect import WRONG_KIND
from sqs.bad_input import call, invalid, missing

GUESS = "(?)"
STANDARD = {"QueueUrl": "<standard>"}
FIFO = {"QueueUrl": "<fifo>"}

# Permissions

PERMISSION = STANDARD | {"Label": "label", "AWSAccountIds": ["111111111111"], "Actions": ["SendMessage"]}
LIFECYCLE = "recording:test_sqs_permission_lifecycle"


def without(name):
    return {key: value for key, value in PERMISSION.items() if key != name}


missing("a permission for no queue", "AddPermission", without("QueueUrl"), "QueueUrl")
missing("a permission without a label", "AddPermission", without("Label"), "Label")
UNVERIFIED = "Value [{}] for parameter PrincipalId is invalid. Reason: Unable to verify."
for nobody in (without("AWSAccountIds"), PERMISSION | {"AWSAccountIds": []}):
    invalid("a permission for nobody", "AddPermission", nobody, UNVERIFIED.format(""), GUESS)
missing("a permission to do nothing", "AddPermission", without("Actions"), "Actions", GUESS)
missing("the removal of a permission without a label", "RemovePermission", STANDARD, "Label")
LABELS = {"81 characters": "a" * 81, "a blank": "a b", "a dot": "a.b", "a slash": "a/b", "an accent": "ä", "a NUL": "a\x00b"}
for what, label in LABELS.items():
    invalid(f"a permission with a label with {what}", "AddPermission", PERMISSION | {"Label": label}, None, GUESS)
taken = "Value taken for parameter Label is invalid. Reason: Already exists."
invalid("a permission with a label that is taken", "AddPermission", PERMISSION | {"Label": "taken"}, taken, LIFECYCLE)
unknown = "Value unknown for parameter Label is invalid. Reason: can't find label."
invalid("the removal of a label nobody knows", "RemovePermission", STANDARD | {"Label": "unknown"}, unknown, LIFECYCLE)
for what, action in {
    "a word": "Nonsense",
    "another service's": "sns:Publish",
    "nothing": "",
    "the owner's own": "DeleteQueue",
}.items():
    invalid(f"a permission for an action: {what}", "AddPermission", PERMISSION | {"Actions": [action]}, None, GUESS)
eight = PERMISSION | {"Actions": ["SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"] * 2}
text = "8 Actions were found, maximum allowed is 7."
call("a permission for eight actions", "AddPermission", eight, "OverLimit", text, GUESS, 403)
for what, account in {
    "a word": "account",
    "11 digits": "1" * 11,
    "an ARN": "arn:aws:iam::111111111111:role/r",
    "nothing": "",
}.items():
    invalid(f"a permission for an account: {what}", "AddPermission", PERMISSION | {"AWSAccountIds": [account]}, UNVERIFIED.format(account), GUESS)

# Policy documents

STATEMENT = {"Sid": "s", "Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}


def document(**changes):
    return {"Version": "2012-10-17", "Statement": [STATEMENT | changes]}


INVALID_POLICY = re.compile(r"^Invalid value for the parameter Policy\.")
POLICIES = {
    "that is no JSON": ("nonsense", "spec:[V] §2"),
    "that is half a document": (json.dumps(document())[:-1], "spec:[V] §2"),
    "nested a thousand deep": ('{"Statement":' * 1000, "spec:[V] §2"),
    "that is a list": ([], GUESS),
    "without a statement": ({"Version": "2012-10-17"}, GUESS),
    "of another version": (document() | {"Version": "2020-01-01"}, GUESS),
    "with an effect nobody knows": (document(Effect="Maybe"), GUESS),
    "with a principal of one word": (document(Principal="111111111111"), GUESS),
    "with a member nobody knows": (document(Nonsense=1), GUESS),
    "of 8,193 bytes": (json.dumps(document()).ljust(8193), "spec:[D] §3"),
    "of 21 statements": ({"Version": "2012-10-17", "Statement": [STATEMENT | {"Sid": str(i)} for i in range(21)]}, "spec:[D] §3"),
    "of 51 principals": (document(Principal={"AWS": [f"{i:012}" for i in range(51)]}), "spec:[D] §3"),
    "of eight actions": (document(Action=[f"sqs:{a}" for a in "ABCDEFGH"]), "spec:[D] §3"),
}
for what, (policy, source) in POLICIES.items():
    text = policy if isinstance(policy, str) else json.dumps(policy)
    given = STANDARD | {"Attributes": {"Policy": text}}
    call(f"a policy {what}", "SetQueueAttributes", given, "InvalidAttributeValue", INVALID_POLICY, source)

# Keys

both = STANDARD | {"Attributes": {"KmsMasterKeyId": "alias/aws/sqs", "SqsManagedSseEnabled": "true"}}
text = "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
source = "recording:test_sse_kms_and_sqs_are_mutually_exclusive"
call("both kinds of encryption", "SetQueueAttributes", both, "InvalidAttributeName", text, source)
for value in ("59", "86401", "many"):
    given = STANDARD | {"Attributes": {"KmsDataKeyReusePeriodSeconds": value}}
    message = re.compile(r"^Invalid value for the parameter KmsDataKeyReusePeriodSeconds\.")
    call(f"KmsDataKeyReusePeriodSeconds {value}", "SetQueueAttributes", given, "InvalidAttributeValue", message, "spec:[V] §2")

# Names of receives, and tenants

NAME = "ReceiveRequestAttemptId"
for what, bad in {"a blank": "a b", "129 characters": "x" * 129, "an accent": "ä"}.items():
    text = (
        f"Value {bad} for parameter {NAME} is invalid. Reason: {NAME} can only include alphanumeric and punctuation characters. "
    )
    invalid(f"a receive with a name with {what}", "ReceiveMessage", FIFO | {NAME: bad}, text + "1 to 128 in length.", GUESS)
misplaced = re.compile("^" + re.escape(WRONG_KIND.format("a", NAME)))
invalid("a receive with a name from a standard queue", "ReceiveMessage", STANDARD | {NAME: "a"}, misplaced, GUESS)
for what, bad in {"a blank": "a b", "129 characters": "x" * 129}.items():
    text = (
        f"Value {bad} for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and "
        "punctuation characters. 1 to 128 in length."
    )
    given = STANDARD | {"MessageBody": "x", "MessageGroupId": bad}
    invalid(f"a tenant with {what}", "SendMessage", given, text, "spec:[V] §8")
