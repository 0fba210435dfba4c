"""A message that holds a copy of the log itself is a message like any other, also after a kill."""

from harness.clients import Json
from harness.proof import proof
from harness.server import Server


def test_a_message_that_holds_well_formed_frames_is_no_part_of_the_log():
    with Server(durability="fsync") as server:
        sqs = Json(server)
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        wanted = {}
        for turn in range(4):
            for number in range(5):
                body = f"{turn}-{number}"
                wanted[sqs.send_message(QueueUrl=url, MessageBody=body)["MessageId"]] = (body, None)
            [segment] = sorted(server.data_dir.glob("*.segment"))[-1:]
            copy = segment.read_bytes().rstrip(b"\0")[: 200 * 1024]
            attribute = {"copy": {"DataType": "Binary", "BinaryValue": copy}}
            sent = sqs.send_message(QueueUrl=url, MessageBody=f"copy {turn}", MessageAttributes=attribute)
            wanted[sent["MessageId"]] = (f"copy {turn}", copy)
            server.restart()
            sqs = Json(server)
        found = {}
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get(
            "Messages"
        ):
            for message in messages:
                assert message["MessageId"] not in found
                copy = message.get("MessageAttributes", {}).get("copy", {}).get("BinaryValue")
                found[message["MessageId"]] = (message["Body"], copy)
        assert found == wanted
    proof("A5", "messages that hold well-formed frames of the log", f"4 restarts, {len(wanted)} messages", 0)
