"""A route that is called with its arguments and nothing around it; see :mod:`mock_server.dispatch`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from .arguments import Arguments

__all__ = ["DirectRoute"]


class DirectRoute(APIRoute):
    """A handler that answers with ready bytes."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self._arguments = Arguments.of(endpoint)

    async def answer(self, request: Request) -> Response:
        """Answer a request that this route matches.

        Raises:
            ApiError: the operation refuses it.
            RequestValidationError: something that it holds is invalid.
        """
        response: Response = await self.endpoint(**await self._arguments.read(request))
        return response
