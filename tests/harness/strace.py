"""What the kernel saw: a server under strace, and its trace as calls with a place in time."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

SYNCS = ("fdatasync", "fsync", "sync_file_range", "syncfs", "sync")
WRITES = ("pwrite64", "pwritev", "pwritev2", "write", "writev", "sendto", "sendmsg", "sendmmsg")
READS = ("read", "readv", "recvfrom", "recvmsg")
TRACED = ",".join((*SYNCS, *WRITES, *READS))
LINE = re.compile(r"(\d+)\s+(\d+\.\d+)\s+(.*)$")
CALL = re.compile(r"(\w+)\((.*)$", re.DOTALL)
RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)$", re.DOTALL)
LASTED = re.compile(r"<(\d+\.\d+)>$")
RESULT = re.compile(r"\)\s+= (-?\d+|\?)")


def why_not():
    """Why strace cannot be used here, or None."""
    if not shutil.which("strace"):
        return "no strace on this machine"
    tried = subprocess.run(["strace", "-f", "-e", "trace=none", "true"], capture_output=True, text=True)
    return None if tried.returncode == 0 else f"strace cannot trace here: {tried.stderr.strip()[:200]}"


def prefix(trace, *injections):
    """The words to put before a command: everything it writes, reads and syncs goes into the file `trace`."""
    words = ["strace", "-f", "-q", "-yy", "-ttt", "-T", "-s", "300000", "-e", f"trace={TRACED}", "-o", str(trace)]
    for injection in injections:
        words += ["-e", f"inject={injection}"]
    return words


@dataclass
class Syscall:
    """One call: `entry` and `exit` are places in the trace, so that order is what the kernel saw and not a clock's."""

    pid: int
    name: str
    text: str
    entry: int
    entered_at: float
    exit: float = float("inf")
    exited_at: float = float("inf")
    result: str = "?"

    @property
    def on(self):
        """What the call's first argument is: a path, or the two ends of a connection."""
        found = re.match(r"\d+<(TCP(?:v6)?:\[.*?\](?=>)|[^<>]*)>", self.text)
        return found[1] if found else ""

    @property
    def is_socket(self):
        return self.on.startswith("TCP")


class Trace:
    """All calls of a trace in order of their entries, and when the process ended."""

    def __init__(self, path):
        self.calls = []
        self.ended_at = None
        open_calls = {}
        with open(path, errors="replace") as lines:
            for place, line in enumerate(lines):
                found = LINE.match(line.rstrip("\n"))
                if found:
                    self._read(place, int(found[1]), float(found[2]), found[3], open_calls)

    def _read(self, place, pid, at, text, open_calls):
        if text.startswith(("+++ exited", "+++ killed")):
            self.ended_at = at
            return
        resumed = RESUMED.match(text)
        if resumed:
            call = open_calls.pop(pid, None)
            if call is None:
                return
            call.text += resumed[2]
            call.exit = place
        else:
            begun = CALL.match(text)
            if not begun:
                return
            call = Syscall(pid, begun[1], begun[2], place, at)
            self.calls.append(call)
            if text.endswith("<unfinished ...>"):
                open_calls[pid] = call
                return
            call.exit = place + 0.5
        lasted = LASTED.search(call.text)
        call.exited_at = call.entered_at + float(lasted[1]) if lasted else at
        results = RESULT.findall(call.text[-200:])
        call.result = results[-1] if results else "?"

    def find(self, names, text="", after=-1.0, on=None, sockets=None):
        """Calls of these names, entered after a place, whose text holds `text`."""
        return [
            call
            for call in self.calls
            if call.name in names
            and call.entry > after
            and text in call.text
            and (on is None or call.on == on)
            and (sockets is None or call.is_socket == sockets)
        ]

    def request(self, mark):
        """The call that read the request with this mark."""
        found = self.find(READS, mark, sockets=True)
        assert found, f"the trace holds no request {mark}"
        return found[0]

    def answer(self, mark):
        """The call that wrote the answer to the request with this mark."""
        request = self.request(mark)
        found = self.find(WRITES, "HTTP/1.1 ", after=request.exit - 0.5, on=request.on)
        assert found, f"the trace holds no answer to {mark}"
        return found[0]

    def write_of(self, mark, after=-1.0):
        """The first write to a file that holds these bytes."""
        found = self.find(WRITES, mark, after, sockets=False)
        found = [call for call in found if call.on.startswith(os.sep)]
        assert found, f"the bytes of {mark} were never written to a file"
        return found[0]

    def sync_after(self, write):
        """The first successful sync that covers this write: on its file, begun after the write had ended."""
        found = [call for call in self.find(("fdatasync", "fsync"), after=write.exit - 0.5, on=write.on) if call.result == "0"]
        assert found, f"no sync covers the write to {write.on}"
        return found[0]
