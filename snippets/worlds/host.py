"""The documented host on this machine: worlds served over real TLS, on 127.0.0.1 and nowhere else."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import trustme
import uvicorn

from snippets.world import ASGIApp
from snippets.worlds.virtual_time import CLOCK

__all__ = ["Host", "PortInUse", "bound"]


class PortInUse(OSError):
    """Another program listens on the port; the message names it."""


def bound(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1; port 0 takes a free one. Raises PortInUse."""
    # asyncio turns Nagle's algorithm off for what says that it is TCP; else each answer could wait 40 ms.
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortInUse(f"port {port} on 127.0.0.1 is in use by another program") from error
    return listener


class Host:
    """One certificate authority and one event loop, in a thread of its own, for any number of worlds."""

    def __init__(self, hosts: tuple[str, ...]) -> None:
        authority = trustme.CA()
        self.ca_pem: bytes = authority.cert_pem.bytes()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*hosts, CLOCK, "localhost", "127.0.0.1").configure_cert(self._context)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="documented host", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _finish(self) -> None:
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        if rest:
            _, late = await asyncio.wait(rest, timeout=2)
            for task in late:
                task.cancel()

    @contextmanager
    def serving(self, app: ASGIApp, port: int = 0, *, tls: bool = True) -> Iterator[int]:
        """Serves `app` inside the block and gives the port. It answers at once: no waiting, no polling.

        Without `tls`, for a browser, which trusts no authority of ours.
        """
        listener = bound(port)
        config = uvicorn.Config(
            app,
            lifespan="off",
            loop="asyncio",
            http="h11",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            ssl_context_factory=(lambda *_: self._context) if tls else None,
        )
        server = uvicorn.Server(config)
        asyncio.run_coroutine_threadsafe(server.serve(sockets=[listener]), self._loop)
        try:
            yield int(listener.getsockname()[1])
        finally:
            server.should_exit = True
