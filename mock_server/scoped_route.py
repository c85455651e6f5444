"""The route class of ``/v1``: what is checked between finding a route and calling its handler.

FastAPI parses a body before it runs dependencies, so what comes before validity in the API's order (scope,
media type, size) can't be a dependency. A route declares it all the same in the signature of its handler::

    Writer = Annotated[Principal, Security(api_key, scopes=["tasks:write"])]

    async def create_task(principal: Writer, new: NewTask) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast, get_type_hints

from fastapi import Request, Response, params
from fastapi.openapi.models import HTTPBearer
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase
from pydantic import BaseModel

from .auth import Principal, renew
from .idempotency import IDEMPOTENCY_KEY, Attempt
from .json_body import JsonRequest
from .query_names import QueryNames
from .scopes import SCOPES, require_scopes

__all__ = ["ApiKeyBearer", "ScopedRoute", "api_key"]


class ApiKeyBearer(SecurityBase):
    """The API's security scheme, for ``Security(api_key, scopes=[...])``; gives the handler its principal."""

    def __init__(self) -> None:
        self.scheme_name = "ApiKey"
        described = "\n".join(f"- `{scope}`: {meaning}" for scope, meaning in SCOPES.items())
        self.model = HTTPBearer(
            bearerFormat="tmk_…", description=f"An API key. It permits what its scopes name:\n\n{described}"
        )

    async def __call__(self, request: Request) -> Principal:
        principal: Principal = request.state.principal
        return principal


api_key = ApiKeyBearer()


class ScopedRoute(APIRoute):
    """A route that needs scopes, takes no query parameter that it doesn't declare, and no body but JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        hints = get_type_hints(self.endpoint, include_extras=True).values()
        declared = [(hint, item) for hint in hints for item in getattr(hint, "__metadata__", ())]
        scopes = [
            scope for _, item in declared if isinstance(item, params.Security) for scope in item.scopes or ()
        ]
        query = QueryNames.of([hint.__origin__ for hint, item in declared if isinstance(item, params.Query)])
        body_model = (
            cast("type[BaseModel]", self.body_field.field_info.annotation) if self.body_field else None
        )
        if not scopes:
            raise TypeError(f"{self.endpoint.__name__} declares no scope")

        async def check_and_handle(request: Request) -> Response:
            require_scopes(request.state.principal.key.scopes, scopes)
            if body_model is not None:
                request = JsonRequest(request.scope, request.receive, body_model)
                return await answer(request)
            query.check(request.query_params)
            return await handle(request)

        async def take_body(request: Request) -> bytes:
            body = await request.body()
            state = request.state
            state.principal = renew(state.principal, state.store.clock.now())
            require_scopes(state.principal.key.scopes, scopes)
            query.check(request.query_params)
            return body

        async def validate_and_handle(request: Request) -> Response:
            await request.json()
            return await handle(request)

        async def answer_once(request: Request) -> Response:
            with Attempt(request, self.unique_id) as attempt:
                response = attempt.replay(await take_body(request))
                if response is None:
                    response = await validate_and_handle(request)
                    attempt.keep(response)
                return response

        async def answer_always(request: Request) -> Response:
            await take_body(request)
            return await validate_and_handle(request)

        honours_key = IDEMPOTENCY_KEY in (self.openapi_extra or {}).get("parameters", ())
        answer = answer_once if honours_key else answer_always
        return check_and_handle
