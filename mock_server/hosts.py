"""Which part of the server a request is for: the API, or the portal where people get their keys.

Each has its host, as in the documentation. Reached as this machine, the server has one name for both; the
portal then answers for its own paths, none of which is one of the API's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Hosts"]

_PORTAL = "taskmanagement.example.com"
_HERE = ("localhost", "127.0.0.1", "[::1]")
_PORTAL_PATH = re.compile(r"/(signup|login|logout|settings(/.*)?|portal(/.*)?)", re.DOTALL)


class Hosts:
    """Sends each request to the API or to the portal, which is made when the first one asks for it."""

    def __init__(self, api: ASGIApp, open_portal: Callable[[], ASGIApp]) -> None:
        self._api = api
        self._open_portal = open_portal
        self._portal: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_for_portal(scope):
            await self._api(scope, receive, send)
            return
        if self._portal is None:
            self._portal = self._open_portal()
        await self._portal(scope, receive, send)


def _is_for_portal(scope: Scope) -> bool:
    if scope["type"] != "http":
        return False
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    name = re.sub(r":[0-9]*$", "", host).lower().removesuffix(".")
    return name == _PORTAL or (name in _HERE and _PORTAL_PATH.fullmatch(scope["path"]) is not None)
