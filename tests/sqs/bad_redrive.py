"""Dead-letter queues and move tasks that cannot be: policies, ARNs, rates, handles."""

import base64
import json

from sqs.bad_input import call, invalid, missing

GUESS = "(?)"
STANDARD = {"QueueUrl": "<standard>"}

# Redrive policies: that these are refused with this code is recorded, the wording mostly is not

TARGET = "<dead-arn>"
ARN = "arn:aws:sqs:us-east-1:000000000000:"


def redrive(policy, queue=STANDARD):
    text = policy if isinstance(policy, str) else json.dumps(policy)
    return queue | {"Attributes": {"RedrivePolicy": text}}


POLICIES = {
    "without a count": ({"deadLetterTargetArn": TARGET}, "spec:[V] §10"),
    "without a target": ({"maxReceiveCount": 3}, "spec:[V] §10"),
    "with neither": ({}, "spec:[V] §10"),
    "with a count of letters": ({"deadLetterTargetArn": TARGET, "maxReceiveCount": "many"}, "spec:[V] §10"),
    "with a count of null": ({"deadLetterTargetArn": TARGET, "maxReceiveCount": None}, "spec:[V] §10"),
    "with a count of true": ({"deadLetterTargetArn": TARGET, "maxReceiveCount": True}, "spec:[V] §10"),
    "with an empty count": ({"deadLetterTargetArn": TARGET, "maxReceiveCount": ""}, "spec:[V] §10"),
    "with a count of 1.5": ({"deadLetterTargetArn": TARGET, "maxReceiveCount": 1.5}, GUESS),
    "that is no JSON": ("nonsense", GUESS),
    "that is half a policy": ('{"deadLetterTargetArn":', GUESS),
    "that is a list": ("[]", GUESS),
    "that is a number": ("3", GUESS),
    "nested a thousand deep": ("[" * 1000, GUESS),
    "with a number for a target": ({"deadLetterTargetArn": 7, "maxReceiveCount": 3}, GUESS),
}
TARGETS = {
    "a word": ("dummy", "spec:[V] §10"),
    "nothing": ("", "spec:[V] §10"),
    "a queue URL": ("<dead>", "spec:[V] §10"),
    "another service's": ("arn:aws:sns:us-east-1:000000000000:topic", "spec:[V] §10"),
    "no account": ("arn:aws:sqs:us-east-1::queue", "spec:[V] §10"),
    "another account's": ("arn:aws:sqs:us-east-1:999999999999:bad-input-dead", GUESS),
    "another region's": ("arn:aws:sqs:eu-west-1:000000000000:bad-input-dead", GUESS),
    "a FIFO queue's": ("<fifo-arn>", GUESS),
    "one that lets nobody in": ("<closed-arn>", GUESS),
}
for what, (target, source) in TARGETS.items():
    POLICIES[f"with a target ARN: {what}"] = ({"deadLetterTargetArn": target, "maxReceiveCount": 3}, source)
for what, (policy, source) in POLICIES.items():
    invalid(f"a redrive policy {what}", "SetQueueAttributes", redrive(policy), None, source)
for count in (0, -1, 1001):
    text = json.dumps({"deadLetterTargetArn": TARGET, "maxReceiveCount": count})
    reason = f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive."
    message = f"Value {text} for parameter RedrivePolicy is invalid. Reason: {reason}"
    invalid(f"a redrive policy with a count of {count}", "SetQueueAttributes", redrive(text), message, GUESS)
text = json.dumps({"deadLetterTargetArn": ARN + "no-such-queue", "maxReceiveCount": 3})
message = f"Value {text} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist."
invalid("a redrive policy to no queue", "SetQueueAttributes", redrive(text), message, GUESS)
for what in ("without a count", "with a target ARN: a word"):
    policy, source = POLICIES[what]
    given = {"QueueName": "plain"} | redrive(policy, {})
    invalid(f"a new queue with a redrive policy {what}", "CreateQueue", given, None, source)
standard_target = redrive({"deadLetterTargetArn": TARGET, "maxReceiveCount": 3}, {"QueueUrl": "<fifo>"})
invalid("a redrive policy from a FIFO queue to a standard one", "SetQueueAttributes", standard_target, None, GUESS)

# Redrive allow policies

BY_QUEUE = {"redrivePermission": "byQueue"}
ALLOWANCES = {
    "that is no JSON": "nonsense",
    "that is a list": "[]",
    "without a permission": {},
    "with a permission nobody knows": {"redrivePermission": "some"},
    "with a permission in capitals": {"redrivePermission": "ALLOWALL"},
    "with a permission of null": {"redrivePermission": None},
    "by queue, without queues": BY_QUEUE,
    "by queue, with an empty list": BY_QUEUE | {"sourceQueueArns": []},
    "by queue, with 11 queues": BY_QUEUE | {"sourceQueueArns": [f"{ARN}q{i}" for i in range(11)]},
    "by queue, with one ARN for a list": BY_QUEUE | {"sourceQueueArns": f"{ARN}q"},
    "by queue, with a word for an ARN": BY_QUEUE | {"sourceQueueArns": ["dummy"]},
    "by queue, with a number for an ARN": BY_QUEUE | {"sourceQueueArns": [7]},
    "for all, with queues": {"redrivePermission": "allowAll", "sourceQueueArns": [f"{ARN}q"]},
    "for nobody, with queues": {"redrivePermission": "denyAll", "sourceQueueArns": [f"{ARN}q"]},
}
for what, policy in ALLOWANCES.items():
    text = policy if isinstance(policy, str) else json.dumps(policy)
    given = STANDARD | {"Attributes": {"RedriveAllowPolicy": text}}
    invalid(f"a redrive allow policy {what}", "SetQueueAttributes", given, None, GUESS)

# The list of sources

missing("the sources of no queue", "ListDeadLetterSourceQueues", {}, "QueueUrl")
NO_QUEUE = {
    "json": "The specified queue does not exist.",
    "query": "The specified queue does not exist for this wsdl version.",
}
nowhere = {"QueueUrl": "http://localhost/000000000000/no-such-queue"}
call(
    "the sources of a queue that is not there",
    "ListDeadLetterSourceQueues",
    nowhere,
    "QueueDoesNotExist",
    NO_QUEUE,
    "spec:[V] §2",
)
for value in (-1, 0, 1001):
    given = STANDARD | {"MaxResults": value}
    call(f"a list of {value} sources", "ListDeadLetterSourceQueues", given, None, None, "spec:[M] §4")
given = STANDARD | {"MaxResults": 5, "NextToken": "forged"}
call("a list of sources from a forged token", "ListDeadLetterSourceQueues", given, None, None, GUESS)

# Move tasks

START = {"SourceArn": "<dead-arn>"}
MISSING_ARN = "The resource that you specified for the {} parameter doesn't exist."


def nothing_there(name, operation, parameters, parameter, source):
    call(name, operation, parameters, "ResourceNotFoundException", MISSING_ARN.format(parameter), source, 404)


missing("a move task without a source", "StartMessageMoveTask", {}, "SourceArn")
nothing_there(
    "a move task from no queue", "StartMessageMoveTask", {"SourceArn": ARN + "no-such-queue"}, "SourceArn", "spec:[V] §11"
)
given = START | {"DestinationArn": ARN + "no-such-queue"}
nothing_there(
    "a move task to no queue", "StartMessageMoveTask", given, "DestinationArn", "recording:test_destination_needs_to_exist"
)
text = "Source queue must be configured as a Dead Letter Queue."
source = "recording:test_source_needs_redrive_policy"
invalid("a move task from a queue that is nobody's", "StartMessageMoveTask", {"SourceArn": "<closed-arn>"}, text, source)
text = "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
source = "recording:test_start_multiple_move_tasks"
invalid("a second move task", "StartMessageMoveTask", {"SourceArn": "<moving-arn>"}, text, source)
for value in (-1, 0, 501):
    given = START | {"MaxNumberOfMessagesPerSecond": value}
    invalid(f"a move task of {value} messages a second", "StartMessageMoveTask", given, None, GUESS)
invalid("a move task to its own source", "StartMessageMoveTask", START | {"DestinationArn": "<dead-arn>"}, None, GUESS)
invalid("a move task to a FIFO queue", "StartMessageMoveTask", START | {"DestinationArn": "<fifo-arn>"}, None, GUESS)
NO_ARN = "You must use this format to specify the {}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
for what, arn in {"nothing": "", "a word": "dummy", "a URL": "<dead>", "64 KB": "x" * 65536}.items():
    invalid(f"a move task from {what}", "StartMessageMoveTask", {"SourceArn": arn}, NO_ARN.format("SourceArn"), GUESS)
    given = START | {"DestinationArn": arn}
    invalid(f"a move task to {what}", "StartMessageMoveTask", given, NO_ARN.format("DestinationArn"), GUESS)
    invalid(f"the move tasks of {what}", "ListMessageMoveTasks", {"SourceArn": arn}, NO_ARN.format("SourceArn"), GUESS)
topic = "arn:aws:sns:us-east-1:000000000000:t"
nothing_there("a move task from a topic", "StartMessageMoveTask", {"SourceArn": topic}, "SourceArn", GUESS)
nothing_there("a move task to a topic", "StartMessageMoveTask", START | {"DestinationArn": topic}, "DestinationArn", GUESS)
another = "arn:aws:sqs:us-east-1:999999999999:bad-input-dead"
for op in ("StartMessageMoveTask", "ListMessageMoveTasks"):
    call(f"{op} of another account", op, {"SourceArn": another}, None, None, GUESS, (400, 403, 404))
missing("the move tasks of no source", "ListMessageMoveTasks", {}, "SourceArn")
nothing_there("the move tasks of no queue", "ListMessageMoveTasks", {"SourceArn": ARN + "no-such-queue"}, "SourceArn", GUESS)
for value in (-1, 0, 11):
    invalid(f"a list of {value} move tasks", "ListMessageMoveTasks", START | {"MaxResults": value}, None, GUESS)

# Task handles


def handle(read):
    return base64.b64encode(json.dumps(read).encode()).decode()


TASK = "10f57157-fc38-4da9-a113-4de7e12d05dd"
missing("a cancel without a handle", "CancelMessageMoveTask", {}, "TaskHandle")
HANDLES = {
    "a word": "foobared",
    "64 KB": "x" * 65536,
    "base64 of a word": base64.b64encode(b"nonsense").decode(),
    "base64 of bytes": base64.b64encode(bytes(range(256))).decode(),
    "a list": handle([]),
    "no members": handle({}),
    "a task alone": handle({"taskId": TASK}),
    "a source alone": handle({"sourceArn": ARN + "bad-input-dead"}),
    "numbers": handle({"taskId": 1, "sourceArn": 2}),
}
for what, bad in HANDLES.items():
    text = "Value for parameter TaskHandle is invalid."
    invalid(f"a cancel with a handle of {what}", "CancelMessageMoveTask", {"TaskHandle": bad}, text, "spec:[V] §11")
SOURCES = {
    "a word": ("dummy", GUESS),
    "no queue": (ARN + "no-such-queue", "recording:test_cancel_with_invalid_source_arn_in_task_handle"),
    "a queue of another account": ("arn:aws:sqs:us-east-1:999999999999:no-such-queue", "spec:[V] §11"),
    "a queue of another region": ("arn:aws:sqs:eu-west-1:000000000000:no-such-queue", "spec:[V] §11"),
}
for what, (arn, source) in SOURCES.items():
    given = {"TaskHandle": handle({"taskId": TASK, "sourceArn": arn})}
    nothing_there(f"a cancel with a handle of {what}", "CancelMessageMoveTask", given, "SourceArn", source)
for what, task, source in (
    ("a task that never was", TASK, "recording:test_cancel_with_invalid_task_id_in_task_handle"),
    ("a task that is no number", "nonsense", "spec:[V] §11"),
    ("a task without a name", "", "spec:[V] §11"),
):
    given = {"TaskHandle": handle({"taskId": task, "sourceArn": ARN + "bad-input-dead"})}
    call(
        f"a cancel with {what}", "CancelMessageMoveTask", given, "ResourceNotFoundException", "Task does not exist.", source, 404
    )
