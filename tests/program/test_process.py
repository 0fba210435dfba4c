"""The process starts where it may, refuses what would harm, says what it does, and ends when it is asked to."""

import os
import signal
import socket
import subprocess
import time
from types import SimpleNamespace

import pytest

from harness.clients import Json, boto
from harness.expect import bodies
from harness.http import exchange
from harness.poll import Poll
from harness.server import Server, StartFailed, binary


def refusal(server):
    """What the process said when it would not start."""
    with pytest.raises(StartFailed) as refused:
        server.start()
    assert refused.value.code not in (0, None)
    return server.output()


# The data directory


def test_a_directory_whose_time_was_moved_opens_only_with_the_test_clock():
    with Server(durability="fsync") as server:
        server.advance(10)
        assert server.stop() == 0
        server.test_clock = False
        assert "test-clock" in refusal(server)
        server.test_clock = True
        server.start()


def test_a_directory_whose_time_was_never_moved_opens_without():
    with Server(durability="fsync") as server:
        url = Json(server).create_queue(QueueName="q")["QueueUrl"]
        Json(server).send_message(QueueUrl=url, MessageBody="x")
        assert server.stop() == 0
        server.test_clock = False
        server.start()
        assert bodies(Json(server).receive_message(QueueUrl=url)) == ["x"]


def test_without_the_test_clock_time_and_reset_are_out_of_reach():
    with Server(test_clock=False, durability="fsync") as server:
        headers = {"content-type": "application/json"}
        for path, body in (("/_millpond/clock", '{"advance_seconds": 1}'), ("/_millpond/reset", "{}")):
            assert 400 <= exchange(server, "POST", path, headers, body).status < 500
        assert server.healthy()


def test_a_reset_empties_the_server():
    with Server(durability="fsync") as server:
        sqs = Json(server)
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="x")
        server.reset()
        assert sqs.list_queues() == {}
        sqs.create_queue(QueueName="q")
        assert bodies(sqs.receive_message(QueueUrl=url)) == []


def test_a_directory_of_a_newer_version_is_refused_by_name():
    with Server(durability="fsync") as server:
        assert server.healthy()
        assert server.stop() == 0
        file = server.data_dir / "FORMAT"
        data = bytearray(file.read_bytes())
        assert data[:8] == b"MILLPOND" and crc32c(data[:-4]) == int.from_bytes(data[-4:], "little"), "the test knows the file"
        data[8:16] = (99).to_bytes(4, "little") * 2
        data[-4:] = crc32c(data[:-4]).to_bytes(4, "little")
        file.write_bytes(data)
        before = sorted((path.name, path.read_bytes()) for path in server.data_dir.iterdir())
        assert "99" in refusal(server)
        assert sorted((path.name, path.read_bytes()) for path in server.data_dir.iterdir()) == before, "nothing was touched"


def crc32c(data):
    """CRC-32C, bit by bit."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def test_a_second_process_on_the_directory_is_refused():
    with Server(durability="fsync") as first:
        said = refusal(Server(data_dir=first.data_dir, durability="fsync"))
        assert str(first.data_dir) in said, said
        assert first.healthy()
        sqs = Json(first)
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        assert sqs.send_message(QueueUrl=url, MessageBody="x")


# How it ends and what it says


def test_sigterm_ends_it_cleanly_though_polls_wait():
    with Server(durability="fsync") as server:
        sqs = Json(server)
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        Poll(sqs, url)
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 10


def test_interrupt_ends_it_cleanly_too():
    with Server(durability="fsync") as server:
        time.sleep(0.3)
        os.kill(server.pid, signal.SIGINT)
        assert server.wait_for_end(10) == 0


def test_a_signal_right_after_it_said_that_it_listens_ends_it_cleanly_as_well():
    for _ in range(5):
        with Server(durability="fsync") as server:
            assert server.stop() == 0


def test_it_tells_where_it_listens_where_the_data_is_and_what_a_client_needs():
    with Server(durability="fsync") as server:
        wanted = (
            f"listening on {server.url}",
            str(server.data_dir),
            f"export AWS_ENDPOINT_URL={server.url}",
            "AWS_ACCESS_KEY_ID",
        )
        until = time.monotonic() + 2
        while not all(text in server.output() for text in wanted):
            assert time.monotonic() < until, server.output()
            time.sleep(0.02)


# Settings


def test_what_is_not_loopback_needs_a_word():
    public = Server(listen="0.0.0.0:0", durability="memory")
    assert "--insecure" in refusal(public)
    public.args.append("--insecure")
    with public:
        assert public.healthy()


def test_the_account_and_region_of_callers_without_a_key_can_be_set():
    with Server("--account", "999999999999", "--region", "eu-central-1", durability="memory") as server:
        headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.CreateQueue"}
        url = exchange(server, "POST", "/", headers, '{"QueueName":"q"}').json()["QueueUrl"]
        assert url == f"{server.url}/999999999999/q"
        sqs = Json(server, account="test", region="eu-central-1")
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        assert arn == "arn:aws:sqs:eu-central-1:999999999999:q"
        assert boto(server, "sts", account="test").get_caller_identity()["Account"] == "999999999999"


@pytest.mark.parametrize("words", [["--account", "12"], ["--durability", "perhaps"], ["--nonsense"]])
def test_a_setting_that_makes_no_sense_is_refused(words):
    assert words[0].lstrip("-") in refusal(Server(*words))


def test_an_address_that_is_none_is_refused():
    assert "nowhere" in refusal(Server(listen="nowhere"))


def test_a_port_that_is_taken_is_refused():
    with Server(durability="memory") as first:
        assert str(first.port) in refusal(Server(listen=f"127.0.0.1:{first.port}", durability="memory"))
        assert first.healthy()


def test_settings_come_from_the_line_then_the_environment_then_the_file(tmp_path):
    file = tmp_path / "millpond.toml"
    file.write_text('account = "333333333333"\nregion = "eu-west-3"\nthreads = 1\n')
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "MILLPOND_REGION": "eu-west-2",
        "MILLPOND_ACCOUNT": "222222222222",
    }
    command = [str(binary()), "config", "--config", str(file), "--account", "111111111111"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=10)
    assert said.returncode == 0, said.stderr
    found = dict(line.split(" = ", 1) for line in said.stdout.splitlines() if " = " in line)
    assert found["account"].startswith('"111111111111"')
    assert found["region"].startswith('"eu-west-2"')
    assert found["threads"].split()[0].strip('"') == "1"
    assert str(tmp_path) in found["data-dir"], "the default directory is the user's own"


# What it says


@pytest.fixture(params=["nobody reads", "full"])
def deaf(request):
    """A stream that takes nothing."""
    if request.param == "full":
        with open("/dev/full", "wb") as stream:
            yield stream
    else:
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, "wb") as stream:
            yield stream


def test_a_server_goes_on_where_nobody_hears_what_it_says(deaf, tmp_path):
    """Whoever collects its logs may end, and their disk may be full."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = Server(data_dir=tmp_path, listen=f"127.0.0.1:{port}").command()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=deaf, stderr=deaf)
    door = SimpleNamespace(port=port)
    try:
        until = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < until:
            try:
                exchange(door, "GET", "/_millpond/health")
                break
            except ConnectionRefusedError:
                time.sleep(0.02)
        # This one is logged.
        assert exchange(door, "GET", "/", {"host": "elsewhere.example"}).status == 403
        assert exchange(door, "GET", "/_millpond/health").status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()


def test_an_exit_code_does_not_depend_on_who_hears_the_report(deaf, tmp_path):
    with Server(data_dir=tmp_path, durability="fsync") as server:
        assert server.stop() == 0
    command = [str(binary()), "fsck", "--data-dir", str(tmp_path)]
    assert subprocess.run(command, stdout=deaf, stderr=deaf, timeout=20).returncode == 0


# Its own pages


def test_metrics_count_calls_commits_and_messages():
    with Server(durability="fsync") as server:
        sqs = Json(server)
        url = sqs.create_queue(QueueName="counted")["QueueUrl"]
        for _ in range(3):
            sqs.send_message(QueueUrl=url, MessageBody="x")
        text = exchange(server, "GET", "/_millpond/metrics").text
        sends = [line for line in text.splitlines() if 'operation="SendMessage"' in line and 'outcome="success"' in line]
        assert any(line.endswith(" 3") for line in sends), sends
        assert "commit" in text
        assert any("counted" in line and "visible" in line and line.endswith(" 3") for line in text.splitlines())


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"advance_seconds": -1}', '{"advance_seconds": "1"}', '{"advance_ms": 1e300}'])
def test_the_clock_takes_only_a_way_forward(server, body):
    assert exchange(server, "POST", "/_millpond/clock", {"content-type": "application/json"}, body).status == 400


def test_a_page_that_is_not_there_is_not_found(server):
    assert exchange(server, "GET", "/_millpond/nonsense").status == 404


# The log in memory


def test_a_log_in_memory_gives_back_what_was_deleted():
    with Server(durability="memory") as server:
        sqs = Json(server)
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        entries = [{"Id": str(at), "MessageBody": "x" * 50_000} for at in range(10)]
        before = server.resident_bytes()
        for _ in range(100):
            sqs.send_message_batch(QueueUrl=url, Entries=entries)
            got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
            gone = [{"Id": str(at), "ReceiptHandle": each["ReceiptHandle"]} for at, each in enumerate(got)]
            sqs.delete_message_batch(QueueUrl=url, Entries=gone)
        sqs.send_message(QueueUrl=url, MessageBody="stays")
        deadline = time.monotonic() + 20
        while server.resident_bytes() > before + 25_000_000:
            assert time.monotonic() < deadline, f"{server.resident_bytes() - before} bytes more than before"
            time.sleep(0.2)
        assert bodies(sqs.receive_message(QueueUrl=url)) == ["stays"]
