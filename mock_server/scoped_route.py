"""The route class of ``/v1``: what is checked between finding a route and calling its handler.

FastAPI parses a body before it runs dependencies, so what comes before validity in the API's order (scope,
media type, size) can't be a dependency. A route declares it all the same in the signature of its handler::

    Writer = Annotated[Principal, Security(api_key, scopes=["tasks:write"])]

    async def create_task(principal: Writer, new: NewTask) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast, get_type_hints

from fastapi import Request, Response, params
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from pydantic import BaseModel

from .auth import Principal, renew
from .direct_route import DirectRoute
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

    def __call__(self, request: Request) -> Principal:
        principal: Principal = request.state.principal
        return principal


api_key = ApiKeyBearer()


class ScopedRoute(DirectRoute):
    """A route that needs scopes, takes no undeclared query parameter, and reads no body but JSON."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        declared = list(_declared(endpoint))
        self._scopes = [
            scope for _, item in declared if isinstance(item, params.Security) for scope in item.scopes or ()
        ]
        self._query = QueryNames.of([model for model, item in declared if isinstance(item, params.Query)])
        if not self._scopes:
            raise TypeError(f"{self.endpoint.__name__} declares no scope")
        body = self.body_field
        self._body_model = None if body is None else cast("type[BaseModel]", body.field_info.annotation)

    async def answer(self, request: Request) -> Response:
        require_scopes(request.state.principal.key.scopes, self._scopes)
        if self._body_model is not None:
            return await self._answer_body(JsonRequest(request.scope, request.receive, self._body_model))
        self._query.check(request.query_params)
        return await super().answer(request)

    async def _answer_body(self, request: JsonRequest) -> Response:
        state = request.state
        with Attempt(request, self._operation) as attempt:
            body = await request.body()
            # While it was on its way, the key may have been revoked, or its user demoted.
            state.principal = renew(state.principal, state.store.clock.now())
            require_scopes(state.principal.key.scopes, self._scopes)
            self._query.check(request.query_params)
            response = attempt.replay(body)
            if response is None:
                response = await super().answer(request)
                attempt.keep(response)
            return response

    @property
    def _operation(self) -> str | None:
        """What an ``Idempotency-Key`` is bound to, where the route documents that it honours one."""
        honours_key = IDEMPOTENCY_KEY in (self.openapi_extra or {}).get("parameters", ())
        return self.unique_id if honours_key else None


def _declared(handler: Callable[..., object]) -> Iterator[tuple[Any, object]]:
    """What the parameters of a handler are annotated with, each with the type beside it."""
    for hint in get_type_hints(handler, include_extras=True).values():
        for item in getattr(hint, "__metadata__", ()):
            yield hint.__origin__, item
