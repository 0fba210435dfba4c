"""Programs in other languages: a copy of their folder, built once for each content, and what a run of one tells in JSON."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.server import REPOSITORY

HERE = Path(__file__).resolve().parent
# Everything that is built or fetched for these tests; a later run finds it there.
BUILT = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")).resolve() / "clients"


def needs(*tools):
    """Skips what needs a program that this machine does not have."""
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        pytest.skip(f"no {' and no '.join(missing)} on this machine")


def built(name, *commands, **environment):
    """The folder under target/ with a copy of clients/<name>, where these commands were run since its files last changed."""
    source, folder = HERE / name, BUILT / name
    digest = hashlib.sha256(json.dumps([commands, environment], sort_keys=True).encode())
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(source)).encode() + b"\0" + path.read_bytes() + b"\0")
    stamp = folder / "built.txt"
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return folder
    stamp.unlink(missing_ok=True)
    shutil.copytree(source, folder, dirs_exist_ok=True)
    for command in commands:
        everything = os.environ | environment
        done = subprocess.run(command, cwd=folder, env=everything, capture_output=True, text=True, timeout=600)
        _must_have_worked(done)
    stamp.write_text(digest.hexdigest())
    return folder


def virtual_environment(name):
    """A Python of its own with what clients/<name>/requirements.txt pins; the folder and its interpreter."""
    folder = built(
        name,
        [sys.executable, "-m", "venv", "--clear", "python"],
        ["python/bin/python", "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--requirement", "requirements.txt"],
    )
    return folder, str(folder / "python/bin/python")


def environment(url):
    """What an application is told: an endpoint URL and any credentials, and nothing of this machine's own settings."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "MILLPOND_"))}
    return own | {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def told(server, command, folder, timeout_seconds=120):
    """Runs a program against the server; the JSON of its last line."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment(server.url),
        capture_output=True,
        text=True,
        timeout=timeout_seconds,
    )
    _must_have_worked(done)
    return json.loads(done.stdout.splitlines()[-1])


def _must_have_worked(done):
    words = " ".join(done.args)
    assert done.returncode == 0, f"{words} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
