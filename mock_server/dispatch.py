"""Finds the operation that a request asks for, and answers; what an operation refuses becomes its error.

The routes are FastAPI's: they declare, and the OpenAPI document is made of them. FastAPI could also find and
call them, through layers that this API has no use for, and which take a third of a call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.requests import ClientDisconnect
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from .direct_route import DirectRoute
from .errors import ApiError, error_response
from .invalid import invalid_request

__all__ = ["Dispatcher"]

_ORDER = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class Dispatcher:
    """Calls the routes of an app."""

    def __init__(self, app: FastAPI, routers: Mapping[str, Iterable[APIRouter]]) -> None:
        """Read the routes of routers, by the prefix under which the app includes them."""
        self._app = app
        table: dict[str, dict[str, DirectRoute]] = {}
        for prefix, group in routers.items():
            for route in (route for router in group for route in router.routes):
                if not isinstance(route, DirectRoute):
                    raise TypeError(f"{route} is no DirectRoute")
                table.setdefault(prefix + route.path, {}).update(dict.fromkeys(route.methods or (), route))
        self._rows = [(compile_path(path)[0], methods) for path, methods in table.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # a lifespan to take part in, or a websocket to close
            await self._app(scope, receive, send)
            return
        try:
            response = await self._answer(Request({**scope, "app": self._app}, receive, send))
        except RequestValidationError as error:
            response = error_response(invalid_request(error))
        except ApiError as error:
            response = error_response(error)
        except ClientDisconnect:
            return  # nothing was carried out, nobody is there to be told, and nothing is to be recorded
        except Exception:
            await error_response(ApiError("server_error"))(scope, receive, send)
            raise
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path, method = request.scope["path"], request.scope["method"]
        if path.endswith("\n"):  # a pattern ends in "$", which matches before a last newline as well
            raise ApiError("not_found")
        for pattern, methods in self._rows:
            match = pattern.match(path)
            if match is None:
                continue
            if method not in methods:
                raise ApiError("method_not_allowed", headers={"allow": _allow(methods)})
            request.scope["path_params"] = match.groupdict()
            return await methods[method].answer(request)
        raise ApiError("not_found")


def _allow(methods: Iterable[str]) -> str:
    """The header of a 405 (RFC 9110 §15.5.6): ``GET, HEAD, POST``. What has ``GET`` has ``HEAD``."""
    found = {*methods, "HEAD"} if "GET" in methods else set(methods)
    return ", ".join(sorted(found, key=_ORDER.index))
