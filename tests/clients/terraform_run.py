"""Terraform with its AWS provider over one configuration, in a thread: apply, a second plan, destroy."""

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from clients.program import HERE, environment
from harness.clients import Json
from harness.server import Server

PROVIDER = "hashicorp/aws/5.100.0/*/terraform-provider-aws_v5.100.0*"


def terraform():
    """The program: named by TERRAFORM, else found by PATH; None if there is none."""
    return shutil.which(os.environ.get("TERRAFORM", "terraform"))


def plugin_dir():
    """The folder that holds <host>/hashicorp/aws/5.100.0: told by the environment, else in a usual place; None if nowhere."""
    told = re.search(r"-plugin-dir=(\S+)", os.environ.get("TF_CLI_ARGS_init", ""))
    named = [os.environ.get("TF_PLUGIN_DIR"), told and told[1], os.environ.get("TF_PLUGIN_CACHE_DIR")]
    home = Path.home()
    usual = [home / ".terraform.d/plugins", home / ".terraform.d/plugin-cache", home / ".local/share/terraform/plugins"]
    for folder in [*(Path(name) for name in named if name), *usual]:
        if any(folder.glob(f"*/{PROVIDER}")):
            return folder
    for root in (Path("/usr/local"), Path("/usr/share"), Path("/opt"), home):
        for depth in range(4):
            for found in root.glob("*/" * depth + "*/" + PROVIDER):
                return found.parents[5]
    return None


class TerraformRun:
    """One server, one configuration; `outcome` is whatever the thread came to."""

    def __init__(self):
        self.thread = None
        self.process = None
        self.server = None
        self.failure = None
        self.steps = {}
        self.facts = {}
        self.folder = None
        self.closing = False

    def why_not(self):
        if terraform() is None:
            return "no terraform on this machine (PATH, or TERRAFORM)"
        if plugin_dir() is None:
            return "no terraform-provider-aws 5.100.0 on this machine (TF_PLUGIN_DIR, or a usual place)"
        return None

    def start(self):
        if self.why_not() is None:
            self.thread = threading.Thread(target=self._run, daemon=True)
            self.thread.start()

    def finish(self, timeout_seconds=300):
        """Waits for the end; raises what went wrong."""
        self.thread.join(timeout_seconds)
        assert not self.thread.is_alive(), f"still at it after {timeout_seconds} s more; done: {list(self.steps)}"
        if self.failure is not None:
            raise self.failure

    def close(self):
        self.closing = True
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        if self.thread is not None:
            self.thread.join(30)
        if self.server is not None:
            self.server.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self):
        try:
            self.folder = Path(tempfile.mkdtemp(prefix="millpond-terraform-"))
            shutil.copy(HERE / "terraform/main.tf", self.folder)
            self.server = Server().start()
            self._story(Json(self.server))
            assert self.server.healthy(), self.server.output()
            assert self.server.stop() == 0, self.server.output()
        except BaseException as failed:  # handed to the test that asks for the outcome
            self.failure = failed

    def _story(self, sqs):
        self._step("init", f"-plugin-dir={plugin_dir()}")
        self._step("apply", "-auto-approve")
        self.facts["queues"] = {
            url.rpartition("/")[2]: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            for url in sqs.list_queues()["QueueUrls"]
        }
        [work] = [url for url in sqs.list_queues()["QueueUrls"] if url.endswith("/work")]
        self.facts["tags"] = sqs.list_queue_tags(QueueUrl=work)["Tags"]
        # With -detailed-exitcode a plan that would change anything ends with 2.
        self._step("plan", "-detailed-exitcode")
        self._step("destroy", "-auto-approve")
        self.facts["left"] = sqs.list_queues().get("QueueUrls", [])

    def _step(self, verb, *words):
        began = time.monotonic()
        settings = environment(self.server.url) | {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
        for own in ("TF_CLI_CONFIG_FILE", "TF_CLI_ARGS_init", "TF_PLUGIN_CACHE_DIR"):
            settings.pop(own, None)
        assert not self.closing, "the run was given up"
        self.process = subprocess.Popen(
            [terraform(), verb, "-input=false", "-no-color", *words],
            cwd=self.folder,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        output, _ = self.process.communicate(timeout=300)
        self.steps[verb] = time.monotonic() - began
        assert self.process.returncode == 0, f"terraform {verb} ended with {self.process.returncode}:\n{output[-6000:]}"
