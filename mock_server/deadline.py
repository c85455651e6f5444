"""A connection that never finishes its request is closed, so that nobody can hold on to one for ever.

uvicorn ends a connection that stays silent after an answer, and one whose header is too large; it would wait
without end for a first byte, for a header that comes a letter at a time, or for the rest of a body.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["DeadlineProtocol"]


class DeadlineProtocol(H11Protocol):
    """HTTP/1.1, with a time by which each request must have been answered.

    The time runs from the connection or from the answer before. No byte but the last of a request puts it
    off, and a client that is as slow as that hardly waits for a 408 (RFC 9110 §15.5.9): it is cut off.
    """

    PATIENCE = 30.0
    """In seconds."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        super().connection_made(transport)
        self._set_deadline()

    def on_response_complete(self) -> None:
        self._set_deadline()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel_deadline()
        super().connection_lost(exc)

    def _set_deadline(self) -> None:
        self._cancel_deadline()
        self._deadline = self.loop.call_later(self.PATIENCE, self.transport.abort)

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
