"""The gate before ``/v1``: what passes has good credentials, an allowed address, and requests left.

It is a plain ASGI layer, so that a request that does not pass is answered before its path is looked at and
before its body is read: without a key, nobody learns what exists, and nobody can make the server work. And as
every answer to a known key passes here on its way out, this is where the key's usage is recorded.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .account import Account
from .auth import Principal, admit, identify, key_headers
from .client_address import client_address
from .errors import ApiError, error_response
from .keys import ApiKey
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
        headers = Headers(scope=scope)
        try:
            account, key = identify(headers.getlist("authorization"), self._store.keys)
        except ApiError as refusal:
            await error_response(refusal)(scope, receive, send)
            return
        visit = _Visit(account, key, scope, headers, self._store)

        async def send_and_record(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *visit.end(message["status"])]
            await send(message)

        try:
            scope["state"]["principal"] = visit.begin()
        except ApiError as refusal:
            await error_response(refusal)(scope, receive, send_and_record)
            return
        await self._app(scope, receive, send_and_record)


class _Visit:
    """One request with a known key, from the gate to its answer."""

    def __init__(self, account: Account, key: ApiKey, scope: Scope, headers: Headers, store: Store) -> None:
        self._account = account
        self._key = key
        self._scope = scope
        self._store = store
        self._user_agent = headers.get("user-agent")
        peer = scope.get("client")
        self._address = client_address(
            peer[0] if peer else None, headers.getlist("x-forwarded-for"), store.trusted_proxies
        )
        self._counted: dict[str, str] = {}

    def begin(self) -> Principal:
        """Check the request.

        Raises:
            ApiError: 401, 403 or 429.
        """
        now = self._store.clock.now()
        principal = admit(self._account, self._key, self._address, now)
        allowance = self._store.limiter.count(self._account.id, self._account.plan, now)
        self._counted = allowance.headers
        if not allowance.allowed:
            raise ApiError("rate_limit_exceeded", allowance.details)
        return principal

    def end(self, status: int) -> list[tuple[bytes, bytes]]:
        """Record the answer, and give the headers to add: of the key as it is now, perhaps rotated."""
        state = self._scope["state"]
        self._account.usage[self._key.id].add(
            timestamp=self._store.clock.now(),
            method=state["method"],
            path=self._scope["path"],
            status=status,
            ip=self._address,
            user_agent=self._user_agent,
            request_id=state["request_id"],
        )
        # A key that ended while the body was on its way is refused like any that has: without quotas.
        counted = {} if status == 401 else self._counted
        headers = {**counted, **key_headers(self._account.keys[self._key.id])}
        return [(name.encode(), value.encode()) for name, value in headers.items()]


def _is_guarded(path: str) -> bool:
    return path == "/v1" or path.startswith("/v1/")
