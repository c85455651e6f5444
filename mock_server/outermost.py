"""The outermost layer: what holds for every answer, whatever happened inside.

Every answer carries an ``X-Request-Id``; a ``HEAD`` is answered like a ``GET``, without the body (RFC 9110
§9.3.2); and an unexpected error becomes a 500 in the envelope that leaks nothing.
"""

from __future__ import annotations

import logging

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import ApiError, error_response
from .keys import masked
from .store import Store

__all__ = ["Outermost"]

_log = logging.getLogger(__name__)


class Outermost:
    """Gives each request its id and the world it runs in: ``request.state.store``."""

    def __init__(self, app: ASGIApp, store: Store) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._store.next_id("req")
        is_head = scope["method"] == "HEAD"
        started = False

        async def send_out(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        state = {"store": self._store, "request_id": request_id, "method": scope["method"]}
        inner = {**scope, "state": state}
        if is_head:
            inner["method"] = "GET"
        try:
            await self._app(inner, receive, send_out)
        except ClientDisconnect:
            return
        except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer
            # A traceback shows code and the error's own text. None here quotes a header, so no key is logged.
            method, path = masked(scope["method"]), masked(scope["path"])
            _log.exception("%s %r failed as %s", method, path, request_id)
            if not started:
                await error_response(ApiError("server_error"))(scope, receive, send_out)
