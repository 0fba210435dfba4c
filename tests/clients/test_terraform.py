"""Terraform's AWS provider makes queues, finds nothing to change in them a second time, and removes them."""

import json

import pytest


@pytest.fixture(scope="module")
def done(terraform_run):
    why_not = terraform_run.why_not()
    if why_not:
        pytest.skip(why_not)
    terraform_run.finish()
    return terraform_run


def test_apply_an_empty_second_plan_and_destroy(done, record_property):
    record_property("seconds", sum(done.steps.values()))
    for verb, seconds in done.steps.items():
        print(f"terraform {verb}: {seconds:.1f} s")
    assert list(done.steps) == ["init", "apply", "plan", "destroy"]
    facts = done.facts
    assert facts["tags"] == {"team": "mill", "stage": "test"}
    work = facts["queues"]["work"]
    assert (work["VisibilityTimeout"], work["DelaySeconds"], work["MaximumMessageSize"]) == ("45", "3", "262144")
    assert json.loads(work["Policy"])["Statement"][0]["Sid"] == "shop"
    assert facts["queues"]["ordered.fifo"]["FifoThroughputLimit"] == "perMessageGroupId"
    dead = facts["queues"]["work-dead"]
    assert json.loads(work["RedrivePolicy"]) == {"deadLetterTargetArn": dead["QueueArn"], "maxReceiveCount": 4}
    assert json.loads(dead["RedriveAllowPolicy"])["sourceQueueArns"] == [work["QueueArn"]]
    assert facts["left"] == []
