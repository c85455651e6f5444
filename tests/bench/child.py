"""A server under measurement: a child process that has a port, and that ends when the bench does."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import HOST, Call, requests_per_second

__all__ = ["ROOT", "Child", "NotStarted", "running"]

ROOT = Path(__file__).parents[2]

_PATIENCE = 30.0
"""In seconds, until a first answer."""

_PAUSE = 0.002
"""In seconds, between two tries: how exactly the start is known."""


class NotStarted(Exception):
    """A server did not come up; the message says what it said last."""


@dataclass(frozen=True, slots=True)
class Child:
    port: int
    context: ssl.SSLContext | None
    """What trusts the server, where it speaks TLS."""
    start: float
    """Seconds from the start of the process to its first answer."""


@contextmanager
def running(
    command: Callable[[int], Sequence[str]], first: Call, ca_file: Path | None = None
) -> Iterator[Child]:
    """Start a server, wait until it has answered a first call, and end it with the block.

    Args:
        command: makes the command line from the port.
        first: asked again and again until it is answered.
        ca_file: where the server writes the certificate to trust; without it, it speaks plain HTTP.

    Raises:
        NotStarted: the process has ended, or gives no answer.
        UnexpectedAnswer: it answers something else.
    """
    with socket.create_server((HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen(
        command(port), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        context = _wait(process, port, first, ca_file, started + _PATIENCE)
        yield Child(port, context, time.perf_counter() - started)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _wait(
    process: subprocess.Popen[bytes], port: int, first: Call, ca_file: Path | None, deadline: float
) -> ssl.SSLContext | None:
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            said = process.communicate()[1].decode(errors="replace").strip().splitlines()
            raise NotStarted(said[-1] if said else f"it ended with status {process.returncode}")
        try:
            # The certificate first: while nobody serves the port yet, each connection to it takes a place.
            context = None if ca_file is None else ssl.create_default_context(cafile=ca_file)
            requests_per_second(first, port, requests=1, context=context)
        except OSError:
            # There is no certificate yet, or nobody listens. Not all of those that are measured say when they
            # do, so they are asked again, unless the process ends first.
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PAUSE)
        else:
            return context
    raise NotStarted(f"it gives no answer within {_PATIENCE:g} s")
