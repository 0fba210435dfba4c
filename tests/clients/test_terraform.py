"""Terraform's AWS provider makes queues, finds nothing to change in them a second time, and removes them."""

import json

import pytest


def test_apply_an_empty_second_plan_and_destroy(terraform_run, record_property):
    if why_not := terraform_run.why_not():
        pytest.skip(why_not)
    terraform_run.finish()
    record_property("seconds", sum(terraform_run.steps.values()))
    assert list(terraform_run.steps) == ["init", "apply", "plan", "destroy"]
    facts = terraform_run.facts
    assert facts["tags"] == {"team": "mill", "stage": "test"}
    work = facts["queues"]["work"]
    assert (work["VisibilityTimeout"], work["DelaySeconds"], work["MaximumMessageSize"]) == ("45", "3", "262144")
    assert json.loads(work["Policy"])["Statement"][0]["Sid"] == "shop"
    assert facts["queues"]["ordered.fifo"]["FifoThroughputLimit"] == "perMessageGroupId"
    dead = facts["queues"]["work-dead"]
    assert json.loads(work["RedrivePolicy"]) == {"deadLetterTargetArn": dead["QueueArn"], "maxReceiveCount": 4}
    assert json.loads(dead["RedriveAllowPolicy"])["sourceQueueArns"] == [work["QueueArn"]]
    assert facts["left"] == []
