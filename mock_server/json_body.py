"""Reading a request's body: its media type, its size, its form as JSON, and its fields."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.types import Receive, Scope

from .errors import ApiError
from .invalid import located

__all__ = ["MAX_BODY_SIZE", "JsonRequest"]

MAX_BODY_SIZE = 1024 * 1024
"""In bytes."""


class JsonRequest(Request):
    """A request whose body must be JSON (RFC 8259) in UTF-8, of a bearable size, and good for a model.

    FastAPI would validate the fields as well, but in no context: a rule that depends on the time or on who
    asks could then only be looked at once all others are kept. What is a model already, it takes as it is.
    """

    def __init__(self, scope: Scope, receive: Receive, model: type[BaseModel]) -> None:
        super().__init__(scope, receive)
        self._model = model

    async def body(self) -> bytes:
        """Read the body, but no more of it than is needed to refuse it. An empty one needs no media type.

        Raises:
            ApiError: 415, then 413.
        """
        if not hasattr(self, "_body"):
            body = bytearray()
            length = self.headers.get("content-length", "")
            if length.isdecimal() and float(length) > MAX_BODY_SIZE:
                self._check_media_type()
                raise ApiError("payload_too_large")
            async for chunk in self.stream():
                if chunk and not body:
                    self._check_media_type()
                body += chunk
                if len(body) > MAX_BODY_SIZE:
                    raise ApiError("payload_too_large")
            self._body = bytes(body)
        return self._body

    async def json(self) -> Any:
        """Read the body into the model, in the context of the request's state; an empty one is ``None``.

        Raises:
            ApiError: 400 for what is not JSON.
            RequestValidationError: with all fields that are wrong.
        """
        body = await self.body()
        return self._validated(_parsed(body)) if body else None

    def _validated(self, content: object) -> BaseModel:
        try:
            return self._model.model_validate(content, context=self.state)
        except ValidationError as error:
            raise located("body", error) from error

    def _check_media_type(self) -> None:
        media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            # RFC 9110 §15.5.16: the answer says what would have been accepted.
            raise ApiError("unsupported_media_type", headers={"accept": "application/json"})


def _parsed(body: bytes) -> object:
    """Parse JSON; Python's own parser would also take UTF-16, ``NaN`` and half a surrogate pair."""
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise ApiError("invalid_request", {"body": f"is not JSON in UTF-8: {error}"}) from error
