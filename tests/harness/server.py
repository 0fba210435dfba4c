"""A millpond process under test: started on a free port, ended only by its own process id."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import weakref
from pathlib import Path

from harness.http import exchange

REPOSITORY = Path(__file__).resolve().parents[2]
LISTENING = re.compile(r"listening on (https?)://(\[[^\]]+\]|[^\s/:]+):(\d+)", re.IGNORECASE)


def binary():
    """The binary under test: MILLPOND_BIN, else the newest one that cargo has built here."""
    named = os.environ.get("MILLPOND_BIN")
    if named:
        path = Path(named).resolve()
        if not path.is_file():
            raise FileNotFoundError(f"MILLPOND_BIN names {path}, which is not there")
        return path
    built = [REPOSITORY / "target" / profile / "millpond" for profile in ("release", "debug")]
    built = [path for path in built if path.is_file()]
    if not built:
        raise FileNotFoundError("no millpond binary: run `cargo build -p millpond`, or set MILLPOND_BIN")
    return max(built, key=lambda path: path.stat().st_mtime)


class Server:
    """One data directory and the process that serves it; `start` after `kill` serves the same directory again."""

    def __init__(self, *args, data_dir=None, test_clock=True, durability=None, listen="127.0.0.1:0", prefix=(), env=None):
        self.data_dir = Path(data_dir or tempfile.mkdtemp(prefix="millpond-test-"))
        if data_dir is None:
            self.remove = weakref.finalize(self, shutil.rmtree, self.data_dir, ignore_errors=True)
        self.args = list(args)
        self.listen = listen
        self.test_clock = test_clock
        self.durability = durability or os.environ.get("MILLPOND_DURABILITY")
        self.prefix = list(prefix)
        self.env = dict(env or {})
        self.log = []
        self.process = None
        self.pid = None
        self.port = None
        self.ready_after_seconds = None

    # life and death

    def command(self):
        command = [*self.prefix, str(binary()), "serve", "--listen", self.listen, "--data-dir", str(self.data_dir)]
        if self.test_clock:
            command.append("--test-clock")
        if self.durability:
            command += ["--durability", self.durability]
        return command + self.args

    def start(self, timeout_seconds=20):
        """Starts the process and returns once it has said where it listens."""
        assert self.process is None, "already running"
        # The whole suite can be run with segments so small that most of what it stores is sealed.
        kept = "MILLPOND_SEGMENT_BYTES_MAX"
        environment = {k: v for k, v in os.environ.items() if k == kept or not k.startswith(("MILLPOND_", "AWS_"))}
        environment |= self.env
        began = time.monotonic()
        self.process = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        self.pid = self.process.pid
        heard = threading.Event()
        self.port = None
        self.readers = [
            threading.Thread(target=self._listen, args=(stream, heard), daemon=True)
            for stream in (self.process.stdout, self.process.stderr)
        ]
        for reader in self.readers:
            reader.start()
        while not heard.wait(0.02):
            if self.process.poll() is not None:
                code = self.process.returncode
                self._reap()
                raise StartFailed(f"millpond ended with {code} before it listened:\n{self.output()}", code)
            if time.monotonic() - began > timeout_seconds:
                self.kill()
                raise StartFailed(f"millpond said nothing of where it listens within {timeout_seconds} s:\n{self.output()}")
        self.ready_after_seconds = time.monotonic() - began
        if self.prefix:
            self.pid = _only_child(self.process.pid) or self.process.pid
        return self

    def _listen(self, stream, heard):
        for line in iter(stream.readline, b""):
            text = line.decode(errors="replace").rstrip("\n")
            self.log.append(text)
            found = LISTENING.search(text)
            if found and not heard.is_set():
                self.port = int(found[3])
                heard.set()

    def stop(self, timeout_seconds=10):
        """Asks the process to end (SIGTERM) and returns its exit code; it has 10 s, as promised."""
        os.kill(self.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"SIGTERM did not end millpond within {timeout_seconds} s:\n{self.output()}") from None
        return self._reap()

    def kill(self):
        """SIGKILL: the process has no chance to say goodbye to its disk."""
        if self.process is None:
            return
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self._reap()

    def wait_for_end(self, timeout_seconds):
        """The exit code of a process that ends by itself."""
        self.process.wait(timeout_seconds)
        return self._reap()

    def _reap(self):
        code = self.process.returncode
        for reader in self.readers:
            reader.join(5)
        self.process.stdout.close()
        self.process.stderr.close()
        self.process = None
        return code

    def restart(self):
        """Kill -9, then the same data directory again."""
        self.kill()
        return self.start()

    def close(self):
        """Ends whatever still runs and removes the directory, if it is ours."""
        if self.process is not None:
            self.kill()
        if hasattr(self, "remove"):
            self.remove()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    # asking

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def output(self, lines=60):
        return "\n".join(self.log[-lines:])

    def resident_bytes(self):
        with open(f"/proc/{self.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def healthy(self):
        return exchange(self, "GET", "/_millpond/health").status == 200

    def advance(self, seconds):
        """Moves the server's time forward; its timers have fired when this returns."""
        wanted = {"advance_ms": round(seconds * 1000)} if seconds != int(seconds) else {"advance_seconds": int(seconds)}
        reply = exchange(self, "POST", "/_millpond/clock", {"content-type": "application/json"}, json.dumps(wanted))
        assert reply.status == 200, f"the test clock answered {reply.status}: {reply.text}"

    def reset(self):
        reply = exchange(self, "POST", "/_millpond/reset", {"content-type": "application/json"}, "{}")
        assert reply.status == 200, f"the reset answered {reply.status}: {reply.text}"


class StartFailed(AssertionError):
    """The process ended, or stayed silent, before it said where it listens."""

    def __init__(self, message, code=None):
        super().__init__(message)
        self.code = code


def _only_child(parent):
    """The process that a tracer started: its one child. None if what stood before the command has become it."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            return int(stat.parent.name)
    return None
