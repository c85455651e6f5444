"""A server that does nothing: the same bytes for every request. It shows how far the load generator reaches.

Run as `python -m tests.bench.nothing PORT`.
"""

from __future__ import annotations

import asyncio
import sys

__all__ = ["main"]

_ANSWERS = {
    b"GET ": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    b"POST": b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}",
}


class _Connection(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        # The generator's requests are small and come one at a time, so each arrives in one piece.
        self._transport.write(_ANSWERS[data[:4]])


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Connection, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
