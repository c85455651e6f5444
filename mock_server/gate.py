"""The gate before ``/v1``: what passes has good credentials, an allowed address, and requests left.

It is a plain ASGI layer, so that a request that does not pass is answered before its path is looked at and
before its body is read: without a key, nobody learns what exists, and nobody can make the server work.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .auth import authenticate, key_headers
from .errors import ApiError, error_response
from .store import Store

__all__ = ["Gate"]


class Gate:
    """Lets requests through to ``app`` and puts their principal into ``request.state.principal``."""

    def __init__(self, app: ASGIApp, store: Store) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_guarded(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            headers = self._admit(scope)
        except ApiError as refusal:
            await error_response(refusal)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _admit(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Check a request, and give the headers that its answer is to carry.

        Raises:
            ApiError: 401, 403 or 429.
        """
        client = scope.get("client")
        principal = authenticate(
            Headers(scope=scope).getlist("authorization"), client[0] if client else None, self._store
        )
        now = self._store.clock.now()
        allowance = self._store.limiter.count(principal.account.id, principal.account.plan, now)
        headers = {**allowance.headers, **key_headers(principal.key)}
        if not allowance.allowed:
            raise ApiError("rate_limit_exceeded", allowance.details, headers=headers)
        scope["state"]["principal"] = principal
        return [(name.encode(), value.encode()) for name, value in headers.items()]


def _is_guarded(path: str) -> bool:
    return path == "/v1" or path.startswith("/v1/")
