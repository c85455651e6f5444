"""Runs a program to its end or to its time limit, and gives what a terminal would have shown."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["OUTPUT_LIMIT", "Ended", "kill_group", "output_in", "running"]

OUTPUT_LIMIT = 1 << 20
"""Bytes that a snippet may print; those of pages print a few hundred."""

# A runaway program may not fill the disk: 64 MiB at most, in units of 512 or 1,024 bytes as the shell has it.
_LIMITED = ("/bin/sh", "-c", 'ulimit -f 65536; exec "$@"', "sh")


@dataclass(frozen=True)
class Ended:
    """How a program ended, and what it had printed."""

    exit: int
    """Exit status; minus the signal's number when a signal ended it (as in `subprocess`)."""
    output: str
    timed_out: bool
    seconds: float


@contextmanager
def running(
    argv: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float, output: Path
) -> Iterator[Callable[[], Ended]]:
    """Starts `argv` with `env` and nothing else, and gives the function that waits for its end.

    Both streams go into the file `output`: their order is kept, and nobody can fill a pipe and wait.
    The program leads a process group, which is killed when the block is left, by an interrupt too.
    """
    started = time.monotonic()
    process: subprocess.Popen[bytes] | None = None
    try:
        with output.open("wb") as shown, _interrupts_held_back():
            process = subprocess.Popen(
                [*_LIMITED, *argv],
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=shown,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        yield lambda: _ended(process, started, timeout, output)
    finally:
        if process is not None:
            kill_group(process.pid)
            process.wait()


def _ended(process: subprocess.Popen[bytes], started: float, timeout: float, output: Path) -> Ended:
    # `Popen.wait(timeout)` polls, up to 50 ms late; a thread is told at once.
    waiter = threading.Thread(target=process.wait, name="snippet", daemon=True)
    waiter.start()
    waiter.join(max(0.0, started + timeout - time.monotonic()))
    timed_out = waiter.is_alive()
    kill_group(process.pid)
    waiter.join()
    return Ended(process.returncode, output_in(output), timed_out, time.monotonic() - started)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Delivers an interrupt after the block: inside it, a program would run that nobody knows of yet."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _frame: came.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for signal_, handler in before.items():
            signal.signal(signal_, handler)
        for number in came:
            signal.raise_signal(number)


def output_in(file: Path) -> str:
    """The text in an output file, one byte more than the limit at most: enough to tell that it is passed."""
    with file.open("rb") as printed:
        return printed.read(OUTPUT_LIMIT + 1).decode("utf-8", "replace")


def kill_group(leader: int) -> None:
    """Ends every process of the group that `leader` opened, itself included."""
    with suppress(ProcessLookupError, PermissionError):  # all of them have ended
        os.killpg(leader, signal.SIGKILL)
