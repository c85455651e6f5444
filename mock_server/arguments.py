"""What a handler is called with: the request, its principal, path and query parameters, and its body.

FastAPI reads the same signature, for the routes and for the document. It could call the handler too, but it
looks anew at every declared field in every request, which took half of a call's time. Here a signature is
read once, when its route is made.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Self, get_origin, get_type_hints

from fastapi import Request, params
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from .invalid import located

__all__ = ["Arguments"]

Reader = Callable[[Request], Any]


class Arguments:
    """Fills in the signature of one handler."""

    def __init__(self, readers: Mapping[str, Reader], body: inspect.Parameter | None) -> None:
        self._readers = readers
        self._body = body

    @classmethod
    def of(cls, handler: Callable[..., object]) -> Self:
        """Read a signature. What is neither declared to be something else nor the request is the body."""
        readers: dict[str, Reader] = {}
        body = None
        hints = get_type_hints(handler, include_extras=True)
        for name, parameter in inspect.signature(handler).parameters.items():
            reader = _reader(name, hints[name])
            if reader is not None:
                readers[name] = reader
            elif body is None:
                body = parameter
            else:
                raise TypeError(f"{name} and {body.name} can't both be the body")
        return cls(readers, body)

    async def read(self, request: Request) -> dict[str, Any]:
        """Take the arguments from a request, whose ``json()`` gives the body's model.

        Raises:
            RequestValidationError: with everything that is wrong with its query, or that it has no body.
        """
        arguments = {name: read(request) for name, read in self._readers.items()}
        if self._body is not None:
            content = await request.json()
            if content is None and self._body.default is inspect.Parameter.empty:
                raise RequestValidationError([{"type": "missing", "loc": ("body",), "msg": "Field required"}])
            arguments[self._body.name] = self._body.default if content is None else content
        return arguments


def _reader(name: str, hint: Any) -> Reader | None:
    if hint is Request:
        return lambda request: request
    for item in getattr(hint, "__metadata__", ()):
        if isinstance(item, params.Security):
            return item.dependency
        if isinstance(item, params.Path):
            return _path_reader(item.alias or name)
        if isinstance(item, params.Query):
            return _query_reader(hint.__origin__)
    return None


def _path_reader(name: str) -> Reader:
    return lambda request: request.path_params[name]


def _query_reader(model: type[BaseModel]) -> Reader:
    fields = [(field.alias or name, field.annotation) for name, field in model.model_fields.items()]
    lists = {name for name, annotation in fields if get_origin(annotation) is list}
    unasked = model()  # nobody changes it, so that all who ask for nothing in particular can share it

    def read(request: Request) -> BaseModel:
        query = request.query_params
        if not query:
            return unasked
        try:
            return model.model_validate(
                {name: query.getlist(name) if name in lists else query[name] for name in query}
            )
        except ValidationError as error:
            raise located("query", error) from error

    return read
