"""How a request travels: outermost layer, gate, router. Composition only."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from .allowed_methods import AllowedMethods
from .errors import ApiError, error_response
from .gate import Gate
from .invalid import invalid_request
from .outermost import Outermost
from .routes import api_keys, root, tasks, users
from .store import Store

__all__ = ["create_app"]

_ROUTERS = {"/v1": [tasks.router, users.router, api_keys.router], "": [root.router]}
"""Everything that the API does, by the prefix under which it stands."""


def create_app(store: Store) -> ASGIApp:
    """Make the ASGI app of one world, which costs next to nothing: all share one router without state."""
    return Outermost(Gate(_ROUTER, store), store)


class _Router(FastAPI):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The pattern of a route ends in "$", which matches before a last newline as well.
        if scope["type"] == "http" and scope["path"].endswith("\n"):
            await error_response(ApiError("not_found"))(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class _NoAnswer(Response):
    """For a client that is gone: nothing was carried out, and nothing is to be recorded."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        return


def _make_router() -> FastAPI:
    app = _Router(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    for prefix, group in _ROUTERS.items():
        for router in group:
            app.include_router(router, prefix=prefix)
    allowed_methods = AllowedMethods(_ROUTERS)

    async def answer_error(request: Request, error: Exception) -> Response:
        if isinstance(error, RequestValidationError):
            return error_response(invalid_request(error))
        if isinstance(error, ApiError):
            return error_response(error)
        if isinstance(error, ClientDisconnect):
            return _NoAnswer()
        if isinstance(error, HTTPException) and error.status_code == 404:
            return error_response(ApiError("not_found"))
        if isinstance(error, HTTPException) and error.status_code == 405:
            allow = {"allow": allowed_methods.of(request.scope["path"])}
            return error_response(ApiError("method_not_allowed", headers=allow))
        return error_response(ApiError("server_error"))

    for kind in (HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, answer_error)
    return app


_ROUTER = _make_router()
"""Made once, on import, which threads wait for: FastAPI is not made for two that make one at once."""
