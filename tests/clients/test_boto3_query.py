"""boto3 1.34.40, which still speaks Query to SQS: every operation that it knows."""

import pytest

from clients.program import told, virtual_environment


@pytest.fixture(scope="module")
def application():
    return virtual_environment("boto3_query")


def test_every_operation(server, application):
    folder, python = application
    said = told(server, [python, "every_operation.py"], folder)
    assert said["protocol"] == "query"
    assert sorted(said["said"]) == said["operations"], "one story for each operation, no more and no less"
    wrong = {name: outcome for name, outcome in said["said"].items() if outcome != "works"}
    assert not wrong, "\n".join(f"{name}:\n{outcome}" for name, outcome in wrong.items())
