"""Runs a program to its end or to its time limit, and gives what a terminal would have shown."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Ended", "run"]

OUTPUT_LIMIT = 1 << 20
"""Bytes of output that are read; a snippet of a page prints a few hundred."""

# A runaway program may not fill the disk; 64 MiB in units of 512 or 1,024 bytes, as the shell has it.
_LIMITED = ("/bin/sh", "-c", 'ulimit -f 65536; exec "$@"', "sh")


@dataclass(frozen=True)
class Ended:
    exit: int
    """Exit status; minus the signal's number when a signal ended it (as in `subprocess`)."""
    output: str
    timed_out: bool
    seconds: float


def run(argv: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float, output: Path) -> Ended:
    """Runs `argv` in a process group of its own, with `env` and nothing else, no standard input.

    Both streams go into the file `output`: their order is kept, and nobody can fill a pipe and wait.
    The whole group is killed at the end, so that nothing that a snippet started outlives it.
    """
    started = time.monotonic()
    with output.open("wb") as shown:
        process = subprocess.Popen(
            [*_LIMITED, *argv],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=shown,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            process.wait(timeout)
            timed_out = False
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            kill_group(process.pid)
            process.wait()
    with output.open("rb") as file:
        text = file.read(OUTPUT_LIMIT).decode("utf-8", "replace")
    return Ended(process.returncode, text, timed_out, time.monotonic() - started)


def kill_group(leader: int) -> None:
    """Ends every process of the group that `leader` opened, itself included."""
    with suppress(ProcessLookupError, PermissionError):  # all of them have ended
        os.killpg(leader, signal.SIGKILL)
