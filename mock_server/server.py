"""Serves an app over TLS from one socket, and over plain HTTP from another, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import ssl
from asyncio.sslproto import SSLProtocol
from collections.abc import Callable
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from .deadline import DeadlineProtocol

__all__ = ["serve"]


def serve(
    app: ASGIApp,
    listener: socket.socket,
    context: ssl.SSLContext,
    when_ready: Callable[[], None],
    plain: socket.socket | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; ``when_ready`` is called once connections are accepted.

    ``listener`` speaks TLS. ``plain``, where there is one, does not: for a browser on this machine.

    Either signal returns from here in good order, so that the caller can tidy up.
    """
    config = uvicorn.Config(
        app,
        ssl_context_factory=lambda *_: context,
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
        _Announcing(config, when_ready, plain).run(sockets=[listener])


class _Announcing(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, when_ready: Callable[[], None], plain: socket.socket | None
    ) -> None:
        super().__init__(config)
        self._when_ready = when_ready
        self._plain = plain

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._plain is not None:
            # uvicorn speaks TLS on all of its sockets or on none; a protocol tells by itself which it is.
            protocol = partial(DeadlineProtocol, self.config, self.server_state, self.lifespan.state)
            server = await asyncio.get_running_loop().create_server(protocol, sock=self._plain)
            self.servers.append(server)
        self._when_ready()
