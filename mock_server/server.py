"""Serves an app from an open socket, over TLS or in the clear, until it is told to stop."""

from __future__ import annotations

import contextlib
import signal
import socket
import ssl
from asyncio.sslproto import SSLProtocol
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from .deadline import DeadlineProtocol

__all__ = ["serve"]


def serve(
    app: ASGIApp, listener: socket.socket, context: ssl.SSLContext | None, when_ready: Callable[[], None]
) -> None:
    """Serve until SIGINT or SIGTERM; ``when_ready`` is called once connections are accepted.

    Without a context, over plain HTTP.

    Either signal returns from here in good order, so that the caller can tidy up.
    """
    config = uvicorn.Config(
        app,
        ssl_context_factory=None if context is None else lambda *_: context,
        lifespan="off",
        ws="none",
        # The same wherever it runs: without these, uvicorn takes what else happens to be installed.
        loop="asyncio",
        http=DeadlineProtocol,
        log_level="warning",
        access_log=False,
        server_header=False,
        # A header that says where a request came from is a client's word, and addresses decide about access.
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    # What asyncio sets aside for each TLS connection: as much as the largest record holds (RFC 8446 §5.1).
    # With its default of 256 KiB, 500 connections would take 128 MiB.
    SSLProtocol.max_size = 16 * 1024
    # uvicorn finishes what it is answering, and then raises the signal again for the handler from before.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        _Announcing(config, when_ready).run(sockets=[listener])


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._when_ready()
