"""The load generator: asks one address the same question, over connections that are kept, and counts.

It is one thread with one event loop, and parses no more of an answer than it needs to know where it ends.
So it stays far ahead of the servers it measures, which `tests.bench.nothing` shows: the same load on a server
that does nothing. An answer with another status than the one expected ends the measurement: a server that
refuses is quick.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from dataclasses import dataclass, field

__all__ = ["CONNECTIONS", "HOST", "Call", "UnexpectedAnswer", "requests_per_second"]

HOST = "127.0.0.1"

CONNECTIONS = 4
"""Enough to keep a server on one core busy, few enough that none of them waits for long."""

_PATIENCE = 60.0
"""In seconds, for all requests of one measurement: a server that hangs must not hang the bench."""

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


class UnexpectedAnswer(Exception):
    """A server answered otherwise than with the status that is measured, or not at all."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, and the status that answers it."""

    method: str
    path: str
    status: int
    key: str = field(default="", repr=False)
    body: bytes = b""

    def encoded(self, port: int) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}:{port}", "Accept: application/json"]
        if self.key:
            lines.append(f"Authorization: Bearer {self.key}")
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*lines, "", ""]).encode("ascii") + self.body


def requests_per_second(
    call: Call,
    port: int,
    requests: int,
    connections: int = CONNECTIONS,
    context: ssl.SSLContext | None = None,
) -> float:
    """Send a call so many times, and give how many were answered a second.

    Raises:
        UnexpectedAnswer: an answer has another status, can't be read, or doesn't come.
    """
    return asyncio.run(_measure(call, port, requests, connections, context))


async def _measure(
    call: Call, port: int, requests: int, connections: int, context: ssl.SSLContext | None
) -> float:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    work = _Work(call, call.encoded(port), requests, requests, done)
    transports = []
    try:
        async with asyncio.timeout(_PATIENCE):
            for _ in range(min(connections, requests)):
                transport, protocol = await loop.create_connection(
                    lambda: _Connection(work),
                    HOST,
                    port,
                    ssl=context,
                    server_hostname=HOST if context else None,
                )
                transports.append((transport, protocol))
            started = time.perf_counter()
            for _, protocol in transports:
                protocol.ask()
            await done
            return requests / (time.perf_counter() - started)
    except TimeoutError:
        raise UnexpectedAnswer(
            f"{call.method} {call.path}: {work.unanswered} of {requests} requests are unanswered "
            f"after {_PATIENCE:g} s"
        ) from None
    finally:
        for transport, _ in transports:
            transport.abort()


@dataclass(slots=True)
class _Work:
    """What all connections share: how much is left to ask, and how much to be answered."""

    call: Call
    encoded: bytes
    unasked: int
    unanswered: int
    done: asyncio.Future[None]

    def fail(self, what: str) -> None:
        if not self.done.done():
            self.done.set_exception(UnexpectedAnswer(f"{self.call.method} {self.call.path}: {what}"))


class _Connection(asyncio.Protocol):
    """Asks the next time as soon as it has been answered."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def ask(self) -> None:
        if self._work.unasked:
            self._work.unasked -= 1
            self._transport.write(self._work.encoded)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, ended, body = self._received.partition(b"\r\n\r\n")
        if not ended:
            return
        status, length = _STATUS.match(head), _LENGTH.search(head + b"\r\n")
        if status is None or int(status[1]) != self._work.call.status:
            self._work.fail(f"expected {self._work.call.status}, got {head.splitlines()[0]!r}")
        elif length is None:
            self._work.fail("the answer has no Content-Length")
        elif len(body) >= int(length[1]):
            self._received = b""
            self._work.unanswered -= 1
            if self._work.unanswered:
                self.ask()
            elif not self._work.done.done():
                self._work.done.set_result(None)

    def connection_lost(self, _error: Exception | None) -> None:
        self._work.fail("the server closed the connection")
