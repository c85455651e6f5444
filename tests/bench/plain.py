"""The mock as `python -m mock_server` serves it, but over plain HTTP: what it is compared with speaks no TLS.

Run as `python -m tests.bench.plain PORT`.
"""

from __future__ import annotations

import socket
import sys

from mock_server.scenarios import open_scene
from mock_server.server import serve

__all__ = ["main"]


def main(port: int) -> None:
    # With the number of TCP, as there: asyncio then sends each answer at once.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        serve(open_scene("enterprise", "now").app, listener, None, when_ready=lambda: None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
