"""What a data directory holds, by the names of its files."""

import subprocess
from pathlib import Path

from harness.server import binary

# What fsck answers.
WHOLE, DAMAGED, REFUSED = 0, 3, 4


def files(data_dir, kind):
    """The files of a kind, in the order of their numbers."""
    return sorted(Path(data_dir).glob(f"*.{kind}"))


def bytes_of(data_dir, kind):
    """What the files of a kind hold together; they may come and go meanwhile."""
    sizes = []
    for path in files(data_dir, kind):
        try:
            sizes.append(path.stat().st_size)
        except FileNotFoundError:
            pass
    return sum(sizes)


def number_of(path):
    """The number in a file's name: queues-000000000007.segment is 7."""
    return int(path.stem.rpartition("-")[2])


def fsck(data_dir):
    """The exit code and what was said: 0 whole, 3 damaged but a start works, 4 a start would refuse."""
    command = [str(binary()), "fsck", "--data-dir", str(data_dir)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return said.returncode, said.stdout + said.stderr


def image_of(data_dir):
    """Every file's bytes, to see that nothing was changed."""
    return {path.name: path.read_bytes() for path in Path(data_dir).iterdir()}
