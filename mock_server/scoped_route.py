"""The route class of ``/v1``: what is checked between finding a route and calling its handler.

FastAPI parses a body before it runs dependencies, so what comes before validity in the API's order (scope,
media type, size) can't be a dependency. A route declares it all the same in the signature of its handler::

    Writer = Annotated[Principal, Security(api_key, scopes=["tasks:write"])]

    async def create_task(principal: Writer, new: NewTask) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Any, cast, get_type_hints

from fastapi import Request, Response, params
from fastapi.openapi.models import HTTPBearer
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase
from pydantic import BaseModel

from . import challenge
from .arguments import Arguments
from .auth import Principal
from .errors import ApiError
from .json_body import JsonRequest
from .keys import SCOPES
from .query_names import QueryNames

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
        arguments = Arguments.of(self.endpoint)
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
            _require(scopes, request.state.principal)
            if body_model is not None:
                request = JsonRequest(request.scope, request.receive, body_model)
                await request.body()
            query.check(request.query_params)
            if body_model is not None:
                await request.json()
            response: Response = await self.endpoint(**await arguments.read(request))
            return response

        return check_and_handle


def _require(scopes: Iterable[str], principal: Principal) -> None:
    """Check that the principal's key has these scopes.

    Raises:
        ApiError: 403, naming the first that is missing, in the challenge as well.
    """
    for scope in scopes:
        if scope not in principal.key.scopes:
            raise ApiError(
                "forbidden",
                {"requiredScope": scope},
                headers={"www-authenticate": challenge.insufficient_scope(scope)},
            )
